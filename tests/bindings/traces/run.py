# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Small scenarios of asyncio's, each under stock asyncio and under ours, with equal traces.

"binding" is the same scenario under our asyncio loop, on a GMainContext; "ours" is over the library's own loop, futures,
locks and queues, by introspection. usage: run.py [NAME...]
"""

import sys

import libs
import table

import calls  # noqa: F401  what fills the table
import cancels  # noqa: F401
import combinators  # noqa: F401
import locks  # noqa: F401
import queues  # noqa: F401
import tasks  # noqa: F401

number = 0
failed = 0


def report(good, title, *details):
    global number, failed
    number += 1
    failed += not good
    print(f'{"" if good else "not "}ok {number} {title}')
    for detail in () if good else details:
        print('#', detail)


def expected(run, scenario, later):
    """The trace of stock asyncio; where that is too old, of a newer one."""
    if later is not None and sys.version_info < later[0]:
        return later[1]
    return run('stock', scenario)


def compare(run, name, scenario, variants, later):
    wanted = expected(run, scenario, later)
    report(bool(wanted), f'{name} stock', 'it traced nothing')
    if later is not None and sys.version_info < later[0]:
        variants = ['ours']
    for variant in variants:
        try:
            found = run(variant, scenario)
        except Exception as error:
            found = repr(error)
        report(found == wanted, f'{name} {variant}', f'asyncio: {wanted}', f'{variant}: {found}')


def main(names):
    for run, rows in ((libs.run_calls, table.CALLS), (libs.run_coroutine, table.COROUTINES)):
        for name, scenario, variants, later in rows:
            if not names or name in names:
                compare(run, name, scenario, variants, later)
    print(f'1..{number}')
    print(f'# {len(table.CALLS) + len(table.COROUTINES)} scenarios')
    return bool(failed)


sys.exit(main(sys.argv[1:]))
