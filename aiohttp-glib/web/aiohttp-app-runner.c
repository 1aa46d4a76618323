/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-app-runner.h"
#include "aiohttp-app-runner-private.h"

#include <stdio.h>

#include <glib-unix.h>

#include "aiohttp-await-private.h"
#include "aiohttp-debug-private.h"
#include "aiohttp-error.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-run.h"
#include "aiohttp-site-private.h"
#include "aiohttp-task.h"
#include "aiohttp-tcp-site.h"
#include "aiohttp-web-server-private.h"

/**
 * AiohttpAppRunner:
 *
 * Runs an application: on the sites that one starts on it, such as an [class@Aiohttp.TcpSite], until it is cleaned up.
 *
 * Its life: [method@Aiohttp.AppRunner.setup_async] freezes the application; then sites are made and started; at the
 * end [method@Aiohttp.AppRunner.cleanup_async] stops them, closes idle connections, waits for running handlers up to
 * [property@Aiohttp.AppRunner:shutdown-timeout], and cancels those that are left. After that it is of no more use.
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

typedef enum
{
  STATE_NEW,
  STATE_SET_UP,
  STATE_CLEANED_UP,
} State;

struct _AiohttpAppRunner
{
  GObject parent_instance;

  AiohttpWebServer *server;
  GPtrArray *sites; /* of AiohttpSite, those that serve */
  AiohttpTlsContext *tls;
  State state;
};

enum
{
  PROP_0,
  PROP_APP,
  PROP_SERVER,
  PROP_ACCESS_LOG,
  PROP_KEEPALIVE_TIMEOUT,
  PROP_SHUTDOWN_TIMEOUT,
  PROP_TLS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpAppRunner, aiohttp_app_runner, G_TYPE_OBJECT)

gboolean
aiohttp_app_runner_check_set_up (AiohttpAppRunner *self, GError **error)
{
  if (self->state == STATE_SET_UP)
    return TRUE;
  g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                       self->state == STATE_NEW ? "The runner is not set up: call its setup first"
                                                : "The runner was cleaned up: make another one");
  return FALSE;
}

guint
aiohttp_app_runner_get_n_servers (AiohttpAppRunner *self)
{
  return 1;
}

gboolean
aiohttp_app_runner_listen (AiohttpAppRunner *self, GPtrArray *sockets, AiohttpSiteSettings *settings, GError **error)
{
  GMainContext *context = aiohttp_event_loop_get_context (aiohttp_event_loop_get_or_default ());

  for (guint i = 0; i < sockets->len; i++)
    if (!aiohttp_web_server_listen (self->server, context, g_ptr_array_index (sockets, i), settings, error))
      {
        aiohttp_app_runner_unlisten (self, sockets);
        return FALSE;
      }
  return TRUE;
}

void
aiohttp_app_runner_unlisten (AiohttpAppRunner *self, GPtrArray *sockets)
{
  for (guint i = 0; i < sockets->len; i++)
    {
      aiohttp_web_server_unlisten (self->server, g_ptr_array_index (sockets, i));
      g_socket_close (g_ptr_array_index (sockets, i), NULL);
    }
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

static void
close_sites (AiohttpAppRunner *self)
{
  while (self->sites->len > 0)
    aiohttp_site_close (g_ptr_array_index (self->sites, self->sites->len - 1));
}

static void
aiohttp_app_runner_dispose (GObject *object)
{
  AiohttpAppRunner *self = AIOHTTP_APP_RUNNER (object);

  if (aiohttp_debug_is_on () && self->state == STATE_SET_UP)
    aiohttp_debug_unclosed (self, "application runner");
  close_sites (self);
  G_OBJECT_CLASS (aiohttp_app_runner_parent_class)->dispose (object);
}

static void
aiohttp_app_runner_finalize (GObject *object)
{
  AiohttpAppRunner *self = AIOHTTP_APP_RUNNER (object);

  g_clear_object (&self->server);
  g_ptr_array_unref (self->sites);
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

  g_object_class_install_properties (object_class, N_PROPS, properties);
  aiohttp_object_class_notify_on_main_stack (object_class);
}

static void
aiohttp_app_runner_init (AiohttpAppRunner *self)
{
  if (aiohttp_debug_is_on ())
    aiohttp_debug_mark (self);
  self->sites = g_ptr_array_new ();
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
 * aiohttp_app_runner_setup: (skip)
 * @self: a runner
 * @error: return location of the error
 *
 * Awaits [method@Aiohttp.AppRunner.setup_async].
 *
 * Returns: whether the runner is set up
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_app_runner_setup, FALSE, (AiohttpAppRunner * self), (self))

/**
 * aiohttp_app_runner_setup_async:
 * @self: a runner
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called when sites can be started
 * @user_data: for @callback
 *
 * Makes the application ready to be served, which freezes it.
 *
 * Since: 0.1
 */
void
aiohttp_app_runner_setup_async (AiohttpAppRunner *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (AIOHTTP_IS_APP_RUNNER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_app_runner_setup_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (self->state != STATE_NEW)
    {
      g_task_return_new_error (task, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE, "The runner was set up before");
      return;
    }
  self->state = STATE_SET_UP;
  aiohttp_application_freeze (aiohttp_app_runner_get_app (self));
  g_task_return_boolean (task, TRUE);
}

/**
 * aiohttp_app_runner_setup_finish:
 * @self: a runner
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.AppRunner.setup_async].
 *
 * Returns: whether the runner is set up
 *
 * Since: 0.1
 */
gboolean
aiohttp_app_runner_setup_finish (AiohttpAppRunner *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_APP_RUNNER (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_app_runner_setup_async, error);
}

/**
 * aiohttp_app_runner_cleanup: (skip)
 * @self: a runner
 * @error: return location of the error
 *
 * Awaits [method@Aiohttp.AppRunner.cleanup_async].
 *
 * Returns: %TRUE, or %FALSE if it was cancelled
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_app_runner_cleanup, FALSE, (AiohttpAppRunner * self), (self))

static void
on_server_shut_down (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (aiohttp_web_server_shutdown_finish (AIOHTTP_WEB_SERVER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * aiohttp_app_runner_cleanup_async:
 * @self: a runner
 * @cancellable: (nullable): a cancellable, which changes the result only: the cleanup goes on to its end
 * @callback: (scope async) (closure user_data): called when all is closed
 * @user_data: for @callback
 *
 * Stops listening and ends all connections, as [method@Aiohttp.WebServer.shutdown_async] tells. It may be called at any
 * time, and again.
 *
 * Since: 0.1
 */
void
aiohttp_app_runner_cleanup_async (AiohttpAppRunner *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task;

  g_return_if_fail (AIOHTTP_IS_APP_RUNNER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_app_runner_cleanup_async);
  self->state = STATE_CLEANED_UP;
  close_sites (self);
  aiohttp_web_server_shutdown_async (self->server, cancellable, on_server_shut_down, task);
}

/**
 * aiohttp_app_runner_cleanup_finish:
 * @self: a runner
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.AppRunner.cleanup_async].
 *
 * Returns: %TRUE, or %FALSE if it was cancelled
 *
 * Since: 0.1
 */
gboolean
aiohttp_app_runner_cleanup_finish (AiohttpAppRunner *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_APP_RUNNER (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_app_runner_cleanup_async, error);
}

/* What run() needs while it runs, on whatever stack. */
typedef struct
{
  AiohttpAppRunner *runner;
  char *host;
  guint16 port;
  AiohttpFuture *stop; /* resolved when it is to end */
  GSource *interrupt;
  GSource *terminate;
  GSource *cancelled; /* of run_async; holds its task, and so this */
} Run;

static Run *
run_new (AiohttpAppRunner *runner, const char *host, guint16 port)
{
  Run *run = g_new0 (Run, 1);

  run->runner = g_object_ref (runner);
  run->host = g_strdup (host);
  run->port = port;
  return run;
}

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_object (&run->stop);
  g_object_unref (run->runner);
  g_free (run->host);
  g_free (run);
}

static gboolean
on_signal (gpointer data)
{
  Run *run = data;

  aiohttp_future_set_boolean (run->stop, TRUE);
  return G_SOURCE_CONTINUE;
}

static GSource *
watch_signal (Run *run, int signal_number)
{
  GSource *source = g_unix_signal_source_new (signal_number);

  g_source_set_callback (source, on_signal, run, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
}

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

/* aiohttp's banner. A program may have its own print handler, so this runs on the main stack. */
static void
print_banner (gpointer data)
{
  g_print ("======== Running on %s ========\n(Press CTRL+C to quit)\n", (const char *) data);
  fflush (stdout);
}

/* A coroutine. */
static gboolean
run_until_stopped (Run *run, GError **error)
{
  g_autoptr (AiohttpTcpSite) site = NULL;

  if (!aiohttp_app_runner_setup (run->runner, error))
    return FALSE;
  site = aiohttp_tcp_site_new (run->runner, run->host, run->port);
  aiohttp_site_set_tls (AIOHTTP_SITE (site), run->runner->tls);
  if (!aiohttp_site_start (AIOHTTP_SITE (site), error))
    return FALSE;
  aiohttp_call_out (print_banner, (gpointer) aiohttp_site_get_name (AIOHTTP_SITE (site)));
  return aiohttp_future_await (run->stop, error);
}

/* A coroutine. */
static gboolean
run_body (GValue *result, gpointer user_data, GError **error)
{
  Run *run = user_data;
  gboolean stopped;

  run->interrupt = watch_signal (run, SIGINT);
  run->terminate = watch_signal (run, SIGTERM);
  stopped = run_until_stopped (run, error);
  /* From here on a signal does again what it did before. */
  clear_source (&run->interrupt);
  clear_source (&run->terminate);
  return aiohttp_app_runner_cleanup (run->runner, stopped ? error : NULL) && stopped;
}

static gboolean
run_blocking_body (GValue *result, gpointer user_data, GError **error)
{
  Run *run = user_data;

  run->stop = aiohttp_future_new ();
  return run_body (result, run, error);
}

/**
 * aiohttp_app_runner_run:
 * @self: a runner
 * @host: (nullable): the address or name to listen on, or %NULL for all interfaces
 * @port: the port, or 0 for a free one
 * @error: return location of the error
 *
 * Serves until SIGINT or SIGTERM: sets up, starts one site, prints where it is, and when a signal comes cleans up. A
 * second signal ends the process. It blocks, and runs the event loop of the calling context; where that runs already,
 * use [method@Aiohttp.AppRunner.run_async].
 *
 * Returns: %TRUE after a signal, %FALSE on an error
 *
 * Since: 0.1
 */
gboolean
aiohttp_app_runner_run (AiohttpAppRunner *self, const char *host, guint16 port, GError **error)
{
  Run *run;
  gboolean stopped;

  g_return_val_if_fail (AIOHTTP_IS_APP_RUNNER (self), FALSE);

  run = run_new (self, host, port);
  stopped = aiohttp_run (run_blocking_body, run, error);
  run_free (run);
  return stopped;
}

static gboolean
on_run_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Run *run = g_task_get_task_data (user_data);

  aiohttp_future_set_boolean (run->stop, TRUE);
  return G_SOURCE_REMOVE;
}

static void
on_run_done (AiohttpFuture *future, gpointer user_data)
{
  GTask *task = user_data;
  Run *run = g_task_get_task_data (task);
  GError *error = aiohttp_future_dup_error (future);

  clear_source (&run->cancelled);
  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * aiohttp_app_runner_run_async:
 * @self: a runner
 * @host: (nullable): the address or name to listen on, or %NULL for all interfaces
 * @port: the port, or 0 for a free one
 * @cancellable: (nullable): a cancellable that ends it as a signal does
 * @callback: (scope async) (closure user_data): called when it has cleaned up
 * @user_data: for @callback
 *
 * Does what [method@Aiohttp.AppRunner.run] does, in the main loop that runs already.
 *
 * Since: 0.1
 */
void
aiohttp_app_runner_run_async (AiohttpAppRunner *self, const char *host, guint16 port, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (AiohttpTask) coroutine = NULL;
  g_autoptr (GTask) task = NULL;
  Run *run;

  g_return_if_fail (AIOHTTP_IS_APP_RUNNER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_app_runner_run_async);
  run = run_new (self, host, port);
  run->stop = aiohttp_future_new ();
  g_task_set_task_data (task, run, run_free);
  if (cancellable != NULL)
    {
      run->cancelled = g_cancellable_source_new (cancellable);
      g_task_attach_source (task, run->cancelled, G_SOURCE_FUNC (on_run_cancelled));
    }
  coroutine = aiohttp_spawn (run_body, run, NULL);
  aiohttp_future_add_done_callback (AIOHTTP_FUTURE (coroutine), on_run_done, g_object_ref (task), g_object_unref);
}

/**
 * aiohttp_app_runner_run_finish:
 * @self: a runner
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.AppRunner.run_async].
 *
 * Returns: %TRUE after a signal, %FALSE if it was cancelled or on another error
 *
 * Since: 0.1
 */
gboolean
aiohttp_app_runner_run_finish (AiohttpAppRunner *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_APP_RUNNER (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_app_runner_run_async, error);
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
