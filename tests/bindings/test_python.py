# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""What only Python has: aiohttp's words for routes, errors, headers, and its two loops."""

import asyncio
import unittest

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, Gio, GLib


class PythonTest(unittest.TestCase):
    def serve(self, app, body):
        async def main():
            server = Aiohttp.TestServer.new(app)
            await server.start()
            try:
                async with Aiohttp.ClientSession() as session:
                    await body(session, server.get_url())
            finally:
                await server.stop()

        Aiohttp.run(main())

    def test_application(self):
        routes = Aiohttp.RouteTableDef()

        @routes.get('/data')
        async def data(request):
            return request.app['data']

        @routes.post('/headers')
        def headers(request):
            self.assertIn('x-one', request.headers)
            self.assertEqual(request.headers.getall('X-One'), ['1', '2'])
            self.assertEqual(dict(request.match_info), {})
            response = Aiohttp.Response(body=b'abc', headers=[('X-A', '1'), ('X-A', '2')])
            response.headers['X-B'] = 'b'
            return response

        @routes.route('PUT', '/{a}/{b}')
        def parts(request):
            return dict(request.match_info)

        @routes.get('/moved')
        def moved(request):
            raise Aiohttp.HTTPFound('/data')

        app = Aiohttp.Application()
        app.add_routes(routes)
        app['data'] = {'some': 'data'}

        async def body(session, url):
            async with session.get(url + '/moved') as response:
                self.assertEqual(await response.json(), {'some': 'data'})
                self.assertEqual(response.history[0].status, 302)
            fields = [('X-One', '1'), ('X-One', '2')]
            async with session.post(url + '/headers', headers=fields) as response:
                self.assertEqual(response.headers['x-a'], '1, 2')
                self.assertEqual(response.headers.get('X-B'), 'b')
                self.assertEqual(await response.read(), b'abc')
            async with session.put(url + '/x/y') as response:
                self.assertEqual(await response.json(), {'a': 'x', 'b': 'y'})
            async with session.head(url + '/moved') as response:
                self.assertEqual(response.status, 302)

        self.serve(app, body)

    def test_a_handler_is_a_task(self):
        async def handler(request):
            self.assertIsNotNone(asyncio.current_task())
            async with asyncio.timeout(5):
                await asyncio.sleep(0)
            with self.assertRaises(TimeoutError):
                async with asyncio.timeout(0.001):
                    await asyncio.sleep(60)
            first, second = await asyncio.gather(request.text(), asyncio.to_thread(lambda: 'thread'))
            return first + second

        app = Aiohttp.Application()
        app.router.add_post('/', handler)

        async def body(session, url):
            async with session.post(url, data='text and ') as response:
                self.assertEqual(await response.text(), 'text and thread')

        self.serve(app, body)

    def test_wrong_loop(self):
        async def main():
            await Aiohttp.sleep(0)

        with self.assertRaisesRegex(RuntimeError, r'Aiohttp\.run\(main\(\)\) instead of asyncio'):
            asyncio.run(main())

    def test_callback_and_await(self):
        async def main():
            called = asyncio.get_running_loop().create_future()
            Aiohttp.sleep_async(0, None, lambda source, result: called.set_result(result))
            self.assertTrue(Aiohttp.sleep_finish(await called))
            await Aiohttp.sleep_async(0)
            cancellable = Gio.Cancellable()
            sleeping = Aiohttp.sleep(60, cancellable=cancellable)
            sleeping.cancel()
            self.assertTrue(cancellable.is_cancelled())
            with self.assertRaises(TypeError):
                Aiohttp.sleep()
            with self.assertRaises(TypeError):
                Aiohttp.sleep(1, 2)

        Aiohttp.run(main())

    def test_timeout_error(self):
        async def handler(request):
            await asyncio.sleep(0.2)
            return 'late'

        app = Aiohttp.Application()
        app.router.add_get('/', handler)

        async def body(session, url):
            with self.assertRaises(TimeoutError) as caught:
                await session.get(url, timeout=0.01)
            self.assertIsInstance(caught.exception, GLib.Error)

        self.serve(app, body)


if __name__ == '__main__':
    unittest.main()
