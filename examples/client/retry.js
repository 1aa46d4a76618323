#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Requests that are sent again: an order that is safe to repeat, as it says by its key, and one that is not.
// usage: retry.js URL

import Aiohttp from 'gi://Aiohttp?version=1.0';
import GLib from 'gi://GLib';
import System from 'system';

const base = System.programArgs[0] ?? 'http://127.0.0.1:8080';

async function order(session, what, options = {}) {
    const response = await session.post(`${base}/order`, {data: what, ...options});
    print(`${what}: ${response.status}, ${await response.text()}`);
}

// 3 attempts in all; delays double from 0.01 s, a part of each is random, and the server may ask for more.
const retry = new Aiohttp.ClientRetryMiddleware({
    attempts: 3, base_delay: 0.01, max_delay: 1, jitter: 0.5, max_retry_after: 5,
});
const session = new Aiohttp.ClientSession({middlewares: [retry]});
await order(session, 'tea', {headers: {'Idempotency-Key': GLib.uuid_string_random()}});
await order(session, 'cake');
await session.close();
