# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Client middlewares: functions `async def middleware(request, handler)`, or classes."""

import asyncio
import collections
import functools
import inspect

from gi.overrides import override
from gi.repository import Aiohttp, Gio, GLib

from gi.overrides import _aiohttp_asyncio, _aiohttp_client
from gi.overrides._aiohttp_http import Headers

__all__ = []

_IO_ERROR = GLib.quark_to_string(Gio.io_error_quark())

# What a middleware raises crosses C as an error of this domain, whose code is its number, and is raised again where the
# request is awaited. One that some other middleware has swallowed is forgotten in the end.
_DOMAIN = 'aiohttp-python-client-middleware-quark'
_MAX_RAISED = 256
_raised = collections.OrderedDict()
_count = 0


def _to_error(error):
    global _count
    if isinstance(error, GLib.Error):
        return error
    if isinstance(error, asyncio.CancelledError):
        return GLib.Error(str(error) or 'the middleware was cancelled', _IO_ERROR, int(Gio.IOErrorEnum.CANCELLED))
    _count = _count % 0x7fffffff + 1
    _raised[_count] = error
    if len(_raised) > _MAX_RAISED:
        _raised.popitem(last=False)
    return GLib.Error(f'{type(error).__name__}: {error}', _DOMAIN, _count)


def _from_error(error, result=None):
    return _raised.get(error.code, error)


_aiohttp_asyncio.translate_domain(_DOMAIN, _from_error)

# asyncio itself holds its tasks weakly.
_tasks = set()


async def _wait_for(awaitable):
    return await awaitable


def _settle(future, task):
    _tasks.discard(task)
    if task.cancelled():
        future.cancel()
    elif task.exception() is not None:
        future.set_error(_to_error(task.exception()))
    else:
        future.set_object(task.result())


def _start(coroutine):
    task = _aiohttp_asyncio.get_loop().start_task(coroutine)
    if task.done():
        return task.result()
    future = Aiohttp.Future.new()
    _tasks.add(task)
    task.add_done_callback(functools.partial(_settle, future))
    future.connect('done', lambda future: future.is_cancelled() and task.cancel())
    return future


def _run(func, *args):
    """What a middleware gives, as a Reply, or None."""
    try:
        reply = func(*args)
        if inspect.iscoroutine(reply):
            return _start(reply)
        if inspect.isawaitable(reply) and not isinstance(reply, (Aiohttp.Future, Aiohttp.ClientResponse)):
            return _start(_wait_for(reply))
        return reply
    except BaseException as error:
        raise _to_error(error) from None


def to_middleware(item):
    """A middleware of a function, or itself."""
    if isinstance(item, Aiohttp.ClientMiddleware):
        return item

    def call(request, following, *user_data):
        return _run(item, request, following)

    call.__name__ = getattr(item, '__name__', 'middleware')
    return Aiohttp.ClientMiddleware.new_for_func(call)


def _make_vfunc(func):
    def vfunc(self, *args):
        return _run(func, self, *args)

    return vfunc


def _init_subclass(subclass, **kwargs):
    # `before`, `after` and `process` are as good as `do_before` and so on.
    for name in ('before', 'after', 'process'):
        func = subclass.__dict__.get('do_' + name) or subclass.__dict__.get(name)
        if func is None:
            continue
        if name != 'after':
            func = _make_vfunc(func)
        setattr(subclass, 'do_' + name, func)


Aiohttp.ClientMiddleware.__init_subclass__ = classmethod(_init_subclass)
Aiohttp.ClientNext.__call__ = Aiohttp.ClientNext.call


def _await_response(self):
    return self
    yield  # a response is there already: it is what a middleware may await all the same


Aiohttp.ClientResponse.__await__ = _await_response


def _set_middlewares(options, middlewares):
    options.clear_middlewares()
    for item in middlewares:
        options.add_middleware(item)


def _add_middleware(add):
    def add_middleware(self, item):
        add(self, to_middleware(item))

    add_middleware.__doc__ = add.__doc__
    return add_middleware


async def _for_nothing(awaitable):
    await awaitable


def _set_status_check(native_set):
    def set_status_check(self, func):
        """Ask `func(response)`, async or not, whether a response is an error: what it raises is the request's."""

        def call(response, *user_data):
            def check(response):
                result = func(response)
                return _for_nothing(result) if inspect.isawaitable(result) else None

            return _run(check, response)

        native_set(self, call if func is not None else None)

    return set_status_check


def _set_raise_for_status(options, raise_for_status):
    if callable(raise_for_status):
        options.set_status_check(raise_for_status)
    else:
        options.set_raise_for_status(raise_for_status)


for _type in (Aiohttp.RequestOptions, Aiohttp.ClientSession):
    _type.set_status_check = _set_status_check(_type.set_status_check)
_aiohttp_client._setters['raise_for_status'] = _set_raise_for_status

Aiohttp.RequestOptions.add_middleware = _add_middleware(Aiohttp.RequestOptions.add_middleware)
Aiohttp.ClientSession.add_middleware = _add_middleware(Aiohttp.ClientSession.add_middleware)
Aiohttp.ClientSession.middlewares = property(lambda self: tuple(self.list_middlewares()))
_aiohttp_client._setters['middlewares'] = _set_middlewares


def _update_body(self, data):
    """Another body in the place of this one: bytes or str."""
    if isinstance(data, str):
        data = data.encode()
    self.set_body(data if data is None or isinstance(data, GLib.Bytes) else GLib.Bytes.new(bytes(data)))


async def _update_body_async(self, data):
    _update_body(self, data)


Aiohttp.ClientRequest.headers = property(Headers)
Aiohttp.ClientRequest.update_body = _update_body_async


_new_token_middleware = Aiohttp.ClientTokenMiddleware.new


class ClientTokenMiddleware(Aiohttp.ClientTokenMiddleware):
    """ClientTokenMiddleware(origin, get_token)

    Sends the token that `get_token()` gives, or `await get_token()`, with each request to `origin`."""

    __module__ = 'gi.overrides.Aiohttp'  # where override() looks for the namespace

    def __new__(cls, origin, get_token):
        return cls.new(origin, get_token)

    def __init__(self, origin, get_token):
        pass

    @staticmethod
    def new(origin, get_token):
        def call(middleware, *user_data):
            async def get():
                token = get_token()
                return await token if inspect.isawaitable(token) else token

            future = Aiohttp.Future.new()
            task = _aiohttp_asyncio.get_loop().create_task(get())
            _tasks.add(task)
            task.add_done_callback(functools.partial(_settle_token, future))
            return future

        return _new_token_middleware(origin, call)


def _settle_token(future, task):
    _tasks.discard(task)
    if task.cancelled():
        future.cancel()
    elif task.exception() is not None:
        future.set_error(_to_error(task.exception()))
    else:
        future.set_string(task.result())


# the namespace has been completed by now
Aiohttp.ClientTokenMiddleware = override(ClientTokenMiddleware)
