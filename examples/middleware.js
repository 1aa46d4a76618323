#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Middlewares in their forms: a class with before and after, a function that awaits the rest, one for a route alone, and
// one that is ready-made. usage: middleware.js [PORT]

import Aiohttp from 'gi://Aiohttp?version=1.0';
import GObject from 'gi://GObject';
import System from 'system';

// Counts requests, and says so in each response, whoever answers.
const Counter = GObject.registerClass(class Counter extends Aiohttp.Middleware {
    before() {
        this.count = (this.count ?? 0) + 1;
    }

    after(request, response) {
        if (!response.is_sent())
            response.set_header('X-Count', `${this.count}`);
    }
});

// Awaits what is inside of it.
async function explainErrors(request, next) {
    const response = await next.call(request);
    if (response.status !== 404)
        return response;
    return new Aiohttp.Response({status: 404, text: `there is no ${request.path}`});
}

// Answers by itself, or has the rest answer.
function askWho(request, next) {
    if (request.get_header('Authorization') === null)
        return new Aiohttp.Response({status: 401, text: 'who are you?'});
    return next.call(request);
}

const app = new Aiohttp.Application({
    middlewares: [new Counter(), explainErrors, new Aiohttp.NormalizePathMiddleware()],
});
app.add_routes([
    Aiohttp.get('/', () => 'the shop'),
    Aiohttp.get('/shelf/', () => 'a shelf'),
    Aiohttp.get('/office', () => 'the office', {middlewares: [askWho]}),
]);
await Aiohttp.run_app(app, '127.0.0.1', Number(System.programArgs[0] ?? 8080));
