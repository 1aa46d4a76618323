# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""python3-websockets, in both roles.

usage: peer_websockets.py server CERTIFICATE KEY | client URL CERTIFICATE
"""

import asyncio
import http
import os
import signal
import ssl
import sys

import websockets
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory, ServerPerMessageDeflateFactory

from peer import LARGE_TEXT, NOISE, check, done, tell_servers

LIMIT = 32 << 20
SERVERS = {
    'plain': None,
    'deflate': {},
    'server-no-context': {'server_no_context_takeover': True},
    'client-no-context': {'client_no_context_takeover': True},
    'server-bits': {'server_max_window_bits': 9},
    'client-bits': {'client_max_window_bits': 9},
}
CLIENTS = {
    'plain': None,
    'deflate': {},
    'server-no-context': {'server_no_context_takeover': True},
    'client-no-context': {'client_no_context_takeover': True},
    'both-no-context': {'server_no_context_takeover': True, 'client_no_context_takeover': True},
    'server-bits-9': {'server_max_window_bits': 9},
    'server-bits-12': {'server_max_window_bits': 12, 'client_max_window_bits': True},
    'client-bits-9': {'client_max_window_bits': 9},
    'all': {'server_no_context_takeover': True, 'client_no_context_takeover': True, 'server_max_window_bits': 10,
            'client_max_window_bits': 11},
}


async def talk(socket, path):
    try:
        async for message in socket:
            if message == 'ping':
                await (await socket.ping(b'are you there'))
                await socket.send('pong are you there')
            elif message == 'parts':
                await socket.send(['part é '] * 3)
            elif isinstance(message, str) and message.startswith('close '):
                _, code, reason = message.split(' ', 2)
                await socket.close(int(code), reason)
            else:
                await socket.send(message)
    except websockets.ConnectionClosed:
        pass
    print(f'closed {socket.close_code} {socket.close_reason}', flush=True)


async def refuse(path, headers):
    return (http.HTTPStatus.UNAUTHORIZED, [], b'Who are you?') if path == '/refused' else None


async def serve(certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    servers = {}
    for name, deflate in {**SERVERS, 'tls': {}, 'going-away': {}}.items():
        servers[name] = await websockets.serve(
            talk, '127.0.0.1', 0, max_size=LIMIT, compression=None, process_request=refuse,
            subprotocols=['echo', 'superchat'], ssl=context if name == 'tls' else None,
            extensions=None if deflate is None else [ServerPerMessageDeflateFactory(**{'client_max_window_bits': None, **deflate})])
    tell_servers({name: server.sockets[0].getsockname()[1] for name, server in servers.items()})
    await ended.wait()
    for server in servers.values():
        server.close()
        await server.wait_closed()


def parts():
    yield from ('part ', 'é', ' ', 'of three')


async def exchange(name, socket):
    await socket.send('Grüße, 🌍')
    await socket.send('')
    check(await socket.recv() == 'Grüße, 🌍' and await socket.recv() == '', f'{name}: text')
    await socket.send(LARGE_TEXT)
    check(await socket.recv() == LARGE_TEXT, f'{name}: 1 MiB of text')
    await socket.send(NOISE)
    check(await socket.recv() == NOISE, f'{name}: 1 MiB of noise')
    for _ in range(5):
        await socket.send(LARGE_TEXT[:1000])
    check(all([await socket.recv() == LARGE_TEXT[:1000] for _ in range(5)]), f'{name}: the same again')
    await socket.send(parts())
    check(await socket.recv() == 'part é of three', f'{name}: parts to the server')
    await socket.send('parts')
    check(await socket.recv() == 'part é part é part é ', f'{name}: parts from the server')
    await asyncio.wait_for(await socket.ping(b'ping 1'), 30)
    check(True, f'{name}: ping')


async def close(name, url):
    async with websockets.connect(url) as socket:
        await socket.close(4001, 'bye é')
        check((socket.close_code, socket.close_reason) == (4001, ''), f'{name}: close', socket.close_code, socket.close_reason)
    async with websockets.connect(url) as socket:
        await socket.send('close 3002 because é')
        await socket.wait_closed()
        check((socket.close_code, socket.close_reason) == (3002, 'because é'), f'{name}: closed by the server',
              socket.close_code, socket.close_reason)


async def refused(title, status, url, **options):
    try:
        async with websockets.connect(url, **options):
            check(False, title)
    except websockets.InvalidStatusCode as error:
        check(error.status_code == status, title, error.status_code)


async def ask(url, certificate):
    for name, deflate in CLIENTS.items():
        extensions = None if deflate is None else [ClientPerMessageDeflateFactory(**deflate)]
        async with websockets.connect(url, max_size=LIMIT, compression=None, extensions=extensions) as socket:
            check(bool(socket.extensions) == (deflate is not None), f'{name}: agrees on compression', socket.extensions)
            await exchange(name, socket)
    await close('deflate', url)
    async with websockets.connect(url + 'pongs') as socket:
        await socket.send('ping')
        check(await socket.recv() == 'pong are you there', 'a ping of the server')
    async with websockets.connect(url, subprotocols=['none', 'superchat', 'echo']) as socket:
        check(socket.subprotocol == 'superchat', 'a subprotocol', socket.subprotocol)
    async with websockets.connect(url, subprotocols=['none']) as socket:
        check(socket.subprotocol is None, 'no subprotocol', socket.subprotocol)
    await refused('401', 401, url + 'refused')
    await refused('a page from elsewhere', 403, url, origin='http://elsewhere.example')
    async with websockets.connect(url, origin=url.replace('ws', 'http').rstrip('/')):
        check(True, 'a page from here')
    if len(certificate) > 0:
        context = ssl.create_default_context(cafile=certificate[1])
        async with websockets.connect(certificate[0], max_size=LIMIT, ssl=context) as socket:
            await exchange('tls', socket)
    async with websockets.connect(url) as socket:
        print('waiting', flush=True)
        await socket.wait_closed()
        check(socket.close_code == 1001, 'the server goes away', socket.close_code)
    done()


if sys.argv[1] == 'server':
    asyncio.run(serve(*sys.argv[2:]))
else:
    asyncio.run(ask(sys.argv[2], sys.argv[3:]))
