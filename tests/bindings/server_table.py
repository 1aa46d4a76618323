# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""One table of behaviours for the servers of every language, checked on raw sockets.

usage: server_table.py LANGUAGE COMMAND…   (the command serves on a free port and prints its URL)
"""

import json
import re
import socket
import subprocess
import sys
import time

# (name, request head without Host, body, expected status, expected body, other expectations)
# A body of None is not compared; `has` are header lines; `log` is a pattern that standard error
# must show, `hides` a text that the peer must not see; `only` names the languages that have it.
TABLE = [
    ('plain', 'GET /', b'', 200, b'Hello', {'has': ['content-type: text/plain; charset=utf-8']}),
    ('head', 'HEAD /', b'', 200, b'', {'has': ['content-length: 5']}),
    ('parameter', 'GET /hello/w%C3%B6rld', b'', 200, 'Hello, wörld'.encode(), {}),
    ('query', 'GET /query?a=1&b=x%20y', b'', 200, b'1 x y', {}),
    ('header', 'GET /header\nX-Test: abc', b'', 200, b'abc', {}),
    ('json', 'GET /json', b'', 200, {'a': [1, 2], 'b': None}, {'has': ['content-type: application/json; charset=utf-8']}),
    ('custom', 'GET /custom', b'', 201, b'made', {'has': ['x-made: yes'], 'reason': 'Really Made'}),
    ('echo', 'POST /echo', bytes(range(256)) * 40, 200, bytes(range(256)) * 40, {}),
    ('json-in', 'POST /increment\nContent-Type: application/json', b'{"n": 41}', 200, {'n': 42}, {}),
    ('bad-json', 'POST /increment\nContent-Type: application/json', b'{"n": ', 400, None, {}),
    ('not-json', 'POST /increment\nContent-Type: text/plain', b'{"n": 1}', 400, None, {}),
    ('too-large', 'POST /small', b'x' * 20000, 413, None, {}),
    ('async', 'GET /async', b'', 200, b'late', {}),
    ('not-found', 'GET /nowhere', b'', 404, None, {}),
    ('method', 'DELETE /', b'', 405, None, {'has': ['allow: GET,HEAD']}),
    ('http-error', 'GET /missing-book', b'', 404, b'no such book', {}),
    ('async-http-error', 'GET /async-missing-book', b'', 404, b'no such book', {}),
    ('crash', 'GET /crash', b'', 500, None, {'log': r'secret', 'hides': b'secret'}),
    ('async-crash', 'GET /async-crash', b'', 500, None, {'log': r'secret', 'hides': b'secret'}),
    ('traceback', 'GET /crash', b'', 500, None, {'log': r'in crash|crash@', 'only': ['python', 'js']}),
    ('nothing', 'GET /nothing', b'', 500, None, {'log': '.', 'only': ['python', 'js']}),
    ('async-nothing', 'GET /async-nothing', b'', 500, None, {'log': '.', 'only': ['python', 'js']}),
    ('wrong-future', 'GET /wrong-future', b'', 500, None, {'log': '.'}),
    ('dropped-future', 'GET /dropped-future', b'', 500, None, {'log': '.'}),
    ('future', 'GET /future', b'', 200, b'from a future', {}),
    ('string', 'GET /string', b'', 200, b'just text', {'only': ['python', 'js']}),
    ('object', 'GET /object', b'', 200, {'just': 'an object'}, {'only': ['python', 'js']}),
    ('client-gone', 'GET /forever', None, None, None, {}),
    ('was-cancelled', 'GET /was-cancelled', b'', 200, b'yes', {}),
    ('stream', 'GET /stream', b'', 200, b'7\r\nHello, \r\n7\r\nW\xc3\xb6rld!\r\n0\r\nX-Sum: 14\r\n\r\n',
     {'has': ['transfer-encoding: chunked', 'trailer: x-sum', 'x-made: yes']}),
    ('generator', 'GET /generator', b'', 200, b'3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n',
     {'has': ['content-type: text/plain; charset=utf-8'], 'only': ['python', 'js']}),
    ('sync-generator', 'GET /sync-generator', b'', 200, b'3\r\none\r\n3\r\ntwo\r\n0\r\n\r\n', {'only': ['python', 'js']}),
    ('stream-fault', 'GET /stream-fault', b'', 200, b'3\r\none\r\n', {'log': 'secret', 'only': ['python', 'js']}),
    ('events', 'GET /events\nLast-Event-ID: 4', b'', 200, b'1b\r\nid: 5\nevent: e\ndata: four\n\n\r\n0\r\n\r\n',
     {'has': ['content-type: text/event-stream; charset=utf-8']}),
    ('cookies', 'GET /cookies', b'', 200, b'Hello',
     {'has': ['set-cookie: a=1; httponly; max-age=60; path=/; samesite=lax', 'etag: "v1"',
              'set-cookie: b=; expires=thu, 01 jan 1970']}),
    ('compressed', 'GET /compressed\nAccept-Encoding: gzip', b'', 200, None,
     {'has': ['content-encoding: gzip', 'vary: accept-encoding']}),
    ('redirect', 'GET /redirect', b'', 303, None, {'has': ['location: /']}),
    ('stream-in-parts', 'POST /echo', b'slowly', 200, b'slowly', {'parts': True}),
]


class Server:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        self.output = b''
        while True:
            line = self.process.stdout.readline()
            if not line:
                print('Bail out! the server did not start:', self.process.stderr.read().decode())
                sys.exit(1)
            found = re.search(rb'http://127\.0\.0\.1:(\d+)', line)
            if found:
                break
        self.port = int(found[1])
        import threading
        self.errors = b''
        threading.Thread(target=self._collect, daemon=True).start()

    def _collect(self):
        while data := self.process.stderr.read1(65536):
            self.errors += data

    def exchange(self, head, body, parts=False):
        line, _, fields = head.partition('\n')
        if body is None:  # go away as soon as the request is there
            with socket.create_connection(('127.0.0.1', self.port), 60) as peer:
                peer.sendall(f'{line} HTTP/1.1\r\nHost: x\r\n\r\n'.encode())
                time.sleep(0.1)
            time.sleep(0.1)
            return None, '', [], b''
        fields = ''.join(field + '\r\n' for field in fields.split('\n') if field)
        if body:
            fields += f'Content-Length: {len(body)}\r\n'
        host = '' if fields.startswith('Host:') else 'Host: x\r\n'
        request = f'{line} HTTP/1.1\r\n{host}Connection: close\r\n{fields}\r\n'.encode() + body
        with socket.create_connection(('127.0.0.1', self.port), 60) as peer:
            if parts:
                for i in range(0, len(request), 7):
                    peer.sendall(request[i:i + 7])
                    time.sleep(0.002)
            else:
                peer.sendall(request)
            reply = b''
            while data := peer.recv(65536):
                reply += data
        head, _, payload = reply.partition(b'\r\n\r\n')
        status, *lines = head.decode('latin-1').split('\r\n')
        _, code, reason = status.split(' ', 2)
        return int(code), reason, [f.lower() for f in lines], payload

    def wait_for_log(self, pattern, since):
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            if re.search(pattern, self.errors[since:].decode('utf-8', 'replace')):
                return True
            time.sleep(0.01)
        return False

    def stop(self):
        self.process.terminate()
        try:
            return self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            return 'killed'


def problems(server, row):
    name, head, body, status, expected, also = row
    since = len(server.errors)
    try:
        code, reason, fields, payload = server.exchange(head, body, also.get('parts', False))
    except (OSError, ValueError) as error:
        yield f'{error!r}'
        return
    if code != status:
        yield f'status {code}, expected {status}: {payload[:300]!r}'
    if isinstance(expected, dict):
        if json.loads(payload or 'null') != expected:
            yield f'body {payload[:300]!r}, expected {expected}'
    elif expected is not None and payload != expected:
        yield f'body {payload[:300]!r}, expected {expected[:300]!r}'
    for field in also.get('has', ()):
        if not any(line.startswith(field.lower()) for line in fields):
            yield f'no {field!r} in {fields}'
    if 'reason' in also and reason != also['reason']:
        yield f'reason {reason!r}'
    if 'hides' in also and also['hides'] in payload:
        yield f'the peer sees {payload!r}'
    if 'log' in also and not server.wait_for_log(also['log'], since):
        yield f'nothing like {also["log"]!r} in the log: {server.errors[since:].decode()}'
    if 'log' not in also and re.search(r'warning|critical|traceback', server.errors[since:].decode(), re.I):
        yield f'unexpected log: {server.errors[since:].decode()}'


def main(language, *command, table=TABLE, server_class=Server):
    rows = [row for row in table if language in row[5].get('only', [language])]
    server = server_class(command)
    failed = 0
    print(f'1..{len(rows) + 1}')
    for number, row in enumerate(rows, 1):
        found = list(problems(server, row))
        failed += bool(found)
        print(f'{"not " if found else ""}ok {number} {language} {row[0]}')
        for problem in found:
            print('#', problem)
    status = server.stop()
    print(f'{"not " if status else ""}ok {len(rows) + 1} {language} ends cleanly on SIGTERM')
    if status:
        print(f'# exit status {status}: {server.errors.decode()[-2000:]}')
    return bool(failed or status)


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
