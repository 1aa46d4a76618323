/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Bodies that are made while they go out: `curl -N http://127.0.0.1:8080/count`, /numbers, /source and /digest. */

#include <aiohttp-glib/aiohttp.h>

/* A handler that writes: each write waits while the client is slow. */
static AiohttpReply *
count (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);

  if (!aiohttp_stream_response_set_header (response, "Content-Type", "text/plain", error) ||
      !aiohttp_stream_response_prepare (response, request, error))
    return NULL;
  for (guint i = 1; i <= 3; i++)
    {
      g_autofree char *line = g_strdup_printf ("%u\n", i);

      if (!aiohttp_stream_response_write_text (response, line, error) || !aiohttp_sleep (0.1, error))
        return NULL;
    }
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

/* A coroutine that writes when the handler, and the middlewares, are through. */
static gboolean
write_numbers (AiohttpStreamResponse *response, gpointer user_data, GError **error)
{
  for (guint i = 0; i < 100000; i++)
    {
      g_autofree char *line = g_strdup_printf ("%u\n", i);

      if (!aiohttp_stream_response_write_text (response, line, error))
        return FALSE;
    }
  return TRUE;
}

static AiohttpReply *
numbers (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response =
      aiohttp_stream_response_new_from_func (200, "text/plain", write_numbers, NULL, NULL);

  if (!aiohttp_stream_response_enable_compression (response, NULL, error))
    return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

/* Any GInputStream. */
static AiohttpReply *
source (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (user_data);
  g_autoptr (GAsyncResult) result =
      aiohttp_await (g_file_read_async (file, G_PRIORITY_DEFAULT, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  g_autoptr (GFileInputStream) stream = g_file_read_finish (file, result, error);

  if (stream == NULL)
    return NULL;
  return AIOHTTP_REPLY (
      aiohttp_stream_response_new_from_stream (200, G_INPUT_STREAM (stream), -1, "application/octet-stream"));
}

/* A trailer says what is known only at the end. */
static AiohttpReply *
digest (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);

  if (!aiohttp_stream_response_set_trailer (response, "X-Sha256", "unknown", error) ||
      !aiohttp_stream_response_prepare (response, request, error))
    return NULL;
  for (guint i = 0; i < 10; i++)
    {
      g_checksum_update (checksum, (const guchar *) "chunk\n", 6);
      if (!aiohttp_stream_response_write_text (response, "chunk\n", error))
        return NULL;
    }
  if (!aiohttp_stream_response_set_trailer (response, "X-Sha256", g_checksum_get_string (checksum), error))
    return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

int
main (int argc, char *argv[])
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (GError) error = NULL;

  if (!aiohttp_router_add_get (router, "/count", count, NULL, NULL, &error) ||
      !aiohttp_router_add_get (router, "/numbers", numbers, NULL, NULL, &error) ||
      !aiohttp_router_add_get (router, "/source", source, argv[0], NULL, &error) ||
      !aiohttp_router_add_get (router, "/digest", digest, NULL, NULL, &error) ||
      !aiohttp_run_app (app, "127.0.0.1", argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 8080, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
