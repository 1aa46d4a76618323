/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Names and addresses: the cache, lookups that are shared, and the race of addresses (RFC 8305). */

#include <aiohttp-glib/aiohttp.h>
#include <string.h>

#include "raw-server.h"

#define OK "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"

/* A resolver that is asked by tests: what every host is, when that is known, and what it was asked for. */
#define TEST_TYPE_RESOLVER (test_resolver_get_type ())
G_DECLARE_FINAL_TYPE (TestResolver, test_resolver, TEST, RESOLVER, AiohttpResolver)

struct _TestResolver
{
  AiohttpResolver parent_instance;

  guint n_asked;
  GString *asked; /* "HOST:PORT/FAMILY " each */
  const char *const *addresses;
  AiohttpFuture *held; /* comes to the next that asks; NULL: at once */
};

G_DEFINE_FINAL_TYPE (TestResolver, test_resolver, AIOHTTP_TYPE_RESOLVER)

static void
set_addresses (AiohttpFuture *future, const char *const *addresses)
{
  g_auto (GValue) value = G_VALUE_INIT;

  g_value_init (&value, G_TYPE_STRV);
  g_value_set_boxed (&value, addresses);
  aiohttp_future_set_value (future, &value);
}

static AiohttpFuture *
test_resolver_resolve (AiohttpResolver *resolver, const char *host, guint port, GSocketFamily family, GError **error)
{
  TestResolver *self = TEST_RESOLVER (resolver);
  AiohttpFuture *future;

  self->n_asked++;
  g_string_append_printf (self->asked, "%s:%u/%d ", host, port, (int) family);
  if (self->held != NULL)
    return g_object_ref (self->held);
  future = aiohttp_future_new ();
  set_addresses (future, self->addresses);
  return future;
}

static void
test_resolver_finalize (GObject *object)
{
  g_string_free (TEST_RESOLVER (object)->asked, TRUE);
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
  self->asked = g_string_new (NULL);
}

typedef struct
{
  RawServer *server;
  char *address; /* of the server */
  const char *addresses[8];
  TestResolver *resolver;
  AiohttpClientSession *session;
} Fixture;

static const RawRoute routes[] = { { "/", OK, RAW_KEEP }, { 0 } };

static void
set_up (Fixture *self, const char *property, double value)
{
  g_autoptr (AiohttpConnector) connector = NULL;

  self->server = raw_server_new_routes (routes);
  self->address = g_strdup_printf ("127.0.0.1:%u", raw_server_get_port (self->server));
  self->addresses[0] = self->address;
  self->resolver = g_object_new (TEST_TYPE_RESOLVER, NULL);
  self->resolver->addresses = self->addresses;
  /* each request connects, and so resolves, anew */
  connector =
      g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "resolver", self->resolver, "force-close", TRUE, property, value, NULL);
  self->session = aiohttp_client_session_new_with_connector (connector);
}

static gboolean
tear_down (Fixture *self, GError **error)
{
  gboolean ok = aiohttp_client_session_close (self->session, error);

  g_clear_object (&self->session);
  g_clear_object (&self->resolver);
  raw_server_free (self->server);
  g_free (self->address);
  return ok;
}

static gboolean
fetch_with (Fixture *self, const char *url, AiohttpRequestOptions *options, GError **error)
{
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (self->session, url, options, error);
  g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

  g_assert_true (text == NULL || strcmp (text, "ok") == 0);
  return text != NULL;
}

static gboolean
fetch (Fixture *self, const char *url, GError **error)
{
  return fetch_with (self, url, NULL, error);
}

/* How often is asked for a host that was asked for before. */
static gboolean
test_ttl (GValue *result, gpointer user_data, GError **error)
{
  const struct
  {
    double ttl;
    guint n_asked; /* after four requests, with a wait over 0.05 s before the last two */
  } rows[] = { { 10, 1 }, { -1, 1 }, { 0, 4 } };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fixture self = { 0 };

      set_up (&self, "ttl-dns-cache", rows[i].ttl);
      for (guint n = 0; n < 4; n++)
        if ((n == 2 && !aiohttp_sleep (0.06, error)) || !fetch (&self, "http://host.test/", error))
          return FALSE;
      g_assert_cmpuint (self.resolver->n_asked, ==, rows[i].n_asked);
      if (!tear_down (&self, error))
        return FALSE;
    }
  {
    Fixture self = { 0 };

    set_up (&self, "ttl-dns-cache", 0.05);
    for (guint n = 1; n <= 3; n++)
      {
        if (!fetch (&self, "http://host.test/", error) || !aiohttp_sleep (0.06, error))
          return FALSE;
        g_assert_cmpuint (self.resolver->n_asked, ==, n);
      }
    return tear_down (&self, error);
  }
}

/* Who asks for what; what is forgotten; and that there is an end to what is remembered. */
static gboolean
test_cache (GValue *result, gpointer user_data, GError **error)
{
  Fixture self = { 0 };
  AiohttpTcpConnector *connector;
  g_autoptr (GError) failure = NULL;

  set_up (&self, "happy-eyeballs-delay", -1);
  connector = AIOHTTP_TCP_CONNECTOR (aiohttp_client_session_get_connector (self.session));
  if (!fetch (&self, "http://host.test/", error) || !fetch (&self, "http://HOST.test/", error) ||
      !fetch (&self, "http://host.test:81/", error))
    return FALSE;
  g_assert_cmpstr (self.resolver->asked->str, ==, "host.test:80/0 host.test:81/0 ");
  g_string_truncate (self.resolver->asked, 0);

  aiohttp_tcp_connector_clear_dns_cache (connector, "host.test", 81);
  if (!fetch (&self, "http://host.test/", error) || !fetch (&self, "http://host.test:81/", error))
    return FALSE;
  g_assert_cmpstr (self.resolver->asked->str, ==, "host.test:81/0 ");
  g_string_truncate (self.resolver->asked, 0);

  aiohttp_tcp_connector_clear_dns_cache (connector, NULL, 0);
  if (!fetch (&self, "http://host.test/", error) || !fetch (&self, "http://host.test:81/", error))
    return FALSE;
  g_assert_cmpstr (self.resolver->asked->str, ==, "host.test:80/0 host.test:81/0 ");
  g_string_truncate (self.resolver->asked, 0);

  /* an address is asked of nobody */
  g_assert_false (fetch (&self, "http://127.0.0.1:1/", &failure));
  g_assert_false (fetch (&self, "http://[::1]:1/", NULL));
  g_assert_cmpstr (self.resolver->asked->str, ==, "");
  return tear_down (&self, error);
}

static gboolean
test_cache_size (GValue *result, gpointer user_data, GError **error)
{
  const char *const hosts[] = { "a", "b", "a", "c", "a", "b" }; /* two are remembered: b goes for c */
  g_autoptr (AiohttpConnector) connector = NULL;
  Fixture self = { 0 };

  set_up (&self, "ttl-dns-cache", 10);
  connector = g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "resolver", self.resolver, "force-close", TRUE,
                            "dns-cache-max-size", 2u, NULL);
  if (!aiohttp_client_session_close (self.session, error))
    return FALSE;
  g_object_unref (self.session);
  self.session = aiohttp_client_session_new_with_connector (connector);
  for (guint i = 0; i < G_N_ELEMENTS (hosts); i++)
    {
      g_autofree char *url = g_strdup_printf ("http://%s.test/", hosts[i]);

      if (!fetch (&self, url, error))
        return FALSE;
    }
  g_assert_cmpstr (self.resolver->asked->str, ==, "a.test:80/0 b.test:80/0 c.test:80/0 b.test:80/0 ");
  return tear_down (&self, error);
}

/* A failure is not remembered, and has the resolver's words. */
static gboolean
test_failure (GValue *result, gpointer user_data, GError **error)
{
  const char *const nonsense[] = { "nowhere", "300.1.1.1", NULL };
  const char *const nothing[] = { NULL };
  g_autoptr (GError) failure = NULL;
  Fixture self = { 0 };

  set_up (&self, "ttl-dns-cache", 10);
  self.resolver->held = aiohttp_future_new ();
  aiohttp_future_take_error (self.resolver->held, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "not today"));
  g_assert_false (fetch (&self, "http://host.test/", &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_DNS);
  g_assert_nonnull (strstr (failure->message, "not today"));
  g_clear_object (&self.resolver->held);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) why = NULL;

      self.resolver->addresses = i == 0 ? nonsense : nothing;
      g_assert_false (fetch (&self, "http://host.test/", &why));
      g_assert_error (why, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_DNS);
    }
  self.resolver->addresses = self.addresses;
  if (!fetch (&self, "http://host.test/", error))
    return FALSE;
  g_assert_cmpuint (self.resolver->n_asked, ==, 4);
  return tear_down (&self, error);
}

static gboolean
run_fetch (GValue *result, gpointer user_data, GError **error)
{
  return fetch (user_data, "http://host.test/", error);
}

/* Those that ask at the same time share a lookup, which goes on when the first of them goes. */
static gboolean
test_coalescing (GValue *result, gpointer user_data, GError **error)
{
  AiohttpTask *tasks[5];
  Fixture self = { 0 };

  set_up (&self, "ttl-dns-cache", 0);
  self.resolver->held = aiohttp_future_new ();
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    tasks[i] = aiohttp_spawn (run_fetch, &self, NULL);
  while (self.resolver->n_asked == 0)
    if (!aiohttp_sleep (0.001, error))
      return FALSE;
  aiohttp_task_cancel (tasks[0]);
  if (!aiohttp_sleep (0.001, error))
    return FALSE;
  set_addresses (self.resolver->held, self.addresses);
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      g_autoptr (GError) failure = NULL;

      if (aiohttp_future_await (AIOHTTP_FUTURE (tasks[i]), &failure))
        g_assert_cmpuint (i, >, 0);
      else
        {
          g_assert_cmpuint (i, ==, 0);
          g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        }
      g_object_unref (tasks[i]);
    }
  g_assert_cmpuint (self.resolver->n_asked, ==, 1);
  g_assert_cmpuint (raw_server_count_connections (self.server), ==, 4);
  g_clear_object (&self.resolver->held);
  return tear_down (&self, error);
}

static void
serve_name (RawConnection *connection, gpointer name)
{
  g_autofree char *request = raw_connection_read_request (connection);
  g_autofree char *answer =
      g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n%s", strlen (name), (char *) name);

  if (request != NULL && raw_connection_puts (connection, answer))
    raw_connection_wait_for_end (connection);
}

/* Each connection begins with another of the addresses. */
static gboolean
test_rotation (GValue *result, gpointer user_data, GError **error)
{
  const char *const names[] = { "a", "b", "c", "a", "b", "c" };
  g_autoptr (RawServer) a = raw_server_new (serve_name, (gpointer) "a");
  g_autoptr (RawServer) b = raw_server_new (serve_name, (gpointer) "b");
  g_autoptr (RawServer) c = raw_server_new (serve_name, (gpointer) "c");
  RawServer *servers[] = { a, b, c };
  char *addresses[4] = { NULL };
  Fixture self = { 0 };

  set_up (&self, "happy-eyeballs-delay", -1);
  for (guint i = 0; i < 3; i++)
    addresses[i] = g_strdup_printf ("127.0.0.1:%u", raw_server_get_port (servers[i]));
  self.resolver->addresses = (const char *const *) addresses;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (AiohttpClientResponse) response =
          aiohttp_client_session_get (self.session, "http://host.test/", NULL, error);
      g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

      g_assert_cmpstr (text, ==, names[i]);
    }
  g_assert_cmpuint (self.resolver->n_asked, ==, 1);
  for (guint i = 0; i < 3; i++)
    g_free (addresses[i]);
  return tear_down (&self, error);
}

/* A listening socket whose queue is full: who connects hears nothing. */
typedef struct
{
  GSocket *listening;
  GPtrArray *clients;
  char *address;
} Deaf;

static GSocket *
new_socket (void)
{
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);

  g_assert_no_error (error);
  g_socket_set_blocking (socket, FALSE);
  return socket;
}

/* FALSE: the system lets everybody in. */
static gboolean
deaf_init (Deaf *self)
{
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) address = NULL;

  self->listening = new_socket ();
  self->clients = g_ptr_array_new_with_free_func (g_object_unref);
  g_assert_true (g_socket_bind (self->listening, any, TRUE, NULL));
  g_socket_set_listen_backlog (self->listening, 0);
  g_assert_true (g_socket_listen (self->listening, NULL));
  address = g_socket_get_local_address (self->listening, NULL);
  self->address = g_strdup_printf ("127.0.0.1:%u", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  while (self->clients->len < 64)
    {
      GSocket *client = new_socket ();

      g_ptr_array_add (self->clients, client);
      g_socket_connect (client, address, NULL, NULL);
      /* on loopback one that is let in is so within the call */
      if (g_socket_condition_check (client, G_IO_OUT) == 0)
        return TRUE;
    }
  return FALSE;
}

static void
deaf_clear (Deaf *self)
{
  g_ptr_array_unref (self->clients);
  g_object_unref (self->listening);
  g_free (self->address);
}

/* The next address is tried beside one that says nothing; without that, only once it has failed. */
static gboolean
test_happy_eyeballs (GValue *result, gpointer user_data, GError **error)
{
  Deaf deaf = { 0 };
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientTimeout) timeout = aiohttp_client_timeout_new ();

  if (!deaf_init (&deaf))
    {
      g_test_skip ("no connection is left waiting here");
      deaf_clear (&deaf);
      return TRUE;
    }
  aiohttp_request_options_set_client_timeout (options, timeout);
  for (guint i = 0; i < 4; i++)
    {
      const char *const addresses[] = { deaf.address, deaf.address, NULL, NULL };
      g_autoptr (GError) failure = NULL;
      Fixture self = { 0 };
      const char *all[4];

      set_up (&self, "happy-eyeballs-delay", i < 2 ? 0.25 : -1);
      memcpy (all, addresses, sizeof all);
      all[i == 1 ? 0 : 2] = self.address; /* last, and once first */
      self.resolver->addresses = all;
      /* 0, 1: beside each other. 2: nobody waits for the third. 3: one after the other */
      aiohttp_client_timeout_set_connect (timeout, i == 2 ? 0.3 : 0);
      aiohttp_client_timeout_set_sock_connect (timeout, i == 3 ? 1 : 0);
      if (fetch_with (&self, "http://host.test/", options, &failure))
        {
          g_assert_cmpuint (i, !=, 2);
        }
      else
        {
          g_assert_cmpuint (i, ==, 2);
          g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_TIMEOUT);
        }
      if (!tear_down (&self, error))
        return FALSE;
    }
  deaf_clear (&deaf);
  return TRUE;
}

/* The last address that failed is told of; one that refuses holds nobody up. */
static gboolean
test_all_fail (GValue *result, gpointer user_data, GError **error)
{
  const char *const addresses[] = { "127.0.0.1:1", "[::1]:1", "127.0.0.2:1", NULL };
  g_autoptr (GError) failure = NULL;
  Fixture self = { 0 };

  set_up (&self, "happy-eyeballs-delay", 1000);
  self.resolver->addresses = addresses;
  g_assert_false (fetch (&self, "http://host.test/", &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECT);
  g_assert_nonnull (strstr (failure->message, "127.0.0.2:1"));
  return tear_down (&self, error);
}

static void
serve_silence (RawConnection *connection, gpointer user_data)
{
  raw_connection_wait_for_end (connection);
}

static void
serve_refusal (RawConnection *connection, gpointer user_data)
{
  g_autofree char *request = raw_connection_read_request (connection);

  if (request != NULL)
    raw_connection_puts (connection, "HTTP/1.1 403 Not through me\r\n\r\n");
}

/* A proxy that says nothing is left for its next address. */
static gboolean
test_silent_proxy (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (RawServer) silent = raw_server_new (serve_silence, NULL);
  g_autoptr (RawServer) refusing = raw_server_new (serve_refusal, NULL);
  g_autofree char *first = g_strdup_printf ("127.0.0.1:%u", raw_server_get_port (silent));
  g_autofree char *second = g_strdup_printf ("127.0.0.1:%u", raw_server_get_port (refusing));
  const char *const addresses[] = { first, second, NULL };
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientTimeout) timeout = aiohttp_client_timeout_new ();
  g_autoptr (GError) failure = NULL;
  Fixture self = { 0 };

  set_up (&self, "happy-eyeballs-delay", -1);
  self.resolver->addresses = addresses;
  aiohttp_client_timeout_set_sock_connect (timeout, 1);
  aiohttp_request_options_set_client_timeout (options, timeout);
  aiohttp_request_options_set_proxy (options, "http://proxy.test");
  g_assert_false (fetch_with (&self, "https://host.test/", options, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PROXY);
  g_assert_nonnull (strstr (failure->message, "403"));
  g_assert_cmpstr (self.resolver->asked->str, ==, "proxy.test:80/0 ");
  return tear_down (&self, error);
}

static gboolean
test_sock_connect (GValue *result, gpointer user_data, GError **error)
{
  Deaf deaf = { 0 };
  Fixture self = { 0 };
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientTimeout) timeout = aiohttp_client_timeout_new ();
  const char *addresses[] = { NULL, NULL };
  g_autoptr (GError) failure = NULL;

  if (!deaf_init (&deaf))
    {
      g_test_skip ("no connection is left waiting here");
      deaf_clear (&deaf);
      return TRUE;
    }
  set_up (&self, "ttl-dns-cache", 10);
  addresses[0] = deaf.address;
  self.resolver->addresses = addresses;
  aiohttp_client_timeout_set_sock_connect (timeout, 0.1);
  aiohttp_request_options_set_client_timeout (options, timeout);
  g_assert_false (fetch_with (&self, "http://host.test/", options, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_TIMEOUT);
  g_assert_nonnull (strstr (failure->message, "0.1 seconds"));
  self.resolver->addresses = self.addresses;
  if (!fetch (&self, "http://other.test/", error))
    return FALSE;
  deaf_clear (&deaf);
  return tear_down (&self, error);
}

/* The resolver is told of it; GLib's is bound by it. */
static gboolean
test_family (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpConnector) v4 = g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "family", G_SOCKET_FAMILY_IPV4, NULL);
  g_autoptr (AiohttpConnector) v6 = g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "family", G_SOCKET_FAMILY_IPV6, NULL);
  AiohttpConnector *connectors[] = { v4, v6 };
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autofree char *url = g_strdup_printf ("http://localhost:%u/", raw_server_get_port (server));
  g_autofree char *expected = NULL;
  g_autoptr (AiohttpConnector) asking = NULL;
  Fixture self = { 0 };

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new_with_connector (connectors[i]);
      g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, NULL, NULL);

      /* it listens on IPv4 alone */
      g_assert_cmpint (response != NULL, ==, i == 0);
      if (!aiohttp_client_session_close (session, error))
        return FALSE;
    }
  set_up (&self, "ttl-dns-cache", 10);
  if (!aiohttp_client_session_close (self.session, error))
    return FALSE;
  g_object_unref (self.session);
  asking = g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "resolver", self.resolver, "family", G_SOCKET_FAMILY_IPV4, NULL);
  self.session = aiohttp_client_session_new_with_connector (asking);
  if (!fetch (&self, "http://host.test/", error))
    return FALSE;
  expected = g_strdup_printf ("host.test:80/%d ", (int) G_SOCKET_FAMILY_IPV4);
  g_assert_cmpstr (self.resolver->asked->str, ==, expected);
  return tear_down (&self, error);
}

static void
on_signal (AiohttpTraceConfig *config, AiohttpClientSession *session, AiohttpTraceContext *context,
           AiohttpTraceParams *params, gpointer user_data)
{
  GString *trace = user_data;

  g_string_append_printf (trace, "%s ", g_signal_name (g_signal_get_invocation_hint (config)->signal_id));
}

static gboolean
test_traces (GValue *result, gpointer user_data, GError **error)
{
  const char *const names[] = { "dns-resolvehost-start", "dns-resolvehost-end",     "dns-cache-hit",
                                "dns-cache-miss",        "connection-create-start", "connection-create-end" };
  g_autoptr (AiohttpTraceConfig) config = aiohttp_trace_config_new ();
  g_autoptr (GString) trace = g_string_new (NULL);
  Fixture self = { 0 };

  set_up (&self, "ttl-dns-cache", 10);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    g_signal_connect (config, names[i], G_CALLBACK (on_signal), trace);
  aiohttp_client_session_add_trace_config (self.session, config);
  if (!fetch (&self, "http://host.test/", error) || !aiohttp_sleep (0.001, error))
    return FALSE;
  g_assert_cmpstr (trace->str, ==,
                   "connection-create-start dns-cache-miss dns-resolvehost-start dns-resolvehost-end "
                   "connection-create-end ");
  g_string_truncate (trace, 0);
  if (!fetch (&self, "http://host.test/", error) || !aiohttp_sleep (0.001, error))
    return FALSE;
  g_assert_cmpstr (trace->str, ==, "connection-create-start dns-cache-hit connection-create-end ");
  return tear_down (&self, error);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/client-dns/ttl", test_ttl, NULL);
  aiohttp_test_add_coroutine ("/client-dns/cache", test_cache, NULL);
  aiohttp_test_add_coroutine ("/client-dns/cache-size", test_cache_size, NULL);
  aiohttp_test_add_coroutine ("/client-dns/failure", test_failure, NULL);
  aiohttp_test_add_coroutine ("/client-dns/coalescing", test_coalescing, NULL);
  aiohttp_test_add_coroutine ("/client-dns/rotation", test_rotation, NULL);
  aiohttp_test_add_coroutine ("/client-dns/happy-eyeballs", test_happy_eyeballs, NULL);
  aiohttp_test_add_coroutine ("/client-dns/all-fail", test_all_fail, NULL);
  aiohttp_test_add_coroutine ("/client-dns/sock-connect", test_sock_connect, NULL);
  aiohttp_test_add_coroutine ("/client-dns/silent-proxy", test_silent_proxy, NULL);
  aiohttp_test_add_coroutine ("/client-dns/family", test_family, NULL);
  aiohttp_test_add_coroutine ("/client-dns/traces", test_traces, NULL);
  return g_test_run ();
}
