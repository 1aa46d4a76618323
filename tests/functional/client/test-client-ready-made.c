/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The library's own client middlewares: retry, log, rate limit, token. */

#include "client-transport.h"
#include "middleware-fixture.h"

#include <string.h>

#include "../../expect-log.h"

static AiohttpClientMiddleware *
add (MiddlewareFixture *f, AiohttpClientMiddleware *middleware /* taken */)
{
  aiohttp_client_session_add_middleware (f->session, middleware);
  g_object_unref (middleware);
  return middleware;
}

static AiohttpClientMiddleware *
retry_new (guint attempts)
{
  return g_object_new (AIOHTTP_TYPE_CLIENT_RETRY_MIDDLEWARE, "attempts", attempts, "base-delay", 0.0, NULL);
}

typedef struct
{
  const char *name;
  const char *method;
  guint attempts;
  guint failures;
  const char *retry_after;
  const char *body;
  const char *key; /* Idempotency-Key */
  gboolean any_method;
  guint status; /* that is retried, for 503 */
  const char *answer;
  const char *seen;
} RetryRow;

static const RetryRow retry_rows[] = {
  { "get", "GET", 4, 3, NULL, NULL, NULL, FALSE, 0, "200 at last", "GET GET GET GET " },
  { "gives-up", "GET", 2, 3, NULL, NULL, NULL, FALSE, 0, "503 not now", "GET GET " },
  { "once", "GET", 1, 3, NULL, NULL, NULL, FALSE, 0, "503 not now", "GET " },
  { "put-body", "PUT", 3, 1, NULL, "b", NULL, FALSE, 0, "200 at last", "PUT:b PUT:b " },
  { "post", "POST", 3, 1, NULL, "b", NULL, FALSE, 0, "503 not now", "POST:b " },
  { "post-key", "POST", 3, 1, NULL, "b", "k", FALSE, 0, "200 at last", "POST:b POST:b " },
  { "post-any", "POST", 3, 1, NULL, "b", NULL, TRUE, 0, "200 at last", "POST:b POST:b " },
  { "other-status", "GET", 3, 1, NULL, NULL, NULL, FALSE, 500, "503 not now", "GET " },
  { "after-now", "GET", 3, 1, "0", NULL, NULL, FALSE, 0, "200 at last", "GET GET " },
  { "after-past", "GET", 3, 1, "Sun, 06 Nov 1994 08:49:37 GMT", NULL, NULL, FALSE, 0, "200 at last", "GET GET " },
  { "after-too-long", "GET", 3, 1, "3600", NULL, NULL, FALSE, 0, "503 not now", "GET " },
  { "after-malformed", "GET", 3, 1, "soon", NULL, NULL, FALSE, 0, "200 at last", "GET GET " },
};

static gboolean
test_retry (GValue *result, gpointer user_data, GError **error)
{
  const RetryRow *row = user_data;
  MiddlewareFixture f = { .failures = row->failures, .retry_after = row->retry_after };
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autofree char *answer = NULL;
  AiohttpClientMiddleware *retry;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  retry = add (&f, retry_new (row->attempts));
  g_object_set (retry, "any-method", row->any_method, NULL);
  if (row->status != 0)
    aiohttp_client_retry_middleware_set_statuses (AIOHTTP_CLIENT_RETRY_MIDDLEWARE (retry), &row->status, 1);
  if (row->body != NULL)
    aiohttp_request_options_set_text (options, row->body);
  if (row->key != NULL && !aiohttp_request_options_set_header (options, "Idempotency-Key", row->key, error))
    return FALSE;
  answer = middleware_fixture_fetch (&f, row->method, "/flaky", options, error);
  g_assert_cmpstr (answer, ==, row->answer);
  g_assert_cmpstr (f.attempts->str, ==, row->seen);
  return middleware_fixture_tear_down (&f, error);
}

static GBytes *
next_piece (gpointer user_data, GError **error)
{
  guint *n = user_data;

  return *n > 0 ? g_bytes_new_static ("x", (*n)--) : NULL;
}

/* A body that cannot be made again is sent once. */
static gboolean
test_retry_stream (GValue *result, gpointer user_data, GError **error)
{
  MiddlewareFixture f = { .failures = 1 };
  guint n = 1;
  g_autoptr (AiohttpPayload) payload = aiohttp_payload_new_for_func (-1, "text/plain", next_piece, &n, NULL);
  g_autoptr (AiohttpRequestOptions) options = g_object_new (AIOHTTP_TYPE_REQUEST_OPTIONS, "payload", payload, NULL);
  g_autofree char *answer = NULL;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  add (&f, retry_new (3));
  answer = middleware_fixture_fetch (&f, "PUT", "/flaky", options, error);
  g_assert_cmpstr (answer, ==, "503 not now");
  g_assert_cmpstr (f.attempts->str, ==, "PUT:x ");
  return middleware_fixture_tear_down (&f, error);
}

static AiohttpReply *
count (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  ++*(guint *) user_data;
  return (AiohttpReply *) aiohttp_client_next_await (next, request, error);
}

/* Nothing listens there: whatever the method, nothing has been sent. */
static gboolean
test_retry_unreachable (GValue *result, gpointer user_data, GError **error)
{
  MiddlewareFixture f = { 0 };
  guint n = 0;
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autoptr (GError) failure = NULL;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  add (&f, retry_new (3));
  aiohttp_client_session_add_middleware_func (f.session, count, &n, NULL);
  response = aiohttp_client_session_post (f.session, "http://127.0.0.1:1/", NULL, &failure);
  g_assert_null (response);
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECT);
  g_assert_cmpuint (n, ==, 3);
  return middleware_fixture_tear_down (&f, error);
}

/* The total timeout goes on while it waits. */
static gboolean
test_retry_timeout (GValue *result, gpointer user_data, GError **error)
{
  MiddlewareFixture f = { .failures = 9 };
  g_autoptr (AiohttpRequestOptions) options = g_object_new (AIOHTTP_TYPE_REQUEST_OPTIONS, "timeout", 0.05, NULL);
  g_autoptr (GError) failure = NULL;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  g_object_set (add (&f, retry_new (3)), "base-delay", 3600.0, "max-delay", 3600.0, NULL);
  g_assert_null (middleware_fixture_fetch (&f, "GET", "/flaky", options, &failure));
  g_assert_error (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_TIMEOUT);
  return middleware_fixture_tear_down (&f, error);
}

static gboolean
test_log (GValue *result, gpointer user_data, GError **error)
{
  MiddlewareFixture f = { 0 };
  g_autofree char *answer = NULL;
  g_autofree char *again = NULL;
  AiohttpClientMiddleware *log;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  log = add (&f, aiohttp_client_log_middleware_new ());
  expect_log (G_LOG_LEVEL_INFO, "GET http://127.0.0.1:*/hello: 200 after * ms");
  answer = middleware_fixture_fetch (&f, "GET", "/hello?token=secret", NULL, error);
  expect_log_assert ();
  g_assert_cmpstr (answer, ==, "200 hello");
  g_object_set (log, "log-queries", TRUE, NULL);
  expect_log (G_LOG_LEVEL_INFO, "GET http://127.0.0.1:*/hello?q=1: 200 after * ms");
  again = middleware_fixture_fetch (&f, "GET", "/hello?q=1", NULL, error);
  expect_log_assert ();
  expect_log (G_LOG_LEVEL_INFO, "GET http://127.0.0.1:1/: failed after * ms: *");
  g_assert_null (aiohttp_client_session_get (f.session, "http://127.0.0.1:1/", NULL, NULL));
  expect_log_assert ();
  return middleware_fixture_tear_down (&f, error);
}

typedef struct
{
  MiddlewareFixture *fixture;
  const char *path;
} Fetch;

static gboolean
fetch (GValue *result, gpointer user_data, GError **error)
{
  Fetch *fetch = user_data;
  g_autofree char *text = middleware_fixture_fetch (fetch->fixture, "GET", fetch->path, NULL, error);

  if (text == NULL)
    return FALSE;
  g_value_init (result, G_TYPE_STRING);
  g_value_set_string (result, text);
  return TRUE;
}

static void
start_many (MiddlewareFixture *f, Fetch *what, AiohttpTask **tasks, guint n)
{
  for (guint i = 0; i < n; i++)
    tasks[i] = aiohttp_spawn (fetch, what, NULL);
}

static gboolean
finish_many (AiohttpTask **tasks, guint n, const char *expected, GError **error)
{
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (AiohttpTask) task = tasks[i];
      g_autofree char *text = NULL;

      if (!aiohttp_future_await (AIOHTTP_FUTURE (task), error))
        return FALSE;
      text = aiohttp_future_propagate_string (AIOHTTP_FUTURE (task), error);
      g_assert_cmpstr (text, ==, expected);
    }
  return TRUE;
}

static gboolean
test_rate (GValue *result, gpointer user_data, GError **error)
{
  MiddlewareFixture f = { 0 };
  Fetch what = { &f, "/hello" };
  AiohttpTask *tasks[12];

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  add (&f, aiohttp_client_rate_limit_middleware_new (500, 4));
  start_many (&f, &what, tasks, G_N_ELEMENTS (tasks));
  if (!finish_many (tasks, G_N_ELEMENTS (tasks), "200 hello", error))
    return FALSE;
  return middleware_fixture_tear_down (&f, error);
}

/* One that waits for its turn may be cancelled, and the turn goes to the others. */
static gboolean
test_rate_cancel (GValue *result, gpointer user_data, GError **error)
{
  MiddlewareFixture f = { 0 };
  Fetch what = { &f, "/hello" };
  AiohttpTask *tasks[3];

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  add (&f, aiohttp_client_rate_limit_middleware_new (0.001, 1));
  start_many (&f, &what, tasks, G_N_ELEMENTS (tasks));
  if (!aiohttp_future_await (AIOHTTP_FUTURE (tasks[0]), error))
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      g_autoptr (GError) failure = NULL;

      aiohttp_task_cancel (tasks[i]);
      if (i > 0)
        {
          g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (tasks[i]), &failure));
          g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
        }
      g_object_unref (tasks[i]);
    }
  return middleware_fixture_tear_down (&f, error);
}

/* --- tokens --- */

typedef struct
{
  guint n_asked;
  gboolean fails;
} Tokens;

static gboolean
make_token (GValue *result, gpointer user_data, GError **error)
{
  Tokens *tokens = user_data;

  tokens->n_asked++;
  if (!aiohttp_sleep (0.001, error))
    return FALSE;
  if (tokens->fails)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED, "no token");
      return FALSE;
    }
  g_value_init (result, G_TYPE_STRING);
  g_value_take_string (result, g_strdup_printf ("token-%u", tokens->n_asked));
  return TRUE;
}

static AiohttpFuture *
get_token (AiohttpClientTokenMiddleware *middleware, gpointer user_data)
{
  return AIOHTTP_FUTURE (aiohttp_spawn (make_token, user_data, NULL));
}

static AiohttpClientMiddleware *
token_new (MiddlewareFixture *f, Tokens *tokens)
{
  g_autofree char *origin = aiohttp_test_server_make_url (f->server, "/");

  return aiohttp_client_token_middleware_new (origin, get_token, tokens, NULL, NULL);
}

/* However many are refused at once, one asks; and they are all sent again. */
static gboolean
test_token_shared (GValue *result, gpointer user_data, GError **error)
{
  MiddlewareFixture f = { .valid_token = 1 };
  Tokens tokens = { 0 };
  Fetch what = { &f, "/secret" };
  AiohttpTask *tasks[8];
  AiohttpClientMiddleware *token;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  token = add (&f, token_new (&f, &tokens));
  start_many (&f, &what, tasks, G_N_ELEMENTS (tasks));
  if (!finish_many (tasks, G_N_ELEMENTS (tasks), "200 secret", error))
    return FALSE;
  g_assert_cmpuint (tokens.n_asked, ==, 1);

  f.valid_token = 2;
  start_many (&f, &what, tasks, G_N_ELEMENTS (tasks));
  if (!finish_many (tasks, G_N_ELEMENTS (tasks), "200 secret", error))
    return FALSE;
  g_assert_cmpuint (tokens.n_asked, ==, 2);
  g_assert_cmpstr (aiohttp_client_token_middleware_get_token (AIOHTTP_CLIENT_TOKEN_MIDDLEWARE (token)), ==, "token-2");

  /* a second refusal is the answer */
  f.valid_token = 99;
  start_many (&f, &what, tasks, 1);
  if (!finish_many (tasks, 1, "401 Bearer token-3", error))
    return FALSE;
  g_assert_cmpuint (tokens.n_asked, ==, 3);
  return middleware_fixture_tear_down (&f, error);
}

/* One who waits for a token and is cancelled does not take it from the others. */
static gboolean
test_token_cancel (GValue *result, gpointer user_data, GError **error)
{
  MiddlewareFixture f = { .valid_token = 1 };
  Tokens tokens = { 0 };
  Fetch what = { &f, "/secret" };
  AiohttpTask *tasks[2];
  g_autoptr (GError) failure = NULL;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  add (&f, token_new (&f, &tokens));
  start_many (&f, &what, tasks, 2);
  while (tokens.n_asked == 0)
    if (!aiohttp_sleep (0, error))
      return FALSE;
  aiohttp_task_cancel (tasks[0]);
  g_assert_false (aiohttp_future_await (AIOHTTP_FUTURE (tasks[0]), &failure));
  g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_object_unref (tasks[0]);
  if (!finish_many (tasks + 1, 1, "200 secret", error))
    return FALSE;
  g_assert_cmpuint (tokens.n_asked, ==, 1);
  return middleware_fixture_tear_down (&f, error);
}

static gboolean
test_token_scope (GValue *result, gpointer user_data, GError **error)
{
  MiddlewareFixture f = { .valid_token = 7 };
  Tokens tokens = { 0 };
  g_autoptr (AiohttpClientMiddleware) other =
      aiohttp_client_token_middleware_new ("http://other.invalid/", get_token, &tokens, NULL, NULL);
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpRequestOptions) own = aiohttp_request_options_new ();
  g_autofree char *elsewhere = NULL;
  g_autofree char *by_hand = NULL;
  g_autofree char *kept = NULL;
  AiohttpClientMiddleware *token;
  g_autoptr (GError) failure = NULL;

  if (!middleware_fixture_set_up (&f, error))
    return FALSE;
  /* the token of another origin stays at home */
  aiohttp_request_options_add_middleware (options, other);
  elsewhere = middleware_fixture_fetch (&f, "GET", "/secret", options, error);
  g_assert_cmpstr (elsewhere, ==, "401 nothing");
  /* credentials of the request's own are left alone */
  token = add (&f, token_new (&f, &tokens));
  if (!aiohttp_request_options_set_header (own, "Authorization", "Basic x", error))
    return FALSE;
  by_hand = middleware_fixture_fetch (&f, "GET", "/secret", own, error);
  g_assert_cmpstr (by_hand, ==, "401 Basic x");
  g_assert_cmpuint (tokens.n_asked, ==, 0);
  /* one that was kept is tried first */
  g_object_set (token, "token", "token-7", NULL);
  kept = middleware_fixture_fetch (&f, "GET", "/secret", NULL, error);
  g_assert_cmpstr (kept, ==, "200 secret");
  g_assert_cmpuint (tokens.n_asked, ==, 0);
  /* what goes wrong is the request's error */
  tokens.fails = TRUE;
  g_object_set (token, "token", NULL, NULL);
  g_assert_null (middleware_fixture_fetch (&f, "GET", "/secret", NULL, &failure));
  g_assert_error (failure, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
  g_assert_null (aiohttp_client_token_middleware_new ("ftp://x/", get_token, NULL, NULL, error));
  g_assert_error (*error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_NON_HTTP_URL);
  g_clear_error (error);
  return middleware_fixture_tear_down (&f, error);
}

int
main (int argc, char *argv[])
{
  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  for (gsize i = 0; i < G_N_ELEMENTS (retry_rows); i++)
    {
      g_autofree char *path = g_strconcat ("/client-ready-made/retry/", retry_rows[i].name, NULL);

      aiohttp_test_add_coroutine (path, test_retry, (gpointer) &retry_rows[i]);
    }
  aiohttp_test_add_coroutine ("/client-ready-made/retry-stream", test_retry_stream, NULL);
  aiohttp_test_add_coroutine ("/client-ready-made/retry-unreachable", test_retry_unreachable, NULL);
  aiohttp_test_add_coroutine ("/client-ready-made/retry-timeout", test_retry_timeout, NULL);
  aiohttp_test_add_coroutine ("/client-ready-made/log", test_log, NULL);
  aiohttp_test_add_coroutine ("/client-ready-made/rate", test_rate, NULL);
  aiohttp_test_add_coroutine ("/client-ready-made/rate-cancel", test_rate_cancel, NULL);
  aiohttp_test_add_coroutine ("/client-ready-made/token/shared", test_token_shared, NULL);
  aiohttp_test_add_coroutine ("/client-ready-made/token/cancel", test_token_cancel, NULL);
  aiohttp_test_add_coroutine ("/client-ready-made/token/scope", test_token_scope, NULL);
  return g_test_run ();
}
