#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A session: a query, header fields, JSON and a form that are sent, JSON that comes back, and what fails.
usage: basics.py URL
"""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp

base = sys.argv[1] if len(sys.argv) > 1 else 'http://127.0.0.1:8080'


async def find(session):
    params = {'q': 'glib', 'page': 2}
    async with session.get('items', params=params, headers={'Accept-Language': 'en'}) as response:
        found = await response.json()
        print('found:', found['text'])


async def create(session):
    async with session.post('people', json={'name': 'Ann'}) as response:
        print(f'created: {response.status} at {response.headers["Location"]}, {await response.text()}')


async def send_form(session):
    async with session.post('form', data={'name': 'Ann', 'city': 'Aix en Provence'}) as response:
        print('form:', await response.text())


async def miss(session):
    """A status is data, unless one asks for an exception."""
    async with session.get('missing') as response:
        print('status:', response.status, response.reason)
        try:
            response.raise_for_status()
        except Aiohttp.ClientResponseError as error:
            print('error:', error.status)


async def reach_nobody(session):
    try:
        await session.get('http://127.0.0.1:1/')
    except Aiohttp.ClientConnectorError:
        print('error: not reached')


async def main():
    async with Aiohttp.ClientSession(base + '/', headers={'User-Agent': 'basics/1.0'}) as session:
        await find(session)
        await create(session)
        await send_form(session)
        await miss(session)
        await reach_nobody(session)


Aiohttp.run(main())
