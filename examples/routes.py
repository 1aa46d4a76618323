#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Routes: a table, parameters of every kind, a name and the URLs that are built by it. usage: routes.py [PORT]"""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp

routes = Aiohttp.RouteTableDef()


@routes.get('/')
def show_home(request):
    url = request.app.router.url_for('user', id=5, query={'tab': 'posts & more'})
    return f'see {url}'


@routes.post('/users')
async def add_user(request):
    return Aiohttp.Response(status=201, text=await request.text())


@routes.get('/users/{id:int}', name='user')
def show_user(request):
    return f"user {request.match_info['id']}"


@routes.get('/users/{name}')
def find_user(request):
    return f"a user called {request.match_info['name']}"


@routes.get('/reports/{year:[0-9]+}.{type:csv|pdf}')
def show_report(request):
    return f"report of {request.match_info['year']} as {request.match_info['type']}"


@routes.get('/files/{path:*}')
def show_file(request):
    return f"file {request.match_info['path']}"


app = Aiohttp.Application()
app.add_routes(routes)
Aiohttp.run_app(app, host='127.0.0.1', port=int(sys.argv[1]) if len(sys.argv) > 1 else 8080)
