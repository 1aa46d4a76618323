#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Forms, uploads and streamed bodies: forms.py [PORT]"""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp

routes = Aiohttp.RouteTableDef()


@routes.post('/form')
async def form(request):
    data = await request.post()
    return {'title': data['title'], 'tags': data.getall('tag')}


@routes.post('/upload')
async def upload(request):
    data = await request.post()
    picture = data['picture']
    content = await Aiohttp.StreamReader.new(picture.open()).read()
    return f'{picture.filename}: {picture.size} bytes, {len(content)} read'


@routes.post('/parts')
async def parts(request):
    sizes = {}
    async for part in request.multipart():
        sizes[part.name] = len(await part.read())
    return sizes


@routes.post('/lines')
async def lines(request):
    count = 0
    while await request.content.readline():
        count += 1
    return f'{count} lines, {request.cookies.get("session", "no session")}'


if __name__ == '__main__':
    app = Aiohttp.Application()
    app.add_routes(routes)
    Aiohttp.run_app(app, host='127.0.0.1', port=int(sys.argv[1]) if len(sys.argv) > 1 else 8080)
