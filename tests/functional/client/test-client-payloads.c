/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Bodies on their way out: what the server gets of each kind, and what becomes of it at a redirect. */

#include <string.h>

#include <glib/gstdio.h>

#include "client-fixture.h"
#include "client-transport.h"
#include "scratch.h"

static GBytes *
next_number (gpointer user_data, GError **error)
{
  int *n = user_data;

  if (!aiohttp_sleep (0, error))
    return NULL;
  if (*n == 0)
    return NULL;
  if (--*n == 100)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "no numbers over 100");
      return NULL;
    }
  return g_bytes_new_take (g_strdup_printf ("%d;", *n), 2);
}

static AiohttpPayload *
make_payload (const char *kind, int *n)
{
  if (strcmp (kind, "text") == 0)
    return aiohttp_payload_new_for_text ("tëxt", NULL);
  if (strcmp (kind, "json") == 0)
    return aiohttp_payload_new_for_json_text ("[1]");
  if (strcmp (kind, "stream") == 0)
    {
      g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data ("a stream", 8, NULL);

      return aiohttp_payload_new_for_stream (stream, 8, NULL);
    }
  if (strcmp (kind, "stream-unknown") == 0)
    {
      g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data ("a stream", 8, NULL);

      return aiohttp_payload_new_for_stream (stream, -1, "text/x");
    }
  if (strcmp (kind, "stream-cut") == 0)
    {
      g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data ("a stream", 8, NULL);

      return aiohttp_payload_new_for_stream (stream, 3, "text/x");
    }
  if (strcmp (kind, "file") == 0)
    {
      g_autofree char *path = g_build_filename (g_get_tmp_dir (), "payload.txt", NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);

      g_assert_true (g_file_set_contents (path, "a file", -1, NULL));
      return aiohttp_payload_new_for_file (file, "text/plain");
    }
  return aiohttp_payload_new_for_func (-1, "text/x-numbers", next_number, n, NULL);
}

/* Twice each, so that what can be sent again is, and by a redirect that keeps the body. */
static gboolean
test_kinds (GValue *result, gpointer user_data, GError **error)
{
  const struct
  {
    const char *kind;
    const char *echo;
    gboolean replayable;
  } rows[] = {
    { "text", "POST 5 text/plain; charset=utf-8|tëxt", TRUE },
    { "json", "POST 3 application/json|[1]", TRUE },
    { "stream", "POST 8 application/octet-stream|a stream", TRUE },
    { "stream-unknown", "POST chunked text/x|a stream", TRUE },
    { "stream-cut", "POST 3 text/x|a s", TRUE },
    { "file", "POST 6 text/plain|a file", TRUE },
    { "func", "POST chunked text/x-numbers|2;1;0;", FALSE },
  };
  ClientFixture fixture = { 0 };

  if (!client_fixture_set_up (&fixture, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      int n = 3;
      g_autoptr (AiohttpPayload) payload = make_payload (rows[i].kind, &n);
      g_autoptr (AiohttpRequestOptions) options = g_object_new (AIOHTTP_TYPE_REQUEST_OPTIONS, "payload", payload, NULL);

      g_test_message ("%s", rows[i].kind);
      for (guint round = 0; round < 2; round++)
        {
          g_autofree char *echo = NULL;

          if (round > 0 && !rows[i].replayable)
            {
              g_assert_null (client_fixture_fetch (&fixture, "POST", "/echo", options, error));
              g_assert_error (*error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PAYLOAD);
              g_clear_error (error);
              continue;
            }
          echo = client_fixture_fetch (&fixture, "POST", round == 0 ? "/echo" : "/to/307", options, error);
          if (echo == NULL)
            return FALSE;
          g_assert_cmpstr (echo, ==, rows[i].echo);
        }
    }
  return client_fixture_tear_down (&fixture, error);
}

static gboolean
test_failing (GValue *result, gpointer user_data, GError **error)
{
  ClientFixture fixture = { 0 };
  int n = 103;
  g_autoptr (AiohttpPayload) failing = aiohttp_payload_new_for_func (-1, NULL, next_number, &n, NULL);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data ("short", 5, NULL);
  g_autoptr (AiohttpPayload) cut_short = aiohttp_payload_new_for_stream (stream, 9, NULL);
  g_autoptr (GFile) none = g_file_new_for_path ("/nowhere/at/all");
  g_autoptr (AiohttpPayload) missing = aiohttp_payload_new_for_file (none, NULL);
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();

  if (!client_fixture_set_up (&fixture, error))
    return FALSE;
  aiohttp_request_options_set_payload (options, failing);
  g_assert_null (client_fixture_fetch (&fixture, "POST", "/echo", options, error));
  g_assert_error (*error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_clear_error (error);

  aiohttp_request_options_set_payload (options, cut_short);
  g_assert_null (client_fixture_fetch (&fixture, "POST", "/echo", options, error));
  g_assert_error (*error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PAYLOAD);
  g_clear_error (error);

  aiohttp_request_options_set_payload (options, missing);
  g_assert_null (client_fixture_fetch (&fixture, "POST", "/echo", options, error));
  g_assert_error (*error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_clear_error (error);
  return client_fixture_tear_down (&fixture, error);
}

/* A body of unknown size may be announced with the length that it will have. */
static gboolean
test_declared (GValue *result, gpointer user_data, GError **error)
{
  ClientFixture fixture = { 0 };
  int n = 3;
  g_autoptr (AiohttpPayload) payload = aiohttp_payload_new_for_func (-1, "a/b", next_number, &n, NULL);
  g_autoptr (AiohttpRequestOptions) options = g_object_new (AIOHTTP_TYPE_REQUEST_OPTIONS, "payload", payload, NULL);
  g_autofree char *echo = NULL;

  if (!client_fixture_set_up (&fixture, error))
    return FALSE;
  g_assert_true (aiohttp_request_options_set_header (options, "Content-Length", "6", error));
  echo = client_fixture_fetch (&fixture, "PUT", "/echo", options, error);
  g_assert_cmpstr (echo, ==, "PUT 6 a/b|2;1;0;");
  return client_fixture_tear_down (&fixture, error);
}

int
main (int argc, char **argv)
{
  scratch_init ();
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/client-payloads/kinds", test_kinds, NULL);
  aiohttp_test_add_coroutine ("/client-payloads/failing", test_failing, NULL);
  aiohttp_test_add_coroutine ("/client-payloads/declared", test_declared, NULL);
  return scratch_run ();
}
