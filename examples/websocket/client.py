#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A websocket's client: sends a text and some bytes, and prints what comes back. usage: client.py [URL]"""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp


async def talk(url):
    async with Aiohttp.ClientSession() as session:
        async with session.ws_connect(url, heartbeat=30) as ws:  # so that a dead server is noticed
            await ws.send_str('Hello')
            text = await ws.receive_str()
            await ws.send_bytes(b'\1\2\3')
            back = await ws.receive_bytes()
            print(f'{text}, and {len(back)} bytes')
            await ws.close(message='That was all')
        print('closed:', ws.close_code)


Aiohttp.run(talk(sys.argv[1] if len(sys.argv) > 1 else 'ws://127.0.0.1:8080/ws'))
