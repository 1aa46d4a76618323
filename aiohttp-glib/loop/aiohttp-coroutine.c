/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-coroutine-private.h"

#include "aiohttp-await-private.h"
#include "aiohttp-debug-private.h"
#include "aiohttp-event-loop-private.h"
#include "aiohttp-sanitizer-private.h"
#include "aiohttp-task-private.h"

#if __has_include(<execinfo.h>)
#include <execinfo.h>
#define HAVE_BACKTRACE 1
#else
#define HAVE_BACKTRACE 0
#endif

/* Idle stacks kept by each thread. */
#define MAX_IDLE 64

/* Initial-exec, since a handler that never suspends reads it four times; five words of the loader's reserve. */
__thread AiohttpCoroutine *aiohttp_coroutine_current __attribute__ ((tls_model ("initial-exec")));

static __thread struct
{
  AiohttpCoroutine *idle;
  guint n_idle;
  guint n_entered; /* coroutines that run or call out */
  AiohttpVars **vars_slot;
  gboolean registered;
} thread __attribute__ ((tls_model ("initial-exec")));

static void thread_ended (gpointer unused);

static GPrivate thread_key = G_PRIVATE_INIT (thread_ended);

/* To the main stack. `last` when this stack is never run again. */
static inline void
switch_out (AiohttpCoroutine *self, gboolean last)
{
#if AIOHTTP_HAVE_TSAN
  void *resumer_fiber = self->fake_stack;
  __tsan_switch_to_fiber (resumer_fiber, 0);
#endif
#if AIOHTTP_HAVE_ASAN
  __sanitizer_start_switch_fiber (last ? NULL : &self->fake_stack, self->resumer_low, self->resumer_size);
#endif
  aiohttp_switch_to (&self->context, self->resumer);
#if AIOHTTP_HAVE_ASAN
  __sanitizer_finish_switch_fiber (self->fake_stack, &self->resumer_low, &self->resumer_size);
#endif
}

/* From the main stack. */
static inline void
switch_in (AiohttpCoroutine *self)
{
  AiohttpSwitch here;

  self->resumer = &here;
#if AIOHTTP_HAVE_TSAN
  self->fake_stack = __tsan_get_current_fiber ();
  __tsan_switch_to_fiber (self->fiber, 0);
#endif
#if AIOHTTP_HAVE_ASAN
  void *fake_stack = NULL;
  __sanitizer_start_switch_fiber (&fake_stack, self->stack.low, self->stack.size);
#endif
  aiohttp_switch_to (&here, &self->context);
#if AIOHTTP_HAVE_ASAN
  __sanitizer_finish_switch_fiber (fake_stack, NULL, NULL);
#endif
}

/* The bottom frame. It outlives the function that it runs, so that an idle stack is started again by a mere switch. */
static void
coroutine_main (void *data)
{
  AiohttpCoroutine *self = data;

#if AIOHTTP_HAVE_ASAN
  __sanitizer_finish_switch_fiber (NULL, &self->resumer_low, &self->resumer_size);
#endif
  while (self->entry != NULL)
    {
      self->result = self->entry (self->data, &self->error);
      self->state = AIOHTTP_COROUTINE_RETURNED;
      switch_out (self, FALSE);
    }
  self->state = AIOHTTP_COROUTINE_RETURNED;
  switch_out (self, TRUE);
  g_assert_not_reached ();
}

static AiohttpCoroutine *
coroutine_new (GError **error)
{
  AiohttpCoroutine *self;
  AiohttpStack stack;
  char *top;

  if (!aiohttp_stack_map (&stack, error))
    return NULL;

  if (!thread.registered)
    {
      thread.registered = TRUE;
      g_private_set (&thread_key, &thread);
    }

  top = (char *) stack.low + stack.size - ((sizeof (AiohttpCoroutine) + 63) & ~(gsize) 63);
  self = (AiohttpCoroutine *) (void *) top;
  self->stack = stack;
  self->vars_slot = &self->vars;
#if AIOHTTP_HAVE_TSAN
  self->fiber = __tsan_create_fiber (0);
#endif
  aiohttp_switch_init (&self->context, stack.low, (gsize) (top - (char *) stack.low), coroutine_main, self);
  return self;
}

/* Runs the bottom frame to its end, so that the sanitizers forget the stack, and unmaps it. */
static void
coroutine_free (AiohttpCoroutine *self)
{
  self->entry = NULL;
  aiohttp_coroutine_enter (self);
#if AIOHTTP_HAVE_TSAN
  __tsan_destroy_fiber (self->fiber);
#endif
  aiohttp_stack_unmap (&self->stack);
}

static void
thread_ended (gpointer unused)
{
  while (thread.idle != NULL)
    {
      AiohttpCoroutine *self = thread.idle;

      thread.idle = self->next_idle;
      coroutine_free (self);
    }
  thread.n_idle = 0;
}

gboolean
aiohttp_coroutine_any_entered (void)
{
  return thread.n_entered > 0;
}

AiohttpVars **
aiohttp_coroutine_get_vars_slot (void)
{
  return thread.vars_slot;
}

AiohttpVars **
aiohttp_coroutine_swap_vars_slot (AiohttpVars **slot)
{
  AiohttpVars **outer = thread.vars_slot;

  thread.vars_slot = slot;
  if (aiohttp_coroutine_current != NULL)
    aiohttp_coroutine_current->vars_slot = slot;
  return outer;
}

AiohttpCoroutine *
aiohttp_coroutine_take (GError **error)
{
  AiohttpCoroutine *self = thread.idle;

  if (G_UNLIKELY (self == NULL))
    return coroutine_new (error);

  thread.idle = self->next_idle;
  thread.n_idle--;
  aiohttp_switch_inherit (&self->context);
  return self;
}

void
aiohttp_coroutine_release (AiohttpCoroutine *self)
{
  if (G_UNLIKELY (thread.n_idle >= MAX_IDLE))
    {
      coroutine_free (self);
      return;
    }
  self->state = AIOHTTP_COROUTINE_IDLE;
  aiohttp_stack_trim (&self->stack);
  self->next_idle = thread.idle;
  thread.idle = self;
  thread.n_idle++;
}

void
aiohttp_coroutine_enter (AiohttpCoroutine *self)
{
  aiohttp_coroutine_enter_at (self, g_main_depth ());
}

static inline void
enter (AiohttpCoroutine *self, int depth)
{
  AiohttpVars **outer = thread.vars_slot;

  g_assert (aiohttp_coroutine_current == NULL);

  self->depth = depth;
  self->state = AIOHTTP_COROUTINE_RUNNING;
  thread.n_entered++;
  thread.vars_slot = self->vars_slot;
  for (;;)
    {
      aiohttp_coroutine_current = self;
      switch_in (self);
      aiohttp_coroutine_current = NULL;

      if (self->state != AIOHTTP_COROUTINE_CALLING_OUT)
        break;
      self->call_out (self->call_out_data);
      self->state = AIOHTTP_COROUTINE_RUNNING;
    }
  thread.n_entered--;
  thread.vars_slot = outer;
}

void
aiohttp_coroutine_enter_at (AiohttpCoroutine *self, int depth)
{
  enter (self, depth);
}

/* Here for the same reason as aiohttp_waiter_wait_checked(). */
void
aiohttp_coroutine_resume (gpointer data)
{
  AiohttpCoroutine *self = data;
  AiohttpEventLoop *loop = self->loop;
  gboolean pushed = aiohttp_event_loop_push (loop);

  /* The coroutine lets go of it when it returns. */
  if (pushed)
    g_object_ref (loop);

  self->queued = FALSE;
  if (aiohttp_debug_is_on ())
    aiohttp_coroutine_enter_in_debug_mode (self, loop);
  else
    enter (self, aiohttp_event_loop_get_depth (loop));
  if (self->state == AIOHTTP_COROUTINE_RETURNED)
    aiohttp_coroutine_returned (self);

  if (pushed)
    {
      aiohttp_event_loop_pop (loop);
      g_object_unref (loop);
    }
}

static void
coroutine_take_backtrace (AiohttpCoroutine *self)
{
#if HAVE_BACKTRACE
  void *frames[64];
  int n = backtrace (frames, G_N_ELEMENTS (frames));
  char **symbols = backtrace_symbols (frames, n);
  GString *text = g_string_new (NULL);

  for (int i = 2; symbols != NULL && i < n; i++)
    g_string_append_printf (text, "  %s\n", symbols[i]);
  free (symbols);
  self->backtrace = g_string_free (text, FALSE);
#else
  self->backtrace = g_strdup ("");
#endif
}

void
aiohttp_coroutine_suspend (AiohttpCoroutine *self)
{
  g_assert (aiohttp_coroutine_current == self);

  for (;;)
    {
      self->state = AIOHTTP_COROUTINE_SUSPENDED;
      switch_out (self, FALSE);
      if (G_LIKELY (!self->want_backtrace))
        return;
      self->want_backtrace = FALSE;
      coroutine_take_backtrace (self);
    }
}

/* Here, so that it and the switch become one function: each return after a switch is mispredicted. */
gboolean
aiohttp_waiter_wait_checked (AiohttpWaiter *waiter, GError **error)
{
  AiohttpCoroutine *coroutine;

  if (waiter->woken)
    return TRUE;

  coroutine = aiohttp_coroutine_get_current ();
  if (G_LIKELY (!coroutine->cancel_pending || waiter->uncancellable))
    {
      aiohttp_coroutine_get_loop (coroutine);
      waiter->coroutine = coroutine;
      coroutine->waiter = waiter;
      aiohttp_coroutine_suspend (coroutine);
      coroutine->waiter = NULL;
      waiter->coroutine = NULL;
      if (waiter->woken)
        return TRUE;
    }

  aiohttp_coroutine_set_cancelled (coroutine, error);
  return FALSE;
}

/* Coroutines are entered from the main stack only. */
static void
enter_for_backtrace (gpointer self)
{
  aiohttp_coroutine_enter (self);
}

char *
aiohttp_coroutine_get_backtrace (AiohttpCoroutine *self)
{
  if (aiohttp_coroutine_current == self)
    coroutine_take_backtrace (self);
  else if (self->state == AIOHTTP_COROUTINE_SUSPENDED)
    {
      self->want_backtrace = TRUE;
      aiohttp_call_out (enter_for_backtrace, self);
    }
  return g_steal_pointer (&self->backtrace);
}

void
aiohttp_call_out (void (*func) (gpointer), gpointer data)
{
  AiohttpCoroutine *self = aiohttp_coroutine_current;

  if (self == NULL)
    {
      func (data);
      return;
    }
  self->call_out = func;
  self->call_out_data = data;
  self->state = AIOHTTP_COROUTINE_CALLING_OUT;
  switch_out (self, FALSE);
}
