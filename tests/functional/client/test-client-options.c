/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A session's settings and a request's options, as the server sees them. */

#include <string.h>

#include "client-fixture.h"
#include "client-transport.h"
#include "scratch.h"

static gboolean
expect (ClientFixture *fixture, const char *path, AiohttpRequestOptions *options, const char *expected, GError **error)
{
  g_autofree char *text = client_fixture_fetch (fixture, "GET", path, options, error);

  if (text == NULL)
    return FALSE;
  g_assert_cmpstr (text, ==, expected);
  return TRUE;
}

static gboolean
test_base_url (GValue *result, gpointer user_data, GError **error)
{
  ClientFixture fixture = { 0 };
  const struct
  {
    const char *base; /* below the server */
    const char *url;
    const char *query; /* that /query has got; NULL: another page */
  } rows[] = {
    { "/", "query?a=1", "a=1" },   { "/", "/query?a=1", "a=1" }, { "/deep/", "../query", "" },
    { "/deep/", "/query?x", "x" }, { "/deep/", "query", NULL },
  };

  if (!client_fixture_set_up (&fixture, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *base = aiohttp_test_server_make_url (fixture.server, rows[i].base);
      g_autoptr (AiohttpClientResponse) response = NULL;
      g_autofree char *text = NULL;

      if (!aiohttp_client_session_set_base_url (fixture.session, base, error))
        return FALSE;
      g_assert_cmpstr (aiohttp_client_session_get_base_url (fixture.session), ==, base);
      response = aiohttp_client_session_get (fixture.session, rows[i].url, NULL, error);
      if (response == NULL)
        return FALSE;
      g_assert_cmpuint (aiohttp_client_response_get_status (response), ==, rows[i].query != NULL ? 200 : 404);
      text = aiohttp_client_response_text (response, error);
      if (rows[i].query != NULL)
        g_assert_cmpstr (text, ==, rows[i].query);
    }
  /* an absolute one stays what it is */
  if (!aiohttp_client_session_set_base_url (fixture.session, "http://nowhere.invalid/", error) ||
      !expect (&fixture, "/query?a", NULL, "a", error))
    return FALSE;
  g_assert_false (aiohttp_client_session_set_base_url (fixture.session, "http://example.com/a", error));
  g_assert_error (*error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_clear_error (error);
  g_assert_false (aiohttp_client_session_set_base_url (fixture.session, "/relative/", error));
  g_assert_error (*error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_INVALID_URL);
  g_clear_error (error);
  return client_fixture_tear_down (&fixture, error);
}

static gboolean
test_params (GValue *result, gpointer user_data, GError **error)
{
  ClientFixture fixture = { 0 };
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();

  if (!client_fixture_set_up (&fixture, error))
    return FALSE;
  aiohttp_client_session_set_params (fixture.session, "key=1");
  aiohttp_request_options_add_param (options, "q", "a b&c");
  return expect (&fixture, "/query", NULL, "key=1", error) &&
         expect (&fixture, "/query?own=2", NULL, "own=2&key=1", error) &&
         expect (&fixture, "/query?own=2", options, "own=2&key=1&q=a+b&c", error) &&
         /* the target of a redirect does not get them */
         expect (&fixture, "/to/302?url=/query", options, "", error) && client_fixture_tear_down (&fixture, error);
}

static gboolean
test_headers (GValue *result, gpointer user_data, GError **error)
{
  ClientFixture fixture = { 0 };
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpRequestOptions) skipping = aiohttp_request_options_new ();
  const char *const session_skips[] = { "accept", NULL };
  const char *const own_skips[] = { "User-Agent", NULL };

  if (!client_fixture_set_up (&fixture, error))
    return FALSE;
  g_assert_true (aiohttp_client_session_set_header (fixture.session, "X-One", "session", error));
  g_assert_true (aiohttp_request_options_set_header (options, "X-One", "own", error));
  if (!expect (&fixture, "/header/X-One", NULL, "session", error) ||
      !expect (&fixture, "/header/X-One", options, "own", error) ||
      !expect (&fixture, "/header/Accept", NULL, "*/*", error))
    return FALSE;
  aiohttp_client_session_set_skip_auto_headers (fixture.session, session_skips);
  aiohttp_request_options_set_skip_auto_headers (skipping, own_skips);
  return expect (&fixture, "/header/Accept", NULL, "-", error) &&
         expect (&fixture, "/header/Accept", skipping, "-", error) &&
         expect (&fixture, "/header/User-Agent", skipping, "-", error) && client_fixture_tear_down (&fixture, error);
}

/* A request's field stands in for all of the session's of that name; its own of one name stay beside each other. */
static gboolean
test_header_merge (GValue *result, gpointer user_data, GError **error)
{
  ClientFixture fixture = { 0 };
  const struct
  {
    const char *of_session[3];
    const char *of_request[3];
    const char *expected;
  } rows[] = {
    { { NULL }, { NULL }, "-" },    { { "a" }, { NULL }, "a" },        { { "a", "b" }, { NULL }, "a, b" },
    { { "a", "b" }, { "c" }, "c" }, { { "a" }, { "c", "d" }, "c, d" }, { { NULL }, { "c", "c" }, "c, c" },
  };

  if (!client_fixture_set_up (&fixture, error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();

      g_assert_true (aiohttp_client_session_set_header (fixture.session, "X-Multi", NULL, error));
      for (guint k = 0; rows[i].of_session[k] != NULL; k++)
        g_assert_true (aiohttp_client_session_append_header (fixture.session, "X-Multi", rows[i].of_session[k], error));
      for (guint k = 0; rows[i].of_request[k] != NULL; k++)
        g_assert_true (aiohttp_request_options_append_header (options, "x-multi", rows[i].of_request[k], error));
      if (!expect (&fixture, "/header/X-Multi", options, rows[i].expected, error))
        return FALSE;
    }
  /* what is the library's own can be replaced, too, and not left out where it frames the message */
  g_assert_true (aiohttp_client_session_set_header (fixture.session, "User-Agent", "own", error));
  return expect (&fixture, "/header/User-Agent", NULL, "own", error) && client_fixture_tear_down (&fixture, error);
}

static gboolean
test_skip_auto_headers (GValue *result, gpointer user_data, GError **error)
{
  ClientFixture fixture = { 0 };
  const char *const all[] = {
    "Accept", "ACCEPT-ENCODING", "user-agent", "Content-Type", "Content-Length", "Host", NULL
  };
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autofree char *echo = NULL;

  if (!client_fixture_set_up (&fixture, error))
    return FALSE;
  aiohttp_request_options_set_text (options, "text");
  aiohttp_request_options_set_skip_auto_headers (options, all);
  echo = client_fixture_fetch (&fixture, "POST", "/echo", options, error);
  g_assert_cmpstr (echo, ==, "POST 4 -|text");
  return expect (&fixture, "/header/Accept", options, "-", error) &&
         expect (&fixture, "/header/Accept-Encoding", options, "-", error) &&
         expect (&fixture, "/header/User-Agent", options, "-", error) &&
         expect (&fixture, "/header/Accept", NULL, "*/*", error) && client_fixture_tear_down (&fixture, error);
}

static gboolean
test_authorization (GValue *result, gpointer user_data, GError **error)
{
  ClientFixture fixture = { 0 };
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autofree char *basic = aiohttp_encode_basic_auth ("user", "pass", error);
  g_autofree char *bearer = aiohttp_encode_bearer_auth ("token", error);
  g_autofree char *base = NULL;
  g_autofree char *elsewhere = NULL;

  g_assert_cmpstr (basic, ==, "Basic dXNlcjpwYXNz");
  g_assert_cmpstr (bearer, ==, "Bearer token");
  g_assert_null (aiohttp_encode_basic_auth ("a:b", "", error));
  g_assert_error (*error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_clear_error (error);
  g_assert_null (aiohttp_encode_bearer_auth ("a b", error));
  g_assert_error (*error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_clear_error (error);

  if (!client_fixture_set_up (&fixture, error))
    return FALSE;
  aiohttp_client_session_set_authorization (fixture.session, basic);
  g_assert_true (aiohttp_request_options_set_header (options, "Authorization", bearer, error));
  base = aiohttp_test_server_make_url (fixture.server, "/");
  elsewhere = g_strdup_printf ("/to/302?url=http://localhost:%u/header/Authorization",
                               aiohttp_test_server_get_port (fixture.server));
  if (!expect (&fixture, "/header/Authorization", NULL, basic, error) ||
      !expect (&fixture, "/header/Authorization", options, bearer, error) ||
      !expect (&fixture, "/to/302?url=/header/Authorization", NULL, basic, error) ||
      /* another origin gets none */
      !expect (&fixture, elsewhere, NULL, "-", error) || !expect (&fixture, elsewhere, options, "-", error))
    return FALSE;
  if (!aiohttp_client_session_set_base_url (fixture.session, "http://example.com/", error) ||
      !expect (&fixture, "/header/Authorization", NULL, "-", error) ||
      !aiohttp_client_session_set_base_url (fixture.session, base, error) ||
      !expect (&fixture, "/header/Authorization", NULL, basic, error))
    return FALSE;
  return client_fixture_tear_down (&fixture, error);
}

static gboolean
test_netrc (GValue *result, gpointer user_data, GError **error)
{
  ClientFixture fixture = { 0 };
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "netrc", NULL);

  g_assert_true (g_file_set_contents (path, "machine 127.0.0.1 login user password pass\n", -1, error));
  g_setenv ("NETRC", path, TRUE);
  if (!client_fixture_set_up (&fixture, error))
    return FALSE;
  if (!expect (&fixture, "/header/Authorization", NULL, "-", error))
    return FALSE;
  aiohttp_client_session_set_trust_env (fixture.session, TRUE);
  return expect (&fixture, "/header/Authorization", NULL, "Basic dXNlcjpwYXNz", error) &&
         client_fixture_tear_down (&fixture, error);
}

static gboolean
test_cookies (GValue *result, gpointer user_data, GError **error)
{
  ClientFixture fixture = { 0 };
  g_autoptr (AiohttpCookieJar) jar = g_object_new (AIOHTTP_TYPE_COOKIE_JAR, "unsafe", TRUE, NULL);
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpRequestOptions) bad = aiohttp_request_options_new ();
  g_autoptr (AiohttpConnector) connector = NULL;
  g_autofree char *elsewhere = NULL;

  connector = g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "transport", client_transport_get_kind (), NULL);
  fixture.session = g_object_new (AIOHTTP_TYPE_CLIENT_SESSION, "cookie-jar", jar, "connector", connector, NULL);
  if (!client_fixture_set_up (&fixture, error))
    return FALSE;
  aiohttp_request_options_add_cookie (options, "own", "2");
  aiohttp_request_options_add_cookie (options, "a", "3");
  elsewhere =
      g_strdup_printf ("/to/302?url=http://localhost:%u/header/Cookie", aiohttp_test_server_get_port (fixture.server));
  if (!expect (&fixture, "/header/Cookie", NULL, "-", error) ||
      /* set on the way of a redirect, it goes along */
      !expect (&fixture, "/set?cookie=a=1&url=/header/Cookie", NULL, "a=1", error) ||
      !expect (&fixture, "/set?cookie=b=1", NULL, "set", error) ||
      !expect (&fixture, "/header/Cookie", NULL, "a=1; b=1", error) ||
      !expect (&fixture, "/header/Cookie", options, "b=1; own=2; a=3", error) ||
      /* they are not kept */
      !expect (&fixture, "/header/Cookie", NULL, "a=1; b=1", error) ||
      !expect (&fixture, "/to/302?url=/header/Cookie", options, "b=1; own=2; a=3", error) ||
      /* another host gets none of them */
      !expect (&fixture, elsewhere, options, "-", error))
    return FALSE;
  g_assert_true (aiohttp_request_options_set_header (options, "Cookie", "hand=made", error));
  if (!expect (&fixture, "/header/Cookie", options, "hand=made; b=1; own=2; a=3", error) ||
      !expect (&fixture, elsewhere, options, "-", error))
    return FALSE;
  aiohttp_request_options_add_cookie (bad, "a b", "2");
  g_assert_null (client_fixture_fetch (&fixture, "GET", "/echo", bad, error));
  g_assert_error (*error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_clear_error (error);
  return client_fixture_tear_down (&fixture, error);
}

typedef struct
{
  goffset done;
  goffset total;
  guint n_calls;
  guint n_freed;
} Progress;

static void
on_progress (goffset done, goffset total, gpointer user_data)
{
  Progress *progress = user_data;

  g_assert_cmpint (done, >, progress->done);
  progress->done = done;
  progress->total = total;
  progress->n_calls++;
}

static void
on_freed (gpointer user_data)
{
  ((Progress *) user_data)->n_freed++;
}

/* Content codings of uploads are undone by the server; what it gets is the body. */
static gboolean
test_uploads (GValue *result, gpointer user_data, GError **error)
{
  const char *const codings[] = { "gzip", "deflate", "br", "zstd" };
  ClientFixture fixture = { 0 };
  g_autofree char *text = g_strnfill (100000, 'x');
  g_autofree char *expected = g_strconcat ("POST chunked text/plain; charset=utf-8|", text, NULL);
  g_autofree char *known = g_strconcat ("POST 100000 text/plain; charset=utf-8|", text, NULL);
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autofree char *chunked = NULL;
  g_autofree char *held = NULL;
  g_autofree char *told = NULL;
  Progress progress = { 0 };

  if (!client_fixture_set_up (&fixture, error))
    return FALSE;
  aiohttp_request_options_set_text (options, text);
  for (guint i = 0; i < G_N_ELEMENTS (codings); i++)
    {
      g_autofree char *echo = NULL;

      aiohttp_request_options_set_compress (options, codings[i]);
      echo = client_fixture_fetch (&fixture, "POST", i % 2 == 0 ? "/echo" : "/to/307", options, error);
      g_assert_cmpstr (echo, ==, expected);
    }
  aiohttp_request_options_set_compress (options, "lzma");
  g_assert_null (client_fixture_fetch (&fixture, "POST", "/echo", options, error));
  g_assert_error (*error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_clear_error (error);
  aiohttp_request_options_set_compress (options, NULL);

  aiohttp_request_options_set_chunked (options, TRUE);
  chunked = client_fixture_fetch (&fixture, "POST", "/echo", options, error);
  g_assert_cmpstr (chunked, ==, expected);
  aiohttp_request_options_set_chunked (options, FALSE);

  aiohttp_request_options_set_expect100 (options, TRUE);
  held = client_fixture_fetch (&fixture, "POST", "/echo", options, error);
  g_assert_cmpstr (held, ==, known);
  aiohttp_request_options_set_expect100 (options, FALSE);

  aiohttp_request_options_set_upload_progress (options, on_progress, &progress, on_freed);
  told = client_fixture_fetch (&fixture, "POST", "/echo", options, error);
  g_assert_cmpstr (told, ==, known);
  g_assert_cmpint (progress.done, ==, 100000);
  g_assert_cmpint (progress.total, ==, 100000);
  g_assert_cmpuint (progress.n_freed, ==, 0);
  aiohttp_request_options_set_upload_progress (options, NULL, NULL, NULL);
  g_assert_cmpuint (progress.n_freed, ==, 1);
  return client_fixture_tear_down (&fixture, error);
}

static AiohttpReply *
handle_form (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpForm) form = aiohttp_request_post (request, error);
  AiohttpFileField *file = form != NULL ? aiohttp_form_get_file (form, "file") : NULL;
  g_autofree char *text = NULL;

  if (form == NULL)
    return NULL;
  text = g_strdup_printf ("%s|%s|%s|%s", aiohttp_request_get_content_type (request), aiohttp_form_get (form, "a"),
                          file != NULL ? aiohttp_file_field_get_filename (file) : "-",
                          file != NULL ? aiohttp_form_field_get_content_type (AIOHTTP_FORM_FIELD (file)) : "-");
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

static gboolean
test_forms (GValue *result, gpointer user_data, GError **error)
{
  ClientFixture fixture = { 0 };
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "upload.dat", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (AiohttpFormData) form = aiohttp_form_data_new ();
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  const char *const expected[] = { "application/x-www-form-urlencoded|1 & 2=ü|-|-", "multipart/form-data|1 & 2=ü|-|-",
                                   "multipart/form-data|1 & 2=ü|upload.dat|image/x" };

  g_assert_true (g_file_set_contents (path, "bytes", -1, error));
  fixture.form_handler = handle_form;
  if (!client_fixture_set_up (&fixture, error))
    return FALSE;
  g_assert_true (aiohttp_form_data_add_field (form, "a", "1 & 2=ü", error));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      g_autofree char *text = NULL;

      if (i == 1)
        aiohttp_form_data_set_multipart (form, TRUE);
      if (i == 2)
        g_assert_true (aiohttp_form_data_add_file (form, "file", file, NULL, "image/x", error));
      aiohttp_request_options_set_form (options, form);
      text = client_fixture_fetch (&fixture, "POST", i == 2 ? "/to/307?url=/form" : "/form", options, error);
      g_assert_cmpstr (text, ==, expected[i]);
    }
  g_assert_false (aiohttp_form_data_add_field (form, "a\r\nb", "", error));
  g_assert_error (*error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_clear_error (error);
  return client_fixture_tear_down (&fixture, error);
}

int
main (int argc, char **argv)
{
  scratch_init ();
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/client-options/base-url", test_base_url, NULL);
  aiohttp_test_add_coroutine ("/client-options/params", test_params, NULL);
  aiohttp_test_add_coroutine ("/client-options/headers", test_headers, NULL);
  aiohttp_test_add_coroutine ("/client-options/header-merge", test_header_merge, NULL);
  aiohttp_test_add_coroutine ("/client-options/skip-auto-headers", test_skip_auto_headers, NULL);
  aiohttp_test_add_coroutine ("/client-options/authorization", test_authorization, NULL);
  aiohttp_test_add_coroutine ("/client-options/netrc", test_netrc, NULL);
  aiohttp_test_add_coroutine ("/client-options/cookies", test_cookies, NULL);
  aiohttp_test_add_coroutine ("/client-options/uploads", test_uploads, NULL);
  aiohttp_test_add_coroutine ("/client-options/forms", test_forms, NULL);
  return scratch_run ();
}
