/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-coroutine-private.h"
#include "aiohttp-future-private.h"
#include "aiohttp-task.h"

G_BEGIN_DECLS

struct _AiohttpTask
{
  AiohttpFuture parent_instance;

  AiohttpCoroutine *coroutine; /* from its start to its end */
  GList link;                  /* in the loop's list of tasks */
  AiohttpCoroutineFunc func;
  gpointer user_data;
  GDestroyNotify notify;
  GValue result;
  AiohttpVars *vars;    /* that it inherits, until it starts */
  char *name;           /* NULL until it is set or asked for */
  guint number;         /* for the name */
  guint n_cancels;      /* less those taken back */
  char *cancel_message; /* of a cancel that is pending */
  guint end_cancels;    /* by aiohttp_event_loop_cancel_all() */
  guint cancelled_early : 1;
  guint listed : 1;
};

/* Starts a coroutine at once, without a main-loop turn; its loop is the one of the thread-default context. `entry`
 * runs on the coroutine's stack; `returned` on the main stack when it has returned: before this call returns, if it
 * never suspended. When no stack can be had, `returned` gets AIOHTTP_ERROR_TOO_MANY_TASKS.
 * Returns: (transfer full) (nullable): the task if it suspended; NULL if it has returned already, which allocates
 * nothing. */
AiohttpTask *aiohttp_task_run_inline (AiohttpTaskEntry entry, AiohttpTaskReturned returned, gpointer data);

/* "the task “name” (its function)"; (transfer full). */
char *aiohttp_task_describe (AiohttpTask *self);

/* Ends a task that was not started, since nobody runs its loop any more. */
void aiohttp_task_lose (AiohttpTask *self);

/* From the ready queue: runs a suspended coroutine on. */
void aiohttp_coroutine_resume (gpointer coroutine);
/* The function has returned, and the main stack is back. */
void aiohttp_coroutine_returned (AiohttpCoroutine *self);
void aiohttp_coroutine_enter_in_debug_mode (AiohttpCoroutine *self, AiohttpEventLoop *loop);

/* aiohttp_spawn() in a given loop. */
AiohttpTask *
aiohttp_task_spawn_in (AiohttpEventLoop *loop, AiohttpCoroutineFunc func, gpointer user_data, GDestroyNotify notify);

/* Makes a suspended coroutine run on, by the ready queue. */
void aiohttp_coroutine_ready (AiohttpCoroutine *self);

/* The same from a callback that the loop dispatches: at once, unless that would overtake others. */
void aiohttp_coroutine_ready_now (AiohttpCoroutine *self);

/* The cancel that is pending has been delivered: the next one finds a fresh cancellable. */
void aiohttp_coroutine_cancel_delivered (AiohttpCoroutine *self);

/* Delivers the cancel that is pending by an error. */
void aiohttp_coroutine_set_cancelled (AiohttpCoroutine *self, GError **error);

/* The coroutine's present cancellable, made if need be. */
GCancellable *aiohttp_coroutine_get_cancellable (AiohttpCoroutine *self);

/* The loop of a coroutine, settled at the first need. */
AiohttpEventLoop *aiohttp_coroutine_get_loop (AiohttpCoroutine *self);

G_END_DECLS
