/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Bodies that are sent, and the options that are no property as they are.

const {Gio, GLib, Soup} = imports.gi;
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

// The names and values of an object, or of a list of pairs.
function pairs(fields) {
    return Array.isArray(fields) ? fields : Object.entries(fields);
}

function addFields(Aiohttp, form, fields) {
    for (const [name, value] of pairs(fields)) {
        if (value instanceof Gio.File)
            form.add_file(name, value, null, null);
        else if (value instanceof Aiohttp.Payload)
            form.add_payload(name, value, null);
        else if (value instanceof Uint8Array || value instanceof GLib.Bytes)
            form.add_payload(name, Aiohttp.Payload.new_for_bytes(toBytes(value), null), name);
        else
            form.add_field(name, `${value}`);
    }
    return form;
}

function completeFormData(Aiohttp) {
    // A form of these fields: text, numbers, bytes, files and payloads.
    Aiohttp.FormData.from = fields => addFields(Aiohttp, new Aiohttp.FormData(), fields);
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
    return addFields(Aiohttp, new Aiohttp.FormData(), data).to_payload();
}

// Sets an option that is no property; false where it is one.
function setOption(Aiohttp, options, key, value) {
    if (key === 'cookies') {
        for (const [name, item] of pairs(value))
            options.add_cookie(name, `${item}`);
    } else if (key === 'proxy_headers' && !(value instanceof Soup.MessageHeaders)) {
        const fields = Soup.MessageHeaders.new(Soup.MessageHeadersType.REQUEST);
        for (const [name, item] of pairs(value))
            fields.append(name, `${item}`);
        options.set_proxy_headers(fields);
    } else if (key === 'upload_progress') {
        options.set_upload_progress((done, total) => value(done, total));
    } else if (key === 'raise_for_status' && typeof value === 'function') {
        options.set_status_check(value);
    } else if (key === 'timeout' && value instanceof Aiohttp.ClientTimeout) {
        options.set_client_timeout(value);
    } else {
        return false;
    }
    return true;
}
