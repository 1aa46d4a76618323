#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Middlewares in their forms: a class with before and after, a function that awaits the rest, one for a route alone, and
one that is ready-made. usage: middleware.py [PORT]"""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp


class Counter(Aiohttp.Middleware):
    """Counts requests, and says so in each response, whoever answers."""

    count = 0

    def before(self, request):
        self.count += 1

    def after(self, request, response):
        if not response.prepared:
            response.headers['X-Count'] = str(self.count)


async def explain_errors(request, handler):
    """Awaits what is inside of it."""
    response = await handler(request)
    if response.status != 404:
        return response
    return Aiohttp.Response(status=404, text=f'there is no {request.path}')


async def ask_who(request, handler):
    """Answers by itself, or has the rest answer."""
    if 'Authorization' not in request.headers:
        raise Aiohttp.HTTPUnauthorized(text='who are you?')
    return await handler(request)


app = Aiohttp.Application(middlewares=[Counter(), explain_errors, Aiohttp.NormalizePathMiddleware()])
app.add_routes([
    Aiohttp.get('/', lambda request: 'the shop'),
    Aiohttp.get('/shelf/', lambda request: 'a shelf'),
    Aiohttp.get('/office', lambda request: 'the office', middlewares=[ask_who]),
])
Aiohttp.run_app(app, host='127.0.0.1', port=int(sys.argv[1]) if len(sys.argv) > 1 else 8080)
