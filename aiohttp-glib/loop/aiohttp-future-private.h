/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-await-private.h"
#include "aiohttp-debug-private.h"
#include "aiohttp-event-loop.h"
#include "aiohttp-future.h"

G_BEGIN_DECLS

typedef struct _AiohttpFutureClass AiohttpFutureClass;
typedef struct _AiohttpFutureWatch AiohttpFutureWatch;

typedef enum
{
  AIOHTTP_FUTURE_PENDING,
  AIOHTTP_FUTURE_RESOLVED,
  AIOHTTP_FUTURE_FAILED,
  AIOHTTP_FUTURE_CANCELLED,
} AiohttpFutureState;

struct _AiohttpFuture
{
  GObject parent_instance;

  AiohttpEventLoop *loop;
  AiohttpFutureState state;
  GValue value;
  GError *error;
  GAsyncResult *result;
  gpointer pointer;
  GDestroyNotify pointer_destroy;
  AiohttpFuture *origin;       /* that owns the pointer */
  AiohttpFutureWatch *watches; /* in the order in which they came */
  gulong last_watch_id;
  gboolean error_seen; /* somebody has asked for the error */
};

struct _AiohttpFutureClass
{
  GObjectClass parent_class;

  gboolean (*cancel) (AiohttpFuture *self);
};

/* Makes it done, once its value or error is in place. */
void aiohttp_future_done (AiohttpFuture *self, AiohttpFutureState state);

/* Steps of the ready queue; the debug mode tells by them whose they are. */
void aiohttp_future_call_watch (gpointer watch);
void aiohttp_future_emit_done (gpointer future);
/* The future of a queued watch, without a reference, and the function. */
AiohttpFuture *aiohttp_future_watch_peek (gpointer watch, gconstpointer *func);

/* FALSE with a warning, in debug mode, when another thread runs the future's loop. */
static inline gboolean
aiohttp_future_check_thread (AiohttpFuture *self, const char *what)
{
  return !aiohttp_debug_is_on () || aiohttp_debug_check_thread (self->loop, self, what);
}

/* FALSE with the future's error, or AIOHTTP_ERROR_INVALID_STATE if it is pending. */
gboolean aiohttp_future_check (AiohttpFuture *self, GError **error);

/* Ends as `from` did, unless it is done. Each who waits takes a copy or a reference of a value; a pointer stays with the
 * future that owns it. */
void aiohttp_future_take_outcome (AiohttpFuture *self, AiohttpFuture *from);

/* A future of what a combinator was given: itself, or one that stands for a GTask; (transfer full). Anything else gives
 * one that has failed. */
AiohttpFuture *aiohttp_future_for_result (GAsyncResult *result);

/* The same of a GIO operation too, as far as its result tells: the error of a GTask stays with it. */
gboolean aiohttp_future_check_outcome (AiohttpFuture *self, GError **error);

/* Resolves with what `value` holds, which is left unset; a value that is unset resolves with nothing. */
gboolean aiohttp_future_take_value (AiohttpFuture *self, GValue *value);

/* Waits for the future to be done, whatever comes of it, without a callback. */
gboolean aiohttp_future_wait (AiohttpFuture *self, GError **error);

/* A new reference, copy or string, by the value's type. */
gpointer aiohttp_future_propagate_pointer (AiohttpFuture *self, GError **error);

/* The boolean if it is one; TRUE for any other value. */
gboolean aiohttp_future_propagate_success (AiohttpFuture *self, GError **error);

G_END_DECLS
