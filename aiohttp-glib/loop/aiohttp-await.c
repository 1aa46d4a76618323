/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-await-private.h"

#include "aiohttp-event-loop-private.h"
#include "aiohttp-future-private.h"
#include "aiohttp-task-private.h"

/* One aiohttp_await() under way. */
typedef struct _AiohttpAwait AiohttpAwait;
struct _AiohttpAwait
{
  AiohttpAwait *outer; /* an await among whose arguments this one stands */
  AiohttpWaiter waiter;
  AiohttpEventLoop *loop;
  GThread *thread;
  gsize token; /* 0 until taken by AIOHTTP_RESUME */
  gboolean cancellable_taken;
  GAsyncResult *result;
};

/* Awaits whose callback has not come, by token. A token is a number and never dereferenced, so that a callback may
 * come when the await, its coroutine and its thread are long gone. */
static GMutex tokens_lock;
static GHashTable *tokens;
static gsize last_token;

static gsize
token_new (AiohttpAwait *await)
{
  gsize token;

  g_mutex_lock (&tokens_lock);
  if (tokens == NULL)
    tokens = g_hash_table_new (NULL, NULL);
  do
    token = ++last_token;
  while (token == 0 || g_hash_table_contains (tokens, (gpointer) token)); /* 32 bits may wrap */
  g_hash_table_insert (tokens, (gpointer) token, await);
  g_mutex_unlock (&tokens_lock);
  return token;
}

static void
set_not_in_coroutine (const char *what, GError **error)
{
  g_critical ("%s was called outside a coroutine: use the _async form, or aiohttp_spawn()", what);
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_NOT_IN_COROUTINE, "%s was called outside a coroutine", what);
}

static void
set_nested_loop (const char *what, GError **error)
{
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_NESTED_LOOP,
               "%s was called inside a main loop that the coroutine itself runs", what);
}

gboolean
aiohttp_await_check (const char *what, GError **error)
{
  AiohttpCoroutine *coroutine = aiohttp_coroutine_get_current ();

  if (G_UNLIKELY (coroutine == NULL))
    {
      set_not_in_coroutine (what, error);
      return FALSE;
    }
  if (G_UNLIKELY (g_main_depth () != coroutine->depth))
    {
      set_nested_loop (what, error);
      return FALSE;
    }
  return TRUE;
}

gboolean
aiohttp_await_begin (void)
{
  AiohttpCoroutine *coroutine = aiohttp_coroutine_get_current ();
  AiohttpAwait *await;

  if (G_UNLIKELY (coroutine == NULL || g_main_depth () != coroutine->depth))
    return FALSE;

  await = g_new0 (AiohttpAwait, 1);
  await->outer = coroutine->await;
  await->loop = aiohttp_coroutine_get_loop (coroutine);
  await->thread = g_thread_self ();
  coroutine->await = await;
  return TRUE;
}

static GAsyncResult *
result_new_from_error (GError *error)
{
  GAsyncResult *result;

  /* Most _finish functions of GIO take the error out of this one; they refuse any other GAsyncResult that is not
   * their own. */
  G_GNUC_BEGIN_IGNORE_DEPRECATIONS
  result = G_ASYNC_RESULT (g_simple_async_result_new_from_error (NULL, NULL, NULL, error));
  G_GNUC_END_IGNORE_DEPRECATIONS
  g_error_free (error);
  return result;
}

GAsyncResult *
aiohttp_await_refused (void)
{
  GError *error = NULL;

  if (aiohttp_await_check ("aiohttp_await()", &error))
    error = g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_FAILED, "aiohttp_await() failed");
  return result_new_from_error (error);
}

gpointer
aiohttp_await_token (void)
{
  AiohttpCoroutine *coroutine = aiohttp_coroutine_get_current ();
  AiohttpAwait *await = coroutine != NULL ? coroutine->await : NULL;

  if (await == NULL || await->token != 0)
    {
      g_critical ("AIOHTTP_RESUME belongs into one call within aiohttp_await()");
      return NULL;
    }
  await->token = token_new (await);
  return (gpointer) await->token;
}

GCancellable *
aiohttp_await_cancellable (void)
{
  AiohttpCoroutine *coroutine = aiohttp_coroutine_get_current ();
  AiohttpAwait *await;

  if (coroutine == NULL)
    return NULL;
  await = coroutine->await;
  if (await != NULL)
    await->cancellable_taken = TRUE;
  return aiohttp_coroutine_get_cancellable (coroutine);
}

static void
await_wake (gpointer data)
{
  AiohttpAwait *await = data;

  aiohttp_waiter_wake (&await->waiter);
}

void
aiohttp_await_callback (GObject *source, GAsyncResult *result, gpointer token)
{
  AiohttpAwait *await = NULL;
  gboolean foreign = FALSE;

  g_mutex_lock (&tokens_lock);
  if (token != NULL && tokens != NULL)
    await = g_hash_table_lookup (tokens, token);
  if (await != NULL)
    {
      g_hash_table_remove (tokens, token);
      await->result = g_object_ref (result);
      foreign = await->thread != g_thread_self ();
    }
  g_mutex_unlock (&tokens_lock);

  if (await == NULL)
    return;
  /* The coroutine waits for the wake, so the await outlives this. */
  if (foreign)
    aiohttp_event_loop_call_soon_threadsafe_internal (await->loop, await_wake, await);
  else
    aiohttp_waiter_wake_now (&await->waiter);
}

/* Whether the operation's `_finish` is going to tell of the cancel. A GTask that succeeded all the same (it does not
 * check its cancellable) does not, and the cancel stays pending. */
static gboolean
await_delivers_cancel (AiohttpAwait *await, GCancellable *cancellable)
{
  if (G_IS_TASK (await->result))
    {
      GTask *task = G_TASK (await->result);

      return g_task_had_error (task) &&
             (await->cancellable_taken || (cancellable != NULL && g_task_get_cancellable (task) == cancellable));
    }
  if (AIOHTTP_IS_FUTURE (await->result))
    return aiohttp_future_is_cancelled (AIOHTTP_FUTURE (await->result));
  return await->cancellable_taken;
}

GAsyncResult *
aiohttp_await_end (void)
{
  AiohttpCoroutine *coroutine = aiohttp_coroutine_get_current ();
  AiohttpAwait *await = coroutine->await;
  GAsyncResult *result;

  if (await->token == 0)
    {
      g_critical ("aiohttp_await() was given a call without AIOHTTP_RESUME");
      result = result_new_from_error (g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                                                           "aiohttp_await() without AIOHTTP_RESUME"));
    }
  else
    {
      await->waiter.uncancellable = TRUE;
      while (!aiohttp_waiter_wait (&await->waiter, NULL))
        g_warn_if_reached ();
      result = await->result;
      if (coroutine->cancel_pending && await_delivers_cancel (await, coroutine->cancellable))
        aiohttp_coroutine_cancel_delivered (coroutine);
    }

  coroutine->await = await->outer;
  g_free (await);
  return result;
}

gboolean
aiohttp_waiter_wait (AiohttpWaiter *waiter, GError **error)
{
  return aiohttp_await_check ("An awaiting function", error) && aiohttp_waiter_wait_checked (waiter, error);
}

void
aiohttp_waiter_wake (AiohttpWaiter *waiter)
{
  if (waiter->woken)
    return;
  waiter->woken = TRUE;
  if (waiter->coroutine != NULL)
    aiohttp_coroutine_ready (waiter->coroutine);
}

void
aiohttp_waiter_wake_now (AiohttpWaiter *waiter)
{
  if (waiter->woken)
    return;
  waiter->woken = TRUE;
  if (waiter->coroutine != NULL)
    aiohttp_coroutine_ready_now (waiter->coroutine);
}

/* A result that is neither the operation's own GTask nor a future: what aiohttp_await() gives when refused. */
static gboolean
result_is_refusal (GAsyncResult *result, GError **error)
{
  if (g_async_result_legacy_propagate_error (result, error))
    return TRUE;
  g_critical ("A _finish function was given a result of type %s, which is not its own", G_OBJECT_TYPE_NAME (result));
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_TYPE, "The result is a %s, not one of this operation",
               G_OBJECT_TYPE_NAME (result));
  return TRUE;
}

static gboolean
result_is_task (GAsyncResult *result, gpointer source, gpointer source_tag)
{
  return g_task_is_valid (result, source) &&
         (source_tag == NULL || g_task_get_source_tag (G_TASK (result)) == source_tag);
}

GAsyncResult *
aiohttp_result_unwrap (GAsyncResult *result)
{
  AiohttpFuture *future;

  if (!AIOHTTP_IS_FUTURE (result))
    return result;
  /* An error is had of the future, as often as one asks. */
  future = AIOHTTP_FUTURE (result);
  return future->result != NULL && future->error == NULL ? future->result : result;
}

gpointer
aiohttp_result_propagate_pointer (GAsyncResult *result, gpointer source, gpointer source_tag, GError **error)
{
  result = aiohttp_result_unwrap (result);
  if (G_LIKELY (result_is_task (result, source, source_tag)))
    return g_task_propagate_pointer (G_TASK (result), error);
  if (AIOHTTP_IS_FUTURE (result))
    return aiohttp_future_propagate_pointer (AIOHTTP_FUTURE (result), error);
  result_is_refusal (result, error);
  return NULL;
}

gboolean
aiohttp_result_propagate_boolean (GAsyncResult *result, gpointer source, gpointer source_tag, GError **error)
{
  result = aiohttp_result_unwrap (result);
  if (G_LIKELY (result_is_task (result, source, source_tag)))
    return g_task_propagate_boolean (G_TASK (result), error);
  if (AIOHTTP_IS_FUTURE (result))
    return aiohttp_future_propagate_success (AIOHTTP_FUTURE (result), error);
  result_is_refusal (result, error);
  return FALSE;
}

gssize
aiohttp_result_propagate_int (GAsyncResult *result, gpointer source, gpointer source_tag, GError **error)
{
  result = aiohttp_result_unwrap (result);
  if (G_LIKELY (result_is_task (result, source, source_tag)))
    return g_task_propagate_int (G_TASK (result), error);
  if (AIOHTTP_IS_FUTURE (result))
    return (gssize) aiohttp_future_propagate_int64 (AIOHTTP_FUTURE (result), error);
  result_is_refusal (result, error);
  return -1;
}
