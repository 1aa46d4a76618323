# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""The servers that are compared. Each answers GET / with the same 13 bytes as text/plain on one thread of one core."""

import http.client
import json
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import tempfile
import time

import measure

BODY = b'Hello, World!'
JSON = {'message': 'Hello, World!', 'id': 42}
HERE = pathlib.Path(__file__).resolve().parent
# Debian's: another python3 in PATH may lack gi and aiohttp.
PYTHON = '/usr/bin/python3'

NAMES = {
    'ours': 'aiohttp-glib',
    'python': 'aiohttp-glib, Python handler',
    'epoll': 'bare epoll',
    'nginx': 'nginx (return 200)',
    'evhttp': "libevent's evhttp",
    'soup': 'SoupServer',
    'aiohttp': 'aiohttp with uvloop',
}
WEBSOCKET_NAMES = {
    'ours': 'aiohttp-glib',
    'epoll': 'bare epoll',
    'soup': 'SoupWebsocketConnection',
    'node': 'node-ws',
    'websockets': 'python3-websockets',
    'aiohttp': 'aiohttp with uvloop',
}
WEB_NAMES = {**NAMES, 'nginx': 'nginx', 'node': 'Node'}
WEB_PROGRAMS = {'nginx': '/usr/sbin/nginx', 'node': 'node'}
NODE_MODULES = pathlib.Path('/usr/share/nodejs')
NGINX_ECHO = pathlib.Path('/usr/lib/nginx/modules/ngx_http_echo_module.so')


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def python_environment(build):
    """That of a script which uses the library."""
    library = str(pathlib.Path(build).resolve() / 'aiohttp-glib')
    overrides = str(HERE.parent.parent / 'aiohttp-glib/bindings/python')
    return dict(os.environ, LD_LIBRARY_PATH=library, GI_TYPELIB_PATH=library, PYTHONPATH=overrides)


class Server:
    """A running server; use it with `with`."""

    def __init__(self, key, build):
        self.key, self.build = key, pathlib.Path(build).resolve()
        self.port = free_port()
        self.folder = None

    def url(self):
        return f'http://127.0.0.1:{self.port}/'

    def command(self):
        programs = self.build / 'tests/bench'
        if self.key == 'ours':
            return [programs / 'hello', str(self.port)]
        if self.key == 'python':
            return [PYTHON, HERE / 'hello.py', str(self.port)]
        if self.key == 'aiohttp':
            return [PYTHON, HERE / 'hello-aiohttp.py', str(self.port)]
        if self.key == 'nginx':
            self.folder = tempfile.mkdtemp(prefix='bench-nginx-')
            os.chmod(self.folder, 0o755)
            text = (HERE / 'nginx.conf.in').read_text()
            text = text.replace('@FOLDER@', self.folder).replace('@PORT@', str(self.port))
            (pathlib.Path(self.folder) / 'nginx.conf').write_text(text)
            nginx = shutil.which('nginx') or '/usr/sbin/nginx'
            return [nginx, '-p', self.folder, '-c', f'{self.folder}/nginx.conf']
        return [programs / f'hello-{self.key}', str(self.port)]

    def environment(self):
        return python_environment(self.build)

    def __enter__(self):
        self.process = subprocess.Popen(
            self.command(), env=self.environment(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            preexec_fn=measure.pin(measure.SERVER_CPU))
        self.pid = self.process.pid
        try:
            self.head = self.probe()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *exception):
        self.process.terminate()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        if self.folder:
            shutil.rmtree(self.folder, ignore_errors=True)

    def connect(self):
        """A connection to it, when it is ready to serve."""
        deadline = time.monotonic() + 30
        while True:
            try:
                return socket.create_connection(('127.0.0.1', self.port), timeout=5)
            except OSError:
                if self.process.poll() is not None:
                    raise RuntimeError(f'{self.key} ended with status {self.process.returncode}')
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)

    def probe(self):
        """Waits until it answers, and returns the head of its answer; a wrong answer is an error."""
        with self.connect() as connection:
            connection.sendall(b'GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n')
            answer = b''
            while BODY not in answer:
                data = connection.recv(4096)
                if not data:
                    break
                answer += data
        head, _, body = answer.partition(b'\r\n\r\n')
        fields = [line.partition(b':')[0].strip().lower() for line in head.split(b'\r\n')[1:]]
        types = [line for line in head.split(b'\r\n') if line.lower().startswith(b'content-type:')]
        wrong = not head.startswith(b'HTTP/1.1 200') or body != BODY or b'content-length' not in fields
        if wrong or b'date' not in fields or types[0].partition(b':')[2].strip() != b'text/plain; charset=utf-8':
            raise RuntimeError(f'{NAMES[self.key]} does not answer as the others do: {answer!r}')
        return {'bytes': len(answer), 'fields': [field.decode() for field in fields]}


class WebServer(Server):
    """One of those that `web` compares, as a row wants it."""

    def __init__(self, subject, row, build, shared):
        super().__init__(subject.key, build)
        self.subject, self.row, self.shared, self.cipher = subject, row, shared, None

    def title(self):
        return f'{WEB_NAMES[self.key]}, {self.subject.title}' if self.subject.title else WEB_NAMES[self.key]

    def missing(self):
        """What it needs and is not there."""
        program = WEB_PROGRAMS.get(self.key)
        if program and not shutil.which(program):
            return program
        if self.key == 'nginx' and self.row.body and not NGINX_ECHO.exists():
            return 'libnginx-mod-http-echo'
        return None

    def url(self):
        scheme = 'https' if self.subject.kind == 'tls' else 'http'
        return f'{scheme}://127.0.0.1:{self.port}{self.subject.path}'

    def command(self):
        arguments = [str(self.port), self.shared, self.subject.kind, str(self.subject.count)]
        if self.key == 'nginx':
            return self.nginx_command()
        if self.key == 'node':
            return ['node', HERE / 'web-node.js', *arguments]
        if self.key in ('python', 'aiohttp'):
            return [PYTHON, HERE / {'python': 'web-ours.py', 'aiohttp': 'web-aiohttp.py'}[self.key], *arguments]
        return [self.build / 'tests/bench' / {'ours': 'web', 'soup': 'web-soup'}[self.key], *arguments]

    def nginx_command(self):
        self.folder = tempfile.mkdtemp(prefix='bench-nginx-')
        os.chmod(self.folder, 0o755)
        locations = ''.join(f'location ~ ^/part-{number}/users/([^/]+)/posts/([^/]+)$ {{ return 200 "$1 $2"; }}\n'
                            for number in range(100))
        if NGINX_ECHO.exists():
            locations += 'location = /echo { echo_read_request_body; echo_request_body; }\n'
        replaced = {
            'MODULES': f'load_module {NGINX_ECHO};' if NGINX_ECHO.exists() else '',
            'WORKERS': str(max(self.subject.count, 1)),
            'FOLDER': self.folder,
            'SHARED': str(self.shared),
            'PORT': str(self.port),
            'TLS': 'ssl' if self.subject.kind == 'tls' else '',
            'KIBIBYTE': 'x' * 1024,
            'LOCATIONS': locations,
        }
        text = (HERE / 'web-nginx.conf.in').read_text()
        for name, value in replaced.items():
            text = text.replace(f'@{name}@', value)
        (pathlib.Path(self.folder) / 'nginx.conf').write_text(text)
        return [shutil.which(WEB_PROGRAMS['nginx']), '-p', self.folder, '-c', f'{self.folder}/nginx.conf']

    def probe(self):
        connection = http.client.HTTPConnection('127.0.0.1', self.port)
        connection.sock = self.connect()
        if self.subject.kind == 'tls':
            context = ssl.create_default_context(cafile=self.shared / 'certificate.pem')
            connection.sock = context.wrap_socket(connection.sock, server_hostname='127.0.0.1')
            self.cipher = ' '.join(map(str, connection.sock.cipher()[:2]))
        connection.request('POST' if self.row.body else 'GET', self.subject.path, self.row.body)
        response = connection.getresponse()
        body = response.read()
        connection.close()
        right = body == self.row.expected if self.row.expected else json.loads(body) == JSON
        if response.status != 200 or not right:
            raise RuntimeError(f'{self.title()} does not answer as the others do: {response.status} {body[:200]!r}')


class WebSocketServer(Server):
    """One of those that `websocket` compares. The load generator looks at its answers."""

    def title(self):
        return WEBSOCKET_NAMES[self.key]

    def missing(self):
        if self.key == 'node' and not (shutil.which('node') and (NODE_MODULES / 'ws').exists()):
            return 'node-ws'
        if self.key == 'websockets' and subprocess.run([PYTHON, '-c', 'import websockets'], capture_output=True).returncode:
            return 'python3-websockets'
        return None

    def environment(self):
        return dict(super().environment(), NODE_PATH=str(NODE_MODULES))

    def command(self):
        if self.key == 'node':
            return ['node', HERE / 'ws-node.js', str(self.port)]
        if self.key in ('websockets', 'aiohttp'):
            return [PYTHON, HERE / f'ws-{self.key}.py', str(self.port)]
        return [self.build / 'tests/bench' / f'ws-{self.key}', str(self.port)]

    def probe(self):
        self.connect().close()


class FileServer(Server):
    """nginx with a file of each of `sizes`, {name: size}, for the clients to fetch."""

    def __init__(self, folder, sizes, build):
        super().__init__('nginx', build)
        for name, size in sizes.items():
            (pathlib.Path(folder) / name).write_bytes(b'x' * size)
        os.chmod(folder, 0o755)
        self.shared = folder

    def command(self):
        command = super().command()
        file = pathlib.Path(self.folder) / 'nginx.conf'
        text = file.read_text().replace('return 200 "Hello, World!";', f'root {self.shared};')
        file.write_text(text.replace('access_log off;', 'access_log off; sendfile on; open_file_cache max=16 inactive=1h;'))
        return command

    def probe(self):
        self.connect().close()


class Idler:
    """Keep-alive connections that have had one answer each and are silent since."""

    def __init__(self, server, count):
        self.server, self.count = server, count

    def __enter__(self):
        command = [self.server.build / 'tests/bench/idler', str(self.server.port), str(self.count)]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
                                        preexec_fn=measure.pin(measure.CLIENT_CPU))
        if self.process.stdout.readline() != 'ready\n':
            self.process.wait()
            raise RuntimeError(f'no {self.count} idle connections to {NAMES[self.server.key]}')
        return self

    def __exit__(self, *exception):
        output, _ = self.process.communicate()
        self.closed = int(output or 0)
