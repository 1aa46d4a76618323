/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Debian's node-ws, in both roles.
 *
 *   node peer-node.js server CERTIFICATE KEY | client URL [TLS-URL CERTIFICATE]
 */

'use strict';

const fs = require('fs');
const http = require('http');
const https = require('https');
const {once} = require('events');
const WebSocket = require('ws');

const LIMIT = 32 << 20;
const LARGE_TEXT = 'The quick brown fox jumps over the lazy dog. '.repeat(24000).slice(0, 1 << 20);
const NOISE = Buffer.alloc(1 << 20);
for (let i = 0, seed = 6455; i < NOISE.length; i++)
  NOISE[i] = (seed = Math.imul(seed, 1103515245) + 12345) >>> 16;
const SERVERS = {
  plain: false,
  deflate: {threshold: 0},
  'server-no-context': {serverNoContextTakeover: true},
  'client-no-context': {clientNoContextTakeover: true},
  'server-bits': {serverMaxWindowBits: 9},
  'client-bits': {clientMaxWindowBits: 9},
};
const CLIENTS = {
  plain: false,
  deflate: {threshold: 0},
  'server-no-context': {serverNoContextTakeover: true},
  'client-no-context': {clientNoContextTakeover: true},
  'server-bits-9': {serverMaxWindowBits: 9},
  'client-bits-9': {clientMaxWindowBits: 9},
  all: {serverNoContextTakeover: true, clientNoContextTakeover: true, serverMaxWindowBits: 10, clientMaxWindowBits: 11},
};

let number = 0;
let failed = false;

function check(good, title, ...details) {
  failed ||= !good;
  console.log(`${good ? '' : 'not '}ok ${++number} ${title}`);
  for (const detail of good ? [] : details)
    console.log('#', String(detail).slice(0, 500));
}

function sendParts(socket, parts) {
  parts.forEach((part, i) => socket.send(part, {fin: i === parts.length - 1}));
}

function talk(socket) {
  socket.on('error', () => {});
  socket.on('pong', data => socket.send(`pong ${data}`));
  socket.on('close', (code, reason) => console.log(`closed ${code} ${reason}`));
  socket.on('message', (data, binary) => {
    const text = binary ? '' : data.toString();
    if (text === 'ping')
      socket.ping('are you there');
    else if (text === 'parts')
      sendParts(socket, ['part é ', 'part é ', 'part é ']);
    else if (text.startsWith('close '))
      socket.close(Number(text.split(' ')[1]), text.split(' ').slice(2).join(' '));
    else
      socket.send(data, {binary});
  });
}

async function serve(certificate, key) {
  const tls = {cert: fs.readFileSync(certificate), key: fs.readFileSync(key)};
  const urls = {};
  const all = [];
  for (const [name, perMessageDeflate] of Object.entries({...SERVERS, tls: {}, 'going-away': {}})) {
    const server = name === 'tls' ? https.createServer(tls) : http.createServer();
    const websockets = new WebSocket.Server({
      server,
      perMessageDeflate: perMessageDeflate && {threshold: 0, ...perMessageDeflate},
      maxPayload: LIMIT,
      handleProtocols: protocols => ['echo', 'superchat'].find(one => protocols.has(one)) ?? false,
      verifyClient: ({req}, answer) => answer(req.url !== '/refused', 401, 'Who are you?'),
    });
    websockets.on('connection', talk);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    urls[name] = `${name === 'tls' ? 'wss' : 'ws'}://127.0.0.1:${server.address().port}/`;
    all.push(websockets);
  }
  console.log(JSON.stringify(urls));
  process.on('SIGTERM', () => {
    for (const websockets of all)
      websockets.clients.forEach(socket => socket.close(1001, 'restart'));
    setTimeout(() => process.exit(0), 5000).unref();
    const look = () => all.every(websockets => websockets.clients.size === 0) ? process.exit(0) : setTimeout(look, 10);
    look();
  });
}

async function connect(url, options = {}, protocols = []) {
  const socket = new WebSocket(url, protocols, {maxPayload: LIMIT, ...options});
  socket.closed = once(socket, 'close');
  const queue = [];
  let wake = () => {};
  socket.on('message', (data, binary) => {
    queue.push(binary ? data : data.toString());
    wake();
  });
  socket.next = async () => {
    while (queue.length === 0)
      await new Promise(resolve => { wake = resolve; });
    return queue.shift();
  };
  await once(socket, 'open');
  return socket;
}

async function exchange(name, socket) {
  socket.send('Grüße, 🌍');
  socket.send('');
  check(await socket.next() === 'Grüße, 🌍' && await socket.next() === '', `${name}: text`);
  socket.send(LARGE_TEXT);
  check(await socket.next() === LARGE_TEXT, `${name}: 1 MiB of text`);
  socket.send(NOISE);
  check(NOISE.equals(await socket.next()), `${name}: 1 MiB of noise`);
  let same = true;
  for (let i = 0; i < 5; i++) {
    socket.send(LARGE_TEXT.slice(0, 1000));
    same &&= await socket.next() === LARGE_TEXT.slice(0, 1000);
  }
  check(same, `${name}: the same again`);
  sendParts(socket, ['part ', 'é', ' ', 'of three']);
  check(await socket.next() === 'part é of three', `${name}: parts to the server`);
  socket.send('parts');
  check(await socket.next() === 'part é part é part é ', `${name}: parts from the server`);
  socket.ping('ping 1');
  const [data] = await once(socket, 'pong');
  check(data.toString() === 'ping 1', `${name}: ping`, data);
}

async function askAboutEnds(url) {
  let socket = await connect(url);
  socket.close(4001, 'bye é');
  let [code, reason] = await socket.closed;
  check(code === 4001, 'close', code);
  socket = await connect(url);
  socket.send('close 3002 because é');
  [code, reason] = await socket.closed;
  check(code === 3002 && reason.toString() === 'because é', 'closed by the server', code, reason);
  socket = await connect(`${url}pongs`);
  socket.send('ping');
  check(await socket.next() === 'pong are you there', 'a ping of the server');
  socket.close();
  await socket.closed;
}

async function refused(title, status, url, options) {
  const socket = new WebSocket(url, options);
  socket.on('error', () => {});
  const [, response] = await once(socket, 'unexpected-response');
  check(response.statusCode === status, title, response.statusCode);
  response.destroy();
}

async function ask(url, tlsUrl, certificate) {
  for (const [name, perMessageDeflate] of Object.entries(CLIENTS)) {
    const socket = await connect(url, {perMessageDeflate: perMessageDeflate && {threshold: 0, ...perMessageDeflate}});
    check(socket.extensions.includes('permessage-deflate') === Boolean(perMessageDeflate), `${name}: agrees on compression`,
      socket.extensions);
    await exchange(name, socket);
    socket.close();
    await socket.closed;
  }
  await askAboutEnds(url);
  let socket = await connect(url, {}, ['none', 'superchat', 'echo']);
  check(socket.protocol === 'superchat', 'a subprotocol', socket.protocol);
  socket.close();
  await refused('401', 401, `${url}refused`, {});
  await refused('a page from elsewhere', 403, url, {origin: 'http://elsewhere.example'});
  if (tlsUrl) {
    socket = await connect(tlsUrl, {ca: fs.readFileSync(certificate)});
    await exchange('tls', socket);
    socket.close();
  }
  socket = await connect(url);
  console.log('waiting');
  const [code] = await socket.closed;
  check(code === 1001, 'the server goes away', code);
  console.log(`1..${number}`);
  process.exitCode = failed ? 1 : 0;
}

const [role, ...rest] = process.argv.slice(2);
(role === 'server' ? serve : ask)(...rest);
