/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// What a script gets wrong is told when it does it, with what to write instead.

import Aiohttp from 'gi://Aiohttp?version=1.0';
import GObject from 'gi://GObject';

import {end, test} from '../testlib.js';

function refuses(body, pattern) {
    try {
        body();
    } catch (error) {
        if (pattern.test(error.message))
            return;
        throw error;
    }
    throw new Error('no error');
}

const router = new Aiohttp.Application().router;

await test('a view that is not registered', () => {
    class Forgotten extends Aiohttp.View {
        get() {
            return 'never';
        }
    }
    refuses(() => router.add_view('/', Forgotten), /Forgotten is not registered/);
});

await test('a view without methods', () => {
    const Empty = GObject.registerClass(class Empty extends Aiohttp.View {});
    refuses(() => router.add_view('/', Empty), /answers nothing/);
});

await test('a view as handler', () => {
    const View = GObject.registerClass(class View extends Aiohttp.View {
        get() {
            return 'view';
        }
    });
    refuses(() => router.add_get('/', View), /add_view/);
    router.add_view('/', View);
    refuses(() => router.add_get('/', () => 'other'), /conflicts/);
});

await test('a middleware that waits afterwards', () => {
    refuses(() => GObject.registerClass(class Late extends Aiohttp.Middleware {
        async after() {
            await null;
        }
    }), /process/);
});

await test('options that are none', () => {
    refuses(() => router.add_get('/a', () => 'a', {nonsense: 1}), /nonsense/);
    refuses(() => new Aiohttp.Application().middlewares.push(() => null), /./);
});

end();
