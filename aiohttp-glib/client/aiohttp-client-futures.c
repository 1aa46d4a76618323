/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-response.h"
#include "aiohttp-client-session.h"

#include "aiohttp-await-private.h"

/**
 * aiohttp_client_session_request_future:
 * @self: a session
 * @method: a request method: an RFC 9110 token
 * @url: an absolute URL of http or https
 * @options: (nullable): what is special about this request
 * @cancellable: (nullable): a cancellable
 *
 * Starts [method@Aiohttp.ClientSession.request_async] and gives a future of it: to be awaited with others by [func@Aiohttp.gather], or with a
 * limit by [func@Aiohttp.wait_for]. The future goes to [method@Aiohttp.ClientSession.request_finish].
 *
 * Returns: (transfer full): a future of the operation
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_FUTURE (aiohttp_client_session_request,
                       (AiohttpClientSession * self, const char *method, const char *url,
                        AiohttpRequestOptions *options),
                       (self, method, url, options))

/**
 * aiohttp_client_response_read_future:
 * @self: a response
 * @cancellable: (nullable): a cancellable
 *
 * Starts [method@Aiohttp.ClientResponse.read_async] and gives a future of it: to be awaited with others by [func@Aiohttp.gather], or with a
 * limit by [func@Aiohttp.wait_for]. The future goes to [method@Aiohttp.ClientResponse.read_finish].
 *
 * Returns: (transfer full): a future of the operation
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_FUTURE (aiohttp_client_response_read, (AiohttpClientResponse * self), (self))

/**
 * aiohttp_client_response_text_future:
 * @self: a response
 * @cancellable: (nullable): a cancellable
 *
 * Starts [method@Aiohttp.ClientResponse.text_async] and gives a future of it: to be awaited with others by [func@Aiohttp.gather], or with a
 * limit by [func@Aiohttp.wait_for]. The future goes to [method@Aiohttp.ClientResponse.text_finish].
 *
 * Returns: (transfer full): a future of the operation
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_FUTURE (aiohttp_client_response_text, (AiohttpClientResponse * self), (self))
