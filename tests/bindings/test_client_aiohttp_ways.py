# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A client that was written for aiohttp: nothing is changed but the import and how it starts."""

import asyncio
import json
import os
import pathlib
import socket
import ssl
import tempfile
import unittest

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp as aiohttp


async def echo(request):
    return aiohttp.Response(body=await request.read(), content_type='text/plain')


async def field(request):
    return request.headers.get(request.match_info['name'], '-')


async def everything(request):
    response = aiohttp.Response(text='body', headers={
        'Link': '<http://x/>; rel="next"', 'Content-Disposition': 'attachment; filename="f.txt"'})
    response.headers.add('X-A', '1')
    response.headers.add('X-A', '2')
    response.set_cookie('c', 'v', path='/', httponly=True)
    return response


async def moved(request):
    raise aiohttp.HTTPFound('/everything')


async def form(request):
    fields = await request.post()
    return {name: value if isinstance(value, str) else [value.filename, value.file.read().decode(), value.content_type]
            for name, value in fields.items()}


async def forever(request):
    await asyncio.Event().wait()


async def socket_echo(request):
    ws = aiohttp.WebSocketResponse()
    await ws.prepare(request)
    async for message in ws:
        await ws.send_str(message.data)
    return ws


def make_app():
    app = aiohttp.Application()
    app.router.add_post('/echo', echo)
    app.router.add_get('/field/{name}', field)
    app.router.add_get('/query', lambda request: request.query_string)
    app.router.add_get('/everything', everything)
    app.router.add_get('/moved', moved)
    app.router.add_get('/lines', lambda request: aiohttp.Response(body=b'one\ntwo\nthree'))
    app.router.add_post('/form', form)
    app.router.add_get('/forever', forever)
    app.router.add_get('/ws', socket_echo)
    return app


class AiohttpWaysTest(unittest.TestCase):
    def run_with(self, test, **options):
        async def main():
            app = make_app()
            app.router.add_get('/held', self.held)
            server = aiohttp.TestServer.new(app)
            await server.start()
            self.base = server.make_url('/')
            try:
                async with aiohttp.ClientSession(self.base, **options) as session:
                    await test(session)
            finally:
                await server.stop()

        aiohttp.run(main())

    async def held(self, request):
        await self.over.wait()
        return 'held'

    async def text(self, session, path, **options):
        async with session.get(path, **options) as response:
            return await response.text()

    def test_credentials(self):
        auth = aiohttp.BasicAuth('user', 'pass')
        self.assertEqual(aiohttp.BasicAuth.decode(auth.encode()), auth)
        with self.assertRaises(ValueError):
            aiohttp.BasicAuth('a:b', '')
        with self.assertRaises(ValueError):
            aiohttp.BasicAuth.decode('Bearer x')

        async def test(session):
            self.assertEqual(await self.text(session, 'field/Authorization'), auth.encode())
            other = aiohttp.BasicAuth('other', 'pass')
            self.assertEqual(await self.text(session, 'field/Authorization', auth=other), other.encode())
            with self.assertRaises(ValueError):
                await session.get('field/Authorization', auth=other, headers={'Authorization': 'x'})
            with self.assertRaises(aiohttp.ClientConnectionError):
                await session.get('http://example.test/', proxy='http://127.0.0.1:1', proxy_auth=auth)
            aiohttp.DigestAuthMiddleware('user', 'pass')

        self.run_with(test, auth=auth)

    def test_connectors(self):
        async def test(session):
            for options in ({'limit': 3, 'limit_per_host': 2, 'ttl_dns_cache': 300, 'keepalive_timeout': 3},
                            {'limit': None, 'use_dns_cache': False, 'family': socket.AF_INET, 'force_close': True},
                            {'local_addr': ('127.0.0.1', 0), 'ssl': False, 'enable_cleanup_closed': True}):
                connector = aiohttp.TCPConnector(**options)
                async with aiohttp.ClientSession(self.base, connector=connector) as other:
                    self.assertIs(other.connector, connector)
                    self.assertEqual(await self.text(other, 'query?a'), 'a')
                self.assertTrue(connector.closed)
            async with aiohttp.TCPConnector() as connector:
                pass
            await connector.close()
            with self.assertRaises(ValueError):
                aiohttp.TCPConnector(local_addr=('nowhere', 0))

        self.run_with(test)

    def test_whom_to_trust(self):
        async def test(session):
            certificate = aiohttp.test_certificate_new('localhost')
            server = aiohttp.TestServer.new(make_app())
            server.site.set_tls(aiohttp.TlsContext.new_server(certificate))
            await server.start()
            url = server.make_url('/query?a')
            with self.assertRaises(aiohttp.ClientConnectorSSLError):
                await session.get(url)
            self.assertEqual(await self.text(session, url, ssl=False), 'a')
            with self.assertRaises(aiohttp.ClientSSLError):
                await session.get(url, ssl=aiohttp.Fingerprint(bytes(32)))
            with self.assertRaises(TypeError):
                await session.get(url, ssl=ssl.create_default_context())
            await server.stop()

        self.run_with(test)

    def test_resolver(self):
        class Resolver(aiohttp.AbstractResolver):
            async def resolve(self, host, port=0, family=socket.AF_UNSPEC):
                await asyncio.sleep(0)
                if host != 'some.test':
                    raise OSError('not known')
                return [{'hostname': host, 'host': '127.0.0.1', 'port': port, 'family': family, 'proto': 0, 'flags': 0}]

        async def test(session):
            port = self.base.rpartition(':')[2]
            async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(resolver=Resolver())) as other:
                self.assertEqual(await self.text(other, f'http://some.test:{port}query?a'), 'a')
                with self.assertRaises(aiohttp.ClientConnectorDNSError) as caught:
                    await other.get(f'http://other.test:{port}')
                self.assertEqual((caught.exception.host, caught.exception.port), ('other.test', int(port.strip('/'))))

        self.run_with(test)

    def test_session(self):
        config = aiohttp.TraceConfig()

        async def test(session):
            self.assertFalse(session.closed)
            self.assertEqual((session.headers['x-given'], session.trace_configs), ('yes', [config]))
            self.assertTrue(session.auto_decompress and session.requote_redirect_url and session.connector_owner)
            self.assertFalse(session.trust_env or session.raise_for_status)
            async with session.post('echo', json={'a': 1}) as response:
                self.assertEqual(await response.text(), '{"a":1}')
            self.assertEqual(await self.text(session, 'query', params={'a': [1, 'x y'], 'b': 2.5}), 'a=1&a=x+y&b=2.5')
            self.assertEqual(await self.text(session, 'query', params=[('a', '1'), ('a', '2')]), 'a=1&a=2')
            self.assertEqual(await self.text(session, 'field/User-Agent'), '-')
            async with aiohttp.request('GET', self.base + 'query?a', read_until_eof=True) as response:
                self.assertTrue(response.ok)
            self.session = session

        self.run_with(test, headers={'X-Given': 'yes'}, trace_configs=[config], skip_auto_headers=('User-Agent',),
                      json_serialize=lambda value: json.dumps(value, separators=(',', ':')), read_bufsize=2 ** 16)
        self.assertTrue(self.session.closed)

    def test_response(self):
        async def test(session):
            async with session.get('moved') as response:
                self.assertEqual((response.ok, response.status, response.reason, response.method),
                                 (True, 200, 'OK', 'GET'))
                self.assertIsInstance(response.history, tuple)
                self.assertEqual(response.history[0].status, 302)
                self.assertEqual(response.request_info.real_url, str(response.url))
                self.assertEqual(response.host, '127.0.0.1')
                self.assertEqual(response.headers.getall('X-A'), ['1', '2'])
                self.assertIn((b'X-A', b'1'), response.raw_headers)
                self.assertEqual((response.content_type, response.charset, response.get_encoding(),
                                  response.content_length), ('text/plain', 'utf-8', 'utf-8', 4))
                self.assertEqual(response.cookies['c'].value, 'v')
                self.assertTrue(response.cookies['c']['httponly'])
                self.assertEqual(response.links, {'next': 'http://x/'})
                self.assertEqual(response.content_disposition, ('attachment', {'filename': 'f.txt'}, 'f.txt'))
                self.assertRegex(repr(response), r'<ClientResponse\(http.*/everything\) \[200 OK\]>')
                self.assertEqual(await response.read(), b'body')
                self.assertTrue(response.closed)
            async with session.post('echo', data='ä'.encode('latin1')) as response:
                self.assertEqual(await response.text(encoding='latin1'), 'ä')
                self.assertEqual(await response.text(errors='replace'), '\ufffd')
            async with session.post('echo', data='{"a": "ä"}'.encode('latin1')) as response:
                self.assertEqual(await response.json(encoding='latin1', content_type='text/plain'), {'a': 'ä'})
                with self.assertRaises(aiohttp.ContentTypeError) as caught:
                    await response.json()
                self.assertEqual(caught.exception.status, 200)

        self.run_with(test)

    def test_stream(self):
        async def test(session):
            async with session.get('lines') as response:
                self.assertEqual([line async for line in response.content], [b'one\n', b'two\n', b'three'])
            for pieces in ('iter_chunked', 3), ('iter_any',), ('iter_chunks',):
                async with session.get('lines') as response:
                    got = [piece async for piece in getattr(response.content, pieces[0])(*pieces[1:])]
                got = [piece[0] if isinstance(piece, tuple) else piece for piece in got]
                self.assertEqual(b''.join(got), b'one\ntwo\nthree')
            async with session.get('lines') as response:
                content = response.content
                self.assertEqual(await content.readuntil(b'o\n'), b'one\ntwo\n')
                self.assertEqual(await content.readexactly(2), b'th')
                self.assertFalse(content.at_eof())
                with self.assertRaises(asyncio.IncompleteReadError) as caught:
                    await content.readexactly(10)
                self.assertEqual((caught.exception.partial, caught.exception.expected), (b'ree', 10))
                self.assertTrue(content.at_eof())
                self.assertEqual(content.total_bytes, 13)

        self.run_with(test)

    def test_errors(self):
        async def check(response):
            if response.status == 404:
                raise KeyError(response.reason)

        async def test(session):
            with self.assertRaises(aiohttp.ClientResponseError) as caught:
                await session.get('nowhere', raise_for_status=True)
            self.assertEqual((caught.exception.status, caught.exception.history), (404, ()))
            self.assertIsNotNone(caught.exception.headers)
            with self.assertRaises(KeyError):
                async with session.get('nowhere'):
                    pass
            with self.assertRaises(KeyError):
                await asyncio.gather(session.get('query'), session.get('nowhere'))
            async with session.get('nowhere', raise_for_status=False) as response:
                self.assertEqual(response.status, 404)
            with self.assertRaises(aiohttp.ClientConnectorError) as caught:
                await session.get('http://127.0.0.1:1/')
            self.assertEqual((caught.exception.host, caught.exception.port), ('127.0.0.1', 1))
            with self.assertRaises(asyncio.TimeoutError):
                await session.get('forever', timeout=aiohttp.ClientTimeout(total=0.05))
            with self.assertRaises(asyncio.TimeoutError):
                await asyncio.wait_for(session.get('forever'), 0.05)
            with self.assertRaises(ValueError):
                await session.get('http://')

        self.run_with(test, raise_for_status=check)

    def test_forms(self):
        async def test(session):
            with tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder, 'note.txt')
                path.write_text('a note')
                with open(path, 'rb') as file:
                    async with session.post('form', data={'file': file}) as response:
                        self.assertEqual(await response.json(), {'file': ['note.txt', 'a note', 'text/plain']})
                with open(path, 'rb') as file:
                    data = aiohttp.FormData()
                    data.add_field('file', file, filename='other.bin', content_type='image/x')
                    data.add_fields(('a', '1'), {'b': '2'})
                    async with session.post('form', data=data) as response:
                        self.assertEqual(await response.json(),
                                         {'file': ['other.bin', 'a note', 'image/x'], 'a': '1', 'b': '2'})
                with open(path, 'rb') as file:
                    async with session.post('echo', data=file) as response:
                        self.assertEqual(await response.text(), 'a note')
            with aiohttp.MultipartWriter('mixed') as writer:
                writer.append('text', {'X-Part': 'one'})
                writer.append_json({'a': 1})
                writer.append_form([('x', 'y')])
            self.assertEqual(len(writer), 3)
            async with session.post('echo', data=writer) as response:
                text = await response.text()
            for part in 'X-Part: one', 'text', '{"a": 1}', 'x=y', writer.boundary:
                self.assertIn(part, text)

        self.run_with(test)

    def test_cookies(self):
        async def test(session):
            jar = session.cookie_jar
            async with session.get('everything') as response:
                given = response.cookies
            self.assertEqual([cookie.get_name() for cookie in jar], ['c'])
            other = aiohttp.CookieJar(unsafe=True)
            other.update_cookies(given, self.base)
            self.assertEqual(other.filter_cookies(self.base), {'c': 'v'})
            with tempfile.TemporaryDirectory() as folder:
                await other.save(pathlib.Path(folder, 'jar'))
                loaded = aiohttp.CookieJar(unsafe=True)
                await loaded.load(os.path.join(folder, 'jar'))
                self.assertEqual(len(loaded), 1)
            self.assertEqual(await self.text(session, 'field/Cookie', cookies=given), 'c=v')

        self.run_with(test, cookie_jar=aiohttp.CookieJar(unsafe=True))

    def test_traces(self):
        told = []
        config = aiohttp.TraceConfig(trace_config_ctx_factory=lambda trace_request_ctx=None: {'for': trace_request_ctx})
        plain = aiohttp.TraceConfig()

        async def on_start(session, context, params):
            context['start'] = len(told)
            told.append((params.method, str(params.url), context['for']))

        async def on_end(session, context, params):
            told.append((params.response.status, context['start']))

        async def on_exception(session, context, params):
            told.append(type(params.exception))

        async def plainly(session, context, params):
            context.begun = context.trace_request_ctx

        config.on_request_start.append(on_start)
        config.on_request_end.append(on_end)
        config.on_request_exception.append(on_exception)
        plain.on_request_start.append(plainly)
        plain.on_request_end.append(lambda session, context, params: told.append(context.begun))

        async def test(session):
            await self.text(session, 'query', trace_request_ctx={'a': 1})
            with self.assertRaises(aiohttp.ClientConnectorError):
                await session.get('http://127.0.0.1:1/')
            self.assertEqual(told, [('GET', self.base + 'query', {'a': 1}), (200, 0), {'a': 1},
                                    ('GET', 'http://127.0.0.1:1/', None), aiohttp.ClientConnectorError])

        self.run_with(test, trace_configs=[config, plain])

    def test_every_trace(self):
        class Resolver(aiohttp.AbstractResolver):
            async def resolve(self, host, port=0, family=0):
                return '127.0.0.1'

        told = []
        config = aiohttp.TraceConfig()
        names = [name for name in dir(config) if name.startswith('on_')]
        for name in names:
            def tell(session, context, params, name=name[3:]):
                told.append(name)

            getattr(config, name).append(tell)

        async def test(session):
            self.over = asyncio.Event()
            port = self.base.rpartition(':')[2]
            connector = aiohttp.TCPConnector(limit=1, resolver=Resolver(), keepalive_timeout=30)
            async with aiohttp.ClientSession(f'http://some.test:{port}', connector=connector,
                                             trace_configs=[config]) as traced:
                first = asyncio.ensure_future(self.text(traced, 'held'))
                while 'request_headers_sent' not in told:
                    await asyncio.sleep(0.001)
                self.assertEqual(told, [
                    'request_start', 'connection_create_start', 'dns_cache_miss', 'dns_resolvehost_start',
                    'dns_resolvehost_end', 'connection_create_end', 'request_headers_sent'])
                told.clear()
                second = asyncio.ensure_future(traced.post('echo', data='body'))
                while 'connection_queued_start' not in told:
                    await asyncio.sleep(0.001)
                self.over.set()
                self.assertEqual(await first, 'held')
                async with await second as response:
                    self.assertEqual(await response.text(), 'body')
                while told.count('request_end') < 2:
                    await asyncio.sleep(0.001)
                for expected in 'connection_queued_end', 'connection_reuseconn', 'request_chunk_sent', 'response_chunk_received':
                    self.assertIn(expected, told)
                self.assertLess(told.index('connection_queued_end'), told.index('connection_reuseconn'))
                told.clear()
                async with traced.get('moved', headers={'Connection': 'close'}) as response:
                    self.assertEqual(response.status, 200)
                with self.assertRaises(aiohttp.ClientError):
                    await traced.get('http://127.0.0.1:1/')
                while 'request_exception' not in told:
                    await asyncio.sleep(0.001)
                for expected in 'request_redirect', 'dns_cache_hit', 'request_end', 'request_exception':
                    self.assertIn(expected, told)
            self.assertEqual(len(names), 16)

        self.run_with(test)

    def test_web_socket(self):
        async def test(session):
            async with session.ws_connect('ws') as ws:
                await ws.send_str('text')
                async for message in ws:
                    self.assertEqual((message.type, message.data), (aiohttp.WSMsgType.TEXT, 'text'))
                    break
                await ws.send_str('text')
                with self.assertRaises(aiohttp.WSMessageTypeError):
                    await ws.receive_bytes()
            with self.assertRaises(aiohttp.WSServerHandshakeError) as caught:
                await session.ws_connect('nowhere')
            self.assertEqual(caught.exception.status, 404)

        self.run_with(test)

    def test_every_exception(self):
        # of aiohttp's client, each below those that it is below there
        tree = {
            'ClientError': 'ClientResponseError ClientConnectionError ClientPayloadError InvalidURL NonHttpUrlClientError '
                           'RedirectClientError',
            'ClientResponseError': 'ContentTypeError WSServerHandshakeError ClientHttpProxyError TooManyRedirects',
            'ClientConnectionError': 'ClientConnectionResetError ClientOSError ServerConnectionError',
            'ClientOSError': 'ClientConnectorError',
            'ClientConnectorError': 'ClientConnectorDNSError ClientProxyConnectionError UnixClientConnectorError '
                                    'ClientSSLError',
            'ClientSSLError': 'ClientConnectorSSLError ClientConnectorCertificateError ServerFingerprintMismatch',
            'ServerConnectionError': 'ServerDisconnectedError ServerTimeoutError',
            'ServerTimeoutError': 'ConnectionTimeoutError SocketTimeoutError',
            'InvalidURL': 'InvalidUrlClientError',
            'InvalidUrlClientError': 'InvalidUrlRedirectClientError',
            'RedirectClientError': 'InvalidUrlRedirectClientError NonHttpUrlRedirectClientError',
        }
        table = pathlib.Path(__file__).parents[2].joinpath('docs', 'errors.md').read_text()
        for base, names in tree.items():
            for name in names.split():
                self.assertTrue(issubclass(getattr(aiohttp, name), getattr(aiohttp, base)), name)
                self.assertIn(f'`{name}`', table)
        for name, base in (('ServerTimeoutError', TimeoutError), ('InvalidURL', ValueError),
                           ('WSMessageTypeError', TypeError)):
            self.assertTrue(issubclass(getattr(aiohttp, name), base), name)


if __name__ == '__main__':
    unittest.main()
