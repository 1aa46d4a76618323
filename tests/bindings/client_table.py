# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""One table of behaviours for the clients of every language, against a server of Python's library.

usage: client_table.py LANGUAGE COMMAND…

The command gets the server's URL as its last argument and prints for each behaviour a line: its
name, a tab, the result. A failure is `error DOMAIN CODE`, as the GError has them.
"""

import gzip
import http.server
import json
import socketserver
import subprocess
import sys
import threading
import time

CLIENT = 'error aiohttp-client-error-quark'
EXPECTED = {
    'text': '200 OK Hello, wörld',
    'params': 'x=1&name=a%20b',
    'headers': 'session: yes, request: no',
    'json': '{"a": [1, 2]}',
    'post-text': 'POST text/plain; charset=utf-8 some text',
    'post-bytes': 'PUT application/octet-stream 010203',
    'post-json': 'POST application/json {"n": 1}',
    'gzip': 'compressed',
    'read-10': '0123456789 and 90 more',
    'lines': 'one|two|three',
    'history': '200 /text, 1 before',
    'not-found': '404 Not Found nothing here',
    'raise-for-status': f'{CLIENT} 19',
    'content-type': f'{CLIENT} 15',
    'truncated': f'{CLIENT} 13',
    'refused': f'{CLIENT} 3',
    'invalid-url': f'{CLIENT} 1',
    'non-http-url': f'{CLIENT} 2',
    'timeout': f'{CLIENT} 7',
    'cancelled': 'cancelled',
    'after-cancel': '200',
    'closed': 'closed',
}


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def reply(self, body, content_type='text/plain; charset=utf-8', status=200, **fields):
        self.send_response(status)
        self.send_header('Content-Type', content_type)
        self.send_header('Content-Length', str(len(body)))
        for name, value in fields.items():
            self.send_header(name.replace('_', '-'), value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        path, _, query = self.path.partition('?')
        if path == '/text':
            self.reply('Hello, wörld'.encode())
        elif path == '/params':
            self.reply(query.replace('+', '%20').encode())
        elif path == '/headers':
            self.reply(f'session: {self.headers["X-Session"]}, request: {self.headers["X-Request"]}'.encode())
        elif path == '/json':
            self.reply(json.dumps({'a': [1, 2]}).encode(), 'application/json')
        elif path == '/gzip':
            self.reply(gzip.compress(b'compressed'), Content_Encoding='gzip')
        elif path == '/digits':
            self.reply(b'0123456789' * 10)
        elif path == '/lines':
            self.reply(b'one\ntwo\nthree')
        elif path == '/redirect':
            self.reply(b'', status=302, Location='/text')
        elif path == '/truncated':
            self.send_response(200)
            self.send_header('Content-Length', '100')
            self.end_headers()
            self.wfile.write(b'short')
            self.close_connection = True
        elif path == '/slow':
            time.sleep(1.5)
            self.close_connection = True
        else:
            self.reply(b'nothing here', status=404)

    def do_POST(self):
        body = self.rfile.read(int(self.headers['Content-Length']))
        kind = self.headers['Content-Type']
        text = body.hex() if kind == 'application/octet-stream' else body.decode()
        if kind == 'application/json':
            text = json.dumps(json.loads(text))
        self.reply(f'{self.command} {kind} {text}'.encode())

    do_PUT = do_POST

    def log_message(self, *args):
        pass


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def handle_error(self, *args):
        pass  # the client went away, as some rows want


def main(language, *command):
    server = Server(('127.0.0.1', 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f'http://127.0.0.1:{server.server_address[1]}'
    done = subprocess.run([*command, url], capture_output=True, text=True, timeout=60)
    results = dict(line.split('\t', 1) for line in done.stdout.splitlines() if '\t' in line)
    failed = 0
    print(f'1..{len(EXPECTED) + 1}')
    for number, (name, expected) in enumerate(EXPECTED.items(), 1):
        good = results.get(name) == expected
        failed += not good
        print(f'{"" if good else "not "}ok {number} {language} {name}')
        if not good:
            print(f'# {results.get(name)!r}, expected {expected!r}')
    clean = done.returncode == 0 and not done.stderr
    print(f'{"" if clean else "not "}ok {len(EXPECTED) + 1} {language} exits cleanly and says nothing')
    if not clean:
        print('# exit status', done.returncode)
        for line in done.stderr.splitlines():
            print('#', line)
    return bool(failed or not clean)


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
