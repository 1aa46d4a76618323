#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// A producer and a consumer: the queue has two places, so the producer waits where the consumer is slow.

import Aiohttp from 'gi://Aiohttp?version=1.0';

const queue = Aiohttp.Queue.new(2);

async function consume() {
    try {
        for (;;) {
            print(`did ${await queue.get()}`);
            await Aiohttp.sleep(0.001);
        }
    } catch (error) {
        if (!error.matches(Aiohttp.Error, Aiohttp.Error.QUEUE_SHUT_DOWN))
            throw error;
    }
}

const consumer = consume();
for (let number = 1; number <= 5; number++)
    await queue.put(`job ${number}`);
queue.shutdown(false);
await consumer;
print('all done');
