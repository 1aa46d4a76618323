# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Locks and queues: the same scenarios here and in stock asyncio, with equal traces."""

import asyncio
import unittest

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, Gio, GLib


class Ours:
    """The names by which a scenario knows what it uses."""

    run = staticmethod(Aiohttp.run)
    for name in ('Lock', 'Event', 'Condition', 'Semaphore', 'BoundedSemaphore', 'Barrier',
                 'Queue', 'PriorityQueue', 'LifoQueue'):
        locals()[name] = getattr(Aiohttp, name)


SCENARIOS = {}


def scenario(function):
    SCENARIOS[function.__name__] = function
    return function


async def settle():
    for _ in range(8):
        await asyncio.sleep(0.001)


def outcome(task):
    if task.cancelled():
        return 'cancelled'
    error = task.exception()
    if error is None:
        return task.result()
    for kind in (asyncio.QueueEmpty, asyncio.QueueFull, asyncio.BrokenBarrierError, ValueError, RuntimeError):
        if isinstance(error, kind):
            return kind.__name__
    return type(error).__name__


async def outcomes(tasks):
    await asyncio.wait(tasks)
    return [outcome(task) for task in tasks]


@scenario
async def lock_order(lib, trace):
    lock = lib.Lock()

    async def user(name):
        async with lock:
            trace.append(name)
            await asyncio.sleep(0)
            trace.append(name.upper())

    await asyncio.gather(*map(user, 'abcd'))
    trace.append(lock.locked())


@scenario
async def lock_misuse(lib, trace):
    lock = lib.Lock()
    try:
        lock.release()
    except RuntimeError:
        trace.append('RuntimeError')
    trace.append(await lock.acquire())
    trace.append(lock.locked())


@scenario
async def lock_cancel_waiting(lib, trace):
    lock = lib.Lock()
    await lock.acquire()
    tasks = [asyncio.ensure_future(lock.acquire()) for _ in range(3)]
    await settle()
    tasks[0].cancel()
    await settle()
    lock.release()
    await settle()
    trace.append([task.done() for task in tasks])
    lock.release()
    trace += await outcomes(tasks)


@scenario
async def lock_cancel_at_wake_up(lib, trace):
    for first in (0, 1):
        lock = lib.Lock()
        await lock.acquire()
        tasks = [asyncio.ensure_future(lock.acquire()) for _ in range(2)]
        await settle()
        for step in (0, 1):
            if step == first:
                lock.release()
            else:
                tasks[0].cancel()
        trace += await outcomes(tasks)
        trace.append(lock.locked())
        lock.release()
        trace.append(lock.locked())


@scenario
async def lock_timeout(lib, trace):
    lock = lib.Lock()
    async with lock:
        try:
            await asyncio.wait_for(lock.acquire(), 0.005)
        except asyncio.TimeoutError:
            trace.append('TimeoutError')
    trace.append(lock.locked())


@scenario
async def lock_released_by_exception(lib, trace):
    lock = lib.Lock()
    try:
        async with lock:
            raise KeyError('x')
    except KeyError:
        trace.append(lock.locked())


@scenario
async def event(lib, trace):
    event = lib.Event()
    tasks = [asyncio.ensure_future(event.wait()) for _ in range(3)]
    await settle()
    trace.append(event.is_set())
    tasks[1].cancel()
    event.set()
    event.clear()
    trace += await outcomes(tasks)
    trace.append(event.is_set())
    event.set()
    trace.append(await event.wait())


@scenario
async def condition(lib, trace):
    condition = lib.Condition()
    state = []

    async def waiter(name):
        async with condition:
            trace.append(await condition.wait_for(lambda: len(state) > 1 and name))

    tasks = [asyncio.ensure_future(waiter(name)) for name in 'abc']
    await settle()
    for item in range(3):
        async with condition:
            state.append(item)
            condition.notify_all()
        await settle()
    trace += await outcomes(tasks)


@scenario
async def condition_misuse(lib, trace):
    condition = lib.Condition()
    for misuse in (condition.notify, condition.notify_all, condition.release):
        try:
            misuse()
        except RuntimeError:
            trace.append('RuntimeError')
    try:
        await condition.wait()
    except RuntimeError:
        trace.append('RuntimeError')


@scenario
async def condition_cancel(lib, trace):
    lock = lib.Lock()
    condition = lib.Condition(lock)

    async def waiter(name):
        async with condition:
            try:
                await condition.wait()
                trace.append(name)
            finally:
                trace.append(condition.locked())

    tasks = [asyncio.ensure_future(waiter(name)) for name in 'ab']
    await settle()
    tasks[0].cancel()
    await settle()
    async with condition:
        condition.notify()
    trace += await outcomes(tasks)
    trace.append(lock.locked())


@scenario
async def semaphore(lib, trace):
    semaphore = lib.Semaphore(2)
    inside = 0

    # How many are inside when one enters depends on how two timers fall into the loop's turns.
    async def user(name):
        nonlocal inside
        async with semaphore:
            inside += 1
            trace.append((name, inside <= 2))
            await asyncio.sleep(0.001)
            inside -= 1

    await asyncio.gather(*map(user, 'abcdef'))
    for _ in range(2):
        trace.append(semaphore.locked())
        await semaphore.acquire()
    trace.append(semaphore.locked())


@scenario
async def semaphore_cancel_at_wake_up(lib, trace):
    semaphore = lib.Semaphore(0)
    tasks = [asyncio.ensure_future(semaphore.acquire()) for _ in range(3)]
    await settle()
    semaphore.release()
    tasks[0].cancel()
    await settle()
    trace.append([task.done() for task in tasks])
    semaphore.release()
    trace += await outcomes(tasks)
    trace.append(semaphore.locked())


@scenario
async def semaphore_misuse(lib, trace):
    try:
        lib.Semaphore(-1)
    except ValueError:
        trace.append('ValueError')
    bounded = lib.BoundedSemaphore()
    await bounded.acquire()
    bounded.release()
    try:
        bounded.release()
    except ValueError:
        trace.append('ValueError')


@scenario
async def barrier(lib, trace):
    barrier = lib.Barrier(3)
    tasks = [asyncio.ensure_future(barrier.wait()) for _ in range(6)]
    trace += await outcomes(tasks)
    trace.append((barrier.parties, barrier.n_waiting, barrier.broken))
    tasks = [asyncio.ensure_future(barrier.wait()) for _ in range(2)]
    await settle()
    trace.append(barrier.n_waiting)
    await barrier.reset()
    trace += await outcomes(tasks)
    await barrier.abort()
    trace.append(barrier.broken)
    trace += await outcomes([asyncio.ensure_future(barrier.wait())])


@scenario
async def queue(lib, trace):
    queue = lib.Queue(maxsize=2)

    # Two traces: how the two interleave depends on how a timer falls into the loop's turns.
    async def producer():
        sizes = []
        for item in (1, 'two', 3.5, None, {'five': [5]}, (6,)):
            await queue.put(item)
            sizes.append(queue.qsize() <= 2)
        await queue.join()
        return sizes

    async def consumer():
        items = []
        for _ in range(6):
            items.append(await queue.get())
            await asyncio.sleep(0.001)
            queue.task_done()
        return items

    trace += await asyncio.gather(producer(), consumer())
    trace.append((queue.empty(), queue.full(), queue.qsize(), queue.maxsize))


@scenario
async def queue_nowait(lib, trace):
    queue = lib.Queue(1)
    queue.put_nowait('a')
    for misuse in (lambda: queue.put_nowait('b'), queue.get_nowait, queue.get_nowait):
        try:
            trace.append(misuse())
        except (asyncio.QueueFull, asyncio.QueueEmpty) as error:
            trace.append([kind.__name__ for kind in type(error).__mro__ if kind.__module__.startswith('asyncio')][-1])
    queue.task_done()
    try:
        queue.task_done()
    except ValueError:
        trace.append('ValueError')


@scenario
async def queue_getters(lib, trace):
    queue = lib.Queue()
    tasks = [asyncio.ensure_future(queue.get()) for _ in range(4)]
    await settle()
    tasks[1].cancel()
    for item in 'xyz':
        await queue.put(item)
    trace += await outcomes(tasks)


@scenario
async def queue_cancel_at_wake_up(lib, trace):
    for first in (0, 1):
        queue = lib.Queue()
        tasks = [asyncio.ensure_future(queue.get()) for _ in range(2)]
        await settle()
        for step in (0, 1):
            if step == first:
                queue.put_nowait('item')
            else:
                tasks[0].cancel()
        trace += await outcomes(tasks)
        trace.append(queue.qsize())


@scenario
async def queue_putters(lib, trace):
    queue = lib.Queue(1)
    tasks = [asyncio.ensure_future(queue.put(i)) for i in range(4)]
    await settle()
    tasks[1].cancel()
    await settle()
    for _ in range(3):
        trace.append(await queue.get())
    trace += await outcomes(tasks)


@scenario
async def lifo_queue(lib, trace):
    queue = lib.LifoQueue()
    for item in range(5):
        queue.put_nowait(item)
    trace += [await queue.get() for _ in range(5)]


@scenario
async def priority_queue(lib, trace):
    queue = lib.PriorityQueue()
    for item in ((3, 'c'), (1, 'a'), (2, 'b'), (0.5, 'z'), (-1, 'y')):
        await queue.put(item)
    trace += [await queue.get() for _ in range(5)]
    for item in (5, 1, 4):
        queue.put_nowait(item)
    trace += [queue.get_nowait() for _ in range(3)]


class SameAsAsyncioTest(unittest.TestCase):
    maxDiff = None


def add_test(name, function):
    def test(self):
        traces = []
        for lib, run in ((Ours, Aiohttp.run), (asyncio, asyncio.run)):
            trace = []
            run(asyncio.wait_for(function(lib, trace), 10))
            traces.append(trace)
        self.assertEqual(*traces)
        self.assertTrue(traces[0])

    setattr(SameAsAsyncioTest, 'test_' + name, test)


for _name, _function in SCENARIOS.items():
    add_test(_name, _function)


class OurOwnTest(unittest.TestCase):
    def test_shutdown(self):
        async def main():
            queue = Aiohttp.Queue(1)
            queue.put_nowait(1)
            putter = asyncio.ensure_future(queue.put(2))
            await settle()
            queue.shutdown()
            with self.assertRaises(Aiohttp.QueueShutDown):
                await putter
            self.assertEqual(await queue.get(), 1)
            with self.assertRaises(Aiohttp.QueueShutDown):
                await queue.get()

        Aiohttp.run(main())

    def test_identity(self):
        async def main():
            queue = Aiohttp.Queue()
            for item in ({'a': object()}, None, (1, 2), b'bytes', 2 ** 100, Gio.Cancellable(), len):
                await queue.put(item)
                self.assertIs(await queue.get(), item)
            for item in ('text', '', 1.5, True, -2 ** 40):
                queue.put_nowait(item)
                self.assertEqual(queue.get_nowait(), item)

        Aiohttp.run(main())

    def test_priority_type(self):
        async def main():
            with self.assertRaises(TypeError):
                await Aiohttp.PriorityQueue().put('text')

        Aiohttp.run(main())

    def test_callback_form(self):
        lock = Aiohttp.Lock()
        found = []
        loop = GLib.MainLoop()

        def done(source, result):
            found.append(source.acquire_finish(result))
            loop.quit()

        lock.acquire_async(Gio.Cancellable(), done)
        self.assertEqual(found, [])
        loop.run()
        self.assertEqual(found, [True])


if __name__ == '__main__':
    unittest.main()
