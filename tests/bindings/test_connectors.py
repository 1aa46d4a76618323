# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Connectors in Python: limits, TLS, resolvers, Unix sockets, both transports."""

import asyncio
import tempfile
import unittest

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GLib

NATIVE = Aiohttp.TransportKind.NATIVE
SOUP = Aiohttp.TransportKind.SOUP


async def hello(request):
    return f'{request.scheme} {request.host.partition(":")[0]}'


def application():
    app = Aiohttp.Application()
    app.router.add_get('/', hello)
    return app


class Local(Aiohttp.Resolver):
    def do_resolve(self, host, port, family):
        future = Aiohttp.Future.new()
        future.set_string('127.0.0.1')
        return future


class Refusing(Aiohttp.Resolver):
    def do_resolve(self, host, port, family):
        raise GLib.Error('not today', 'g-resolver-error-quark', 0)


async def fetch(session, url):
    response = await session.get(url)
    return await response.text()


class Connectors(unittest.TestCase):
    def test_properties(self):
        connector = Aiohttp.TcpConnector(limit=20, limit_per_host=4)
        session = Aiohttp.ClientSession(connector=connector)
        self.assertEqual(connector.props.limit_per_host, 4)
        self.assertEqual(connector.props.transport, NATIVE)
        self.assertEqual(connector.props.happy_eyeballs_delay, 0.25)
        del session

    def test_resolver(self):
        async def main():
            server = Aiohttp.TestServer.new(application())
            await server.start()
            session = Aiohttp.ClientSession(connector=Aiohttp.TcpConnector(resolver=Local()))
            self.assertEqual(await fetch(session, f'http://some.test:{server.get_port()}/'), 'http some.test')
            await session.close()
            session = Aiohttp.ClientSession(connector=Aiohttp.TcpConnector(resolver=Refusing()))
            with self.assertRaisesRegex(GLib.Error, 'not today'):
                await session.get('http://some.test/')
            await session.close()
            await server.stop()

        Aiohttp.run(main())

    def test_unix(self):
        async def main():
            with tempfile.TemporaryDirectory() as directory:
                path = directory + '/socket'
                runner = Aiohttp.AppRunner.new(application())
                await runner.setup()
                site = Aiohttp.UnixSite.new(runner, path)
                await site.start()
                for kind in NATIVE, SOUP:
                    connector = Aiohttp.UnixConnector(path=path, transport=kind)
                    session = Aiohttp.ClientSession(connector=connector)
                    self.assertEqual(await fetch(session, 'http://some.test/'), 'http some.test')
                    await session.close()
                await runner.cleanup()

        Aiohttp.run(main())

    def test_tls(self):
        async def main():
            certificate = Aiohttp.test_certificate_new('localhost')
            server = Aiohttp.TestServer.new(application())
            server.get_site().set_tls(Aiohttp.TlsContext.new_server(certificate))
            await server.start()
            url = f'https://localhost:{server.get_port()}/'
            trusting = Aiohttp.TlsContext.new_client()
            trusting.add_authority(certificate)
            careless = Aiohttp.TlsContext.new_client()
            careless.set_verify(False)
            for tls in trusting, careless:
                connector = Aiohttp.TcpConnector(tls_context=tls, resolver=Local())
                session = Aiohttp.ClientSession(connector=connector)
                self.assertEqual(await fetch(session, url), 'https localhost')
                await session.close()
            session = Aiohttp.ClientSession(connector=Aiohttp.TcpConnector(resolver=Local()))
            with self.assertRaises(GLib.Error) as raised:
                await session.get(url)
            self.assertTrue(raised.exception.matches(Aiohttp.client_error_quark(), Aiohttp.ClientError.TLS))
            await session.close()
            await server.stop()

        Aiohttp.run(main())

    def test_many(self):
        async def main():
            server = Aiohttp.TestServer.new(application())
            await server.start()
            session = Aiohttp.ClientSession(connector=Aiohttp.TcpConnector(limit=3))
            url = server.get_url()
            texts = await asyncio.gather(*(fetch(session, url) for _ in range(20)))
            self.assertEqual(len(texts), 20)
            await session.close()
            await server.stop()

        Aiohttp.run(main())


if __name__ == '__main__':
    unittest.main(verbosity=2)
