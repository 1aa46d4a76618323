#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""What a handler can answer with. usage: responses.py [PORT]"""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp

routes = Aiohttp.RouteTableDef()


@routes.get('/text')
def text(request):
    response = Aiohttp.Response(text='Hello', headers={'Cache-Control': 'max-age=60'})
    response.enable_compression()
    return response


@routes.get('/json')
def json(request):
    return {'answer': 42}  # or Aiohttp.json_response()


@routes.get('/redirect')
def redirect(request):
    raise Aiohttp.HTTPSeeOther('/text')


@routes.get('/book')
def book(request):
    raise Aiohttp.HTTPNotFound(text='no such book')


@routes.get('/sign-in')
def sign_in(request):
    response = Aiohttp.Response(text='Welcome')
    response.set_cookie('session', '4711', max_age=3600, httponly=True, samesite='Lax')
    return response


@routes.get('/hints')
async def hints(request):
    request.send_early_hints(['</style.css>; rel=preload; as=style'])
    await Aiohttp.sleep(0.01)
    return 'the page that needs it'


app = Aiohttp.Application()
app.add_routes(routes)
Aiohttp.run_app(app, host='127.0.0.1', port=int(sys.argv[1]) if len(sys.argv) > 1 else 8080)
