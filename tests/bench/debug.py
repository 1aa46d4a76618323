# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""What debug mode costs: off, beside a library built without it; and on. Nanoseconds of CPU time an operation."""

import os
import pathlib
import statistics
import subprocess

import measure

SUBJECTS = {
    'without': ('built without', 'tasks-without-debug', {}),
    'off': ('off', 'tasks', {}),
    'on': ('on', 'tasks', {'AIOHTTP_DEBUG': '1'}),
}


def figures(program, seconds, environment):
    base = {name: value for name, value in os.environ.items() if name != 'AIOHTTP_DEBUG'}
    done = subprocess.run([program, str(seconds)], stdout=subprocess.PIPE, text=True, check=True,
                          stderr=subprocess.DEVNULL,  # debug mode's own messages
                          env={**base, **environment}, preexec_fn=measure.pin(measure.SERVER_CPU))
    return {name: float(value) for name, value in map(str.split, done.stdout.splitlines())}


def debug(build, rounds, seconds):
    programs = pathlib.Path(build).resolve() / 'tests/bench'
    found = {subject: {} for subject in SUBJECTS}
    for number in range(rounds):
        # The first of a round has the colder processor.
        for subject in sorted(SUBJECTS, reverse=number % 2 == 1):
            _, program, environment = SUBJECTS[subject]
            for row, value in figures(programs / program, seconds / 8, environment).items():
                found[subject].setdefault(row, []).append(value)

    results = {subject: {row: statistics.median(values) for row, values in rows.items()}
               for subject, rows in found.items()}
    titles = ''.join(f'{title:>16}' for title, _, _ in SUBJECTS.values())
    print(f'{"ns of CPU time an operation":<32}{titles}{"off/without":>14}{"spread":>9}')
    for row in results['off']:
        cells = ''.join(f'{results[subject][row]:>16.1f}' for subject in SUBJECTS)
        ratio = results['off'][row] / results['without'][row]
        # How far apart the rounds of one and the same program are.
        values = found['without'][row]
        spread = (max(values) - min(values)) / results['without'][row]
        print(f'{row:<32}{cells}{ratio:>14.3f}{spread:>9.1%}')
    return results
