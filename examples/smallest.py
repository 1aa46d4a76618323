# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp  # noqa: E402


async def hello(request):
    return Aiohttp.Response(text='Hello, ' + request.match_info['name'])


app = Aiohttp.Application()
app.router.add_get('/{name}', hello)
Aiohttp.run_app(app, host='127.0.0.1', port=8080)
