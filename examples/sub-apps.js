#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Applications in applications: one below a prefix, one behind a host, items that they share, and something that is set
// up for all of them. usage: sub-apps.js [PORT]

import Aiohttp from 'gi://Aiohttp?version=1.0';
import System from 'system';

function showSite({app}) {
    return `${app.lookup_item('title')}, ${app.lookup_item('database').name}`;
}

function listUsers() {
    return 'Ada, Bob';
}

// Runs for the requests of its own application only.
async function askWho(request, next) {
    if (request.get_header('Authorization') === null)
        return new Aiohttp.Response({status: 401, text: 'who are you?'});
    return next.call(request);
}

// Set up before the first request, taken down after the last.
async function* withDatabase(app) {
    app.set_item('database', {name: 'a database'});
    yield;
    print('the database is closed');
}

const app = new Aiohttp.Application();
app.set_item('title', 'the site');
app.add_cleanup_context(withDatabase);
app.add_routes([Aiohttp.get('/', showSite), Aiohttp.get('/about', showSite)]);

const admin = new Aiohttp.Application({middlewares: [askWho]});
admin.set_item('title', 'the office');
admin.add_routes([Aiohttp.get('/', showSite), Aiohttp.get('/users', listUsers)]);
app.add_subapp('/admin', admin);

const api = new Aiohttp.Application();
api.set_item('title', 'the API');
api.add_routes([Aiohttp.get('/', showSite), Aiohttp.get('/users', listUsers)]);
app.add_domain('api.*', api);

await Aiohttp.run_app(app, '127.0.0.1', Number(System.programArgs[0] ?? 8080));
