#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Cookies: kept by a session, saved to a file, loaded by the next session.
usage: cookies.py URL
"""

import os
import sys
import tempfile

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, Gio

base = sys.argv[1] if len(sys.argv) > 1 else 'http://127.0.0.1:8080'


async def first(file):
    jar = Aiohttp.CookieJar(unsafe=True)  # the host is an IP address here
    async with Aiohttp.ClientSession(cookie_jar=jar) as session:
        await session.get(base + '/login')
        for cookie in jar:
            print(f'kept: {cookie.get_name()}={cookie.get_value()}')
        await jar.save(file)


async def second(file):
    jar = Aiohttp.CookieJar(unsafe=True)
    await jar.load(file)
    async with Aiohttp.ClientSession(cookie_jar=jar) as session:
        async with session.get(base + '/cookies', cookies={'lang': 'en'}) as response:
            print('sent:', await response.text())
        jar.clear()
        async with session.get(base + '/cookies') as response:
            print('sent:', await response.text())


async def main():
    with tempfile.TemporaryDirectory() as folder:
        file = Gio.File.new_for_path(os.path.join(folder, 'cookies'))
        await first(file)
        await second(file)


Aiohttp.run(main())
