# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""What server_table.py expects, in Python."""

import asyncio

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GLib

cancelled = False


def plain(request):
    return Aiohttp.Response(text='Hello')


def parameter(request):
    return Aiohttp.Response(text='Hello, ' + request.match_info['name'])


def query(request):
    return Aiohttp.Response(text=f"{request.query['a']} {request.query['b']}")


def header(request):
    return Aiohttp.Response(text=request.headers['x-test'])


def json(request):
    return Aiohttp.json_response({'a': [1, 2], 'b': None})


def custom(request):
    return Aiohttp.Response(text='made', status=201, reason='Really Made', headers={'X-Made': 'yes'})


async def echo(request):
    return Aiohttp.Response(body=await request.read())


async def increment(request):
    data = await request.json()
    return {'n': data['n'] + 1}


async def small(request):
    await request.read()
    return 'read'


async def late(request):
    await asyncio.sleep(0.01)
    return Aiohttp.Response(text='late')


def missing_book(request):
    raise GLib.Error.new_literal(Aiohttp.http_error_quark(), 'no such book', 404)


async def async_missing_book(request):
    await asyncio.sleep(0)
    raise Aiohttp.HTTPNotFound(text='no such book')


def crash(request):
    raise ValueError('secret')


async def async_crash(request):
    await asyncio.sleep(0.001)
    raise ValueError('secret')


def nothing(request):
    pass


async def async_nothing(request):
    pass


def wrong_future(request):
    future = Aiohttp.Future.new()
    future.set_object(Aiohttp.Application())
    return future


def dropped_future(request):
    return Aiohttp.Future.new()


def future(request):
    future = Aiohttp.Future.new()
    GLib.timeout_add(5, lambda: future.set_object(Aiohttp.Response(text='from a future')) and False)
    return future


async def forever(request):
    global cancelled
    while not request.cancellable.is_cancelled():
        await asyncio.sleep(0.005)
    cancelled = True
    return 'too late'


def was_cancelled(request):
    return 'yes' if cancelled else 'no'


async def stream(request):
    response = Aiohttp.StreamResponse(status=200, headers={'X-Made': 'yes'})
    response.set_trailer('X-Sum', '?')
    await response.prepare(request)
    await response.write(b'Hello, ')
    await asyncio.sleep(0.001)
    await response.write('Wörld!')
    response.set_trailer('X-Sum', '14')
    await response.write_eof()
    return response


async def generator(request):
    yield 'one'
    await asyncio.sleep(0.001)
    yield b'two'


def sync_generator(request):
    yield 'one'
    yield 'two'


async def stream_fault(request):
    yield 'one'
    raise ValueError('secret')


async def events(request):
    response = Aiohttp.EventStream(ping_interval=5)
    await response.prepare(request)
    last = int(response.last_event_id)
    await response.send('four', event='e', id=str(last + 1))
    return response


def cookies(request):
    response = Aiohttp.Response(text='Hello')
    response.set_cookie('a', '1', max_age=60, httponly=True, samesite='Lax')
    response.del_cookie('b')
    response.etag = 'v1'
    return response


def compressed(request):
    response = Aiohttp.Response(text='x' * 1000)
    response.enable_compression()
    return response


def redirect(request):
    raise Aiohttp.HTTPSeeOther('/')


app = Aiohttp.Application()
app.client_max_size = 15000
app.add_routes([
    Aiohttp.get('/', plain),
    Aiohttp.get('/hello/{name}', parameter),
    Aiohttp.get('/query', query),
    Aiohttp.get('/header', header),
    Aiohttp.get('/json', json),
    Aiohttp.get('/custom', custom),
    Aiohttp.post('/echo', echo),
    Aiohttp.post('/increment', increment),
    Aiohttp.post('/small', small),
    Aiohttp.get('/async', late),
    Aiohttp.get('/missing-book', missing_book),
    Aiohttp.get('/async-missing-book', async_missing_book),
    Aiohttp.get('/crash', crash),
    Aiohttp.get('/async-crash', async_crash),
    Aiohttp.get('/nothing', nothing),
    Aiohttp.get('/async-nothing', async_nothing),
    Aiohttp.get('/wrong-future', wrong_future),
    Aiohttp.get('/dropped-future', dropped_future),
    Aiohttp.get('/future', future),
    Aiohttp.get('/string', lambda request: 'just text'),
    Aiohttp.get('/object', lambda request: {'just': 'an object'}),
    Aiohttp.get('/forever', forever),
    Aiohttp.get('/was-cancelled', was_cancelled),
    Aiohttp.get('/stream', stream),
    Aiohttp.get('/generator', generator),
    Aiohttp.get('/sync-generator', sync_generator),
    Aiohttp.get('/stream-fault', stream_fault),
    Aiohttp.get('/events', events),
    Aiohttp.get('/cookies', cookies),
    Aiohttp.get('/compressed', compressed),
    Aiohttp.get('/redirect', redirect),
])
Aiohttp.run_app(app, host='127.0.0.1', port=0)
