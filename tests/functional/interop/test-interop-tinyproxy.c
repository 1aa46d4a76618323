/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The client, tinyproxy and a server of ours: http as it is, https by CONNECT, with and without a password. */

#include <string.h>

#include "../client/client-transport.h"
#include "interop-server.h"
#include "tls-test.h"

typedef struct
{
  AiohttpApplication *app;
  AiohttpTestServer *server; /* answers "METHOD VIA BODY" */
  AiohttpClientSession *session;
  InteropServer *proxy;
} Fixture;

static AiohttpReply *
handle (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autofree char *body = aiohttp_request_text (request, error);
  const char *via = aiohttp_request_get_header (request, "Via");
  const char *authorization = aiohttp_request_get_header (request, "Proxy-Authorization");
  g_autofree char *text = NULL;

  if (body == NULL)
    return NULL;
  g_assert_null (authorization);
  text = g_strdup_printf ("%s %s %s", aiohttp_request_get_method (request), via != NULL ? "via" : "-", body);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

/* FALSE without an error: tinyproxy is not installed. */
static gboolean
set_up (Fixture *self, gboolean https, const char *user, GError **error)
{
  g_autoptr (AiohttpTlsContext) trusting = aiohttp_tls_context_new_client ();
  g_autoptr (AiohttpConnector) connector = NULL;

  self->proxy = interop_tinyproxy_new (user, "secret");
  if (self->proxy == NULL)
    {
      g_test_skip ("tinyproxy is not installed");
      return FALSE;
    }
  self->app = aiohttp_application_new ();
  self->server = aiohttp_test_server_new (self->app);
  if (!aiohttp_tls_context_load_authorities (trusting, tls_test_authority (), error))
    return FALSE;
  if (https)
    {
      g_autofree char *file = tls_test_certificate ("127.0.0.1");
      g_autoptr (AiohttpTlsContext) tls = aiohttp_tls_context_new_server_for_files (file, NULL, error);

      if (tls == NULL)
        return FALSE;
      aiohttp_site_set_tls (aiohttp_test_server_get_site (self->server), tls);
    }
  /* tinyproxy closes behind each answer without a word, which what may not be sent twice would come upon */
  connector = g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "transport", client_transport_get_kind (), "tls-context",
                            trusting, "force-close", !https, NULL);
  self->session = aiohttp_client_session_new_with_connector (connector);
  return aiohttp_router_add_route (aiohttp_application_get_router (self->app), "*", "/", handle, NULL, NULL, error) &&
         aiohttp_test_server_start (self->server, error);
}

static gboolean
tear_down (Fixture *self, GError **error)
{
  gboolean ok = aiohttp_client_session_close (self->session, error) && aiohttp_test_server_stop (self->server, error);

  g_clear_object (&self->session);
  g_clear_object (&self->server);
  g_clear_object (&self->app);
  interop_server_free (self->proxy);
  tls_test_clear ();
  return ok;
}

/* "STATUS TEXT" */
static char *
fetch (Fixture *self, const char *method, const char *userinfo, GError **error)
{
  g_autofree char *proxy = g_strdup_printf ("http://%s127.0.0.1:%u", userinfo, interop_server_get_port (self->proxy));
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *text = NULL;

  aiohttp_request_options_set_proxy (options, proxy);
  if (strcmp (method, "POST") == 0)
    aiohttp_request_options_set_text (options, "some text");
  response = aiohttp_client_session_request (self->session, method, aiohttp_test_server_get_url (self->server), options,
                                             error);
  text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;
  return text != NULL ? g_strdup_printf ("%u %s", aiohttp_client_response_get_status (response), text) : NULL;
}

static gboolean
test_http (GValue *result, gpointer user_data, GError **error)
{
  Fixture self = { 0 };

  if (!set_up (&self, FALSE, user_data, error))
    return *error == NULL;
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *get = fetch (&self, "GET", user_data != NULL ? "me:secret@" : "", error);
      g_autofree char *post = fetch (&self, "POST", user_data != NULL ? "me:secret@" : "", error);

      g_assert_cmpstr (get, ==, "200 GET via ");
      g_assert_cmpstr (post, ==, "200 POST via some text");
    }
  if (user_data != NULL)
    {
      g_autofree char *without = fetch (&self, "GET", "", error);
      g_autofree char *wrong = fetch (&self, "GET", "me:wrong@", error);

      g_assert_true (without != NULL && g_str_has_prefix (without, "407 "));
      g_assert_true (wrong != NULL && strncmp (wrong, "200 ", 4) != 0);
    }
  return tear_down (&self, error);
}

static gboolean
test_https (GValue *result, gpointer user_data, GError **error)
{
  Fixture self = { 0 };

  if (!set_up (&self, TRUE, user_data, error))
    return *error == NULL;
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *get = fetch (&self, "GET", user_data != NULL ? "me:secret@" : "", error);
      g_autofree char *post = fetch (&self, "POST", user_data != NULL ? "me:secret@" : "", error);

      g_assert_cmpstr (get, ==, "200 GET - ");
      g_assert_cmpstr (post, ==, "200 POST - some text");
    }
  if (user_data != NULL)
    {
      const char *const userinfos[] = { "", "me:wrong@" };

      for (guint i = 0; i < G_N_ELEMENTS (userinfos); i++)
        {
          g_autoptr (GError) failure = NULL;

          g_assert_null (fetch (&self, "GET", userinfos[i], &failure));
          g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PROXY);
        }
    }
  return tear_down (&self, error);
}

int
main (int argc, char *argv[])
{
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/interop-tinyproxy/http", test_http, NULL);
  aiohttp_test_add_coroutine ("/interop-tinyproxy/http/auth", test_http, (gpointer) "me");
  if (g_tls_backend_supports_tls (g_tls_backend_get_default ()))
    {
      aiohttp_test_add_coroutine ("/interop-tinyproxy/https", test_https, NULL);
      aiohttp_test_add_coroutine ("/interop-tinyproxy/https/auth", test_https, (gpointer) "me");
    }
  return g_test_run ();
}
