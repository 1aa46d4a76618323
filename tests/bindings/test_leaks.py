# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Thousands of requests leave nothing behind: no object, no task, no memory to speak of."""

import asyncio
import gc
import os
import unittest

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GObject

WARM = 500
REQUESTS = 5000
AT_A_TIME = 10
# What allocators and caches may keep: one lost request or response is over 2,000 bytes.
BYTES_PER_REQUEST = 1000


def resident():
    with open('/proc/self/statm', encoding='ascii') as file:
        return int(file.read().split()[1]) * os.sysconf('SC_PAGESIZE')


def objects():
    gc.collect()
    return sum(1 for thing in gc.get_objects() if isinstance(thing, GObject.Object))


def plain(request):
    return Aiohttp.Response(text='Hello, ' + request.match_info['name'])


class Echo(Aiohttp.View):
    async def post(self):
        await asyncio.sleep(0)
        return {'echo': self.request['text'] + await self.request.text()}


class Before(Aiohttp.Middleware):
    def before(self, request):
        request['text'] = ''

    def after(self, request, response):
        response.headers['X-After'] = 'yes'


async def around(request, handler):
    return await handler(request)


async def crash(request):
    raise Aiohttp.HTTPForbidden(text='no')


class LeakTest(unittest.TestCase):
    async def requests(self, session, url, count):
        async def some():
            for i in range(count // AT_A_TIME // 3):
                async with session.get(url + '/hello/you') as response:
                    self.assertEqual(await response.text(), 'Hello, you')
                async with session.post(url + '/echo', data='abc') as response:
                    self.assertEqual(await response.json(), {'echo': 'abc'})
                async with session.get(url + '/crash') as response:
                    self.assertEqual(response.status, 403)
                    await response.read()

        await asyncio.gather(*(some() for _ in range(AT_A_TIME)))

    async def main(self):
        app = Aiohttp.Application(middlewares=[Before(), around])
        app.router.add_get('/hello/{name}', plain)
        app.router.add_view('/echo', Echo)
        app.router.add_get('/crash', crash)
        server = Aiohttp.TestServer.new(app)
        await server.start()
        async with Aiohttp.ClientSession() as session:
            url = server.get_url()
            await self.requests(session, url, WARM)
            before, living = resident(), objects()
            await self.requests(session, url, REQUESTS)
            self.assertLessEqual(objects(), living + 20)
            growth = resident() - before
            print(f'{growth / REQUESTS:.0f} bytes per request')
            self.assertLess(growth, REQUESTS * BYTES_PER_REQUEST)
            self.assertLess(len(asyncio.all_tasks()), 5)
        await server.stop()

    def test_requests(self):
        Aiohttp.run(self.main())


if __name__ == '__main__':
    unittest.main()
