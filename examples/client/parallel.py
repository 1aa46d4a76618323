#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Several pages at once, by one session.
usage: parallel.py URL
"""

import asyncio
import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp

base = sys.argv[1] if len(sys.argv) > 1 else 'http://127.0.0.1:8080'


async def fetch(session, path):
    async with session.get(base + path) as response:
        return await response.text()


async def main():
    async with Aiohttp.ClientSession() as session:
        for text in await asyncio.gather(*(fetch(session, path) for path in ('/one', '/two', '/three'))):
            print(text)


Aiohttp.run(main())
