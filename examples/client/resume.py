#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A download that is cut off, and goes on where it was; the file is there only once it is whole.
usage: resume.py URL
"""

import os
import sys
import tempfile

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp

base = sys.argv[1] if len(sys.argv) > 1 else 'http://127.0.0.1:8080'


async def main():
    path = os.path.join(tempfile.mkdtemp(), 'big')
    shown = []

    def show(done, total):
        shown.append(f'{100 * done // total} %')

    async with Aiohttp.ClientSession() as session:
        try:
            await session.download(base + '/big', path, progress=show)
        except Aiohttp.ClientPayloadError:
            print(f'cut off at {shown[-1]}')
        await session.download(base + '/big', path, resume=True, progress=show)
        print(f'{shown[-1]}, {os.path.getsize(path)} bytes')
    os.unlink(path)
    os.rmdir(os.path.dirname(path))


Aiohttp.run(main())
