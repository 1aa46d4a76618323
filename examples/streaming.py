#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Bodies that are made while they go out: `curl -N http://127.0.0.1:8080/count`, /numbers, /source and /digest.
usage: streaming.py [PORT]"""

import asyncio
import hashlib
import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, Gio


async def count(request):
    """A handler that writes: each write waits while the client is slow."""
    response = Aiohttp.StreamResponse(headers={'Content-Type': 'text/plain'})
    await response.prepare(request)
    for number in range(1, 4):
        await response.write(f'{number}\n')
        await asyncio.sleep(0.1)
    return response


async def numbers(request):
    """A generator: what it yields is written."""
    for number in range(10000):
        yield f'{number}\n'


async def source(request):
    """Any Gio.InputStream."""
    stream = Gio.File.new_for_path(__file__).read(None)
    return Aiohttp.StreamResponse.new_from_stream(200, stream, -1, 'text/x-python')


async def digest(request):
    """A trailer says what is known only at the end."""
    response = Aiohttp.StreamResponse()
    response.set_trailer('X-Sha256', 'unknown')
    await response.prepare(request)
    checksum = hashlib.sha256()
    for _ in range(10):
        checksum.update(b'chunk\n')
        await response.write(b'chunk\n')
    response.set_trailer('X-Sha256', checksum.hexdigest())
    return response


app = Aiohttp.Application()
app.add_routes([
    Aiohttp.get('/count', count),
    Aiohttp.get('/numbers', numbers),
    Aiohttp.get('/source', source),
    Aiohttp.get('/digest', digest),
])
Aiohttp.run_app(app, host='127.0.0.1', port=int(sys.argv[1]) if len(sys.argv) > 1 else 8080)
