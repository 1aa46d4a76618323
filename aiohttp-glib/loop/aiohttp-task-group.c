/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-task-group.h"

#include "aiohttp-error.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-future-private.h"
#include "aiohttp-task-private.h"

/**
 * AiohttpTaskGroup:
 *
 * Tasks that belong together: they all have ended when the scope ends, and if one fails, the rest are cancelled.
 *
 * A coroutine makes a group where its scope begins, and starts tasks in it, or adds futures and #GTask objects.
 * aiohttp_task_group_end() ends the scope: it waits until all of them are done. When the first of them fails, the
 * others are cancelled, and so is the coroutine that made the group, if it is still within the scope; no more can be
 * started. The end then fails with that error; [method@Aiohttp.TaskGroup.dup_error] gives the others, in the order in
 * which they came. Being cancelled is not a failure: a member that is cancelled just leaves the group.
 *
 * |[<!-- language="C" -->
 * static gboolean
 * fetch_both (GError **error)
 * {
 *   g_autoptr(AiohttpTaskGroup) group = aiohttp_task_group_new ();
 *   gboolean ok = aiohttp_task_group_spawn (group, fetch, "http://one.example/", NULL, error) &&
 *                 aiohttp_task_group_spawn (group, fetch, "http://two.example/", NULL, error);
 *
 *   return aiohttp_task_group_end (group, ok, error);
 * }
 * ]|
 *
 * If the scope itself fails (@ok is %FALSE), or is cancelled, the members are cancelled and waited for as well.
 *
 * Outside a coroutine, add futures, give operations [method@Aiohttp.TaskGroup.get_cancellable], and end the group by
 * [method@Aiohttp.TaskGroup.end_async]. A group is used in the thread that made it. One that is dropped before its end
 * cancels its members, and nobody waits for them.
 *
 * asyncio: `TaskGroup`.
 *
 * Since: 0.1
 */

typedef enum
{
  GROUP_OPEN,
  GROUP_ENDING,
  GROUP_ENDED,
} GroupState;

struct _AiohttpTaskGroup
{
  GObject parent_instance;

  GroupState state;
  gboolean aborting;
  gboolean cancelled_parent; /* for a member's failure */
  gboolean was_cancelled;    /* the scope, by somebody else */

  AiohttpEventLoop *loop;
  AiohttpTask *parent; /* whose scope it is; NULL outside a coroutine */
  GQueue members;      /* of Member */
  GPtrArray *errors;
  GCancellable *cancellable; /* NULL until it is asked for */

  AiohttpWaiter *waiter; /* of the end */
  GTask *ending;
  gulong cancelled_id; /* of its cancellable */
};

G_DEFINE_FINAL_TYPE (AiohttpTaskGroup, aiohttp_task_group, G_TYPE_OBJECT)

typedef struct
{
  AiohttpTaskGroup *group; /* NULL when that is gone */
  AiohttpFuture *future;
  GList link;
} Member;

static void
member_free (gpointer data)
{
  Member *member = data;

  g_object_unref (member->future);
  g_free (member);
}

static void
cancel_cancellable (gpointer data)
{
  g_cancellable_cancel (data);
}

static gboolean
is_cancelled_error (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

/* The first error, with a word about the others; NULL if there is none. */
static GError *
dup_first_error (AiohttpTaskGroup *self)
{
  GError *error;

  if (self->errors->len == 0)
    return NULL;
  error = g_error_copy (self->errors->pdata[0]);
  if (self->errors->len > 1)
    {
      char *message = g_strdup_printf ("%s (and %u more of the group failed)", error->message, self->errors->len - 1);

      g_free (error->message);
      error->message = message;
    }
  return error;
}

static void
drop_cancelled_id (AiohttpTaskGroup *self)
{
  if (self->cancelled_id != 0)
    g_cancellable_disconnect (g_task_get_cancellable (self->ending), self->cancelled_id);
  self->cancelled_id = 0;
}

/* On the main stack. */
static void
return_ending (gpointer data)
{
  AiohttpTaskGroup *self = data;
  g_autoptr (GTask) task = NULL;
  GError *error = dup_first_error (self);

  drop_cancelled_id (self);
  self->state = GROUP_ENDED;
  task = g_steal_pointer (&self->ending);
  if (error != NULL)
    g_task_return_error (task, error);
  else if (self->was_cancelled)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The task group was cancelled");
  else
    g_task_return_boolean (task, TRUE);
}

static void
wake_if_empty (AiohttpTaskGroup *self)
{
  if (self->members.length > 0)
    return;
  if (self->waiter != NULL)
    aiohttp_waiter_wake (self->waiter);
  else if (self->ending != NULL)
    aiohttp_call_out (return_ending, self);
}

static void
abort_members (AiohttpTaskGroup *self)
{
  if (self->aborting)
    return;
  self->aborting = TRUE;
  for (GList *l = self->members.head; l != NULL; l = l->next)
    aiohttp_future_cancel (((Member *) l->data)->future);
  if (self->cancellable != NULL)
    aiohttp_call_out (cancel_cancellable, self->cancellable);
}

static void
on_member_done (AiohttpFuture *future, gpointer data)
{
  Member *member = data;
  AiohttpTaskGroup *self = member->group;
  GError *error = NULL;

  if (self == NULL)
    return;
  g_object_ref (self);
  member->group = NULL;
  g_queue_unlink (&self->members, &member->link);
  if (!aiohttp_future_check_outcome (future, &error))
    {
      if (is_cancelled_error (error))
        g_clear_error (&error);
      else
        g_ptr_array_add (self->errors, error);
    }
  if (error != NULL && !self->aborting)
    {
      abort_members (self);
      if (self->state == GROUP_OPEN && self->parent != NULL)
        self->cancelled_parent = aiohttp_task_cancel (self->parent);
    }
  wake_if_empty (self);
  g_object_unref (self);
}

static void
cancel_dropped (gpointer data)
{
  aiohttp_future_cancel (data);
  g_object_unref (data);
}

static void
aiohttp_task_group_dispose (GObject *object)
{
  AiohttpTaskGroup *self = AIOHTTP_TASK_GROUP (object);

  while (self->members.length > 0)
    {
      Member *member = g_queue_pop_head_link (&self->members)->data;

      member->group = NULL;
      /* Whatever a cancel calls, it shall not be called from here. */
      aiohttp_event_loop_call_soon_internal (self->loop, cancel_dropped, g_object_ref (member->future));
    }
  g_clear_object (&self->parent);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (aiohttp_task_group_parent_class)->dispose (object);
}

static void
aiohttp_task_group_finalize (GObject *object)
{
  AiohttpTaskGroup *self = AIOHTTP_TASK_GROUP (object);

  g_ptr_array_unref (self->errors);
  g_object_unref (self->loop);

  G_OBJECT_CLASS (aiohttp_task_group_parent_class)->finalize (object);
}

static void
aiohttp_task_group_class_init (AiohttpTaskGroupClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = aiohttp_task_group_dispose;
  object_class->finalize = aiohttp_task_group_finalize;
}

static void
aiohttp_task_group_init (AiohttpTaskGroup *self)
{
  AiohttpTask *parent = aiohttp_task_get_current ();

  self->loop = g_object_ref (aiohttp_event_loop_get_or_default ());
  if (parent != NULL)
    self->parent = g_object_ref (parent);
  self->errors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
}

/**
 * aiohttp_task_group_new:
 *
 * Begins a scope of tasks: of the calling coroutine, or of whoever ends it by [method@Aiohttp.TaskGroup.end_async].
 *
 * Returns: (transfer full): the group
 *
 * Since: 0.1
 */
AiohttpTaskGroup *
aiohttp_task_group_new (void)
{
  return g_object_new (AIOHTTP_TYPE_TASK_GROUP, NULL);
}

/**
 * aiohttp_task_group_get_cancellable:
 * @self: a group
 *
 * Gets what is cancelled together with the members, for operations of the scope.
 *
 * A coroutine does not need it, since its task is cancelled.
 *
 * Returns: (transfer none): the cancellable
 *
 * Since: 0.1
 */
GCancellable *
aiohttp_task_group_get_cancellable (AiohttpTaskGroup *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TASK_GROUP (self), NULL);

  if (self->cancellable == NULL)
    {
      self->cancellable = g_cancellable_new ();
      if (self->aborting)
        g_cancellable_cancel (self->cancellable);
    }
  return self->cancellable;
}

/**
 * aiohttp_task_group_get_n_pending:
 * @self: a group
 *
 * Gets how many members are not done.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
aiohttp_task_group_get_n_pending (AiohttpTaskGroup *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TASK_GROUP (self), 0);

  return self->members.length;
}

/**
 * aiohttp_task_group_get_n_errors:
 * @self: a group
 *
 * Gets how many members have failed, the scope itself included.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
aiohttp_task_group_get_n_errors (AiohttpTaskGroup *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TASK_GROUP (self), 0);

  return self->errors->len;
}

/**
 * aiohttp_task_group_dup_error:
 * @self: a group
 * @index: which one, from 0; the first is what the end fails with
 *
 * Gets a copy of an error that a member, or the scope, has failed with, in the order in which they came.
 *
 * asyncio: `ExceptionGroup.exceptions`.
 *
 * Returns: (transfer full) (nullable): the error, or %NULL if there are not that many
 *
 * Since: 0.1
 */
GError *
aiohttp_task_group_dup_error (AiohttpTaskGroup *self, guint index)
{
  g_return_val_if_fail (AIOHTTP_IS_TASK_GROUP (self), NULL);

  return index < self->errors->len ? g_error_copy (self->errors->pdata[index]) : NULL;
}

static gboolean
check_open (AiohttpTaskGroup *self, GError **error)
{
  const char *why;

  if (self->state == GROUP_ENDED)
    why = "The task group has ended";
  else if (self->aborting)
    why = "The task group is shutting down";
  else
    return TRUE;
  g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE, why);
  return FALSE;
}

static void
add_member (AiohttpTaskGroup *self, AiohttpFuture *future)
{
  Member *member = g_new0 (Member, 1);

  member->group = self;
  member->future = g_object_ref (future);
  member->link.data = member;
  g_queue_push_tail_link (&self->members, &member->link);
  aiohttp_future_add_done_callback (future, on_member_done, member, member_free);
}

/**
 * aiohttp_task_group_add:
 * @self: a group
 * @future: a future, a task or a #GTask
 * @error: where to put the error
 *
 * Makes something that runs already a member of the group, which then waits for it, and cancels it if another fails.
 *
 * A #GTask is cancelled by its own cancellable, which cancels whatever else was given that. Its error stays with it,
 * for its `_finish` function; the group's is `AIOHTTP_ERROR_FAILED`.
 *
 * Returns: %TRUE; %FALSE with `AIOHTTP_ERROR_INVALID_STATE` if the group takes no more, because a member has failed or
 *   it has ended; @future is then left as it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_task_group_add (AiohttpTaskGroup *self, GAsyncResult *future, GError **error)
{
  g_autoptr (AiohttpFuture) member = NULL;

  g_return_val_if_fail (AIOHTTP_IS_TASK_GROUP (self), FALSE);
  g_return_val_if_fail (G_IS_ASYNC_RESULT (future), FALSE);

  if (!check_open (self, error))
    return FALSE;
  member = aiohttp_future_for_result (future);
  add_member (self, member);
  return TRUE;
}

/**
 * aiohttp_task_group_spawn: (skip)
 * @self: a group
 * @func: the coroutine
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data when @func has returned, or will never run
 * @error: where to put the error
 *
 * Starts a coroutine in the group, as aiohttp_spawn() does.
 *
 * Returns: %TRUE; %FALSE with `AIOHTTP_ERROR_INVALID_STATE` if the group takes no more, because a member has failed or
 *   it has ended
 *
 * Since: 0.1
 */
gboolean
aiohttp_task_group_spawn (AiohttpTaskGroup *self, AiohttpCoroutineFunc func, gpointer user_data, GDestroyNotify notify,
                          GError **error)
{
  g_autoptr (AiohttpTask) task = aiohttp_task_group_create_task (self, func, user_data, notify, error);

  return task != NULL;
}

/**
 * aiohttp_task_group_create_task: (skip)
 * @self: a group
 * @func: the coroutine
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data when @func has returned, or will never run
 * @error: where to put the error
 *
 * Starts a coroutine in the group, for who wants to know what it came to.
 *
 * asyncio: `TaskGroup.create_task()`.
 *
 * Returns: (transfer full): the task; %NULL with the error of aiohttp_task_group_spawn()
 *
 * Since: 0.1
 */
AiohttpTask *
aiohttp_task_group_create_task (AiohttpTaskGroup *self, AiohttpCoroutineFunc func, gpointer user_data,
                                GDestroyNotify notify, GError **error)
{
  AiohttpTask *task;

  g_return_val_if_fail (AIOHTTP_IS_TASK_GROUP (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  if (!check_open (self, error))
    {
      if (notify != NULL)
        aiohttp_call_out (notify, user_data);
      return NULL;
    }
  task = aiohttp_task_spawn_in (self->loop, func, user_data, notify);
  add_member (self, AIOHTTP_FUTURE (task));
  return task;
}

/**
 * aiohttp_task_group_abort:
 * @self: a group
 *
 * Cancels all members; the group takes no more. Its end waits for them, and is no failure for that.
 *
 * Since: 0.1
 */
void
aiohttp_task_group_abort (AiohttpTaskGroup *self)
{
  g_return_if_fail (AIOHTTP_IS_TASK_GROUP (self));

  abort_members (self);
}

static gboolean
begin_end (AiohttpTaskGroup *self, GError **error)
{
  if (self->state == GROUP_OPEN)
    {
      self->state = GROUP_ENDING;
      return TRUE;
    }
  g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE, "The task group was ended before");
  return FALSE;
}

static void
ending_cancel (gpointer data)
{
  g_autoptr (GTask) task = data;
  AiohttpTaskGroup *self = g_task_get_source_object (task);

  if (self->ending == task && !self->aborting)
    {
      self->was_cancelled = TRUE;
      abort_members (self);
    }
}

/* In whatever thread the cancel comes from. */
static void
on_cancelled (GCancellable *cancellable, gpointer data)
{
  AiohttpTaskGroup *self = g_task_get_source_object (data);

  if (!aiohttp_event_loop_call_soon_threadsafe_internal (self->loop, ending_cancel, g_object_ref (data)))
    g_object_unref (data);
}

/**
 * aiohttp_task_group_end_async:
 * @self: a group
 * @ok: whether the scope has succeeded; if not, the members are cancelled
 * @cancellable: (nullable): cancels the members; the end comes when they have ended
 * @callback: (scope async) (closure user_data): called when all members are done
 * @user_data: passed to @callback
 *
 * Ends the scope: waits until all members are done.
 *
 * Since: 0.1
 */
void
aiohttp_task_group_end_async (AiohttpTaskGroup *self, gboolean ok, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (AIOHTTP_IS_TASK_GROUP (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_task_group_end_async);
  g_task_set_name (task, "aiohttp_task_group_end_async");
  /* What the members came to is told, not what comes after. */
  g_task_set_check_cancellable (task, FALSE);
  if (!begin_end (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->cancelled_parent)
    aiohttp_task_uncancel (self->parent);
  if (!ok)
    abort_members (self);
  self->ending = g_object_ref (task);
  if (cancellable != NULL)
    self->cancelled_id = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled), task, NULL);
  wake_if_empty (self);
}

/**
 * aiohttp_task_group_end_finish:
 * @self: a group
 * @result: what the callback was given
 * @error: where to put the error
 *
 * Ends [method@Aiohttp.TaskGroup.end_async].
 *
 * Returns: %TRUE if no member has failed; %FALSE with the first error, with `G_IO_ERROR_CANCELLED`, or with
 *   `AIOHTTP_ERROR_INVALID_STATE` if the group was ended before
 *
 * Since: 0.1
 */
gboolean
aiohttp_task_group_end_finish (AiohttpTaskGroup *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_TASK_GROUP (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_task_group_end_async, error);
}

/* Until there is no member left, however often the task is cancelled. */
static gboolean
wait_for_members (AiohttpTaskGroup *self, GError **cancelled, GError **error)
{
  while (self->members.length > 0)
    {
      g_autoptr (GError) local_error = NULL;
      AiohttpWaiter waiter;
      gboolean ok;

      aiohttp_waiter_init (&waiter);
      self->waiter = &waiter;
      ok = aiohttp_waiter_wait (&waiter, &local_error);
      self->waiter = NULL;
      if (ok)
        continue;
      if (!is_cancelled_error (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (!self->aborting)
        {
          g_clear_error (cancelled);
          *cancelled = g_steal_pointer (&local_error);
          abort_members (self);
        }
    }
  return TRUE;
}

/**
 * aiohttp_task_group_end: (skip)
 * @self: a group
 * @ok: whether what was done in the scope has succeeded
 * @error: the error of that, if it has not; where to put the error
 *
 * Ends the scope: suspends the calling coroutine until all members are done.
 *
 * It is called by the coroutine that made the group, in any case. If the scope has failed, the members are cancelled,
 * and the error counts as one of the group's. When the coroutine is cancelled meanwhile, the members are cancelled
 * too, and waited for. If it was the group that cancelled the scope, for a member's failure, it is the member's error
 * that counts.
 *
 * Returns: %TRUE if the scope has succeeded and no member has failed; %FALSE with the first error, with
 *   `G_IO_ERROR_CANCELLED`, `AIOHTTP_ERROR_INVALID_STATE` if the group was ended before,
 *   `AIOHTTP_ERROR_NOT_IN_COROUTINE` or `AIOHTTP_ERROR_NESTED_LOOP`
 *
 * Since: 0.1
 */
gboolean
aiohttp_task_group_end (AiohttpTaskGroup *self, gboolean ok, GError **error)
{
  g_autoptr (AiohttpTaskGroup) held = NULL;
  g_autoptr (GError) cancelled = NULL;
  GError *failure = NULL;

  g_return_val_if_fail (AIOHTTP_IS_TASK_GROUP (self), FALSE);

  if (!ok && error != NULL)
    failure = g_steal_pointer (error);
  if (!aiohttp_await_check ("aiohttp_task_group_end()", failure == NULL ? error : NULL) ||
      !begin_end (self, failure == NULL ? error : NULL))
    {
      if (failure != NULL)
        g_propagate_error (error, failure);
      return FALSE;
    }

  held = g_object_ref (self);
  if (is_cancelled_error (failure))
    cancelled = failure;
  else if (failure != NULL)
    g_ptr_array_add (self->errors, failure);
  /* If it was for a member, and nobody else wants the task to end, it goes on. */
  if (self->cancelled_parent && aiohttp_task_uncancel (self->parent) == 0)
    g_clear_error (&cancelled);
  if (!ok)
    abort_members (self);
  if (!wait_for_members (self, &cancelled, error))
    return FALSE;

  self->state = GROUP_ENDED;
  if (self->errors->len > 0)
    {
      /* A cancel from outside gives way to the errors, and comes again at the next await. */
      if (self->parent != NULL && aiohttp_task_get_cancelling (self->parent) > 0)
        {
          aiohttp_task_uncancel (self->parent);
          aiohttp_task_cancel (self->parent);
        }
      g_propagate_error (error, dup_first_error (self));
      return FALSE;
    }
  if (cancelled != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&cancelled));
      return FALSE;
    }
  return ok;
}
