/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// https in JavaScript, with GIO's own TLS for a client.

import Aiohttp from 'gi://Aiohttp?version=1.0';
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';

import {assertEqual, end, test} from './testlib.js';

Gio._promisify(Gio.SocketClient.prototype, 'connect_to_host_async', 'connect_to_host_finish');
Gio._promisify(Gio.OutputStream.prototype, 'write_bytes_async', 'write_bytes_finish');
Gio._promisify(Gio.DataInputStream.prototype, 'read_line_async', 'read_line_finish_utf8');

async function fetch(port, host, expected) {
    const client = new Gio.SocketClient();
    const plain = await client.connect_to_host_async(`127.0.0.1:${port}`, port, null);
    const stream = Gio.TlsClientConnection.new(plain, Gio.NetworkAddress.new(host, port));
    // not by “accept-certificate”, which GIO may emit in the thread that shakes hands, where no JavaScript can run
    const [file] = Gio.File.new_tmp('aiohttp-tls-XXXXXX.pem');
    file.replace_contents(expected.certificate_pem, null, false, Gio.FileCreateFlags.PRIVATE, null);
    stream.set_database(Gio.TlsFileDatabase.new(file.get_path()));
    const request = 'GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
    await stream.get_output_stream().write_bytes_async(new TextEncoder().encode(request), GLib.PRIORITY_DEFAULT, null);
    const input = Gio.DataInputStream.new(stream.get_input_stream());
    input.set_newline_type(Gio.DataStreamNewlineType.CR_LF);
    let last = '';
    for (let line = ''; line !== null; [line] = await input.read_line_async(GLib.PRIORITY_DEFAULT, null))
        last = line;
    file.delete(null);
    return last;
}

await test('a server by the name that is asked for', async () => {
    const first = Aiohttp.test_certificate_new(null);
    const second = Aiohttp.test_certificate_new('other.test');
    const other = Aiohttp.TlsContext.new_server(second);
    const tls = Aiohttp.TlsContext.new_server(first);
    const asked = [];
    tls.set_server_name_func((context, name) => {
        asked.push(name);
        return name === 'other.test' ? other : null;
    });
    const app = new Aiohttp.Application();
    app.router.add_get('/', request => {
        const info = request.get_tls_info();
        return new Aiohttp.Response({text: `${request.scheme} ${info.server_name} ${info.alpn_protocol}`});
    });
    const server = Aiohttp.TestServer.new(app);
    server.get_site().tls = tls;
    await server.start();
    assertEqual(await fetch(server.get_port(), 'localhost', first), 'https localhost null');
    assertEqual(await fetch(server.get_port(), 'other.test', second), 'https other.test null');
    assertEqual(asked, ['localhost', 'other.test']);
    await server.stop();
});

await test('what cannot be used', async () => {
    const tls = new Aiohttp.TlsContext({server_side: true});
    let caught = null;
    try {
        tls.check();
    } catch (error) {
        caught = error;
    }
    assertEqual(caught.matches(Aiohttp.Error, Aiohttp.Error.INVALID_STATE), true);
});

end();
