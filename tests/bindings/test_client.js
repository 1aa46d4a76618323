/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// The client in JavaScript: bodies of every kind, options, cookies, timeouts.

import Aiohttp from 'gi://Aiohttp?version=1.0';
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';

import {assertEqual, end, test} from './testlib.js';

async function withClient(options, body) {
    const app = new Aiohttp.Application();
    app.router.add_post('/echo', async request =>
        `${request.get_header('Content-Type')}|${await request.text()}`);
    app.router.add_get('/query', request => request.query_string);
    app.router.add_get('/header', request => request.get_header(request.query_string.split('&')[0]) ?? '-');
    app.router.add_post('/raw', async request => Aiohttp.Response.new_bytes(200, await request.read(), 'text/plain'));
    app.router.add_get('/linked', () => {
        const response = Aiohttp.Response.new_text(200, 'text');
        response.set_header('Link', "</2>; rel=next; title*=UTF-8''%c3%a9, </9>; rel=last");
        return response;
    });
    const server = Aiohttp.TestServer.new(app);
    await server.start();
    const session = new Aiohttp.ClientSession({base_url: server.make_url('/'), ...options});
    try {
        await body(session);
    } finally {
        await session.close();
        await server.stop();
    }
}

await test('bodies', async () => {
    async function* numbers() {
        for (let n = 0; n < 3; n++)
            yield `${n};`;
    }
    const [file, stream] = Gio.File.new_tmp('aiohttp-XXXXXX.xyz');
    stream.close(null);
    file.replace_contents('file', null, false, Gio.FileCreateFlags.NONE, null);
    await withClient({}, async session => {
        const rows = [
            ['text', 'text/plain; charset=utf-8|text'],
            [new TextEncoder().encode('bytes'), 'application/octet-stream|bytes'],
            [numbers(), 'application/octet-stream|0;1;2;'],
            [file, 'application/octet-stream|file'],
            [Gio.MemoryInputStream.new_from_bytes(new GLib.Bytes('stream')), 'application/octet-stream|stream'],
            [{a: '1 2', b: 3}, 'application/x-www-form-urlencoded|a=1+2&b=3'],
        ];
        for (const [data, expected] of rows)
            assertEqual(await (await session.post('echo', {data})).text(), expected);
    });
    file.delete(null);
});

await test('options', async () => {
    const options = {params: {a: 1}, auth: 'Bearer token', cookies: {shared: 's'}, timeout: new Aiohttp.ClientTimeout({total: 30})};
    await withClient(options, async session => {
        assertEqual(await (await session.get('query', {params: {b: 2}})).text(), 'a=1&b=2');
        assertEqual(await (await session.get('query')).text(), 'a=1');
        assertEqual(await (await session.get('header?Authorization')).text(), 'Bearer token');
        const told = [];
        const response = await session.post('echo', {
            data: 'x'.repeat(1000), chunked: true, cookies: {own: 'o'}, timeout: new Aiohttp.ClientTimeout({total: 20}),
            upload_progress: (done, total) => told.push([done, total]),
        });
        assertEqual((await response.text()).split('|')[1].length, 1000);
        assertEqual(told.at(-1), [1000, -1]);
    });
});

await test('raise_for_status', async () => {
    const asked = [];
    const readAll = async response => {
        asked.push(await response.text());
        if (asked.at(-1).includes('bad'))
            throw new RangeError(asked.at(-1));
    };
    const refuse = () => {
        throw new SyntaxError('no');
    };
    const fails = promise => promise.then(() => null, error => error.constructor.name);
    await withClient({raise_for_status: readAll}, async session => {
        assertEqual(await (await session.get('query?good')).text(), 'good');
        assertEqual(await fails(session.get('query?bad')), 'RangeError');
        assertEqual(await fails(session.get('query?good', {raise_for_status: refuse})), 'SyntaxError');
        assertEqual((await session.get('missing', {raise_for_status: false})).status, 404);
        assertEqual(asked, ['good', 'bad']);
    });
});

await test('fallback charset', async () => {
    const resolve = (response, body) => response.status === 200 && body.length === 4 ? 'latin1' : null;
    await withClient({fallback_charset_resolver: resolve}, async session => {
        const response = await session.post('raw', {data: new Uint8Array([99, 97, 102, 0xe9])});
        assertEqual(await response.text(), 'café');
    });
});

await test('links', async () => {
    await withClient({}, async session => {
        const response = await session.get('linked');
        const [link, other] = response.list_links();
        assertEqual([link.get_rel(), link.get_title(), other.has_rel('last')], ['next', 'é', true]);
        assertEqual(response.raw_headers.deepUnpack().length > 2, true);
    });
});

await test('download', async () => {
    const folder = Gio.File.new_for_path(GLib.Dir.make_tmp('aiohttp-XXXXXX'));
    const file = folder.get_child('file');
    const content = () => new TextDecoder().decode(file.load_contents(null)[1]);
    await withClient({}, async session => {
        const told = [];
        await session.download('query?a=1', file, {progress: (...progress) => told.push(progress)});
        assertEqual([content(), told.at(-1)], ['a=1', [3, 3]]);
        await session.download('query?b=2', file, true);
        assertEqual(content(), 'b=2');
        let failure = null;
        await session.download('nowhere', file).catch(error => {
            failure = error;
        });
        assertEqual(failure.matches(Aiohttp.ClientError, Aiohttp.ClientError.STATUS), true);
    });
    file.delete(null);
    folder.delete(null);
});

await test('cookie jar', async () => {
    const jar = new Aiohttp.CookieJar({unsafe: true});
    jar.update('a', '1', 'http://example.com/');
    jar.update_from_header('b=2; Path=/x', 'http://example.com/');
    assertEqual(jar.filter('http://example.com/x'), {b: '2', a: '1'});
    assertEqual(jar.n_cookies, 2);
    assertEqual(Aiohttp.CookieJar.new_dummy().n_cookies, 0);
});

end();
