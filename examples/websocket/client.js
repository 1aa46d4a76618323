#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A websocket's client: sends a text and some bytes, and prints what comes back. usage: client.js [URL]

import Aiohttp from 'gi://Aiohttp?version=1.0';
import System from 'system';

const session = new Aiohttp.ClientSession();
const url = System.programArgs[0] ?? 'ws://127.0.0.1:8080/ws';
const ws = await session.ws_connect(url, {heartbeat: 30}); // so that a dead server is noticed
await ws.send_str('Hello');
const text = await ws.receive_str();
await ws.send_bytes(new Uint8Array([1, 2, 3]));
const back = await ws.receive_bytes();
print(`${text}, and ${back.length} bytes`);
await ws.close({reason: 'That was all'});
print(`closed: ${ws.close_code}`);
await session.close();
