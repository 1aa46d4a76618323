/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-tcp-site.h"

#include "aiohttp-app-runner-private.h"
#include "aiohttp-await-private.h"
#include "aiohttp-error.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-notify-private.h"

/**
 * AiohttpTcpSite:
 *
 * A host and port on which a runner serves its application.
 *
 * A runner may have several. A site that was started serves until it is stopped or its runner is cleaned up, whether
 * anybody holds it or not. Stopping it stops listening; its connections go on until the runner is cleaned up.
 *
 * aiohttp: `TCPSite`
 *
 * Since: 0.1
 */

struct _AiohttpTcpSite
{
  GObject parent_instance;

  AiohttpAppRunner *runner;
  char *host;
  guint16 port;
  AiohttpServer *server; /* while it serves */
  gboolean starting;
  char *name;
};

enum
{
  PROP_0,
  PROP_RUNNER,
  PROP_HOST,
  PROP_PORT,
  PROP_NAME,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpTcpSite, aiohttp_tcp_site, G_TYPE_OBJECT)

static gboolean
is_serving (AiohttpTcpSite *self)
{
  return self->server != NULL && aiohttp_server_is_serving (self->server);
}

static void
aiohttp_tcp_site_finalize (GObject *object)
{
  AiohttpTcpSite *self = AIOHTTP_TCP_SITE (object);

  g_clear_object (&self->server);
  g_clear_object (&self->runner);
  g_free (self->host);
  g_free (self->name);
  G_OBJECT_CLASS (aiohttp_tcp_site_parent_class)->finalize (object);
}

static void
aiohttp_tcp_site_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpTcpSite *self = AIOHTTP_TCP_SITE (object);

  switch (id)
    {
    case PROP_RUNNER:
      g_value_set_object (value, self->runner);
      break;
    case PROP_HOST:
      g_value_set_string (value, self->host);
      break;
    case PROP_PORT:
      g_value_set_uint (value, aiohttp_tcp_site_get_port (self));
      break;
    case PROP_NAME:
      g_value_set_string (value, aiohttp_tcp_site_get_name (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_tcp_site_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpTcpSite *self = AIOHTTP_TCP_SITE (object);

  switch (id)
    {
    case PROP_RUNNER:
      self->runner = g_value_dup_object (value);
      break;
    case PROP_HOST:
      self->host = g_value_dup_string (value);
      break;
    case PROP_PORT:
      self->port = (guint16) g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_tcp_site_class_init (AiohttpTcpSiteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = aiohttp_tcp_site_finalize;
  object_class->get_property = aiohttp_tcp_site_get_property;
  object_class->set_property = aiohttp_tcp_site_set_property;

  /**
   * AiohttpTcpSite:runner: (getter get_runner)
   *
   * The runner whose application is served.
   *
   * Since: 0.1
   */
  properties[PROP_RUNNER] = g_param_spec_object ("runner", NULL, NULL, AIOHTTP_TYPE_APP_RUNNER, flags);

  /**
   * AiohttpTcpSite:host: (getter get_host)
   *
   * The address or name to listen on; %NULL for all interfaces.
   *
   * Since: 0.1
   */
  properties[PROP_HOST] = g_param_spec_string ("host", NULL, NULL, NULL, flags);

  /**
   * AiohttpTcpSite:port: (getter get_port)
   *
   * The port to listen on; 0 for a free one, which the property shows while the site serves. The default is 8080.
   *
   * Since: 0.1
   */
  properties[PROP_PORT] = g_param_spec_uint ("port", NULL, NULL, 0, 65535, 8080, flags);

  /**
   * AiohttpTcpSite:name: (getter get_name)
   *
   * The URL of the site.
   *
   * Since: 0.1
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  aiohttp_object_class_notify_on_main_stack (object_class);
}

static void
aiohttp_tcp_site_init (AiohttpTcpSite *self)
{
}

/**
 * aiohttp_tcp_site_new:
 * @runner: a runner
 * @host: (nullable): the address or name to listen on, or %NULL for all interfaces
 * @port: the port, or 0 for a free one
 *
 * Makes a site.
 *
 * Returns: (transfer full): the site
 *
 * Since: 0.1
 */
AiohttpTcpSite *
aiohttp_tcp_site_new (AiohttpAppRunner *runner, const char *host, guint16 port)
{
  g_return_val_if_fail (AIOHTTP_IS_APP_RUNNER (runner), NULL);

  return g_object_new (AIOHTTP_TYPE_TCP_SITE, "runner", runner, "host", host, "port", port, NULL);
}

/**
 * aiohttp_tcp_site_get_runner:
 * @self: a site
 *
 * Gets the runner.
 *
 * Returns: (transfer none): the runner
 *
 * Since: 0.1
 */
AiohttpAppRunner *
aiohttp_tcp_site_get_runner (AiohttpTcpSite *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TCP_SITE (self), NULL);

  return self->runner;
}

/**
 * aiohttp_tcp_site_get_host:
 * @self: a site
 *
 * Gets the address or name that it listens on.
 *
 * Returns: (nullable): the host, or %NULL for all interfaces
 *
 * Since: 0.1
 */
const char *
aiohttp_tcp_site_get_host (AiohttpTcpSite *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TCP_SITE (self), NULL);

  return self->host;
}

/**
 * aiohttp_tcp_site_get_port:
 * @self: a site
 *
 * Gets the port: the one that it listens on while it serves, else the one that it was made with.
 *
 * Returns: the port
 *
 * Since: 0.1
 */
guint16
aiohttp_tcp_site_get_port (AiohttpTcpSite *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TCP_SITE (self), 0);

  return is_serving (self) ? aiohttp_server_get_port (self->server) : self->port;
}

/**
 * aiohttp_tcp_site_get_name:
 * @self: a site
 *
 * Gets the URL of the site, such as `http://127.0.0.1:8080`.
 *
 * Returns: the URL
 *
 * Since: 0.1
 */
const char *
aiohttp_tcp_site_get_name (AiohttpTcpSite *self)
{
  const char *host;

  g_return_val_if_fail (AIOHTTP_IS_TCP_SITE (self), NULL);

  host = self->host != NULL && *self->host != '\0' ? self->host : "0.0.0.0";
  g_free (self->name);
  self->name = g_strdup_printf (strchr (host, ':') != NULL ? "http://[%s]:%u" : "http://%s:%u", host,
                                aiohttp_tcp_site_get_port (self));
  return self->name;
}

/**
 * aiohttp_tcp_site_start: (skip)
 * @self: a site
 * @error: return location of the error
 *
 * Awaits [method@Aiohttp.TcpSite.start_async].
 *
 * Returns: whether it serves
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_tcp_site_start, FALSE, (AiohttpTcpSite * self), (self))

static void
on_server_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AiohttpTcpSite *self = g_task_get_source_object (task);
  GError *error = NULL;
  AiohttpServer *server;

  self->starting = FALSE;
  server = aiohttp_event_loop_create_server_finish (AIOHTTP_EVENT_LOOP (source), result, &error);
  if (server == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (!aiohttp_app_runner_check_set_up (self->runner, &error))
    {
      aiohttp_server_close (server);
      g_object_unref (server);
      g_task_return_error (task, error);
      return;
    }
  g_clear_object (&self->server);
  self->server = server;
  aiohttp_app_runner_add_listener (self->runner, server);
  g_task_return_boolean (task, TRUE);
}

/**
 * aiohttp_tcp_site_start_async:
 * @self: a site whose runner is set up
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called when it serves
 * @user_data: for @callback
 *
 * Begins to serve. A name is resolved, and all of its addresses are listened on.
 *
 * Since: 0.1
 */
void
aiohttp_tcp_site_start_async (AiohttpTcpSite *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (AIOHTTP_IS_TCP_SITE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_tcp_site_start_async);
  /* A site that serves is told so. */
  g_task_set_check_cancellable (task, FALSE);
  if (self->runner == NULL)
    {
      g_task_return_new_error (task, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE, "The site was made without a runner");
      return;
    }
  if (!aiohttp_app_runner_check_set_up (self->runner, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (is_serving (self) || self->starting)
    {
      g_task_return_new_error (task, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE, "The site was started before");
      return;
    }
  self->starting = TRUE;
  aiohttp_event_loop_create_server_async (
      aiohttp_event_loop_get_or_default (), AIOHTTP_PROTOCOL_FACTORY (aiohttp_app_runner_get_server (self->runner)),
      self->host, self->port, cancellable, on_server_created, g_steal_pointer (&task));
}

/**
 * aiohttp_tcp_site_start_finish:
 * @self: a site
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.TcpSite.start_async].
 *
 * Returns: whether it serves
 *
 * Since: 0.1
 */
gboolean
aiohttp_tcp_site_start_finish (AiohttpTcpSite *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_TCP_SITE (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_tcp_site_start_async, error);
}

/**
 * aiohttp_tcp_site_stop: (skip)
 * @self: a site
 * @error: return location of the error
 *
 * Awaits [method@Aiohttp.TcpSite.stop_async].
 *
 * Returns: %TRUE, or %FALSE if it was cancelled
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_tcp_site_stop, FALSE, (AiohttpTcpSite * self), (self))

/**
 * aiohttp_tcp_site_stop_async:
 * @self: a site
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called when it listens no more
 * @user_data: for @callback
 *
 * Stops listening; open connections go on until the runner is cleaned up.
 *
 * Since: 0.1
 */
void
aiohttp_tcp_site_stop_async (AiohttpTcpSite *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (AIOHTTP_IS_TCP_SITE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_tcp_site_stop_async);
  if (is_serving (self))
    aiohttp_app_runner_close_listener (self->runner, self->server);
  g_task_return_boolean (task, TRUE);
}

/**
 * aiohttp_tcp_site_stop_finish:
 * @self: a site
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.TcpSite.stop_async].
 *
 * Returns: %TRUE, or %FALSE if it was cancelled
 *
 * Since: 0.1
 */
gboolean
aiohttp_tcp_site_stop_finish (AiohttpTcpSite *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_TCP_SITE (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_tcp_site_stop_async, error);
}
