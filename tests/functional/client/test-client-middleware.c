/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Middlewares around the requests of a session: where they stand, and how they end. */

#include "client-transport.h"
#include "middleware-fixture.h"

#include <string.h>

/* One that tells of itself by the fixture's trace. */
typedef struct
{
  MiddlewareFixture *fixture;
  const char *name;
} Named;

static AiohttpReply *
trace (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  Named *named = user_data;
  GString *trace = named->fixture->trace;
  AiohttpClientResponse *response;
  GError *failure = NULL;

  g_string_append_printf (trace, "%s> ", named->name);
  response = aiohttp_client_next_await (next, request, &failure);
  if (response != NULL)
    g_string_append_printf (trace, "<%s:%u ", named->name, aiohttp_client_response_get_status (response));
  else
    {
      g_string_append_printf (trace, "<%s:%s:%d ", named->name, g_quark_to_string (failure->domain), failure->code);
      g_propagate_error (error, failure);
    }
  return (AiohttpReply *) response;
}

static AiohttpClientMiddleware *
named_new (MiddlewareFixture *f, const char *name)
{
  Named *named = g_new (Named, 1);

  *named = (Named){ f, name };
  return aiohttp_client_middleware_new_for_func (trace, named, g_free);
}

static void
add_named (MiddlewareFixture *f, const char *name)
{
  g_autoptr (AiohttpClientMiddleware) middleware = named_new (f, name);

  aiohttp_client_session_add_middleware (f->session, middleware);
}

static gboolean
test_order (GValue *result, gpointer user_data, GError **error)
{
  MiddlewareFixture f = { 0 };
  g_autofree char *text = NULL;
  GList *list;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  add_named (&f, "a");
  add_named (&f, "b");
  list = aiohttp_client_session_list_middlewares (f.session);
  g_assert_cmpuint (g_list_length (list), ==, 2);
  g_list_free (list);
  /* each hop passes them */
  text = middleware_fixture_fetch (&f, "GET", "/to", NULL, error);
  g_assert_cmpstr (text, ==, "200 hello");
  g_assert_cmpstr (f.trace->str, ==, "a> b> <b:302 <a:302 a> b> <b:200 <a:200 ");
  return middleware_fixture_tear_down (&f, error);
}

static gboolean
test_per_request (GValue *result, gpointer user_data, GError **error)
{
  MiddlewareFixture f = { 0 };
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientMiddleware) own = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *third = NULL;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  add_named (&f, "session");
  aiohttp_request_options_clear_middlewares (options);
  first = middleware_fixture_fetch (&f, "GET", "/hello", options, error);
  g_assert_cmpstr (f.trace->str, ==, "");
  own = named_new (&f, "own");
  aiohttp_request_options_add_middleware (options, own);
  second = middleware_fixture_fetch (&f, "GET", "/hello", options, error);
  g_assert_cmpstr (f.trace->str, ==, "own> <own:200 ");
  third = middleware_fixture_fetch (&f, "GET", "/hello", NULL, error);
  g_assert_cmpstr (f.trace->str, ==, "own> <own:200 session> <session:200 ");
  return middleware_fixture_tear_down (&f, error);
}

/* What a middleware changes of a request holds for its hop alone. */
static AiohttpReply *
change (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  MiddlewareFixture *f = user_data;
  const char *tag = aiohttp_client_request_get_header (request, "X-Tag");

  g_string_append_printf (f->trace, "%s %s ", aiohttp_client_request_get_method (request), tag != NULL ? tag : "-");
  if (!aiohttp_client_request_set_header (request, "X-Tag", "!", error))
    return NULL;
  return (AiohttpReply *) aiohttp_client_next_await (next, request, error);
}

static gboolean
test_change (GValue *result, gpointer user_data, GError **error)
{
  MiddlewareFixture f = { 0 };
  g_autofree char *text = NULL;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  aiohttp_client_session_add_middleware_func (f.session, change, &f, NULL);
  text = middleware_fixture_fetch (&f, "GET", "/to", NULL, error);
  g_assert_cmpstr (text, ==, "200 hello!");
  g_assert_cmpstr (f.trace->str, ==, "GET - GET - ");
  return middleware_fixture_tear_down (&f, error);
}

static AiohttpReply *
answer (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"a\": 1}", 8);

  soup_message_headers_append (headers, "Content-Type", "application/json");
  return AIOHTTP_REPLY (aiohttp_client_response_new_for_request (request, 203, headers, body));
}

static gboolean
test_short_circuit (GValue *result, gpointer user_data, GError **error)
{
  MiddlewareFixture f = { 0 };
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autoptr (AiohttpClientResponse) streamed = NULL;
  g_autoptr (JsonNode) json = NULL;
  g_autoptr (GBytes) piece = NULL;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  add_named (&f, "a");
  aiohttp_client_session_add_middleware_func (f.session, answer, NULL, NULL);
  response = aiohttp_client_session_get (f.session, "http://nowhere.invalid/x", NULL, error);
  g_assert_nonnull (response);
  g_assert_cmpuint (aiohttp_client_response_get_status (response), ==, 203);
  g_assert_cmpstr (aiohttp_client_response_get_reason (response), ==, "Non-Authoritative Information");
  g_assert_cmpstr (aiohttp_client_response_get_url (response), ==, "http://nowhere.invalid/x");
  g_assert_true (aiohttp_client_response_is_closed (response));
  json = aiohttp_client_response_json (response, error);
  g_assert_nonnull (json);
  streamed = aiohttp_client_session_get (f.session, "http://nowhere.invalid/x", NULL, error);
  piece = aiohttp_stream_reader_read (aiohttp_client_response_get_content (streamed), 3, error);
  g_assert_cmpmem (g_bytes_get_data (piece, NULL), g_bytes_get_size (piece), "{\"a", 3);
  g_assert_cmpstr (f.trace->str, ==, "a> <a:203 a> <a:203 ");
  return middleware_fixture_tear_down (&f, error);
}

/* The total timeout ends a request in its middlewares, too, and they see it. */
static gboolean
test_timeout (GValue *result, gpointer user_data, GError **error)
{
  MiddlewareFixture f = { 0 };
  g_autoptr (AiohttpRequestOptions) options = g_object_new (AIOHTTP_TYPE_REQUEST_OPTIONS, "timeout", 0.02, NULL);
  g_autoptr (GError) failure = NULL;
  g_autofree char *text = NULL;
  g_autofree char *seen = NULL;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  add_named (&f, "a");
  text = middleware_fixture_fetch (&f, "GET", "/hang", options, &failure);
  g_assert_null (text);
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_TIMEOUT);
  seen = g_strdup_printf ("a> <a:aiohttp-client-error-quark:%d ", AIOHTTP_CLIENT_ERROR_TIMEOUT);
  g_assert_cmpstr (f.trace->str, ==, seen);
  text = middleware_fixture_fetch (&f, "GET", "/hello", NULL, error);
  g_assert_cmpstr (text, ==, "200 hello");
  return middleware_fixture_tear_down (&f, error);
}

static AiohttpReply *
sleep_long (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  MiddlewareFixture *f = user_data;

  g_string_append (f->trace, "sleeps ");
  g_assert_false (aiohttp_sleep (3600, error));
  g_string_append (f->trace, "woken ");
  return NULL;
}

static gboolean
fetch_hello (GValue *result, gpointer user_data, GError **error)
{
  g_autofree char *text = middleware_fixture_fetch (user_data, "GET", "/hello", NULL, error);

  return text != NULL;
}

static gboolean
test_cancel (GValue *result, gpointer user_data, GError **error)
{
  const char *how = user_data;
  MiddlewareFixture f = { 0 };
  g_autoptr (AiohttpTask) task = NULL;
  g_autoptr (GError) failure = NULL;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  add_named (&f, "a");
  aiohttp_client_session_add_middleware_func (f.session, sleep_long, &f, NULL);
  task = aiohttp_spawn (fetch_hello, &f, NULL);
  while (strstr (f.trace->str, "sleeps") == NULL)
    if (!aiohttp_sleep (0, error))
      return FALSE;
  if (strcmp (how, "close") == 0)
    {
      if (!aiohttp_client_session_close (f.session, error))
        return FALSE;
    }
  else
    aiohttp_task_cancel (task);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (task), &failure));
  if (strcmp (how, "close") == 0)
    g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED);
  else
    g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_true (g_str_has_prefix (f.trace->str, "a> sleeps woken <a:"));
  return middleware_fixture_tear_down (&f, error);
}

/* Sends the request twice at once, and answers with what is there first: the other is cancelled. */
static AiohttpReply *
hedge (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  MiddlewareFixture *f = user_data;
  g_autofree char *hello = aiohttp_test_server_make_url (f->server, "/hello");
  g_autoptr (AiohttpFuture) slow = aiohttp_client_next_call (next, request);

  g_assert_false (aiohttp_future_is_done (slow));
  if (!aiohttp_client_request_set_url (request, hello, error))
    return NULL;
  return (AiohttpReply *) aiohttp_client_next_await (next, request, error);
}

static gboolean
test_hedge (GValue *result, gpointer user_data, GError **error)
{
  MiddlewareFixture f = { 0 };
  g_autofree char *text = NULL;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  aiohttp_client_session_add_middleware_func (f.session, hedge, &f, NULL);
  text = middleware_fixture_fetch (&f, "GET", "/hang", NULL, error);
  g_assert_cmpstr (text, ==, "200 hello");
  return middleware_fixture_tear_down (&f, error);
}

/* The first response is kept and read after the second came: each has an exchange of its own. */
static AiohttpReply *
keep_first (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  AiohttpClientResponse *first = aiohttp_client_next_await (next, request, error);
  g_autoptr (AiohttpClientResponse) second = NULL;
  g_autofree char *text = NULL;

  if (first == NULL)
    return NULL;
  second = aiohttp_client_next_await (next, request, error);
  text = second != NULL ? aiohttp_client_response_text (second, error) : NULL;
  g_assert_cmpstr (text, ==, "hello");
  return AIOHTTP_REPLY (first);
}

static gboolean
test_keep_first (GValue *result, gpointer user_data, GError **error)
{
  MiddlewareFixture f = { 0 };
  g_autofree char *text = NULL;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  aiohttp_client_session_add_middleware_func (f.session, keep_first, &f, NULL);
  text = middleware_fixture_fetch (&f, "GET", "/hello", NULL, error);
  g_assert_cmpstr (text, ==, "200 hello");
  return middleware_fixture_tear_down (&f, error);
}

int
main (int argc, char *argv[])
{
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/client-middleware/order", test_order, NULL);
  aiohttp_test_add_coroutine ("/client-middleware/per-request", test_per_request, NULL);
  aiohttp_test_add_coroutine ("/client-middleware/change", test_change, NULL);
  aiohttp_test_add_coroutine ("/client-middleware/short-circuit", test_short_circuit, NULL);
  aiohttp_test_add_coroutine ("/client-middleware/timeout", test_timeout, NULL);
  aiohttp_test_add_coroutine ("/client-middleware/cancel/task", test_cancel, (gpointer) "task");
  aiohttp_test_add_coroutine ("/client-middleware/cancel/close", test_cancel, (gpointer) "close");
  aiohttp_test_add_coroutine ("/client-middleware/hedge", test_hedge, NULL);
  aiohttp_test_add_coroutine ("/client-middleware/keep-first", test_keep_first, NULL);
  return g_test_run ();
}
