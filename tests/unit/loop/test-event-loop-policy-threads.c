/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp.h"

#define TEST_TYPE_POLICY (test_policy_get_type ())
G_DECLARE_FINAL_TYPE (TestPolicy, test_policy, TEST, POLICY, AiohttpEventLoopPolicy)

struct _TestPolicy
{
  AiohttpEventLoopPolicy parent_instance;

  AiohttpEventLoop *loop;
  guint n_asked;
  guint n_new;
};

G_DEFINE_FINAL_TYPE (TestPolicy, test_policy, AIOHTTP_TYPE_EVENT_LOOP_POLICY)

static AiohttpEventLoop *
test_policy_get_event_loop (AiohttpEventLoopPolicy *policy, GError **error)
{
  TestPolicy *self = TEST_POLICY (policy);

  self->n_asked++;
  if (self->loop != NULL)
    return g_object_ref (self->loop);
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no loop here");
  return NULL;
}

static void
test_policy_set_event_loop (AiohttpEventLoopPolicy *policy, AiohttpEventLoop *loop)
{
  g_set_object (&TEST_POLICY (policy)->loop, loop);
}

static AiohttpEventLoop *
test_policy_new_event_loop (AiohttpEventLoopPolicy *policy)
{
  TEST_POLICY (policy)->n_new++;
  return AIOHTTP_EVENT_LOOP_POLICY_CLASS (test_policy_parent_class)->new_event_loop (policy);
}

static void
test_policy_dispose (GObject *object)
{
  g_clear_object (&TEST_POLICY (object)->loop);

  G_OBJECT_CLASS (test_policy_parent_class)->dispose (object);
}

static void
test_policy_class_init (TestPolicyClass *klass)
{
  AiohttpEventLoopPolicyClass *policy_class = AIOHTTP_EVENT_LOOP_POLICY_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = test_policy_dispose;
  policy_class->get_event_loop = test_policy_get_event_loop;
  policy_class->set_event_loop = test_policy_set_event_loop;
  policy_class->new_event_loop = test_policy_new_event_loop;
}

static void
test_policy_init (TestPolicy *self)
{
}

static TestPolicy *
install (void)
{
  TestPolicy *policy = g_object_new (TEST_TYPE_POLICY, NULL);

  aiohttp_set_event_loop_policy (AIOHTTP_EVENT_LOOP_POLICY (policy));
  g_assert_true (aiohttp_get_event_loop_policy () == AIOHTTP_EVENT_LOOP_POLICY (policy));
  return policy;
}

static void
test_default (void)
{
  g_autoptr (AiohttpEventLoop) loop = aiohttp_new_event_loop ();
  g_autoptr (AiohttpEventLoop) by_policy = NULL;
  AiohttpEventLoop *before = aiohttp_get_event_loop (NULL);

  g_assert_true (aiohttp_event_loop_get_context (before) == g_main_context_default ());
  aiohttp_set_event_loop (loop);
  g_assert_true (aiohttp_get_event_loop (NULL) == loop);
  by_policy = aiohttp_event_loop_policy_get_event_loop (aiohttp_get_event_loop_policy (), NULL);
  g_assert_true (by_policy == loop);

  g_main_context_push_thread_default (aiohttp_event_loop_get_context (before));
  g_main_context_pop_thread_default (aiohttp_event_loop_get_context (before));
  /* A closed one no longer counts. */
  g_assert_true (aiohttp_event_loop_close (loop, NULL));
  g_assert_true (aiohttp_get_event_loop (NULL) == before);
  aiohttp_set_event_loop (NULL);
  g_assert_true (aiohttp_get_event_loop (NULL) == before);
}

static gpointer
worker (gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AiohttpEventLoop) loop = NULL;
  AiohttpFuture *future;

  g_assert_null (aiohttp_get_event_loop (&error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_NO_LOOP);

  loop = aiohttp_new_event_loop ();
  aiohttp_set_event_loop (loop);
  g_assert_true (aiohttp_get_event_loop (NULL) == loop);
  future = aiohttp_future_new ();
  aiohttp_future_set_boolean (future, TRUE);
  g_assert_true (aiohttp_event_loop_run_until_complete (loop, future, NULL));
  g_object_unref (future);
  return NULL;
}

static void
test_thread (void)
{
  g_thread_join (g_thread_new ("worker", worker, NULL));
}

static gboolean
check_running (GValue *result, gpointer user_data, GError **error)
{
  AiohttpEventLoop *loop = user_data;

  g_assert_true (aiohttp_get_event_loop (NULL) == loop);
  if (!aiohttp_sleep (0, error))
    return FALSE;
  g_assert_true (aiohttp_get_event_loop (NULL) == loop);
  return TRUE;
}

static void
test_derived (void)
{
  TestPolicy *policy = install ();
  g_autoptr (AiohttpEventLoop) loop = aiohttp_new_event_loop ();
  g_autoptr (AiohttpEventLoop) other = aiohttp_new_event_loop ();
  g_autoptr (AiohttpTask) task = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpuint (policy->n_new, ==, 2);
  g_assert_null (aiohttp_get_event_loop (&error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&error);

  aiohttp_set_event_loop (loop);
  policy->n_asked = 0;
  for (int i = 0; i < 3; i++)
    g_assert_true (aiohttp_get_event_loop (NULL) == loop);
  g_assert_cmpuint (policy->n_asked, ==, 1); /* cached */
  aiohttp_set_event_loop (other);
  g_assert_true (aiohttp_get_event_loop (NULL) == other);
  g_assert_cmpuint (policy->n_asked, ==, 2);

  /* Futures and tasks go by the policy, but what another loop runs belongs to that one. */
  g_assert_true (aiohttp_run (check_running, other, NULL));
  task = aiohttp_event_loop_create_task (loop, check_running, loop, NULL);
  g_assert_true (aiohttp_event_loop_run_until_complete (loop, AIOHTTP_FUTURE (task), &error));
  g_assert_no_error (error);

  g_object_unref (policy);
  aiohttp_set_event_loop_policy (NULL);
  g_assert_true (aiohttp_event_loop_get_context (aiohttp_get_event_loop (NULL)) == g_main_context_default ());
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-loop-policy/default", test_default);
  g_test_add_func ("/event-loop-policy/thread", test_thread);
  g_test_add_func ("/event-loop-policy/derived", test_derived);
  return g_test_run ();
}
