# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""https in Python, with Python's own ssl for a client."""

import asyncio
import http.client
import os
import socket
import ssl
import tempfile
import unittest

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, Gio, GLib


async def hello(request):
    info = request.get_tls_info()
    certificate = info.props.peer_certificate
    subject = certificate.get_subject_name() if certificate else 'nobody'
    return f'{request.scheme} {info.props.protocol_version.value_nick} {info.props.server_name} {subject}'


def certificate_for(host):
    return Aiohttp.test_certificate_new(host)


class File:
    """A PEM file of a certificate, with its key or without."""

    def __init__(self, certificate, key=True):
        self.handle = tempfile.NamedTemporaryFile('w', suffix='.pem')
        self.name = self.handle.name
        self.write(certificate, key)

    def write(self, certificate, key=True):
        self.handle.seek(0)
        self.handle.truncate()
        self.handle.write(certificate.props.certificate_pem)
        if key:
            self.handle.write(certificate.props.private_key_pem)
        self.handle.flush()


def client_context(trusted=None, version=None, certificate=None):
    context = ssl.create_default_context()
    if trusted is not None:
        context.load_verify_locations(cadata=trusted.props.certificate_pem)
    else:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    if version is not None:
        context.minimum_version = context.maximum_version = version
    if certificate is not None:
        context.load_cert_chain(certificate.name)
    return context


def fetch(port, context, host='localhost'):
    connection = http.client.HTTPSConnection(host, port, timeout=10, context=context)
    # The name is asked for; the address is always this one.
    with socket.create_connection(('127.0.0.1', port), 10) as plain:
        connection._create_connection = lambda address, *rest: plain
        try:
            connection.request('GET', '/')
            return connection.getresponse().read().decode()
        finally:
            connection.close()


class Served:
    def __init__(self, tls):
        app = Aiohttp.Application()
        app.router.add_get('/', hello)
        self.server = Aiohttp.TestServer.new(app)
        self.server.get_site().set_tls(tls)

    async def __aenter__(self):
        await self.server.start()
        self.port = self.server.get_port()
        return self

    async def __aexit__(self, *exception):
        await self.server.stop()

    def fetch(self, *args, **options):
        return asyncio.to_thread(fetch, self.port, *args, **options)


class TlsTest(unittest.TestCase):
    def test_versions(self):
        async def main():
            certificate = certificate_for(None)
            async with Served(Aiohttp.TlsContext.new_server(certificate)) as served:
                for version, name in (ssl.TLSVersion.TLSv1_2, 'tls-1-2'), (ssl.TLSVersion.TLSv1_3, 'tls-1-3'):
                    text = await served.fetch(client_context(certificate, version))
                    self.assertEqual(text, f'https {name} localhost nobody')
                self.assertTrue(served.server.get_url().startswith('https://'))
                with self.assertRaises(ssl.SSLError):
                    await served.fetch(client_context(certificate_for(None)))

        Aiohttp.run(main())

    def test_client_certificate(self):
        async def main():
            certificate, somebody = certificate_for(None), certificate_for('somebody')
            own = File(somebody)
            tls = Aiohttp.TlsContext.new_server(certificate)
            tls.props.authentication_mode = Gio.TlsAuthenticationMode.REQUIRED
            with self.assertRaises(GLib.Error) as caught:
                tls.check()
            self.assertTrue(caught.exception.matches(Aiohttp.error_quark(), Aiohttp.Error.INVALID_STATE))
            tls.set_fingerprints([fingerprint_of(somebody)])
            async with Served(tls) as served:
                text = await served.fetch(client_context(certificate, certificate=own))
                self.assertEqual(text, 'https tls-1-3 localhost CN=somebody')
                with self.assertRaises((ssl.SSLError, OSError, http.client.HTTPException)):
                    await served.fetch(client_context(certificate))

        Aiohttp.run(main())

    def test_server_name(self):
        async def main():
            first, second = certificate_for('localhost'), certificate_for('other.test')
            other = Aiohttp.TlsContext.new_server(second)
            asked = []

            def choose(context, name):
                asked.append(name)
                if name == 'other.test':
                    return other
                if name == 'unknown.test':
                    raise GLib.Error('not here', 'g-io-error-quark', Gio.IOErrorEnum.NOT_FOUND)
                return None

            tls = Aiohttp.TlsContext.new_server(first)
            tls.set_server_name_func(choose)
            async with Served(tls) as served:
                await served.fetch(client_context(first))
                await served.fetch(client_context(second), 'other.test')
                with self.assertRaises(ssl.SSLError):
                    await served.fetch(client_context(), 'unknown.test')
            self.assertEqual(asked, ['localhost', 'other.test', 'unknown.test'])

        Aiohttp.run(main())

    def test_reload(self):
        async def main():
            first, second = certificate_for(None), certificate_for(None)
            file = File(first)
            tls = Aiohttp.TlsContext.new_server_for_files(file.name, None)
            async with Served(tls) as served:
                await served.fetch(client_context(first))
                file.write(second)
                tls.reload()
                await served.fetch(client_context(second))
                with self.assertRaises(ssl.SSLError):
                    await served.fetch(client_context(first))
                os.truncate(file.name, 10)
                with self.assertRaises(GLib.Error):
                    tls.reload()
                await served.fetch(client_context(second))

        Aiohttp.run(main())

    def test_unusable(self):
        with self.assertRaises(GLib.Error):
            Aiohttp.TlsContext.new_server_for_files('/nowhere.pem', None)
        client = Aiohttp.TlsContext(priorities='NORMAL:+NONSENSE')
        with self.assertRaises(GLib.Error):
            client.check()
        self.assertEqual(client.props.alpn_protocols, ['http/1.1'])


def fingerprint_of(certificate):
    import hashlib

    return hashlib.sha256(ssl.PEM_cert_to_DER_cert(certificate.props.certificate_pem)).hexdigest()


if __name__ == '__main__':
    unittest.main()
