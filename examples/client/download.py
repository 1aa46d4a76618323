#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A file that is written as it comes, and how far it is.
usage: download.py URL
"""

import sys
import tempfile

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp

base = sys.argv[1] if len(sys.argv) > 1 else 'http://127.0.0.1:8080'


async def main():
    async with Aiohttp.ClientSession() as session:
        async with session.get(base + '/file') as response:
            total = int(response.headers['Content-Length'])
            with tempfile.TemporaryFile() as file:
                while file.tell() < total:
                    file.write(await response.content.readexactly(min(25000, total - file.tell())))
                    print(100 * file.tell() // total, '%')


Aiohttp.run(main())
