# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Files in Python: FileResponse, add_static, their options and URLs."""

import asyncio
import pathlib
import tempfile
import unittest

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GLib


async def get(port, path, **headers):
    reader, writer = await asyncio.open_connection('127.0.0.1', port)
    fields = ''.join(f'{name.replace("_", "-")}: {value}\r\n' for name, value in headers.items())
    writer.write(f'GET {path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n{fields}\r\n'.encode())
    head, _, body = (await reader.read()).decode().partition('\r\n\r\n')
    writer.close()
    lines = head.split('\r\n')
    return int(lines[0].split()[1]), body, dict(line.split(': ', 1) for line in lines[1:])


class FilesTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name) / 'root'
        (self.root / 'sub').mkdir(parents=True)
        (self.root / 'a.txt').write_text('Hello')
        (self.root / '.hidden').write_text('hidden')
        (self.root.parent / 'outside').write_text('outside')
        (self.root / 'out').symlink_to('../outside')

    def serve(self, app, *requests):
        async def main():
            server = Aiohttp.TestServer.new(app)
            await server.start()
            replies = [await get(server.get_port(), path, **headers) for path, headers in requests]
            await server.stop()
            return replies

        return Aiohttp.run(main())

    def test_file_response(self):
        async def report(request):
            return Aiohttp.FileResponse(self.root / 'a.txt', headers={'X-Own': 'yes'})

        app = Aiohttp.Application()
        app.router.add_get('/', report)
        app.router.add_get('/gone', lambda request: Aiohttp.FileResponse(str(self.root / 'gone')))
        app.router.add_get('/404', lambda request: Aiohttp.FileResponse(self.root / 'a.txt', status=404, reason='No'))
        whole, part, gone, other = self.serve(app, ('/', {}), ('/', {'Range': 'bytes=1-2'}), ('/gone', {}), ('/404', {}))
        self.assertEqual(whole[:2], (200, 'Hello'))
        self.assertEqual((whole[2]['X-Own'], whole[2]['Content-Type']), ('yes', 'text/plain'))
        self.assertEqual(part[:2], (206, 'el'))
        self.assertEqual(gone[0], 404)
        self.assertEqual(other[:2], (404, 'Hello'))

    def test_static(self):
        app = Aiohttp.Application()
        files = app.router.add_static('/s', self.root, name='files', show_index=True, cache_control='max-age=60')
        self.assertIsInstance(files, Aiohttp.StaticResource)
        self.assertEqual(files.get_directory(), str(self.root))
        self.assertEqual(files.props.index, 'index.html')
        self.assertEqual(app.router['files'], files)
        self.assertEqual(files.url_for(filename='a.txt'), '/s/a.txt')
        self.assertEqual(str(app.router.url_for('files', filename='sub/b c')), '/s/sub/b%20c')
        self.assertRegex(files.url_for(filename='/a.txt', append_version=True), r'^/s/a\.txt\?v=[\w-]{43}$')
        file, listing, hidden, out = self.serve(
            app, ('/s/a.txt', {}), ('/s/', {}), ('/s/.hidden', {}), ('/s/out', {}))
        self.assertEqual(file[:2], (200, 'Hello'))
        self.assertEqual(file[2]['Cache-Control'], 'max-age=60')
        self.assertIn('a.txt', listing[1])
        self.assertEqual((hidden[0], out[0]), (404, 404))

    def test_options(self):
        routes = Aiohttp.RouteTableDef()
        routes.static('/open', self.root, show_hidden=True, break_symlink_sandbox=True, append_version=True)
        app = Aiohttp.Application()
        app.add_routes(routes)
        app.add_routes([Aiohttp.static('/strict', self.root, symlinks=Aiohttp.Symlinks.NONE)])
        opened, strict = app.router.resources()
        self.assertIn('?v=', opened.url_for(filename='a.txt'))
        self.assertNotIn('?v=', opened.url_for(filename='nothing'))
        self.assertEqual(strict.props.symlinks, Aiohttp.Symlinks.NONE)
        hidden, out, refused = self.serve(app, ('/open/.hidden', {}), ('/open/out', {}), ('/strict/', {}))
        self.assertEqual((hidden[1], out[1], refused[0]), ('hidden', 'outside', 403))

    def test_refused(self):
        router = Aiohttp.Application().router
        with self.assertRaises(GLib.Error) as caught:
            router.add_static('/s', self.root / 'gone')
        self.assertTrue(caught.exception.matches(Aiohttp.error_quark(), Aiohttp.Error.INVALID_ARGUMENT))


if __name__ == '__main__':
    unittest.main()
