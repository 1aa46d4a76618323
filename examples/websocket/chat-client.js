#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// The chat in a terminal: prints what is said, and says each line of its standard input. It waits for both at the same
// time in one thread, and ends with its input, or with the server. usage: chat-client.js [NAME [URL [ROOM]]]

import Aiohttp from 'gi://Aiohttp?version=1.0';
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import System from 'system';

Gio._promisify(Gio.DataInputStream.prototype, 'read_line_async', 'read_line_finish_utf8');

const [name = GLib.get_user_name(), url = 'ws://127.0.0.1:8080/ws', room = 'lobby'] = System.programArgs;

async function sayLines(ws, cancellable) {
    const lines = new Gio.DataInputStream({base_stream: new Gio.UnixInputStream({fd: 0, close_fd: false})});
    for (;;) {
        const [line] = await lines.read_line_async(GLib.PRIORITY_DEFAULT, cancellable);
        if (line === null)
            break;
        if (line !== '')
            await ws.send_json({type: 'say', room, text: line});
    }
    await ws.close();
}

function printSaid(message) {
    print(`${message.name}: ${message.text}`.replace(/\p{C}/gu, ' ')); // a terminal obeys control characters
}

const session = new Aiohttp.ClientSession();
const ws = await session.ws_connect(`${url}?name=${encodeURIComponent(name)}`);
await ws.send_json({type: 'join', room});
const cancellable = new Gio.Cancellable();
const speaking = sayLines(ws, cancellable).catch(error => cancellable.is_cancelled() || logError(error));
for await (const message of ws) {
    const value = message.json();
    if (value.type === 'said')
        printSaid(value);
    else if (value.type === 'history')
        value.messages.forEach(printSaid);
}
cancellable.cancel(); // it may wait for a line
await speaking;
await ws.close(); // until it is closed
await session.close();
if (ws.close_code !== Aiohttp.WebSocketCloseCode.OK) {
    printerr(`closed: ${ws.close_code}`);
    System.exit(1);
}
