# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""What tasks.c does, in CPython's asyncio with uvloop: the same lines of output.

usage: tasks-asyncio.py SECONDS | sleepers COUNT
"""

import asyncio
import os
import statistics
import sys
import time

import uvloop

BATCH = 1000


async def do_nothing():
    pass


async def spawn_and_await():
    for _ in range(BATCH):
        await asyncio.create_task(do_nothing())


async def spawn_and_finish():
    for _ in range(BATCH - 1):
        asyncio.create_task(do_nothing())
    await asyncio.create_task(do_nothing())


async def yield_to_loop():
    for _ in range(BATCH):
        await asyncio.sleep(0)


async def run_two(one, other):
    first, second = asyncio.create_task(one), asyncio.create_task(other)
    await first
    await second


ping_pong = [None, None]


async def play(side):
    new = asyncio.get_running_loop().create_future
    other = 1 - side
    for _ in range(BATCH // 2):
        ping_pong[side] = mine = new()
        if ping_pong[other] is not None:
            ping_pong[other].set_result(True)
        await mine
        ping_pong[side] = None
    if ping_pong[other] is not None:
        ping_pong[other].set_result(True)


async def resolve_futures():
    await run_two(play(0), play(1))


async def take_turns(lock):
    for i in range(BATCH // 2):
        await lock.acquire()
        if i == 0:
            await asyncio.sleep(0)
        lock.release()


async def hand_over_lock(lock):
    await run_two(take_turns(lock), take_turns(lock))


async def take_free_lock(lock):
    for _ in range(BATCH):
        await lock.acquire()
        lock.release()


async def put_all(queue):
    for i in range(BATCH):
        await queue.put(i)


async def get_all(queue):
    for i in range(BATCH):
        assert await queue.get() == i


async def wait_at_queue(queue):
    await run_two(put_all(queue), get_all(queue))


async def pass_through_queue(queue):
    for i in range(BATCH):
        await queue.put(i)
        await queue.get()


async def measure(name, seconds, batch, *arguments):
    figures = []
    await batch(*arguments)
    start = now = time.process_time_ns()
    while now - start < seconds * 1e9:
        before = now
        await batch(*arguments)
        now = time.process_time_ns()
        figures.append((now - before) / BATCH)
    print(f'{name} {statistics.median(figures):.1f}')


def endless():
    while True:
        yield


async def send():
    generator = endless()
    next(generator)
    for _ in range(BATCH):
        generator.send(None)


async def measure_all(seconds):
    lock, narrow, wide = asyncio.Lock(), asyncio.Queue(1), asyncio.Queue()
    await measure('switch', seconds, send)
    await measure('spawn-await', seconds, spawn_and_await)
    await measure('spawn-finish', seconds, spawn_and_finish)
    await measure('yield', seconds, yield_to_loop)
    await measure('future', seconds, resolve_futures)
    await measure('lock-hand-over', seconds, hand_over_lock, lock)
    await measure('lock-free', seconds, take_free_lock, lock)
    await measure('queue-blocked', seconds, wait_at_queue, narrow)
    await measure('queue-unblocked', seconds, pass_through_queue, wide)


def resident_bytes():
    with open('/proc/self/statm', encoding='ascii') as file:
        return int(file.read().split()[1]) * os.sysconf('SC_PAGESIZE')


async def measure_sleepers(count):
    before = resident_bytes()
    tasks = [asyncio.create_task(asyncio.sleep(3600)) for _ in range(count)]
    await asyncio.sleep(0.05)
    print(f'sleepers {(resident_bytes() - before) / len(tasks):.0f}')


with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
    if sys.argv[1] == 'sleepers':
        runner.run(measure_sleepers(int(sys.argv[2])))
    else:
        runner.run(measure_all(float(sys.argv[1])))
