/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* What a context is set to, as the connections made with it show. */

#include "tls-peer.h"

#include <string.h>

#include <glib/gstdio.h>

#include "aiohttp-error.h"
#include "tls-test.h"

typedef struct
{
  GMainContext *context;
  AiohttpReactor *reactor;
  Peer server;
  Peer client;
} Pair;

/* Connects, and lets 5 bytes go there and back, or fails at one end or at both. */
static void
pair_connect (Pair *pair, GMainContext *context, AiohttpTlsContext *for_server, AiohttpTlsContext *for_client,
              const char *host, const char *key)
{
  int fds[2];

  pair->context = context;
  pair->reactor = net_test_reactor (context);
  net_test_pair (fds);
  peer_start_with (&pair->server, &pair->client, pair->reactor, fds, for_server, for_client, host, key);
  peer_fill (&pair->client, 5);
  aiohttp_channel_want (pair->client.channel, AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_WRITABLE);
  net_test_wait (context, aiohttp_byte_buffer_length (&pair->client.in) == 5 ||
                              (pair->server.failed && (pair->client.failed || pair->client.eof)));
}

static void
pair_clear (Pair *pair)
{
  peer_clear (&pair->server);
  peer_clear (&pair->client);
  net_test_settle (pair->context);
  aiohttp_reactor_unref (pair->reactor);
}

static void
assert_connects (GMainContext *context, AiohttpTlsContext *for_server, AiohttpTlsContext *for_client, const char *host)
{
  Pair pair;

  pair_connect (&pair, context, for_server, for_client, host, NULL);
  if (pair.client.failed)
    g_error ("%s", aiohttp_channel_get_tls_error (pair.client.channel)->message);
  g_assert_false (pair.server.failed);
  pair_clear (&pair);
}

/* The client refuses the server. */
static void
assert_refused (GMainContext *context, AiohttpTlsContext *for_server, AiohttpTlsContext *for_client, const char *host,
                const char *words)
{
  const GError *error;
  Pair pair;

  pair_connect (&pair, context, for_server, for_client, host, NULL);
  error = aiohttp_channel_get_tls_error (pair.client.channel);
  g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
  if (strstr (error->message, words) == NULL)
    g_error ("“%s” does not say “%s”", error->message, words);
  g_assert_error (aiohttp_channel_get_tls_error (pair.server.channel), G_TLS_ERROR, G_TLS_ERROR_HANDSHAKE);
  pair_clear (&pair);
}

static AiohttpTlsContext *
new_server_for (char *file)
{
  g_autofree char *owned = file;
  g_autoptr (GError) error = NULL;
  AiohttpTlsContext *context = aiohttp_tls_context_new_server_for_files (owned, NULL, &error);

  g_assert_no_error (error);
  return context;
}

static AiohttpTlsContext *
new_client_for (char *file)
{
  g_autofree char *owned = file;
  g_autoptr (GError) error = NULL;
  AiohttpTlsContext *context = peer_new_client ();

  aiohttp_tls_context_load_certificate (context, owned, NULL, NULL, &error);
  g_assert_no_error (error);
  return context;
}

static void
test_info (GMainContext *context)
{
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autofree char *subject = NULL;
  AiohttpTlsInfo *info;
  Pair pair;

  pair_connect (&pair, context, server_context, client_context, "localhost", NULL);
  info = aiohttp_channel_get_tls_info (pair.server.channel);
  g_assert_cmpint (aiohttp_tls_info_get_protocol_version (info), ==, G_TLS_PROTOCOL_VERSION_TLS_1_3);
  g_assert_true (g_str_has_prefix (aiohttp_tls_info_get_cipher (info), "TLS_"));
  g_assert_cmpstr (aiohttp_tls_info_get_alpn_protocol (info), ==, "http/1.1");
  g_assert_cmpstr (aiohttp_tls_info_get_server_name (info), ==, "localhost");
  g_assert_false (aiohttp_tls_info_is_resumed (info));
  g_assert_null (aiohttp_tls_info_get_peer_certificate (info));
  g_assert_true (aiohttp_channel_get_tls_info (pair.server.channel) == info);

  info = aiohttp_channel_get_tls_info (pair.client.channel);
  g_assert_cmpstr (aiohttp_tls_info_get_server_name (info), ==, "localhost");
  g_object_get (info, "peer-certificate", &certificate, NULL);
  subject = g_tls_certificate_get_subject_name (certificate);
  g_assert_nonnull (strstr (subject, "localhost"));
  pair_clear (&pair);
}

static void
test_verify (GMainContext *context)
{
  g_autoptr (AiohttpTlsContext) address = new_server_for (tls_test_certificate ("127.0.0.1"));
  g_autoptr (AiohttpTlsContext) expired = new_server_for (tls_test_expired ("localhost"));
  g_autoptr (AiohttpTlsContext) unknown = new_server_for (tls_test_self_signed ("localhost"));
  g_autoptr (AiohttpTlsContext) system = aiohttp_tls_context_new_client ();
  g_autoptr (AiohttpTlsContext) careless = aiohttp_tls_context_new_client ();

  aiohttp_tls_context_set_verify (careless, FALSE);
  assert_connects (context, server_context, client_context, "localhost");
  assert_connects (context, server_context, client_context, "LOCALHOST");
  assert_connects (context, server_context, client_context, "localhost.");
  assert_connects (context, address, client_context, "127.0.0.1");
  assert_connects (context, unknown, careless, "example.com");
  assert_refused (context, server_context, client_context, "example.com", "another host's");
  assert_refused (context, server_context, client_context, "127.0.0.1", "another host's");
  assert_refused (context, expired, client_context, "localhost", "expired");
  assert_refused (context, unknown, client_context, "localhost", "authority");
  assert_refused (context, server_context, system, "localhost", "authority");
}

static void
test_database (GMainContext *context)
{
  g_autoptr (AiohttpTlsContext) client = aiohttp_tls_context_new_client ();
  g_autoptr (AiohttpTlsContext) unknown = new_server_for (tls_test_self_signed ("localhost"));
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (tls_test_authority (), &error);

  g_assert_no_error (error);
  aiohttp_tls_context_set_database (client, database);
  g_assert_true (aiohttp_tls_context_get_database (client) == database);
  assert_connects (context, server_context, client, "localhost");
  assert_refused (context, server_context, client, "example.com", "another host's");
  assert_refused (context, unknown, client, "localhost", "authority");
}

static void
test_fingerprint (GMainContext *context)
{
  g_autofree char *file = tls_test_self_signed ("somewhere");
  g_autofree char *fingerprint = tls_test_fingerprint (file);
  g_autofree char *another = tls_test_fingerprint (tls_test_authority ());
  g_autoptr (AiohttpTlsContext) server = new_server_for (g_steal_pointer (&file));
  g_autoptr (AiohttpTlsContext) client = aiohttp_tls_context_new_client ();
  g_autoptr (GError) error = NULL;

  aiohttp_tls_context_set_fingerprints (client, (const char *const[]){ another, fingerprint, NULL });
  assert_connects (context, server, client, "localhost");
  assert_refused (context, server_context, client, "localhost", "pinned");

  aiohttp_tls_context_set_fingerprints (client, (const char *const[]){ "12:34", NULL });
  g_assert_false (aiohttp_tls_context_check (client, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
}

static void
assert_client_refused (GMainContext *context, AiohttpTlsContext *for_server, AiohttpTlsContext *for_client, int code)
{
  Pair pair;

  pair_connect (&pair, context, for_server, for_client, "localhost", NULL);
  g_assert_error (aiohttp_channel_get_tls_error (pair.server.channel), G_TLS_ERROR, code);
  g_assert_true (pair.client.failed);
  pair_clear (&pair);
}

static void
test_client_certificate (GMainContext *context)
{
  g_autoptr (AiohttpTlsContext) server = peer_new_server ("localhost");
  g_autoptr (AiohttpTlsContext) good = new_client_for (tls_test_client ("somebody"));
  g_autoptr (AiohttpTlsContext) stranger = new_client_for (tls_test_self_signed ("somebody"));
  g_autoptr (AiohttpTlsContext) for_servers = new_client_for (tls_test_certificate ("localhost"));
  g_autoptr (GError) error = NULL;
  g_autofree char *subject = NULL;
  AiohttpTlsInfo *info;
  Pair pair;

  aiohttp_tls_context_set_authentication_mode (server, G_TLS_AUTHENTICATION_REQUIRED);
  g_assert_false (aiohttp_tls_context_check (server, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_clear_error (&error);
  aiohttp_tls_context_load_authorities (server, tls_test_authority (), &error);
  g_assert_no_error (error);

  pair_connect (&pair, context, server, good, "localhost", NULL);
  info = aiohttp_channel_get_tls_info (pair.server.channel);
  subject = g_tls_certificate_get_subject_name (aiohttp_tls_info_get_peer_certificate (info));
  g_assert_nonnull (strstr (subject, "somebody"));
  pair_clear (&pair);
  assert_client_refused (context, server, client_context, G_TLS_ERROR_CERTIFICATE_REQUIRED);
  assert_client_refused (context, server, stranger, G_TLS_ERROR_BAD_CERTIFICATE);
  assert_client_refused (context, server, for_servers, G_TLS_ERROR_BAD_CERTIFICATE);

  aiohttp_tls_context_set_authentication_mode (server, G_TLS_AUTHENTICATION_REQUESTED);
  assert_connects (context, server, good, "localhost");
  assert_connects (context, server, client_context, "localhost");
  assert_client_refused (context, server, stranger, G_TLS_ERROR_BAD_CERTIFICATE);

  g_object_set (server, "authentication-mode", G_TLS_AUTHENTICATION_NONE, NULL);
  assert_connects (context, server, stranger, "localhost");
}

static gboolean
connect_again (GMainContext *context, AiohttpTlsContext *server, AiohttpTlsContext *client)
{
  gboolean resumed;
  Pair pair;

  pair_connect (&pair, context, server, client, "localhost", "localhost:443");
  g_assert_false (pair.client.failed || pair.server.failed);
  resumed = aiohttp_tls_info_is_resumed (aiohttp_channel_get_tls_info (pair.client.channel));
  g_assert_true (aiohttp_tls_info_is_resumed (aiohttp_channel_get_tls_info (pair.server.channel)) == resumed);
  pair_clear (&pair);
  return resumed;
}

static void
run_resumption (GMainContext *context, const char *priorities)
{
  g_autoptr (AiohttpTlsContext) server = peer_new_server ("localhost");
  g_autoptr (AiohttpTlsContext) client = peer_new_client ();

  g_object_set (client, "priorities", priorities, NULL);
  g_assert_false (connect_again (context, server, client));
  g_assert_true (connect_again (context, server, client));
  g_assert_true (connect_again (context, server, client));

  /* Another certificate is no reason to begin anew; another client is. */
  g_object_set (server, "handshake-timeout", 5.0, NULL);
  g_assert_true (connect_again (context, server, client));
  aiohttp_tls_context_set_verify (client, TRUE);
  g_assert_false (connect_again (context, server, client));

  g_object_set (server, "session-tickets", FALSE, NULL);
  g_assert_false (connect_again (context, server, client));
  g_assert_false (connect_again (context, server, client));
}

static void
test_tickets (GMainContext *context)
{
  run_resumption (context, NULL);
  run_resumption (context, "NORMAL:-VERS-TLS1.3");
}

/* A ticket does not let in whom the rules of now keep out. */
static void
test_ticket_of_old_rules (GMainContext *context)
{
  g_autoptr (AiohttpTlsContext) server = peer_new_server ("localhost");
  g_autoptr (AiohttpTlsContext) client = peer_new_client ();
  Pair pair;

  g_assert_false (connect_again (context, server, client));
  aiohttp_tls_context_load_authorities (server, tls_test_authority (), NULL);
  aiohttp_tls_context_set_authentication_mode (server, G_TLS_AUTHENTICATION_REQUIRED);
  pair_connect (&pair, context, server, client, "localhost", "localhost:443");
  g_assert_error (aiohttp_channel_get_tls_error (pair.server.channel), G_TLS_ERROR, G_TLS_ERROR_CERTIFICATE_REQUIRED);
  pair_clear (&pair);
}

typedef struct
{
  AiohttpTlsContext *other;
  Pair *to_close;
  guint n_calls;
  guint n_destroyed;
} Names;

static AiohttpTlsContext *
choose (AiohttpTlsContext *context, const char *server_name, gpointer user_data, GError **error)
{
  Names *names = user_data;

  names->n_calls++;
  if (names->to_close != NULL)
    g_clear_pointer (&names->to_close->server.channel, aiohttp_channel_close);
  if (g_strcmp0 (server_name, "other.test") == 0)
    return g_object_ref (names->other);
  if (g_strcmp0 (server_name, "client.test") == 0)
    return g_object_ref (client_context);
  if (server_name == NULL || strcmp (server_name, "localhost") == 0)
    return NULL;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, "Not here");
  return NULL;
}

static void
count_destroyed (gpointer data)
{
  ((Names *) data)->n_destroyed++;
}

static void
test_server_name (GMainContext *context)
{
  g_autoptr (AiohttpTlsContext) server = peer_new_server ("localhost");
  g_autoptr (AiohttpTlsContext) other = peer_new_server ("other.test");
  g_autoptr (AiohttpTlsContext) good = new_client_for (tls_test_client ("somebody"));
  Names names = { .other = other };
  Pair pair;

  aiohttp_tls_context_set_server_name_func (server, choose, &names, count_destroyed);
  assert_connects (context, server, client_context, "localhost");
  assert_connects (context, server, client_context, "other.test");
  g_assert_cmpuint (names.n_calls, ==, 2);

  /* It decides about the client, too. */
  aiohttp_tls_context_load_authorities (other, tls_test_authority (), NULL);
  aiohttp_tls_context_set_authentication_mode (other, G_TLS_AUTHENTICATION_REQUIRED);
  assert_connects (context, server, client_context, "localhost");
  assert_connects (context, server, good, "other.test");
  pair_connect (&pair, context, server, client_context, "other.test", NULL);
  g_assert_error (aiohttp_channel_get_tls_error (pair.server.channel), G_TLS_ERROR, G_TLS_ERROR_CERTIFICATE_REQUIRED);
  pair_clear (&pair);

  pair_connect (&pair, context, server, client_context, "unknown.test", NULL);
  g_assert_error (aiohttp_channel_get_tls_error (pair.server.channel), G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (aiohttp_channel_get_tls_error (pair.client.channel)->message, "not recognized"));
  pair_clear (&pair);
  pair_connect (&pair, context, server, client_context, "client.test", NULL);
  g_assert_error (aiohttp_channel_get_tls_error (pair.server.channel), AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  pair_clear (&pair);

  aiohttp_tls_context_set_server_name_func (server, NULL, NULL, NULL);
  g_assert_cmpuint (names.n_destroyed, ==, 1);
  assert_connects (context, server, client_context, "localhost");
}

/* What the function does to its own connection. */
static void
test_server_name_closes (GMainContext *context)
{
  g_autoptr (AiohttpTlsContext) server = peer_new_server ("localhost");
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  Pair pair = { .context = context };
  Names names = { .to_close = &pair };
  int fds[2];

  aiohttp_tls_context_set_server_name_func (server, choose, &names, NULL);
  net_test_pair (fds);
  peer_start_with (&pair.server, &pair.client, reactor, fds, server, client_context, "localhost", NULL);
  net_test_wait (context, pair.client.failed);
  g_assert_null (pair.server.channel);
  peer_clear (&pair.client);
}

static char *
dup_common_name (GMainContext *context, AiohttpTlsContext *server)
{
  g_autoptr (AiohttpTlsContext) client = aiohttp_tls_context_new_client ();
  AiohttpTlsInfo *info;
  char *subject;
  Pair pair;

  aiohttp_tls_context_set_verify (client, FALSE);
  pair_connect (&pair, context, server, client, NULL, NULL);
  info = aiohttp_channel_get_tls_info (pair.client.channel);
  subject = g_tls_certificate_get_subject_name (aiohttp_tls_info_get_peer_certificate (info));
  pair_clear (&pair);
  return subject;
}

static void
test_reload (GMainContext *context)
{
  g_autofree char *file = tls_test_certificate ("first.test");
  g_autofree char *next = tls_test_certificate ("second.test");
  g_autofree char *first = NULL;
  g_autofree char *still_first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (AiohttpTlsContext) server = aiohttp_tls_context_new_server_for_files (file, NULL, &error);
  Pair open;

  g_assert_no_error (error);
  pair_connect (&open, context, server, client_context, "first.test", NULL);
  first = dup_common_name (context, server);
  g_assert_nonnull (strstr (first, "first.test"));

  g_assert_true (g_file_set_contents (file, "half of a certific", -1, NULL));
  g_assert_false (aiohttp_tls_context_reload (server, &error));
  g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
  g_clear_error (&error);
  still_first = dup_common_name (context, server);
  g_assert_cmpstr (still_first, ==, first);

  g_assert_true (g_file_get_contents (next, &contents, NULL, NULL));
  g_assert_true (g_file_set_contents (file, contents, -1, NULL));
  g_assert_true (aiohttp_tls_context_reload (server, &error));
  g_assert_no_error (error);
  second = dup_common_name (context, server);
  g_assert_nonnull (strstr (second, "second.test"));

  /* An open connection goes on with what it began with. */
  aiohttp_byte_buffer_reset (&open.client.in);
  peer_fill (&open.client, 5);
  aiohttp_channel_want (open.client.channel, AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_WRITABLE);
  net_test_wait (context, aiohttp_byte_buffer_length (&open.client.in) == 5);
  pair_clear (&open);
}

static void
test_certificate_object (GMainContext *context)
{
  g_autofree char *file = tls_test_certificate ("localhost");
  g_autoptr (GError) error = NULL;
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (file, &error);
  g_autoptr (GTlsCertificate) without_key = NULL;
  g_autoptr (AiohttpTlsContext) server = NULL;
  g_autofree char *pem = NULL;

  g_assert_no_error (error);
  server = aiohttp_tls_context_new_server (certificate, &error);
  g_assert_no_error (error);
  assert_connects (context, server, client_context, "localhost");

  g_object_get (certificate, "certificate-pem", &pem, NULL);
  without_key = g_tls_certificate_new_from_pem (pem, -1, &error);
  g_assert_no_error (error);
  g_assert_false (aiohttp_tls_context_set_certificate (server, without_key, &error));
  g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);
  assert_connects (context, server, client_context, "localhost");
}

static void
test_unusable (GMainContext *context)
{
  g_autoptr (AiohttpTlsContext) empty = g_object_new (AIOHTTP_TYPE_TLS_CONTEXT, "server-side", TRUE, NULL);
  g_autoptr (AiohttpTlsContext) garbled = peer_new_client ();
  g_autoptr (GError) error = NULL;
  Pair pair;

  g_assert_true (aiohttp_tls_context_get_server_side (empty));
  g_assert_false (aiohttp_tls_context_check (empty, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_clear_error (&error);
  g_object_set (garbled, "priorities", "NORMAL:+NONSENSE", NULL);
  g_assert_false (aiohttp_tls_context_check (garbled, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_null (aiohttp_tls_context_new_server_for_files ("/nowhere/at/all.pem", NULL, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_false (aiohttp_tls_context_load_authorities (garbled, "/dev/null", &error));
  g_assert_error (error, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE);

  pair_connect (&pair, context, empty, garbled, "localhost", NULL);
  g_assert_error (aiohttp_channel_get_tls_error (pair.server.channel), AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_assert_null (aiohttp_channel_get_tls_info (pair.server.channel));
  pair_clear (&pair);
  pair_connect (&pair, context, client_context, server_context, "localhost", NULL);
  g_assert_error (aiohttp_channel_get_tls_error (pair.server.channel), AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  pair_clear (&pair);
}

static void
test_alpn (GMainContext *context)
{
  static const char *const only_h2[] = { "h2", NULL };
  static const char *const both[] = { "h2", "http/1.1", NULL };
  g_autoptr (AiohttpTlsContext) client = peer_new_client ();
  Pair pair;

  g_object_set (client, "alpn-protocols", both, NULL);
  pair_connect (&pair, context, server_context, client, "localhost", NULL);
  g_assert_cmpstr (aiohttp_tls_info_get_alpn_protocol (aiohttp_channel_get_tls_info (pair.client.channel)), ==,
                   "http/1.1");
  pair_clear (&pair);

  g_object_set (client, "alpn-protocols", NULL, NULL);
  pair_connect (&pair, context, server_context, client, "localhost", NULL);
  g_assert_null (aiohttp_tls_info_get_alpn_protocol (aiohttp_channel_get_tls_info (pair.server.channel)));
  pair_clear (&pair);

  g_object_set (client, "alpn-protocols", only_h2, NULL);
  pair_connect (&pair, context, server_context, client, "localhost", NULL);
  g_assert_true (pair.server.failed);
  g_assert_nonnull (strstr (aiohttp_channel_get_tls_error (pair.client.channel)->message, "application protocol"));
  pair_clear (&pair);
}

static void
test_versions (GMainContext *context)
{
  g_autoptr (AiohttpTlsContext) client = peer_new_client ();
  Pair pair;
  int fds[2];

  g_object_set (client, "priorities", "NORMAL:-VERS-TLS1.3", NULL);
  pair_connect (&pair, context, server_context, client, "localhost", NULL);
  g_assert_cmpint (aiohttp_tls_info_get_protocol_version (aiohttp_channel_get_tls_info (pair.client.channel)), ==,
                   G_TLS_PROTOCOL_VERSION_TLS_1_2);
  pair_clear (&pair);

  /* Nothing is left when the old ones are taken away. */
  g_object_set (client, "priorities", "NORMAL:-VERS-ALL:+VERS-TLS1.0:+VERS-TLS1.1", NULL);
  pair = (Pair){ .context = context, .reactor = net_test_reactor (context) };
  net_test_pair (fds);
  peer_start_with (&pair.server, &pair.client, pair.reactor, fds, server_context, client, "localhost", NULL);
  net_test_wait (context, pair.client.failed);
  pair_clear (&pair);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  peer_init ();

  net_test_add ("/tls-context/info", test_info);
  net_test_add ("/tls-context/verify", test_verify);
  net_test_add ("/tls-context/database", test_database);
  net_test_add ("/tls-context/fingerprint", test_fingerprint);
  net_test_add ("/tls-context/client-certificate", test_client_certificate);
  net_test_add ("/tls-context/tickets", test_tickets);
  net_test_add ("/tls-context/tickets/old-rules", test_ticket_of_old_rules);
  net_test_add ("/tls-context/server-name", test_server_name);
  net_test_add ("/tls-context/server-name/closes", test_server_name_closes);
  net_test_add ("/tls-context/reload", test_reload);
  net_test_add ("/tls-context/certificate-object", test_certificate_object);
  net_test_add ("/tls-context/unusable", test_unusable);
  net_test_add ("/tls-context/alpn", test_alpn);
  net_test_add ("/tls-context/versions", test_versions);

  status = g_test_run ();
  peer_uninit ();
  return status;
}
