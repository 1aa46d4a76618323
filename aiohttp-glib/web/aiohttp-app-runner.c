/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-app-runner.h"
#include "aiohttp-app-runner-private.h"

#include "aiohttp-debug-private.h"
#include "aiohttp-error.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-site-private.h"
#include "aiohttp-web-server-private.h"

/**
 * AiohttpAppRunner:
 *
 * Runs an application: on the sites that one starts on it, such as an [class@Aiohttp.TcpSite], until it is cleaned up.
 *
 * Its life: [method@Aiohttp.AppRunner.setup_async] starts the application, which freezes it; then sites are made and
 * started; at the end [method@Aiohttp.AppRunner.cleanup_async] stops them, closes idle connections, lets the application
 * shut down, waits for running handlers up to [property@Aiohttp.AppRunner:shutdown-timeout], cancels those that are left,
 * and lets the application clean up. After that it is of no more use.
 *
 * [method@Aiohttp.AppRunner.run] does all of this for a program that only serves. Limits and timeouts beyond those
 * here are properties of [property@Aiohttp.AppRunner:server].
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpAppRunner) runner = aiohttp_app_runner_new (app);
 * g_autoptr(AiohttpSite) site = AIOHTTP_SITE (aiohttp_tcp_site_new (runner, "127.0.0.1", 0));
 *
 * if (!aiohttp_app_runner_setup (runner, error) || !aiohttp_site_start (site, error))
 *   return FALSE;
 * g_print ("%s\n", aiohttp_site_get_name (site));
 * ]|
 *
 * A runner belongs to the thread whose event loop its sites are started on.
 *
 * aiohttp: `AppRunner`
 *
 * Since: 0.1
 */

enum
{
  PROP_0,
  PROP_APP,
  PROP_SERVER,
  PROP_ACCESS_LOG,
  PROP_BANNER,
  PROP_HANDLE_SIGNALS,
  PROP_KEEPALIVE_TIMEOUT,
  PROP_SHUTDOWN_TIMEOUT,
  PROP_WORKERS,
  PROP_TLS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpAppRunner, aiohttp_app_runner, G_TYPE_OBJECT)

gboolean
aiohttp_app_runner_check_set_up (AiohttpAppRunner *self, GError **error)
{
  if (self->state == AIOHTTP_RUNNER_SET_UP)
    return TRUE;
  g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                       self->state == AIOHTTP_RUNNER_NEW ? "The runner is not set up: call its setup first"
                                                         : "The runner was cleaned up: make another one");
  return FALSE;
}

guint
aiohttp_app_runner_get_n_servers (AiohttpAppRunner *self)
{
  return MAX (self->workers->len, 1);
}

/* The servers have a set of sockets each, or share the only one. */
static void
listen_in_workers (AiohttpAppRunner *self, GPtrArray *sockets, AiohttpSiteSettings *settings)
{
  const guint n_workers = self->workers->len;
  const guint a_set = sockets->len % n_workers == 0 ? sockets->len / n_workers : 0;
  const gboolean shared = sockets->len < n_workers || a_set == 0;

  for (guint i = 0; i < n_workers; i++)
    for (guint j = 0; j < sockets->len; j++)
      if (shared || j / a_set == i)
        aiohttp_server_worker_listen (g_ptr_array_index (self->workers, i), g_ptr_array_index (sockets, j), settings);
}

gboolean
aiohttp_app_runner_listen (AiohttpAppRunner *self, GPtrArray *sockets, AiohttpSiteSettings *settings, GError **error)
{
  GMainContext *context = aiohttp_event_loop_get_context (aiohttp_event_loop_get_or_default ());

  if (self->workers->len > 0)
    {
      listen_in_workers (self, sockets, settings);
      return TRUE;
    }
  for (guint i = 0; i < sockets->len; i++)
    if (!aiohttp_web_server_listen (self->server, context, g_ptr_array_index (sockets, i), settings, error))
      {
        G_GNUC_UNUSED g_autoptr (AiohttpFuture) released = aiohttp_app_runner_unlisten (self, sockets);

        return FALSE;
      }
  return TRUE;
}

/* Sockets that workers let go of, one after the other. */
typedef struct
{
  GPtrArray *sockets;
  guint n_workers; /* that still have them */
  gboolean in_use; /* by a thread that was left behind, which may look at them yet */
  AiohttpFuture *released;
} Release;

static void
close_sockets (GPtrArray *sockets)
{
  for (guint i = 0; i < sockets->len; i++)
    g_socket_close (g_ptr_array_index (sockets, i), NULL);
}

static void
release_clear (gpointer data)
{
  Release *release = data;

  g_ptr_array_unref (release->sockets);
  g_object_unref (release->released);
}

static void
release_unref (gpointer data)
{
  g_rc_box_release_full (data, release_clear);
}

static void
on_unlistened (AiohttpFuture *future, gpointer data)
{
  Release *release = data;

  release->in_use |= !aiohttp_future_propagate_boolean (future, NULL);
  if (--release->n_workers > 0)
    return;
  if (!release->in_use)
    close_sockets (release->sockets);
  aiohttp_future_set_boolean (release->released, TRUE);
}

AiohttpFuture *
aiohttp_app_runner_unlisten (AiohttpAppRunner *self, GPtrArray *sockets)
{
  Release *release;
  AiohttpFuture *released;

  if (self->workers->len == 0)
    {
      for (guint i = 0; i < sockets->len; i++)
        aiohttp_web_server_unlisten (self->server, g_ptr_array_index (sockets, i));
      close_sockets (sockets);
      return NULL;
    }
  released = aiohttp_future_new ();
  release = g_rc_box_new (Release);
  *release = (Release){ g_ptr_array_ref (sockets), self->workers->len, FALSE, g_object_ref (released) };
  for (guint i = 0; i < self->workers->len; i++)
    {
      g_autoptr (AiohttpFuture) future = aiohttp_server_worker_unlisten (g_ptr_array_index (self->workers, i), sockets);

      aiohttp_future_add_done_callback (future, on_unlistened, g_rc_box_acquire (release), release_unref);
    }
  release_unref (release);
  return released;
}

/* A site holds its runner, and the runner the sites that serve; this lets a runner go that is held by nobody but sites
 * that are held by nobody else. */
static void
on_site_toggled (gpointer data, GObject *site, gboolean is_last)
{
  aiohttp_site_hold_runner (AIOHTTP_SITE (site), !is_last);
}

void
aiohttp_app_runner_add_site (AiohttpAppRunner *self, AiohttpSite *site)
{
  g_ptr_array_add (self->sites, site);
  g_object_add_toggle_ref (G_OBJECT (site), on_site_toggled, self);
}

void
aiohttp_app_runner_remove_site (AiohttpAppRunner *self, AiohttpSite *site)
{
  g_ptr_array_remove (self->sites, site);
  g_object_remove_toggle_ref (G_OBJECT (site), on_site_toggled, self);
}

void
aiohttp_app_runner_close_sites (AiohttpAppRunner *self)
{
  while (self->sites->len > 0)
    aiohttp_site_close (g_ptr_array_index (self->sites, self->sites->len - 1));
}

static void
aiohttp_app_runner_dispose (GObject *object)
{
  AiohttpAppRunner *self = AIOHTTP_APP_RUNNER (object);

  if (aiohttp_debug_is_on () && self->state == AIOHTTP_RUNNER_SET_UP)
    aiohttp_debug_unclosed (self, "application runner");
  aiohttp_app_runner_close_sites (self);
  aiohttp_app_runner_drop_workers (self);
  G_OBJECT_CLASS (aiohttp_app_runner_parent_class)->dispose (object);
}

static void
aiohttp_app_runner_finalize (GObject *object)
{
  AiohttpAppRunner *self = AIOHTTP_APP_RUNNER (object);

  g_clear_object (&self->server);
  g_ptr_array_unref (self->sites);
  g_ptr_array_unref (self->workers);
  g_clear_object (&self->tls);
  G_OBJECT_CLASS (aiohttp_app_runner_parent_class)->finalize (object);
}

static void
aiohttp_app_runner_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpAppRunner *self = AIOHTTP_APP_RUNNER (object);

  switch (id)
    {
    case PROP_APP:
      g_value_set_object (value, aiohttp_app_runner_get_app (self));
      break;
    case PROP_SERVER:
      g_value_set_object (value, self->server);
      break;
    case PROP_WORKERS:
      g_value_set_uint (value, self->n_workers);
      break;
    case PROP_BANNER:
      g_value_set_boolean (value, self->banner);
      break;
    case PROP_HANDLE_SIGNALS:
      g_value_set_boolean (value, self->handle_signals);
      break;
    case PROP_ACCESS_LOG:
    case PROP_KEEPALIVE_TIMEOUT:
    case PROP_SHUTDOWN_TIMEOUT:
      g_object_get_property (G_OBJECT (self->server), pspec->name, value);
      break;
    case PROP_TLS:
      g_value_set_object (value, self->tls);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_app_runner_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpAppRunner *self = AIOHTTP_APP_RUNNER (object);

  switch (id)
    {
    case PROP_APP:
      if (g_value_get_object (value) != NULL)
        self->server = aiohttp_application_make_handler (g_value_get_object (value));
      break;
    case PROP_WORKERS:
      self->n_workers = g_value_get_uint (value);
      break;
    case PROP_BANNER:
      self->banner = g_value_get_boolean (value);
      break;
    case PROP_HANDLE_SIGNALS:
      self->handle_signals = g_value_get_boolean (value);
      break;
    case PROP_ACCESS_LOG:
    case PROP_KEEPALIVE_TIMEOUT:
    case PROP_SHUTDOWN_TIMEOUT:
      g_object_set_property (G_OBJECT (self->server), pspec->name, value);
      break;
    case PROP_TLS:
      g_set_object (&self->tls, g_value_get_object (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

/* What the run forms do beside serving. */
static void
install_run_properties (GParamFlags flags)
{
  /**
   * AiohttpAppRunner:banner:
   *
   * Whether [method@Aiohttp.AppRunner.run] and its like print where they serve; the default is yes. aiohttp:
   * `run_app (print=)`
   *
   * Since: 0.1
   */
  properties[PROP_BANNER] = g_param_spec_boolean ("banner", NULL, NULL, TRUE, flags);

  /**
   * AiohttpAppRunner:handle-signals:
   *
   * Whether [method@Aiohttp.AppRunner.run] and its like end on SIGINT and SIGTERM; the default is yes. Without, a
   * program that has the signals for itself ends them by their cancellable.
   *
   * Since: 0.1
   */
  properties[PROP_HANDLE_SIGNALS] = g_param_spec_boolean ("handle-signals", NULL, NULL, TRUE, flags);
}

static void
aiohttp_app_runner_class_init (AiohttpAppRunnerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS;

  object_class->dispose = aiohttp_app_runner_dispose;
  object_class->finalize = aiohttp_app_runner_finalize;
  object_class->get_property = aiohttp_app_runner_get_property;
  object_class->set_property = aiohttp_app_runner_set_property;

  /**
   * AiohttpAppRunner:app: (getter get_app)
   *
   * The application to run.
   *
   * Since: 0.1
   */
  properties[PROP_APP] = g_param_spec_object ("app", NULL, NULL, AIOHTTP_TYPE_APPLICATION,
                                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpAppRunner:server: (getter get_server)
   *
   * What serves the connections: all limits and timeouts are its properties.
   *
   * Since: 0.1
   */
  properties[PROP_SERVER] =
      g_param_spec_object ("server", NULL, NULL, AIOHTTP_TYPE_WEB_SERVER, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpAppRunner:access-log:
   *
   * Whether each answer is logged to standard error; the default is yes. It is
   * [property@Aiohttp.WebServer:access-log] of the server.
   *
   * Since: 0.1
   */
  properties[PROP_ACCESS_LOG] = g_param_spec_boolean ("access-log", NULL, NULL, TRUE, flags);

  install_run_properties (flags);

  /**
   * AiohttpAppRunner:keepalive-timeout:
   *
   * [property@Aiohttp.WebServer:keepalive-timeout] of the server.
   *
   * Since: 0.1
   */
  properties[PROP_KEEPALIVE_TIMEOUT] =
      g_param_spec_double ("keepalive-timeout", NULL, NULL, 0, G_MAXINT / 1000, 75, flags);

  /**
   * AiohttpAppRunner:shutdown-timeout:
   *
   * [property@Aiohttp.WebServer:shutdown-timeout] of the server.
   *
   * Since: 0.1
   */
  properties[PROP_SHUTDOWN_TIMEOUT] =
      g_param_spec_double ("shutdown-timeout", NULL, NULL, 0, G_MAXINT / 1000, 60, flags);

  /**
   * AiohttpAppRunner:tls:
   *
   * The TLS context of the site that [method@Aiohttp.AppRunner.run] makes, which is `https` then. A site that a
   * program makes has its own. aiohttp: `run_app (ssl_context=)`
   *
   * Since: 0.1
   */
  properties[PROP_TLS] =
      g_param_spec_object ("tls", NULL, NULL, AIOHTTP_TYPE_TLS_CONTEXT, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpAppRunner:workers:
   *
   * How many threads serve, each with a main context, a reactor and connections of its own; the system shares the
   * connections of a TCP site among them (`SO_REUSEPORT`). The default is 0: the runner's own thread serves. Handlers then
   * run in the workers, so the application has to say that it is made for that:
   * [property@Aiohttp.Application:thread-safe]. Hooks of the application run in the runner's thread. It is taken when the
   * runner is set up, together with the properties of its server; limits of connections count in each worker.
   *
   * Since: 0.1
   */
  properties[PROP_WORKERS] = g_param_spec_uint ("workers", NULL, NULL, 0, 1024, 0, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  aiohttp_object_class_notify_on_main_stack (object_class);
}

static void
aiohttp_app_runner_init (AiohttpAppRunner *self)
{
  if (aiohttp_debug_is_on ())
    aiohttp_debug_mark (self);
  self->sites = g_ptr_array_new ();
  self->workers = g_ptr_array_new_with_free_func ((GDestroyNotify) aiohttp_server_worker_free);
}

/**
 * aiohttp_app_runner_new:
 * @app: an application
 *
 * Makes a runner.
 *
 * Returns: (transfer full): the runner
 *
 * Since: 0.1
 */
AiohttpAppRunner *
aiohttp_app_runner_new (AiohttpApplication *app)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (app), NULL);

  return g_object_new (AIOHTTP_TYPE_APP_RUNNER, "app", app, NULL);
}

/**
 * aiohttp_app_runner_get_app:
 * @self: a runner
 *
 * Gets the application.
 *
 * Returns: (transfer none): the application
 *
 * Since: 0.1
 */
AiohttpApplication *
aiohttp_app_runner_get_app (AiohttpAppRunner *self)
{
  g_return_val_if_fail (AIOHTTP_IS_APP_RUNNER (self), NULL);

  return aiohttp_web_server_get_app (self->server);
}

/**
 * aiohttp_app_runner_get_server:
 * @self: a runner
 *
 * Gets what serves the connections.
 *
 * Returns: (transfer none): the server
 *
 * Since: 0.1
 */
AiohttpWebServer *
aiohttp_app_runner_get_server (AiohttpAppRunner *self)
{
  g_return_val_if_fail (AIOHTTP_IS_APP_RUNNER (self), NULL);

  return self->server;
}

/**
 * aiohttp_app_runner_dup_sites:
 * @self: a runner
 *
 * Gets the sites that serve, in the order in which they were started.
 *
 * Returns: (transfer full) (element-type AiohttpSite): the sites
 *
 * Since: 0.1
 */
GList *
aiohttp_app_runner_dup_sites (AiohttpAppRunner *self)
{
  GList *sites = NULL;

  g_return_val_if_fail (AIOHTTP_IS_APP_RUNNER (self), NULL);

  for (guint i = self->sites->len; i > 0; i--)
    sites = g_list_prepend (sites, g_object_ref (g_ptr_array_index (self->sites, i - 1)));
  return sites;
}

/**
 * aiohttp_app_runner_dup_addresses:
 * @self: a runner
 *
 * Gets the addresses of all sites that serve.
 *
 * Returns: (transfer full) (element-type Gio.SocketAddress): the addresses
 *
 * Since: 0.1
 */
GList *
aiohttp_app_runner_dup_addresses (AiohttpAppRunner *self)
{
  GList *addresses = NULL;

  g_return_val_if_fail (AIOHTTP_IS_APP_RUNNER (self), NULL);

  for (guint i = 0; i < self->sites->len; i++)
    addresses = g_list_concat (addresses, aiohttp_site_dup_addresses (g_ptr_array_index (self->sites, i)));
  return addresses;
}
