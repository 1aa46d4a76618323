/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Ways through proxies: absolute form, CONNECT, SOCKS 5, TLS to the proxy and in the tunnel; what each side is told. */

#include "client-transport.h"
#include "proxy-server.h"
#include "tls-test.h"

#include <string.h>

typedef struct
{
  AiohttpApplication *app;
  AiohttpTestServer *server; /* answers "HOST PROXY-AUTHORIZATION X-PROXY" */
  AiohttpTlsContext *trusting;
  AiohttpClientSession *session;
  ProxySettings settings;
  ProxyServer *proxy;
} Fixture;

static const char *
field (AiohttpRequest *request, const char *name)
{
  const char *value = aiohttp_request_get_header (request, name);

  return value != NULL ? value : "-";
}

static AiohttpReply *
handle (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autofree char *text = g_strdup_printf ("%s %s %s", field (request, "Host"), field (request, "Proxy-Authorization"),
                                           field (request, "X-Proxy"));

  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

static gboolean
set_up (Fixture *self, gboolean https, GError **error)
{
  g_autoptr (AiohttpConnector) connector = NULL;

  self->app = aiohttp_application_new ();
  self->server = aiohttp_test_server_new (self->app);
  self->trusting = aiohttp_tls_context_new_client ();
  if (!aiohttp_tls_context_load_authorities (self->trusting, tls_test_authority (), error))
    return FALSE;
  if (https)
    {
      g_autofree char *file = tls_test_certificate ("host.test");
      g_autoptr (AiohttpTlsContext) tls = aiohttp_tls_context_new_server_for_files (file, NULL, error);

      if (tls == NULL)
        return FALSE;
      aiohttp_site_set_tls (aiohttp_test_server_get_site (self->server), tls);
    }
  connector = g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "transport", client_transport_get_kind (), "tls-context",
                            self->trusting, NULL);
  self->session = aiohttp_client_session_new_with_connector (connector);
  if (!aiohttp_router_add_get (aiohttp_application_get_router (self->app), "/", handle, NULL, NULL, error) ||
      !aiohttp_test_server_start (self->server, error))
    return FALSE;
  self->settings.target = aiohttp_test_server_get_port (self->server);
  self->proxy = proxy_server_new (&self->settings);
  return TRUE;
}

static gboolean
tear_down (Fixture *self, GError **error)
{
  gboolean ok = aiohttp_client_session_close (self->session, error) && aiohttp_test_server_stop (self->server, error);

  g_clear_object (&self->session);
  proxy_server_free (self->proxy);
  g_clear_object (&self->server);
  g_clear_object (&self->app);
  g_clear_object (&self->trusting);
  g_clear_object (&self->settings.certificate);
  tls_test_clear ();
  return ok;
}

static AiohttpRequestOptions *
make_options (Fixture *self, const char *userinfo)
{
  AiohttpRequestOptions *options = aiohttp_request_options_new ();
  g_autofree char *proxy = proxy_server_make_url (self->proxy, userinfo);

  aiohttp_request_options_set_proxy (options, proxy);
  return options;
}

static char *
fetch (Fixture *self, const char *url, AiohttpRequestOptions *options, GError **error)
{
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (self->session, url, options, error);

  if (response == NULL)
    return NULL;
  if (aiohttp_client_response_get_status (response) != 200)
    return g_strdup_printf ("%u", aiohttp_client_response_get_status (response));
  return aiohttp_client_response_text (response, error);
}

/* That of the heads @index, in any order of its fields. */
static void
assert_request (Fixture *self, guint index, const char *line, const char *const *fields)
{
  g_autofree char *head = proxy_server_dup_request (self->proxy, index);

  g_assert_nonnull (head);
  g_assert_true (g_str_has_prefix (head, line));
  for (; *fields != NULL; fields++)
    {
      g_autofree char *wanted = g_strdup_printf ("\r\n%s\r\n", *fields);

      g_assert_nonnull (strstr (head, wanted));
    }
}

static void
add_proxy_header (AiohttpRequestOptions *options)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);

  soup_message_headers_append (headers, "X-Proxy", "told");
  aiohttp_request_options_set_proxy_headers (options, headers);
}

/* http: the proxy is asked for the whole URL, and told who asks; a request without credentials gets its 407 as it is. */
static gboolean
test_absolute_form (GValue *result, gpointer user_data, GError **error)
{
  const char *const fields[] = { "Host: host.test:8080", "Proxy-Authorization: Basic bWU6cyB4", "X-Proxy: told", NULL };
  Fixture self = { .settings = { .user = "me", .password = "s x" } };

  if (!set_up (&self, FALSE, error))
    return FALSE;
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (AiohttpRequestOptions) options = make_options (&self, i > 0 ? "me:s%20x@" : "");
      g_autofree char *text = NULL;

      add_proxy_header (options);
      text = fetch (&self, "http://host.test:8080/", options, error);
      if (text == NULL)
        return FALSE;
      /* what it does not forward is its own affair */
      g_assert_cmpstr (text, ==, i > 0 ? "host.test:8080 Basic bWU6cyB4 told" : "407");
    }
  assert_request (&self, 1, "GET http://host.test:8080/ HTTP/1.1\r\n", fields);
  /* one with credentials does not take the place of one without; the third request went where the second had gone */
  g_assert_cmpuint (proxy_server_count_connections (self.proxy), ==, 2);
  return tear_down (&self, error);
}

/* The proxy of a session, which a request may leave. */
static gboolean
test_session_proxy (GValue *result, gpointer user_data, GError **error)
{
  Fixture self = { 0 };
  g_autofree char *proxy = NULL;
  g_autofree char *text = NULL;

  if (!set_up (&self, FALSE, error))
    return FALSE;
  proxy = proxy_server_make_url (self.proxy, "");
  aiohttp_client_session_set_proxy (self.session, proxy);
  text = fetch (&self, "http://host.test/", NULL, error);
  g_assert_cmpstr (text, ==, "host.test - -");
  g_assert_cmpuint (proxy_server_count_connections (self.proxy), ==, 1);
  return tear_down (&self, error);
}

/* https: a tunnel; the proxy's credentials and fields are the proxy's alone. */
static gboolean
test_connect (GValue *result, gpointer user_data, GError **error)
{
  const char *const fields[] = { "Host: host.test:8443", "Proxy-Authorization: Basic bWU6cyB4", "X-Proxy: told", NULL };
  Fixture self = { .settings = { .user = "me", .password = "s x" } };

  if (!set_up (&self, TRUE, error))
    return FALSE;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (AiohttpRequestOptions) options = make_options (&self, "me:s%20x@");
      g_autofree char *text = NULL;

      add_proxy_header (options);
      text = fetch (&self, "https://host.test:8443/", options, error);
      if (text == NULL)
        return FALSE;
      g_assert_cmpstr (text, ==, "host.test:8443 - -");
    }
  assert_request (&self, 0, "CONNECT host.test:8443 HTTP/1.", fields);
  g_assert_cmpuint (proxy_server_count_connections (self.proxy), ==, 1);
  return tear_down (&self, error);
}

static gboolean
test_connect_refused (GValue *result, gpointer user_data, GError **error)
{
  const char *const userinfos[] = { "", "me:wrong@" };
  Fixture self = { .settings = { .user = "me", .password = "right" } };

  if (!set_up (&self, TRUE, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (userinfos); i++)
    {
      g_autoptr (AiohttpRequestOptions) options = make_options (&self, userinfos[i]);
      g_autoptr (GError) failure = NULL;

      g_assert_null (fetch (&self, "https://host.test/", options, &failure));
      g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PROXY);
      g_assert_nonnull (strstr (failure->message, "407"));
    }
  {
    g_autoptr (AiohttpRequestOptions) options = make_options (&self, "me:right@");
    g_autofree char *text = fetch (&self, "https://host.test/", options, error);

    g_assert_cmpstr (text, ==, "host.test - -");
  }
  return tear_down (&self, error);
}

/* A proxy that is spoken to in TLS, for http and for TLS in its TLS. */
static gboolean
test_https_proxy (GValue *result, gpointer user_data, GError **error)
{
  gboolean https = GPOINTER_TO_INT (user_data);
  const char *url = https ? "https://host.test/" : "http://host.test/";
  g_autofree char *file = tls_test_certificate ("127.0.0.1");
  Fixture self = { 0 };

  self.settings.certificate = g_tls_certificate_new_from_file (file, error);
  if (self.settings.certificate == NULL || !set_up (&self, https, error))
    return FALSE;
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (AiohttpRequestOptions) options = make_options (&self, "");
      g_autofree char *text = NULL;
      g_autofree char *head = NULL;

      text = fetch (&self, url, options, error);
      if (text == NULL)
        return FALSE;
      g_assert_cmpstr (text, ==, "host.test - -");
      head = proxy_server_dup_request (self.proxy, 0);
      g_assert_true (
          g_str_has_prefix (head, https ? "CONNECT host.test:443 HTTP/1.1\r\n" : "GET http://host.test/ HTTP/1.1\r\n"));
    }
  g_assert_cmpuint (proxy_server_count_connections (self.proxy), ==, 1);
  return tear_down (&self, error);
}

/* A proxy that nobody trusts hears nothing. */
static gboolean
test_untrusted_proxy (GValue *result, gpointer user_data, GError **error)
{
  g_autofree char *file = tls_test_self_signed ("127.0.0.1");
  const char *const urls[] = { "http://host.test/", "https://host.test/" };
  Fixture self = { 0 };

  self.settings.certificate = g_tls_certificate_new_from_file (file, error);
  if (self.settings.certificate == NULL || !set_up (&self, TRUE, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (urls); i++)
    {
      g_autoptr (AiohttpRequestOptions) options = make_options (&self, "");
      g_autoptr (GError) failure = NULL;

      g_assert_null (fetch (&self, urls[i], options, &failure));
      g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_TLS);
      g_assert_null (proxy_server_dup_request (self.proxy, 0));
    }
  return tear_down (&self, error);
}

/* SOCKS 5 by name, with and without a password, to http and to https. */
static gboolean
test_socks (GValue *result, gpointer user_data, GError **error)
{
  gboolean https = GPOINTER_TO_INT (user_data);
  const char *url = https ? "https://host.test/" : "http://host.test/";

  for (guint i = 0; i < 2; i++)
    {
      Fixture self = { .settings = { .socks = TRUE, .user = i > 0 ? "me" : NULL, .password = "s x" } };
      g_autoptr (AiohttpRequestOptions) options = NULL;
      g_autoptr (AiohttpRequestOptions) wrong = NULL;
      g_autoptr (GError) failure = NULL;
      g_autofree char *text = NULL;
      g_autofree char *again = NULL;
      g_autofree char *proxy = NULL;
      g_autofree char *seen = NULL;

      if (!set_up (&self, https, error))
        return FALSE;
      options = make_options (&self, i > 0 ? "me:s%20x@" : "");
      text = fetch (&self, url, options, error);
      if (text == NULL)
        return FALSE;
      g_assert_cmpstr (text, ==, "host.test - -");
      /* the same proxy by another name */
      proxy = g_strconcat ("socks5h", strchr (aiohttp_request_options_get_proxy (options), ':'), NULL);
      aiohttp_request_options_set_proxy (options, proxy);
      again = fetch (&self, url, options, error);
      g_assert_cmpstr (again, ==, text);
      g_assert_cmpuint (proxy_server_count_connections (self.proxy), ==, 1);
      seen = proxy_server_dup_request (self.proxy, 0);
      g_assert_cmpstr (seen, ==, https ? "host.test:443" : "host.test:80");
      if (i > 0)
        {
          wrong = make_options (&self, "me:wrong@");
          g_assert_null (fetch (&self, url, wrong, &failure));
          g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PROXY);
        }
      if (!tear_down (&self, error))
        return FALSE;
    }
  return TRUE;
}

/* A proxy that is not there, and one that says nothing. */
static gboolean
test_dead (GValue *result, gpointer user_data, GError **error)
{
  const char *const userinfos[] = { "http://127.0.0.1:1", "socks5://127.0.0.1:1" };
  Fixture self = { .settings = { .silent = TRUE } };

  if (!set_up (&self, TRUE, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (userinfos); i++)
    {
      g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
      g_autoptr (GError) failure = NULL;

      aiohttp_request_options_set_proxy (options, userinfos[i]);
      g_assert_null (fetch (&self, "https://host.test/", options, &failure));
      g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECT);
      if (!client_transport_is_soup ())
        g_assert_nonnull (strstr (failure->message, "Proxy 127.0.0.1"));
    }
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (AiohttpRequestOptions) options = make_options (&self, "");
      g_autoptr (AiohttpClientTimeout) timeout = aiohttp_client_timeout_new ();
      g_autoptr (GError) failure = NULL;

      if (i == 0)
        aiohttp_client_timeout_set_sock_connect (timeout, 0.1);
      else
        aiohttp_client_timeout_set_connect (timeout, 0.1);
      aiohttp_request_options_set_client_timeout (options, timeout);
      g_assert_null (fetch (&self, "https://host.test/", options, &failure));
      g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_TIMEOUT);
    }
  return tear_down (&self, error);
}

int
main (int argc, char *argv[])
{
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  if (!g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      g_print ("1..0 # skip GIO has no TLS here\n");
      return 0;
    }
  aiohttp_test_add_coroutine ("/client-proxies/absolute-form", test_absolute_form, NULL);
  aiohttp_test_add_coroutine ("/client-proxies/session", test_session_proxy, NULL);
  aiohttp_test_add_coroutine ("/client-proxies/connect", test_connect, NULL);
  aiohttp_test_add_coroutine ("/client-proxies/connect-refused", test_connect_refused, NULL);
  if (!client_transport_is_soup ()) /* which takes an https proxy by the system's authorities alone */
    {
      aiohttp_test_add_coroutine ("/client-proxies/https/http", test_https_proxy, GINT_TO_POINTER (FALSE));
      aiohttp_test_add_coroutine ("/client-proxies/https/https", test_https_proxy, GINT_TO_POINTER (TRUE));
    }
  aiohttp_test_add_coroutine ("/client-proxies/https/untrusted", test_untrusted_proxy, NULL);
  aiohttp_test_add_coroutine ("/client-proxies/socks/http", test_socks, GINT_TO_POINTER (FALSE));
  aiohttp_test_add_coroutine ("/client-proxies/socks/https", test_socks, GINT_TO_POINTER (TRUE));
  aiohttp_test_add_coroutine ("/client-proxies/dead", test_dead, NULL);
  return g_test_run ();
}
