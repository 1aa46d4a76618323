#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A chat with rooms: open http://127.0.0.1:8080/ in two browsers. usage: chat.py [PORT]"""

import collections
import pathlib
import sys
import time

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp

PAGE = pathlib.Path(__file__).with_name('chat.html')
ROOMS = ['help', 'lobby', 'music']

hub = Aiohttp.WebSocketHub()
said = collections.defaultdict(lambda: collections.deque(maxlen=50))  # what was said last, by room
last_id = 0


def show_people(hub, room, socket, name):
    hub.broadcast_json(room, {'type': 'people', 'room': room, 'names': hub.presence(room)})
    if hub.count(room) == 0:
        said.pop(room, None)


hub.connect('joined', show_people)
hub.connect('left', show_people)


async def join(ws, room, name):
    hub.join(room, ws, name)
    await ws.send_json({'type': 'history', 'room': room, 'messages': list(said[room])})


def say(room, name, text):
    global last_id
    last_id = max(last_id + 1, time.time_ns() // 1000)  # rises, after a restart too
    message = {'type': 'said', 'room': room, 'name': name, 'text': text, 'id': last_id, 'time': last_id / 1e6}
    said[room].append(message)
    hub.broadcast_json(room, message)


async def take(ws, name, rooms, message):
    match message:
        case {'type': 'join', 'room': str(room)} if 0 < len(room) <= 32 and len(rooms) < 16:
            rooms.add(room)
            await join(ws, room, name)
        case {'type': 'leave', 'room': str(room)} if room in rooms:
            rooms.remove(room)
            hub.leave(room, ws)
        case {'type': 'say', 'room': str(room), 'text': str(text)} if room in rooms:
            say(room, name, text)
        case _:
            raise ValueError('not understood')


async def serve_member(request):
    name = request.query.get('name', '')
    if not 0 < len(name) <= 32:
        return Aiohttp.Response(status=400, text='A name of 1 to 32 letters, please')
    ws = Aiohttp.WebSocketResponse(max_msg_size=16 * 1024, heartbeat=30)
    await ws.prepare(request)
    await ws.send_json({'type': 'rooms', 'rooms': ROOMS})
    rooms = set()
    async for message in ws:
        try:
            await take(ws, name, rooms, message.json())
        except (ValueError, RecursionError):
            await ws.close(code=Aiohttp.WebSocketCloseCode.POLICY_VIOLATION, message='What is that?')
    return ws


async def show_page(request):
    return Aiohttp.FileResponse(PAGE)


app = Aiohttp.Application()
app.add_routes([Aiohttp.get('/', show_page), Aiohttp.get('/ws', serve_member)])
Aiohttp.run_app(app, host='127.0.0.1', port=int(sys.argv[1]) if len(sys.argv) > 1 else 8080)
