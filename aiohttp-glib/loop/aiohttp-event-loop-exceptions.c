/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-event-loop-class-private.h"

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
