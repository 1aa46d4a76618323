# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Tasks combined: groups, timeouts, and whichever is done first."""

import asyncio

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GLib


async def work(milliseconds):
    """Stand for some operation, which fails if the time is odd."""
    await Aiohttp.sleep(milliseconds / 1000)
    if milliseconds % 2:
        raise ValueError(f'{milliseconds} is odd')
    return milliseconds


def future_of(text):
    """What an operation of this library gives: it goes wherever a coroutine does."""
    future = Aiohttp.Future.new()
    GLib.timeout_add(2, lambda: future.set_string(text) and GLib.SOURCE_REMOVE)
    return future


async def work_together(*times):
    async with Aiohttp.TaskGroup() as group:
        for milliseconds in times:
            group.create_task(work(milliseconds))
        group.add(future_of('a future'))


async def main():
    print('the quicker:', await Aiohttp.race([work(200), future_of('a future')]))
    print('all:', await Aiohttp.all([work(4), work(2), future_of('a future')]))
    async for done in Aiohttp.as_completed([work(20), work(2)]):
        print(await done, 'ms are over')
    try:
        await work_together(3, 20000)
    except* ValueError as group:
        print('the group failed:', *group.exceptions)
    try:
        async with Aiohttp.timeout(0.01):
            await work_together(2, 20000)
    except TimeoutError:
        print('too slow')
    blocked = await Aiohttp.get_event_loop().run_in_executor(sum, range(1000))
    print('a thread counted', blocked)


if __name__ == '__main__':
    Aiohttp.run(main())
