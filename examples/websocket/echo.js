#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A websocket that answers each message with itself. usage: echo.js [PORT]

import Aiohttp from 'gi://Aiohttp?version=1.0';
import System from 'system';

async function echo(request) {
    const ws = new Aiohttp.WebSocketResponse();
    await ws.prepare(request);
    for await (const message of ws)
        await ws.send_message(message);
    return ws;
}

const app = new Aiohttp.Application();
app.add_routes([Aiohttp.get('/ws', echo)]);
await Aiohttp.run_app(app, '127.0.0.1', Number(System.programArgs[0] ?? 8080));
