#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// What a session settles for all of its requests: where to, who asks, how long, and by how many connections.
// usage: settings.js URL

import Aiohttp from 'gi://Aiohttp?version=1.0';
import System from 'system';

const base = System.programArgs[0] ?? 'http://127.0.0.1:8080';

function makeSession() {
    return new Aiohttp.ClientSession({
        base_url: `${base}/api/`,
        headers: {'User-Agent': 'settings/1.0'},
        params: 'key=k',
        authorization: Aiohttp.encode_basic_auth('ann', 's3cret'),
        timeout: new Aiohttp.ClientTimeout({total: 60, connect: 10, sock_connect: 5, sock_read: 20}),
        connector: new Aiohttp.TcpConnector({limit: 20, limit_per_host: 4, keepalive_timeout: 30}),
        max_redirects: 5,
        max_body_size: 10000000,
    });
}

const session = makeSession();
const response = await session.get('settings', {params: {page: 2}});
print(await response.text());
try {
    await session.get('slow', {timeout: 0.1});
} catch (error) {
    if (!error.matches(Aiohttp.ClientError, Aiohttp.ClientError.TIMEOUT))
        throw error;
    print(`too slow: ${error.message.split(': ')[0]}`);
}
await session.close();
