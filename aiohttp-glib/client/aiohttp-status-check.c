/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-status-check-private.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"
#include "aiohttp-reply-watch-private.h"
#include "aiohttp-task-private.h"

struct _AiohttpStatusCheck
{
  int ref_count;
  AiohttpStatusCheckFunc func;
  AiohttpStatusCheckCallback callback; /* in its place */
  gpointer user_data;
  GDestroyNotify destroy;
};

struct _AiohttpStatusRun
{
  AiohttpStatusCheck *check;
  AiohttpClientResponse *response;
  void (*done) (GError *error, gpointer data); /* NULL: nobody waits any more */
  gpointer data;

  /* what is waited for */
  AiohttpTask *task;
  AiohttpReplyWatch *watch;
};

static AiohttpStatusCheck *
make (gpointer user_data, GDestroyNotify destroy)
{
  AiohttpStatusCheck *self = g_new0 (AiohttpStatusCheck, 1);

  self->ref_count = 1;
  self->user_data = user_data;
  self->destroy = destroy;
  return self;
}

AiohttpStatusCheck *
aiohttp_status_check_new (AiohttpStatusCheckFunc func, gpointer user_data, GDestroyNotify destroy)
{
  AiohttpStatusCheck *self = make (user_data, destroy);

  self->func = func;
  return self;
}

AiohttpStatusCheck *
aiohttp_status_check_new_for_callback (AiohttpStatusCheckCallback callback, gpointer user_data, GDestroyNotify destroy)
{
  AiohttpStatusCheck *self = make (user_data, destroy);

  self->callback = callback;
  return self;
}

AiohttpStatusCheck *
aiohttp_status_check_ref (AiohttpStatusCheck *self)
{
  self->ref_count++;
  return self;
}

void
aiohttp_status_check_unref (AiohttpStatusCheck *self)
{
  if (--self->ref_count > 0)
    return;
  if (self->destroy != NULL)
    aiohttp_call_out (self->destroy, self->user_data);
  g_free (self);
}

static void
finish (AiohttpStatusRun *self, GError *error)
{
  void (*done) (GError * error, gpointer data) = self->done;
  gpointer data = self->data;

  g_clear_object (&self->task);
  g_object_unref (self->response);
  aiohttp_status_check_unref (self->check);
  g_free (self);
  if (done != NULL)
    done (error, data);
  else
    g_clear_error (&error);
}

static void
settle_future (AiohttpStatusRun *self, AiohttpFuture *future)
{
  g_auto (GValue) value = G_VALUE_INIT;
  GError *error = NULL;

  aiohttp_future_propagate_value (future, &value, &error);
  finish (self, error);
}

static void
on_watched (AiohttpFuture *future, gpointer data)
{
  AiohttpStatusRun *self = data;

  self->watch = NULL;
  if (future != NULL)
    settle_future (self, future);
  else
    finish (self, g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED,
                                       "The future of the status check was dropped before it was resolved"));
}

static gpointer
run_func (gpointer data, GError **error)
{
  AiohttpStatusRun *self = data;
  GError *failure = NULL;

  if (!self->check->func (self->response, self->check->user_data, &failure) && failure == NULL)
    failure = g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_FAILED, "The status check failed without an error");
  if (failure != NULL)
    g_propagate_error (error, failure);
  return NULL;
}

static void
on_func_returned (gpointer nothing, GError *error, gpointer data)
{
  finish (data, error);
}

typedef struct
{
  AiohttpStatusRun *run;
  AiohttpFuture *future;
  GError *error;
} Call;

static void
run_callback (gpointer data)
{
  Call *call = data;
  AiohttpStatusCheck *check = call->run->check;

  call->future = check->callback (call->run->response, check->user_data, &call->error);
}

void
aiohttp_status_check_start (AiohttpStatusCheck *self, AiohttpClientResponse *response, AiohttpStatusRun **run,
                            void (*done) (GError *error, gpointer data), gpointer data)
{
  AiohttpStatusRun *made = g_new0 (AiohttpStatusRun, 1);
  Call call = { .run = made };
  AiohttpTask *task;

  made->check = aiohttp_status_check_ref (self);
  made->response = g_object_ref (response);
  made->done = done;
  made->data = data;
  *run = made;
  if (self->func != NULL)
    {
      task = aiohttp_task_run_inline (run_func, on_func_returned, made);
      if (task != NULL)
        made->task = task;
      return;
    }
  aiohttp_call_out (run_callback, &call);
  if (call.error != NULL)
    g_clear_object (&call.future);
  if (call.future == NULL)
    finish (made, call.error);
  else if (!aiohttp_future_is_done (call.future))
    made->watch = aiohttp_reply_watch_new (call.future, on_watched, made);
  else
    {
      settle_future (made, call.future);
      g_object_unref (call.future);
    }
}

void
aiohttp_status_run_abandon (AiohttpStatusRun *run)
{
  run->done = NULL;
  if (run->task != NULL)
    aiohttp_task_cancel (run->task);
  else if (run->watch != NULL)
    aiohttp_reply_watch_cancel (run->watch);
}
