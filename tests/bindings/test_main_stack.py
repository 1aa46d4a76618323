# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Whatever a C coroutine causes to be called in Python is called on the main stack."""

import asyncio
import unittest

import gi

gi.require_version('Aiohttp', '1.0')
gi.require_version('AiohttpDrive', '1.0')
from gi.repository import Aiohttp, AiohttpDrive, Gio, GLib, GObject

# Every signal and vfunc of the namespace: one that is added has to be driven below too.
SIGNALS = {'Application::response-prepare', 'Future::done',
           'WebSocket::message', 'WebSocket::closing', 'WebSocket::closed'}
VFUNCS = {'EventLoopPolicy.get_event_loop', 'EventLoopPolicy.set_event_loop',
          'EventLoopPolicy.new_event_loop', 'Resource.matches', 'Resource.handle',
          'Protocol.connection_made', 'Protocol.data_received', 'Protocol.eof_received',
          'Resolver.resolve', 'Protocol.connection_lost', 'Protocol.pause_writing', 'Protocol.resume_writing',
          'Middleware.before', 'Middleware.after', 'Middleware.process', 'AccessLogger.log',
          'View.get', 'View.head', 'View.options', 'View.post', 'View.put', 'View.patch', 'View.delete_'}
TRACES = {
    'request-start', 'request-headers-sent', 'request-chunk-sent', 'response-chunk-received', 'request-end',
    'request-exception', 'request-redirect', 'connection-queued-start', 'connection-queued-end',
    'connection-create-start', 'connection-create-end', 'connection-reuseconn', 'dns-resolvehost-start',
    'dns-resolvehost-end', 'dns-cache-hit', 'dns-cache-miss'}
SIGNALS |= {'TraceConfig::' + name for name in TRACES}
SIGNALS |= {'WebSocketHub::joined', 'WebSocketHub::left'}
SIGNALS |= {'ReconnectingWebSocket::' + name for name in ('message', 'opened', 'decide', 'closed')}
VFUNCS |= {'WebSocketHubTransport.' + name for name in (
    'attach', 'detach', 'publish', 'add_presence', 'remove_presence', 'dup_presence')}
VFUNCS |= {'ClientMiddleware.before', 'ClientMiddleware.after', 'ClientMiddleware.process'}

# What a route is part of.
APP = Aiohttp.Application()

# One of every class that has a property to set.
CONSTRUCTIBLE = {
    'AppRunner': lambda: Aiohttp.AppRunner.new(Aiohttp.Application()),
    'Application': Aiohttp.Application,
    'CookieOptions': Aiohttp.CookieOptions,
    'ClientSession': Aiohttp.ClientSession,
    'CompressionMiddleware': Aiohttp.CompressionMiddleware,
    'CorsMiddleware': Aiohttp.CorsMiddleware,
    'EventLoop': lambda: Aiohttp.EventLoop.new(None),
    'EventStream': Aiohttp.EventStream,
    'FileResponse': lambda: Aiohttp.FileResponse.new('file'),
    'Future': Aiohttp.Future,
    'MultipartReader': lambda: Aiohttp.MultipartReader.new(Gio.MemoryInputStream(), 'multipart/mixed; boundary=b'),
    'NormalizePathMiddleware': Aiohttp.NormalizePathMiddleware,
    'ReconnectingWebSocket': Aiohttp.ReconnectingWebSocket,
    'RequestOptions': Aiohttp.RequestOptions,
    'Resource': Aiohttp.Resource,
    'Route': lambda: APP.router.add_get('/', lambda request: None),
    'Response': lambda: Aiohttp.Response(text='text'),
    'StaticResource': Aiohttp.StaticResource,
    'StreamReader': lambda: Aiohttp.StreamReader.new(Gio.MemoryInputStream()),
    'TcpConnector': Aiohttp.TcpConnector,
    'TcpSite': lambda: Aiohttp.TcpSite.new(CONSTRUCTIBLE['AppRunner'](), None, 0),
    'SockSite': lambda: Aiohttp.SockSite.new(
        CONSTRUCTIBLE['AppRunner'](), Gio.Socket.new(Gio.SocketFamily.IPV4, Gio.SocketType.STREAM, 0)),
    'TestServer': lambda: Aiohttp.TestServer.new(Aiohttp.Application()),
    'UnixSite': lambda: Aiohttp.UnixSite.new(CONSTRUCTIBLE['AppRunner'](), 'socket'),
    'TlsContext': Aiohttp.TlsContext,
    'UnixConnector': lambda: Aiohttp.UnixConnector.new('socket'),
    'WebServer': lambda: Aiohttp.Application().make_handler(),
    'WebSocket': Aiohttp.WebSocket,
    'WebSocketHub': Aiohttp.WebSocketHub,
    'WebSocketOptions': Aiohttp.WebSocketOptions,
    'WebSocketResponse': Aiohttp.WebSocketResponse,
}
CONSTRUCTIBLE |= {
    'ClientLogMiddleware': Aiohttp.ClientLogMiddleware.new,
    'TraceConfig': Aiohttp.TraceConfig,
    'ClientCacheMiddleware': lambda: Aiohttp.ClientCacheMiddleware.new(1000),
    'ClientRateLimitMiddleware': lambda: Aiohttp.ClientRateLimitMiddleware.new(10, 10),
    'ClientRetryMiddleware': lambda: Aiohttp.ClientRetryMiddleware.new(3),
    'ClientTokenMiddleware': lambda: Aiohttp.ClientTokenMiddleware.new('http://localhost/', lambda: 'token'),
}
CONSTRUCTIBLE |= {
    'ClientTimeout': Aiohttp.ClientTimeout,
    'DigestAuthMiddleware': lambda: Aiohttp.DigestAuthMiddleware.new('login', 'password'),
    'FormData': Aiohttp.FormData,
}
# Abstract, or made by the library only: their properties are driven on what derives from them.
OTHERS = {'ClientResponse', 'Connector', 'Site', 'StreamResponse', 'Task'}

VALUES = {
    GObject.TYPE_BOOLEAN: lambda value: not value,
    GObject.TYPE_INT: lambda value: value + 1,
    GObject.TYPE_UINT: lambda value: value + 1,
    GObject.TYPE_INT64: lambda value: value + 1,
    GObject.TYPE_UINT64: lambda value: value + 1,
    GObject.TYPE_DOUBLE: lambda value: abs(value) / 2 + 0.1,
    GObject.TYPE_STRING: lambda value: 'ab',
}


def classes():
    for name in dir(Aiohttp):
        item = getattr(Aiohttp, name)
        if isinstance(item, type) and hasattr(item, '__info__') and item.__info__.get_name() == name:
            if issubclass(item, (GObject.Object, GObject.GInterface)):
                yield name, item


def settable_properties(cls):
    for property in cls.list_properties() if issubclass(cls, GObject.Object) else ():
        flags = property.flags
        if flags & GObject.ParamFlags.WRITABLE and not flags & GObject.ParamFlags.CONSTRUCT_ONLY:
            yield property


class MainStackTest(unittest.TestCase):
    def setUp(self):
        self.stacks = []

    def called(self, *args):
        self.stacks.append(AiohttpDrive.on_main_stack())

    def assert_called(self, times):
        self.assertEqual(self.stacks, [True] * times)
        self.stacks.clear()

    def test_the_list_is_whole(self):
        signals = set()
        vfuncs = set()
        for name, cls in classes():
            signals |= {f'{name}::{signal.get_name()}' for signal in cls.__info__.get_signals()}
            vfuncs |= {f'{name}.{vfunc.get_name()}' for vfunc in cls.__info__.get_vfuncs()}
        self.assertEqual(signals, SIGNALS)
        self.assertEqual(vfuncs, VFUNCS)
        settable = {name for name, cls in classes() if list(settable_properties(cls))}
        self.assertLessEqual(settable, OTHERS | set(CONSTRUCTIBLE))

    def test_future(self):
        async def main():
            future = Aiohttp.Future()
            future.connect('done', self.called)
            future.add_done_callback(self.called)
            await AiohttpDrive.resolve(future)
            await future
            await asyncio.sleep(0.001)
            self.assert_called(2)

        Aiohttp.run(main())

    def test_policy(self):
        called = self.called

        class Policy(Aiohttp.EventLoopPolicy):
            def do_get_event_loop(self):
                called()
                return Aiohttp.get_event_loop()

            def do_set_event_loop(self, loop):
                called()

            def do_new_event_loop(self):
                called()
                return Aiohttp.EventLoop.new(GLib.MainContext.new())

        async def main():
            await AiohttpDrive.ask_policy(Policy())
            self.assert_called(3)

        Aiohttp.run(main())

    def test_resolver(self):
        called = self.called

        class Resolver(Aiohttp.Resolver):
            def do_resolve(self, host, port, family):
                called()
                future = Aiohttp.Future.new()
                future.set_string('127.0.0.1')
                return future

        async def main():
            await AiohttpDrive.ask_resolver(Resolver(), 'host.test')
            self.assert_called(1)

        Aiohttp.run(main())

    def test_protocol(self):
        called = self.called
        trace = []

        class Protocol(Aiohttp.Protocol):
            def do_connection_made(self, transport):
                called()
                trace.append('made')
                self.transport = transport

            def do_data_received(self, data):
                called()
                trace.append(data.get_data())

            def do_eof_received(self):
                called()
                trace.append('eof')
                return False

            def do_connection_lost(self, error):
                called()
                trace.append(error)
                self.transport = None

            def do_pause_writing(self):
                called()
                trace.append('pause')

            def do_resume_writing(self):
                called()
                trace.append('resume')

        async def main():
            await AiohttpDrive.connect(Protocol())
            self.assertEqual(trace, ['made', 'pause', 'resume', b'x', 'eof', None])
            self.assert_called(6)

        Aiohttp.run(main())

    def test_web_socket(self):
        async def echo(request):
            ws = Aiohttp.WebSocketResponse()
            await ws.prepare(request)
            async for message in ws:
                await ws.send_str(message.data)
            return ws

        async def main():
            app = Aiohttp.Application()
            app.router.add_get('/', echo)
            server = Aiohttp.TestServer.new(app)
            await server.start()
            async with Aiohttp.ClientSession() as session:
                ws = await session.ws_connect(server.make_url('/'))
                for signal in ('message', 'closing', 'closed'):
                    ws.connect(signal, self.called)
                await AiohttpDrive.talk(ws, 'hello')
            self.assert_called(3)
            await server.stop()

        Aiohttp.run(main())

    def test_reconnecting_web_socket(self):
        count = 0

        async def hello(request):
            nonlocal count
            count += 1
            ws = Aiohttp.WebSocketResponse()
            await ws.prepare(request)
            await ws.send_str('hello')
            if count == 1:
                await ws.close(code=1012)
            async for _ in ws:
                pass
            return ws

        def decide(*args):
            self.called()
            return Aiohttp.ReconnectingDecision.DEFAULT

        async def main():
            app = Aiohttp.Application()
            app.router.add_get('/', hello)
            server = Aiohttp.TestServer.new(app)
            await server.start()
            async with Aiohttp.ClientSession() as session:
                ws = Aiohttp.ReconnectingWebSocket(session, server.make_url('/'), initial_delay=0.01)
                for signal in ('message', 'opened', 'closed', 'notify::state'):
                    ws.connect(signal, self.called)
                ws.connect('decide', decide)
                await AiohttpDrive.follow(ws)
            # three messages, one of which is the gap, opened twice, closed and decided once, and six states
            self.assert_called(3 + 2 + 1 + 1 + 6)
            await server.stop()

        Aiohttp.run(main())

    def test_web_socket_hub(self):
        called = self.called

        class Transport(GObject.Object, Aiohttp.WebSocketHubTransport):
            def do_attach(self, hub):
                called()

            def do_detach(self, hub):
                called()

            def do_publish(self, hub, group, kind, payload):
                called()

            def do_add_presence(self, hub, group, name):
                called()

            def do_remove_presence(self, hub, group, name):
                called()

            def do_dup_presence(self, group):
                called()
                return ['ann', 'bob']

        async def main():
            hub = Aiohttp.WebSocketHub.new(Transport())
            hub.connect('joined', called)
            hub.connect('left', called)

            async def join(request):
                ws = Aiohttp.WebSocketResponse()
                await ws.prepare(request)
                hub.join('room', ws.get_web_socket(), 'ann')
                self.assertEqual(hub.broadcast_str('room', 'hello', None), 1)
                self.assertEqual(hub.dup_presence('room'), ['ann', 'bob'])
                async for _ in ws:
                    pass
                return ws

            app = Aiohttp.Application()
            app.router.add_get('/', join)
            server = Aiohttp.TestServer.new(app)
            await server.start()
            async with Aiohttp.ClientSession() as session:
                async with session.ws_connect(server.make_url('/')) as ws:
                    self.assertEqual(await ws.receive_str(), 'hello')
            await server.stop()
            self.assertEqual((hub.count('room'), hub.dup_groups(), len(hub.dup_members('room'))), (0, [], 0))
            del hub
            # attach, two of the join, publish, dup, and two of the leave
            self.assertGreaterEqual(len(self.stacks), 7)
            self.assertEqual(set(self.stacks), {True})
            self.stacks.clear()

        Aiohttp.run(main())

    def test_notify(self):
        async def main():
            driven = 0
            for name, cls in classes():
                if name not in CONSTRUCTIBLE:
                    continue
                thing = CONSTRUCTIBLE[name]()
                for property in settable_properties(cls):
                    change = VALUES.get(property.value_type)
                    if change is None:
                        continue
                    thing.connect('notify::' + property.name, self.called)
                    value = GObject.Value(property.value_type,
                                          change(thing.get_property(property.name)))
                    await AiohttpDrive.set_property(thing, property.name, value)
                    with self.subTest(type=name, property=property.name):
                        self.assertGreaterEqual(len(self.stacks), 1)
                        self.assert_called(len(self.stacks))
                    driven += 1
            self.assertGreater(driven, 5)

        Aiohttp.run(main())

    def test_handler(self):
        def plain(request):
            self.called()
            return 'plain'

        async def coroutine(request):
            self.called()
            await asyncio.sleep(0.001)
            self.called()
            return 'coroutine'

        async def main():
            app = Aiohttp.Application()
            app.router.add_get('/plain', plain)
            app.router.add_get('/coroutine', coroutine)
            self.assertEqual(await AiohttpDrive.serve(app, '/plain'), 'plain')
            self.assert_called(1)
            app = Aiohttp.Application()
            app.router.add_get('/coroutine', coroutine)
            self.assertEqual(await AiohttpDrive.serve(app, '/coroutine'), 'coroutine')
            self.assert_called(2)

        Aiohttp.run(main())


    def test_resource(self):
        test = self

        class Resource(Aiohttp.Resource):
            def do_matches(self, request):
                test.called()
                return request.path.startswith('/mine')

            async def do_handle(self, request):
                test.called()
                await asyncio.sleep(0.001)
                test.called()
                return 'mine'

        async def main():
            app = Aiohttp.Application()
            app.router.register_resource(Resource(name='mine'))
            self.assertEqual(await AiohttpDrive.serve(app, '/mine/x'), 'mine')
            self.assert_called(3)

        Aiohttp.run(main())


    def test_view(self):
        test = self

        class View(Aiohttp.View):
            def __init__(self):
                test.called()
                super().__init__()

        async def answer(self):
            test.called()
            await asyncio.sleep(0.001)
            test.called()
            return self.request.method

        # An exchange ends with the first GET: the others are driven by a client.
        methods = ['get', 'head', 'options', 'post', 'put', 'patch', 'delete']
        view = type('Every', (View,), {name: answer for name in methods})

        async def main():
            app = Aiohttp.Application()
            app.router.add_view('/', view)
            self.assertEqual(await AiohttpDrive.serve(app, '/'), 'GET')
            self.assert_called(3)
            app = Aiohttp.Application()
            app.router.add_view('/', view)
            server = Aiohttp.TestServer.new(app)
            await server.start_async()
            async with Aiohttp.ClientSession() as session:
                for name in methods:
                    async with session.request(name.upper(), server.make_url('/')) as response:
                        self.assertEqual(await response.text(), '' if name == 'head' else name.upper())
            await server.stop_async()
            self.assert_called(3 * len(methods))

        Aiohttp.run(main())

    def test_middleware(self):
        test = self

        class Around(Aiohttp.Middleware):
            async def before(self, request):
                test.called()
                await asyncio.sleep(0.001)
                test.called()

            def after(self, request, response):
                test.called()
                response.set_header('X-After', 'yes')

        class Full(Aiohttp.Middleware):
            async def process(self, request, handler):
                test.called()
                response = await handler(request)
                test.called()
                return response

        async def function(request, handler):
            test.called()
            response = await handler(request)
            test.called()
            return f'({response.text})'

        async def hello(request):
            await asyncio.sleep(0.001)
            test.called()
            return 'hello'

        async def main():
            app = Aiohttp.Application()
            for middleware in Around(), Full(), function:
                app.middlewares.append(middleware)
            app.router.add_get('/', hello, middlewares=[Around()])
            self.assertEqual(await AiohttpDrive.serve(app, '/'), '(hello)')
            self.assert_called(11)

        Aiohttp.run(main())

    def test_client_middleware(self):
        test = self

        class Around(Aiohttp.ClientMiddleware):
            async def before(self, request):
                test.called()
                await asyncio.sleep(0.001)
                test.called()

            def after(self, request, response):
                test.called()

        class Full(Aiohttp.ClientMiddleware):
            async def process(self, request, handler):
                test.called()
                response = await handler(request)
                test.called()
                return response

        async def function(request, handler):
            test.called()
            response = await handler(request)
            test.called()
            return response

        async def main():
            app = Aiohttp.Application()
            app.router.add_get('/', lambda request: 'hello')
            server = Aiohttp.TestServer.new(app)
            await server.start_async()
            middlewares = Around(), Full(), function, Aiohttp.ClientRetryMiddleware.new(2), Around()
            async with Aiohttp.ClientSession(middlewares=middlewares) as session:
                self.assertEqual(await AiohttpDrive.fetch_by(session, server.make_url('/')), 'hello')
            self.assert_called(10)
            await server.stop_async()

        Aiohttp.run(main())

    def test_traces(self):
        seen = []

        def note(name):
            def handler(session, context, params):
                seen.append(name)
                self.called()
            return handler

        async def main():
            app = Aiohttp.Application()
            app.router.add_get('/', lambda request: 'hello')
            app.router.add_get('/to', lambda request: Aiohttp.Response(status=302, headers={'Location': '/'}))
            server = Aiohttp.TestServer.new(app)
            await server.start_async()
            config = Aiohttp.TraceConfig()
            for name in sorted(TRACES):
                getattr(config, 'on_' + name.replace('-', '_')).append(note(name))
            async with Aiohttp.ClientSession(trace_configs=[config]) as session:
                url = server.make_url('/to').replace('127.0.0.1', 'localhost')
                self.assertEqual(await AiohttpDrive.fetch_by(session, url), 'hello')
                with self.assertRaises(GLib.Error):
                    await AiohttpDrive.fetch_by(session, 'http://127.0.0.1:1/')
            self.assertLessEqual({'request-start', 'request-end', 'request-redirect', 'request-exception',
                                  'response-chunk-received', 'connection-create-start'}, set(seen))
            self.assert_called(len(seen))
            await server.stop_async()

        Aiohttp.run(main())

    def test_access_logger(self):
        test = self
        lines = []

        class Logger(Aiohttp.AccessLogger):
            def do_log(self, request, response, seconds):
                test.called()
                lines.append(self.format_line(request, response, seconds))

        async def sleepy(request):
            await asyncio.sleep(0.001)
            return 'hello'

        async def main():
            app = Aiohttp.Application()
            app.router.add_get('/', sleepy)
            server = Aiohttp.TestServer.new(app)
            server.get_runner().get_server().set_property('access-log', True)
            server.get_runner().get_server().set_property('access-logger', Logger(format='%r %s %b'))
            await server.start_async()
            async with Aiohttp.ClientSession() as session:
                async with session.get(server.make_url('/')) as response:
                    self.assertEqual(await response.text(), 'hello')
            await server.stop_async()
            self.assertEqual(lines, ['GET / HTTP/1.1 200 5'])
            self.assert_called(1)

        Aiohttp.run(main())


    def test_response_prepare(self):
        async def main():
            app = Aiohttp.Application()
            app.on_response_prepare.append(lambda request, response: self.called())
            app.router.add_get('/', lambda request: 'hello')
            self.assertEqual(await AiohttpDrive.serve(app, '/'), 'hello')
            self.assert_called(1)

        Aiohttp.run(main())


if __name__ == '__main__':
    unittest.main()
