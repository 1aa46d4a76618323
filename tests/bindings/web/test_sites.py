# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Sites and runners in Python: started one by one, run together, run_app() with lists, access loggers."""

import asyncio
import os
import re
import signal
import socket
import stat
import tempfile
import unittest

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, Gio, GLib


def make_app(answer='hello'):
    app = Aiohttp.Application()
    app.router.add_get('/', lambda request: answer)
    return app


async def fetch(*, port=None, path=None, host='127.0.0.1'):
    reader, writer = await (asyncio.open_unix_connection(path) if path else asyncio.open_connection(host, port))
    writer.write(b'GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n')
    reply = await reader.read()
    writer.close()
    return reply.rpartition(b'\r\n')[2].decode()


def port_of(site):
    return site.dup_addresses()[0].get_port()


class SitesTest(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.TemporaryDirectory()
        self.path = os.path.join(self.folder.name, 'socket')

    def tearDown(self):
        self.folder.cleanup()

    def test_one_by_one(self):
        async def main():
            runner = Aiohttp.AppRunner(make_app(), keepalive_timeout=5)
            self.assertEqual(runner.get_server().get_property('keepalive-timeout'), 5)
            await runner.setup()
            tcp = Aiohttp.TCPSite(runner, '127.0.0.1', 0)
            unix = Aiohttp.UnixSite(runner, self.path, mode=0o600)
            self.assertFalse(tcp.is_serving())
            await tcp.start()
            await unix.start()
            self.assertEqual(tcp.name, f'http://127.0.0.1:{port_of(tcp)}')
            self.assertEqual(stat.S_IMODE(os.stat(self.path).st_mode), 0o600)
            self.assertEqual(set(runner.dup_sites()), {tcp, unix})
            self.assertEqual(len(runner.dup_addresses()), 2)
            self.assertEqual(await fetch(port=port_of(tcp)), 'hello')
            self.assertEqual(await fetch(path=self.path), 'hello')
            port = port_of(tcp)
            await tcp.stop()
            with self.assertRaises(ConnectionRefusedError):
                await fetch(port=port)
            self.assertEqual(await fetch(path=self.path), 'hello')
            await runner.cleanup()
            self.assertFalse(os.path.exists(self.path))

        Aiohttp.run(main())

    def test_taken(self):
        async def main():
            runner = Aiohttp.AppRunner(make_app())
            await runner.setup()
            with socket.create_server(('127.0.0.1', 0)) as taken:
                with self.assertRaises(GLib.Error) as caught:
                    await Aiohttp.TcpSite(runner, '127.0.0.1', taken.getsockname()[1]).start()
            self.assertTrue(caught.exception.matches(Gio.io_error_quark(), Gio.IOErrorEnum.ADDRESS_IN_USE))
            await runner.cleanup()

        Aiohttp.run(main())

    def test_inherited(self):
        async def main():
            runner = Aiohttp.AppRunner(make_app())
            await runner.setup()
            with socket.create_server(('127.0.0.1', 0)) as mine:
                port = mine.getsockname()[1]
                site = Aiohttp.SockSite(runner, Gio.Socket.new_from_fd(os.dup(mine.fileno())))
                await site.start()
                self.assertEqual(await fetch(port=port), 'hello')
            await runner.cleanup()

        Aiohttp.run(main())

    def run_until(self, serve, body):
        """Awaits `serve`, the sites being up in `body`, which a SIGTERM follows."""
        async def main():
            app = make_app()
            failure = []

            async def drive():
                try:
                    await body(app)
                except BaseException as error:
                    failure.append(error)
                os.kill(os.getpid(), signal.SIGTERM)

            async def start(app):
                self.task = asyncio.get_running_loop().create_task(drive())

            app.on_startup.append(start)
            await serve(app)
            if failure:
                raise failure[0]

        Aiohttp.run(main())

    def test_run_sites(self):
        runners = []

        async def serve(app):
            runner = Aiohttp.AppRunner(app, access_log=None)
            runners.append(runner)
            await runner.run_sites_async([Aiohttp.TcpSite(runner, '127.0.0.1', 0), Aiohttp.UnixSite(runner, self.path)])

        async def body(app):
            sites = runners[0].dup_sites
            while not (len(sites()) == 2 and all(site.is_serving() for site in sites())):
                await asyncio.sleep(0)
            port = next(site for site in sites() if isinstance(site, Aiohttp.TcpSite))
            self.assertEqual(await fetch(port=port_of(port)), 'hello')
            self.assertEqual(await fetch(path=self.path), 'hello')

        self.run_until(serve, body)

    def test_run_app(self):
        paths = [self.path, self.path + '2']
        mine = socket.create_server(('127.0.0.1', 0))
        port = mine.getsockname()[1]

        async def serve(app):
            await Aiohttp.run_app_async(app, ['127.0.0.1', '127.0.0.2'], 0, path=paths, sock=[mine], access_log=None,
                                        shutdown_timeout=1)

        async def body(app):
            while not os.path.exists(paths[1]):
                await asyncio.sleep(0)
            for path in paths:
                self.assertEqual(await fetch(path=path), 'hello')
            self.assertEqual(await fetch(port=port), 'hello')

        self.run_until(serve, body)
        self.assertFalse(os.path.exists(self.path))

    def test_options(self):
        app = Aiohttp.Application(handler_args={'keepalive_timeout': 7}, client_max_size=5)
        self.assertEqual(app.client_max_size, 5)
        self.assertEqual(Aiohttp.AppRunner(app).get_server().get_property('keepalive-timeout'), 7)
        with self.assertRaisesRegex(TypeError, 'nonsense'):
            Aiohttp.AppRunner(app, nonsense=1)
        key = Aiohttp.AppKey('db', dict)
        app[key] = {'a': 1}
        self.assertEqual(app[key]['a'], 1)
        self.assertRegex(f'{key}', 'db of dict')

    def test_access_loggers(self):
        lines = []

        class Plain(Aiohttp.AccessLogger):
            def log(self, request, response, time):
                lines.append(self.format_line(request, response, time))

        class Late(Aiohttp.AccessLogger):
            async def log(self, request, response, time):
                await asyncio.sleep(0)
                lines.append(f'{request.method} {response.status} {time >= 0}')

        async def exchange(**options):
            runner = Aiohttp.AppRunner(make_app(), access_log=True, **options)
            await runner.setup()
            site = Aiohttp.TcpSite(runner, '127.0.0.1', 0)
            await site.start()
            await fetch(port=port_of(site))
            while not lines:
                await asyncio.sleep(0)
            await runner.cleanup()
            return lines.pop()

        async def main():
            self.assertEqual(await exchange(access_log_class=Plain, access_log_format='%s %r'), '200 GET / HTTP/1.1')
            self.assertTrue(re.match(r'127.0.0.1 \[', await exchange(access_log_class=Plain)))
            self.assertEqual(await exchange(access_log_class=Late), 'GET 200 True')

        Aiohttp.run(main())


if __name__ == '__main__':
    unittest.main()
