/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Each timeout of a request, told by its error from the others, and a session that works on. */

#include <string.h>

#include "client-transport.h"
#include "raw-server.h"

#define HEAD "HTTP/1.1 200 OK\r\n"

static void
serve_silence (RawConnection *connection, gpointer user_data)
{
  raw_connection_wait_for_end (connection);
}

/* A head and the beginning of its body. */
static void
serve_part (RawConnection *connection, gpointer user_data)
{
  g_autofree char *request = raw_connection_read_request (connection);

  if (request != NULL && raw_connection_puts (connection, HEAD "Content-Length: 10\r\n\r\nabc"))
    raw_connection_wait_for_end (connection);
}

/* An interim response, and no more. */
static void
serve_interim (RawConnection *connection, gpointer user_data)
{
  g_autofree char *request = raw_connection_read_request (connection);

  if (request != NULL && raw_connection_puts (connection, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"))
    raw_connection_wait_for_end (connection);
}

/* A byte now and then, which no timeout between two reads minds. */
static void
serve_trickle (RawConnection *connection, gpointer user_data)
{
  g_autofree char *request = raw_connection_read_request (connection);

  if (request != NULL && raw_connection_puts (connection, HEAD "Content-Length: 100000\r\n\r\n"))
    while (!raw_connection_is_stopped (connection) && raw_connection_puts (connection, "x"))
      g_usleep (20000);
}

static void
serve_ok (RawConnection *connection, gpointer user_data)
{
  g_autofree char *request = raw_connection_read_request (connection);

  if (request != NULL)
    raw_connection_puts (connection, HEAD "Content-Length: 2\r\nConnection: close\r\n\r\nok");
}

typedef enum
{
  TOTAL,
  CONNECT,
  SOCK_CONNECT,
  SOCK_READ,
  MIN_RATE,
} Limit;

static AiohttpRequestOptions *
make_options (Limit limit, double value)
{
  AiohttpRequestOptions *options = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientTimeout) timeout = aiohttp_client_timeout_new ();

  switch (limit)
    {
    case TOTAL:
      aiohttp_client_timeout_set_total (timeout, value);
      break;
    case CONNECT:
      aiohttp_client_timeout_set_connect (timeout, value);
      break;
    case SOCK_CONNECT:
      aiohttp_client_timeout_set_sock_connect (timeout, value);
      break;
    case SOCK_READ:
      aiohttp_client_timeout_set_sock_read (timeout, value);
      break;
    case MIN_RATE:
      aiohttp_client_timeout_set_min_rate (timeout, (guint) value);
      break;
    default:
      g_assert_not_reached ();
    }
  aiohttp_request_options_set_client_timeout (options, timeout);
  return options;
}

static char *
fetch (AiohttpClientSession *session, RawServer *server, const char *scheme, AiohttpRequestOptions *options,
       GError **error)
{
  g_autofree char *url = g_strdup_printf ("%s://127.0.0.1:%u/", scheme, raw_server_get_port (server));
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, options, error);

  return response != NULL ? aiohttp_client_response_text (response, error) : NULL;
}

static const struct
{
  const char *name;
  RawServerFunc serve;
  const char *scheme;
  Limit limit;
  double value;
  AiohttpClientError code;
  const char *message;
} rows[] = {
  { "total/head", serve_silence, "http", TOTAL, 0.1, AIOHTTP_CLIENT_ERROR_TIMEOUT, "0.1 seconds" },
  { "total/body", serve_part, "http", TOTAL, 0.1, AIOHTTP_CLIENT_ERROR_TIMEOUT, "0.1 seconds" },
  { "total/trickle", serve_trickle, "http", TOTAL, 0.2, AIOHTTP_CLIENT_ERROR_TIMEOUT, "0.2 seconds" },
  { "total/tls", serve_silence, "https", TOTAL, 0.1, AIOHTTP_CLIENT_ERROR_TIMEOUT, "0.1 seconds" },
  { "connect/tls", serve_silence, "https", CONNECT, 0.1, AIOHTTP_CLIENT_ERROR_CONNECTION_TIMEOUT, "0.1 seconds" },
  { "sock-connect/tls", serve_silence, "https", SOCK_CONNECT, 0.1, AIOHTTP_CLIENT_ERROR_CONNECTION_TIMEOUT,
    "0.1 seconds" },
  { "sock-read/head", serve_silence, "http", SOCK_READ, 0.1, AIOHTTP_CLIENT_ERROR_SOCKET_TIMEOUT, "0.1 seconds" },
  { "sock-read/interim", serve_interim, "http", SOCK_READ, 0.1, AIOHTTP_CLIENT_ERROR_SOCKET_TIMEOUT, "0.1 seconds" },
  { "sock-read/body", serve_part, "http", SOCK_READ, 0.1, AIOHTTP_CLIENT_ERROR_SOCKET_TIMEOUT, "0.1 seconds" },
  { "min-rate/trickle", serve_trickle, "http", MIN_RATE, 10000, AIOHTTP_CLIENT_ERROR_SOCKET_TIMEOUT,
    "10000 bytes a second" },
};

/* By the session's timeouts and by the request's; the connection is closed. */
static gboolean
test_row (GValue *result, gpointer user_data, GError **error)
{
  guint i = GPOINTER_TO_UINT (user_data);
  g_autoptr (RawServer) server = raw_server_new (rows[i].serve, NULL);
  g_autoptr (RawServer) good = raw_server_new (serve_ok, NULL);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();

  for (guint n = 0; n < (rows[i].limit == MIN_RATE ? 1 : 2); n++)
    {
      g_autoptr (AiohttpRequestOptions) options = make_options (rows[i].limit, rows[i].value);
      g_autoptr (GError) failure = NULL;
      g_autofree char *text = NULL;
      g_autofree char *fine = NULL;

      if (n == 1)
        aiohttp_client_session_set_client_timeout (session, aiohttp_request_options_get_client_timeout (options));
      text = fetch (session, server, rows[i].scheme, n == 0 ? options : NULL, &failure);
      g_assert_null (text);
      g_assert_error (failure, AIOHTTP_CLIENT_ERROR, (int) rows[i].code);
      g_test_message ("%s", failure->message);
      g_assert_nonnull (strstr (failure->message, rows[i].message));
      while (raw_server_count_open (server) > 0)
        if (!aiohttp_sleep (0.01, error))
          return FALSE;
      aiohttp_client_session_set_client_timeout (session, NULL);
      fine = fetch (session, good, "http", NULL, error);
      g_assert_cmpstr (fine, ==, "ok");
    }
  return aiohttp_client_session_close (session, error);
}

/* The peer is not to blame for what nobody reads. */
static gboolean
test_paused (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) server = raw_server_new (serve_part, NULL);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autoptr (AiohttpRequestOptions) options = make_options (SOCK_READ, 2);
  g_autofree char *url = raw_server_make_url (server, "/");
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, options, error);
  AiohttpStreamReader *reader;
  g_autoptr (GBytes) part = NULL;
  g_autoptr (GBytes) rest = NULL;
  g_autoptr (GError) failure = NULL;

  if (response == NULL || !aiohttp_sleep (2.5, error))
    return FALSE;
  reader = aiohttp_client_response_get_content (response);
  part = aiohttp_stream_reader_readexactly (reader, 3, error);
  if (part == NULL)
    return FALSE;
  rest = aiohttp_stream_reader_readexactly (reader, 3, &failure);
  g_assert_null (rest);
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_SOCKET_TIMEOUT);
  return aiohttp_client_session_close (session, error);
}

/* What comes fast enough is let be. */
static gboolean
test_fast_enough (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) server = raw_server_new (serve_ok, NULL);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  const Limit limits[] = { TOTAL, CONNECT, SOCK_CONNECT, SOCK_READ, MIN_RATE };

  for (guint i = 0; i < G_N_ELEMENTS (limits); i++)
    {
      g_autoptr (AiohttpRequestOptions) options = make_options (limits[i], 20);
      g_autofree char *text = fetch (session, server, "http", options, error);

      g_assert_cmpstr (text, ==, "ok");
    }
  return aiohttp_client_session_close (session, error);
}

int
main (int argc, char *argv[])
{
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/client-timeouts/", rows[i].name, NULL);

      if (client_transport_is_soup () && strcmp (rows[i].scheme, "https") == 0 &&
          !g_tls_backend_supports_tls (g_tls_backend_get_default ()))
        continue;
      aiohttp_test_add_coroutine (path, test_row, GUINT_TO_POINTER (i));
    }
  aiohttp_test_add_coroutine ("/client-timeouts/paused", test_paused, NULL);
  aiohttp_test_add_coroutine ("/client-timeouts/fast-enough", test_fast_enough, NULL);
  return g_test_run ();
}
