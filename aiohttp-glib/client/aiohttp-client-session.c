/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-session.h"

struct _AiohttpClientSession
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (AiohttpClientSession, aiohttp_client_session, G_TYPE_OBJECT)

static void
aiohttp_client_session_class_init (AiohttpClientSessionClass *klass)
{
}

static void
aiohttp_client_session_init (AiohttpClientSession *self)
{
}

/**
 * aiohttp_client_session_new:
 *
 * Makes a session with a [class@Aiohttp.TcpConnector] of its own. It belongs to the calling thread's default
 * [struct@GLib.MainContext].
 *
 * Returns: (transfer full): a new session
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_new_with_connector:
 * @connector: the connector to send through
 *
 * Makes a session that sends through @connector, which it also closes when it is closed; to share a connector between
 * sessions, set [property@Aiohttp.ClientSession:connector-owner] to %FALSE at construction.
 *
 * Returns: (transfer full): a new session
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_get_connector:
 * @self: a client session
 *
 * Gets the connector that the session sends through.
 *
 * Returns: (transfer none): the connector
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_get_connector_owner:
 * @self: a client session
 *
 * Tells whether closing the session closes its connector too.
 *
 * Returns: whether the session owns its connector
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_get_headers:
 * @self: a client session
 *
 * Gets the fields that every request of the session carries unless it brings a field of the same name itself. They may
 * be changed in place, for the requests to come; [method@Aiohttp.ClientSession.set_header] also checks them.
 *
 * Returns: (transfer none): the default header fields
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_set_header:
 * @self: a client session
 * @name: a field name
 * @value: (nullable): its value, or %NULL to remove the field
 * @error: return location for an error
 *
 * Sets a default header field, in place of any of that name. Fails with %AIOHTTP_ERROR_INVALID_ARGUMENT for a name that
 * is not a token and for a value with a CR, LF or other control character.
 *
 * Returns: %TRUE; %FALSE with @error set when the field is malformed
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_append_header:
 * @self: a client session
 * @name: a field name
 * @value: its value
 * @error: return location for an error
 *
 * Adds a default header field beside those of the same name. Fails as [method@Aiohttp.ClientSession.set_header] does.
 *
 * Returns: %TRUE; %FALSE with @error set when the field is malformed
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_get_timeout:
 * @self: a client session
 *
 * Gets the time that a whole request may take.
 *
 * Returns: seconds; 0 for no limit
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_set_timeout:
 * @self: a client session
 * @timeout: seconds; 0 for no limit
 *
 * Sets the time that a whole request may take, from its call to the end of its body.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_get_raise_for_status:
 * @self: a client session
 *
 * Tells whether a status of 400 or more fails the request.
 *
 * Returns: whether such a status is an error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_set_raise_for_status:
 * @self: a client session
 * @raise_for_status: whether such a status is an error
 *
 * Chooses whether a status of 400 or more fails the request with %AIOHTTP_CLIENT_ERROR_STATUS.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_get_auto_decompress:
 * @self: a client session
 *
 * Tells whether the content codings of responses are undone.
 *
 * Returns: whether bodies are decoded
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_set_auto_decompress:
 * @self: a client session
 * @auto_decompress: whether to decode bodies
 *
 * Chooses whether the content codings of responses are undone: gzip, deflate, br and zstd.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_get_max_redirects:
 * @self: a client session
 *
 * Gets the number of redirects at which a request fails.
 *
 * Returns: the number; 0 for no limit
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_set_max_redirects:
 * @self: a client session
 * @max_redirects: the number; 0 for no limit
 *
 * Sets the number of redirects at which a request fails with %AIOHTTP_CLIENT_ERROR_TOO_MANY_REDIRECTS: with 10, the
 * tenth redirect is the failure, as in aiohttp.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_get_max_body_size:
 * @self: a client session
 *
 * Gets the greatest body, decoded, that a response may have.
 *
 * Returns: bytes; 0 for no limit
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_set_max_body_size:
 * @self: a client session
 * @max_body_size: bytes; 0 for no limit
 *
 * Sets the greatest body, decoded, that a response may have; reading beyond it fails with
 * %AIOHTTP_CLIENT_ERROR_BODY_TOO_LARGE. Set it where the server is not trusted: a small compressed body may unfold into
 * a very large one.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_is_closed:
 * @self: a client session
 *
 * Tells whether the session was closed.
 *
 * Returns: whether it is closed
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_request_async:
 * @self: a client session
 * @method: a method: a token, made upper case
 * @url: an absolute `http` or `https` URL
 * @options: (nullable): what the request carries beside its URL, or %NULL
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the head of the response is there
 * @user_data: (closure): data for @callback
 *
 * Sends a request, follows its redirects, and is done when the head of the last response is there; the body is read
 * from that. @options are read during the call: changing them later does not change the request.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_request_finish:
 * @self: a client session
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.ClientSession.request_async].
 *
 * Returns: (transfer full): the response, whose body is still to be read; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_request: (skip)
 * @self: a client session
 * @method: a method: a token, made upper case
 * @url: an absolute `http` or `https` URL
 * @options: (nullable): what the request carries beside its URL, or %NULL
 * @error: return location for an error
 *
 * Sends a request and suspends the calling coroutine until the head of the response is there: the awaiting form of
 * [method@Aiohttp.ClientSession.request_async].
 *
 * Returns: (transfer full): the response, whose body is still to be read; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_get_async:
 * @self: a client session
 * @url: an absolute `http` or `https` URL
 * @options: (nullable): what the request carries beside its URL, or %NULL
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the head of the response is there
 * @user_data: (closure): data for @callback
 *
 * Sends a GET request. See [method@Aiohttp.ClientSession.request_async] for
 * the life of a request and its errors. aiohttp: `ClientSession.get`.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_get_finish:
 * @self: a client session
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.ClientSession.get_async].
 *
 * Returns: (transfer full): the response, whose body is still to be read; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_get: (skip)
 * @self: a client session
 * @url: an absolute `http` or `https` URL
 * @options: (nullable): what the request carries beside its URL, or %NULL
 * @error: return location for an error
 *
 * Sends a GET request and suspends the calling coroutine until the
 * head of the response is there: the awaiting form of [method@Aiohttp.ClientSession.get_async].
 *
 * Returns: (transfer full): the response, whose body is still to be read; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_options_async:
 * @self: a client session
 * @url: an absolute `http` or `https` URL
 * @options: (nullable): what the request carries beside its URL, or %NULL
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the head of the response is there
 * @user_data: (closure): data for @callback
 *
 * Sends an OPTIONS request. See [method@Aiohttp.ClientSession.request_async] for
 * the life of a request and its errors. aiohttp: `ClientSession.options`.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_options_finish:
 * @self: a client session
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.ClientSession.options_async].
 *
 * Returns: (transfer full): the response, whose body is still to be read; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_options: (skip)
 * @self: a client session
 * @url: an absolute `http` or `https` URL
 * @options: (nullable): what the request carries beside its URL, or %NULL
 * @error: return location for an error
 *
 * Sends an OPTIONS request and suspends the calling coroutine until the
 * head of the response is there: the awaiting form of [method@Aiohttp.ClientSession.options_async].
 *
 * Returns: (transfer full): the response, whose body is still to be read; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_head_async:
 * @self: a client session
 * @url: an absolute `http` or `https` URL
 * @options: (nullable): what the request carries beside its URL, or %NULL
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the head of the response is there
 * @user_data: (closure): data for @callback
 *
 * Sends a HEAD request, whose redirects are not followed unless the options ask for it. See [method@Aiohttp.ClientSession.request_async] for
 * the life of a request and its errors. aiohttp: `ClientSession.head`.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_head_finish:
 * @self: a client session
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.ClientSession.head_async].
 *
 * Returns: (transfer full): the response, whose body is still to be read; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_head: (skip)
 * @self: a client session
 * @url: an absolute `http` or `https` URL
 * @options: (nullable): what the request carries beside its URL, or %NULL
 * @error: return location for an error
 *
 * Sends a HEAD request, whose redirects are not followed unless the options ask for it and suspends the calling coroutine until the
 * head of the response is there: the awaiting form of [method@Aiohttp.ClientSession.head_async].
 *
 * Returns: (transfer full): the response, whose body is still to be read; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_post_async:
 * @self: a client session
 * @url: an absolute `http` or `https` URL
 * @options: (nullable): what the request carries beside its URL, or %NULL
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the head of the response is there
 * @user_data: (closure): data for @callback
 *
 * Sends a POST request, whose body is in the options. See [method@Aiohttp.ClientSession.request_async] for
 * the life of a request and its errors. aiohttp: `ClientSession.post`.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_post_finish:
 * @self: a client session
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.ClientSession.post_async].
 *
 * Returns: (transfer full): the response, whose body is still to be read; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_post: (skip)
 * @self: a client session
 * @url: an absolute `http` or `https` URL
 * @options: (nullable): what the request carries beside its URL, or %NULL
 * @error: return location for an error
 *
 * Sends a POST request, whose body is in the options and suspends the calling coroutine until the
 * head of the response is there: the awaiting form of [method@Aiohttp.ClientSession.post_async].
 *
 * Returns: (transfer full): the response, whose body is still to be read; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_put_async:
 * @self: a client session
 * @url: an absolute `http` or `https` URL
 * @options: (nullable): what the request carries beside its URL, or %NULL
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the head of the response is there
 * @user_data: (closure): data for @callback
 *
 * Sends a PUT request, whose body is in the options. See [method@Aiohttp.ClientSession.request_async] for
 * the life of a request and its errors. aiohttp: `ClientSession.put`.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_put_finish:
 * @self: a client session
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.ClientSession.put_async].
 *
 * Returns: (transfer full): the response, whose body is still to be read; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_put: (skip)
 * @self: a client session
 * @url: an absolute `http` or `https` URL
 * @options: (nullable): what the request carries beside its URL, or %NULL
 * @error: return location for an error
 *
 * Sends a PUT request, whose body is in the options and suspends the calling coroutine until the
 * head of the response is there: the awaiting form of [method@Aiohttp.ClientSession.put_async].
 *
 * Returns: (transfer full): the response, whose body is still to be read; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_patch_async:
 * @self: a client session
 * @url: an absolute `http` or `https` URL
 * @options: (nullable): what the request carries beside its URL, or %NULL
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the head of the response is there
 * @user_data: (closure): data for @callback
 *
 * Sends a PATCH request, whose body is in the options. See [method@Aiohttp.ClientSession.request_async] for
 * the life of a request and its errors. aiohttp: `ClientSession.patch`.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_patch_finish:
 * @self: a client session
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.ClientSession.patch_async].
 *
 * Returns: (transfer full): the response, whose body is still to be read; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_patch: (skip)
 * @self: a client session
 * @url: an absolute `http` or `https` URL
 * @options: (nullable): what the request carries beside its URL, or %NULL
 * @error: return location for an error
 *
 * Sends a PATCH request, whose body is in the options and suspends the calling coroutine until the
 * head of the response is there: the awaiting form of [method@Aiohttp.ClientSession.patch_async].
 *
 * Returns: (transfer full): the response, whose body is still to be read; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_delete_async:
 * @self: a client session
 * @url: an absolute `http` or `https` URL
 * @options: (nullable): what the request carries beside its URL, or %NULL
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the head of the response is there
 * @user_data: (closure): data for @callback
 *
 * Sends a DELETE request. See [method@Aiohttp.ClientSession.request_async] for
 * the life of a request and its errors. aiohttp: `ClientSession.delete`.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_delete_finish:
 * @self: a client session
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.ClientSession.delete_async].
 *
 * Returns: (transfer full): the response, whose body is still to be read; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_delete: (skip)
 * @self: a client session
 * @url: an absolute `http` or `https` URL
 * @options: (nullable): what the request carries beside its URL, or %NULL
 * @error: return location for an error
 *
 * Sends a DELETE request and suspends the calling coroutine until the
 * head of the response is there: the awaiting form of [method@Aiohttp.ClientSession.delete_async].
 *
 * Returns: (transfer full): the response, whose body is still to be read; %NULL on error
 *
 * Since: 0.1
 */
/**
 * aiohttp_client_session_close_async:
 * @self: a client session
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the session is closed
 * @user_data: (closure): data for @callback
 *
 * Closes the session: its requests under way and the bodies still being read fail with
 * %AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED, its connections end, and it is done when they have. Closing twice is
 * harmless. Cancelling stops the waiting, not the closing.
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_close_finish:
 * @self: a client session
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.ClientSession.close_async].
 *
 * Returns: %TRUE; %FALSE with @error set when the waiting was cancelled
 *
 * Since: 0.1
 */

/**
 * aiohttp_client_session_close: (skip)
 * @self: a client session
 * @error: return location for an error
 *
 * Closes the session and suspends the calling coroutine until it is closed: the awaiting form of
 * [method@Aiohttp.ClientSession.close_async].
 *
 * Returns: %TRUE; %FALSE with @error set when the waiting was cancelled
 *
 * Since: 0.1
 */

/**
 * aiohttp_send_request_async:
 * @method: a method: a token, made upper case
 * @url: an absolute `http` or `https` URL
 * @options: (nullable): what the request carries beside its URL, or %NULL
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the head of the response is there
 * @user_data: (closure): data for @callback
 *
 * Sends one request in a session of its own, which lives as long as the response and keeps no connection open after it.
 * For more than one request, a session is much cheaper. aiohttp: `aiohttp.request`.
 *
 * Since: 0.1
 */

/**
 * aiohttp_send_request_finish:
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [func@Aiohttp.send_request_async].
 *
 * Returns: (transfer full): the response, whose body is still to be read; %NULL on error
 *
 * Since: 0.1
 */

/**
 * aiohttp_request: (skip)
 * @method: a method: a token, made upper case
 * @url: an absolute `http` or `https` URL
 * @options: (nullable): what the request carries beside its URL, or %NULL
 * @error: return location for an error
 *
 * Sends one request in a session of its own and suspends the calling coroutine until the head of the response is there:
 * the awaiting form of [func@Aiohttp.send_request_async].
 *
 * Returns: (transfer full): the response, whose body is still to be read; %NULL on error
 *
 * Since: 0.1
 */
