/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// What server_table.py expects, in JavaScript.

import Aiohttp from 'gi://Aiohttp?version=1.0';
import GLib from 'gi://GLib';
import System from 'system';

let cancelled = false;

function sleep(milliseconds) {
    return new Promise(resolve => GLib.timeout_add(GLib.PRIORITY_DEFAULT, milliseconds, () => {
        resolve();
        return GLib.SOURCE_REMOVE;
    }));
}

function noSuchBook() {
    return new GLib.Error(Aiohttp.HttpError, Aiohttp.HttpError.NOT_FOUND, 'no such book');
}

function crash() {
    throw new Error('secret');
}

const app = new Aiohttp.Application({client_max_size: 15000});
app.add_routes([
    Aiohttp.get('/', () => new Aiohttp.Response({text: 'Hello'})),
    Aiohttp.get('/hello/{name}', request => new Aiohttp.Response({text: `Hello, ${request.match_info.name}`})),
    Aiohttp.get('/query', request => new Aiohttp.Response({text: `${request.query.a} ${request.query.b}`})),
    Aiohttp.get('/header', request => new Aiohttp.Response({text: request.get_header('x-test')})),
    Aiohttp.get('/json', () => Aiohttp.json_response({a: [1, 2], b: null})),
    Aiohttp.get('/custom', () => new Aiohttp.Response({
        text: 'made', status: 201, reason: 'Really Made', headers: {'X-Made': 'yes'},
    })),
    Aiohttp.post('/echo', async request => new Aiohttp.Response({body: await request.read()})),
    Aiohttp.post('/increment', async request => ({n: (await request.json()).n + 1})),
    Aiohttp.post('/small', async request => {
        await request.read();
        return 'read';
    }),
    Aiohttp.get('/async', async () => {
        await sleep(10);
        return new Aiohttp.Response({text: 'late'});
    }),
    Aiohttp.get('/missing-book', () => {
        throw noSuchBook();
    }),
    Aiohttp.get('/async-missing-book', async () => {
        await sleep(1);
        throw noSuchBook();
    }),
    Aiohttp.get('/crash', crash),
    Aiohttp.get('/async-crash', async () => {
        await sleep(1);
        crash();
    }),
    Aiohttp.get('/nothing', () => {}),
    Aiohttp.get('/async-nothing', async () => {}),
    Aiohttp.get('/wrong-future', () => {
        const future = Aiohttp.Future.new();
        future.set_object(new Aiohttp.Application());
        return future;
    }),
    Aiohttp.get('/dropped-future', () => {
        GLib.timeout_add(GLib.PRIORITY_DEFAULT, 10, () => System.gc());
        return Aiohttp.Future.new();
    }),
    Aiohttp.get('/future', () => {
        const future = Aiohttp.Future.new();
        GLib.timeout_add(GLib.PRIORITY_DEFAULT, 5, () => {
            future.set_object(new Aiohttp.Response({text: 'from a future'}));
            return GLib.SOURCE_REMOVE;
        });
        return future;
    }),
    Aiohttp.get('/string', () => 'just text'),
    Aiohttp.get('/object', () => ({just: 'an object'})),
    Aiohttp.get('/forever', async request => {
        while (!request.cancellable.is_cancelled())
            await sleep(5);
        cancelled = true;
        return 'too late';
    }),
    Aiohttp.get('/was-cancelled', () => cancelled ? 'yes' : 'no'),
    Aiohttp.get('/stream', async request => {
        const response = new Aiohttp.StreamResponse({headers: {'X-Made': 'yes'}});
        response.set_trailer('X-Sum', '?');
        await response.prepare(request);
        await response.write(new Uint8Array([72, 101, 108, 108, 111, 44, 32]));
        await sleep(1);
        await response.write('Wörld!');
        response.set_trailer('X-Sum', '14');
        await response.write_eof();
        return response;
    }),
    Aiohttp.get('/generator', async function* () {
        yield 'one';
        await sleep(1);
        yield new Uint8Array([116, 119, 111]);
    }),
    Aiohttp.get('/sync-generator', function* () {
        yield 'one';
        yield 'two';
    }),
    Aiohttp.get('/stream-fault', async function* () {
        yield 'one';
        throw new Error('secret');
    }),
    Aiohttp.get('/events', async request => {
        const response = new Aiohttp.EventStream({ping_interval: 5});
        await response.prepare(request);
        await response.send('four', {event: 'e', id: `${Number(response.last_event_id) + 1}`});
        return response;
    }),
    Aiohttp.get('/cookies', () => {
        const response = new Aiohttp.Response({text: 'Hello'});
        response.set_cookie('a', '1', {max_age: 60, httponly: true, samesite: 'Lax'});
        response.del_cookie('b');
        response.set_etag('v1');
        return response;
    }),
    Aiohttp.get('/compressed', () => {
        const response = new Aiohttp.Response({text: 'x'.repeat(1000)});
        response.enable_compression();
        return response;
    }),
    Aiohttp.get('/redirect', () => Aiohttp.Response.new_redirect(303, '/')),
]);
await Aiohttp.run_app(app, '127.0.0.1', 0);
