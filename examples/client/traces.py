#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""What a session tells of its requests, and where their time went.
usage: traces.py URL
"""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp

base = sys.argv[1] if len(sys.argv) > 1 else 'http://127.0.0.1:8080'

config = Aiohttp.TraceConfig()


@config.on_request_start.append
def on_start(session, context, params):
    print('start:', params.method)


@config.on_request_redirect.append
def on_redirect(session, context, params):
    print('redirect:', params.response.status)


@config.on_request_end.append
def on_end(session, context, params):
    print('end:', params.response.status)


async def main():
    async with Aiohttp.ClientSession(trace_configs=[config]) as session:
        session.set_record_timings(True)
        async with session.get(base + '/moved') as response:
            text = await response.text()
            if response.timings.done > 0:
                print(text)


Aiohttp.run(main())
