/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-event-loop.h"

#include "aiohttp-error.h"
#include "aiohttp-event-loop-class-private.h"

#include <unistd.h>

/* AiohttpEventLoop: which one is whose. */

/* The loops by context, without references; and what this thread found there last. */
static GMutex loops_lock;
static GHashTable *loops;
static guint loops_generation = 1; /* atomic; changes when a loop goes */

static __thread struct
{
  GMainContext *context;
  AiohttpEventLoop *loop;
  guint generation;
} cached;

void
aiohttp_event_loop_forget (AiohttpEventLoop *self)
{
  g_mutex_lock (&loops_lock);
  if (loops != NULL && g_hash_table_lookup (loops, self->context) == self)
    g_hash_table_remove (loops, self->context);
  g_atomic_int_inc (&loops_generation);
  g_mutex_unlock (&loops_lock);
}

/* With the lock. */
static AiohttpEventLoop *
add_loop (GMainContext *context, gboolean owns_context)
{
  AiohttpEventLoop *self = aiohttp_event_loop_create (context, owns_context);

  if (loops == NULL)
    loops = g_hash_table_new (NULL, NULL);
  g_hash_table_insert (loops, context, self);
  return self;
}

static AiohttpEventLoop *
loop_for_context (GMainContext *context)
{
  guint generation = g_atomic_int_get (&loops_generation);
  AiohttpEventLoop *self;

  if (G_LIKELY (cached.context == context && cached.generation == generation))
    return cached.loop;

  g_mutex_lock (&loops_lock);
  self = loops != NULL ? g_hash_table_lookup (loops, context) : NULL;
  if (self == NULL)
    self = add_loop (context, FALSE);
  g_mutex_unlock (&loops_lock);

  cached.context = context;
  cached.generation = generation;
  cached.loop = self;
  return self;
}

/* The default context serves the thread that owns it, or, before anyone does, the process's main thread. */
static gboolean
thread_is_main (void)
{
#ifdef __linux__
  return gettid () == getpid ();
#else
  return FALSE;
#endif
}

AiohttpEventLoop *
aiohttp_event_loop_peek_for_context (GMainContext *context)
{
  AiohttpEventLoop *self;

  if (context == NULL)
    context = g_main_context_default ();
  g_mutex_lock (&loops_lock);
  self = loops != NULL ? g_hash_table_lookup (loops, context) : NULL;
  g_mutex_unlock (&loops_lock);
  return self;
}

/* What this thread was answered last, by its thread-default context. Initial-exec, since each future asks; three words
 * of the loader's reserve. */
static __thread struct
{
  GMainContext *context;
  AiohttpEventLoop *loop;
  guint generation;
} answer __attribute__ ((tls_model ("initial-exec")));

void
aiohttp_event_loop_forget_answers (void)
{
  g_atomic_int_inc (&loops_generation);
}

AiohttpEventLoop *
aiohttp_event_loop_get_by_default (GError **error, gboolean *lasting)
{
  GMainContext *context = g_main_context_get_thread_default ();
  AiohttpEventLoop *loop;
  gboolean for_ever = TRUE;

  if (context != NULL)
    loop = loop_for_context (context);
  else if ((loop = aiohttp_event_loop_peek_set ()) == NULL)
    {
      /* One that merely runs the default context may leave it to another. */
      for_ever = thread_is_main ();
      if (for_ever || g_main_context_is_owner (g_main_context_default ()))
        loop = loop_for_context (g_main_context_default ());
      else
        g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_NO_LOOP,
                             "This thread has no event loop: push a context with "
                             "g_main_context_push_thread_default(), or call aiohttp_set_event_loop() or aiohttp_run()");
    }
  if (lasting != NULL)
    *lasting = for_ever;
  return loop;
}

static AiohttpEventLoop *
find_loop (GMainContext *context, guint generation, GError **error)
{
  AiohttpEventLoop *loop = NULL;
  gboolean lasting = TRUE;

  /* What a loop runs belongs to it, whatever a policy says. */
  if (context != NULL && (loop = aiohttp_event_loop_peek_for_context (context)) != NULL)
    ;
  else if (!aiohttp_event_loop_ask_policy (&loop, error))
    loop = aiohttp_event_loop_get_by_default (error, &lasting);

  if (loop != NULL && lasting)
    {
      answer.context = context;
      answer.loop = loop;
      answer.generation = generation;
    }
  return loop;
}

static inline AiohttpEventLoop *
calling_loop (GError **error)
{
  GMainContext *context = g_main_context_get_thread_default ();
  guint generation = g_atomic_int_get (&loops_generation);

  if (G_LIKELY (answer.context == context && answer.generation == generation))
    return answer.loop;
  return find_loop (context, generation, error);
}

AiohttpEventLoop *
aiohttp_event_loop_get_or_default (void)
{
  AiohttpEventLoop *loop = calling_loop (NULL);

  return loop != NULL ? loop : loop_for_context (g_main_context_default ());
}

/**
 * aiohttp_get_event_loop:
 * @error: where to put the error
 *
 * Gets the event loop of the calling context, by the process's [class@Aiohttp.EventLoopPolicy].
 *
 * By the default policy it is the one of the thread-default main context. Where there is none, it is the one that
 * [func@Aiohttp.set_event_loop] set, or else the default main context's, if that is this thread's: if this thread
 * runs it, or is the process's main thread. A context's loop is made at the first call, and lives as long as the
 * context.
 *
 * asyncio: `get_event_loop()`.
 *
 * Returns: (transfer none): the event loop, or %NULL with `AIOHTTP_ERROR_NO_LOOP` in a thread that has none: there,
 *   push a context with [method@GLib.MainContext.push_thread_default]
 *
 * Since: 0.1
 */
AiohttpEventLoop *
aiohttp_get_event_loop (GError **error)
{
  return calling_loop (error);
}

/**
 * aiohttp_event_loop_new:
 * @context: (nullable): a main context, or %NULL to make one
 *
 * Creates an event loop with a main context of its own, or gets the one of @context.
 *
 * asyncio: `new_event_loop()`.
 *
 * Returns: (transfer full): the event loop
 *
 * Since: 0.1
 */
AiohttpEventLoop *
aiohttp_event_loop_new (GMainContext *context)
{
  AiohttpEventLoop *self;

  if (context != NULL)
    return g_object_ref (loop_for_context (context));

  context = g_main_context_new ();
  g_mutex_lock (&loops_lock);
  self = add_loop (context, TRUE);
  g_mutex_unlock (&loops_lock);
  return self;
}
