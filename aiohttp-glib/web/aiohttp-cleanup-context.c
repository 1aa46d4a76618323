/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-cleanup-context.h"
#include "aiohttp-cleanup-context-private.h"

#include "aiohttp-await-private.h"
#include "aiohttp-future-private.h"

/**
 * AiohttpCleanupContext:
 *
 * Something that an application has from its start to its end, a connection to a database for instance, set up and
 * taken down by one function.
 *
 * The function of [method@Aiohttp.Application.add_cleanup_context] sets it up, waits in the context while the
 * application serves, and then takes it down:
 *
 * |[<!-- language="C" -->
 * static gboolean
 * with_log (AiohttpApplication *app, AiohttpCleanupContext *context, gpointer user_data, GError **error)
 * {
 *   g_autoptr(GFile) file = g_file_new_for_path (user_data);
 *   g_autoptr(GFileOutputStream) log = g_file_append_to (file, G_FILE_CREATE_NONE, NULL, error);
 *
 *   if (log == NULL || !aiohttp_cleanup_context_wait (context, error))
 *     return FALSE;
 *   return g_output_stream_close (G_OUTPUT_STREAM (log), NULL, error);
 * }
 * ]|
 *
 * aiohttp: `cleanup_ctx`
 *
 * Since: 0.1
 */

struct _AiohttpCleanupContext
{
  GObject parent_instance;

  AiohttpFuture *entered;
  AiohttpFuture *left;
  AiohttpFuture *future; /* of the whole */
};

G_DEFINE_FINAL_TYPE (AiohttpCleanupContext, aiohttp_cleanup_context, G_TYPE_OBJECT)

static void
aiohttp_cleanup_context_dispose (GObject *object)
{
  AiohttpCleanupContext *self = AIOHTTP_CLEANUP_CONTEXT (object);

  g_clear_object (&self->entered);
  g_clear_object (&self->left);
  g_clear_object (&self->future);
  G_OBJECT_CLASS (aiohttp_cleanup_context_parent_class)->dispose (object);
}

static void
aiohttp_cleanup_context_class_init (AiohttpCleanupContextClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aiohttp_cleanup_context_dispose;
}

static void
aiohttp_cleanup_context_init (AiohttpCleanupContext *self)
{
  self->entered = aiohttp_future_new ();
  self->left = aiohttp_future_new ();
}

AiohttpCleanupContext *
aiohttp_cleanup_context_new (void)
{
  return g_object_new (AIOHTTP_TYPE_CLEANUP_CONTEXT, NULL);
}

/* It has ended: before it waited, that is an end of the start too. */
static void
on_ended (AiohttpFuture *future, gpointer data)
{
  AiohttpCleanupContext *self = data;
  GError *error = NULL;

  if (aiohttp_future_is_done (self->entered))
    return;
  if (aiohttp_future_propagate_success (future, &error))
    aiohttp_future_set_boolean (self->entered, TRUE);
  else
    aiohttp_future_take_error (self->entered, error);
}

gboolean
aiohttp_cleanup_context_enter (AiohttpCleanupContext *self, AiohttpFuture *future, GError **error)
{
  g_set_object (&self->future, future);
  aiohttp_future_add_done_callback (future, on_ended, g_object_ref (self), g_object_unref);
  return aiohttp_future_await (self->entered, error);
}

gboolean
aiohttp_cleanup_context_leave (AiohttpCleanupContext *self, GError **error)
{
  if (self->future == NULL)
    return TRUE;
  if (!aiohttp_future_is_done (self->left))
    aiohttp_future_set_boolean (self->left, TRUE);
  return aiohttp_future_await (self->future, error);
}

static void
set_entered (AiohttpCleanupContext *self)
{
  if (!aiohttp_future_is_done (self->entered))
    aiohttp_future_set_boolean (self->entered, TRUE);
}

/**
 * aiohttp_cleanup_context_wait: (skip)
 * @self: a context
 * @error: return location of the error
 *
 * Tells that all is set up, and waits in this coroutine until the application is cleaned up.
 *
 * Returns: %TRUE when it is time to take things down; %FALSE if the coroutine was cancelled
 *
 * Since: 0.1
 */
gboolean
aiohttp_cleanup_context_wait (AiohttpCleanupContext *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLEANUP_CONTEXT (self), FALSE);

  if (!aiohttp_await_check ("aiohttp_cleanup_context_wait", error))
    return FALSE;
  set_entered (self);
  return aiohttp_future_await (self->left, error);
}

static void
on_left (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (aiohttp_future_await_finish (AIOHTTP_FUTURE (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * aiohttp_cleanup_context_wait_async:
 * @self: a context
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called when it is time to take things down
 * @user_data: for @callback
 *
 * Tells that all is set up, and waits until the application is cleaned up.
 *
 * Since: 0.1
 */
void
aiohttp_cleanup_context_wait_async (AiohttpCleanupContext *self, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (AIOHTTP_IS_CLEANUP_CONTEXT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_cleanup_context_wait_async);
  set_entered (self);
  aiohttp_future_await_async (self->left, cancellable, on_left, task);
}

/**
 * aiohttp_cleanup_context_wait_finish:
 * @self: a context
 * @result: a result
 * @error: return location of the error
 *
 * Ends [method@Aiohttp.CleanupContext.wait_async].
 *
 * Returns: %TRUE when it is time to take things down
 *
 * Since: 0.1
 */
gboolean
aiohttp_cleanup_context_wait_finish (AiohttpCleanupContext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLEANUP_CONTEXT (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_cleanup_context_wait_async, error);
}
