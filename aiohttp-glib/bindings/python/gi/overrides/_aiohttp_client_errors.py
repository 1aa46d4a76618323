# SPDX-License-Identifier: LGPL-2.1-or-later
# SPDX-FileCopyrightText: The aiohttp-glib authors

"""aiohttp's tree of client exceptions, over the codes of Aiohttp.ClientError."""

import collections
import urllib.parse

from gi.repository import Aiohttp, GLib

from gi.overrides import _aiohttp_asyncio
from gi.overrides._aiohttp_asyncio import TimeoutError

_codes = Aiohttp.ClientError
_DOMAIN = GLib.quark_to_string(Aiohttp.client_error_quark())

RequestInfo = collections.namedtuple('RequestInfo', 'url method headers real_url')


class ClientError(GLib.Error):
    """Any failure of a request; `info`, an Aiohttp.ClientErrorInfo, tells what it is about."""

    info = None

    def __init__(self, message='', domain=_DOMAIN, code=int(_codes.FAILED)):
        super().__init__(message, domain, code)

    @property
    def request_info(self):
        """The request that failed, or None where there was none yet."""
        info = self.info
        if info is None or info.get_url() is None:
            return None
        url = info.get_url()
        return RequestInfo(url.partition('#')[0], info.get_method(), info.get_request_headers(), url)

    @property
    def history(self):
        return tuple(self.info.get_history() or ()) if self.info is not None else ()

    @property
    def status(self):
        """The status of the response, or 0."""
        return self.info.get_status() if self.info is not None else 0

    @property
    def headers(self):
        """The header fields of the response, or None."""
        return self.info.get_headers() if self.info is not None else None


# The codes are to be had by the same name.
for _name in dir(_codes):
    if _name.isupper():
        setattr(ClientError, _name, getattr(_codes, _name))


class ClientResponseError(ClientError):
    pass


class ContentTypeError(ClientResponseError):
    pass


class ClientHttpProxyError(ClientResponseError):
    pass


class WSServerHandshakeError(ClientResponseError):
    """A server that does not want a websocket; its domain is Aiohttp.WebSocketError's."""


class TooManyRedirects(ClientResponseError):
    pass


class ClientConnectionError(ClientError):
    pass


class ClientOSError(ClientConnectionError):
    pass


class ClientConnectorError(ClientOSError):
    @property
    def host(self):
        """The host that was not reached, or None."""
        info = self.request_info
        return urllib.parse.urlsplit(info.url).hostname if info is not None else None

    @property
    def port(self):
        """The port that was not reached, or None."""
        info = self.request_info
        parts = urllib.parse.urlsplit(info.url) if info is not None else None
        return (parts.port or {'http': 80, 'https': 443}.get(parts.scheme)) if parts is not None else None


class ClientConnectorDNSError(ClientConnectorError):
    pass


class ClientSSLError(ClientConnectorError):
    pass


class ClientConnectorSSLError(ClientSSLError):
    pass


class ServerConnectionError(ClientConnectionError):
    pass


class ServerDisconnectedError(ServerConnectionError):
    pass


class ServerTimeoutError(ServerConnectionError, TimeoutError):
    pass


class ConnectionTimeoutError(ServerTimeoutError):
    pass


class SocketTimeoutError(ServerTimeoutError):
    pass


class ClientPayloadError(ClientError):
    pass


class ContentEncodingError(ClientPayloadError):
    pass


class InvalidURL(ClientError, ValueError):
    pass


class InvalidUrlClientError(InvalidURL):
    pass


class RedirectClientError(ClientError):
    pass


class InvalidUrlRedirectClientError(InvalidUrlClientError, RedirectClientError):
    pass


class NonHttpUrlClientError(ClientError):
    pass


class WSMessageTypeError(GLib.Error, TypeError):
    """A message of another type than the one asked for."""


# What is told apart there, and here is not.
NonHttpUrlRedirectClientError = InvalidUrlRedirectClientError
ClientConnectionResetError = ServerDisconnectedError
ClientProxyConnectionError = UnixClientConnectorError = ClientConnectorError
ClientConnectorCertificateError = ServerFingerprintMismatch = ClientConnectorSSLError


_CLASSES = {
    'INVALID_URL': InvalidUrlClientError,
    'NON_HTTP_URL': NonHttpUrlClientError,
    'CONNECT': ClientConnectorError,
    'DNS': ClientConnectorDNSError,
    'TLS': ClientConnectorSSLError,
    'PROXY': ClientHttpProxyError,
    'TIMEOUT': ServerTimeoutError,
    'CONNECTION_TIMEOUT': ConnectionTimeoutError,
    'SOCKET_TIMEOUT': SocketTimeoutError,
    'DISCONNECTED': ServerDisconnectedError,
    'CONNECTION_CLOSED': ClientConnectionError,
    'BAD_RESPONSE': ClientResponseError,
    'PAYLOAD': ClientPayloadError,
    'CONTENT_ENCODING': ContentEncodingError,
    'CONTENT_TYPE': ContentTypeError,
    'BODY_TOO_LARGE': ClientPayloadError,
    'TOO_MANY_REDIRECTS': TooManyRedirects,
    'INVALID_REDIRECT': InvalidUrlRedirectClientError,
    'STATUS': ClientResponseError,
}
_by_code = {int(getattr(_codes, name)): cls for name, cls in _CLASSES.items()}

__all__ = ['ClientError', 'RequestInfo', 'WSMessageTypeError'] + [
    name for name, item in list(globals().items())
    if isinstance(item, type) and issubclass(item, ClientError) and item is not ClientError]


def translate(error, result=None):
    """`error` as the class of its code, with what is known of it."""
    if isinstance(error, ClientError):
        return error
    exception = _by_code.get(error.code, ClientError)(error.message, error.domain, error.code)
    if result is not None:
        exception.info = Aiohttp.ClientErrorInfo.for_result(result)
    return exception


_aiohttp_asyncio.translate_domain(_DOMAIN, translate)

_WEBSOCKET_CLASSES = {
    int(Aiohttp.WebSocketError.HANDSHAKE): WSServerHandshakeError,
    int(Aiohttp.WebSocketError.MESSAGE_TYPE): WSMessageTypeError,
}


def _translate_web_socket(error, result=None):
    cls = _WEBSOCKET_CLASSES.get(error.code)
    if cls is None or isinstance(error, cls):
        return error
    exception = cls(error.message, error.domain, error.code)
    if result is not None and cls is WSServerHandshakeError:
        exception.info = Aiohttp.ClientErrorInfo.for_result(result)
    return exception


_aiohttp_asyncio.translate_domain(GLib.quark_to_string(Aiohttp.web_socket_error_quark()), _translate_web_socket)


def _translating(method):
    def call(self, *args):
        try:
            return method(self, *args)
        except GLib.Error as error:
            if error.domain != _DOMAIN:
                raise
            exception = translate(error)
            exception.info = Aiohttp.ClientErrorInfo.for_response(self)
            raise exception from None

    call.__name__ = method.__name__
    call.__doc__ = method.__doc__
    return call


Aiohttp.ClientResponse.raise_for_status = _translating(Aiohttp.ClientResponse.raise_for_status)
Aiohttp.ClientResponse.require_json = _translating(Aiohttp.ClientResponse.require_json)
