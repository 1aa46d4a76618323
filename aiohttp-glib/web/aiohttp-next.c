/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-next.h"
#include "aiohttp-next-private.h"

#include "aiohttp-await-private.h"
#include "aiohttp-error.h"
#include "aiohttp-future.h"

/**
 * AiohttpNext:
 *
 * The rest of a chain of middlewares, with the handler at its end, as a middleware's `process` gets it.
 *
 * It is run once, or not at all where the middleware answers by itself.
 *
 * aiohttp: the `handler` argument of a middleware
 *
 * Since: 0.1
 */

struct _AiohttpNext
{
  GObject parent_instance;

  const AiohttpChain *chain;
  guint first;
  AiohttpRequest *top;
  AiohttpRequest *request; /* that it was run with */
  AiohttpChainRun run;
  AiohttpStreamResponse *response; /* there before call() returns */
  AiohttpFuture *future;           /* after it */
  gboolean used;
};

G_DEFINE_FINAL_TYPE (AiohttpNext, aiohttp_next, G_TYPE_OBJECT)

AiohttpNext *
aiohttp_next_new (const AiohttpChainRun *run, guint first)
{
  AiohttpNext *self = g_object_new (AIOHTTP_TYPE_NEXT, NULL);

  self->chain = run->chain;
  self->first = first;
  self->top = g_object_ref (run->top);
  return self;
}

static void
aiohttp_next_dispose (GObject *object)
{
  AiohttpNext *self = AIOHTTP_NEXT (object);

  g_clear_object (&self->top);
  g_clear_object (&self->request);
  g_clear_object (&self->response);
  g_clear_object (&self->future);
  G_OBJECT_CLASS (aiohttp_next_parent_class)->dispose (object);
}

static void
aiohttp_next_class_init (AiohttpNextClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = aiohttp_next_dispose;
}

static void
aiohttp_next_init (AiohttpNext *self)
{
}

static gboolean
claim (AiohttpNext *self, AiohttpRequest *request, GError **error)
{
  if (self->used || self->top == NULL)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                           "The rest of the chain was run already: a middleware may run “next” once");
      return FALSE;
    }
  self->used = TRUE;
  self->request = g_object_ref (request);
  return TRUE;
}

static void
on_done (AiohttpChainRun *run, AiohttpStreamResponse *response)
{
  AiohttpNext *self = run->owner;

  if (self->future == NULL)
    {
      self->response = response;
      return;
    }
  aiohttp_future_set_object (self->future, G_OBJECT (response));
  g_object_unref (response);
}

static void
start (gpointer data)
{
  AiohttpNext *self = data;

  aiohttp_chain_run_start (&self->run, self->chain, self->first, self->request, self->top, self, on_done);
}

/**
 * aiohttp_next_call:
 * @self: the rest of a chain
 * @request: the request
 *
 * Runs the rest of the chain, without waiting for it: the way on for middlewares that run on the main stack.
 *
 * A middleware that has nothing to do afterwards returns what this returns. One that has awaits it first.
 *
 * A second run gives a future that has failed with %AIOHTTP_ERROR_INVALID_STATE. What goes wrong in the chain is a
 * response, a 500 for instance, and not a failure of the reply.
 *
 * Returns: (transfer full): a response if there is one at once, else a future of it
 *
 * Since: 0.1
 */
AiohttpReply *
aiohttp_next_call (AiohttpNext *self, AiohttpRequest *request)
{
  AiohttpReply *reply;
  GError *error = NULL;

  g_return_val_if_fail (AIOHTTP_IS_NEXT (self), NULL);
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (request), NULL);

  if (!claim (self, request, &error))
    {
      AiohttpFuture *failed = aiohttp_future_new ();

      aiohttp_future_take_error (failed, error);
      return AIOHTTP_REPLY (failed);
    }
  g_object_ref (self);
  aiohttp_call_out (start, self);
  if (self->response != NULL)
    reply = AIOHTTP_REPLY (g_steal_pointer (&self->response));
  else
    {
      self->future = aiohttp_future_new ();
      reply = AIOHTTP_REPLY (g_object_ref (self->future));
    }
  g_object_unref (self);
  return reply;
}

/**
 * aiohttp_next_await: (skip)
 * @self: the rest of a chain
 * @request: the request
 * @error: return location of the error
 *
 * Runs the rest of the chain in this coroutine and waits for its response.
 *
 * What goes wrong in the chain is a response, a 500 for instance. This fails only where the chain was run before, with
 * %AIOHTTP_ERROR_INVALID_STATE, and outside of a coroutine.
 *
 * Returns: (transfer full): the response
 *
 * Since: 0.1
 */
AiohttpStreamResponse *
aiohttp_next_await (AiohttpNext *self, AiohttpRequest *request, GError **error)
{
  AiohttpStreamResponse *response;

  g_return_val_if_fail (AIOHTTP_IS_NEXT (self), NULL);
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (request), NULL);

  if (!aiohttp_await_check ("aiohttp_next_await", error) || !claim (self, request, error))
    return NULL;
  g_object_ref (self);
  response = aiohttp_chain_run_await (&self->run, self->chain, self->first, self->request, self->top, self);
  g_object_unref (self);
  return response;
}

static void
on_future_done (GObject *source, GAsyncResult *result, gpointer data)
{
  AiohttpFuture *future = AIOHTTP_FUTURE (source);
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GObject *response;

  if (!aiohttp_future_await_finish (future, result, &error) ||
      (response = aiohttp_future_propagate_object (future, &error)) == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, response, g_object_unref);
}

/**
 * aiohttp_next_await_async:
 * @self: the rest of a chain
 * @request: the request
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called with the response
 * @user_data: for @callback
 *
 * Runs the rest of the chain, as [method@Aiohttp.Next.call] does, and calls back with its response. Cancelling it ends
 * the wait, not the handler.
 *
 * Since: 0.1
 */
void
aiohttp_next_await_async (AiohttpNext *self, AiohttpRequest *request, GCancellable *cancellable,
                          GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;
  AiohttpReply *reply;

  g_return_if_fail (AIOHTTP_IS_NEXT (self));
  g_return_if_fail (AIOHTTP_IS_REQUEST (request));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_next_await_async);
  g_task_set_check_cancellable (task, FALSE);
  reply = aiohttp_next_call (self, request);
  if (AIOHTTP_IS_FUTURE (reply))
    {
      aiohttp_future_await_async (AIOHTTP_FUTURE (reply), cancellable, on_future_done, task);
      g_object_unref (reply);
      return;
    }
  g_task_return_pointer (task, reply, g_object_unref);
  g_object_unref (task);
}

/**
 * aiohttp_next_await_finish:
 * @self: the rest of a chain
 * @result: a result
 * @error: return location of the error
 *
 * Ends [method@Aiohttp.Next.await_async].
 *
 * Returns: (transfer full): the response
 *
 * Since: 0.1
 */
AiohttpStreamResponse *
aiohttp_next_await_finish (AiohttpNext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_NEXT (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_next_await_async, error);
}
