/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "aiohttp-error.h"
#include "aiohttp-payload-private.h"
#include "aiohttp-sleep.h"
#include "aiohttp-test.h"

#include "aiohttp-await-private.h"

/* What a transport does with a payload: the size is asked for, then the body is read in pieces of `step` bytes. */
static char *
send (AiohttpPayload *payload, gsize step, GError **error)
{
  g_autoptr (GString) body = g_string_new (NULL);
  g_autoptr (GInputStream) stream = NULL;

  if (!aiohttp_payload_is_ready (payload))
    {
      g_autoptr (GAsyncResult) result =
          aiohttp_await (aiohttp_payload_prepare_async (payload, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));

      if (!aiohttp_payload_prepare_finish (payload, result, error))
        return NULL;
    }
  stream = aiohttp_payload_open (payload, error);
  if (stream == NULL)
    return NULL;
  for (;;)
    {
      g_autoptr (GAsyncResult) result = aiohttp_await (
          g_input_stream_read_bytes_async (stream, step, G_PRIORITY_DEFAULT, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
      g_autoptr (GBytes) bytes = g_input_stream_read_bytes_finish (stream, result, error);
      gsize length;
      const char *data;

      if (bytes == NULL)
        return NULL;
      data = g_bytes_get_data (bytes, &length);
      if (length == 0)
        break;
      g_assert_cmpuint (length, <=, step);
      g_string_append_len (body, data, (gssize) length);
    }
  g_assert_true (g_input_stream_close (stream, NULL, error));
  return g_strdup (body->str);
}

static gboolean
check (AiohttpPayload *payload, const char *body, const char *content_type, gboolean replayable, GError **error)
{
  for (gsize step = 1; step <= 1024; step *= replayable ? 32 : 2048)
    {
      g_autofree char *sent = send (payload, step, error);

      if (sent == NULL)
        return FALSE;
      g_assert_cmpstr (sent, ==, body);
    }
  g_assert_cmpstr (aiohttp_payload_get_content_type (payload), ==, content_type);
  g_assert_cmpint (aiohttp_payload_is_replayable (payload), ==, replayable);
  if (replayable)
    return TRUE;
  g_assert_null (send (payload, 1, error));
  g_assert_error (*error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PAYLOAD);
  g_clear_error (error);
  return TRUE;
}

static gboolean
test_memory (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("one two", 7);
  g_autoptr (AiohttpPayload) raw = aiohttp_payload_new_for_bytes (bytes, NULL);
  g_autoptr (AiohttpPayload) text = aiohttp_payload_new_for_text ("größer", NULL);
  g_autoptr (AiohttpPayload) json_text = aiohttp_payload_new_for_json_text ("[1]");
  g_autoptr (JsonNode) node = json_from_string ("{\"a\": [1, 2]}", NULL);
  g_autoptr (AiohttpPayload) json = aiohttp_payload_new_for_json (node);

  g_assert_true (aiohttp_payload_peek_bytes (raw) == bytes);
  g_assert_cmpint (aiohttp_payload_get_size (raw), ==, 7);
  g_assert_cmpint (aiohttp_payload_get_size (text), ==, 8);
  return check (raw, "one two", "application/octet-stream", TRUE, error) &&
         check (text, "größer", "text/plain; charset=utf-8", TRUE, error) &&
         check (json_text, "[1]", "application/json", TRUE, error) &&
         check (json, "{\"a\":[1,2]}", "application/json", TRUE, error);
}

static gboolean
test_stream (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data ("0123456789", 10, NULL);
  g_autoptr (AiohttpPayload) payload = NULL;

  g_assert_cmpint (g_input_stream_skip (stream, 3, NULL, error), ==, 3);
  payload = aiohttp_payload_new_for_stream (stream, 7, "text/plain");
  g_assert_cmpint (aiohttp_payload_get_size (payload), ==, 7);
  g_assert_null (aiohttp_payload_peek_bytes (payload));
  if (!check (payload, "3456789", "text/plain", TRUE, error))
    return FALSE;
  g_assert_false (g_input_stream_is_closed (stream));
  return TRUE;
}

static gboolean
test_file (GValue *result, gpointer user_data, GError **error)
{
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (AiohttpPayload) payload = NULL;
  gboolean works;
  int fd = g_file_open_tmp ("aiohttp-XXXXXX.json", &path, error);

  g_assert_cmpint (fd, >=, 0);
  g_assert_true (g_close (fd, error));
  g_assert_true (g_file_set_contents (path, "[4]", -1, error));
  file = g_file_new_for_path (path);
  payload = aiohttp_payload_new_for_file (file, "application/json");
  g_assert_cmpint (aiohttp_payload_get_size (payload), ==, -1);
  works = check (payload, "[4]", "application/json", TRUE, error);
  g_assert_cmpint (aiohttp_payload_get_size (payload), ==, 3);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_null (send (payload, 1, error));
  g_assert_error (*error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (error);
  return works;
}

static GBytes *
count_down (gpointer user_data, GError **error)
{
  int *n = user_data;

  if (*n % 2 == 0 && !aiohttp_sleep (0, error))
    return NULL;
  if (*n == 0)
    return NULL;
  if (*n < 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE, "no more numbers");
      return NULL;
    }
  (*n)--;
  return *n == 3 ? g_bytes_new (NULL, 0) : g_bytes_new_take (g_strdup_printf ("%d;", *n), 2);
}

static gboolean
test_func (GValue *result, gpointer user_data, GError **error)
{
  int n = 6;
  int broken = -1;
  g_autoptr (AiohttpPayload) payload = aiohttp_payload_new_for_func (-1, NULL, count_down, &n, NULL);
  g_autoptr (AiohttpPayload) failing = aiohttp_payload_new_for_func (-1, NULL, count_down, &broken, NULL);

  g_assert_cmpint (aiohttp_payload_get_size (payload), ==, -1);
  g_assert_null (send (failing, 10, error));
  g_assert_error (*error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
  g_clear_error (error);
  return check (payload, "5;4;2;1;0;", "application/octet-stream", FALSE, error);
}

static AiohttpFuture *
give_future (gpointer user_data)
{
  AiohttpFuture *future = aiohttp_future_new ();
  g_autoptr (GBytes) bytes = NULL;
  int *n = user_data;

  if (*n > 0)
    bytes = g_bytes_new_take (g_strdup_printf ("%d;", --*n), 2);
  if (bytes != NULL)
    aiohttp_future_set_bytes (future, bytes);
  else
    aiohttp_future_set_boolean (future, TRUE);
  return future;
}

static void
freed (gpointer user_data)
{
  *(int *) user_data = -5;
}

static gboolean
test_futures (GValue *result, gpointer user_data, GError **error)
{
  int n = 3;
  AiohttpPayload *payload = aiohttp_payload_new_for_futures (6, "text/x-count", give_future, &n, freed);
  gboolean works = check (payload, "2;1;0;", "text/x-count", FALSE, error);

  g_object_unref (payload);
  g_assert_cmpint (n, ==, -5);
  return works;
}

static GBytes *
wait_for_ever (gpointer user_data, GError **error)
{
  return aiohttp_sleep (3600, error) ? g_bytes_new (NULL, 0) : NULL;
}

static void
on_cancelled_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError **error = user_data;

  g_assert_cmpint (g_input_stream_read_finish (G_INPUT_STREAM (source), result, error), ==, -1);
}

/* A request that is given up does not leave its generator behind. */
static void
test_cancelled (void)
{
  g_autoptr (AiohttpPayload) payload = aiohttp_payload_new_for_func (-1, NULL, wait_for_ever, NULL, NULL);
  g_autoptr (GInputStream) stream = aiohttp_payload_open (payload, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  char buffer[8];

  g_input_stream_read_async (stream, buffer, 8, G_PRIORITY_DEFAULT, cancellable, on_cancelled_read, &error);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_no_error (error);
  g_cancellable_cancel (cancellable);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/payload/memory", test_memory, NULL);
  aiohttp_test_add_coroutine ("/payload/stream", test_stream, NULL);
  aiohttp_test_add_coroutine ("/payload/file", test_file, NULL);
  aiohttp_test_add_coroutine ("/payload/func", test_func, NULL);
  aiohttp_test_add_coroutine ("/payload/futures", test_futures, NULL);
  g_test_add_func ("/payload/cancelled", test_cancelled);
  return g_test_run ();
}
