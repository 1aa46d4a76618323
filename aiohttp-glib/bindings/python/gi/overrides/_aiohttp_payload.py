# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Bodies that are sent: what `data=` takes, forms, cookies and timeouts."""

import inspect

from gi.overrides import override
from gi.repository import Aiohttp, Gio, GLib

from gi.overrides import _aiohttp_asyncio

__all__ = ['ClientTimeout', 'CookieJar', 'DummyCookieJar', 'FormData']

_BLOCK = 256 * 1024

# asyncio itself holds its tasks weakly.
_tasks = set()


def _pairs(mapping):
    return mapping.items() if hasattr(mapping, 'items') else mapping


def _to_bytes(chunk):
    if isinstance(chunk, GLib.Bytes):
        return chunk
    return GLib.Bytes.new(chunk.encode() if isinstance(chunk, str) else bytes(chunk))


async def _next(iterator):
    async for chunk in iterator:
        return chunk
    return None


def _settle(future, task):
    _tasks.discard(task)
    if task.cancelled():
        future.cancel()
    elif task.exception() is not None:
        error = task.exception()
        if not isinstance(error, GLib.Error):
            error = GLib.Error(f'{type(error).__name__}: {error}', GLib.quark_to_string(Gio.io_error_quark()),
                               int(Gio.IOErrorEnum.FAILED))
        future.set_error(error)
    elif task.result() is None:
        future.set_boolean(True)
    else:
        future.set_bytes(_to_bytes(task.result()))


def from_iterator(iterator, size=-1, content_type=None):
    """A payload of what an asynchronous iterator gives."""
    def make(*data):
        future = Aiohttp.Future.new()
        task = _aiohttp_asyncio.get_loop().create_task(_next(iterator))
        _tasks.add(task)
        task.add_done_callback(lambda task: _settle(future, task))
        return future

    return Aiohttp.Payload.new_for_futures(size, content_type, make)


async def _iterate(items):
    for item in items:
        yield item


async def _read(file):
    while chunk := file.read(_BLOCK):
        yield chunk


def to_payload(data):
    """What `data=` may be, as a payload."""
    if isinstance(data, Aiohttp.Payload):
        return data
    if isinstance(data, Aiohttp.FormData):
        return data.to_payload()
    if isinstance(data, GLib.Bytes):
        return Aiohttp.Payload.new_for_bytes(data, None)
    if isinstance(data, (bytes, bytearray, memoryview)):
        return Aiohttp.Payload.new_for_bytes(GLib.Bytes.new(bytes(data)), None)
    if isinstance(data, str):
        return Aiohttp.Payload.new_for_text(data, None)
    if isinstance(data, Gio.File):
        return Aiohttp.Payload.new_for_file(data, None)
    if isinstance(data, Gio.InputStream):
        return Aiohttp.Payload.new_for_stream(data, -1, None)
    if inspect.isasyncgen(data) or hasattr(data, '__aiter__'):
        return from_iterator(data.__aiter__())
    if hasattr(data, 'read'):
        return from_iterator(_read(data))
    if isinstance(data, (dict, list, tuple)) or hasattr(data, 'items'):
        return FormData(data).to_payload()
    if hasattr(data, '__iter__'):
        return from_iterator(_iterate(data))
    raise TypeError(f'data cannot be {type(data).__name__}')


class FormData(Aiohttp.FormData):
    """FormData(fields=(), *, default_to_multipart=False)"""

    __module__ = 'gi.overrides.Aiohttp'  # where override() looks for the namespace

    def __init__(self, fields=(), *, default_to_multipart=False, **properties):
        super().__init__(**properties)
        if default_to_multipart:
            self.set_multipart(True)
        for name, value in _pairs(fields):
            self.add_field(name, value)

    def add_field(self, name, value, *, content_type=None, filename=None):
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            value = str(value)
        if isinstance(value, str) and content_type is None and filename is None:
            return _add_field(self, name, value)
        if isinstance(value, Gio.File):
            return self.add_file(name, value, filename, content_type)
        if hasattr(value, 'read') and filename is None:
            filename = str(getattr(value, 'name', name)).rpartition('/')[2]
        if content_type is not None and isinstance(value, (str, bytes, bytearray, memoryview, GLib.Bytes)):
            payload = Aiohttp.Payload.new_for_bytes(_to_bytes(value), content_type)
        else:
            payload = to_payload(value)
        return self.add_payload(name, payload, filename)


_add_field = Aiohttp.FormData.add_field
FormData = override(FormData)


class ClientTimeout(Aiohttp.ClientTimeout):
    """ClientTimeout(total=300, connect=None, sock_connect=None, sock_read=None, min_rate=0)"""

    __module__ = 'gi.overrides.Aiohttp'

    def __init__(self, total=300, connect=None, sock_connect=None, sock_read=None, min_rate=0):
        super().__init__(total=total or 0, connect=connect or 0, sock_connect=sock_connect or 0,
                         sock_read=sock_read or 0, min_rate=min_rate)


ClientTimeout = override(ClientTimeout)


class CookieJar(Aiohttp.CookieJar):
    """CookieJar(*, unsafe=False, quote_cookie=True)"""

    __module__ = 'gi.overrides.Aiohttp'

    def update_cookies(self, cookies, response_url=None):
        for name, value in _pairs(cookies):
            self.update(name, str(value), str(response_url) if response_url else None)

    def filter_cookies(self, url):
        return self.filter(str(url))

    def __len__(self):
        return self.get_n_cookies()

    def __iter__(self):
        return iter(self.list())


CookieJar = override(CookieJar)


def DummyCookieJar():
    return Aiohttp.CookieJar.new_dummy()
