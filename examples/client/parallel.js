#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Several pages at once, by one session.
// usage: parallel.js URL

import Aiohttp from 'gi://Aiohttp?version=1.0';
import System from 'system';

const base = System.programArgs[0] ?? 'http://127.0.0.1:8080';
const session = new Aiohttp.ClientSession();

async function fetch(path) {
    const response = await session.get(base + path);
    return response.text();
}

for (const text of await Promise.all(['/one', '/two', '/three'].map(fetch)))
    print(text);
await session.close();
