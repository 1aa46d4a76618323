/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-next.h"
#include "aiohttp-client-next-private.h"

#include "aiohttp-await-private.h"

/**
 * AiohttpClientNext:
 *
 * The rest of a chain of client middlewares, with what sends the request at its end, as a middleware's `process` gets
 * it.
 *
 * It may be run several times, one after the other or at once: a retry does. It is of use until the middleware has
 * returned its response; what is still being sent then is cancelled. A response that is not handed on is closed or
 * read, else it holds a connection.
 *
 * aiohttp: the `handler` argument of a client middleware
 *
 * Since: 0.1
 */

struct _AiohttpClientNext
{
  GObject parent_instance;

  AiohttpClientChain *chain;
  guint first;
};

G_DEFINE_FINAL_TYPE (AiohttpClientNext, aiohttp_client_next, G_TYPE_OBJECT)

AiohttpClientNext *
aiohttp_client_next_new (AiohttpClientChain *chain, guint first)
{
  AiohttpClientNext *self = g_object_new (AIOHTTP_TYPE_CLIENT_NEXT, NULL);

  self->chain = aiohttp_client_chain_ref (chain);
  self->first = first;
  return self;
}

static void
aiohttp_client_next_finalize (GObject *object)
{
  AiohttpClientNext *self = AIOHTTP_CLIENT_NEXT (object);

  aiohttp_client_chain_unref (self->chain);
  G_OBJECT_CLASS (aiohttp_client_next_parent_class)->finalize (object);
}

static void
aiohttp_client_next_class_init (AiohttpClientNextClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_client_next_finalize;
}

static void
aiohttp_client_next_init (AiohttpClientNext *self)
{
}

/* One run whose outcome a future stands for. */
typedef struct
{
  AiohttpClientNext *next;
  AiohttpClientRequest *request;
  AiohttpFuture *future;
  AiohttpClientRun *run;
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_clear_pointer (&call->run, aiohttp_client_run_unref);
  g_free (call);
}

/* The future may have been cancelled meanwhile: a response that nobody takes closes. */
static void
on_run_done (AiohttpClientResponse *response, GError *error, gpointer data)
{
  AiohttpFuture *future = data;

  if (response != NULL)
    {
      aiohttp_future_set_object (future, G_OBJECT (response));
      g_object_unref (response);
    }
  else
    aiohttp_future_take_error (future, error);
  g_object_unref (future);
}

static void
on_future_done (AiohttpFuture *future, gpointer data)
{
  Call *call = data;

  if (aiohttp_future_is_cancelled (future))
    aiohttp_client_run_cancel (call->run);
}

static void
start_call (gpointer data)
{
  Call *call = data;

  call->run = aiohttp_client_run_start (call->next->chain, call->next->first, call->request, on_run_done,
                                        g_object_ref (call->future));
}

/**
 * aiohttp_client_next_call:
 * @self: the rest of a chain
 * @request: the request, changed or not
 *
 * Runs the rest of the chain, without waiting for it: the way on for middlewares that run on the main stack.
 *
 * A middleware that has nothing to do afterwards returns what this returns. One that has awaits it first. Cancelling
 * the future cancels the request.
 *
 * Returns: (transfer full): a future of an [class@Aiohttp.ClientResponse]
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_client_next_call (AiohttpClientNext *self, AiohttpClientRequest *request)
{
  AiohttpFuture *future;
  Call *call;

  g_return_val_if_fail (AIOHTTP_IS_CLIENT_NEXT (self), NULL);
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_REQUEST (request), NULL);

  future = aiohttp_future_new ();
  call = g_new0 (Call, 1);
  call->next = self;
  call->request = request;
  call->future = future;
  aiohttp_call_out (start_call, call);
  if (aiohttp_future_is_done (future))
    call_free (call);
  else
    aiohttp_future_add_done_callback (future, on_future_done, call, call_free);
  return future;
}

/* A coroutine that waits for a run. */
typedef struct
{
  AiohttpClientNext *next;
  AiohttpClientRequest *request;
  AiohttpClientRun *run;
  AiohttpWaiter waiter;
  AiohttpClientResponse *response;
  GError *error;
} Awaiting;

static void
on_awaited (AiohttpClientResponse *response, GError *error, gpointer data)
{
  Awaiting *awaiting = data;

  awaiting->response = response;
  awaiting->error = error;
  aiohttp_waiter_wake (&awaiting->waiter);
}

static void
start_awaiting (gpointer data)
{
  Awaiting *awaiting = data;

  awaiting->run =
      aiohttp_client_run_start (awaiting->next->chain, awaiting->next->first, awaiting->request, on_awaited, awaiting);
}

static void
cancel_awaiting (gpointer data)
{
  Awaiting *awaiting = data;

  aiohttp_client_run_cancel (awaiting->run);
}

/**
 * aiohttp_client_next_await: (skip)
 * @self: the rest of a chain
 * @request: the request, changed or not
 * @error: return location of the error
 *
 * Runs the rest of the chain and suspends the calling coroutine until its response is there.
 *
 * Returns: (transfer full): the response; %NULL on error
 *
 * Since: 0.1
 */
AiohttpClientResponse *
aiohttp_client_next_await (AiohttpClientNext *self, AiohttpClientRequest *request, GError **error)
{
  Awaiting awaiting = { .next = self, .request = request };

  g_return_val_if_fail (AIOHTTP_IS_CLIENT_NEXT (self), NULL);
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_REQUEST (request), NULL);

  if (!aiohttp_await_check ("aiohttp_client_next_await", error))
    return NULL;
  g_object_ref (self);
  aiohttp_waiter_init (&awaiting.waiter);
  aiohttp_call_out (start_awaiting, &awaiting);
  /* A cancel goes on to what is waited for, and comes back as its error. */
  if (!aiohttp_waiter_wait_checked (&awaiting.waiter, NULL))
    {
      aiohttp_call_out (cancel_awaiting, &awaiting);
      awaiting.waiter.uncancellable = TRUE;
      while (!aiohttp_waiter_wait_checked (&awaiting.waiter, NULL))
        g_warn_if_reached ();
    }
  aiohttp_client_run_unref (awaiting.run);
  if (awaiting.error != NULL)
    g_propagate_error (error, awaiting.error);
  g_object_unref (self);
  return awaiting.response;
}

static void
on_await_done (GObject *source, GAsyncResult *result, gpointer data)
{
  AiohttpFuture *future = AIOHTTP_FUTURE (source);
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GObject *response;

  if (!aiohttp_future_await_finish (future, result, &error) ||
      (response = aiohttp_future_propagate_object (future, &error)) == NULL)
    {
      aiohttp_future_cancel (future);
      g_task_return_error (task, error);
    }
  else
    g_task_return_pointer (task, response, g_object_unref);
}

/**
 * aiohttp_client_next_await_async:
 * @self: the rest of a chain
 * @request: the request, changed or not
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called with the response
 * @user_data: for @callback
 *
 * Runs the rest of the chain, as [method@Aiohttp.ClientNext.call] does, and calls back with its response.
 *
 * Since: 0.1
 */
void
aiohttp_client_next_await_async (AiohttpClientNext *self, AiohttpClientRequest *request, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (AiohttpFuture) future = NULL;
  GTask *task;

  g_return_if_fail (AIOHTTP_IS_CLIENT_NEXT (self));
  g_return_if_fail (AIOHTTP_IS_CLIENT_REQUEST (request));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_client_next_await_async);
  g_task_set_check_cancellable (task, FALSE);
  future = aiohttp_client_next_call (self, request);
  aiohttp_future_await_async (future, cancellable, on_await_done, task);
}

/**
 * aiohttp_client_next_await_finish:
 * @self: the rest of a chain
 * @result: a result
 * @error: return location of the error
 *
 * Ends [method@Aiohttp.ClientNext.await_async].
 *
 * Returns: (transfer full): the response; %NULL on error
 *
 * Since: 0.1
 */
AiohttpClientResponse *
aiohttp_client_next_await_finish (AiohttpClientNext *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_NEXT (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_client_next_await_async, error);
}
