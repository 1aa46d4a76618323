/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-app-runner.h"
#include "aiohttp-app-runner-private.h"

#include "aiohttp-await-private.h"
#include "aiohttp-error.h"
#include "aiohttp-task.h"
#include "aiohttp-web-server-private.h"

/* AiohttpAppRunner: from its set-up to its end. */

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

static gboolean
check_startable (AiohttpAppRunner *self, GError **error)
{
  AiohttpApplication *app = aiohttp_app_runner_get_app (self);

  if (self->state != AIOHTTP_RUNNER_NEW)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE, "The runner was set up before");
      return FALSE;
    }
  if (self->n_workers > 0 && !aiohttp_application_get_thread_safe (app))
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                           "Worker threads run the handlers of an application beside each other: set its thread-safe "
                           "property if they are made for that");
      return FALSE;
    }
  return TRUE;
}

static void
on_started_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AiohttpAppRunner *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!aiohttp_application_startup_finish (AIOHTTP_APPLICATION (source), result, &error))
    {
      /* What was entered is left by the cleanup. */
      if (self->state == AIOHTTP_RUNNER_STARTING)
        self->state = AIOHTTP_RUNNER_FAILED;
      g_task_return_error (task, error);
      return;
    }
  if (self->state != AIOHTTP_RUNNER_STARTING)
    {
      g_task_return_new_error (task, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED, "The runner was cleaned up meanwhile");
      return;
    }
  for (guint i = 0; i < self->n_workers; i++)
    g_ptr_array_add (self->workers, aiohttp_server_worker_new (self->server));
  self->state = AIOHTTP_RUNNER_SET_UP;
  g_task_return_boolean (task, TRUE);
}

/**
 * aiohttp_app_runner_setup_async:
 * @self: a runner
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called when sites can be started
 * @user_data: for @callback
 *
 * Starts the application: its cleanup contexts are entered, its startup handlers run, and it is frozen. Where that fails,
 * [method@Aiohttp.AppRunner.cleanup_async] still has to be called, for what was entered. With
 * [property@Aiohttp.AppRunner:workers] their threads are started too.
 *
 * Since: 0.1
 */
void
aiohttp_app_runner_setup_async (AiohttpAppRunner *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (AIOHTTP_IS_APP_RUNNER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_app_runner_setup_async);
  g_task_set_name (task, "aiohttp_app_runner_setup_async");
  if (g_task_return_error_if_cancelled (task))
    return;
  if (!check_startable (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  self->state = AIOHTTP_RUNNER_STARTING;
  self->started = TRUE;
  aiohttp_application_startup_async (aiohttp_app_runner_get_app (self), cancellable, on_started_up,
                                     g_steal_pointer (&task));
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
close_idle (gpointer data)
{
  AiohttpAppRunner *self = data;

  aiohttp_app_runner_close_sites (self);
  aiohttp_web_server_close_idle (self->server);
  for (guint i = 0; i < self->workers->len; i++)
    aiohttp_server_worker_close_idle (g_ptr_array_index (self->workers, i));
}

static void
end_now (gpointer data)
{
  AiohttpAppRunner *self = data;

  aiohttp_web_server_end_now (self->server);
  for (guint i = 0; i < self->workers->len; i++)
    aiohttp_server_worker_end_now (g_ptr_array_index (self->workers, i));
  if (self->cleaning != NULL)
    aiohttp_task_cancel (self->cleaning);
}

void
aiohttp_app_runner_end_now (AiohttpAppRunner *self)
{
  g_autoptr (AiohttpAppRunner) held = g_object_ref (self);

  aiohttp_call_out (end_now, held);
}

void
aiohttp_app_runner_drop_workers (AiohttpAppRunner *self)
{
  for (guint i = 0; i < self->workers->len; i++)
    aiohttp_server_worker_end_now (g_ptr_array_index (self->workers, i));
  g_ptr_array_set_size (self->workers, 0);
}

/* One step of the cleanup failed: the others are taken all the same, and the first error is the result. */
static void
keep_first_error (GError **first, GError *error)
{
  if (error == NULL)
    return;
  if (*first == NULL)
    *first = error;
  else
    {
      g_warning ("Cleaning up: %s", error->message);
      g_error_free (error);
    }
}

static gboolean
give_up_workers (gpointer data)
{
  AiohttpAppRunner *self = data;

  for (guint i = 0; i < self->workers->len; i++)
    aiohttp_server_worker_give_up (g_ptr_array_index (self->workers, i));
  return G_SOURCE_REMOVE;
}

/* A thread that a handler blocks does not hear of its end: it is not waited for any longer. */
static GSource *
bound_workers (AiohttpAppRunner *self, double seconds)
{
  GSource *source = g_timeout_source_new ((guint) MIN (seconds * 1000, G_MAXINT));

  g_source_set_callback (source, give_up_workers, self, NULL);
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

/* A cancel hurries; the threads are waited for in any case. */
static void
hurry (AiohttpAppRunner *self, GSource **bound)
{
  clear_source (bound);
  *bound = bound_workers (self, AIOHTTP_WORKER_PATIENCE);
}

static void
await_servers (AiohttpAppRunner *self, GError **first)
{
  g_autoptr (GPtrArray) futures = g_ptr_array_new_with_free_func (g_object_unref);
  GSource *bound = NULL;
  GError *error = NULL;

  for (guint i = 0; i < self->workers->len; i++)
    g_ptr_array_add (futures, aiohttp_server_worker_shut_down (g_ptr_array_index (self->workers, i)));
  if (futures->len > 0)
    bound = bound_workers (self, self->server->shutdown_timeout + 2 * AIOHTTP_WORKER_PATIENCE);
  if (!aiohttp_web_server_shutdown (self->server, &error) && bound != NULL)
    hurry (self, &bound);
  keep_first_error (first, g_steal_pointer (&error));
  for (guint i = 0; i < futures->len; i++)
    {
      AiohttpFuture *future = g_ptr_array_index (futures, i);

      while (!aiohttp_future_is_done (future))
        if (!aiohttp_future_await (future, &error))
          {
            keep_first_error (first, g_steal_pointer (&error));
            hurry (self, &bound);
          }
    }
  clear_source (&bound);
  aiohttp_app_runner_drop_workers (self);
}

/* A coroutine: the rest of the cleanup, in aiohttp's order. */
static gboolean
clean_up (GValue *result, gpointer user_data, GError **error)
{
  AiohttpAppRunner *self = user_data;
  AiohttpApplication *app = aiohttp_app_runner_get_app (self);
  GError *first = NULL;
  GError *step = NULL;

  if (self->started)
    {
      aiohttp_application_shutdown (app, &step);
      keep_first_error (&first, g_steal_pointer (&step));
    }
  await_servers (self, &first);
  if (self->started)
    {
      self->started = FALSE;
      aiohttp_application_cleanup (app, &step);
      keep_first_error (&first, g_steal_pointer (&step));
    }
  g_clear_object (&self->cleaning);
  if (first != NULL)
    {
      g_propagate_error (error, first);
      return FALSE;
    }
  return TRUE;
}

static void
on_cleaned_up (AiohttpFuture *future, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = aiohttp_future_dup_error (future);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

/**
 * aiohttp_app_runner_cleanup_async:
 * @self: a runner
 * @cancellable: (nullable): a cancellable, which changes the result only: the cleanup goes on to its end
 * @callback: (scope async) (closure user_data): called when all is closed
 * @user_data: for @callback
 *
 * Ends it, in aiohttp's order: the sites stop listening and idle connections are closed, before this returns; the
 * application's shutdown handlers run; running handlers have [property@Aiohttp.AppRunner:shutdown-timeout] to finish,
 * then they are cancelled, and connections that are left are closed; the application's cleanup handlers run and its
 * cleanup contexts are left. An error of one step does not keep the next from being taken; the first is the result.
 *
 * It may be called at any time, and again: then it waits for the same end.
 *
 * Since: 0.1
 */
void
aiohttp_app_runner_cleanup_async (AiohttpAppRunner *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (AiohttpAppRunner) held = NULL;
  g_autoptr (AiohttpTask) cleaning = NULL;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (AIOHTTP_IS_APP_RUNNER (self));

  held = g_object_ref (self);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_app_runner_cleanup_async);
  g_task_set_name (task, "aiohttp_app_runner_cleanup_async");
  self->state = AIOHTTP_RUNNER_CLEANED_UP;
  aiohttp_call_out (close_idle, self);
  if (self->cleaning == NULL)
    self->cleaning = aiohttp_spawn (clean_up, g_object_ref (self), g_object_unref);
  cleaning = g_object_ref (self->cleaning);
  aiohttp_future_add_done_callback (AIOHTTP_FUTURE (cleaning), on_cleaned_up, g_steal_pointer (&task), g_object_unref);
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
