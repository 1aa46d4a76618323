#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Cookies: kept by a session, saved to a file, loaded by the next session.
// usage: cookies.js URL

import Aiohttp from 'gi://Aiohttp?version=1.0';
import Gio from 'gi://Gio';
import System from 'system';

const base = System.programArgs[0] ?? 'http://127.0.0.1:8080';

async function first(file) {
    const jar = new Aiohttp.CookieJar({unsafe: true}); // the host is an IP address here
    const session = new Aiohttp.ClientSession({cookie_jar: jar});
    await session.get(`${base}/login`);
    for (const cookie of jar.list())
        print(`kept: ${cookie.get_name()}=${cookie.get_value()}`);
    await jar.save(file);
    await session.close();
}

async function second(file) {
    const jar = new Aiohttp.CookieJar({unsafe: true});
    await jar.load(file);
    const session = new Aiohttp.ClientSession({cookie_jar: jar});
    let response = await session.get(`${base}/cookies`, {cookies: {lang: 'en'}});
    print(`sent: ${await response.text()}`);
    jar.clear();
    response = await session.get(`${base}/cookies`);
    print(`sent: ${await response.text()}`);
    await session.close();
}

const [file, stream] = Gio.File.new_tmp('cookies-XXXXXX');
stream.close(null);
await first(file);
await second(file);
file.delete(null);
