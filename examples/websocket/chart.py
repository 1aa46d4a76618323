#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A live chart, fed by a timer of the main loop: open http://127.0.0.1:8080/ in a browser. usage: chart.py [PORT]"""

import pathlib
import random
import sys
import time

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GLib

PAGE = pathlib.Path(__file__).with_name('chart.html')
MIDDLES = {'Office': 21, 'Cellar': 14, 'Roof': 28}

hub = Aiohttp.WebSocketHub(slow_policy=Aiohttp.WebSocketHubSlow.SKIP)
values = dict(MIDDLES)


def measure():
    """Three thermometers. Who is too slow for a point gets the next one."""
    for name, middle in MIDDLES.items():
        values[name] += (middle - values[name]) * 0.02 + random.uniform(-0.25, 0.25)
    hub.broadcast_json('viewers', {'time': time.time() * 1000, 'values': list(values.values())})
    return GLib.SOURCE_CONTINUE


def on_message(socket, message):
    if message.data == 'pause':
        hub.leave('viewers', socket)
    else:
        hub.join('viewers', socket)


async def serve_viewer(request):
    """The websocket outlives its handler, since it has a signal handler; the hub lets it go when it closes."""
    ws = Aiohttp.WebSocketResponse(max_msg_size=100, heartbeat=30)
    socket = ws.accept(request)
    socket.connect('message', on_message)
    await socket.send_json({'unit': '°C', 'series': list(MIDDLES)})
    hub.join('viewers', socket)
    return ws


async def show_page(request):
    return Aiohttp.FileResponse(PAGE)


GLib.timeout_add(100, measure)
app = Aiohttp.Application()
app.add_routes([Aiohttp.get('/', show_page), Aiohttp.get('/ws', serve_viewer)])
Aiohttp.run_app(app, host='127.0.0.1', port=int(sys.argv[1]) if len(sys.argv) > 1 else 8080)
