/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Client middlewares: functions (request, next), async or not, and classes.

const {GLib, GObject} = imports.gi;
const {breathe} = imports.overrides._AiohttpShared;

// What a middleware throws crosses C as an error of this domain, whose code is its number, and is thrown again where the
// request is awaited. One that some other middleware has swallowed is forgotten in the end.
const THROWN = 'aiohttp-js-client-middleware-quark';
const MAX_THROWN = 256;
const thrown = new Map();
let count = 0;

function toGError(error) {
    if (error instanceof GLib.Error)
        return error;
    count = count % 0x7fffffff + 1;
    thrown.set(count, error);
    if (thrown.size > MAX_THROWN)
        thrown.delete(thrown.keys().next().value);
    return new GLib.Error(GLib.quark_from_string(THROWN), count, `${error}`);
}

// What a promise of a request is to be rejected with.
function fromGError(error) {
    if (error instanceof GLib.Error && error.domain === GLib.quark_from_string(THROWN))
        return thrown.get(error.code) ?? error;
    return error;
}

// What a middleware gives, as a Reply, or null.
function run(Aiohttp, func) {
    breathe();
    try {
        const reply = func() ?? null;
        if (reply === null || reply instanceof Aiohttp.ClientResponse || reply instanceof Aiohttp.Future ||
            typeof reply.then !== 'function')
            return reply;
        const future = Aiohttp.Future.new();
        reply.then(response => {
            breathe();
            future.set_object(response ?? null);
        }).catch(error => future.set_error(toGError(error)));
        return future;
    } catch (error) {
        throw toGError(error);
    }
}

function completeClientMiddleware(Aiohttp) {
    const toMiddleware = item => {
        if (item instanceof Aiohttp.ClientMiddleware)
            return item;
        return Aiohttp.ClientMiddleware.new_for_func((request, next) => run(Aiohttp, () => item(request, next)));
    };
    for (const type of [Aiohttp.ClientSession, Aiohttp.RequestOptions]) {
        const add = type.prototype.add_middleware;
        type.prototype.add_middleware = function (item) {
            return add.call(this, toMiddleware(item));
        };
        // `func (response)`, async or not: what it throws is the request's.
        const set = type.prototype.set_status_check;
        type.prototype.set_status_check = function (func) {
            return set.call(this, func && (response => run(Aiohttp, () => {
                const result = func(response);
                return typeof result?.then === 'function' ? result.then(() => null) : null;
            })));
        };
    }
    Object.defineProperty(Aiohttp.RequestOptions.prototype, 'middlewares', {
        set(items) {
            this.clear_middlewares();
            for (const item of items)
                this.add_middleware(item);
        },
        configurable: true,
    });
    Object.defineProperty(Aiohttp.ClientSession.prototype, 'middlewares', {
        get() {
            return Object.freeze(this.list_middlewares()); // add_middleware() adds
        },
        configurable: true,
    });

    // These vfuncs may be async, and be written without their `vfunc_`.
    Aiohttp.ClientMiddleware._classInit = function (klass) {
        const proto = klass.prototype;
        const given = new Set(Object.getOwnPropertyNames(proto));
        for (const word of ['before', 'after', 'process']) {
            const source = [`vfunc_${word}`, word].find(name => given.has(name));
            if (!source)
                continue;
            const func = proto[source];
            const value = word === 'after' ? func : function (...args) {
                return run(Aiohttp, () => func.apply(this, args));
            };
            Object.defineProperty(proto, `vfunc_${word}`, {value, configurable: true});
        }
        return GObject.Object._classInit.call(this, klass);
    };

    // `getToken ()` gives a token or a promise of one.
    const {new: newToken} = Aiohttp.ClientTokenMiddleware;
    Aiohttp.ClientTokenMiddleware.new = function (origin, getToken) {
        return newToken.call(Aiohttp.ClientTokenMiddleware, origin, () => {
            const future = Aiohttp.Future.new();
            new Promise(resolve => resolve(getToken())).then(token => {
                breathe();
                future.set_string(token);
            }).catch(error => future.set_error(toGError(error)));
            return future;
        });
    };
}
