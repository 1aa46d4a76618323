# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Cancellation: at each await point, at the moment of a wake-up, and what comes after."""

import asyncio

from table import outcome, outcomes, settle, started, tasks, with_lib


async def noting(trace, awaitable):
    """Awaits, and notes what came of it; a cancel goes on."""
    try:
        found = await awaitable
    except asyncio.CancelledError:
        trace.append('cancelled inside')
        raise
    trace.append(('got', found))
    return found


async def cancel_at(trace, awaitable):
    task, = await started(noting(trace, awaitable))
    trace.append(task.done())
    trace.append(task.cancel())
    trace += await outcomes([task])
    trace.append(task.cancel())


@tasks
async def cancel_before_the_start(lib, trace):
    async def work():
        trace.append('never')

    task = asyncio.create_task(work())
    trace.append(task.cancel())
    trace += await outcomes([task])


@tasks
async def cancel_at_a_sleep(lib, trace):
    await cancel_at(trace, asyncio.sleep(60))


@tasks
async def cancel_at_a_sleep_of_nothing(lib, trace):
    async def work():
        while True:
            await asyncio.sleep(0)

    await cancel_at(trace, work())


@with_lib
async def cancel_at_a_future(lib, trace):
    future = lib.create_future()

    async def wait():
        return await future

    await cancel_at(trace, wait())
    trace.append(future.cancelled())


@with_lib
async def cancel_at_a_lock(lib, trace):
    lock = lib.Lock()
    await lock.acquire()
    await cancel_at(trace, lock.acquire())
    trace.append(lock.locked())
    lock.release()
    trace.append(lock.locked())


@with_lib
async def cancel_inside_a_lock(lib, trace):
    lock = lib.Lock()

    async def hold():
        async with lock:
            await asyncio.sleep(60)

    await cancel_at(trace, hold())
    trace.append(lock.locked())


@with_lib
async def cancel_at_a_semaphore(lib, trace):
    semaphore = lib.Semaphore(0)
    await cancel_at(trace, semaphore.acquire())
    semaphore.release()
    trace.append(semaphore.locked())


@with_lib
async def cancel_at_an_event(lib, trace):
    event = lib.Event()
    await cancel_at(trace, event.wait())
    trace.append(event.is_set())


@with_lib
async def cancel_at_a_condition(lib, trace):
    condition = lib.Condition()

    async def wait():
        async with condition:
            try:
                await condition.wait()
            finally:
                trace.append(condition.locked())

    await cancel_at(trace, wait())
    trace.append(condition.locked())


@with_lib
async def cancel_at_a_barrier(lib, trace):
    barrier = lib.Barrier(2)
    await cancel_at(trace, barrier.wait())
    trace.append((barrier.n_waiting, barrier.broken))


@with_lib
async def cancel_at_a_get(lib, trace):
    queue = lib.Queue()
    await cancel_at(trace, queue.get())
    queue.put_nowait('kept')
    trace.append(queue.get_nowait())


@with_lib
async def cancel_at_a_put(lib, trace):
    queue = lib.Queue(1)
    queue.put_nowait(1)
    await cancel_at(trace, queue.put(2))
    trace += [queue.get_nowait(), queue.empty()]


@with_lib
async def cancel_at_a_join(lib, trace):
    queue = lib.Queue()
    queue.put_nowait(1)
    await cancel_at(trace, queue.join())


@tasks
async def cancel_at_a_task(lib, trace):
    inner, = await started(noting(trace, asyncio.sleep(60)))
    await cancel_at(trace, inner)
    trace.append(outcome(inner))


@tasks
async def cancel_at_gather(lib, trace):
    inner = await started(*(noting(trace, asyncio.sleep(60)) for _ in range(2)))
    await cancel_at(trace, asyncio.gather(*inner))
    trace += map(outcome, inner)


@with_lib
async def cancel_at_wait(lib, trace):
    inner = await started(*(asyncio.sleep(60) for _ in range(2)))
    await cancel_at(trace, lib.wait(inner))
    trace += [task.done() for task in inner]


@tasks
async def cancel_at_wait_for(lib, trace):
    inner, = await started(noting(trace, asyncio.sleep(60)))
    await cancel_at(trace, asyncio.wait_for(inner, 60))
    trace.append(outcome(inner))


@with_lib
async def cancel_at_shield(lib, trace):
    event = asyncio.Event()
    inner, = await started(noting(trace, event.wait()))
    await cancel_at(trace, lib.shield(inner))
    trace.append(inner.done())
    event.set()
    trace += await outcomes([inner])


@with_lib
async def cancel_at_a_timeout(lib, trace):
    async def work():
        async with lib.timeout(60) as scope:
            try:
                await asyncio.sleep(60)
            finally:
                trace.append(scope.expired())

    await cancel_at(trace, work())


@with_lib
async def cancel_at_a_task_group(lib, trace):
    async def work():
        async with lib.TaskGroup() as group:
            for _ in range(2):
                group.create_task(noting(trace, asyncio.sleep(60)))

    await cancel_at(trace, work())


@tasks
async def cancel_swallowed(lib, trace):
    async def work():
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError:
            trace.append('swallowed')
        await asyncio.sleep(0)
        return 'went on'

    task, = await started(work())
    trace.append(task.cancel())
    trace += await outcomes([task])
    trace.append(task.cancelling())


@tasks
async def cancel_twice_before_a_step(lib, trace):
    async def work():
        for _ in range(2):
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                trace.append('swallowed')
                await asyncio.sleep(0)
                trace.append('cleaned up')
                return 'once'

    task, = await started(work())
    trace += [task.cancel(), task.cancel(), task.cancelling()]
    trace += await outcomes([task])


@tasks
async def cancel_again_while_cleaning_up(lib, trace):
    async def work():
        try:
            await asyncio.sleep(60)
        finally:
            try:
                await asyncio.sleep(60)
            finally:
                trace.append('cleaned up')

    task, = await started(work())
    task.cancel()
    await settle()
    trace.append(task.done())
    task.cancel()
    trace += await outcomes([task])


@tasks
async def cleaning_up_may_await(lib, trace):
    async def work():
        try:
            await asyncio.sleep(60)
        finally:
            await asyncio.sleep(0.001)
            trace.append('cleaned up')

    await cancel_at(trace, work())


@tasks
async def cancel_oneself(lib, trace):
    async def work():
        asyncio.current_task().cancel()
        trace.append('goes on to the next await')
        await asyncio.sleep(0)
        trace.append('never')

    trace += await outcomes([asyncio.ensure_future(work())])


@tasks
async def cancel_with_a_message(lib, trace):
    async def work():
        try:
            await asyncio.sleep(60)
        except asyncio.CancelledError as error:
            trace.append(error.args)
            raise

    task, = await started(work())
    task.cancel('because')
    try:
        await task
    except asyncio.CancelledError as error:
        trace.append(error.args)


@tasks
async def cancel_and_uncancel(lib, trace):
    async def work():
        task = asyncio.current_task()
        for _ in range(2):
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                trace.append((task.cancelling(), task.uncancel(), task.cancelling()))
        return 'done'

    task, = await started(work())
    for _ in range(2):
        task.cancel()
        await settle()
    trace += await outcomes([task])


@with_lib
async def cancel_when_the_lock_is_handed_over(lib, trace):
    for cancel_first in (False, True):
        lock = lib.Lock()
        await lock.acquire()
        waiting = await started(lock.acquire(), lock.acquire())
        if cancel_first:
            waiting[0].cancel()
        lock.release()
        if not cancel_first:
            waiting[0].cancel()
        trace += await outcomes(waiting)
        trace.append(lock.locked())


@with_lib
async def cancel_when_the_item_is_handed_over(lib, trace):
    for cancel_first in (False, True):
        queue = lib.Queue()
        waiting = await started(queue.get(), queue.get())
        if cancel_first:
            waiting[0].cancel()
        queue.put_nowait('item')
        if not cancel_first:
            waiting[0].cancel()
        trace += await outcomes(waiting)
        trace.append(queue.qsize())


@with_lib
async def cancel_when_the_place_is_handed_over(lib, trace):
    queue = lib.Queue(1)
    queue.put_nowait(0)
    waiting = await started(queue.put(1), queue.put(2))
    trace.append(queue.get_nowait())
    waiting[0].cancel()
    trace += await outcomes(waiting)
    trace += [queue.get_nowait(), queue.empty()]


@with_lib
async def cancel_when_notified(lib, trace):
    condition = lib.Condition()

    async def wait(name):
        async with condition:
            await condition.wait()
            trace.append(name)

    waiting = await started(wait('a'), wait('b'))
    async with condition:
        condition.notify_all()
    waiting[0].cancel()
    trace += await outcomes(waiting)
    trace.append(condition.locked())


@with_lib
async def cancel_all_who_wait(lib, trace):
    lock = lib.Lock()
    await lock.acquire()
    waiting = await started(*(lock.acquire() for _ in range(4)))
    for task in waiting:
        task.cancel()
    trace += await outcomes(waiting)
    lock.release()
    trace.append(lock.locked())
    trace.append(await lock.acquire())
