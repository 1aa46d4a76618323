/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-exception-context.h"

#include "aiohttp-coroutine-private.h"

/**
 * AiohttpExceptionContext:
 *
 * What an event loop's exception handler is told of a failure that nobody else gets.
 *
 * See [method@Aiohttp.EventLoop.set_exception_handler].
 *
 * asyncio: the `context` dictionary of an exception handler.
 *
 * Since: 0.1
 */
struct _AiohttpExceptionContext
{
  GObject parent_instance;

  char *message;
  GError *error;
  AiohttpFuture *future;
};

G_DEFINE_FINAL_TYPE (AiohttpExceptionContext, aiohttp_exception_context, G_TYPE_OBJECT)

static void
aiohttp_exception_context_finalize (GObject *object)
{
  AiohttpExceptionContext *self = AIOHTTP_EXCEPTION_CONTEXT (object);

  g_free (self->message);
  g_clear_error (&self->error);
  g_clear_object (&self->future);

  G_OBJECT_CLASS (aiohttp_exception_context_parent_class)->finalize (object);
}

static void
aiohttp_exception_context_class_init (AiohttpExceptionContextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_exception_context_finalize;
}

static void
aiohttp_exception_context_init (AiohttpExceptionContext *self)
{
}

/**
 * aiohttp_exception_context_new:
 * @message: what happened
 * @error: (nullable): the error
 * @future: (nullable): the future or task that it happened to
 *
 * Creates a context for [method@Aiohttp.EventLoop.call_exception_handler].
 *
 * Returns: (transfer full): the context
 *
 * Since: 0.1
 */
AiohttpExceptionContext *
aiohttp_exception_context_new (const char *message, const GError *error, AiohttpFuture *future)
{
  AiohttpExceptionContext *self;

  g_return_val_if_fail (message != NULL, NULL);
  g_return_val_if_fail (future == NULL || AIOHTTP_IS_FUTURE (future), NULL);

  self = g_object_new (AIOHTTP_TYPE_EXCEPTION_CONTEXT, NULL);
  self->message = g_strdup (message);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  self->future = future != NULL ? g_object_ref (future) : NULL;
  return self;
}

/**
 * aiohttp_exception_context_get_message:
 * @self: a context
 *
 * Gets what happened, in words.
 *
 * Returns: the message
 *
 * Since: 0.1
 */
const char *
aiohttp_exception_context_get_message (AiohttpExceptionContext *self)
{
  g_return_val_if_fail (AIOHTTP_IS_EXCEPTION_CONTEXT (self), NULL);

  return self->message;
}

/**
 * aiohttp_exception_context_get_error:
 * @self: a context
 *
 * Gets the error.
 *
 * Returns: (transfer none) (nullable): the error, or %NULL if there is none
 *
 * Since: 0.1
 */
const GError *
aiohttp_exception_context_get_error (AiohttpExceptionContext *self)
{
  g_return_val_if_fail (AIOHTTP_IS_EXCEPTION_CONTEXT (self), NULL);

  return self->error;
}

/**
 * aiohttp_exception_context_get_future:
 * @self: a context
 *
 * Gets the future or task that it happened to.
 *
 * Returns: (transfer none) (nullable): the future, or %NULL if there is none
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_exception_context_get_future (AiohttpExceptionContext *self)
{
  g_return_val_if_fail (AIOHTTP_IS_EXCEPTION_CONTEXT (self), NULL);

  return self->future;
}
