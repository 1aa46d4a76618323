#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""The first client: one request, its status, its body. usage: client.py [URL]"""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp


async def fetch_page(url):
    response = await Aiohttp.request('GET', url)
    assert response.status == 200
    return await response.read()


content = Aiohttp.run(fetch_page(sys.argv[1] if len(sys.argv) > 1 else 'http://127.0.0.1:8080/'))
print(content.decode())
