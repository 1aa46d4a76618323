/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-request-options.h"
#include "aiohttp-request-options-private.h"

/* How a request is followed and answered in its own way. */

static void
override (AiohttpChoice choice, gboolean *setting)
{
  if (choice != AIOHTTP_CHOICE_UNSET)
    *setting = choice == AIOHTTP_CHOICE_YES;
}

static void
override_status_check (AiohttpRequestOptions *self, AiohttpClientSettings *settings)
{
  override (self->raise_for_status, &settings->raise_for_status);
  if (self->raise_for_status == AIOHTTP_CHOICE_UNSET && self->status_check == NULL)
    return;
  g_clear_pointer (&settings->status_check, aiohttp_status_check_unref);
  if (self->status_check != NULL)
    settings->status_check = aiohttp_status_check_ref (self->status_check);
}

void
aiohttp_request_options_override (AiohttpRequestOptions *self, AiohttpClientSettings *settings)
{
  if (self->middlewares != NULL)
    settings->middlewares = self->middlewares;
  override (self->allow_redirects, &settings->allow_redirects);
  override_status_check (self, settings);
  override (self->auto_decompress, &settings->decompress);
  if (self->client_timeout != NULL)
    aiohttp_client_settings_set_timeouts (settings, self->client_timeout);
  if (self->timeout >= 0)
    settings->timeout = self->timeout;
  if (self->max_redirects >= 0)
    settings->max_redirects = (guint) self->max_redirects;
  if (self->max_body_size >= 0)
    settings->max_body_size = (guint64) self->max_body_size;
  if (self->max_line_size > 0)
    settings->max_line_size = self->max_line_size;
  if (self->max_field_size > 0)
    settings->max_field_size = self->max_field_size;
  if (self->max_headers > 0)
    settings->max_fields = self->max_headers;
  if (self->tls_context != NULL)
    g_set_object (&settings->tls_context, self->tls_context);
  if (self->upload_progress != NULL)
    settings->upload_progress = aiohttp_progress_ref (self->upload_progress);
  settings->server_hostname = g_strdup (self->server_hostname);
  settings->expect_continue = self->expect100;
  settings->chunked = self->chunked;
}

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
gboolean
aiohttp_request_options_get_allow_redirects (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), TRUE);

  return self->allow_redirects != AIOHTTP_CHOICE_NO;
}

/**
 * aiohttp_request_options_set_allow_redirects:
 * @self: request options
 * @allow_redirects: whether to follow redirects
 *
 * Chooses whether redirects are followed. Unless this is set, they are but for HEAD.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_allow_redirects (AiohttpRequestOptions *self, gboolean allow_redirects)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  self->allow_redirects = allow_redirects ? AIOHTTP_CHOICE_YES : AIOHTTP_CHOICE_NO;
  g_object_notify (G_OBJECT (self), "allow-redirects");
}

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
gboolean
aiohttp_request_options_get_raise_for_status (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), FALSE);

  return self->raise_for_status == AIOHTTP_CHOICE_YES;
}

/**
 * aiohttp_request_options_set_raise_for_status:
 * @self: request options
 * @raise_for_status: whether such a status is an error
 *
 * Chooses whether a status of 400 or more fails the request, whatever the session has.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_raise_for_status (AiohttpRequestOptions *self, gboolean raise_for_status)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  self->raise_for_status = raise_for_status ? AIOHTTP_CHOICE_YES : AIOHTTP_CHOICE_NO;
  g_object_notify (G_OBJECT (self), "raise-for-status");
}

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
gboolean
aiohttp_request_options_get_auto_decompress (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), TRUE);

  return self->auto_decompress != AIOHTTP_CHOICE_NO;
}

/**
 * aiohttp_request_options_set_auto_decompress:
 * @self: request options
 * @auto_decompress: whether to decode the body
 *
 * Chooses whether the content coding of the response is undone, whatever the session has.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_auto_decompress (AiohttpRequestOptions *self, gboolean auto_decompress)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  self->auto_decompress = auto_decompress ? AIOHTTP_CHOICE_YES : AIOHTTP_CHOICE_NO;
  g_object_notify (G_OBJECT (self), "auto-decompress");
}

/**
 * aiohttp_request_options_add_middleware:
 * @self: request options
 * @middleware: a middleware
 *
 * Lets the request pass @middleware, inside of those that were added here before. The session's are not run then.
 *
 * aiohttp: `middlewares`
 *
 * Since: 0.1
 */
void
aiohttp_request_options_add_middleware (AiohttpRequestOptions *self, AiohttpClientMiddleware *middleware)
{
  GPtrArray *middlewares;

  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));
  g_return_if_fail (AIOHTTP_IS_CLIENT_MIDDLEWARE (middleware));

  /* requests under way share the one before */
  middlewares = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; self->middlewares != NULL && i < self->middlewares->len; i++)
    g_ptr_array_add (middlewares, g_object_ref (self->middlewares->pdata[i]));
  g_ptr_array_add (middlewares, g_object_ref (middleware));
  g_clear_pointer (&self->middlewares, g_ptr_array_unref);
  self->middlewares = middlewares;
}

/**
 * aiohttp_request_options_clear_middlewares:
 * @self: request options
 *
 * Lets the request pass no middlewares, not even the session's: what a middleware sends by the session itself needs.
 *
 * aiohttp: `middlewares=()`
 *
 * Since: 0.1
 */
void
aiohttp_request_options_clear_middlewares (AiohttpRequestOptions *self)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  g_clear_pointer (&self->middlewares, g_ptr_array_unref);
  self->middlewares = g_ptr_array_new ();
}

/**
 * aiohttp_request_options_get_trace_request_context:
 * @self: request options
 *
 * Gets what the traces of the request are given.
 *
 * Returns: (transfer none) (nullable): the object, or %NULL
 *
 * Since: 0.1
 */
GObject *
aiohttp_request_options_get_trace_request_context (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  return self->trace_request_context;
}

/**
 * aiohttp_request_options_set_trace_request_context:
 * @self: request options
 * @context: (nullable): an object of the program's
 *
 * Sets what the traces of the request are given, by [method@Aiohttp.TraceContext.get_request_context].
 *
 * aiohttp: `trace_request_ctx`
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_trace_request_context (AiohttpRequestOptions *self, GObject *context)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));
  g_return_if_fail (context == NULL || G_IS_OBJECT (context));

  g_set_object (&self->trace_request_context, context);
}

static void
set_status_check (AiohttpRequestOptions *self, AiohttpStatusCheck *check)
{
  g_clear_pointer (&self->status_check, aiohttp_status_check_unref);
  self->status_check = check;
}

/**
 * aiohttp_request_options_set_status_check: (skip)
 * @self: request options
 * @func: (nullable): runs as a coroutine, so that it may read the body; %NULL for none
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * Sets who decides whether the response is an error. See [method@Aiohttp.ClientSession.set_status_check].
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_status_check (AiohttpRequestOptions *self, AiohttpStatusCheckFunc func, gpointer user_data,
                                          GDestroyNotify destroy)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  set_status_check (self, func != NULL ? aiohttp_status_check_new (func, user_data, destroy) : NULL);
}

/**
 * aiohttp_request_options_set_status_check_callback: (rename-to aiohttp_request_options_set_status_check)
 * @self: request options
 * @func: (nullable) (scope notified) (closure user_data) (destroy destroy): runs on the main stack; %NULL for none
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * Sets who decides whether the response is an error: the form of
 * [method@Aiohttp.RequestOptions.set_status_check] for language bindings.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_status_check_callback (AiohttpRequestOptions *self, AiohttpStatusCheckCallback func,
                                                   gpointer user_data, GDestroyNotify destroy)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  set_status_check (self, func != NULL ? aiohttp_status_check_new_for_callback (func, user_data, destroy) : NULL);
}
