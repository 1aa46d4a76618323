# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""check-fetch.py PROGRAM: aiohttp-glib-fetch, with its items and options, what it writes and how it ends."""

import http.server
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import threading

PROGRAM = sys.argv[1]
BIG = bytes(range(256)) * 1024
number = failed = 0


def check(good, title, detail=None):
    global number, failed
    number += 1
    failed += not good
    print(f'{"" if good else "not "}ok {number} {title}')
    if not good:
        for line in f'{detail}'.splitlines():
            print('#', line)


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    requests = []
    flaky = 0
    modified = 'Sun, 06 Nov 1994 08:49:37 GMT'
    cut = None  # bytes of /big before the connection ends

    def answer(self, status, body=b'', **headers):
        self.send_response(status)
        self.send_header('Content-Length', str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace('_', '-'), value)
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(body)

    def do(self):
        length = int(self.headers.get('Content-Length') or 0)
        body = self.rfile.read(length)
        if self.headers.get('Transfer-Encoding') == 'chunked':
            while size := int(self.rfile.readline(), 16):
                body += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
        Server.requests.append((self.command, self.path, self.headers, body))
        path = self.path.partition('?')[0]
        if path == '/moved':
            self.answer(302, b'moved', Location='/hello')
        elif path == '/loop':
            self.answer(302, Location='/loop')
        elif path == '/status/404':
            self.answer(404, b'nothing here')
        elif path == '/status/500':
            self.answer(500, b'broken')
        elif path == '/flaky':
            Server.flaky += 1
            self.answer(200 if Server.flaky > 1 else 503, b'at last', Retry_After='0')
        elif path == '/hang':
            self.rfile.read(1)
        elif path == '/big':
            self.big()
        else:
            self.answer(200, b'hello', X_Given='yes')

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_HEAD = do

    def big(self):
        start, status, extra = 0, 200, {}
        asked = re.fullmatch(r'bytes=(\d+)-', self.headers.get('Range') or '')
        if asked and self.headers.get('If-Range') == Server.modified:
            start, status = int(asked[1]), 206
            extra['Content_Range'] = f'bytes {start}-{len(BIG) - 1}/{len(BIG)}'
        if Server.cut is None:
            self.answer(status, BIG[start:], Last_Modified=Server.modified, **extra)
            return
        self.send_response(status)
        self.send_header('Content-Length', str(len(BIG)))
        self.send_header('Last-Modified', Server.modified)
        self.end_headers()
        self.wfile.write(BIG[:Server.cut])
        self.close_connection = True

    def log_message(self, *args):
        pass


# Neither the proxies nor the logins of who runs the tests.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.lower().endswith('_proxy')}
ENVIRONMENT['NETRC'] = '/dev/null'


def fetch(*arguments, stdin=b'', **environment):
    Server.requests.clear()
    done = subprocess.run([PROGRAM, *arguments], input=stdin, capture_output=True, timeout=60,
                          env={**ENVIRONMENT, **environment})
    return done.returncode, done.stdout, done.stderr.decode()


def bodies(url, folder):
    status, out, err = fetch(url + '/hello')
    check((status, out, err) == (0, b'hello', ''), 'a body', (status, out, err))
    status, out, _ = fetch(url.replace('http://', '') + '/hello')
    check((status, out) == (0, b'hello'), 'a URL without a scheme', (status, out))
    fetch('DELETE', url + '/x', 'X-A:1', '-H', 'X-B: 2', 'q==a b', 'r==2')
    method, path, headers, _ = Server.requests[0]
    check((method, path, headers['X-A'], headers['X-B']) == ('DELETE', '/x?q=a+b&r=2', '1', '2'),
          'a method, header fields and parameters', (method, path, str(headers)))
    for verb in 'GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'HEAD':
        methods = []
        for arguments in [verb, url + '/x'], ['-X', verb, url + '/x']:
            status, _, err = fetch(*arguments)
            methods += [request[0] for request in Server.requests]
        check(methods == [verb] * 2, f'the verb {verb}', (methods, err))
    fetch(url + '/x', 'name=Ann', 'age:=42', 'tags:=["a"]')
    method, _, headers, body = Server.requests[0]
    check((method, headers['Content-Type'], json.loads(body)) ==
          ('POST', 'application/json', {'name': 'Ann', 'age': 42, 'tags': ['a']}), 'JSON', (method, str(headers), body))
    fetch('-f', 'PUT', url + '/x', 'name=Ann B', 'a=&')
    method, _, headers, body = Server.requests[0]
    check((method, headers['Content-Type'], body) == ('PUT', 'application/x-www-form-urlencoded', b'name=Ann+B&a=%26'),
          'a form', (method, str(headers), body))
    file = folder / 'note.txt'
    file.write_text('a note')
    fetch(url + '/x', f'file@{file}', 'more=text')
    _, _, headers, body = Server.requests[0]
    check(headers['Content-Type'].startswith('multipart/form-data; boundary=') and b'filename="note.txt"' in body and
          b'a note' in body and b'name="more"' in body, 'a file in a form', (str(headers), body))
    fetch(url + '/x', '-d', f'@{file}')
    check(Server.requests[0][3] == b'a note', 'a file as the body', Server.requests[0])
    fetch(url + '/x', '-d', '@-', stdin=b'from a pipe')
    check(Server.requests[0][3] == b'from a pipe', 'standard input as the body', Server.requests[0])
    fetch(url + '/x', '-d', 'a=b')
    check(Server.requests[0][3] == b'a=b', 'text as the body', Server.requests[0])


def heads(url):
    status, out, _ = fetch('-I', url + '/hello')
    check(status == 0 and out.startswith(b'HTTP/1.1 200 OK\n') and b'X-Given: yes\n' in out and
          Server.requests[0][0] == 'HEAD', 'a head alone', out)
    _, out, _ = fetch('-i', url + '/hello')
    check(out.startswith(b'HTTP/1.1 200 OK\n') and out.endswith(b'\n\nhello'), 'a head before the body', out)
    _, out, err = fetch('-v', '-L', url + '/moved')
    check(out == b'hello' and 'GET ' in err and 'HTTP/1.1 302' in err and 'HTTP/1.1 200' in err, 'each step', err)
    _, _, err = fetch('--timing', url + '/hello')
    check(re.search(r'^connect +\d+\.\d{3} ms\n', err, re.M) and 'first byte' in err and 'done' in err, 'timing', err)


def environment(url, folder):
    fetch('http://example.invalid/x', http_proxy=url)
    check([request[1] for request in Server.requests] == ['http://example.invalid/x'], 'a proxy of the environment',
          Server.requests)
    fetch(url + '/x', http_proxy='http://127.0.0.1:1', no_proxy='127.0.0.1')
    check(len(Server.requests) == 1, 'no proxy where there should be none', Server.requests)
    netrc = folder / 'netrc'
    netrc.write_text('machine 127.0.0.1 login ann password s3cret\n')
    netrc.chmod(0o600)
    fetch(url + '/x', NETRC=str(netrc))
    check(Server.requests[0][2]['Authorization'] == 'Basic YW5uOnMzY3JldA==', 'a login of netrc',
          Server.requests[0][2].items())
    fetch(url.replace('://', '://bob:b@') + '/x', NETRC=str(netrc))
    check(Server.requests[0][2]['Authorization'] == 'Basic Ym9iOmI=', 'a login of the URL', Server.requests[0][2].items())


def manual(page):
    """What --help lists, the manual explains, and every way to end."""
    text = page.read_text().replace('\\-', '-')
    options = re.findall(r'--[a-z][a-z-]*', subprocess.run([PROGRAM, '--help'], capture_output=True, text=True).stdout)
    missing = [option for option in set(options) - {'--help'} if option not in text]
    check(not missing, 'the manual has every option', missing)
    missing = [number for number in range(11) if not re.search(rf'^\.B {number}$', text, re.M)]
    check(not missing, 'the manual has every exit status', missing)


def ends(url, folder):
    for arguments, expected, word in (
            (['--fail', url + '/status/404'], 4, '404'),
            (['--fail', url + '/status/500'], 5, '500'),
            ([url + '/status/404'], 0, ''),
            (['http://127.0.0.1:1/'], 3, 'aiohttp-glib-fetch: '),
            (['-m', '0.1', url + '/hang'], 6, 'Timed out'),
            ([url.replace('http:', 'https:')], 7, 'TLS'),
            (['-L', '--max-redirects', '3', url + '/loop'], 9, 'redirects'),
            ([url + '/moved'], 0, ''),
            (['--max-body', '3', url + '/hello'], 8, 'limit'),
            (['-o', str(folder / 'none' / 'file'), url + '/hello'], 10, 'file'),
            (['-d', f'@{folder}/missing', url + '/x'], 10, 'missing'),
            ([], 2, 'no URL given'),
            ([url, 'nonsense'], 2, 'nonsense'),
            ([url, 'a:=nonsense'], 2, 'wants JSON'),
            ([url, '-d', 'x', 'a=b'], 2, 'together'),
            (['ftp://127.0.0.1/'], 2, 'ftp'),
            ([url, '-H', 'nonsense'], 2, 'Name: value'),
            (['-c', url], 2, '-o'),
            (['--no-such-option'], 2, 'option')):
        status, out, err = fetch(*arguments)
        check(status == expected and word in err and err.count('\n') <= 1,
              f'{arguments[0] if arguments else "nothing"} … ends with {expected}', (status, out, err))
    Server.flaky = 0
    status, out, _ = fetch('--retry', '2', '--fail', url + '/flaky')
    check((status, out, len(Server.requests)) == (0, b'at last', 2), '--retry', (status, out, Server.requests))


def downloads(url, folder):
    file = folder / 'big'
    part = folder / 'big.part'
    status, out, err = fetch('--progress', '-o', str(file), url + '/big')
    check((status, out) == (0, b'') and file.read_bytes() == BIG and not part.exists(), 'a file', (status, err))
    check('100% [========================]' in err, 'how far it is', err)
    file.unlink()
    Server.cut = 1000
    status, _, err = fetch('-o', str(file), url + '/big')
    check(status == 8 and not file.exists() and part.stat().st_size == 1000, 'what was cut off is a part', (status, err))
    Server.cut = None
    status, _, err = fetch('-c', '-o', str(file), url + '/big')
    check(status == 0 and file.read_bytes() == BIG and Server.requests[0][2]['Range'] == 'bytes=1000-',
          'the rest of a part', (status, err))
    part.write_bytes(b'of something else')
    status, _, err = fetch('-c', '-o', str(file), url + '/big')
    check(status == 0 and file.read_bytes() == BIG, 'a part of something else is begun anew', (status, err))
    status, out, _ = fetch('-o', str(folder / 'no'), url + '/status/404')
    check(not (folder / 'no').exists() and out == b'nothing here', 'an error page is no file', (status, out))


version = subprocess.run([PROGRAM, '--version'], capture_output=True, text=True).stdout
check(re.fullmatch(r'aiohttp-glib-fetch \d+\.\d+\.\d+\n', version), '--version', version)
with http.server.ThreadingHTTPServer(('127.0.0.1', 0), Server) as server, tempfile.TemporaryDirectory() as name:
    server.daemon_threads = True
    server.block_on_close = False
    threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
    base = f'http://127.0.0.1:{server.server_address[1]}'
    bodies(base, pathlib.Path(name))
    heads(base)
    environment(base, pathlib.Path(name))
    manual(pathlib.Path(__file__).parents[2] / 'tools/fetch/aiohttp-glib-fetch.1')
    ends(base, pathlib.Path(name))
    downloads(base, pathlib.Path(name))
    server.shutdown()
print(f'1..{number}')
sys.exit(bool(failed))
