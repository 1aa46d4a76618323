/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Sites and runners in JavaScript: started one by one, run together, run_app() with lists.

import Aiohttp from 'gi://Aiohttp?version=1.0';
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';

import {assertEqual, assertRejects, end, sleep, test} from '../testlib.js';

Gio._promisify(Gio.SocketClient.prototype, 'connect_async');

function makeApp() {
    const app = new Aiohttp.Application();
    app.router.add_get('/', () => 'hello');
    return app;
}

async function fetch(address) {
    const connection = await new Gio.SocketClient().connect_async(address, null);
    connection.output_stream.write('GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n', null);
    const reply = new TextDecoder().decode(await Aiohttp.StreamReader.new(connection.input_stream).read());
    connection.close(null);
    return reply.slice(reply.indexOf('\r\n\r\n') + 4);
}

const folder = GLib.dir_make_tmp('aiohttp-XXXXXX');
const path = `${folder}/socket`;
const unix = name => Gio.UnixSocketAddress.new(name);

await test('one by one', async () => {
    const runner = new Aiohttp.AppRunner({app: makeApp(), keepalive_timeout: 5});
    await runner.setup();
    const tcp = new Aiohttp.TcpSite({runner, host: '127.0.0.1', port: 0});
    const other = new Aiohttp.UnixSite({runner, path});
    await tcp.start();
    await other.start();
    const [address] = tcp.dup_addresses();
    assertEqual(tcp.name, `http://127.0.0.1:${address.get_port()}`);
    assertEqual(runner.dup_sites().length, 2);
    assertEqual(runner.dup_addresses().length, 2);
    assertEqual(await fetch(address), 'hello');
    assertEqual(await fetch(unix(path)), 'hello');
    await tcp.stop();
    await assertRejects(fetch(address), Gio.IOErrorEnum, Gio.IOErrorEnum.CONNECTION_REFUSED);
    assertEqual(await fetch(unix(path)), 'hello');
    await assertRejects(new Aiohttp.UnixSite({runner, path}).start(), Gio.IOErrorEnum, Gio.IOErrorEnum.ADDRESS_IN_USE);
    await runner.cleanup();
    assertEqual(GLib.file_test(path, GLib.FileTest.EXISTS), false);
});

// Awaits `serve`, which ends when `body` is done with the sites.
async function runUntil(serve, body) {
    const cancellable = new Gio.Cancellable();
    const serving = serve(cancellable);
    try {
        await body();
    } finally {
        cancellable.cancel();
        await serving.catch(() => {});
    }
}

await test('run_sites', async () => {
    const runner = new Aiohttp.AppRunner({app: makeApp(), access_log: false});
    const sites = [Aiohttp.TcpSite.new(runner, '127.0.0.1', 0), Aiohttp.UnixSite.new(runner, path)];
    await runUntil(cancellable => runner.run_sites(sites, cancellable), async () => {
        while (!sites.every(site => site.is_serving()))
            await sleep(1);
        assertEqual(await fetch(sites[0].dup_addresses()[0]), 'hello');
        assertEqual(await fetch(unix(path)), 'hello');
    });
});

await test('run_app', async () => {
    const paths = [path, `${path}2`];
    const sock = Gio.Socket.new(Gio.SocketFamily.IPV4, Gio.SocketType.STREAM, Gio.SocketProtocol.DEFAULT);
    sock.bind(Gio.InetSocketAddress.new_from_string('127.0.0.1', 0), true);
    sock.listen();
    const options = {
        host: ['127.0.0.1', '127.0.0.2'], port: 0, path: paths, sock: [sock], access_log: false, shutdown_timeout: 1,
    };
    await runUntil(cancellable => Aiohttp.run_app(makeApp(), {...options, cancellable}), async () => {
        while (!GLib.file_test(paths[1], GLib.FileTest.EXISTS))
            await sleep(1);
        for (const name of paths)
            assertEqual(await fetch(unix(name)), 'hello');
        assertEqual(await fetch(sock.get_local_address()), 'hello');
    });
    let refused = null;
    try {
        Aiohttp.run_app(makeApp(), {nonsense: 1});
    } catch (error) {
        refused = error.message;
    }
    assertEqual(refused, "run_app() has no option 'nonsense'");
});

GLib.rmdir(folder);
end();
