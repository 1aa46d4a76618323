/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Requests that a coroutine awaits: cancelled at every moment, ended by what closes their session, and what is shared
 * between those that bring nothing of their own. */

#include <aiohttp-glib/aiohttp.h>
#include <string.h>

#include "client-transport.h"
#include "raw-server.h"

#define N_MOMENTS 60

static const RawRoute routes[] = {
  { "/", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", RAW_KEEP },
  { "/silent", "", RAW_HANG },
  { "/go", "HTTP/1.1 302 Found\r\nLocation: /silent\r\nContent-Length: 0\r\n\r\n", RAW_KEEP },
  { "/half", "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nha", RAW_HANG },
  { NULL, NULL, RAW_KEEP },
};

typedef struct
{
  RawServer *server;
  AiohttpClientSession *session;
  const char *path;
  gboolean cancelled_before;
  guint n_cancelled;
} Fixture;

static void
set_up (Fixture *fixture)
{
  *fixture = (Fixture){ raw_server_new_routes (routes), client_transport_new_session () };
}

static void
tear_down (Fixture *fixture)
{
  g_assert_true (aiohttp_client_session_close (fixture->session, NULL));
  g_object_unref (fixture->session);
  raw_server_free (fixture->server);
}

static gboolean
fetch (Fixture *fixture, const char *path, GError **error)
{
  g_autofree char *url = raw_server_make_url (fixture->server, path);
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (fixture->session, url, NULL, error);
  g_autoptr (GBytes) body = response != NULL ? aiohttp_client_response_read (response, error) : NULL;

  return body != NULL && g_bytes_get_size (body) == 2;
}

static gboolean
cancel_task (gpointer task)
{
  aiohttp_task_cancel (task);
  return G_SOURCE_REMOVE;
}

/* The coroutine works on after the cancel: it was delivered once. The timer runs only where the coroutine waits. */
static gboolean
fetch_twice (GValue *result, gpointer user_data, GError **error)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) failure = NULL;

  if (fixture->cancelled_before)
    aiohttp_task_cancel (aiohttp_task_get_current ());
  else
    g_timeout_add (20, cancel_task, aiohttp_task_get_current ());
  g_assert_false (fetch (fixture, fixture->path, &failure));
  g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  fixture->n_cancelled++;
  return fetch (fixture, "/", error);
}

static gboolean
test_cancel_before (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  g_autoptr (AiohttpTask) task = NULL;
  g_autofree char *request = NULL;

  set_up (&fixture);
  fixture.path = "/silent";
  fixture.cancelled_before = TRUE;
  task = aiohttp_spawn (fetch_twice, &fixture, NULL);
  if (!aiohttp_future_await (AIOHTTP_FUTURE (task), error))
    return FALSE;
  /* nothing of the first one was sent */
  request = raw_server_dup_request (fixture.server, 0);
  g_assert_true (g_str_has_prefix (request, "GET / "));
  tear_down (&fixture);
  return TRUE;
}

static gboolean
test_cancel_during (GValue *result, gpointer user_data, GError **error)
{
  const char *const paths[] = { "/silent", "/go", "/half" };
  Fixture fixture;

  set_up (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (AiohttpTask) task = NULL;

      fixture.path = paths[i];
      task = aiohttp_spawn (fetch_twice, &fixture, NULL);
      if (!aiohttp_future_await (AIOHTTP_FUTURE (task), error))
        return FALSE;
      g_assert_cmpuint (fixture.n_cancelled, ==, i + 1);
    }
  tear_down (&fixture);
  return TRUE;
}

/* Either the whole exchange or the cancel, and the session works on. */
static gboolean
fetch_or_cancelled (GValue *result, gpointer user_data, GError **error)
{
  Fixture *fixture = user_data;
  g_autoptr (GError) failure = NULL;

  if (fetch (fixture, "/", &failure))
    return TRUE;
  g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  fixture->n_cancelled++;
  return TRUE;
}

static gboolean
test_cancel_any_moment (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;

  set_up (&fixture);
  for (guint i = 0; i < N_MOMENTS; i++)
    {
      g_autoptr (AiohttpTask) task = aiohttp_spawn (fetch_or_cancelled, &fixture, NULL);

      for (guint turn = 0; turn < i && !aiohttp_future_is_done (AIOHTTP_FUTURE (task)); turn++)
        if (!aiohttp_sleep (0, error))
          return FALSE;
      aiohttp_task_cancel (task);
      /* a cancel that finds nothing left to wait for shows in the task alone */
      aiohttp_future_await (AIOHTTP_FUTURE (task), NULL);
    }
  g_test_message ("%u of %u were cancelled", fixture.n_cancelled, N_MOMENTS);
  g_assert_true (fetch (&fixture, "/", error));
  tear_down (&fixture);
  return TRUE;
}

static gboolean
close_session (gpointer session)
{
  aiohttp_client_session_close_async (session, NULL, NULL, NULL);
  return G_SOURCE_REMOVE;
}

static gboolean
test_close (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  g_autoptr (GError) failure = NULL;

  set_up (&fixture);
  g_timeout_add (20, close_session, fixture.session);
  g_assert_false (fetch (&fixture, "/silent", &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED);
  g_clear_error (&failure);
  g_assert_false (fetch (&fixture, "/", &failure));
  g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED);
  tear_down (&fixture);
  return TRUE;
}

static gboolean
test_bad_url (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  g_autoptr (GError) failure = NULL;

  set_up (&fixture);
  g_assert_null (aiohttp_client_session_get (fixture.session, "http://", NULL, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_INVALID_URL);
  g_assert_true (fetch (&fixture, "/", error));
  tear_down (&fixture);
  return TRUE;
}

static void
assert_field (Fixture *fixture, guint index, const char *line, gboolean there)
{
  g_autofree char *request = raw_server_dup_request (fixture->server, index);

  g_assert_nonnull (request);
  if ((strstr (request, line) != NULL) != there)
    g_error ("Request %u has “%s”: not so:\n%s", index, line, request);
}

static gboolean
drop_agent (AiohttpClientSession *session)
{
  const char *const names[] = { "User-Agent", NULL };

  aiohttp_client_session_set_skip_auto_headers (session, names);
  return TRUE;
}

/* What the session's defaults become is in the next request, whatever was made of them before. */
static gboolean
test_defaults (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *url = NULL;

  set_up (&fixture);
  if (!fetch (&fixture, "/", error) || !fetch (&fixture, "/", error) ||
      !aiohttp_client_session_set_header (fixture.session, "X-One", "1", error) || !fetch (&fixture, "/", error) ||
      !aiohttp_client_session_append_header (fixture.session, "X-One", "2", error) || !fetch (&fixture, "/", error) ||
      !drop_agent (fixture.session) || !fetch (&fixture, "/", error) ||
      !aiohttp_request_options_set_header (options, "X-Own", "3", error))
    return FALSE;
  url = raw_server_make_url (fixture.server, "/");
  response = aiohttp_client_session_get (fixture.session, url, options, error);
  if (response == NULL || !fetch (&fixture, "/", error))
    return FALSE;
  soup_message_headers_append (aiohttp_client_session_get_headers (fixture.session), "X-Place", "4");
  if (!fetch (&fixture, "/", error))
    return FALSE;
  soup_message_headers_append (aiohttp_client_session_get_headers (fixture.session), "X-Place", "5");
  if (!fetch (&fixture, "/", error))
    return FALSE;
  aiohttp_client_session_set_authorization (fixture.session, "Bearer x");
  if (!fetch (&fixture, "/", error))
    return FALSE;

  assert_field (&fixture, 1, "X-One", FALSE);
  assert_field (&fixture, 1, "User-Agent: ", TRUE);
  assert_field (&fixture, 2, "X-One: 1\r\n", TRUE);
  assert_field (&fixture, 3, "X-One: 2\r\n", TRUE);
  assert_field (&fixture, 4, "User-Agent: aiohttp-glib", FALSE);
  assert_field (&fixture, 5, "X-Own: 3\r\n", TRUE);
  assert_field (&fixture, 6, "X-Own", FALSE);
  assert_field (&fixture, 6, "X-One: 2\r\n", TRUE);
  assert_field (&fixture, 7, "X-Place: 4\r\n", TRUE);
  assert_field (&fixture, 8, "X-Place: 5\r\n", TRUE);
  assert_field (&fixture, 9, "Authorization: Bearer x\r\n", TRUE);
  tear_down (&fixture);
  return TRUE;
}

static AiohttpReply *
number_request (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  guint *n = user_data;
  g_autofree char *number = g_strdup_printf ("%u", ++*n);

  soup_message_headers_append (aiohttp_client_request_get_headers (request), "X-Number", number);
  return AIOHTTP_REPLY (aiohttp_client_next_await (next, request, error));
}

/* What one request's middleware adds is not in the next. */
static gboolean
test_middleware (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  guint n = 0;

  set_up (&fixture);
  if (!fetch (&fixture, "/", error))
    return FALSE;
  aiohttp_client_session_add_middleware_func (fixture.session, number_request, &n, NULL);
  if (!fetch (&fixture, "/", error) || !fetch (&fixture, "/", error))
    return FALSE;
  assert_field (&fixture, 0, "X-Number", FALSE);
  assert_field (&fixture, 1, "X-Number: 1\r\n", TRUE);
  assert_field (&fixture, 2, "X-Number: 1\r\n", FALSE);
  assert_field (&fixture, 2, "X-Number: 2\r\n", TRUE);
  tear_down (&fixture);
  return TRUE;
}

/* A body that came whole is read, streamed and let go of as one that did not. */
static gboolean
test_whole_body (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  g_autofree char *url = NULL;
  g_autoptr (AiohttpClientResponse) read = NULL;
  g_autoptr (AiohttpClientResponse) streamed = NULL;
  g_autoptr (AiohttpClientResponse) released = NULL;
  g_autoptr (GBytes) first = NULL;
  g_autoptr (GBytes) again = NULL;
  g_autoptr (GBytes) piece = NULL;
  g_autoptr (GError) failure = NULL;

  set_up (&fixture);
  url = raw_server_make_url (fixture.server, "/");
  read = aiohttp_client_session_get (fixture.session, url, NULL, error);
  streamed = aiohttp_client_session_get (fixture.session, url, NULL, error);
  released = aiohttp_client_session_get (fixture.session, url, NULL, error);
  first = aiohttp_client_response_read (read, error);
  aiohttp_client_response_release (read);
  again = aiohttp_client_response_read (read, error);
  g_assert_true (g_bytes_equal (first, again));
  piece = aiohttp_stream_reader_readexactly (aiohttp_client_response_get_content (streamed), 1, error);
  g_assert_cmpmem (g_bytes_get_data (piece, NULL), g_bytes_get_size (piece), "o", 1);
  aiohttp_client_response_release (released);
  g_assert_true (aiohttp_client_response_is_closed (released));
  g_assert_null (aiohttp_client_response_read (released, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED);
  aiohttp_client_response_close (streamed);
  tear_down (&fixture);
  return TRUE;
}

int
main (int argc, char *argv[])
{
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/client/awaited/cancel/before", test_cancel_before, NULL);
  aiohttp_test_add_coroutine ("/client/awaited/cancel/during", test_cancel_during, NULL);
  aiohttp_test_add_coroutine ("/client/awaited/cancel/any-moment", test_cancel_any_moment, NULL);
  aiohttp_test_add_coroutine ("/client/awaited/close", test_close, NULL);
  aiohttp_test_add_coroutine ("/client/awaited/bad-url", test_bad_url, NULL);
  aiohttp_test_add_coroutine ("/client/awaited/defaults", test_defaults, NULL);
  aiohttp_test_add_coroutine ("/client/awaited/middleware", test_middleware, NULL);
  aiohttp_test_add_coroutine ("/client/awaited/whole-body", test_whole_body, NULL);
  return g_test_run ();
}
