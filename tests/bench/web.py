# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""The rows of `run.sh web`: what is asked of which servers, and what is to be reached."""

import contextlib
import functools
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
from dataclasses import dataclass, field

import measure
from servers import HERE, PYTHON, WebServer, python_environment
from table import compare, print_comparisons, row_line, run_rounds, title_line

HELLO = b'Hello, World!'
TEXT = b'x' * (1 << 20)
SMALL = {'soup': 4, 'aiohttp': 4}
ANY = {'soup': 1, 'aiohttp': 1}
MIDDLEWARES = [0, 1, 5, 10]
MIDDLEWARES_PYTHON = [0, 1, 5]


@dataclass
class Subject:
    """A server of a row: its key, the kind of it, how many of what, and the path that is asked."""

    key: str
    title: str = ''
    kind: str = 'plain'
    count: int = 0
    path: str = '/'


@dataclass
class Row:
    title: str
    subjects: dict = field(default_factory=dict)
    # (ours, beside, at least so many times as much on CPU seconds or None)
    ratios: list = field(default_factory=list)
    script: str = None
    body: bytes = None
    # What is answered; None stands for JSON.
    expected: bytes = HELLO


def plain(title, path, targets, kind='plain', peers=('nginx', 'soup', 'aiohttp', 'node'), **rest):
    """A row where each server answers the same path."""
    subjects = {key: Subject(key, kind=kind, path=path) for key in ('ours', *peers)}
    return Row(title, subjects, [('ours', peer, targets.get(peer)) for peer in peers], **rest)


def routes():
    found = Row('10,000 routes beside 10', expected=b'alice 42')
    for key in ('ours', 'aiohttp'):
        for count in (10, 10000):
            found.subjects[f'{key}-{count}'] = Subject(
                key, f'{count:,} routes', 'routes', count, f'/part-{count // 2}/users/alice/posts/42')
        found.ratios.append((f'{key}-10000', f'{key}-10', 0.9 if key == 'ours' else None))
    return found


def workers():
    """Both on the server's one core: what is asked is CPU time a request."""
    found = Row('2 workers beside 1')
    for key in ('ours', 'nginx'):
        for count in (1, 2):
            found.subjects[f'{key}-{count}'] = Subject(key, f'{count} worker{"s"[:count - 1]}', 'workers', count)
        found.ratios.append((f'{key}-2', f'{key}-1', 1 / 1.15 if key == 'ours' else None))
    return found


def middlewares():
    found = Row('hello with middlewares')
    for key, counts in (('ours', MIDDLEWARES), ('python', MIDDLEWARES_PYTHON), ('aiohttp', MIDDLEWARES)):
        for count in counts:
            found.subjects[f'{key}-{count}'] = Subject(key, f'{count} middleware{"s"[:count != 1]}', 'before-after', count)
        found.ratios += [(f'{key}-{count}', f'{key}-0', None) for count in counts[1:]]
    return found


ROWS = {
    'hello': plain('hello, 13 bytes', '/', {'nginx': 0.7, **SMALL}),
    'json': plain('JSON', '/json', SMALL, peers=('soup', 'aiohttp', 'node'), expected=None),
    'body': plain('16 KiB body', '/body', {'nginx': 0.7, **ANY}, expected=TEXT[:16 << 10]),
    'file': plain('1 MiB file', '/file', {'nginx': 0.8, **ANY}, expected=TEXT),
    'route': plain('100 routes, 2 parameters', '/part-57/users/alice/posts/42', SMALL, expected=b'alice 42'),
    'routes': routes(),
    'echo': plain('POST 1 KiB echo', '/echo', SMALL, script='wrk-echo.lua', expected=TEXT[:1024],
                  body=TEXT[:1024]),
    'stream': plain('streaming, 16 × 64 KiB', '/stream', ANY, peers=('soup', 'aiohttp', 'node'), expected=TEXT),
    'tls': plain('TLS, kept alive', '/', {'nginx': 0.6, **ANY}, kind='tls'),
    'handshake': plain('TLS handshakes', '/', ANY, kind='tls', script='wrk-close.lua'),
    'pipeline': plain('pipelined, 16 deep', '/', SMALL, script='wrk-pipeline.lua'),
    'workers': workers(),
    'middlewares': middlewares(),
}


def make_folder(folder, build):
    """What the servers share: the file, the certificate and its key."""
    script = ('import sys, gi; gi.require_version("Aiohttp", "1.0"); from gi.repository import Aiohttp; '
              'pair = Aiohttp.test_certificate_new("127.0.0.1"); '
              'open("certificate.pem", "w").write(pair.props.certificate_pem); '
              'open("key.pem", "w").write(pair.props.private_key_pem)')
    subprocess.run([PYTHON, '-c', script], cwd=folder, env=python_environment(build), check=True)
    (folder / 'file').write_bytes(TEXT)
    os.chmod(folder, 0o755)


def measure_row(row, build, folder, seconds, rounds, connections):
    """{subject: medians}; servers that are missing are named and left out."""
    with contextlib.ExitStack() as stack:
        running = {}
        for name, subject in row.subjects.items():
            server = WebServer(subject, row, build, folder)
            if server.missing():
                print(f'{server.title()}: skipped, there is no {server.missing()}')
            else:
                running[name] = stack.enter_context(server)
        script = HERE / row.script if row.script else None
        results = run_rounds(
            {name: functools.partial(measure.load, server.url(), server.pid, seconds, connections, script)
             for name, server in running.items()}, rounds)
        ciphers = {server.cipher: None for server in running.values() if server.cipher}
        if ciphers:
            print(f'by {", ".join(ciphers)}')
        for name, figures in results.items():
            print(row_line(running[name].title(), figures))
    return results


def futexes_of(build, folder, strace, load):
    """(futex calls, requests) of two workers from start to end, as strace counts them."""
    report = folder / 'strace'
    server = WebServer(Subject('ours', '2 workers', 'workers', 2), Row('2 workers'), build, folder)
    command = [strace, '-f', '--seccomp-bpf', '-c', '-e', 'trace=futex', '-o', report, *server.command()]
    server.command = lambda: command
    with server:
        requests = load(server)
        # strace writes when the server, its child, has ended.
        for child in measure.family(server.pid)[1:]:
            os.kill(child, signal.SIGTERM)
        server.process.wait(10)
    found = re.search(r'^(?:\s*[\d.]+){3}\s+(\d+)\s.*futex$', report.read_text(), re.M)
    return int(found.group(1)) if found else 0, requests


def count_futexes(build, folder, connections):
    strace = shutil.which('strace')
    if strace is None:
        print('futex calls: skipped, there is no strace')
        return None
    # Start and end make some.
    idle, _ = futexes_of(build, folder, strace, lambda server: 0)
    calls, requests = futexes_of(
        build, folder, strace, lambda server: measure.load(server.url(), server.pid, 2, connections)['requests'])
    verdict = 'reached' if calls - idle < requests / 1000 else 'missed'
    print(f'2 workers: {calls} futex calls, {idle} of them without load, for {requests:,} requests '
          f'(to reach none a request: {verdict})')
    return {'calls': calls, 'idle': idle, 'requests': requests}


def web(build, rounds, seconds, connections):
    wanted = os.environ.get('ROWS', ' '.join(ROWS)).split()
    if not set(wanted) <= set(ROWS):
        raise SystemExit(f'ROWS is a part of: {" ".join(ROWS)}')
    results, comparisons, futexes = {}, [], None
    with tempfile.TemporaryDirectory(prefix='bench-web-') as name:
        folder = pathlib.Path(name)
        make_folder(folder, build)
        for key in wanted:
            row = ROWS[key]
            print(title_line(row.title))
            results[key] = measure_row(row, build, folder, seconds, rounds, connections)
            comparisons += compare(row.title, key, row.ratios, results[key])
            if key == 'workers':
                futexes = count_futexes(build, folder, connections)
            print()
    if 'workers' in wanted and len(os.sched_getaffinity(0)) < 4:
        print('How workers scale is not measured: that takes four cores or more.')
    print_comparisons(comparisons)
    return {'rows': results, 'ratios': comparisons, 'futexes': futexes}
