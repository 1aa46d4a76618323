/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-combination-private.h"

#include "aiohttp-error.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-future-private.h"

/* One future of a combination. */
typedef struct
{
  GTask *task;
  gsize index;
} Watch;

static void
watch_free (gpointer data)
{
  Watch *watch = data;

  g_object_unref (watch->task);
  g_free (watch);
}

static void
combination_free (gpointer data)
{
  AiohttpCombination *self = data;

  for (gsize i = 0; i < self->n_futures; i++)
    g_object_unref (self->futures[i]);
  g_free (self->futures);
  g_free (self->watches);
  g_object_unref (self->loop);
  g_free (self);
}

AiohttpCombination *
aiohttp_combination_get (GTask *task)
{
  return g_task_get_task_data (task);
}

void
aiohttp_combination_end (GTask *task)
{
  AiohttpCombination *self = aiohttp_combination_get (task);

  self->ended = TRUE;
  aiohttp_event_loop_stop_timer (self->loop, &self->timer);
  if (self->cancelled_id != 0)
    g_cancellable_disconnect (g_task_get_cancellable (task), self->cancelled_id);
  self->cancelled_id = 0;
  for (gsize i = 0; i < self->n_futures; i++)
    {
      if (self->kind->answers_for_errors)
        self->futures[i]->error_seen = TRUE;
      if (self->watches[i] != 0)
        aiohttp_future_remove_done_callback (self->futures[i], self->watches[i]);
    }
}

void
aiohttp_combination_return_boolean (GTask *task, gboolean value)
{
  aiohttp_combination_end (task);
  g_task_return_boolean (task, value);
}

void
aiohttp_combination_return_int (GTask *task, gssize value)
{
  aiohttp_combination_end (task);
  g_task_return_int (task, value);
}

void
aiohttp_combination_return_error (GTask *task, GError *error)
{
  aiohttp_combination_end (task);
  g_task_return_error (task, error);
}

gboolean
aiohttp_combination_cancel_futures (AiohttpCombination *self)
{
  gboolean any = FALSE;

  for (gsize i = 0; i < self->n_futures; i++)
    any |= aiohttp_future_cancel (self->futures[i]);
  return any;
}

gboolean
aiohttp_combination_check_any (GTask *task)
{
  if (aiohttp_combination_get (task)->n_futures > 0)
    return TRUE;
  aiohttp_combination_return_error (
      task, g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "There is no future to wait for"));
  return FALSE;
}

static void
on_future_done (AiohttpFuture *future, gpointer data)
{
  Watch *watch = data;
  g_autoptr (GTask) task = g_object_ref (watch->task);
  AiohttpCombination *self = aiohttp_combination_get (task);

  self->watches[watch->index] = 0;
  self->n_pending--;
  if (!self->ended)
    self->kind->done (task, self, watch->index);
}

static void
on_timeout (gpointer data)
{
  g_autoptr (GTask) task = g_object_ref (data);
  AiohttpCombination *self = aiohttp_combination_get (task);

  self->was_timed_out = TRUE;
  self->kind->timed_out (task, self);
}

static void
combination_cancel (gpointer data)
{
  g_autoptr (GTask) task = data;
  AiohttpCombination *self = aiohttp_combination_get (task);

  if (self->ended)
    return;
  self->was_cancelled = TRUE;
  if (self->kind->cancelled != NULL)
    self->kind->cancelled (task, self);
  else
    aiohttp_combination_return_error (
        task, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The wait for several futures was cancelled"));
}

/* In whatever thread the cancel comes from. */
static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  AiohttpCombination *self = aiohttp_combination_get (data);

  if (!aiohttp_event_loop_call_soon_threadsafe_internal (self->loop, combination_cancel, g_object_ref (data)))
    g_object_unref (data);
}

GTask *
aiohttp_combination_new (const AiohttpCombinationKind *kind, GAsyncResult *const *results, gsize n_results,
                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, callback, user_data);
  AiohttpCombination *self = g_new0 (AiohttpCombination, 1);

  g_task_set_source_tag (task, kind->tag);
  g_task_set_name (task, kind->name);
  /* What the futures came to is told, not what comes after. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, combination_free);

  self->kind = kind;
  self->loop = g_object_ref (aiohttp_event_loop_get_or_default ());
  self->futures = g_new (AiohttpFuture *, n_results);
  self->watches = g_new0 (gulong, n_results);
  for (gsize i = 0; i < n_results; i++)
    self->futures[i] = aiohttp_future_for_result (results[i]);
  self->n_futures = n_results;
  self->n_pending = n_results;
  aiohttp_loop_timer_init (&self->timer, on_timeout, task);
  return task;
}

void
aiohttp_combination_start (GTask *task, double seconds)
{
  AiohttpCombination *self = aiohttp_combination_get (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  self->seconds = seconds;
  for (gsize i = 0; i < self->n_futures; i++)
    {
      Watch *watch = g_new (Watch, 1);

      watch->task = g_object_ref (task);
      watch->index = i;
      self->watches[i] = aiohttp_future_add_done_callback (self->futures[i], on_future_done, watch, watch_free);
    }
  if (seconds >= 0)
    aiohttp_event_loop_start_timer (self->loop, &self->timer, aiohttp_event_loop_time_after (seconds));
  if (cancellable != NULL)
    self->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), task, NULL);
}
