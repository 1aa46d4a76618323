# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""The server side: handlers, responses, routes, run_app()."""

import asyncio
import collections
import collections.abc
import contextlib
import functools
import inspect
import json
import re
import traceback
import types

from gi.overrides import override
from gi.repository import Aiohttp, Gio, GLib, Soup

from gi.overrides import _aiohttp_asyncio
from gi.overrides._aiohttp_http import Headers
from gi.overrides._aiohttp_responses import is_generator, stream_generator

__all__ = ['Response', 'json_response', 'run_app', 'run_app_async', 'AppKey', 'TCPSite', 'RouteDef', 'RouteTableDef', 'route', 'view',
           'middleware']


class Response(Aiohttp.Response):
    """Response(*, text=None, body=None, status=200, reason=None, headers=None,
    content_type=None)"""

    __module__ = 'gi.overrides.Aiohttp'  # where override() looks for the namespace

    def __new__(cls, *, text=None, body=None, status=200, reason=None, headers=None,
                content_type=None):
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

    def __repr__(self):
        return f'<MatchInfo {dict(self)!r}>'


def _set_options(route, options):
    """The options of a route: `name`, `middlewares`, `expect_handler`, and every property of
    Aiohttp.Route."""
    for name, value in options.items():
        if name == 'middlewares':
            for item in value:
                route.add_middleware(item)
            continue
        setter = getattr(route, 'set_' + name, None)
        if setter is None:
            raise TypeError(f"a route has no option '{name}'")
        setter(value)
    return route


class RouteDef:
    """One route of Application.add_routes()."""

    def __init__(self, method, path, handler, options=None):
        self.method = method
        self.path = path
        self.handler = handler
        self.options = options or {}

    def register(self, router):
        if isinstance(self.handler, type) and issubclass(self.handler, Aiohttp.View) and self.method == '*':
            return router.add_view(self.path, self.handler, **self.options)
        if self.method == 'GET':
            return router.add_get(self.path, self.handler, **self.options)  # which answers HEAD too
        return router.add_route(self.method, self.path, self.handler, **self.options)

    def __repr__(self):
        return f'<RouteDef {self.method} {self.path} -> {self.handler!r}>'


def route(method, path, handler, **options):
    return RouteDef(method, path, handler, options)


def view(path, handler, **options):
    """A view, a class for a path, for Application.add_routes()."""
    return RouteDef('*', path, handler, options)


class RouteTableDef(list):
    """Routes collected by decorators: `@routes.get('/')`."""

    def route(self, method, path, **options):
        def register(handler):
            self.append(RouteDef(method, path, handler, options))
            return handler

        return register

    def view(self, path, **options):
        return self.route('*', path, **options)


def _install_verbs():
    def route_maker(method):
        def make(path, handler, **options):
            return RouteDef(method, path, handler, options)

        make.__name__ = method.lower()
        make.__doc__ = f'A {method} route for Application.add_routes().'
        return make

    def table_method(method):
        def decorate(self, path, **options):
            return self.route(method, path, **options)

        decorate.__name__ = method.lower()
        return decorate

    def router_method(name):
        add = getattr(Aiohttp.Router, name)
        if name == 'add_route':
            def register(self, method, path, handler, **options):
                return _set_options(add(self, method, path, make_handler(handler)), options)
        else:
            def register(self, path, handler, **options):
                return _set_options(add(self, path, make_handler(handler)), options)

        register.__name__ = name
        register.__doc__ = add.__doc__
        return register

    add_view = Aiohttp.Router.add_view

    def register_view(self, path, view, **options):
        return _set_options(add_view(self, path, view), options)

    register_view.__name__ = 'add_view'
    register_view.__doc__ = add_view.__doc__
    Aiohttp.Router.add_view = register_view
    Aiohttp.Router.add_route = router_method('add_route')
    for method in ('GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'):
        verb = method.lower()
        globals()[verb] = route_maker(method)
        __all__.append(verb)
        setattr(RouteTableDef, verb, table_method(method))
        setattr(Aiohttp.Router, 'add_' + verb, router_method('add_' + verb))


_install_verbs()


def _as_strings(mapping):
    return None if mapping is None else {str(key): str(value) for key, value in mapping.items()}


def _resource_url_for(url_for):
    def build(self, query=None, **values):
        return url_for(self, _as_strings(values), _as_strings(query))

    build.__doc__ = url_for.__doc__
    return build


def _router_url_for(self, name, query=None, **values):
    """The URL of the resource `name`: `router.url_for('user', id=5)`."""
    return _native_url_for(self, name, _as_strings(values), _as_strings(query))


_native_url_for = Aiohttp.Router.url_for
Aiohttp.Router.url_for = _router_url_for
Aiohttp.Resource.url_for = _resource_url_for(Aiohttp.Resource.url_for)
Aiohttp.Router.__iter__ = lambda self: iter(self.named_resources())
Aiohttp.Router.__getitem__ = lambda self, name: self.named_resources()[name]
Aiohttp.Router.routes = Aiohttp.Router.list_routes
Aiohttp.Router.resources = Aiohttp.Router.list_resources
Aiohttp.Router.named_resources = lambda self: {
    resource.get_name(): resource for resource in self.list_resources() if resource.get_name()}


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


_reply_vfuncs(Aiohttp.Resource, 'do_handle')


def _view_init_subclass(subclass, **kwargs):
    # `get` is as good as `do_get`; what a base that is no view brings counts too.
    for name in ('get', 'head', 'options', 'post', 'put', 'patch', 'delete'):
        vfunc = 'do_delete_' if name == 'delete' else 'do_' + name
        for base in subclass.__mro__:
            func = base.__dict__.get('do_' + name) or base.__dict__.get(name)
            if base is Aiohttp.View or func is not None:
                break
        if base is not Aiohttp.View and (base is subclass or not issubclass(base, Aiohttp.View)):
            setattr(subclass, vfunc, _reply_vfunc(func))


Aiohttp.View.__init_subclass__ = classmethod(_view_init_subclass)


# Middlewares: functions `async def middleware(request, handler)`, or classes.

def middleware(func):
    """aiohttp's decorator; every function of two arguments is one without it."""
    return func


def _to_middleware(item):
    if isinstance(item, Aiohttp.Middleware):
        return item

    def call(request, following, *user_data):
        return _run_handler(item, request, following)

    call.__name__ = getattr(item, '__name__', 'middleware')
    return Aiohttp.Middleware.new_for_func(call)


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


class _Middlewares(collections.abc.MutableSequence):
    """Application.middlewares: append() to it before the application serves."""

    def __init__(self, app):
        self._app = app

    def __len__(self):
        return len(self._app.list_middlewares())

    def __getitem__(self, index):
        return self._app.list_middlewares()[index]

    def insert(self, index, item):
        if index != len(self):
            raise TypeError('middlewares are appended only')
        self._app.add_middleware(item)

    def __setitem__(self, index, item):
        raise TypeError('middlewares are appended only')

    def __delitem__(self, index):
        raise TypeError('middlewares are appended only')


def _add_middleware(add):
    def add_middleware(self, item):
        add(self, _to_middleware(item))

    add_middleware.__doc__ = add.__doc__
    return add_middleware


def _middleware_init_subclass(subclass, **kwargs):
    # `before`, `after` and `process` are as good as `do_before` and so on.
    for name in ('before', 'after', 'process'):
        func = subclass.__dict__.get('do_' + name) or subclass.__dict__.get(name)
        if func is None:
            continue
        if name == 'process':
            func = _reply_vfunc(func)
        elif name == 'before':
            def func(*args, before=func):
                return _run_before(before, *args)
        setattr(subclass, 'do_' + name, func)


Aiohttp.Middleware.__init_subclass__ = classmethod(_middleware_init_subclass)
Aiohttp.Application.middlewares = property(_Middlewares)
Aiohttp.Application.add_middleware = _add_middleware(Aiohttp.Application.add_middleware)
Aiohttp.Route.add_middleware = _add_middleware(Aiohttp.Route.add_middleware)
Aiohttp.Next.__call__ = Aiohttp.Next.call


def _await_response(self):
    return self
    yield  # a response is there already: it is what a middleware awaits all the same


Aiohttp.StreamResponse.__await__ = _await_response


def _set_expect_handler(self, handler):
    """Set what decides about requests with an Expect header; None lets them go on."""

    def decide(request, *user_data):
        return _run_before(handler, request)

    _native_set_expect_handler(self, decide)


_native_set_expect_handler = Aiohttp.Route.set_expect_handler
Aiohttp.Route.set_expect_handler = _set_expect_handler


def _add_routes(self, routes):
    """Register `routes`: RouteDef objects, or a RouteTableDef."""
    router = self.get_router()
    for definition in routes:
        definition.register(router)


# What an application keeps for its handlers: app['db'].
def _app_data(app):
    return app.__dict__.setdefault('_data', {})


def _change_app_data(app):
    if app.is_frozen():
        raise RuntimeError('the application serves already: set its items before it starts')
    return _app_data(app)


class _Hooks:
    """Application.on_startup and its like: append() functions, or use it as a decorator."""

    def __init__(self, add, wrap):
        self._add = add
        self._wrap = wrap

    def append(self, func):
        self._add(self._wrap(func))

    def extend(self, functions):
        for func in functions:
            self.append(func)

    def __call__(self, func):
        self.append(func)
        return func


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


def _wrap_hook(func):
    def call(app, *user_data):
        try:
            result = func(app)
            return _future_of(_wait_for(result)) if inspect.isawaitable(result) else None
        except Exception as error:
            raise _to_error(error) from None

    return call


def _wrap_cleanup_context(func):
    """`func(app)` gives an async generator that yields once, or an async context manager."""

    async def run(app, context):
        manager = func(app)
        if hasattr(manager, '__anext__'):
            generator = manager
            manager = contextlib.asynccontextmanager(lambda: generator)()
        async with manager:
            await context.wait_async()

    def call(app, context, *user_data):
        return _future_of(run(app, context))

    return call


def _connect_prepare(app):
    def connect(func):
        def call(app, request, response):
            result = func(request, response)
            if not inspect.isawaitable(result):
                return
            try:
                result.send(None)
            except StopIteration:
                return
            result.close()
            raise RuntimeError('a function of on_response_prepare cannot wait')

        app.connect('response-prepare', call)

    return _Hooks(connect, lambda func: func)


def _hooks(name, wrap):
    add = getattr(Aiohttp.Application, name)
    return property(lambda self: _Hooks(functools.partial(add, self), wrap))


class _ConfigDict(collections.abc.Mapping):
    """The items of an application and of those above it."""

    def __init__(self, app):
        self._maps = collections.ChainMap()
        maps = []
        while app is not None:
            maps.append(_app_data(app))
            app = app.get_parent()
        self._maps = collections.ChainMap(*maps)

    def __getitem__(self, key):
        return self._maps[key]

    def __iter__(self):
        return iter(self._maps)

    def __len__(self):
        return len(self._maps)


_init_application = Aiohttp.Application.__init__


def _application(self, *, middlewares=(), handler_args=None, **properties):
    """Application(*, middlewares=(), handler_args=None, client_max_size=1024 ** 2)

    `handler_args` are options of run_app()."""
    _init_application(self, **properties)
    self._handler_args = handler_args or {}
    self.middlewares.extend(middlewares)


Aiohttp.Application.__init__ = _application
Aiohttp.Application.add_routes = _add_routes
Aiohttp.Application.__getitem__ = lambda self, key: _app_data(self)[key]
Aiohttp.Application.__setitem__ = (
    lambda self, key, value: _change_app_data(self).__setitem__(key, value))
Aiohttp.Application.__delitem__ = lambda self, key: _change_app_data(self).__delitem__(key)
Aiohttp.Application.__contains__ = lambda self, key: key in _app_data(self)
Aiohttp.Application.get = lambda self, key, default=None: _app_data(self).get(key, default)
Aiohttp.Application.config_dict = property(_ConfigDict)
Aiohttp.Request.config_dict = property(lambda self: _ConfigDict(self.get_app()))
for _name in 'on_startup', 'on_shutdown', 'on_cleanup':
    setattr(Aiohttp.Application, _name, _hooks(_name, _wrap_hook))
Aiohttp.Application.cleanup_ctx = _hooks('add_cleanup_context', _wrap_cleanup_context)
Aiohttp.Application.on_response_prepare = property(_connect_prepare)

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


def _log_access(self, request, response, seconds):
    """Tell of one answer; a derived class overrides it, plain or as a coroutine function."""
    own = any('log' in cls.__dict__ for cls in type(self).__mro__ if cls is not Aiohttp.AccessLogger)
    (_chain_up_log if own else _native_log)(self, request, response, seconds)


def _access_logger_init_subclass(subclass, **kwargs):
    func = subclass.__dict__.get('do_log') or subclass.__dict__.get('log')
    if func is None:
        return

    def do_log(self, request, response, seconds):
        result = func(self, request, response, seconds)
        if inspect.isawaitable(result):
            task = _get_loop().create_task(_wait_for(result))
            _tasks.add(task)
            task.add_done_callback(_tasks.discard)

    subclass.do_log = do_log


_native_log = Aiohttp.AccessLogger.log
_chain_up_log = Aiohttp.AccessLogger.do_log
Aiohttp.AccessLogger.log = _log_access
Aiohttp.AccessLogger.__init_subclass__ = classmethod(_access_logger_init_subclass)


def _with_access_logger(access_log_class=None, **options):
    """aiohttp's `access_log_class`, with its `access_log_format`, as the one object that stands for both."""
    if access_log_class is None:
        return options
    text = options.pop('access_log_format', None)
    return {**options, 'access_logger': access_log_class() if text is None else access_log_class(format=text)}


def _init_runner(self, app=None, **options):
    """AppRunner(app, **options): every property of AppRunner and WebServer is an option."""
    _init_native_runner(self, app=app)
    server = self.get_server()
    for name, value in _with_access_logger(**{**getattr(app, '_handler_args', {}), **options}).items():
        owner = next((owner for owner in (self, server) if owner.find_property(name.replace('_', '-'))), None)
        if owner is None:
            raise TypeError(f"a runner got an unexpected keyword argument '{name}'")
        # aiohttp takes a logger there, and None for no log.
        owner.set_property(name, False if name == 'access_log' and value is None else value)


_init_native_runner = Aiohttp.AppRunner.__init__
Aiohttp.AppRunner.__init__ = _init_runner


def _take_positions(cls, *names):
    """Lets the first properties of a class be given by position, as aiohttp's classes do."""
    init = cls.__init__

    def __init__(self, *args, **properties):
        init(self, **dict(zip(names, args)), **properties)

    cls.__init__ = __init__


_take_positions(Aiohttp.TcpSite, 'runner', 'host', 'port')
_take_positions(Aiohttp.UnixSite, 'runner', 'path')
_take_positions(Aiohttp.SockSite, 'runner', 'socket')
TCPSite = Aiohttp.TcpSite


def _as_list(value):
    if value is None:
        return []
    return list(value) if isinstance(value, (list, tuple, set)) else [value]


def _make_sites(runner, host, port, path, sock):
    """aiohttp's: sites for all that is given, and TCP on all interfaces where nothing is."""
    hosts = _as_list(host)
    paths = _as_list(path)
    socks = _as_list(sock)
    if not hosts and (port is not None or not paths and not socks):
        hosts = [None]
    sites = [Aiohttp.TcpSite.new(runner, host, -1 if port is None else port) for host in hosts]
    for site in sites:
        site.set_tls(runner.get_property('tls'))
    sites += [Aiohttp.UnixSite.new(runner, str(path)) for path in paths]
    for sock in socks:
        if not isinstance(sock, Gio.Socket):
            sock = Gio.Socket.new_from_fd(sock.detach() if hasattr(sock, 'detach') else sock)
        sites.append(Aiohttp.SockSite.new(runner, sock))
    return sites


async def _serve(app, host, port, path, sock, options):
    if not isinstance(app, Aiohttp.Application):
        app = await app
    runner = Aiohttp.AppRunner(app, **options)
    return await runner.run_sites_async(_make_sites(runner, host, port, path, sock))


def run_app(app, *, host=None, port=None, path=None, sock=None, debug=None, **options):
    """Serve `app`, an application or a coroutine that makes one, until SIGINT or SIGTERM.

    `host`, `path` (of Unix sockets) and `sock` may be lists; without any of them it is TCP on all interfaces, port 8080,
    or 8443 with TLS.
    Any property of AppRunner and WebServer is an option: `access_log=None`, `keepalive_timeout=30`, …

    Where a loop runs already, `await Aiohttp.run_app_async(app, host=host, port=port)` does the same.
    """
    if asyncio._get_running_loop() is not None:
        raise RuntimeError('Aiohttp.run_app() cannot block a running event loop: '
                           'use "await Aiohttp.run_app_async(app, host=host, port=port)"')
    _aiohttp_asyncio.run(_serve(app, host, port, path, sock, options), debug=debug)


def run_app_async(app, host=None, port=None, *callback, path=None, sock=None, **options):
    """run_app() for a loop that runs already: `await` it."""
    if callback or 'callback' in options:
        return _native_run_app_async(app, host, port, *callback, **options)
    return _serve(app, host, port, path, sock, options)


_native_run_app_async = Aiohttp.run_app_async


class AppKey:
    """A key of an application's items that says of what type they are: `DB = AppKey('db', Database)`."""

    __slots__ = ('name', 'type')

    def __init__(self, name, type=object):
        self.name = name
        self.type = type

    def __class_getitem__(cls, type):
        return cls

    def __repr__(self):
        return f'<AppKey {self.name} of {self.type.__name__}>'
