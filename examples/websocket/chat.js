#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A chat with rooms: open http://127.0.0.1:8080/ in two browsers. usage: chat.js [PORT]

import Aiohttp from 'gi://Aiohttp?version=1.0';
import GLib from 'gi://GLib';
import System from 'system';

const page = GLib.filename_from_uri(import.meta.url)[0].replace(/[^/]*$/, 'chat.html');
const hub = new Aiohttp.WebSocketHub();
const said = new Map(); // room → what was said last
let lastId = 0;

function showPeople(_hub, room) {
    hub.broadcast_json(room, {type: 'people', room, names: hub.presence(room)});
    if (hub.count(room) === 0)
        said.delete(room);
}

hub.connect('joined', showPeople);
hub.connect('left', showPeople);

function say(room, name, text) {
    lastId = Math.max(lastId + 1, Date.now() * 1000); // rises, after a restart too
    const message = {type: 'said', room, name, text, id: lastId, time: lastId / 1e6};
    said.set(room, [...(said.get(room) ?? []).slice(-49), message]);
    hub.broadcast_json(room, message);
}

async function take(ws, name, rooms, {type, room, text}) {
    const named = typeof room === 'string' && room.length > 0 && room.length <= 32;
    if (type === 'join' && named && rooms.size < 16) {
        rooms.add(room);
        hub.join(room, ws, name);
        await ws.send_json({type: 'history', room, messages: said.get(room) ?? []});
    } else if (type === 'leave' && rooms.delete(room)) {
        hub.leave(room, ws);
    } else if (type === 'say' && rooms.has(room) && typeof text === 'string') {
        say(room, name, text);
    } else {
        throw new Error('not understood');
    }
}

async function serveMember(request) {
    const name = request.query.name ?? '';
    if (name.length < 1 || name.length > 32)
        return new Aiohttp.Response({status: 400, text: 'A name of 1 to 32 letters, please'});
    const ws = new Aiohttp.WebSocketResponse({max_msg_size: 16 * 1024, heartbeat: 30});
    await ws.prepare(request);
    await ws.send_json({type: 'rooms', rooms: ['help', 'lobby', 'music']});
    const rooms = new Set();
    for await (const message of ws) {
        try {
            await take(ws, name, rooms, message.json());
        } catch {
            await ws.close({code: Aiohttp.WebSocketCloseCode.POLICY_VIOLATION, reason: 'What is that?'});
        }
    }
    return ws;
}

const app = new Aiohttp.Application();
app.add_routes([
    Aiohttp.get('/', () => Aiohttp.FileResponse.new(page)),
    Aiohttp.get('/ws', serveMember),
]);
await Aiohttp.run_app(app, '127.0.0.1', Number(System.programArgs[0] ?? 8080));
