/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Client middlewares in JavaScript: functions and classes, what they may change and throw, and the ready-made ones.

import Aiohttp from 'gi://Aiohttp?version=1.0';
import GLib from 'gi://GLib';
import GObject from 'gi://GObject';

import {assertEqual, end, sleep, test} from './testlib.js';

class Trouble extends Error {}

async function runWith(body, properties = {}) {
    const served = [];
    const app = new Aiohttp.Application();
    for (const path of ['/echo', '/flaky', '/secret']) {
        app.router.add_route('*', path, request => {
            served.push(request.method);
            if (path === '/flaky' && served.length < 3)
                return new Aiohttp.Response({text: 'later', status: 503});
            if (path === '/secret' && request.get_header('Authorization') !== 'Bearer two')
                return new Aiohttp.Response({text: 'no', status: 401});
            return `${request.get_header('X-Tag')}`;
        });
    }
    const server = Aiohttp.TestServer.new(app);
    await server.start();
    const session = new Aiohttp.ClientSession(properties);
    try {
        await body(session, path => server.make_url(path), served);
    } finally {
        await session.close();
        await server.stop();
    }
}

async function fetchText(session, url, options = {}) {
    const response = await session.get(url, options);
    return `${response.status} ${await response.text()}`;
}

const Around = GObject.registerClass(class Around extends Aiohttp.ClientMiddleware {
    seen = [];

    before(request) {
        request.set_header('X-Tag', 'around');
    }

    after(request, response) {
        this.seen.push(response.status);
    }
});

const Answering = GObject.registerClass(class Answering extends Aiohttp.ClientMiddleware {
    async before(request) {
        await sleep(1);
        if (request.url.endsWith('/made')) {
            return Aiohttp.ClientResponse.new_for_request(request, 418, null,
                new GLib.Bytes(new TextEncoder().encode('tea')));
        }
        return null;
    }
});

const Full = GObject.registerClass(class Full extends Aiohttp.ClientMiddleware {
    async process(request, next) {
        let response;
        while ((response = await next.call(request)).status === 503)
            response.release();
        return response;
    }
});

await test('a function', async () => {
    const tag = async (request, next) => {
        request.set_header('X-Tag', request.method);
        return await next.call(request);
    };
    await runWith(async (session, url) => {
        assertEqual(await fetchText(session, url('/echo')), '200 GET');
        assertEqual(await fetchText(session, url('/echo'), {middlewares: []}), '200 null');
        assertEqual(session.middlewares.length, 1);
    }, {middlewares: [tag]});
});

await test('classes', async () => {
    const around = new Around();
    await runWith(async (session, url, served) => {
        assertEqual(await fetchText(session, url('/echo')), '200 around');
        assertEqual(await fetchText(session, 'http://nowhere.invalid/made'), '418 tea');
        assertEqual(around.seen, [200, 418]);
        served.length = 0;
        assertEqual(await fetchText(session, url('/flaky'), {middlewares: [new Full()]}), '200 null');
        assertEqual(served.length, 3);
    }, {middlewares: [around, new Answering()]});
});

await test('what is thrown', async () => {
    const late = async () => {
        await sleep(1);
        throw new Trouble('late');
    };
    const early = () => {
        throw new Trouble('early');
    };
    await runWith(async (session, url) => {
        for (const [middleware, message] of [[late, 'late'], [early, 'early']]) {
            let caught = null;
            try {
                await session.get(url('/echo'), {middlewares: [middleware]});
            } catch (error) {
                caught = error;
            }
            assertEqual(caught instanceof Trouble, true);
            assertEqual(caught.message, message);
        }
    });
});

await test('the ready-made ones', async () => {
    const tokens = ['one', 'two'];
    await runWith(async (session, url, served) => {
        const retry = new Aiohttp.ClientRetryMiddleware({attempts: 4, base_delay: 0});
        assertEqual(await fetchText(session, url('/flaky'), {middlewares: [retry]}), '200 null');
        assertEqual(served.length, 3);
        const token = Aiohttp.ClientTokenMiddleware.new(url('/'), async () => {
            await sleep(1);
            return tokens.shift();
        });
        assertEqual(await fetchText(session, url('/secret'), {middlewares: [token]}), '200 null');
        assertEqual(token.token, 'two');
        const limit = Aiohttp.ClientRateLimitMiddleware.new(1000, 1);
        const log = Aiohttp.ClientLogMiddleware.new();
        for (let i = 0; i < 3; i++)
            assertEqual(await fetchText(session, url('/echo'), {middlewares: [limit, log]}), '200 null');
    });
});

await test('what an error is about', async () => {
    await runWith(async (session, url) => {
        let caught = null;
        try {
            await session.get(url('/nothing'), {raise_for_status: true});
        } catch (error) {
            caught = error;
        }
        assertEqual(caught.matches(Aiohttp.ClientError, Aiohttp.ClientError.STATUS), true);
        const info = Aiohttp.ClientErrorInfo.for_error(caught);
        assertEqual([info.status, info.method, info.url], [404, 'GET', url('/nothing')]);
    });
});

await test('traces', async () => {
    const seen = [];
    const config = new Aiohttp.TraceConfig();
    config.connect('request-start', (_, session, context, params) => {
        context.started = params.time;
        seen.push(params.method);
    });
    config.connect('request-end', (_, session, context, params) => {
        seen.push(context.started > 0, params.response.status);
    });
    await runWith(async (session, url) => {
        session.set_record_timings(true);
        const response = await session.get(url('/echo'));
        await response.text();
        assertEqual(seen, ['GET', true, 200]);
        assertEqual(response.timings.done > 0, true);
    }, {trace_configs: [config]});
});

end();
