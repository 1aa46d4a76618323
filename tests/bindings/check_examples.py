# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""The examples as programs: a server starts, is fetched from, and ends on SIGINT and SIGTERM.

usage: check_examples.py server|client|seed COMMAND… [-- SERVER-COMMAND…]
"""

import http.client
import json
import re
import signal
import socket
import subprocess
import sys
import threading
import time

number = 0
failed = 0


def check(good, title, *details):
    global number, failed
    number += 1
    failed += not good
    print(f'{"" if good else "not "}ok {number} {title}')
    if not good:
        for detail in details:
            for line in str(detail).splitlines():
                print('#', line)


class Server:
    def __init__(self, command):
        self.process = subprocess.Popen([*command, '0'], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True)
        self.port = None
        self.lines = []
        while self.port is None:
            line = self.process.stdout.readline()
            if not line:
                print('Bail out! the server did not start:', self.process.stderr.read())
                sys.exit(1)
            self.lines.append(line)
            if found := re.search(r'http://127\.0\.0\.1:(\d+)', line):
                self.port = int(found[1])
        threading.Thread(target=lambda: self.lines.extend(self.process.stdout), daemon=True).start()
        self.errors = []
        self.reader = threading.Thread(target=lambda: self.errors.extend(self.process.stderr))
        self.reader.start()

    def fetch(self, method, path, body=None, headers=None):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=60)
        connection.request(method, path, body, headers or {})
        response = connection.getresponse()
        return response.status, response.getheader('Content-Type'), response.read()

    def await_line(self, start):
        """Until it has printed a line that begins so; a machine may be slow."""
        for _ in range(6000):
            if any(line.startswith(start) for line in self.lines):
                return True
            time.sleep(0.01)
        return False

    def end(self, number):
        self.process.send_signal(number)
        try:
            status = self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            status = 'killed after a minute'
        self.reader.join()
        return status, ''.join(self.errors)


def warnings(text):
    return re.search(r'warning|critical|traceback|error', text, re.I)


def hello(command, routes, signals=('SIGTERM', 'SIGINT')):
    for name in signals:
        server = Server(command)
        for method, path, body, expected in routes:
            status, kind, payload = server.fetch(method, path, body)
            if expected is json:
                good = status == 200 and kind.startswith('application/json') and json.loads(payload)
            else:
                good = status == 200 and payload == expected
            check(good, f'{method} {path}', status, kind, payload)
        status, errors = server.end(getattr(signal, name))
        log = errors + ''.join(server.lines)
        check(status == 0 and not warnings(errors), f'ends cleanly on {name}', status, errors)
        if 'seed' not in command[-1]:
            check('"GET /world HTTP/1.1" 200' in log, 'writes an access log', log)


ROUTES = [
    ('GET', '/', None, b'Hello, Anonymous'),
    ('GET', '/world', None, b'Hello, world'),
]
MORE_ROUTES = [
    ('GET', '/w%C3%B6rld', None, 'Hello, wörld'.encode()),
    ('GET', '/json', None, json),
    ('POST', '/echo', b'round', b'round'),
]


FORM = 'application/x-www-form-urlencoded'
MULTIPART = 'multipart/form-data; boundary=b'
UPLOAD = b'--b\r\nContent-Disposition: form-data; name=picture; filename=p.png\r\n\r\nabc\r\n--b--'
FORM_ROUTES = [
    ('/form', b'title=T&tag=a&tag=b', {'Content-Type': FORM}, {'title': 'T', 'tags': ['a', 'b']}),
    ('/upload', UPLOAD, {'Content-Type': MULTIPART}, b'p.png: 3 bytes, 3 read'),
    ('/parts', UPLOAD, {'Content-Type': MULTIPART}, {'picture': 3}),
    ('/lines', b'one\ntwo\n', {'Cookie': 'session=x'}, b'2 lines, x'),
]


def forms(command):
    server = Server(command)
    for path, body, headers, expected in FORM_ROUTES:
        status, _, payload = server.fetch('POST', path, body, headers)
        good = json.loads(payload) == expected if isinstance(expected, dict) else payload == expected
        check(status == 200 and good, f'POST {path}', status, payload)
    status, errors = server.end(signal.SIGINT)
    check(status == 0 and not warnings(errors), 'ends cleanly', status, errors)


UPGRADE = (b'GET /ws HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n'
           b'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n')


def websocket(command):
    """Frames are masked by zeros."""
    server = Server(command)
    with socket.create_connection(('127.0.0.1', server.port), timeout=60) as connection:
        connection.sendall(UPGRADE + b'\x81\x85\0\0\0\0hello\x81\x85\0\0\0\0close')
        with connection.makefile('rb') as stream:
            status = stream.readline()
            while stream.readline() != b'\r\n':
                pass
            frames = stream.read(18)
            connection.sendall(b'\x88\x82\0\0\0\0\x03\xe8')
            rest = stream.read()
    check(b' 101 ' in status, 'upgrades', status)
    check(frames == b'\x81\x0chello/answer\x88\x02\x03\xe8' and not rest, 'answers and closes', frames, rest)
    # The connection is over before the handler is.
    check(server.await_line('1000 '), 'tells the handler', server.lines)
    status, errors = server.end(signal.SIGINT)
    check(status == 0 and not warnings(errors), 'ends cleanly', status, errors)


def client(command, server_command, patterns):
    server = Server(server_command)
    done = subprocess.run([*command, f'http://127.0.0.1:{server.port}'], capture_output=True,
                          text=True, timeout=60)
    check(done.returncode == 0 and not done.stderr, 'exits cleanly', done.returncode, done.stderr)
    for pattern in patterns:
        check(re.search(pattern, done.stdout, re.S), f'prints {pattern!r}', done.stdout)
    status, errors = server.end(signal.SIGINT)
    check(status == 0, 'the server ends', status, errors)


def main(kind, *arguments):
    command, server_command = arguments, None
    if '--' in arguments:
        command = arguments[:arguments.index('--')]
        server_command = arguments[len(command) + 1:]
    if kind == 'server':
        hello(command, ROUTES + MORE_ROUTES)
    elif kind == 'seed-server':
        hello(command, ROUTES, ['SIGINT'])
    elif kind == 'seed-websocket':
        websocket(command)
    elif kind == 'forms':
        forms(command)
    elif kind == 'client':
        client(command, server_command, [
            r'GET \S+/ -> 200 OK.*Hello, Anonymous', r'GET \S+/world\S* -> 200 OK',
            r'GET \S+/json -> 200 OK', r'POST \S+/echo -> 200 OK.*round'])
    elif kind == 'seed-client':
        client(command, server_command, ['Hello, Ano'])
    print(f'1..{number}')
    return bool(failed)


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
