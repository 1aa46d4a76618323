# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Lock, Event, Condition, Semaphore, Barrier: who gets in, and when."""

import asyncio

from table import name, outcomes, settle, started, with_lib


@with_lib
async def lock_first_come_first_served(lib, trace):
    lock = lib.Lock()

    async def user(title):
        async with lock:
            trace.append(title)
            await asyncio.sleep(0)
            trace.append(title.upper())

    await asyncio.gather(*map(user, 'abcde'))
    trace.append(lock.locked())


@with_lib
async def lock_is_not_taken_past_those_who_wait(lib, trace):
    lock = lib.Lock()
    await lock.acquire()
    waiting = await started(lock.acquire())
    lock.release()
    late = asyncio.ensure_future(lock.acquire())
    trace += await outcomes(waiting)
    await settle()
    trace.append(late.done())
    lock.release()
    trace += await outcomes([late])


@with_lib
async def lock_keeps_the_line_when_one_in_its_midst_leaves(lib, trace):
    lock = lib.Lock()
    await lock.acquire()

    async def user(title):
        async with lock:
            trace.append(title)

    waiting = await started(*map(user, 'abcd'))
    waiting[1].cancel()
    await settle()
    lock.release()
    trace.append(len(await outcomes(waiting)))


@with_lib
async def lock_under_a_timeout(lib, trace):
    lock = lib.Lock()
    async with lock:
        try:
            async with lib.timeout(0.002):
                await lock.acquire()
        except asyncio.TimeoutError:
            trace.append('TimeoutError')
        trace.append(lock.locked())
    trace.append(lock.locked())
    async with lib.timeout(60):
        trace.append(await lock.acquire())


@with_lib
async def lock_released_by_another(lib, trace):
    lock = lib.Lock()
    await lock.acquire()

    async def release():
        lock.release()

    await asyncio.create_task(release())
    trace.append(lock.locked())
    try:
        lock.release()
    except RuntimeError:
        trace.append('RuntimeError')


@with_lib
async def event_wakes_all(lib, trace):
    event = lib.Event()

    async def wait(title):
        trace.append((title, await event.wait()))

    waiting = await started(*map(wait, 'abc'))
    event.set()
    trace.append('set')
    await asyncio.gather(*waiting)
    trace.append(await event.wait())


@with_lib
async def event_set_and_cleared_at_once(lib, trace):
    event = lib.Event()
    waiting = await started(event.wait(), event.wait())
    event.set()
    event.clear()
    late = asyncio.ensure_future(event.wait())
    trace += await outcomes(waiting)
    await settle()
    trace += [late.done(), event.is_set()]


@with_lib
async def condition_notifies_so_many(lib, trace):
    condition = lib.Condition()

    async def wait(title):
        async with condition:
            await condition.wait()
            trace.append(title)

    waiting = await started(*map(wait, 'abcd'))
    for count in (1, 2, 1):
        async with condition:
            condition.notify(count)
        await settle()
        trace.append(sum(task.done() for task in waiting))


@with_lib
async def condition_waits_with_the_lock_free(lib, trace):
    lock = lib.Lock()
    condition = lib.Condition(lock)

    async def wait():
        async with condition:
            trace.append('waits')
            await condition.wait()
            trace.append(('holds', lock.locked()))

    waiting = await started(wait())
    trace.append(lock.locked())
    async with lock:
        condition.notify()
        await settle()
        trace.append('notified, but held')
    await asyncio.gather(*waiting)


@with_lib
async def condition_without_its_lock(lib, trace):
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


@with_lib
async def condition_under_a_timeout(lib, trace):
    condition = lib.Condition()
    async with condition:
        try:
            await asyncio.wait_for(condition.wait(), 0.002)
        except asyncio.TimeoutError:
            trace += ['TimeoutError', condition.locked()]


@with_lib
async def semaphore_first_come_first_served(lib, trace):
    semaphore = lib.Semaphore(0)

    async def user(title):
        await semaphore.acquire()
        trace.append(title)

    waiting = await started(*map(user, 'abc'))
    for _ in range(3):
        semaphore.release()
        await settle()
        trace.append(sum(task.done() for task in waiting))


@with_lib
async def semaphore_releases_several_at_once(lib, trace):
    semaphore = lib.Semaphore(0)
    waiting = await started(*(semaphore.acquire() for _ in range(4)))
    for _ in range(3):
        semaphore.release()
    await settle()
    trace.append([task.done() for task in waiting])
    trace.append(semaphore.locked())


@with_lib
async def semaphore_of_none(lib, trace):
    try:
        lib.Semaphore(-1)
    except ValueError:
        trace.append('ValueError')
    trace.append(lib.Semaphore(0).locked())


@with_lib
async def bounded_semaphore_released_too_often(lib, trace):
    semaphore = lib.BoundedSemaphore(2)
    async with semaphore, semaphore:
        trace.append(semaphore.locked())
    try:
        semaphore.release()
    except ValueError:
        trace.append('ValueError')


@with_lib
async def barrier_lets_all_go_together(lib, trace):
    barrier = lib.Barrier(3)

    async def party(title):
        trace.append(title)
        trace.append(('index', await barrier.wait() in range(3)))

    first = await started(party('a'), party('b'))
    trace.append(barrier.n_waiting)
    await asyncio.gather(*first, party('c'))
    trace.append((barrier.n_waiting, barrier.parties))


@with_lib
async def barrier_broken(lib, trace):
    barrier = lib.Barrier(2)
    waiting = await started(barrier.wait())
    await barrier.abort()
    trace += await outcomes(waiting)
    trace.append(barrier.broken)
    try:
        await barrier.wait()
    except Exception as error:
        trace.append(name(error))
    await barrier.reset()
    trace.append(barrier.broken)
    trace.append(sorted(await asyncio.gather(barrier.wait(), barrier.wait())))


@with_lib
async def barrier_reset_while_some_wait(lib, trace):
    barrier = lib.Barrier(3)
    waiting = await started(barrier.wait(), barrier.wait())
    await barrier.reset()
    trace += await outcomes(waiting)
    await settle()
    trace += [barrier.broken, barrier.n_waiting]
