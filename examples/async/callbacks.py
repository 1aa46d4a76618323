#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""The first of four models, callbacks: each step is a function that starts the next. usage: callbacks.py URL"""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GLib

base = sys.argv[1] if len(sys.argv) > 1 else 'http://127.0.0.1:8080'
loop = GLib.MainLoop()
session = Aiohttp.ClientSession()
paths = iter(['/one', '/two'])


def fetch_next():
    path = next(paths, None)
    if path is None:
        loop.quit()
    else:
        session.get_async(base + path, None, None, on_response)


def on_response(session, result):
    response = session.get_finish(result)
    response.text_async(None, on_text)


def on_text(response, result):
    print(response.text_finish(result))
    fetch_next()


fetch_next()
loop.run()
