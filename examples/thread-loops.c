/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* An event loop policy that gives every thread a loop of its own, so that a worker thread can await as the main
 * thread does. Each of two workers runs a coroutine on its own loop.
 *
 * $ ./thread-loops
 * worker 1 slept on its own loop
 * worker 2 slept on its own loop
 */

#include <aiohttp-glib/aiohttp.h>

#define THREAD_TYPE_POLICY (thread_policy_get_type ())
G_DECLARE_FINAL_TYPE (ThreadPolicy, thread_policy, THREAD, POLICY, AiohttpEventLoopPolicy)

struct _ThreadPolicy
{
  AiohttpEventLoopPolicy parent_instance;
};

G_DEFINE_FINAL_TYPE (ThreadPolicy, thread_policy, AIOHTTP_TYPE_EVENT_LOOP_POLICY)

/* It goes with its thread. */
static GPrivate thread_loop = G_PRIVATE_INIT (g_object_unref);

static AiohttpEventLoop *
thread_policy_get_event_loop (AiohttpEventLoopPolicy *policy, GError **error)
{
  AiohttpEventLoop *loop = g_private_get (&thread_loop);

  if (loop == NULL)
    {
      loop = aiohttp_event_loop_policy_new_event_loop (policy);
      g_private_set (&thread_loop, loop);
    }
  return g_object_ref (loop);
}

static void
thread_policy_class_init (ThreadPolicyClass *klass)
{
  AIOHTTP_EVENT_LOOP_POLICY_CLASS (klass)->get_event_loop = thread_policy_get_event_loop;
}

static void
thread_policy_init (ThreadPolicy *self)
{
}

static gboolean
nap (GValue *result, gpointer user_data, GError **error)
{
  return aiohttp_sleep (0.01, error);
}

static gpointer
work (gpointer number)
{
  g_autoptr (AiohttpTask) task = aiohttp_spawn (nap, NULL, NULL);
  g_autoptr (GError) error = NULL;
  AiohttpEventLoop *loop = aiohttp_get_event_loop (&error);

  if (loop == NULL || !aiohttp_event_loop_run_until_complete (loop, AIOHTTP_FUTURE (task), &error))
    g_printerr ("%s\n", error->message);
  else if (aiohttp_event_loop_get_context (loop) != g_main_context_default ())
    g_print ("worker %d slept on its own loop\n", GPOINTER_TO_INT (number));
  return NULL;
}

int
main (void)
{
  g_autoptr (ThreadPolicy) policy = g_object_new (THREAD_TYPE_POLICY, NULL);

  aiohttp_set_event_loop_policy (AIOHTTP_EVENT_LOOP_POLICY (policy));
  g_thread_join (g_thread_new ("worker 1", work, GINT_TO_POINTER (1)));
  g_thread_join (g_thread_new ("worker 2", work, GINT_TO_POINTER (2)));
  return 0;
}
