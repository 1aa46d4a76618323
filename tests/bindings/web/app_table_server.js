/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// What app_table.py expects, in JavaScript.

import Aiohttp from 'gi://Aiohttp?version=1.0';
import GLib from 'gi://GLib';
import GObject from 'gi://GObject';

const begun = [];

function sleep(milliseconds) {
    return new Promise(resolve => GLib.timeout_add(GLib.PRIORITY_DEFAULT, milliseconds, () => {
        resolve();
        return GLib.SOURCE_REMOVE;
    }));
}

function note(request, what) {
    request.set_item('trace', [...request.get_item('trace') ?? [], what]);
}

const Plain = GObject.registerClass(class Plain extends Aiohttp.Middleware {
    before(request) {
        note(request, 'plain>');
        if (request.get_header('X-Before') === 'answer')
            return 'before';
        if (request.get_header('X-Before') === 'fail')
            throw new Aiohttp.Response({status: 403, text: 'before'});
    }

    after(request, response) {
        note(request, '<plain');
        if (response.is_sent())
            return;
        response.set_header('X-Trace', request.get_item('trace').join(' '));
        if (response instanceof Aiohttp.Response && response.get_error() !== null)
            response.set_header('X-Error', /secret/.exec(response.get_error().message)?.[0] ?? '');
    }
});

const Async = GObject.registerClass(class Async extends Aiohttp.Middleware {
    async before(request) {
        note(request, 'async>');
        await sleep(1);
        if (request.get_header('X-Async') === 'answer')
            return 'async before';
        if (request.get_header('X-Async') === 'fail')
            throw new Aiohttp.Response({status: 403, text: 'async before'});
    }

    after(request) {
        note(request, '<async');
    }
});

const Full = GObject.registerClass(class Full extends Aiohttp.Middleware {
    async process(request, next) {
        note(request, 'full>');
        if (request.get_header('X-Full') === 'fail')
            throw new Error('secret');
        let response = await next.call(request);
        if (request.get_header('X-Full') === 'twice')
            response = await next.call(request);
        note(request, '<full');
        return response;
    }
});

async function func(request, next) {
    note(request, 'func>');
    const response = await next.call(request);
    note(request, '<func');
    if (response.status === 200 && ['/', '/late', '/routed'].includes(request.path) && request.host === 'x')
        response.set_text(`(${response.dup_text()})`);
    return response;
}

async function aroundRoute(request, next) {
    const response = await next.call(request);
    response.set_header('X-Route', 'yes');
    return response;
}

async function aroundSub(request, next) {
    note(request, 'sub>');
    const response = await next.call(request);
    note(request, '<sub');
    response.set_header('X-Sub', 'yes');
    return response;
}

// --- handlers ---

async function late() {
    await sleep(1);
    return 'late';
}

function crash() {
    throw new Error('secret');
}

function frozen(request) {
    const {app} = request;
    const changes = [
        () => app.router.add_get('/late-route', late), () => app.on_startup(() => {}), () => app.add_middleware(func),
        () => app.set_item('answer', 5),
    ];
    for (const change of changes) {
        try {
            change();
            return 'taken';
        } catch (error) {
            if (!error.matches(Aiohttp.Error, Aiohttp.Error.FROZEN))
                throw error;
        }
    }
    return 'refused';
}

function badPattern() {
    try {
        new Aiohttp.Application().router.add_get('/{', late);
        return 'taken';
    } catch (error) {
        return error.matches(Aiohttp.Error, Aiohttp.Error.INVALID_PATTERN) ? 'refused' : `${error}`;
    }
}

const Custom = GObject.registerClass(class Custom extends Aiohttp.Resource {
    vfunc_matches(request) {
        return request.path.startsWith('/custom/');
    }

    async handle(request) {
        if (request.path.endsWith('later')) {
            await sleep(1);
            return 'custom later';
        }
        if (request.path.endsWith('fail'))
            throw Aiohttp.http_error(410, 'gone');
        return `custom ${request.method}`;
    }
});

const View = GObject.registerClass(class View extends Aiohttp.View {
    get() {
        return `get ${this.request.match_info.id}`;
    }

    async post() {
        return new Aiohttp.Response({text: `post ${await this.request.text()}`, status: 201});
    }

    put() {
        throw new Error('secret');
    }

    async delete() {
        await sleep(1);
        throw Aiohttp.http_error(Aiohttp.HttpError.CONFLICT, 'in use');
    }
});

const Derived = GObject.registerClass(class Derived extends View {
    patch() {
        return 'patch';
    }
});

const StreamView = GObject.registerClass(class StreamView extends Aiohttp.View {
    async *get() {
        yield 'one';
        yield 'two';
    }
});

async function form(request) {
    const data = await request.post();
    return `${data.getall('a').join(',')} ${data.get('b')}`;
}

async function upload(request) {
    const data = await request.post();
    const file = data.get('file');
    const content = await Aiohttp.StreamReader.new(file.open()).read();
    return `${data.get('title')} ${file.filename} ${file.size} ${new TextDecoder().decode(content)}`;
}

async function parts(request) {
    const found = [];
    for await (const part of request.multipart())
        found.push(`${part.name}=${await part.text()}`);
    return found.join(',');
}

const Logger = GObject.registerClass(class Logger extends Aiohttp.AccessLogger {
    log(request, response) {
        printerr('ACCESS', request.path, response.status);
    }
});

const admin = new Aiohttp.Application({middlewares: [aroundSub]});
admin.set_item('answer', 43);
admin.add_routes([
    Aiohttp.get('/', () => 'admin'),
    Aiohttp.get('/item', request => `${request.app.get_item('answer')} ${request.app.lookup_item('names').name}`),
    Aiohttp.get('/users/{name}', late, {name: 'user'}),
]);
const api = new Aiohttp.Application();
api.router.add_get('/', () => 'domain');

const app = new Aiohttp.Application({middlewares: [new Plain(), new Async()]});
app.set_item('answer', 42);
app.set_item('names', {name: 'outer'});
app.add_middleware(new Full());
app.add_middleware(func);
app.add_cleanup_context(async function* () {
    begun.push('enter one');
    yield;
    print('leave one');
});
app.add_cleanup_context(async function* () {
    await sleep(1);
    begun.push('enter two');
    yield;
    await sleep(1);
    print('leave two');
});
app.on_startup(async () => {
    await sleep(1);
    begun.push('startup');
});
app.on_shutdown(() => print('shutdown'));
app.on_cleanup(async () => print('cleanup'));
app.on_response_prepare((request, response) => response.set_header('X-Prepared', 'yes'));
app.add_routes([
    Aiohttp.get('/', async () => 'Hello'),
    Aiohttp.get('/users/{id}', request => request.match_info.id, {name: 'user'}),
    Aiohttp.get('/late', late),
    Aiohttp.get('/routed', () => 'routed', {middlewares: [aroundRoute]}),
    Aiohttp.get('/crash', crash),
    Aiohttp.get('/started', () => begun.join(',')),
    Aiohttp.get('/item', request => `${request.app.get_item('answer')}`),
    Aiohttp.get('/frozen', frozen),
    Aiohttp.get('/urls', request => {
        const user = request.app.router.url_for('user', {id: 5}, {a: '&', b: 'x y'});
        return `${user} ${admin.router.get_named_resource('user').url_for({name: 'ö'})}`;
    }),
    Aiohttp.get('/routes', request => {
        const resource = request.app.router.get_named_resource('user');
        return `${resource.list_routes().map(route => route.method)} ${resource.canonical}`;
    }),
    Aiohttp.get('/bad-pattern', badPattern),
    Aiohttp.get('/typed/{id:int}', request => `int ${request.match_info.id}`),
    Aiohttp.get('/typed/{name:[a-z]+}', request => `regex ${request.match_info.name}`),
    Aiohttp.get('/typed/{rest:*}', request => `tail ${request.match_info.rest}`),
    Aiohttp.view('/view/{id}', View),
    Aiohttp.view('/derived/{id}', Derived),
    Aiohttp.post('/form', form),
    Aiohttp.post('/upload', upload),
    Aiohttp.post('/parts', parts),
    Aiohttp.post('/expect', late, {expect_handler: () => new Aiohttp.Response({text: 'no', status: 403})}),
]);
app.router.add_view('/view-stream', StreamView);
app.router.register_resource(new Custom());
app.add_subapp('/admin', admin);
app.add_domain('api.example.org', api);

const runner = Aiohttp.AppRunner.new(app);
runner.server.access_logger = new Logger();
await runner.run('127.0.0.1', 0);
