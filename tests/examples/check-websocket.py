# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""The websocket examples, the same in every language.

usage: check-websocket.py chart|chat|echo|echo-server SERVER…
       check-websocket.py follow CLIENT…
       check-websocket.py client CLIENT… -- SERVER…
       check-websocket.py chat-client CLIENT… -- SERVER…
"""

import base64
import contextlib
import hashlib
import re
import signal
import socket
import subprocess
import sys
import threading
import zlib

from websocket_client import BINARY, CLOSE, PING, PONG, Client

number = 0
failed = 0


def check(good, title, *details):
    global number, failed
    number += 1
    failed += not good
    print(f'{"" if good else "not "}ok {number} {title}', flush=True)
    for detail in () if good else details:
        print('#', repr(detail)[:2000])


class Server:
    def __init__(self, *command, port=0):
        self.process = subprocess.Popen([*command, str(port)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        line = self.process.stdout.readline()
        found = re.search(r'http://127\.0\.0\.1:(\d+)', line)
        if found is None:
            raise SystemExit(f'Bail out! the server did not start: {line} {self.process.stderr.read()}')
        self.port = int(found[1])
        self.errors = []
        self.reader = threading.Thread(target=lambda: self.errors.extend(self.process.stderr))
        self.reader.start()

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.stdout.read()
        status = self.process.wait(30)
        self.reader.join()
        errors = ''.join(self.errors)
        return status == 0 and not re.search('warning|critical|traceback|error', errors, re.I), status, errors


@contextlib.contextmanager
def serving(command, port=0):
    server = Server(*command, port=port)
    try:
        yield server
    except BaseException:
        server.process.kill()
        raise
    clean, *details = server.end()
    check(clean, 'the server ends cleanly', *details)


def check_echo(*command):
    with serving(command) as server:
        client = Client(server.port)
        client.send('Grüße')
        check((got := client.receive()) == (1, 'Grüße'), 'text', got)
        client.send(b'\0\xff' * 40000, BINARY)
        check((got := client.receive()) == (BINARY, b'\0\xff' * 40000), 'bytes', got)
        client.send('still there?', PING)
        check((got := client.receive()) == (PONG, b'still there?'), 'ping', got)
        check((got := client.close(3001)) == 3001, 'close', got)
        stays = Client(server.port)
        check(stays.status == 101, 'one stays until the server goes')
        foreign = Client(server.port, Origin='http://elsewhere.example')
        check(foreign.status == 403, 'a page from elsewhere is refused', foreign.status)
        threading.Thread(target=lambda: check_going_away(stays)).start()


def check_going_away(client):
    check((got := client.receive()) == (CLOSE, 1001), 'the server says that it goes', got)
    with contextlib.suppress(OSError):
        client.close(1001)


def check_echo_server(*command):
    """Which the benches of others talk to, too."""
    with serving([*command, '--no-access-log', '--port']) as server:
        plain = Client(server.port)
        check('sec-websocket-protocol' not in plain.fields and 'sec-websocket-extensions' not in plain.fields,
              'nothing that was not asked for', plain.fields)
        plain.close()
        client = Client(server.port, Sec_WebSocket_Protocol='other, echo',
                        Sec_WebSocket_Extensions='permessage-deflate; client_max_window_bits')
        check((got := client.fields.get('sec-websocket-protocol')) == 'echo', 'the subprotocol', got)
        check((got := client.fields.get('sec-websocket-extensions', '')).startswith('permessage-deflate'), 'deflate', got)
        message = zlib.compressobj(wbits=-15)
        text = ('Hello, ' * 1000).encode()
        client.send(message.compress(text) + message.flush(zlib.Z_SYNC_FLUSH)[:-4], 0x40 | 1)
        head = client.file.read(2)
        back = client.file.read(head[1])
        inflated = zlib.decompressobj(wbits=-15).decompress(back + b'\0\0\xff\xff')
        check(head[0] == 0xc1 and head[1] < 126 and inflated == text, 'a message comes back compressed', head)
        client.close()
        client = Client(server.port)
        large = bytes(range(256)) * (32 << 12)
        client.send(large, BINARY)
        check(client.receive() == (BINARY, large), 'a message of 32 MiB')
        client.send_head(len(large) + 1, BINARY)
        check((got := client.receive()) == (CLOSE, 1009), 'and no larger one', got)
        client.drop()


def check_client(*arguments):
    split = arguments.index('--')
    client, command = arguments[:split], arguments[split + 1:]
    with serving(command) as server:
        done = subprocess.run([*client, f'ws://127.0.0.1:{server.port}/ws'], capture_output=True, text=True, timeout=50)
        check((done.stdout, done.returncode) == ('Hello, and 3 bytes\nclosed: 1000\n', 0), 'talks', done)
        refused = subprocess.run([*client, f'ws://127.0.0.1:{server.port}/nowhere'], capture_output=True, text=True,
                                 timeout=50)
        check(refused.returncode != 0 and '404' in refused.stderr, 'says what the server answered', refused)


def take_until(client, kind):
    """The next message of that type; what comes before is not of interest."""
    while (message := client.receive_json())['type'] != kind:
        pass
    return message


def enter(port, name, room='lobby'):
    client = Client(port, f'/ws?name={name}')
    client.send_json(type='join', room=room)
    history = take_until(client, 'history')
    return client, history['messages']


def check_chat(*command):
    with serving(command) as server:
        ada, said = enter(server.port, 'Ada')
        check(said == [], 'nothing was said', said)
        ada.send_json(type='say', room='lobby', text='<b>Hello</b>')
        message = take_until(ada, 'said')
        check((message['name'], message['text']) == ('Ada', '<b>Hello</b>'), 'hears itself', message)
        bob, said = enter(server.port, 'Bob%20Ross')
        check([one['text'] for one in said] == ['<b>Hello</b>'], 'what was said before', said)
        people = take_until(ada, 'people')
        check(people['names'] == ['Ada', 'Bob Ross'], 'who is there', people)
        eve, _ = enter(server.port, 'Eve', 'music')
        eve.send_json(type='say', room='music', text='la la')
        take_until(eve, 'said')
        bob.send_json(type='say', room='lobby', text='Good morning')
        message = take_until(ada, 'said')
        check((message['name'], message['text']) == ('Bob Ross', 'Good morning'), 'what others say, in its room', message)
        bob.send_json(type='leave', room='lobby')
        people = take_until(ada, 'people')
        check(people['names'] == ['Ada'], 'who has left', people)
        bob.send_json(type='say', room='lobby', text='Nobody hears me')
        while isinstance(answer := bob.receive_json(), dict):
            pass
        check(answer == (CLOSE, 1008), 'who is not in the room says nothing', answer)
        bob.drop()
        for nonsense in ['nonsense', '[]', '{}', '{"type": 1}', '{"type": "join", "room": 5}', '[' * 9000]:
            peer = Client(server.port, '/ws?name=Mallory')
            peer.receive()
            peer.send(nonsense)
            check((got := peer.receive()) == (CLOSE, 1008), f'sends {nonsense[:30]} away', got)
            peer.drop()
        peer = Client(server.port, '/ws?name=Mallory')
        peer.receive()
        peer.send('x' * 20000)
        check((got := peer.receive()) == (CLOSE, 1009), 'takes no large messages', got)
        peer.drop()
        check(Client(server.port, '/ws?name=').status == 400, 'asks for a name')
        ada.close()
        eve.close()


def check_chart(*command):
    with serving(command) as server:
        client = Client(server.port)
        first = client.receive_json()
        check(first['series'] == ['Office', 'Cellar', 'Roof'] and first['unit'] == '°C', 'what is shown', first)
        points = [client.receive_json() for _ in range(3)]
        check(all(len(point['values']) == 3 and all(0 < value < 50 for value in point['values']) for point in points),
              'points', points)
        check(points[0]['time'] < points[1]['time'] < points[2]['time'], 'in order', points)
        client.send('pause')
        client.send('one', PING)
        while (got := client.receive())[0] != PONG:
            pass
        client.send('go on')
        check('values' in (got := client.receive_json()), 'goes on after a pause', got)
        check((got := client.close()) == 1000, 'close', got)


class Terminal:
    def __init__(self, command, name, port):
        url = f'ws://127.0.0.1:{port}/ws'
        self.process = subprocess.Popen([*command, name, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)

    def say(self, text):
        self.process.stdin.write(text + '\n')
        self.process.stdin.flush()


def check_chat_client(*arguments):
    split = arguments.index('--')
    command, server_command = arguments[:split], arguments[split + 1:]
    with serving(server_command) as server:
        ada = Terminal(command, 'Ada', server.port)
        ada.say('Hello')
        check((got := ada.process.stdout.readline()) == 'Ada: Hello\n', 'hears itself', got)
        bob = Terminal(command, 'Bob', server.port)
        check((got := bob.process.stdout.readline()) == 'Ada: Hello\n', 'what was said before', got)
        bob.say('\x1b[2JGrüße')
        check((got := ada.process.stdout.readline()) == 'Bob:  [2JGrüße\n', 'what others say, harmless', got)
        check((got := bob.process.stdout.readline()) == 'Bob:  [2JGrüße\n', 'as they see it', got)
        bob.process.stdin.close()
        rest = bob.process.stdout.read(), bob.process.stderr.read(), bob.process.wait(30)
        check(rest == ('', '', 0), 'ends with its input', rest)
    with serving(server_command, port=server.port):
        back = ada.process.stderr.readline()
        check(re.fullmatch(r'\* back after \d+\.\d seconds\n', back), 'connects again', back)
        ada.say('I am back')
        check((got := ada.process.stdout.readline()) == 'Ada: I am back\n', 'and goes on', got)
        ada.process.stdin.close()
        rest = ada.process.stdout.read(), ada.process.stderr.read(), ada.process.wait(30)
        check(rest == ('', '', 0), 'and ends', rest)


def serve_feed(listener):
    """Three connections: one that breaks, one that is closed for a restart, one that ends."""
    for number, end in enumerate((None, 1012, 1000), 1):
        connection = listener.accept()[0]
        connection.settimeout(30)
        request = b''
        while b'\r\n\r\n' not in request:
            request += connection.recv(4096)
        key = re.search(rb'Sec-WebSocket-Key: (\S+)', request)[1]
        accept = base64.b64encode(hashlib.sha1(key + b'258EAFA5-E914-47DA-95CA-C5AB0DC85B11').digest())
        connection.sendall(b'HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n'
                           b'Sec-WebSocket-Accept: ' + accept + b'\r\n\r\n\x81\x06news %d' % number)
        if end is not None:
            connection.sendall(b'\x88\x02' + end.to_bytes(2, 'big'))
            while connection.recv(4096):
                pass
        connection.close()


def check_follow(*command):
    with socket.create_server(('127.0.0.1', 0)) as listener:
        listener.settimeout(30)
        port = listener.getsockname()[1]
        server = threading.Thread(target=serve_feed, args=(listener,))
        server.start()
        done = subprocess.run([*command, f'ws://127.0.0.1:{port}/ws'], capture_output=True, text=True, timeout=50)
        server.join()
    expected = ['news 1', '-- connected again, after the close code 1006', 'news 2',
                '-- connected again, after the close code 1012', 'news 3']
    check((done.stdout.splitlines(), done.returncode) == (expected, 0), 'follows through losses', done)
    refused = subprocess.run([*command, 'ftp://127.0.0.1/'], capture_output=True, text=True, timeout=50)
    check(refused.returncode != 0 and refused.stderr, 'gives up what cannot be', refused)


CHECKS = {'chart': check_chart, 'chat': check_chat, 'chat-client': check_chat_client, 'client': check_client,
          'echo': check_echo, 'echo-server': check_echo_server, 'follow': check_follow}


def main(name, *command):
    CHECKS[name](*command)
    for thread in threading.enumerate():
        if thread is not threading.current_thread():
            thread.join(30)
    print(f'1..{number}')
    return bool(failed)


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
