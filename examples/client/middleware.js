#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A middleware of one's own, and one of the library's around it that sends failed requests again.
// usage: middleware.js URL

import Aiohttp from 'gi://Aiohttp?version=1.0';
import System from 'system';

const base = System.programArgs[0] ?? 'http://127.0.0.1:8080';
let count = 0;

// Gives each attempt a number.
async function number(request, next) {
    request.set_header('X-Attempt', `${++count}`);
    const response = await next.call(request);
    print(`attempt ${count}: ${response.status}`);
    return response;
}

const retry = new Aiohttp.ClientRetryMiddleware({attempts: 4, base_delay: 0.01});
const session = new Aiohttp.ClientSession({middlewares: [retry, number]});
const response = await session.get(`${base}/flaky`);
print(await response.text());
await session.close();
