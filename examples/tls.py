# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""A server of https, with the certificate in two files: tls.py CERTIFICATE KEY [PORT]."""

import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp


async def hello(request):
    return f'Hello by {request.get_tls_info().get_cipher()}\n'


app = Aiohttp.Application()
app.router.add_get('/', hello)
tls = Aiohttp.TlsContext.new_server_for_files(sys.argv[1], sys.argv[2])
Aiohttp.run_app(app, host='127.0.0.1', port=int(sys.argv[3]) if len(sys.argv) > 3 else 8443, tls=tls)
