// SPDX-License-Identifier: LGPL-2.1-or-later
// SPDX-FileCopyrightText: The aiohttp-glib authors

// Two mistakes, and what debug mode says of them. Without the first line, run it with AIOHTTP_DEBUG=1.

import Aiohttp from 'gi://Aiohttp?version=1.0';
import GLib from 'gi://GLib';
import System from 'system';

const loop = Aiohttp.get_event_loop();
loop.debug = true;
loop.slow_callback_duration = 0.02;

// A callback that blocks the loop.
function block() {
    GLib.usleep(30000);
    loop.stop();
}
loop.call_soon(block);

// A session that is not closed.
function leaveOpen() {
    new Aiohttp.ClientSession();
}
leaveOpen();
System.gc();

loop.run_forever();
