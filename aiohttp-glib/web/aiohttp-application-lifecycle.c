/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-application-hooks-private.h"

#include "aiohttp-await-private.h"
#include "aiohttp-cleanup-context-private.h"
#include "aiohttp-error.h"
#include "aiohttp-future-private.h"
#include "aiohttp-task.h"

/* AiohttpApplication: how it starts and ends. All hooks run in one coroutine, one after the other. */

typedef struct
{
  AiohttpApplication *self;
  const AiohttpApplicationHook *hook;
  AiohttpApplicationContext *context;
  AiohttpFuture *future;
  GError *error;
} Call;

static void
call_hook_out (gpointer data)
{
  Call *call = data;

  call->future = call->hook->callback (call->self, call->hook->user_data, &call->error);
}

static gboolean
await_call (Call *call, GError **error)
{
  g_autoptr (AiohttpFuture) future = call->future;

  if (call->error != NULL)
    {
      g_propagate_error (error, call->error);
      return FALSE;
    }
  return future == NULL || aiohttp_future_await (future, error);
}

static gboolean
call_hook (AiohttpApplication *self, const AiohttpApplicationHook *hook, GError **error)
{
  Call call = { .self = self, .hook = hook };

  if (hook->func != NULL)
    return hook->func (self, hook->user_data, error);
  aiohttp_call_out (call_hook_out, &call);
  return await_call (&call, error);
}

static void
enter_context_out (gpointer data)
{
  Call *call = data;

  call->future = call->context->callback (call->self, call->context->context, call->context->user_data, &call->error);
}

typedef struct
{
  AiohttpApplication *self;
  AiohttpApplicationContext *context;
} ContextRun;

static gboolean
run_context (GValue *result, gpointer data, GError **error)
{
  ContextRun *run = data;

  return run->context->func (run->self, run->context->context, run->context->user_data, error);
}

static gboolean
enter_context (AiohttpApplication *self, AiohttpApplicationContext *context, GError **error)
{
  Call call = { .self = self, .context = context };
  g_autoptr (AiohttpFuture) future = NULL;

  context->context = aiohttp_cleanup_context_new ();
  if (context->func != NULL)
    {
      ContextRun *run = g_new (ContextRun, 1);

      *run = (ContextRun){ self, context };
      future = AIOHTTP_FUTURE (aiohttp_spawn (run_context, run, g_free));
    }
  else
    {
      aiohttp_call_out (enter_context_out, &call);
      future = call.future;
    }
  if (call.error == NULL && future == NULL)
    return TRUE;
  if (call.error != NULL)
    g_propagate_error (error, call.error);
  else if (aiohttp_cleanup_context_enter (context->context, future, error))
    return TRUE;
  g_clear_object (&context->context);
  return FALSE;
}

/* Where one fails, the later ones are not called. */
static gboolean
start_up (AiohttpApplication *self, GError **error)
{
  self->state = AIOHTTP_APPLICATION_STARTING;
  for (guint i = 0; i < self->contexts->len; i++)
    if (!enter_context (self, g_ptr_array_index (self->contexts, i), error))
      goto failed;
  for (guint i = 0; i < self->startup->len; i++)
    {
      const AiohttpApplicationHook *hook = g_ptr_array_index (self->startup, i);

      if (!(hook->child != NULL ? start_up (hook->child, error) : call_hook (self, hook, error)))
        goto failed;
    }
  self->state = AIOHTTP_APPLICATION_STARTED;
  return TRUE;

failed:
  self->state = AIOHTTP_APPLICATION_FAILED;
  return FALSE;
}

/* Several failures become one, with all messages. */
static void
collect (GError **collected, GError *error /* taken */)
{
  if (*collected == NULL)
    *collected = error;
  else
    {
      g_autofree char *both = g_strdup_printf ("%s; %s", (*collected)->message, error->message);

      g_free ((*collected)->message);
      (*collected)->message = g_steal_pointer (&both);
      g_error_free (error);
    }
}

typedef void (*EndFunc) (AiohttpApplication *self, GError **collected);

static void
call_all (AiohttpApplication *self, GPtrArray *hooks, EndFunc end_child, GError **collected)
{
  for (guint i = 0; i < hooks->len; i++)
    {
      const AiohttpApplicationHook *hook = g_ptr_array_index (hooks, i);
      GError *error = NULL;

      if (hook->child != NULL)
        end_child (hook->child, collected);
      else if (!call_hook (self, hook, &error))
        collect (collected, error);
    }
}

static void
shut_down (AiohttpApplication *self, GError **collected)
{
  call_all (self, self->shutdown, shut_down, collected);
}

/* Only contexts that were entered are left, the last one first. */
static void
clean_up (AiohttpApplication *self, GError **collected)
{
  self->state = AIOHTTP_APPLICATION_CLEANED_UP;
  for (guint i = self->contexts->len; i > 0; i--)
    {
      AiohttpApplicationContext *context = g_ptr_array_index (self->contexts, i - 1);
      g_autoptr (AiohttpCleanupContext) entered = g_steal_pointer (&context->context);
      GError *error = NULL;

      if (entered != NULL && !aiohttp_cleanup_context_leave (entered, &error))
        collect (collected, error);
    }
  call_all (self, self->cleanup, clean_up, collected);
}

typedef enum
{
  PHASE_STARTUP,
  PHASE_SHUTDOWN,
  PHASE_CLEANUP,
} Phase;

typedef struct
{
  GTask *task;
  Phase phase;
  gulong cancel_id;
  AiohttpTask *coroutine;
} PhaseRun;

static gboolean
run_phase (GValue *result, gpointer data, GError **error)
{
  PhaseRun *run = data;
  AiohttpApplication *self = g_task_get_source_object (run->task);
  GError *collected = NULL;

  switch (run->phase)
    {
    case PHASE_STARTUP:
      if (!start_up (self, error))
        return FALSE;
      aiohttp_application_freeze (self);
      return TRUE;
    case PHASE_SHUTDOWN:
      shut_down (self, &collected);
      break;
    case PHASE_CLEANUP:
    default:
      clean_up (self, &collected);
      break;
    }
  if (collected == NULL)
    return TRUE;
  g_propagate_error (error, collected);
  return FALSE;
}

static void
on_phase_done (AiohttpFuture *future, gpointer data)
{
  PhaseRun *run = data;
  GError *error = NULL;

  g_cancellable_disconnect (g_task_get_cancellable (run->task), run->cancel_id);
  if (aiohttp_future_propagate_success (future, &error))
    g_task_return_boolean (run->task, TRUE);
  else
    g_task_return_error (run->task, error);
}

static void
phase_run_free (gpointer data)
{
  PhaseRun *run = data;

  g_object_unref (run->task);
  g_object_unref (run->coroutine);
  g_free (run);
}

static void
on_cancelled (GCancellable *cancellable, gpointer coroutine)
{
  aiohttp_task_cancel (coroutine);
}

static const char *
find_misuse (AiohttpApplication *self, Phase phase)
{
  if (self->parent != NULL)
    return "The application is part of another one, which starts and ends it";
  if (phase == PHASE_STARTUP && self->state != AIOHTTP_APPLICATION_NEW)
    return "The application was started before";
  return NULL;
}

static void
start_phase (AiohttpApplication *self, Phase phase, gpointer tag, GCancellable *cancellable,
             GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  const char *misuse = find_misuse (self, phase);
  PhaseRun *run;

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  if (misuse != NULL)
    g_task_return_new_error (task, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE, "%s", misuse);
  /* Nothing to do, no turn of the loop. */
  if (misuse != NULL || g_task_return_error_if_cancelled (task))
    {
      g_object_unref (task);
      return;
    }
  run = g_new0 (PhaseRun, 1);
  run->task = task;
  run->phase = phase;
  run->coroutine = aiohttp_spawn (run_phase, run, NULL);
  if (cancellable != NULL)
    run->cancel_id =
        g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), g_object_ref (run->coroutine), g_object_unref);
  aiohttp_future_add_done_callback (AIOHTTP_FUTURE (run->coroutine), on_phase_done, run, phase_run_free);
}

/**
 * aiohttp_application_startup: (skip)
 * @self: an application
 * @error: return location of the error
 *
 * Awaits [method@Aiohttp.Application.startup_async].
 *
 * Returns: whether nothing failed
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_application_startup, FALSE, (AiohttpApplication * self), (self))

/**
 * aiohttp_application_startup_async:
 * @self: an application
 * @cancellable: (nullable): a cancellable, which cancels the function that is running
 * @callback: (scope async) (closure user_data): called when the application has started
 * @user_data: for @callback
 *
 * Starts the application: enters its cleanup contexts, calls the functions of
 * [method@Aiohttp.Application.on_startup], and freezes it. A runner does this.
 *
 * aiohttp: `Application.startup()`
 *
 * Since: 0.1
 */
void
aiohttp_application_startup_async (AiohttpApplication *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (AIOHTTP_IS_APPLICATION (self));

  start_phase (self, PHASE_STARTUP, aiohttp_application_startup_async, cancellable, callback, user_data);
}

/**
 * aiohttp_application_startup_finish:
 * @self: an application
 * @result: a result
 * @error: return location of the error
 *
 * Ends [method@Aiohttp.Application.startup_async].
 *
 * Returns: whether nothing failed
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_startup_finish (AiohttpApplication *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_application_startup_async, error);
}

/**
 * aiohttp_application_shutdown: (skip)
 * @self: an application
 * @error: return location of the error
 *
 * Awaits [method@Aiohttp.Application.shutdown_async].
 *
 * Returns: whether nothing failed
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_application_shutdown, FALSE, (AiohttpApplication * self), (self))

/**
 * aiohttp_application_shutdown_async:
 * @self: an application
 * @cancellable: (nullable): a cancellable, which cancels the function that is running
 * @callback: (scope async) (closure user_data): called when all of them have been called
 * @user_data: for @callback
 *
 * Calls the functions of [method@Aiohttp.Application.on_shutdown]. A runner does this, when it accepts no more
 * connections.
 *
 * aiohttp: `Application.shutdown()`
 *
 * Since: 0.1
 */
void
aiohttp_application_shutdown_async (AiohttpApplication *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  g_return_if_fail (AIOHTTP_IS_APPLICATION (self));

  start_phase (self, PHASE_SHUTDOWN, aiohttp_application_shutdown_async, cancellable, callback, user_data);
}

/**
 * aiohttp_application_shutdown_finish:
 * @self: an application
 * @result: a result
 * @error: return location of the error
 *
 * Ends [method@Aiohttp.Application.shutdown_async].
 *
 * Returns: whether nothing failed
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_shutdown_finish (AiohttpApplication *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_application_shutdown_async, error);
}

/**
 * aiohttp_application_cleanup: (skip)
 * @self: an application
 * @error: return location of the error
 *
 * Awaits [method@Aiohttp.Application.cleanup_async].
 *
 * Returns: whether nothing failed
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_application_cleanup, FALSE, (AiohttpApplication * self), (self))

/**
 * aiohttp_application_cleanup_async:
 * @self: an application
 * @cancellable: (nullable): a cancellable, which cancels the function that is running
 * @callback: (scope async) (closure user_data): called when all of them have been called
 * @user_data: for @callback
 *
 * Leaves the cleanup contexts and calls the functions of [method@Aiohttp.Application.on_cleanup]. A runner does this, at
 * the end. Several failures become one error with all messages.
 *
 * aiohttp: `Application.cleanup()`
 *
 * Since: 0.1
 */
void
aiohttp_application_cleanup_async (AiohttpApplication *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_return_if_fail (AIOHTTP_IS_APPLICATION (self));

  start_phase (self, PHASE_CLEANUP, aiohttp_application_cleanup_async, cancellable, callback, user_data);
}

/**
 * aiohttp_application_cleanup_finish:
 * @self: an application
 * @result: a result
 * @error: return location of the error
 *
 * Ends [method@Aiohttp.Application.cleanup_async].
 *
 * Returns: whether nothing failed
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_cleanup_finish (AiohttpApplication *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_application_cleanup_async, error);
}
