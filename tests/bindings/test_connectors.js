/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Connectors in JavaScript: resolvers, TLS, both transports.

import Aiohttp from 'gi://Aiohttp?version=1.0';
import GObject from 'gi://GObject';

import {assertEqual, end, test} from './testlib.js';

const Local = GObject.registerClass(class Local extends Aiohttp.Resolver {
    vfunc_resolve(_host, _port, _family) {
        const future = Aiohttp.Future.new();
        future.set_string('127.0.0.1');
        return future;
    }
});

function application() {
    const app = new Aiohttp.Application();
    app.router.add_get('/', request => `${request.scheme} ${request.host.split(':')[0]}`);
    return app;
}

async function fetchText(session, url) {
    const response = await session.get(url);
    const text = await response.text();
    await session.close();
    return text;
}

await test('a resolver of one\'s own, on the native transport', async () => {
    const server = Aiohttp.TestServer.new(application());
    await server.start();
    const connector = new Aiohttp.TcpConnector({resolver: new Local()});
    assertEqual(connector.transport, Aiohttp.TransportKind.NATIVE);
    const session = new Aiohttp.ClientSession({connector});
    assertEqual(await fetchText(session, `http://some.test:${server.port}/`), 'http some.test');
    await server.stop();
});

await test('TLS with an authority of one\'s own', async () => {
    const certificate = Aiohttp.test_certificate_new('localhost');
    const server = Aiohttp.TestServer.new(application());
    server.site.set_tls(Aiohttp.TlsContext.new_server(certificate));
    await server.start();
    const trusting = Aiohttp.TlsContext.new_client();
    trusting.add_authority(certificate);
    const connector = new Aiohttp.TcpConnector({tlsContext: trusting, resolver: new Local()});
    const session = new Aiohttp.ClientSession({connector});
    assertEqual(await fetchText(session, `https://localhost:${server.port}/`), 'https localhost');
    await server.stop();
});

end();
