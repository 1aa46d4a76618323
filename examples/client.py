#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A web client, to be pointed at one of the hello servers. usage: client.py [URL]"""

import sys
import time

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp


shown_at = time.monotonic()


def show(response, body):
    global shown_at
    took = time.monotonic() - shown_at
    print(f'{response.method} {response.url} -> {response.status} {response.reason}, '
          f'{response.content_type}, {took * 1e3:.1f} ms\n  {body}')
    shown_at = time.monotonic()


async def main(url='http://127.0.0.1:8080'):
    async with Aiohttp.ClientSession(headers={'User-Agent': 'client.py'}) as session:
        async with session.get(url + '/') as response:
            assert response.status == 200
            show(response, await response.text())

        response = await session.get(url + '/world', params={'lang': 'en'})
        first = await response.content.read(10)
        show(response, f'{first!r}, then {await response.content.read()!r}')

        response = await session.get(url + '/json')
        show(response, await response.json())

        response = await session.post(url + '/echo', data='round and round')
        show(response, await response.text())


Aiohttp.run(main(*sys.argv[1:]))
