#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A websocket that answers each message with itself. usage: echo.py [PORT]"""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp


async def echo(request):
    ws = Aiohttp.WebSocketResponse()
    await ws.prepare(request)
    async for message in ws:
        await ws.send_message(message)
    return ws


app = Aiohttp.Application()
app.add_routes([Aiohttp.get('/ws', echo)])
Aiohttp.run_app(app, host='127.0.0.1', port=int(sys.argv[1]) if len(sys.argv) > 1 else 8080)
