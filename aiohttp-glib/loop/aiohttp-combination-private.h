/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-event-loop.h"
#include "aiohttp-future.h"
#include "aiohttp-loop-timer-private.h"

G_BEGIN_DECLS

/* A GTask that watches several futures: what gather, wait, race, any and wait_for are made of. */
typedef struct _AiohttpCombination AiohttpCombination;

/* In the loop's thread, on the main stack, until one of them has returned the task. */
typedef struct
{
  gpointer tag;
  const char *name;
  /* A future is done; `n_pending` counts it no more. */
  void (*done) (GTask *task, AiohttpCombination *self, gsize index);
  /* The cancellable was cancelled; NULL: the task fails, and the futures are left as they are. */
  void (*cancelled) (GTask *task, AiohttpCombination *self);
  /* The timeout is over. */
  void (*timed_out) (GTask *task, AiohttpCombination *self);
  /* Its answer stands for the errors of all, also of those that come later: nobody need ask for them. */
  gboolean answers_for_errors;
} AiohttpCombinationKind;

struct _AiohttpCombination
{
  const AiohttpCombinationKind *kind;
  AiohttpFuture **futures;
  gulong *watches; /* 0 once done */
  gsize n_futures;
  gsize n_pending;
  int mode; /* for the kind */
  double seconds;
  gboolean was_cancelled;
  gboolean was_timed_out;

  AiohttpEventLoop *loop;
  AiohttpLoopTimer timer;
  gulong cancelled_id;
  gboolean ended;
};

/* Makes the task; (transfer full). It watches once it is started. */
GTask *aiohttp_combination_new (const AiohttpCombinationKind *kind, GAsyncResult *const *results, gsize n_results,
                                GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

AiohttpCombination *aiohttp_combination_get (GTask *task);

/* Watches; `seconds` less than 0: without limit. */
void aiohttp_combination_start (GTask *task, double seconds);

/* Before the task is returned: drops all that is still watched, so that nothing but the callback is left to come. */
void aiohttp_combination_end (GTask *task);

/* Ends it and returns the task. */
void aiohttp_combination_return_boolean (GTask *task, gboolean value);
void aiohttp_combination_return_int (GTask *task, gssize value);
void aiohttp_combination_return_error (GTask *task, GError *error /* transfer full */);

/* Asks all futures to end; TRUE if one of them was not done. */
gboolean aiohttp_combination_cancel_futures (AiohttpCombination *self);

/* FALSE with AIOHTTP_ERROR_INVALID_ARGUMENT returned by the task if there is nothing to wait for. */
gboolean aiohttp_combination_check_any (GTask *task);

G_END_DECLS
