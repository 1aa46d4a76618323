#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Server-sent events, and the page that shows them: open http://127.0.0.1:8080/ in a browser. usage: events.js [PORT]

import Aiohttp from 'gi://Aiohttp?version=1.0';
import System from 'system';

const PAGE = `<!DOCTYPE html><meta charset=utf-8><title>Events</title><h1>Ticks</h1><ul id=list></ul><script>
const events = new EventSource('/events');
events.addEventListener('tick', event => {
  const item = document.createElement('li');
  item.textContent = event.data;
  document.getElementById('list').append(item);
});
</script>
`;

function showPage() {
    return new Aiohttp.Response({text: PAGE, content_type: 'text/html'});
}

async function sendEvents(request) {
    const events = new Aiohttp.EventStream();
    await events.prepare(request);
    let number = Number(events.last_event_id ?? 0); // a browser that was cut off says where to go on
    for (;;) {
        number++;
        await events.send(`tick ${number}`, {event: 'tick', id: `${number}`}); // fails when the browser has left
        await Aiohttp.sleep(1);
    }
}

const app = new Aiohttp.Application();
app.add_routes([Aiohttp.get('/', showPage), Aiohttp.get('/events', sendEvents)]);
await Aiohttp.run_app(app, '127.0.0.1', Number(System.programArgs[0] ?? 8080));
