# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Requests in Python: accessors, items, forms, parts, streams, objects of JSON, copies."""

import unittest

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GLib, GObject


class Book(GObject.Object):
    __gtype_name__ = 'TestRequestBook'

    title = GObject.Property(type=str)
    pages = GObject.Property(type=int, minimum=1, maximum=100, default=1)


async def accessors(request):
    request['user'] = {'name': 'me'}
    request['n'] = 5
    assert request['user']['name'] == 'me' and request['n'] == 5 and 'user' in request
    assert request.get('none', 7) == 7 and sorted(request) == ['n', 'user']
    del request['n']
    assert 'n' not in request
    return {
        'cookies': request.cookies,
        'tags': [str(tag) for tag in request.if_match],
        'any': request.if_none_match[0].is_any(),
        'since': request.if_modified_since.get_year(),
        'range': [request.http_range.start, request.http_range.stop],
        'forwarded': [element.get_for() for element in request.forwarded],
        'secure': request.secure,
        'url': request.url.partition('?')[2],
        'peer': request.get_extra_info('peername').get_address().to_string(),
        'none': request.get_extra_info('none'),
        'raw': [bytes(name).decode() for name, value in request.raw_headers][:1],
    }


async def form(request):
    data = await request.post()
    picture = data.get('picture')
    content = await Aiohttp.StreamReader.new(picture.open()).read() if picture is not None else b''
    return {'keys': data.keys(), 'all': data.getall('a'), 'first': data['a'], 'none': data.get('none'),
            'file': [picture.filename, picture.size, content.decode()] if picture is not None else None}


async def parts(request):
    found = {}
    async for part in request.multipart():
        found[part.name] = await part.json() if part.content_type == 'application/json' else await part.text()
    return found


async def stream(request):
    return ','.join([line.decode().strip() async for line in request.content])


async def book(request):
    made = await request.json_object(Book)
    return f'{made.title} {made.pages}'


async def clone(request):
    copy = request.clone(method='PUT', rel_url='/x?y=1', headers={'X-A': 1}, remote='192.0.2.1')
    return ' '.join([copy.method, copy.rel_url, copy.headers['X-A'], copy.remote, await copy.text()])


MULTIPART = (b'--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n'
             b'--b\r\nContent-Disposition: form-data; name=a\r\nContent-Type: application/json\r\n\r\n{"x": 2}\r\n'
             b'--b\r\nContent-Disposition: form-data; name=picture; filename=p.png\r\n\r\nabc\r\n--b--')


class RequestTest(unittest.TestCase):
    def ask(self, handler, body=None, status=200, **headers):
        async def main():
            app = Aiohttp.Application()
            app.router.add_route('POST', '/', handler)
            server = Aiohttp.TestServer.new(app)
            await server.start()
            try:
                async with Aiohttp.ClientSession() as session:
                    names = {name.replace('_', '-'): value for name, value in headers.items()}
                    async with session.post(server.make_url('/?q=1'), data=body or b'', headers=names) as response:
                        self.assertEqual(response.status, status)
                        return await response.json() if 'json' in response.content_type else await response.text()
            finally:
                await server.stop()

        return Aiohttp.run(main())

    def test_accessors(self):
        found = self.ask(accessors, Cookie='a=1; b="x y"', If_Match='"v", W/"w"', If_None_Match='*',
                         If_Modified_Since='Sun, 06 Nov 1994 08:49:37 GMT', Range='bytes=2-4',
                         Forwarded='for=a, for=b')
        found.pop('raw')
        self.assertEqual(found, {
            'cookies': {'a': '1', 'b': 'x y'}, 'tags': ['"v"', 'W/"w"'], 'any': True, 'since': 1994, 'range': [2, 5],
            'forwarded': ['a', 'b'], 'secure': False, 'url': 'q=1', 'peer': '127.0.0.1', 'none': None})

    def test_form(self):
        found = self.ask(form, b'a=1&a=2&b=x+y', Content_Type='application/x-www-form-urlencoded')
        self.assertEqual(found, {'keys': ['a', 'a', 'b'], 'all': ['1', '2'], 'first': '1', 'none': None, 'file': None})

    def test_upload(self):
        body = MULTIPART.replace(b'\r\nContent-Type: application/json', b'')
        found = self.ask(form, body, Content_Type='multipart/form-data; boundary=b')
        self.assertEqual(found['all'], ['1', '{"x": 2}'])
        self.assertEqual(found['file'], ['p.png', 3, 'abc'])

    def test_parts(self):
        found = self.ask(parts, MULTIPART, Content_Type='multipart/form-data; boundary=b')
        self.assertEqual(found, {'a': {'x': 2}, 'picture': 'abc'})
        self.ask(parts, b'--b\r\n', 400, Content_Type='multipart/form-data; boundary=b')

    def test_stream(self):
        self.assertEqual(self.ask(stream, b'one\ntwo\nthree'), 'one,two,three')

    def test_object(self):
        self.assertEqual(self.ask(book, b'{"title": "T", "pages": 3}', Content_Type='application/json'), 'T 3')
        refused = self.ask(book, b'{"pages": "many"}', 400, Content_Type='application/json')
        self.assertIn('“pages” must be a whole number', refused)

    def test_clone(self):
        self.assertEqual(self.ask(clone, b'body'), 'PUT /x?y=1 1 192.0.2.1 body')


if __name__ == '__main__':
    unittest.main()
