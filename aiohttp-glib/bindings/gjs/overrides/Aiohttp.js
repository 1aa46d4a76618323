/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// What JavaScript adds to the Aiohttp namespace: every operation, a pair x_async() and x_finish(), becomes x(), which
// returns a promise; every accessor get_x() a property x; options are plain objects; handlers may be async functions,
// return strings, bytes, objects or responses, and throw anything.

const {Gio, GLib, GObject} = imports.gi;
const System = imports.system;

// Before 1.82 GJS drops every callback that arrives while an incremental collection is between two slices: a promise
// then never settles. A full collection now and then keeps the incremental one from ever starting.
const DROPS_CALLBACKS = System.version < 18200;
const CALLS_PER_COLLECTION = 1000;
let calls = 0;

function breathe() {
    if (DROPS_CALLBACKS && ++calls >= CALLS_PER_COLLECTION) {
        calls = 0;
        System.gc();
    }
}

const VERBS = ['get', 'options', 'head', 'post', 'put', 'patch', 'delete'];

function toNative(value) {
    return value instanceof GLib.Bytes ? value.toArray() : value;
}

function toBytes(value) {
    return value instanceof GLib.Bytes ? value : new GLib.Bytes(value);
}

// The names of a native function's arguments, in order.
function argumentNames(func) {
    const list = /\(([^)]*)\)/.exec(func.toString());
    return list && list[1] ? list[1].split(',').map(name => name.trim()) : [];
}

// A function that returns a promise for the pair `start` and `finish`. Trailing arguments may be left out.
function makePromise(start, finish, prepare = args => args) {
    const names = argumentNames(start);
    const before = names.indexOf('cancellable') >= 0 ? names.indexOf('cancellable') : names.indexOf('callback');
    const blanks = names.slice(0, before).map(name => name === 'io_priority' ? GLib.PRIORITY_DEFAULT : null);
    const takesCancellable = names.includes('cancellable');

    return function (...args) {
        const given = prepare(args.slice(0, before));
        const values = blanks.map((blank, index) => given[index] === undefined ? blank : given[index]);
        if (takesCancellable)
            values.push(args[before] ?? null);
        return new Promise((resolve, reject) => {
            start.call(this, ...values, (source, result) => {
                breathe();
                try {
                    resolve(toNative(finish.call(this, result)));
                } catch (error) {
                    reject(error);
                }
            });
        });
    };
}

// `start`, an `_async` function, as it is with a callback, else as a promise.
function makeAsync(start, promise) {
    return function (...args) {
        if (typeof args[args.length - 1] === 'function')
            return start.call(this, ...args);
        return promise.call(this, ...args);
    };
}

function completeClass(proto, prepare) {
    const names = Object.getOwnPropertyNames(proto);
    for (const name of names) {
        if (name.endsWith('_async')) {
            const word = name.slice(0, -6);
            const start = proto[name];
            const finish = proto[`${word}_finish`];
            if (typeof finish !== 'function')
                continue;
            const promise = makePromise(start, finish, prepare[word]);
            proto[word] = promise;
            proto[name] = makeAsync(start, promise);
        } else if (/^(get|is)_./.test(name) && typeof proto[name] === 'function' && proto[name].length === 0) {
            const word = name.replace(/^(get|is)_/, '');
            if (word in proto)
                continue;
            const getter = proto[name];
            const setter = proto[`set_${word}`];
            Object.defineProperty(proto, word, {
                get() {
                    return getter.call(this);
                },
                set: setter && setter.length === 1 ? function (value) {
                    setter.call(this, value);
                } : undefined,
                configurable: true,
            });
        }
    }
}

// --- the client ---

function makeOptions(Aiohttp, options) {
    if (options === null || options === undefined || options instanceof Aiohttp.RequestOptions)
        return options ?? null;
    const result = new Aiohttp.RequestOptions();
    for (const [key, value] of Object.entries(options)) {
        if (value === null || value === undefined)
            continue;
        switch (key) {
        case 'params':
            if (typeof value === 'string') {
                result.set_params(value);
            } else {
                for (const [name, item] of Object.entries(value))
                    result.add_param(name, `${item}`);
            }
            break;
        case 'headers':
            for (const [name, item] of Object.entries(value))
                result.append_header(name, `${item}`);
            break;
        case 'data':
            if (typeof value === 'string')
                result.set_text(value);
            else
                result.set_body(toBytes(value));
            break;
        case 'json':
            result.set_json_text(JSON.stringify(value));
            break;
        default:
            if (!(key in result))
                throw new TypeError(`unknown request option '${key}'`);
            result[key] = value;
        }
    }
    if (options.data !== undefined && options.json !== undefined)
        throw new TypeError('data and json cannot be used at the same time');
    return result;
}

function completeClient(Aiohttp) {
    const session = Aiohttp.ClientSession.prototype;
    const init = session._init;
    session._init = function (properties = {}) {
        const {headers = {}, ...others} = properties;
        init.call(this, others);
        for (const [name, value] of Object.entries(headers))
            this.append_header(name, `${value}`);
    };

    const response = Aiohttp.ClientResponse.prototype;
    response.json = async function ({content_type = true} = {}) {
        if (content_type)
            this.require_json();
        return JSON.parse(await this.text());
    };
    Object.defineProperty(response, 'ok', {
        get() {
            return this.is_ok();
        },
        configurable: true,
    });

    const reader = Aiohttp.StreamReader.prototype;
    const read = reader.read;
    reader.read = function (count = -1, cancellable = null) {
        return read.call(this, count, cancellable);
    };
    const chunks = next => ({
        async next() {
            const value = await next();
            return value.length ? {done: false, value} : {done: true, value: undefined};
        },
        [Symbol.asyncIterator]() {
            return this;
        },
    });
    reader[Symbol.asyncIterator] = function () {
        return chunks(() => this.readline());
    };
    reader.iter_chunked = function (count) {
        return chunks(() => this.read(count));
    };
    reader.iter_any = function () {
        return chunks(() => this.readany());
    };
}

// --- the server ---

function toError(Aiohttp, error) {
    if (error instanceof GLib.Error)
        return error;
    const text = error instanceof Error ? `${error}\n${error.stack}`.trimEnd() : `${error}`;
    return new GLib.Error(Aiohttp.Error, Aiohttp.Error.FAILED, text);
}

function toReply(Aiohttp, value, orNothing = false) {
    if (value instanceof Aiohttp.StreamResponse || value instanceof Aiohttp.Future)
        return value;
    if (typeof value === 'string')
        return Aiohttp.Response.new_text(200, value);
    if (value instanceof Uint8Array || value instanceof GLib.Bytes)
        return Aiohttp.Response.new_bytes(200, toBytes(value), null);
    if (typeof value?.then === 'function') {
        const future = Aiohttp.Future.new();
        value.then(result => {
            breathe();
            future.set_object(orNothing && !result ? null : toReply(Aiohttp, result));
        }).catch(error => future.set_error(toError(Aiohttp, error)));
        return future;
    }
    if (Array.isArray(value) || value?.constructor === Object)
        return Aiohttp.json_response(value);
    throw new TypeError(`the handler returned ${value}; expected a response, string, bytes, object or a promise`);
}

function runHandler(Aiohttp, handler) {
    breathe();
    try {
        return toReply(Aiohttp, handler());
    } catch (error) {
        throw toError(Aiohttp, error);
    }
}

function makeHandler(Aiohttp, handler) {
    if (handler.prototype instanceof Aiohttp.View)
        throw new TypeError(`${handler.name} is a view: register it by add_view()`);
    return request => runHandler(Aiohttp, () => streamOrValue(Aiohttp, request, handler(request)));
}

function streamOrValue(Aiohttp, request, value) {
    return isGenerator(value) ? streamGenerator(Aiohttp, request, value) : value;
}

// --- forms and parts ---

function completeForms(Aiohttp) {
    const form = Aiohttp.Form.prototype;
    const fieldsOf = self => Array.from({length: self.get_n_items()}, (_, position) => self.get_item(position));
    // Its text, its bytes where it is no text, or the file.
    const valueOf = field => field instanceof Aiohttp.FileField
        ? field : field.get_text() ?? toNative(field.get_bytes());
    form.get = function (name) {
        const field = this.get_field(name);
        return field === null ? null : valueOf(field);
    };
    form.getall = function (name) {
        return fieldsOf(this).filter(field => field.get_name() === name).map(valueOf);
    };
    form[Symbol.iterator] = function* () {
        for (const field of fieldsOf(this))
            yield [field.get_name(), valueOf(field)];
    };
    Aiohttp.MultipartReader.prototype[Symbol.asyncIterator] = async function* () {
        let part;
        while ((part = await this.next()) !== null)
            yield part;
    };
    Aiohttp.BodyPartReader.prototype.json = async function () {
        return JSON.parse(await this.text());
    };
}

// --- responses in pieces ---

function isGenerator(value) {
    return typeof value?.next === 'function' &&
        (typeof value[Symbol.asyncIterator] === 'function' || typeof value[Symbol.iterator] === 'function');
}

// The response of a handler that yields its body.
async function streamGenerator(Aiohttp, request, chunks) {
    let response = null;
    for await (const chunk of chunks) {
        if (response === null) {
            response = new Aiohttp.StreamResponse();
            if (typeof chunk === 'string')
                response.set_header('Content-Type', 'text/plain; charset=utf-8');
            await response.prepare(request);
        }
        await response.write(chunk);
    }
    return response ?? new Aiohttp.StreamResponse();
}

function toArray(data) {
    if (typeof data === 'string')
        return new TextEncoder().encode(data);
    return data instanceof GLib.Bytes ? data.toArray() : data;
}

const COOKIE_WORDS = {httponly: 'http_only', samesite: 'same_site'};

function makeCookieOptions(Aiohttp, options) {
    if (options === null || options instanceof Aiohttp.CookieOptions)
        return options;
    const given = Object.entries(options).map(([name, value]) => [COOKIE_WORDS[name] ?? name, value]);
    return new Aiohttp.CookieOptions(Object.fromEntries(given));
}

function completeStreams(Aiohttp) {
    const stream = Aiohttp.StreamResponse.prototype;
    const init = stream._init;
    stream._init = function (properties = {}) {
        const {headers = {}, reason, ...others} = properties;
        init.call(this, others);
        if (reason !== undefined)
            this.set_status(this.get_status(), reason);
        for (const [name, value] of Object.entries(headers)) {
            if (name.toLowerCase() === 'content-type')
                this.set_header(name, value);
            else
                this.add_header(name, `${value}`);
        }
    };
    const settled = future => future.then(() => undefined);
    stream.prepare = function (request, cancellable = null) {
        return settled(this.prepare_future(request, cancellable));
    };
    stream.write = function (data, cancellable = null) {
        return settled(this.write_future(toArray(data), cancellable));
    };
    stream.write_eof = function (cancellable = null) {
        return settled(this.write_eof_future(cancellable));
    };
    const {set_cookie, del_cookie, set_etag, enable_compression} = stream;
    stream.set_cookie = function (name, value, options = null) {
        return set_cookie.call(this, name, value, makeCookieOptions(Aiohttp, options));
    };
    stream.del_cookie = function (name, options = null) {
        return del_cookie.call(this, name, makeCookieOptions(Aiohttp, options));
    };
    stream.set_etag = function (etag) {
        return set_etag.call(this, typeof etag === 'string' ? Aiohttp.ETag.new(etag, false) : etag);
    };
    stream.enable_compression = function (coding = null) {
        return enable_compression.call(this, coding);
    };
    Aiohttp.EventStream.prototype.send = function (data, {event = null, id = null, cancellable = null} = {}) {
        return settled(this.send_future(data, event, id, cancellable));
    };
}

function completeServer(Aiohttp) {
    completeStreams(Aiohttp);
    const response = Aiohttp.Response.prototype;
    const init = response._init;
    response._init = function (properties = {}) {
        const {text, body, headers = {}, content_type, reason, ...others} = properties;
        init.call(this, others);
        if (text !== undefined && body !== undefined)
            throw new TypeError('body and text are not allowed together');
        if (reason !== undefined)
            this.set_status(this.get_status(), reason);
        if (text !== undefined)
            this.set_text(text);
        else if (body !== undefined)
            this.set_body(toBytes(body));
        if (content_type) {
            const charset = text === undefined || content_type.includes('charset=') ? '' : '; charset=utf-8';
            this.set_content_type(content_type + charset);
        }
        for (const [name, value] of Object.entries(headers)) {
            if (name.toLowerCase() === 'content-type')
                this.set_header(name, value);
            else
                this.add_header(name, `${value}`);
        }
    };
    Aiohttp.json_response = function (data, {content_type = 'application/json', ...options} = {}) {
        return new Aiohttp.Response({text: JSON.stringify(data), content_type, ...options});
    };

    const request = Aiohttp.Request.prototype;
    request.json = async function () {
        const badRequest = message => new GLib.Error(Aiohttp.HttpError, Aiohttp.HttpError.BAD_REQUEST, message);
        if (!/^(application\/|[\w.-]+\/[\w.+-]+?\+)json$/i.test(this.get_content_type()))
            throw badRequest(`Content-Type ${this.get_content_type()} is not JSON`);
        const text = await this.text();
        try {
            return JSON.parse(text);
        } catch (error) {
            throw badRequest(`malformed JSON: ${error.message}`);
        }
    };
    Object.defineProperty(request, 'match_info', {
        get() {
            return this.dup_match_info() ?? {};
        },
        configurable: true,
    });

    const router = Aiohttp.Router.prototype;
    const addRoute = router.add_route;
    router.add_route = function (method, path, handler, options = {}) {
        return setRouteOptions(addRoute.call(this, method, path, makeHandler(Aiohttp, handler)), options);
    };
    for (const verb of VERBS) {
        const add = router[`add_${verb}`];
        router[`add_${verb}`] = function (path, handler, options = {}) {
            return setRouteOptions(add.call(this, path, makeHandler(Aiohttp, handler)), options);
        };
        Aiohttp[verb] = (path, handler, options) => ({verb, path, handler, options});
    }
    const addView = router.add_view;
    router.add_view = function (path, type, options = {}) {
        return setRouteOptions(addView.call(this, path, type), options);
    };
    Aiohttp.view = (path, view, options) => ({view, path, options});
    Aiohttp.route = (method, path, handler, options) => ({method, path, handler, options});
    Aiohttp.Application.prototype.add_routes = function (routes) {
        for (const {method, verb, view, path, handler, options} of routes) {
            if (view)
                this.router.add_view(path, view, options);
            else if (verb)
                this.router[`add_${verb}`](path, handler, options);
            else
                this.router.add_route(method, path, handler, options);
        }
    };
    const routerUrl = router.url_for;
    router.url_for = function (name, values = null, query = null) {
        return routerUrl.call(this, name, asStrings(values), asStrings(query));
    };
    const resource = Aiohttp.Resource.prototype;
    const resourceUrl = resource.url_for;
    resource.url_for = function (values = null, query = null) {
        return resourceUrl.call(this, asStrings(values), asStrings(query));
    };
    replyVfuncs(Aiohttp, Aiohttp.Resource, ['handle']);
    replyVfuncs(Aiohttp, Aiohttp.View, ['get', 'head', 'options', 'post', 'put', 'patch', 'delete']);
    replyVfuncs(Aiohttp, Aiohttp.Middleware, ['before', 'after', 'process']);
    replyVfuncs(Aiohttp, Aiohttp.AccessLogger, ['log']);

    const toMiddleware = item => {
        if (item instanceof Aiohttp.Middleware)
            return item;
        return Aiohttp.Middleware.new_for_func(
            (request, next) => runHandler(Aiohttp, () => item(request, next)));
    };
    for (const type of [Aiohttp.Application, Aiohttp.Route]) {
        const add = type.prototype.add_middleware;
        type.prototype.add_middleware = function (item) {
            return add.call(this, toMiddleware(item));
        };
    }
    Object.defineProperty(Aiohttp.Application.prototype, 'middlewares', {
        get() {
            return Object.freeze(this.list_middlewares()); // add_middleware() adds
        },
        configurable: true,
    });
    const application = Aiohttp.Application.prototype;
    const initApplication = application._init;
    application._init = function (properties = {}) {
        const {middlewares = [], ...others} = properties;
        initApplication.call(this, others);
        for (const item of middlewares)
            this.add_middleware(item);
    };
    completeItems(application);
    completeItems(request);
    for (const name of ['on_startup', 'on_shutdown', 'on_cleanup']) {
        const add = application[name];
        application[name] = function (func) {
            return add.call(this, app => toFuture(Aiohttp, () => func(app)));
        };
    }
    // `func (app)` is an async generator that yields once.
    const addContext = application.add_cleanup_context;
    application.add_cleanup_context = function (func) {
        return addContext.call(this, (app, context) => toFuture(Aiohttp, async () => {
            const generator = func(app);
            await generator.next();
            await context.wait();
            await generator.next();
        }));
    };
    application.on_response_prepare = function (func) {
        return this.connect('response-prepare', (app, request, response) => func(request, response));
    };

    completeRunning(Aiohttp);
    const setExpect = Aiohttp.Route.prototype.set_expect_handler;
    Aiohttp.Route.prototype.set_expect_handler = function (handler) {
        return setExpect.call(this, request => runBefore(Aiohttp, () => handler(request)));
    };
}

// run_app (app, host, port), or run_app (app, {host, port, path, sock, …}) with lists of hosts, of paths of Unix sockets
// and of sockets; any property of AppRunner and WebServer is an option.
function completeRunning(Aiohttp) {
    const asList = value => value === null || value === undefined ? [] : [value].flat();
    const runApp = Aiohttp.run_app;
    Aiohttp.run_app = Aiohttp.run_app_async = function (app, given = {}, ...others) {
        if (typeof given !== 'object' || given === null)
            return runApp(app, given, ...others);
        const {host, port, path, sock, cancellable = null, ...options} = given;
        const runner = Aiohttp.AppRunner.new(app);
        for (const [name, value] of Object.entries(options)) {
            const owner = [runner, runner.server].find(object => name in object);
            if (!owner)
                throw new TypeError(`run_app() has no option '${name}'`);
            owner[name] = value;
        }
        const [hosts, paths, sockets] = [host, path, sock].map(asList);
        if (!hosts.length && (port !== undefined || !paths.length && !sockets.length))
            hosts.push(null);
        const sites = [
            ...hosts.map(name => Aiohttp.TcpSite.new(runner, name, port ?? 8080)),
            ...paths.map(name => Aiohttp.UnixSite.new(runner, name)),
            ...sockets.map(socket => Aiohttp.SockSite.new(runner, socket)),
        ];
        for (const site of sites.slice(0, hosts.length))
            site.set_tls(runner.tls);
        return runner.run_sites(sites, cancellable);
    };
}

// Items may be anything.
function completeItems(proto) {
    const set = proto.set_item;
    proto.set_item = function (key, item) {
        return set.call(this, key, box(item));
    };
    for (const name of ['get_item', 'lookup_item']) {
        const get = proto[name];
        if (get !== undefined) {
            proto[name] = function (key) {
                return unbox(get.call(this, key));
            };
        }
    }
}

// A future of what `func` does, where that takes time.
function toFuture(Aiohttp, func) {
    try {
        const result = func();
        if (typeof result?.then !== 'function')
            return null;
        const future = Aiohttp.Future.new();
        result.then(() => {
            breathe();
            future.set_object(null);
        }).catch(error => future.set_error(toError(Aiohttp, error)));
        return future;
    } catch (error) {
        throw toError(Aiohttp, error);
    }
}

function asStrings(values) {
    return values && Object.fromEntries(Object.entries(values).map(([name, value]) => [name, `${value}`]));
}

// The options of a route: `name`, `middlewares`, `expect_handler`, and every property of Aiohttp.Route.
function setRouteOptions(route, options) {
    for (const [name, value] of Object.entries(options)) {
        if (name === 'middlewares') {
            for (const item of value)
                route.add_middleware(item);
            continue;
        }
        const setter = route[`set_${name}`];
        if (typeof setter !== 'function')
            throw new TypeError(`a route has no option '${name}'`);
        setter.call(route, value);
    }
    return route;
}

// Of a `before`: nothing, now or later, lets the request go on.
function runBefore(Aiohttp, before) {
    breathe();
    try {
        const reply = before() ?? null;
        return reply === null ? null : toReply(Aiohttp, reply, true);
    } catch (error) {
        throw toError(Aiohttp, error);
    }
}

// Lets these vfuncs return what a handler may, and be async, in classes derived from `type`; they may be written without
// their `vfunc_`, too.
function replyVfuncs(Aiohttp, type, names) {
    type._classInit = function (klass) {
        const proto = klass.prototype;
        // To ask for a vfunc that the parent does not have throws, and so does an assignment.
        const given = new Set(Object.getOwnPropertyNames(proto));
        for (const word of names) {
            const source = [`vfunc_${word}`, word].find(name => given.has(name));
            if (!source)
                continue;
            const func = proto[source];
            const name = word === 'delete' ? 'vfunc_delete_' : `vfunc_${word}`;
            const run = word === 'before' ? runBefore : runHandler;
            const value = word === 'after' || word === 'log' ? func : function (...args) {
                return run(Aiohttp, () => streamOrValue(Aiohttp, args[0] ?? this.request, func.apply(this, args)));
            };
            Object.defineProperty(proto, name, {value, configurable: true});
        }
        return GObject.Object._classInit.call(this, klass);
    };
}

// --- locks and queues ---

// What only JavaScript can take out of a queue again.
let Box = null;

function box(item) {
    if (['number', 'string', 'boolean'].includes(typeof item) || item instanceof GObject.Object)
        return item;
    Box ??= GObject.registerClass({GTypeName: 'AiohttpJsItem'}, class extends GObject.Object {});
    const boxed = new Box();
    boxed.item = item;
    return boxed;
}

function unbox(item) {
    return Box !== null && item instanceof Box ? item.item : item;
}

function completeSync(Aiohttp, native) {
    for (const name of ['Lock', 'Semaphore', 'Condition']) {
        // Holds it while `body` runs, to the end of the promise that it returns.
        Aiohttp[name].prototype.with = async function (body, cancellable = null) {
            await this.acquire(cancellable);
            try {
                return await body();
            } finally {
                this.release();
            }
        };
    }

    const event = Aiohttp.Event.prototype;
    event.set = event.set_flag;

    const condition = Aiohttp.Condition.prototype;
    condition.notify = function (count = 1) {
        return this.notify_some(count);
    };
    condition.wait_for = async function (predicate, cancellable = null) {
        let result;
        while (!(result = predicate()))
            await this.wait(cancellable);
        return result;
    };

    const queue = Aiohttp.Queue.prototype;
    delete queue.nowait;
    delete queue.value_nowait;
    const {put, put_nowait, put_back, get_value_nowait} = queue;
    const get = makePromise(native.get_async, queue.get_value_finish);
    queue.put = function (item, cancellable = null) {
        return put.call(this, box(item), cancellable);
    };
    queue.put_nowait = function (item) {
        return put_nowait.call(this, box(item));
    };
    queue.put_back = function (item) {
        return put_back.call(this, box(item));
    };
    queue.get = async function (cancellable = null) {
        return unbox(await get.call(this, cancellable));
    };
    queue.get_nowait = function () {
        return unbox(get_value_nowait.call(this));
    };

    const priority = Aiohttp.PriorityQueue.prototype;
    const {put_with_priority, put_with_priority_nowait} = priority;
    priority.put_with_priority = function (number, item, cancellable = null) {
        return put_with_priority.call(this, number, box(item), cancellable);
    };
    priority.put_with_priority_nowait = function (number, item) {
        return put_with_priority_nowait.call(this, number, box(item));
    };
}

// --- futures ---

function completeFuture(Aiohttp) {
    const future = Aiohttp.Future.prototype;
    future.then = function (onFulfilled, onRejected) {
        return new Promise((resolve, reject) => {
            const settle = () => {
                // GJS converts the value that is not there before it throws the error.
                const failure = this.dup_error();
                if (failure !== null)
                    reject(failure);
                else
                    resolve(this.propagate_value()[1]);
            };
            if (this.is_done()) {
                settle();
            } else {
                const id = this.connect('done', () => {
                    breathe();
                    this.disconnect(id);
                    settle();
                });
            }
        }).then(onFulfilled, onRejected);
    };
    future.catch = function (onRejected) {
        return this.then(undefined, onRejected);
    };
    future.finally = function (onFinally) {
        return this.then().finally(onFinally);
    };
}

// --- what combines futures, promises and Gio.Task objects ---

// What scripts throw crosses C as an error of this domain: the code is its number.
const THROWN = 'aiohttp-js-exception-quark';

class Awaitables {
    constructor(Aiohttp, given) {
        this.given = [...given];
        this.thrown = [];
        this.futures = this.given.map(item => this.standIn(Aiohttp, item));
    }

    standIn(Aiohttp, item) {
        if (item instanceof Aiohttp.Future || item instanceof Gio.Task)
            return item;
        const future = Aiohttp.Future.new();
        Promise.resolve(item).then(() => future.set_boolean(true), error => {
            this.thrown.push(error);
            future.set_error(error instanceof GLib.Error ? error
                : new GLib.Error(GLib.quark_from_string(THROWN), this.thrown.length, `${error}`));
            future.has_error(); // asked for: it is the promise's own to report
        });
        return future;
    }

    error(error) {
        return error instanceof GLib.Error && error.domain === GLib.quark_from_string(THROWN)
            ? this.thrown[error.code - 1] : error;
    }

    async wait(operation, ...args) {
        try {
            return await operation(this.futures, ...args);
        } catch (error) {
            throw this.error(error);
        }
    }

    // A promise of the value; of a Gio.Task itself.
    value(index) {
        return this.given[index];
    }
}

function completeCombine(Aiohttp) {
    const native = {};
    for (const word of ['wait', 'race', 'any', 'all', 'gather', 'wait_for'])
        native[word] = Aiohttp[word];

    // The first that is done; the first that has a value: what that comes to.
    for (const word of ['race', 'any']) {
        Aiohttp[word] = async function (given, cancellable = null) {
            const waited = new Awaitables(Aiohttp, given);
            return waited.value(await waited.wait(native[word], cancellable));
        };
    }
    Aiohttp.all = async function (given, cancellable = null) {
        const waited = new Awaitables(Aiohttp, given);
        await waited.wait(native.all, cancellable);
        return Promise.all(waited.given);
    };
    Aiohttp.gather = async function (given, {return_exceptions = false, cancellable = null} = {}) {
        const waited = new Awaitables(Aiohttp, given);
        await waited.wait(native.gather, return_exceptions, cancellable);
        if (!return_exceptions)
            return Promise.all(waited.given);
        const results = await Promise.allSettled(waited.given);
        return results.map(result => result.status === 'fulfilled' ? result.value : result.reason);
    };
    Aiohttp.wait_for = async function (given, seconds, cancellable = null) {
        const waited = new Awaitables(Aiohttp, [given]);
        await waited.wait(futures => native.wait_for(futures[0], seconds, cancellable));
        return waited.value(0);
    };
    // [done, pending]; those pending run on.
    Aiohttp.wait = async function (given, {timeout = -1, return_when = Aiohttp.ReturnWhen.ALL_COMPLETED,
        cancellable = null} = {}) {
        const waited = new Awaitables(Aiohttp, given);
        await waited.wait(native.wait, timeout, return_when, cancellable);
        const isDone = index => {
            const future = waited.futures[index];
            return future instanceof Gio.Task ? future.get_completed() : future.is_done();
        };
        return [waited.given.filter((_, index) => isDone(index)), waited.given.filter((_, index) => !isDone(index))];
    };
    // For `for await`: the value of each when it is done.
    Aiohttp.as_completed = function (given, {timeout = -1} = {}) {
        const waited = new Awaitables(Aiohttp, given);
        const completed = Aiohttp.AsCompleted.new(waited.futures, timeout);
        // Not the future itself, which a promise would unwrap.
        const nextIndex = () => new Promise((resolve, reject) => {
            completed.next_async(null, (_source, result) => {
                breathe();
                try {
                    resolve(waited.futures.indexOf(completed.next_finish(result)));
                } catch (error) {
                    reject(error);
                }
            });
        });
        return {
            async next() {
                const index = await nextIndex();
                if (index < 0)
                    return {done: true, value: undefined};
                return {done: false, value: await waited.value(index)};
            },
            [Symbol.asyncIterator]() {
                return this;
            },
        };
    };

    // Runs `body`, to the end of the promise that it returns, for so many seconds: then the cancellable of the scope,
    // which it is given, is cancelled.
    Aiohttp.timeout = async function (seconds, body) {
        const scope = Aiohttp.TimeoutScope.new(seconds);
        try {
            return await body(scope);
        } catch (error) {
            if (scope.close() && error instanceof GLib.Error && error.matches(Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED))
                throw new GLib.Error(Gio.IOErrorEnum, Gio.IOErrorEnum.TIMED_OUT, `Not done within ${seconds} s`);
            throw error;
        } finally {
            scope.close();
        }
    };

    const group = Aiohttp.TaskGroup.prototype;
    const {add, end} = group;
    // A future, a Gio.Task or a promise, which the group's cancellable should cancel.
    group.add = function (item) {
        this._members ??= new Awaitables(Aiohttp, []);
        add.call(this, this._members.standIn(Aiohttp, item));
        return item;
    };
    // Runs `body`, to the end of the promise that it returns, and waits for all that it added to the group. The errors
    // come as one AggregateError.
    Aiohttp.task_group = async function (body, cancellable = null) {
        const scope = Aiohttp.TaskGroup.new();
        const errors = [];
        let value;
        let failure = null;
        try {
            value = await body(scope);
        } catch (error) {
            failure = error;
            scope.abort();
        }
        try {
            await end.call(scope, failure === null, cancellable);
        } catch (error) {
            if (scope.get_n_errors() === 0)
                throw error;
        }
        for (let index = 0; index < scope.get_n_errors(); index++) {
            const error = scope.dup_error(index);
            errors.push(scope._members ? scope._members.error(error) : error);
        }
        const isCancel = failure instanceof GLib.Error && failure.matches(Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED);
        if (failure !== null && !(isCancel && errors.length > 0))
            errors.push(failure);
        if (errors.length === 1 && isCancel && errors[0] === failure)
            throw failure;
        if (errors.length > 0)
            throw new AggregateError(errors, `${errors.length} of the task group failed: ${errors[0].message}`);
        return value;
    };
}

// --- debug mode ---

const STACK_FRAMES = 12;

// Where an object is made, without this function.
function stackOf() {
    const lines = new Error().stack.trim().split('\n').slice(1, STACK_FRAMES + 1);
    return lines.length > 0 ? lines.map(line => `  ${line}`).join('\n') : null;
}

function _init() {
    const Aiohttp = this;
    const options = index => args => {
        args[index] = makeOptions(Aiohttp, args[index]);
        return args;
    };
    const sends = {request: options(2)};
    for (const verb of VERBS)
        sends[verb] = options(1);

    // Before they are promises.
    const native = {get_async: Aiohttp.Queue.prototype.get_async};
    const functions = {};
    for (const name of Object.getOwnPropertyNames(Aiohttp)) {
        const item = Aiohttp[name];
        if (typeof item !== 'function')
            continue;
        if (name.endsWith('_async') || name.endsWith('_finish'))
            functions[name] = item;
        else if (item.prototype instanceof GObject.Object)
            completeClass(item.prototype, item === Aiohttp.ClientSession ? sends : {});
    }
    for (const [name, start] of Object.entries(functions)) {
        const word = name.slice(0, -6);
        const finish = functions[`${word}_finish`];
        if (!name.endsWith('_async') || finish === undefined)
            continue;
        Aiohttp[word] = makePromise(start, finish, word === 'send_request' ? options(2) : undefined);
        Aiohttp[name] = makeAsync(start, Aiohttp[word]);
    }
    Aiohttp.request = Aiohttp.send_request;

    Aiohttp.debug_set_stack_func(stackOf);
    completeSync(Aiohttp, native);
    completeFuture(Aiohttp);
    completeCombine(Aiohttp);
    completeClient(Aiohttp);
    completeServer(Aiohttp);
    completeForms(Aiohttp);
}
