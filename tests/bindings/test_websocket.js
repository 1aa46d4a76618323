/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// WebSockets in JavaScript.

import Aiohttp from 'gi://Aiohttp?version=1.0';

import {assertEqual, assertRejects, end, test} from './testlib.js';

const {WebSocketMessageType: Type} = Aiohttp;

async function serving(handler, body) {
    const app = new Aiohttp.Application();
    app.router.add_get('/ws', handler);
    const server = Aiohttp.TestServer.new(app);
    await server.start();
    const session = new Aiohttp.ClientSession();
    try {
        await body(session, server.make_url('/ws').replace('http', 'ws'));
    } finally {
        await session.close();
        await server.stop();
    }
}

async function echo(request) {
    const ws = new Aiohttp.WebSocketResponse({protocols: ['echo']});
    await ws.prepare(request);
    for await (const message of ws) {
        if (message.type === Type.TEXT)
            await ws.send_str(`${message.data}/answer`);
        else
            await ws.send_bytes(message.data);
    }
    return ws;
}

await test('echo', () => serving(echo, async (session, url) => {
    const ws = await session.ws_connect(url, {protocols: ['echo'], compress: 15, request: {headers: {'X-Extra': '1'}}});
    assertEqual([ws.protocol, ws.compress, ws.closed], ['echo', 15, false]);
    await ws.send_str('hello');
    assertEqual(await ws.receive_str(), 'hello/answer');
    await ws.send_bytes(new Uint8Array([0, 255]));
    assertEqual([...await ws.receive_bytes()], [0, 255]);
    await ws.send_json({a: [1, null]});
    const message = await ws.receive();
    assertEqual([message.type, message.text], [Type.TEXT, '{"a":[1,null]}/answer']);
    await ws.ping('still there?');
    assertEqual([await ws.close(), ws.close_code, ws.closed], [true, 1000, true]);
    await assertRejects(ws.send_str('late'), Aiohttp.WebSocketError, Aiohttp.WebSocketError.CLOSED);
}));

await test('close by the server', () => serving(async request => {
    const ws = new Aiohttp.WebSocketResponse();
    await ws.prepare(request);
    assertEqual(await ws.receive_json(), {a: 1});
    await assertRejects(ws.receive_str(), Aiohttp.WebSocketError, Aiohttp.WebSocketError.MESSAGE_TYPE);
    await ws.close({code: 4001, reason: 'wrong type'});
    return ws;
}, async (session, url) => {
    const ws = await session.ws_connect(url);
    await ws.send_json({a: 1});
    await ws.send_bytes(new Uint8Array([1]));
    const message = await ws.receive();
    assertEqual([message.type, message.data, message.reason], [Type.CLOSE, 4001, 'wrong type']);
    let n = 0;
    for await (const _ of ws)
        n++;
    assertEqual(n, 0);
}));

await test('parts', () => serving(async request => {
    const ws = new Aiohttp.WebSocketResponse({max_msg_size: 10});
    const reader = await ws.accept(request).receive_reader();
    let total = 0;
    for await (const part of reader)
        total += part.length;
    await ws.send_json(total);
    return ws;
}, async (session, url) => {
    const ws = await session.ws_connect(url);
    const writer = ws.begin_message(Type.TEXT, Aiohttp.WebSocketCompression.DEFAULT);
    for (let i = 0; i < 5; i++)
        await writer.write('x'.repeat(30000));
    await writer.write_eof();
    assertEqual(await ws.receive_json(), 150000);
    await ws.close();
}));

await test('signals', async () => {
    let closed = null;
    await serving(request => {
        const ws = new Aiohttp.WebSocketResponse();
        const socket = ws.accept(request);
        socket.connect('message', (_, message) => socket.send_str(message.text.toUpperCase()));
        socket.connect('closed', () => {
            closed = socket.close_code;
        });
        return ws;
    }, async (session, url) => {
        const ws = await session.ws_connect(url);
        await ws.send_str('one');
        assertEqual(await ws.receive_str(), 'ONE');
        await ws.close({code: 3000});
    });
    assertEqual(closed, 3000);
});

await test('failing handshake', () => serving(() => 'text', (session, url) =>
    assertRejects(session.ws_connect(url), Aiohttp.WebSocketError, Aiohttp.WebSocketError.HANDSHAKE)));

end();
