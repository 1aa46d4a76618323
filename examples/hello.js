#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A web server with four routes. usage: hello.js [PORT]

import Aiohttp from 'gi://Aiohttp?version=1.0';
import System from 'system';

function hello(request) {
    const {name = 'Anonymous'} = request.match_info;
    return new Aiohttp.Response({text: `Hello, ${name}`});
}

function json() {
    return Aiohttp.json_response({message: 'Hello', languages: ['C', 'Vala', 'Python', 'JavaScript']});
}

async function echo(request) {
    return new Aiohttp.Response({body: await request.read(), content_type: request.content_type});
}

const app = new Aiohttp.Application();
app.add_routes([
    Aiohttp.get('/', hello),
    Aiohttp.get('/json', json),
    Aiohttp.get('/{name}', hello),
    Aiohttp.post('/echo', echo),
]);
await Aiohttp.run_app(app, '127.0.0.1', Number(System.programArgs[0] ?? 8080));
