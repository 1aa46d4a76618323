#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""The third model, coroutines that call coroutines: what waits is called like any other function, however deep.

asyncio's first ones were generators, one joined to the next by `yield from`.
"""

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp


async def one():
    print('one')
    await Aiohttp.sleep(0.01)


async def two():
    await one()
    print('two')
    await Aiohttp.sleep(0.01)


async def three():
    await two()
    print('three')


Aiohttp.run(three())
