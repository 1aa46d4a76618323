#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""The talk's websocket handler: answers each text, until it is "close" or the client has gone. usage: websocket.py [PORT]"""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GLib


async def websocket_handler(request):
    ws = Aiohttp.WebSocketResponse()
    await ws.prepare(request)
    while True:
        try:
            data = await ws.receive_str()
            if data == 'close':
                await ws.close()
            else:
                await ws.send_str(data + '/answer')
        except GLib.Error as exc:
            print(ws.close_code, exc.message, flush=True)
            return ws


async def init(loop, port):
    app = Aiohttp.Application()
    app.router.add_route('GET', '/ws', websocket_handler)

    server = await loop.create_server(app.make_handler(), '127.0.0.1', port)
    print(f'Server started at http://127.0.0.1:{server.port}', flush=True)
    return server


loop = Aiohttp.AsyncioEventLoop()
server = loop.run_until_complete(init(loop, int(sys.argv[1]) if len(sys.argv) > 1 else 8080))
try:
    loop.run_forever()
except KeyboardInterrupt:
    server.close()
    loop.close()
