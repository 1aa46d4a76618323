#!/usr/bin/env python3
# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Timers without a coroutine, in the event loop of a program that has no other main loop."""

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp

loop = Aiohttp.get_event_loop()
ticks = 0


def tick():
    global ticks
    ticks += 1
    print('tick', ticks)
    if ticks < 3:
        loop.call_later(0.01, tick)
    else:
        loop.stop()


other = loop.call_later(0.005, print, 'this was called off')
loop.call_later(0.01, tick)
other.cancel()
loop.run_forever()
