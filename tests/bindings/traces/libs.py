# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""What a scenario is run over: one set of names, several things behind them."""

import asyncio
import contextlib

import gi

gi.require_version('Aiohttp', '1.0')
from gi.repository import Aiohttp, GLib


class Stock:
    """asyncio's own primitives."""

    shutdown_error = getattr(asyncio, 'QueueShutDown', None)

    def __getattr__(self, name):
        return getattr(asyncio, name)

    @staticmethod
    def create_future():
        return asyncio.get_running_loop().create_future()


class Ours(Stock):
    """Our GObjects where there is a counterpart, under asyncio's names."""

    Lock = Aiohttp.Lock
    Event = Aiohttp.Event
    Condition = Aiohttp.Condition
    Semaphore = Aiohttp.Semaphore
    BoundedSemaphore = Aiohttp.BoundedSemaphore
    Barrier = Aiohttp.Barrier
    Queue = Aiohttp.Queue
    PriorityQueue = Aiohttp.PriorityQueue
    LifoQueue = Aiohttp.LifoQueue
    shutdown_error = Aiohttp.QueueShutDown
    TaskGroup = Aiohttp.TaskGroup
    timeout = staticmethod(Aiohttp.timeout)
    wait = staticmethod(Aiohttp.wait)
    shield = staticmethod(Aiohttp.shield)

    @staticmethod
    def create_future():
        return Future(Aiohttp.Future.new())

    @staticmethod
    def sleep(seconds):
        return Aiohttp.sleep(seconds)


class Failure(Exception):
    """The error that scenarios raise; it survives the way through a GError by its text."""

    def __eq__(self, other):
        return isinstance(other, Failure) and str(self) == str(other)


def to_gerror(error):
    return GLib.Error.new_literal(Aiohttp.error_quark(), str(error), Aiohttp.Error.FAILED)


class Future:
    """An Aiohttp.Future behind asyncio's methods."""

    def __init__(self, native):
        self.native = native
        self.ids = {}

    def done(self):
        return self.native.is_done()

    def cancelled(self):
        return self.native.is_cancelled()

    def cancel(self):
        return self.native.cancel()

    def set_result(self, value):
        # PyGObject has no GValue for None.
        self._check(self.native.set_object(None) if value is None else self.native.set_value(value))

    def set_exception(self, error):
        self._check(self.native.set_error(to_gerror(error)))

    @staticmethod
    def _check(good):
        if not good:
            raise asyncio.InvalidStateError

    def exception(self):
        self._check(self.done())
        if self.cancelled():
            raise asyncio.CancelledError
        error = self.native.dup_error()
        return error and Failure(error.message)

    def result(self):
        error = self.exception()
        if error is not None:
            raise error
        return self.native.propagate_value()[1]

    def add_done_callback(self, callback):
        self.ids[callback] = self.native.add_done_callback(lambda native, *data: callback(self))

    def remove_done_callback(self, callback):
        return int(self.native.remove_done_callback(self.ids.pop(callback)))

    def __await__(self):
        try:
            return (yield from self.native.__await__())
        except GLib.Error as error:
            raise Failure(error.message) from None


class NativeLoop:
    """An Aiohttp.EventLoop behind asyncio's methods."""

    def __init__(self):
        self.native = Aiohttp.EventLoop.new(None)
        for name in ('call_soon', 'call_soon_threadsafe'):
            setattr(self, name, self._caller(getattr(self.native, name)))

    @staticmethod
    def _caller(schedule):
        return lambda callback, *args: schedule(lambda *data: callback(*args))

    def call_later(self, seconds, callback, *args):
        return self.native.call_later(seconds, lambda *data: callback(*args))

    def call_at(self, when, callback, *args):
        return self.native.call_at(when, lambda *data: callback(*args))

    def create_future(self):
        return Future(self.native.create_future())

    def run_until_complete(self, future):
        with contextlib.suppress(GLib.Error):
            self.native.run_until_complete(future.native)
        return future.result()

    def __getattr__(self, name):
        return getattr(self.native, name)


LOOPS = {
    'stock': asyncio.SelectorEventLoop,
    'binding': lambda: Aiohttp.AsyncioEventLoop(GLib.MainContext.new()),
    'ours': NativeLoop,
}


def run_calls(loop_name, scenario):
    """The trace of a scenario of plain calls: scenario(loop, trace)."""
    trace = []
    loop = LOOPS[loop_name]()
    try:
        scenario(loop, trace)
    finally:
        loop.close()
    return trace


RUNS = {
    'stock': (asyncio.run, Stock()),
    'binding': (Aiohttp.run, Stock()),
    'ours': (Aiohttp.run, Ours()),
}


def run_coroutine(run_name, scenario):
    """The trace of a scenario that is a coroutine: await scenario(lib, trace)."""
    trace = []
    run, lib = RUNS[run_name]
    run(asyncio.wait_for(scenario(lib, trace), 20))
    return trace
