#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A web server with four routes. usage: hello.py [PORT]"""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp


def hello(request):
    name = request.match_info.get('name', 'Anonymous')
    return Aiohttp.Response(text='Hello, ' + name)


def json(request):
    return Aiohttp.json_response({'message': 'Hello', 'languages': ['C', 'Vala', 'Python', 'JavaScript']})


async def echo(request):
    return Aiohttp.Response(body=await request.read(), content_type=request.content_type)


app = Aiohttp.Application()
app.add_routes([
    Aiohttp.get('/', hello),
    Aiohttp.get('/json', json),
    Aiohttp.get('/{name}', hello),
    Aiohttp.post('/echo', echo),
])
Aiohttp.run_app(app, host='127.0.0.1', port=int(sys.argv[1]) if len(sys.argv) > 1 else 8080)
