# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""What Python adds to the Aiohttp namespace.

Every operation, a pair x_async() and x_finish(), becomes an awaitable x(); every
accessor get_x() an attribute x; handlers may be coroutines, return str, bytes,
dict or a response, and raise any exception.
"""

from gi.repository import Aiohttp, GLib, GObject

from gi.overrides import (_aiohttp_app, _aiohttp_asyncio, _aiohttp_client, _aiohttp_client_errors,
                          _aiohttp_client_response, _aiohttp_combine, _aiohttp_connectors, _aiohttp_debug,
                          _aiohttp_files, _aiohttp_future, _aiohttp_payload, _aiohttp_routes, _aiohttp_run,
                          _aiohttp_sync, _aiohttp_web)
from gi.overrides._aiohttp_app import *
from gi.overrides._aiohttp_asyncio import AsyncioEventLoop, TimeoutError, promisify, run
from gi.overrides._aiohttp_client import *
from gi.overrides._aiohttp_client_errors import *
from gi.overrides._aiohttp_client_response import *
from gi.overrides._aiohttp_combine import *
from gi.overrides._aiohttp_connectors import *
from gi.overrides._aiohttp_files import *
from gi.overrides._aiohttp_payload import *
from gi.overrides._aiohttp_routes import *
from gi.overrides._aiohttp_run import *
from gi.overrides._aiohttp_sync import *
from gi.overrides._aiohttp_web import *

__all__ = ['AsyncioEventLoop', 'TimeoutError', 'promisify', 'run']
for _module in (_aiohttp_app, _aiohttp_client, _aiohttp_client_errors, _aiohttp_client_response, _aiohttp_combine,
                _aiohttp_connectors, _aiohttp_files, _aiohttp_payload, _aiohttp_routes, _aiohttp_run, _aiohttp_sync,
                _aiohttp_web):
    __all__ += _module.__all__

_OUT = 1  # GI_DIRECTION_OUT

def _n_in_arguments(function):
    return sum(int(argument.get_direction()) != _OUT for argument in function.get_arguments())


def _add_attributes(cls, methods):
    """x for get_x() and is_x(), writable where there is a set_x()."""
    for name, function in methods.items():
        prefix, _, attribute = name.partition('_')
        if prefix not in ('get', 'is') or attribute.endswith('nowait') or hasattr(cls, attribute) or _n_in_arguments(function):
            continue
        setter = methods.get('set_' + attribute)
        if setter is not None and _n_in_arguments(setter) != 1:
            setter = None
        setter = getattr(cls, 'set_' + attribute) if setter is not None else None
        setattr(cls, attribute, property(getattr(cls, name), setter))


def _add_awaitables(cls, methods):
    for name, function in methods.items():
        word = name[:-6] if name.endswith('_async') else None
        if not word or word + '_finish' not in methods:
            continue
        awaitable = _aiohttp_asyncio.make_awaitable(cls, word)
        if word not in cls.__dict__ and word != 'await':
            setattr(cls, word, awaitable)
        setattr(cls, name, _aiohttp_asyncio.make_async(awaitable, function))


def _complete_class(cls):
    methods = {m.get_name(): m for m in cls.__info__.get_methods() if m.is_method()}
    _add_awaitables(cls, methods)
    if not issubclass(cls, Aiohttp.Future):
        _add_attributes(cls, methods)


def _complete_namespace():
    module = Aiohttp._introspection_module
    functions = {}
    classes = []
    for name in dir(module):
        item = getattr(module, name, None)
        if isinstance(item, type):
            if issubclass(item, (GObject.Object, GObject.GInterface)):
                classes.append(getattr(Aiohttp, name))
        elif name.endswith(('_async', '_finish', '_future')):
            functions[name] = item
    for cls in sorted(classes, key=lambda cls: len(cls.__mro__)):  # bases first
        _complete_class(cls)
    for name, start in functions.items():
        word = name[:-6]
        finish = functions.get(word + '_finish')
        if not name.endswith('_async') or finish is None or word == 'gather':
            continue  # asyncio.gather() takes any awaitable
        awaitable = _aiohttp_asyncio.make_awaitable_function(
            word, start, finish, future=functions.get(word + '_future'))
        maybe = _aiohttp_asyncio.make_async(awaitable, start, has_self=False)
        for key, value in ((word, awaitable), (name, maybe)):
            if key not in globals():
                globals()[key] = value
                __all__.append(key)


_complete_namespace()

from gi.overrides import _aiohttp_client_middleware, _aiohttp_request, _aiohttp_tracing, _aiohttp_websocket  # noqa: E402, what completes what was completed
from gi.overrides import _aiohttp_reconnecting, _aiohttp_websocket_hub  # noqa: E402
