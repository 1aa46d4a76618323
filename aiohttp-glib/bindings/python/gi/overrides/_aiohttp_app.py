# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors
"""Applications: middlewares, hooks, cleanup contexts, items."""

import collections
import collections.abc
import contextlib
import functools
import inspect

from gi.repository import Aiohttp

from gi.overrides._aiohttp_web import _future_of, _reply_vfunc, _run_before, _run_handler, _to_error, _wait_for

__all__ = ['AppKey', 'middleware']


# Middlewares: functions `async def middleware(request, handler)`, or classes.

def middleware(func):
    """aiohttp's decorator; every function of two arguments is one without it."""
    return func


def _to_middleware(item):
    if isinstance(item, Aiohttp.Middleware):
        return item
    if isinstance(item, type) and issubclass(item, Aiohttp.Middleware):
        raise TypeError(f'{item.__name__} is a class: give one of it, {item.__name__}()')

    def call(request, following, *user_data):
        return _run_handler(item, request, following)

    call.__name__ = getattr(item, '__name__', 'middleware')
    return Aiohttp.Middleware.new_for_func(call)


class _Middlewares(collections.abc.MutableSequence):
    """Application.middlewares: append() to it before the application serves."""

    def __init__(self, app):
        self._app = app

    def __len__(self):
        return len(self._app.list_middlewares())

    def __getitem__(self, index):
        return self._app.list_middlewares()[index]

    def insert(self, index, item):
        if index != len(self):
            raise TypeError('middlewares are appended only')
        self._app.add_middleware(item)

    def __setitem__(self, index, item):
        raise TypeError('middlewares are appended only')

    def __delitem__(self, index):
        raise TypeError('middlewares are appended only')


def _add_middleware(add):
    def add_middleware(self, item):
        add(self, _to_middleware(item))

    add_middleware.__doc__ = add.__doc__
    return add_middleware


def _middleware_init_subclass(subclass, **kwargs):
    # `before`, `after` and `process` are as good as `do_before` and so on.
    for name in ('before', 'after', 'process'):
        func = subclass.__dict__.get('do_' + name) or subclass.__dict__.get(name)
        if func is None:
            continue
        if name == 'after' and inspect.iscoroutinefunction(func):
            raise TypeError("'after' cannot wait: override 'process', which awaits its handler")
        if name == 'process':
            func = _reply_vfunc(func)
        elif name == 'before':
            def func(*args, before=func):
                return _run_before(before, *args)
        setattr(subclass, 'do_' + name, func)


Aiohttp.Middleware.__init_subclass__ = classmethod(_middleware_init_subclass)
Aiohttp.Application.middlewares = property(_Middlewares)
Aiohttp.Application.add_middleware = _add_middleware(Aiohttp.Application.add_middleware)
Aiohttp.Route.add_middleware = _add_middleware(Aiohttp.Route.add_middleware)
Aiohttp.Next.__call__ = Aiohttp.Next.call


def _add_routes(self, routes):
    """Register `routes`: RouteDef objects, or a RouteTableDef."""
    router = self.get_router()
    for definition in routes:
        definition.register(router)


# What an application keeps for its handlers: app['db'].
def _app_data(app):
    return app.__dict__.setdefault('_data', {})


def _change_app_data(app):
    if app.is_frozen():
        raise RuntimeError('the application serves already: set its items before it starts')
    return _app_data(app)


class _Hooks:
    """Application.on_startup and its like: append() functions, or use it as a decorator."""

    def __init__(self, add, wrap):
        self._add = add
        self._wrap = wrap

    def append(self, func):
        self._add(self._wrap(func))

    def extend(self, functions):
        for func in functions:
            self.append(func)

    def __call__(self, func):
        self.append(func)
        return func


def _wrap_hook(func):
    def call(app, *user_data):
        try:
            result = func(app)
            return _future_of(_wait_for(result)) if inspect.isawaitable(result) else None
        except Exception as error:
            raise _to_error(error) from None

    return call


def _wrap_cleanup_context(func):
    """`func(app)` gives an async generator that yields once, or an async context manager."""

    async def run(app, context):
        manager = func(app)
        if hasattr(manager, '__anext__'):
            generator = manager
            manager = contextlib.asynccontextmanager(lambda: generator)()
        async with manager:
            await context.wait_async()

    def call(app, context, *user_data):
        return _future_of(run(app, context))

    return call


def _connect_prepare(app):
    def connect(func):
        def call(app, request, response):
            result = func(request, response)
            if not inspect.isawaitable(result):
                return
            try:
                result.send(None)
            except StopIteration:
                return
            result.close()
            raise RuntimeError('a function of on_response_prepare cannot wait')

        app.connect('response-prepare', call)

    return _Hooks(connect, lambda func: func)


def _hooks(name, wrap):
    add = getattr(Aiohttp.Application, name)
    return property(lambda self: _Hooks(functools.partial(add, self), wrap))


class _ConfigDict(collections.abc.Mapping):
    """The items of an application and of those above it."""

    def __init__(self, app):
        self._maps = collections.ChainMap()
        maps = []
        while app is not None:
            maps.append(_app_data(app))
            app = app.get_parent()
        self._maps = collections.ChainMap(*maps)

    def __getitem__(self, key):
        return self._maps[key]

    def __iter__(self):
        return iter(self._maps)

    def __len__(self):
        return len(self._maps)


_init_application = Aiohttp.Application.__init__


def _application(self, *, middlewares=(), handler_args=None, **properties):
    """Application(*, middlewares=(), handler_args=None, client_max_size=1024 ** 2)

    `handler_args` are options of run_app()."""
    _init_application(self, **properties)
    self._handler_args = handler_args or {}
    self.middlewares.extend(middlewares)


Aiohttp.Application.__init__ = _application
Aiohttp.Application.add_routes = _add_routes
Aiohttp.Application.__getitem__ = lambda self, key: _app_data(self)[key]
Aiohttp.Application.__setitem__ = (
    lambda self, key, value: _change_app_data(self).__setitem__(key, value))
Aiohttp.Application.__delitem__ = lambda self, key: _change_app_data(self).__delitem__(key)
Aiohttp.Application.__contains__ = lambda self, key: key in _app_data(self)
Aiohttp.Application.get = lambda self, key, default=None: _app_data(self).get(key, default)
Aiohttp.Application.config_dict = property(_ConfigDict)
Aiohttp.Request.config_dict = property(lambda self: _ConfigDict(self.get_app()))
for _name in 'on_startup', 'on_shutdown', 'on_cleanup':
    setattr(Aiohttp.Application, _name, _hooks(_name, _wrap_hook))
Aiohttp.Application.cleanup_ctx = _hooks('add_cleanup_context', _wrap_cleanup_context)
Aiohttp.Application.on_response_prepare = property(_connect_prepare)

class AppKey:
    """A key of an application's items that says of what type they are: `DB = AppKey('db', Database)`."""

    __slots__ = ('name', 'type')

    def __init__(self, name, type=object):
        self.name = name
        self.type = type

    def __class_getitem__(cls, type):
        return cls

    def __repr__(self):
        return f'<AppKey {self.name} of {self.type.__name__}>'
