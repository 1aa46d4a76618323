/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Downloads, and uploads that are made piece by piece, cancelled: before, from a coroutine, from another thread. */

#include <aiohttp-glib/aiohttp.h>
#include <string.h>

#include "client-transport.h"
#include "raw-server.h"
#include "scratch.h"

static const RawRoute routes[] = {
  { "/half", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello", RAW_HANG },
  { "/silent", "", RAW_HANG },
  { NULL, NULL, RAW_KEEP },
};

typedef enum
{
  BEFORE,
  FROM_COROUTINE,
  FROM_THREAD,
  N_WAYS,
} Way;

static gpointer
cancel_in_thread (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return NULL;
}

/* Once the request has come to the server, whose answer does not. */
static gboolean
cancel_when_asked (RawServer *server, GCancellable *cancellable, Way way)
{
  while (raw_server_count_requests (server) == 0)
    if (!aiohttp_sleep (0.002, NULL))
      return FALSE;
  if (way == FROM_THREAD)
    g_thread_join (g_thread_new ("cancel", cancel_in_thread, cancellable));
  else
    g_cancellable_cancel (cancellable);
  return TRUE;
}

static void
on_done (GObject *source, GAsyncResult *result, gpointer place)
{
  *(GAsyncResult **) place = g_object_ref (result);
}

static gboolean
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    if (!aiohttp_sleep (0.002, NULL))
      return FALSE;
  return TRUE;
}

static gboolean
test_download (GValue *value, gpointer user_data, GError **error)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "cancelled.txt", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);

  for (Way way = BEFORE; way < N_WAYS; way++)
    {
      g_autoptr (RawServer) server = raw_server_new_routes (routes);
      g_autofree char *url = raw_server_make_url (server, "/half");
      g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) failure = NULL;

      if (way == BEFORE)
        g_cancellable_cancel (cancellable);
      aiohttp_client_session_download_async (session, url, file, FALSE, NULL, NULL, NULL, cancellable, on_done,
                                             &result);
      g_assert_null (result);
      g_assert_true (way == BEFORE || cancel_when_asked (server, cancellable, way));
      g_assert_true (wait_for (&result));
      g_assert_false (aiohttp_client_session_download_finish (session, result, &failure));
      g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      if (way == BEFORE)
        g_assert_cmpuint (raw_server_count_requests (server), ==, 0);
      if (!aiohttp_client_session_close (session, error))
        return FALSE;
    }
  return TRUE;
}

/* The second chunk does not come until it is cancelled. */
static GBytes *
make_chunk (gpointer user_data, GError **error)
{
  guint *n = user_data;

  if ((*n)++ == 0)
    return g_bytes_new_static ("chunk", 5);
  g_assert_false (aiohttp_sleep (3600, error));
  *n = 100;
  return NULL;
}

static gboolean
test_upload (GValue *value, gpointer user_data, GError **error)
{
  for (Way way = FROM_COROUTINE; way < N_WAYS; way++)
    {
      g_autoptr (RawServer) server = raw_server_new_routes (routes);
      g_autofree char *url = raw_server_make_url (server, "/silent");
      g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
      g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (AiohttpPayload) payload = NULL;
      g_autoptr (GAsyncResult) result = NULL;
      g_autoptr (GError) failure = NULL;
      guint n = 0;

      payload = aiohttp_payload_new_for_func (-1, NULL, make_chunk, &n, NULL);
      aiohttp_request_options_set_payload (options, payload);
      aiohttp_client_session_post_async (session, url, options, cancellable, on_done, &result);
      while (n < 2)
        g_assert_true (aiohttp_sleep (0.002, NULL));
      g_assert_true (cancel_when_asked (server, cancellable, way));
      g_assert_true (wait_for (&result));
      g_assert_null (aiohttp_client_session_post_finish (session, result, &failure));
      g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      while (n < 100)
        g_assert_true (aiohttp_sleep (0.002, NULL));
      if (!aiohttp_client_session_close (session, error))
        return FALSE;
    }
  return TRUE;
}

int
main (int argc, char **argv)
{
  client_transport_init (&argc, argv);
  scratch_init ();
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/client-cancel-streams/download", test_download, NULL);
  aiohttp_test_add_coroutine ("/client-cancel-streams/upload", test_upload, NULL);
  return scratch_run ();
}
