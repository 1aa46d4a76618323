/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The native transport by its seam, against servers that say exactly what a test wants. */

#include "config.h"

#include <string.h>

#include "aiohttp-error.h"
#include "aiohttp-event-loop.h"
#include "aiohttp-native-transport-private.h"
#include "aiohttp-test-certificate.h"
#include "aiohttp-tls-channel-private.h"

#include "../../expect-log.h"

#include "../../functional/client/raw-server.h"

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

typedef struct
{
  AiohttpTransport *transport;
  SoupMessageHeaders *headers;
  GString *log; /* events */
} Fixture;

typedef struct
{
  gboolean done;
  AiohttpTransportReply *reply;
  GError *error;
} Outcome;

static const AiohttpTransportOptions defaults = {
  .limit = 100,
  .keepalive_timeout = 15,
  .happy_eyeballs_delay = 0.25,
  .dns_cache_ttl = 10,
  .dns_cache_max_size = 10,
};

static void
set_up (Fixture *fixture, const AiohttpTransportOptions *options)
{
  fixture->transport = aiohttp_native_transport_new (options != NULL ? options : &defaults);
  fixture->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  fixture->log = g_string_new (NULL);
}

static void
tear_down (Fixture *fixture)
{
  aiohttp_transport_close (fixture->transport);
  g_assert_finalize_object (fixture->transport);
  soup_message_headers_unref (fixture->headers);
  g_string_free (fixture->log, TRUE);
}

static void
on_outcome (AiohttpTransportReply *reply, GError *error, gpointer data)
{
  Outcome *outcome = data;

  g_assert_false (outcome->done);
  outcome->done = TRUE;
  outcome->reply = reply;
  outcome->error = error;
}

static AiohttpTransportRequest
make_request (Fixture *fixture, const char *method, RawServer *server, const char *path)
{
  g_autofree char *url = raw_server_make_url (server, path);

  return (AiohttpTransportRequest){
    .method = method,
    .uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL),
    .headers = fixture->headers,
  };
}

static Outcome
finish (AiohttpTransport *transport, AiohttpTransportRequest *request)
{
  Outcome outcome = { 0 };

  aiohttp_transport_send (transport, request, on_outcome, &outcome);
  g_assert_false (outcome.done);
  while (!outcome.done)
    g_main_context_iteration (NULL, TRUE);
  g_clear_pointer (&request->uri, g_uri_unref);
  return outcome;
}

static Outcome
fetch (Fixture *fixture, const char *method, RawServer *server, const char *path)
{
  AiohttpTransportRequest request = make_request (fixture, method, server, path);

  return finish (fixture->transport, &request);
}

/* "200 reused ok", or the error's code */
static char *
describe (Outcome *outcome)
{
  char *text;

  if (outcome->error != NULL)
    {
      g_assert_cmpuint (outcome->error->domain, ==, AIOHTTP_CLIENT_ERROR);
      text = g_strdup_printf ("error %d", outcome->error->code);
      g_test_message ("%s", outcome->error->message);
      g_clear_error (&outcome->error);
      return text;
    }
  {
    char buffer[256] = "";
    gsize n = 0;
    g_autoptr (GError) failure = NULL;

    g_input_stream_read_all (aiohttp_transport_reply_get_body (outcome->reply), buffer, sizeof buffer - 1, &n, NULL,
                             &failure);
    if (failure != NULL)
      text = g_strdup_printf ("%u broken", outcome->reply->status);
    else
      text = g_strdup_printf ("%u%s %.*s", outcome->reply->status, outcome->reply->reused ? " reused" : "", (int) n,
                              buffer);
    aiohttp_transport_reply_end (outcome->reply, failure == NULL);
  }
  g_clear_pointer (&outcome->reply, aiohttp_transport_reply_unref);
  return text;
}

static void
assert_outcome (Outcome outcome, const char *expected)
{
  g_autofree char *text = describe (&outcome);

  g_assert_cmpstr (text, ==, expected);
}

static char *
error_text (AiohttpClientError code)
{
  return g_strdup_printf ("error %d", (int) code);
}

static void
assert_error (Outcome outcome, AiohttpClientError code)
{
  g_autofree char *expected = error_text (code);

  assert_outcome (outcome, expected);
}

static void
test_reuse (void)
{
  const RawRoute routes[] = {
    { "/", OK, RAW_KEEP },
    { "/chunked", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", RAW_KEEP },
    { "/extra", OK "more", RAW_KEEP },
    { "/says-close", "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok", RAW_KEEP },
    { 0 }
  };
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  Fixture fixture;

  set_up (&fixture, NULL);
  assert_outcome (fetch (&fixture, "GET", server, "/"), "200 ok");
  assert_outcome (fetch (&fixture, "POST", server, "/"), "200 reused ok");
  assert_outcome (fetch (&fixture, "GET", server, "/chunked"), "200 reused ok");
  assert_outcome (fetch (&fixture, "HEAD", server, "/"), "200 reused ");
  g_assert_cmpuint (raw_server_count_connections (server), ==, 1);
  tear_down (&fixture);

  /* what must not be followed by another exchange */
  set_up (&fixture, NULL);
  assert_outcome (fetch (&fixture, "GET", server, "/extra"), "200 ok");
  assert_outcome (fetch (&fixture, "GET", server, "/says-close"), "200 ok");
  assert_outcome (fetch (&fixture, "GET", server, "/"), "200 ok");
  g_assert_cmpuint (raw_server_count_connections (server), ==, 4);
  tear_down (&fixture);
}

/* Answers once a connection; reads one more request and hangs up. */
static void
serve_once_then_die (RawConnection *connection, gpointer data)
{
  g_autofree char *first = raw_connection_read_request (connection);
  g_autofree char *second = NULL;

  raw_connection_puts (connection, OK);
  second = raw_connection_read_request (connection);
}

static void
test_retry (void)
{
  g_autoptr (RawServer) server = raw_server_new (serve_once_then_die, NULL);
  Fixture fixture;

  set_up (&fixture, NULL);
  assert_outcome (fetch (&fixture, "GET", server, "/1"), "200 ok");
  assert_outcome (fetch (&fixture, "PUT", server, "/2"), "200 ok");
  g_assert_cmpuint (raw_server_count_requests (server), ==, 3);
  assert_error (fetch (&fixture, "POST", server, "/3"), AIOHTTP_CLIENT_ERROR_DISCONNECTED);
  g_assert_cmpuint (raw_server_count_requests (server), ==, 4);
  tear_down (&fixture);
}

/* Says that it keeps the connection, and does not. */
static void
serve_and_close (RawConnection *connection, gpointer data)
{
  g_autofree char *request = raw_connection_read_request (connection);

  raw_connection_puts (connection, OK);
}

static void
test_closed_peer (void)
{
  g_autoptr (RawServer) server = raw_server_new (serve_and_close, NULL);
  Fixture fixture;

  set_up (&fixture, NULL);
  for (guint i = 0; i < 5; i++)
    {
      assert_outcome (fetch (&fixture, "POST", server, "/"), "200 ok");
      while (raw_server_count_open (server) > 0)
        g_usleep (1000);
    }
  g_assert_cmpuint (raw_server_count_connections (server), ==, 5);
  tear_down (&fixture);
}

static void
serve_flood (RawConnection *connection, gpointer data)
{
  g_autofree char *request = raw_connection_read_request (connection);

  for (int i = 0; i < 1000 && raw_connection_puts (connection, "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"); i++)
    ;
  raw_connection_puts (connection, OK);
}

static void
test_interim (void)
{
  const RawRoute routes[] = {
    { "/", "HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 100 Continue\r\n\r\n" OK, RAW_KEEP },
    { "/101", "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n", RAW_HANG },
    { 0 },
  };
  g_autoptr (RawServer) flood = raw_server_new (serve_flood, NULL);
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  Fixture fixture;

  set_up (&fixture, NULL);
  assert_outcome (fetch (&fixture, "GET", server, "/"), "200 ok");
  assert_error (fetch (&fixture, "GET", flood, "/"), AIOHTTP_CLIENT_ERROR_BAD_RESPONSE);
  assert_error (fetch (&fixture, "GET", server, "/101"), AIOHTTP_CLIENT_ERROR_BAD_RESPONSE);
  tear_down (&fixture);
}

/* Answers at once, and reads nothing: the body can never be sent whole. */
static void
serve_early (RawConnection *connection, gpointer data)
{
  raw_connection_puts (connection, "HTTP/1.1 413 Content Too Large\r\nContent-Length: 5\r\n\r\nlarge");
  while (!raw_connection_is_stopped (connection))
    g_usleep (1000);
}

#define EARLY_BODY (64 * 1024 * 1024)

static void
test_early (void)
{
  g_autoptr (RawServer) server = raw_server_new (serve_early, NULL);
  g_autofree char *zeros = g_malloc0 (EARLY_BODY);
  g_autoptr (GBytes) body = g_bytes_new_static (zeros, EARLY_BODY);
  Fixture fixture;

  set_up (&fixture, NULL);
  for (guint i = 0; i < 2; i++)
    {
      AiohttpTransportRequest request = make_request (&fixture, "POST", server, "/");
      g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (body);

      request.body = i == 0 ? body : NULL;
      request.body_stream = i == 1 ? stream : NULL;
      request.body_length = -1;
      assert_outcome (finish (fixture.transport, &request), "413 large");
    }
  g_assert_cmpuint (raw_server_count_connections (server), ==, 2);
  tear_down (&fixture);
}

/* Body in chunks, as it came */
static void
serve_echo (RawConnection *connection, gpointer data)
{
  g_autofree char *request = raw_connection_read_request (connection);

  raw_connection_puts (connection, OK);
}

static void
test_upload (void)
{
  g_autoptr (RawServer) server = raw_server_new (serve_echo, NULL);
  Fixture fixture;

  set_up (&fixture, NULL);
  for (guint i = 0; i < 2; i++)
    {
      AiohttpTransportRequest request = make_request (&fixture, "POST", server, "/");
      g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_data ("hello", 5, NULL);
      g_autofree char *seen = NULL;

      request.body_stream = stream;
      request.body_length = i == 0 ? 5 : 6;
      if (i == 1)
        {
          /* less than announced: nothing may take it for whole */
          assert_error (finish (fixture.transport, &request), AIOHTTP_CLIENT_ERROR_PAYLOAD);
          break;
        }
      assert_outcome (finish (fixture.transport, &request), "200 ok");
      seen = raw_server_dup_request (server, i);
      g_assert_true (g_str_has_prefix (seen, "POST / HTTP/1.1\r\nHost: 127.0.0.1:"));
      g_assert_nonnull (strstr (seen, "\r\nContent-Length: 5\r\n"));
      g_assert_true (g_str_has_suffix (seen, "\r\n\r\nhello"));
    }
  tear_down (&fixture);
}

static void
serve_continue (RawConnection *connection, gpointer data)
{
  GSocket *socket = raw_connection_get_socket (connection);
  g_autoptr (GString) seen = g_string_new (NULL);
  char buffer[256];

  while (strstr (seen->str, "\r\n\r\n") == NULL)
    {
      gssize n = g_socket_receive (socket, buffer, sizeof buffer, NULL, NULL);

      if (n <= 0)
        return;
      g_string_append_len (seen, buffer, n);
    }
  /* the body is held back */
  g_assert_true (g_str_has_suffix (seen->str, "\r\n\r\n"));
  g_assert_nonnull (strstr (seen->str, "\r\nExpect: 100-continue\r\n"));
  if (data != NULL)
    raw_connection_puts (connection, "HTTP/1.1 100 Continue\r\n\r\n");
  while (!g_str_has_suffix (seen->str, "hello"))
    {
      gssize n = g_socket_receive (socket, buffer, sizeof buffer, NULL, NULL);

      if (n <= 0)
        return;
      g_string_append_len (seen, buffer, n);
    }
  raw_connection_puts (connection, OK);
}

static void
test_expect (void)
{
  Fixture fixture;

  set_up (&fixture, NULL);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (RawServer) server = raw_server_new (serve_continue, i == 0 ? (gpointer) "says so" : NULL);
      g_autoptr (GBytes) body = g_bytes_new_static ("hello", 5);
      AiohttpTransportRequest request = make_request (&fixture, "POST", server, "/");

      request.body = body;
      request.expect_continue = TRUE;
      assert_outcome (finish (fixture.transport, &request), "200 ok");
    }
  tear_down (&fixture);
}

static void
serve_slow_body (RawConnection *connection, gpointer data)
{
  g_autofree char *request = raw_connection_read_request (connection);

  raw_connection_puts (connection, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
  raw_connection_wait_for_end (connection);
}

static void
serve_silence (RawConnection *connection, gpointer data)
{
  raw_connection_wait_for_end (connection);
}

static void
test_sock_read (void)
{
  g_autoptr (RawServer) silent = raw_server_new (serve_silence, NULL);
  g_autoptr (RawServer) slow = raw_server_new (serve_slow_body, NULL);
  AiohttpTransportRequest request;
  Outcome outcome;
  Fixture fixture;

  set_up (&fixture, NULL);
  request = make_request (&fixture, "GET", silent, "/");
  request.sock_read = 0.05;
  assert_error (finish (fixture.transport, &request), AIOHTTP_CLIENT_ERROR_SOCKET_TIMEOUT);
  request = make_request (&fixture, "GET", slow, "/");
  request.sock_read = 0.05;
  outcome = finish (fixture.transport, &request);
  g_assert_no_error (outcome.error);
  assert_outcome (outcome, "200 broken");
  tear_down (&fixture);
}

/* The second request waits for the first one's connection. */
static void
test_connect_timeout (void)
{
  AiohttpTransportOptions options = defaults;
  g_autoptr (RawServer) server = raw_server_new (serve_silence, NULL);
  AiohttpTransportRequest first;
  AiohttpTransportRequest second;
  AiohttpTransportCall *call;
  Outcome none = { 0 };
  Fixture fixture;

  options.limit = 1;
  set_up (&fixture, &options);
  first = make_request (&fixture, "GET", server, "/");
  second = make_request (&fixture, "GET", server, "/");
  second.connect = 0.05;
  call = aiohttp_transport_send (fixture.transport, &first, on_outcome, &none);
  assert_error (finish (fixture.transport, &second), AIOHTTP_CLIENT_ERROR_CONNECTION_TIMEOUT);
  aiohttp_transport_call_cancel (call);
  g_assert_false (none.done);
  g_uri_unref (first.uri);
  tear_down (&fixture);
}

static void
serve_upgrade (RawConnection *connection, gpointer data)
{
  g_autofree char *request = raw_connection_read_request (connection);

  raw_connection_puts (connection, "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\nrest");
  raw_connection_wait_for_end (connection);
}

static void
test_upgrade (void)
{
  g_autoptr (RawServer) server = raw_server_new (serve_upgrade, NULL);
  AiohttpTransportRequest request;
  Outcome outcome;
  Fixture fixture;

  set_up (&fixture, NULL);
  request = make_request (&fixture, "GET", server, "/");
  request.upgrade = TRUE;
  outcome = finish (fixture.transport, &request);
  g_assert_no_error (outcome.error);
  g_assert_cmpuint (outcome.reply->status, ==, 101);
  g_assert_nonnull (outcome.reply->upgraded);
  g_assert_cmpuint (g_bytes_get_size (outcome.reply->upgraded_rest), ==, 4);
  aiohttp_transport_reply_unref (outcome.reply);
  tear_down (&fixture);
}

#define LOG(name)                                                                                                      \
  static void log_##name (gpointer data)                                                                               \
  {                                                                                                                    \
    g_string_append (data, #name " ");                                                                                 \
  }
LOG (connect_start)
LOG (connect_end)
LOG (reused)
LOG (headers_sent)
LOG (first_byte)
LOG (queued_start)
LOG (queued_end)

static void
log_chunk_sent (const void *chunk, gsize length, gpointer data)
{
  g_string_append_printf (data, "sent:%.*s ", (int) length, (const char *) chunk);
}

static void
test_events (void)
{
  static const AiohttpTransportEvents events = {
    .queued_start = log_queued_start,
    .queued_end = log_queued_end,
    .connect_start = log_connect_start,
    .connect_end = log_connect_end,
    .reused = log_reused,
    .headers_sent = log_headers_sent,
    .chunk_sent = log_chunk_sent,
    .first_byte = log_first_byte,
  };
  const RawRoute routes[] = { { "/", OK, RAW_KEEP }, { 0 } };
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (GBytes) body = g_bytes_new_static ("a", 1);
  Fixture fixture;

  set_up (&fixture, NULL);
  for (guint i = 0; i < 2; i++)
    {
      AiohttpTransportRequest request = make_request (&fixture, "POST", server, "/");

      request.body = body;
      request.events = &events;
      request.events_data = fixture.log;
      assert_outcome (finish (fixture.transport, &request), i == 0 ? "200 ok" : "200 reused ok");
    }
  g_assert_cmpstr (fixture.log->str, ==,
                   "connect_start connect_end headers_sent sent:a first_byte reused headers_sent sent:a first_byte ");
  tear_down (&fixture);
}

/* A proxy that logs what it was asked and answers what it was given. */
static void
serve_connect (RawConnection *connection, gpointer data)
{
  g_autofree char *request = raw_connection_read_request (connection);

  if (request == NULL)
    return;
  raw_connection_puts (connection, data);
  raw_connection_wait_for_end (connection);
}

static void
test_proxy (void)
{
  const char *answers[] = { "HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", "nonsense\r\n\r\n",
                            "HTTP/1.1 200 OK\r\n\r\ntoo much", NULL };
  Fixture fixture;

  set_up (&fixture, NULL);
  {
    g_autoptr (RawServer) proxy = raw_server_new (serve_connect, (gpointer) OK);
    g_autofree char *url = g_strdup_printf ("http://me:s%%20x@127.0.0.1:%u", raw_server_get_port (proxy));
    AiohttpTransportRequest request = { .method = "GET", .headers = fixture.headers };
    g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED | G_URI_FLAGS_HAS_PASSWORD, NULL);
    g_autofree char *seen = NULL;

    request.uri = g_uri_parse ("http://host.test:8080/a?b=c", G_URI_FLAGS_ENCODED, NULL);
    request.proxy = uri;
    assert_outcome (finish (fixture.transport, &request), "200 ok");
    seen = raw_server_dup_request (proxy, 0);
    g_assert_true (g_str_has_prefix (seen, "GET http://host.test:8080/a?b=c HTTP/1.1\r\nHost: host.test:8080\r\n"
                                           "Proxy-Authorization: Basic bWU6cyB4\r\n"));
  }
  for (guint i = 0; answers[i] != NULL; i++)
    {
      g_autoptr (RawServer) proxy = raw_server_new (serve_connect, (gpointer) answers[i]);
      g_autofree char *url = raw_server_make_url (proxy, "");
      g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
      AiohttpTransportRequest request = { .method = "GET", .headers = fixture.headers, .proxy = uri };
      g_autofree char *seen = NULL;

      request.uri = g_uri_parse ("https://host.test/", G_URI_FLAGS_ENCODED, NULL);
      assert_error (finish (fixture.transport, &request), AIOHTTP_CLIENT_ERROR_PROXY);
      seen = raw_server_dup_request (proxy, 0);
      g_assert_cmpstr (seen, ==, "CONNECT host.test:443 HTTP/1.1\r\nHost: host.test:443\r\n\r\n");
    }
  tear_down (&fixture);
}

/* Resolver of a test: what each host is, and how often it was asked. */
#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, AiohttpResolver)

struct _TestResolver
{
  AiohttpResolver parent_instance;

  guint n_asked;
  char **addresses;
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, AIOHTTP_TYPE_RESOLVER)

static AiohttpFuture *
test_resolver_resolve (AiohttpResolver *resolver, const char *host, guint port, GSocketFamily family, GError **error)
{
  TestResolver *self = TEST_RESOLVER (resolver);
  AiohttpFuture *future;
  g_auto (GValue) value = G_VALUE_INIT;

  self->n_asked++;
  if (strcmp (host, "nowhere.test") == 0)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "no such host");
      return NULL;
    }
  future = aiohttp_future_new ();
  g_value_init (&value, G_TYPE_STRV);
  g_value_set_boxed (&value, self->addresses);
  aiohttp_future_set_value (future, &value);
  return future;
}

static void
test_resolver_finalize (GObject *object)
{
  g_strfreev (TEST_RESOLVER (object)->addresses);
  G_OBJECT_CLASS (test_resolver_parent_class)->finalize (object);
}

static void
test_resolver_class_init (TestResolverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = test_resolver_finalize;
  AIOHTTP_RESOLVER_CLASS (klass)->resolve = test_resolver_resolve;
}

static void
test_resolver_init (TestResolver *self)
{
}

static AiohttpTransportRequest
request_host (Fixture *fixture, const char *host)
{
  g_autofree char *url = g_strdup_printf ("http://%s/", host);

  return (AiohttpTransportRequest){ .method = "GET",
                                    .uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL),
                                    .headers = fixture->headers };
}

static void
test_resolve (void)
{
  AiohttpTransportOptions options = defaults;
  const RawRoute routes[] = { { "/", OK, RAW_KEEP }, { 0 } };
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (TestResolver) resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);
  AiohttpTransportRequest requests[3];
  Outcome outcomes[3] = { 0 };
  AiohttpTransportRequest request;
  Fixture fixture;

  /* the first one refuses, the second is another family that does, the third is it */
  resolver->addresses = g_new0 (char *, 4);
  resolver->addresses[0] = g_strdup ("127.0.0.1:1");
  resolver->addresses[1] = g_strdup ("[::1]:1");
  resolver->addresses[2] = g_strdup_printf ("127.0.0.1:%u", raw_server_get_port (server));
  options.resolver = AIOHTTP_RESOLVER (resolver);
  set_up (&fixture, &options);

  /* those that ask at the same time share a lookup, and one of them may go */
  for (guint i = 0; i < 3; i++)
    {
      AiohttpTransportCall *call;

      requests[i] = request_host (&fixture, "host.test");
      call = aiohttp_transport_send (fixture.transport, &requests[i], on_outcome, &outcomes[i]);
      if (i == 0)
        aiohttp_transport_call_cancel (call);
    }
  while (!outcomes[1].done || !outcomes[2].done)
    g_main_context_iteration (NULL, TRUE);
  for (guint i = 0; i < 3; i++)
    {
      g_uri_unref (requests[i].uri);
      if (i > 0)
        assert_outcome (outcomes[i], "200 ok");
    }
  g_assert_cmpuint (resolver->n_asked, ==, 1);

  /* remembered, until it is forgotten; a reused connection needs no address */
  request = request_host (&fixture, "host.test:81");
  assert_outcome (finish (fixture.transport, &request), "200 ok");
  g_assert_cmpuint (resolver->n_asked, ==, 2);
  aiohttp_transport_clear_dns_cache (fixture.transport, "host.test", 0);
  request = request_host (&fixture, "host.test");
  assert_outcome (finish (fixture.transport, &request), "200 reused ok");
  g_assert_cmpuint (resolver->n_asked, ==, 2);

  request = request_host (&fixture, "nowhere.test");
  assert_error (finish (fixture.transport, &request), AIOHTTP_CLIENT_ERROR_DNS);
  tear_down (&fixture);
}

/* Carries bytes both ways until either side ends. */
static void
relay (GSocket *a, GSocket *b)
{
  GSocket *sockets[2] = { a, b };
  char buffer[4096];

  for (;;)
    {
      GPollFD fds[2] = { { g_socket_get_fd (a), G_IO_IN, 0 }, { g_socket_get_fd (b), G_IO_IN, 0 } };

      g_poll (fds, 2, -1);
      for (guint i = 0; i < 2; i++)
        if (fds[i].revents != 0)
          {
            gssize n = g_socket_receive (sockets[i], buffer, sizeof buffer, NULL, NULL);

            if (n <= 0 || g_socket_send (sockets[1 - i], buffer, (gsize) n, NULL, NULL) != n)
              return;
          }
    }
}

static GSocket *
connect_to (guint16 port)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", port);
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

  g_assert_true (g_socket_connect (socket, address, NULL, NULL));
  return socket;
}

static void
receive_exactly (GSocket *socket, char *buffer, gsize size)
{
  for (gsize n = 0; n < size;)
    {
      gssize got = g_socket_receive (socket, buffer + n, size - n, NULL, NULL);

      g_assert_cmpint (got, >, 0);
      n += (gsize) got;
    }
}

/* RFC 1928 and 1929, as far as a client of ours asks. */
static void
serve_socks (RawConnection *connection, gpointer port)
{
  GSocket *client = raw_connection_get_socket (connection);
  g_autoptr (GSocket) server = NULL;
  char buffer[256];
  guint8 length;

  receive_exactly (client, buffer, 2);
  g_assert_cmpint (buffer[0], ==, 5);
  length = (guint8) buffer[1];
  receive_exactly (client, buffer, length);
  raw_connection_write (connection, "\5\0", 2);
  receive_exactly (client, buffer, 5);
  g_assert_cmpint (buffer[3], ==, 3); /* a name: the proxy resolves it */
  length = (guint8) buffer[4];
  receive_exactly (client, buffer, length + 2u);
  g_assert_true (length == strlen ("host.test") && memcmp (buffer, "host.test", length) == 0);
  raw_connection_write (connection, "\5\0\0\1\177\0\0\1\0\0", 10);
  server = connect_to ((guint16) GPOINTER_TO_UINT (port));
  relay (client, server);
}

static void
test_socks (void)
{
  const RawRoute routes[] = { { "/", OK, RAW_KEEP }, { 0 } };
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (RawServer) proxy = raw_server_new (serve_socks, GUINT_TO_POINTER (raw_server_get_port (server)));
  g_autofree char *url = g_strdup_printf ("socks5://127.0.0.1:%u", raw_server_get_port (proxy));
  g_autoptr (GUri) uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  Fixture fixture;

  set_up (&fixture, NULL);
  for (guint i = 0; i < 2; i++)
    {
      AiohttpTransportRequest request = request_host (&fixture, "host.test");

      request.proxy = uri;
      assert_outcome (finish (fixture.transport, &request), i == 0 ? "200 ok" : "200 reused ok");
    }
  g_assert_cmpuint (raw_server_count_connections (server), ==, 1);
  tear_down (&fixture);
}

/* A proxy that does as CONNECT says, whatever the host. */
static void
serve_tunnel (RawConnection *connection, gpointer port)
{
  g_autofree char *request = raw_connection_read_request (connection);
  g_autoptr (GSocket) server = NULL;

  if (request == NULL)
    return;
  g_assert_true (g_str_has_prefix (request, "CONNECT host.test:443 HTTP/1.1\r\n"));
  server = connect_to ((guint16) GPOINTER_TO_UINT (port));
  raw_connection_puts (connection, "HTTP/1.1 200 Connection established\r\n\r\n");
  relay (raw_connection_get_socket (connection), server);
}

static void
serve_https (RawConnection *connection, gpointer certificate)
{
  g_autoptr (GSocketConnection) plain =
      g_socket_connection_factory_create_connection (raw_connection_get_socket (connection));
  g_autoptr (GIOStream) tls = g_tls_server_connection_new (G_IO_STREAM (plain), certificate, NULL);
  char buffer[4096];

  if (!g_tls_connection_handshake (G_TLS_CONNECTION (tls), NULL, NULL))
    return;
  while (g_input_stream_read (g_io_stream_get_input_stream (tls), buffer, sizeof buffer, NULL, NULL) > 0)
    g_output_stream_write_all (g_io_stream_get_output_stream (tls), OK, strlen (OK), NULL, NULL, NULL);
}

static void
test_tunnel (void)
{
  AiohttpTransportOptions options = defaults;
  g_autoptr (GTlsCertificate) certificate = aiohttp_test_certificate_new ("host.test", NULL);
  g_autoptr (AiohttpTlsContext) tls = aiohttp_tls_context_new_client ();
  g_autoptr (RawServer) server = NULL;
  g_autoptr (RawServer) proxy = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GUri) uri = NULL;
  Fixture fixture;

  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_test_skip ("GIO has no TLS here");
      return;
    }
  g_assert_true (aiohttp_tls_context_add_authority (tls, certificate, NULL));
  server = raw_server_new (serve_https, certificate);
  proxy = raw_server_new (serve_tunnel, GUINT_TO_POINTER (raw_server_get_port (server)));
  url = raw_server_make_url (proxy, "");
  uri = g_uri_parse (url, G_URI_FLAGS_ENCODED, NULL);
  options.tls = tls;
  set_up (&fixture, &options);
  for (guint i = 0; i < 2; i++)
    {
      AiohttpTransportRequest request = { .method = "GET", .headers = fixture.headers, .proxy = uri };

      request.uri = g_uri_parse ("https://host.test/", G_URI_FLAGS_ENCODED, NULL);
      assert_outcome (finish (fixture.transport, &request), i == 0 ? "200 ok" : "200 reused ok");
    }
  tear_down (&fixture);
}

static void
store_result (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
serve_trickle (RawConnection *connection, gpointer data)
{
  g_autofree char *request = raw_connection_read_request (connection);

  raw_connection_puts (connection, "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
  while (raw_connection_puts (connection, "x") && !raw_connection_is_stopped (connection))
    g_usleep (20000);
}

static gint64
fake_clock (gpointer data)
{
  gint64 *now = data;

  return *now += 100 * 1000;
}

/* On a clock that runs ahead: a byte now and then holds nothing for ever. */
static void
test_min_rate (void)
{
  g_autoptr (RawServer) server = raw_server_new (serve_trickle, NULL);
  g_autoptr (AiohttpReactor) reactor = aiohttp_reactor_ref_for_context (NULL);
  gint64 now = 0;
  AiohttpTransportRequest request;
  g_autoptr (GInputStream) body = NULL;
  GError *error = NULL;
  Outcome outcome;
  Fixture fixture;
  char byte;

  aiohttp_reactor_set_clock (reactor, fake_clock, &now);
  set_up (&fixture, NULL);
  request = make_request (&fixture, "GET", server, "/");
  request.min_rate = 1000;
  outcome = finish (fixture.transport, &request);
  g_assert_no_error (outcome.error);
  body = g_object_ref (aiohttp_transport_reply_get_body (outcome.reply));
  while (error == NULL)
    {
      g_autoptr (GAsyncResult) result = NULL;

      g_input_stream_read_async (body, &byte, 1, G_PRIORITY_DEFAULT, NULL, store_result, &result);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      g_input_stream_read_finish (body, result, &error);
    }
  g_assert_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_SOCKET_TIMEOUT);
  g_assert_nonnull (strstr (error->message, "1000 bytes a second"));
  g_error_free (error);
  g_clear_object (&body);
  aiohttp_transport_reply_unref (outcome.reply);
  tear_down (&fixture);
  aiohttp_reactor_set_clock (reactor, NULL, NULL);
}

static void
test_debug (void)
{
  const RawRoute routes[] = { { "/", OK, RAW_KEEP }, { 0 } };
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpEventLoop) loop = aiohttp_event_loop_new (NULL);
  Fixture fixture;

  aiohttp_event_loop_set_debug (loop, TRUE);
  set_up (&fixture, NULL);
  assert_outcome (fetch (&fixture, "GET", server, "/"), "200 ok");
  expect_log (G_LOG_LEVEL_WARNING, "Unclosed connection: http://127.0.0.1:*");
  g_assert_finalize_object (fixture.transport);
  expect_log_assert ();
  aiohttp_event_loop_set_debug (loop, FALSE);
  soup_message_headers_unref (fixture.headers);
  g_string_free (fixture.log, TRUE);
}

/* Connections in use and idle ones together stay within the limit. */
static void
test_bounded (void)
{
  AiohttpTransportOptions options = defaults;
  const RawRoute routes[] = { { "/", OK, RAW_KEEP }, { 0 } };
  RawServer *servers[5];
  Fixture fixture;

  options.limit = 2;
  set_up (&fixture, &options);
  for (guint i = 0; i < G_N_ELEMENTS (servers); i++)
    {
      servers[i] = raw_server_new_routes (routes);
      assert_outcome (fetch (&fixture, "GET", servers[i], "/"), "200 ok");
    }
  for (guint i = 0; i < 3; i++)
    while (raw_server_count_open (servers[i]) > 0)
      g_usleep (1000);
  g_assert_cmpuint (raw_server_count_open (servers[3]) + raw_server_count_open (servers[4]), ==, 2);
  for (guint i = 0; i < G_N_ELEMENTS (servers); i++)
    raw_server_free (servers[i]);
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  g_test_add_func ("/native-transport/reuse", test_reuse);
  g_test_add_func ("/native-transport/retry", test_retry);
  g_test_add_func ("/native-transport/closed-peer", test_closed_peer);
  g_test_add_func ("/native-transport/interim", test_interim);
  g_test_add_func ("/native-transport/early", test_early);
  g_test_add_func ("/native-transport/upload", test_upload);
  g_test_add_func ("/native-transport/expect", test_expect);
  g_test_add_func ("/native-transport/sock-read", test_sock_read);
  g_test_add_func ("/native-transport/connect-timeout", test_connect_timeout);
  g_test_add_func ("/native-transport/upgrade", test_upgrade);
  g_test_add_func ("/native-transport/events", test_events);
  g_test_add_func ("/native-transport/proxy", test_proxy);
  g_test_add_func ("/native-transport/resolve", test_resolve);
  g_test_add_func ("/native-transport/bounded", test_bounded);
  g_test_add_func ("/native-transport/socks", test_socks);
  g_test_add_func ("/native-transport/tunnel", test_tunnel);
  g_test_add_func ("/native-transport/min-rate", test_min_rate);
  g_test_add_func ("/native-transport/debug", test_debug);
  return g_test_run ();
}
