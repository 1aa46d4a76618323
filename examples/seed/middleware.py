#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""The first middleware: a factory that gives what stands around the handlers.

usage: middleware.py [PORT]
"""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp


async def handle(request):
    name = request.match_info.get('name', 'Anonymous')
    return Aiohttp.Response(body=('Hello, ' + name).encode('utf-8'))


async def middleware_factory(app):
    async def middleware(request, handler):
        return await handler(request)

    return middleware


async def init(loop, port):
    app = Aiohttp.Application()
    app.middlewares.append(await middleware_factory(app))
    app.router.add_route('GET', '/', handle)
    app.router.add_route('GET', '/{name}', handle)

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
