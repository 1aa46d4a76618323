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
        def call(config, session, context, params):
            result = handler(session, context, params)
            if inspect.iscoroutine(result):
                task = _aiohttp_asyncio.get_loop().start_task(result)
                if not task.done():
                    _tasks.add(task)
                    task.add_done_callback(_tasks.discard)
                else:
                    task.result()

        self._config.connect(self._name, call)
        return handler


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


Aiohttp.TraceContext.trace_request_ctx = property(_get_request_context)
_aiohttp_client._setters['trace_request_ctx'] = _set_request_context
