#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A web client, to be pointed at one of the hello servers. usage: client.js [URL]

import Aiohttp from 'gi://Aiohttp?version=1.0';
import System from 'system';

const url = System.programArgs[0] ?? 'http://127.0.0.1:8080';

let shownAt = Date.now();

function show(response, body) {
    const took = Date.now() - shownAt;
    print(`${response.method} ${response.url} -> ${response.status} ${response.reason}, ` +
          `${response.content_type}, ${took} ms\n  ${body}`);
    shownAt = Date.now();
}

const session = new Aiohttp.ClientSession({headers: {'User-Agent': 'client.js'}});

let response = await session.get(`${url}/`);
if (response.status !== 200)
    throw new Error(`unexpected status ${response.status}`);
show(response, await response.text());

response = await session.get(`${url}/world`, {params: {lang: 'en'}});
const decoder = new TextDecoder();
const first = decoder.decode(await response.content.read(10));
show(response, `"${first}", then "${decoder.decode(await response.content.read())}"`);

response = await session.get(`${url}/json`);
show(response, JSON.stringify(await response.json()));

response = await session.post(`${url}/echo`, {data: 'round and round'});
show(response, await response.text());

await session.close();
