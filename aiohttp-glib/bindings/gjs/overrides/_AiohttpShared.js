/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// What the parts of the override share.

const {GLib, GObject} = imports.gi;
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

function toNative(value) {
    return value instanceof GLib.Bytes ? value.toArray() : value;
}

function toBytes(value) {
    return value instanceof GLib.Bytes ? value : new GLib.Bytes(value);
}

function toError(Aiohttp, error) {
    if (error instanceof GLib.Error)
        return error;
    const text = error instanceof Error ? `${error}\n${error.stack}`.trimEnd() : `${error}`;
    return new GLib.Error(Aiohttp.Error, Aiohttp.Error.FAILED, text);
}

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
