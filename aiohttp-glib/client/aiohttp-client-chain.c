/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-chain-private.h"

#include "aiohttp-client-middleware-private.h"
#include "aiohttp-client-next-private.h"
#include "aiohttp-error.h"
#include "aiohttp-reply-watch-private.h"
#include "aiohttp-task-private.h"

struct _AiohttpClientChain
{
  int ref_count;
  GPtrArray *middlewares;
  AiohttpClientSendFunc send; /* NULL once the hop is over */
  gpointer data;
  GQueue sending; /* AiohttpClientRun that have come to the end */
};

struct _AiohttpClientRun
{
  int ref_count;
  AiohttpClientChain *chain;
  AiohttpClientRequest *request;
  guint first;
  guint reached; /* the link that is about to run, or runs */
  AiohttpClientDone done;
  gpointer data;

  /* what is waited for */
  AiohttpTask *task;
  AiohttpReplyWatch *watch;
  GCancellable *sending;
  GList link;
  gboolean asks_before;
};

static void go (AiohttpClientRun *self);

AiohttpClientChain *
aiohttp_client_chain_new (GPtrArray *middlewares, AiohttpClientSendFunc send, gpointer data)
{
  AiohttpClientChain *self = g_new0 (AiohttpClientChain, 1);

  self->ref_count = 1;
  self->middlewares = g_ptr_array_ref (middlewares);
  self->send = send;
  self->data = data;
  return self;
}

AiohttpClientChain *
aiohttp_client_chain_ref (AiohttpClientChain *self)
{
  self->ref_count++;
  return self;
}

void
aiohttp_client_chain_unref (AiohttpClientChain *self)
{
  if (--self->ref_count > 0)
    return;
  g_ptr_array_unref (self->middlewares);
  g_free (self);
}

static AiohttpClientRun *
run_ref (AiohttpClientRun *self)
{
  self->ref_count++;
  return self;
}

void
aiohttp_client_run_unref (AiohttpClientRun *self)
{
  if (--self->ref_count > 0)
    return;
  g_clear_object (&self->request);
  g_clear_object (&self->task);
  aiohttp_client_chain_unref (self->chain);
  g_free (self);
}

void
aiohttp_client_chain_close (AiohttpClientChain *self)
{
  self->send = NULL;
  aiohttp_client_chain_ref (self);
  while (self->sending.head != NULL)
    {
      AiohttpClientRun *run = self->sending.head->data;

      g_queue_unlink (&self->sending, &run->link);
      g_cancellable_cancel (run->sending);
    }
  aiohttp_client_chain_unref (self);
}

static AiohttpClientMiddleware *
get_link (AiohttpClientRun *self)
{
  return self->reached < self->chain->middlewares->len ? self->chain->middlewares->pdata[self->reached] : NULL;
}

/* Takes one of both. */
static void
finish (AiohttpClientRun *self, AiohttpClientResponse *response, GError *error)
{
  while (self->reached > self->first)
    {
      AiohttpClientMiddleware *middleware = self->chain->middlewares->pdata[--self->reached];
      AiohttpClientMiddlewareClass *klass = AIOHTTP_CLIENT_MIDDLEWARE_GET_CLASS (middleware);

      if (response != NULL && klass->after != NULL)
        klass->after (middleware, self->request, response);
    }
  self->done (response, error, self->data);
  aiohttp_client_run_unref (self);
}

static void
fail_wrong_type (AiohttpClientRun *self, const char *what, const char *type)
{
  finish (self, NULL,
          g_error_new (AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_TYPE, "%s %s, which is not a client response", what, type));
}

static void
settle_future (AiohttpClientRun *self, AiohttpFuture *future)
{
  g_auto (GValue) value = G_VALUE_INIT;
  GError *error = NULL;
  GObject *object = NULL;
  gboolean asks_before = self->asks_before;

  self->asks_before = FALSE;
  if (!aiohttp_future_propagate_value (future, &value, &error))
    {
      finish (self, NULL, error);
      return;
    }
  if (G_VALUE_HOLDS_OBJECT (&value))
    object = g_value_get_object (&value);
  if (AIOHTTP_IS_CLIENT_RESPONSE (object))
    finish (self, AIOHTTP_CLIENT_RESPONSE (g_object_ref (object)), NULL);
  else if (asks_before && object == NULL && (!G_IS_VALUE (&value) || G_VALUE_HOLDS_OBJECT (&value)))
    go (self);
  else
    fail_wrong_type (self, "The middleware's future resolved to",
                     object != NULL                   ? G_OBJECT_TYPE_NAME (object)
                     : !G_VALUE_HOLDS_OBJECT (&value) ? G_VALUE_TYPE_NAME (&value)
                                                      : "nothing");
}

static void
on_watched (AiohttpFuture *future, gpointer data)
{
  AiohttpClientRun *self = data;

  self->watch = NULL;
  if (future != NULL)
    settle_future (self, future);
  else
    finish (self, NULL,
            g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED,
                                 "The middleware's future was dropped before it was resolved"));
}

/* Takes both; one of them is NULL if all is well. */
static void
settle (AiohttpClientRun *self, gpointer reply, GError *error)
{
  if (reply == NULL)
    {
      if (error == NULL)
        error =
            g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_FAILED, "The middleware gave neither response nor error");
      finish (self, NULL, error);
      return;
    }
  g_clear_error (&error);
  if (AIOHTTP_IS_CLIENT_RESPONSE (reply))
    finish (self, reply, NULL);
  else if (!AIOHTTP_IS_FUTURE (reply))
    {
      fail_wrong_type (self, "The middleware returned", G_OBJECT_TYPE_NAME (reply));
      g_object_unref (reply);
    }
  else if (aiohttp_future_is_done (reply))
    {
      settle_future (self, reply);
      g_object_unref (reply);
    }
  else
    self->watch = aiohttp_reply_watch_new (reply, on_watched, self);
}

/* Runs `before` after `before`. TRUE: one of them has answered or failed. */
static gboolean
run_befores (AiohttpClientRun *self, gpointer *reply, GError **error)
{
  AiohttpClientMiddleware *link;

  while ((link = get_link (self)) != NULL && !aiohttp_client_middleware_is_full (link))
    {
      AiohttpClientMiddlewareClass *klass = AIOHTTP_CLIENT_MIDDLEWARE_GET_CLASS (link);

      self->reached++;
      if (klass->before == NULL)
        continue;
      *reply = klass->before (link, self->request, error);
      if (*reply != NULL || *error != NULL)
        return TRUE;
    }
  return FALSE;
}

static void
on_sent (AiohttpClientResponse *response, GError *error, gpointer data)
{
  AiohttpClientRun *self = data;

  if (self->chain->send != NULL)
    g_queue_unlink (&self->chain->sending, &self->link);
  g_clear_object (&self->sending);
  finish (self, response, error);
}

static void
send_request (AiohttpClientRun *self)
{
  AiohttpClientChain *chain = self->chain;

  if (chain->send == NULL)
    {
      finish (self, NULL,
              g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                                   "The request has its answer already: “next” is run before a middleware returns"));
      return;
    }
  self->sending = g_cancellable_new ();
  self->link.data = self;
  g_queue_push_tail_link (&chain->sending, &self->link);
  chain->send (self->request, self->sending, on_sent, self, chain->data);
}

static gpointer
call_process (gpointer data, GError **error)
{
  AiohttpClientRun *self = data;
  g_autoptr (AiohttpClientNext) next = aiohttp_client_next_new (self->chain, self->reached + 1);

  return aiohttp_client_middleware_process (get_link (self), self->request, next, error);
}

static void
on_returned (gpointer reply, GError *error, gpointer data)
{
  AiohttpClientRun *self = data;

  g_clear_object (&self->task);
  settle (self, reply, error);
}

static void
go (AiohttpClientRun *self)
{
  gpointer reply = NULL;
  GError *error = NULL;
  AiohttpClientMiddleware *link;

  if (run_befores (self, &reply, &error))
    {
      self->asks_before = AIOHTTP_IS_FUTURE (reply);
      settle (self, reply, error);
      return;
    }
  link = get_link (self);
  if (link == NULL)
    send_request (self);
  else if (aiohttp_client_middleware_is_coroutine (link))
    {
      AiohttpTask *task = aiohttp_task_run_inline (call_process, on_returned, self);

      if (task != NULL)
        self->task = task;
    }
  else
    {
      reply = call_process (self, &error);
      settle (self, reply, error);
    }
}

AiohttpClientRun *
aiohttp_client_run_start (AiohttpClientChain *chain, guint first, AiohttpClientRequest *request, AiohttpClientDone done,
                          gpointer data)
{
  AiohttpClientRun *self = g_new0 (AiohttpClientRun, 1);

  self->ref_count = 1;
  self->chain = aiohttp_client_chain_ref (chain);
  self->request = g_object_ref (request);
  self->first = first;
  self->reached = first;
  self->done = done;
  self->data = data;
  go (run_ref (self)); /* which finish() gives back */
  return self;
}

void
aiohttp_client_run_cancel (AiohttpClientRun *self)
{
  run_ref (self);
  if (self->task != NULL)
    aiohttp_task_cancel (self->task);
  else if (self->watch != NULL)
    aiohttp_reply_watch_cancel (self->watch);
  else if (self->sending != NULL)
    g_cancellable_cancel (self->sending);
  aiohttp_client_run_unref (self);
}
