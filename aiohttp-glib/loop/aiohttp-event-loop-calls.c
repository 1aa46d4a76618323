/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-debug-private.h"
#include "aiohttp-error.h"
#include "aiohttp-context-private.h"
#include "aiohttp-event-loop-class-private.h"
#include "aiohttp-future-private.h"
#include "aiohttp-handle-private.h"
#include "aiohttp-task-private.h"

/* What an event loop is asked to call, now or later. */

gboolean
aiohttp_event_loop_check_open (AiohttpEventLoop *self, GError **error)
{
  if (G_LIKELY (!g_atomic_int_get (&self->closed) && self->context != NULL))
    return TRUE;
  g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED, "The event loop is closed");
  return FALSE;
}

static void
discard (GDestroyNotify notify, gpointer user_data)
{
  if (notify != NULL)
    aiohttp_call_out (notify, user_data);
}

/* FALSE, with the user data freed: another thread runs the loop. */
static gboolean
check_thread (AiohttpEventLoop *self, const char *what, gpointer user_data, GDestroyNotify notify, GError **error)
{
  if (!aiohttp_debug_is_on () || aiohttp_debug_check_thread_error (self, what, error))
    return TRUE;
  discard (notify, user_data);
  return FALSE;
}

static AiohttpHandle *
handle_new (AiohttpEventLoop *self, GType type, AiohttpCallFunc func, gpointer user_data, GDestroyNotify notify,
            GError **error)
{
  AiohttpHandle *handle;

  if (!aiohttp_event_loop_check_open (self, error))
    {
      discard (notify, user_data);
      return NULL;
    }
  handle = g_object_new (type, NULL);
  if (aiohttp_debug_is_on ())
    aiohttp_debug_mark (handle);
  aiohttp_handle_set_call (handle, self, func, user_data, notify);
  return handle;
}

/**
 * aiohttp_event_loop_call_soon:
 * @self: an event loop
 * @func: (scope notified) (closure user_data) (destroy notify): what to call
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data when @func has been called, or never will be
 * @error: where to put the error
 *
 * Lets the loop call a function in its next step, after those that were given before.
 *
 * It may be called in the loop's thread only; see [method@Aiohttp.EventLoop.call_soon_threadsafe]. In debug mode a
 * call from another one fails with `AIOHTTP_ERROR_WRONG_THREAD`.
 *
 * asyncio: `loop.call_soon()`.
 *
 * Returns: (transfer full): a handle to call it off; %NULL with `AIOHTTP_ERROR_CLOSED`
 *
 * Since: 0.1
 */
AiohttpHandle *
aiohttp_event_loop_call_soon (AiohttpEventLoop *self, AiohttpCallFunc func, gpointer user_data, GDestroyNotify notify,
                              GError **error)
{
  AiohttpHandle *handle;

  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  if (!check_thread (self, "aiohttp_event_loop_call_soon()", user_data, notify, error))
    return NULL;
  handle = handle_new (self, AIOHTTP_TYPE_HANDLE, func, user_data, notify, error);
  if (handle != NULL)
    aiohttp_event_loop_call_soon_internal (self, aiohttp_handle_run, g_object_ref (handle));
  return handle;
}

/**
 * aiohttp_event_loop_call_soon_with_context:
 * @self: an event loop
 * @context: the context variables that @func sees, and may change
 * @func: (scope notified) (closure user_data) (destroy notify): what to call
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data when @func has been called, or never will be
 * @error: where to put the error
 *
 * Lets the loop call a function as [method@Aiohttp.EventLoop.call_soon] does, in a context of its own.
 *
 * asyncio: `loop.call_soon (…, context=…)`.
 *
 * Returns: (transfer full): a handle to call it off; %NULL with `AIOHTTP_ERROR_CLOSED`
 *
 * Since: 0.1
 */
AiohttpHandle *
aiohttp_event_loop_call_soon_with_context (AiohttpEventLoop *self, AiohttpContext *context, AiohttpCallFunc func,
                                           gpointer user_data, GDestroyNotify notify, GError **error)
{
  AiohttpHandle *handle;

  g_return_val_if_fail (AIOHTTP_IS_CONTEXT (context), NULL);

  handle = aiohttp_event_loop_call_soon (self, func, user_data, notify, error);
  if (handle != NULL)
    handle->context = g_object_ref (context);
  return handle;
}

/**
 * aiohttp_event_loop_call_soon_threadsafe:
 * @self: an event loop
 * @func: (scope notified) (closure user_data) (destroy notify): what to call
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data when @func has been called, or never will be
 * @error: where to put the error
 *
 * Lets the loop call a function in its own thread, as [method@Aiohttp.EventLoop.call_soon] does, from any thread.
 *
 * @notify is called in the loop's thread too, unless the loop is closed. The handle may only be cancelled there.
 *
 * asyncio: `loop.call_soon_threadsafe()`.
 *
 * Returns: (transfer full): a handle to call it off; %NULL with `AIOHTTP_ERROR_CLOSED`
 *
 * Since: 0.1
 */
AiohttpHandle *
aiohttp_event_loop_call_soon_threadsafe (AiohttpEventLoop *self, AiohttpCallFunc func, gpointer user_data,
                                         GDestroyNotify notify, GError **error)
{
  AiohttpHandle *handle;

  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  handle = handle_new (self, AIOHTTP_TYPE_HANDLE, func, user_data, notify, error);
  if (handle == NULL)
    return NULL;
  g_object_ref (handle);
  if (!aiohttp_event_loop_call_soon_threadsafe_internal (self, aiohttp_handle_run, handle))
    {
      /* It was closed in this very moment. */
      g_object_unref (handle);
      g_object_unref (handle);
      aiohttp_event_loop_check_open (self, error);
      return NULL;
    }
  return handle;
}

static AiohttpTimerHandle *
start_timer (AiohttpEventLoop *self, gint64 when, AiohttpCallFunc func, gpointer user_data, GDestroyNotify notify,
             GError **error)
{
  AiohttpHandle *handle;

  if (!check_thread (self, "aiohttp_event_loop_call_at()", user_data, notify, error))
    return NULL;
  handle = handle_new (self, AIOHTTP_TYPE_TIMER_HANDLE, func, user_data, notify, error);
  if (handle == NULL)
    return NULL;
  aiohttp_timer_handle_start (AIOHTTP_TIMER_HANDLE (handle), when);
  return AIOHTTP_TIMER_HANDLE (handle);
}

/**
 * aiohttp_event_loop_call_later:
 * @self: an event loop
 * @seconds: after how long
 * @func: (scope notified) (closure user_data) (destroy notify): what to call
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data when @func has been called, or never will be
 * @error: where to put the error
 *
 * Lets the loop call a function after a time. Those of the same time are called in the order in which they were given.
 *
 * asyncio: `loop.call_later()`.
 *
 * Returns: (transfer full): a handle to call it off; %NULL with `AIOHTTP_ERROR_CLOSED`
 *
 * Since: 0.1
 */
AiohttpTimerHandle *
aiohttp_event_loop_call_later (AiohttpEventLoop *self, double seconds, AiohttpCallFunc func, gpointer user_data,
                               GDestroyNotify notify, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  return start_timer (self, aiohttp_event_loop_time_after (seconds), func, user_data, notify, error);
}

/**
 * aiohttp_event_loop_call_at:
 * @self: an event loop
 * @when: at what time, by the clock of [method@Aiohttp.EventLoop.time]
 * @func: (scope notified) (closure user_data) (destroy notify): what to call
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data when @func has been called, or never will be
 * @error: where to put the error
 *
 * Lets the loop call a function at a time; in its next step if that is past.
 *
 * asyncio: `loop.call_at()`.
 *
 * Returns: (transfer full): a handle to call it off; %NULL with `AIOHTTP_ERROR_CLOSED`
 *
 * Since: 0.1
 */
AiohttpTimerHandle *
aiohttp_event_loop_call_at (AiohttpEventLoop *self, double when, AiohttpCallFunc func, gpointer user_data,
                            GDestroyNotify notify, GError **error)
{
  double limit = (double) (G_MAXINT64 / 2 / G_TIME_SPAN_SECOND);

  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  when = when > 0 ? MIN (when, limit) : 0;
  return start_timer (self, (gint64) (when * G_TIME_SPAN_SECOND), func, user_data, notify, error);
}

/**
 * aiohttp_event_loop_time:
 * @self: an event loop
 *
 * Gets the present time by the loop's clock, which is that of g_get_monotonic_time().
 *
 * asyncio: `loop.time()`.
 *
 * Returns: the time in seconds
 *
 * Since: 0.1
 */
double
aiohttp_event_loop_time (AiohttpEventLoop *self)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), 0);

  return (double) g_get_monotonic_time () / G_TIME_SPAN_SECOND;
}

/**
 * aiohttp_event_loop_create_future:
 * @self: an event loop
 *
 * Creates a pending future of this loop, whatever the calling context is.
 *
 * asyncio: `loop.create_future()`.
 *
 * Returns: (transfer full): the future
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_event_loop_create_future (AiohttpEventLoop *self)
{
  AiohttpFuture *future;

  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), NULL);

  future = aiohttp_future_new ();
  g_set_object (&future->loop, self);
  return future;
}

/**
 * aiohttp_event_loop_create_task: (skip)
 * @self: an event loop
 * @func: the coroutine
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data when @func has returned, or will never run
 *
 * Starts a coroutine in this loop, as [func@Aiohttp.spawn] does in the calling context's. Call it in the loop's
 * thread, or before the loop runs. In a loop that is closed it never starts.
 *
 * asyncio: `loop.create_task()`.
 *
 * Returns: (transfer full): the task
 *
 * Since: 0.1
 */
AiohttpTask *
aiohttp_event_loop_create_task (AiohttpEventLoop *self, AiohttpCoroutineFunc func, gpointer user_data,
                                GDestroyNotify notify)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  return aiohttp_task_spawn_in (self, func, user_data, notify);
}

/**
 * aiohttp_event_loop_get_all_tasks:
 * @self: an event loop
 *
 * Gets the loop's tasks that have not ended, the oldest first.
 *
 * A coroutine that the library started for a request is among them once it has waited for something.
 *
 * asyncio: `all_tasks()`.
 *
 * Returns: (transfer full) (element-type AiohttpTask): the tasks
 *
 * Since: 0.1
 */
GList *
aiohttp_event_loop_get_all_tasks (AiohttpEventLoop *self)
{
  GList *tasks = NULL;

  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP (self), NULL);

  for (GList *l = self->tasks.tail; l != NULL; l = l->prev)
    tasks = g_list_prepend (tasks, g_object_ref (l->data));
  return tasks;
}
