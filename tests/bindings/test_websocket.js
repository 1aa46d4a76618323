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

// What a handler calls may be what has led to it.
await test('handlers that call again', () => serving(echo, async (session, url) => {
    let again = 0;
    const call = promise => {
        again++;
        promise.catch(() => {});
    };
    const plain = await session.ws_connect(url);
    plain.connect('closing', () => call(plain.close()));
    plain.connect('closed', () => call(plain.close()));
    await plain.close();
    const ws = new Aiohttp.ReconnectingWebSocket({session, url});
    ws.connect('notify::state', () => call(ws.send_str('again')));
    ws.connect('closed', () => call(ws.close()));
    await ws.send_str('first').catch(() => {});
    assertEqual((await ws.next()).text, 'again/answer');
    await ws.close();
    await ws.close();
    while (again < 6)
        await Aiohttp.sleep(0.001);
    assertEqual(again, 6);
}));

await test('failing handshake', () => serving(() => 'text', (session, url) =>
    assertRejects(session.ws_connect(url), Aiohttp.WebSocketError, Aiohttp.WebSocketError.HANDSHAKE)));

await test('hub', async () => {
    const hub = new Aiohttp.WebSocketHub();
    const trace = [];
    hub.connect('joined', (_, group, socket, name) => trace.push(`${name} in ${group}`));
    hub.connect('left', (_, group, socket, name) => trace.push(`${name} out`));
    await serving(async request => {
        const ws = new Aiohttp.WebSocketResponse();
        await ws.prepare(request);
        const name = request.query.name;
        hub.join('room', ws, name);
        for await (const message of ws) {
            if (message.type === Type.TEXT)
                hub.broadcast_json('room', {from: name, text: message.data}, ws);
            else
                hub.broadcast_bytes('room', message.data);
        }
        return ws;
    }, async (session, url) => {
        const ann = await session.ws_connect(`${url}?name=ann`);
        await ann.send_bytes(new Uint8Array([1]));
        assertEqual([...await ann.receive_bytes()], [1]);
        const bob = await session.ws_connect(`${url}?name=bob`);
        await bob.send_bytes(new Uint8Array([2]));
        assertEqual([...await ann.receive_bytes()], [2]);
        assertEqual([...await bob.receive_bytes()], [2]);
        assertEqual([hub.groups, hub.presence('room'), hub.count('room')], [['room'], ['ann', 'bob'], 2]);
        await ann.send_str('hello');
        assertEqual(await bob.receive_json(), {from: 'ann', text: 'hello'});
        const [member] = hub.members('room');
        assertEqual([hub.join('hall', member), hub.leave('hall', member), hub.leave('hall', member)], [true, true, false]);
        assertEqual(hub.broadcast_str('hall', 'nobody'), 0);
        await ann.close();
        await bob.close();
    });
    assertEqual(trace.filter(line => !line.startsWith('null')), ['ann in room', 'bob in room', 'ann out', 'bob out']);
});

// Three connections, of which the first two are lost.
async function flaky(request) {
    const ws = new Aiohttp.WebSocketResponse();
    await ws.prepare(request);
    const number = flaky.count++;
    await ws.send_json(number);
    if (number < 2)
        await ws.close({code: 1012, reason: 'restart'});
    else
        await ws.close({code: 1000});
    return ws;
}

const Decision = Aiohttp.ReconnectingDecision;

await test('reconnecting', () => serving(flaky, async (session, url) => {
    flaky.count = 0;
    const seen = [];
    const ws = new Aiohttp.ReconnectingWebSocket({session, url, initial_delay: 0.01, options: {heartbeat: 30}});
    for await (const message of ws) {
        if (message.type === Type.GAP)
            seen.push([message.gap.close_code, message.gap.close_reason, message.gap.n_attempts]);
        else
            seen.push(message.json());
    }
    assertEqual(seen, [0, [1012, 'restart', 1], 1, [1012, 'restart', 1], 2]);
    assertEqual([ws.state, ws.web_socket, await ws.close()], [Aiohttp.ReconnectingState.CLOSED, null, false]);
    await assertRejects(ws.send_str('late'), Aiohttp.WebSocketError, Aiohttp.WebSocketError.CLOSED);
}));

await test('reconnecting by signals', () => serving(flaky, async (session, url) => {
    flaky.count = 0;
    const seen = [];
    const ws = new Aiohttp.ReconnectingWebSocket({session, url, initial_delay: 0.01, queue_limit: 1000});
    ws.connect('message', (_, message) => seen.push(message.type === Type.GAP ? 'gap' : message.text));
    ws.connect('decide', (_, gap) => gap.close_code === 1012 && flaky.count > 1 ? Decision.GIVE_UP : Decision.DEFAULT);
    const closed = new Promise(resolve => ws.connect('closed', resolve));
    ws.start();
    await ws.send_json({kept: true});
    await closed;
    assertEqual(seen, ['0', 'gap', '1']);
    assertEqual(ws.get_error().matches(Aiohttp.WebSocketError, Aiohttp.WebSocketError.CLOSED), true);
}));

end();
