/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Whatever a C coroutine causes to be called in JavaScript is called on the main stack.

import Aiohttp from 'gi://Aiohttp?version=1.0';
import AiohttpDrive from 'gi://AiohttpDrive?version=1.0';
import GObject from 'gi://GObject';

import {assertEqual, end, sleep, test} from './testlib.js';

let stacks = [];

function called() {
    stacks.push(AiohttpDrive.on_main_stack());
}

function assertCalled(times) {
    assertEqual(stacks, Array(times).fill(true));
    stacks = [];
}

await test('future', async () => {
    const future = new Aiohttp.Future();
    future.connect('done', called);
    future.add_done_callback(called);
    await AiohttpDrive.resolve(future);
    await future;
    await sleep(1);
    assertCalled(2);
});

await test('protocol', async () => {
    const trace = [];
    const note = text => {
        called();
        trace.push(text);
    };
    const Protocol = GObject.registerClass(class Protocol extends Aiohttp.Protocol {
        vfunc_connection_made() {
            note('made');
        }

        vfunc_data_received(data) {
            note(data.get_size());
        }

        vfunc_eof_received() {
            note('eof');
            return false;
        }

        vfunc_connection_lost(error) {
            note(error);
        }

        vfunc_pause_writing() {
            note('pause');
        }

        vfunc_resume_writing() {
            note('resume');
        }
    });
    await AiohttpDrive.connect(new Protocol());
    assertEqual(trace, ['made', 'pause', 'resume', 1, 'eof', null]);
    assertCalled(6);
});

await test('notify', async () => {
    let driven = 0;
    for (const name of Object.getOwnPropertyNames(Aiohttp)) {
        const type = Aiohttp[name];
        if (!['Application', 'ClientSession', 'RequestOptions', 'Response'].includes(name))
            continue;
        for (const property of GObject.Object.list_properties.call(type)) {
            if (!(property.flags & GObject.ParamFlags.WRITABLE) || property.flags & GObject.ParamFlags.CONSTRUCT_ONLY)
                continue;
            const thing = new type();
            const value = new GObject.Value();
            value.init(property.value_type);
            if (property.value_type === GObject.TYPE_BOOLEAN)
                value.set_boolean(!thing[property.name]);
            else if (property.value_type === GObject.TYPE_UINT)
                value.set_uint(thing[property.name] + 1);
            else if (property.value_type === GObject.TYPE_DOUBLE)
                value.set_double(thing[property.name] + 1);
            else
                continue;
            thing.connect(`notify::${property.name}`, called);
            await AiohttpDrive.set_property(thing, property.name, value);
            if (stacks.length === 0)
                throw new Error(`${name}:${property.name} was not notified`);
            assertCalled(stacks.length);
            driven++;
        }
    }
    if (driven < 3)
        throw new Error(`only ${driven} properties`);
});

await test('handler', async () => {
    const app = new Aiohttp.Application();
    app.router.add_get('/plain', () => {
        called();
        return 'plain';
    });
    assertEqual(await AiohttpDrive.serve(app, '/plain'), 'plain');
    assertCalled(1);

    const other = new Aiohttp.Application();
    other.router.add_get('/async', async () => {
        called();
        await sleep(1);
        called();
        return 'async';
    });
    assertEqual(await AiohttpDrive.serve(other, '/async'), 'async');
    assertCalled(2);
});

await test('view', async () => {
    const app = new Aiohttp.Application();
    app.router.add_view('/', GObject.registerClass(class View extends Aiohttp.View {
        _init(properties) {
            super._init(properties);
            called();
        }

        async get() {
            called();
            await sleep(1);
            called();
            return this.request.method;
        }
    }));
    assertEqual(await AiohttpDrive.serve(app, '/'), 'GET');
    assertCalled(3);
});

await test('resource', async () => {
    const Resource = GObject.registerClass(class Resource extends Aiohttp.Resource {
        vfunc_matches(request) {
            called();
            return request.path.startsWith('/mine');
        }

        async handle() {
            called();
            await sleep(1);
            called();
            return 'mine';
        }
    });
    const app = new Aiohttp.Application();
    app.router.register_resource(new Resource());
    assertEqual(await AiohttpDrive.serve(app, '/mine'), 'mine');
    assertCalled(3);
});

await test('middleware', async () => {
    const Around = GObject.registerClass(class Around extends Aiohttp.Middleware {
        async before() {
            called();
            await sleep(1);
            called();
        }

        after() {
            called();
        }
    });
    const Full = GObject.registerClass(class Full extends Aiohttp.Middleware {
        async process(request, next) {
            called();
            const response = await next.call(request);
            called();
            return response;
        }
    });
    const app = new Aiohttp.Application();
    app.add_middleware(new Around());
    app.add_middleware(new Full());
    app.add_middleware(async (request, next) => {
        called();
        const response = await next.call(request);
        called();
        return response;
    });
    app.on_response_prepare(() => called());
    app.router.add_get('/', () => {
        called();
        return 'hello';
    });
    assertEqual(await AiohttpDrive.serve(app, '/'), 'hello');
    assertCalled(9);
});

await test('access logger', async () => {
    const lines = [];
    const Logger = GObject.registerClass(class Logger extends Aiohttp.AccessLogger {
        log(request, response) {
            called();
            lines.push(`${request.path} ${response.status}`);
        }
    });
    const app = new Aiohttp.Application();
    app.router.add_get('/', async () => {
        await sleep(1);
        return 'hello';
    });
    const server = Aiohttp.TestServer.new(app);
    server.runner.server.access_log = true;
    server.runner.server.access_logger = new Logger();
    await server.start();
    assertEqual(await AiohttpDrive.fetch(server.make_url('/')), 'hello');
    await server.stop();
    assertEqual(lines, ['/ 200']);
    assertCalled(1);
});

end();
