# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""The server side: responses, exceptions, handlers and what they return."""

import asyncio
import collections
import collections.abc
import functools
import json
import re
import traceback
import types

from gi.overrides import override
from gi.repository import Aiohttp, Gio, GLib, Soup

from gi.overrides import _aiohttp_asyncio
from gi.overrides._aiohttp_http import Headers
from gi.overrides._aiohttp_responses import is_generator, stream_generator

__all__ = ['Response', 'json_response']


class Response(Aiohttp.Response):
    """Response(*, text=None, body=None, status=200, reason=None, headers=None,
    content_type=None, charset=None)"""

    __module__ = 'gi.overrides.Aiohttp'  # where override() looks for the namespace

    def __new__(cls, *, text=None, body=None, status=200, reason=None, headers=None,
                content_type=None, charset=None):
        if charset is not None:
            content_type = f"{content_type or 'text/plain'}; charset={charset}"
            if text is not None and charset.lower() not in ('utf-8', 'utf8'):
                text, body = None, text.encode(charset)
        if text is not None:
            if body is not None:
                raise ValueError('body and text are not allowed together')
            self = _new_text(status, text)
            if content_type is not None:
                charset = '' if 'charset=' in content_type else '; charset=utf-8'
                self.set_content_type(content_type + charset)
        elif body is not None:
            self = _new_bytes(status, _to_bytes(body), content_type)
        else:
            self = _new(status)
            if content_type is not None:
                self.set_content_type(content_type)
        if reason is not None:
            self.set_status(status, reason)
        if headers is not None:
            for name, value in headers.items() if hasattr(headers, 'items') else headers:
                if name.lower() == 'content-type':
                    self.set_header(name, value)
                else:
                    self.add_header(name, str(value))
        return self

    def __init__(self, **kwargs):
        pass  # made by __new__, with C's constructors

    @property
    def text(self):
        return self.dup_text()

    @text.setter
    def text(self, text):
        self.set_text(text)

    @property
    def body(self):
        body = self.get_body()
        return body.get_data() if body is not None else None

    @body.setter
    def body(self, body):
        self.set_body(_to_bytes(body))


_Bytes = GLib.Bytes
_make_bytes = GLib.Bytes.new


def _to_bytes(body):
    if isinstance(body, _Bytes):
        return body
    return _make_bytes(body.encode() if isinstance(body, str) else bytes(body))


_new = Aiohttp.Response.new
_new_text = Aiohttp.Response.new_text
_new_bytes = Aiohttp.Response.new_bytes
Response = override(Response)


def json_response(data=None, *, text=None, status=200, reason=None, headers=None,
                  content_type='application/json', dumps=json.dumps):
    """A response of `data` as JSON."""
    return Response(text=dumps(data) if text is None else text, status=status, reason=reason,
                    headers=headers, content_type=content_type)


class HTTPException(Exception):
    """An answer that a handler raises: `raise Aiohttp.HTTPNotFound(text='no such book')`."""

    status_code = -1

    def __init__(self, *, text=None, reason=None, headers=None, content_type=None):
        if reason is not None and ('\r' in reason or '\n' in reason):
            raise ValueError('a reason cannot contain line ends')
        self._cookies = []
        self.text = text
        self.reason = reason
        self.headers = headers
        self.content_type = content_type
        super().__init__(reason or text or f'{self.status_code}')

    @property
    def status(self):
        return self.status_code

    def make_response(self):
        text = self.text
        if text is None and self.status_code not in (204, 304):
            reason = self.reason or Soup.Status.get_phrase(self.status_code)
            text = f'{self.status_code}: {reason}'
        response = Response(text=text, status=self.status_code, reason=self.reason,
                            headers=self.headers, content_type=self.content_type)
        for change in self._cookies:
            change(response)
        return response

    def set_cookie(self, name, value, **attributes):
        self._cookies.append(lambda response: response.set_cookie(name, value, **attributes))

    def del_cookie(self, name, **attributes):
        self._cookies.append(lambda response: response.del_cookie(name, **attributes))


class HTTPSuccessful(HTTPException):
    pass


class HTTPRedirection(HTTPException):
    pass


class HTTPMove(HTTPRedirection):
    """A redirect to `location`."""

    def __init__(self, location, *, headers=None, **kwargs):
        if not location:
            raise ValueError('HTTP redirects need a location to redirect to')
        self.location = str(location)
        super().__init__(headers={**(headers or {}), 'Location': self.location}, **kwargs)


class HTTPError(HTTPException):
    pass


class HTTPClientError(HTTPError):
    pass


class HTTPServerError(HTTPError):
    pass


# aiohttp's names; where RFC 9110 has renamed a status, aiohttp's older name is kept beside it.
_EXCEPTIONS = {
    HTTPSuccessful: {
        200: 'Ok', 201: 'Created', 202: 'Accepted', 203: 'NonAuthoritativeInformation', 204: 'NoContent',
        205: 'ResetContent', 206: 'PartialContent',
    },
    HTTPMove: {
        300: 'MultipleChoices', 305: 'UseProxy', 301: 'MovedPermanently', 302: 'Found', 303: 'SeeOther', 307: 'TemporaryRedirect',
        308: 'PermanentRedirect',
    },
    HTTPRedirection: {304: 'NotModified'},
    HTTPClientError: {
        400: 'BadRequest', 401: 'Unauthorized', 402: 'PaymentRequired', 403: 'Forbidden',
        404: 'NotFound', 405: 'MethodNotAllowed', 406: 'NotAcceptable',
        407: 'ProxyAuthenticationRequired', 408: 'RequestTimeout', 409: 'Conflict', 410: 'Gone',
        411: 'LengthRequired', 412: 'PreconditionFailed',
        413: 'ContentTooLarge RequestEntityTooLarge', 414: 'URITooLong RequestURITooLong',
        415: 'UnsupportedMediaType', 416: 'RangeNotSatisfiable RequestRangeNotSatisfiable',
        417: 'ExpectationFailed', 421: 'MisdirectedRequest',
        422: 'UnprocessableContent UnprocessableEntity', 424: 'FailedDependency',
        426: 'UpgradeRequired', 428: 'PreconditionRequired', 429: 'TooManyRequests',
        431: 'RequestHeaderFieldsTooLarge', 451: 'UnavailableForLegalReasons',
    },
    HTTPServerError: {
        500: 'InternalServerError', 501: 'NotImplemented', 502: 'BadGateway',
        503: 'ServiceUnavailable', 504: 'GatewayTimeout', 505: 'VersionNotSupported',
        506: 'VariantAlsoNegotiates', 507: 'InsufficientStorage', 510: 'NotExtended',
        511: 'NetworkAuthenticationRequired',
    },
}

for _base, _statuses in _EXCEPTIONS.items():
    __all__.append(_base.__name__)
    for _status, _names in _statuses.items():
        _first, *_others = _names.split()
        _class = type('HTTP' + _first, (_base,), {'status_code': _status, '__module__': __name__})
        for _name in (_first, *_others):
            globals()['HTTP' + _name] = _class
            __all__.append('HTTP' + _name)
__all__ += ['HTTPException', 'HTTPError']


def _init_method_not_allowed(self, method, allowed_methods, *, headers=None, **kwargs):
    self.method = method
    self.allowed_methods = sorted(allowed_methods)
    HTTPClientError.__init__(self, headers={**(headers or {}), 'Allow': ','.join(self.allowed_methods)}, **kwargs)


def _init_too_large(self, max_size=None, actual_size=None, *, text=None, **kwargs):
    if text is None and max_size is not None:
        text = f'Maximum request body size {max_size} exceeded, actual body size {actual_size}'
    HTTPClientError.__init__(self, text=text, **kwargs)


def _init_unavailable(self, link=None, *, headers=None, **kwargs):
    self.link = link
    if link is not None:
        headers = {**(headers or {}), 'Link': f'<{link}>; rel="blocked-by"'}
    HTTPClientError.__init__(self, headers=headers, **kwargs)


globals()['HTTPMethodNotAllowed'].__init__ = _init_method_not_allowed
globals()['HTTPContentTooLarge'].__init__ = _init_too_large
globals()['HTTPUnavailableForLegalReasons'].__init__ = _init_unavailable

_ERROR_DOMAIN = GLib.quark_to_string(Aiohttp.error_quark())
_IO_ERROR = GLib.quark_to_string(Gio.io_error_quark())


# Looked up once: an attribute of the namespace costs more than the call that follows.
_Reply = (Aiohttp.StreamResponse, Aiohttp.Future)
_Request = Aiohttp.Request
_new_future = Aiohttp.Future.new
_get_loop = _aiohttp_asyncio.get_loop


def _to_reply(value):
    """What a handler has returned, as a Reply."""
    if type(value) is types.CoroutineType:
        return _start(value)
    if isinstance(value, _Reply):
        return value
    if isinstance(value, str):
        return _new_text(200, value)
    if isinstance(value, (bytes, bytearray, memoryview, _Bytes)):
        return Response(body=value)
    if isinstance(value, (dict, list)):
        return json_response(value)
    if isinstance(value, HTTPException):
        return value.make_response()
    if isinstance(value, collections.abc.Awaitable):
        return _start(_wait_for(value))
    raise TypeError(f'the handler returned {value!r}; '
                    'expected a response, str, bytes, dict, list or an awaitable')


async def _wait_for(awaitable):
    return await awaitable


def _to_error(error):
    """An exception as the GLib.Error that the library logs and answers with a 500."""
    if isinstance(error, GLib.Error):
        return error
    text = ''.join(traceback.format_exception(type(error), error, error.__traceback__)).rstrip()
    return GLib.Error(text, _ERROR_DOMAIN, int(Aiohttp.Error.FAILED))


# asyncio itself holds its tasks weakly.
_tasks = set()


def _start(coroutine, none=False):
    """The reply of a coroutine that need not wait, else a future of it; None is one if `none`."""
    task = _get_loop().start_task(coroutine)
    if task.done():
        reply = task.result()
        return None if reply is None and none else _to_reply(reply)
    future = _new_future()
    _tasks.add(task)
    task.add_done_callback(functools.partial(_settle, future, none))
    return future


def _settle(future, none, task):
    _tasks.discard(task)
    try:
        reply = task.result()
        if type(reply) is not Response and not (none and reply is None):
            reply = _to_reply(reply)
            if isinstance(reply, Aiohttp.Future):
                reply.connect('done', _forward, future)
                return
        future.set_object(reply)
    except HTTPException as exception:
        future.set_object(exception.make_response())
    except asyncio.CancelledError:
        future.cancel()
    except Exception as error:
        future.set_error(_to_error(error))


def _forward(reply, future):
    try:
        future.set_object(reply.propagate_value()[1])
    except GLib.Error as error:
        future.set_error(error)


def _request_of(args):
    """The request among what a handler is called with; a view has it."""
    return next((one for one in args if isinstance(one, _Request)), None) or args[0].get_request()


def _run_handler(handler, *args):
    try:
        reply = handler(*args)
        if is_generator(reply):
            reply = stream_generator(_request_of(args), reply)
        return reply if type(reply) is Response else _to_reply(reply)
    except HTTPException as exception:
        return exception.make_response()
    except asyncio.CancelledError as error:
        raise GLib.Error(str(error) or 'the handler was cancelled', _IO_ERROR,
                         int(Gio.IOErrorEnum.CANCELLED)) from None
    except Exception as error:
        raise _to_error(error) from None


def make_handler(handler):
    """`handler`, plain or a coroutine function, as the library calls it."""
    if isinstance(handler, type) and issubclass(handler, Aiohttp.View):
        raise TypeError(f'{handler.__name__} is a view: register it by add_view()')

    def dispatch(request, *user_data):
        return _run_handler(handler, request)

    dispatch.__name__ = getattr(handler, '__name__', 'handler')
    return dispatch


class MatchInfo(collections.abc.Mapping):
    """The variable parts of a matched path."""

    __slots__ = ('_request',)

    def __init__(self, request):
        self._request = request

    def get(self, name, default=None):
        value = self._request.get_match_info(name)
        return default if value is None else value

    def __getitem__(self, name):
        value = self._request.get_match_info(name)
        if value is None:
            raise KeyError(name)
        return value

    def __iter__(self):
        return iter(self._request.dup_match_info() or ())

    def __len__(self):
        return len(self._request.dup_match_info() or ())

    @property
    def route(self):
        return self._request.get_route()

    def __repr__(self):
        return f'<MatchInfo {dict(self)!r}>'


def _reply_vfuncs(cls, *names):
    """Lets these vfuncs return what a handler may, be plain or coroutine functions, in classes
    derived from `cls`."""

    def init_subclass(subclass, **kwargs):
        for name in names:
            func = subclass.__dict__.get(name)
            if func is not None:
                setattr(subclass, name, _reply_vfunc(func))

    cls.__init_subclass__ = classmethod(init_subclass)


def _reply_vfunc(func):
    def call(*args):
        return _run_handler(func, *args)

    return functools.wraps(func)(call)


def _run_before(func, *args):
    """What a `before` returns may be None, and so may what its coroutine returns."""
    try:
        reply = func(*args)
        if type(reply) is types.CoroutineType:
            return _start(_maybe(reply), none=True)
        return None if reply is None else _to_reply(reply)
    except HTTPException as exception:
        return exception.make_response()
    except Exception as error:
        raise _to_error(error) from None


async def _maybe(coroutine):
    return await coroutine


def _future_of(coroutine):
    """A future of what a coroutine does, its value aside."""
    future = _new_future()
    task = _get_loop().create_task(coroutine)
    _tasks.add(task)

    def settle(task):
        _tasks.discard(task)
        if task.cancelled():
            future.cancel()
        elif task.exception() is not None:
            future.set_error(_to_error(task.exception()))
        else:
            future.set_object(None)

    task.add_done_callback(settle)
    return future


def _await_response(self):
    return self
    yield  # a response is there already: it is what a middleware awaits all the same


Aiohttp.StreamResponse.__await__ = _await_response


Aiohttp.Request.match_info = property(MatchInfo)
Aiohttp.Request.headers = property(Headers)
Aiohttp.StreamResponse.headers = property(Headers)
Aiohttp.StreamResponse.prepared = property(Aiohttp.StreamResponse.is_sent)  # aiohttp's word


_JSON_TYPE = re.compile(r'(application/|[\w.-]+/[\w.+-]+?\+)json$', re.IGNORECASE)


async def _request_json(self, *, loads=json.loads):
    """The body as native objects; what is not JSON is answered with a 400."""
    if not _JSON_TYPE.match(self.get_content_type()):
        raise HTTPBadRequest(text=f'Content-Type {self.get_content_type()} is not JSON')
    text = await self.text()
    try:
        return loads(text)
    except (ValueError, RecursionError) as error:
        raise HTTPBadRequest(text=f'malformed JSON: {error}') from error


Aiohttp.Request.json = _request_json
