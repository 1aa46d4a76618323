#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""The chat in a terminal: prints what is said, and says each line of its standard input. It waits for both at the same
time in one thread, and ends with its input, or with the server. usage: chat-client.py [NAME [URL [ROOM]]]"""

import asyncio
import getpass
import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, Gio


Aiohttp.promisify(Gio.DataInputStream, 'read_line_async', 'read_line_finish_utf8')


async def say_lines(ws, room):
    lines = Gio.DataInputStream(base_stream=Gio.UnixInputStream(fd=0, close_fd=False))
    while (line := (await lines.read_line_async())[0]) is not None:
        if line:
            await ws.send_json({'type': 'say', 'room': room, 'text': line})
    await ws.close()


def print_said(message):
    text = f'{message["name"]}: {message["text"]}'
    print(''.join(letter if letter.isprintable() else ' ' for letter in text), flush=True)  # a terminal obeys the others


async def chat(name, url, room):
    async with Aiohttp.ClientSession() as session:
        async with session.ws_connect(url, params={'name': name}) as ws:
            await ws.send_json({'type': 'join', 'room': room})
            speaker = asyncio.create_task(say_lines(ws, room))
            async for message in ws:
                match message.json():
                    case {'type': 'said'} as said:
                        print_said(said)
                    case {'type': 'history', 'messages': messages}:
                        for said in messages:
                            print_said(said)
            speaker.cancel()  # which may wait for a line
        return ws.close_code


name, url, room, *_ = *sys.argv[1:], *[getpass.getuser(), 'ws://127.0.0.1:8080/ws', 'lobby'][len(sys.argv) - 1:]
code = Aiohttp.run(chat(name, url, room))
if code != Aiohttp.WebSocketCloseCode.OK:
    sys.exit(f'closed: {code}')
