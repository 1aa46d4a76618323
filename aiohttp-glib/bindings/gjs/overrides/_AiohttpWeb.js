/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// The server: handlers, middlewares, views, responses, applications, sites.

const {GLib, GObject, Soup} = imports.gi;
const {box, breathe, toBytes, toError, toNative, unbox} = imports.overrides._AiohttpShared;

// What a script imports has to be a var or a function.
var VERBS = ['get', 'options', 'head', 'post', 'put', 'patch', 'delete'];

// --- handlers ---

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
        }).catch(error => settleThrown(Aiohttp, future, error));
        return future;
    }
    if (Array.isArray(value) || value?.constructor === Object)
        return Aiohttp.json_response(value);
    throw new TypeError(`the handler returned ${value}; expected a response, string, bytes, object or a promise`);
}

// A response may be thrown, too: one of an error that has headers.
function settleThrown(Aiohttp, future, error) {
    if (error instanceof Aiohttp.StreamResponse)
        future.set_object(error);
    else
        future.set_error(toError(Aiohttp, error));
}

function replyOfThrown(Aiohttp, error) {
    if (error instanceof Aiohttp.StreamResponse)
        return error;
    throw toError(Aiohttp, error);
}

function runHandler(Aiohttp, handler) {
    breathe();
    try {
        return toReply(Aiohttp, handler());
    } catch (error) {
        return replyOfThrown(Aiohttp, error);
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

    // What a handler throws to have its request answered with this status.
    Aiohttp.http_error = (status, text) => new GLib.Error(Aiohttp.HttpError, status, text ?? Soup.Status.get_phrase(status));

    const request = Aiohttp.Request.prototype;
    request.json = async function () {
        const badRequest = message => Aiohttp.http_error(400, message);
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
        if (typeof type === 'function' && !Object.prototype.hasOwnProperty.call(type, '$gtype'))
            throw new TypeError(`${type.name} is not registered: make it by GObject.registerClass()`);
        return setRouteOptions(addView.call(this, path, type), options);
    };
    const addStatic = router.add_static;
    router.add_static = function (prefix, directory, {name = null, ...properties} = {}) {
        const resource = Object.assign(addStatic.call(this, prefix, directory), properties);
        if (name !== null)
            resource.set_name(name);
        return resource;
    };
    Aiohttp.static = (prefix, directory, options) => ({prefix, directory, options});
    Aiohttp.view = (path, view, options) => ({view, path, options});
    Aiohttp.route = (method, path, handler, options) => ({method, path, handler, options});
    Aiohttp.Application.prototype.add_routes = function (routes) {
        for (const {method, verb, view, directory, prefix, path, handler, options} of routes) {
            if (directory)
                this.router.add_static(prefix, directory, options);
            else if (view)
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
            ...hosts.map(name => Aiohttp.TcpSite.new(runner, name, port ?? -1)),
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
        return replyOfThrown(Aiohttp, error);
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
            if (word === 'after' && func.constructor.name === 'AsyncFunction')
                throw new TypeError("'after' cannot wait: override 'process', which awaits the rest");
            const run = word === 'before' ? runBefore : runHandler;
            const value = word === 'after' || word === 'log' ? func : function (...args) {
                return run(Aiohttp, () => streamOrValue(Aiohttp, args[0] ?? this.request, func.apply(this, args)));
            };
            Object.defineProperty(proto, name, {value, configurable: true});
        }
        return GObject.Object._classInit.call(this, klass);
    };
}
