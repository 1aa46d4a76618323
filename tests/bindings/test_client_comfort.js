/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// What a client in JavaScript may expect: options as objects, errors that tell, iteration, resolvers, objects as JSON.

import Aiohttp from 'gi://Aiohttp?version=1.0';
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import GObject from 'gi://GObject';

import {assertEqual, end, test} from './testlib.js';

const Person = GObject.registerClass({
    Properties: {
        name: GObject.ParamSpec.string('name', null, null, GObject.ParamFlags.READWRITE, ''),
        age: GObject.ParamSpec.int('age', null, null, GObject.ParamFlags.READWRITE, 0, 200, 0),
    },
}, class Person extends GObject.Object {});

function application(over) {
    const app = new Aiohttp.Application();
    app.router.add_get('/', () => 'one\ntwo\nthree');
    app.router.add_post('/echo', async request => new Aiohttp.Response({body: await request.read()}));
    app.router.add_get('/field', request => request.get_header('X-A') ?? '-');
    app.router.add_get('/person', () => ({name: 'Ann', age: 42}));
    app.router.add_get('/forever', async () => {
        await over;
        return '';
    });
    app.router.add_post('/form', async request => {
        const form = await request.post();
        return {type: request.content_type, a: form.get('a'), b: form.get('b')};
    });
    app.router.add_get('/head', () => {
        const response = new Aiohttp.Response({text: 'body'});
        response.set_cookie('c', 'v', null);
        response.set_header('Link', '<http://x/>; rel="next"');
        return response;
    });
    return app;
}

async function withClient(options, body) {
    const over = new Aiohttp.Future();
    const server = Aiohttp.TestServer.new(application(over));
    await server.start();
    const session = new Aiohttp.ClientSession({base_url: server.make_url('/'), ...options});
    try {
        await body(session, server);
    } finally {
        over.set_boolean(true);
        await session.close();
        await server.stop();
    }
}

async function failureOf(promise) {
    try {
        await promise;
    } catch (error) {
        return error;
    }
    throw new Error('it did not fail');
}

const decode = bytes => new TextDecoder().decode(bytes);

await test('bodies piece by piece', () => withClient({}, async session => {
    const lines = [];
    for await (const line of (await session.get('')).content)
        lines.push(decode(line));
    assertEqual(lines, ['one\n', 'two\n', 'three']);
    for (const iterate of [content => content.iter_chunked(4), content => content.iter_any()]) {
        let text = '';
        for await (const chunk of iterate((await session.get('')).content))
            text += decode(chunk);
        assertEqual(text, 'one\ntwo\nthree');
    }
    const {content} = await session.get('');
    assertEqual(decode(await content.readuntil('o\n')), 'one\ntwo\n');
    const error = await failureOf(content.readexactly(100));
    assertEqual(error.matches(Gio.IOErrorEnum, Gio.IOErrorEnum.PARTIAL_INPUT), true);
    assertEqual(decode(await content.read()), 'three');
}));

await test('a cancellable among the options', () => withClient({}, async session => {
    for (const send of [c => session.get('forever', {cancellable: c}), c => session.get('forever', null, c)]) {
        const cancellable = new Gio.Cancellable();
        const promise = send(cancellable);
        cancellable.cancel();
        const error = await failureOf(promise);
        assertEqual(error.matches(Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED), true);
    }
}));

await test('errors tell what they are about', () => withClient({}, async session => {
    const error = await failureOf(session.get('nowhere', {raise_for_status: true}));
    assertEqual(error.matches(Aiohttp.ClientError, Aiohttp.ClientError.STATUS), true);
    assertEqual([error.info.status, error.info.reason, error.info.method], [404, 'Not Found', 'GET']);
    const response = await session.get('nowhere');
    let raised = null;
    try {
        response.raise_for_status();
    } catch (failure) {
        raised = failure;
    }
    assertEqual(raised.info.status, 404);
    const unreached = await failureOf(session.get('http://127.0.0.1:1/'));
    assertEqual([unreached.matches(Aiohttp.ClientError, Aiohttp.ClientError.CONNECT), unreached.info.url],
        [true, 'http://127.0.0.1:1/']);
    const late = await failureOf(session.get('forever', {timeout: 0.05}));
    assertEqual(late.matches(Aiohttp.ClientError, Aiohttp.ClientError.TIMEOUT), true);
    assertEqual((await failureOf((async () => session.get('', {nonsense: 1}))())) instanceof TypeError, true);
}));

await test('header fields as pairs', () => withClient({headers: [['X-A', 'session']]}, async session => {
    assertEqual(await (await session.get('field')).text(), 'session');
    assertEqual(await (await session.get('field', {headers: [['X-A', 'request']]})).text(), 'request');
    assertEqual(await (await session.get('field', {headers: {'X-A': 1}, proxy_headers: {'X-B': 2}})).text(), '1');
}));

await test('what a head tells', () => withClient({cookie_jar: new Aiohttp.CookieJar({unsafe: true})}, async session => {
    const response = await session.get('head');
    assertEqual([response.cookies, response.links], [{c: 'v'}, {next: 'http://x/'}]);
    assertEqual(session.cookie_jar.list().map(cookie => cookie.get_name()), ['c']);
    assertEqual(response.headers.get_one('Link') !== null, true);
}));

await test('forms', () => withClient({}, async session => {
    const send = async data => (await session.post('form', {data})).json();
    assertEqual(await send({a: 1, b: 'x y'}), {type: 'application/x-www-form-urlencoded', a: '1', b: 'x y'});
    const form = Aiohttp.FormData.from([['a', '1'], ['file', new TextEncoder().encode('bytes')]]);
    assertEqual(await send(form), {type: 'multipart/form-data', a: '1', b: null});
}));

await test('objects as JSON', () => withClient({}, async session => {
    const person = await (await session.get('person')).json_object(Person);
    assertEqual([person.name, person.age], ['Ann', 42]);
    const response = await session.post('echo', {json: person});
    assertEqual(await response.json({content_type: false}), {name: 'Ann', age: 42});
}));

for (const [kind, resolve] of [
    ['an address', () => '127.0.0.1'],
    ['several addresses', () => ['127.0.0.1', '127.0.0.2']],
    ['a promise', async () => ['127.0.0.1']],
]) {
    await test(`a resolver that gives ${kind}`, () => withClient({}, async (_session, server) => {
        const Resolver = GObject.registerClass({GTypeName: `Resolver${kind.replace(/ /g, '')}`},
            class extends Aiohttp.Resolver {
                resolve(host, port, family) {
                    if (host !== 'some.test')
                        throw new Error(`no ${host}`);
                    return resolve(host, port, family);
                }
            });
        const connector = new Aiohttp.TcpConnector({resolver: new Resolver()});
        const session = new Aiohttp.ClientSession({connector});
        assertEqual((await session.get(`http://some.test:${server.port}/`)).status, 200);
        const error = await failureOf(session.get(`http://other.test:${server.port}/`));
        assertEqual(error instanceof GLib.Error && error.matches(Aiohttp.ClientError, Aiohttp.ClientError.DNS), true);
        await session.close();
    }));
}

end();
