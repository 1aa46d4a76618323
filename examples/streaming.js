#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Bodies that are made while they go out: `curl -N http://127.0.0.1:8080/count`, /numbers, /source and /digest.
// usage: streaming.js [PORT]

import Aiohttp from 'gi://Aiohttp?version=1.0';
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import System from 'system';

// A handler that writes: each write waits while the client is slow.
async function count(request) {
    const response = new Aiohttp.StreamResponse({headers: {'Content-Type': 'text/plain'}});
    await response.prepare(request);
    for (let number = 1; number <= 3; number++) {
        await response.write(`${number}\n`);
        await Aiohttp.sleep(0.1);
    }
    return response;
}

// A generator: what it yields is written.
function* numbers() {
    for (let number = 0; number < 10000; number++)
        yield `${number}\n`;
}

// Any Gio.InputStream.
function source() {
    const stream = Gio.File.new_for_uri(import.meta.url).read(null);
    return Aiohttp.StreamResponse.new_from_stream(200, stream, -1, 'text/javascript');
}

// A trailer says what is known only at the end.
async function digest(request) {
    const response = new Aiohttp.StreamResponse();
    response.set_trailer('X-Sha256', 'unknown');
    await response.prepare(request);
    const checksum = new GLib.Checksum(GLib.ChecksumType.SHA256);
    for (let i = 0; i < 10; i++) {
        checksum.update('chunk\n');
        await response.write('chunk\n');
    }
    response.set_trailer('X-Sha256', checksum.get_string());
    return response;
}

const app = new Aiohttp.Application();
app.add_routes([
    Aiohttp.get('/count', count),
    Aiohttp.get('/numbers', numbers),
    Aiohttp.get('/source', source),
    Aiohttp.get('/digest', digest),
]);
await Aiohttp.run_app(app, '127.0.0.1', Number(System.programArgs[0] ?? 8080));
