# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""bench.py BUILD WHAT: see run.sh. Rounds are interleaved, so that a noisy moment hits all; medians count."""

import contextlib
import functools
import json
import os
import sys
import time

import measure
from client import client
from debug import debug
from servers import NAMES, Idler, Server
from table import row_line, run_rounds, title_line
from tasks import tasks
from web import web
from websocket import websocket

ROUNDS = int(os.environ.get('ROUNDS', '5'))
SECONDS = int(os.environ.get('SECONDS_PER_ROUND', '4'))
CONNECTIONS = int(os.environ.get('CONNECTIONS', '64'))
IDLE = [int(count) for count in os.environ.get('IDLE', '0 1000 5000 9000').split()]
SERVERS = os.environ.get('SERVERS', ' '.join(NAMES)).split()

# Ours / theirs on requests per CPU second; the Python server has its own.
TARGETS = {'epoll': 0.6, 'nginx': 0.7, 'evhttp': 1.5, 'soup': 4.5, 'aiohttp': 4.5}
PYTHON_TARGETS = {'aiohttp': 1.0}
IDLE_TARGET_RATE = 0.85
IDLE_TARGET_BYTES = 2048


def load_all(servers):
    """{name: medians} of running servers."""
    return run_rounds({name: functools.partial(measure.load, server.url(), server.pid, SECONDS, CONNECTIONS)
                       for name, server in servers.items()}, ROUNDS)


def ratios(results, ours, targets):
    """{peer: {ratio, target}} of ours on CPU seconds."""
    return {
        peer: {'ratio': round(results[ours]['per_cpu'] / results[peer]['per_cpu'], 3), 'target': target}
        for peer, target in targets.items() if ours in results and peer in results
    }


def print_ratios(name, found):
    for peer, one in found.items():
        verdict = 'reached' if one['ratio'] >= one['target'] else 'missed'
        print(f'{name} / {NAMES[peer]}: {one["ratio"]:.2f} (to reach {one["target"]}: {verdict})')


def hello():
    with contextlib.ExitStack() as stack:
        running = {key: stack.enter_context(Server(key, sys.argv[1])) for key in SERVERS}
        for server in running.values():
            print(f'{NAMES[server.key]:<30}{server.head["bytes"]} bytes: {", ".join(server.head["fields"])}')
        results = load_all(running)

    print()
    print(title_line('server'))
    for key, figures in results.items():
        print(row_line(NAMES[key], figures))
    print()
    found, found_python = ratios(results, 'ours', TARGETS), ratios(results, 'python', PYTHON_TARGETS)
    print_ratios(NAMES['ours'], found)
    print_ratios(NAMES['python'], found_python)
    return {
        'ours': results.get('ours'),
        'python': results.get('python'),
        'peers': {key: figures for key, figures in results.items() if key not in ('ours', 'python')},
        'ratios': found,
        'python_ratios': found_python,
    }


def idle_of(key):
    """One server: as many instances of it as there are idle counts, so that their rounds can be interleaved."""
    with contextlib.ExitStack() as stack:
        servers, memory, idlers = {}, {}, []
        for count in IDLE:
            server = servers[count] = stack.enter_context(Server(key, sys.argv[1]))
            measure.load(server.url(), server.pid, 1, CONNECTIONS)
            before = measure.resident_bytes(server.pid)
            idlers.append(stack.enter_context(Idler(server, count)))
            time.sleep(0.5)
            if count:
                memory[count] = (measure.resident_bytes(server.pid) - before) / count
        results = load_all(servers)
    closed = sum(idler.closed for idler in idlers)

    for count, figures in results.items():
        figures['bytes_per_idle'] = round(memory[count]) if count else None
        figures['of_none'] = round(figures['per_cpu'] / results[IDLE[0]]['per_cpu'], 3)
        last = f'{figures["of_none"]:>8.2f}' + (f'{memory[count]:>12,.0f}' if count else '')
        print(row_line(f'{NAMES[key]}, {count:,} idle', figures, last))
    if closed:
        print(f'{NAMES[key]} closed {closed} idle connections meanwhile')
    return results


def idle():
    print(title_line('server', f'{"of none":>8}{"bytes/idle":>12}'))
    results = {key: idle_of(key) for key in SERVERS}
    most = max(IDLE)
    ours = results.get('ours', {}).get(most)
    if ours and most:
        print()
        for name, value, limit, good in (
            ('rate kept', ours['of_none'], IDLE_TARGET_RATE, ours['of_none'] >= IDLE_TARGET_RATE),
            ('bytes per idle connection', ours['bytes_per_idle'], IDLE_TARGET_BYTES,
             ours['bytes_per_idle'] <= IDLE_TARGET_BYTES),
        ):
            print(f'{NAMES["ours"]}, {most:,} idle, {name}: {value} (to reach {limit}: {"reached" if good else "missed"})')
    return {
        'ours': results.get('ours'),
        'python': results.get('python'),
        'peers': {key: figures for key, figures in results.items() if key not in ('ours', 'python')},
    }


def main():
    kinds = {
        'hello': hello,
        'idle': idle,
        'web': lambda: web(sys.argv[1], ROUNDS, SECONDS, CONNECTIONS),
        'client': lambda: client(sys.argv[1], ROUNDS, SECONDS),
        'websocket': lambda: websocket(sys.argv[1], ROUNDS, SECONDS),
    }
    without_server = {'tasks': tasks, 'debug': debug}
    if len(sys.argv) == 3 and sys.argv[2] in without_server:
        print(f'{ROUNDS} rounds of {SECONDS} s, on core {measure.SERVER_CPU}; medians')
        result = {'bench': sys.argv[2], 'rounds': ROUNDS, 'seconds': SECONDS}
        result.update(without_server[sys.argv[2]](sys.argv[1], ROUNDS, SECONDS))
        print('RESULT', json.dumps(result))
        return
    if len(sys.argv) != 3 or sys.argv[2] not in kinds or not set(SERVERS) <= set(NAMES):
        sys.exit(f'run.sh hello|idle|web|websocket|client|tasks|debug, SERVERS from: {" ".join(NAMES)}')
    if measure.SERVER_CPU == measure.CLIENT_CPU:
        print('There is only one core: server and load generator share it.')
    connections = '' if sys.argv[2] in ('client', 'websocket') else f'{CONNECTIONS} connections, '
    print(f'{ROUNDS} rounds of {SECONDS} s, {connections}server on core {measure.SERVER_CPU}, '
          f'load generator on core {measure.CLIENT_CPU}; medians')
    result = {'bench': sys.argv[2], 'rounds': ROUNDS, 'seconds': SECONDS, 'connections': CONNECTIONS}
    result.update(kinds[sys.argv[2]]())
    print('RESULT', json.dumps(result))


main()
