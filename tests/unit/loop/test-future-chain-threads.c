/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-future-private.h"
#include "aiohttp.h"

static guint n_calls;

static AiohttpFuture *
add_one (AiohttpFuture *future, gpointer user_data, GError **error)
{
  gint64 value = aiohttp_future_propagate_int64 (future, error);
  AiohttpFuture *next = aiohttp_future_new ();

  n_calls++;
  aiohttp_future_set_int64 (next, value + 1);
  return next;
}

static AiohttpFuture *
recover (AiohttpFuture *future, gpointer user_data, GError **error)
{
  AiohttpFuture *next = aiohttp_future_new ();

  n_calls++;
  g_assert_true (aiohttp_future_has_error (future));
  aiohttp_future_set_int64 (next, 7);
  return next;
}

static AiohttpFuture *
fail (AiohttpFuture *future, gpointer user_data, GError **error)
{
  n_calls++;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, "busy");
  return NULL;
}

static AiohttpFuture *
nothing (AiohttpFuture *future, gpointer user_data, GError **error)
{
  n_calls++;
  return NULL;
}

static AiohttpFuture *
wait_for_data (AiohttpFuture *future, gpointer user_data, GError **error)
{
  n_calls++;
  return g_object_ref (user_data);
}

static void
count (gpointer data)
{
  ++*(guint *) data;
}

static AiohttpFuture *
resolved (gint64 value)
{
  g_auto (GValue) v = G_VALUE_INIT;

  g_value_init (&v, G_TYPE_INT64);
  g_value_set_int64 (&v, value);
  return aiohttp_future_new_for_value (&v);
}

static AiohttpFuture *
failed (void)
{
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "gone");

  return aiohttp_future_new_for_error (error);
}

static gboolean
test_value (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpFuture) source = resolved (40);
  guint n_freed = 0;
  g_autoptr (AiohttpFuture) first = aiohttp_future_then (source, add_one, &n_freed, count);
  g_autoptr (AiohttpFuture) passed = aiohttp_future_catch (first, recover, NULL, NULL);
  g_autoptr (AiohttpFuture) second = aiohttp_future_and_then (passed, add_one, NULL, NULL);

  n_calls = 0;
  g_assert_false (aiohttp_future_is_done (first));
  if (!aiohttp_future_await (second, error))
    return FALSE;
  g_assert_cmpint (aiohttp_future_propagate_int64 (second, NULL), ==, 42);
  g_assert_cmpuint (n_calls, ==, 2);
  g_assert_cmpuint (n_freed, ==, 1);
  return TRUE;
}

static gboolean
test_failure (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpFuture) source = failed ();
  g_autoptr (AiohttpFuture) skipped = aiohttp_future_then (source, add_one, NULL, NULL);
  g_autoptr (AiohttpFuture) recovered = aiohttp_future_or_else (skipped, recover, NULL, NULL);
  g_autoptr (AiohttpFuture) broken = aiohttp_future_then (recovered, fail, NULL, NULL);
  g_autoptr (AiohttpFuture) empty = aiohttp_future_catch (broken, nothing, NULL, NULL);
  g_autoptr (GError) local_error = NULL;

  n_calls = 0;
  if (!aiohttp_future_await (empty, error))
    return FALSE;
  g_assert_cmpint (aiohttp_future_propagate_int64 (recovered, NULL), ==, 7);
  g_assert_false (aiohttp_future_await (skipped, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&local_error);
  g_assert_false (aiohttp_future_await (broken, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_cmpuint (n_calls, ==, 3);
  return TRUE;
}

static gboolean
test_finally (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpFuture) good = resolved (5);
  g_autoptr (AiohttpFuture) bad = failed ();
  g_autoptr (AiohttpFuture) gate = aiohttp_future_new ();
  g_autoptr (AiohttpFuture) same = aiohttp_future_finally (good, nothing, NULL, NULL);
  g_autoptr (AiohttpFuture) same_error = aiohttp_future_finally (bad, nothing, NULL, NULL);
  g_autoptr (AiohttpFuture) worse = aiohttp_future_and_finally (good, fail, NULL, NULL);
  g_autoptr (AiohttpFuture) late = aiohttp_future_finally (good, wait_for_data, gate, NULL);
  g_autoptr (GError) local_error = NULL;

  if (!aiohttp_future_await (same, error))
    return FALSE;
  g_assert_cmpint (aiohttp_future_propagate_int64 (same, NULL), ==, 5);
  g_assert_false (aiohttp_future_await (same_error, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (&local_error);
  g_assert_false (aiohttp_future_await (worse, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_false (aiohttp_future_is_done (late));
  aiohttp_future_set_boolean (gate, TRUE);
  if (!aiohttp_future_await (late, error))
    return FALSE;
  g_assert_cmpint (aiohttp_future_propagate_int64 (late, NULL), ==, 5);
  return TRUE;
}

static gboolean
test_cancel (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpFuture) source = aiohttp_future_new ();
  g_autoptr (AiohttpFuture) then = aiohttp_future_then (source, add_one, NULL, NULL);
  g_autoptr (AiohttpFuture) finally = aiohttp_future_finally (source, nothing, NULL, NULL);

  n_calls = 0;
  aiohttp_future_cancel (then);
  aiohttp_future_cancel (finally);
  g_assert_false (aiohttp_future_is_done (source));
  aiohttp_future_set_int64 (source, 1);
  if (!aiohttp_sleep (0, error) || !aiohttp_sleep (0, error))
    return FALSE;
  g_assert_cmpuint (n_calls, ==, 1); /* `finally` all the same */
  return TRUE;
}

static gboolean
test_pointer (GValue *result, gpointer user_data, GError **error)
{
  AiohttpFuture *source = aiohttp_future_new ();
  g_autoptr (AiohttpFuture) chained = aiohttp_future_finally (source, nothing, NULL, NULL);

  aiohttp_future_set_pointer (source, g_strdup ("mine"), g_free);
  g_object_unref (source);
  if (!aiohttp_future_await (chained, error))
    return FALSE;
  g_assert_cmpstr (aiohttp_future_get_pointer (chained, NULL), ==, "mine");
  return TRUE;
}

static gpointer
complete (gpointer data)
{
  AiohttpFuture **futures = data;
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_BUSY, "busy");

  g_value_init (&value, G_TYPE_STRING);
  g_value_set_static_string (&value, "from afar");
  g_assert_true (aiohttp_future_set_value_threadsafe (futures[0], &value));
  g_assert_true (aiohttp_future_set_error_threadsafe (futures[1], error));
  g_assert_true (aiohttp_future_set_value_threadsafe (futures[1], &value)); /* too late */
  return NULL;
}

static gboolean
test_threadsafe (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpFuture) value = aiohttp_future_new ();
  g_autoptr (AiohttpFuture) failure = aiohttp_future_new ();
  AiohttpFuture *futures[] = { value, failure };
  GThread *thread = g_thread_new ("complete", complete, futures);
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = NULL;

  if (!aiohttp_future_await (value, error))
    return FALSE;
  text = aiohttp_future_propagate_string (value, NULL);
  g_assert_cmpstr (text, ==, "from afar");
  g_assert_false (aiohttp_future_await (failure, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_thread_join (thread);
  return aiohttp_sleep (0, error);
}

static void
run_body (gconstpointer body)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (aiohttp_run ((AiohttpCoroutineFunc) body, NULL, &error));
  g_assert_no_error (error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/future-chain/value", test_value, run_body);
  g_test_add_data_func ("/future-chain/failure", test_failure, run_body);
  g_test_add_data_func ("/future-chain/finally", test_finally, run_body);
  g_test_add_data_func ("/future-chain/cancel", test_cancel, run_body);
  g_test_add_data_func ("/future-chain/pointer", test_pointer, run_body);
  g_test_add_data_func ("/future-chain/threadsafe", test_threadsafe, run_body);
  return g_test_run ();
}
