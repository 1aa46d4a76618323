#!/usr/bin/env -S gjs -m
/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

// Timers without a promise, in the event loop of a program that has no other main loop.

import Aiohttp from 'gi://Aiohttp?version=1.0';

const loop = Aiohttp.get_event_loop();
let ticks = 0;

function tick() {
    print(`tick ${++ticks}`);
    if (ticks < 3)
        loop.call_later(0.01, tick);
    else
        loop.stop();
}

const other = loop.call_later(0.005, () => print('this was called off'));
loop.call_later(0.01, tick);
other.cancel();
loop.run_forever();
