# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""The examples of examples/client, which say the same in every language: check-client.py NAME LANGUAGE COMMAND..."""

import base64
import email
import hashlib
import http.server
import json
import subprocess
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request

EXPECTED = {
    'basics': 'found: page 2 of glib in en for basics/1.0\n'
              'created: 201 at /people/1, application/json {"name": "Ann"}\n'
              'form: name=Ann&city=Aix+en+Provence\n'
              'status: 404 Not Found\nerror: 404\nerror: not reached\n',
    'cookies': 'kept: session=s3cret\nsent: lang=en; session=s3cret\nsent: none\n',
    'download': '25 %\n50 %\n75 %\n100 %\n',
    'parallel': 'Hello, one\nHello, two\nHello, three\n',
    'settings': '/api/settings?key=k&page=2 for settings/1.0, Basic YW5uOnMzY3JldA==\ntoo slow: Timed out after 0.1 seconds\n',
    'traces': 'start: GET\nredirect: 302\nend: 200\nHello, there\n',
    'upload': '6 bytes of text/plain\ntitle: 6 bytes, note: 6 bytes of text/plain in note.txt\n100 % sent\n',
    'login': 'Hello, Ann\n',
    'resume': 'cut off at 50 %\n100 %, 100000 bytes\n',
    'retry': 'tea: 200, taken after 2\ncake: 503, try later\n',
    'middleware': 'attempt 1: 503\nattempt 2: 503\nattempt 3: 200\nat last\n',
}


def as_text(value):
    return json.dumps(value).encode()


def query_of(text):
    return dict(urllib.parse.parse_qsl(text))


class Server(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'
    flaky = 0
    orders = {}
    challenge = None

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
        path, _, query = self.path.partition('?')
        query = query_of(query)
        if path == '/flaky':
            Server.flaky += 1
            self.answer(*((503, b'not now') if Server.flaky < 3 else (200, b'at last')))
        elif path == '/file':
            self.answer(200, b'x' * 100000)
        elif path == '/big':
            self.answer_big()
        elif path == '/authorize':
            Server.challenge = query['code_challenge']
            self.answer(302, b'', Location=f'{query["redirect_uri"]}?code=c0de&state={query["state"]}')
        elif path == '/me':
            self.answer(200, b'Hello, Ann' if self.headers['Authorization'] == 'Bearer t0ken' else b'Who is it?')
        elif path == '/moved':
            self.answer(302, b'', Location='/there')
        elif path == '/items':
            text = 'page {page} of {q} in '.format(**query) + f'{self.headers["Accept-Language"]} for {self.headers["User-Agent"]}'
            self.answer(200, as_text({'text': text}), Content_Type='application/json')
        elif path == '/api/settings':
            self.answer(200, f'{self.path} for {self.headers["User-Agent"]}, {self.headers["Authorization"]}'.encode())
        elif path == '/api/slow':
            self.rfile.read(1)  # until the client has gone
        elif path == '/missing':
            self.answer(404, b'nothing here')
        elif path == '/login':
            self.answer(200, b'', Set_Cookie='session=s3cret; Path=/; Max-Age=3600; HttpOnly')
        elif path == '/cookies':
            sent = self.headers['Cookie']
            self.answer(200, '; '.join(sorted(sent.split('; '))).encode() if sent else b'none')
        else:
            self.answer(200, f'Hello, {self.path[1:]}'.encode())

    def answer_big(self):
        """The first time half of it, then what is asked for."""
        body = b'x' * 100000
        modified = 'Sun, 06 Nov 1994 08:49:37 GMT'
        if 'Range' not in self.headers:
            self.send_response(200)
            self.send_header('Content-Length', str(len(body)))
            self.send_header('Last-Modified', modified)
            self.end_headers()
            self.wfile.write(body[:50000])
            self.close_connection = True
        else:
            start = int(self.headers['Range'].removeprefix('bytes=').removesuffix('-'))
            self.answer(206, body[start:], Content_Range=f'bytes {start}-99999/100000', Last_Modified=modified)

    def read_body(self):
        if self.headers.get('Transfer-Encoding') != 'chunked':
            return self.rfile.read(int(self.headers['Content-Length']))
        body = b''
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def do_PUT(self):
        body = self.read_body()
        self.answer(200, f'{len(body)} bytes of {self.headers["Content-Type"]}'.encode())

    def do_POST(self):
        body = self.read_body()
        content_type = self.headers['Content-Type']
        if self.path == '/people':
            self.answer(201, f'{content_type} '.encode() + as_text(json.loads(body)), Location='/people/1')
        elif self.path == '/order':
            key = self.headers['Idempotency-Key']
            Server.orders[key] = Server.orders.get(key, 0) + 1
            if key is None or Server.orders[key] < 3:
                self.answer(503, b'try later', Retry_After='0')
            else:
                self.answer(200, b'taken after 2')
        elif content_type.startswith('multipart/'):
            form = email.message_from_bytes(f'Content-Type: {content_type}\r\n\r\n'.encode() + body)
            self.answer(200, ', '.join(map(describe_part, form.get_payload())).encode())
        elif self.path == '/token':
            self.answer(200, as_text(self.make_token(query_of(body.decode()))), Content_Type='application/json')
        else:
            self.answer(200, body)

    def make_token(self, given):
        digest = base64.urlsafe_b64encode(hashlib.sha256(given['code_verifier'].encode()).digest())
        known = (given['grant_type'], given['code']) == ('authorization_code', 'c0de')
        return {'access_token': 't0ken'} if known and digest.decode().rstrip('=') == Server.challenge else {}

    def log_message(self, *args):
        pass


def describe_part(part):
    content = part.get_payload(decode=True)
    filename = part.get_filename()
    return f'{part.get_param("name", header="Content-Disposition")}: {len(content)} bytes' + (
        f' of {part.get_content_type()} in {filename}' if filename else '')


def browse(url):
    """What a browser does, beside somebody who tries to put a code of his own in."""
    callback = query_of(url.partition('?')[2])['redirect_uri']
    try:
        urllib.request.urlopen(f'{callback}?code=other&state=guessed', timeout=60)
    except urllib.error.HTTPError as error:
        assert error.code == 403, error
    else:
        raise AssertionError('a code without the state was taken')
    with urllib.request.urlopen(url, timeout=60) as response:
        page = response.read()
    assert page == b'You may close this page.', page


def run(name, command):
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            if name == 'login':
                browse(process.stdout.readline().removeprefix('Open ').strip())
            out, err = process.communicate(timeout=60)
        except BaseException:
            process.kill()
            raise
    return out, err, process.returncode


def main(name, language, *command):
    with http.server.ThreadingHTTPServer(('127.0.0.1', 0), Server) as server:
        server.daemon_threads = True
        server.block_on_close = False
        server.handle_error = lambda *given: None  # a client that goes is no error
        threading.Thread(target=server.serve_forever, args=[0.02], daemon=True).start()
        url = f'http://127.0.0.1:{server.server_address[1]}'
        out, err, status = run(name, [*command, url, *(['--no-browser'] if name == 'login' else [])])
        server.shutdown()
    good = out == EXPECTED[name] and not status and not err
    print(f'{"" if good else "not "}ok 1 {name} in {language}')
    for line in () if good else (out + err + f'status {status}').splitlines():
        print('#', line)
    print('1..1')
    return not good


sys.exit(main(*sys.argv[1:]))
