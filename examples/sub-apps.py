#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Applications in applications: one below a prefix, one behind a host, items that they share, and something that is set
up for all of them. usage: sub-apps.py [PORT]"""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp


async def show_site(request):
    return f"{request.config_dict['title']}, {request.config_dict['database']}"


async def list_users(request):
    return 'Ada, Bob'


async def ask_who(request, handler):
    """Runs for the requests of its own application only."""
    if 'Authorization' not in request.headers:
        return Aiohttp.Response(status=401, text='who are you?')
    return await handler(request)


async def with_database(app):
    """Set up before the first request, taken down after the last."""
    app['database'] = 'a database'
    yield
    print('the database is closed')


app = Aiohttp.Application()
app['title'] = 'the site'
app.cleanup_ctx.append(with_database)
app.add_routes([Aiohttp.get('/', show_site), Aiohttp.get('/about', show_site)])

admin = Aiohttp.Application(middlewares=[ask_who])
admin['title'] = 'the office'
admin.add_routes([Aiohttp.get('/', show_site), Aiohttp.get('/users', list_users)])
app.add_subapp('/admin', admin)

api = Aiohttp.Application()
api['title'] = 'the API'
api.add_routes([Aiohttp.get('/', show_site), Aiohttp.get('/users', list_users)])
app.add_domain('api.*', api)

Aiohttp.run_app(app, host='127.0.0.1', port=int(sys.argv[1]) if len(sys.argv) > 1 else 8080)
