/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-stack-private.h"
#include "aiohttp-switch-private.h"

G_BEGIN_DECLS

typedef struct _AiohttpEventLoop AiohttpEventLoop;
typedef struct _AiohttpTask AiohttpTask;
typedef struct _AiohttpVars AiohttpVars;

/* A function on a stack of its own. The AiohttpTask above it is made only when somebody needs it. */
typedef struct _AiohttpCoroutine AiohttpCoroutine;

typedef gpointer (*AiohttpTaskEntry) (gpointer data, GError **error);
typedef void (*AiohttpTaskReturned) (gpointer result, GError *error /* transfer full */, gpointer data);

typedef enum
{
  AIOHTTP_COROUTINE_IDLE,
  AIOHTTP_COROUTINE_RUNNING,
  AIOHTTP_COROUTINE_SUSPENDED,
  AIOHTTP_COROUTINE_CALLING_OUT,
  AIOHTTP_COROUTINE_RETURNED,
} AiohttpCoroutineState;

/* Lives at the top of its own stack. */
struct _AiohttpCoroutine
{
  AiohttpSwitch context;  /* where it stopped */
  AiohttpSwitch *resumer; /* where the main stack stopped to run it */
  AiohttpCoroutine *next_idle;
  AiohttpCoroutineState state;
  int depth; /* g_main_depth() at the last resume */

  AiohttpTaskEntry entry;
  AiohttpTaskReturned returned;
  gpointer data;
  gpointer result;
  GError *error;

  void (*call_out) (gpointer);
  gpointer call_out_data;

  AiohttpEventLoop *loop; /* owned; set at the first suspension, or by who starts it */
  AiohttpTask *task;      /* owned; NULL until somebody needs it */
  GCancellable *cancellable;
  gpointer waiter; /* AiohttpWaiter that it waits on */
  gpointer await;  /* innermost AiohttpAwait */
  guint cancel_pending : 1;
  guint queued : 1;
  guint want_backtrace : 1;
  char *backtrace;

  AiohttpVars *vars;       /* owned: its context variables */
  AiohttpVars **vars_slot; /* where it sees them: there, or in a context that it has entered */

  AiohttpStack stack;
  void *fiber; /* of ThreadSanitizer */
  void *fake_stack;
  const void *resumer_low;
  gsize resumer_size;
};

/* The coroutine that runs on this very stack, or NULL on the main stack (also in what aiohttp_call_out() runs). */
extern __thread AiohttpCoroutine *aiohttp_coroutine_current
    __attribute__ ((tls_model ("initial-exec"), visibility ("hidden")));

static inline AiohttpCoroutine *
aiohttp_coroutine_get_current (void)
{
  return aiohttp_coroutine_current;
}

static inline gboolean
aiohttp_in_coroutine (void)
{
  return aiohttp_coroutine_current != NULL;
}

/* Where the running coroutine or callback finds its context variables; NULL outside both. */
AiohttpVars **aiohttp_coroutine_get_vars_slot (void);
/* Lets the caller find them elsewhere; returns where it did before. */
AiohttpVars **aiohttp_coroutine_swap_vars_slot (AiohttpVars **slot);

/* Runs `func` on the main stack and returns when it has: a plain call when already there. Every vfunc, signal,
 * notify, GDestroyNotify, GClosure and callback from a binding goes through it. `func` cannot await. */
void aiohttp_call_out (void (*func) (gpointer), gpointer data);

/* The rest is for task, await and event loop only. */

/* TRUE while a coroutine of this thread runs, or waits for what it called out. */
gboolean aiohttp_coroutine_any_entered (void);

/* NULL with AIOHTTP_ERROR_TOO_MANY_TASKS when no stack can be had. */
AiohttpCoroutine *aiohttp_coroutine_take (GError **error);
/* Gives a returned coroutine's stack back to this thread's pool. */
void aiohttp_coroutine_release (AiohttpCoroutine *self);
/* Runs it until it suspends or returns; main stack only. */
void aiohttp_coroutine_enter (AiohttpCoroutine *self);
/* The same where g_main_depth() is known. */
void aiohttp_coroutine_enter_at (AiohttpCoroutine *self, int depth);
/* On its own stack: back to the main stack, until someone enters it again. */
void aiohttp_coroutine_suspend (AiohttpCoroutine *self);
/* The frames of a coroutine that is suspended, or the caller itself, a line each; (transfer full) (nullable). Only
 * for its own thread. */
char *aiohttp_coroutine_get_backtrace (AiohttpCoroutine *self);

G_END_DECLS
