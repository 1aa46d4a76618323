#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// What a handler can answer with. usage: responses.js [PORT]

import Aiohttp from 'gi://Aiohttp?version=1.0';
import System from 'system';

function text() {
    const response = new Aiohttp.Response({text: 'Hello', headers: {'Cache-Control': 'max-age=60'}});
    response.enable_compression();
    return response;
}

function json() {
    return {answer: 42}; // or Aiohttp.json_response()
}

function redirect() {
    return Aiohttp.Response.new_redirect(303, '/text');
}

function book() {
    throw Aiohttp.http_error(404, 'no such book');
}

function signIn() {
    const response = new Aiohttp.Response({text: 'Welcome'});
    response.set_cookie('session', '4711', {max_age: 3600, httponly: true, samesite: 'Lax'});
    return response;
}

async function hints(request) {
    request.send_early_hints(['</style.css>; rel=preload; as=style']);
    await Aiohttp.sleep(0.01);
    return 'the page that needs it';
}

const app = new Aiohttp.Application();
app.add_routes([
    Aiohttp.get('/text', text),
    Aiohttp.get('/json', json),
    Aiohttp.get('/redirect', redirect),
    Aiohttp.get('/book', book),
    Aiohttp.get('/sign-in', signIn),
    Aiohttp.get('/hints', hints),
]);
await Aiohttp.run_app(app, '127.0.0.1', Number(System.programArgs[0] ?? 8080));
