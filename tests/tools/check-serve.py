# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""check-serve.py PROGRAM: aiohttp-glib-serve by TCP, TLS and a Unix socket, with its options, and its end."""

import contextlib
import http.client
import os
import pathlib
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile

PROGRAM = sys.argv[1]
number = failed = 0


def check(good, title, detail=None):
    global number, failed
    number += 1
    failed += not good
    print(f'{"" if good else "not "}ok {number} {title}')
    if not good:
        print(f'# {detail!r}')


@contextlib.contextmanager
def serving(*options, env=None):
    """The running server and the URL that it has printed; it is interrupted in the end."""
    process = subprocess.Popen([PROGRAM, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                               env={**os.environ, **(env or {})})
    try:
        found = re.search(r'Running on (\S+)', process.stdout.readline())
        yield process, found[1] if found else process.stderr.read()
    finally:
        process.send_signal(signal.SIGINT)
        _, process.log = process.communicate(timeout=60)


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__('localhost')
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(self.path)


def connect(url, **options):
    host, port = re.fullmatch(r'https?://(.+):(\d+)/?', url).groups()
    kind = http.client.HTTPSConnection if url.startswith('https') else http.client.HTTPConnection
    return kind(host.strip('[]'), int(port), timeout=60, **options)


def get(connection, path, **headers):
    connection.request('GET', path, headers=headers)
    response = connection.getresponse()
    return response.status, response.read().decode(), response.headers


def refused(*options):
    done = subprocess.run([PROGRAM, *options], capture_output=True, text=True, timeout=60)
    return done.returncode, done.stderr


def check_plain(top):
    with serving('--port', '0', '--host', '127.0.0.1', str(top)) as (process, url):
        connection = connect(url)
        status, body, headers = get(connection, '/a.txt')
        check((status, body) == (200, 'Hello'), 'a file', (status, body))
        check(headers['Cache-Control'] == 'no-cache', 'that is asked for again each time', headers.items())
        check(get(connection, '/a.txt', **{'If-None-Match': headers['ETag']})[0] == 304, 'and known')
        check(get(connection, '/a.txt', Range='bytes=1-2')[:2] == (206, 'el'), 'a part of it')
        status, body, _ = get(connection, '/')
        check(status == 200 and 'a.txt' in body and 'sub/' in body, 'a list', body)
        check('.hidden' not in body and 'out' not in body, 'without what is hidden, or elsewhere', body)
        check(get(connection, '/sub/')[1] == '<p>index</p>', 'an index page')
        check([get(connection, path)[0] for path in ('/.hidden', '/out', '/../secret', '/%2e%2e/secret')] == [404] * 4,
              'nothing hidden, nothing outside')
        connection.close()
    check(process.returncode == 0, 'an interrupt ends it', process.returncode)
    check('GET /a.txt' in process.log, 'a log', process.log)


def check_options(top):
    with serving('--port=0', '--no-index', '-H', 'localhost', str(top)) as (_, url):
        connection = connect(url)
        check(get(connection, '/')[0] == 403, '--no-index', url)
        check(get(connection, '/sub/')[0] == 200, 'has index pages still')
        connection.close()
    path = str(top.parent / 'socket')
    with serving('--unix', path, str(top)) as (_, url):
        connection = UnixConnection(path)
        check(get(connection, '/a.txt')[1] == 'Hello', '--unix', url)
        connection.close()
    for options, words in ((['--port=70000'], '65535'), (['a', 'b'], 'one directory'), (['--tls-key=k'], '--tls-cert'),
                           (['--unix=s', '--port=1'], '--unix'), (['--what'], '--help')):
        code, text = refused(*options)
        check(code == 2 and words in text, f'{" ".join(options)} is refused', (code, text))
    code, text = refused(str(top / 'nothing'))
    check(code == 1 and 'is not a directory' in text, 'no such directory', (code, text))
    code, text = refused('--tls-cert', str(top / 'a.txt'), str(top))
    check(code == 1 and text, 'no such certificate', (code, text))


def check_tls(top):
    try:
        import gi
        gi.require_version('Aiohttp', '1.0')
        from gi.repository import Aiohttp
    except (ImportError, ValueError):
        return
    certificate = Aiohttp.test_certificate_new(None)
    cert, key = top.parent / 'cert.pem', top.parent / 'key.pem'
    cert.write_text(certificate.props.certificate_pem)
    key.write_text(certificate.props.private_key_pem)
    context = ssl.create_default_context(cafile=cert)
    with serving('--tls-cert', str(cert), '--tls-key', str(key), '--port', '0', '--host', '127.0.0.1', str(top)) as (_, url):
        connection = connect(url, context=context)
        check(get(connection, '/a.txt')[1] == 'Hello', '--tls-cert and --tls-key', url)
        connection.close()


def check_open(top):
    """A desktop whose browser writes down what it is given."""
    data = top.parent / 'data'
    note = top.parent / 'opened'
    (data / 'applications').mkdir(parents=True)
    script = top.parent / 'browser'
    script.write_text(f'#!/bin/sh\necho "$1" > {note}.part\nmv {note}.part {note}\n')
    script.chmod(0o755)
    (data / 'applications/browser.desktop').write_text(
        f'[Desktop Entry]\nType=Application\nName=Browser\nExec={script} %u\nMimeType=x-scheme-handler/http;\n')
    (data / 'applications/mimeapps.list').write_text('[Default Applications]\nx-scheme-handler/http=browser.desktop\n')
    env = {'XDG_DATA_HOME': str(data), 'XDG_DATA_DIRS': str(data), 'XDG_CONFIG_HOME': str(data),
           'GIO_USE_PORTALS': '0', 'DBUS_SESSION_BUS_ADDRESS': 'disabled:'}
    with serving('--open', '--port=0', '--host=127.0.0.1', str(top), env=env) as (process, url):
        connection = connect(url)
        for _ in range(500):
            if note.exists() or process.poll() is not None:
                break
            get(connection, '/a.txt')
        else:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(5)
        connection.close()
    opened = note.read_text().strip() if note.exists() else process.log
    check(opened.rstrip('/') == url.rstrip('/'), '--open', opened)


with tempfile.TemporaryDirectory() as folder:
    root = pathlib.Path(folder) / 'root'
    (root / 'sub').mkdir(parents=True)
    (root / 'a.txt').write_text('Hello')
    (root / 'sub/index.html').write_text('<p>index</p>')
    (root / '.hidden').write_text('hidden')
    (root.parent / 'secret').write_text('secret')
    (root / 'out').symlink_to('../secret')
    check_plain(root)
    check_options(root)
    check_tls(root)
    check_open(root)
    version = subprocess.run([PROGRAM, '--version'], capture_output=True, text=True, check=True).stdout
    check(re.fullmatch(r'aiohttp-glib-serve \d+\.\d+\.\d+\n', version), '--version', version)
print(f'1..{number}')
sys.exit(failed > 0)
