/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* What the errors of a session say beside their message. */

#include "client-transport.h"
#include "middleware-fixture.h"

static gboolean
test_status (GValue *result, gpointer user_data, GError **error)
{
  MiddlewareFixture f = { 0 };
  g_autoptr (AiohttpRequestOptions) options =
      g_object_new (AIOHTTP_TYPE_REQUEST_OPTIONS, "raise-for-status", TRUE, NULL);
  g_autoptr (GError) failure = NULL;
  g_autoptr (GError) copy = NULL;
  g_autofree char *url = NULL;
  AiohttpClientErrorInfo *info;
  gsize n;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  url = aiohttp_test_server_make_url (f.server, "/secret");
  g_assert_null (aiohttp_client_session_get (f.session, url, options, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_STATUS);
  copy = g_error_copy (failure);
  g_clear_error (&failure);
  info = aiohttp_client_error_info_for_error (copy);
  g_assert_cmpuint (aiohttp_client_error_info_get_status (info), ==, 401);
  g_assert_cmpstr (aiohttp_client_error_info_get_reason (info), ==, "Unauthorized");
  g_assert_cmpstr (aiohttp_client_error_info_get_method (info), ==, "GET");
  g_assert_cmpstr (aiohttp_client_error_info_get_url (info), ==, url);
  g_assert_nonnull (soup_message_headers_get_one (aiohttp_client_error_info_get_request_headers (info), "User-Agent"));
  g_assert_nonnull (soup_message_headers_get_one (aiohttp_client_error_info_get_headers (info), "Content-Type"));
  g_assert_null (aiohttp_client_error_info_get_history (info, &n));
  g_assert_cmpuint (n, ==, 0);
  return middleware_fixture_tear_down (&f, error);
}

static gboolean
test_redirects (GValue *result, gpointer user_data, GError **error)
{
  MiddlewareFixture f = { 0 };
  g_autoptr (AiohttpRequestOptions) options = g_object_new (AIOHTTP_TYPE_REQUEST_OPTIONS, "max-redirects", 1, NULL);
  g_autoptr (GError) failure = NULL;
  AiohttpClientErrorInfo *info;
  gsize n;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  g_assert_null (middleware_fixture_fetch (&f, "GET", "/to", options, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_TOO_MANY_REDIRECTS);
  info = aiohttp_client_error_info_for_error (failure);
  g_assert_cmpuint (aiohttp_client_error_info_get_status (info), ==, 302);
  g_assert_nonnull (aiohttp_client_error_info_get_history (info, &n));
  g_assert_cmpuint (n, ==, 1);
  return middleware_fixture_tear_down (&f, error);
}

static gboolean
test_others (GValue *result, gpointer user_data, GError **error)
{
  MiddlewareFixture f = { 0 };
  g_autoptr (GError) unreachable = NULL;
  g_autoptr (GError) malformed = NULL;
  g_autoptr (GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "x");
  g_autoptr (GError) plain = g_error_new_literal (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_FAILED, "x");
  AiohttpClientErrorInfo *info;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  g_assert_null (aiohttp_client_session_get (f.session, "http://127.0.0.1:1/a#b", NULL, &unreachable));
  info = aiohttp_client_error_info_for_error (unreachable);
  g_assert_cmpuint (aiohttp_client_error_info_get_status (info), ==, 0);
  g_assert_null (aiohttp_client_error_info_get_headers (info));
  g_assert_cmpstr (aiohttp_client_error_info_get_url (info), ==, "http://127.0.0.1:1/a#b");
  g_assert_null (aiohttp_client_session_get (f.session, "http://", NULL, &malformed));
  info = aiohttp_client_error_info_for_error (malformed);
  g_assert_null (aiohttp_client_error_info_get_url (info));
  g_assert_null (aiohttp_client_error_info_for_error (foreign));
  g_assert_null (aiohttp_client_error_info_for_error (plain));
  return middleware_fixture_tear_down (&f, error);
}

int
main (int argc, char *argv[])
{
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/client-error-info/status", test_status, NULL);
  aiohttp_test_add_coroutine ("/client-error-info/redirects", test_redirects, NULL);
  aiohttp_test_add_coroutine ("/client-error-info/others", test_others, NULL);
  return g_test_run ();
}
