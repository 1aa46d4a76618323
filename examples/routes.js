#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Routes: a table, parameters of every kind, a name and the URLs that are built by it. usage: routes.js [PORT]

import Aiohttp from 'gi://Aiohttp?version=1.0';
import System from 'system';

function showHome(request) {
    const url = request.app.router.url_for('user', {id: 5}, {tab: 'posts & more'});
    return `see ${url}`;
}

async function addUser(request) {
    return new Aiohttp.Response({status: 201, text: await request.text()});
}

const app = new Aiohttp.Application();
app.add_routes([
    Aiohttp.get('/', showHome),
    Aiohttp.post('/users', addUser),
    Aiohttp.get('/users/{id:int}', request => `user ${request.match_info.id}`, {name: 'user'}),
    Aiohttp.get('/users/{name}', request => `a user called ${request.match_info.name}`),
    Aiohttp.get('/reports/{year:[0-9]+}.{type:csv|pdf}', request => {
        const {year, type} = request.match_info;
        return `report of ${year} as ${type}`;
    }),
    Aiohttp.get('/files/{path:*}', request => `file ${request.match_info.path}`),
]);
await Aiohttp.run_app(app, '127.0.0.1', Number(System.programArgs[0] ?? 8080));
