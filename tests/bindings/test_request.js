/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Requests in JavaScript: accessors, forms, parts, streams, objects of JSON.

import Aiohttp from 'gi://Aiohttp?version=1.0';
import GObject from 'gi://GObject';

import {assertEqual, end, test} from './testlib.js';

const Book = GObject.registerClass({
    GTypeName: 'TestRequestBook',
    Properties: {
        title: GObject.ParamSpec.string('title', null, null, GObject.ParamFlags.READWRITE, null),
        pages: GObject.ParamSpec.int('pages', null, null, GObject.ParamFlags.READWRITE, 1, 100, 1),
    },
}, class Book extends GObject.Object {});

async function ask(handler, body, headers = {}) {
    const app = new Aiohttp.Application();
    app.router.add_post('/', handler);
    const server = Aiohttp.TestServer.new(app);
    await server.start();
    const session = new Aiohttp.ClientSession();
    try {
        const response = await session.post(server.make_url('/'), {data: body, headers});
        return [response.status, await response.text()];
    } finally {
        await session.close();
        await server.stop();
    }
}

const PART = 'Content-Disposition: form-data; name=';
const MULTIPART = `--b\r\n${PART}a\r\n\r\n{"x": 1}\r\n--b\r\n${PART}f; filename=p.png\r\n\r\nabc\r\n--b--`;
const FORM = {'Content-Type': 'multipart/form-data; boundary=b'};

await test('accessors', async () => {
    const [, text] = await ask(request => ({
        cookie: request.get_cookie('a'),
        tags: request.if_match.map(tag => tag.to_string()),
        forwarded: request.forwarded.map(element => element.get_for()),
        secure: request.secure,
    }), '', {Cookie: 'a=1', 'If-Match': '"v"', Forwarded: 'for=a, for=b'});
    assertEqual(JSON.parse(text), {cookie: '1', tags: ['"v"'], forwarded: ['a', 'b'], secure: false});
});

await test('form', async () => {
    const [, text] = await ask(async request => {
        const form = await request.post();
        const file = form.get('f');
        return {names: [...form].map(([name]) => name), a: form.get('a'), all: form.getall('a').length,
            none: form.get('none'), file: [file.filename, Number(file.size)]};
    }, MULTIPART, FORM);
    assertEqual(JSON.parse(text), {names: ['a', 'f'], a: '{"x": 1}', all: 1, none: null, file: ['p.png', 3]});
});

await test('parts', async () => {
    const found = async request => {
        const names = {};
        for await (const part of request.multipart())
            names[part.name] = part.filename === null ? (await part.json()).x : await part.text();
        return names;
    };
    const [, text] = await ask(found, MULTIPART, FORM);
    assertEqual(JSON.parse(text), {a: 1, f: 'abc'});
    assertEqual((await ask(found, '--b\r\n', FORM))[0], 400);
});

await test('stream', async () => {
    const [, text] = await ask(async request => {
        let size = 0;
        for await (const chunk of request.content)
            size += chunk.length;
        return `${size}`;
    }, 'one\ntwo');
    assertEqual(text, '7');
});

await test('object', async () => {
    const make = async request => {
        const book = await request.json_object(Book.$gtype);
        return `${book.title} ${book.pages}`;
    };
    const type = {'Content-Type': 'application/json'};
    assertEqual(await ask(make, '{"title": "T", "pages": 3}', type), [200, 'T 3']);
    assertEqual(await ask(make, '{"pages": 1000}', type),
        [400, 'The body does not fit: “pages” must be a value that its property takes']);
});

end();
