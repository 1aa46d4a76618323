# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Aiohttp.Future with asyncio's words."""

import asyncio

from gi.repository import Aiohttp, GLib

from gi.overrides import _aiohttp_asyncio


def _result(self):
    """The value; raises the error of a failed future."""
    return self.propagate_value()[1]


def _exception(self):
    """The error, or None."""
    return self.dup_error()


def _await(self):
    waiter = _aiohttp_asyncio.get_loop().create_future()
    if not self.is_done():
        # A signal, because PyGObject before 3.50 leaks a little for each callback argument.
        handler = self.connect('done', lambda future: waiter.done() or waiter.set_result(None))
        try:
            yield from waiter
        except asyncio.CancelledError:
            self.cancel()
            raise
        finally:
            self.disconnect(handler)
    if self.is_cancelled():
        raise asyncio.CancelledError
    try:
        return self.result()
    except GLib.Error as error:
        raise _aiohttp_asyncio.translated(error) from None


async def _run_in_executor(self, func, *args):
    """Call `func`, which blocks, in a thread of the loop's pool: what it returns or raises."""
    outcome = []

    def call(*data):
        try:
            outcome.append((func(*args), None))
        except BaseException as error:
            outcome.append((None, error))

    await self.run_in_executor_future(call)
    value, error = outcome[0]
    if error is not None:
        raise error
    return value


Aiohttp.EventLoop.run_in_executor = _run_in_executor
Aiohttp.Future.result = _result
Aiohttp.Future.exception = _exception
Aiohttp.Future.done = Aiohttp.Future.is_done
Aiohttp.Future.cancelled = Aiohttp.Future.is_cancelled
Aiohttp.Future.__await__ = _await
