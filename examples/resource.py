#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A GObject as a resource of JSON. GET gives it; PUT replaces it, and a member that does not fit is a 400 that names it.
usage: resource.py [PORT]"""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GObject


class Book(GObject.Object):
    title = GObject.Property(type=str)
    pages = GObject.Property(type=int, minimum=1, maximum=10000, default=1)


book = Book(title='The Castle', pages=300)


async def get_book(request):
    return Aiohttp.Response.new_json_object(200, book)


async def put_book(request):
    global book
    book = await request.json_object(Book)
    return await get_book(request)


app = Aiohttp.Application()
app.add_routes([Aiohttp.get('/book', get_book), Aiohttp.put('/book', put_book)])
Aiohttp.run_app(app, host='127.0.0.1', port=int(sys.argv[1]) if len(sys.argv) > 1 else 8080)
