/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-response.h"

struct _AiohttpClientResponse
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (AiohttpClientResponse, aiohttp_client_response, G_TYPE_OBJECT)

static void
aiohttp_client_response_class_init (AiohttpClientResponseClass *klass)
{
}

static void
aiohttp_client_response_init (AiohttpClientResponse *self)
{
}

/**
 * aiohttp_client_response_get_method:
 * @self: a client response
 *
 * Gets the method of the request that this answers; after a redirect it may differ from the one asked for.
 *
 * Returns: (transfer none): the method
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_get_url:
 * @self: a client response
 *
 * Gets the URL that answered, redirects followed, without its fragment.
 *
 * Returns: (transfer none): the URL
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_get_real_url:
 * @self: a client response
 *
 * Gets the URL that answered, redirects followed, with its fragment.
 *
 * Returns: (transfer none): the URL
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_get_status:
 * @self: a client response
 *
 * Gets the status (RFC 9110, 15).
 *
 * Returns: the status, such as 200
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_get_reason:
 * @self: a client response
 *
 * Gets the reason phrase that came with the status. It is empty over HTTP/2 and where the server sends none.
 *
 * Returns: (transfer none): the reason phrase
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_get_version:
 * @self: a client response
 *
 * Gets the HTTP version that the server answered with.
 *
 * Returns: the version
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_is_ok:
 * @self: a client response
 *
 * Tells whether the status is below 400.
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_get_headers:
 * @self: a client response
 *
 * Gets the header fields. Names are compared without regard to case; `soup_message_headers_get_list ()` joins fields of
 * the same name with commas.
 *
 * Returns: (transfer none): the header fields
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_get_header:
 * @self: a client response
 * @name: a field name, in any case
 *
 * Looks one header field up; several of the same name are joined with `", "`.
 *
 * Returns: (transfer none) (nullable): the value, or %NULL when there is none
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_get_history:
 * @self: a client response
 * @n_responses: (out): the number of responses
 *
 * Gets the redirects that led here, oldest first. Their bodies cannot be read.
 *
 * Returns: (transfer none) (array length=n_responses) (nullable): the responses before this one
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_get_content_type:
 * @self: a client response
 *
 * Gets the media type from Content-Type, in lower case and without parameters; `application/octet-stream` when there is
 * none or it is malformed.
 *
 * Returns: (transfer none): the media type
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_get_charset:
 * @self: a client response
 *
 * Gets the `charset` parameter of Content-Type.
 *
 * Returns: (transfer none) (nullable): the charset, or %NULL when there is none
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_get_encoding:
 * @self: a client response
 *
 * Gets the charset that [method@Aiohttp.ClientResponse.text_async] is told to use.
 *
 * Returns: (transfer none) (nullable): the charset, or %NULL to find it out
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_set_encoding:
 * @self: a client response
 * @encoding: (nullable): the charset, or %NULL to find it out
 *
 * Sets the charset that [method@Aiohttp.ClientResponse.text_async] and [method@Aiohttp.ClientResponse.json_async]
 * decode the body with, whatever the server says.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_get_check_content_type:
 * @self: a client response
 *
 * Tells whether JSON must be declared as such.
 *
 * Returns: whether the content type is checked
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_set_check_content_type:
 * @self: a client response
 * @check_content_type: whether to check the content type
 *
 * Chooses whether [method@Aiohttp.ClientResponse.json_async] fails with %AIOHTTP_CLIENT_ERROR_CONTENT_TYPE unless the
 * content type is a JSON one. aiohttp: `json(content_type=None)`.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_get_content:
 * @self: a client response
 *
 * Gets the body as a stream: what was read from it is not in [method@Aiohttp.ClientResponse.read_async] any more.
 *
 * Returns: (transfer none): the body
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_is_closed:
 * @self: a client response
 *
 * Tells whether the response has given its connection back: its body was read to the end, or it was released or closed.
 *
 * Returns: whether it has
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_raise_for_status:
 * @self: a client response
 * @error: return location for an error
 *
 * Makes a status of 400 or more an error, %AIOHTTP_CLIENT_ERROR_STATUS, and releases the response then.
 *
 * Returns: %TRUE when the status is below 400; %FALSE with @error set otherwise
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_require_json:
 * @self: a client response
 * @error: return location for an error
 *
 * Checks that the content type is one of JSON: `application/json`, or any that ends in `+json`. It does so even where
 * [property@Aiohttp.ClientResponse:check-content-type] is %FALSE.
 *
 * Returns: %TRUE for JSON; %FALSE with %AIOHTTP_CLIENT_ERROR_CONTENT_TYPE otherwise
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_release:
 * @self: a client response
 *
 * Gives the connection back: to the pool if the body was read to its end, else it is closed. Reading on fails with
 * %AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED; what [method@Aiohttp.ClientResponse.read_async] has read stays readable.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_close:
 * @self: a client response
 *
 * Closes the connection, unless the whole body was read and it went back to the pool before. A read under way fails with
 * %AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_read_async:
 * @self: a client response
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the whole body is there
 * @user_data: (closure): data for @callback
 *
 * Reads the whole body into memory, content codings undone, and keeps it, so that it may be read again. Bound it by
 * [property@Aiohttp.ClientSession:max-body-size] where the server is not trusted. Fails with
 * %AIOHTTP_CLIENT_ERROR_PAYLOAD when the body is cut short.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_read_finish:
 * @self: a client response
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.ClientResponse.read_async].
 *
 * Returns: (transfer full): the body; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_read: (skip)
 * @self: a client response
 * @error: return location for an error
 *
 * Reads the whole body and suspends the calling coroutine until it is there: the awaiting form of
 * [method@Aiohttp.ClientResponse.read_async].
 *
 * Returns: (transfer full): the body; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_text_async:
 * @self: a client response
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the text is there
 * @user_data: (closure): data for @callback
 *
 * Reads the whole body as text. Its charset is, in this order: [property@Aiohttp.ClientResponse:encoding], the one that
 * Content-Type names, UTF-8. A body that is not valid in that charset, or has a NUL in it, fails with
 * %AIOHTTP_CLIENT_ERROR_PAYLOAD.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_text_finish:
 * @self: a client response
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.ClientResponse.text_async].
 *
 * Returns: (transfer full): the text, in UTF-8; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_text: (skip)
 * @self: a client response
 * @error: return location for an error
 *
 * Reads the whole body as text and suspends the calling coroutine until it is there: the awaiting form of
 * [method@Aiohttp.ClientResponse.text_async].
 *
 * Returns: (transfer full): the text, in UTF-8; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_json_async:
 * @self: a client response
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the JSON is there
 * @user_data: (closure): data for @callback
 *
 * Reads the whole body and parses it as JSON. Fails with %AIOHTTP_CLIENT_ERROR_CONTENT_TYPE when the content type is
 * not JSON's (see [property@Aiohttp.ClientResponse:check-content-type]), with %AIOHTTP_CLIENT_ERROR_PAYLOAD when the
 * body is empty or nested deeper than 64 levels, and with an error of [error@Json.ParserError] when it is malformed.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_json_finish:
 * @self: a client response
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.ClientResponse.json_async].
 *
 * Returns: (transfer full): the root of the document; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_response_json: (skip)
 * @self: a client response
 * @error: return location for an error
 *
 * Reads the whole body as JSON and suspends the calling coroutine until it is there: the awaiting form of
 * [method@Aiohttp.ClientResponse.json_async].
 *
 * Returns: (transfer full): the root of the document; %NULL on error
 *
 * Since: 0.1
 */
