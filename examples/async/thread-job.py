#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A job for a thread: what computes for long, or blocks, leaves the main loop free."""

import asyncio

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp


def add_up(count):
    return sum(range(1, count + 1))


async def tell_time():
    print('the loop goes on')


async def main():
    other = asyncio.create_task(tell_time())
    total = await asyncio.get_running_loop().run_in_executor(None, add_up, 1000000)
    print('the sum is', total)
    await other


Aiohttp.run(main())
