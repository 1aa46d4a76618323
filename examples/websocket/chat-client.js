#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// The chat in a terminal: prints what is said, and says each line of its standard input. It waits for both at the same
// time in one thread, connects again by itself, and ends with its input. usage: chat-client.js [NAME [URL [ROOM]]]

import Aiohttp from 'gi://Aiohttp?version=1.0';
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import System from 'system';

Gio._promisify(Gio.DataInputStream.prototype, 'read_line_async', 'read_line_finish_utf8');

const [name = GLib.get_user_name(), base = 'ws://127.0.0.1:8080/ws', room = 'lobby'] = System.programArgs;
let lastId = 0; // of what was printed

async function sayLines(ws) {
    const lines = new Gio.DataInputStream({base_stream: new Gio.UnixInputStream({fd: 0, close_fd: false})});
    for (;;) {
        const [line] = await lines.read_line_async(GLib.PRIORITY_DEFAULT, null);
        if (line === null)
            break;
        if (line !== '')
            await ws.send_json({type: 'say', room, text: line}).catch(error => printerr(`* not said: ${error.message}`));
    }
}

function printSaid({name: who, text, id}) {
    if (id > lastId) { // else it came by the last connection
        print(`${who}: ${text}`.replace(/\p{C}/gu, ' ')); // a terminal obeys control characters
        lastId = id;
    }
}

function printMessage(message) {
    if (message.type === Aiohttp.WebSocketMessageType.GAP) {
        printerr(`* back after ${message.gap.duration.toFixed(1)} seconds`);
        return;
    }
    const value = message.json();
    if (value.type === 'said')
        printSaid(value);
    else if (value.type === 'history')
        value.messages.forEach(printSaid);
}

async function printMessages(ws) {
    for await (const message of ws)
        printMessage(message);
}

const session = new Aiohttp.ClientSession();
const url = `${base}?name=${encodeURIComponent(name)}`;
const ws = new Aiohttp.ReconnectingWebSocket({session, url, queue_limit: 64 * 1024}); // for what is said meanwhile
ws.connect('opened', (_, socket) => socket.send_json({type: 'join', room}).catch(logError));
const printing = printMessages(ws);
await sayLines(ws);
await ws.close();
await printing;
await session.close();
