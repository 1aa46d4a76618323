/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Resolvers: `resolve(host, port, family)` gives an address, several, a future or a promise of them.

const {Gio, GLib, GObject} = imports.gi;
const {breathe} = imports.overrides._AiohttpShared;

function toError(error) {
    return error instanceof GLib.Error ? error
        : new GLib.Error(Gio.ResolverError, Gio.ResolverError.NOT_FOUND, `${error}`);
}

function setAddresses(future, addresses) {
    if (typeof addresses === 'string')
        future.set_string(addresses);
    else
        future.set_strv([...addresses]);
}

function toFuture(Aiohttp, func) {
    breathe();
    let result;
    try {
        result = func();
    } catch (error) {
        throw toError(error);
    }
    if (result instanceof Aiohttp.Future)
        return result;
    const future = Aiohttp.Future.new();
    if (typeof result?.then !== 'function') {
        setAddresses(future, result);
        return future;
    }
    result.then(addresses => {
        breathe();
        setAddresses(future, addresses);
    }).catch(error => future.set_error(toError(error)));
    return future;
}

function completeConnectors(Aiohttp) {
    Aiohttp.Resolver._classInit = function (klass) {
        const proto = klass.prototype;
        const given = Object.getOwnPropertyNames(proto);
        const source = ['vfunc_resolve', 'resolve'].find(name => given.includes(name));
        if (source) {
            const func = proto[source];
            Object.defineProperty(proto, 'vfunc_resolve', {
                value(...args) {
                    return toFuture(Aiohttp, () => func.apply(this, args));
                },
                configurable: true,
            });
        }
        return GObject.Object._classInit.call(this, klass);
    };
}
