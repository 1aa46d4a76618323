# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""WebSockets in Python, as aiohttp's programs write them."""

import asyncio
import contextlib
import unittest

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GLib

MessageType = Aiohttp.WebSocketMessageType


@contextlib.asynccontextmanager
async def serving(**handlers):
    app = Aiohttp.Application()
    for name, handler in handlers.items():
        app.router.add_get(f'/{name}', handler)
    server = Aiohttp.TestServer.new(app)
    await server.start()
    try:
        async with Aiohttp.ClientSession() as session:
            yield session, server.make_url('/').rstrip('/')
    finally:
        await server.stop()


async def echo(request):
    ws = Aiohttp.WebSocketResponse(protocols=('echo',), timeout=5)
    if not ws.can_prepare(request)[0]:
        return 'not a websocket'
    await ws.prepare(request)
    async for message in ws:
        if message.type == MessageType.TEXT:
            await ws.send_str(message.data + '/answer')
        elif message.type == MessageType.BINARY:
            await ws.send_bytes(message.data)
    return ws


class WebSocketTest(unittest.TestCase):
    def test_echo(self):
        async def main():
            async with serving(echo=echo) as (session, url):
                async with session.ws_connect(url + '/echo', protocols=['echo'], compress=15) as ws:
                    self.assertEqual((ws.protocol, ws.compress, ws.closed), ('echo', 15, False))
                    await ws.send_str('hello')
                    self.assertEqual(await ws.receive_str(), 'hello/answer')
                    await ws.send_bytes(b'\0\xff', compress=False)
                    self.assertEqual(await ws.receive_bytes(), b'\0\xff')
                    await ws.send_str('a\0b', compress=True)
                    self.assertEqual((await ws.receive()).data, 'a\0b/answer')
                    await ws.ping(b'still there?')
                    self.assertEqual(ws.get_extra_info('peername')[0], '127.0.0.1')
                    self.assertIsNone(ws.get_extra_info('ssl_object'))
                    self.assertIsNone(ws.exception())
                self.assertTrue(ws.closed)
                self.assertEqual(ws.close_code, 1000)
                self.assertFalse(await ws.close())
                with self.assertRaises(GLib.Error) as caught:
                    await ws.send_str('late')
                self.assertTrue(caught.exception.matches(Aiohttp.web_socket_error_quark(), Aiohttp.WebSocketError.CLOSED))
                async with session.get(url + '/echo') as response:
                    self.assertEqual(await response.text(), 'not a websocket')

        Aiohttp.run(main())

    def test_json_and_types(self):
        async def handler(request):
            ws = Aiohttp.WebSocketResponse()
            await ws.prepare(request)
            value = await ws.receive_json()
            await ws.send_json({'got': value})
            with self.assertRaises(GLib.Error) as caught:
                await ws.receive_str()
            self.assertTrue(caught.exception.matches(Aiohttp.web_socket_error_quark(), Aiohttp.WebSocketError.MESSAGE_TYPE))
            await ws.close(code=4001, message=b'wrong type')
            return ws

        async def main():
            async with serving(json=handler) as (session, url):
                ws = await session.ws_connect(url + '/json', headers={'X-Extra': '1'}, max_msg_size=1000)
                await ws.send_json([1, 'two', None])
                self.assertEqual(await ws.receive_json(), {'got': [1, 'two', None]})
                await ws.send_bytes(b'not text')
                message = await ws.receive()
                self.assertEqual((message.type, message.data, message.extra), (MessageType.CLOSE, 4001, 'wrong type'))
                self.assertEqual((await ws.receive()).type, MessageType.CLOSED)
                with self.assertRaises(TypeError):
                    await ws.send_str(b'bytes')

        Aiohttp.run(main())

    def test_parts(self):
        async def handler(request):
            ws = Aiohttp.WebSocketResponse(max_msg_size=10)
            socket = ws.accept(request)
            reader = await socket.receive_reader()
            total = 0
            async for part in reader:
                total += len(part)
            await ws.send_json([reader.get_message_type() == MessageType.TEXT, total])
            return ws

        async def main():
            async with serving(parts=handler) as (session, url):
                async with session.ws_connect(url + '/parts') as ws:
                    writer = ws.begin_message(MessageType.TEXT, Aiohttp.WebSocketCompression.DEFAULT)
                    for _ in range(5):
                        await writer.write('x' * 30000)
                    await writer.write_eof()
                    self.assertEqual(await ws.receive_json(), [True, 150000])

        Aiohttp.run(main())

    def test_signals(self):
        async def handler(request):
            ws = Aiohttp.WebSocketResponse()
            socket = ws.accept(request)
            socket.connect('message', lambda socket, message: socket.send_str(message.get_text().upper()))
            socket.connect('closed', lambda socket: closed.set_result(socket.get_close_code()))
            return ws

        async def main():
            nonlocal closed
            closed = asyncio.get_running_loop().create_future()
            async with serving(signals=handler) as (session, url):
                async with session.ws_connect(url + '/signals') as ws:
                    for word in ('one', 'two'):
                        await ws.send_str(word)
                        self.assertEqual(await ws.receive_str(), word.upper())
                    await ws.close(code=3000)
                self.assertEqual(await closed, 3000)

        closed = None
        Aiohttp.run(main())

    def test_cancelled_receive(self):
        async def main():
            async with serving(echo=echo) as (session, url):
                async with session.ws_connect(url + '/echo') as ws:
                    with self.assertRaises(asyncio.TimeoutError):
                        await asyncio.wait_for(ws.receive_str(), 0.02)
                    await ws.send_str('after')
                    self.assertEqual(await ws.receive_str(), 'after/answer')
                    reader = asyncio.ensure_future(ws.receive())
                    await asyncio.sleep(0)
                    with self.assertRaises(GLib.Error):
                        await ws.receive()
                    await ws.close()
                    self.assertEqual((await reader).type, MessageType.CLOSING)

        Aiohttp.run(main())

    def test_timeouts_one_after_the_other(self):
        async def main():
            async with serving(echo=echo) as (session, url):
                async with session.ws_connect(url + '/echo') as ws:
                    for receive in (ws.receive, ws.receive_str, ws.receive_bytes, ws.receive_json):
                        for _ in range(3):
                            with self.assertRaises(asyncio.TimeoutError):
                                await asyncio.wait_for(receive(), 0.005)
                            with self.assertRaises(asyncio.TimeoutError):
                                await receive(timeout=0.005)
                    await ws.send_str('after')
                    self.assertEqual(await ws.receive_str(timeout=30), 'after/answer')

        Aiohttp.run(main())

    def test_tasks_of_operations(self):
        async def main():
            async with serving(echo=echo) as (session, url):
                async with session.ws_connect(url + '/echo') as ws:
                    receiving = asyncio.create_task(ws.receive())
                    await asyncio.create_task(ws.send_str('one'))
                    self.assertEqual((await receiving).data, 'one/answer')
                    async with asyncio.TaskGroup() as group:
                        group.create_task(ws.send_str('two'))
                        answer = group.create_task(ws.receive_str())
                    self.assertEqual(answer.result(), 'two/answer')

        Aiohttp.run(main())

    def test_names_of_aiohttp(self):
        async def main():
            async with serving(echo=echo) as (session, url):
                with self.assertRaises(Aiohttp.WSServerHandshakeError) as caught:
                    await session.ws_connect(url + '/nowhere')
                self.assertIsInstance(caught.exception, Aiohttp.ClientResponseError)
                self.assertEqual(caught.exception.status, 404)
                self.assertIn('text/plain', caught.exception.headers.get_one('Content-Type'))
                async with session.ws_connect(url + '/echo') as ws:
                    self.assertIsInstance(ws, Aiohttp.ClientWebSocketResponse)
                    self.assertIsNone(ws.close_code)
                    await ws.send_str('x')
                    message = await ws.receive()
                    self.assertIsInstance(message, Aiohttp.WSMessage)
                    self.assertEqual((message.type, repr(message)),
                                     (Aiohttp.WSMsgType.TEXT, "WSMessage(type=TEXT, data='x/answer', extra=None)"))
                    await ws.send_bytes(b'x')
                    with self.assertRaises(TypeError) as caught:
                        await ws.receive_str()
                    self.assertIsInstance(caught.exception, Aiohttp.WSMessageTypeError)
                    await ws.close(code=Aiohttp.WSCloseCode.GOING_AWAY)

        Aiohttp.run(main())

    def test_close_twice(self):
        async def main():
            async with serving(echo=echo) as (session, url):
                ws = await session.ws_connect(url + '/echo')
                self.assertEqual(await asyncio.gather(ws.close(code=4001), ws.close(), ws.close()), [True, False, False])
                self.assertEqual((ws.close_code, ws.closed), (4001, True))

        Aiohttp.run(main())

    def test_json_of_messages(self):
        async def back(request):
            ws = Aiohttp.WebSocketResponse()
            await ws.prepare(request)
            async for message in ws:
                await ws.send_message(message)
            return ws

        async def messages():
            async with serving(back=back) as (session, url):
                async with session.ws_connect(url + '/back') as ws:
                    await ws.send_json({'a': [1]})
                    message = await ws.receive()
                    self.assertEqual(message.json(), {'a': [1]})
                    self.assertEqual(message.get_json().get_object().get_array_member('a').get_int_element(0), 1)
                    for text in ('{', '[' * 100 + ']' * 100):
                        await ws.send_str(text)
                        with self.assertRaises(GLib.Error):
                            (await ws.receive()).get_json()
                    await ws.send_bytes(b'{}')
                    with self.assertRaises(GLib.Error) as caught:
                        (await ws.receive()).get_json()
                    self.assertTrue(caught.exception.matches(Aiohttp.web_socket_error_quark(),
                                                             Aiohttp.WebSocketError.MESSAGE_TYPE))

        Aiohttp.run(messages())

    def test_hub(self):
        hub = Aiohttp.WebSocketHub()

        async def member(request):
            ws = Aiohttp.WebSocketResponse()
            await ws.prepare(request)
            name = request.query['name']
            hub.join('room', ws, name)
            async for message in ws:
                if message.type == MessageType.TEXT:
                    hub.broadcast_json('room', {'from': name, 'text': message.data}, exclude=ws)
                else:
                    hub.broadcast_bytes('room', message.data)
            return ws

        async def main():
            async with serving(room=member) as (session, url):
                async with session.ws_connect(url + '/room?name=ann') as ann:
                    await ann.send_bytes(b'1')
                    self.assertEqual(await ann.receive_bytes(), b'1')
                    async with session.ws_connect(url + '/room?name=bob') as bob:
                        await bob.send_bytes(b'2')
                        self.assertEqual([await ann.receive_bytes(), await bob.receive_bytes()], [b'2', b'2'])
                        self.assertEqual((hub.groups, hub.presence('room'), hub.count('room')), (['room'], ['ann', 'bob'], 2))
                        await ann.send_str('hello')
                        self.assertEqual(await bob.receive_json(), {'from': 'ann', 'text': 'hello'})
                        socket = hub.members('room')[0]
                        hub.join('hall', socket)
                        self.assertTrue(hub.leave('hall', socket))
                        self.assertFalse(hub.leave('hall', socket))
                        self.assertEqual(hub.broadcast_str('hall', 'nobody'), 0)
                        with self.assertRaises(ValueError):
                            hub.broadcast_str('room', 'a\0b')
                self.assertEqual(hub.count('room'), 0)

        Aiohttp.run(main())

    def test_reconnecting(self):
        count = 0

        async def flaky(request):
            nonlocal count
            number, count = count, count + 1
            ws = Aiohttp.WebSocketResponse()
            await ws.prepare(request)
            await ws.send_json(number)
            if number == 2:
                received.append(await ws.receive_str())
            await ws.close(code=1012 if number < 2 else 1000, message=b'restart')
            return ws

        async def main():
            async with serving(flaky=flaky) as (session, url):
                async with Aiohttp.ReconnectingWebSocket(session, url + '/flaky', initial_delay=0.01, heartbeat=30,
                                                         headers={'X-Extra': '1'}) as ws:
                    async for message in ws:
                        if message.type == MessageType.GAP:
                            gap = message.gap
                            self.assertGreater(gap.duration, 0)
                            self.assertIsNone(gap.error)
                            seen.append((gap.close_code, gap.close_reason, gap.n_attempts, gap.status))
                        else:
                            seen.append(message.json())
                            if seen[-1] == 2:
                                self.assertFalse(ws.web_socket.closed)
                                await ws.send_str('thanks')
                    self.assertIsNone(ws.error)
                    with self.assertRaises(GLib.Error) as caught:
                        await ws.send_json('late')
                    self.assertTrue(caught.exception.matches(Aiohttp.web_socket_error_quark(), Aiohttp.WebSocketError.CLOSED))
                self.assertFalse(await ws.close())

        seen = []
        received = []
        Aiohttp.run(main())
        self.assertEqual(seen, [0, (1012, 'restart', 1, 0), 1, (1012, 'restart', 1, 0), 2])
        self.assertEqual(received, ['thanks'])

    def test_reconnecting_given_up(self):
        async def main():
            async with serving(echo=lambda request: 'text') as (session, url):
                ws = Aiohttp.ReconnectingWebSocket(session, url + '/echo')
                with self.assertRaises(GLib.Error) as caught:
                    async for _ in ws:
                        pass
                self.assertTrue(caught.exception.matches(Aiohttp.web_socket_error_quark(), Aiohttp.WebSocketError.HANDSHAKE))
                async for _ in ws:
                    self.fail()
                ws = Aiohttp.ReconnectingWebSocket(session, 'ws://127.0.0.1:1/', queue_limit=1000)
                with self.assertRaises(ValueError):
                    await ws.send_str('a\0b')
                await ws.send_bytes(b'kept')
                self.assertTrue(await ws.close(code=3000))
                with self.assertRaises(TypeError):
                    Aiohttp.ReconnectingWebSocket(session, url, options=Aiohttp.WebSocketOptions(), heartbeat=1)

        Aiohttp.run(main())

    def test_failing_handshake(self):
        async def main():
            async with serving(echo=lambda request: 'text') as (session, url):
                with self.assertRaises(GLib.Error) as caught:
                    await session.ws_connect(url + '/echo')
                self.assertTrue(caught.exception.matches(Aiohttp.web_socket_error_quark(), Aiohttp.WebSocketError.HANDSHAKE))

        Aiohttp.run(main())


if __name__ == '__main__':
    unittest.main()
