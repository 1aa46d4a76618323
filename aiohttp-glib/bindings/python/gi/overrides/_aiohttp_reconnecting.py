# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Websockets that connect again: `async for`, `async with`, keywords as of ws_connect()."""

import collections.abc
import json as json_module

from gi.repository import Aiohttp

from gi.overrides import _aiohttp_websocket

_Socket = Aiohttp.ReconnectingWebSocket
_Message = Aiohttp.WebSocketMessage
_Gap = Aiohttp.WebSocketGap
_OWN = {'initial_delay', 'max_delay', 'jitter', 'max_retry_after', 'stable_time', 'max_attempts', 'queue_limit'}

_next_native = _Socket.next
_close_native = _Socket.close
_send_str_native = _Socket.send_str
_send_bytes_native = _Socket.send_bytes

_Message.gap = property(_Message.get_gap)
for _name in ('lost_at', 'duration', 'n_attempts', 'close_code', 'close_reason', 'error', 'status'):
    setattr(_Gap, _name, property(getattr(_Gap, f'get_{_name}')))


async def _next(self):
    message = await _next_native(self)
    if message is None:
        raise StopAsyncIteration
    return message


def _send_str(self, data, *, cancellable=None):
    """Send a text message, or keep it for the next connection."""
    if not isinstance(data, str):
        raise TypeError(f'data argument must be str ({type(data)!r})')
    if '\0' in data:
        raise ValueError('A text with U+0000 cannot be sent by a websocket that connects again')
    return _send_str_native(self, data, cancellable=cancellable)


def _send_bytes(self, data, *, cancellable=None):
    """Send a binary message, or keep it for the next connection."""
    return _send_bytes_native(self, _aiohttp_websocket._to_bytes(data), cancellable=cancellable)


def _send_json(self, data, *, dumps=json_module.dumps, cancellable=None):
    """Send native objects as JSON, or keep them for the next connection."""
    return _send_str(self, dumps(data), cancellable=cancellable)


def _close(self, *, code=1000, message=b'', cancellable=None):
    """Close, and connect no more; False if that was done before."""
    reason = message if isinstance(message, str) else bytes(message).decode(errors='replace')
    return _close_native(self, int(code), reason or None, cancellable=cancellable)


async def _enter(self):
    self.start()
    return self


async def _exit(self, *error):
    await self.close()


_init = _Socket.__init__


def _init_socket(self, session=None, url=None, *, options=None, **kwargs):
    """ReconnectingWebSocket(session, url, *, initial_delay=0.5, max_delay=30, queue_limit=0, …), and the keywords of ws_connect()"""
    own = {name: kwargs.pop(name) for name in list(kwargs) if name in _OWN}
    if options is None and kwargs:
        options = _aiohttp_websocket.make_options(**kwargs)
    elif kwargs:
        raise TypeError(f'With options there is no {", ".join(kwargs)}')
    if url is not None:
        own['url'] = str(url)
    _init(self, session=session, options=options, **own)


for _name, _value in {
        '__init__': _init_socket, 'send_str': _send_str, 'send_bytes': _send_bytes, 'send_json': _send_json,
        'close': _close, '__aiter__': lambda self: self, '__anext__': _next, '__aenter__': _enter, '__aexit__': _exit,
        'web_socket': property(_Socket.get_web_socket), 'delay': property(_Socket.get_delay),
        'error': property(_Socket.get_error)}.items():
    setattr(_Socket, _name, _value)
collections.abc.AsyncIterator.register(_Socket)
