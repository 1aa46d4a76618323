/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-event-loop-private.h"

G_BEGIN_DECLS

/* As many threads as a pool may have; and how many it has unless told. */
#define AIOHTTP_MAX_EXECUTOR_SIZE     1024
#define AIOHTTP_DEFAULT_EXECUTOR_SIZE MIN (32, g_get_num_processors () + 4)

typedef struct _AiohttpExceptionHandler AiohttpExceptionHandler;

typedef struct
{
  void (*func) (gpointer);
  gpointer data;
} AiohttpStep;

/* What a loop in debug mode has in addition. */
typedef struct
{
  AiohttpEventLoop *loop; /* that owns it */
  GSource *source;
  GPollFunc chained; /* the context's own poll function */
  gint64 turn_start; /* when poll returned; 0 between two turns */
  gint64 ours;       /* of this turn, spent in spans */
  gint64 entered;    /* when the outermost span began */
  guint depth;       /* of spans */
} AiohttpLoopDebug;

struct _AiohttpEventLoop
{
  GObject parent_instance;

  /* A context that the loop made is owned by the loop. Another one owns the loop, by way of the source, so that the
   * loop lives as long as its context. */
  GMainContext *context;
  gboolean owns_context;
  gboolean is_default;
  GSource *source;

  AiohttpStep *ready; /* a ring */
  guint ready_size;
  guint ready_first;
  guint n_ready;
  guint draining;
  int drain_depth; /* g_main_depth() where its dispatch drains, with the context thread-default; else 0 */

  GMutex remote_lock;
  GArray *remote;   /* of AiohttpStep */
  guint has_remote; /* atomic */

  int closed; /* atomic; it changes under the lock, so that nothing is appended to remote later */

  AiohttpLoopDebug *debug; /* NULL unless in debug mode */
  GThread *debug_thread;   /* atomic: that ran the loop last */
  gint64 slow_callback;
  gint64 slow_poll;

  AiohttpLoopTimers timers;
  GQueue tasks;
  guint running;
  gboolean stopping;
  gint64 busy_since; /* ready in every turn since then */
  gboolean yielding; /* over the budget: let others run for one turn */

  GHashTable *descriptors; /* to GSource, as are the signals */
  GHashTable *signals;
  GThreadPool *executor;
  guint executor_size;
  GQueue jobs; /* of the executor, that have not ended */
  AiohttpExceptionHandler *exception_handler;
};

/* Takes the loop out of the table of loops, so that its context may get another. */
void aiohttp_event_loop_forget (AiohttpEventLoop *self);
/* One that nobody finds yet. */
AiohttpEventLoop *aiohttp_event_loop_create (GMainContext *context, gboolean owns_context);

void aiohttp_event_loop_drop_watches (AiohttpEventLoop *self);
void aiohttp_event_loop_cancel_jobs (AiohttpEventLoop *self);
void aiohttp_event_loop_drop_executor (AiohttpEventLoop *self);
void aiohttp_event_loop_drop_exception_handler (AiohttpEventLoop *self);

/* Tells of a future's error that nobody looked at, in the loop or at once. */
void aiohttp_event_loop_report_error (AiohttpEventLoop *self, const char *kind, char *message /* taken */,
                                      char *origin /* taken */, const GError *error);

/* The context is gone: tells of the tasks that never end, and frees those that have not started. */
void aiohttp_event_loop_lose_tasks (AiohttpEventLoop *self);

void aiohttp_event_loop_stop_debug (AiohttpEventLoop *self, gboolean context_is_gone);
void aiohttp_event_loop_notify_debug (AiohttpEventLoop *self);
void aiohttp_event_loop_notify_slow_callback_duration (AiohttpEventLoop *self);
void aiohttp_event_loop_notify_slow_poll_duration (AiohttpEventLoop *self);

gint64 aiohttp_debug_now (void);
/* A main loop runs inside whatever this thread is in. */
void aiohttp_debug_spans_iterated (void);

G_END_DECLS
