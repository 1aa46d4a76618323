# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Client middlewares in Python: functions and classes, what they may change and raise, and the ready-made ones."""

import asyncio
import unittest

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GLib


class Trouble(Exception):
    pass


class ClientMiddlewareTest(unittest.TestCase):
    def run_with(self, test, **keywords):
        served = self.served = []

        async def echo(request):
            body = await request.text()
            served.append(request.method)
            if request.path == '/flaky' and len(served) < 3:
                return Aiohttp.Response(text='later', status=503)
            if request.path == '/secret' and request.headers.get('Authorization') != 'Bearer two':
                return Aiohttp.Response(text='no', status=401)
            if request.path == '/hang':
                await self.over.wait()
            return f'{request.headers.get("X-Tag", "-")} {body}'

        async def main():
            self.over = asyncio.Event()
            app = Aiohttp.Application()
            for path in '/echo', '/flaky', '/secret', '/hang':
                app.router.add_route('*', path, echo)
            server = Aiohttp.TestServer.new(app)
            await server.start_async()
            async with Aiohttp.ClientSession(**keywords) as session:
                await test(session, server.make_url)
            self.over.set()
            await server.stop_async()

        Aiohttp.run(main())

    def test_function(self):
        async def tag(request, handler):
            request.headers['X-Tag'] = request.method
            await request.update_body('new')
            return await handler(request)

        async def test(session, url):
            async with session.post(url('/echo'), data='old') as response:
                self.assertEqual(await response.text(), 'POST new')
            async with session.post(url('/echo'), data='old', middlewares=()) as response:
                self.assertEqual(await response.text(), '- old')
            self.assertEqual(len(session.middlewares), 1)

        self.run_with(test, middlewares=[tag])

    def test_retry_by_hand(self):
        async def retry(request, handler):
            while True:
                response = await handler(request)
                if response.status != 503:
                    return response
                response.release()
                await asyncio.sleep(0)

        async def test(session, url):
            async with session.get(url('/flaky')) as response:
                self.assertEqual(response.status, 200)
            self.assertEqual(self.served, ['GET'] * 3)

        self.run_with(test, middlewares=(retry,))

    def test_class(self):
        seen = []

        class Around(Aiohttp.ClientMiddleware):
            def before(self, request):
                request.set_header('X-Tag', 'around')

            def after(self, request, response):
                seen.append(response.status)

        class Answering(Aiohttp.ClientMiddleware):
            async def before(self, request):
                await asyncio.sleep(0)
                if request.url.endswith('/made'):
                    return Aiohttp.ClientResponse.new_for_request(request, 418, None, GLib.Bytes.new(b'tea'))

        async def test(session, url):
            async with session.get(url('/echo')) as response:
                self.assertEqual(await response.text(), 'around ')
            async with session.get('http://nowhere.invalid/made') as response:
                self.assertEqual((response.status, await response.text()), (418, 'tea'))
            self.assertEqual(seen, [200, 418])

        self.run_with(test, middlewares=[Around(), Answering()])

    def test_exceptions(self):
        async def late(request, handler):
            await asyncio.sleep(0)
            raise Trouble('late')

        async def early(request, handler):
            raise Trouble('early')

        async def kept(request, handler):
            try:
                return await handler(request)
            except Trouble as error:
                raise KeyError('other') from error

        async def passed(request, handler):
            with self.assertRaises(GLib.Error) as caught:
                await handler(request)
            self.assertTrue(caught.exception.matches(Aiohttp.client_error_quark(), Aiohttp.ClientError.CONNECT))
            raise caught.exception

        async def test(session, url):
            for middleware, word in (late, 'late'), (early, 'early'):
                with self.assertRaisesRegex(Trouble, word):
                    await session.get(url('/echo'), middlewares=[middleware])
            with self.assertRaises(KeyError):
                await session.get(url('/echo'), middlewares=[kept, late])
            with self.assertRaises(GLib.Error):
                await session.get('http://127.0.0.1:1/', middlewares=[passed])
            self.assertEqual(self.served, [])

        self.run_with(test)

    def test_cancel(self):
        seen = []

        async def middleware(request, handler):
            try:
                return await handler(request)
            except asyncio.CancelledError:
                seen.append('cancelled')
                raise

        async def test(session, url):
            task = asyncio.ensure_future(session.get(url('/hang')))
            while not self.served:
                await asyncio.sleep(0.001)
            task.cancel()
            with self.assertRaises(asyncio.CancelledError):
                await task
            while not seen:
                await asyncio.sleep(0.001)
            with self.assertRaises(Aiohttp.TimeoutError):
                await session.get(url('/hang'), timeout=0.02)

        self.run_with(test, middlewares=[middleware])

    def test_ready_made(self):
        tokens = iter(['one', 'two'])

        async def get_token():
            await asyncio.sleep(0)
            return next(tokens)

        async def test(session, url):
            retry = Aiohttp.ClientRetryMiddleware(attempts=4, base_delay=0)
            async with session.get(url('/flaky'), middlewares=[retry]) as response:
                self.assertEqual(response.status, 200)
            self.served.clear()
            token = Aiohttp.ClientTokenMiddleware(url('/'), get_token)
            async with session.get(url('/secret'), middlewares=[token]) as response:
                self.assertEqual(response.status, 200)
            self.assertEqual(token.get_token(), 'two')
            limit = Aiohttp.ClientRateLimitMiddleware.new(1000, 1)
            for _ in range(3):
                async with session.get(url('/echo'), middlewares=[limit]) as response:
                    self.assertEqual(response.status, 200)

        self.run_with(test)

    def test_errors(self):
        async def test(session, url):
            with self.assertRaises(Aiohttp.ClientResponseError) as caught:
                await session.get(url('/nothing'), raise_for_status=True)
            error = caught.exception
            self.assertEqual((error.status, error.history), (404, ()))
            self.assertEqual(error.request_info.method, 'GET')
            self.assertEqual(error.request_info.url, url('/nothing'))
            self.assertEqual(error.headers.get_one('Content-Length'), '14')
            self.assertEqual(error.code, int(Aiohttp.ClientError.STATUS))
            async with session.get(url('/nothing')) as response:
                with self.assertRaises(Aiohttp.ContentTypeError) as caught:
                    await response.json()
                self.assertEqual(caught.exception.status, 404)
                with self.assertRaises(Aiohttp.ClientResponseError) as caught:
                    response.raise_for_status()
                self.assertEqual(caught.exception.request_info.url, url('/nothing'))
            for target, cls, request_url in (
                    ('http://127.0.0.1:1/x', Aiohttp.ClientConnectorError, 'http://127.0.0.1:1/x'),
                    ('ftp://127.0.0.1/', Aiohttp.NonHttpUrlClientError, None),
                    ('http://', Aiohttp.InvalidURL, None)):
                with self.assertRaises(cls) as caught:
                    await session.get(target)
                info = caught.exception.request_info
                self.assertEqual(info.url if info else None, request_url)
                self.assertIsInstance(caught.exception, Aiohttp.ClientError)
                self.assertEqual(caught.exception.status, 0)
            with self.assertRaises(Aiohttp.ServerTimeoutError) as caught:
                await session.get(url('/hang'), timeout=0.02)
            self.assertIsInstance(caught.exception, TimeoutError)
            self.assertIsInstance(caught.exception, Aiohttp.TimeoutError)

        self.run_with(test)

    def test_traces(self):
        seen = []

        class Context(Aiohttp.TraceContext):
            pass

        async def on_start(session, context, params):
            context.started = params.get_time()
            await asyncio.sleep(0)
            seen.append((params.get_method(), context.trace_request_ctx))

        def on_end(session, context, params):
            seen.append((type(context), context.started > 0, params.get_response().get_status()))

        config = Aiohttp.TraceConfig(context_type=Context)
        config.on_request_start.append(on_start)
        config.on_request_end.append(on_end)

        async def test(session, url):
            session.set_record_timings(True)
            async with session.get(url('/echo'), trace_request_ctx={'a': 1}) as response:
                await response.text()
                self.assertGreater(response.timings.done, 0)
            self.assertCountEqual(seen, [('GET', {'a': 1}), (Context, True, 200)])

        self.run_with(test, trace_configs=[config])

    def test_token_fails(self):
        def get_token():
            raise Trouble('no token today')

        async def test(session, url):
            token = Aiohttp.ClientTokenMiddleware(url('/'), get_token)
            with self.assertRaisesRegex(Trouble, 'today'):
                await session.get(url('/secret'), middlewares=[token])

        self.run_with(test)


if __name__ == '__main__':
    unittest.main()
