/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Locks and queues, with promises.

import Aiohttp from 'gi://Aiohttp?version=1.0';
import Gio from 'gi://Gio';

import {assertEqual, assertRejects, end, sleep, test} from './testlib.js';

await test('lock', async () => {
    const lock = new Aiohttp.Lock();
    const trace = [];
    const use = name => lock.with(async () => {
        trace.push(name);
        await sleep(1);
        trace.push(name.toUpperCase());
        return `${name}!`;
    });
    assertEqual(await Promise.all(['a', 'b', 'c'].map(use)), ['a!', 'b!', 'c!']);
    assertEqual(trace, ['a', 'A', 'b', 'B', 'c', 'C']);
    assertEqual(lock.locked, false);
});

await test('lock is released when the body throws', async () => {
    const lock = new Aiohttp.Lock();
    let caught = null;
    try {
        await lock.with(() => {
            throw new Error('no');
        });
    } catch (error) {
        caught = error.message;
    }
    assertEqual(caught, 'no');
    assertEqual(lock.is_locked(), false);
});

await test('lock errors', async () => {
    const lock = new Aiohttp.Lock();
    const cancellable = new Gio.Cancellable();
    await assertRejects((async () => lock.release())(), Aiohttp.Error, Aiohttp.Error.INVALID_STATE);
    await lock.acquire();
    const waiting = lock.acquire(cancellable);
    cancellable.cancel();
    await assertRejects(waiting, Gio.IOErrorEnum, Gio.IOErrorEnum.CANCELLED);
    lock.release();
    assertEqual(lock.try_acquire(), true);
});

await test('semaphore', async () => {
    const semaphore = Aiohttp.Semaphore.new(2);
    let inside = 0;
    let most = 0;
    await Promise.all(Array.from({length: 6}, () => semaphore.with(async () => {
        most = Math.max(most, ++inside);
        await sleep(1);
        inside--;
    })));
    assertEqual([inside, most, semaphore.value], [0, 2, 2]);
});

await test('event', async () => {
    const event = new Aiohttp.Event();
    const waiting = Promise.all([event.wait(), event.wait()]);
    event.set();
    assertEqual(event.is_set(), true);
    assertEqual(await waiting, [true, true]);
});

await test('condition', async () => {
    const condition = new Aiohttp.Condition();
    let count = 0;
    const waiting = condition.with(() => condition.wait_for(() => count === 3 && 'three'));
    for (let i = 0; i < 3; i++) {
        await condition.with(() => {
            count++;
            condition.notify();
        });
        await sleep(1);
    }
    assertEqual(await waiting, 'three');
});

await test('barrier', async () => {
    const barrier = Aiohttp.Barrier.new(3);
    assertEqual(await Promise.all([barrier.wait(), barrier.wait(), barrier.wait()]), [0, 1, 2]);
    const waiting = barrier.wait();
    barrier.abort();
    await assertRejects(waiting, Aiohttp.Error, Aiohttp.Error.BROKEN_BARRIER);
});

await test('queue', async () => {
    const queue = new Aiohttp.Queue({maxsize: 2});
    const items = [1, 'two', 3.5, true, null, undefined, {four: [4]}, [5], new Gio.Cancellable()];
    const got = [];
    const produce = async () => {
        for (const item of items)
            await queue.put(item);
        await queue.join();
    };
    const consume = async () => {
        while (got.length < items.length) {
            got.push(await queue.get());
            queue.task_done();
        }
    };
    await Promise.all([produce(), consume()]);
    items.forEach((item, index) => assertEqual(got[index] === item, true, `item ${index}`));
    assertEqual([queue.size, queue.maxsize, queue.is_empty()], [0, 2, true]);
    await assertRejects((async () => queue.get_nowait())(), Aiohttp.Error, Aiohttp.Error.QUEUE_EMPTY);
    queue.put_nowait({last: 1});
    assertEqual(queue.get_nowait(), {last: 1});
    const waiting = queue.get();
    queue.shutdown(false);
    await assertRejects(waiting, Aiohttp.Error, Aiohttp.Error.QUEUE_SHUT_DOWN);
});

await test('priority queue', async () => {
    const queue = new Aiohttp.PriorityQueue();
    await queue.put_with_priority(2, {b: 2});
    queue.put_with_priority_nowait(1, 'a');
    await queue.put(-1);
    assertEqual([await queue.get(), await queue.get(), await queue.get()], [-1, 'a', {b: 2}]);
});

end();
