# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Tasks, futures, locks and queues: ours, asyncio's with uvloop, and GTask alone, nanoseconds an operation."""

import os
import pathlib
import statistics
import subprocess

import measure
from servers import HERE, PYTHON

ROWS = {
    'switch': 'switch, round trip (generator.send)',
    'spawn-await': 'spawn + await',
    'spawn-finish': 'spawn + finish, batches of 1,000',
    'yield': 'sleep (0)',
    'future': 'future made, resolved, awaited',
    'lock-hand-over': 'lock handed over',
    'lock-free': 'lock uncontended',
    'queue-blocked': 'queue put + get, each waits',
    'queue-unblocked': 'queue put + get, none waits',
}
SUBJECTS = {'ours': 'aiohttp-glib', 'asyncio': 'asyncio, uvloop', 'gtask': 'GTask alone'}
# At most so many ns; and at least so many times as fast as asyncio with uvloop.
MOST_NS = {'switch': 100, 'spawn-finish': 1000}
TIMES_ASYNCIO = {'future': 4, 'lock-hand-over': 4, 'queue-blocked': 4, 'lock-free': 8, 'queue-unblocked': 8}
SLEEPERS = int(os.environ.get('SLEEPERS', '20000'))
SLEEPERS_MOST_BYTES = 256 << 20


def figures(command):
    """What a program prints: {name: number}. It has the server's core for itself."""
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, text=True, check=True,
                          preexec_fn=measure.pin(measure.SERVER_CPU))
    return {name: float(value) for name, value in map(str.split, done.stdout.splitlines())}


def commands(build):
    programs = pathlib.Path(build).resolve() / 'tests/bench'
    asyncio = [PYTHON, HERE / 'tasks-asyncio.py']
    return {'ours': [[programs / 'tasks'], [programs / 'tasks-switch']], 'asyncio': [asyncio],
            'gtask': [[programs / 'tasks-gtask']]}


def run_rounds(build, rounds, seconds):
    """{subject: {row: median}}; `seconds` are those of one subject's round."""
    found = {subject: {} for subject in SUBJECTS}
    for _ in range(rounds):
        for subject, programs in commands(build).items():
            for command in programs:
                for name, value in figures([*command, seconds / len(ROWS)]).items():
                    found[subject].setdefault(name, []).append(value)
    return {subject: {name: statistics.median(values) for name, values in rows.items()}
            for subject, rows in found.items()}


def verdict(row, results):
    """(text, reached) of a row's target; None where there is none."""
    ns = results['ours'][row]
    if row in MOST_NS:
        return f'≤ {MOST_NS[row]:,} ns', ns <= MOST_NS[row]
    if row in TIMES_ASYNCIO:
        return f'≥ {TIMES_ASYNCIO[row]} × asyncio', results['asyncio'][row] / ns >= TIMES_ASYNCIO[row]
    return None


def print_row(row, results):
    ns = results['ours'][row]
    cells = ''
    for subject in SUBJECTS:
        value = results[subject].get(row)
        cells += f'{value:>16,.0f}' if value is not None else f'{"–":>16}'
    ratio = results['asyncio'][row] / ns
    of_gtask = f'{results["gtask"][row] / ns:>10.1f}' if row in results['gtask'] else f'{"–":>10}'
    target = verdict(row, results)
    last = f'{target[0]}: {"reached" if target[1] else "missed"}' if target else ''
    print(f'{ROWS[row]:<37}{cells}{ratio:>10.1f}{of_gtask}  {last}')


def sleepers(build):
    """Bytes that a sleeping task takes, by subject."""
    return {subject: figures([*commands(build)[subject][0], 'sleepers', SLEEPERS])['sleepers']
            for subject in ('ours', 'asyncio')}


def tasks(build, rounds, seconds):
    results = run_rounds(build, rounds, seconds)
    titles = ''.join(f'{title:>16}' for title in SUBJECTS.values())
    print(f'{"ns of CPU time an operation":<37}{titles}{"asyncio/":>10}{"GTask/":>10}  to reach')
    for row in ROWS:
        print_row(row, results)

    each = sleepers(build)
    total = each['ours'] * SLEEPERS
    print()
    print(f'{SLEEPERS:,} sleeping tasks: {total / (1 << 20):,.0f} MiB resident, {each["ours"]:,.0f} bytes a task '
          f'(asyncio: {each["asyncio"]:,.0f}); to reach {SLEEPERS_MOST_BYTES >> 20} MiB: '
          f'{"reached" if total <= SLEEPERS_MOST_BYTES else "missed"}')
    return {
        **results,
        'bytes_per_sleeper': each,
        'reached': {row: verdict(row, results)[1] for row in ROWS if verdict(row, results)},
    }
