/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-error.h"

/**
 * aiohttp_error_quark:
 *
 * The quark behind %AIOHTTP_ERROR.
 *
 * Returns: the error domain of [error@Aiohttp.Error]
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_error_quark:
 *
 * The quark behind %AIOHTTP_CLIENT_ERROR.
 *
 * Returns: the error domain of [error@Aiohttp.ClientError]
 *
 * Since: 0.1
 */

/**
 * aiohttp_protocol_error_quark:
 *
 * The quark behind %AIOHTTP_PROTOCOL_ERROR.
 *
 * Returns: the error domain of [error@Aiohttp.ProtocolError]
 *
 * Since: 0.1
 */

/**
 * aiohttp_web_socket_error_quark:
 *
 * The quark behind %AIOHTTP_WEBSOCKET_ERROR.
 *
 * Returns: the error domain of [error@Aiohttp.WebSocketError]
 *
 * Since: 0.1
 */

/**
 * aiohttp_http_error_quark:
 *
 * The quark behind %AIOHTTP_HTTP_ERROR.
 *
 * Returns: the error domain of [error@Aiohttp.HttpError]
 *
 * Since: 0.1
 */

/* clang-format would put spaces around the hyphens, which are part of the names */
/* clang-format off */
G_DEFINE_QUARK (aiohttp-error-quark, aiohttp_error)
G_DEFINE_QUARK (aiohttp-client-error-quark, aiohttp_client_error)
G_DEFINE_QUARK (aiohttp-protocol-error-quark, aiohttp_protocol_error)
G_DEFINE_QUARK (aiohttp-web-socket-error-quark, aiohttp_web_socket_error)
G_DEFINE_QUARK (aiohttp-http-error-quark, aiohttp_http_error)
/* clang-format on */
