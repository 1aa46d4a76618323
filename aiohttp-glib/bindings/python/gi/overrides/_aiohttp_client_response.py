# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""What a response tells, and its body as a stream."""

import asyncio
import collections
import collections.abc
import email.message
import http.cookies
import json as json_module

from gi.repository import Aiohttp, Gio, GLib

from gi.overrides import _aiohttp_asyncio
from gi.overrides._aiohttp_client_errors import RequestInfo
from gi.overrides._aiohttp_http import Headers

__all__ = ['ContentDisposition', 'IncompleteReadError']

_Response = Aiohttp.ClientResponse
_IO_ERROR = GLib.quark_to_string(Gio.io_error_quark())
_PARTIAL = int(Gio.IOErrorEnum.PARTIAL_INPUT)


# Text and JSON.

_text = _aiohttp_asyncio.make_awaitable(_Response, 'text')


async def _decode(self, encoding, errors):
    data = await self.read()
    return data.decode(encoding or self.get_encoding(), errors)


_native_encoding = _Response.get_encoding


def _get_encoding(self):
    """The charset of the text: as was set, or named by the response, or UTF-8."""
    return _native_encoding(self) or self.get_charset() or 'utf-8'


def _response_text(self, encoding=None, errors='strict', *, cancellable=None):
    """The body as text: in `encoding`, else the charset that the response names, else UTF-8."""
    if encoding is None and errors == 'strict':
        return _text(self, cancellable=cancellable)
    return _decode(self, encoding, errors)


async def _response_json(self, *, encoding=None, loads=json_module.loads, content_type='application/json'):
    """The body as native objects; `content_type=None` takes any type."""
    if content_type is not None and not (self.content_type or '').lower() == content_type:
        self.require_json()
    return loads(await self.text(encoding))


# What the head says.

ContentDisposition = collections.namedtuple('ContentDisposition', 'type parameters filename')


def _content_disposition(self):
    """The type, the parameters and the file name, without folders, of Content-Disposition; or None."""
    kind = self.get_content_disposition()
    if kind is None:
        return None
    message = email.message.Message()
    message['Content-Disposition'] = self.get_header('Content-Disposition')
    parameters = dict((message.get_params(header='Content-Disposition') or ())[1:])
    return ContentDisposition(kind, parameters, self.get_filename())


def _cookies(self):
    """The cookies that the response sets, as Python's SimpleCookie."""
    known = self.get_cookies()
    cookies = http.cookies.SimpleCookie()
    for value in self.headers.getall('Set-Cookie'):
        try:
            given = http.cookies.SimpleCookie(value)
        except http.cookies.CookieError:
            continue
        for name, morsel in given.items():
            if name in known:
                cookies[name] = morsel
    for name, value in known.items():
        if name not in cookies:  # of a form that Python does not know
            cookies[name] = value
    return cookies


def _request_info(self):
    info = Aiohttp.ClientErrorInfo.for_response(self)
    url = info.get_url()
    return RequestInfo(url.partition('#')[0], info.get_method(), info.get_request_headers(), url)


def _raw_headers(self):
    """Pairs of bytes, as they came."""
    return tuple((bytes(name), bytes(value)) for name, value in self.get_raw_headers().unpack())


async def _enter(self):
    return self


async def _exit(self, *error):
    self.release()


for _name, _value in {
        'get_encoding': _get_encoding, 'text': _response_text, 'json': _response_json, 'headers': property(Headers), 'ok': property(_Response.is_ok),
        'history': property(lambda self: tuple(self.get_history() or ())),
        'cookies': property(_cookies),
        'request_info': property(_request_info), 'raw_headers': property(_raw_headers),
        'content_disposition': property(_content_disposition), '__aenter__': _enter, '__aexit__': _exit,
        '__repr__': lambda self: f'<ClientResponse({self.get_url()}) [{self.get_status()} {self.get_reason()}]>'}.items():
    setattr(_Response, _name, _value)


# The body as a stream.

class IncompleteReadError(GLib.Error, asyncio.IncompleteReadError):
    """The stream ended before all was there; `partial` is what was."""

    def __init__(self, error, partial, expected):
        GLib.Error.__init__(self, error.message, error.domain, error.code)
        self.partial = partial
        self.expected = expected


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


async def _iter_chunks(self):
    """Pairs of bytes and True: where the peer's chunks end is not told."""
    async for chunk in _Chunks(self.readany):
        yield chunk, True


def _install_reader():
    reader = Aiohttp.StreamReader
    read, exactly, until = (_aiohttp_asyncio.make_awaitable(reader, name) for name in ('read', 'readexactly', 'readuntil'))

    async def readexactly(self, n, **kwargs):
        """`n` bytes; an IncompleteReadError, with what there is, where the stream ends before."""
        try:
            return await exactly(self, n, **kwargs)
        except GLib.Error as error:
            if error.domain != _IO_ERROR or error.code != _PARTIAL:
                raise
            raise IncompleteReadError(error, await read(self, -1), n) from None

    def readuntil(self, separator=b'\n', **kwargs):
        """Bytes to the end of the next `separator`, bytes or str, or of the stream."""
        return until(self, separator if isinstance(separator, str) else bytes(separator).decode(), **kwargs)

    reader.read = lambda self, n=-1, **kwargs: read(self, n, **kwargs)
    reader.readexactly = readexactly
    reader.readuntil = readuntil
    reader.iter_chunked = lambda self, n: _Chunks(lambda: self.read(n))
    reader.iter_any = lambda self: _Chunks(self.readany)
    reader.iter_chunks = _iter_chunks
    reader.__aiter__ = lambda self: _Chunks(self.readline)
    reader.at_eof = reader.is_at_eof


_install_reader()
collections.abc.AsyncIterable.register(Aiohttp.StreamReader)
