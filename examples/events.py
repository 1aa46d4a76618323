#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Server-sent events, and the page that shows them: open http://127.0.0.1:8080/ in a browser. usage: events.py [PORT]"""

import asyncio
import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp

PAGE = """<!DOCTYPE html><meta charset=utf-8><title>Events</title><h1>Ticks</h1><ul id=list></ul><script>
const events = new EventSource('/events');
events.addEventListener('tick', event => {
  const item = document.createElement('li');
  item.textContent = event.data;
  document.getElementById('list').append(item);
});
</script>
"""


async def show_page(request):
    return Aiohttp.Response(text=PAGE, content_type='text/html')


async def send_events(request):
    events = Aiohttp.EventStream()
    await events.prepare(request)
    number = int(events.last_event_id or 0)  # a browser that was cut off says where to go on
    while True:
        number += 1
        await events.send(f'tick {number}', event='tick', id=str(number))  # fails when the browser has left
        await asyncio.sleep(1)


app = Aiohttp.Application()
app.add_routes([Aiohttp.get('/', show_page), Aiohttp.get('/events', send_events)])
Aiohttp.run_app(app, host='127.0.0.1', port=int(sys.argv[1]) if len(sys.argv) > 1 else 8080)
