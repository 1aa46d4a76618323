/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Redirects, rule by rule: what the next request looks like, and what is refused. */

#include <aiohttp-glib/aiohttp.h>
#include <string.h>

#include "client-transport.h"
#include "raw-server.h"

/* "/STATUS/TARGET" redirects to TARGET, in which "~" stands for "#" and "!" for the other server, at whose
 * place "$" stands for "!"; all else is a 200. */
static void
serve_redirects (RawConnection *connection, gpointer user_data)
{
  const guint *other_port = user_data;

  for (;;)
    {
      g_autofree char *request = raw_connection_read_request (connection);
      g_autofree char *path = request != NULL ? raw_request_get_path (request) : NULL;
      guint status;

      if (path == NULL)
        return;
      status = (guint) g_ascii_strtoull (path + 1, NULL, 10);
      if (status >= 300)
        {
          g_autoptr (GString) target = g_string_new (path + strlen ("/301/"));
          g_autofree char *other = g_strdup_printf ("http://127.0.0.1:%u", *other_port);
          g_autofree char *answer = NULL;

          g_string_replace (target, "~", "#", 0);
          g_string_replace (target, "!", other, 0);
          g_string_replace (target, "$", "!", 0);
          answer = g_strdup_printf ("HTTP/1.1 %u Moved\r\nContent-Length: 4\r\nX-Hop: 1\r\n%s: %s\r\n\r\nbody", status,
                                    strstr (path, "?uri") != NULL ? "URI" : "Location", target->str);
          if (!raw_connection_puts (connection, answer))
            return;
        }
      else if (!raw_connection_puts (connection, g_str_has_prefix (request, "HEAD")
                                                     ? "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n"
                                                     : "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"))
        return;
    }
}

typedef struct
{
  guint other_port;
  RawServer *server;
  AiohttpClientSession *session;
} Fixture;

static void
set_up (Fixture *fixture)
{
  fixture->server = raw_server_new (serve_redirects, &fixture->other_port);
  fixture->other_port = raw_server_get_port (fixture->server);
  fixture->session = client_transport_new_session ();
}

static void
tear_down (Fixture *fixture)
{
  g_object_unref (fixture->session);
  raw_server_free (fixture->server);
}

/* method and status in, request line of the second request out */
static gboolean
test_methods (GValue *result, gpointer user_data, GError **error)
{
  const struct
  {
    const char *method;
    guint status;
    const char *next;
    gboolean body;
  } rows[] = {
    { "GET", 301, "GET", FALSE },      { "GET", 307, "GET", FALSE },    { "HEAD", 303, "HEAD", FALSE },
    { "HEAD", 302, "HEAD", FALSE },    { "POST", 301, "GET", FALSE },   { "POST", 302, "GET", FALSE },
    { "POST", 303, "GET", FALSE },     { "POST", 307, "POST", TRUE },   { "POST", 308, "POST", TRUE },
    { "PUT", 301, "PUT", TRUE },       { "PUT", 302, "PUT", TRUE },     { "PUT", 303, "GET", FALSE },
    { "DELETE", 302, "DELETE", TRUE }, { "DELETE", 303, "GET", FALSE }, { "PATCH", 308, "PATCH", TRUE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fixture fixture = { 0 };
      g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
      g_autoptr (AiohttpClientResponse) response = NULL;
      g_autofree char *path = g_strdup_printf ("/%u//next", rows[i].status);
      g_autofree char *url = NULL;
      g_autofree char *second = NULL;
      g_autofree char *line = g_strdup_printf ("%s /next HTTP/1.1\r\n", rows[i].next);
      AiohttpClientResponse **history;
      gsize n_history;
      gboolean has_body = strcmp (rows[i].method, "GET") != 0 && strcmp (rows[i].method, "HEAD") != 0;

      set_up (&fixture);
      url = raw_server_make_url (fixture.server, path);
      if (has_body)
        aiohttp_request_options_set_text (options, "payload");
      aiohttp_request_options_set_allow_redirects (options, TRUE);
      response = aiohttp_client_session_request (fixture.session, rows[i].method, url, options, error);
      if (response == NULL)
        return FALSE;
      g_assert_cmpuint (aiohttp_client_response_get_status (response), ==, 200);
      g_assert_cmpstr (aiohttp_client_response_get_method (response), ==, rows[i].next);

      history = aiohttp_client_response_get_history (response, &n_history);
      g_assert_cmpuint (n_history, ==, 1);
      g_assert_cmpuint (aiohttp_client_response_get_status (history[0]), ==, rows[i].status);
      g_assert_cmpstr (aiohttp_client_response_get_url (history[0]), ==, url);
      g_assert_cmpstr (aiohttp_client_response_get_header (history[0], "X-Hop"), ==, "1");
      g_assert_true (aiohttp_client_response_is_closed (history[0]));

      second = raw_server_dup_request (fixture.server, 1);
      g_assert_true (g_str_has_prefix (second, line));
      g_assert_true (g_str_has_suffix (second, "\r\n\r\npayload") == rows[i].body);
      g_assert_true ((strstr (second, "Content-Type:") != NULL) == rows[i].body);
      g_assert_cmpuint (raw_server_count_requests (fixture.server), ==, 2);
      g_clear_object (&response);
      tear_down (&fixture);
    }
  return TRUE;
}

/* The path that is asked for, and where real_url ends up. */
static gboolean
test_targets (GValue *result, gpointer user_data, GError **error)
{
  const struct
  {
    const char *path;
    const char *real;
  } rows[] = {
    { "/302/../up", "/up" },
    { "/302//new~own#old", "/new#own" },
    { "/302//new#old", "/new#old" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      Fixture fixture = { 0 };
      g_autoptr (AiohttpClientResponse) response = NULL;
      g_autofree char *url = NULL;
      g_autofree char *expected = NULL;

      set_up (&fixture);
      url = raw_server_make_url (fixture.server, rows[i].path);
      expected = raw_server_make_url (fixture.server, rows[i].real);
      response = aiohttp_client_session_get (fixture.session, url, NULL, error);
      if (response == NULL)
        return FALSE;
      g_assert_cmpuint (aiohttp_client_response_get_status (response), ==, 200);
      g_assert_cmpstr (aiohttp_client_response_get_real_url (response), ==, expected);
      g_assert_null (strchr (aiohttp_client_response_get_url (response), '#'));
      /* a small body of a redirect does not cost a connection */
      g_assert_cmpuint (raw_server_count_connections (fixture.server), ==, 1);
      g_clear_object (&response);
      tear_down (&fixture);
    }
  return TRUE;
}

static gboolean
test_bad_targets (GValue *result, gpointer user_data, GError **error)
{
  const char *paths[] = { "/302/ftp://example.org/", "/302/http://", "/302/javascript:alert(1)", "/302/http://127.1/x",
                          "/302/file:///etc/passwd" };
  Fixture fixture = { 0 };

  set_up (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      g_autofree char *url = raw_server_make_url (fixture.server, paths[i]);
      g_autoptr (GError) failure = NULL;

      g_assert_null (aiohttp_client_session_get (fixture.session, url, NULL, &failure));
      g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_INVALID_REDIRECT);
    }
  tear_down (&fixture);
  return TRUE;
}

/* aiohttp: the redirect whose number reaches the limit is the failure; 0 is no limit. */
static gboolean
test_limit (GValue *result, gpointer user_data, GError **error)
{
  const struct
  {
    int limit;
    guint hops;
    gboolean fails;
  } rows[] = { { 1, 1, TRUE }, { 2, 1, FALSE }, { 3, 3, TRUE }, { 0, 12, FALSE }, { -1, 9, FALSE }, { -1, 10, TRUE } };
  Fixture fixture = { 0 };

  set_up (&fixture);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (GString) path = g_string_new (NULL);
      g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
      g_autoptr (AiohttpClientResponse) response = NULL;
      g_autoptr (GError) failure = NULL;
      g_autofree char *url = NULL;

      for (guint hop = 0; hop < rows[i].hops; hop++)
        g_string_append (path, "/302/");
      g_string_append (path, "/end");
      url = raw_server_make_url (fixture.server, path->str);
      aiohttp_request_options_set_max_redirects (options, rows[i].limit);
      response = aiohttp_client_session_get (fixture.session, url, options, &failure);
      if (rows[i].fails)
        g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_TOO_MANY_REDIRECTS);
      else
        g_assert_no_error (failure);
    }
  tear_down (&fixture);
  return TRUE;
}

static gboolean
test_not_followed (GValue *result, gpointer user_data, GError **error)
{
  const RawRoute routes[] = {
    { "/", "HTTP/1.1 302 Found\r\nContent-Length: 2\r\n\r\nno", RAW_KEEP },
    { "/300", "HTTP/1.1 300 Choices\r\nLocation: /\r\nContent-Length: 2\r\n\r\nno", RAW_KEEP },
    { "/304", "HTTP/1.1 304 Not Modified\r\nLocation: /\r\n\r\n", RAW_KEEP },
    { "/201", "HTTP/1.1 201 Created\r\nLocation: /\r\nContent-Length: 2\r\n\r\nno", RAW_KEEP },
    { NULL, NULL, RAW_KEEP },
  };
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  Fixture fixture = { 0 };
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientResponse) head = NULL;
  g_autoptr (AiohttpClientResponse) asked_not_to = NULL;
  g_autofree char *url = NULL;

  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *own = raw_server_make_url (server, routes[i].path);
      g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, own, NULL, error);
      g_autoptr (GBytes) body = response != NULL ? aiohttp_client_response_read (response, error) : NULL;
      gsize n;

      g_assert_nonnull (body);
      aiohttp_client_response_get_history (response, &n);
      g_assert_cmpuint (n, ==, 0);
    }

  set_up (&fixture);
  url = raw_server_make_url (fixture.server, "/302//next");
  aiohttp_request_options_set_allow_redirects (options, FALSE);
  asked_not_to = aiohttp_client_session_get (fixture.session, url, options, error);
  g_assert_cmpuint (aiohttp_client_response_get_status (asked_not_to), ==, 302);
  head = aiohttp_client_session_head (fixture.session, url, NULL, error);
  g_assert_cmpuint (aiohttp_client_response_get_status (head), ==, 302);
  tear_down (&fixture);
  return TRUE;
}

/* Credentials of the session, of the request and of the URL, to the same origin and to another. */
static gboolean
test_credentials (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture = { 0 };
  guint nowhere = 0;
  g_autoptr (RawServer) other = raw_server_new (serve_redirects, &nowhere);
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  const char *secrets[] = { "\r\nAuthorization:", "\r\nCookie:", "\r\nProxy-Authorization:", "\r\nHost: made.up" };

  set_up (&fixture);
  aiohttp_client_session_set_header (fixture.session, "Cookie", "a=1", error);
  aiohttp_request_options_set_header (options, "authorization", "Bearer x", error);
  aiohttp_request_options_append_header (options, "Proxy-Authorization", "Basic y", error);
  aiohttp_request_options_set_header (options, "Host", "made.up", error);
  aiohttp_request_options_set_header (options, "X-Kept", "1", error);

  for (guint cross = 0; cross < 2; cross++)
    {
      g_autofree char *url = raw_server_make_url (fixture.server, "/302/!/next");
      g_autoptr (AiohttpClientResponse) response = NULL;
      g_autofree char *second = NULL;

      if (cross)
        fixture.other_port = raw_server_get_port (other);
      response = aiohttp_client_session_get (fixture.session, url, options, error);
      if (response == NULL)
        return FALSE;
      second = raw_server_dup_request (cross ? other : fixture.server, cross ? 0 : 1);
      g_assert_nonnull (second);
      g_assert_nonnull (strstr (second, "\r\nX-Kept: 1"));
      for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
        g_assert_true ((strstr (second, secrets[i]) != NULL) == !cross);
    }
  tear_down (&fixture);
  return TRUE;
}

/* Credentials in the target are for that hop. */
static gboolean
test_credentials_of_target (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture = { 0 };
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *path = NULL;
  g_autofree char *url = NULL;
  g_autofree char *second = NULL;

  set_up (&fixture);
  aiohttp_request_options_set_header (options, "Authorization", "Bearer x", error);
  path = g_strdup_printf ("/302/http://me:secret@127.0.0.1:%u/next", fixture.other_port);
  url = raw_server_make_url (fixture.server, path);
  response = aiohttp_client_session_get (fixture.session, url, options, error);
  if (response == NULL)
    return FALSE;
  second = raw_server_dup_request (fixture.server, 1);
  g_assert_nonnull (strstr (second, "\r\nAuthorization: Basic bWU6c2VjcmV0\r\n"));
  g_assert_null (strstr (second, "Bearer"));
  g_assert_null (strstr (aiohttp_client_response_get_real_url (response), "secret"));
  tear_down (&fixture);
  return TRUE;
}

/* A target that is not encoded, with and without requote-redirect-url: what is asked for, NULL where it fails. */
static gboolean
test_requote (GValue *result, gpointer user_data, GError **error)
{
  const struct
  {
    const char *location;
    const char *requoted;
    const char *as_it_is;
  } rows[] = {
    { "/a%20b", "GET /a%20b ", "GET /a%20b " },
    { "/a%2Fb%c3%a9", "GET /a%2Fb%C3%A9 ", "GET /a%2Fb%C3%A9 " },
    { "/a b", "GET /a%20b ", NULL },
    { "/caf\xc3\xa9?q=\xc3\xa9", "GET /caf%C3%A9?q=%C3%A9 ", NULL },
    { "/a?b=c d", "GET /a?b=c%20d ", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    for (guint requotes = 0; requotes < 2; requotes++)
      {
        g_autofree char *answer =
            g_strdup_printf ("HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: %s\r\n\r\n", rows[i].location);
        const RawRoute routes[] = { { "/", answer, RAW_KEEP }, { NULL, NULL, RAW_KEEP } };
        g_autoptr (RawServer) server = raw_server_new_routes (routes);
        g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
        g_autofree char *url = raw_server_make_url (server, "/");
        const char *expected = requotes ? rows[i].requoted : rows[i].as_it_is;
        g_autoptr (AiohttpClientResponse) response = NULL;
        g_autoptr (GError) failure = NULL;
        g_autofree char *second = NULL;

        aiohttp_client_session_set_requote_redirect_url (session, requotes);
        response = aiohttp_client_session_get (session, url, NULL, &failure);
        second = raw_server_dup_request (server, 1);
        if (expected == NULL)
          g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_INVALID_REDIRECT);
        else
          g_assert_no_error (failure);

        g_assert_true (expected != NULL ? g_str_has_prefix (second, expected) : second == NULL);
        g_clear_object (&response);
        if (!aiohttp_client_session_close (session, error))
          return FALSE;
      }
  return TRUE;
}

static GBytes *
give_once (gpointer user_data, GError **error)
{
  gboolean *given = user_data;

  if (*given)
    return NULL;
  *given = TRUE;
  return g_bytes_new_static ("once", 4);
}

/* A body that can be made only once: well where it is dropped, an error where it would have to go again. */
static gboolean
test_body_made_once (GValue *result, gpointer user_data, GError **error)
{
  const guint statuses[] = { 301, 302, 303, 307, 308 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      Fixture fixture = { 0 };
      gboolean given = FALSE;
      g_autoptr (AiohttpPayload) payload = aiohttp_payload_new_for_func (4, "text/x", give_once, &given, NULL);
      g_autoptr (AiohttpRequestOptions) options = g_object_new (AIOHTTP_TYPE_REQUEST_OPTIONS, "payload", payload, NULL);
      g_autofree char *path = g_strdup_printf ("/%u//next", statuses[i]);
      g_autofree char *url = NULL;
      g_autoptr (AiohttpClientResponse) response = NULL;
      g_autoptr (GError) failure = NULL;

      set_up (&fixture);
      url = raw_server_make_url (fixture.server, path);
      response = aiohttp_client_session_post (fixture.session, url, options, &failure);
      if (statuses[i] < 307)
        g_assert_no_error (failure);
      else
        g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PAYLOAD);
      g_assert_cmpuint (raw_server_count_requests (fixture.server), ==, statuses[i] < 307 ? 2 : 1);
      g_clear_object (&response);
      tear_down (&fixture);
    }
  return TRUE;
}

/* There and back: what was taken off on the way to another origin does not come back. */
static gboolean
test_credentials_there_and_back (GValue *result, gpointer user_data, GError **error)
{
  Fixture fixture = { 0 };
  guint first_port;
  g_autoptr (RawServer) other = raw_server_new (serve_redirects, &first_port);
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *url = NULL;
  g_autofree char *last = NULL;

  set_up (&fixture);
  first_port = raw_server_get_port (fixture.server);
  fixture.other_port = raw_server_get_port (other);
  aiohttp_request_options_set_header (options, "Authorization", "Bearer x", error);
  aiohttp_request_options_add_cookie (options, "own", "1");
  url = raw_server_make_url (fixture.server, "/302/!/302/$/next");
  response = aiohttp_client_session_get (fixture.session, url, options, error);
  if (response == NULL)
    return FALSE;
  g_assert_cmpuint (raw_server_count_requests (other), ==, 1);
  last = raw_server_dup_request (fixture.server, 1);
  g_assert_nonnull (last);
  g_assert_true (g_str_has_prefix (last, "GET /next "));
  g_assert_null (strstr (last, "Bearer"));
  g_assert_null (strstr (last, "own=1"));
  g_clear_object (&response);
  tear_down (&fixture);
  return TRUE;
}

/* A redirect with a body that does not end is left with its connection. */
static gboolean
test_endless_body (GValue *result, gpointer user_data, GError **error)
{
  const RawRoute routes[] = {
    { "/long", "HTTP/1.1 302 Found\r\nLocation: /end\r\nContent-Length: 1000000\r\n\r\nx", RAW_HANG },
    { "/chunked", "HTTP/1.1 302 Found\r\nLocation: /end\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n", RAW_HANG },
    { "/end", "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok", RAW_KEEP },
    { NULL, NULL, RAW_KEEP },
  };
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();

  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *url = raw_server_make_url (server, routes[i].path);
      g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, NULL, error);
      g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

      g_assert_cmpstr (text, ==, "ok");
    }
  return aiohttp_client_session_close (session, error);
}

int
main (int argc, char **argv)
{
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/client/redirect/methods", test_methods, NULL);
  aiohttp_test_add_coroutine ("/client/redirect/targets", test_targets, NULL);
  aiohttp_test_add_coroutine ("/client/redirect/bad-targets", test_bad_targets, NULL);
  aiohttp_test_add_coroutine ("/client/redirect/limit", test_limit, NULL);
  aiohttp_test_add_coroutine ("/client/redirect/not-followed", test_not_followed, NULL);
  aiohttp_test_add_coroutine ("/client/redirect/credentials", test_credentials, NULL);
  aiohttp_test_add_coroutine ("/client/redirect/credentials-of-target", test_credentials_of_target, NULL);
  aiohttp_test_add_coroutine ("/client/redirect/credentials-there-and-back", test_credentials_there_and_back, NULL);
  aiohttp_test_add_coroutine ("/client/redirect/requote", test_requote, NULL);
  aiohttp_test_add_coroutine ("/client/redirect/body-made-once", test_body_made_once, NULL);
  aiohttp_test_add_coroutine ("/client/redirect/endless-body", test_endless_body, NULL);
  return g_test_run ();
}
