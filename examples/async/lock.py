#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A lock held across awaits: three tasks want a page, and only the first of them fetches it."""

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp

lock = Aiohttp.Lock()
cache = {}


async def get_page():
    async with lock:
        if 'page' not in cache:
            print('fetching')
            await Aiohttp.sleep(0.01)
            cache['page'] = 'page'
        return cache['page']


async def read_page():
    print('read the', await get_page())


async def main():
    async with Aiohttp.TaskGroup() as group:
        for _ in range(3):
            group.create_task(read_page())


Aiohttp.run(main())
