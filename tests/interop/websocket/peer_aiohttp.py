# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""aiohttp, in both roles. It sends no message in parts.

usage: peer_aiohttp.py server CERTIFICATE KEY | client URL [TLS-URL CERTIFICATE]
"""

import asyncio
import signal
import ssl
import sys

import aiohttp
from aiohttp import WSMsgType, web

from peer import LARGE_TEXT, NOISE, check, done, tell_servers

LIMIT = 32 << 20


async def talk(request):
    socket = web.WebSocketResponse(protocols=('echo', 'superchat'), max_msg_size=LIMIT, autoping=False,
                                   compress=not request.path.startswith('/plain'))
    await socket.prepare(request)
    request.app['sockets'].add(socket)
    async for message in socket:
        if message.type is WSMsgType.PING:
            await socket.pong(message.data)
        elif message.type is WSMsgType.PONG:
            await socket.send_str('pong ' + message.data.decode())
        elif message.type is WSMsgType.BINARY:
            await socket.send_bytes(message.data)
        elif message.data == 'ping':
            await socket.ping(b'are you there')
        elif message.data.startswith('close '):
            _, code, reason = message.data.split(' ', 2)
            await socket.close(code=int(code), message=reason.encode())
        else:
            await socket.send_str(message.data)
    request.app['sockets'].discard(socket)
    if request.app['going']:  # else it would be closed with 1000 behind the handler
        await socket.close(code=1001)
    print(f'closed {socket.close_code}', flush=True)
    return socket


async def refuse(request):
    return web.Response(status=401, text='Who are you?')


async def go_away(app):
    app['going'].append(True)
    for socket in set(app['sockets']):
        await socket.close(code=1001)


async def serve(certificate, key):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    app = web.Application()
    app['sockets'], app['going'] = set(), []
    app.on_shutdown.append(go_away)
    app.add_routes([web.get('/', talk), web.get('/plain/', talk), web.get('/refused', refuse),
                    web.get('/plain/refused', refuse)])
    runner = web.AppRunner(app)
    await runner.setup()
    ports = {}
    for name in ('deflate', 'tls'):
        site = web.TCPSite(runner, '127.0.0.1', 0, ssl_context=context if name == 'tls' else None)
        await site.start()
        ports[name] = site._server.sockets[0].getsockname()[1]
    tell_servers({'plain': f'{ports["deflate"]}/plain', 'deflate': ports['deflate'], 'tls': ports['tls'],
                  'going-away': ports['deflate']})
    await ended.wait()
    await runner.cleanup()


async def exchange(name, socket):
    await socket.send_str('Grüße, 🌍')
    await socket.send_str('')
    check(await socket.receive_str() == 'Grüße, 🌍' and await socket.receive_str() == '', f'{name}: text')
    await socket.send_str(LARGE_TEXT)
    check(await socket.receive_str() == LARGE_TEXT, f'{name}: 1 MiB of text')
    await socket.send_bytes(NOISE)
    check(await socket.receive_bytes() == NOISE, f'{name}: 1 MiB of noise')
    for _ in range(5):
        await socket.send_str(LARGE_TEXT[:1000])
    check(all([await socket.receive_str() == LARGE_TEXT[:1000] for _ in range(5)]), f'{name}: the same again')
    await socket.send_str('parts')
    check(await socket.receive_str() == 'part é part é part é ', f'{name}: parts from the server')
    await socket.ping(b'ping 1')
    message = await socket.receive()
    check((message.type, message.data) == (WSMsgType.PONG, b'ping 1'), f'{name}: ping', message)


async def ask_about_ends(session, url):
    socket = await session.ws_connect(url)
    await socket.close(code=4001, message='bye é'.encode())
    check(socket.close_code == 4001, 'close', socket.close_code)
    socket = await session.ws_connect(url)
    await socket.send_str('close 3002 because é')
    message = await socket.receive()
    check((message.type, message.data, message.extra) == (WSMsgType.CLOSE, 3002, 'because é'), 'closed by the server', message)
    socket = await session.ws_connect(url + 'pongs')
    await socket.send_str('ping')
    check(await socket.receive_str() == 'pong are you there', 'a ping of the server')
    await socket.close()


async def refused(title, status, session, url, **options):
    try:
        await session.ws_connect(url, **options)
        check(False, title)
    except aiohttp.WSServerHandshakeError as error:
        check(error.status == status, title, error.status)


async def ask(url, tls):
    async with aiohttp.ClientSession() as session:
        for name, bits in {'plain': 0, 'deflate': 15, 'bits-9': 9, 'bits-12': 12}.items():
            async with session.ws_connect(url, compress=bits, max_msg_size=LIMIT, autoping=False) as socket:
                check(bool(socket.compress) == (bits > 0), f'{name}: agrees on compression', socket.compress)
                await exchange(name, socket)
        await ask_about_ends(session, url)
        async with session.ws_connect(url, protocols=['none', 'superchat', 'echo']) as socket:
            check(socket.protocol == 'superchat', 'a subprotocol', socket.protocol)
        await refused('401', 401, session, url + 'refused')
        await refused('a page from elsewhere', 403, session, url, origin='http://elsewhere.example')
        if len(tls) > 0:
            context = ssl.create_default_context(cafile=tls[1])
            async with session.ws_connect(tls[0], ssl=context, max_msg_size=LIMIT, autoping=False) as socket:
                await exchange('tls', socket)
        socket = await session.ws_connect(url)
        print('waiting', flush=True)
        message = await socket.receive()
        check((message.type, message.data) == (WSMsgType.CLOSE, 1001), 'the server goes away', message)
    done()


if sys.argv[1] == 'server':
    asyncio.run(serve(*sys.argv[2:]))
else:
    asyncio.run(ask(sys.argv[2], sys.argv[3:]))
