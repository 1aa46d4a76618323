# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""The servers that are compared. Each answers GET / with the same 13 bytes as text/plain on one thread of one core."""

import os
import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

import measure

BODY = b'Hello, World!'
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


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


class Server:
    """A running server; use it with `with`."""

    def __init__(self, key, build):
        self.key, self.build = key, pathlib.Path(build).resolve()
        self.port = free_port()
        self.folder = None

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
        library = str(self.build / 'aiohttp-glib')
        overrides = str(HERE.parent.parent / 'aiohttp-glib/bindings/python')
        return dict(os.environ, LD_LIBRARY_PATH=library, GI_TYPELIB_PATH=library, PYTHONPATH=overrides)

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

    def probe(self):
        """Waits until it answers, and returns the head of its answer; a wrong answer is an error."""
        deadline = time.monotonic() + 10
        while True:
            try:
                connection = socket.create_connection(('127.0.0.1', self.port), timeout=5)
                break
            except OSError:
                if self.process.poll() is not None:
                    raise RuntimeError(f'{NAMES[self.key]} ended with status {self.process.returncode}')
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.02)
        with connection:
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
