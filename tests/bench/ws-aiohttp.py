# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Debian's aiohttp on uvloop for `run.sh websocket`: / echoes, /broadcast hands each message to all."""

import logging
import sys

import uvloop
from aiohttp import WSMsgType, web

members = set()


async def send(socket, message):
    if message.type is WSMsgType.TEXT:
        await socket.send_str(message.data)
    else:
        await socket.send_bytes(message.data)


async def handle(request):
    socket = web.WebSocketResponse(max_msg_size=4 << 20)
    await socket.prepare(request)
    members.add(socket)
    try:
        async for message in socket:
            if request.path == '/broadcast':
                for member in members:
                    await send(member, message)
            else:
                await send(socket, message)
    except ConnectionError:
        pass
    finally:
        members.discard(socket)
    return socket


logging.disable()
uvloop.install()
app = web.Application()
app.add_routes([web.get('/', handle), web.get('/broadcast', handle)])
web.run_app(app, host='127.0.0.1', port=int(sys.argv[1]), access_log=None, print=None)
