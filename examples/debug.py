# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Three mistakes, and what debug mode says of them. Without debug=True, run it with AIOHTTP_DEBUG=1."""

import threading
import time

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GLib


def block():
    time.sleep(0.03)


def call_from_thread(loop):
    try:
        loop.call_soon(block)
    except GLib.Error as error:
        print('In a thread:', error.message)


async def main():
    loop = Aiohttp.get_event_loop()
    loop.set_slow_callback_duration(0.02)

    # A callback that blocks the loop.
    loop.call_soon(block)

    # A session that is not closed.
    Aiohttp.ClientSession()

    # A call from another thread.
    await Aiohttp.sleep(0.01)
    thread = threading.Thread(target=call_from_thread, args=(loop,))
    thread.start()
    thread.join()


Aiohttp.run(main(), debug=True)
