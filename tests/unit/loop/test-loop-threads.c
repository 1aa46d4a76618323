/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-event-loop-private.h"
#include "aiohttp.h"

static gpointer
get_loop (gpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (aiohttp_get_event_loop (&error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_NO_LOOP);
  return NULL;
}

static void
test_no_loop (void)
{
  g_thread_join (g_thread_new ("no loop", get_loop, NULL));
}

static gboolean
nap (GValue *result, gpointer user_data, GError **error)
{
  for (int i = 0; i < 10; i++)
    if (!aiohttp_sleep (0.0005, error))
      return FALSE;
  g_value_init (result, G_TYPE_POINTER);
  g_value_set_pointer (result, g_thread_self ());
  return TRUE;
}

static gboolean
spawn_naps (GValue *result, gpointer user_data, GError **error)
{
  AiohttpFuture *tasks[50];
  gboolean ok;

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    tasks[i] = AIOHTTP_FUTURE (aiohttp_spawn (nap, NULL, NULL));
  ok = aiohttp_gather ((GAsyncResult **) tasks, G_N_ELEMENTS (tasks), FALSE, error);
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      g_assert_true (aiohttp_future_get_pointer (tasks[i], error) == g_thread_self ());
      g_object_unref (tasks[i]);
    }
  return ok;
}

static gpointer
run_in_thread (gpointer data)
{
  g_autoptr (GError) error = NULL;

  /* Twice: with a loop that aiohttp_run() makes, and with a context of the thread's own. */
  g_assert_true (aiohttp_run (spawn_naps, NULL, &error));
  g_assert_no_error (error);
  if (data != NULL)
    {
      g_autoptr (GMainContext) context = g_main_context_new ();

      g_main_context_push_thread_default (context);
      g_assert_true (aiohttp_run (spawn_naps, NULL, &error));
      g_assert_no_error (error);
      g_main_context_pop_thread_default (context);
    }
  return NULL;
}

/* Loops of several threads do not know of each other. */
static void
test_loops (void)
{
  GThread *threads[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("loop", run_in_thread, GUINT_TO_POINTER (i % 2));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

typedef struct
{
  AiohttpEventLoop *loop;
  guint n;
  guint wanted;
} Posts;

static void
count (gpointer data)
{
  ++((Posts *) data)->n;
}

static gpointer
post (gpointer data)
{
  Posts *posts = data;

  for (int i = 0; i < 2000; i++)
    aiohttp_event_loop_call_soon_threadsafe_internal (posts->loop, count, posts);
  return NULL;
}

static gboolean
all_came (gpointer data)
{
  Posts *posts = data;

  return posts->n == posts->wanted;
}

static void
test_call_soon (void)
{
  g_autoptr (AiohttpEventLoop) loop = aiohttp_event_loop_new (NULL);
  Posts posts = { loop, 0, 3 * 2000 };
  GThread *threads[3];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("post", post, &posts);
  g_assert_true (aiohttp_event_loop_iterate_until (loop, all_came, &posts, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static void
call_back_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_int (task, 7);
}

static gpointer
call_back (gpointer data)
{
  GTask *task = data;
  GAsyncReadyCallback callback = (GAsyncReadyCallback) g_task_get_source_tag (task);

  callback (NULL, G_ASYNC_RESULT (task), g_task_get_task_data (task));
  g_object_unref (task);
  return NULL;
}

static void
start_in_thread (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);

  g_task_run_in_thread (task, call_back_in_thread);
}

/* Its callback comes in the thread, which GIO never does but others may. */
static void
start_in_foreign_thread (GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (NULL, cancellable, NULL, NULL);

  g_task_set_source_tag (task, (gpointer) callback);
  g_task_set_task_data (task, user_data, NULL);
  g_task_return_int (task, 7);
  g_thread_unref (g_thread_new ("callback", call_back, task));
}

static gboolean
await_threads (GValue *result, gpointer user_data, GError **error)
{
  for (int i = 0; i < 100; i++)
    {
      g_autoptr (GAsyncResult) task = aiohttp_await (start_in_thread (AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
      g_autoptr (GAsyncResult) foreign = aiohttp_await (start_in_foreign_thread (AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));

      g_assert_cmpint (g_task_propagate_int (G_TASK (task), error), ==, 7);
      g_assert_cmpint (g_task_propagate_int (G_TASK (foreign), error), ==, 7);
    }
  return TRUE;
}

static gpointer
cancel (gpointer data)
{
  g_cancellable_cancel (data);
  return NULL;
}

/* A cancel from another thread ends in the loop's own. */
static gboolean
cancel_from_thread (GValue *result, gpointer user_data, GError **error)
{
  for (int i = 0; i < 20; i++)
    {
      AiohttpFuture *future = aiohttp_future_new ();
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) local_error = NULL;
      GThread *thread = NULL;
      g_autoptr (GAsyncResult) gathered =
          aiohttp_await ((aiohttp_gather_async ((GAsyncResult **) &future, 1, FALSE, cancellable, AIOHTTP_RESUME),
                          thread = g_thread_new ("cancel", cancel, cancellable)));

      g_assert_false (aiohttp_gather_finish (gathered, &local_error));
      g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      g_thread_join (thread);
      g_object_unref (future);
    }
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/threads/no-loop", test_no_loop);
  g_test_add_func ("/threads/loops", test_loops);
  g_test_add_func ("/threads/call-soon", test_call_soon);
  aiohttp_test_add_coroutine ("/threads/await", await_threads, NULL);
  aiohttp_test_add_coroutine ("/threads/cancel", cancel_from_thread, NULL);
  return g_test_run ();
}
