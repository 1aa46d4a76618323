/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Our client and our server, in one loop. */

#include <aiohttp-glib/aiohttp.h>

#include "client-transport.h"
#include <string.h>

typedef struct
{
  AiohttpApplication *app;
  AiohttpTestServer *server;
  AiohttpClientSession *session;
} Fixture;

static AiohttpReply *
handle_hello (AiohttpRequest *request, gpointer user_data, GError **error)
{
  const char *name = aiohttp_request_get_match_info (request, "name");
  g_autofree char *text = g_strconcat ("Hello, ", name != NULL ? name : "Anonymous", NULL);

  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

static AiohttpReply *
handle_echo (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) body = aiohttp_request_read (request, error);
  const char *type = aiohttp_request_get_header (request, "Content-Type");

  return body != NULL ? AIOHTTP_REPLY (aiohttp_response_new_bytes (200, body, type)) : NULL;
}

static AiohttpReply *
handle_about (AiohttpRequest *request, gpointer user_data, GError **error)
{
  const char *agent = aiohttp_request_get_header (request, "User-Agent");
  g_autofree char *text = g_strjoin ("\n", aiohttp_request_get_method (request), aiohttp_request_get_path_qs (request),
                                     agent != NULL ? agent : "", NULL);

  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

static AiohttpReply *
handle_slow (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return aiohttp_sleep (0.02, error) ? AIOHTTP_REPLY (aiohttp_response_new_text (200, "slow")) : NULL;
}

/* A handler that asks the same server for another page. */
static AiohttpReply *
handle_proxy (AiohttpRequest *request, gpointer user_data, GError **error)
{
  Fixture *fixture = user_data;
  g_autofree char *url = aiohttp_test_server_make_url (fixture->server, "/proxied");
  g_autoptr (AiohttpClientResponse) page = aiohttp_client_session_get (fixture->session, url, NULL, error);
  g_autofree char *text = page != NULL ? aiohttp_client_response_text (page, error) : NULL;

  return text != NULL ? AIOHTTP_REPLY (aiohttp_response_new_text (200, text)) : NULL;
}

static gboolean
set_up (Fixture *fixture, GError **error)
{
  AiohttpRouter *router;

  fixture->app = aiohttp_application_new ();
  router = aiohttp_application_get_router (fixture->app);
  fixture->session = client_transport_new_session ();
  fixture->server = aiohttp_test_server_new (fixture->app);
  return aiohttp_router_add_get (router, "/", handle_hello, NULL, NULL, error) &&
         aiohttp_router_add_get (router, "/about", handle_about, NULL, NULL, error) &&
         aiohttp_router_add_get (router, "/slow", handle_slow, NULL, NULL, error) &&
         aiohttp_router_add_get (router, "/proxy", handle_proxy, fixture, NULL, error) &&
         aiohttp_router_add_post (router, "/echo", handle_echo, NULL, NULL, error) &&
         aiohttp_router_add_get (router, "/{name}", handle_hello, NULL, NULL, error) &&
         aiohttp_test_server_start (fixture->server, error);
}

static gboolean
tear_down (Fixture *fixture, GError **error)
{
  gboolean ok =
      aiohttp_client_session_close (fixture->session, error) && aiohttp_test_server_stop (fixture->server, error);

  g_clear_object (&fixture->session);
  g_clear_object (&fixture->server);
  g_clear_object (&fixture->app);
  return ok;
}

static char *
fetch_text (Fixture *fixture, const char *method, const char *path, AiohttpRequestOptions *options, guint *status,
            GError **error)
{
  g_autofree char *url = aiohttp_test_server_make_url (fixture->server, path);
  g_autoptr (AiohttpClientResponse) response =
      aiohttp_client_session_request (fixture->session, method, url, options, error);

  if (response == NULL)
    return NULL;
  if (status != NULL)
    *status = aiohttp_client_response_get_status (response);
  return aiohttp_client_response_text (response, error);
}

static gboolean
test_requests (GValue *result, gpointer user_data, GError **error)
{
  const struct
  {
    const char *method;
    const char *path;
    guint status;
    const char *text; /* NULL: any */
  } rows[] = {
    { "GET", "/", 200, "Hello, Anonymous" },
    { "GET", "/world", 200, "Hello, world" },
    { "GET", "/with space", 200, "Hello, with space" },
    { "GET", "/é", 200, "Hello, é" },
    { "GET", "/a%2Fb", 200, "Hello, a/b" },
    { "HEAD", "/world", 200, "" },
    { "GET", "/about?a=1&b=%26", 200, "GET\n/about?a=1&b=%26\naiohttp-glib/" AIOHTTP_VERSION_STRING },
    { "GET", "/no/such/page", 404, NULL },
    { "DELETE", "/about", 405, NULL },
    { "GET", "/proxy", 200, "Hello, proxied" },
  };
  Fixture fixture;

  if (!set_up (&fixture, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      guint status = 0;
      g_autofree char *text = fetch_text (&fixture, rows[i].method, rows[i].path, NULL, &status, error);

      if (text == NULL)
        return FALSE;
      g_assert_cmpuint (status, ==, rows[i].status);
      if (rows[i].text != NULL)
        g_assert_cmpstr (text, ==, rows[i].text);
    }
  return tear_down (&fixture, error);
}

static gboolean
test_bodies (GValue *result, gpointer user_data, GError **error)
{
  const gsize sizes[] = { 0, 1, 4096, 65536, 1000000 };
  Fixture fixture;
  g_autofree char *url = NULL;

  if (!set_up (&fixture, error))
    return FALSE;
  url = aiohttp_test_server_make_url (fixture.server, "/echo");
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      guint8 *data = g_malloc (sizes[i] + 1);
      g_autoptr (GBytes) body = NULL;
      g_autoptr (GBytes) echo = NULL;
      g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
      g_autoptr (AiohttpClientResponse) response = NULL;

      for (gsize j = 0; j < sizes[i]; j++)
        data[j] = (guint8) (j * 7 + j / 256);
      body = g_bytes_new_take (data, sizes[i]);
      aiohttp_request_options_set_body (options, body);
      aiohttp_request_options_set_content_type (options, "image/x-noise");
      response = aiohttp_client_session_post (fixture.session, url, options, error);
      echo = response != NULL ? aiohttp_client_response_read (response, error) : NULL;
      if (echo == NULL)
        return FALSE;
      g_assert_cmpuint (aiohttp_client_response_get_status (response), ==, 200);
      g_assert_true (g_bytes_equal (body, echo));
      if (sizes[i] > 0)
        g_assert_cmpstr (aiohttp_client_response_get_content_type (response), ==, "image/x-noise");
    }
  return tear_down (&fixture, error);
}

static gboolean
fetch_slow (GValue *result, gpointer user_data, GError **error)
{
  g_autofree char *text = fetch_text (user_data, "GET", "/slow", NULL, NULL, error);

  g_assert_cmpstr (text, ==, "slow");
  return text != NULL;
}

/* Fifty at a time take as long as one. */
static gboolean
test_many (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  AiohttpTask *tasks[50];
  gint64 start;

  if (!set_up (&fixture, error))
    return FALSE;
  start = g_get_monotonic_time ();
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    tasks[i] = aiohttp_spawn (fetch_slow, &fixture, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      if (!aiohttp_future_await (AIOHTTP_FUTURE (tasks[i]), error))
        return FALSE;
      g_object_unref (tasks[i]);
    }
  g_test_message ("%g ms", (double) (g_get_monotonic_time () - start) / 1000);
  return tear_down (&fixture, error);
}

static gboolean
test_server_gone (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture;
  g_autofree char *first = NULL;
  g_autofree char *url = NULL;
  g_autoptr (GError) failure = NULL;

  if (!set_up (&fixture, error))
    return FALSE;
  url = aiohttp_test_server_make_url (fixture.server, "/");
  first = fetch_text (&fixture, "GET", "/", NULL, NULL, error);
  if (first == NULL || !aiohttp_test_server_stop (fixture.server, error))
    return FALSE;
  g_assert_null (aiohttp_client_session_get (fixture.session, url, NULL, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECT);
  return tear_down (&fixture, error);
}

int
main (int argc, char **argv)
{
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/client-server/requests", test_requests, NULL);
  aiohttp_test_add_coroutine ("/client-server/bodies", test_bodies, NULL);
  aiohttp_test_add_coroutine ("/client-server/many", test_many, NULL);
  aiohttp_test_add_coroutine ("/client-server/server-gone", test_server_gone, NULL);
  return g_test_run ();
}
