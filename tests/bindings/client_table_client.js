/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// What client_table.py expects, in JavaScript.

import Aiohttp from 'gi://Aiohttp?version=1.0';
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';
import System from 'system';

const [url] = System.programArgs;
const decoder = new TextDecoder();

function show(name, result) {
    print(`${name}\t${result}`);
}

async function failure(name, promise) {
    try {
        show(name, `no error: ${await promise}`);
    } catch (error) {
        show(name, error instanceof GLib.Error ? `error ${GLib.quark_to_string(error.domain)} ${error.code}` : error);
    }
}

function unusedPort() {
    const listener = new Gio.SocketListener();
    const port = listener.add_any_inet_port(null);
    listener.close();
    return port;
}

const session = new Aiohttp.ClientSession({headers: {'X-Session': 'yes'}});
let response = await session.get(`${url}/text`);
show('text', `${response.status} ${response.reason} ${await response.text()}`);
response = await session.get(`${url}/params?x=1`, {params: {name: 'a b'}});
show('params', await response.text());
response = await session.get(`${url}/headers`, {headers: {'X-Request': 'no'}});
show('headers', await response.text());
response = await session.get(`${url}/json`);
show('json', JSON.stringify(await response.json()).replace(/([:,])/g, '$1 '));
response = await session.post(`${url}/post`, {data: 'some text'});
show('post-text', await response.text());
response = await session.put(`${url}/post`, {data: new Uint8Array([1, 2, 3])});
show('post-bytes', await response.text());
response = await session.post(`${url}/post`, {json: {n: 1}});
show('post-json', await response.text());
response = await session.get(`${url}/gzip`);
show('gzip', await response.text());
response = await session.get(`${url}/digits`);
const first = await response.content.read(10);
show('read-10', `${decoder.decode(first)} and ${(await response.content.read()).length} more`);
response = await session.get(`${url}/lines`);
const lines = [];
for await (const line of response.content)
    lines.push(decoder.decode(line).trim());
show('lines', lines.join('|'));
response = await session.get(`${url}/redirect`);
show('history', `${response.status} ${response.url.replace(url, '')}, ${response.history.length} before`);
response = await session.get(`${url}/nowhere`);
show('not-found', `${response.status} ${response.reason} ${await response.text()}`);
await failure('raise-for-status', session.get(`${url}/nowhere`, {raise_for_status: true}));
await failure('content-type', (await session.get(`${url}/text`)).json());
await failure('truncated', (await session.get(`${url}/truncated`)).read());
await failure('refused', session.get(`http://127.0.0.1:${unusedPort()}/`));
await failure('invalid-url', session.get('http://'));
await failure('non-http-url', session.get('ftp://127.0.0.1/'));
await failure('timeout', session.get(`${url}/slow`, {timeout: 0.1}));
const cancellable = new Gio.Cancellable();
GLib.timeout_add(GLib.PRIORITY_DEFAULT, 50, () => {
    cancellable.cancel();
    return GLib.SOURCE_REMOVE;
});
try {
    await session.get(`${url}/slow`, null, cancellable);
} catch (error) {
    show('cancelled', error.matches(Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED) ? 'cancelled' : error);
}
show('after-cancel', (await session.get(`${url}/text`)).status);
await session.close();
try {
    await session.get(url);
} catch (error) {
    show('closed', 'closed');
}
