/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-app-runner.h"
#include "aiohttp-app-runner-private.h"

#include <stdio.h>

#include <glib-unix.h>

#include "aiohttp-await-private.h"
#include "aiohttp-run.h"
#include "aiohttp-site-private.h"
#include "aiohttp-task.h"
#include "aiohttp-tcp-site.h"

/* AiohttpAppRunner: serving until a signal. */

/* What run() needs while it runs, on whatever stack. */
typedef struct
{
  AiohttpAppRunner *runner;
  GPtrArray *sites;    /* of AiohttpSite */
  AiohttpFuture *stop; /* resolved when it is to end */
  GSource *interrupt;
  GSource *terminate;
  GSource *cancelled; /* of run_async; holds its task, and so this */
} Run;

static Run *
run_new (AiohttpAppRunner *runner, AiohttpSite **sites, gsize n_sites)
{
  Run *run = g_new0 (Run, 1);

  run->runner = g_object_ref (runner);
  run->sites = g_ptr_array_new_with_free_func (g_object_unref);
  for (gsize i = 0; i < n_sites; i++)
    g_ptr_array_add (run->sites, g_object_ref (sites[i]));
  return run;
}

static Run *
run_new_for_host (AiohttpAppRunner *runner, const char *host, guint16 port)
{
  g_autoptr (AiohttpSite) site = AIOHTTP_SITE (aiohttp_tcp_site_new (runner, host, port));

  aiohttp_site_set_tls (site, runner->tls);
  return run_new (runner, &site, 1);
}

static void
run_free (gpointer data)
{
  Run *run = data;

  g_clear_object (&run->stop);
  g_object_unref (run->runner);
  g_ptr_array_unref (run->sites);
  g_free (run);
}

static void
clear_source (GSource **source)
{
  if (*source == NULL)
    return;
  g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
clear_signals (Run *run)
{
  clear_source (&run->interrupt);
  clear_source (&run->terminate);
}

static gboolean
on_signal (gpointer data)
{
  Run *run = data;

  if (!aiohttp_future_is_done (run->stop))
    {
      aiohttp_future_set_boolean (run->stop, TRUE);
      return G_SOURCE_CONTINUE;
    }
  /* A second one: no more waiting. From then on a signal does again what it did before. */
  aiohttp_app_runner_end_now (run->runner);
  clear_signals (run);
  return G_SOURCE_REMOVE;
}

static GSource *
watch_signal (Run *run, int signal_number)
{
  GSource *source = g_unix_signal_source_new (signal_number);

  g_source_set_callback (source, on_signal, run, NULL);
  g_source_attach (source, g_main_context_get_thread_default ());
  return source;
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
  g_autoptr (GString) names = g_string_new (NULL);

  if (!aiohttp_app_runner_setup (run->runner, error))
    return FALSE;
  for (guint i = 0; i < run->sites->len; i++)
    {
      AiohttpSite *site = g_ptr_array_index (run->sites, i);

      if (!aiohttp_site_start (site, error))
        return FALSE;
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", aiohttp_site_get_name (site));
    }
  if (run->runner->banner)
    aiohttp_call_out (print_banner, names->str);
  return aiohttp_future_await (run->stop, error);
}

/* A coroutine. */
static gboolean
run_body (GValue *result, gpointer user_data, GError **error)
{
  Run *run = user_data;
  gboolean stopped, cleaned;

  if (run->runner->handle_signals)
    {
      run->interrupt = watch_signal (run, SIGINT);
      run->terminate = watch_signal (run, SIGTERM);
    }
  stopped = run_until_stopped (run, error);
  /* A signal that comes now is a second one. */
  if (!aiohttp_future_is_done (run->stop))
    aiohttp_future_set_boolean (run->stop, TRUE);
  cleaned = aiohttp_app_runner_cleanup (run->runner, stopped ? error : NULL);
  clear_signals (run);
  return cleaned && stopped;
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
 * second signal ends that at once: handlers are cancelled and connections closed, and only what the application does to
 * clean up is still waited for; a third one ends the process. It blocks, and runs the event loop of the calling context; where that runs already,
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

  run = run_new_for_host (self, host, port);
  stopped = aiohttp_run (run_blocking_body, run, error);
  run_free (run);
  return stopped;
}

/**
 * aiohttp_app_runner_run_sites:
 * @self: a runner
 * @sites: (array length=n_sites): sites of this runner
 * @n_sites: how many
 * @error: return location of the error
 *
 * Does what [method@Aiohttp.AppRunner.run] does, on sites of one's own: several of them, on Unix sockets, or on those
 * that systemd passes.
 *
 * Returns: %TRUE after a signal, %FALSE on an error
 *
 * Since: 0.1
 */
gboolean
aiohttp_app_runner_run_sites (AiohttpAppRunner *self, AiohttpSite **sites, gsize n_sites, GError **error)
{
  Run *run;
  gboolean stopped;

  g_return_val_if_fail (AIOHTTP_IS_APP_RUNNER (self), FALSE);

  run = run_new (self, sites, n_sites);
  stopped = aiohttp_run (run_blocking_body, run, error);
  run_free (run);
  return stopped;
}

static gboolean
on_run_cancelled (GCancellable *cancellable, gpointer user_data)
{
  Run *run = g_task_get_task_data (user_data);

  if (!aiohttp_future_is_done (run->stop))
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

/* Takes the run. */
static void
start_run (AiohttpAppRunner *self, Run *run, GCancellable *cancellable, GAsyncReadyCallback callback,
           gpointer user_data)
{
  g_autoptr (AiohttpTask) coroutine = NULL;
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, aiohttp_app_runner_run_async);
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
  g_return_if_fail (AIOHTTP_IS_APP_RUNNER (self));

  start_run (self, run_new_for_host (self, host, port), cancellable, callback, user_data);
}

/**
 * aiohttp_app_runner_run_sites_async:
 * @self: a runner
 * @sites: (array length=n_sites): sites of this runner
 * @n_sites: how many
 * @cancellable: (nullable): a cancellable that ends it as a signal does
 * @callback: (scope async) (closure user_data): called when it has cleaned up
 * @user_data: for @callback
 *
 * Does what [method@Aiohttp.AppRunner.run_sites] does, in the main loop that runs already.
 *
 * Since: 0.1
 */
void
aiohttp_app_runner_run_sites_async (AiohttpAppRunner *self, AiohttpSite **sites, gsize n_sites,
                                    GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (AIOHTTP_IS_APP_RUNNER (self));

  start_run (self, run_new (self, sites, n_sites), cancellable, callback, user_data);
}

/**
 * aiohttp_app_runner_run_sites_finish:
 * @self: a runner
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.AppRunner.run_sites_async].
 *
 * Returns: %TRUE after a signal, %FALSE if it was cancelled or on another error
 *
 * Since: 0.1
 */
gboolean
aiohttp_app_runner_run_sites_finish (AiohttpAppRunner *self, GAsyncResult *result, GError **error)
{
  return aiohttp_app_runner_run_finish (self, result, error);
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
