# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""The client side: keyword options, `async with`, `async for`."""

import collections.abc
import json

from gi.overrides import override
from gi.repository import Aiohttp, GLib

from gi.overrides import _aiohttp_asyncio
from gi.overrides._aiohttp_http import Headers

__all__ = ['ClientSession', 'request']

VERBS = ('get', 'options', 'head', 'post', 'put', 'patch', 'delete')

# Keywords that are a property of RequestOptions as they are.
_PLAIN = ('timeout', 'allow_redirects', 'max_redirects', 'raise_for_status', 'auto_decompress',
          'max_body_size')
_setters = {name: getattr(Aiohttp.RequestOptions, 'set_' + name) for name in _PLAIN}


def _pairs(mapping):
    return mapping.items() if hasattr(mapping, 'items') else mapping


def make_options(options=None, *, params=None, data=None, json=None, headers=None,
                 json_serialize=json.dumps, **others):
    """RequestOptions from keywords; None where there is nothing to say."""
    if options is None:
        if params is data is json is headers is None and not others:
            return None
        options = Aiohttp.RequestOptions.new()
    if params is not None:
        if isinstance(params, str):
            options.set_params(params)
        else:
            for name, value in _pairs(params):
                options.add_param(name, value if isinstance(value, str) else _number(value))
    if data is not None:
        if json is not None:
            raise ValueError('data and json parameters can not be used at the same time')
        if isinstance(data, str):
            options.set_text(data)
        elif isinstance(data, GLib.Bytes):
            options.set_body(data)
        elif isinstance(data, (bytes, bytearray, memoryview)):
            options.set_body(GLib.Bytes.new(bytes(data)))
        else:
            raise TypeError(f'data must be bytes or str, not {type(data).__name__}')
    if json is not None:
        options.set_json_text(json_serialize(json))
    if headers is not None:
        for name, value in _pairs(headers):
            options.append_header(name, str(value))
    for name, value in others.items():
        setter = _setters.get(name)
        if setter is None:
            raise TypeError(f'unknown request option {name!r}')
        if value is not None:
            setter(options, value)
    return options


def _number(value):
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TypeError(f'params values are str, int or float, not {type(value).__name__}')
    return str(value)


class RequestOperation(_aiohttp_asyncio.Operation):
    """A request that was sent: await it, or use it in `async with`."""

    __slots__ = ('_response',)

    async def __aenter__(self):
        self._response = await self
        return self._response

    async def __aexit__(self, *error):
        self._response.release()


class ClientSession(Aiohttp.ClientSession):
    """ClientSession(*, headers=None, connector=None, timeout=300, raise_for_status=False, …)"""

    __module__ = 'gi.overrides.Aiohttp'  # where override() looks for the namespace

    def __init__(self, *, headers=None, middlewares=(), trace_configs=(), **properties):
        super().__init__(**properties)
        for config in trace_configs:
            self.add_trace_config(config)
        for item in middlewares:
            self.add_middleware(item)
        if headers is not None:
            for name, value in _pairs(headers):
                self.append_header(name, str(value))

    @property
    def headers(self):
        return Headers(_SessionHeaders(self))

    async def __aenter__(self):
        return self

    async def __aexit__(self, *error):
        await self.close()


class _SessionHeaders:
    """A session's default fields, with the accessors of a message."""

    def __init__(self, session):
        self.get_headers = session.get_headers
        self.set_header = session.set_header
        self.append_header = session.append_header

    def get_header(self, name):
        return self.get_headers().get_list(name)


def _install_verbs():
    make = _aiohttp_asyncio.make_awaitable
    send = make(Aiohttp.ClientSession, 'request', factory=RequestOperation)

    def request(self, method, url, options=None, *, cancellable=None, **kwargs):
        options = make_options(options, **kwargs)
        return send(self, method, str(url), options, cancellable=cancellable)

    def verb_method(verb):
        method = verb.upper()

        def call(self, url, options=None, *, cancellable=None, **kwargs):
            options = make_options(options, **kwargs)
            return send(self, method, str(url), options, cancellable=cancellable)

        call.__name__ = verb
        call.__doc__ = (f'Send a {method} request; awaitable, and a context manager. '
                        f'Keywords: params, data, json, headers, cancellable, {", ".join(_PLAIN)}.')
        return call

    ClientSession.request = request
    for verb in VERBS:
        setattr(ClientSession, verb, verb_method(verb))


_install_verbs()
ClientSession = override(ClientSession)


_send_request = _aiohttp_asyncio.make_awaitable_function(
    'request', Aiohttp.send_request_async, Aiohttp.send_request_finish, RequestOperation)


def request(method, url, options=None, *, cancellable=None, **kwargs):
    """One request on a session of its own; awaitable, and a context manager."""
    return _send_request(method, str(url), make_options(options, **kwargs), cancellable=cancellable)


async def _response_json(self, *, loads=json.loads, content_type='application/json'):
    """The body as native objects; `content_type=None` takes any type."""
    if content_type is not None:
        self.require_json()
    return loads(await self.text())


async def _response_enter(self):
    return self


async def _response_exit(self, *error):
    self.release()


Aiohttp.ClientResponse.json = _response_json
Aiohttp.ClientResponse.headers = property(Headers)
Aiohttp.ClientResponse.ok = property(Aiohttp.ClientResponse.is_ok)
Aiohttp.ClientResponse.__aenter__ = _response_enter
Aiohttp.ClientResponse.__aexit__ = _response_exit


class _Chunks:
    """Iterates over what an awaitable read gives until it gives nothing."""

    __slots__ = ('_read',)

    def __init__(self, read):
        self._read = read

    def __aiter__(self):
        return self

    async def __anext__(self):
        chunk = await self._read()
        if not chunk:
            raise StopAsyncIteration
        return chunk


def _install_reader():
    reader = Aiohttp.StreamReader
    read = _aiohttp_asyncio.make_awaitable(reader, 'read')
    reader.read = lambda self, n=-1, **kwargs: read(self, n, **kwargs)
    reader.iter_chunked = lambda self, n: _Chunks(lambda: self.read(n))
    reader.iter_any = lambda self: _Chunks(self.readany)
    reader.__aiter__ = lambda self: _Chunks(self.readline)
    reader.at_eof = reader.is_at_eof


_install_reader()
collections.abc.AsyncIterable.register(Aiohttp.StreamReader)
