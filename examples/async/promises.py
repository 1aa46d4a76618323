#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""The second model, promises: a future stands for what will be there, and_then() goes on from it, and all() waits for
several. usage: promises.py URL
"""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp

base = sys.argv[1] if len(sys.argv) > 1 else 'http://127.0.0.1:8080'
session = Aiohttp.ClientSession()


def show_page(path):
    def read_text(future):
        response = session.request_finish(future)
        return response.text_future().and_then(lambda future: show_text(response, future))

    return session.request_future('GET', base + path).and_then(read_text)


def show_text(response, future):
    print(response.text_finish(future))


async def main():
    await Aiohttp.all([show_page('/one'), show_page('/two')])
    print('all: two pages')


Aiohttp.run(main())
