#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""The chat in a terminal: prints what is said, and says each line of its standard input. It waits for both at the same
time in one thread, connects again by itself, and ends with its input. usage: chat-client.py [NAME [URL [ROOM]]]"""

import asyncio
import getpass
import sys
import urllib.parse

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, Gio, GLib

Aiohttp.promisify(Gio.DataInputStream, 'read_line_async', 'read_line_finish_utf8')
last_id = 0  # of what was printed


async def say_lines(ws, room):
    lines = Gio.DataInputStream(base_stream=Gio.UnixInputStream(fd=0, close_fd=False))
    while (line := (await lines.read_line_async())[0]) is not None:
        try:
            if line:
                await ws.send_json({'type': 'say', 'room': room, 'text': line})
        except GLib.Error as error:
            print('* not said:', error.message, file=sys.stderr)


def print_said(message):
    global last_id
    text = f'{message["name"]}: {message["text"]}'
    if message['id'] > last_id:  # else it came by the last connection
        print(''.join(letter if letter.isprintable() else ' ' for letter in text), flush=True)  # a terminal obeys the others
        last_id = message['id']


def print_message(message):
    if message.type == Aiohttp.WebSocketMessageType.GAP:
        print(f'* back after {message.gap.duration:.1f} seconds', file=sys.stderr, flush=True)
        return
    match message.json():
        case {'type': 'said'} as said:
            print_said(said)
        case {'type': 'history', 'messages': messages}:
            for said in messages:
                print_said(said)


async def print_messages(ws):
    async for message in ws:
        print_message(message)


async def chat(name, url, room):
    async with Aiohttp.ClientSession() as session:
        ws = Aiohttp.ReconnectingWebSocket(session, f'{url}?name={urllib.parse.quote(name)}',
                                           queue_limit=64 * 1024)  # for what is said meanwhile
        ws.connect('opened', lambda ws, socket: socket.send_json({'type': 'join', 'room': room}))
        printer = asyncio.create_task(print_messages(ws))
        await say_lines(ws, room)
        await ws.close()
        await printer


name, url, room, *_ = *sys.argv[1:], *[getpass.getuser(), 'ws://127.0.0.1:8080/ws', 'lobby'][len(sys.argv) - 1:]
Aiohttp.run(chat(name, url, room))
