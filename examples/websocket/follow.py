#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Follows what a server tells, through restarts and lost connections. usage: follow.py [URL]"""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GLib


async def follow(url):
    async with Aiohttp.ClientSession() as session:
        # With a heartbeat, so that a dead server is noticed.
        async with Aiohttp.ReconnectingWebSocket(session, url, initial_delay=0.1, heartbeat=30) as feed:
            async for message in feed:
                if message.gap is not None:
                    print('-- connected again, after the close code', message.gap.close_code)
                else:
                    print(message.data)


try:
    Aiohttp.run(follow(sys.argv[1] if len(sys.argv) > 1 else 'ws://127.0.0.1:8080/ws'))
except GLib.Error as error:
    sys.exit(error.message)
