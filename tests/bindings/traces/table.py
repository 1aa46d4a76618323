# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""The table of scenarios, filled by the modules beside this one."""

import asyncio

CALLS = []
COROUTINES = []


def calls(scenario):
    """A scenario of plain calls, over stock asyncio's loop, our asyncio loop, and Aiohttp.EventLoop."""
    CALLS.append((scenario.__name__, scenario, ('binding', 'ours'), None))
    return scenario


def calls_of_asyncio(scenario):
    """The same without the third: what Aiohttp.EventLoop says otherwise, or a binding cannot say."""
    CALLS.append((scenario.__name__, scenario, ('binding',), None))
    return scenario


def tasks(scenario):
    """A coroutine that uses nothing but asyncio's tasks: under stock asyncio and under our loop."""
    COROUTINES.append((scenario.__name__, scenario, ('binding',), None))
    return scenario


def with_lib(scenario):
    """A coroutine that takes futures, locks or queues from `lib`: also over our own."""
    COROUTINES.append((scenario.__name__, scenario, ('binding', 'ours'), None))
    return scenario


def since(version, trace):
    """As with_lib, of something that asyncio has since Python `version`; before, `trace` is what it gives there."""

    def add(scenario):
        COROUTINES.append((scenario.__name__, scenario, ('binding', 'ours'), (version, trace)))
        return scenario

    return add


async def settle():
    """Let all that is ready run, whatever turns of the loop it takes."""
    for _ in range(8):
        await asyncio.sleep(0.001)


def outcome(future):
    """What came of a future that is done."""
    if future.cancelled():
        return 'cancelled'
    error = future.exception()
    return future.result() if error is None else name(error)


def name(error):
    """The class of asyncio's or Python's own that an error belongs to."""
    for kind in (asyncio.CancelledError, asyncio.QueueEmpty, asyncio.QueueFull, asyncio.BrokenBarrierError,
                 asyncio.TimeoutError):
        if isinstance(error, kind):
            return kind.__name__
    return type(error).__name__


async def outcomes(futures):
    await asyncio.wait(futures)
    return [outcome(future) for future in futures]


async def started(*coroutines):
    """Tasks of `coroutines`, each at its first await."""
    found = [asyncio.ensure_future(coroutine) for coroutine in coroutines]
    await settle()
    return found
