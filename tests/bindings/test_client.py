# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""The client in Python: bodies of every kind, options, cookies, timeouts."""

import io
import os
import pathlib
import tempfile
import unittest

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, Gio, GLib


async def echo(request):
    return f'{request.headers.get("Content-Type")}|{await request.text()}'


async def form(request):
    fields = await request.post()
    file = fields.get('file')
    return {'type': request.content_type, 'a': fields.get('a'),
            'file': file.filename if hasattr(file, 'filename') else file}


async def header(request):
    return request.headers.get(request.query['name'], '-')


async def query(request):
    return request.query_string


async def raw(request):
    return Aiohttp.Response(body=await request.read(), content_type='text/plain')


async def linked(request):
    headers = {'X-Case': 'a', 'Content-Disposition': 'inline; size=5',
               'Link': "</2>; rel=next; title*=UTF-8''%c3%a9, </9>; rel=last"}
    return Aiohttp.Response(text='text', headers=headers)


class ClientTest(unittest.TestCase):
    def run_client(self, body, **options):
        async def main():
            app = Aiohttp.Application()
            app.router.add_post('/echo', echo)
            app.router.add_post('/form', form)
            app.router.add_get('/header', header)
            app.router.add_get('/query', query)
            app.router.add_post('/raw', raw)
            app.router.add_get('/linked', linked)
            server = Aiohttp.TestServer.new(app)
            await server.start()
            async with Aiohttp.ClientSession(server.make_url('/'), **options) as session:
                await body(session)
            await server.stop()

        Aiohttp.run(main())

    def test_bodies(self):
        async def numbers():
            for n in range(3):
                yield f'{n};'

        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, 'file.xyz')
            with open(path, 'w') as file:
                file.write('file')

            async def body(session):
                stream = Gio.MemoryInputStream.new_from_bytes(GLib.Bytes.new(b'stream'))
                rows = [
                    ('text', 'text/plain; charset=utf-8|text'),
                    (b'bytes', 'application/octet-stream|bytes'),
                    (bytearray(b'array'), 'application/octet-stream|array'),
                    (numbers(), 'application/octet-stream|0;1;2;'),
                    ([b'a', b'b'].__iter__(), 'application/octet-stream|ab'),
                    (io.BytesIO(b'file object'), 'application/octet-stream|file object'),
                    (stream, 'application/octet-stream|stream'),
                    (Gio.File.new_for_path(path), 'application/octet-stream|file'),
                    ({'a': '1 2', 'b': 3}, 'application/x-www-form-urlencoded|a=1+2&b=3'),
                    ([('a', '1'), ('a', '2')], 'application/x-www-form-urlencoded|a=1&a=2'),
                ]
                for data, expected in rows:
                    with self.subTest(expected=expected):
                        async with session.post('echo', data=data) as response:
                            self.assertEqual(await response.text(), expected)
                with self.assertRaises(TypeError):
                    await session.post('echo', data=5)

            self.run_client(body)

    def test_failing_generator(self):
        async def failing():
            yield b'x'
            raise RuntimeError('no more')

        async def body(session):
            with self.assertRaises(GLib.Error) as caught:
                await session.post('echo', data=failing())
            self.assertIn('no more', caught.exception.message)
            self.assertEqual(await (await session.get('query?a=1')).text(), 'a=1')

        self.run_client(body)

    def test_form(self):
        async def body(session):
            data = Aiohttp.FormData({'a': '1'})
            data.add_field('file', b'bytes', filename='f.bin', content_type='image/x')
            async with session.post('form', data=data) as response:
                self.assertEqual(await response.json(), {'type': 'multipart/form-data', 'a': '1', 'file': 'f.bin'})
            async with session.post('form', data=Aiohttp.FormData([('a', 2)], default_to_multipart=True)) as response:
                self.assertEqual((await response.json())['type'], 'multipart/form-data')
            with self.assertRaises(GLib.Error):
                data.add_field('a\r\nb', '')

        self.run_client(body)

    def test_download(self):
        async def body(session):
            with tempfile.TemporaryDirectory() as folder:
                path = pathlib.Path(folder, 'file')
                told = []
                await session.download('query?a=1', path, progress=lambda *progress: told.append(progress))
                self.assertEqual((path.read_text(), told[-1]), ('a=1', (3, 3)))
                await session.download('query?b=2', Gio.File.new_for_path(str(path)), resume=True)
                self.assertEqual(path.read_text(), 'b=2')
                with self.assertRaises(Aiohttp.ClientResponseError):
                    await session.download('nowhere', path)
                self.assertEqual(path.read_text(), 'b=2')

        self.run_client(body)

    def test_options(self):
        async def body(session):
            self.assertEqual(await (await session.get('query', params={'b': 2})).text(), 'a=1&b=2')
            self.assertEqual(await (await session.get('header?name=Cookie', params='')).text(), 'shared=s')
            response = await session.get('header?name=Cookie', cookies={'own': 'o'})
            self.assertIn('own=o', await response.text())
            response = await session.get('header?name=Authorization')
            self.assertEqual(await response.text(), Aiohttp.encode_basic_auth('user', 'pass'))
            response = await session.get('header?name=User-Agent', skip_auto_headers=['User-Agent'])
            self.assertEqual(await response.text(), '-')
            told = []
            response = await session.post('echo', data='x' * 1000, compress=True, expect100=True,
                                          upload_progress=lambda done, total: told.append((done, total)),
                                          timeout=Aiohttp.ClientTimeout(total=20, sock_read=10))
            self.assertEqual((await response.text()).partition('|')[2], 'x' * 1000)
            self.assertEqual(told[-1][1], -1)
            with self.assertRaises(TypeError):
                await session.get('query', nonsense=1)

        self.run_client(body, params={'a': 1}, cookies={'shared': 's'}, timeout=Aiohttp.ClientTimeout(total=30),
                        auth=Aiohttp.encode_basic_auth('user', 'pass'), requote_redirect_url=False)

    def test_raise_for_status(self):
        asked = []

        async def read(response):
            asked.append(await response.text())
            if 'bad' in asked[-1]:
                raise LookupError(asked[-1])

        def refuse(response):
            raise PermissionError(response.status)

        async def body(session):
            self.assertEqual(await (await session.get('query?good')).text(), 'good')
            with self.assertRaisesRegex(LookupError, 'bad'):
                await session.get('query?bad')
            with self.assertRaises(PermissionError):
                await session.get('query?good', raise_for_status=refuse)
            with self.assertRaises(Aiohttp.ClientResponseError):
                await session.get('missing', raise_for_status=True)
            self.assertEqual((await session.get('missing', raise_for_status=False)).status, 404)
            self.assertEqual(asked, ['good', 'bad'])

        self.run_client(body, raise_for_status=read)

    def test_fallback_charset(self):
        async def body(session):
            self.assertEqual(await (await session.post('raw', data=b'caf\xe9')).text(), 'café')

        def resolve(response, data):
            self.assertEqual((response.status, data), (200, b'caf\xe9'))
            return 'latin1'

        self.run_client(body, fallback_charset_resolver=resolve)

    def test_response_fields(self):
        async def body(session):
            response = await session.get('linked')
            link, other = response.list_links()
            self.assertEqual((link.get_rel(), link.get_title(), link.get_url()[-2:]), ('next', 'é', '/2'))
            self.assertTrue(other.has_rel('last'))
            self.assertEqual(response.get_links()['next'], link.get_url())
            self.assertIn((b'X-Case', b'a'), response.raw_headers)
            self.assertEqual(response.get_host(), '127.0.0.1')
            self.assertEqual(response.get_disposition_param('size'), '5')
            self.assertEqual((await response.text(), response.get_received_bytes()), ('text', 4))
            self.assertEqual(response.content.get_total_bytes(), 4)

        self.run_client(body)

    def test_cookie_jar(self):
        jar = Aiohttp.CookieJar(unsafe=True)
        jar.update_cookies({'a': '1'}, 'http://example.com/')
        jar.update_cookies({'b': '2'})
        self.assertEqual(jar.filter_cookies('http://example.com/x'), {'a': '1', 'b': '2'})
        self.assertEqual(len(jar), 2)
        self.assertEqual([cookie.get_name() for cookie in jar], ['a'])
        self.assertEqual(len(Aiohttp.DummyCookieJar()), 0)
        trusting = Aiohttp.CookieJar(treat_as_secure_origin='http://localhost:8080')
        trusting.update_from_header('c=3; Secure', 'http://localhost:8080/')
        self.assertEqual(trusting.filter_cookies('http://localhost:8080/'), {'c': '3'})
        self.assertEqual(trusting.filter_cookies('http://localhost/'), {})
        trusting.clear(lambda cookie: cookie.get_name() == 'x')
        self.assertEqual(len(trusting), 1)
        trusting.clear(lambda cookie: cookie.get_secure())
        self.assertEqual(len(trusting), 0)

        async def main():
            with tempfile.TemporaryDirectory() as folder:
                file = Gio.File.new_for_path(os.path.join(folder, 'jar'))
                await jar.save(file)
                loaded = Aiohttp.CookieJar()
                await loaded.load(file)
                self.assertEqual(loaded.filter_cookies('http://example.com/'), {'a': '1', 'b': '2'})

        Aiohttp.run(main())

    def test_digest(self):
        async def main():
            app = Aiohttp.Application()
            seen = []

            async def protected(request):
                answer = request.headers.get('Authorization')
                seen.append(answer)
                if answer is None:
                    return Aiohttp.Response(status=401, headers={
                        'WWW-Authenticate': 'Digest realm="r", nonce="n", qop="auth-int, auth", algorithm=SHA-256'})
                return await request.text()

            app.router.add_post('/', protected)
            server = Aiohttp.TestServer.new(app)
            await server.start()
            digest = Aiohttp.DigestAuthMiddleware.new('user', 'pass')
            async with Aiohttp.ClientSession(middlewares=[digest]) as session:
                for _ in range(2):
                    response = await session.post(server.make_url('/'), data='body')
                    self.assertEqual((response.status, await response.text()), (200, 'body'))
            await server.stop()
            self.assertEqual([answer is None for answer in seen], [True, False, False])
            self.assertIn('nc=00000002', seen[2])
            self.assertIn('qop=auth-int', seen[2])

        Aiohttp.run(main())


if __name__ == '__main__':
    unittest.main()
