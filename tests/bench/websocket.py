# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""The rows of `run.sh websocket`: echoes and broadcasts, on server CPU seconds."""

import contextlib
import functools
import os
import pathlib
from dataclasses import dataclass

import measure
from servers import WEBSOCKET_NAMES, WebSocketServer
from table import compare, plain_title_line, print_comparisons, row_line, run_rounds

# At least so many times as many messages a CPU second, with 64 connections and one message in flight on each.
SMALL = {'soup': 1.6, 'node': 1.3, 'aiohttp': 2.2}
LARGE = {'soup': 2, 'aiohttp': 1.2}
MEMBERS = int(os.environ.get('MEMBERS', '1000'))


@dataclass
class Row:
    size: int
    connections: int = 64
    in_flight: int = 1
    extension: str = 'plain'
    kind: str = 'binary'
    mode: str = 'echo'
    targets: dict = None

    def title(self):
        size = f'{self.size} B' if self.size < 1024 else f'{self.size >> 10} KiB' if self.size < 1 << 20 else '1 MiB'
        words = [f'{self.mode} {size}', f'{self.connections:,} connection{"s"[:self.connections != 1]}']
        if self.in_flight > 1:
            words.append(f'{self.in_flight} in flight')
        return ', '.join(words + [word for word in (self.extension, self.kind) if word not in ('plain', 'binary')])

    def arguments(self, seconds):
        return [self.mode, self.connections, self.size, self.in_flight, seconds, self.extension, self.kind]

    def suits(self, key):
        """The bare epoll loop only echoes."""
        return key != 'epoll' or (self.mode == 'echo' and self.extension == 'plain')


KIB, MIB = 1 << 10, 1 << 20
ROWS = {
    'echo-16': Row(16, targets=SMALL),
    'echo-1k': Row(KIB, targets=SMALL),
    'echo-64k': Row(64 * KIB, targets=LARGE),
    'echo-1m': Row(MIB, targets=LARGE),
    'text-1k': Row(KIB, kind='text'),
    'one-16': Row(16, 1),
    'one-1k': Row(KIB, 1),
    'one-64k': Row(64 * KIB, 1),
    'one-1m': Row(MIB, 1),
    'flight-16': Row(16, in_flight=16),
    'flight-1k': Row(KIB, in_flight=16),
    'flight-64k': Row(64 * KIB, in_flight=16),
    'deflate-16': Row(16, extension='deflate', kind='text'),
    'deflate-1k': Row(KIB, extension='deflate', kind='text'),
    'deflate-64k': Row(64 * KIB, extension='deflate', kind='text'),
    'deflate-1m': Row(MIB, extension='deflate', kind='text'),
    'deflate-one-16': Row(16, 1, extension='deflate', kind='text'),
    'deflate-one-1k': Row(KIB, 1, extension='deflate', kind='text'),
    'deflate-one-64k': Row(64 * KIB, 1, extension='deflate', kind='text'),
    'deflate-one-1m': Row(MIB, 1, extension='deflate', kind='text'),
    'broadcast': Row(128, MEMBERS, mode='broadcast', kind='text'),
    'broadcast-deflate': Row(128, MEMBERS, mode='broadcast', kind='text', extension='deflate'),
}


def measure_row(row, build, wanted, seconds, rounds):
    """{key: medians} of those servers that are there and can do it."""
    with contextlib.ExitStack() as stack:
        running = {key: stack.enter_context(WebSocketServer(key, build)) for key in wanted if row.suits(key)}
        load = pathlib.Path(build).resolve() / 'tests/bench/ws-load'
        results = run_rounds(
            {key: functools.partial(measure.exchange, [load, server.port, *row.arguments(seconds)], server.pid)
             for key, server in running.items()}, rounds)
        for key, figures in results.items():
            print(row_line(running[key].title(), figures))
    return results


def websocket(build, rounds, seconds):
    rows = os.environ.get('ROWS', ' '.join(ROWS)).split()
    if not set(rows) <= set(ROWS):
        raise SystemExit(f'ROWS is a part of: {" ".join(ROWS)}')
    wanted = []
    for key in WEBSOCKET_NAMES:
        missing = WebSocketServer(key, build).missing()
        if missing:
            print(f'{WEBSOCKET_NAMES[key]}: skipped, there is no {missing}')
        else:
            wanted.append(key)

    results, comparisons = {}, []
    for key in rows:
        row = ROWS[key]
        print(plain_title_line(row.title(), 'messages/s', 'load'))
        results[key] = measure_row(row, build, wanted, seconds, rounds)
        targets = row.targets or {}
        comparisons += compare(row.title(), key, [('ours', peer, targets.get(peer)) for peer in wanted if peer != 'ours'],
                               results[key])
        print()
    print_comparisons(comparisons)
    return {'rows': results, 'ratios': comparisons}
