# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""What combines awaitables: Aiohttp futures, Gio.Task objects, asyncio's own futures, and coroutines."""

import asyncio
import collections.abc

from gi.repository import Aiohttp, Gio, GLib, GObject

from gi.overrides import _aiohttp_asyncio

__all__ = ['wait', 'race', 'any', 'all', 'as_completed', 'shield', 'timeout', 'Timeout', 'TaskGroup']

_OURS = (Aiohttp.Future, Gio.Task)

# Exceptions cross C as errors of this domain: the code is their number.
_DOMAIN = 'aiohttp-python-exception-quark'


def _end(future, task, exceptions):
    """Let `future` end as `task` did."""
    if task.cancelled():
        future.cancel()
        return
    exception = task.exception()
    if exception is None:
        future.set_boolean(True)
        return
    exceptions.append(exception)
    future.set_error(GLib.Error(f'{type(exception).__name__}: {exception}', _DOMAIN, len(exceptions)))
    future.has_error()  # the one to be asked is the task


def _raised(error, exceptions):
    """The exception that a GLib.Error stands for."""
    if error.domain == _DOMAIN:
        return exceptions[error.code - 1]
    return _aiohttp_asyncio.translated(error)


class _Awaitables:
    """Awaitables, each with the future that stands for it in C."""

    def __init__(self, awaitables):
        self.exceptions = []
        loop = _aiohttp_asyncio.get_loop()
        self.given = [aw if isinstance(aw, _OURS) else asyncio.ensure_future(aw, loop=loop)
                      for aw in awaitables]
        self.futures = [self._stand_in(aw) for aw in self.given]

    def _stand_in(self, awaitable):
        if isinstance(awaitable, _OURS):
            return awaitable
        future = Aiohttp.Future.new()
        # No way back: nobody here cancels what he waits for.
        if awaitable.done():
            _end(future, awaitable, self.exceptions)
        else:
            awaitable.add_done_callback(lambda done: future.is_done() or _end(future, done, self.exceptions))
        return future

    def result(self, index):
        given = self.given[index]
        return given if isinstance(given, Gio.Task) else given.result()

    async def wait(self, operation, *args):
        try:
            return await operation(self.futures, *args)
        except GLib.Error as error:
            raise _raised(error, self.exceptions) from None


def _operation(name):
    return _aiohttp_asyncio.make_awaitable_function(
        name, getattr(Aiohttp, name + '_async'), getattr(Aiohttp, name + '_finish'))


_wait, _race, _any, _all = (_operation(name) for name in ('wait', 'race', 'any', 'all'))
_native_shield = Aiohttp.shield

_WHEN = {
    asyncio.ALL_COMPLETED: Aiohttp.ReturnWhen.ALL_COMPLETED,
    asyncio.FIRST_COMPLETED: Aiohttp.ReturnWhen.FIRST_COMPLETED,
    asyncio.FIRST_EXCEPTION: Aiohttp.ReturnWhen.FIRST_EXCEPTION,
}


def _seconds(timeout):
    return -1 if timeout is None else max(timeout, 0)


def _is_done(awaitable):
    return awaitable.get_completed() if isinstance(awaitable, Gio.Task) else awaitable.done()


async def wait(awaitables, *, timeout=None, return_when=asyncio.ALL_COMPLETED):
    """As asyncio.wait(), for futures of any kind: (done, pending). Those pending run on."""
    awaitables = list(dict.fromkeys(awaitables))
    for awaitable in awaitables:
        if asyncio.iscoroutine(awaitable):
            raise TypeError('Passing coroutines is forbidden, use tasks explicitly.')
    if not awaitables:
        raise ValueError('Set of Tasks/Futures is empty.')
    waited = _Awaitables(awaitables)
    await waited.wait(_wait, _seconds(timeout), _WHEN.get(return_when, return_when))
    done = {awaitable for awaitable in awaitables if _is_done(awaitable)}
    return done, set(awaitables) - done


async def race(awaitables):
    """The value, or the exception, of the first that is done. The others run on."""
    waited = _Awaitables(awaitables)
    return waited.result(await waited.wait(_race))


async def any(awaitables):
    """The first value; if all fail, the exception of the first of them. The others run on."""
    waited = _Awaitables(awaitables)
    return waited.result(await waited.wait(_any))


async def all(awaitables):
    """The list of all values, or the first exception. The others run on."""
    waited = _Awaitables(awaitables)
    await waited.wait(_all)
    return [waited.result(index) for index in range(len(waited.given))]


class as_completed(collections.abc.AsyncIterator):
    """Each of the awaitables when it is done; a coroutine's task in its place.

        async for done in Aiohttp.as_completed(fetches, timeout=10):
            page = await done
    """

    def __init__(self, awaitables, *, timeout=None):
        waited = _Awaitables(awaitables)
        self._given = dict(zip(waited.futures, waited.given))
        self._native = Aiohttp.AsCompleted.new(waited.futures, _seconds(timeout))

    async def __anext__(self):
        future = await self._native.next()
        if future is None:
            raise StopAsyncIteration
        return self._given[future]


def shield(awaitable):
    """What may be cancelled without cancelling `awaitable`."""
    if isinstance(awaitable, _OURS):
        return _native_shield(awaitable)
    return asyncio.shield(asyncio.ensure_future(awaitable, loop=_aiohttp_asyncio.get_loop()))


class Timeout:
    """A scope whose time is limited: see timeout()."""

    def __init__(self, seconds):
        self._seconds = seconds
        self._scope = None

    def when(self):
        """When the time is over, by the clock of the loop, or None."""
        when = -1 if self._scope is None else self._scope.get_when()
        return None if when < 0 else when

    def reschedule(self, when):
        """Let the time be over at `when`, by the clock of the loop; None is never."""
        if self._scope is None:
            raise RuntimeError('Timeout has not been entered')
        try:
            self._scope.reschedule(_seconds(None if when is None else when - _aiohttp_asyncio.get_loop().time()))
        except GLib.Error as error:
            raise RuntimeError(error.message) from None

    def expired(self):
        """Whether the time was over before the scope ended."""
        return self._scope is not None and self._scope.is_expired()

    async def __aenter__(self):
        if self._scope is not None:
            raise RuntimeError('Timeout has already been entered')
        self._task = asyncio.current_task()
        if self._task is None:
            raise RuntimeError('Timeout should be used inside a task')
        self._cancelling = self._task.cancelling()
        self._scope = Aiohttp.TimeoutScope.new(_seconds(self._seconds))
        GObject.Object.connect(self._scope.get_cancellable(), 'cancelled', lambda _: self._task.cancel())
        return self

    async def __aexit__(self, kind, error, traceback):
        if not self._scope.close():
            return
        if self._task.uncancel() <= self._cancelling and kind is asyncio.CancelledError:
            raise _aiohttp_asyncio.TimeoutError(
                f'Not done within {self._seconds} s', GLib.quark_to_string(Gio.io_error_quark()),
                int(Gio.IOErrorEnum.TIMED_OUT)) from error


def timeout(seconds):
    """Limit the time of a scope, as asyncio.timeout() does.

        async with Aiohttp.timeout(5):
            await fetch()
    """
    return Timeout(seconds)


_end_async = Aiohttp.TaskGroup.end_async
_end_finish = Aiohttp.TaskGroup.end_finish


class TaskGroup(Aiohttp.TaskGroup):
    """asyncio's TaskGroup, whose members may also be Aiohttp futures and Gio.Task objects.

        async with Aiohttp.TaskGroup() as group:
            group.create_task(fetch(1))
            group.add(session.get_future(url))
    """

    __gtype_name__ = 'AiohttpPythonTaskGroup'

    def __init__(self):
        super().__init__()
        self._parent = None
        self._exiting = False
        self._by_hand = False
        self._cancelled_parent = False
        self._tasks = set()
        self._exceptions = []
        self._late = []

    def create_task(self, coroutine, *, name=None, context=None):
        """Start a coroutine in the group."""
        future = Aiohttp.Future.new()
        try:
            self.add(future)
        except RuntimeError:
            coroutine.close()
            raise
        options = {} if context is None else {'context': context}
        task = _aiohttp_asyncio.get_loop().create_task(coroutine, name=name, **options)
        self._tasks.add(task)
        task.add_done_callback(lambda task: self._on_done(future, task))
        future.connect('done', lambda future: future.is_cancelled() and task.cancel())
        return task

    def add(self, future):
        """Make what runs already a member: an Aiohttp future or a Gio.Task."""
        if self._parent is None:
            raise RuntimeError('TaskGroup has not been entered')
        try:
            super().add(future)
        except GLib.Error as error:
            raise RuntimeError(error.message) from None

    def _on_done(self, future, task):
        self._tasks.discard(task)
        if not future.is_done():
            _end(future, task, self._exceptions)
        elif not task.cancelled() and task.exception() is not None:
            self._late.append(task.exception())  # of its clean-up

    def abort(self):
        """Cancel all members; the scope goes on."""
        self._by_hand = True
        super().abort()

    def _on_abort(self, cancellable):
        if not self._by_hand and not self._exiting and not self._parent.done():
            self._cancelled_parent = True
            self._parent.cancel()

    async def __aenter__(self):
        if self._parent is not None:
            raise RuntimeError('TaskGroup has already been entered')
        self._parent = asyncio.current_task()
        if self._parent is None:
            raise RuntimeError('TaskGroup cannot determine the parent task')
        GObject.Object.connect(self.get_cancellable(), 'cancelled', self._on_abort)
        return self

    async def _all_done(self, ok, cancelled):
        """Wait until all members are done, however often the task is cancelled."""
        cancellable = Gio.Cancellable()
        ended = _aiohttp_asyncio.get_loop().create_future()
        _end_async(self, ok, cancellable, lambda source, result, *data: ended.set_result(result))
        while not ended.done() or self._tasks:
            try:
                await asyncio.wait({ended, *self._tasks})
            except asyncio.CancelledError as error:
                if not self.get_cancellable().is_cancelled():
                    cancelled = error
                cancellable.cancel()
        try:
            _end_finish(self, ended.result())
        except GLib.Error:
            pass  # among the errors
        return cancelled

    def _errors(self):
        count = self.get_n_errors()
        return [_raised(self.dup_error(index), self._exceptions) for index in range(count)] + self._late

    async def __aexit__(self, kind, error, traceback):
        self._exiting = True
        cancelled = error if isinstance(error, asyncio.CancelledError) else None
        if self._cancelled_parent and self._parent.uncancel() == 0:
            cancelled = None
        cancelled = await self._all_done(error is None, cancelled)
        errors = self._errors()
        if error is not None and not isinstance(error, asyncio.CancelledError):
            errors.append(error)
        if not errors:
            if cancelled is not None:
                raise cancelled
            return None
        if self._parent.cancelling():
            self._parent.uncancel()
            self._parent.cancel()
        for each in errors:
            if isinstance(each, (KeyboardInterrupt, SystemExit)):
                raise each
        raise BaseExceptionGroup('unhandled errors in a TaskGroup', errors) from None
