/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Two mistakes, and what debug mode says of them. Without the first line, run it with AIOHTTP_DEBUG=1. */

int main () {
    try {
        var loop = Aiohttp.get_event_loop ();
        loop.debug = true;
        loop.slow_callback_duration = 0.02;

        // A callback that blocks the loop.
        loop.call_soon (() => {
            Thread.usleep (30000);
            loop.stop ();
        });

        // A session that is not closed.
        new Aiohttp.ClientSession ();

        loop.run_forever ();
        return 0;
    } catch (Error error) {
        printerr ("%s\n", error.message);
        return 1;
    }
}
