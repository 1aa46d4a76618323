/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-session.h"
#include "aiohttp-client-session-private.h"

#include "aiohttp-await-private.h"
#include "aiohttp-debug-private.h"
#include "aiohttp-tcp-connector.h"

/* The requests that are named after their methods, and the one that needs no session. */

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
void
aiohttp_client_session_get_async (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  aiohttp_client_session_request_with_tag (self, "GET", url, options, aiohttp_client_session_get_async, cancellable,
                                           callback, user_data);
}

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
AiohttpClientResponse *
aiohttp_client_session_get_finish (AiohttpClientSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_client_session_get_async, error);
}

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
AiohttpClientResponse *
aiohttp_client_session_get (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options, GError **error)
{
  return aiohttp_client_session_await_request (self, "GET", url, options, G_STRFUNC, error);
}

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
void
aiohttp_client_session_options_async (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  aiohttp_client_session_request_with_tag (self, "OPTIONS", url, options, aiohttp_client_session_options_async,
                                           cancellable, callback, user_data);
}

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
AiohttpClientResponse *
aiohttp_client_session_options_finish (AiohttpClientSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_client_session_options_async, error);
}

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
AiohttpClientResponse *
aiohttp_client_session_options (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                                GError **error)
{
  return aiohttp_client_session_await_request (self, "OPTIONS", url, options, G_STRFUNC, error);
}

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
void
aiohttp_client_session_head_async (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  aiohttp_client_session_request_with_tag (self, "HEAD", url, options, aiohttp_client_session_head_async, cancellable,
                                           callback, user_data);
}

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
AiohttpClientResponse *
aiohttp_client_session_head_finish (AiohttpClientSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_client_session_head_async, error);
}

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
AiohttpClientResponse *
aiohttp_client_session_head (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                             GError **error)
{
  return aiohttp_client_session_await_request (self, "HEAD", url, options, G_STRFUNC, error);
}

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
void
aiohttp_client_session_post_async (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  aiohttp_client_session_request_with_tag (self, "POST", url, options, aiohttp_client_session_post_async, cancellable,
                                           callback, user_data);
}

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
AiohttpClientResponse *
aiohttp_client_session_post_finish (AiohttpClientSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_client_session_post_async, error);
}

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
AiohttpClientResponse *
aiohttp_client_session_post (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                             GError **error)
{
  return aiohttp_client_session_await_request (self, "POST", url, options, G_STRFUNC, error);
}

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
void
aiohttp_client_session_put_async (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                                  GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  aiohttp_client_session_request_with_tag (self, "PUT", url, options, aiohttp_client_session_put_async, cancellable,
                                           callback, user_data);
}

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
AiohttpClientResponse *
aiohttp_client_session_put_finish (AiohttpClientSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_client_session_put_async, error);
}

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
AiohttpClientResponse *
aiohttp_client_session_put (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options, GError **error)
{
  return aiohttp_client_session_await_request (self, "PUT", url, options, G_STRFUNC, error);
}

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
void
aiohttp_client_session_patch_async (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  aiohttp_client_session_request_with_tag (self, "PATCH", url, options, aiohttp_client_session_patch_async, cancellable,
                                           callback, user_data);
}

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
AiohttpClientResponse *
aiohttp_client_session_patch_finish (AiohttpClientSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_client_session_patch_async, error);
}

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
AiohttpClientResponse *
aiohttp_client_session_patch (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                              GError **error)
{
  return aiohttp_client_session_await_request (self, "PATCH", url, options, G_STRFUNC, error);
}

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
void
aiohttp_client_session_delete_async (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                                     GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  aiohttp_client_session_request_with_tag (self, "DELETE", url, options, aiohttp_client_session_delete_async,
                                           cancellable, callback, user_data);
}

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
AiohttpClientResponse *
aiohttp_client_session_delete_finish (AiohttpClientSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_client_session_delete_async, error);
}

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
AiohttpClientResponse *
aiohttp_client_session_delete (AiohttpClientSession *self, const char *url, AiohttpRequestOptions *options,
                               GError **error)
{
  return aiohttp_client_session_await_request (self, "DELETE", url, options, G_STRFUNC, error);
}

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
void
aiohttp_send_request_async (const char *method, const char *url, AiohttpRequestOptions *options,
                            GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (AiohttpConnector) connector = NULL;
  g_autoptr (AiohttpClientSession) session = NULL;
  GTask *task;

  g_return_if_fail (method != NULL);
  g_return_if_fail (url != NULL);
  g_return_if_fail (options == NULL || AIOHTTP_IS_REQUEST_OPTIONS (options));

  connector = g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "force-close", TRUE, NULL);
  session = aiohttp_client_session_new_with_connector (connector);
  if (aiohttp_debug_is_on ())
    {
      /* Nobody can close them. */
      aiohttp_debug_unmark (connector);
      aiohttp_debug_unmark (session);
    }
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_send_request_async);
  g_task_set_name (task, "[aiohttp] send request");
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, g_object_ref (session), g_object_unref);
  aiohttp_client_session_start_request (session, task, method, url, options);
}

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
AiohttpClientResponse *
aiohttp_send_request_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);

  return aiohttp_result_propagate_pointer (result, NULL, aiohttp_send_request_async, error);
}

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
AiohttpClientResponse *
aiohttp_request (const char *method, const char *url, AiohttpRequestOptions *options, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_return_val_if_fail (method != NULL, NULL);
  g_return_val_if_fail (url != NULL, NULL);

  if (!aiohttp_await_check (G_STRFUNC, error))
    return NULL;
  result = aiohttp_await (aiohttp_send_request_async (method, url, options, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  return aiohttp_send_request_finish (result, error);
}
