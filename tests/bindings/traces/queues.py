# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Queues: order, bounds, join, and the shutdown that asyncio has since Python 3.13."""

import asyncio

from table import name, outcomes, settle, since, started, with_lib


@with_lib
async def queue_first_in_first_out(lib, trace):
    queue = lib.Queue()
    for item in ('a', 2, None, (4,)):
        queue.put_nowait(item)
    trace.append((queue.qsize(), queue.empty(), queue.full()))
    while not queue.empty():
        trace.append(await queue.get())


@with_lib
async def queue_getters_in_line(lib, trace):
    queue = lib.Queue()

    async def get(title):
        trace.append((title, await queue.get()))

    getters = await started(*map(get, 'abc'))
    for item in (1, 2, 3):
        await queue.put(item)
    await asyncio.gather(*getters)


@with_lib
async def queue_putters_in_line(lib, trace):
    queue = lib.Queue(1)

    async def put(item):
        await queue.put(item)
        trace.append(('put', item))

    putters = await started(*map(put, (1, 2, 3)))
    trace.append(queue.full())
    for _ in range(3):
        trace.append(await queue.get())
        await settle()
    await asyncio.gather(*putters)


@with_lib
async def queue_full_and_empty(lib, trace):
    queue = lib.Queue(2)
    for misuse in (queue.get_nowait, *(lambda: queue.put_nowait('x'),) * 3):
        try:
            trace.append(misuse())
        except (asyncio.QueueFull, asyncio.QueueEmpty) as error:
            trace.append(name(error))
    trace.append((queue.full(), queue.maxsize, queue.qsize()))


@with_lib
async def queue_join(lib, trace):
    queue = lib.Queue()
    await queue.join()
    trace.append('nothing to wait for')
    for item in range(3):
        queue.put_nowait(item)
    joining, = await started(queue.join())
    for item in range(3):
        trace.append((await queue.get(), joining.done()))
        queue.task_done()
        await settle()
    trace.append(joining.done())
    try:
        queue.task_done()
    except ValueError:
        trace.append('ValueError')


@with_lib
async def queue_with_a_timeout(lib, trace):
    queue = lib.Queue(1)
    try:
        await asyncio.wait_for(queue.get(), 0.002)
    except asyncio.TimeoutError:
        trace.append('get')
    queue.put_nowait('item')
    try:
        await asyncio.wait_for(queue.put('lost'), 0.002)
    except asyncio.TimeoutError:
        trace.append('put')
    trace += [queue.get_nowait(), queue.empty()]


@with_lib
async def queue_producer_and_consumers(lib, trace):
    queue = lib.Queue(2)
    found = []

    async def consume():
        while (item := await queue.get()) is not None:
            found.append(item)
            queue.task_done()

    consumers = [asyncio.ensure_future(consume()) for _ in range(3)]
    for item in range(20):
        await queue.put(item)
    await queue.join()
    for _ in consumers:
        await queue.put(None)
    await asyncio.gather(*consumers)
    trace.append(sorted(found))


@with_lib
async def lifo_queue_last_in_first_out(lib, trace):
    queue = lib.LifoQueue(3)
    for item in range(3):
        queue.put_nowait(item)
    trace.append(queue.full())
    trace += [await queue.get() for _ in range(3)]


@with_lib
async def priority_queue_lowest_first(lib, trace):
    queue = lib.PriorityQueue()
    for item in ((3, 'c'), (1, 'a'), (2.5, 'b'), (-1, 'z')):
        queue.put_nowait(item)
    trace += [await queue.get() for _ in range(4)]


@with_lib
async def priority_queue_hands_over_to_who_waits(lib, trace):
    queue = lib.PriorityQueue()
    getters = await started(queue.get(), queue.get())
    queue.put_nowait((2, 'later'))
    queue.put_nowait((1, 'sooner'))
    trace += await outcomes(getters)


@since((3, 13), ['shut down', 'a', 'shut down', 'shut down'])
async def shutdown_gives_what_is_left(lib, trace):
    queue = lib.Queue()
    queue.put_nowait('a')
    queue.shutdown()
    for step in (lambda: queue.put_nowait('b'), queue.get_nowait, queue.get_nowait):
        try:
            trace.append(step())
        except lib.shutdown_error:
            trace.append('shut down')
    try:
        await queue.get()
    except lib.shutdown_error:
        trace.append('shut down')


@since((3, 13), [True, 'shut down'])
async def shutdown_at_once(lib, trace):
    queue = lib.Queue()
    for item in range(3):
        queue.put_nowait(item)
    queue.shutdown(immediate=True)
    trace.append(queue.empty())
    try:
        queue.get_nowait()
    except lib.shutdown_error:
        trace.append('shut down')


async def outcomes_of_shutdown(lib, waiting):
    await asyncio.wait(waiting)
    return ['shut down' if isinstance(task.exception(), lib.shutdown_error) else task.result() for task in waiting]


@since((3, 13), ['shut down', 'shut down'])
async def shutdown_wakes_getters(lib, trace):
    queue = lib.Queue()
    getters = await started(queue.get(), queue.get())
    queue.shutdown()
    trace += await outcomes_of_shutdown(lib, getters)


@since((3, 13), ['shut down', 'shut down', 0, 'shut down'])
async def shutdown_wakes_putters(lib, trace):
    queue = lib.Queue(1)
    queue.put_nowait(0)
    putters = await started(queue.put(1), queue.put(2))
    queue.shutdown()
    trace += await outcomes_of_shutdown(lib, putters)
    trace.append(queue.get_nowait())
    try:
        queue.get_nowait()
    except lib.shutdown_error:
        trace.append('shut down')


@since((3, 13), [False, True])
async def shutdown_and_join(lib, trace):
    queue = lib.Queue()
    queue.put_nowait('a')
    joining, = await started(queue.join())
    queue.shutdown()
    await settle()
    trace.append(joining.done())
    queue.get_nowait()
    queue.task_done()
    await settle()
    trace.append(joining.done())


@since((3, 13), [False, True])
async def shutdown_at_once_ends_a_join(lib, trace):
    queue = lib.Queue()
    queue.put_nowait('a')
    joining, = await started(queue.join())
    trace.append(joining.done())
    queue.shutdown(immediate=True)
    await settle()
    trace.append(joining.done())


@since((3, 13), ['shut down', 'shut down'])
async def shutdown_twice(lib, trace):
    queue = lib.Queue()
    queue.shutdown()
    queue.shutdown(immediate=True)
    for step in (lambda: queue.put_nowait(1), queue.get_nowait):
        try:
            step()
        except lib.shutdown_error:
            trace.append('shut down')
