/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Files in JavaScript: FileResponse, add_static, their options and URLs.

import Aiohttp from 'gi://Aiohttp?version=1.0';
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';

import {assertEqual, end, test} from '../testlib.js';

Gio._promisify(Gio.SocketClient.prototype, 'connect_to_host_async');

const folder = GLib.dir_make_tmp('aiohttp-XXXXXX');

function write(name, text) {
    GLib.file_set_contents(`${folder}/${name}`, text);
}

async function get(port, path, fields = '') {
    const connection = await new Gio.SocketClient().connect_to_host_async('127.0.0.1', port, null);
    connection.output_stream.write(`GET ${path} HTTP/1.1\r\nHost: h\r\nConnection: close\r\n${fields}\r\n`, null);
    const reply = new TextDecoder().decode(await Aiohttp.StreamReader.new(connection.input_stream).read());
    connection.close(null);
    const split = reply.indexOf('\r\n\r\n');
    return [Number(reply.slice(9, 12)), reply.slice(split + 4), reply.slice(0, split)];
}

async function serving(app, body) {
    const server = Aiohttp.TestServer.new(app);
    await server.start();
    try {
        await body(server.get_port());
    } finally {
        await server.stop();
    }
}

write('a.txt', 'Hello');
write('.hidden', 'hidden');

await test('FileResponse', async () => {
    const app = new Aiohttp.Application();
    app.router.add_get('/', () => Aiohttp.FileResponse.new(`${folder}/a.txt`));
    app.router.add_get('/404', async () => new Aiohttp.FileResponse({path: `${folder}/a.txt`, status: 404}));
    await serving(app, async port => {
        assertEqual((await get(port, '/')).slice(0, 2), [200, 'Hello']);
        assertEqual((await get(port, '/', 'Range: bytes=-2\r\n')).slice(0, 2), [206, 'lo']);
        assertEqual((await get(port, '/404')).slice(0, 2), [404, 'Hello']);
    });
});

await test('add_static', async () => {
    const app = new Aiohttp.Application();
    const files = app.router.add_static('/s', folder, {name: 'files', show_index: true, cache_control: 'max-age=60'});
    app.add_routes([Aiohttp.static('/open', folder, {show_hidden: true})]);
    assertEqual(files.directory, folder);
    assertEqual(app.router.url_for('files', {filename: 'a b'}), '/s/a%20b');
    assertEqual(/^\/s\/a\.txt\?v=[\w-]{43}$/.test(files.url_for_file('a.txt', true)), true);
    await serving(app, async port => {
        const [status, body, head] = await get(port, '/s/a.txt');
        assertEqual([status, body, head.includes('Cache-Control: max-age=60')], [200, 'Hello', true]);
        assertEqual((await get(port, '/s/'))[1].includes('a.txt'), true);
        assertEqual((await get(port, '/s/.hidden'))[0], 404);
        assertEqual((await get(port, '/open/.hidden'))[1], 'hidden');
    });
});

for (const name of ['a.txt', '.hidden'])
    Gio.File.new_for_path(`${folder}/${name}`).delete(null);
Gio.File.new_for_path(folder).delete(null);
end();
