/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-request-options.h"

struct _AiohttpRequestOptions
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (AiohttpRequestOptions, aiohttp_request_options, G_TYPE_OBJECT)

static void
aiohttp_request_options_class_init (AiohttpRequestOptionsClass *klass)
{
}

static void
aiohttp_request_options_init (AiohttpRequestOptions *self)
{
}

/**
 * aiohttp_request_options_new:
 *
 * Makes options that leave everything as the session has it.
 *
 * Returns: (transfer full): new options
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_get_headers:
 * @self: request options
 *
 * Gets the header fields of the request, which may be changed in place; [method@Aiohttp.RequestOptions.set_header] also
 * checks them.
 *
 * Returns: (transfer none): the header fields
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_set_header:
 * @self: request options
 * @name: a field name
 * @value: (nullable): its value, or %NULL to remove the field
 * @error: return location for an error
 *
 * Sets a header field, in place of any of that name here and in the session. Fails with %AIOHTTP_ERROR_INVALID_ARGUMENT
 * for a name that is not a token and for a value with a CR, LF or other control character.
 *
 * Returns: %TRUE; %FALSE with @error set when the field is malformed
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_append_header:
 * @self: request options
 * @name: a field name
 * @value: its value
 * @error: return location for an error
 *
 * Adds a header field beside those of the same name here. Fails as [method@Aiohttp.RequestOptions.set_header] does.
 *
 * Returns: %TRUE; %FALSE with @error set when the field is malformed
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_get_params:
 * @self: request options
 *
 * Gets the query parameters in their encoded form.
 *
 * Returns: (transfer none) (nullable): the parameters, as in `a=1&b=2`, or %NULL
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_set_params:
 * @self: request options
 * @params: (nullable): the parameters, encoded, as in `a=1&b=2`, or %NULL
 *
 * Sets the query parameters, which extend the query that the URL has itself. They are not sent again to the target of a
 * redirect.
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_add_param:
 * @self: request options
 * @name: the name, in plain text
 * @value: the value, in plain text
 *
 * Encodes a query parameter and adds it after those that are there.
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_get_body:
 * @self: request options
 *
 * Gets the body of the request.
 *
 * Returns: (transfer none) (nullable): the body, or %NULL
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_set_body:
 * @self: request options
 * @body: (nullable): the body, or %NULL
 *
 * Sets the body of the request: aiohttp's `data`. Its type is [property@Aiohttp.RequestOptions:content-type], or
 * `application/octet-stream`.
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_set_text:
 * @self: request options
 * @text: the body
 *
 * Sets a text as the body of the request, with content type `text/plain; charset=utf-8` unless one is set already.
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_get_content_type:
 * @self: request options
 *
 * Gets the content type of the body.
 *
 * Returns: (transfer none) (nullable): the content type, or %NULL for the body's default
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_set_content_type:
 * @self: request options
 * @content_type: (nullable): the content type, or %NULL for the body's default
 *
 * Sets the content type of the body. A Content-Type among the headers comes before it.
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_get_json:
 * @self: request options
 *
 * Gets the JSON that is sent as body.
 *
 * Returns: (transfer none) (nullable): the JSON, or %NULL
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_set_json:
 * @self: request options
 * @json: (nullable): the JSON, or %NULL
 *
 * Sets JSON as the body, with content type `application/json`. It is written when the request is sent. A request with a
 * body and JSON fails with %AIOHTTP_ERROR_INVALID_ARGUMENT.
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_get_json_text:
 * @self: request options
 *
 * Gets the JSON text that is sent as body.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_set_json_text:
 * @self: request options
 * @json_text: (nullable): JSON, written by the caller, or %NULL
 *
 * Sets ready-made JSON text as the body, with content type `application/json`, in place of
 * [property@Aiohttp.RequestOptions:json]. It is sent as it is.
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_get_timeout:
 * @self: request options
 *
 * Gets the time that the whole request may take.
 *
 * Returns: seconds; 0 for no limit; -1 for the session's
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_set_timeout:
 * @self: request options
 * @timeout: seconds; 0 for no limit; -1 for the session's
 *
 * Sets the time that the whole request may take, from its call to the end of its body.
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_get_allow_redirects:
 * @self: request options
 *
 * Tells whether redirects are followed.
 *
 * Returns: whether they are
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_set_allow_redirects:
 * @self: request options
 * @allow_redirects: whether to follow redirects
 *
 * Chooses whether redirects are followed. Unless this is set, they are but for HEAD.
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_get_max_redirects:
 * @self: request options
 *
 * Gets the number of redirects at which the request fails.
 *
 * Returns: the number; 0 for no limit; -1 for the session's
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_set_max_redirects:
 * @self: request options
 * @max_redirects: the number; 0 for no limit; -1 for the session's
 *
 * Sets the number of redirects at which the request fails with %AIOHTTP_CLIENT_ERROR_TOO_MANY_REDIRECTS.
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_get_raise_for_status:
 * @self: request options
 *
 * Tells whether a status of 400 or more fails the request.
 *
 * Returns: whether it does; %FALSE too while the session decides
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_set_raise_for_status:
 * @self: request options
 * @raise_for_status: whether such a status is an error
 *
 * Chooses whether a status of 400 or more fails the request, whatever the session has.
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_get_auto_decompress:
 * @self: request options
 *
 * Tells whether the content coding of the response is undone.
 *
 * Returns: whether it is; %TRUE too while the session decides
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_set_auto_decompress:
 * @self: request options
 * @auto_decompress: whether to decode the body
 *
 * Chooses whether the content coding of the response is undone, whatever the session has.
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_get_max_body_size:
 * @self: request options
 *
 * Gets the greatest body, decoded, that the response may have.
 *
 * Returns: bytes; 0 for no limit; -1 for the session's
 *
 * Since: 0.1
 */

/**
 * aiohttp_request_options_set_max_body_size:
 * @self: request options
 * @max_body_size: bytes; 0 for no limit; -1 for the session's
 *
 * Sets the greatest body, decoded, that the response may have.
 *
 * Since: 0.1
 */
