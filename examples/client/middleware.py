#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A middleware of one's own, and one of the library's around it that sends failed requests again.
usage: middleware.py URL
"""

import itertools
import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp

base = sys.argv[1] if len(sys.argv) > 1 else 'http://127.0.0.1:8080'
counter = itertools.count(1)


async def number(request, handler):
    """Give each attempt a number."""
    count = next(counter)
    request.headers['X-Attempt'] = str(count)
    response = await handler(request)
    print(f'attempt {count}: {response.status}')
    return response


async def main():
    retry = Aiohttp.ClientRetryMiddleware(attempts=4, base_delay=0.01)
    async with Aiohttp.ClientSession(middlewares=[retry, number]) as session:
        async with session.get(base + '/flaky') as response:
            print(await response.text())


Aiohttp.run(main())
