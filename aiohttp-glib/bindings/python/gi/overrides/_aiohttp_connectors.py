# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""Connectors, what they trust and how they find names, and credentials, in aiohttp's words."""

import base64
import collections
import inspect
import ssl as ssl_module

from gi.overrides import override
from gi.repository import Aiohttp, Gio, GLib

from gi.overrides import _aiohttp_asyncio

__all__ = ['AbstractResolver', 'BasicAuth', 'DigestAuthMiddleware', 'Fingerprint', 'TCPConnector', 'TcpConnector',
           'UnixConnector']


# Credentials.

class BasicAuth(collections.namedtuple('BasicAuth', 'login password encoding')):
    """A login and its password, for `auth=` and `proxy_auth=`."""

    __slots__ = ()

    def __new__(cls, login, password='', encoding='latin1'):
        if ':' in login:
            raise ValueError('A ":" is not allowed in login (RFC 7617#section-2)')
        return super().__new__(cls, login, password, encoding)

    @classmethod
    def decode(cls, auth_header, encoding='latin1'):
        """The credentials of an Authorization field."""
        scheme, _, value = auth_header.strip().partition(' ')
        if scheme.lower() != 'basic':
            raise ValueError(f'Unknown authorization method {scheme}')
        login, colon, password = base64.b64decode(value.strip().encode('ascii'), validate=True).decode(encoding).partition(':')
        if not colon:
            raise ValueError('Invalid credentials.')
        return cls(login, password, encoding)

    def encode(self):
        """The value of an Authorization field."""
        return 'Basic ' + base64.b64encode(f'{self.login}:{self.password}'.encode(self.encoding)).decode()


def to_authorization(auth):
    """What `auth=` may be, as the value of a field: that itself, a BasicAuth, or a pair."""
    if auth is None or isinstance(auth, str):
        return auth
    return (auth if isinstance(auth, BasicAuth) else BasicAuth(*auth)).encode()


class DigestAuthMiddleware(Aiohttp.DigestAuthMiddleware):
    """DigestAuthMiddleware(login, password, preemptive=True)"""

    __module__ = 'gi.overrides.Aiohttp'

    def __init__(self, login, password, preemptive=True):
        super().__init__(login=login, password=password, preemptive=preemptive)


DigestAuthMiddleware = override(DigestAuthMiddleware)


# Whom to trust.

class Fingerprint:
    """The SHA-256 digest of the one certificate to trust, for `ssl=`."""

    def __init__(self, fingerprint):
        if len(fingerprint) != 32:
            raise ValueError('a SHA-256 fingerprint has 32 bytes')
        self.fingerprint = bytes(fingerprint)
        self.context = Aiohttp.TlsContext.new_client()
        self.context.set_fingerprints([self.fingerprint.hex()])


_trusting = None


def to_tls_context(ssl):
    """What `ssl=` may be, as a TLS context: that itself, True, False for no verification, a Fingerprint."""
    global _trusting
    if ssl is None or ssl is True or isinstance(ssl, Aiohttp.TlsContext):
        return None if ssl is True else ssl
    if ssl is False:
        if _trusting is None:  # one for all: connections are shared by those of the same context
            _trusting = Aiohttp.TlsContext.new_client()
            _trusting.set_verify(False)
        return _trusting
    if isinstance(ssl, Fingerprint):
        return ssl.context
    if isinstance(ssl, ssl_module.SSLContext):
        raise TypeError("ssl cannot be Python's SSLContext: make an Aiohttp.TlsContext.new_client()")
    raise TypeError(f'ssl should be an Aiohttp.TlsContext, Fingerprint or bool, got {ssl!r} instead.')


# Connectors.

def _add_common(properties, ssl, limit, keepalive_timeout, force_close):
    for name, value in ('tls_context', to_tls_context(ssl)), ('keepalive_timeout', keepalive_timeout):
        if value is not None:
            properties[name] = value
    return dict(properties, limit=limit or 0, force_close=force_close)


class TcpConnector(Aiohttp.TcpConnector):
    """TcpConnector(*, ssl=True, limit=100, limit_per_host=0, keepalive_timeout=15, force_close=False, resolver=None,
    family=0, local_addr=None, use_dns_cache=True, ttl_dns_cache=10, happy_eyeballs_delay=0.25, …)"""

    __module__ = 'gi.overrides.Aiohttp'

    def __init__(self, *, ssl=None, limit=100, keepalive_timeout=None, force_close=False, family=None,
                 local_addr=None, use_dns_cache=True, ttl_dns_cache=10, happy_eyeballs_delay=0.25,
                 enable_cleanup_closed=False, **properties):
        properties = _add_common(properties, ssl, limit, keepalive_timeout, force_close)
        if family:
            properties['family'] = Gio.SocketFamily(int(family))
        if local_addr is not None:
            host, port = local_addr
            if not GLib.hostname_is_ip_address(host):
                raise ValueError(f'{host!r} is no IP address')
            properties['local_address'] = Gio.InetSocketAddress.new_from_string(host, port)
        properties['ttl_dns_cache'] = 0 if not use_dns_cache else -1 if ttl_dns_cache is None else ttl_dns_cache
        properties['happy_eyeballs_delay'] = -1 if happy_eyeballs_delay is None else happy_eyeballs_delay
        super().__init__(**properties)


TcpConnector = TCPConnector = override(TcpConnector)


class UnixConnector(Aiohttp.UnixConnector):
    """UnixConnector(path, *, ssl=True, limit=100, limit_per_host=0, keepalive_timeout=15, force_close=False)"""

    __module__ = 'gi.overrides.Aiohttp'

    def __init__(self, path, *, ssl=None, limit=100, keepalive_timeout=None, force_close=False, **properties):
        super().__init__(path=str(path), **_add_common(properties, ssl, limit, keepalive_timeout, force_close))


UnixConnector = override(UnixConnector)


async def _done():
    pass


_close = Aiohttp.Connector.close


def _close_connector(self):
    """Close all connections. It needs no waiting, but may be awaited."""
    _close(self)
    waited = _done()
    # aiohttp's programs await it, ours need not
    return _aiohttp_asyncio.get_loop().create_task(waited) if _aiohttp_asyncio._get_running_loop() else waited.close()


async def _enter(self):
    return self


async def _exit(self, *error):
    _close(self)


Aiohttp.Connector.close = _close_connector
Aiohttp.Connector.__aenter__ = _enter
Aiohttp.Connector.__aexit__ = _exit


# Resolvers.

def _to_address(item):
    if isinstance(item, str):
        return item
    host, port = item['host'], item.get('port')  # as aiohttp's AbstractResolver has it
    if not port:
        return host
    return f'[{host}]:{port}' if ':' in host else f'{host}:{port}'


def _set_addresses(future, result):
    if isinstance(result, str):
        future.set_string(result)
    else:
        future.set_strv([_to_address(item) for item in result])


# asyncio itself holds its tasks weakly.
_tasks = set()


def _settle(future, task):
    _tasks.discard(task)
    if task.cancelled():
        future.cancel()
    elif task.exception() is not None:
        future.set_error(_to_error(task.exception()))
    else:
        _set_addresses(future, task.result())


def _to_error(error):
    if isinstance(error, GLib.Error):
        return error
    return GLib.Error(f'{type(error).__name__}: {error}', 'g-resolver-error-quark',
                                       int(Gio.ResolverError.NOT_FOUND))


async def _wait_for(awaitable):
    return await awaitable


def _make_resolve(func):
    def do_resolve(self, host, port, family):
        try:
            result = func(self, host, port, family)
        except Exception as error:
            raise _to_error(error) from None
        if isinstance(result, Aiohttp.Future):
            return result
        future = Aiohttp.Future.new()
        if inspect.isawaitable(result):
            task = _aiohttp_asyncio.get_loop().create_task(_wait_for(result))
            _tasks.add(task)
            task.add_done_callback(lambda task: _settle(future, task))
        else:
            _set_addresses(future, result)
        return future

    return do_resolve


def _resolver_init_subclass(subclass, **kwargs):
    # `resolve` is as good as `do_resolve`; either may be a coroutine, and give an address or several.
    func = subclass.__dict__.get('do_resolve') or subclass.__dict__.get('resolve')
    if func is not None:
        subclass.do_resolve = _make_resolve(func)


Aiohttp.Resolver.__init_subclass__ = classmethod(_resolver_init_subclass)
AbstractResolver = Aiohttp.Resolver
