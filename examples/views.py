#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Views: a class for a path, with a method for each of HTTP's. usage: views.py [PORT]"""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp

routes = Aiohttp.RouteTableDef()
shelf = []


@routes.view('/books')
class Books(Aiohttp.View):
    def get(self):
        return ', '.join(shelf)

    async def post(self):
        title = await self.request.text()
        shelf.append(title)
        return Aiohttp.Response(status=201, text=title)


@routes.view('/books/{place:int}')
class Book(Aiohttp.View):
    def find(self):
        place = int(self.request.match_info['place'])
        if place >= len(shelf):
            raise Aiohttp.HTTPNotFound(text='no such book')
        return place

    async def get(self):
        return shelf[self.find()]

    async def delete(self):
        del shelf[self.find()]
        return Aiohttp.Response(status=204)


app = Aiohttp.Application()
app.add_routes(routes)
Aiohttp.run_app(app, host='127.0.0.1', port=int(sys.argv[1]) if len(sys.argv) > 1 else 8080)
