/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <string.h>

#include "raw-client.h"
#include "server-thread.h"

#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"

/* A logger of one's own. */
#define OWN_TYPE_LOGGER (own_logger_get_type ())
G_DECLARE_FINAL_TYPE (OwnLogger, own_logger, OWN, LOGGER, AiohttpAccessLogger)

struct _OwnLogger
{
  AiohttpAccessLogger parent_instance;

  GMutex mutex;
  GString *text;
};

G_DEFINE_FINAL_TYPE (OwnLogger, own_logger, AIOHTTP_TYPE_ACCESS_LOGGER)

static void
own_logger_log (AiohttpAccessLogger *logger, AiohttpRequest *request, AiohttpStreamResponse *response, double seconds)
{
  OwnLogger *self = OWN_LOGGER (logger);
  g_autofree char *line = aiohttp_access_logger_format_line (logger, request, response, seconds);

  g_assert_cmpfloat (seconds, >=, 0);
  g_mutex_lock (&self->mutex);
  g_string_append_printf (self->text, "%s|", line);
  g_mutex_unlock (&self->mutex);
}

static void
own_logger_finalize (GObject *object)
{
  g_string_free (OWN_LOGGER (object)->text, TRUE);
  g_mutex_clear (&OWN_LOGGER (object)->mutex);
  G_OBJECT_CLASS (own_logger_parent_class)->finalize (object);
}

static void
own_logger_class_init (OwnLoggerClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = own_logger_finalize;
  AIOHTTP_ACCESS_LOGGER_CLASS (klass)->log = own_logger_log;
}

static void
own_logger_init (OwnLogger *self)
{
  g_mutex_init (&self->mutex);
  self->text = g_string_new (NULL);
}

static AiohttpReply *
handle_root (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "Hello"));
}

static AiohttpReply *
handle_slow (AiohttpRequest *request, gpointer user_data, GError **error)
{
  if (!aiohttp_sleep (0.03, error))
    return NULL;
  return AIOHTTP_REPLY (aiohttp_response_new_text (201, "slow"));
}

/* Writes until it cannot. */
static AiohttpReply *
handle_endless (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);
  static const guint8 piece[64 * 1024];

  if (!aiohttp_stream_response_prepare (response, request, error))
    return NULL;
  while (aiohttp_stream_response_write (response, piece, sizeof piece, error))
    continue;
  return NULL;
}

/* A websocket that is closed by its handler, or lives on by signals. */
static AiohttpReply *
handle_web_socket (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  AiohttpWebSocket *socket = aiohttp_web_socket_response_accept (response, request, error);

  if (socket == NULL)
    return NULL;
  if (strcmp (aiohttp_request_get_query_string (request), "signals") == 0)
    g_signal_connect_swapped (socket, "message", G_CALLBACK (aiohttp_web_socket_abort), socket);
  else
    {
      g_autoptr (AiohttpWebSocketMessage) message = aiohttp_web_socket_next (socket, error);

      g_assert_nonnull (message);
    }
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static void
add_routes (AiohttpRouter *router)
{
  aiohttp_router_add_get (router, "/endless", handle_endless, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/", handle_root, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/ws", handle_web_socket, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/slow", handle_slow, NULL, NULL, NULL);
}

/* Each answer once, in order, also that to what could not be read. */
static void
test_own (void)
{
  g_autoptr (OwnLogger) logger = g_object_new (OWN_TYPE_LOGGER, "format", "%r %s %b", NULL);
  ServerThread *server = server_thread_start (add_routes, "access-log", TRUE, "access-logger", logger, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  raw_client_send (client, GET ("/?a") GET ("/slow") GET ("/nothing") "BAD\r\n\r\n");
  raw_client_expect (client, 200, "Hello");
  raw_client_expect (client, 201, "slow");
  raw_client_expect (client, 404, NULL);
  raw_client_expect (client, 400, NULL);
  raw_client_expect_end (client);
  server_thread_stop (server);
  g_assert_true (g_str_has_prefix (logger->text->str, "GET /?a HTTP/1.1 200 5|GET /slow HTTP/1.1 201 4|"
                                                      "GET /nothing HTTP/1.1 404 "));
  g_assert_nonnull (strstr (logger->text->str, "|- 400 "));
}

static void
test_duration (void)
{
  g_autoptr (OwnLogger) logger = g_object_new (OWN_TYPE_LOGGER, "format", "%D", NULL);
  ServerThread *server = server_thread_start (add_routes, "access-log", TRUE, "access-logger", logger, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  raw_client_send (client, GET ("/slow"));
  raw_client_expect (client, 201, "slow");
  server_thread_stop (server);
  g_assert_cmpint (g_ascii_strtoll (logger->text->str, NULL, 10), >=, 29000);
}

/* A client that resets the connection in the middle of an answer is logged with its address, once. */
static void
test_reset (void)
{
  g_autoptr (OwnLogger) logger = g_object_new (OWN_TYPE_LOGGER, "format", "%a %r %s", NULL);
  ServerThread *server = server_thread_start (add_routes, "access-log", TRUE, "access-logger", logger, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);
  g_autofree char *some = NULL;

  raw_client_send (client, GET ("/endless"));
  some = raw_client_read_bytes (client, 100000);
  raw_client_reset (client);
  server_thread_await_connections (server, 0);
  server_thread_stop (server);
  g_assert_cmpstr (logger->text->str, ==, "127.0.0.1 GET /endless HTTP/1.1 200|");
}

#define HANDSHAKE(path)                                                                                                \
  "GET " path " HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"                                  \
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"

/* A websocket's request is logged once, with the 101. */
static void
test_web_sockets (void)
{
  static const char *const paths[] = { "/ws?coroutine", "/ws?signals" };

  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autoptr (OwnLogger) logger = g_object_new (OWN_TYPE_LOGGER, "format", "%a %r %s", NULL);
      ServerThread *server = server_thread_start (add_routes, "access-log", TRUE, "access-logger", logger, NULL);
      g_autoptr (RawClient) client = raw_client_new (server->port);
      g_autoptr (RawResponse) response = NULL;
      g_autofree char *handshake = g_strdup_printf (HANDSHAKE ("%s"), paths[i]);
      g_autofree char *expected = g_strdup_printf ("127.0.0.1 GET %s HTTP/1.1 101|", paths[i]);

      raw_client_send (client, handshake);
      response = raw_client_read (client, TRUE);
      g_assert_cmpuint (response->status, ==, 101);
      raw_client_send_bytes (client, (const guint8 *) "\x81\x82\0\0\0\0hi", 8);
      /* The answer to the close that the first one sends. */
      raw_client_send_bytes (client, (const guint8 *) "\x88\x82\0\0\0\0\x03\xe8", 8);
      server_thread_await_connections (server, 0);
      server_thread_stop (server);
      g_assert_cmpstr (logger->text->str, ==, expected);
    }
}

static void
test_off (void)
{
  g_autoptr (OwnLogger) logger = g_object_new (OWN_TYPE_LOGGER, NULL);
  ServerThread *server = server_thread_start (add_routes, "access-log", FALSE, "access-logger", logger, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  raw_client_send (client, GET ("/"));
  raw_client_expect (client, 200, "Hello");
  server_thread_stop (server);
  g_assert_cmpstr (logger->text->str, ==, "");
}

static GMutex fields_mutex;
static GHashTable *fields_logged;

static GLogWriterOutput
keep_fields (GLogLevelFlags level, const GLogField *fields, gsize n_fields, gpointer data)
{
  if ((level & G_LOG_LEVEL_INFO) == 0)
    return g_log_writer_default (level, fields, n_fields, data);
  g_mutex_lock (&fields_mutex);
  for (gsize i = 0; i < n_fields; i++)
    g_hash_table_insert (fields_logged, g_strdup (fields[i].key), g_strdup (fields[i].value));
  g_mutex_unlock (&fields_mutex);
  return G_LOG_WRITER_HANDLED;
}

static void
assert_field (const char *key, const char *value)
{
  g_assert_cmpstr (g_hash_table_lookup (fields_logged, key), ==, value);
}

static void
test_structured (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AiohttpAccessLogger) logger = aiohttp_access_logger_new ("%s %r", &error);
  ServerThread *server;
  g_autoptr (RawClient) client = NULL;

  g_assert_no_error (error);
  server = server_thread_start (add_routes, "access-log", TRUE, "access-logger", logger, NULL);
  client = raw_client_new (server->port);
  raw_client_send (client, GET ("/slow?x=%22"));
  raw_client_expect (client, 201, "slow");
  server_thread_stop (server);
  assert_field ("MESSAGE", "201 GET /slow?x=%22 HTTP/1.1");
  assert_field ("GLIB_DOMAIN", "aiohttp.access");
  assert_field ("PRIORITY", "6");
  assert_field ("AIOHTTP_REMOTE", "127.0.0.1");
  assert_field ("AIOHTTP_METHOD", "GET");
  assert_field ("AIOHTTP_TARGET", "/slow?x=%22");
  assert_field ("AIOHTTP_STATUS", "201");
  assert_field ("AIOHTTP_BODY_SIZE", "4");
  g_assert_nonnull (g_hash_table_lookup (fields_logged, "AIOHTTP_DURATION"));
}

static void
test_bad_format (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (aiohttp_access_logger_new ("%z", &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN);
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  fields_logged = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_log_set_writer_func (keep_fields, NULL, NULL);
  g_test_add_func ("/web-access-log/own", test_own);
  g_test_add_func ("/web-access-log/duration", test_duration);
  g_test_add_func ("/web-access-log/reset", test_reset);
  g_test_add_func ("/web-access-log/web-sockets", test_web_sockets);
  g_test_add_func ("/web-access-log/off", test_off);
  g_test_add_func ("/web-access-log/structured", test_structured);
  g_test_add_func ("/web-access-log/bad-format", test_bad_format);
  result = g_test_run ();
  g_hash_table_unref (fields_logged);
  return result;
}
