# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""An example server, the same in every language: started on a free port, asked, ended.

usage: check-web.py NAME COMMAND…
"""

import hashlib
import http.client
import json
import pathlib
import re
import signal
import socket
import subprocess
import sys
import threading

SITE = pathlib.Path(__file__).parent.parent.parent / 'examples/site'
NUMBERS = re.compile('0\n1\n2\n.*9999\n', re.S)
JSON = {'Content-Type': 'application/json'}
CHUNKS = 'chunk\n' * 10

# (method, path, headers, body, status, text, pattern or JSON, headers expected); None is any text.
EXCHANGES = {
    'routes': [
        ('GET', '/', {}, None, 200, 'see /users/5?tab=posts%20%26%20more', {}),
        ('POST', '/users', {}, 'Ada', 201, 'Ada', {}),
        ('GET', '/users', {}, None, 405, None, {'Allow': 'POST'}),
        ('GET', '/users/5', {}, None, 200, 'user 5', {}),
        ('GET', '/users/Ada', {}, None, 200, 'a user called Ada', {}),
        ('GET', '/reports/2024.csv', {}, None, 200, 'report of 2024 as csv', {}),
        ('GET', '/reports/2024.doc', {}, None, 404, None, {}),
        ('GET', '/files/a/b%20c', {}, None, 200, 'file a/b c', {}),
        ('HEAD', '/users/5', {}, None, 200, '', {}),
    ],
    'views': [
        ('GET', '/books', {}, None, 200, '', {}),
        ('POST', '/books', {}, 'One', 201, 'One', {}),
        ('POST', '/books', {}, 'Two', 201, 'Two', {}),
        ('GET', '/books', {}, None, 200, 'One, Two', {}),
        ('GET', '/books/1', {}, None, 200, 'Two', {}),
        ('GET', '/books/2', {}, None, 404, 'no such book', {}),
        ('DELETE', '/books/0', {}, None, 204, '', {}),
        ('GET', '/books', {}, None, 200, 'Two', {}),
        ('PUT', '/books', {}, 'Three', 405, None, {'Allow': 'GET,HEAD,POST'}),
        ('POST', '/books/0', {}, 'Three', 405, None, {'Allow': 'DELETE,GET,HEAD'}),
    ],
    'sub-apps': [
        ('GET', '/', {}, None, 200, 'the site, a database', {}),
        ('GET', '/admin/', {}, None, 401, 'who are you?', {}),
        ('GET', '/admin/', {'Authorization': 'me'}, None, 200, 'the office, a database', {}),
        ('GET', '/admin/users', {'Authorization': 'me'}, None, 200, 'Ada, Bob', {}),
        ('GET', '/admin/about', {'Authorization': 'me'}, None, 404, None, {}),
        ('GET', '/', {'Host': 'api.localhost'}, None, 200, 'the API, a database', {}),
        ('GET', '/about', {'Host': 'api.localhost'}, None, 404, None, {}),
        ('GET', '/about', {}, None, 200, 'the site, a database', {}),
    ],
    'middleware': [
        ('GET', '/', {}, None, 200, 'the shop', {'X-Count': '1'}),
        ('GET', '/nowhere', {}, None, 404, 'there is no /nowhere', {'X-Count': '2'}),
        ('GET', '/shelf', {}, None, 308, None, {'Location': '/shelf/', 'X-Count': '3'}),
        ('GET', '/shelf/', {}, None, 200, 'a shelf', {}),
        ('GET', '/office', {}, None, 401, 'who are you?', {'X-Count': '5'}),
        ('GET', '/office', {'Authorization': 'me'}, None, 200, 'the office', {}),
    ],
    'responses': [
        ('GET', '/text', {}, None, 200, 'Hello', {'Cache-Control': 'max-age=60'}),
        ('GET', '/json', {}, None, 200, {'answer': 42}, {'Content-Type': 'application/json; charset=utf-8'}),
        ('GET', '/redirect', {}, None, 303, None, {'Location': '/text'}),
        ('GET', '/book', {}, None, 404, 'no such book', {}),
        ('GET', '/sign-in', {}, None, 200, 'Welcome',
         {'Set-Cookie': 'session=4711; HttpOnly; Max-Age=3600; Path=/; SameSite=Lax'}),
    ],
    'resource': [
        ('GET', '/book', {}, None, 200, {'title': 'The Castle', 'pages': 300}, {'Content-Type': 'application/json; charset=utf-8'}),
        ('PUT', '/book', JSON, '{"title": "The Trial", "pages": 250}', 200, {'title': 'The Trial', 'pages': 250}, {}),
        ('PUT', '/book', JSON, '{"pages": "many"}', 400, re.compile('.*“pages” must be a whole number.*', re.S), {}),
        ('GET', '/book', {}, None, 200, {'title': 'The Trial', 'pages': 250}, {}),
    ],
    'streaming': [
        ('GET', '/count', {}, None, 200, '1\n2\n3\n', {'Content-Type': 'text/plain'}),
        ('GET', '/numbers', {}, None, 200, NUMBERS, {}),
        ('GET', '/source', {}, None, 200, None, {}),
        ('GET', '/digest', {'TE': 'trailers'}, None, 200, CHUNKS, {'Trailer': 'X-Sha256'}),
    ],
    'static-site': [
        ('GET', '/', {}, None, 200, re.compile(r'style sheet: /static/style\.css\?v=[\w-]{43}\n'), {}),
        ('GET', '/static/style.css', {}, None, 200, SITE.joinpath('style.css').read_text(),
         {'Content-Type': 'text/css', 'Cache-Control': 'max-age=31536000, immutable', 'Accept-Ranges': 'bytes'}),
        ('GET', '/static/style.css', {'Range': 'bytes=0-2'}, None, 206, 'p {', {}),
        ('GET', '/static/', {}, None, 200, SITE.joinpath('index.html').read_text(), {}),
        ('GET', '/static/..%2fstatic-site.c', {}, None, 404, None, {}),
        ('GET', '/download', {}, None, 200, 'A report.\n', {'Content-Disposition': 'attachment; filename=report.txt'}),
        ('HEAD', '/download', {}, None, 200, '', {'Content-Length': '10'}),
    ],
    'events': [
        ('GET', '/', {}, None, 200, None, {'Content-Type': 'text/html; charset=utf-8'}),
    ],
}
# What it is given behind the port.
GIVEN = {'static-site': [str(SITE)]}
# What it prints at its end.
SAYS = {'sub-apps': 'the database is closed\n'}

number = 0
failed = 0


def check(good, title, *details):
    global number, failed
    number += 1
    failed += not good
    print(f'{"" if good else "not "}ok {number} {title}')
    for detail in () if good else details:
        print('#', repr(detail)[:2000])


def matches(expected, text):
    if isinstance(expected, dict):
        return json.loads(text) == expected
    if isinstance(expected, re.Pattern):
        return expected.fullmatch(text)
    return expected is None or text == expected


def ask(port, method, path, headers, body, status, text, fields):
    connection = http.client.HTTPConnection('127.0.0.1', port, timeout=60)
    connection.request(method, path, body and body.encode(), headers)
    response = connection.getresponse()
    found = response.read().decode('utf-8', 'replace')
    good = response.status == status and matches(text, found)
    good = good and all(response.getheader(name) == value for name, value in fields.items())
    connection.close()
    host = headers.get('Host', '')
    check(good, f'{method} {host}{path}', response.status, found[:300], response.getheaders())


def read_to(peer, pattern):
    text = b''
    while not re.search(pattern, text, re.S):
        data = peer.recv(65536)
        if not data:
            break
        text += data
    return text


def read_raw(port, path):
    with socket.create_connection(('127.0.0.1', port), 20) as peer:
        peer.sendall(f'GET {path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n'.encode())
        return read_to(peer, b'(?!)')


def check_hints(port):
    text = read_raw(port, '/hints')
    check(re.match(rb'HTTP/1.1 103 .*Link: .*HTTP/1.1 200 .*the page that needs it$', text, re.S), 'early hints', text)


def check_trailer(port):
    text = read_raw(port, '/digest')
    digest = hashlib.sha256(CHUNKS.encode()).hexdigest()
    check(text.endswith(f'0\r\nX-Sha256: {digest}\r\n\r\n'.encode()), 'the trailer', text)


def check_events(port):
    for last, first in ((None, b'1'), ('41', b'42')):
        with socket.create_connection(('127.0.0.1', port), 20) as peer:
            field = f'Last-Event-ID: {last}\r\n' if last else ''
            peer.sendall(f'GET /events HTTP/1.1\r\nHost: h\r\n{field}\r\n'.encode())
            text = read_to(peer, b'data: tick ' + first + b'\n\n')
        good = b'text/event-stream' in text and b'id: ' + first + b'\nevent: tick\n' in text
        check(good, f'events after {last}', text)


def main(name, *command):
    process = subprocess.Popen([*command, '0', *GIVEN.get(name, [])], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    line = process.stdout.readline()
    found = re.search(r'http://127\.0\.0\.1:(\d+)', line)
    if found is None:
        print('Bail out! the server did not start:', line, process.stderr.read())
        return 1
    port = int(found[1])
    errors = []
    reader = threading.Thread(target=lambda: errors.extend(process.stderr))
    reader.start()
    for exchange in EXCHANGES[name]:
        ask(port, *exchange)
    if name == 'streaming':
        check_trailer(port)
    elif name == 'responses':
        check_hints(port)
    elif name == 'events':
        check_events(port)
    process.send_signal(signal.SIGTERM)
    said = process.stdout.read()
    status = process.wait(20)
    reader.join()
    errors = ''.join(errors)
    check(status == 0 and not re.search('warning|critical|traceback', errors, re.I), 'ends cleanly', status, errors)
    check(said.endswith(SAYS.get(name, '')), 'says what is expected', said)
    print(f'1..{number}')
    return bool(failed)


if __name__ == '__main__':
    sys.exit(main(*sys.argv[1:]))
