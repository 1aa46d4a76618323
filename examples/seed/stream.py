#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""The first ten bytes of a streamed body. usage: stream.py [URL]"""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp


async def first_bytes(url):
    response = await Aiohttp.request('GET', url)
    return await response.content.read(10)


print(Aiohttp.run(first_bytes(sys.argv[1] if len(sys.argv) > 1 else 'http://127.0.0.1:8080/')))
