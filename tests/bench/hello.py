# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Our server with a handler in Python, through introspection; no access log."""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp  # noqa: E402


def hello(request):
    return Aiohttp.Response(text='Hello, World!')


app = Aiohttp.Application()
app.router.add_get('/', hello)
Aiohttp.run_app(app, host='127.0.0.1', port=int(sys.argv[1]), access_log=None, keepalive_timeout=3600)
