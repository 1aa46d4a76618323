#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A login as OAuth has it for programs (RFC 8252): the browser comes back to a server of our own on loopback.
usage: login.py URL [--no-browser]
"""

import asyncio
import secrets
import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, Gio

base = sys.argv[1] if len(sys.argv) > 1 else 'http://127.0.0.1:8080'


async def ask(session):
    """Let the user agree in the browser; what the server of the login then sends along is the code."""
    state = secrets.token_urlsafe()
    code = asyncio.get_running_loop().create_future()

    async def callback(request):
        if request.query.get('state') != state:
            raise Aiohttp.HTTPForbidden(text='This is not the login that was begun here.')
        code.set_result(request.query['code'])
        return 'You may close this page.'

    app = Aiohttp.Application()
    app.router.add_get('/callback', callback)
    server = Aiohttp.TestServer.new(app)
    await server.start_async()
    params = {'redirect_uri': server.make_url('/callback'), 'state': state}
    if '--no-browser' in sys.argv:
        async with session.get(base + '/authorize', params=params) as response:
            print(await response.text())
    else:
        query = '&'.join(f'{name}={value}' for name, value in params.items())
        Gio.AppInfo.launch_default_for_uri(f'{base}/authorize?{query}')
    try:
        return await code
    finally:
        await server.stop_async()


async def main():
    async with Aiohttp.ClientSession() as session:
        code = await ask(session)
        async with session.post(base + '/token', data=f'code={code}') as response:
            token = (await response.json())['access_token']
        async with session.get(base + '/me', headers={'Authorization': f'Bearer {token}'}) as response:
            print(await response.text())


Aiohttp.run(main())
