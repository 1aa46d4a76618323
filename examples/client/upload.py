#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A file on its way to a server, which is read as it goes: as the body, then in a form, with how far it is.
usage: upload.py URL
"""

import os
import sys
import tempfile

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, Gio

base = sys.argv[1] if len(sys.argv) > 1 else 'http://127.0.0.1:8080'


async def send(session, file):
    payload = Aiohttp.Payload.new_for_file(file, 'text/plain')
    async with session.put(base + '/upload', data=payload) as response:
        print(await response.text())


async def send_in_form(session, file):
    sent = 0

    def show(done, total):
        nonlocal sent
        sent = 100 * done // total

    form = Aiohttp.FormData({'title': 'A note'})
    form.add_field('note', file, content_type='text/plain')
    async with session.post(base + '/form', data=form, upload_progress=show) as response:
        print(await response.text())
    print(f'{sent} % sent')


async def main():
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, 'note.txt')
        with open(path, 'w') as file:
            file.write('a note')
        async with Aiohttp.ClientSession() as session:
            await send(session, Gio.File.new_for_path(path))
            await send_in_form(session, Gio.File.new_for_path(path))


Aiohttp.run(main())
