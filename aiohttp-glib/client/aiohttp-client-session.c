/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-client-session.h"
#include "aiohttp-client-session-private.h"

#include "aiohttp-await-private.h"
#include "aiohttp-client-call-private.h"
#include "aiohttp-client-exchange-private.h"
#include "aiohttp-connector-private.h"
#include "aiohttp-coroutine-private.h"
#include "aiohttp-debug-private.h"
#include "aiohttp-error.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-request-options-private.h"
#include "aiohttp-tcp-connector.h"

/**
 * AiohttpClientSession:
 *
 * Sends HTTP requests: aiohttp's `ClientSession`. A program makes one and keeps it, since it keeps connections open
 * between requests, and default header fields, timeout and limits in one place.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpClientSession) session = aiohttp_client_session_new ();
 * g_autoptr(AiohttpClientResponse) response = aiohttp_client_session_get (session, "http://python.org/", NULL, error);
 *
 * if (response == NULL)
 *   return FALSE;
 * g_print ("%u\n", aiohttp_client_response_get_status (response));
 * ]|
 *
 * The life of a request: its method, URL, header fields and [class@Aiohttp.RequestOptions] are checked, it is sent
 * through the [property@Aiohttp.ClientSession:connector], redirects are followed, and it is done with an
 * [class@Aiohttp.ClientResponse] when the head of the last response is there. The total
 * [property@Aiohttp.ClientSession:timeout] runs until the body is read to its end. A redirect to another origin goes
 * without the credentials (Authorization, Cookie, Proxy-Authorization) that were meant for the first.
 *
 * Requests fail with %AIOHTTP_ERROR_INVALID_ARGUMENT for what must not be sent (a method that is no token, a header field
 * with a line end), with an error of [error@Aiohttp.ClientError] for all that the network, the server or the URL can
 * cause, and with %G_IO_ERROR_CANCELLED. A status is no failure unless
 * [property@Aiohttp.ClientSession:raise-for-status] asks for it. After any of these the session works on.
 *
 * [method@Aiohttp.ClientSession.close_async] ends all that is under way. A session that is dropped unclosed leaves
 * nothing behind: its idle connections end with it, and responses still being read stay readable.
 *
 * A session is used in the context in which it was made.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (AiohttpClientSession, aiohttp_client_session, G_TYPE_OBJECT)

AiohttpClientDefaults *
aiohttp_client_session_get_defaults (AiohttpClientSession *self)
{
  return &self->defaults;
}

static void
finish_closing (gpointer data)
{
  AiohttpClientSession *self = data;
  g_autoptr (GPtrArray) closing = g_steal_pointer (&self->closing);

  for (guint i = 0; closing != NULL && i < closing->len; i++)
    g_task_return_boolean (closing->pdata[i], TRUE);
}

/* The last response may be dropped in a coroutine, where the callbacks must not run. */
static void
on_registry_emptied (gpointer data)
{
  aiohttp_call_out (finish_closing, data);
}

void
aiohttp_client_session_start_request (AiohttpClientSession *self, GTask *task /* taken */, const char *method,
                                      const char *url, AiohttpRequestOptions *options)
{
  if (!self->closed)
    {
      aiohttp_client_call_start (task, self->connector, &self->registry, &self->defaults, method, url, options);
      return;
    }
  g_task_return_new_error (task, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED, "Session is closed");
  g_object_unref (task);
}

void
aiohttp_client_session_start_upgrade (AiohttpClientSession *self, GTask *task /* taken */, const char *url,
                                      AiohttpRequestOptions *options, SoupMessageHeaders *headers)
{
  AiohttpClientDefaults defaults = self->defaults;

  defaults.upgrade = headers;
  if (!self->closed)
    aiohttp_client_call_start (task, self->connector, &self->registry, &defaults, "GET", url, options);
  else
    aiohttp_client_session_start_request (self, task, "GET", url, options);
}

void
aiohttp_client_session_request_with_tag (AiohttpClientSession *self, const char *method, const char *url,
                                         AiohttpRequestOptions *options, gpointer tag, GCancellable *cancellable,
                                         GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;
  g_autofree char *name = NULL;

  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));
  g_return_if_fail (method != NULL);
  g_return_if_fail (url != NULL);
  g_return_if_fail (options == NULL || AIOHTTP_IS_REQUEST_OPTIONS (options));

  task = g_task_new (self, cancellable, callback, user_data);
  name = g_strconcat ("[aiohttp] client session: ", method, NULL);
  g_task_set_source_tag (task, tag);
  g_task_set_name (task, name);
  g_task_set_check_cancellable (task, FALSE);
  aiohttp_client_session_start_request (self, task, method, url, options);
}

/* A coroutine that waits for a response. */
typedef struct
{
  AiohttpClientCall *call; /* NULL: it has ended */
  AiohttpWaiter waiter;
  AiohttpClientResponse *response;
  GError *error;
} Awaiting;

static void
on_awaited (AiohttpClientResponse *response, GError *error, gpointer data)
{
  Awaiting *awaiting = data;

  awaiting->response = response;
  awaiting->error = error;
  aiohttp_waiter_wake_now (&awaiting->waiter);
}

/* A cancel comes back as the call's error. */
static AiohttpClientResponse *
await_directly (AiohttpClientSession *self, const char *method, const char *url, AiohttpRequestOptions *options,
                GError **error)
{
  Awaiting awaiting = { NULL };

  aiohttp_waiter_init (&awaiting.waiter);
  /* nothing of a request that was cancelled before is sent */
  if (aiohttp_coroutine_get_current ()->cancel_pending && !aiohttp_waiter_wait_checked (&awaiting.waiter, error))
    return NULL;
  g_object_ref (self);
  aiohttp_client_call_start_direct (&awaiting.call, self->connector, &self->registry, &self->defaults, method, url,
                                    options, on_awaited, &awaiting);
  if (!aiohttp_waiter_wait_checked (&awaiting.waiter, NULL))
    {
      if (awaiting.call != NULL)
        aiohttp_client_call_cancel (awaiting.call);
      awaiting.waiter.uncancellable = TRUE;
      while (!aiohttp_waiter_wait_checked (&awaiting.waiter, NULL))
        g_warn_if_reached ();
    }
  g_object_unref (self);
  if (awaiting.error != NULL)
    g_propagate_error (error, awaiting.error);
  return awaiting.response;
}

AiohttpClientResponse *
aiohttp_client_session_await_request (AiohttpClientSession *self, const char *method, const char *url,
                                      AiohttpRequestOptions *options, const char *what, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);
  g_return_val_if_fail (method != NULL, NULL);
  g_return_val_if_fail (url != NULL, NULL);
  g_return_val_if_fail (options == NULL || AIOHTTP_IS_REQUEST_OPTIONS (options), NULL);

  if (!aiohttp_await_check (what, error))
    return NULL;
  if (!self->closed && aiohttp_client_call_may_be_direct (&self->defaults, options))
    return await_directly (self, method, url, options, error);
  result = aiohttp_await (
      aiohttp_client_session_request_async (self, method, url, options, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  return aiohttp_client_session_request_finish (self, result, error);
}

static void
aiohttp_client_session_constructed (GObject *object)
{
  AiohttpClientSession *self = AIOHTTP_CLIENT_SESSION (object);

  if (self->connector == NULL)
    self->connector = AIOHTTP_CONNECTOR (aiohttp_tcp_connector_new ());
  if (self->defaults.cookie_jar == NULL)
    self->defaults.cookie_jar = aiohttp_cookie_jar_new ();
  if (aiohttp_debug_is_on ())
    aiohttp_debug_mark (self);
  G_OBJECT_CLASS (aiohttp_client_session_parent_class)->constructed (object);
}

static void
aiohttp_client_session_dispose (GObject *object)
{
  AiohttpClientSession *self = AIOHTTP_CLIENT_SESSION (object);

  if (aiohttp_debug_is_on () && !self->closed)
    {
      aiohttp_debug_unclosed (self, "client session");
      /* One message is enough. */
      if (self->connector != NULL && self->connector_owner)
        aiohttp_debug_unmark (self->connector);
    }
  aiohttp_client_registry_detach (&self->registry);
  g_clear_object (&self->connector);
  G_OBJECT_CLASS (aiohttp_client_session_parent_class)->dispose (object);
}

static void
aiohttp_client_session_finalize (GObject *object)
{
  AiohttpClientSession *self = AIOHTTP_CLIENT_SESSION (object);

  aiohttp_client_defaults_clear (&self->defaults);
  g_clear_pointer (&self->closing, g_ptr_array_unref);
  G_OBJECT_CLASS (aiohttp_client_session_parent_class)->finalize (object);
}

static void
aiohttp_client_session_class_init (AiohttpClientSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->constructed = aiohttp_client_session_constructed;
  object_class->dispose = aiohttp_client_session_dispose;
  object_class->finalize = aiohttp_client_session_finalize;
  aiohttp_object_class_notify_on_main_stack (object_class);
  aiohttp_client_session_install_properties (object_class);
}

static void
aiohttp_client_session_init (AiohttpClientSession *self)
{
  self->defaults.headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  self->defaults.plain = aiohttp_client_plain_new ();
  self->defaults.hsts_enforcer = soup_hsts_enforcer_new ();
  self->defaults.timeout = AIOHTTP_CLIENT_DEFAULT_TIMEOUT;
  self->defaults.auto_decompress = TRUE;
  self->defaults.requote_redirect_url = TRUE;
  self->defaults.max_line_size = AIOHTTP_CLIENT_DEFAULT_MAX_LINE_SIZE;
  self->defaults.max_field_size = AIOHTTP_CLIENT_DEFAULT_MAX_FIELD_SIZE;
  self->defaults.max_headers = AIOHTTP_CLIENT_DEFAULT_MAX_HEADERS;
  self->defaults.max_redirects = AIOHTTP_CLIENT_DEFAULT_MAX_REDIRECTS;
  self->registry.emptied = on_registry_emptied;
  self->registry.data = self;
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
AiohttpClientSession *
aiohttp_client_session_new (void)
{
  return g_object_new (AIOHTTP_TYPE_CLIENT_SESSION, NULL);
}

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
AiohttpClientSession *
aiohttp_client_session_new_with_connector (AiohttpConnector *connector)
{
  g_return_val_if_fail (AIOHTTP_IS_CONNECTOR (connector), NULL);

  return g_object_new (AIOHTTP_TYPE_CLIENT_SESSION, "connector", connector, NULL);
}

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
AiohttpConnector *
aiohttp_client_session_get_connector (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return self->connector;
}

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
gboolean
aiohttp_client_session_get_connector_owner (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), FALSE);

  return self->connector_owner;
}

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
gboolean
aiohttp_client_session_is_closed (AiohttpClientSession *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), TRUE);

  return self->closed;
}

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
void
aiohttp_client_session_request_async (AiohttpClientSession *self, const char *method, const char *url,
                                      AiohttpRequestOptions *options, GCancellable *cancellable,
                                      GAsyncReadyCallback callback, gpointer user_data)
{
  aiohttp_client_session_request_with_tag (self, method, url, options, aiohttp_client_session_request_async,
                                           cancellable, callback, user_data);
}

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
AiohttpClientResponse *
aiohttp_client_session_request_finish (AiohttpClientSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_client_session_request_async, error);
}

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
AiohttpClientResponse *
aiohttp_client_session_request (AiohttpClientSession *self, const char *method, const char *url,
                                AiohttpRequestOptions *options, GError **error)
{
  return aiohttp_client_session_await_request (self, method, url, options, G_STRFUNC, error);
}

/**
 * aiohttp_client_session_detach:
 * @self: a client session
 *
 * Lets go of the connector without closing it, whoever owns it: for a connector that is to serve another session. The
 * session is closed then, but requests under way go on.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_detach (AiohttpClientSession *self)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));

  if (self->closed)
    return;
  self->closed = TRUE;
  g_object_notify (G_OBJECT (self), "closed");
}

/**
 * aiohttp_client_session_close_async:
 * @self: a client session
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the session is closed
 * @user_data: (closure): data for @callback
 *
 * Closes the session: its requests under way and the bodies still being read fail with
 * %AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED, its connections end, and it is done when they have. Closing twice is
 * harmless. It ends soon, and is not cancelled.
 *
 * A [class@Aiohttp.WebSocket] that it has opened is no connection of its any more, and stays open until whoever holds it
 * closes it.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_close_async (AiohttpClientSession *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;

  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_client_session_close_async);
  g_task_set_name (task, "[aiohttp] client session: close");
  g_task_set_check_cancellable (task, FALSE);
  if (!self->closed)
    {
      self->closed = TRUE;
      error = g_error_new_literal (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED, "Session was closed");
      aiohttp_client_registry_abort (&self->registry, error);
      if (self->connector_owner)
        aiohttp_connector_close (self->connector);
      g_object_notify (G_OBJECT (self), "closed");
    }
  if (self->registry.exchanges.length == 0)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (self->closing == NULL)
    self->closing = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->closing, g_steal_pointer (&task));
}

/**
 * aiohttp_client_session_close_finish:
 * @self: a client session
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.ClientSession.close_async].
 *
 * Returns: %TRUE; %FALSE with @error set when it could not be done
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_session_close_finish (AiohttpClientSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_client_session_close_async, error);
}

/**
 * aiohttp_client_session_close: (skip)
 * @self: a client session
 * @error: return location for an error
 *
 * Closes the session and suspends the calling coroutine until it is closed: the awaiting form of
 * [method@Aiohttp.ClientSession.close_async].
 *
 * Returns: %TRUE; %FALSE with @error set when it could not be done
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_client_session_close, FALSE, (AiohttpClientSession * self), (self))
