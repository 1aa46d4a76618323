#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""A producer and a consumer: the queue has two places, so the producer waits where the consumer is slow."""

import asyncio

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp


async def consume(queue):
    try:
        while True:
            print('did', await queue.get())
            await Aiohttp.sleep(0.001)
    except Aiohttp.QueueShutDown:
        pass


async def main():
    queue = Aiohttp.Queue(2)
    consumer = asyncio.create_task(consume(queue))
    for number in range(1, 6):
        await queue.put(f'job {number}')
    queue.shutdown()
    await consumer
    print('all done')


Aiohttp.run(main())
