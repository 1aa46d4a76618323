# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""What a request brings: forms, parts, items kept with it, copies."""

import collections.abc
import io
import json

from gi.repository import Aiohttp, GObject, Soup


class _Parts:
    """`async for part in reader`: the parts one after the other."""

    def __init__(self, reader):
        self._reader = reader

    async def __anext__(self):
        part = await self._reader.next()
        if part is None:
            raise StopAsyncIteration
        return part


def _fields(form):
    return [form.get_item(position) for position in range(form.get_n_items())]


def _value(field):
    """The text of a field, its bytes where it is no text, or the file."""
    if isinstance(field, Aiohttp.FileField):
        return field
    text = field.get_text()
    return field.get_bytes().get_data() if text is None else text


def _form_get(form, name, default=None):
    field = form.get_field(name)
    return default if field is None else _value(field)


def _form_getitem(form, name):
    field = form.get_field(name)
    if field is None:
        raise KeyError(name)
    return _value(field)


def _form_getall(form, name, default=()):
    return [_value(field) for field in _fields(form) if field.get_name() == name] or list(default)


def _install_form():
    form = Aiohttp.Form
    form.get = _form_get
    form.getall = _form_getall
    form.__getitem__ = _form_getitem
    form.__contains__ = lambda self, name: self.get_field(name) is not None
    form.__len__ = lambda self: self.get_n_items()
    form.__bool__ = lambda self: self.get_n_items() > 0
    form.__iter__ = lambda self: iter([field.get_name() for field in _fields(self)])
    form.keys = lambda self: [field.get_name() for field in _fields(self)]
    form.values = lambda self: [_value(field) for field in _fields(self)]
    form.items = lambda self: [(field.get_name(), _value(field)) for field in _fields(self)]


class _File(io.RawIOBase):
    """What was uploaded, as a file of Python's."""

    def __init__(self, stream):
        self._stream = stream

    def readable(self):
        return True

    def readinto(self, buffer):
        data = self._stream.read_bytes(len(buffer)).get_data()
        buffer[:len(data)] = data
        return len(data)


def _await_reader(self):
    return self
    yield  # aiohttp's `await request.multipart()` waits for nothing here


async def _read_chunk(self, size=8192):
    """A piece of a part's content, decoded; b'' at its end."""
    return await self.get_content().read(size)


async def _part_json(self, *, loads=json.loads):
    return loads(await self.text())


def _boxed(value):
    """A value that C can keep; what only Python knows is kept as it is."""
    if isinstance(value, (bool, int, float, str, GObject.Object)):
        return value
    return GObject.Value(GObject.TYPE_PYOBJECT, value)


def _get_item(request, key):
    if not request.has_item(key):
        raise KeyError(key)
    return request.get_item(key)


def _remove_item(request, key):
    if not request.remove_item(key):
        raise KeyError(key)


def _install_request():
    request = Aiohttp.Request
    clone = request.clone
    get_extra_info = request.get_extra_info
    get_http_range = request.get_http_range

    def clone_with(self, *, method=None, rel_url=None, headers=None, scheme=None, host=None, remote=None,
                   client_max_size=None):
        """A copy with some things changed."""
        if headers is not None and not isinstance(headers, Soup.MessageHeaders):
            pairs = headers.items() if hasattr(headers, 'items') else headers
            headers = Soup.MessageHeaders.new(Soup.MessageHeadersType.REQUEST)
            for name, value in pairs:
                headers.append(name, str(value))
        copy = clone(self, method, None if rel_url is None else str(rel_url), headers, scheme, host, remote)
        if client_max_size is not None:
            copy.set_client_max_size(client_max_size)
        return copy

    def extra_info(self, name, default=None):
        known, value = get_extra_info(self, name)
        return value if known else default

    def http_range(self):
        """The part that is asked for, as a slice."""
        _, start, end = get_http_range(self)
        return slice(start, None if end == -1 else end, 1)

    request.clone = clone_with
    request.get_extra_info = extra_info
    request.http_range = property(http_range)
    request.__getitem__ = _get_item
    request.__setitem__ = lambda self, key, value: self.set_item(key, _boxed(value))
    request.__delitem__ = _remove_item
    request.__contains__ = lambda self, key: self.has_item(key)
    request.__iter__ = lambda self: iter(self.dup_item_keys())
    request.get = lambda self, key, default=None: self.get_item(key) if self.has_item(key) else default


_install_form()
_install_request()
Aiohttp.MultipartReader.__aiter__ = lambda self: _Parts(self)
Aiohttp.MultipartReader.__await__ = _await_reader
Aiohttp.BodyPartReader.json = _part_json
Aiohttp.BodyPartReader.read_chunk = _read_chunk
Aiohttp.FileField.file = property(lambda self: io.BufferedReader(_File(self.open())))
Aiohttp.ETag.__str__ = lambda self: self.to_string()
collections.abc.AsyncIterable.register(Aiohttp.MultipartReader)
