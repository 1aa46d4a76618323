/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-event-loop-private.h"
#include "aiohttp-future-private.h"

/* Futures that follow others, and those that another thread completes. */

typedef enum
{
  CHAIN_THEN,
  CHAIN_CATCH,
  CHAIN_FINALLY,
} ChainKind;

typedef struct
{
  ChainKind kind;
  AiohttpFuture *chained;
  AiohttpFuture *source; /* once the function was called */
  AiohttpFutureChainFunc func;
  gpointer user_data;
  GDestroyNotify notify;
} Chain;

static void
chain_free (gpointer data)
{
  Chain *chain = data;

  if (chain->notify != NULL)
    chain->notify (chain->user_data);
  g_clear_object (&chain->source);
  g_object_unref (chain->chained);
  g_free (chain);
}

void
aiohttp_future_take_outcome (AiohttpFuture *self, AiohttpFuture *from)
{
  from->error_seen = TRUE;
  if (self->state != AIOHTTP_FUTURE_PENDING)
    return;
  if (from->error != NULL)
    {
      aiohttp_future_take_error (self, g_error_copy (from->error));
      return;
    }
  if (G_IS_VALUE (&from->value))
    {
      g_value_init (&self->value, G_VALUE_TYPE (&from->value));
      g_value_copy (&from->value, &self->value);
    }
  if (from->result != NULL)
    self->result = g_object_ref (from->result);
  if (from->pointer != NULL)
    {
      self->pointer = from->pointer;
      self->origin = g_object_ref (from);
    }
  aiohttp_future_done (self, AIOHTTP_FUTURE_RESOLVED);
}

static void
on_next_done (AiohttpFuture *next, gpointer user_data)
{
  Chain *chain = user_data;

  /* What `finally` returns only delays the outcome, unless it fails. */
  aiohttp_future_take_outcome (chain->chained,
                               chain->kind == CHAIN_FINALLY && next->error == NULL ? chain->source : next);
}

static void
chain_call (Chain *chain, AiohttpFuture *source)
{
  GError *error = NULL;
  AiohttpFuture *next = chain->func (source, chain->user_data, &error);

  if (error != NULL)
    {
      g_clear_object (&next);
      aiohttp_future_take_error (chain->chained, error);
    }
  else if (next != NULL)
    {
      Chain *rest = g_new0 (Chain, 1);

      rest->kind = chain->kind;
      rest->chained = g_object_ref (chain->chained);
      rest->source = g_object_ref (source);
      aiohttp_future_add_done_callback (next, on_next_done, rest, chain_free);
      g_object_unref (next);
    }
  else if (chain->kind == CHAIN_FINALLY)
    aiohttp_future_take_outcome (chain->chained, source);
  else if (chain->chained->state == AIOHTTP_FUTURE_PENDING)
    aiohttp_future_done (chain->chained, AIOHTTP_FUTURE_RESOLVED);
}

static void
on_source_done (AiohttpFuture *source, gpointer user_data)
{
  Chain *chain = user_data;
  gboolean failed = source->error != NULL;

  /* From here on it is the chained future's. */
  source->error_seen = TRUE;
  if (chain->kind == CHAIN_FINALLY)
    chain_call (chain, source);
  else if (chain->chained->state != AIOHTTP_FUTURE_PENDING)
    return; /* it was cancelled */
  else if (failed == (chain->kind == CHAIN_CATCH))
    chain_call (chain, source);
  else
    aiohttp_future_take_outcome (chain->chained, source);
}

static AiohttpFuture *
chain_new (AiohttpFuture *self, ChainKind kind, AiohttpFutureChainFunc func, gpointer user_data, GDestroyNotify notify)
{
  Chain *chain;
  AiohttpFuture *chained;

  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), NULL);
  g_return_val_if_fail (func != NULL, NULL);

  chained = aiohttp_event_loop_create_future (self->loop);
  chain = g_new0 (Chain, 1);
  chain->kind = kind;
  chain->chained = g_object_ref (chained);
  chain->func = func;
  chain->user_data = user_data;
  chain->notify = notify;
  aiohttp_future_add_done_callback (self, on_source_done, chain, chain_free);
  return chained;
}

/**
 * aiohttp_future_and_then:
 * @self: a future
 * @func: (scope notified) (closure user_data) (destroy notify): called when the future has a value
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data
 *
 * Chains a function to the value of the future.
 *
 * Once the future has a value, its loop calls @func, on the main stack. The new future then ends as the one that @func
 * returns, with nothing if that is %NULL, or with the error that @func sets. If the future fails, the new one fails
 * with that error, and @func is not called. Cancelling the new future leaves this one as it is.
 *
 * A promise's `then`; that name would make `await` of JavaScript take the future for a promise, which never settles.
 *
 * Returns: (transfer full): a future of what comes of it
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_future_and_then (AiohttpFuture *self, AiohttpFutureChainFunc func, gpointer user_data, GDestroyNotify notify)
{
  return chain_new (self, CHAIN_THEN, func, user_data, notify);
}

/**
 * aiohttp_future_or_else:
 * @self: a future
 * @func: (scope notified) (closure user_data) (destroy notify): called when the future fails or is cancelled
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data
 *
 * Chains a function to the failure of the future.
 *
 * Once the future has failed or was cancelled, its loop calls @func, on the main stack. The new future then ends as
 * the one that @func returns, with nothing if that is %NULL, or with the error that @func sets. If the future has a
 * value, the new one has it too, and @func is not called. A promise's `catch`.
 *
 * Returns: (transfer full): a future of what comes of it
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_future_or_else (AiohttpFuture *self, AiohttpFutureChainFunc func, gpointer user_data, GDestroyNotify notify)
{
  return chain_new (self, CHAIN_CATCH, func, user_data, notify);
}

/**
 * aiohttp_future_and_finally:
 * @self: a future
 * @func: (scope notified) (closure user_data) (destroy notify): called when the future is done
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data
 *
 * Chains a function to the end of the future, whatever that is.
 *
 * Its loop calls @func in any case, on the main stack. The new future then ends as this one did: when the future that
 * @func returns is done, if it returns one. If that fails, or @func sets an error, the new future fails with it. A
 * promise's `finally`.
 *
 * Returns: (transfer full): a future with the same outcome
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_future_and_finally (AiohttpFuture *self, AiohttpFutureChainFunc func, gpointer user_data, GDestroyNotify notify)
{
  return chain_new (self, CHAIN_FINALLY, func, user_data, notify);
}

/**
 * aiohttp_future_then: (skip)
 * @self: a future
 * @func: called when the future has a value
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data
 *
 * The short name of [method@Aiohttp.Future.and_then] in C.
 *
 * Returns: (transfer full): a future of what comes of it
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_future_then (AiohttpFuture *self, AiohttpFutureChainFunc func, gpointer user_data, GDestroyNotify notify)
{
  return chain_new (self, CHAIN_THEN, func, user_data, notify);
}

/**
 * aiohttp_future_catch: (skip)
 * @self: a future
 * @func: called when the future fails or is cancelled
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data
 *
 * The short name of [method@Aiohttp.Future.or_else] in C.
 *
 * Returns: (transfer full): a future of what comes of it
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_future_catch (AiohttpFuture *self, AiohttpFutureChainFunc func, gpointer user_data, GDestroyNotify notify)
{
  return chain_new (self, CHAIN_CATCH, func, user_data, notify);
}

/**
 * aiohttp_future_finally: (skip)
 * @self: a future
 * @func: called when the future is done
 * @user_data: passed to @func
 * @notify: (nullable): frees @user_data
 *
 * The short name of [method@Aiohttp.Future.and_finally] in C.
 *
 * Returns: (transfer full): a future with the same outcome
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_future_finally (AiohttpFuture *self, AiohttpFutureChainFunc func, gpointer user_data, GDestroyNotify notify)
{
  return chain_new (self, CHAIN_FINALLY, func, user_data, notify);
}

/**
 * aiohttp_future_new_for_value:
 * @value: (nullable): a value, or %NULL for nothing
 *
 * Creates a future that is done, with a copy of @value; what a chained function returns.
 *
 * Returns: (transfer full): the future
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_future_new_for_value (const GValue *value)
{
  AiohttpFuture *self = aiohttp_future_new ();
  GValue nothing = G_VALUE_INIT;

  if (value != NULL)
    aiohttp_future_set_value (self, value);
  else
    aiohttp_future_take_value (self, &nothing);
  return self;
}

/**
 * aiohttp_future_new_for_error:
 * @error: an error
 *
 * Creates a future that has failed, with a copy of @error.
 *
 * Returns: (transfer full): the future
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_future_new_for_error (const GError *error)
{
  AiohttpFuture *self;

  g_return_val_if_fail (error != NULL, NULL);

  self = aiohttp_future_new ();
  aiohttp_future_set_error (self, error);
  return self;
}

typedef struct
{
  AiohttpFuture *future;
  GValue value;
  GError *error;
} Completion;

/* In the future's own thread. */
static void
completion_run (gpointer data)
{
  Completion *completion = data;

  if (completion->error != NULL)
    aiohttp_future_take_error (completion->future, g_steal_pointer (&completion->error));
  else
    aiohttp_future_take_value (completion->future, &completion->value);
  if (G_IS_VALUE (&completion->value))
    g_value_unset (&completion->value);
  g_object_unref (completion->future);
  g_free (completion);
}

static gboolean
complete (AiohttpFuture *self, const GValue *value, const GError *error)
{
  Completion *completion = g_new0 (Completion, 1);

  completion->future = g_object_ref (self);
  if (value != NULL)
    {
      g_value_init (&completion->value, G_VALUE_TYPE (value));
      g_value_copy (value, &completion->value);
    }
  completion->error = error != NULL ? g_error_copy (error) : NULL;
  if (aiohttp_event_loop_call_soon_threadsafe_internal (self->loop, completion_run, completion))
    return TRUE;

  if (G_IS_VALUE (&completion->value))
    g_value_unset (&completion->value);
  g_clear_error (&completion->error);
  g_object_unref (completion->future);
  g_free (completion);
  return FALSE;
}

/**
 * aiohttp_future_set_value_threadsafe:
 * @self: a future
 * @value: (nullable): a value, or %NULL for nothing
 *
 * Resolves the future with a copy of @value, from any thread.
 *
 * Its loop does so in its own thread, in its next turn; if the future is done by then, it stays as it is. This and
 * [method@Aiohttp.Future.set_error_threadsafe] are all that another thread may do with a future, beside taking and
 * dropping references. asyncio: `loop.call_soon_threadsafe (future.set_result, …)`.
 *
 * Returns: %FALSE if the loop is closed
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_set_value_threadsafe (AiohttpFuture *self, const GValue *value)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);
  g_return_val_if_fail (value == NULL || G_IS_VALUE (value), FALSE);

  return complete (self, value, NULL);
}

/**
 * aiohttp_future_set_error_threadsafe:
 * @self: a future
 * @error: the error
 *
 * Ends the future with a copy of @error, from any thread: see [method@Aiohttp.Future.set_value_threadsafe].
 *
 * Returns: %FALSE if the loop is closed
 *
 * Since: 0.1
 */
gboolean
aiohttp_future_set_error_threadsafe (AiohttpFuture *self, const GError *error)
{
  g_return_val_if_fail (AIOHTTP_IS_FUTURE (self), FALSE);
  g_return_val_if_fail (error != NULL, FALSE);

  return complete (self, NULL, error);
}
