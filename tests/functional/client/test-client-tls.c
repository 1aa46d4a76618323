/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* TLS as a connector is set to: whom to trust, by which name, what to show. */

#include "client-transport.h"
#include "tls-test.h"

#include <string.h>

/* Answers "NAME[ CLIENT]": the server name that was asked for, and the subject of the client's certificate. */
typedef struct
{
  AiohttpApplication *app;
  AiohttpTestServer *server;
  guint n_requests;
  gboolean resumed; /* the last one's connection */
} Fixture;

static AiohttpReply *
handle_info (AiohttpRequest *request, gpointer user_data, GError **error)
{
  Fixture *self = user_data;
  AiohttpTlsInfo *info = aiohttp_request_get_tls_info (request);
  const char *name = info != NULL ? aiohttp_tls_info_get_server_name (info) : NULL;
  GTlsCertificate *certificate = info != NULL ? aiohttp_tls_info_get_peer_certificate (info) : NULL;
  g_autofree char *subject = certificate != NULL ? g_tls_certificate_get_subject_name (certificate) : NULL;
  /* GIO names addresses, too */
  gboolean is_named = name != NULL && !g_hostname_is_ip_address (name);
  g_autofree char *text = g_strconcat (is_named ? name : "-", subject != NULL ? " " : NULL, subject, NULL);

  self->n_requests++;
  self->resumed = info != NULL && aiohttp_tls_info_is_resumed (info);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

static gboolean
set_up (Fixture *self, AiohttpTlsContext *tls, GError **error)
{
  self->app = aiohttp_application_new ();
  self->server = aiohttp_test_server_new (self->app);
  aiohttp_site_set_tls (aiohttp_test_server_get_site (self->server), tls);
  return aiohttp_router_add_get (aiohttp_application_get_router (self->app), "/", handle_info, self, NULL, error) &&
         aiohttp_test_server_start (self->server, error);
}

static gboolean
tear_down (Fixture *self, GError **error)
{
  gboolean ok = aiohttp_test_server_stop (self->server, error);

  g_clear_object (&self->server);
  g_clear_object (&self->app);
  tls_test_clear ();
  return ok;
}

static AiohttpTlsContext *
new_server_context (const char *file /* taken */)
{
  g_autofree char *owned = (char *) file;
  g_autoptr (GError) error = NULL;
  AiohttpTlsContext *context = aiohttp_tls_context_new_server_for_files (owned, NULL, &error);

  g_assert_no_error (error);
  return context;
}

/* A session whose connector has a context, NULL for none. */
static AiohttpClientSession *
new_session (AiohttpTlsContext *tls, gboolean force_close)
{
  g_autoptr (AiohttpConnector) connector =
      g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "transport", client_transport_get_kind (), "tls-context", tls,
                    "force-close", force_close, NULL);

  return aiohttp_client_session_new_with_connector (connector);
}

static char *
fetch (AiohttpClientSession *session, Fixture *fixture, AiohttpRequestOptions *options, GError **error)
{
  g_autofree char *url = aiohttp_test_server_make_url (fixture->server, "/");
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, options, error);

  return response != NULL ? aiohttp_client_response_text (response, error) : NULL;
}

/* That @tls brings @expected, or with NULL an error of TLS, without a request on the wire. */
static gboolean
check (Fixture *fixture, AiohttpTlsContext *tls, const char *server_hostname, const char *expected, GError **error)
{
  g_autoptr (AiohttpClientSession) session = new_session (tls, FALSE);
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = NULL;
  guint n_requests = fixture->n_requests;

  aiohttp_request_options_set_server_hostname (options, server_hostname);
  text = fetch (session, fixture, options, &failure);
  g_assert_cmpstr (text, ==, expected);
  if (expected != NULL)
    {
      g_assert_no_error (failure);
    }
  else
    {
      g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_TLS);
      g_assert_cmpuint (fixture->n_requests, ==, n_requests);
    }
  return aiohttp_client_session_close (session, error);
}

typedef void (*Trust) (AiohttpTlsContext *tls);

static void
trust_file (AiohttpTlsContext *tls)
{
  g_assert_true (aiohttp_tls_context_load_authorities (tls, tls_test_authority (), NULL));
}

static void
trust_certificate (AiohttpTlsContext *tls)
{
  g_autoptr (GTlsCertificate) authority = g_tls_certificate_new_from_file (tls_test_authority (), NULL);

  g_assert_true (aiohttp_tls_context_add_authority (tls, authority, NULL));
}

static void
trust_database (AiohttpTlsContext *tls)
{
  g_autoptr (GTlsDatabase) database = g_tls_file_database_new (tls_test_authority (), NULL);

  aiohttp_tls_context_set_database (tls, database);
}

static void
trust_anybody (AiohttpTlsContext *tls)
{
  aiohttp_tls_context_set_verify (tls, FALSE);
}

static void
trust_system (AiohttpTlsContext *tls)
{
}

static gboolean
test_trust (GValue *result, gpointer user_data, GError **error)
{
  const struct
  {
    char *(*make) (const char *host);
    const char *host;
    Trust trust; /* NULL: no context at all */
    const char *server_hostname;
    const char *expected;
  } rows[] = {
    { tls_test_certificate, "127.0.0.1", NULL, NULL, NULL },
    { tls_test_certificate, "127.0.0.1", trust_system, NULL, NULL },
    { tls_test_certificate, "127.0.0.1", trust_file, NULL, "-" },
    { tls_test_certificate, "127.0.0.1", trust_certificate, NULL, "-" },
    { tls_test_certificate, "127.0.0.1", trust_database, NULL, "-" },
    { tls_test_certificate, "127.0.0.1", trust_anybody, NULL, "-" },
    { tls_test_certificate, "other.test", trust_file, NULL, NULL },
    { tls_test_certificate, "other.test", trust_database, NULL, NULL },
    { tls_test_certificate, "other.test", trust_file, "other.test", "other.test" },
    { tls_test_certificate, "other.test", trust_database, "other.test", "other.test" },
    { tls_test_certificate, "other.test", trust_file, "more.test", NULL },
    { tls_test_certificate, "other.test", trust_anybody, NULL, "-" },
    { tls_test_expired, "127.0.0.1", trust_file, NULL, NULL },
    { tls_test_expired, "127.0.0.1", trust_anybody, NULL, "-" },
    { tls_test_self_signed, "127.0.0.1", trust_file, NULL, NULL },
    { tls_test_self_signed, "127.0.0.1", trust_anybody, NULL, "-" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AiohttpTlsContext) server = new_server_context (rows[i].make (rows[i].host));
      g_autoptr (AiohttpTlsContext) client = rows[i].trust != NULL ? aiohttp_tls_context_new_client () : NULL;
      Fixture fixture = { 0 };

      g_test_message ("row %u", i);
      if (client != NULL)
        rows[i].trust (client);
      if (!set_up (&fixture, server, error) ||
          !check (&fixture, client, rows[i].server_hostname, rows[i].expected, error) || !tear_down (&fixture, error))
        return FALSE;
    }
  return TRUE;
}

/* A fingerprint says more than an authority, and needs none. */
static gboolean
test_fingerprint (GValue *result, gpointer user_data, GError **error)
{
  char *file = tls_test_self_signed ("other.test");
  g_autofree char *good = tls_test_fingerprint (file);
  g_autofree char *lower = g_ascii_strdown (good, -1);
  g_autofree char *bad = g_strnfill (64, 'a');
  g_autoptr (AiohttpTlsContext) server = new_server_context (file);
  const char *const rows[][3] = { { good, NULL }, { bad, lower }, { bad, NULL } };
  Fixture fixture = { 0 };

  if (!set_up (&fixture, server, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AiohttpTlsContext) client = aiohttp_tls_context_new_client ();

      aiohttp_tls_context_set_fingerprints (client, rows[i]);
      if (!check (&fixture, client, NULL, i < 2 ? "-" : NULL, error))
        return FALSE;
    }
  {
    const char *const wrong[] = { "abc", NULL };
    g_autoptr (AiohttpTlsContext) client = aiohttp_tls_context_new_client ();
    g_autoptr (AiohttpClientSession) session = new_session (client, FALSE);
    g_autoptr (GError) failure = NULL;

    aiohttp_tls_context_set_fingerprints (client, wrong);
    g_assert_null (fetch (session, &fixture, NULL, &failure));
    g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
    if (!aiohttp_client_session_close (session, error))
      return FALSE;
  }
  return tear_down (&fixture, error);
}

static gboolean
test_client_certificate (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTlsContext) server = new_server_context (tls_test_certificate ("127.0.0.1"));
  g_autofree char *file = tls_test_client ("Ann");
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (file, error);
  Fixture fixture = { 0 };

  if (certificate == NULL)
    return FALSE;
  trust_file (server);
  aiohttp_tls_context_set_authentication_mode (server, G_TLS_AUTHENTICATION_REQUIRED);
  if (!set_up (&fixture, server, error))
    return FALSE;
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (AiohttpTlsContext) client = aiohttp_tls_context_new_client ();

      trust_file (client);
      if (i == 1)
        g_assert_true (aiohttp_tls_context_load_certificate (client, file, NULL, NULL, NULL));
      else if (i == 2)
        g_assert_true (aiohttp_tls_context_set_certificate (client, certificate, NULL));
      if (i > 0)
        {
          if (!check (&fixture, client, NULL, "- CN=Ann", error))
            return FALSE;
          continue;
        }
      {
        /* With TLS 1.3 the client hears of it after its own handshake. */
        g_autoptr (AiohttpClientSession) session = new_session (client, FALSE);
        g_autoptr (GError) failure = NULL;

        g_assert_null (fetch (session, &fixture, NULL, &failure));
        g_assert_cmpuint (failure->domain, ==, AIOHTTP_CLIENT_ERROR);
        g_assert_cmpuint (fixture.n_requests, ==, 0);
        if (!aiohttp_client_session_close (session, error))
          return FALSE;
      }
    }
  return tear_down (&fixture, error);
}

/* What is set while the session lives is for the connections that follow. */
static gboolean
test_changed (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTlsContext) server = new_server_context (tls_test_certificate ("127.0.0.1"));
  g_autoptr (AiohttpTlsContext) client = aiohttp_tls_context_new_client ();
  g_autoptr (AiohttpTlsContext) careless = aiohttp_tls_context_new_client ();
  g_autoptr (AiohttpClientSession) session = new_session (client, TRUE);
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = NULL;
  g_autofree char *again = NULL;
  Fixture fixture = { 0 };

  aiohttp_tls_context_set_verify (careless, FALSE);
  aiohttp_request_options_set_tls_context (options, careless);
  if (!set_up (&fixture, server, error))
    return FALSE;
  g_assert_null (fetch (session, &fixture, NULL, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_TLS);
  text = fetch (session, &fixture, options, error);
  g_assert_cmpstr (text, ==, "-");
  g_clear_error (&failure);
  g_assert_null (fetch (session, &fixture, NULL, &failure));
  trust_file (client);
  again = fetch (session, &fixture, NULL, error);
  g_assert_cmpstr (again, ==, "-");
  return aiohttp_client_session_close (session, error) && tear_down (&fixture, error);
}

/* The root's dot is part of a host's name in a URL, and of no certificate and no server name (RFC 6066, 3). */
static gboolean
test_trailing_dot (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTlsContext) server = new_server_context (tls_test_certificate ("localhost"));
  g_autoptr (AiohttpTlsContext) client = aiohttp_tls_context_new_client ();
  g_autoptr (AiohttpClientSession) session = new_session (client, FALSE);
  g_autofree char *url = NULL;
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *text = NULL;
  Fixture fixture = { 0 };

  trust_file (client);
  if (!set_up (&fixture, server, error))
    return FALSE;
  url = g_strdup_printf ("https://localhost.:%u/", aiohttp_test_server_get_port (fixture.server));
  response = aiohttp_client_session_get (session, url, NULL, error);
  text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;
  g_assert_cmpstr (text, ==, "localhost");
  return aiohttp_client_session_close (session, error) && tear_down (&fixture, error);
}

/* Whom one session trusts another does not: not even where it could resume what the first had agreed on. */
static gboolean
test_strangers (GValue *result, gpointer user_data, GError **error)
{
  char *file = tls_test_self_signed ("localhost");
  g_autoptr (GTlsCertificate) certificate = g_tls_certificate_new_from_file (file, error);
  g_autoptr (AiohttpTlsContext) server = new_server_context (file);
  g_autoptr (AiohttpTlsContext) trusting = aiohttp_tls_context_new_client ();
  g_autoptr (AiohttpTlsContext) strict = aiohttp_tls_context_new_client ();
  AiohttpTlsContext *contexts[] = { trusting, trusting, trusting, strict, trusting, NULL };
  Fixture fixture = { 0 };

  if (certificate == NULL || !aiohttp_tls_context_add_authority (trusting, certificate, error) ||
      !set_up (&fixture, server, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (contexts); i++)
    {
      g_autoptr (AiohttpClientSession) session = new_session (contexts[i], FALSE);
      g_autofree char *url = g_strdup_printf ("https://localhost:%u/", aiohttp_test_server_get_port (fixture.server));
      g_autoptr (GError) failure = NULL;
      g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, NULL, &failure);
      g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

      if (contexts[i] == trusting)
        g_assert_cmpstr (text, ==, "localhost");
      else
        g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_TLS);
      if (!aiohttp_client_session_close (session, error))
        return FALSE;
    }
  g_assert_cmpuint (fixture.n_requests, ==, 4);
  return tear_down (&fixture, error);
}

static gboolean
test_resumption (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTlsContext) server = new_server_context (tls_test_certificate ("127.0.0.1"));
  g_autoptr (AiohttpTlsContext) client = aiohttp_tls_context_new_client ();
  g_autoptr (AiohttpClientSession) session = new_session (client, TRUE);
  Fixture fixture = { 0 };

  trust_file (client);
  if (!set_up (&fixture, server, error))
    return FALSE;
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *text = fetch (session, &fixture, NULL, error);

      if (text == NULL)
        return FALSE;
      g_assert_cmpint (fixture.resumed, ==, i > 0);
    }
  g_object_set (client, "session-tickets", FALSE, NULL);
  {
    g_autofree char *text = fetch (session, &fixture, NULL, error);

    g_assert_nonnull (text);
    g_assert_false (fixture.resumed);
  }
  return aiohttp_client_session_close (session, error) && tear_down (&fixture, error);
}

/* How long TLS took is known where there was any. */
static gboolean
test_timings (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTlsContext) server = new_server_context (tls_test_certificate ("127.0.0.1"));
  g_autoptr (AiohttpTlsContext) client = aiohttp_tls_context_new_client ();
  g_autoptr (AiohttpClientSession) session = new_session (client, FALSE);
  Fixture fixture = { 0 };

  trust_file (client);
  aiohttp_client_session_set_record_timings (session, TRUE);
  if (!set_up (&fixture, server, error))
    return FALSE;
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *url = aiohttp_test_server_make_url (fixture.server, "/");
      g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, NULL, error);
      g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;
      AiohttpClientTimings *timings;

      if (text == NULL)
        return FALSE;
      timings = aiohttp_client_response_get_timings (response);
      g_assert_cmpint (aiohttp_client_timings_is_reused (timings), ==, i > 0);
      if (i == 0)
        {
          g_assert_cmpfloat (aiohttp_client_timings_get_tls (timings), >, 0);
          g_assert_cmpfloat (aiohttp_client_timings_get_connect (timings), >, 0);
        }
      else
        {
          g_assert_cmpfloat (aiohttp_client_timings_get_tls (timings), ==, 0);
        }
      g_assert_cmpfloat (aiohttp_client_timings_get_first_byte (timings), >=,
                         aiohttp_client_timings_get_started (timings));
    }
  return aiohttp_client_session_close (session, error) && tear_down (&fixture, error);
}

/* What libsoup cannot do with a context is refused, not left out. */
static gboolean
test_refused (GValue *result, gpointer user_data, GError **error)
{
  const char *const alpn[] = { "spdy", NULL };
  g_autoptr (AiohttpTlsContext) server = new_server_context (tls_test_certificate ("127.0.0.1"));
  Fixture fixture = { 0 };

  if (!set_up (&fixture, server, error))
    return FALSE;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (AiohttpTlsContext) client = aiohttp_tls_context_new_client ();
      g_autoptr (AiohttpClientSession) session = new_session (client, FALSE);
      g_autoptr (GError) failure = NULL;

      if (i == 0)
        g_object_set (client, "priorities", "NORMAL", NULL);
      else
        g_object_set (client, "alpn-protocols", alpn, NULL);
      g_assert_null (fetch (session, &fixture, NULL, &failure));
      g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
      g_assert_nonnull (strstr (failure->message, i == 0 ? "priorities" : "ALPN"));
      if (!aiohttp_client_session_close (session, error))
        return FALSE;
    }
  return tear_down (&fixture, error);
}

int
main (int argc, char *argv[])
{
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  if (client_transport_is_soup () && !g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_print ("1..0 # skip GIO has no TLS here\n");
      return 0;
    }
  aiohttp_test_add_coroutine ("/client-tls/trust", test_trust, NULL);
  aiohttp_test_add_coroutine ("/client-tls/fingerprint", test_fingerprint, NULL);
  aiohttp_test_add_coroutine ("/client-tls/client-certificate", test_client_certificate, NULL);
  aiohttp_test_add_coroutine ("/client-tls/changed", test_changed, NULL);
  aiohttp_test_add_coroutine ("/client-tls/trailing-dot", test_trailing_dot, NULL);
  aiohttp_test_add_coroutine ("/client-tls/strangers", test_strangers, NULL);
  aiohttp_test_add_coroutine ("/client-tls/timings", test_timings, NULL);
  if (client_transport_is_soup ())
    aiohttp_test_add_coroutine ("/client-tls/refused", test_refused, NULL);
  else
    aiohttp_test_add_coroutine ("/client-tls/resumption", test_resumption, NULL);
  return g_test_run ();
}
