# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""The rows of `run.sh client`: one server, several clients, on client CPU seconds."""

import functools
import os
import pathlib
import tempfile
from dataclasses import dataclass

import measure
from servers import HERE, PYTHON, FileServer
from table import compare, plain_title_line, print_comparisons, row_line, run_rounds

NAMES = {
    'native': 'aiohttp-glib, native transport',
    'soup': 'aiohttp-glib, soup transport',
    'soupsession': 'SoupSession',
    'curl': "libcurl's multi",
    'aiohttp': 'aiohttp with uvloop',
}
SIZES = {'13': 13, '64k': 64 << 10, '16m': 16 << 20}
IN_FLIGHT = [1, 16, 64]
SMALL = {'aiohttp': 3, 'soupsession': 4, 'curl': 0.6}
# The soup transport may cost a tenth of SoupSession's CPU time.
OVER_SOUP = 1 / 1.1


@dataclass
class Row:
    size: int
    in_flight: int

    def title(self):
        size = f'{self.size} B' if self.size < 1024 else f'{self.size >> 10} KiB' if self.size < 1 << 20 else '16 MiB'
        return f'{size}, {self.in_flight} in flight'

    def targets(self):
        if self.size == 13 and self.in_flight > 1:
            return SMALL
        return {'curl': 0.8} if self.size == SIZES['16m'] else {}


ROWS = {f'{name}-{count}': Row(size, count) for name, size in SIZES.items() for count in IN_FLIGHT}


def command(key, build, url, row, seconds):
    programs = pathlib.Path(build).resolve() / 'tests/bench'
    arguments = [url, row.in_flight, seconds, row.size]
    return {
        'native': [programs / 'client-ours', *arguments, 'native'],
        'soup': [programs / 'client-ours', *arguments, 'soup'],
        'soupsession': [programs / 'client-soup', *arguments],
        'curl': [programs / 'client-curl', *arguments],
        'aiohttp': [PYTHON, HERE / 'client-aiohttp.py', *arguments],
    }[key]


def client_round(argv, pid):
    """Of the client's CPU seconds: what is measured is the generator."""
    found = measure.exchange(argv, pid)
    found['server_cpu'], found['client_cpu'] = found['client_cpu'], found['server_cpu']
    found['per_cpu'] = found['rps'] / max(found['server_cpu'], 1e-6)
    return found


def client(build, rounds, seconds):
    rows = os.environ.get('ROWS', ' '.join(ROWS)).split()
    if not set(rows) <= set(ROWS):
        raise SystemExit(f'ROWS is a part of: {" ".join(ROWS)}')
    wanted = [key for key in NAMES if pathlib.Path(command(key, build, '', ROWS['13-1'], 0)[0]).exists()]
    for key in NAMES:
        if key not in wanted:
            print(f'{NAMES[key]}: skipped, it is not built')

    results, comparisons = {}, []
    with tempfile.TemporaryDirectory(prefix='bench-client-') as folder, FileServer(folder, SIZES, build) as server:
        for key in rows:
            row = ROWS[key]
            name = next(name for name, size in SIZES.items() if size == row.size)
            url = f'http://127.0.0.1:{server.port}/{name}'
            print(plain_title_line(row.title(), 'requests/s', 'nginx', 'client').rstrip(), flush=True)
            results[key] = run_rounds(
                {one: functools.partial(client_round, command(one, build, url, row, seconds), server.pid)
                 for one in wanted}, rounds)
            for one, figures in results[key].items():
                print(row_line(NAMES[one], figures))
            targets = row.targets()
            comparisons += compare(row.title(), key, [('native', peer, targets.get(peer)) for peer in
                                                      ('curl', 'soupsession', 'aiohttp')] +
                                   [('soup', 'soupsession', OVER_SOUP)], results[key])
            print()
    print_comparisons(comparisons)
    return {'rows': results, 'ratios': comparisons}
