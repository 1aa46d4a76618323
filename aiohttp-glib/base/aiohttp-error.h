/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

/**
 * AIOHTTP_ERROR:
 *
 * The error domain whose codes are [error@Aiohttp.Error].
 *
 * Since: 0.1
 */
#define AIOHTTP_ERROR (aiohttp_error_quark ())

/**
 * AiohttpError:
 * @AIOHTTP_ERROR_FAILED: anything that has no code of its own
 * @AIOHTTP_ERROR_FROZEN: the object serves already and can no longer be changed
 * @AIOHTTP_ERROR_CLOSED: the object is closed
 * @AIOHTTP_ERROR_INVALID_STATE: the operation does not fit the object's present state
 * @AIOHTTP_ERROR_INVALID_ARGUMENT: a value that the operation cannot take
 * @AIOHTTP_ERROR_NOT_IN_COROUTINE: an awaiting call outside a coroutine: use the `_async` form, or spawn a task
 * @AIOHTTP_ERROR_NESTED_LOOP: an await inside a main loop that runs below the coroutine's own
 * @AIOHTTP_ERROR_LOOP_RUNNING: a blocking call on an event loop that runs in this thread already
 * @AIOHTTP_ERROR_NO_LOOP: this thread has no event loop
 * @AIOHTTP_ERROR_TOO_MANY_TASKS: no memory mapping is left for another coroutine stack
 * @AIOHTTP_ERROR_INVALID_PATTERN: a route pattern that cannot be read
 * @AIOHTTP_ERROR_ROUTE_CONFLICT: a route that another one already covers
 * @AIOHTTP_ERROR_ALREADY_SENT: a response that was sent before
 * @AIOHTTP_ERROR_WRONG_TYPE: a result of another type than the one asked for
 * @AIOHTTP_ERROR_WRONG_THREAD: an object was used in another thread than its own
 * @AIOHTTP_ERROR_BROKEN_BARRIER: the barrier was reset or aborted; asyncio: `BrokenBarrierError`
 * @AIOHTTP_ERROR_QUEUE_EMPTY: the queue has no item now; asyncio: `QueueEmpty`
 * @AIOHTTP_ERROR_QUEUE_FULL: the queue has no room now; asyncio: `QueueFull`
 * @AIOHTTP_ERROR_QUEUE_SHUT_DOWN: the queue was shut down; asyncio: `QueueShutDown`
 *
 * Misuse of the library, or an object in the wrong state: what the program itself has to mend.
 *
 * Codes are only ever appended.
 *
 * Since: 0.1
 */
typedef enum
{
  AIOHTTP_ERROR_FAILED,
  AIOHTTP_ERROR_FROZEN,
  AIOHTTP_ERROR_CLOSED,
  AIOHTTP_ERROR_INVALID_STATE,
  AIOHTTP_ERROR_INVALID_ARGUMENT,
  AIOHTTP_ERROR_NOT_IN_COROUTINE,
  AIOHTTP_ERROR_NESTED_LOOP,
  AIOHTTP_ERROR_LOOP_RUNNING,
  AIOHTTP_ERROR_NO_LOOP,
  AIOHTTP_ERROR_TOO_MANY_TASKS,
  AIOHTTP_ERROR_INVALID_PATTERN,
  AIOHTTP_ERROR_ROUTE_CONFLICT,
  AIOHTTP_ERROR_ALREADY_SENT,
  AIOHTTP_ERROR_WRONG_TYPE,
  AIOHTTP_ERROR_WRONG_THREAD,
  AIOHTTP_ERROR_BROKEN_BARRIER,
  AIOHTTP_ERROR_QUEUE_EMPTY,
  AIOHTTP_ERROR_QUEUE_FULL,
  AIOHTTP_ERROR_QUEUE_SHUT_DOWN,
} AiohttpError;

AIOHTTP_AVAILABLE_IN_ALL
GQuark aiohttp_error_quark (void);

/**
 * AIOHTTP_CLIENT_ERROR:
 *
 * The error domain whose codes are [error@Aiohttp.ClientError].
 *
 * Since: 0.1
 */
#define AIOHTTP_CLIENT_ERROR (aiohttp_client_error_quark ())

/**
 * AiohttpClientError:
 * @AIOHTTP_CLIENT_ERROR_FAILED: anything that has no code of its own
 * @AIOHTTP_CLIENT_ERROR_INVALID_URL: the URL cannot be read or has no host; aiohttp: `InvalidUrlClientError`
 * @AIOHTTP_CLIENT_ERROR_NON_HTTP_URL: the URL's scheme is not http or https; aiohttp: `NonHttpUrlClientError`
 * @AIOHTTP_CLIENT_ERROR_CONNECT: the connection was refused or the host cannot be reached; aiohttp: `ClientConnectorError`
 * @AIOHTTP_CLIENT_ERROR_DNS: the host name cannot be resolved; aiohttp: `ClientConnectorDNSError`
 * @AIOHTTP_CLIENT_ERROR_TLS: the TLS handshake or the peer's certificate failed; aiohttp: `ClientConnectorSSLError`
 * @AIOHTTP_CLIENT_ERROR_PROXY: the proxy refused; aiohttp: `ClientHttpProxyError`
 * @AIOHTTP_CLIENT_ERROR_TIMEOUT: the total timeout; aiohttp: `ServerTimeoutError`
 * @AIOHTTP_CLIENT_ERROR_CONNECTION_TIMEOUT: the timeout for a connection; aiohttp: `ConnectionTimeoutError`
 * @AIOHTTP_CLIENT_ERROR_SOCKET_TIMEOUT: the timeout between two reads; aiohttp: `SocketTimeoutError`
 * @AIOHTTP_CLIENT_ERROR_DISCONNECTED: the server closed the connection; aiohttp: `ServerDisconnectedError`
 * @AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED: the response or the session was closed before; aiohttp: `ClientConnectionError`
 * @AIOHTTP_CLIENT_ERROR_BAD_RESPONSE: the server's answer is not HTTP; aiohttp: `BadHttpMessage`
 * @AIOHTTP_CLIENT_ERROR_PAYLOAD: the body is cut short or malformed; aiohttp: `ClientPayloadError`
 * @AIOHTTP_CLIENT_ERROR_CONTENT_ENCODING: the body's content coding cannot be undone; aiohttp: `ContentEncodingError`
 * @AIOHTTP_CLIENT_ERROR_CONTENT_TYPE: the body is not of the type asked for; aiohttp: `ContentTypeError`
 * @AIOHTTP_CLIENT_ERROR_BODY_TOO_LARGE: the body is over the session's limit
 * @AIOHTTP_CLIENT_ERROR_TOO_MANY_REDIRECTS: more redirects than allowed; aiohttp: `TooManyRedirects`
 * @AIOHTTP_CLIENT_ERROR_INVALID_REDIRECT: a redirect to a URL that cannot be used; aiohttp: `InvalidUrlRedirectClientError`
 * @AIOHTTP_CLIENT_ERROR_STATUS: a status of 400 or more where `raise_for_status` was asked for; aiohttp: `ClientResponseError`
 *
 * A request of the client that did not succeed. aiohttp: `ClientError` and its subclasses.
 *
 * Codes are only ever appended.
 *
 * Since: 0.1
 */
typedef enum
{
  AIOHTTP_CLIENT_ERROR_FAILED,
  AIOHTTP_CLIENT_ERROR_INVALID_URL,
  AIOHTTP_CLIENT_ERROR_NON_HTTP_URL,
  AIOHTTP_CLIENT_ERROR_CONNECT,
  AIOHTTP_CLIENT_ERROR_DNS,
  AIOHTTP_CLIENT_ERROR_TLS,
  AIOHTTP_CLIENT_ERROR_PROXY,
  AIOHTTP_CLIENT_ERROR_TIMEOUT,
  AIOHTTP_CLIENT_ERROR_CONNECTION_TIMEOUT,
  AIOHTTP_CLIENT_ERROR_SOCKET_TIMEOUT,
  AIOHTTP_CLIENT_ERROR_DISCONNECTED,
  AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED,
  AIOHTTP_CLIENT_ERROR_BAD_RESPONSE,
  AIOHTTP_CLIENT_ERROR_PAYLOAD,
  AIOHTTP_CLIENT_ERROR_CONTENT_ENCODING,
  AIOHTTP_CLIENT_ERROR_CONTENT_TYPE,
  AIOHTTP_CLIENT_ERROR_BODY_TOO_LARGE,
  AIOHTTP_CLIENT_ERROR_TOO_MANY_REDIRECTS,
  AIOHTTP_CLIENT_ERROR_INVALID_REDIRECT,
  AIOHTTP_CLIENT_ERROR_STATUS,
} AiohttpClientError;

AIOHTTP_AVAILABLE_IN_ALL
GQuark aiohttp_client_error_quark (void);

/**
 * AIOHTTP_PROTOCOL_ERROR:
 *
 * The error domain whose codes are [error@Aiohttp.ProtocolError].
 *
 * Since: 0.1
 */
#define AIOHTTP_PROTOCOL_ERROR (aiohttp_protocol_error_quark ())

/**
 * AiohttpProtocolError:
 * @AIOHTTP_PROTOCOL_ERROR_FAILED: anything that has no code of its own
 * @AIOHTTP_PROTOCOL_ERROR_BAD_REQUEST_LINE: a request line that is not `method SP target SP version` (RFC 9112, 3)
 * @AIOHTTP_PROTOCOL_ERROR_BAD_STATUS_LINE: a status line that is not `version SP status SP reason` (RFC 9112, 4)
 * @AIOHTTP_PROTOCOL_ERROR_BAD_METHOD: a method that is not a token (RFC 9110, 9.1)
 * @AIOHTTP_PROTOCOL_ERROR_BAD_TARGET: a request target of no known form (RFC 9112, 3.2)
 * @AIOHTTP_PROTOCOL_ERROR_BAD_VERSION: a version other than HTTP/1.0 and HTTP/1.1 (RFC 9112, 2.3)
 * @AIOHTTP_PROTOCOL_ERROR_BAD_LINE_END: a line that does not end in CR LF (RFC 9112, 2.2)
 * @AIOHTTP_PROTOCOL_ERROR_BAD_FIELD: a malformed field line (RFC 9112, 5)
 * @AIOHTTP_PROTOCOL_ERROR_BAD_HOST: a missing, doubled or malformed Host (RFC 9112, 3.2)
 * @AIOHTTP_PROTOCOL_ERROR_BAD_CONTENT_LENGTH: a Content-Length that is not one decimal number (RFC 9112, 6.3)
 * @AIOHTTP_PROTOCOL_ERROR_BAD_TRANSFER_ENCODING: a Transfer-Encoding that does not end in one chunked, or beside Content-Length (RFC 9112, 6.1)
 * @AIOHTTP_PROTOCOL_ERROR_BAD_CHUNK: a malformed chunk size, extension or end (RFC 9112, 7.1)
 * @AIOHTTP_PROTOCOL_ERROR_LINE_TOO_LONG: a request or status line over the limit
 * @AIOHTTP_PROTOCOL_ERROR_FIELD_TOO_LONG: a field over the limit
 * @AIOHTTP_PROTOCOL_ERROR_TOO_MANY_FIELDS: more fields than the limit
 * @AIOHTTP_PROTOCOL_ERROR_BODY_TOO_LARGE: a body over the limit
 * @AIOHTTP_PROTOCOL_ERROR_UNEXPECTED_EOF: the connection ended inside a message
 * @AIOHTTP_PROTOCOL_ERROR_EXTRA_DATA: bytes after the end of the last message
 * @AIOHTTP_PROTOCOL_ERROR_TIMEOUT: the peer was too slow
 *
 * The peer broke the rules of HTTP.
 *
 * Codes are only ever appended.
 *
 * Since: 0.1
 */
typedef enum
{
  AIOHTTP_PROTOCOL_ERROR_FAILED,
  AIOHTTP_PROTOCOL_ERROR_BAD_REQUEST_LINE,
  AIOHTTP_PROTOCOL_ERROR_BAD_STATUS_LINE,
  AIOHTTP_PROTOCOL_ERROR_BAD_METHOD,
  AIOHTTP_PROTOCOL_ERROR_BAD_TARGET,
  AIOHTTP_PROTOCOL_ERROR_BAD_VERSION,
  AIOHTTP_PROTOCOL_ERROR_BAD_LINE_END,
  AIOHTTP_PROTOCOL_ERROR_BAD_FIELD,
  AIOHTTP_PROTOCOL_ERROR_BAD_HOST,
  AIOHTTP_PROTOCOL_ERROR_BAD_CONTENT_LENGTH,
  AIOHTTP_PROTOCOL_ERROR_BAD_TRANSFER_ENCODING,
  AIOHTTP_PROTOCOL_ERROR_BAD_CHUNK,
  AIOHTTP_PROTOCOL_ERROR_LINE_TOO_LONG,
  AIOHTTP_PROTOCOL_ERROR_FIELD_TOO_LONG,
  AIOHTTP_PROTOCOL_ERROR_TOO_MANY_FIELDS,
  AIOHTTP_PROTOCOL_ERROR_BODY_TOO_LARGE,
  AIOHTTP_PROTOCOL_ERROR_UNEXPECTED_EOF,
  AIOHTTP_PROTOCOL_ERROR_EXTRA_DATA,
  AIOHTTP_PROTOCOL_ERROR_TIMEOUT,
} AiohttpProtocolError;

AIOHTTP_AVAILABLE_IN_ALL
GQuark aiohttp_protocol_error_quark (void);

/**
 * AIOHTTP_WEBSOCKET_ERROR:
 *
 * The error domain whose codes are [error@Aiohttp.WebSocketError].
 *
 * Since: 0.1
 */
#define AIOHTTP_WEBSOCKET_ERROR (aiohttp_web_socket_error_quark ())

#ifndef __GI_SCANNER__
/* By this name Vala looks for it. */
#define AIOHTTP_WEB_SOCKET_ERROR AIOHTTP_WEBSOCKET_ERROR
#endif

/**
 * AiohttpWebSocketError:
 * @AIOHTTP_WEBSOCKET_ERROR_FAILED: anything that has no code of its own
 * @AIOHTTP_WEBSOCKET_ERROR_CLOSED: the websocket is closed, or is being closed
 * @AIOHTTP_WEBSOCKET_ERROR_DISCONNECTED: the connection ended without a close frame: close code 1006
 * @AIOHTTP_WEBSOCKET_ERROR_NO_PONG: the peer did not answer the heartbeat in time; aiohttp: `ServerTimeoutError`
 * @AIOHTTP_WEBSOCKET_ERROR_MESSAGE_TYPE: a message of another type than the one asked for; aiohttp: `WSMessageTypeError`
 * @AIOHTTP_WEBSOCKET_ERROR_PROTOCOL: a frame that breaks the rules (RFC 6455, 5): close code 1002
 * @AIOHTTP_WEBSOCKET_ERROR_INVALID_DATA: text that is not UTF-8, or data that cannot be inflated: close code 1007
 * @AIOHTTP_WEBSOCKET_ERROR_MESSAGE_TOO_BIG: a message over the limit: close code 1009
 * @AIOHTTP_WEBSOCKET_ERROR_HANDSHAKE: the opening handshake failed; aiohttp: `WSServerHandshakeError`
 * @AIOHTTP_WEBSOCKET_ERROR_AWAY: there is no connection just now; it is being made again
 *
 * What ends a websocket, or an operation on it.
 *
 * Codes are only ever appended.
 *
 * Since: 0.1
 */
typedef enum
{
  AIOHTTP_WEBSOCKET_ERROR_FAILED,
  AIOHTTP_WEBSOCKET_ERROR_CLOSED,
  AIOHTTP_WEBSOCKET_ERROR_DISCONNECTED,
  AIOHTTP_WEBSOCKET_ERROR_NO_PONG,
  AIOHTTP_WEBSOCKET_ERROR_MESSAGE_TYPE,
  AIOHTTP_WEBSOCKET_ERROR_PROTOCOL,
  AIOHTTP_WEBSOCKET_ERROR_INVALID_DATA,
  AIOHTTP_WEBSOCKET_ERROR_MESSAGE_TOO_BIG,
  AIOHTTP_WEBSOCKET_ERROR_HANDSHAKE,
  AIOHTTP_WEBSOCKET_ERROR_AWAY,
} AiohttpWebSocketError;

AIOHTTP_AVAILABLE_IN_ALL
GQuark aiohttp_web_socket_error_quark (void);

/**
 * AIOHTTP_HTTP_ERROR:
 *
 * The error domain whose codes are [error@Aiohttp.HttpError]: the statuses that a handler may raise. The message
 * becomes the body of the response.
 *
 * Since: 0.1
 */
#define AIOHTTP_HTTP_ERROR (aiohttp_http_error_quark ())

/**
 * AiohttpHttpError:
 * @AIOHTTP_HTTP_ERROR_BAD_REQUEST: 400
 * @AIOHTTP_HTTP_ERROR_UNAUTHORIZED: 401
 * @AIOHTTP_HTTP_ERROR_PAYMENT_REQUIRED: 402
 * @AIOHTTP_HTTP_ERROR_FORBIDDEN: 403
 * @AIOHTTP_HTTP_ERROR_NOT_FOUND: 404
 * @AIOHTTP_HTTP_ERROR_METHOD_NOT_ALLOWED: 405
 * @AIOHTTP_HTTP_ERROR_NOT_ACCEPTABLE: 406
 * @AIOHTTP_HTTP_ERROR_PROXY_AUTHENTICATION_REQUIRED: 407
 * @AIOHTTP_HTTP_ERROR_REQUEST_TIMEOUT: 408
 * @AIOHTTP_HTTP_ERROR_CONFLICT: 409
 * @AIOHTTP_HTTP_ERROR_GONE: 410
 * @AIOHTTP_HTTP_ERROR_LENGTH_REQUIRED: 411
 * @AIOHTTP_HTTP_ERROR_PRECONDITION_FAILED: 412
 * @AIOHTTP_HTTP_ERROR_CONTENT_TOO_LARGE: 413
 * @AIOHTTP_HTTP_ERROR_URI_TOO_LONG: 414
 * @AIOHTTP_HTTP_ERROR_UNSUPPORTED_MEDIA_TYPE: 415
 * @AIOHTTP_HTTP_ERROR_RANGE_NOT_SATISFIABLE: 416
 * @AIOHTTP_HTTP_ERROR_EXPECTATION_FAILED: 417
 * @AIOHTTP_HTTP_ERROR_MISDIRECTED_REQUEST: 421
 * @AIOHTTP_HTTP_ERROR_UNPROCESSABLE_CONTENT: 422
 * @AIOHTTP_HTTP_ERROR_FAILED_DEPENDENCY: 424
 * @AIOHTTP_HTTP_ERROR_UPGRADE_REQUIRED: 426
 * @AIOHTTP_HTTP_ERROR_PRECONDITION_REQUIRED: 428
 * @AIOHTTP_HTTP_ERROR_TOO_MANY_REQUESTS: 429
 * @AIOHTTP_HTTP_ERROR_REQUEST_HEADER_FIELDS_TOO_LARGE: 431
 * @AIOHTTP_HTTP_ERROR_UNAVAILABLE_FOR_LEGAL_REASONS: 451
 * @AIOHTTP_HTTP_ERROR_INTERNAL_SERVER_ERROR: 500
 * @AIOHTTP_HTTP_ERROR_NOT_IMPLEMENTED: 501
 * @AIOHTTP_HTTP_ERROR_BAD_GATEWAY: 502
 * @AIOHTTP_HTTP_ERROR_SERVICE_UNAVAILABLE: 503
 * @AIOHTTP_HTTP_ERROR_GATEWAY_TIMEOUT: 504
 * @AIOHTTP_HTTP_ERROR_VERSION_NOT_SUPPORTED: 505
 * @AIOHTTP_HTTP_ERROR_VARIANT_ALSO_NEGOTIATES: 506
 * @AIOHTTP_HTTP_ERROR_INSUFFICIENT_STORAGE: 507
 * @AIOHTTP_HTTP_ERROR_NOT_EXTENDED: 510
 * @AIOHTTP_HTTP_ERROR_NETWORK_AUTHENTICATION_REQUIRED: 511
 *
 * The HTTP statuses that a handler may raise as an error (RFC 9110, 15; aiohttp: `HTTPException`).
 *
 * Since: 0.1
 */
typedef enum
{
  AIOHTTP_HTTP_ERROR_BAD_REQUEST = 400,
  AIOHTTP_HTTP_ERROR_UNAUTHORIZED = 401,
  AIOHTTP_HTTP_ERROR_PAYMENT_REQUIRED = 402,
  AIOHTTP_HTTP_ERROR_FORBIDDEN = 403,
  AIOHTTP_HTTP_ERROR_NOT_FOUND = 404,
  AIOHTTP_HTTP_ERROR_METHOD_NOT_ALLOWED = 405,
  AIOHTTP_HTTP_ERROR_NOT_ACCEPTABLE = 406,
  AIOHTTP_HTTP_ERROR_PROXY_AUTHENTICATION_REQUIRED = 407,
  AIOHTTP_HTTP_ERROR_REQUEST_TIMEOUT = 408,
  AIOHTTP_HTTP_ERROR_CONFLICT = 409,
  AIOHTTP_HTTP_ERROR_GONE = 410,
  AIOHTTP_HTTP_ERROR_LENGTH_REQUIRED = 411,
  AIOHTTP_HTTP_ERROR_PRECONDITION_FAILED = 412,
  AIOHTTP_HTTP_ERROR_CONTENT_TOO_LARGE = 413,
  AIOHTTP_HTTP_ERROR_URI_TOO_LONG = 414,
  AIOHTTP_HTTP_ERROR_UNSUPPORTED_MEDIA_TYPE = 415,
  AIOHTTP_HTTP_ERROR_RANGE_NOT_SATISFIABLE = 416,
  AIOHTTP_HTTP_ERROR_EXPECTATION_FAILED = 417,
  AIOHTTP_HTTP_ERROR_MISDIRECTED_REQUEST = 421,
  AIOHTTP_HTTP_ERROR_UNPROCESSABLE_CONTENT = 422,
  AIOHTTP_HTTP_ERROR_FAILED_DEPENDENCY = 424,
  AIOHTTP_HTTP_ERROR_UPGRADE_REQUIRED = 426,
  AIOHTTP_HTTP_ERROR_PRECONDITION_REQUIRED = 428,
  AIOHTTP_HTTP_ERROR_TOO_MANY_REQUESTS = 429,
  AIOHTTP_HTTP_ERROR_REQUEST_HEADER_FIELDS_TOO_LARGE = 431,
  AIOHTTP_HTTP_ERROR_UNAVAILABLE_FOR_LEGAL_REASONS = 451,
  AIOHTTP_HTTP_ERROR_INTERNAL_SERVER_ERROR = 500,
  AIOHTTP_HTTP_ERROR_NOT_IMPLEMENTED = 501,
  AIOHTTP_HTTP_ERROR_BAD_GATEWAY = 502,
  AIOHTTP_HTTP_ERROR_SERVICE_UNAVAILABLE = 503,
  AIOHTTP_HTTP_ERROR_GATEWAY_TIMEOUT = 504,
  AIOHTTP_HTTP_ERROR_VERSION_NOT_SUPPORTED = 505,
  AIOHTTP_HTTP_ERROR_VARIANT_ALSO_NEGOTIATES = 506,
  AIOHTTP_HTTP_ERROR_INSUFFICIENT_STORAGE = 507,
  AIOHTTP_HTTP_ERROR_NOT_EXTENDED = 510,
  AIOHTTP_HTTP_ERROR_NETWORK_AUTHENTICATION_REQUIRED = 511,
} AiohttpHttpError;

AIOHTTP_AVAILABLE_IN_ALL
GQuark aiohttp_http_error_quark (void);

G_END_DECLS
