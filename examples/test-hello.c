/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A test suite of one's own: a server on a free port, and test bodies that run as coroutines. */

#include <aiohttp-glib/aiohttp.h>

static AiohttpReply *
greet (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autofree char *text = g_strconcat ("Hello, ", aiohttp_request_get_match_info (request, "name"), NULL);

  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

static AiohttpTestServer *
start_server (GError **error)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (AiohttpTestServer) server = NULL;

  if (!aiohttp_router_add_get (router, "/{name}", greet, NULL, NULL, error))
    return NULL;
  server = aiohttp_test_server_new (app);
  return aiohttp_test_server_start (server, error) ? g_steal_pointer (&server) : NULL;
}

static gboolean
test_name (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTestServer) server = start_server (error);
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *url = NULL;
  g_autofree char *text = NULL;

  if (server == NULL)
    return FALSE;
  url = aiohttp_test_server_make_url (server, "/Ada");
  response = aiohttp_client_session_get (session, url, NULL, error);
  if (response == NULL)
    return FALSE;
  g_assert_cmpuint (aiohttp_client_response_get_status (response), ==, 200);

  text = aiohttp_client_response_text (response, error);
  g_assert_cmpstr (text, ==, "Hello, Ada");
  return text != NULL && aiohttp_client_session_close (session, error) && aiohttp_test_server_stop (server, error);
}

static gboolean
test_not_found (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTestServer) server = start_server (error);
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *url = NULL;

  if (server == NULL)
    return FALSE;
  url = aiohttp_test_server_make_url (server, "/no/such/page");
  response = aiohttp_client_session_get (session, url, NULL, error);
  if (response == NULL)
    return FALSE;
  g_assert_cmpuint (aiohttp_client_response_get_status (response), ==, 404);
  return aiohttp_client_session_close (session, error) && aiohttp_test_server_stop (server, error);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/hello/name", test_name, NULL);
  aiohttp_test_add_coroutine ("/hello/not-found", test_not_found, NULL);
  return g_test_run ();
}
