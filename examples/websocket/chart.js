#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A live chart, fed by a timer of the main loop: open http://127.0.0.1:8080/ in a browser. usage: chart.js [PORT]

import Aiohttp from 'gi://Aiohttp?version=1.0';
import GLib from 'gi://GLib';
import System from 'system';

const page = GLib.filename_from_uri(import.meta.url)[0].replace(/[^/]*$/, 'chart.html');
const middles = [21, 14, 28];
let values = middles;

const hub = new Aiohttp.WebSocketHub({slow_policy: Aiohttp.WebSocketHubSlow.SKIP});

// Three thermometers. Who is too slow for a point gets the next one.
function measure() {
    values = values.map((value, i) => value + (middles[i] - value) * 0.02 + Math.random() / 2 - 0.25);
    hub.broadcast_json('viewers', {time: Date.now(), values});
    return GLib.SOURCE_CONTINUE;
}

function onMessage(socket, message) {
    if (message.text === 'pause')
        hub.leave('viewers', socket);
    else
        hub.join('viewers', socket);
}

// The websocket outlives its handler, since it has a signal handler; the hub lets it go when it closes.
async function serveViewer(request) {
    const ws = new Aiohttp.WebSocketResponse({max_msg_size: 100, heartbeat: 30});
    const socket = ws.accept(request);
    socket.connect('message', onMessage);
    await socket.send_json({unit: '°C', series: ['Office', 'Cellar', 'Roof']});
    hub.join('viewers', socket);
    return ws;
}

GLib.timeout_add(GLib.PRIORITY_DEFAULT, 100, measure);
const app = new Aiohttp.Application();
app.add_routes([
    Aiohttp.get('/', () => Aiohttp.FileResponse.new(page)),
    Aiohttp.get('/ws', serveViewer),
]);
await Aiohttp.run_app(app, '127.0.0.1', Number(System.programArgs[0] ?? 8080));
