/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-site.h"
#include "aiohttp-site-private.h"

#include "aiohttp-app-runner-private.h"
#include "aiohttp-await-private.h"
#include "aiohttp-error.h"
#include "aiohttp-listen-private.h"
#include "aiohttp-notify-private.h"

/**
 * AiohttpSite:
 *
 * A place where a runner serves its application: an [class@Aiohttp.TcpSite], an [class@Aiohttp.UnixSite], or an
 * [class@Aiohttp.SockSite] for a socket that somebody else has opened.
 *
 * A runner may have several. A site that was started serves until it is stopped or its runner is cleaned up, even if only
 * its runner holds it. Stopping it stops listening; its connections go on until the runner is cleaned up. A site
 * that was stopped may be started again.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpSite) site = AIOHTTP_SITE (aiohttp_tcp_site_new (runner, "127.0.0.1", 0));
 *
 * if (!aiohttp_site_start (site, error))
 *   return FALSE;
 * g_print ("%s\n", aiohttp_site_get_name (site));
 * ]|
 *
 * A site belongs to the thread of its runner.
 *
 * aiohttp: `BaseSite`
 *
 * Since: 0.1
 */

#define DEFAULT_PROXY_TIMEOUT 5

typedef enum
{
  STATE_STOPPED,
  STATE_STARTING,
  STATE_SERVING,
} State;

typedef struct
{
  AiohttpAppRunner *runner;
  gboolean holds_runner;
  guint backlog;
  AiohttpTlsContext *tls;
  gboolean proxy_protocol;
  double proxy_timeout;

  State state;
  GPtrArray *sockets;      /* while it serves */
  AiohttpFuture *released; /* when workers have let go of those that it served last */
  char *name;
} AiohttpSitePrivate;

enum
{
  PROP_0,
  PROP_RUNNER,
  PROP_NAME,
  PROP_SERVING,
  PROP_BACKLOG,
  PROP_TLS,
  PROP_PROXY_PROTOCOL,
  PROP_PROXY_TIMEOUT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_ABSTRACT_TYPE_WITH_PRIVATE (AiohttpSite, aiohttp_site, G_TYPE_OBJECT)

static AiohttpSitePrivate *
get_private (AiohttpSite *self)
{
  return aiohttp_site_get_instance_private (self);
}

guint
aiohttp_site_get_backlog (AiohttpSite *self)
{
  return get_private (self)->backlog;
}

GSocket *
aiohttp_site_peek_socket (AiohttpSite *self)
{
  AiohttpSitePrivate *priv = get_private (self);

  return priv->sockets != NULL ? g_ptr_array_index (priv->sockets, 0) : NULL;
}

void
aiohttp_site_hold_runner (AiohttpSite *self, gboolean hold)
{
  AiohttpSitePrivate *priv = get_private (self);

  if (priv->holds_runner == hold)
    return;
  priv->holds_runner = hold;
  if (hold)
    g_object_ref (priv->runner);
  else
    g_object_unref (priv->runner); /* which may end it, and this with it */
}

char *
aiohttp_site_format_url (const char *scheme, const char *host, guint16 port)
{
  return g_strdup_printf (strchr (host, ':') != NULL ? "%s://[%s]:%u" : "%s://%s:%u", scheme, host, port);
}

static AiohttpSiteSettings *
make_settings (AiohttpSite *self)
{
  AiohttpSitePrivate *priv = get_private (self);
  AiohttpSiteSettings *settings = aiohttp_site_settings_new ();

  settings->tls = priv->tls != NULL ? g_object_ref (priv->tls) : NULL;
  settings->proxy_protocol = priv->proxy_protocol;
  settings->proxy_timeout = priv->proxy_timeout;
  return settings;
}

static void
aiohttp_site_finalize (GObject *object)
{
  AiohttpSitePrivate *priv = get_private (AIOHTTP_SITE (object));

  g_clear_pointer (&priv->sockets, g_ptr_array_unref);
  g_clear_object (&priv->released);
  if (priv->holds_runner)
    g_object_unref (priv->runner);
  g_free (priv->name);
  g_clear_object (&priv->tls);
  G_OBJECT_CLASS (aiohttp_site_parent_class)->finalize (object);
}

static void
aiohttp_site_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpSite *self = AIOHTTP_SITE (object);
  AiohttpSitePrivate *priv = get_private (self);

  switch (id)
    {
    case PROP_RUNNER:
      g_value_set_object (value, priv->runner);
      break;
    case PROP_NAME:
      g_value_set_string (value, aiohttp_site_get_name (self));
      break;
    case PROP_SERVING:
      g_value_set_boolean (value, aiohttp_site_is_serving (self));
      break;
    case PROP_BACKLOG:
      g_value_set_uint (value, priv->backlog);
      break;
    case PROP_TLS:
      g_value_set_object (value, priv->tls);
      break;
    case PROP_PROXY_PROTOCOL:
      g_value_set_boolean (value, priv->proxy_protocol);
      break;
    case PROP_PROXY_TIMEOUT:
      g_value_set_double (value, priv->proxy_timeout);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_site_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpSitePrivate *priv = get_private (AIOHTTP_SITE (object));

  switch (id)
    {
    case PROP_RUNNER:
      priv->runner = g_value_dup_object (value);
      priv->holds_runner = priv->runner != NULL;
      break;
    case PROP_BACKLOG:
      priv->backlog = g_value_get_uint (value);
      break;
    case PROP_TLS:
      g_set_object (&priv->tls, g_value_get_object (value));
      break;
    case PROP_PROXY_PROTOCOL:
      priv->proxy_protocol = g_value_get_boolean (value);
      break;
    case PROP_PROXY_TIMEOUT:
      priv->proxy_timeout = g_value_get_double (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_site_class_init (AiohttpSiteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS;

  object_class->finalize = aiohttp_site_finalize;
  object_class->get_property = aiohttp_site_get_property;
  object_class->set_property = aiohttp_site_set_property;

  /**
   * AiohttpSite:runner: (getter get_runner)
   *
   * The runner whose application is served.
   *
   * Since: 0.1
   */
  properties[PROP_RUNNER] = g_param_spec_object ("runner", NULL, NULL, AIOHTTP_TYPE_APP_RUNNER,
                                                 G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpSite:name: (getter get_name)
   *
   * Where the site is, as a URL.
   *
   * Since: 0.1
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpSite:serving: (getter is_serving)
   *
   * Whether it accepts connections.
   *
   * Since: 0.1
   */
  properties[PROP_SERVING] =
      g_param_spec_boolean ("serving", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpSite:backlog:
   *
   * How many connections may wait to be accepted; the system has a limit of its own. The default is 4096. A socket that
   * listened already has its own backlog. It is taken when the site starts.
   *
   * Since: 0.1
   */
  properties[PROP_BACKLOG] = g_param_spec_uint ("backlog", NULL, NULL, 1, G_MAXINT, AIOHTTP_LISTEN_BACKLOG, flags);

  /**
   * AiohttpSite:tls: (getter get_tls) (setter set_tls)
   *
   * What makes it `https`: the context with the site's certificate. It is taken when the site starts, which fails if
   * connections cannot be made with it. aiohttp: `ssl_context`
   *
   * Since: 0.1
   */
  properties[PROP_TLS] =
      g_param_spec_object ("tls", NULL, NULL, AIOHTTP_TYPE_TLS_CONTEXT, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpSite:proxy-protocol:
   *
   * Whether each connection begins with a header of HAProxy's PROXY protocol, version 1 or 2, which tells the client's
   * address: then that is [method@Aiohttp.Request.get_remote]. One that does not begin so is closed. Turn it on only where
   * nobody but a proxy of your own can connect, since whoever does can give any address; the default is no. It is taken
   * when the site starts.
   *
   * Since: 0.1
   */
  properties[PROP_PROXY_PROTOCOL] = g_param_spec_boolean ("proxy-protocol", NULL, NULL, FALSE, flags);

  /**
   * AiohttpSite:proxy-timeout:
   *
   * How many seconds the header of the PROXY protocol may take to come; then the connection is closed. The default is 5
   * seconds, with 0 it is not bounded. It is taken when the site starts.
   *
   * Since: 0.1
   */
  properties[PROP_PROXY_TIMEOUT] =
      g_param_spec_double ("proxy-timeout", NULL, NULL, 0, G_MAXINT / 1000, DEFAULT_PROXY_TIMEOUT, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  aiohttp_object_class_notify_on_main_stack (object_class);
}

static void
aiohttp_site_init (AiohttpSite *self)
{
}

/**
 * aiohttp_site_get_runner:
 * @self: a site
 *
 * Gets the runner.
 *
 * Returns: (transfer none): the runner
 *
 * Since: 0.1
 */
AiohttpAppRunner *
aiohttp_site_get_runner (AiohttpSite *self)
{
  g_return_val_if_fail (AIOHTTP_IS_SITE (self), NULL);

  return get_private (self)->runner;
}

/**
 * aiohttp_site_get_name:
 * @self: a site
 *
 * Gets the URL of the site, such as `http://127.0.0.1:8080`, or in aiohttp's manner `http://unix:/run/app.sock:`.
 *
 * Returns: the URL
 *
 * Since: 0.1
 */
const char *
aiohttp_site_get_name (AiohttpSite *self)
{
  AiohttpSitePrivate *priv;

  g_return_val_if_fail (AIOHTTP_IS_SITE (self), NULL);

  priv = get_private (self);
  g_free (priv->name);
  priv->name = AIOHTTP_SITE_GET_CLASS (self)->make_name (self, aiohttp_site_peek_socket (self),
                                                         priv->tls != NULL ? "https" : "http");
  return priv->name;
}

/**
 * aiohttp_site_get_tls:
 * @self: a site
 *
 * Gets the TLS context of the site.
 *
 * Returns: (transfer none) (nullable): the context, or %NULL if it is plain `http`
 *
 * Since: 0.1
 */
AiohttpTlsContext *
aiohttp_site_get_tls (AiohttpSite *self)
{
  g_return_val_if_fail (AIOHTTP_IS_SITE (self), NULL);

  return get_private (self)->tls;
}

/**
 * aiohttp_site_set_tls:
 * @self: a site
 * @tls: (nullable): a context for servers, or %NULL for plain `http`
 *
 * Sets the TLS context of the site, before it starts.
 *
 * Since: 0.1
 */
void
aiohttp_site_set_tls (AiohttpSite *self, AiohttpTlsContext *tls)
{
  g_return_if_fail (AIOHTTP_IS_SITE (self));
  g_return_if_fail (tls == NULL || AIOHTTP_IS_TLS_CONTEXT (tls));

  g_object_set (self, "tls", tls, NULL);
}

/**
 * aiohttp_site_is_serving: (get-property serving)
 * @self: a site
 *
 * Tells whether it accepts connections: from its start until it is stopped, or its runner is cleaned up.
 *
 * Returns: whether it does
 *
 * Since: 0.1
 */
gboolean
aiohttp_site_is_serving (AiohttpSite *self)
{
  g_return_val_if_fail (AIOHTTP_IS_SITE (self), FALSE);

  return get_private (self)->state == STATE_SERVING;
}

static gboolean
has_address (GList *addresses, GSocketAddress *address)
{
  g_autofree char *text = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (address));

  for (GList *l = addresses; l != NULL; l = l->next)
    {
      g_autofree char *other = g_socket_connectable_to_string (l->data);

      if (g_str_equal (text, other))
        return TRUE;
    }
  return FALSE;
}

/**
 * aiohttp_site_dup_addresses:
 * @self: a site
 *
 * Gets the addresses that it listens on, with the ports that were found where 0 was asked for.
 *
 * Returns: (transfer full) (element-type Gio.SocketAddress): the addresses; empty while it does not serve
 *
 * Since: 0.1
 */
GList *
aiohttp_site_dup_addresses (AiohttpSite *self)
{
  AiohttpSitePrivate *priv;
  GList *addresses = NULL;

  g_return_val_if_fail (AIOHTTP_IS_SITE (self), NULL);

  priv = get_private (self);
  for (guint i = 0; priv->sockets != NULL && i < priv->sockets->len; i++)
    {
      GSocketAddress *address = g_socket_get_local_address (g_ptr_array_index (priv->sockets, i), NULL);

      /* Worker threads listen on the same ones. */
      if (address != NULL && !has_address (addresses, address))
        addresses = g_list_prepend (addresses, address);
      else
        g_clear_object (&address);
    }
  return g_list_reverse (addresses);
}

static void
forget_sockets (AiohttpSite *self)
{
  g_clear_pointer (&get_private (self)->sockets, g_ptr_array_unref);
  if (AIOHTTP_SITE_GET_CLASS (self)->closed != NULL)
    AIOHTTP_SITE_GET_CLASS (self)->closed (self);
}

static void
close_site (gpointer data)
{
  AiohttpSite *self = data;
  AiohttpSitePrivate *priv = get_private (self);

  if (priv->state != STATE_SERVING)
    return;
  priv->state = STATE_STOPPED;
  g_clear_object (&priv->released);
  priv->released = aiohttp_app_runner_unlisten (priv->runner, priv->sockets);
  forget_sockets (self);
  aiohttp_app_runner_remove_site (priv->runner, self);
}

void
aiohttp_site_close (AiohttpSite *self)
{
  g_autoptr (AiohttpSite) held = g_object_ref (self);

  aiohttp_call_out (close_site, held);
}

typedef struct
{
  AiohttpSite *site;
  GPtrArray *sockets;
  GError *error;
} Serve;

/* On the main stack. */
static void
serve_sockets (gpointer data)
{
  Serve *serve = data;
  AiohttpSitePrivate *priv = get_private (serve->site);
  AiohttpSiteSettings *settings = make_settings (serve->site);

  if (aiohttp_app_runner_check_set_up (priv->runner, &serve->error) &&
      aiohttp_app_runner_listen (priv->runner, serve->sockets, settings, &serve->error))
    {
      priv->state = STATE_SERVING;
      aiohttp_app_runner_add_site (priv->runner, serve->site);
    }
  aiohttp_site_settings_unref (settings);
}

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AiohttpSite *self = AIOHTTP_SITE (source);
  AiohttpSitePrivate *priv = get_private (self);
  Serve serve = { .site = self };

  priv->state = STATE_STOPPED;
  serve.sockets = g_task_propagate_pointer (G_TASK (result), &serve.error);
  if (serve.sockets != NULL)
    {
      priv->sockets = serve.sockets;
      aiohttp_call_out (serve_sockets, &serve);
      if (serve.error != NULL)
        forget_sockets (self);
    }
  if (serve.error != NULL)
    g_task_return_error (task, serve.error);
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
check_startable (AiohttpSite *self, GError **error)
{
  AiohttpSitePrivate *priv = get_private (self);

  if (priv->runner == NULL)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE, "The site was made without a runner");
      return FALSE;
    }
  if (!aiohttp_app_runner_check_set_up (priv->runner, error))
    return FALSE;
  if (priv->state != STATE_STOPPED)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE, "The site was started before");
      return FALSE;
    }
  if (priv->tls != NULL && !aiohttp_tls_context_get_server_side (priv->tls))
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                           "The site's TLS context is for clients: make it with aiohttp_tls_context_new_server()");
      return FALSE;
    }
  return priv->tls == NULL || aiohttp_tls_context_check (priv->tls, error);
}

/**
 * aiohttp_site_start: (skip)
 * @self: a site
 * @error: return location of the error
 *
 * Awaits [method@Aiohttp.Site.start_async].
 *
 * Returns: whether it serves
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_site_start, FALSE, (AiohttpSite * self), (self))

/**
 * aiohttp_site_start_async:
 * @self: a site whose runner is set up
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called when it serves
 * @user_data: for @callback
 *
 * Begins to serve.
 *
 * Since: 0.1
 */
void
aiohttp_site_start_async (AiohttpSite *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GTask) opening = NULL;
  AiohttpSitePrivate *priv;
  GError *error = NULL;

  g_return_if_fail (AIOHTTP_IS_SITE (self));

  priv = get_private (self);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_site_start_async);
  g_task_set_name (task, "aiohttp_site_start_async");
  /* A site that serves is told so. */
  g_task_set_check_cancellable (task, FALSE);
  if (!check_startable (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  priv->state = STATE_STARTING;
  opening = g_task_new (self, cancellable, on_opened, g_steal_pointer (&task));
  g_task_set_name (opening, "aiohttp_site_open");
  AIOHTTP_SITE_GET_CLASS (self)->open (self, aiohttp_app_runner_get_n_servers (priv->runner), opening);
}

/**
 * aiohttp_site_start_finish:
 * @self: a site
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.Site.start_async].
 *
 * Returns: whether it serves
 *
 * Since: 0.1
 */
gboolean
aiohttp_site_start_finish (AiohttpSite *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_SITE (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_site_start_async, error);
}

/**
 * aiohttp_site_stop: (skip)
 * @self: a site
 * @error: return location of the error
 *
 * Awaits [method@Aiohttp.Site.stop_async].
 *
 * Returns: %TRUE, or %FALSE if it was cancelled
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_site_stop, FALSE, (AiohttpSite * self), (self))

static void
on_released (AiohttpFuture *future, gpointer user_data)
{
  g_task_return_boolean (user_data, TRUE);
}

/**
 * aiohttp_site_stop_async:
 * @self: a site
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called when it listens no more
 * @user_data: for @callback
 *
 * Stops listening; open connections go on until the runner is cleaned up. It is over when the sockets are closed, also
 * those that worker threads have: then somebody else may have the port.
 *
 * Since: 0.1
 */
void
aiohttp_site_stop_async (AiohttpSite *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  AiohttpFuture *released;

  g_return_if_fail (AIOHTTP_IS_SITE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_site_stop_async);
  g_task_set_name (task, "aiohttp_site_stop_async");
  aiohttp_site_close (self);
  released = get_private (self)->released;
  if (released != NULL && !aiohttp_future_is_done (released))
    aiohttp_future_add_done_callback (released, on_released, g_steal_pointer (&task), g_object_unref);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * aiohttp_site_stop_finish:
 * @self: a site
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.Site.stop_async].
 *
 * Returns: %TRUE, or %FALSE if it was cancelled
 *
 * Since: 0.1
 */
gboolean
aiohttp_site_stop_finish (AiohttpSite *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_SITE (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_site_stop_async, error);
}
