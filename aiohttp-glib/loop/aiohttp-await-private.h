/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-await.h"
#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"
#include "aiohttp-future.h"

G_BEGIN_DECLS

/* TRUE if the caller may await: in a coroutine, and at the main-loop depth at which it was resumed. `what` names the
 * awaiting function in the critical. */
gboolean aiohttp_await_check (const char *what, GError **error);

/* For direct paths, which need no GTask when the result is ready: a token on the waiting coroutine's own stack.
 *
 *   AiohttpWaiter waiter;
 *   aiohttp_waiter_init (&waiter);
 *   self->reader = &waiter;                    // where whoever makes the result ready finds it
 *   ok = aiohttp_waiter_wait (&waiter, error);
 *   self->reader = NULL;
 *
 * The waiter must be out of everyone's reach when wait() has returned. */
typedef struct
{
  AiohttpCoroutine *coroutine;
  gboolean woken;
  gboolean uncancellable;
} AiohttpWaiter;

static inline void
aiohttp_waiter_init (AiohttpWaiter *waiter)
{
  *waiter = (AiohttpWaiter){ NULL, FALSE, FALSE };
}

/* Suspends until the wake. FALSE with G_IO_ERROR_CANCELLED when the task was cancelled first, with
 * AIOHTTP_ERROR_NESTED_LOOP or (with a critical) AIOHTTP_ERROR_NOT_IN_COROUTINE when it cannot wait. A wake that has
 * come wins over a cancel, which then stays pending for the next await. */
gboolean aiohttp_waiter_wait (AiohttpWaiter *waiter, GError **error);

/* The same when aiohttp_await_check() was asked just before. */
gboolean aiohttp_waiter_wait_checked (AiohttpWaiter *waiter, GError **error);

/* Idempotent; from the main stack or a coroutine, in the loop's thread. */
void aiohttp_waiter_wake (AiohttpWaiter *waiter);
/* The same, and the coroutine goes on before this returns where that may be: the last thing that its caller does. */
void aiohttp_waiter_wake_now (AiohttpWaiter *waiter);

#define AIOHTTP_UNWRAP_(...)       __VA_ARGS__
#define AIOHTTP_FIRST_(first, ...) first

/* Defines the awaiting form `name (params, GError **error)` from `name_async (args, cancellable, callback, data)` and
 * `name_finish (first of args, result, error)`:
 *
 *   AIOHTTP_DEFINE_AWAIT (char *, aiohttp_client_response_text, NULL, (AiohttpClientResponse *self), (self))
 */
#define AIOHTTP_DEFINE_AWAIT(ReturnType, name, fail_value, params, args)                                               \
  ReturnType name (AIOHTTP_UNWRAP_ params, GError **error)                                                             \
  {                                                                                                                    \
    g_autoptr (GAsyncResult) result_ = NULL;                                                                           \
                                                                                                                       \
    if (!aiohttp_await_check (#name, error))                                                                           \
      return fail_value;                                                                                               \
    result_ = aiohttp_await (name##_async (AIOHTTP_UNWRAP_ args, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));                \
    return name##_finish (AIOHTTP_FIRST_ args, result_, error);                                                        \
  }

/* Defines `name_future (params, GCancellable *cancellable)`, which starts `name_async` and gives a future that stands for
 * it: what runs several operations beside each other, and what bindings await without a callback of their own.
 *
 *   AIOHTTP_DEFINE_FUTURE (aiohttp_client_response_text, (AiohttpClientResponse *self), (self))
 */
#define AIOHTTP_DEFINE_FUTURE(name, params, args)                                                                      \
  AiohttpFuture *name##_future (AIOHTTP_UNWRAP_ params, GCancellable *cancellable)                                     \
  {                                                                                                                    \
    AiohttpFuture *future_ = aiohttp_future_new ();                                                                    \
                                                                                                                       \
    name##_async (AIOHTTP_UNWRAP_ args, cancellable, aiohttp_future_ready_callback, g_object_ref (future_));           \
    return future_;                                                                                                    \
  }

/* By these every `_finish` takes its own GTask or an AiohttpFuture. `source` and `source_tag` are checked of a GTask
 * only; a future that is pending gives AIOHTTP_ERROR_INVALID_STATE, one of another type AIOHTTP_ERROR_WRONG_TYPE.
 * The pointer is a new reference, copy or string when it comes from a future (object, boxed or string). */
/* The operation's result where a future stands for it; what these three look at. No reference. */
GAsyncResult *aiohttp_result_unwrap (GAsyncResult *result);
/* The result of the operation that a future stands for, with what its owner has attached to it, if it has failed, too;
 * NULL of any other future. No reference. */
GAsyncResult *aiohttp_future_get_origin (AiohttpFuture *self);
gpointer aiohttp_result_propagate_pointer (GAsyncResult *result, gpointer source, gpointer source_tag, GError **error);
gboolean aiohttp_result_propagate_boolean (GAsyncResult *result, gpointer source, gpointer source_tag, GError **error);
gssize aiohttp_result_propagate_int (GAsyncResult *result, gpointer source, gpointer source_tag, GError **error);

G_END_DECLS
