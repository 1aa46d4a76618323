# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Debian's python3-websockets for `run.sh websocket`: / echoes, /broadcast hands each message to all."""

import asyncio
import sys

import websockets

members = set()


async def handle(socket, path):
    members.add(socket)
    try:
        async for message in socket:
            if path == '/broadcast':
                websockets.broadcast(members, message)
            else:
                await socket.send(message)
    except websockets.ConnectionClosed:
        pass
    finally:
        members.discard(socket)


async def main():
    async with websockets.serve(handle, '127.0.0.1', int(sys.argv[1]), max_size=4 << 20, backlog=4096):
        await asyncio.Future()


asyncio.run(main())
