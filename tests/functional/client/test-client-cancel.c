/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Cancelling, closing and dropping at every stage of a request; and many requests at a time. */

#include <aiohttp-glib/aiohttp.h>
#include <string.h>

#include "client-transport.h"
#include "raw-server.h"

#define HEAD "HTTP/1.1 200 OK\r\n"

static const RawRoute routes[] = {
  { "/", HEAD "Content-Length: 2\r\nContent-Type: application/json\r\n\r\n42", RAW_KEEP },
  { "/half", HEAD "Content-Length: 10\r\n\r\nhello", RAW_HANG },
  { "/silent", "", RAW_HANG },
  { NULL, NULL, RAW_KEEP },
};

typedef struct
{
  RawServer *server;
  AiohttpClientSession *session;
  GCancellable *cancellable;
} Fixture;

static void
set_up (Fixture *fixture)
{
  fixture->server = raw_server_new_routes (routes);
  fixture->session = client_transport_new_session ();
  fixture->cancellable = g_cancellable_new ();
}

static void
tear_down (Fixture *fixture)
{
  g_object_unref (fixture->cancellable);
  g_object_unref (fixture->session);
  raw_server_free (fixture->server);
}

static AiohttpClientResponse *
get (Fixture *fixture, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree char *url = raw_server_make_url (fixture->server, path);
  g_autoptr (GAsyncResult) result = NULL;

  result = aiohttp_await (aiohttp_client_session_get_async (fixture->session, url, NULL, cancellable, AIOHTTP_RESUME));
  return aiohttp_client_session_get_finish (fixture->session, result, error);
}

static gboolean
cancel (gpointer cancellable)
{
  g_cancellable_cancel (cancellable);
  return G_SOURCE_REMOVE;
}

static gpointer
cancel_from_thread (gpointer cancellable)
{
  g_usleep (20000);
  g_cancellable_cancel (cancellable);
  return NULL;
}

static void
assert_works (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AiohttpClientResponse) response = get (fixture, "/", NULL, &error);
  g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, &error) : NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "42");
}

static gboolean
test_before (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  g_autoptr (GError) failure = NULL;

  set_up (&fixture);
  g_cancellable_cancel (fixture.cancellable);
  g_assert_null (get (&fixture, "/", fixture.cancellable, &failure));
  g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_works (&fixture);
  /* had the cancelled one been sent, however late, it would have come before this */
  g_assert_cmpuint (raw_server_count_requests (fixture.server), ==, 1);
  tear_down (&fixture);
  return TRUE;
}

static gboolean
test_before_head (GValue *result, gpointer user_data, GError **error)
{
  for (guint from_thread = 0; from_thread < 2; from_thread++)
    {
      Fixture fixture;
      g_autoptr (GError) failure = NULL;
      GThread *thread = NULL;

      set_up (&fixture);
      if (from_thread)
        thread = g_thread_new ("cancel", cancel_from_thread, fixture.cancellable);
      else
        g_timeout_add (20, cancel, fixture.cancellable);
      g_assert_null (get (&fixture, "/silent", fixture.cancellable, &failure));
      g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
      if (thread != NULL)
        g_thread_join (thread);
      assert_works (&fixture);
      tear_down (&fixture);
    }
  return TRUE;
}

static void
serve_two_halves (RawConnection *connection, gpointer go_on)
{
  g_autofree char *request = raw_connection_read_request (connection);

  raw_connection_puts (connection, HEAD "Content-Length: 11\r\n\r\nhello");
  while (!g_atomic_int_get ((int *) go_on) && !raw_connection_is_stopped (connection))
    g_usleep (1000);
  raw_connection_puts (connection, " world");
  raw_connection_wait_for_end (connection);
}

/* A cancelled read takes nothing: the next one goes on where it was. */
static gboolean
test_body_goes_on (GValue *result, gpointer user_data, GError **error)
{
  int go_on = 0;
  g_autoptr (RawServer) server = raw_server_new (serve_two_halves, &go_on);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autofree char *url = raw_server_make_url (server, "/");
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, NULL, error);
  AiohttpStreamReader *content = aiohttp_client_response_get_content (response);
  g_autoptr (GBytes) first = aiohttp_stream_reader_readexactly (content, 5, error);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GError) failure = NULL;
  g_autoptr (GBytes) second = NULL;

  g_assert_nonnull (first);
  g_timeout_add (20, cancel, cancellable);
  cancelled = aiohttp_await (aiohttp_stream_reader_read_async (content, -1, cancellable, AIOHTTP_RESUME));
  g_assert_null (aiohttp_stream_reader_read_finish (content, cancelled, &failure));
  g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_atomic_int_set (&go_on, 1);
  second = aiohttp_stream_reader_read (content, -1, error);
  g_assert_nonnull (second);
  g_assert_cmpmem (g_bytes_get_data (second, NULL), g_bytes_get_size (second), " world", 6);
  return aiohttp_client_session_close (session, error);
}

static void
on_result (GObject *source, GAsyncResult *result, gpointer user_data)
{
  *(GAsyncResult **) user_data = g_object_ref (result);
}

/* What has come is delivered, though the cancel comes between the operation's end and its callback. */
static gboolean
test_delivered (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  g_autoptr (AiohttpClientResponse) response = NULL;
  AiohttpStreamReader *content;
  g_autoptr (GBytes) body = NULL;
  g_autofree char *text = NULL;
  g_autoptr (JsonNode) json = NULL;
  GAsyncResult *results[4] = { NULL };

  set_up (&fixture);
  response = get (&fixture, "/", NULL, error);
  if (response == NULL)
    return FALSE;
  content = aiohttp_client_response_get_content (response);
  body = aiohttp_client_response_read (response, error);
  g_assert_nonnull (body);

  aiohttp_client_response_read_async (response, fixture.cancellable, on_result, &results[0]);
  aiohttp_client_response_text_async (response, fixture.cancellable, on_result, &results[1]);
  aiohttp_client_response_json_async (response, fixture.cancellable, on_result, &results[2]);
  aiohttp_stream_reader_read_async (content, 10, fixture.cancellable, on_result, &results[3]);
  g_cancellable_cancel (fixture.cancellable);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    while (results[i] == NULL)
      if (!aiohttp_sleep (0.001, error))
        return FALSE;

  g_clear_pointer (&body, g_bytes_unref);
  body = aiohttp_client_response_read_finish (response, results[0], error);
  g_assert_nonnull (body);
  text = aiohttp_client_response_text_finish (response, results[1], error);
  g_assert_cmpstr (text, ==, "42");
  json = aiohttp_client_response_json_finish (response, results[2], error);
  g_assert_nonnull (json);
  g_clear_pointer (&body, g_bytes_unref);
  body = aiohttp_stream_reader_read_finish (content, results[3], error);
  g_assert_nonnull (body);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    g_object_unref (results[i]);
  tear_down (&fixture);
  return TRUE;
}

/* A cancel at any moment: either the whole exchange, or G_IO_ERROR_CANCELLED, and nothing in between. Which of both is up
 * to the server's speed, but for every third, which is never answered. */
static gboolean
test_any_moment (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  guint n_cancelled = 0;

  set_up (&fixture);
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) failure = NULL;
      g_autoptr (AiohttpClientResponse) response = NULL;
      guint turns = i;
      g_autofree char *url = raw_server_make_url (fixture.server, i % 3 == 0 ? "/silent" : "/");
      GAsyncResult *got = NULL;

      aiohttp_client_session_get_async (fixture.session, url, NULL, cancellable, on_result, &got);
      while (got == NULL)
        {
          if (turns-- == 0)
            g_cancellable_cancel (cancellable);
          if (!aiohttp_sleep (0.0001, error))
            return FALSE;
        }
      response = aiohttp_client_session_get_finish (fixture.session, got, &failure);
      g_object_unref (got);
      if (response == NULL)
        {
          g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
          n_cancelled++;
        }
      else
        {
          g_autofree char *text = aiohttp_client_response_text (response, error);

          g_assert_cmpstr (text, ==, "42");
        }
    }
  g_test_message ("%u of 60 were cancelled", n_cancelled);
  g_assert_cmpuint (n_cancelled, >=, 20);
  assert_works (&fixture);
  tear_down (&fixture);
  return TRUE;
}

/* A listener whose backlog is full: connecting to it hangs. */
typedef struct
{
  GSocket *listening;
  GSocket *waiting[4];
  char *url;
} Busy;

static void
busy_init (Busy *busy)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;

  busy->listening = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
  g_socket_bind (busy->listening, any, TRUE, NULL);
  g_socket_set_listen_backlog (busy->listening, 0);
  g_assert_true (g_socket_listen (busy->listening, NULL));
  address = g_socket_get_local_address (busy->listening, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (busy->waiting); i++)
    {
      busy->waiting[i] = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);
      g_socket_set_blocking (busy->waiting[i], FALSE);
      g_socket_connect (busy->waiting[i], address, NULL, NULL);
    }
  busy->url =
      g_strdup_printf ("http://127.0.0.1:%u/", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
}

static void
busy_clear (Busy *busy)
{
  for (guint i = 0; i < G_N_ELEMENTS (busy->waiting); i++)
    g_object_unref (busy->waiting[i]);
  g_object_unref (busy->listening);
  g_free (busy->url);
}

static gboolean
close_session (gpointer session)
{
  aiohttp_client_session_close_async (session, NULL, NULL, NULL);
  return G_SOURCE_REMOVE;
}

typedef enum
{
  END_BY_CANCEL,
  END_BY_TIMEOUT,
  END_BY_CLOSE,
} End;

/* A request that does not get as far as its head, ended in each way. */
static void
assert_ends (AiohttpClientSession *session, const char *url, End end)
{
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) failure = NULL;
  gint64 start = g_get_monotonic_time ();

  if (end == END_BY_CANCEL)
    g_timeout_add (20, cancel, cancellable);
  else if (end == END_BY_TIMEOUT)
    aiohttp_request_options_set_timeout (options, 0.02);
  else
    g_timeout_add (20, close_session, session);
  result = aiohttp_await (aiohttp_client_session_get_async (session, url, options, cancellable, AIOHTTP_RESUME));
  g_assert_null (aiohttp_client_session_get_finish (session, result, &failure));
  if (end == END_BY_CANCEL)
    g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  else if (end == END_BY_TIMEOUT)
    g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_TIMEOUT);
  else
    g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 10 * G_TIME_SPAN_SECOND);
}

static gboolean
test_connecting (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  Busy busy;

  busy_init (&busy);
  for (End end = END_BY_CANCEL; end <= END_BY_CLOSE; end++)
    assert_ends (session, busy.url, end);
  g_assert_true (aiohttp_client_session_close (session, error));
  busy_clear (&busy);
  return TRUE;
}

/* Waiting for a connection of a full pool. */
static gboolean
test_queued (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpConnector) connector =
      g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "transport", client_transport_get_kind (), "limit", 1u, NULL);
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new_with_connector (connector);
  g_autofree char *half = raw_server_make_url (server, "/half");
  g_autofree char *url = raw_server_make_url (server, "/");
  g_autoptr (AiohttpClientResponse) holder = aiohttp_client_session_get (session, half, NULL, error);

  g_assert_nonnull (holder);
  assert_ends (session, url, END_BY_CANCEL);
  assert_ends (session, url, END_BY_TIMEOUT);
  g_assert_cmpuint (raw_server_count_requests (server), ==, 1);

  /* and goes on when the pool does */
  aiohttp_client_response_close (holder);
  {
    g_autoptr (AiohttpClientResponse) next = aiohttp_client_session_get (session, url, NULL, error);
    g_autofree char *text = next != NULL ? aiohttp_client_response_text (next, error) : NULL;

    g_assert_cmpstr (text, ==, "42");
  }
  g_clear_object (&holder);
  holder = aiohttp_client_session_get (session, half, NULL, error);
  g_assert_nonnull (holder);
  assert_ends (session, url, END_BY_CLOSE);
  return TRUE;
}

static gboolean
close_connector (gpointer connector)
{
  aiohttp_connector_close (connector);
  return G_SOURCE_REMOVE;
}

/* A connector that is closed by itself ends those that wait for it, too. */
static gboolean
test_connector_closed (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpConnector) connector =
      g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "transport", client_transport_get_kind (), "limit-per-host", 1u, NULL);
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new_with_connector (connector);
  g_autofree char *half = raw_server_make_url (server, "/half");
  g_autoptr (AiohttpClientResponse) holder = aiohttp_client_session_get (session, half, NULL, error);
  g_autoptr (GError) failure = NULL;

  g_assert_nonnull (holder);
  g_timeout_add (20, close_connector, connector);
  g_assert_null (aiohttp_client_session_get (session, half, NULL, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED);
  g_clear_error (&failure);
  g_assert_null (aiohttp_client_session_get (session, half, NULL, &failure));
  g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED);
  g_clear_error (&failure);
  g_assert_null (aiohttp_client_response_read (holder, &failure));
  g_assert_true (failure->domain == AIOHTTP_CLIENT_ERROR);
  g_test_message ("%s", failure->message);
  return aiohttp_client_session_close (session, error);
}

static gboolean
close_response (gpointer response)
{
  aiohttp_client_response_close (response);
  return G_SOURCE_REMOVE;
}

static gboolean
test_close_during_read (GValue *result, gpointer user_data, GError **error)
{
  for (guint session = 0; session < 2; session++)
    {
      Fixture fixture;
      g_autoptr (AiohttpClientResponse) response = NULL;
      g_autoptr (GError) failure = NULL;

      set_up (&fixture);
      response = get (&fixture, "/half", NULL, error);
      g_assert_nonnull (response);
      if (session)
        g_timeout_add (20, close_session, fixture.session);
      else
        g_timeout_add (20, close_response, response);
      g_assert_null (aiohttp_client_response_read (response, &failure));
      g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED);
      g_assert_true (aiohttp_client_response_is_closed (response));
      g_assert_true (aiohttp_client_session_close (fixture.session, error));
      g_clear_object (&response);
      tear_down (&fixture);
    }
  return TRUE;
}

/* aiohttp: reading after release fails; what was read stays. */
static gboolean
test_read_after_close (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  g_autoptr (AiohttpClientResponse) unread = NULL;
  g_autoptr (AiohttpClientResponse) partly = NULL;
  g_autoptr (AiohttpClientResponse) whole = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GError) failure = NULL;

  set_up (&fixture);
  unread = get (&fixture, "/half", NULL, error);
  aiohttp_client_response_release (unread);
  g_assert_null (aiohttp_client_response_read (unread, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED);
  g_clear_error (&failure);

  partly = get (&fixture, "/half", NULL, error);
  bytes = aiohttp_stream_reader_read (aiohttp_client_response_get_content (partly), 2, error);
  g_assert_cmpuint (g_bytes_get_size (bytes), ==, 2);
  aiohttp_client_response_close (partly);
  g_assert_null (aiohttp_stream_reader_readexactly (aiohttp_client_response_get_content (partly), 10, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED);

  whole = get (&fixture, "/", NULL, error);
  g_clear_pointer (&bytes, g_bytes_unref);
  bytes = aiohttp_client_response_read (whole, error);
  aiohttp_client_response_close (whole);
  text = aiohttp_client_response_text (whole, error);
  g_assert_cmpstr (text, ==, "42");
  tear_down (&fixture);
  return TRUE;
}

static gboolean
test_close_before_head (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  g_autoptr (GError) failure = NULL;

  set_up (&fixture);
  g_timeout_add (20, close_session, fixture.session);
  g_assert_null (get (&fixture, "/silent", NULL, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED);
  g_assert_true (aiohttp_client_session_close (fixture.session, error));
  tear_down (&fixture);
  return TRUE;
}

/* The clock runs also while nobody reads. */
static gboolean
test_timeout_unread (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autoptr (GError) failure = NULL;

  set_up (&fixture);
  /* enough for the head on the slowest machine */
  aiohttp_client_session_set_timeout (fixture.session, 1.5);
  response = get (&fixture, "/half", NULL, error);
  g_assert_nonnull (response);
  while (!aiohttp_client_response_is_closed (response))
    if (!aiohttp_sleep (0.01, error))
      return FALSE;
  g_assert_null (aiohttp_client_response_read (response, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_TIMEOUT);
  tear_down (&fixture);
  return TRUE;
}

static gboolean
fetch_silence (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpClientResponse) response = get (user_data, "/silent", AIOHTTP_CANCELLABLE, error);

  return response != NULL;
}

static gboolean
cancel_task (gpointer task)
{
  aiohttp_task_cancel (task);
  return G_SOURCE_REMOVE;
}

static gboolean
test_task (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  g_autoptr (AiohttpTask) task = NULL;
  g_autoptr (GError) failure = NULL;

  set_up (&fixture);
  task = aiohttp_spawn (fetch_silence, &fixture, NULL);
  g_timeout_add (20, cancel_task, task);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (task), &failure));
  g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  assert_works (&fixture);
  tear_down (&fixture);
  return TRUE;
}

static gboolean
test_second_reader (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autoptr (GError) failure = NULL;
  GAsyncResult *first = NULL;

  set_up (&fixture);
  response = get (&fixture, "/half", NULL, error);
  aiohttp_client_response_read_async (response, fixture.cancellable, on_result, &first);
  g_assert_null (aiohttp_stream_reader_readany (aiohttp_client_response_get_content (response), &failure));
  g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_PENDING);
  g_cancellable_cancel (fixture.cancellable);
  while (first == NULL)
    if (!aiohttp_sleep (0.001, error))
      return FALSE;
  g_clear_error (&failure);
  g_assert_null (aiohttp_client_response_read_finish (response, first, &failure));
  g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_object_unref (first);
  tear_down (&fixture);
  return TRUE;
}

/* Nothing is left of what was dropped: neither memory, for the leak checker to see, nor a connection. */
static gboolean
test_dropped (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  AiohttpClientResponse *response;
  GAsyncResult *got = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GBytes) rest = NULL;

  set_up (&fixture);
  url = raw_server_make_url (fixture.server, "/half");
  response = get (&fixture, "/half", NULL, error);
  g_object_unref (response);

  /* with its session gone, a response can still be read */
  response = get (&fixture, "/", NULL, error);
  g_object_unref (fixture.session);
  rest = aiohttp_client_response_read (response, error);
  g_assert_cmpuint (g_bytes_get_size (rest), ==, 2);
  g_object_unref (response);

  /* and a request keeps its session until its head is there */
  fixture.session = client_transport_new_session ();
  aiohttp_client_session_get_async (fixture.session, url, NULL, NULL, on_result, &got);
  g_object_unref (fixture.session);
  while (got == NULL)
    if (!aiohttp_sleep (0.001, error))
      return FALSE;
  response = g_task_propagate_pointer (G_TASK (got), error);
  g_object_unref (got);
  g_assert_cmpuint (aiohttp_client_response_get_status (response), ==, 200);
  g_object_unref (response);
  fixture.session = client_transport_new_session ();
  tear_down (&fixture);
  return TRUE;
}

static void
on_main_stack (GObject *source, GAsyncResult *result, gpointer n_called)
{
  g_assert_null (aiohttp_task_get_current ());
  ++*(guint *) n_called;
}

/* What a coroutine ends calls back on the main stack, where the callbacks of bindings belong. */
static gboolean
test_main_stack (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  g_autoptr (AiohttpClientResponse) one = NULL;
  g_autoptr (AiohttpClientResponse) two = NULL;
  AiohttpClientResponse *unread;
  g_autofree char *url = NULL;
  guint n_called = 0;

  set_up (&fixture);
  url = raw_server_make_url (fixture.server, "/silent");
  one = get (&fixture, "/half", NULL, error);
  two = get (&fixture, "/half", NULL, error);
  unread = get (&fixture, "/half", NULL, error);
  aiohttp_client_response_read_async (one, NULL, on_main_stack, &n_called);
  aiohttp_client_response_text_async (two, fixture.cancellable, on_main_stack, &n_called);
  aiohttp_client_session_get_async (fixture.session, url, NULL, NULL, on_main_stack, &n_called);
  if (!aiohttp_sleep (0.02, error))
    return FALSE;
  aiohttp_client_response_close (one);
  g_cancellable_cancel (fixture.cancellable);
  aiohttp_client_session_close_async (fixture.session, NULL, on_main_stack, &n_called);
  g_object_unref (unread);
  while (n_called < 4)
    if (!aiohttp_sleep (0.001, error))
      return FALSE;
  tear_down (&fixture);
  return TRUE;
}

typedef struct
{
  int wanted; /* at a time, for one to be answered */
  int now;
  int most;
} Load;

static void
serve_slowly (RawConnection *connection, gpointer user_data)
{
  Load *load = user_data;

  for (;;)
    {
      g_autofree char *request = raw_connection_read_request (connection);
      g_autofree char *path = request != NULL ? raw_request_get_path (request) : NULL;
      g_autofree char *answer = NULL;
      int now;

      if (path == NULL)
        return;
      now = g_atomic_int_add (&load->now, 1) + 1;
      for (int most = g_atomic_int_get (&load->most); now > most; most = g_atomic_int_get (&load->most))
        if (g_atomic_int_compare_and_exchange (&load->most, most, now))
          break;
      g_usleep (5000);
      while (g_atomic_int_get (&load->most) < load->wanted && !raw_connection_is_stopped (connection))
        g_usleep (1000);
      g_atomic_int_add (&load->now, -1);
      answer = g_strdup_printf (HEAD "Content-Length: %zu\r\n\r\n%s", strlen (path), path);
      raw_connection_puts (connection, answer);
    }
}

static gboolean
fetch_number (GValue *result, gpointer user_data, GError **error)
{
  Fixture *fixture = user_data;
  static guint counter;
  g_autofree char *path = g_strdup_printf ("/%u", counter++);
  g_autoptr (AiohttpClientResponse) response = get (fixture, path, NULL, error);
  g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

  g_assert_cmpstr (text, ==, path);
  return text != NULL;
}

static gboolean
test_many (GValue *result, gpointer user_data, GError **error)
{
  const guint limits[] = { 0, 5 };

  for (guint l = 0; l < G_N_ELEMENTS (limits); l++)
    {
      Load load = { .wanted = limits[l] > 0 ? 1 : 6 };
      Fixture fixture = { .server = raw_server_new (serve_slowly, &load) };
      g_autoptr (AiohttpConnector) connector = g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "transport",
                                                             client_transport_get_kind (), "limit", limits[l], NULL);
      AiohttpTask *tasks[50];

      fixture.session = aiohttp_client_session_new_with_connector (connector);
      for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
        tasks[i] = aiohttp_spawn (fetch_number, &fixture, NULL);
      for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
        {
          if (!aiohttp_future_await (AIOHTTP_FUTURE (tasks[i]), error))
            return FALSE;
          g_object_unref (tasks[i]);
        }
      g_test_message ("limit %u: at most %d at a time, %u connections", limits[l], load.most,
                      raw_server_count_connections (fixture.server));
      if (limits[l] > 0)
        g_assert_cmpint (load.most, <=, (int) limits[l]);
      g_object_unref (fixture.session);
      raw_server_free (fixture.server);
    }
  return TRUE;
}

int
main (int argc, char **argv)
{
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/client/cancel/before", test_before, NULL);
  aiohttp_test_add_coroutine ("/client/cancel/connecting", test_connecting, NULL);
  aiohttp_test_add_coroutine ("/client/cancel/queued", test_queued, NULL);
  aiohttp_test_add_coroutine ("/client/close/connector", test_connector_closed, NULL);
  aiohttp_test_add_coroutine ("/client/cancel/before-head", test_before_head, NULL);
  aiohttp_test_add_coroutine ("/client/cancel/body-goes-on", test_body_goes_on, NULL);
  aiohttp_test_add_coroutine ("/client/cancel/delivered", test_delivered, NULL);
  aiohttp_test_add_coroutine ("/client/cancel/any-moment", test_any_moment, NULL);
  aiohttp_test_add_coroutine ("/client/cancel/task", test_task, NULL);
  aiohttp_test_add_coroutine ("/client/close/during-read", test_close_during_read, NULL);
  aiohttp_test_add_coroutine ("/client/close/read-after", test_read_after_close, NULL);
  aiohttp_test_add_coroutine ("/client/close/before-head", test_close_before_head, NULL);
  aiohttp_test_add_coroutine ("/client/timeout/unread", test_timeout_unread, NULL);
  aiohttp_test_add_coroutine ("/client/main-stack", test_main_stack, NULL);
  aiohttp_test_add_coroutine ("/client/second-reader", test_second_reader, NULL);
  aiohttp_test_add_coroutine ("/client/dropped", test_dropped, NULL);
  aiohttp_test_add_coroutine ("/client/many", test_many, NULL);
  return g_test_run ();
}
