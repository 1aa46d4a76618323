/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Node for `run.sh web`, with its own http module: web-node.js PORT FOLDER [plain|tls]. */

'use strict';

const fs = require('fs');
const path = require('path');

const [port, folder, kind] = process.argv.slice(2);
const text = Buffer.alloc(64 * 1024, 'x');
const body = text.subarray(0, 16 * 1024);
const plain = 'text/plain; charset=utf-8';

function answer(response, type, content) {
  response.writeHead(200, {'Content-Type': type, 'Content-Length': Buffer.byteLength(content)});
  response.end(content);
}

function sendFile(request, response) {
  const name = path.join(folder, 'file');

  fs.stat(name, (error, status) => {
    response.writeHead(200, {'Content-Type': 'application/octet-stream', 'Content-Length': status.size});
    fs.createReadStream(name).pipe(response);
  });
}

function echo(request, response) {
  const parts = [];

  request.on('data', part => parts.push(part));
  request.on('end', () => answer(response, plain, Buffer.concat(parts)));
}

function stream(request, response) {
  let n = 0;

  function write() {
    while (n < 16) {
      n++;
      if (!response.write(text)) {
        response.once('drain', write);
        return;
      }
    }
    response.end();
  }
  response.writeHead(200, {'Content-Type': plain});
  write();
}

const routes = new Map([
  ['/', (request, response) => answer(response, plain, 'Hello, World!')],
  ['/json', (request, response) =>
    answer(response, 'application/json; charset=utf-8', JSON.stringify({message: 'Hello, World!', id: 42}))],
  ['/body', (request, response) => answer(response, plain, body)],
  ['/file', sendFile],
  ['/echo', echo],
  ['/stream', stream],
]);
/* The http module has no router; what routers for it do is to try one pattern after the other. */
const patterns = Array.from({length: 100}, (_, i) => new RegExp(`^/part-${i}/users/([^/]+)/posts/([^/]+)$`));

function handle(request, response) {
  const route = routes.get(request.url);

  if (route) {
    route(request, response);
    return;
  }
  for (const pattern of patterns) {
    const match = pattern.exec(request.url);

    if (match) {
      answer(response, plain, `${match[1]} ${match[2]}`);
      return;
    }
  }
  response.writeHead(404).end();
}

const server = kind === 'tls'
  ? require('https').createServer({
    cert: fs.readFileSync(path.join(folder, 'certificate.pem')),
    key: fs.readFileSync(path.join(folder, 'key.pem')),
  }, handle)
  : require('http').createServer(handle);

server.keepAliveTimeout = 3600 * 1000;
server.listen(Number(port), '127.0.0.1', 4096);
