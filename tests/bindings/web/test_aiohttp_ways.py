# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""What a program written for aiohttp's server does, with nothing changed but the import."""

import asyncio
import contextlib
import unittest

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp as web

UPLOAD = (b'--b\r\nContent-Disposition: form-data; name=title\r\n\r\nT\r\n'
          b'--b\r\nContent-Disposition: form-data; name=song; filename=s.mp3\r\nContent-Type: audio/mpeg\r\n\r\n'
          + b'x' * 20000 + b'\r\n--b--\r\n')
UPLOAD_TYPE = {'Content-Type': 'multipart/form-data; boundary=b'}


class WaysTest(unittest.TestCase):
    @contextlib.asynccontextmanager
    async def serving(self, app):
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, '127.0.0.1', 0)
        await site.start()
        async with web.ClientSession() as session:
            async def ask(method, path, **options):
                async with session.request(method, site.name + path, allow_redirects=False, **options) as response:
                    return response.status, await response.text(), response.headers

            yield ask
        await runner.cleanup()

    def exchange(self, app, *args, **options):
        async def main():
            async with self.serving(app) as ask:
                return await ask(*args, **options)

        return web.run(main())

    def test_table(self):
        routes = web.RouteTableDef()

        class Lister:
            async def get(self):
                return web.Response(text=f'{type(self).__name__} {self.request.match_info.route.name}')

        @routes.view('/mixed', name='mixed')
        class Mixed(Lister, web.View):
            async def post(self):
                return web.json_response({'data': (await self.request.post())['a']})

        @routes.get('/user/{name}', name='user-info')
        async def user(request):
            url = request.app.router['user-info'].url_for(name='john doe').with_query({'a': 'b c'})
            return web.Response(text=str(url), charset='latin-1', content_type='text/plain')

        @routes.get('/headless', allow_head=False)
        async def headless(request):
            raise web.HTTPFound(request.app.router.url_for('user-info', name='x'))

        app = web.Application()
        app.add_routes(routes)
        self.assertEqual(self.exchange(app, 'GET', '/mixed')[:2], (200, 'Mixed mixed'))

        app = web.Application()
        app.add_routes(routes)

        async def main():
            async with self.serving(app) as ask:
                status, text, headers = await ask('GET', '/user/x')
                self.assertEqual((status, text), (200, '/user/john%20doe?a=b%20c'))
                self.assertEqual(headers['Content-Type'], 'text/plain; charset=latin-1')
                status, text, headers = await ask('GET', '/headless')
                self.assertEqual((status, headers['Location']), (302, '/user/x'))
                self.assertEqual((await ask('HEAD', '/headless'))[0], 405)
                form = {'Content-Type': 'application/x-www-form-urlencoded'}
                self.assertEqual((await ask('POST', '/mixed', data=b'a=1', headers=form))[1], '{"data": "1"}')
                status, _, headers = await ask('PUT', '/mixed')
                self.assertEqual((status, headers['Allow']), (405, 'GET,HEAD,POST'))

        web.run(main())

    def test_view_is_no_handler(self):
        class View(web.View):
            pass

        with self.assertRaisesRegex(TypeError, 'add_view'):
            web.Application().router.add_get('/', View)

    def test_wrong_middlewares(self):
        class Middleware(web.Middleware):
            pass

        with self.assertRaisesRegex(TypeError, r'Middleware\(\)'):
            web.Application(middlewares=[Middleware])
        with self.assertRaisesRegex(TypeError, 'process'):
            class Late(web.Middleware):
                async def after(self, request, response):
                    pass

    def test_multipart(self):
        async def store(request):
            reader = await request.multipart()
            field = await reader.next()
            title = await field.text()
            field = await reader.next()
            size = 0
            while chunk := await field.read_chunk():
                size += len(chunk)
            return web.Response(text=f'{title} {field.name} {field.filename} {size}')

        app = web.Application()
        app.add_routes([web.post('/', store)])
        self.assertEqual(self.exchange(app, 'POST', '/', data=UPLOAD, headers=UPLOAD_TYPE)[1], 'T song s.mp3 20000')

    def test_post(self):
        async def store(request):
            data = await request.post()
            song = data['song']
            return web.Response(text=f"{data['title']} {song.filename} {song.content_type} {len(song.file.read())}")

        app = web.Application()
        app.add_routes([web.post('/', store)])
        self.assertEqual(self.exchange(app, 'POST', '/', data=UPLOAD, headers=UPLOAD_TYPE)[1], 'T s.mp3 audio/mpeg 20000')

    def test_error_middleware(self):
        @web.middleware
        async def errors(request, handler):
            try:
                response = await handler(request)
                if response.status != 404:
                    return response
                message = response.reason
            except web.HTTPException as error:
                if error.status != 404:
                    raise
                message = error.reason
            return web.json_response({'error': message})

        async def forbidden(request):
            raise web.HTTPForbidden()

        app = web.Application(middlewares=[errors])
        app.add_routes([web.get('/forbidden', forbidden)])

        async def main():
            async with self.serving(app) as ask:
                self.assertEqual((await ask('GET', '/forbidden'))[:2], (403, '403: Forbidden'))
                self.assertEqual((await ask('GET', '/nowhere'))[:2], (200, '{"error": "Not Found"}'))

        web.run(main())

    def test_background_task(self):
        trace = []

        async def listen():
            try:
                await asyncio.sleep(3600)
            except asyncio.CancelledError:
                trace.append('cancelled')
                raise

        async def start(app):
            app['listener'] = asyncio.create_task(listen())

        async def stop(app):
            app['listener'].cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await app['listener']

        async def engine(app):
            app['engine'] = 'on'
            yield
            trace.append('off')

        app = web.Application()
        app.on_startup.append(start)
        app.on_cleanup.append(stop)
        app.cleanup_ctx.append(engine)

        async def show(request):
            return web.Response(text=request.app['engine'])

        app.router.add_get('/', show)
        self.assertEqual(self.exchange(app, 'GET', '/')[1], 'on')
        self.assertEqual(sorted(trace), ['cancelled', 'off'])

    def test_run_app_options(self):
        app = web.Application()

        async def main():
            async def start(app):
                asyncio.get_running_loop().call_soon(serving.cancel)

            app.on_startup.append(start)
            serving = asyncio.ensure_future(web.run_app_async(
                app, host='127.0.0.1', port=0, print=None, handle_signals=False, reuse_port=True, reuse_address=True,
                backlog=16, access_log=None, keepalive_timeout=10, shutdown_timeout=1, loop=asyncio.get_running_loop()))
            with self.assertRaises(asyncio.CancelledError):
                await serving

        web.run(main())
        with self.assertRaisesRegex(TypeError, 'TlsContext'):
            web.run_app(app, ssl_context=object())


if __name__ == '__main__':
    unittest.main()
