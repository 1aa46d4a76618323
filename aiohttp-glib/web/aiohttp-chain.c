/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-chain-private.h"

#include "aiohttp-await-private.h"
#include "aiohttp-debug-private.h"
#include "aiohttp-dispatcher-private.h"
#include "aiohttp-error.h"
#include "aiohttp-future.h"
#include "aiohttp-middleware-private.h"
#include "aiohttp-next-private.h"
#include "aiohttp-reply-watch-private.h"
#include "aiohttp-request-private.h"
#include "aiohttp-task-private.h"

static void settle (AiohttpChainRun *self, gpointer reply, GError *error);
static void go (AiohttpChainRun *self);

AiohttpChain *
aiohttp_chain_new (const AiohttpChain *outer, AiohttpApplication *app, GPtrArray *middlewares)
{
  const guint n_outer = outer != NULL ? outer->n_links : 0;
  const guint n_own = middlewares != NULL ? middlewares->len : 0;
  AiohttpChain *self = g_malloc (sizeof *self + (n_outer + n_own) * sizeof self->links[0]);

  self->n_links = n_outer + n_own;
  for (guint i = 0; i < n_outer; i++)
    self->links[i] = outer->links[i];
  for (guint i = 0; i < n_own; i++)
    {
      AiohttpMiddleware *middleware = g_ptr_array_index (middlewares, i);

      self->links[n_outer + i] = (AiohttpChainLink){ middleware, app, aiohttp_middleware_is_full (middleware) };
    }
  return self;
}

static const AiohttpChainLink *
get_target_link (AiohttpChainRun *self)
{
  return self->chain != NULL && self->reached < self->chain->n_links ? &self->chain->links[self->reached] : NULL;
}

/* Runs `before` after `before`. TRUE: one of them has answered or failed. FALSE: what comes next takes the rest in
 * hand. Main stack. */
static gboolean
run_befores (AiohttpChainRun *self, gpointer *reply, GError **error)
{
  const AiohttpChainLink *link;

  while ((link = get_target_link (self)) != NULL && !link->full)
    {
      AiohttpMiddlewareClass *klass = AIOHTTP_MIDDLEWARE_GET_CLASS (link->middleware);

      self->reached++;
      if (klass->before == NULL)
        continue;
      self->request->app = link->app;
      *reply = klass->before (link->middleware, self->request, error);
      if (*reply != NULL || *error != NULL)
        return TRUE;
    }
  return FALSE;
}

static gboolean
target_is_coroutine (AiohttpChainRun *self)
{
  const AiohttpChainLink *link = get_target_link (self);

  return link != NULL ? aiohttp_middleware_is_coroutine (link->middleware)
                      : aiohttp_dispatcher_is_coroutine (self->request);
}

/* The middleware that takes the rest in hand, or the handler; on the stack that it needs. */
static gpointer
call_target (gpointer data, GError **error)
{
  AiohttpChainRun *self = data;
  const AiohttpChainLink *link = get_target_link (self);
  g_autoptr (AiohttpNext) next = NULL;

  if (G_LIKELY (link == NULL))
    return aiohttp_dispatcher_handle (self->request, error);
  self->request->app = link->app;
  next = aiohttp_next_new (self, self->reached + 1);
  return aiohttp_middleware_process (link->middleware, self->request, next, error);
}

static void
unlink_run (AiohttpChainRun *self)
{
  for (AiohttpChainRun **place = &self->top->runs; *place != NULL; place = &(*place)->outer)
    if (*place == self)
      {
        *place = self->outer;
        return;
      }
}

/* Takes the response. */
static void
finish (AiohttpChainRun *self, AiohttpStreamResponse *response)
{
  while (self->reached > self->first)
    {
      const AiohttpChainLink *link = &self->chain->links[--self->reached];
      AiohttpMiddlewareClass *klass = AIOHTTP_MIDDLEWARE_GET_CLASS (link->middleware);

      self->request->app = link->app;
      if (klass->after != NULL)
        klass->after (link->middleware, self->request, response);
    }
  unlink_run (self);
  self->done (self, response);
}

static void
fail (AiohttpChainRun *self, GError *error /* taken, nullable */)
{
  finish (self, aiohttp_dispatcher_make_error (self->top, error));
}

static void
fail_wrong_type (AiohttpChainRun *self, const char *what, const char *type)
{
  fail (self, g_error_new (AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_TYPE, "%s %s, which is not a response", what, type));
}

static void
settle_future (AiohttpChainRun *self, AiohttpFuture *future)
{
  g_auto (GValue) value = G_VALUE_INIT;
  GError *error = NULL;
  GObject *object = NULL;
  gboolean asks_before = self->asks_before;

  self->asks_before = FALSE;
  if (!aiohttp_future_propagate_value (future, &value, &error))
    {
      fail (self, error);
      return;
    }
  if (G_VALUE_HOLDS_OBJECT (&value))
    object = g_value_get_object (&value);
  if (AIOHTTP_IS_STREAM_RESPONSE (object))
    finish (self, AIOHTTP_STREAM_RESPONSE (g_object_ref (object)));
  else if (asks_before && object == NULL && (!G_IS_VALUE (&value) || G_VALUE_HOLDS_OBJECT (&value)))
    go (self);
  else
    fail_wrong_type (self, "The handler's future resolved to",
                     object != NULL                   ? G_OBJECT_TYPE_NAME (object)
                     : !G_VALUE_HOLDS_OBJECT (&value) ? G_VALUE_TYPE_NAME (&value)
                                                      : "nothing");
}

static void
on_watched (AiohttpFuture *future, gpointer data)
{
  AiohttpChainRun *self = data;
  gpointer owner = self->owner; /* held since the watch began */

  self->watch = NULL;
  if (future != NULL)
    settle_future (self, future);
  else
    fail (self, g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED,
                                     "The handler's future was dropped before it was resolved"));
  g_object_unref (owner);
}

/* Takes both; one of them is NULL if all is well. Main stack. */
static void
settle (AiohttpChainRun *self, gpointer reply, GError *error)
{
  if (G_UNLIKELY (reply == NULL))
    {
      fail (self, error);
      return;
    }
  g_clear_error (&error);
  if (G_LIKELY (AIOHTTP_IS_STREAM_RESPONSE (reply)))
    finish (self, reply);
  else if (!AIOHTTP_IS_FUTURE (reply))
    {
      fail_wrong_type (self, "The handler returned", G_OBJECT_TYPE_NAME (reply));
      g_object_unref (reply);
    }
  else if (aiohttp_future_is_done (reply))
    {
      settle_future (self, reply);
      g_object_unref (reply);
    }
  else
    {
      g_object_ref (self->owner);
      self->watch = aiohttp_reply_watch_new (reply, on_watched, self);
    }
}

static void
on_target_returned (gpointer reply, GError *error, gpointer data)
{
  AiohttpChainRun *self = data;
  AiohttpTask *task = g_steal_pointer (&self->task);
  gpointer owner = self->owner;

  settle (self, reply, error);
  if (task == NULL)
    return;
  g_object_unref (task);
  g_object_unref (owner);
}

/* Down the chain. Main stack; somebody holds the owner. */
static void
go (AiohttpChainRun *self)
{
  gpointer reply = NULL;
  GError *error = NULL;

  if (self->chain != NULL && run_befores (self, &reply, &error))
    {
      self->asks_before = AIOHTTP_IS_FUTURE (reply);
      settle (self, reply, error);
    }
  else if (target_is_coroutine (self))
    {
      AiohttpTask *task = aiohttp_task_run_inline (call_target, on_target_returned, self);

      if (task == NULL)
        return;
      self->task = task;
      if (aiohttp_debug_is_on ())
        {
          g_autofree char *name = aiohttp_dispatcher_describe (self->request);

          aiohttp_task_set_name (task, name);
        }
      g_object_ref (self->owner);
    }
  else
    {
      reply = call_target (self, &error);
      settle (self, reply, error);
    }
}

static void
prepare (AiohttpChainRun *self, const AiohttpChain *chain, guint first, AiohttpRequest *request, AiohttpRequest *top,
         gpointer owner, AiohttpChainDone done)
{
  *self = (AiohttpChainRun){
    .chain = chain,
    .request = request,
    .owner = owner,
    .top = top,
    .outer = top->runs,
    .done = done,
    .first = first,
    .reached = first,
  };
  top->runs = self;
}

void
aiohttp_chain_run_start (AiohttpChainRun *self, const AiohttpChain *chain, guint first, AiohttpRequest *request,
                         AiohttpRequest *top, gpointer owner, AiohttpChainDone done)
{
  prepare (self, chain, first, request, top, owner, done);
  go (self);
}

/* A coroutine that goes down the chain by itself. */
typedef struct
{
  AiohttpChainRun *run;
  AiohttpStreamResponse *response;
  AiohttpWaiter waiter;
  gpointer reply;
  GError *error;
  gboolean in_coroutine; /* what comes next runs right here */
} Awaiting;

static void
on_awaited (AiohttpChainRun *run, AiohttpStreamResponse *response)
{
  Awaiting *awaiting = run->awaiting;

  awaiting->response = response;
  aiohttp_waiter_wake (&awaiting->waiter);
}

static void
await_start (gpointer data)
{
  Awaiting *awaiting = data;
  AiohttpChainRun *run = awaiting->run;

  if (run->chain != NULL && run_befores (run, &awaiting->reply, &awaiting->error))
    {
      run->asks_before = AIOHTTP_IS_FUTURE (awaiting->reply);
      settle (run, awaiting->reply, awaiting->error);
    }
  else if (target_is_coroutine (run))
    awaiting->in_coroutine = TRUE;
  else
    {
      awaiting->reply = call_target (run, &awaiting->error);
      settle (run, awaiting->reply, awaiting->error);
    }
}

static void
await_settle (gpointer data)
{
  Awaiting *awaiting = data;

  settle (awaiting->run, awaiting->reply, awaiting->error);
}

static void
cancel_run (gpointer data)
{
  AiohttpChainRun *self = data;

  if (self->task != NULL)
    aiohttp_task_cancel (self->task);
  if (self->watch != NULL)
    aiohttp_reply_watch_cancel (self->watch);
}

AiohttpStreamResponse *
aiohttp_chain_run_await (AiohttpChainRun *self, const AiohttpChain *chain, guint first, AiohttpRequest *request,
                         AiohttpRequest *top, gpointer owner)
{
  Awaiting awaiting = { .run = self };

  prepare (self, chain, first, request, top, owner, on_awaited);
  self->awaiting = &awaiting;
  aiohttp_waiter_init (&awaiting.waiter);
  aiohttp_call_out (await_start, &awaiting);
  if (awaiting.in_coroutine)
    {
      awaiting.reply = call_target (self, &awaiting.error);
      aiohttp_call_out (await_settle, &awaiting);
    }
  /* A cancel goes on to what is waited for, and comes back as its response. */
  if (!aiohttp_waiter_wait_checked (&awaiting.waiter, NULL))
    {
      aiohttp_call_out (cancel_run, self);
      awaiting.waiter.uncancellable = TRUE;
      while (!aiohttp_waiter_wait_checked (&awaiting.waiter, NULL))
        g_warn_if_reached ();
    }
  return awaiting.response;
}

void
aiohttp_chain_cancel (AiohttpRequest *top)
{
  g_autoptr (GPtrArray) owners = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GPtrArray) runs = g_ptr_array_new ();

  for (AiohttpChainRun *run = top->runs; run != NULL; run = run->outer)
    {
      g_ptr_array_add (owners, g_object_ref (run->owner));
      g_ptr_array_add (runs, run);
    }
  for (guint i = 0; i < runs->len; i++)
    cancel_run (g_ptr_array_index (runs, i));
}
