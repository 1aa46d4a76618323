#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""The fourth model, async and await: straight code that waits where it must, and tasks where things should run side by
side. usage: await.py URL
"""

import asyncio
import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp

base = sys.argv[1] if len(sys.argv) > 1 else 'http://127.0.0.1:8080'


async def fetch(session, path):
    response = await session.get(base + path)
    return await response.text()


async def main():
    session = Aiohttp.ClientSession()
    for text in await asyncio.gather(fetch(session, '/one'), fetch(session, '/two')):
        print(text)
    await session.close()


Aiohttp.run(main())
