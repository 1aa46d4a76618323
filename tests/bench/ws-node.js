/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Debian's node-ws for `run.sh websocket`: / echoes, /broadcast hands each message to all. */

'use strict';

const {WebSocketServer} = require('ws');

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: Number(process.argv[2]),
  backlog: 4096,
  maxPayload: 4 * 1024 * 1024,
  perMessageDeflate: {threshold: 0},
});

server.on('connection', (socket, request) => {
  socket.on('error', () => {});
  if (request.url === '/broadcast') {
    socket.on('message', (data, binary) => {
      for (const member of server.clients)
        member.send(data, {binary});
    });
  } else {
    socket.on('message', (data, binary) => socket.send(data, {binary}));
  }
});
