# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""What app_table.py expects, in Python."""

import asyncio
import contextlib
import sys

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GLib

begun = []


def note(request, what):
    request['trace'] = [*request.get('trace', []), what]


class Plain(Aiohttp.Middleware):
    def before(self, request):
        note(request, 'plain>')
        if request.headers.get('X-Before') == 'answer':
            return 'before'
        if request.headers.get('X-Before') == 'fail':
            raise Aiohttp.HTTPForbidden(text='before')

    def after(self, request, response):
        note(request, '<plain')
        if response.prepared:
            return
        response.headers['X-Trace'] = ' '.join(request['trace'])
        error = response.get_error() if isinstance(response, Aiohttp.Response) else None
        if error is not None:
            response.headers['X-Error'] = error.message.splitlines()[-1].rpartition(' ')[2]


class Async(Aiohttp.Middleware):
    async def before(self, request):
        note(request, 'async>')
        await asyncio.sleep(0.001)
        if request.headers.get('X-Async') == 'answer':
            return 'async before'
        if request.headers.get('X-Async') == 'fail':
            raise Aiohttp.HTTPForbidden(text='async before')

    def after(self, request, response):
        note(request, '<async')


class Full(Aiohttp.Middleware):
    async def process(self, request, handler):
        note(request, 'full>')
        if request.headers.get('X-Full') == 'fail':
            raise ValueError('secret')
        response = await handler(request)
        if request.headers.get('X-Full') == 'twice':
            response = await handler(request)
        note(request, '<full')
        return response


@Aiohttp.middleware
async def func(request, handler):
    note(request, 'func>')
    response = await handler(request)
    note(request, '<func')
    if response.status == 200 and request.path in ('/', '/late', '/routed') and request.host == 'x':
        response.text = f'({response.text})'
    return response


async def around_route(request, handler):
    response = await handler(request)
    response.headers['X-Route'] = 'yes'
    return response


def around_sub(request, handler):
    note(request, 'sub>')

    async def rest():
        response = await handler(request)
        note(request, '<sub')
        response.headers['X-Sub'] = 'yes'
        return response

    return rest()


# Start and end

async def one(app):
    begun.append('enter one')
    yield
    print('leave one')


@contextlib.asynccontextmanager
async def two(app):
    await asyncio.sleep(0.001)
    begun.append('enter two')
    yield
    await asyncio.sleep(0.001)
    print('leave two')


async def startup(app):
    await asyncio.sleep(0.001)
    begun.append('startup')


def shutdown(app):
    print('shutdown')


async def cleanup(app):
    print('cleanup')
    sys.stdout.flush()


# Handlers

async def late(request):
    await asyncio.sleep(0.001)
    return 'late'


def crash(request):
    raise ValueError('secret')


def item(request):
    return f"{request.app['answer']}"


def sub_item(request):
    return f"{request.app['answer']} {request.config_dict['name']}"


def frozen(request):
    for change in (lambda: request.app.router.add_get('/late-route', late),
                   lambda: request.app.on_startup.append(startup),
                   lambda: request.app.middlewares.append(func)):
        try:
            change()
            return 'taken'
        except GLib.Error as error:
            assert error.matches(Aiohttp.error_quark(), Aiohttp.Error.FROZEN)
    try:
        request.app['answer'] = 5
        return 'taken'
    except RuntimeError:
        return 'refused'


def urls(request):
    user = request.app.router.url_for('user', id=5, query={'a': '&', 'b': 'x y'})
    return f"{user} {admin.router['user'].url_for(name='ö')}"


def list_routes(request):
    resource = request.app.router.named_resources()['user']
    return ','.join(route.method for route in resource.list_routes()) + ' ' + resource.canonical


def bad_pattern(request):
    try:
        Aiohttp.Application().router.add_get('/{', late)
        return 'taken'
    except GLib.Error as error:
        return 'refused' if error.matches(Aiohttp.error_quark(), Aiohttp.Error.INVALID_PATTERN) else f'{error}'


class Custom(Aiohttp.Resource):
    def do_matches(self, request):
        return request.path.startswith('/custom/')

    async def do_handle(self, request):
        if request.path.endswith('later'):
            await asyncio.sleep(0.001)
            return 'custom later'
        if request.path.endswith('fail'):
            raise Aiohttp.HTTPGone(text='gone')
        return f'custom {request.method}'


class View(Aiohttp.View):
    def get(self):
        return f"get {self.request.match_info['id']}"

    async def post(self):
        return Aiohttp.Response(text='post ' + await self.request.text(), status=201)

    def put(self):
        raise ValueError('secret')

    async def delete(self):
        await asyncio.sleep(0.001)
        raise Aiohttp.HTTPConflict(text='in use')


class Derived(View):
    def patch(self):
        return 'patch'


class StreamView(Aiohttp.View):
    async def get(self):
        yield 'one'
        yield 'two'


async def form(request):
    data = await request.post()
    return f"{','.join(data.getall('a'))} {data['b']}"


async def upload(request):
    data = await request.post()
    file = data['file']
    content = await Aiohttp.StreamReader.new(file.open()).read()
    return f"{data['title']} {file.filename} {file.size} {content.decode()}"


async def parts(request):
    return ','.join([f'{part.name}={await part.text()}' async for part in request.multipart()])


class Logger(Aiohttp.AccessLogger):
    def log(self, request, response, seconds):
        print('ACCESS', request.path, response.status, file=sys.stderr, flush=True)


def expect(request):
    return Aiohttp.Response(text='no', status=403)


async def prepare(request, response):
    response.headers['X-Prepared'] = 'yes'


routes = Aiohttp.RouteTableDef()


@routes.get('/')
async def hello(request):
    return 'Hello'


@routes.get('/users/{id}', name='user')
async def user(request):
    return request.match_info['id']


@routes.view('/view/{id}')
class Decorated(View):
    pass


admin = Aiohttp.Application()
admin['answer'] = 43
admin.middlewares.append(around_sub)
admin.add_routes([
    Aiohttp.get('/', lambda request: 'admin'),
    Aiohttp.get('/item', sub_item),
    Aiohttp.get('/users/{name}', late, name='user'),
])
api = Aiohttp.Application()
api.router.add_get('/', lambda request: 'domain')

app = Aiohttp.Application()
app['answer'] = 42
app['name'] = 'outer'
app.middlewares.append(Plain())
app.middlewares.extend([Async(), Full(), func])
app.cleanup_ctx.append(one)
app.cleanup_ctx.append(two)
app.on_startup.append(startup)
app.on_shutdown.append(shutdown)
app.on_cleanup.append(cleanup)
app.on_response_prepare.append(prepare)
app.add_routes(routes)
app.add_routes([
    Aiohttp.get('/late', late),
    Aiohttp.get('/routed', lambda request: 'routed', middlewares=[around_route]),
    Aiohttp.get('/crash', crash),
    Aiohttp.get('/started', lambda request: ','.join(begun)),
    Aiohttp.get('/item', item),
    Aiohttp.get('/frozen', frozen),
    Aiohttp.get('/urls', urls),
    Aiohttp.get('/routes', list_routes),
    Aiohttp.get('/bad-pattern', bad_pattern),
    Aiohttp.get('/typed/{id:int}', lambda request: f"int {request.match_info['id']}"),
    Aiohttp.get('/typed/{name:[a-z]+}', lambda request: f"regex {request.match_info['name']}"),
    Aiohttp.get('/typed/{rest:*}', lambda request: f"tail {request.match_info['rest']}"),
    Aiohttp.view('/derived/{id}', Derived),
    Aiohttp.post('/form', form),
    Aiohttp.post('/upload', upload),
    Aiohttp.post('/parts', parts),
    Aiohttp.post('/expect', late, expect_handler=expect),
])
app.router.add_view('/view-stream', StreamView)
app.router.register_resource(Custom())
app.add_subapp('/admin', admin)
app.add_domain('api.example.org', api)
Aiohttp.run_app(app, host='127.0.0.1', port=0, access_log_class=Logger)
