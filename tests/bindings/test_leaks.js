/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Thousands of requests leave nothing behind, and no callback is dropped on the way.

import Aiohttp from 'gi://Aiohttp?version=1.0';
import GLib from 'gi://GLib';
import GObject from 'gi://GObject';
import System from 'system';

import {assertEqual, end, sleep, test} from './testlib.js';

const WARM = 1000;
const REQUESTS = 5000;
const AT_A_TIME = 10;
const BYTES_PER_REQUEST = 1500;

function resident() {
    System.gc();
    const [, text] = GLib.file_get_contents('/proc/self/statm');
    return Number(new TextDecoder().decode(text).split(' ')[1]) * 4096;
}

async function requests(session, url, count) {
    async function some() {
        for (let i = 0; i < count / AT_A_TIME / 2; i++) {
            let response = await session.get(`${url}/hello/you`);
            assertEqual(await response.text(), 'Hello, you');
            response = await session.post(`${url}/echo`, {data: 'abc'});
            assertEqual(await response.json(), {echo: 'abc'});
        }
    }
    await Promise.all(Array.from({length: AT_A_TIME}, some));
}

const Echo = GObject.registerClass(class Echo extends Aiohttp.View {
    async post() {
        await sleep(0);
        return {echo: this.request.get_item('text').text + await this.request.text()};
    }
});

const Before = GObject.registerClass(class Before extends Aiohttp.Middleware {
    before(request) {
        request.set_item('text', {text: ''});
    }

    after(request, response) {
        response.set_header('X-After', 'yes');
    }
});

await test('requests', async () => {
    const app = new Aiohttp.Application();
    app.router.add_get('/hello/{name}', request =>
        new Aiohttp.Response({text: `Hello, ${request.match_info.name}`}));
    app.router.add_view('/echo', Echo);
    app.add_middleware(new Before());
    app.add_middleware(async (request, next) => await next.call(request));
    const server = Aiohttp.TestServer.new(app);
    await server.start();
    const session = new Aiohttp.ClientSession();
    const url = server.get_url();
    await requests(session, url, WARM);
    const before = resident();
    await requests(session, url, REQUESTS);
    const growth = resident() - before;
    print(`# ${Math.round(growth / REQUESTS)} bytes per request`);
    if (growth > REQUESTS * BYTES_PER_REQUEST)
        throw new Error(`grew by ${growth} bytes`);
    await session.close();
    await server.stop();
});

end();
