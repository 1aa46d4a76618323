/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-wait-list-private.h"

#include "aiohttp-event-loop-private.h"
#include "aiohttp-task-private.h"

/* An `_async` call that waits. Referenced by the line or the ready queue, and by each cancel on its way. */
typedef struct
{
  AiohttpWaitList *list;
  AiohttpEventLoop *loop;
  GTask *task;
  AiohttpWaitFunc func;
  gulong cancelled_id;
  gboolean ended;
} WaitCall;

struct _AiohttpWaitEntry
{
  AiohttpWaitEntry *previous;
  AiohttpWaitEntry *next;
  guint64 ticket;
  gboolean in_line;
  gboolean picked;
  gboolean uncancellable;
  AiohttpWaiter waiter; /* of a coroutine, on whose stack the entry lies */
  WaitCall call;        /* of an `_async` call; `task` is NULL for a coroutine */
};

gboolean
aiohttp_wait_list_check (AiohttpWaitList *self, const char *what, GError **error)
{
  GThread *thread = g_thread_self ();

  if (G_LIKELY (g_atomic_pointer_get (&self->thread) == thread) ||
      g_atomic_pointer_compare_and_exchange (&self->thread, NULL, thread))
    return TRUE;
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_THREAD,
               "%s was called in another thread than the one that uses the object", what);
  return FALSE;
}

gboolean
aiohttp_wait_list_check_or_complain (AiohttpWaitList *self, const char *what)
{
  if (G_LIKELY (aiohttp_wait_list_check (self, what, NULL)))
    return TRUE;
  g_critical ("%s was called in another thread than the one that uses the object", what);
  return FALSE;
}

gboolean
aiohttp_wait_list_enter (AiohttpWaitList *self, const char *what, GError **error)
{
  return aiohttp_await_check (what, error) && aiohttp_wait_list_check (self, what, error);
}

GTask *
aiohttp_wait_list_enter_async (AiohttpWaitList *self, gpointer source, const char *what, gpointer tag,
                               GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, user_data);
  GError *error = NULL;

  g_task_set_source_tag (task, tag);
  g_task_set_name (task, what);
  /* What was handed over is delivered, whatever comes after. */
  g_task_set_check_cancellable (task, FALSE);
  if (!aiohttp_wait_list_check (self, what, &error))
    {
      g_task_return_error (task, error);
      return NULL;
    }
  if (g_task_return_error_if_cancelled (task))
    return NULL;
  return g_steal_pointer (&task);
}

static void
line_up (AiohttpWaitList *self, AiohttpWaitEntry *entry, AiohttpWaitFlags flags, guint64 *ticket)
{
  AiohttpWaitEntry *next = NULL;

  entry->uncancellable = (flags & AIOHTTP_WAIT_UNCANCELLABLE) != 0;
  entry->ticket = ticket != NULL && *ticket != 0 ? *ticket : ++self->last_ticket;
  if (ticket != NULL)
    *ticket = entry->ticket;
  /* Who comes back was among the first. */
  if (entry->ticket != self->last_ticket)
    for (next = self->first; next != NULL && next->ticket < entry->ticket;)
      next = next->next;

  entry->next = next;
  entry->previous = next != NULL ? next->previous : self->last;
  *(entry->previous != NULL ? &entry->previous->next : &self->first) = entry;
  *(entry->next != NULL ? &entry->next->previous : &self->last) = entry;
  entry->in_line = TRUE;
  self->length++;
}

static void
leave_line (AiohttpWaitList *self, AiohttpWaitEntry *entry)
{
  if (!entry->in_line)
    return;
  *(entry->previous != NULL ? &entry->previous->next : &self->first) = entry->next;
  *(entry->next != NULL ? &entry->next->previous : &self->last) = entry->previous;
  entry->in_line = FALSE;
  self->length--;
}

/* His turn has come. */
static void
take_turn (AiohttpWaitList *self, AiohttpWaitEntry *entry)
{
  leave_line (self, entry);
  if (entry->picked)
    self->n_picked--;
}

gboolean
aiohttp_wait_list_take_cancel (GError **error)
{
  AiohttpCoroutine *coroutine = aiohttp_coroutine_get_current ();

  if (G_LIKELY (!coroutine->cancel_pending))
    return FALSE;
  aiohttp_coroutine_cancel_delivered (coroutine);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The task was cancelled");
  return TRUE;
}

gboolean
aiohttp_wait_list_wait (AiohttpWaitList *self, AiohttpWaitFlags flags, guint64 *ticket, gboolean *picked,
                        GError **error)
{
  AiohttpWaitEntry entry = { 0 };
  gboolean ok;

  aiohttp_waiter_init (&entry.waiter);
  line_up (self, &entry, flags, ticket);
  entry.waiter.uncancellable = entry.uncancellable;
  ok = aiohttp_waiter_wait_checked (&entry.waiter, error);
  take_turn (self, &entry);

  *picked = entry.picked;
  return ok && (entry.uncancellable || !aiohttp_wait_list_take_cancel (error));
}

static void
entry_clear (gpointer data)
{
  AiohttpWaitEntry *entry = data;

  g_object_unref (entry->call.task);
  g_object_unref (entry->call.loop);
}

static void
entry_unref (AiohttpWaitEntry *entry)
{
  g_atomic_rc_box_release_full (entry, entry_clear);
}

/* Gives up the reference of the line or the ready queue. */
static void
call_end (AiohttpWaitEntry *entry, gboolean cancelled)
{
  WaitCall *call = &entry->call;
  GError *error = NULL;

  call->ended = TRUE;
  take_turn (call->list, entry);
  if (call->cancelled_id != 0)
    g_cancellable_disconnect (g_task_get_cancellable (call->task), call->cancelled_id);
  if (cancelled)
    error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "The operation was cancelled");
  call->func (call->task, entry->picked, error);
  entry_unref (entry);
}

static gboolean
entry_is_cancelled (AiohttpWaitEntry *entry)
{
  if (entry->uncancellable)
    return FALSE;
  if (entry->call.task != NULL)
    return g_cancellable_is_cancelled (g_task_get_cancellable (entry->call.task));
  return entry->waiter.coroutine->cancel_pending;
}

static void
on_turn (gpointer data)
{
  call_end (data, entry_is_cancelled (data));
}

static void
cancel_call (gpointer data)
{
  AiohttpWaitEntry *entry = data;

  /* Who is picked already looks at his cancellable when it is his turn. */
  if (!entry->call.ended && !entry->picked)
    call_end (entry, TRUE);
  entry_unref (entry);
}

/* In whatever thread the cancel comes from. */
static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  AiohttpWaitEntry *entry = g_atomic_rc_box_acquire (data);

  aiohttp_event_loop_call_soon_threadsafe_internal (entry->call.loop, cancel_call, entry);
}

void
aiohttp_wait_list_wait_async (AiohttpWaitList *self, AiohttpWaitFlags flags, guint64 *ticket, GTask *task,
                              AiohttpWaitFunc func)
{
  AiohttpWaitEntry *entry = g_atomic_rc_box_new0 (AiohttpWaitEntry);
  GCancellable *cancellable = g_task_get_cancellable (task);

  entry->call.list = self;
  entry->call.loop = g_object_ref (aiohttp_event_loop_get_or_default ());
  entry->call.task = g_object_ref (task);
  entry->call.func = func;
  line_up (self, entry, flags, ticket);
  if (cancellable != NULL && !entry->uncancellable)
    entry->call.cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), entry, NULL);
}

static void
pick (AiohttpWaitList *self, AiohttpWaitEntry *entry)
{
  entry->picked = TRUE;
  self->n_picked++;
  if (entry->call.task != NULL)
    aiohttp_event_loop_call_soon_internal (entry->call.loop, on_turn, entry);
  else
    aiohttp_waiter_wake (&entry->waiter);
}

gboolean
aiohttp_wait_list_pick (AiohttpWaitList *self)
{
  AiohttpWaitEntry *entry;

  while ((entry = self->first) != NULL)
    {
      leave_line (self, entry);
      if (!entry_is_cancelled (entry))
        {
          pick (self, entry);
          return TRUE;
        }
    }
  return FALSE;
}

void
aiohttp_wait_list_pick_all (AiohttpWaitList *self)
{
  while (aiohttp_wait_list_pick (self))
    ;
}
