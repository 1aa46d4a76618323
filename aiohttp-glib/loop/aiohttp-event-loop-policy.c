/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-event-loop-policy.h"

#include "aiohttp-error.h"
#include "aiohttp-event-loop-private.h"

/**
 * AiohttpEventLoopPolicy:
 *
 * Decides which event loop belongs to the calling context.
 *
 * There is one policy in the process, which [func@Aiohttp.set_event_loop_policy] sets. It is asked by
 * [func@Aiohttp.get_event_loop], and by all that needs a loop and is not told which: futures, tasks, sleeps. What an
 * event loop runs is not asked about: there, the loop is the one that runs.
 *
 * This class is the default. It answers with the loop of the thread-default main context; where there is none, with
 * the one that [func@Aiohttp.set_event_loop] set in this thread and that is not closed; else with the default main
 * context's, if this thread owns that, or is the process's main thread. Any other thread has no loop.
 *
 * A class that derives from it, in any language, may override each of the three functions. The answer is remembered
 * by the thread that asked, for its present thread-default context, until a policy or a loop is set or a loop is
 * closed; so a policy answers the same as long as it is not told otherwise. Within its `get_event_loop`,
 * [func@Aiohttp.get_event_loop] gives the default's answer.
 *
 * |[<!-- language="C" -->
 * static AiohttpEventLoop *
 * thread_policy_get_event_loop (AiohttpEventLoopPolicy *policy, GError **error)
 * {
 *   AiohttpEventLoop *loop = g_private_get (&thread_loop);
 *
 *   if (loop == NULL)
 *     {
 *       loop = aiohttp_event_loop_policy_new_event_loop (policy);
 *       g_private_set (&thread_loop, loop);
 *     }
 *   return g_object_ref (loop);
 * }
 * ]|
 *
 * asyncio: `AbstractEventLoopPolicy`.
 *
 * Since: 0.1
 */
G_DEFINE_TYPE (AiohttpEventLoopPolicy, aiohttp_event_loop_policy, G_TYPE_OBJECT)

static GMutex policy_lock;
static AiohttpEventLoopPolicy *the_policy;

/* What this thread was given by aiohttp_set_event_loop(), and what a policy answered it: a borrowed reference was
 * handed out. */
static GPrivate set_loop = G_PRIVATE_INIT (g_object_unref);
static GPrivate answered_loop = G_PRIVATE_INIT (g_object_unref);
static __thread gboolean asking;

static AiohttpEventLoop *
aiohttp_event_loop_policy_real_get_event_loop (AiohttpEventLoopPolicy *self, GError **error)
{
  AiohttpEventLoop *loop = aiohttp_event_loop_get_by_default (error, NULL);

  return loop != NULL ? g_object_ref (loop) : NULL;
}

static void
aiohttp_event_loop_policy_real_set_event_loop (AiohttpEventLoopPolicy *self, AiohttpEventLoop *loop)
{
  g_private_replace (&set_loop, loop != NULL ? g_object_ref (loop) : NULL);
}

static AiohttpEventLoop *
aiohttp_event_loop_policy_real_new_event_loop (AiohttpEventLoopPolicy *self)
{
  return aiohttp_event_loop_new (NULL);
}

static void
aiohttp_event_loop_policy_class_init (AiohttpEventLoopPolicyClass *klass)
{
  klass->get_event_loop = aiohttp_event_loop_policy_real_get_event_loop;
  klass->set_event_loop = aiohttp_event_loop_policy_real_set_event_loop;
  klass->new_event_loop = aiohttp_event_loop_policy_real_new_event_loop;
}

static void
aiohttp_event_loop_policy_init (AiohttpEventLoopPolicy *self)
{
}

AiohttpEventLoop *
aiohttp_event_loop_peek_set (void)
{
  AiohttpEventLoop *loop = g_private_get (&set_loop);

  return loop != NULL && !aiohttp_event_loop_is_closed (loop) ? loop : NULL;
}

gboolean
aiohttp_event_loop_ask_policy (AiohttpEventLoop **answer, GError **error)
{
  AiohttpEventLoopPolicy *policy = NULL;

  if (asking)
    return FALSE;
  g_mutex_lock (&policy_lock);
  if (the_policy != NULL && G_OBJECT_TYPE (the_policy) != AIOHTTP_TYPE_EVENT_LOOP_POLICY)
    policy = g_object_ref (the_policy);
  g_mutex_unlock (&policy_lock);
  if (policy == NULL)
    return FALSE;

  *answer = aiohttp_event_loop_policy_get_event_loop (policy, error);
  if (*answer != NULL)
    g_private_replace (&answered_loop, *answer);
  g_object_unref (policy);
  return TRUE;
}

/**
 * aiohttp_event_loop_policy_new:
 *
 * Creates the default policy.
 *
 * Returns: (transfer full): the policy
 *
 * Since: 0.1
 */
AiohttpEventLoopPolicy *
aiohttp_event_loop_policy_new (void)
{
  return g_object_new (AIOHTTP_TYPE_EVENT_LOOP_POLICY, NULL);
}

typedef struct
{
  AiohttpEventLoopPolicy *policy;
  AiohttpEventLoop *loop;
  GError **error;
} Question;

static void
ask_get (gpointer data)
{
  Question *question = data;
  gboolean was_asking = asking;

  asking = TRUE;
  question->loop =
      AIOHTTP_EVENT_LOOP_POLICY_GET_CLASS (question->policy)->get_event_loop (question->policy, question->error);
  asking = was_asking;
}

/**
 * aiohttp_event_loop_policy_get_event_loop:
 * @self: a policy
 * @error: where to put the error
 *
 * Gets the event loop of the calling context by this policy, which is asked anew each time.
 *
 * asyncio: `policy.get_event_loop()`.
 *
 * Returns: (transfer full): the loop, or %NULL with an error, such as `AIOHTTP_ERROR_NO_LOOP`
 *
 * Since: 0.1
 */
AiohttpEventLoop *
aiohttp_event_loop_policy_get_event_loop (AiohttpEventLoopPolicy *self, GError **error)
{
  GError *local_error = NULL;
  Question question = { self, NULL, &local_error };

  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP_POLICY (self), NULL);

  aiohttp_call_out (ask_get, &question);
  if (question.loop == NULL && local_error == NULL)
    g_set_error (&local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_NO_LOOP, "The event loop policy %s gave no loop",
                 G_OBJECT_TYPE_NAME (self));
  if (local_error != NULL)
    {
      g_clear_object (&question.loop);
      g_propagate_error (error, local_error);
    }
  return question.loop;
}

static void
ask_set (gpointer data)
{
  Question *question = data;

  AIOHTTP_EVENT_LOOP_POLICY_GET_CLASS (question->policy)->set_event_loop (question->policy, question->loop);
}

/**
 * aiohttp_event_loop_policy_set_event_loop:
 * @self: a policy
 * @loop: (nullable): an event loop, or %NULL for none
 *
 * Sets the event loop of the calling context. By the default policy it is this thread's, where no main context is
 * thread-default.
 *
 * asyncio: `policy.set_event_loop()`.
 *
 * Since: 0.1
 */
void
aiohttp_event_loop_policy_set_event_loop (AiohttpEventLoopPolicy *self, AiohttpEventLoop *loop)
{
  Question question = { self, loop, NULL };

  g_return_if_fail (AIOHTTP_IS_EVENT_LOOP_POLICY (self));
  g_return_if_fail (loop == NULL || AIOHTTP_IS_EVENT_LOOP (loop));

  aiohttp_call_out (ask_set, &question);
  aiohttp_event_loop_forget_answers ();
}

static void
ask_new (gpointer data)
{
  Question *question = data;

  question->loop = AIOHTTP_EVENT_LOOP_POLICY_GET_CLASS (question->policy)->new_event_loop (question->policy);
}

/**
 * aiohttp_event_loop_policy_new_event_loop:
 * @self: a policy
 *
 * Creates an event loop by this policy, without setting it.
 *
 * asyncio: `policy.new_event_loop()`.
 *
 * Returns: (transfer full): the loop
 *
 * Since: 0.1
 */
AiohttpEventLoop *
aiohttp_event_loop_policy_new_event_loop (AiohttpEventLoopPolicy *self)
{
  Question question = { self, NULL, NULL };

  g_return_val_if_fail (AIOHTTP_IS_EVENT_LOOP_POLICY (self), NULL);

  aiohttp_call_out (ask_new, &question);
  return question.loop;
}

static AiohttpEventLoopPolicy *
ref_policy (void)
{
  AiohttpEventLoopPolicy *policy;

  g_mutex_lock (&policy_lock);
  if (the_policy == NULL)
    the_policy = aiohttp_event_loop_policy_new ();
  policy = g_object_ref (the_policy);
  g_mutex_unlock (&policy_lock);
  return policy;
}

/**
 * aiohttp_get_event_loop_policy:
 *
 * Gets the process's policy.
 *
 * asyncio: `get_event_loop_policy()`.
 *
 * Returns: (transfer none): the policy
 *
 * Since: 0.1
 */
AiohttpEventLoopPolicy *
aiohttp_get_event_loop_policy (void)
{
  AiohttpEventLoopPolicy *policy = ref_policy ();

  g_object_unref (policy);
  return policy;
}

/**
 * aiohttp_set_event_loop_policy:
 * @policy: (nullable): a policy, or %NULL for the default
 *
 * Sets the process's policy. Do so before other threads use the library.
 *
 * asyncio: `set_event_loop_policy()`.
 *
 * Since: 0.1
 */
void
aiohttp_set_event_loop_policy (AiohttpEventLoopPolicy *policy)
{
  AiohttpEventLoopPolicy *before;

  g_return_if_fail (policy == NULL || AIOHTTP_IS_EVENT_LOOP_POLICY (policy));

  g_mutex_lock (&policy_lock);
  before = the_policy;
  the_policy = policy != NULL ? g_object_ref (policy) : NULL;
  g_mutex_unlock (&policy_lock);
  aiohttp_event_loop_forget_answers ();
  if (before != NULL)
    aiohttp_call_out (g_object_unref, before);
}

/**
 * aiohttp_set_event_loop:
 * @loop: (nullable): an event loop, or %NULL for none
 *
 * Sets the event loop of the calling context, by the process's policy.
 *
 * asyncio: `set_event_loop()`.
 *
 * Since: 0.1
 */
void
aiohttp_set_event_loop (AiohttpEventLoop *loop)
{
  g_autoptr (AiohttpEventLoopPolicy) policy = NULL;

  g_return_if_fail (loop == NULL || AIOHTTP_IS_EVENT_LOOP (loop));

  policy = ref_policy ();
  aiohttp_event_loop_policy_set_event_loop (policy, loop);
}

/**
 * aiohttp_new_event_loop:
 *
 * Creates an event loop by the process's policy: by the default one, a loop with a main context of its own.
 *
 * asyncio: `new_event_loop()`.
 *
 * Returns: (transfer full): the loop
 *
 * Since: 0.1
 */
AiohttpEventLoop *
aiohttp_new_event_loop (void)
{
  g_autoptr (AiohttpEventLoopPolicy) policy = ref_policy ();

  return aiohttp_event_loop_policy_new_event_loop (policy);
}
