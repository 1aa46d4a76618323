# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Traces of a session: `config.on_request_start.append(handler)`, as aiohttp has it."""

import inspect

from gi.repository import Aiohttp, GObject

from gi.overrides import _aiohttp_asyncio, _aiohttp_client

__all__ = []

_tasks = set()


class _Signal:
    """Handlers of one signal: `handler(session, context, params)`; a coroutine runs beside the request."""

    def __init__(self, config, name):
        self._config = config
        self._name = name

    def append(self, handler):
        factory = getattr(self._config, '_factory', None)

        def call(config, session, context, params):
            result = handler(session, context if factory is None else _made(factory, context), params)
            if inspect.iscoroutine(result):
                task = _aiohttp_asyncio.get_loop().start_task(result)
                if not task.done():
                    _tasks.add(task)
                    task.add_done_callback(_tasks.discard)
                else:
                    task.result()

        self._config.connect(self._name, call)
        return handler


def _made(factory, context):
    """What `factory` has made for a request, once."""
    if not hasattr(context, '_made'):
        context._made = factory(trace_request_ctx=_get_request_context(context))
    return context._made


_init_config = Aiohttp.TraceConfig.__init__


def _trace_config(self, trace_config_ctx_factory=None, **properties):
    """TraceConfig(trace_config_ctx_factory=None, *, context_type=None, traceparent=False)"""
    _init_config(self, **properties)
    self._factory = trace_config_ctx_factory


def _exception(self):
    """What has failed, as an exception of aiohttp's tree."""
    error = self.get_exception()
    return None if error is None else _aiohttp_asyncio.translated(error)


def _signal_property(name):
    return property(lambda self: _Signal(self, name), doc=f'The handlers of {name}.')


for _info in Aiohttp.TraceConfig.__info__.get_signals():
    setattr(Aiohttp.TraceConfig, 'on_' + _info.get_name().replace('-', '_'), _signal_property(_info.get_name()))


class _RequestContext(GObject.Object):
    """What Python gives the traces of one request."""

    value = None


def _set_request_context(options, value):
    if not isinstance(value, GObject.Object):
        boxed = _RequestContext()
        boxed.value = value
        value = boxed
    options.set_trace_request_context(value)


def _get_request_context(self):
    """What the request was given as `trace_request_ctx`."""
    value = self.get_request_context()
    return value.value if isinstance(value, _RequestContext) else value


Aiohttp.TraceConfig.__init__ = _trace_config
Aiohttp.TraceParams.exception = property(_exception)
Aiohttp.TraceContext.trace_request_ctx = property(_get_request_context)
_aiohttp_client._setters['trace_request_ctx'] = _set_request_context
