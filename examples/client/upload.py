#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A file on its way to a server, which is read as it goes.
usage: upload.py URL
"""

import sys
import tempfile

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, Gio

base = sys.argv[1] if len(sys.argv) > 1 else 'http://127.0.0.1:8080'


async def main():
    with tempfile.NamedTemporaryFile() as file:
        file.write(b'a note')
        file.flush()
        payload = Aiohttp.Payload.new_for_file(Gio.File.new_for_path(file.name), 'text/plain')
        async with Aiohttp.ClientSession() as session:
            async with session.put(base + '/upload', Aiohttp.RequestOptions(payload=payload)) as response:
                print(await response.text())


Aiohttp.run(main())
