/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "sync-line.h"

typedef struct
{
  AiohttpQueue *queue;
  int number;
} User;

static gboolean
get_int (AiohttpQueue *queue, int *number, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  if (!aiohttp_queue_get (queue, &value, error))
    return FALSE;
  *number = g_value_get_int (&value);
  return TRUE;
}

static gboolean
put_int (AiohttpQueue *queue, int number, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_INT);
  g_value_set_int (&value, number);
  return aiohttp_queue_put (queue, &value, error);
}

static gboolean
put_int_nowait (AiohttpQueue *queue, int number, GError **error)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_INT);
  g_value_set_int (&value, number);
  return aiohttp_queue_put_nowait (queue, &value, error);
}

static void
put_int_async (AiohttpQueue *queue, int number, GCancellable *cancellable, GAsyncResult **result)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_INT);
  g_value_set_int (&value, number);
  aiohttp_queue_put_async (queue, &value, cancellable, keep_result, result);
}

static int
finish_get (AiohttpQueue *queue, GAsyncResult *result)
{
  g_autoptr (GError) error = NULL;
  GValue *value;
  int number;

  g_assert_nonnull (result);
  value = aiohttp_queue_get_value_finish (queue, result, &error);
  g_assert_no_error (error);
  number = g_value_get_int (value);
  g_boxed_free (G_TYPE_VALUE, value);
  return number;
}

/* Takes one, and says which getter had which. */
static gboolean
getter (GValue *result, gpointer user_data, GError **error)
{
  User *user = user_data;
  g_autofree char *text = NULL;
  int number = -1;

  if (!get_int (user->queue, &number, error))
    return FALSE;
  text = g_strdup_printf ("%c%d", user->number, number);
  trace_add (text);
  return TRUE;
}

static gboolean
putter (GValue *result, gpointer user_data, GError **error)
{
  User *user = user_data;

  return put_int (user->queue, user->number, error);
}

static AiohttpTask *
spawn_user (AiohttpCoroutineFunc func, AiohttpQueue *queue, int number)
{
  User *user = g_new0 (User, 1);

  *user = (User){ queue, number };
  return aiohttp_spawn (func, user, g_free);
}

static void
join_shut_down (AiohttpTask *task)
{
  g_autoptr (AiohttpTask) joined = task;
  g_autoptr (GError) error = NULL;

  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (joined), &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_QUEUE_SHUT_DOWN);
}

static gboolean
test_nowait (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpQueue) queue = aiohttp_queue_new (2);
  g_autoptr (GError) local_error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;

  g_assert_cmpuint (aiohttp_queue_get_maxsize (queue), ==, 2);
  g_assert_true (aiohttp_queue_is_empty (queue));
  g_assert_false (aiohttp_queue_get_nowait (queue, &value, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_QUEUE_EMPTY);
  g_clear_error (&local_error);
  g_assert_true (put_int_nowait (queue, 1, error));
  g_assert_true (put_int_nowait (queue, 2, error));
  g_assert_true (aiohttp_queue_is_full (queue));
  g_assert_cmpuint (aiohttp_queue_get_size (queue), ==, 2);
  g_assert_false (put_int_nowait (queue, 3, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_QUEUE_FULL);
  g_assert_true (aiohttp_queue_get_nowait (queue, &value, error));
  g_assert_cmpint (g_value_get_int (&value), ==, 1);
  g_assert_true (put_int (queue, 3, error));
  return TRUE;
}

/* Getters and putters of both kinds, each in the order in which they came. */
static gboolean
test_fifo (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpQueue) queue = aiohttp_queue_new (1);
  g_autoptr (GAsyncResult) call = NULL, put = NULL;
  AiohttpTask *a = spawn_user (getter, queue, 'a');
  AiohttpTask *b, *p;
  int number = -1;

  trace_start ();
  settle ();
  aiohttp_queue_get_async (queue, NULL, keep_result, &call);
  b = spawn_user (getter, queue, 'b');
  settle ();
  for (int i = 1; i <= 3; i++)
    g_assert_true (put_int (queue, i, error));
  g_assert_true (join (a) && join (b));
  settle ();
  g_assert_cmpint (finish_get (queue, call), ==, 2);
  trace_assert ("a1 b3");

  g_assert_true (put_int (queue, 4, error));
  p = spawn_user (putter, queue, 5);
  settle ();
  put_int_async (queue, 6, NULL, &put);
  settle ();
  g_assert_null (put);
  for (int i = 4; i <= 6; i++)
    {
      g_assert_true (get_int (queue, &number, error));
      g_assert_cmpint (number, ==, i);
    }
  g_assert_true (join (p));
  settle ();
  g_assert_true (aiohttp_queue_put_finish (queue, put, error));
  return TRUE;
}

/* A getter that was picked is not overtaken by another that waits; get_nowait may, and then he keeps his place. */
static gboolean
test_overtaking (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpQueue) queue = aiohttp_queue_new (0);
  AiohttpTask *tasks[3];
  g_auto (GValue) value = G_VALUE_INIT;
  int number = -1;

  trace_start ();
  for (guint i = 0; i < 3; i++)
    tasks[i] = spawn_user (getter, queue, 'a' + i);
  settle ();
  g_assert_true (put_int (queue, 1, error));
  g_assert_true (put_int (queue, 2, error));
  g_assert_true (aiohttp_queue_get_nowait (queue, &value, error));
  g_assert_cmpint (g_value_get_int (&value), ==, 1);
  settle ();
  trace_assert ("a2");
  for (int i = 3; i <= 5; i++)
    g_assert_true (put_int (queue, i, error));
  g_assert_true (get_int (queue, &number, error));
  g_assert_cmpint (number, ==, 3); /* there is enough for all, and items leave in their order */
  for (guint i = 0; i < 3; i++)
    g_assert_true (join (tasks[i]));
  trace_assert ("a2 b4 c5");
  return TRUE;
}

static gboolean
test_cancel_getter (GValue *result, gpointer user_data, GError **error)
{
  for (guint first = 0; first < 2; first++)
    for (guint as_call = 0; as_call < 2; as_call++)
      {
        g_autoptr (AiohttpQueue) queue = aiohttp_queue_new (0);
        g_autoptr (GCancellable) cancellable = g_cancellable_new ();
        g_autoptr (GAsyncResult) call = NULL;
        g_autoptr (GError) local_error = NULL;
        AiohttpTask *a = NULL, *b;

        trace_start ();
        if (as_call)
          aiohttp_queue_get_async (queue, cancellable, keep_result, &call);
        else
          a = spawn_user (getter, queue, 'a');
        b = spawn_user (getter, queue, 'b');
        settle ();
        for (guint step = 0; step < 2; step++)
          if (step == first)
            g_assert_true (put_int (queue, 1, error));
          else if (as_call)
            g_cancellable_cancel (cancellable);
          else
            aiohttp_task_cancel (a);
        settle ();
        if (as_call)
          {
            g_assert_null (aiohttp_queue_get_value_finish (queue, call, &local_error));
            assert_cancelled (&local_error);
          }
        else
          join_cancelled (a);
        g_assert_true (join (b));
        trace_assert ("b1");
      }
  return TRUE;
}

static gboolean
test_cancel_putter (GValue *result, gpointer user_data, GError **error)
{
  for (guint first = 0; first < 2; first++)
    for (guint as_call = 0; as_call < 2; as_call++)
      {
        g_autoptr (AiohttpQueue) queue = aiohttp_queue_new (1);
        g_autoptr (GCancellable) cancellable = g_cancellable_new ();
        g_autoptr (GAsyncResult) call = NULL;
        g_autoptr (GError) local_error = NULL;
        AiohttpTask *a = NULL, *b;
        int number = -1;

        g_assert_true (put_int (queue, 1, error));
        if (as_call)
          put_int_async (queue, 2, cancellable, &call);
        else
          a = spawn_user (putter, queue, 2);
        settle ();
        b = spawn_user (putter, queue, 3);
        settle ();
        for (guint step = 0; step < 2; step++)
          if (step == first)
            {
              g_assert_true (get_int (queue, &number, error));
              g_assert_cmpint (number, ==, 1);
            }
          else if (as_call)
            g_cancellable_cancel (cancellable);
          else
            aiohttp_task_cancel (a);
        settle ();
        if (as_call)
          {
            g_assert_false (aiohttp_queue_put_finish (queue, call, &local_error));
            assert_cancelled (&local_error);
          }
        else
          join_cancelled (a);
        g_assert_true (join (b));
        g_assert_true (get_int (queue, &number, error));
        g_assert_cmpint (number, ==, 3);
        g_assert_true (aiohttp_queue_is_empty (queue));
      }
  return TRUE;
}

/* An item that was taken out is delivered, even if the cancel comes before the callback. */
static void
test_cancel_before_callback (void)
{
  AiohttpQueue *queue = aiohttp_queue_new (0);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_true (put_int_nowait (queue, 7, NULL));
  aiohttp_queue_get_async (queue, cancellable, keep_result, &result);
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (finish_get (queue, result), ==, 7);
  g_clear_object (&result);
  g_assert_finalize_object (queue);
}

static gboolean
joiner (GValue *result, gpointer user_data, GError **error)
{
  if (!aiohttp_queue_join (user_data, error))
    return FALSE;
  trace_add ("joined");
  return TRUE;
}

static gboolean
test_join (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpQueue) queue = aiohttp_queue_new (0);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GAsyncResult) call = NULL;
  AiohttpTask *a, *b;
  int number = -1;

  trace_start ();
  g_assert_true (aiohttp_queue_join (queue, error));
  g_assert_false (aiohttp_queue_task_done (queue, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_assert_true (put_int (queue, 1, error));
  g_assert_true (put_int (queue, 2, error));
  a = aiohttp_spawn (joiner, queue, NULL);
  b = aiohttp_spawn (joiner, queue, NULL);
  aiohttp_queue_join_async (queue, NULL, keep_result, &call);
  g_assert_true (get_int (queue, &number, error) && get_int (queue, &number, error));
  settle ();
  trace_assert ("");
  g_assert_true (aiohttp_queue_task_done (queue, error));
  aiohttp_task_cancel (a);
  join_cancelled (a);
  trace_assert ("");
  g_assert_true (aiohttp_queue_task_done (queue, error));
  g_assert_true (join (b));
  settle ();
  g_assert_true (aiohttp_queue_join_finish (queue, call, error));
  trace_assert ("joined");
  return TRUE;
}

static gboolean
test_shutdown (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpQueue) queue = aiohttp_queue_new (1);
  g_autoptr (GError) local_error = NULL;
  AiohttpTask *p;
  int number = -1;

  g_assert_true (put_int (queue, 1, error));
  p = spawn_user (putter, queue, 2);
  settle ();
  aiohttp_queue_shutdown (queue, FALSE);
  join_shut_down (p);
  g_assert_false (put_int (queue, 3, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_QUEUE_SHUT_DOWN);
  g_clear_error (&local_error);
  g_assert_false (put_int_nowait (queue, 3, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_QUEUE_SHUT_DOWN);
  g_clear_error (&local_error);
  /* What is left can be had. */
  g_assert_true (get_int (queue, &number, error));
  g_assert_cmpint (number, ==, 1);
  g_assert_false (get_int (queue, &number, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_QUEUE_SHUT_DOWN);
  g_clear_error (&local_error);
  g_assert_null (aiohttp_queue_get_pointer_nowait (queue, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_QUEUE_SHUT_DOWN);
  g_assert_true (aiohttp_queue_task_done (queue, error));
  return aiohttp_queue_join (queue, error);
}

static gboolean
test_shutdown_now (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpQueue) queue = aiohttp_queue_new (0);
  g_autoptr (AiohttpQueue) empty = aiohttp_queue_new (0);
  g_autoptr (GAsyncResult) call = NULL;
  g_autoptr (GError) local_error = NULL;
  g_auto (GValue) value = G_VALUE_INIT;
  AiohttpTask *a, *b;
  int number = -1;

  trace_start ();
  g_assert_true (put_int (queue, 1, error) && put_int (queue, 2, error) && put_int (queue, 3, error));
  g_assert_true (get_int (queue, &number, error));
  a = aiohttp_spawn (joiner, queue, NULL);
  settle ();
  aiohttp_queue_shutdown (queue, TRUE);
  g_assert_true (aiohttp_queue_is_empty (queue));
  settle ();
  trace_assert (""); /* one was taken, and is not done */
  g_assert_true (aiohttp_queue_task_done (queue, error));
  g_assert_true (join (a));

  b = spawn_user (getter, empty, 'b');
  aiohttp_queue_get_async (empty, NULL, keep_result, &call);
  settle ();
  aiohttp_queue_shutdown (empty, TRUE);
  join_shut_down (b);
  settle ();
  g_assert_false (aiohttp_queue_get_finish (empty, call, &value, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_QUEUE_SHUT_DOWN);
  return TRUE;
}

static gboolean
test_put_back (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpQueue) queue = aiohttp_queue_new (2);
  g_auto (GValue) value = G_VALUE_INIT;
  int number = -1;

  g_assert_true (put_int (queue, 1, error) && put_int (queue, 2, error));
  g_assert_true (aiohttp_queue_get (queue, &value, error));
  g_assert_true (put_int (queue, 3, error));
  g_assert_true (aiohttp_queue_put_back (queue, &value, error));
  g_assert_cmpuint (aiohttp_queue_get_size (queue), ==, 3);
  for (int i = 1; i <= 3; i++)
    {
      g_assert_true (get_int (queue, &number, error));
      g_assert_cmpint (number, ==, i);
      g_assert_true (aiohttp_queue_task_done (queue, error));
    }
  return aiohttp_queue_join (queue, error);
}

static guint n_freed;

static void
count_free (gpointer data)
{
  g_assert_null (aiohttp_task_get_current ()); /* on the main stack */
  n_freed++;
  g_free (data);
}

static gboolean
test_pointers (GValue *result, gpointer user_data, GError **error)
{
  AiohttpQueue *queue = aiohttp_queue_new (3);
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GCancellable) object = g_cancellable_new ();
  g_auto (GValue) value = G_VALUE_INIT;
  g_autofree char *one = NULL, *text = NULL, *rest = g_strdup ("four");
  g_autoptr (GCancellable) got = NULL;
  int number = -1;

  n_freed = 0;
  g_assert_true (aiohttp_queue_put_pointer (queue, g_strdup ("one"), count_free, error));
  g_value_init (&value, G_TYPE_CANCELLABLE);
  g_value_set_object (&value, object);
  g_assert_true (aiohttp_queue_put (queue, &value, error));
  g_value_unset (&value);
  g_value_init (&value, G_TYPE_STRING);
  g_value_set_interned_string (&value, g_intern_static_string ("three"));
  g_assert_true (aiohttp_queue_put_nowait (queue, &value, error));
  g_assert_false (aiohttp_queue_put_pointer_nowait (queue, rest, g_free, &local_error)); /* stays ours */
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_QUEUE_FULL);
  g_clear_error (&local_error);

  one = aiohttp_queue_get_pointer (queue, error);
  g_assert_cmpstr (one, ==, "one");
  got = aiohttp_queue_get_pointer (queue, error);
  g_assert_true (got == object);
  text = aiohttp_queue_get_pointer_nowait (queue, error);
  g_assert_cmpstr (text, ==, "three");

  g_assert_true (put_int (queue, 5, error));
  g_assert_null (aiohttp_queue_get_pointer (queue, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_TYPE);
  g_assert_true (get_int (queue, &number, error));
  g_assert_cmpint (number, ==, 5);

  g_assert_true (aiohttp_queue_put_pointer (queue, g_strdup ("dropped"), count_free, error));
  g_assert_true (aiohttp_queue_put_pointer (queue, g_strdup ("dropped"), count_free, error));
  g_object_unref (queue);
  g_assert_cmpuint (n_freed, ==, 2);
  return TRUE;
}

static gboolean
producer (GValue *result, gpointer user_data, GError **error)
{
  for (int i = 0; i < 2000; i++)
    if (!put_int (user_data, i, error))
      return FALSE;
  return TRUE;
}

static gboolean
consumer (GValue *result, gpointer user_data, GError **error)
{
  for (int i = 0; i < 2000; i++)
    {
      int number = -1;

      if (!get_int (user_data, &number, error))
        return FALSE;
      g_assert_cmpint (number, ==, i);
      aiohttp_queue_task_done (user_data, NULL);
    }
  return TRUE;
}

static gboolean
test_back_pressure (GValue *result, gpointer user_data, GError **error)
{
  for (guint maxsize = 0; maxsize < 4; maxsize++)
    {
      g_autoptr (AiohttpQueue) queue = aiohttp_queue_new (maxsize);
      AiohttpTask *a = aiohttp_spawn (producer, queue, NULL);
      AiohttpTask *b = aiohttp_spawn (consumer, queue, NULL);

      g_assert_true (join (a) && join (b));
      g_assert_true (aiohttp_queue_join (queue, error));
    }
  return TRUE;
}

static gboolean
test_many (GValue *result, gpointer user_data, GError **error)
{
  enum
  {
    N = 3000
  };
  g_autoptr (AiohttpQueue) queue = aiohttp_queue_new (0);
  AiohttpTask *tasks[N];
  int next = 0;

  trace_start ();
  for (int i = 0; i < N; i++)
    tasks[i] = spawn_user (getter, queue, 'g');
  settle ();
  for (int i = 0; i < N; i += 2)
    aiohttp_task_cancel (tasks[i]);
  for (int i = 0; i < N / 2; i++)
    g_assert_true (put_int (queue, i, error));
  for (int i = 0; i < N; i++)
    if (i % 2 == 0)
      join_cancelled (tasks[i]);
    else
      g_assert_true (join (tasks[i]));
  for (char *at = trace->str; *at == 'g'; at += *at == ' ')
    g_assert_cmpint ((int) g_ascii_strtoll (at + 1, &at, 10), ==, next++);
  g_assert_cmpint (next, ==, N / 2);
  g_assert_true (aiohttp_queue_is_empty (queue));
  return TRUE;
}

static gpointer
use_in_thread (gpointer queue)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (put_int_nowait (queue, 1, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_THREAD);
  g_clear_error (&error);
  g_assert_null (aiohttp_queue_get_pointer_nowait (queue, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_THREAD);
  return NULL;
}

static gboolean
test_wrong_thread (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpQueue) queue = aiohttp_queue_new (0);

  g_assert_true (put_int (queue, 1, error));
  in_thread (use_in_thread, queue);
  g_assert_cmpuint (aiohttp_queue_get_size (queue), ==, 1);
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/queue/nowait", test_nowait, NULL);
  aiohttp_test_add_coroutine ("/queue/fifo", test_fifo, NULL);
  aiohttp_test_add_coroutine ("/queue/overtaking", test_overtaking, NULL);
  aiohttp_test_add_coroutine ("/queue/cancel/getter-at-wake-up", test_cancel_getter, NULL);
  aiohttp_test_add_coroutine ("/queue/cancel/putter-at-wake-up", test_cancel_putter, NULL);
  g_test_add_func ("/queue/cancel/before-callback", test_cancel_before_callback);
  aiohttp_test_add_coroutine ("/queue/join", test_join, NULL);
  aiohttp_test_add_coroutine ("/queue/shutdown/later", test_shutdown, NULL);
  aiohttp_test_add_coroutine ("/queue/shutdown/now", test_shutdown_now, NULL);
  aiohttp_test_add_coroutine ("/queue/put-back", test_put_back, NULL);
  aiohttp_test_add_coroutine ("/queue/pointers", test_pointers, NULL);
  aiohttp_test_add_coroutine ("/queue/back-pressure", test_back_pressure, NULL);
  aiohttp_test_add_coroutine ("/queue/many", test_many, NULL);
  aiohttp_test_add_coroutine ("/queue/wrong-thread", test_wrong_thread, NULL);
  return g_test_run ();
}
