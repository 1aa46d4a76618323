#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Requests that are sent again: an order that is safe to repeat, as it says by its key, and one that is not.
usage: retry.py URL
"""

import sys
import uuid

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp

base = sys.argv[1] if len(sys.argv) > 1 else 'http://127.0.0.1:8080'


async def order(session, what, **options):
    async with session.post(base + '/order', data=what, **options) as response:
        print(f'{what}: {response.status}, {await response.text()}')


async def main():
    # 3 attempts in all; delays double from 0.01 s, a part of each is random, and the server may ask for more.
    retry = Aiohttp.ClientRetryMiddleware(attempts=3, base_delay=0.01, max_delay=1, jitter=0.5, max_retry_after=5)
    async with Aiohttp.ClientSession(middlewares=[retry]) as session:
        await order(session, 'tea', headers={'Idempotency-Key': str(uuid.uuid4())})
        await order(session, 'cake')


Aiohttp.run(main())
