/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp.h"

#include "aiohttp-client-chain-private.h"
#include "aiohttp-client-middleware-private.h"
#include "aiohttp-client-request-private.h"
#include "aiohttp-client-response-private.h"
#include "aiohttp-coroutine-private.h"

/* A chain whose end answers with statuses of a list, at once or when it is told to. */
typedef struct
{
  GString *trace;
  const guint *statuses; /* 0: fails; ends with the last */
  gboolean hold;
  AiohttpClientDone held;
  gpointer held_data;
  GCancellable *cancellable;
  gulong cancelled_id;

  /* what came of the whole */
  AiohttpClientResponse *response;
  GError *error;
  gboolean done;
} Fixture;

static AiohttpClientResponse *
new_response (guint status)
{
  g_autoptr (GUri) uri = g_uri_parse ("http://localhost/", G_URI_FLAGS_ENCODED, NULL);
  g_autoptr (AiohttpClientBody) body = aiohttp_client_body_new_closed ();
  g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  g_autoptr (AiohttpClientRequest) request = aiohttp_client_request_new ("GET", uri, headers, NULL, NULL);
  g_autoptr (AiohttpTransportReply) reply = aiohttp_transport_reply_new (NULL);

  reply->status = status;
  reply->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  return aiohttp_client_response_new (request, reply, body);
}

static void
on_held_cancelled (GCancellable *cancellable, gpointer data)
{
  Fixture *f = data;
  AiohttpClientDone held = g_steal_pointer (&f->held);

  g_string_append (f->trace, "cancelled ");
  g_signal_handler_disconnect (f->cancellable, f->cancelled_id);
  g_clear_object (&f->cancellable);
  held (NULL, g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "cancelled"), f->held_data);
}

static void
fake_send (AiohttpClientRequest *request, GCancellable *cancellable, AiohttpClientDone done, gpointer done_data,
           gpointer data)
{
  Fixture *f = data;
  guint status = f->statuses[0];

  g_assert_false (aiohttp_in_coroutine ());
  g_string_append_printf (f->trace, "send:%s ", aiohttp_client_request_get_method (request));
  if (f->hold)
    {
      g_assert_null (f->held);
      f->held = done;
      f->held_data = done_data;
      f->cancellable = g_object_ref (cancellable);
      f->cancelled_id = g_signal_connect (cancellable, "cancelled", G_CALLBACK (on_held_cancelled), f);
      return;
    }
  if (f->statuses[1] != G_MAXUINT)
    f->statuses++;
  if (status != 0)
    done (new_response (status), NULL, done_data);
  else
    done (NULL, g_error_new_literal (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_DISCONNECTED, "gone"), done_data);
}

static void
on_done (AiohttpClientResponse *response, GError *error, gpointer data)
{
  Fixture *f = data;

  g_assert_false (f->done);
  g_assert_true ((response != NULL) != (error != NULL));
  f->response = response;
  f->error = error;
  f->done = TRUE;
}

static AiohttpClientRun *
start (Fixture *f, AiohttpClientChain **chain, guint n, ...)
{
  g_autoptr (GPtrArray) middlewares = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (GUri) uri = g_uri_parse ("http://localhost/", G_URI_FLAGS_ENCODED, NULL);
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  g_autoptr (AiohttpClientRequest) request = aiohttp_client_request_new ("GET", uri, headers, NULL, NULL);
  va_list args;

  soup_message_headers_unref (headers);
  va_start (args, n);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (middlewares, va_arg (args, AiohttpClientMiddleware *));
  va_end (args);
  *chain = aiohttp_client_chain_new (middlewares, fake_send, f);
  return aiohttp_client_run_start (*chain, 0, request, on_done, f);
}

static void
iterate_until (gboolean *flag)
{
  while (!*flag)
    g_main_context_iteration (NULL, TRUE);
}

static void
fixture_clear (Fixture *f, AiohttpClientChain *chain, AiohttpClientRun *run)
{
  aiohttp_client_chain_close (chain);
  aiohttp_client_chain_unref (chain);
  aiohttp_client_run_unref (run);
  g_clear_object (&f->response);
  g_clear_error (&f->error);
  g_string_free (f->trace, TRUE);
}

/* --- middlewares of every kind --- */

#define TYPE_AROUND (around_get_type ())
G_DECLARE_FINAL_TYPE (Around, around, TEST, AROUND, AiohttpClientMiddleware)

struct _Around
{
  AiohttpClientMiddleware parent_instance;

  Fixture *fixture;
  const char *name;
  AiohttpFuture *before; /* what it answers with */
};

G_DEFINE_FINAL_TYPE (Around, around, AIOHTTP_TYPE_CLIENT_MIDDLEWARE)

static AiohttpReply *
around_before (AiohttpClientMiddleware *middleware, AiohttpClientRequest *request, GError **error)
{
  Around *self = TEST_AROUND (middleware);

  g_assert_false (aiohttp_in_coroutine ());
  g_string_append_printf (self->fixture->trace, "%s> ", self->name);
  return self->before != NULL ? AIOHTTP_REPLY (g_object_ref (self->before)) : NULL;
}

static void
around_after (AiohttpClientMiddleware *middleware, AiohttpClientRequest *request, AiohttpClientResponse *response)
{
  Around *self = TEST_AROUND (middleware);

  g_string_append_printf (self->fixture->trace, "<%s:%u ", self->name, aiohttp_client_response_get_status (response));
}

static void
around_finalize (GObject *object)
{
  g_clear_object (&TEST_AROUND (object)->before);
  G_OBJECT_CLASS (around_parent_class)->finalize (object);
}

static void
around_class_init (AroundClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = around_finalize;
  AIOHTTP_CLIENT_MIDDLEWARE_CLASS (klass)->before = around_before;
  AIOHTTP_CLIENT_MIDDLEWARE_CLASS (klass)->after = around_after;
}

static void
around_init (Around *self)
{
}

static AiohttpClientMiddleware *
around_new (Fixture *f, const char *name)
{
  Around *self = g_object_new (TYPE_AROUND, NULL);

  self->fixture = f;
  self->name = name;
  return AIOHTTP_CLIENT_MIDDLEWARE (self);
}

/* Sends until it is not a 503, as a coroutine, and tells so. */
static AiohttpReply *
retry (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  Fixture *f = user_data;

  g_assert_true (aiohttp_in_coroutine ());
  for (;;)
    {
      g_autoptr (AiohttpClientResponse) response = aiohttp_client_next_await (next, request, error);

      g_string_append (f->trace, response != NULL ? "tried " : "failed ");
      if (response == NULL)
        return NULL;
      if (aiohttp_client_response_get_status (response) != 503)
        return AIOHTTP_REPLY (g_steal_pointer (&response));
      if (!aiohttp_client_request_set_method (request, "post", error) || !aiohttp_sleep (0, error))
        return NULL;
    }
}

/* Hands on what the rest gives. */
static AiohttpReply *
pass (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  g_assert_false (aiohttp_in_coroutine ());
  return AIOHTTP_REPLY (aiohttp_client_next_call (next, request));
}

static AiohttpReply *
answer (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (new_response (204));
}

static AiohttpReply *
give_nothing (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  return NULL;
}

static AiohttpReply *
give_wrong_type (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new (200));
}

static AiohttpReply *
give_dropped (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_future_new ());
}

static AiohttpReply *
give_wrong_future (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  AiohttpFuture *future = aiohttp_future_new ();

  aiohttp_future_set_int64 (future, 7);
  return AIOHTTP_REPLY (future);
}

/* Starts a request, and answers without it. */
static AiohttpReply *
leave_behind (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  g_object_unref (aiohttp_client_next_call (next, request));
  return AIOHTTP_REPLY (new_response (204));
}

static const guint OK[] = { 200, G_MAXUINT };
static const guint SECOND_TIME[] = { 503, 503, 200, G_MAXUINT };
static const guint FAILS[] = { 0, G_MAXUINT };

static void
test_order (void)
{
  Fixture f = { .trace = g_string_new (NULL), .statuses = SECOND_TIME };
  AiohttpClientChain *chain;
  AiohttpClientRun *run = start (
      &f, &chain, 5, around_new (&f, "a"), aiohttp_client_middleware_new_for_func (retry, &f, NULL),
      around_new (&f, "b"), aiohttp_client_middleware_new_for_func_callback (pass, NULL, NULL), around_new (&f, "c"));

  iterate_until (&f.done);
  g_assert_no_error (f.error);
  g_assert_cmpuint (aiohttp_client_response_get_status (f.response), ==, 200);
  g_assert_cmpstr (f.trace->str, ==,
                   "a> b> c> send:GET <c:503 <b:503 tried b> c> send:POST <c:503 <b:503 tried "
                   "b> c> send:POST <c:200 <b:200 tried <a:200 ");
  fixture_clear (&f, chain, run);
}

static void
test_at_once (void)
{
  Fixture f = { .trace = g_string_new (NULL), .statuses = OK };
  AiohttpClientChain *chain;
  AiohttpClientRun *run = start (&f, &chain, 2, around_new (&f, "a"), around_new (&f, "b"));

  g_assert_true (f.done);
  g_assert_cmpstr (f.trace->str, ==, "a> b> send:GET <b:200 <a:200 ");
  fixture_clear (&f, chain, run);
}

static void
test_short_circuit (void)
{
  Fixture f = { .trace = g_string_new (NULL), .statuses = OK };
  AiohttpClientChain *chain;
  AiohttpClientRun *run = start (&f, &chain, 3, around_new (&f, "a"),
                                 aiohttp_client_middleware_new_for_func (answer, NULL, NULL), around_new (&f, "b"));

  iterate_until (&f.done);
  g_assert_cmpuint (aiohttp_client_response_get_status (f.response), ==, 204);
  g_assert_cmpstr (f.trace->str, ==, "a> <a:204 ");
  fixture_clear (&f, chain, run);
}

/* `before` gives a future: of nothing, which goes on, and of a response. */
static void
test_before_future (gconstpointer answers)
{
  Fixture f = { .trace = g_string_new (NULL), .statuses = OK };
  g_autoptr (AiohttpFuture) future = aiohttp_future_new ();
  AiohttpClientMiddleware *asking = around_new (&f, "a");
  AiohttpClientChain *chain;
  AiohttpClientRun *run;

  TEST_AROUND (asking)->before = g_object_ref (future);
  run = start (&f, &chain, 2, asking, around_new (&f, "b"));
  g_assert_false (f.done);
  if (GPOINTER_TO_INT (answers))
    {
      g_autoptr (AiohttpClientResponse) response = new_response (299);

      aiohttp_future_set_object (future, G_OBJECT (response));
    }
  else
    aiohttp_future_set_object (future, NULL);
  iterate_until (&f.done);
  g_assert_cmpstr (f.trace->str, ==, GPOINTER_TO_INT (answers) ? "a> <a:299 " : "a> b> send:GET <b:200 <a:200 ");
  fixture_clear (&f, chain, run);
}

static void
test_failure (void)
{
  Fixture f = { .trace = g_string_new (NULL), .statuses = FAILS };
  AiohttpClientChain *chain;
  AiohttpClientRun *run = start (&f, &chain, 3, around_new (&f, "a"),
                                 aiohttp_client_middleware_new_for_func (retry, &f, NULL), around_new (&f, "b"));

  iterate_until (&f.done);
  g_assert_error (f.error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_DISCONNECTED);
  g_assert_cmpstr (f.trace->str, ==, "a> b> send:GET failed ");
  fixture_clear (&f, chain, run);
}

typedef struct
{
  const char *name;
  AiohttpClientMiddlewareFunc func;
  AiohttpError code;
  const char *message;
} Misuse;

static const Misuse misuses[] = {
  { "nothing", give_nothing, AIOHTTP_ERROR_FAILED, "The middleware gave neither response nor error" },
  { "wrong-type", give_wrong_type, AIOHTTP_ERROR_WRONG_TYPE,
    "The middleware returned AiohttpResponse, which is not a client response" },
  { "dropped", give_dropped, AIOHTTP_ERROR_CLOSED, "The middleware's future was dropped before it was resolved" },
  { "wrong-future", give_wrong_future, AIOHTTP_ERROR_WRONG_TYPE,
    "The middleware's future resolved to gint64, which is not a client response" },
};

static void
test_misuse (gconstpointer data)
{
  const Misuse *misuse = data;

  for (guint coroutine = 0; coroutine < 2; coroutine++)
    {
      Fixture f = { .trace = g_string_new (NULL), .statuses = OK };
      AiohttpClientChain *chain;
      AiohttpClientRun *run =
          start (&f, &chain, 1,
                 coroutine ? aiohttp_client_middleware_new_for_func (misuse->func, NULL, NULL)
                           : aiohttp_client_middleware_new_for_func_callback (misuse->func, NULL, NULL));

      iterate_until (&f.done);
      g_assert_error (f.error, AIOHTTP_ERROR, (int) misuse->code);
      g_assert_cmpstr (f.error->message, ==, misuse->message);
      fixture_clear (&f, chain, run);
    }
}

/* A cancel goes through every kind of middleware to what is sent, and its error comes back. */
static void
test_cancel (gconstpointer data)
{
  Fixture f = { .trace = g_string_new (NULL), .statuses = OK, .hold = TRUE };
  AiohttpClientChain *chain;
  AiohttpClientMiddleware *middle = NULL;
  AiohttpClientRun *run;

  if (g_str_equal (data, "coroutine"))
    middle = aiohttp_client_middleware_new_for_func (retry, &f, NULL);
  else if (g_str_equal (data, "callback"))
    middle = aiohttp_client_middleware_new_for_func_callback (pass, NULL, NULL);
  else
    middle = around_new (&f, "b");
  run = start (&f, &chain, 2, around_new (&f, "a"), middle);
  g_assert_nonnull (f.held);
  aiohttp_client_run_cancel (run);
  iterate_until (&f.done);
  g_assert_error (f.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  while (f.held != NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (strstr (f.trace->str, "cancelled "));
  aiohttp_client_run_cancel (run); /* nothing more to cancel */
  fixture_clear (&f, chain, run);
}

static void
test_left_behind (void)
{
  Fixture f = { .trace = g_string_new (NULL), .statuses = OK, .hold = TRUE };
  AiohttpClientChain *chain;
  AiohttpClientRun *run = start (&f, &chain, 1, aiohttp_client_middleware_new_for_func (leave_behind, NULL, NULL));

  iterate_until (&f.done);
  g_assert_cmpuint (aiohttp_client_response_get_status (f.response), ==, 204);
  g_assert_nonnull (f.held);
  aiohttp_client_chain_close (chain);
  g_assert_null (f.held);
  g_assert_cmpstr (f.trace->str, ==, "send:GET cancelled ");
  fixture_clear (&f, chain, run);
}

static AiohttpReply *
keep_next (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  *(AiohttpClientNext **) user_data = g_object_ref (next);
  return AIOHTTP_REPLY (new_response (204));
}

static void
test_next_too_late (void)
{
  Fixture f = { .trace = g_string_new (NULL), .statuses = OK };
  g_autoptr (AiohttpClientNext) next = NULL;
  g_autoptr (AiohttpFuture) future = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GUri) uri = g_uri_parse ("http://localhost/", G_URI_FLAGS_ENCODED, NULL);
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  g_autoptr (AiohttpClientRequest) request = aiohttp_client_request_new ("GET", uri, headers, NULL, NULL);
  AiohttpClientChain *chain;
  AiohttpClientRun *run = start (&f, &chain, 1, aiohttp_client_middleware_new_for_func (keep_next, &next, NULL));

  soup_message_headers_unref (headers);
  iterate_until (&f.done);
  fixture_clear (&f, chain, run);
  future = aiohttp_client_next_call (next, request);
  g_assert_true (aiohttp_future_is_done (future));
  error = aiohttp_future_dup_error (future);
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
}

static void
test_request (void)
{
  g_autoptr (GUri) uri = g_uri_parse ("http://localhost/a?b#c", G_URI_FLAGS_ENCODED, NULL);
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  g_autoptr (AiohttpClientRequest) request = aiohttp_client_request_new ("GET", uri, headers, NULL, NULL);
  g_autoptr (GBytes) body = g_bytes_new_static ("x", 1);
  g_autoptr (GError) error = NULL;

  soup_message_headers_unref (headers);
  g_assert_cmpstr (aiohttp_client_request_get_url (request), ==, "http://localhost/a?b#c");
  g_assert_true (aiohttp_client_request_set_url (request, "https://example.org", &error));
  g_assert_cmpstr (aiohttp_client_request_get_url (request), ==, "https://example.org/");
  g_assert_cmpstr (g_uri_get_host (aiohttp_client_request_get_uri (request)), ==, "example.org");
  g_assert_false (aiohttp_client_request_set_url (request, "ftp://example.org", &error));
  g_assert_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_NON_HTTP_URL);
  g_clear_error (&error);
  g_assert_false (aiohttp_client_request_set_url (request, "http://user:pw@example.org", &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_false (aiohttp_client_request_set_method (request, "A B", &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_clear_error (&error);
  g_assert_true (aiohttp_client_request_set_header (request, "X-A", "1", &error));
  g_assert_true (aiohttp_client_request_append_header (request, "X-A", "2", &error));
  g_assert_cmpstr (aiohttp_client_request_get_header (request, "x-a"), ==, "1, 2");
  g_assert_false (aiohttp_client_request_set_header (request, "X-A", "1\r\n", &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  aiohttp_client_request_set_body (request, body);
  g_assert_true (aiohttp_client_request_get_body (request) == body);
  aiohttp_client_request_set_body (request, NULL);
  g_assert_null (aiohttp_client_request_get_body (request));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/client-chain/order", test_order);
  g_test_add_func ("/client-chain/at-once", test_at_once);
  g_test_add_func ("/client-chain/short-circuit", test_short_circuit);
  g_test_add_data_func ("/client-chain/before/goes-on", GINT_TO_POINTER (0), test_before_future);
  g_test_add_data_func ("/client-chain/before/answers", GINT_TO_POINTER (1), test_before_future);
  g_test_add_func ("/client-chain/failure", test_failure);
  for (gsize i = 0; i < G_N_ELEMENTS (misuses); i++)
    {
      g_autofree char *path = g_strconcat ("/client-chain/misuse/", misuses[i].name, NULL);

      g_test_add_data_func (path, &misuses[i], test_misuse);
    }
  g_test_add_data_func ("/client-chain/cancel/coroutine", "coroutine", test_cancel);
  g_test_add_data_func ("/client-chain/cancel/callback", "callback", test_cancel);
  g_test_add_data_func ("/client-chain/cancel/around", "around", test_cancel);
  g_test_add_func ("/client-chain/left-behind", test_left_behind);
  g_test_add_func ("/client-chain/next-too-late", test_next_too_late);
  g_test_add_func ("/client-chain/request", test_request);
  return g_test_run ();
}
