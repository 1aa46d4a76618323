# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""WebSockets: `async for`, messages with data, and a server's response that is used as its websocket."""

import asyncio
import collections.abc
import json as json_module

from gi.repository import Aiohttp, GLib

from gi.overrides import _aiohttp_asyncio, _aiohttp_client

_Message = Aiohttp.WebSocketMessage
_Type = Aiohttp.WebSocketMessageType
_Socket = Aiohttp.WebSocket
_Response = Aiohttp.WebSocketResponse
_Compression = Aiohttp.WebSocketCompression


def _message_data(self):
    """The text, the bytes, or the close code."""
    kind = self.get_message_type()
    if kind == _Type.TEXT:
        return self.get_bytes().get_data().decode()
    if kind == _Type.CLOSE:
        return self.get_close_code()
    return self.get_bytes().get_data() if kind in (_Type.BINARY, _Type.PING, _Type.PONG) else None


# aiohttp's names
Aiohttp.WSMsgType = _Type
Aiohttp.WSCloseCode = Aiohttp.WebSocketCloseCode
Aiohttp.WSMessage = _Message
Aiohttp.ClientWebSocketResponse = _Socket

_Message.type = property(_Message.get_message_type)
_Message.data = property(_message_data)
_Message.extra = property(_Message.get_reason)
_Message.__repr__ = lambda self: f'WSMessage(type={self.type.value_nick.upper()}, data={self.data!r}, extra={self.extra!r})'
_Message.json = lambda self, *, loads=json_module.loads: loads(self.data)


def _to_bytes(data):
    if isinstance(data, GLib.Bytes):
        return data
    return GLib.Bytes.new(data.encode() if isinstance(data, str) else bytes(data))


def _compression(compress):
    if compress is None:
        return _Compression.DEFAULT
    return _Compression.ALWAYS if compress else _Compression.NEVER


_send_frame = _Socket.send_frame
_send_str_future = _Socket.send_str_future
_send_bytes_future = _Socket.send_bytes_future
_close = _Socket.close


def _send_str(self, data, compress=None, *, cancellable=None):
    """Send a text message; await it, so that a slow peer does not fill the memory."""
    if not isinstance(data, str):
        raise TypeError(f'data argument must be str ({type(data)!r})')
    if compress is None and '\0' not in data:
        return _send_str_future(self, data, cancellable)
    return _send_frame(self, _Type.TEXT, _to_bytes(data), _compression(compress), cancellable=cancellable)


def _send_bytes(self, data, compress=None, *, cancellable=None):
    """Send a binary message; await it, so that a slow peer does not fill the memory."""
    if not isinstance(data, (bytes, bytearray, memoryview, GLib.Bytes)):
        raise TypeError(f'data argument must be byte-ish ({type(data)!r})')
    if compress is None:
        return _send_bytes_future(self, _to_bytes(data), cancellable)
    return _send_frame(self, _Type.BINARY, _to_bytes(data), _compression(compress), cancellable=cancellable)


def _send_json(self, data, compress=None, *, dumps=json_module.dumps, cancellable=None):
    """Send native objects as a text message of JSON."""
    return _send_str(self, dumps(data), compress, cancellable=cancellable)


def _with_timeout(receive):
    """The same with aiohttp's argument: TimeoutError after so many seconds, and nothing is taken."""
    def call(self, timeout=None, **options):
        waiting = receive(self, **options)
        return waiting if timeout is None else asyncio.wait_for(waiting, timeout)

    call.__name__ = receive.__name__
    call.__doc__ = receive.__doc__
    return call


async def _receive_json(self, *, loads=json_module.loads, timeout=None, cancellable=None):
    """Native objects, of a text message of JSON."""
    return loads(await self.receive_str(timeout, cancellable=cancellable))


def _ping(self, message=b''):
    """Send a ping."""
    return _send_frame(self, _Type.PING, _to_bytes(message), _Compression.DEFAULT)


def _pong(self, message=b''):
    """Send a pong that nobody has asked for."""
    return _send_frame(self, _Type.PONG, _to_bytes(message), _Compression.DEFAULT)


def _close_socket(self, *, code=1000, message=b'', cancellable=None):
    """Close, and wait for the peer's answer; False if that was done before."""
    reason = message if isinstance(message, str) else bytes(message).decode(errors='replace')
    return _close(self, int(code), reason or None, cancellable=cancellable)


def _exception(self):
    """What broke the connection."""
    return self.get_error()


def _get_extra_info(self, name, default=None):
    """'peername', 'sockname' (address and port), 'ssl_object' (an Aiohttp.TlsInfo)."""
    if name == 'ssl_object':
        return self.get_tls_info() or default
    get = {'peername': self.get_remote_address, 'sockname': self.get_local_address}.get(name)
    address = get() if get is not None else None
    if address is None or not hasattr(address, 'get_port'):
        return default
    return address.get_address().to_string(), address.get_port()


async def _next(self):
    message = await _Socket.next(self)
    if message is None:
        raise StopAsyncIteration
    return message


async def _enter(self):
    return self


async def _exit(self, *error):
    await self.close()


for _name, _value in {
        'send_str': _send_str, 'send_bytes': _send_bytes, 'send_json': _send_json, 'receive_json': _receive_json,
        'receive': _with_timeout(_Socket.receive), 'receive_str': _with_timeout(_Socket.receive_str),
        'receive_bytes': _with_timeout(_Socket.receive_bytes), 'ping': _ping, 'pong': _pong, 'close': _close_socket, 'exception': _exception,
        'get_extra_info': _get_extra_info, '__aiter__': lambda self: self, '__anext__': _next,
        '__aenter__': _enter, '__aexit__': _exit,
        'close_code': property(lambda self: self.get_close_code() or None)}.items():
    setattr(_Socket, _name, _value)


async def _next_part(self):
    part = await self.read()
    if part is None:
        raise StopAsyncIteration
    return part


_writer_write = Aiohttp.WebSocketWriter.write


def _write(self, data, *, cancellable=None):
    """Send a part of the message, bytes or str."""
    return _writer_write(self, _to_bytes(data), cancellable=cancellable)


Aiohttp.WebSocketReader.__aiter__ = lambda self: self
Aiohttp.WebSocketReader.__anext__ = _next_part
Aiohttp.WebSocketWriter.write = _write


def _socket_of(response):
    socket = response.get_web_socket()
    if socket is None:
        raise RuntimeError('Call .prepare() first')
    return socket


def _delegate(name):
    def call(self, *args, **kwargs):
        return getattr(_socket_of(self), name)(*args, **kwargs)

    call.__name__ = name
    call.__doc__ = getattr(_Socket, name).__doc__
    setattr(_Response, name, call)


for _name in ('receive', 'receive_str', 'receive_bytes', 'receive_json', 'send_str', 'send_bytes', 'send_json',
              'send_frame', 'send_message', 'ping', 'pong', 'close', 'exception', 'get_extra_info'):
    _delegate(_name)


def _attribute(name, without):
    def get(self):
        socket = self.get_web_socket()
        return getattr(socket, name) if socket is not None else without

    setattr(_Response, name, property(get))


_attribute('closed', False)
_attribute('close_code', None)
_attribute('protocol', None)
_Response.prepared = property(lambda self: self.get_web_socket() is not None)
_Response.__aiter__ = lambda self: _socket_of(self)

_response_init = Aiohttp.StreamResponse.__init__


def _init_response(self, *, timeout=None, **properties):
    """WebSocketResponse(*, timeout=10, receive_timeout=0, heartbeat=0, protocols=(), compress=True, …)"""
    for name in ('protocols', 'allowed_origins'):
        if name in properties and properties[name] is not None:
            properties[name] = list(properties[name])
    if timeout is not None:
        properties['close_timeout'] = timeout
    _response_init(self, **properties)


_Response.__init__ = _init_response


class Connecting:
    """A websocket that is being opened: await it, or use it in `async with`."""

    __slots__ = ('_operation', '_socket')

    def __init__(self, operation):
        self._operation = operation

    def __await__(self):
        return self._operation.__await__()

    async def __aenter__(self):
        self._socket = await self._operation
        return self._socket

    async def __aexit__(self, *error):
        await self._socket.close()


# Not by a future, which has lost what the refusal of a server is about.
_native = Aiohttp.ClientSession.__base__
_connect = _aiohttp_asyncio.Call('ws_connect', _native.ws_connect_async, _native.ws_connect_finish)
_OWN = {'heartbeat', 'autoping', 'autoclose', 'max_msg_size', 'receive_timeout', 'close_timeout', 'write_timeout', 'writer_limit',
        'origin', 'compress', 'client_notakeover'}


def make_options(*, protocols=(), timeout=None, **kwargs):
    """Aiohttp.WebSocketOptions of the keywords of ws_connect()."""
    options = Aiohttp.WebSocketOptions(**{name: kwargs.pop(name) for name in list(kwargs)
                                          if name in _OWN and kwargs[name] is not None})
    if timeout is not None:
        options.set_close_timeout(timeout)
    if protocols:
        options.set_protocols(list(protocols))
    options.set_request(_aiohttp_client.make_options(**{n: v for n, v in kwargs.items() if v is not None}))
    return options


def _ws_connect(self, url, options=None, *, cancellable=None, **kwargs):
    """Open a websocket; awaitable, and a context manager.

    Keywords: protocols, timeout (of the close), heartbeat, autoping, autoclose, max_msg_size, receive_timeout,
    writer_limit, origin, compress (window bits), and those of a request.
    """
    if options is None:
        options = make_options(**kwargs)
    return Connecting(_connect((self,), (str(url), options), cancellable, {}))


Aiohttp.ClientSession.ws_connect = _ws_connect
collections.abc.AsyncIterator.register(_Socket)
