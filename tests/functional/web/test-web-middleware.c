/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "expect-log.h"
#include "raw-client.h"
#include "server-thread.h"

#define REQUEST(method, path, fields) method " " path " HTTP/1.1\r\nHost: h\r\n" fields "\r\n"

/* What ran for the request at hand, in order. One request is under way at a time. */
static GString *trace;

static void
note (const char *what)
{
  if (trace->len > 0)
    g_string_append_c (trace, ' ');
  g_string_append (trace, what);
}

/* Notes `before` and `after`; answers, or fails, if a field asks for it. */
typedef struct
{
  AiohttpMiddleware parent_instance;
  const char *name;
} Tracer;

typedef struct
{
  AiohttpMiddlewareClass parent_class;
} TracerClass;

static GType tracer_get_type (void);
G_DEFINE_TYPE (Tracer, tracer, AIOHTTP_TYPE_MIDDLEWARE)

static gboolean
resolve_later (gpointer future)
{
  aiohttp_future_set_object (future, NULL);
  return G_SOURCE_REMOVE;
}

static AiohttpFuture *
sleep_on_main_stack (GSourceFunc resolve)
{
  AiohttpFuture *future = aiohttp_future_new ();
  g_autoptr (GSource) source = g_timeout_source_new (5);

  g_source_set_callback (source, resolve, g_object_ref (future), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
  return future;
}

static AiohttpReply *
tracer_before (AiohttpMiddleware *middleware, AiohttpRequest *request, GError **error)
{
  Tracer *self = (Tracer *) middleware;
  const char *asked = aiohttp_request_get_header (request, "X-Ask");
  g_autofree char *shown = g_strconcat (self->name, ">", NULL);

  g_assert_null (aiohttp_task_get_current ());
  note (shown);
  if (asked == NULL || !g_str_has_prefix (asked, self->name))
    return NULL;
  if (g_str_has_suffix (asked, "answer"))
    return AIOHTTP_REPLY (aiohttp_response_new_text (200, self->name));
  if (g_str_has_suffix (asked, "wait"))
    return AIOHTTP_REPLY (sleep_on_main_stack (resolve_later));
  g_set_error_literal (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_FORBIDDEN, self->name);
  return NULL;
}

static void
tracer_after (AiohttpMiddleware *middleware, AiohttpRequest *request, AiohttpStreamResponse *response)
{
  Tracer *self = (Tracer *) middleware;
  g_autofree char *shown = g_strdup_printf ("<%s:%u", self->name, aiohttp_stream_response_get_status (response));

  g_assert_null (aiohttp_task_get_current ());
  note (shown);
  g_assert_true (aiohttp_stream_response_set_header (response, "X-After", self->name, NULL));
}

static void
tracer_class_init (TracerClass *klass)
{
  AIOHTTP_MIDDLEWARE_CLASS (klass)->before = tracer_before;
  AIOHTTP_MIDDLEWARE_CLASS (klass)->after = tracer_after;
}

static void
tracer_init (Tracer *self)
{
}

static void
add_tracer (AiohttpApplication *app, const char *name)
{
  g_autoptr (AiohttpMiddleware) middleware = g_object_new (tracer_get_type (), NULL);
  g_autoptr (GError) error = NULL;

  ((Tracer *) middleware)->name = name;
  aiohttp_application_add_middleware (app, middleware, &error);
  g_assert_no_error (error);
}

/* Notes the way in only, and goes on. */
typedef Tracer Passer;
typedef TracerClass PasserClass;

static GType passer_get_type (void);
G_DEFINE_TYPE (Passer, passer, AIOHTTP_TYPE_MIDDLEWARE)

static AiohttpReply *
passer_process (AiohttpMiddleware *middleware, AiohttpRequest *request, AiohttpNext *next, GError **error)
{
  g_assert_null (aiohttp_task_get_current ());
  note ("p>");
  return aiohttp_next_call (next, request);
}

static void
passer_class_init (PasserClass *klass)
{
  AIOHTTP_MIDDLEWARE_CLASS (klass)->process = passer_process;
}

static void
passer_init (Passer *self)
{
}

static AiohttpReply *
await_next (AiohttpRequest *request, AiohttpNext *next, gpointer name, GError **error)
{
  g_autofree char *in = g_strconcat (name, ">", NULL), *out = NULL;
  AiohttpStreamResponse *response;

  g_assert_nonnull (aiohttp_task_get_current ());
  note (in);
  response = aiohttp_next_await (next, request, error);
  if (response == NULL)
    return NULL;
  out = g_strdup_printf ("<%s:%u", (char *) name, aiohttp_stream_response_get_status (response));
  note (out);
  return AIOHTTP_REPLY (response);
}

static AiohttpReply *
run_twice (AiohttpRequest *request, AiohttpNext *next, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_next_await (next, request, error);
  g_autoptr (AiohttpReply) reply = aiohttp_next_call (next, request);
  g_autoptr (GError) failure = NULL;

  g_assert_true (AIOHTTP_IS_FUTURE (reply));
  g_assert_null (aiohttp_future_propagate_object (AIOHTTP_FUTURE (reply), &failure));
  g_assert_error (failure, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_assert_null (aiohttp_next_await (next, request, error));
  return NULL;
}

static AiohttpReply *
handle (AiohttpRequest *request, gpointer user_data, GError **error)
{
  note ("h");
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "hello"));
}

static AiohttpReply *
handle_sleep (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return aiohttp_sleep (0.005, error) ? handle (request, user_data, error) : NULL;
}

static gboolean
respond_later (gpointer future)
{
  g_autoptr (AiohttpResponse) response = aiohttp_response_new_text (200, "later");

  note ("h");
  aiohttp_future_set_object (future, G_OBJECT (response));
  return G_SOURCE_REMOVE;
}

static AiohttpReply *
handle_later (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (sleep_on_main_stack (respond_later));
}

static AiohttpReply *
handle_conflict (AiohttpRequest *request, gpointer user_data, GError **error)
{
  note ("h");
  g_set_error_literal (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_CONFLICT, "conflict");
  return NULL;
}

static AiohttpReply *
handle_failure (AiohttpRequest *request, gpointer user_data, GError **error)
{
  note ("h");
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_NOSPC, "secret");
  return NULL;
}

static AiohttpApplication *
app_new (void)
{
  AiohttpApplication *app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);

  aiohttp_router_add_get (router, "/", handle, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/sleep", handle_sleep, NULL, NULL, NULL);
  aiohttp_router_add_get_callback (router, "/plain", handle, NULL, NULL, NULL);
  aiohttp_router_add_get_callback (router, "/later", handle_later, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/conflict", handle_conflict, NULL, NULL, NULL);
  aiohttp_router_add_get_callback (router, "/failure", handle_failure, NULL, NULL, NULL);
  return app;
}

typedef struct
{
  const char *name;
  const char *request;
  guint status;
  const char *trace;
} Row;

/* Around the handler: a, f (awaits), b, p (calls), c. */
static const Row rows[] = {
  { "coroutine", REQUEST ("GET", "/", ""), 200, "a> f> b> p> c> h <c:200 <b:200 <f:200 <a:200" },
  { "suspended", REQUEST ("GET", "/sleep", ""), 200, "a> f> b> p> c> h <c:200 <b:200 <f:200 <a:200" },
  { "callback", REQUEST ("GET", "/plain", ""), 200, "a> f> b> p> c> h <c:200 <b:200 <f:200 <a:200" },
  { "future", REQUEST ("GET", "/later", ""), 200, "a> f> b> p> c> h <c:200 <b:200 <f:200 <a:200" },
  { "http-error", REQUEST ("GET", "/conflict", ""), 409, "a> f> b> p> c> h <c:409 <b:409 <f:409 <a:409" },
  { "error", REQUEST ("GET", "/failure", ""), 500, "a> f> b> p> c> h <c:500 <b:500 <f:500 <a:500" },
  { "not-found", REQUEST ("GET", "/none", ""), 404, "a> f> b> p> c> <c:404 <b:404 <f:404 <a:404" },
  { "not-allowed", REQUEST ("POST", "/", ""), 405, "a> f> b> p> c> <c:405 <b:405 <f:405 <a:405" },
  { "bad-path", REQUEST ("GET", "/%00", ""), 400, "a> f> b> p> c> <c:400 <b:400 <f:400 <a:400" },
  { "unreadable", "GET / HTTP/1.1\r\nbad field\r\n\r\n", 400, "a> f> b> p> c> <c:400 <b:400 <f:400 <a:400" },
  { "expectation", REQUEST ("GET", "/", "Expect: wonders\r\n"), 417, "a> f> b> p> c> <c:417 <b:417 <f:417 <a:417" },
  { "first-answers", REQUEST ("GET", "/", "X-Ask: a answer\r\n"), 200, "a> <a:200" },
  { "first-fails", REQUEST ("GET", "/", "X-Ask: a fail\r\n"), 403, "a> <a:403" },
  { "second-answers", REQUEST ("GET", "/", "X-Ask: b answer\r\n"), 200, "a> f> b> <b:200 <f:200 <a:200" },
  { "last-fails", REQUEST ("GET", "/", "X-Ask: c fail\r\n"), 403, "a> f> b> p> c> <c:403 <b:403 <f:403 <a:403" },
  { "first-waits", REQUEST ("GET", "/", "X-Ask: a wait\r\n"), 200, "a> f> b> p> c> h <c:200 <b:200 <f:200 <a:200" },
  { "second-waits", REQUEST ("GET", "/", "X-Ask: b wait\r\n"), 200, "a> f> b> p> c> h <c:200 <b:200 <f:200 <a:200" },
  { "last-waits", REQUEST ("GET", "/sleep", "X-Ask: c wait\r\n"), 200, "a> f> b> p> c> h <c:200 <b:200 <f:200 <a:200" },
};

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (AiohttpApplication) app = app_new ();
  g_autoptr (AiohttpMiddleware) passer = g_object_new (passer_get_type (), NULL);
  g_autoptr (ServerThread) server = NULL;
  g_autoptr (RawClient) client = NULL;
  g_autoptr (RawResponse) response = NULL;
  g_autofree char *after = NULL;

  add_tracer (app, "a");
  g_assert_true (aiohttp_application_add_middleware_func (app, await_next, (gpointer) "f", NULL, NULL));
  add_tracer (app, "b");
  g_assert_true (aiohttp_application_add_middleware (app, passer, NULL));
  add_tracer (app, "c");
  server = server_thread_start_app (app);
  client = raw_client_new (server->port);
  g_string_truncate (trace, 0);
  if (row->status == 500)
    expect_log (G_LOG_LEVEL_WARNING, "Error handling request*");
  raw_client_send (client, row->request);
  response = raw_client_read (client, FALSE);
  g_assert_cmpuint (response->status, ==, row->status);
  g_assert_cmpstr (trace->str, ==, row->trace);
  after = raw_response_get (response, "X-After");
  g_assert_cmpstr (after, ==, "a");
  if (row->status == 405)
    {
      g_autofree char *allow = raw_response_get (response, "Allow");

      g_assert_cmpstr (allow, ==, "GET,HEAD");
    }
  expect_log_assert ();
}

static void
test_route (void)
{
  g_autoptr (AiohttpApplication) app = app_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  AiohttpRoute *route = aiohttp_router_add_get (router, "/own", handle, NULL, NULL, NULL);
  g_autoptr (AiohttpMiddleware) middleware = aiohttp_middleware_new_for_func (await_next, (gpointer) "r", NULL);
  g_autoptr (ServerThread) server = NULL;
  g_autoptr (RawClient) client = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (aiohttp_route_add_middleware (route, middleware, NULL));
  add_tracer (app, "a");
  server = server_thread_start_app (app);
  g_assert_false (aiohttp_route_add_middleware (route, middleware, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FROZEN);
  g_clear_error (&error);
  g_assert_false (aiohttp_application_add_middleware (app, middleware, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FROZEN);
  client = raw_client_new (server->port);
  raw_client_send (client, REQUEST ("GET", "/own", ""));
  raw_client_expect (client, 200, "hello");
  g_assert_cmpstr (trace->str, ==, "a> r> h <r:200 <a:200");
  g_string_truncate (trace, 0);
  raw_client_send (client, REQUEST ("GET", "/", ""));
  raw_client_expect (client, 200, "hello");
  g_assert_cmpstr (trace->str, ==, "a> h <a:200");
}

static void
test_twice (void)
{
  g_autoptr (AiohttpApplication) app = app_new ();
  g_autoptr (ServerThread) server = NULL;
  g_autoptr (RawClient) client = NULL;

  g_assert_true (aiohttp_application_add_middleware_func (app, run_twice, NULL, NULL, NULL));
  server = server_thread_start_app (app);
  client = raw_client_new (server->port);
  expect_log (G_LOG_LEVEL_WARNING, "*a middleware may run “next” once*");
  raw_client_send (client, REQUEST ("GET", "/", ""));
  raw_client_expect (client, 500, NULL);
  expect_log_assert ();
  g_assert_cmpstr (trace->str, ==, "h");
}

static void
look_whether_begun (gpointer data)
{
  *(gboolean *) data = strstr (trace->str, "b>") != NULL;
}

static void
look_whether_over (gpointer data)
{
  *(gboolean *) data = strstr (trace->str, "<a:") != NULL;
}

/* The rest of the chain hears of a client that leaves, and each middleware still sees one response. */
static void
test_left (void)
{
  g_autoptr (AiohttpApplication) app = app_new ();
  g_autoptr (ServerThread) server = NULL;
  gint64 deadline = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;
  gboolean has_begun = FALSE, is_over = FALSE;
  RawClient *client;

  add_tracer (app, "a");
  g_assert_true (aiohttp_application_add_middleware_func (app, await_next, (gpointer) "f", NULL, NULL));
  add_tracer (app, "b");
  server = server_thread_start_app (app);
  client = raw_client_new (server->port);
  raw_client_send (client, REQUEST ("GET", "/sleep", ""));
  while (!has_begun)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      server_thread_call (server, look_whether_begun, &has_begun);
    }
  raw_client_reset (client);
  raw_client_free (client);
  server_thread_await_connections (server, 0);
  while (!is_over)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      server_thread_call (server, look_whether_over, &is_over);
    }
  g_assert_true (g_str_has_prefix (trace->str, "a> f> b> "));
  g_assert_nonnull (strstr (trace->str, "<b:"));
  g_assert_nonnull (strstr (trace->str, "<f:"));
}

/* A middleware that answers while the handler still runs. */
static AiohttpReply *
do_not_wait (AiohttpRequest *request, AiohttpNext *next, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpReply) reply = aiohttp_next_call (next, request);

  g_assert_true (AIOHTTP_IS_FUTURE (reply));
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "at once"));
}

static void
test_not_awaited (void)
{
  g_autoptr (AiohttpApplication) app = app_new ();
  g_autoptr (ServerThread) server = NULL;
  g_autoptr (RawClient) client = NULL;

  g_assert_true (aiohttp_application_add_middleware_func (app, do_not_wait, NULL, NULL, NULL));
  server = server_thread_start_app (app);
  client = raw_client_new (server->port);
  for (guint i = 0; i < 3; i++)
    {
      raw_client_send (client, REQUEST ("GET", "/sleep", ""));
      raw_client_expect (client, 200, "at once");
    }
}

static AiohttpReply *
decide (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_assert_null (aiohttp_task_get_current ());
  note ("e");
  if (g_str_equal (aiohttp_request_get_header (request, "Expect"), "wonders"))
    return NULL;
  return AIOHTTP_REPLY (aiohttp_response_new_text (401, "who are you?"));
}

static void
test_expect (void)
{
  g_autoptr (AiohttpApplication) app = app_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  AiohttpRoute *route = aiohttp_router_add_post (router, "/expect", handle, NULL, NULL, NULL);
  g_autoptr (ServerThread) server = NULL;
  g_autoptr (RawClient) client = NULL, other = NULL;

  g_assert_true (aiohttp_route_set_expect_handler (route, decide, NULL, NULL, NULL));
  add_tracer (app, "a");
  server = server_thread_start_app (app);
  client = raw_client_new (server->port);
  raw_client_send (client, REQUEST ("POST", "/expect", "Expect: wonders\r\nContent-Length: 0\r\n"));
  raw_client_expect (client, 200, "hello");
  g_assert_cmpstr (trace->str, ==, "a> e h <a:200");
  g_string_truncate (trace, 0);
  other = raw_client_new (server->port);
  raw_client_send (other, REQUEST ("POST", "/expect", "Expect: 100-continue\r\nContent-Length: 5\r\n"));
  raw_client_expect (other, 401, "who are you?");
  g_assert_cmpstr (trace->str, ==, "a> e <a:401");
}

static void
test_trace (gconstpointer func)
{
  g_string_truncate (trace, 0);
  ((void (*) (void)) func) ();
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  trace = g_string_new (NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/web-middleware/order/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_data_func ("/web-middleware/route", (gconstpointer) test_route, test_trace);
  g_test_add_data_func ("/web-middleware/expect", (gconstpointer) test_expect, test_trace);
  g_test_add_data_func ("/web-middleware/twice", (gconstpointer) test_twice, test_trace);
  g_test_add_data_func ("/web-middleware/left", (gconstpointer) test_left, test_trace);
  g_test_add_data_func ("/web-middleware/not-awaited", (gconstpointer) test_not_awaited, test_trace);
  return g_test_run ();
}
