# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Locks and queues with asyncio's words, in one line with C and JavaScript."""

import asyncio
import numbers

from gi.repository import Aiohttp, Gio, GLib, GObject

from gi.overrides import _aiohttp_asyncio

__all__ = ['QueueEmpty', 'QueueFull', 'QueueShutDown', 'BrokenBarrierError']


class QueueEmpty(GLib.Error, asyncio.QueueEmpty):
    """asyncio.QueueEmpty, as a GLib.Error."""


class QueueFull(GLib.Error, asyncio.QueueFull):
    """asyncio.QueueFull, as a GLib.Error."""


class QueueShutDown(GLib.Error, getattr(asyncio, 'QueueShutDown', Exception)):
    """asyncio.QueueShutDown (of Python 3.13), as a GLib.Error."""


class BrokenBarrierError(GLib.Error, getattr(asyncio, 'BrokenBarrierError', RuntimeError)):
    """asyncio.BrokenBarrierError, as a GLib.Error."""


_DOMAIN = GLib.quark_to_string(Aiohttp.error_quark())

for _code, _class in ((Aiohttp.Error.QUEUE_EMPTY, QueueEmpty), (Aiohttp.Error.QUEUE_FULL, QueueFull),
                      (Aiohttp.Error.QUEUE_SHUT_DOWN, QueueShutDown),
                      (Aiohttp.Error.BROKEN_BARRIER, BrokenBarrierError)):
    _aiohttp_asyncio.translate_errors(_DOMAIN, _code, _class)


def _called(function, *args, misuse=None):
    """What `function` returns; its error as the class that asyncio raises."""
    try:
        return function(*args)
    except GLib.Error as error:
        if misuse is not None and error.matches(Aiohttp.error_quark(), Aiohttp.Error.INVALID_STATE):
            raise misuse(error.message) from None
        raise _aiohttp_asyncio.translated(error) from None


async def _to_its_end(start, finish, owner, *args, undo=None, misuse=None):
    """Await an operation to its end, also when cancelled.

    What it hands over is then given back by `undo`: nothing is lost on the way.
    """
    done = _aiohttp_asyncio.get_loop().create_future()
    cancellable = Gio.Cancellable()
    start(owner, *args, cancellable, lambda source, result, *data: done.done() or done.set_result(result))
    cancelled = None
    while not done.done():
        try:
            await asyncio.shield(done)
        except asyncio.CancelledError as error:
            cancelled = error
            cancellable.cancel()
    try:
        value = _called(finish, owner, done.result(), misuse=misuse)
    except GLib.Error as error:
        if cancelled is not None and error.matches(Gio.io_error_quark(), Gio.IOErrorEnum.CANCELLED):
            raise cancelled from None
        raise
    if cancelled is None:
        return value
    if undo is not None:
        undo(value)
    raise cancelled


class _Native:
    """The methods of a class as the typelib has them."""

    def __init__(self, cls, *names):
        for name in names:
            setattr(self, name, getattr(cls, name))


async def _enter(self):
    await self.acquire()


async def _leave(self, kind, error, traceback):
    self.release()


def _locked(self):
    """True if it is held."""
    return self.is_locked()


def _make_holdable(cls, native, try_acquire, misuse):
    async def acquire(self):
        """Wait until it is free, and hold it."""
        if not try_acquire(self):
            await _to_its_end(native.acquire_async, native.acquire_finish, self, undo=lambda held: self.release())
        return True

    def release(self):
        """Let the next one have it."""
        _called(native.release, self, misuse=misuse(self))

    cls.acquire = acquire
    cls.release = release
    cls.locked = _locked
    cls.__aenter__ = _enter
    cls.__aexit__ = _leave


_lock = _Native(Aiohttp.Lock, 'acquire_async', 'acquire_finish', 'release', 'try_acquire')
_make_holdable(Aiohttp.Lock, _lock, _lock.try_acquire, lambda self: RuntimeError)

_semaphore = _Native(Aiohttp.Semaphore, 'acquire_async', 'acquire_finish', 'release', 'try_acquire')
_make_holdable(Aiohttp.Semaphore, _semaphore, _semaphore.try_acquire,
               lambda self: ValueError if isinstance(self, Aiohttp.BoundedSemaphore) else RuntimeError)


def _make_init(cls, name, default, least=None, message=None):
    native = cls.__init__

    def init(self, *args, **kwargs):
        if len(args) > 1:
            raise TypeError(f'{cls.__name__}() takes at most 1 argument, got {len(args)}')
        if args:
            kwargs[name] = args[0]
        value = kwargs.setdefault(name, default)
        if least is not None and value < least:
            if message is not None:
                raise ValueError(message)
            kwargs[name] = least
        native(self, **kwargs)

    cls.__init__ = init


_make_init(Aiohttp.Semaphore, 'value', 1, 0, 'Semaphore initial value must be >= 0')

# --- Event ---

_event = _Native(Aiohttp.Event, 'wait_async', 'wait_finish')


async def _wait_for_event(self):
    """Wait until it is set."""
    if not self.is_set():
        await _to_its_end(_event.wait_async, _event.wait_finish, self)
    return True


Aiohttp.Event.set = Aiohttp.Event.set_flag
Aiohttp.Event.wait = _wait_for_event

# --- Condition ---

_condition = _Native(Aiohttp.Condition, 'acquire_async', 'acquire_finish', 'release', 'wait_async', 'wait_finish',
                     'notify_some', 'notify_all')
_make_init(Aiohttp.Condition, 'lock', None)
_make_holdable(Aiohttp.Condition, _condition, lambda self: self.get_lock().try_acquire(), lambda self: RuntimeError)


async def _wait_for_notification(self):
    """Release the lock, wait to be notified, and hold the lock again, also when cancelled."""
    return await _to_its_end(_condition.wait_async, _condition.wait_finish, self, misuse=RuntimeError,
                             undo=lambda notified: self.notify(1))


async def _wait_for_predicate(self, predicate):
    """Wait until `predicate()` is true, and return what it gave."""
    while not (result := predicate()):
        await self.wait()
    return result


def _notify(self, n=1):
    """Wake up to `n` of those who wait."""
    _called(_condition.notify_some, self, n, misuse=RuntimeError)


def _notify_all(self):
    """Wake all of those who wait."""
    _called(_condition.notify_all, self, misuse=RuntimeError)


Aiohttp.Condition.wait = _wait_for_notification
Aiohttp.Condition.wait_for = _wait_for_predicate
Aiohttp.Condition.notify = _notify
Aiohttp.Condition.notify_all = _notify_all

# --- Barrier ---

_barrier = _Native(Aiohttp.Barrier, 'wait_async', 'wait_finish', 'reset', 'abort')
_make_init(Aiohttp.Barrier, 'parties', 0, 1, 'parties must be > 0')


async def _wait_for_barrier(self):
    """Wait for the other parties; return the number of this one."""
    return await _to_its_end(_barrier.wait_async, _barrier.wait_finish, self)


async def _reset(self):
    """Start over: who waits fails with BrokenBarrierError."""
    _barrier.reset(self)


async def _abort(self):
    """Break the barrier, until it is reset."""
    _barrier.abort(self)


async def _leave_barrier(self, kind, error, traceback):
    pass


Aiohttp.Barrier.wait = _wait_for_barrier
Aiohttp.Barrier.reset = _reset
Aiohttp.Barrier.abort = _abort
Aiohttp.Barrier.__aenter__ = _wait_for_barrier
Aiohttp.Barrier.__aexit__ = _leave_barrier

# --- queues ---

_queue = _Native(Aiohttp.Queue, 'put_async', 'put_finish', 'put_nowait', 'get_async', 'get_finish', 'get_nowait',
                 'put_back', 'task_done', 'join_async', 'join_finish', 'shutdown')
_priority = _Native(Aiohttp.PriorityQueue, 'put_with_priority_async', 'put_with_priority_finish',
                    'put_with_priority_nowait')


def _value(item):
    """`item` as every language sees it, or, if it is Python's own, as what only Python can take out."""
    kind = type(item)
    if kind in (str, float, bool) or isinstance(item, (GObject.Object, GObject.GBoxed)):
        return item
    if kind is int and -2 ** 31 <= item < 2 ** 31:
        return item
    if kind is int and -2 ** 63 <= item < 2 ** 63:
        return GObject.Value(GObject.TYPE_INT64, item)
    return GObject.Value(GObject.TYPE_PYOBJECT, item)


async def _put(self, item):
    """Put an item, as soon as there is room."""
    await _to_its_end(_queue.put_async, _queue.put_finish, self, _value(item))


def _put_nowait(self, item):
    """Put an item, or raise QueueFull."""
    _called(_queue.put_nowait, self, _value(item))


async def _get(self):
    """Take an item, as soon as there is one."""
    if not self.is_empty():
        return self.get_nowait()
    # PyGObject 3.42 leaks a GValue that is returned, but not one that is an out argument.
    found = await _to_its_end(_queue.get_async, _queue.get_finish, self,
                              undo=lambda found: _queue.put_back(self, _value(found[1])))
    return found[1]


def _get_nowait(self):
    """Take an item, or raise QueueEmpty."""
    return _called(_queue.get_nowait, self)[1]


def _task_done(self):
    """Tell that an item has been dealt with."""
    _called(_queue.task_done, self, misuse=ValueError)


async def _join(self):
    """Wait until all items have been dealt with."""
    await _to_its_end(_queue.join_async, _queue.join_finish, self)


def _shutdown(self, immediate=False):
    """No more is put; who waits is woken."""
    _queue.shutdown(self, immediate)


def _priority_of(item):
    """The priority of an item of asyncio's kind: a number, or a tuple that begins with one."""
    priority = item[0] if isinstance(item, tuple) and item else item
    if not isinstance(priority, numbers.Real):
        raise TypeError(f'{item!r} has no priority; expected a number, or a tuple that begins with one')
    return float(priority)


async def _put_with_priority(self, item):
    """Put an item, a number or a tuple that begins with one; the lowest comes first."""
    await _to_its_end(_priority.put_with_priority_async, _priority.put_with_priority_finish, self,
                      _priority_of(item), _value(item))


def _put_with_priority_nowait(self, item):
    """Put an item, or raise QueueFull."""
    _called(_priority.put_with_priority_nowait, self, _priority_of(item), _value(item))


Aiohttp.Queue.put = _put
Aiohttp.Queue.put_nowait = _put_nowait
Aiohttp.Queue.get = _get
Aiohttp.Queue.get_nowait = _get_nowait
Aiohttp.Queue.task_done = _task_done
Aiohttp.Queue.join = _join
Aiohttp.Queue.shutdown = _shutdown
Aiohttp.Queue.qsize = Aiohttp.Queue.get_size
Aiohttp.Queue.empty = Aiohttp.Queue.is_empty
Aiohttp.Queue.full = Aiohttp.Queue.is_full
_make_init(Aiohttp.Queue, 'maxsize', 0, 0)
Aiohttp.PriorityQueue.put = _put_with_priority
Aiohttp.PriorityQueue.put_nowait = _put_with_priority_nowait
