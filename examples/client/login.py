#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A login as OAuth has it for programs (RFC 8252): the browser comes back to a server of our own on loopback. A secret
of each login (PKCE, RFC 7636) makes the code worthless to whoever else should see it.
usage: login.py URL [--no-browser]
"""

import asyncio
import base64
import hashlib
import secrets
import sys
import urllib.parse

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, Gio

base = sys.argv[1] if len(sys.argv) > 1 else 'http://127.0.0.1:8080'


def open_browser(url):
    if '--no-browser' in sys.argv:
        print('Open', url, flush=True)
    else:
        Gio.AppInfo.launch_default_for_uri(url)


async def ask(verifier):
    """Let the user agree in the browser: the code that the server of the login sends along, and where to."""
    state = secrets.token_urlsafe()
    code = asyncio.get_running_loop().create_future()

    async def callback(request):
        if request.query.get('state') != state or code.done():
            raise Aiohttp.HTTPForbidden(text='This is not the login that was begun here.')
        if 'code' not in request.query:
            code.set_exception(RuntimeError(request.query.get('error', 'no code')))
            return 'The login has failed.'
        code.set_result(request.query['code'])
        return 'You may close this page.'

    app = Aiohttp.Application()
    app.router.add_get('/callback', callback)
    runner = Aiohttp.AppRunner(app, access_log=None)
    await runner.setup()
    site = Aiohttp.TcpSite(runner, '127.0.0.1', 0)
    await site.start()
    redirect_uri = f'http://127.0.0.1:{site.port}/callback'
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b'=').decode()
    open_browser(f'{base}/authorize?' + urllib.parse.urlencode({
        'response_type': 'code', 'client_id': 'example', 'redirect_uri': redirect_uri, 'state': state,
        'code_challenge': challenge, 'code_challenge_method': 'S256'}))
    try:
        return await asyncio.wait_for(code, 300), redirect_uri
    finally:
        await runner.cleanup()


async def main():
    verifier = secrets.token_urlsafe(32)
    code, redirect_uri = await ask(verifier)
    async with Aiohttp.ClientSession(raise_for_status=True) as session:
        async with session.post(base + '/token', data={
                'grant_type': 'authorization_code', 'code': code, 'redirect_uri': redirect_uri, 'client_id': 'example',
                'code_verifier': verifier}) as response:
            token = (await response.json())['access_token']
        async with session.get(base + '/me', headers={'Authorization': Aiohttp.encode_bearer_auth(token)}) as response:
            print(await response.text())


Aiohttp.run(main())
