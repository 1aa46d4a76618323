# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Bodies that are sent: what `data=` takes, forms, cookies and timeouts."""

import http.cookies
import inspect
import json
import mimetypes
import os

from gi.overrides import override
from gi.repository import Aiohttp, Gio, GLib, Soup

from gi.overrides import _aiohttp_asyncio

__all__ = ['ClientTimeout', 'CookieJar', 'DummyCookieJar', 'FormData', 'MultipartWriter']

_BLOCK = 256 * 1024

# asyncio itself holds its tasks weakly.
_tasks = set()


def _pairs(mapping):
    return mapping.items() if hasattr(mapping, 'items') else mapping


def set_cookies(add, cookies):
    """Give each cookie to `add(name, value)`; those of a SimpleCookie are Morsels."""
    for name, value in _pairs(cookies):
        add(name, value.value if isinstance(value, http.cookies.Morsel) else str(value))


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


def _guess_type(data):
    """The content type that a file object's name speaks for."""
    name = getattr(data, 'name', None)
    return mimetypes.guess_type(name)[0] if isinstance(name, str) else None


def to_payload(data, content_type=None):
    """What `data=` may be, as a payload."""
    if isinstance(data, Aiohttp.Payload):
        return data
    if isinstance(data, Aiohttp.FormData):
        return data.to_payload()
    if isinstance(data, GLib.Bytes):
        return Aiohttp.Payload.new_for_bytes(data, content_type)
    if isinstance(data, (bytes, bytearray, memoryview)):
        return Aiohttp.Payload.new_for_bytes(GLib.Bytes.new(bytes(data)), content_type)
    if isinstance(data, str):
        return Aiohttp.Payload.new_for_text(data, content_type)
    if isinstance(data, Gio.File):
        return Aiohttp.Payload.new_for_file(data, content_type)
    if isinstance(data, Gio.InputStream):
        return Aiohttp.Payload.new_for_stream(data, -1, content_type)
    if inspect.isasyncgen(data) or hasattr(data, '__aiter__'):
        return from_iterator(data.__aiter__(), content_type=content_type)
    if hasattr(data, 'read'):
        return from_iterator(_read(data), content_type=content_type or _guess_type(data))
    if isinstance(data, (dict, list, tuple)) or hasattr(data, 'items'):
        return FormData(data).to_payload()
    if hasattr(data, '__iter__'):
        return from_iterator(_iterate(data), content_type=content_type)
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
        return self.add_payload(name, to_payload(value, content_type), filename)

    def add_fields(self, *fields):
        """Add several fields: pairs, or mappings of them."""
        for field in fields:
            for name, value in field.items() if hasattr(field, 'items') else [field]:
                self.add_field(name, value)


_add_field = Aiohttp.FormData.add_field
FormData = override(FormData)


class ClientTimeout(Aiohttp.ClientTimeout):
    """ClientTimeout(total=300, connect=None, sock_connect=None, sock_read=None, min_rate=0)"""

    __module__ = 'gi.overrides.Aiohttp'

    def __init__(self, total=300, connect=None, sock_connect=None, sock_read=None, min_rate=0):
        super().__init__(total=total or 0, connect=connect or 0, sock_connect=sock_connect or 0,
                         sock_read=sock_read or 0, min_rate=min_rate)


ClientTimeout = override(ClientTimeout)


def _to_file(file):
    return file if isinstance(file, Gio.File) else Gio.File.new_for_path(os.fspath(file))


_save = _aiohttp_asyncio.make_awaitable(Aiohttp.CookieJar, 'save')
_load = _aiohttp_asyncio.make_awaitable(Aiohttp.CookieJar, 'load')


class CookieJar(Aiohttp.CookieJar):
    """CookieJar(*, unsafe=False, quote_cookie=True, treat_as_secure_origin=None)"""

    __module__ = 'gi.overrides.Aiohttp'

    def __init__(self, *, treat_as_secure_origin=None, **properties):
        if treat_as_secure_origin is not None:
            one = isinstance(treat_as_secure_origin, str) or not hasattr(treat_as_secure_origin, '__iter__')
            properties['secure_origins'] = [str(origin) for origin in ([treat_as_secure_origin] if one
                                                                       else treat_as_secure_origin)]
        super().__init__(**properties)

    def clear(self, predicate=None):
        if predicate is None:
            super().clear()
        else:
            self.clear_matching(lambda cookie, *user_data: bool(predicate(cookie)))

    def update_cookies(self, cookies, response_url=None):
        """Keep cookies: of the host of `response_url`, else of every host."""
        url = str(response_url) if response_url else None
        for name, value in _pairs(cookies):
            if url is not None and isinstance(value, http.cookies.Morsel):
                self.update_from_header(value.OutputString(), url)
            else:
                set_cookies(lambda name, value: self.update(name, value, url), [(name, value)])

    def save(self, file, *, cancellable=None):
        """Save the cookies to a file, a Gio.File or a path; awaitable."""
        return _save(self, _to_file(file), cancellable=cancellable)

    def load(self, file, *, cancellable=None):
        """Load the cookies of a file, a Gio.File or a path; awaitable."""
        return _load(self, _to_file(file), cancellable=cancellable)

    def filter_cookies(self, url):
        return self.filter(str(url))

    def __len__(self):
        return self.get_n_cookies()

    def __iter__(self):
        return iter(self.list())


CookieJar = override(CookieJar)


def DummyCookieJar():
    return Aiohttp.CookieJar.new_dummy()


class MultipartWriter(Aiohttp.MultipartWriter):
    """MultipartWriter(subtype='mixed', boundary=None)"""

    __module__ = 'gi.overrides.Aiohttp'

    def __new__(cls, subtype='mixed', boundary=None):
        if boundary is None:
            return Aiohttp.MultipartWriter.new(subtype)
        return Aiohttp.MultipartWriter.new_with_boundary(subtype, boundary)

    def __init__(self, subtype='mixed', boundary=None):
        pass

    def append(self, obj, headers=None):
        """Add a part: what `data=` may be, and header fields of its own."""
        fields = None
        if headers is not None:
            fields = Soup.MessageHeaders.new(Soup.MessageHeadersType.MULTIPART)
            for name, value in _pairs(headers):
                fields.append(name, str(value))
        return _append(self, to_payload(obj), fields)

    def append_json(self, obj, headers=None):
        return self.append(Aiohttp.Payload.new_for_json_text(json.dumps(obj)), headers)

    def append_form(self, obj, headers=None):
        return self.append(FormData(obj).to_payload(), headers)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        pass

    def __len__(self):
        return self.get_n_parts()


_append = Aiohttp.MultipartWriter.append
MultipartWriter = override(MultipartWriter)
