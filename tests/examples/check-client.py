# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""The examples of examples/client, which say the same in every language: check-client.py NAME LANGUAGE COMMAND..."""

import http.server
import subprocess
import sys
import threading
import urllib.parse

EXPECTED = {
    'download': '25 %\n50 %\n75 %\n100 %\n',
    'parallel': 'Hello, one\nHello, two\nHello, three\n',
    'traces': 'start: GET\nredirect: 302\nend: 200\nHello, there\n',
    'upload': '6 bytes of text/plain\n',
    'login': 'You may close this page.\nHello, Ann\n',
    'middleware': 'attempt 1: 503\nattempt 2: 503\nattempt 3: 200\nat last\n',
}


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    flaky = 0

    def answer(self, status, body, **headers):
        self.send_response(status)
        if 'Content_Type' not in headers:
            self.send_header('Content-Type', 'text/plain; charset=utf-8')
        self.send_header('Content-Length', str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace('_', '-'), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        if self.path == '/flaky':
            Server.flaky += 1
            self.answer(*((503, b'not now') if Server.flaky < 3 else (200, b'at last')))
        elif self.path == '/file':
            self.answer(200, b'x' * 100000)
        elif self.path.startswith('/authorize?'):
            query = dict(urllib.parse.parse_qsl(self.path.partition('?')[2]))
            self.answer(302, b'', Location=f'{query["redirect_uri"]}?code=c0de&state={query["state"]}')
        elif self.path == '/me':
            self.answer(200, b'Hello, Ann' if self.headers['Authorization'] == 'Bearer t0ken' else b'Who is it?')
        elif self.path == '/moved':
            self.answer(302, b'', Location='/there')
        else:
            self.answer(200, f'Hello, {self.path[1:]}'.encode())

    def do_PUT(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        self.answer(200, f'{len(body)} bytes of {self.headers["Content-Type"]}'.encode())

    def do_POST(self):
        code = self.rfile.read(int(self.headers['Content-Length']))
        self.answer(200, b'{"access_token": "t0ken"}' if code == b'code=c0de' else b'{}', Content_Type='application/json')

    def log_message(self, *args):
        pass


def main(name, language, *command):
    expected = EXPECTED[name]
    with http.server.ThreadingHTTPServer(('127.0.0.1', 0), Server) as server:
        server.daemon_threads = True
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        url = f'http://127.0.0.1:{server.server_address[1]}'
        done = subprocess.run([*command, url, *(['--no-browser'] if name == 'login' else [])], capture_output=True, text=True, timeout=25)
        server.shutdown()
    good = done.stdout == expected and not done.returncode and not done.stderr
    print(f'{"" if good else "not "}ok 1 {name} in {language}')
    for line in () if good else (done.stdout + done.stderr + f'status {done.returncode}').splitlines():
        print('#', line)
    print('1..1')
    return not good


sys.exit(main(*sys.argv[1:]))
