#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A session: a query, header fields, JSON and a form that are sent, JSON that comes back, and what fails.
// usage: basics.js URL

import Aiohttp from 'gi://Aiohttp?version=1.0';
import System from 'system';

const base = System.programArgs[0] ?? 'http://127.0.0.1:8080';

async function find(session) {
    const response = await session.get('items', {params: {q: 'glib', page: 2}, headers: {'Accept-Language': 'en'}});
    const found = await response.json();
    print(`found: ${found.text}`);
}

async function create(session) {
    const response = await session.post('people', {json: {name: 'Ann'}});
    print(`created: ${response.status} at ${response.get_header('Location')}, ${await response.text()}`);
}

async function sendForm(session) {
    const response = await session.post('form', {data: {name: 'Ann', city: 'Aix en Provence'}});
    print(`form: ${await response.text()}`);
}

// A status is data, unless one asks for an error.
async function miss(session) {
    const response = await session.get('missing');
    print(`status: ${response.status} ${response.reason}`);
    try {
        response.raise_for_status();
    } catch (error) {
        if (!error.matches(Aiohttp.ClientError, Aiohttp.ClientError.STATUS))
            throw error;
        print(`error: ${error.info.status}`);
    }
    response.release();
}

async function reachNobody(session) {
    try {
        await session.get('http://127.0.0.1:1/');
    } catch (error) {
        if (!error.matches(Aiohttp.ClientError, Aiohttp.ClientError.CONNECT))
            throw error;
        print('error: not reached');
    }
}

const session = new Aiohttp.ClientSession({base_url: `${base}/`, headers: {'User-Agent': 'basics/1.0'}});
await find(session);
await create(session);
await sendForm(session);
await miss(session);
await reachNobody(session);
await session.close();
