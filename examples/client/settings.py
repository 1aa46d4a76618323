#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""What a session settles for all of its requests: where to, who asks, how long, and by how many connections.
usage: settings.py URL
"""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp

base = sys.argv[1] if len(sys.argv) > 1 else 'http://127.0.0.1:8080'


def make_session():
    return Aiohttp.ClientSession(
        base + '/api/',
        headers={'User-Agent': 'settings/1.0'},
        params={'key': 'k'},
        auth=Aiohttp.BasicAuth('ann', 's3cret'),
        timeout=Aiohttp.ClientTimeout(total=60, connect=10, sock_connect=5, sock_read=20),
        connector=Aiohttp.TcpConnector(limit=20, limit_per_host=4, keepalive_timeout=30),
        max_redirects=5,
        max_body_size=10_000_000)


async def main():
    async with make_session() as session:
        async with session.get('settings', params={'page': 2}) as response:
            print(await response.text())
        try:
            await session.get('slow', timeout=0.1)
        except Aiohttp.ServerTimeoutError as error:
            print('too slow:', error.message.partition(': ')[0])


Aiohttp.run(main())
