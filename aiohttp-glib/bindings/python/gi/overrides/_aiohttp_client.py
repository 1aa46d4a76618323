# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""The client side: keyword options, `async with`, `async for`."""

import json
import os

from gi.overrides import override
from gi.repository import Aiohttp, Gio, Soup

from gi.overrides import _aiohttp_asyncio
from gi.overrides._aiohttp_connectors import to_authorization, to_tls_context
from gi.overrides._aiohttp_http import Headers
from gi.overrides._aiohttp_payload import set_cookies, to_payload

__all__ = ['ClientSession', 'request']

VERBS = ('get', 'options', 'head', 'post', 'put', 'patch', 'delete')

# Keywords that are a property of RequestOptions as they are.
_PLAIN = ('allow_redirects', 'max_redirects', 'raise_for_status', 'auto_decompress', 'max_body_size', 'client_timeout',
          'proxy', 'tls_context', 'server_hostname', 'compress', 'chunked', 'expect100', 'skip_auto_headers',
          'max_line_size', 'max_field_size', 'max_headers', 'payload')
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
        _set_params(options, params)
    if data is not None:
        if json is not None:
            raise ValueError('data and json parameters can not be used at the same time')
        options.set_payload(to_payload(data))
    if json is not None:
        options.set_json_text(json_serialize(json))
    if headers is not None:
        for name, value in _pairs(headers):
            options.append_header(name, str(value))
    _set_others(options, others)
    return options


def _set_params(options, params):
    if isinstance(params, str):
        options.set_params(params)
        return
    for name, value in _pairs(params):
        for item in value if isinstance(value, (list, tuple)) else (value,):
            options.add_param(name, item if isinstance(item, str) else _number(item))


def _set_auth(options, auth):
    if options.get_headers().get_one('Authorization') is not None:
        raise ValueError('Cannot combine AUTHORIZATION header with AUTH argument or credentials encoded in URL')
    options.set_header('Authorization', to_authorization(auth))


def _set_timeout(options, timeout):
    if isinstance(timeout, Aiohttp.ClientTimeout):
        options.set_client_timeout(timeout)
    else:
        options.set_timeout(timeout)


def _set_upload_progress(options, func):
    options.set_upload_progress(lambda done, total, *data: func(done, total))


def _set_proxy_headers(options, headers):
    fields = options.get_proxy_headers() or Soup.MessageHeaders.new(Soup.MessageHeadersType.REQUEST)
    for name, value in _pairs(headers):
        fields.append(name, str(value))
    options.set_proxy_headers(fields)


def _set_proxy_auth(options, auth):
    _set_proxy_headers(options, {'Proxy-Authorization': to_authorization(auth)})


def _set_ssl(options, ssl):
    options.set_tls_context(to_tls_context(ssl))


def _ignore(options, value):
    """A hint of aiohttp's, or what is always so here."""


def _set_compress(options, compress):
    options.set_compress('deflate' if compress is True else compress or None)


_setters.update(timeout=_set_timeout, cookies=lambda options, cookies: set_cookies(options.add_cookie, cookies),
                upload_progress=_set_upload_progress, proxy_headers=_set_proxy_headers, proxy_auth=_set_proxy_auth,
                compress=_set_compress, auth=_set_auth, ssl=_set_ssl, read_bufsize=_ignore, read_until_eof=_ignore)


def _set_others(options, others):
    for name, value in others.items():
        setter = _setters.get(name)
        if setter is None:
            raise TypeError(f'unknown request option {name!r}')
        if value is not None:
            setter(options, value)


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

    def __init__(self, base_url=None, *, headers=None, cookies=None, middlewares=(), trace_configs=(), timeout=None,
                 params=None, auth=None, ssl=None, proxy_auth=None, json_serialize=json.dumps, raise_for_status=False,
                 fallback_charset_resolver=None, read_bufsize=None, **properties):
        self._json_serialize = json_serialize
        self._trace_configs = list(trace_configs)
        if ssl is not None:
            properties['tls_context'] = to_tls_context(ssl)
        if properties.get('skip_auto_headers') is not None:
            properties['skip_auto_headers'] = [str(name) for name in properties['skip_auto_headers']]
        if isinstance(timeout, Aiohttp.ClientTimeout):
            properties['client_timeout'] = timeout
        elif timeout is not None:
            properties['timeout'] = timeout
        if auth is not None:
            properties['authorization'] = to_authorization(auth)
        if params is not None:
            properties['params'] = params if isinstance(params, str) else make_options(params=params).get_params()
        if raise_for_status is not None and not callable(raise_for_status):
            properties['raise_for_status'] = bool(raise_for_status)
        super().__init__(**properties)
        if callable(raise_for_status):
            self.set_status_check(raise_for_status)
        if fallback_charset_resolver is not None:
            self.set_fallback_charset_func(
                lambda response, body, *user_data: fallback_charset_resolver(response, body.get_data()))
        for config in trace_configs:
            self.add_trace_config(config)
        if base_url is not None:
            self.set_base_url(str(base_url))
        if cookies:
            set_cookies(lambda name, value: self.get_cookie_jar().update(name, value, None), cookies)
        if proxy_auth is not None:
            _set_proxy_auth(self, proxy_auth)
        for item in middlewares:
            self.add_middleware(item)
        if headers is not None:
            for name, value in _pairs(headers):
                self.append_header(name, str(value))

    @property
    def headers(self):
        return Headers(_SessionHeaders(self))

    @property
    def json_serialize(self):
        return self._json_serialize

    @property
    def trace_configs(self):
        return self._trace_configs

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
    native = make(Aiohttp.ClientSession, 'request', factory=RequestOperation)

    def send(self, method, url, options, cancellable, kwargs):
        if 'json' in kwargs:
            kwargs.setdefault('json_serialize', self._json_serialize)
        return native(self, method, str(url), make_options(options, **kwargs), cancellable=cancellable)

    def request(self, method, url, options=None, *, cancellable=None, **kwargs):
        return send(self, method, url, options, cancellable, kwargs)

    def verb_method(verb):
        method = verb.upper()

        def call(self, url, options=None, *, cancellable=None, **kwargs):
            return send(self, method, url, options, cancellable, kwargs)

        call.__name__ = verb
        call.__doc__ = (f'Send a {method} request; awaitable, and a context manager. '
                        f'Keywords: params, data, json, headers, cancellable, {", ".join(sorted(_setters))}.')
        return call

    request.__doc__ = verb_method('get').__doc__.replace('a GET', 'a')
    ClientSession.request = request
    for verb in VERBS:
        setattr(ClientSession, verb, verb_method(verb))


def _install_download():
    native = _aiohttp_asyncio.make_awaitable(Aiohttp.ClientSession, 'download')

    def download(self, url, file, resume=False, progress=None, *, cancellable=None):
        """Fetch `url` into `file`, a Gio.File or a path; awaitable. With `resume` go on with the part that an earlier
        download has left. `progress(done, total)` is told how far it is; a total of -1 is not known."""
        if not isinstance(file, Gio.File):
            file = Gio.File.new_for_path(os.fspath(file))
        tell = None if progress is None else lambda done, total, *data: progress(done, total)
        return native(self, str(url), file, resume, tell, (), cancellable=cancellable)

    ClientSession.download = download


_install_verbs()
_install_download()
ClientSession = override(ClientSession)


_send_request = _aiohttp_asyncio.make_awaitable_function(
    'request', Aiohttp.send_request_async, Aiohttp.send_request_finish, RequestOperation)


def request(method, url, options=None, *, cancellable=None, **kwargs):
    """One request on a session of its own; awaitable, and a context manager."""
    return _send_request(method, str(url), make_options(options, **kwargs), cancellable=cancellable)
