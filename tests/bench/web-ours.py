# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Our server with a handler and COUNT middlewares in Python: web-ours.py PORT FOLDER before-after COUNT."""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp  # noqa: E402


class Counter(Aiohttp.Middleware):
    n_before = n_after = 0

    def do_before(self, request):
        self.n_before += 1

    def do_after(self, request, response):
        self.n_after += 1


def hello(request):
    return Aiohttp.Response(text='Hello, World!')


app = Aiohttp.Application()
for _ in range(int(sys.argv[4])):
    app.add_middleware(Counter())
app.router.add_get('/', hello)
Aiohttp.run_app(app, host='127.0.0.1', port=int(sys.argv[1]), access_log=None, keepalive_timeout=3600)
