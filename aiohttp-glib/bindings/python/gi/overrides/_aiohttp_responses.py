# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Responses that go out in pieces, events, cookies and other headers with a meaning."""

import datetime
import inspect

from gi.repository import Aiohttp, GLib, GObject

__all__ = []

_init_object = GObject.Object.__init__


def _init(self, *, status=200, reason=None, headers=None, **properties):
    """StreamResponse(*, status=200, reason=None, headers=None)"""
    _init_object(self, status=status, **properties)
    if reason is not None:
        self.set_status(status, reason)
    for name, value in (headers.items() if hasattr(headers, 'items') else headers or ()):
        if name.lower() == 'content-type':
            self.set_header(name, value)
        else:
            self.add_header(name, str(value))


def _to_date(value):
    if isinstance(value, (int, float)):
        return GLib.DateTime.new_from_unix_utc(int(value))
    if isinstance(value, datetime.datetime):
        return GLib.DateTime.new_from_unix_utc(int(value.timestamp()))
    return value


def _make_options(expires=None, domain=None, max_age=None, path='/', secure=None, httponly=None, samesite=None,
                  partitioned=None):
    options = Aiohttp.CookieOptions(path=path)
    if domain is not None:
        options.set_domain(domain)
    if max_age is not None:
        options.set_max_age(int(max_age))
    if expires is not None:
        options.set_expires(_to_date(expires))
    if samesite is not None:
        options.set_same_site(samesite)
    options.set_secure(bool(secure))
    options.set_http_only(bool(httponly))
    options.set_partitioned(bool(partitioned))
    return options


def _set_cookie(self, name, value, *, options=None, **attributes):
    """Set a cookie; `attributes` are expires, domain, max_age, path, secure, httponly, samesite and partitioned."""
    _native_set_cookie(self, name, str(value), options or _make_options(**attributes))


def _del_cookie(self, name, *, options=None, **attributes):
    """Let the client forget a cookie; the domain and path have to be those with which it was set."""
    _native_del_cookie(self, name, options or _make_options(**attributes))


def _set_etag(self, etag):
    """Set the entity tag: a str, or an Aiohttp.ETag."""
    _native_set_etag(self, Aiohttp.ETag.new(etag, False) if isinstance(etag, str) else etag)


def _set_last_modified(self, date):
    """Set the time of Last-Modified: seconds since 1970, a datetime, or a GLib.DateTime."""
    _native_set_last_modified(self, _to_date(date))


def _enable_compression(self, coding=None):
    """Compress the body: by `coding`, or by what the client likes best."""
    _native_enable_compression(self, coding)


def _write(self, data, *, cancellable=None):
    """Write a piece of the body, bytes or str; await it, so that a slow client does not fill the memory."""
    return _write_future(self, data.encode() if isinstance(data, str) else data, cancellable)


def _send(self, data, *, event=None, id=None, cancellable=None):
    """Send an event; await it, so that a slow client does not fill the memory."""
    return _send_future(self, data, event, id, cancellable)


_Stream = Aiohttp.StreamResponse
_native_set_cookie = _Stream.set_cookie
_native_del_cookie = _Stream.del_cookie
_native_set_etag = _Stream.set_etag
_native_set_last_modified = _Stream.set_last_modified
_native_enable_compression = _Stream.enable_compression
_write_future = _Stream.write_future
_send_future = Aiohttp.EventStream.send_future

_Stream.__init__ = _init
_Stream.set_cookie = _set_cookie
_Stream.del_cookie = _del_cookie
_Stream.set_etag = _set_etag
_Stream.set_last_modified = _set_last_modified
_Stream.enable_compression = _enable_compression
_Stream.write = _write
Aiohttp.EventStream.send = _send


def is_generator(value):
    return inspect.isasyncgen(value) or inspect.isgenerator(value)


async def _chunks(generator):
    for chunk in generator:
        yield chunk


async def stream_generator(request, generator):
    """The response of a handler that yields its body."""
    chunks = generator if inspect.isasyncgen(generator) else _chunks(generator)
    response = None
    try:
        async for chunk in chunks:
            if response is None:
                response = Aiohttp.StreamResponse()
                if isinstance(chunk, str):
                    response.set_header('Content-Type', 'text/plain; charset=utf-8')
                await response.prepare(request)
            await response.write(chunk)
    finally:
        await chunks.aclose()
        if chunks is not generator:
            generator.close()
    return response or Aiohttp.StreamResponse()
