# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Debian's aiohttp on uvloop for `run.sh web`: web-aiohttp.py PORT FOLDER KIND COUNT, where KIND is
plain, tls, routes or before-after."""

import logging
import pathlib
import ssl
import sys

import uvloop
from aiohttp import web

port, folder, kind, count = int(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3], int(sys.argv[4])
TEXT = b'x' * (64 * 1024)
BODY = TEXT[:16 * 1024]


async def hello(request):
    return web.Response(text='Hello, World!')


async def send_json(request):
    return web.json_response({'message': 'Hello, World!', 'id': 42})


async def send_body(request):
    return web.Response(body=BODY, content_type='text/plain', charset='utf-8')


async def send_file(request):
    return web.FileResponse(folder / 'file')


async def send_post(request):
    return web.Response(text=f'{request.match_info["user"]} {request.match_info["post"]}')


async def echo(request):
    return web.Response(body=await request.read(), content_type='text/plain', charset='utf-8')


async def stream(request):
    response = web.StreamResponse(headers={'Content-Type': 'text/plain; charset=utf-8'})
    await response.prepare(request)
    for _ in range(16):
        await response.write(TEXT)
    return response


seen = {'before': 0, 'after': 0}


@web.middleware
async def counter(request, handler):
    seen['before'] += 1
    response = await handler(request)
    seen['after'] += 1
    return response


# What it says of each connection that wrk leaves in the middle of an answer.
logging.disable()
uvloop.install()
app = web.Application(middlewares=[counter] * (count if kind == 'before-after' else 0))
app.add_routes([web.get('/', hello), web.get('/json', send_json), web.get('/body', send_body),
                web.get('/file', send_file), web.post('/echo', echo), web.get('/stream', stream)])
for number in range(count if kind == 'routes' else 100):
    app.router.add_get(f'/part-{number}/users/{{user}}/posts/{{post}}', send_post)
context = None
if kind == 'tls':
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / 'certificate.pem', folder / 'key.pem')
web.run_app(app, host='127.0.0.1', port=port, access_log=None, print=None, keepalive_timeout=3600,
            ssl_context=context)
