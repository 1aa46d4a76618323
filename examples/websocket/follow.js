#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Follows what a server tells, through restarts and lost connections. usage: follow.js [URL]

import Aiohttp from 'gi://Aiohttp?version=1.0';
import System from 'system';

const session = new Aiohttp.ClientSession();
const feed = new Aiohttp.ReconnectingWebSocket({
    session,
    url: System.programArgs[0] ?? 'ws://127.0.0.1:8080/ws',
    options: {heartbeat: 30}, // so that a dead server is noticed
    initial_delay: 0.1,
});
for await (const message of feed)
    print(message.gap ? `-- connected again, after the close code ${message.gap.close_code}` : message.text);
await session.close();
