/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Bodies that are sent, and the options that are no property as they are.

const {Gio, GLib} = imports.gi;
const {breathe, toBytes, toError} = imports.overrides._AiohttpShared;

// A payload of what an asynchronous iterator gives.
function fromIterator(Aiohttp, iterator) {
    return Aiohttp.Payload.new_for_futures(-1, null, () => {
        const future = Aiohttp.Future.new();
        Promise.resolve(iterator.next()).then(({done, value}) => {
            breathe();
            if (done)
                future.set_boolean(true);
            else
                future.set_bytes(toBytes(typeof value === 'string' ? new TextEncoder().encode(value) : value));
        }).catch(error => future.set_error(toError(Aiohttp, error)));
        return future;
    });
}

function toForm(Aiohttp, fields) {
    const form = new Aiohttp.FormData();
    for (const [name, value] of Object.entries(fields)) {
        if (value instanceof Gio.File)
            form.add_file(name, value, null, null);
        else if (value instanceof Aiohttp.Payload)
            form.add_payload(name, value, null);
        else
            form.add_field(name, `${value}`);
    }
    return form;
}

// What `data` may be, as a payload.
function toPayload(Aiohttp, data) {
    if (data instanceof Aiohttp.Payload)
        return data;
    if (data instanceof Aiohttp.FormData)
        return data.to_payload();
    if (typeof data === 'string')
        return Aiohttp.Payload.new_for_text(data, null);
    if (data instanceof GLib.Bytes || data instanceof Uint8Array)
        return Aiohttp.Payload.new_for_bytes(toBytes(data), null);
    if (data instanceof Gio.File)
        return Aiohttp.Payload.new_for_file(data, null);
    if (data instanceof Gio.InputStream)
        return Aiohttp.Payload.new_for_stream(data, -1, null);
    if (typeof data[Symbol.asyncIterator] === 'function')
        return fromIterator(Aiohttp, data[Symbol.asyncIterator]());
    if (typeof data[Symbol.iterator] === 'function')
        return fromIterator(Aiohttp, data[Symbol.iterator]());
    return toForm(Aiohttp, data).to_payload();
}

// Sets an option that is no property; false where it is one.
function setOption(Aiohttp, options, key, value) {
    if (key === 'cookies') {
        for (const [name, item] of Object.entries(value))
            options.add_cookie(name, `${item}`);
    } else if (key === 'upload_progress') {
        options.set_upload_progress((done, total) => value(done, total));
    } else if (key === 'timeout' && value instanceof Aiohttp.ClientTimeout) {
        options.set_client_timeout(value);
    } else {
        return false;
    }
    return true;
}
