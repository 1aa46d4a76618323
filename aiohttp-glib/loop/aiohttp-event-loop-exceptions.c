/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-debug-private.h"
#include "aiohttp-event-loop-class-private.h"
#include "aiohttp-task-private.h"

/* Failures that nobody else gets. */

struct _AiohttpExceptionHandler
{
  AiohttpExceptionHandlerFunc func;
  gpointer user_data;
  GDestroyNotify notify;
};

static void
handler_free (gpointer data)
{
  AiohttpExceptionHandler *handler = data;

  if (handler->notify != NULL)
    handler->notify (handler->user_data);
}

static void
handler_release (gpointer data)
{
  g_rc_box_release_full (data, handler_free);
}

void
aiohttp_event_loop_drop_exception_handler (AiohttpEventLoop *self)
{
  AiohttpExceptionHandler *handler = g_steal_pointer (&self->exception_handler);

  if (handler != NULL)
    aiohttp_call_out (handler_release, handler);
}

/**
 * aiohttp_event_loop_set_exception_handler:
 * @self: an event loop
 * @func: (nullable) (scope notified) (closure user_data) (destroy notify): the handler, or %NULL for
 *   [method@Aiohttp.EventLoop.default_exception_handler]
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data when the handler is replaced
 *
 * Sets what is called for a failure that nobody else gets, such as a task that cannot be ended.
 *
 * asyncio: `loop.set_exception_handler()`.
 *
 * Since: 0.1
 */
void
aiohttp_event_loop_set_exception_handler (AiohttpEventLoop *self, AiohttpExceptionHandlerFunc func, gpointer user_data,
                                          GDestroyNotify notify)
{
  AiohttpExceptionHandler *handler;

  g_return_if_fail (AIOHTTP_IS_EVENT_LOOP (self));

  aiohttp_event_loop_drop_exception_handler (self);
  if (func == NULL)
    return;
  handler = g_rc_box_new0 (AiohttpExceptionHandler);
  handler->func = func;
  handler->user_data = user_data;
  handler->notify = notify;
  self->exception_handler = handler;
}

/**
 * aiohttp_event_loop_default_exception_handler:
 * @self: an event loop
 * @context: what happened
 *
 * Logs a failure as a warning; what is done where no handler is set.
 *
 * asyncio: `loop.default_exception_handler()`.
 *
 * Since: 0.1
 */
void
aiohttp_event_loop_default_exception_handler (AiohttpEventLoop *self, AiohttpExceptionContext *context)
{
  const GError *error;

  g_return_if_fail (AIOHTTP_IS_EVENT_LOOP (self));
  g_return_if_fail (AIOHTTP_IS_EXCEPTION_CONTEXT (context));

  error = aiohttp_exception_context_get_error (context);
  if (error != NULL)
    g_warning ("%s: %s", aiohttp_exception_context_get_message (context), error->message);
  else
    g_warning ("%s", aiohttp_exception_context_get_message (context));
}

typedef struct
{
  AiohttpEventLoop *loop;
  AiohttpExceptionContext *context;
  AiohttpExceptionHandler *handler;
} Report;

static void
report_call (gpointer data)
{
  Report *report = data;

  report->handler->func (report->loop, report->context, report->handler->user_data);
  handler_release (report->handler);
}

/**
 * aiohttp_event_loop_call_exception_handler:
 * @self: an event loop
 * @context: what happened
 *
 * Gives a failure to the loop's exception handler, on the main stack.
 *
 * asyncio: `loop.call_exception_handler()`.
 *
 * Since: 0.1
 */
void
aiohttp_event_loop_call_exception_handler (AiohttpEventLoop *self, AiohttpExceptionContext *context)
{
  g_return_if_fail (AIOHTTP_IS_EVENT_LOOP (self));
  g_return_if_fail (AIOHTTP_IS_EXCEPTION_CONTEXT (context));

  if (self->exception_handler != NULL)
    {
      Report report = { self, context, g_rc_box_acquire (self->exception_handler) };

      aiohttp_call_out (report_call, &report);
    }
  else
    aiohttp_event_loop_default_exception_handler (self, context);
}

typedef struct
{
  AiohttpEventLoop *loop;
  const char *kind;
  char *message;
  char *origin;
  GError *error;
} Unseen;

static void
unseen_free (Unseen *self)
{
  g_object_unref (self->loop);
  g_free (self->message);
  g_free (self->origin);
  g_error_free (self->error);
  g_free (self);
}

/* In the loop. */
static void
unseen_report (gpointer data)
{
  Unseen *self = data;
  g_autoptr (AiohttpExceptionContext) context = NULL;
  g_autofree char *message = self->origin != NULL ? g_strdup_printf ("%s, which was created at (innermost call first)\n"
                                                                     "%s\nIts error",
                                                                     self->message, self->origin)
                                                  : g_strdup (self->message);

  context = aiohttp_exception_context_new (message, self->error, NULL);
  aiohttp_event_loop_call_exception_handler (self->loop, context);
  unseen_free (self);
}

void
aiohttp_event_loop_report_error (AiohttpEventLoop *self, const char *kind, char *message, char *origin,
                                 const GError *error)
{
  Unseen *unseen;

  /* A handler may be a binding's, and this is where objects are finalized: it is called from the loop. */
  if (self->exception_handler == NULL)
    {
      aiohttp_debug_log (G_LOG_LEVEL_WARNING, kind, origin, "%s: %s", message, error->message);
      g_free (message);
      g_free (origin);
      return;
    }
  unseen = g_new0 (Unseen, 1);
  unseen->loop = g_object_ref (self);
  unseen->kind = kind;
  unseen->message = message;
  unseen->origin = origin;
  unseen->error = g_error_copy (error);
  if (!aiohttp_event_loop_call_soon_threadsafe_internal (self, unseen_report, unseen))
    {
      aiohttp_debug_log (G_LOG_LEVEL_WARNING, kind, origin, "%s: %s", message, error->message);
      unseen_free (unseen);
    }
}

static void
report_pending (AiohttpTask *task)
{
  AiohttpCoroutine *coroutine = task->coroutine;
  g_autofree char *origin = aiohttp_debug_dup_origin (task);
  g_autofree char *description = aiohttp_task_describe (task);
  g_autofree char *where = coroutine != NULL && coroutine->state == AIOHTTP_COROUTINE_SUSPENDED
                               ? aiohttp_coroutine_get_backtrace (coroutine)
                               : NULL;

  aiohttp_debug_log (G_LOG_LEVEL_WARNING, AIOHTTP_DEBUG_TASK_PENDING, origin, "Destroyed while pending: %s%s%s",
                     description, where != NULL ? "; it waits in:\n" : "; it has not started",
                     where != NULL ? g_strchomp (where) : "");
}

void
aiohttp_event_loop_lose_tasks (AiohttpEventLoop *self)
{
  for (GList *l = self->tasks.head, *next; l != NULL; l = next)
    {
      AiohttpTask *task = l->data;

      next = l->next;
      if (self->debug != NULL)
        report_pending (task);
      if (task->coroutine == NULL)
        aiohttp_task_lose (task);
    }
}
