/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-run-app.h"

#include "aiohttp-app-runner.h"
#include "aiohttp-await-private.h"

/**
 * aiohttp_run_app:
 * @app: an application
 * @host: (nullable): the address or name to listen on, or %NULL for all interfaces
 * @port: the port, or 0 for a free one
 * @error: return location of the error
 *
 * Serves an application until SIGINT or SIGTERM, with a banner and an access log: what
 * [method@Aiohttp.AppRunner.run] does with a runner as it is. It blocks; where a main loop runs already, use
 * [func@Aiohttp.run_app_async].
 *
 * aiohttp: `run_app`
 *
 * Returns: %TRUE after a signal, %FALSE on an error
 *
 * Since: 0.1
 */
gboolean
aiohttp_run_app (AiohttpApplication *app, const char *host, guint16 port, GError **error)
{
  g_autoptr (AiohttpAppRunner) runner = NULL;

  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (app), FALSE);

  runner = aiohttp_app_runner_new (app);
  return aiohttp_app_runner_run (runner, host, port, error);
}

static void
on_runner_done (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (aiohttp_app_runner_run_finish (AIOHTTP_APP_RUNNER (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * aiohttp_run_app_async:
 * @app: an application
 * @host: (nullable): the address or name to listen on, or %NULL for all interfaces
 * @port: the port, or 0 for a free one
 * @cancellable: (nullable): a cancellable that ends it as a signal does
 * @callback: (scope async) (closure user_data): called when it has cleaned up
 * @user_data: for @callback
 *
 * Does what [func@Aiohttp.run_app] does, in the main loop that runs already.
 *
 * Since: 0.1
 */
void
aiohttp_run_app_async (AiohttpApplication *app, const char *host, guint16 port, GCancellable *cancellable,
                       GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (AiohttpAppRunner) runner = NULL;
  GTask *task;

  g_return_if_fail (AIOHTTP_IS_APPLICATION (app));

  runner = aiohttp_app_runner_new (app);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_run_app_async);
  aiohttp_app_runner_run_async (runner, host, port, cancellable, on_runner_done, task);
}

/**
 * aiohttp_run_app_finish:
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [func@Aiohttp.run_app_async].
 *
 * Returns: %TRUE after a signal, %FALSE if it was cancelled or on another error
 *
 * Since: 0.1
 */
gboolean
aiohttp_run_app_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), FALSE);

  return aiohttp_result_propagate_boolean (result, NULL, aiohttp_run_app_async, error);
}
