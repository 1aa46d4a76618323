# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""What client_table.py expects, in Python."""

import asyncio
import json
import socket
import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GLib


def show(name, result):
    print(name, result, sep='\t')


async def failure(name, awaitable):
    try:
        show(name, f'no error: {await awaitable}')
    except GLib.Error as error:
        show(name, f'error {error.domain} {error.code}')


async def main(url):
    session = Aiohttp.ClientSession(headers={'X-Session': 'yes'})
    async with session.get(url + '/text') as response:
        show('text', f'{response.status} {response.reason} {await response.text()}')
    response = await session.get(url + '/params?x=1', params={'name': 'a b'})
    show('params', await response.text())
    response = await session.get(url + '/headers', headers={'X-Request': 'no'})
    show('headers', await response.text())
    response = await session.get(url + '/json')
    show('json', json.dumps(await response.json()))
    response = await session.post(url + '/post', data='some text')
    show('post-text', await response.text())
    response = await session.put(url + '/post', data=b'\1\2\3')
    show('post-bytes', await response.text())
    response = await session.post(url + '/post', json={'n': 1})
    show('post-json', await response.text())
    response = await session.get(url + '/gzip')
    show('gzip', await response.text())
    response = await session.get(url + '/digits')
    first = await response.content.read(10)
    show('read-10', f'{first.decode()} and {len(await response.content.read())} more')
    response = await session.get(url + '/lines')
    show('lines', '|'.join([line.decode().strip() async for line in response.content]))
    response = await session.get(url + '/redirect')
    path = response.url.removeprefix(url)
    show('history', f'{response.status} {path}, {len(response.history)} before')
    response = await session.get(url + '/nowhere')
    show('not-found', f'{response.status} {response.reason} {await response.text()}')
    await failure('raise-for-status', session.get(url + '/nowhere', raise_for_status=True))
    await failure('content-type', (await session.get(url + '/text')).json())
    await failure('truncated', (await session.get(url + '/truncated')).read())
    with socket.create_server(('127.0.0.1', 0)) as unused:
        port = unused.getsockname()[1]
    await failure('refused', session.get(f'http://127.0.0.1:{port}/'))
    await failure('invalid-url', session.get('http://'))
    await failure('non-http-url', session.get('ftp://127.0.0.1/'))
    try:
        await session.get(url + '/slow', timeout=0.1)
    except TimeoutError as error:
        show('timeout', f'error {error.domain} {error.code}')
    task = asyncio.ensure_future(session.get(url + '/slow'))
    asyncio.get_running_loop().call_later(0.05, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        show('cancelled', 'cancelled')
    show('after-cancel', (await session.get(url + '/text')).status)
    await session.close()
    try:
        await session.get(url)
    except GLib.Error:
        show('closed', 'closed')


Aiohttp.run(main(sys.argv[1]))
