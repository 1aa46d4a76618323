/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Combined futures, promises and Gio.Task objects.

import Aiohttp from 'gi://Aiohttp?version=1.0';
import Gio from 'gi://Gio';
import GLib from 'gi://GLib';

import {assertEqual, assertRejects, end, sleep, test} from '../testlib.js';

const BUSY = new GLib.Error(Gio.IOErrorEnum, Gio.IOErrorEnum.BUSY, 'busy');
const never = () => new Promise(() => {});

// Settled in so many milliseconds.
function futureOf(value, milliseconds = 0) {
    const future = Aiohttp.Future.new();
    GLib.timeout_add(GLib.PRIORITY_DEFAULT, milliseconds, () => {
        if (value instanceof GLib.Error)
            future.set_error(value);
        else
            future.set_string(value);
        return GLib.SOURCE_REMOVE;
    });
    return future;
}

async function promiseOf(value, milliseconds = 0) {
    await sleep(milliseconds);
    if (value instanceof Error)
        throw value;
    return value;
}

async function thrownBy(promise) {
    try {
        await promise;
    } catch (error) {
        return error;
    }
    throw new Error('no error');
}

await test('race', async () => {
    assertEqual(await Aiohttp.race([futureOf('slow', 50000), promiseOf('quick')]), 'quick');
    assertEqual(await Aiohttp.race([promiseOf('slow', 50000), futureOf('quick')]), 'quick');
    await assertRejects(Aiohttp.race([never(), futureOf(BUSY)]), Gio.IOErrorEnum, Gio.IOErrorEnum.BUSY);
    assertEqual((await thrownBy(Aiohttp.race([never(), promiseOf(new RangeError('far'))]))).name, 'RangeError');
    await assertRejects(Aiohttp.race([]), Aiohttp.Error, Aiohttp.Error.INVALID_ARGUMENT);
});

await test('race cancelled', async () => {
    const cancellable = new Gio.Cancellable();
    const future = Aiohttp.Future.new();
    const race = Aiohttp.race([future], cancellable);
    cancellable.cancel();
    await assertRejects(race, Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED);
    assertEqual(future.is_done(), false);
});

await test('any', async () => {
    assertEqual(await Aiohttp.any([futureOf(BUSY), promiseOf('value', 2)]), 'value');
    const error = await thrownBy(Aiohttp.any([promiseOf(new RangeError('far')), futureOf(BUSY, 2)]));
    assertEqual(error.message, 'far');
});

await test('all and gather', async () => {
    assertEqual(await Aiohttp.all([promiseOf(1, 2), futureOf('two'), 3]), [1, 'two', 3]);
    assertEqual(await Aiohttp.all([]), []);
    assertEqual((await thrownBy(Aiohttp.all([never(), promiseOf(new RangeError('far'))]))).message, 'far');
    assertEqual(await Aiohttp.gather([promiseOf(1), futureOf('two')]), [1, 'two']);
    const results = await Aiohttp.gather([promiseOf(1), futureOf(BUSY)], {return_exceptions: true});
    assertEqual([results[0], results[1].message], [1, 'busy']);
});

await test('wait', async () => {
    const quick = futureOf('quick');
    const slow = Aiohttp.Future.new();
    let [done, pending] = await Aiohttp.wait([slow, quick], {return_when: Aiohttp.ReturnWhen.FIRST_COMPLETED});
    assertEqual([done.length, done[0] === quick, pending[0] === slow], [1, true, true]);
    [done, pending] = await Aiohttp.wait([slow, quick], {timeout: 0});
    assertEqual([done.length, pending.length], [1, 1]);
    slow.set_string('slow');
    [done, pending] = await Aiohttp.wait([slow, quick]);
    assertEqual([done.length, pending.length], [2, 0]);
});

await test('wait_for', async () => {
    assertEqual(await Aiohttp.wait_for(promiseOf('value'), 5), 'value');
    const future = Aiohttp.Future.new();
    await assertRejects(Aiohttp.wait_for(future, 0.002), Gio.IOErrorEnum, Gio.IOErrorEnum.TIMED_OUT);
    assertEqual(future.is_cancelled(), true);
});

await test('as_completed', async () => {
    const values = [];
    const b = Aiohttp.Future.new();
    const c = Aiohttp.Future.new();
    for await (const value of Aiohttp.as_completed([c, promiseOf('a'), b])) {
        values.push(value);
        if (value === 'a')
            b.set_string('b');
        else if (value === 'b')
            c.set_string('c');
    }
    assertEqual(values, ['a', 'b', 'c']);
    const late = Aiohttp.as_completed([never(), promiseOf('a')], {timeout: 0.3});
    assertEqual(await late.next(), {done: false, value: 'a'});
    await assertRejects(late.next(), Gio.IOErrorEnum, Gio.IOErrorEnum.TIMED_OUT);
});

await test('shield', async () => {
    const inner = Aiohttp.Future.new();
    const outer = Aiohttp.shield(inner);
    outer.cancel();
    assertEqual(inner.is_done(), false);
    const second = Aiohttp.shield(inner);
    inner.set_string('value');
    assertEqual(await second, 'value');
});

await test('timeout', async () => {
    assertEqual(await Aiohttp.timeout(5, () => promiseOf('value')), 'value');
    await assertRejects(Aiohttp.timeout(0.002, scope => Aiohttp.sleep(50, scope.get_cancellable())),
        Gio.IOErrorEnum, Gio.IOErrorEnum.TIMED_OUT);
    // The inner one is over first, then the outer one.
    await assertRejects(Aiohttp.timeout(0.01, async outer => {
        await assertRejects(Aiohttp.timeout(0.001, inner => Aiohttp.sleep(50, inner.get_cancellable())),
            Gio.IOErrorEnum, Gio.IOErrorEnum.TIMED_OUT);
        await Aiohttp.sleep(50, outer.get_cancellable());
    }), Gio.IOErrorEnum, Gio.IOErrorEnum.TIMED_OUT);
    await assertRejects(Aiohttp.timeout(5, () => futureOf(BUSY)), Gio.IOErrorEnum, Gio.IOErrorEnum.BUSY);
    await Aiohttp.timeout(0, async scope => {
        scope.reschedule(-1);
        await sleep(2);
        assertEqual(scope.is_expired(), false);
    });
});

await test('task group', async () => {
    const values = [];
    const result = await Aiohttp.task_group(group => {
        group.add(promiseOf('a', 2).then(value => values.push(value)));
        group.add(futureOf('b'));
        return 'done';
    });
    assertEqual([result, values], ['done', ['a']]);
});

await test('task group of which one fails', async () => {
    let ended = false;
    const error = await thrownBy(Aiohttp.task_group(async group => {
        group.add(Aiohttp.sleep(50, group.get_cancellable()).finally(() => {
            ended = true;
        }));
        group.add(promiseOf(new RangeError('far'), 1));
        await Aiohttp.sleep(50, group.get_cancellable());
    }));
    assertEqual([error.name, error.errors.length, error.errors[0].name, ended],
        ['AggregateError', 1, 'RangeError', true]);
});

await test('task group whose body fails', async () => {
    const future = Aiohttp.Future.new();
    const error = await thrownBy(Aiohttp.task_group(group => {
        group.add(future);
        throw new TypeError('body');
    }));
    assertEqual([error.errors.map(each => each.message), future.is_cancelled()], [['body'], true]);
});

await test('task group cancelled', async () => {
    const cancellable = new Gio.Cancellable();
    const future = Aiohttp.Future.new();
    const group = Aiohttp.task_group(scope => {
        scope.add(future);
    }, cancellable);
    await sleep(1);
    cancellable.cancel();
    await assertRejects(group, Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED);
    assertEqual(future.is_cancelled(), true);
});

await test('context variables', async () => {
    const variable = Aiohttp.ContextVar.new('var', 'default');
    const loop = Aiohttp.get_event_loop();
    const trace = [];
    const look = () => {
        trace.push(variable.get());
        variable.set('lost');
    };
    assertEqual(variable.get(), 'default');
    const token = variable.set('one');
    const context = Aiohttp.Context.copy();
    loop.call_soon(look);
    variable.set('two');
    loop.call_soon(look);
    loop.call_soon_with_context(context, look);
    await sleep(2);
    assertEqual([trace, variable.get(), context.lookup(variable)], [['one', 'two', 'one'], 'two', 'lost']);
    variable.reset(token);
    assertEqual(variable.get(), 'default');
});

end();
