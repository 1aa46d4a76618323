# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""asyncio on the GMainContext, and GIO operations as asyncio futures."""

import asyncio
import atexit
import contextlib
import selectors
import signal
import sys
import threading
import time

import gi
from gi.repository import Aiohttp, Gio, GLib, GObject

# A turn runs callbacks until none is ready, but never longer than this before
# the main loop's other sources get their chance.
TURN_SECONDS = 0.002

# From 3.12 on a task can take its first step by itself.
_EAGER = sys.version_info >= (3, 12)

# PyGObject's own `_async` methods give awaitables.
_AWAITS = gi.version_info >= (3, 50)

_get_running_loop = asyncio._get_running_loop
_set_running_loop = asyncio._set_running_loop


class _Selector(selectors.EpollSelector):
    """asyncio's selector, asked only when GLib has seen its descriptor ready."""

    readable = False

    def select(self, timeout=None):
        if not self.readable:
            return []
        self.readable = False
        return super().select(0)


async def _wait_for(awaitable):
    return await awaitable


class AsyncioEventLoop(asyncio.SelectorEventLoop):
    """An asyncio event loop whose turns are dispatched by a GMainContext.

    One GSource watches asyncio's epoll descriptor; its ready time stands for
    the queue of ready callbacks and for the earliest timer. So asyncio's tasks
    and GLib's sources take turns in one main loop, whoever runs it: this loop's
    run_forever() or any GLib.MainLoop, GTK's included.
    """

    def __init__(self, context=None):
        self._native = None
        self._native_debug = False
        self._source = None
        self._in_turn = False
        self._first_step = None
        self._error = None
        self._main_loops = []
        super().__init__(_Selector())
        self._context = context or GLib.MainContext.ref_thread_default()
        self._source = GLib.unix_fd_source_new(self._selector.fileno(), GLib.IOCondition.IN)
        self._set_ready_time = self._source.set_ready_time
        self._source.set_name('aiohttp-glib asyncio')
        GObject.source_set_closure(self._source, self._dispatch)
        self._source.attach(self._context)
        _loops[hash(self._context)] = self
        self._native = Aiohttp.EventLoop.new(self._context)
        self._native_debug = self._native.get_debug()
        self.set_debug(self._debug or self._native_debug)  # PYTHONASYNCIODEBUG or AIOHTTP_DEBUG
        self._arm()

    def get_context(self):
        """The GLib.MainContext that drives this loop."""
        return self._context

    def set_debug(self, enabled):
        """As asyncio's, and the same for what the library itself runs on this context."""
        super().set_debug(enabled)
        if self._native is not None:
            self._native.set_debug(bool(enabled))

    @property
    def slow_callback_duration(self):
        return self._slow_callback_duration

    @slow_callback_duration.setter
    def slow_callback_duration(self, seconds):
        self._slow_callback_duration = seconds
        if self._native is not None:
            self._native.set_slow_callback_duration(seconds)

    def close(self):
        if self.is_running():
            raise RuntimeError('Cannot close a running event loop')
        if self._native is not None:
            self._native.set_debug(self._native_debug)
            self._native = None
        if self._source is not None:
            self._source.destroy()
            self._source = None
            self._set_ready_time = _ignore
            if _loops.get(hash(self._context)) is self:
                del _loops[hash(self._context)]
        super().close()

    # asyncio's run_forever() repeats this until stop(); here once is enough.
    def _run_once(self):
        if self._stopping:
            self._turn(True)
        else:
            self._arm()
            main_loop = GLib.MainLoop.new(self._context, False)
            self._main_loops.append(main_loop)
            try:
                with self._thread_default(), self._signals():
                    # Not PyGObject's own run(), which takes SIGINT for itself.
                    super(GLib.MainLoop, main_loop).run()
            finally:
                self._main_loops.remove(main_loop)
            # A foreign quit (an old SIGINT handler, say) counts as stop().
            self._stopping = True
        error, self._error = self._error, None
        if error is not None:
            raise error

    def _dispatch(self, fd, condition):
        if not self._in_turn:
            try:
                self._turn(bool(condition))
            except BaseException:  # below a foreign main loop there is nobody to raise it to
                sys.excepthook(*sys.exc_info())
        return GLib.SOURCE_CONTINUE

    def _turn(self, readable):
        outer = _get_running_loop()  # none below a foreign main loop
        foreign = outer is not self
        if foreign:
            _set_running_loop(self)
            self._thread_id = threading.get_ident()
        try:
            self._in_turn = True
            if readable or self._scheduled or self._debug or self._stopping:
                self._selector.readable = readable
                super()._run_once()
            if self._ready and not self._stopping and not self._debug:
                self._drain()
        except BaseException as error:  # KeyboardInterrupt and SystemExit end the run
            if foreign:
                raise
            self._fail(error)
        finally:
            if foreign:
                _set_running_loop(outer)
                self._thread_id = None
            self._in_turn = False
            self._arm()
        if self._stopping and self._main_loops:
            self._main_loops[-1].quit()

    def _fail(self, error):
        """End the run and raise `error` from it."""
        self._error = error
        self._stopping = True
        if self._main_loops:
            self._main_loops[-1].quit()

    def _drain(self):
        """asyncio's _run_once() for ready callbacks alone, again and again."""
        ready = self._ready
        deadline = time.monotonic() + TURN_SECONDS
        while ready and not self._stopping:
            for _ in range(len(ready)):
                handle = ready.popleft()
                if not handle._cancelled:
                    handle._run()
            if time.monotonic() >= deadline:
                break

    def _arm(self):
        if self._ready or self._stopping:
            self._set_ready_time(0)
        elif self._scheduled:
            self._set_ready_time(int(self._scheduled[0]._when * 1e6) + 1)
        else:
            self._set_ready_time(-1)

    def start_task(self, coroutine):
        """Like create_task(), but its first step runs at once where that is possible.

        A coroutine that need not wait is then done already: no future, no turn of the loop.
        """
        if self._task_factory is not None or self._debug or asyncio.current_task(self) is not None:
            return self.create_task(coroutine)
        outer = _get_running_loop()
        if outer is not self:  # below a foreign main loop
            _set_running_loop(self)
        try:
            if _EAGER:
                return asyncio.Task(coroutine, loop=self, eager_start=True)
            self._first_step = threading.get_ident()
            task = asyncio.Task(coroutine, loop=self, name='handler')
            step, self._first_step = self._first_step, None
            step._run()
            return task
        except (KeyboardInterrupt, SystemExit) as error:
            self._fail(error)
            raise
        finally:
            if outer is not self:
                _set_running_loop(outer)

    def _call_soon(self, callback, args, context):
        if self._first_step is not None and self._first_step == threading.get_ident():
            self._first_step = asyncio.Handle(callback, args, self, context)
            return self._first_step
        handle = super()._call_soon(callback, args, context)
        if not self._in_turn and self._source is not None:
            self._set_ready_time(0)
        return handle

    def call_at(self, when, callback, *args, context=None):
        handle = super().call_at(when, callback, *args, context=context)
        if not self._in_turn and self._scheduled[0] is handle and not self._ready:
            self._arm()
        return handle

    async def create_server(self, protocol_factory, host=None, port=None, **options):
        """As asyncio's; what Application.make_handler() gives is served by the library itself."""
        if isinstance(protocol_factory, Aiohttp.ProtocolFactory):
            if options:
                raise TypeError(f'unknown option {next(iter(options))!r}')
            return await Aiohttp.get_event_loop().create_server(protocol_factory, host, port or 0)
        return await super().create_server(protocol_factory, host, port, **options)

    def create_task(self, coro, **options):
        """As asyncio's; the operations of this library, which are awaitable but no coroutines, will do, too."""
        if not asyncio.iscoroutine(coro) and hasattr(coro, '__await__'):
            coro = _wait_for(coro)
        return super().create_task(coro, **options)

    def time(self):
        return time.monotonic()

    def stop(self):
        super().stop()
        if not self._in_turn and self._source is not None:
            self._set_ready_time(0)

    def remove_signal_handler(self, sig):
        removed = super().remove_signal_handler(sig)
        if removed and not self._signal_handlers and self._main_loops:
            self._set_wakeup_fd()  # asyncio switched it off with its last handler
        return removed

    def _set_wakeup_fd(self):
        return signal.set_wakeup_fd(self._csock.fileno(), warn_on_full_buffer=False)

    @contextlib.contextmanager
    def _signals(self):
        """Let Python's signal handlers run although poll() happens in C, and raise what they raise."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        previous = signal.getsignal(signal.SIGINT)

        def interrupt(number, frame):
            try:
                previous(number, frame)
            except BaseException as error:
                if self._in_turn:
                    raise  # through asyncio
                self._fail(error)  # below C code, which would only print it

        old = self._set_wakeup_fd()
        if callable(previous):
            signal.signal(signal.SIGINT, interrupt)
        try:
            yield
        finally:
            if signal.getsignal(signal.SIGINT) is interrupt:
                signal.signal(signal.SIGINT, previous)
            signal.set_wakeup_fd(old if old != self._csock.fileno() else -1)
            if self._signal_handlers and not self.is_closed():
                self._set_wakeup_fd()

    @contextlib.contextmanager
    def _thread_default(self):
        if self._context == GLib.MainContext.ref_thread_default():
            yield
            return
        self._context.push_thread_default()
        try:
            yield
        finally:
            self._context.pop_thread_default()


# The loop of each GMainContext, so that a handler which a foreign main loop
# dispatches finds where to run its coroutine.
_loops = {}


@atexit.register
def _close_loops():
    for loop in list(_loops.values()):
        if not loop.is_running():
            loop.close()


def _ignore(*args):
    pass


def get_loop():
    """The asyncio loop of the calling context: the running one if there is one.

    Raises RuntimeError below asyncio.run(), whose loop does not dispatch GLib.
    """
    loop = _get_running_loop()
    if loop is None:
        context = GLib.MainContext.ref_thread_default()
        loop = _loops.get(hash(context))
        return loop if loop is not None else AsyncioEventLoop(context)
    if isinstance(loop, AsyncioEventLoop) or type(loop).__module__ == 'gi.events':
        return loop
    raise RuntimeError('this event loop does not run the GMainContext: start the program with '
                       'Aiohttp.run(main()) instead of asyncio.run(main())')


def run(main, *, debug=None):
    """Run the coroutine `main` as asyncio.run() does, on the GMainContext.

    In the main thread that is the default context; another thread without a
    thread-default context gets one of its own for the time of the run.
    """
    if _get_running_loop() is not None:
        if asyncio.iscoroutine(main):
            main.close()
        raise RuntimeError('Aiohttp.run() cannot be called from a running event loop; '
                           'await the coroutine instead')
    context = GLib.MainContext.get_thread_default()
    if context is None and threading.current_thread() is not threading.main_thread():
        context = GLib.MainContext.new()
    with asyncio.Runner(debug=debug, loop_factory=lambda: AsyncioEventLoop(context)) as runner:
        return runner.run(main)


class Operation(asyncio.Future):
    """A running `_async` call. Cancelling it cancels its GCancellable."""

    __slots__ = ('_cancellable',)

    def cancel(self, msg=None):
        if not super().cancel(msg):
            return False
        if self._cancellable is not None:
            self._cancellable.cancel()
        return True


class TimeoutError(GLib.Error, asyncio.TimeoutError):
    """A GLib.Error that `except TimeoutError` catches too."""


_IO_ERROR = GLib.quark_to_string(Gio.io_error_quark())
_CANCELLED = int(Gio.IOErrorEnum.CANCELLED)
_translations = {(_IO_ERROR, int(Gio.IOErrorEnum.TIMED_OUT)): TimeoutError}


def translate_errors(domain, code, exception):
    """Let errors of `domain` and `code` arrive as `exception`, a GLib.Error subclass."""
    _translations[domain, int(code)] = exception


_translators = {}


def translate_domain(domain, func):
    """Let errors of `domain` arrive as what `func(error, result)` makes of them; `result` may be None."""
    _translators[domain] = func


def translated(error, result=None):
    """`error`, or the same as the Python class that `except` clauses expect."""
    translator = _translators.get(error.domain)
    if translator is not None:
        return translator(error, result)
    cls = _translations.get((error.domain, error.code))
    if cls is None or isinstance(error, cls):
        return error
    return cls(error.message, error.domain, error.code)


# Looked up once: an attribute of the namespace costs more than the call that follows.
_Bytes = GLib.Bytes
_Cancellable = Gio.Cancellable


class Call:
    """An `_async` function and its `_finish`, described once, called often."""

    __slots__ = ('name', 'start', 'finish', 'future', 'names', 'required', 'takes_cancellable',
                 'factory')

    def __init__(self, name, start, finish, factory=Operation, future=None):
        arguments = start.get_arguments()
        # An array's length and what frees a callback's data are passed by PyGObject itself.
        types = [argument.get_type() for argument in arguments]
        hidden = {t.get_array_length() for t in types if t.get_tag_as_string() == 'array'}
        hidden.update(argument.get_destroy() for argument in arguments)
        names = []
        self.takes_cancellable = False
        self.required = 0
        for index, argument in enumerate(arguments):
            word = argument.get_name()
            if word == 'callback':
                break
            if word == 'cancellable':
                self.takes_cancellable = True
            elif index not in hidden:
                names.append(word)
                if not argument.may_be_null() and word != 'io_priority':
                    self.required = len(names)
        self.name = name
        self.start = start
        self.finish = finish
        self.future = future
        self.names = tuple(names)
        self.factory = factory

    def _collect(self, args, kwargs):
        """The arguments in order; those left out are None."""
        names = self.names
        if len(args) > len(names):
            raise TypeError(f'{self.name}() takes at most {len(names)} arguments, got {len(args)}')
        values = list(args)
        for index in range(len(args), len(names)):
            word = names[index]
            if word in kwargs:
                values.append(kwargs.pop(word))
            elif index < self.required:
                raise TypeError(f'{self.name}() misses the argument {word!r}')
            else:
                values.append(GLib.PRIORITY_DEFAULT if word == 'io_priority' else None)
        if kwargs:
            raise TypeError(f'{self.name}() got an unexpected argument {next(iter(kwargs))!r}')
        return values

    def __call__(self, owner, args, cancellable, kwargs):
        """Start the operation; `owner` is (self,) for a method, else ()."""
        if kwargs or len(args) != len(self.names):
            args = self._collect(args, kwargs)
        operation = self.factory(loop=get_loop())
        finish = self.finish

        def done(source, result=None, *user_data):
            try:
                value = finish(*owner, source if result is None else result)
            except GLib.Error as error:
                if not operation.done():
                    if error.code == _CANCELLED and error.domain == _IO_ERROR:
                        asyncio.Future.cancel(operation)
                    else:
                        operation.set_exception(translated(error, source if result is None else result))
            except Exception as error:
                if not operation.done():
                    operation.set_exception(error)
            else:
                if not operation.done():
                    operation.set_result(value.get_data() if type(value) is _Bytes else value)

        if self.takes_cancellable:
            if cancellable is None:
                cancellable = _Cancellable()
            operation._cancellable = cancellable
            if self.future is not None:
                # Faster, and without the bytes that PyGObject before 3.50 leaks for each
                # callback; where the result is there, without a turn of the loop too.
                future = self.future(*owner, *args, cancellable)
                if future.is_done():
                    done(future)
                else:
                    future.connect('done', done)
            else:
                self.start(*owner, *args, cancellable, done)
        else:
            operation._cancellable = None
            self.start(*owner, *args, done)
        return operation


def make_awaitable(cls, name, factory=Operation):
    """An awaitable form of the methods `name`_async and `name`_finish of `cls`."""
    operation = Call(name, getattr(cls, name + '_async'), getattr(cls, name + '_finish'), factory,
                     getattr(cls, name + '_future', None))

    def call(self, *args, cancellable=None, **kwargs):
        return operation((self,), args, cancellable, kwargs)

    return _described(call, name, f'{cls.__name__}.{name}')


def make_awaitable_function(name, start, finish, factory=Operation, future=None):
    """An awaitable form of the functions `start` and `finish`."""
    operation = Call(name, start, finish, factory, future)

    def call(*args, cancellable=None, **kwargs):
        return operation((), args, cancellable, kwargs)

    return _described(call, name, name)


def _described(call, name, qualified):
    call.__name__ = name
    call.__qualname__ = qualified
    call.__doc__ = f'Awaitable form of {qualified}_async() and {name}_finish().'
    return call


def make_async(awaitable, start, has_self=True):
    """`start`, an `_async` function, as it is with a callback, else awaitable.

    PyGObject from 3.50 on does this itself, on an event loop of its own.
    """
    words = [argument.get_name() for argument in start.get_arguments()]
    position = words.index('callback') + has_self

    def call(*args, **kwargs):
        if len(args) > position or 'callback' in kwargs:
            return start(*args, **kwargs)
        if _AWAITS and not isinstance(_get_running_loop(), AsyncioEventLoop):
            return start(*args, **kwargs)
        if len(args) == position and 'cancellable' in words:
            *args, kwargs['cancellable'] = args
        return awaitable(*args, **kwargs)

    call.__name__ = start.get_name()
    call.__doc__ = start.__doc__
    return call


def promisify(cls, start, finish=None):
    """Make the operation of GIO, or of another library in its style, awaitable where it is called without a callback:

        Aiohttp.promisify(Gio.File, 'load_bytes_async')
        content, etag = await file.load_bytes_async()

    As Gio._promisify() of GJS.
    """
    word = start.removesuffix('_async')
    function = getattr(cls, start)
    if not hasattr(function, 'get_arguments'):
        return  # done before
    operation = Call(start, function, getattr(cls, finish or word + '_finish'))

    def call(self, *args, cancellable=None, **kwargs):
        return operation((self,), args, cancellable, kwargs)

    setattr(cls, start, make_async(call, function))
