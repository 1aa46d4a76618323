/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "expect-log.h"
#include "raw-client.h"
#include "server-thread.h"

#define REQUEST(method, path, fields) method " " path " HTTP/1.1\r\nHost: h\r\n" fields "\r\n"

/* Views that are there, and coroutines of theirs that were cancelled. */
static int n_alive, n_cancelled;

static GType books_get_type (void);
static GType novels_get_type (void);
static GType files_get_type (void);
static GType empty_get_type (void);
static GType slow_get_type (void);

typedef struct
{
  AiohttpView parent_instance;
  char *kept; /* by one method for another */
} Books;

typedef struct
{
  AiohttpViewClass parent_class;
} BooksClass;

G_DEFINE_TYPE (Books, books, AIOHTTP_TYPE_VIEW)

static AiohttpReply *
books_get (AiohttpView *view, GError **error)
{
  AiohttpRequest *request = aiohttp_view_get_request (view);
  const char *id = aiohttp_request_get_match_info (request, "id");

  g_assert_null (aiohttp_task_get_current ());
  if (g_str_equal (id, "none"))
    {
      g_set_error_literal (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_NOT_FOUND, "no such book");
      return NULL;
    }
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, id));
}

static AiohttpReply *
add_book (AiohttpView *view, GError **error)
{
  Books *self = (Books *) view;
  g_autofree char *title = NULL;

  g_assert_nonnull (aiohttp_task_get_current ());
  if (!aiohttp_sleep (0.001, error))
    return NULL;
  title = aiohttp_request_text (aiohttp_view_get_request (view), error);
  return title != NULL ? AIOHTTP_REPLY (aiohttp_response_new_text (201, self->kept)) : NULL;
}

static AiohttpReply *
books_post (AiohttpView *view, GError **error)
{
  ((Books *) view)->kept = g_strdup ("kept");
  return aiohttp_view_spawn (view, add_book);
}

static AiohttpReply *
fail_late (AiohttpView *view, GError **error)
{
  if (aiohttp_sleep (0.001, error))
    g_set_error_literal (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_CONFLICT, "late");
  return NULL;
}

static AiohttpReply *
books_delete (AiohttpView *view, GError **error)
{
  return aiohttp_view_spawn (view, fail_late);
}

/* Only the view knows of this future, and only the future of the view. */
static gboolean
resolve (gpointer future)
{
  aiohttp_future_set_object (future, g_object_get_data (future, "response"));
  return G_SOURCE_REMOVE;
}

static AiohttpReply *
books_put (AiohttpView *view, GError **error)
{
  AiohttpFuture *future = aiohttp_future_new ();
  g_autoptr (GSource) source = g_timeout_source_new (5);

  g_object_set_data_full (G_OBJECT (future), "response", aiohttp_response_new_text (200, "put"), g_object_unref);
  g_source_set_callback (source, resolve, g_object_ref (future), g_object_unref);
  g_source_attach (source, g_main_context_get_thread_default ());
  return AIOHTTP_REPLY (future);
}

/* Neither waits for ever, nor does it resolve. */
static AiohttpReply *
wait_long (AiohttpView *view, GError **error)
{
  g_assert_false (aiohttp_sleep (3600, error));
  g_atomic_int_inc (&n_cancelled);
  return NULL;
}

static AiohttpReply *
books_options (AiohttpView *view, GError **error)
{
  return aiohttp_view_spawn (view, wait_long);
}

static AiohttpReply *
books_patch (AiohttpView *view, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_future_new ());
}

static void
books_finalize (GObject *object)
{
  g_atomic_int_dec_and_test (&n_alive);
  g_free (((Books *) object)->kept);
  G_OBJECT_CLASS (books_parent_class)->finalize (object);
}

static void
books_class_init (BooksClass *klass)
{
  AiohttpViewClass *view_class = AIOHTTP_VIEW_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = books_finalize;
  view_class->get = books_get;
  view_class->post = books_post;
  view_class->put = books_put;
  view_class->delete_ = books_delete;
}

static void
books_init (Books *self)
{
  g_atomic_int_inc (&n_alive);
}

/* Has what its parent has, and more. */
typedef Books Novels;
typedef BooksClass NovelsClass;

G_DEFINE_TYPE (Novels, novels, books_get_type ())

static AiohttpReply *
novels_patch (AiohttpView *view, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "patched"));
}

static AiohttpReply *
novels_options (AiohttpView *view, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "options"));
}

static AiohttpReply *
novels_head (AiohttpView *view, GError **error)
{
  AiohttpResponse *response = aiohttp_response_new (200);

  aiohttp_stream_response_set_header (AIOHTTP_STREAM_RESPONSE (response), "X-Head", "its own", NULL);
  return AIOHTTP_REPLY (response);
}

static void
novels_class_init (NovelsClass *klass)
{
  AIOHTTP_VIEW_CLASS (klass)->patch = novels_patch;
  AIOHTTP_VIEW_CLASS (klass)->options = novels_options;
  AIOHTTP_VIEW_CLASS (klass)->head = novels_head;
}

static void
novels_init (Novels *self)
{
}

/* Has PUT alone, so HEAD is nothing that it answers. */
typedef Books Files;
typedef BooksClass FilesClass;

G_DEFINE_TYPE (Files, files, AIOHTTP_TYPE_VIEW)

/* What has trouble. */
typedef Books Slow;
typedef BooksClass SlowClass;

G_DEFINE_TYPE (Slow, slow, books_get_type ())

static void
slow_class_init (SlowClass *klass)
{
  AIOHTTP_VIEW_CLASS (klass)->options = books_options;
  AIOHTTP_VIEW_CLASS (klass)->patch = books_patch;
}

static void
slow_init (Slow *self)
{
}

static void
files_class_init (FilesClass *klass)
{
  AIOHTTP_VIEW_CLASS (klass)->put = books_put;
}

static void
files_init (Files *self)
{
}

typedef Books Empty;
typedef BooksClass EmptyClass;

G_DEFINE_TYPE (Empty, empty, AIOHTTP_TYPE_VIEW)

static void
empty_class_init (EmptyClass *klass)
{
}

static void
empty_init (Empty *self)
{
}

static AiohttpReply *
note_route (AiohttpRequest *request, AiohttpNext *next, gpointer user_data, GError **error)
{
  AiohttpStreamResponse *response = aiohttp_next_await (next, request, error);

  if (response != NULL)
    aiohttp_stream_response_set_header (response, "X-Around", "yes", NULL);
  return response != NULL ? AIOHTTP_REPLY (response) : NULL;
}

static void
add_routes (AiohttpRouter *router)
{
  static const AiohttpRouteDef table[] = {
    { .path = "/files", .view = files_get_type, .name = "files" },
    { .path = "/novels/{id}", .view = novels_get_type },
  };
  g_autoptr (AiohttpMiddleware) middleware = aiohttp_middleware_new_for_func (note_route, NULL, NULL);
  g_autoptr (GError) error = NULL;
  AiohttpRoute *slow, *route = aiohttp_router_add_view (router, "/books/{id}", books_get_type (), &error);

  g_assert_no_error (error);
  g_assert_cmpstr (aiohttp_route_get_method (route), ==, "*");
  g_assert_true (aiohttp_route_set_client_max_size (route, 10, NULL));
  slow = aiohttp_router_add_view (router, "/slow", slow_get_type (), NULL);
  g_assert_true (aiohttp_route_set_handler_timeout (slow, 0.05, NULL));
  g_assert_true (aiohttp_route_set_handler_cancellation (slow, TRUE, NULL));
  g_assert_true (aiohttp_route_add_middleware (route, middleware, NULL));
  g_assert_true (aiohttp_router_add_routes (router, table, G_N_ELEMENTS (table), NULL, &error));
  g_assert_nonnull (aiohttp_router_get_named_resource (router, "files"));
}

static void
expect (RawClient *client, const char *request, guint status, const char *body, const char *field, const char *value)
{
  g_autoptr (RawResponse) response = NULL;
  g_autofree char *found = NULL;

  raw_client_send (client, request);
  response = raw_client_read (client, g_str_has_prefix (request, "HEAD"));
  g_assert_cmpuint (response->status, ==, status);
  if (body != NULL)
    g_assert_cmpstr (response->body->str, ==, body);
  if (field == NULL)
    return;
  found = raw_response_get (response, field);
  g_assert_cmpstr (found, ==, value);
}

static void
test_methods (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  expect (client, REQUEST ("GET", "/books/a%20b", ""), 200, "a b", "X-Around", "yes");
  expect (client, REQUEST ("HEAD", "/books/ab", ""), 200, NULL, "Content-Length", "2");
  expect (client, REQUEST ("POST", "/books/1", "Content-Length: 4\r\n") "text", 201, "kept", NULL, NULL);
  expect (client, REQUEST ("PUT", "/books/1", ""), 200, "put", NULL, NULL);
  expect (client, REQUEST ("GET", "/novels/1", ""), 200, "1", NULL, NULL);
  expect (client, REQUEST ("HEAD", "/novels/1", ""), 200, NULL, "X-Head", "its own");
  expect (client, REQUEST ("PATCH", "/novels/1", ""), 200, "patched", NULL, NULL);
  expect (client, REQUEST ("OPTIONS", "/novels/1", ""), 200, "options", NULL, NULL);
}

static void
test_errors (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  expect (client, REQUEST ("GET", "/books/none", ""), 404, "no such book", "X-Around", "yes");
  expect (client, REQUEST ("DELETE", "/books/1", ""), 409, "late", NULL, NULL);
  expect (client, REQUEST ("POST", "/books/1", "Content-Length: 11\r\n") "hello world", 413, NULL, NULL, NULL);
}

static void
test_not_allowed (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  expect (client, REQUEST ("PATCH", "/books/1", ""), 405, NULL, "Allow", "DELETE,GET,HEAD,POST,PUT");
  expect (client, REQUEST ("PURGE", "/books/1", ""), 405, NULL, "X-Around", "yes");
  expect (client, REQUEST ("GET", "/files", ""), 405, NULL, "Allow", "PUT");
  expect (client, REQUEST ("HEAD", "/files", ""), 405, NULL, "Allow", "PUT");
  expect (client, REQUEST ("TRACE", "/novels/1", ""), 405, NULL, "Allow", "DELETE,GET,HEAD,OPTIONS,PATCH,POST,PUT");
}

/* One for each request, and no longer than that. */
static void
test_life (void)
{
  ServerThread *server = server_thread_start (add_routes, NULL);
  RawClient *client = raw_client_new (server->port);

  for (guint i = 0; i < 5; i++)
    {
      expect (client, REQUEST ("GET", "/books/1", ""), 200, "1", NULL, NULL);
      expect (client, REQUEST ("POST", "/books/1", ""), 201, "kept", NULL, NULL);
      expect (client, REQUEST ("DELETE", "/books/1", ""), 409, "late", NULL, NULL);
      expect (client, REQUEST ("PUT", "/books/1", ""), 200, "put", NULL, NULL);
    }
  raw_client_free (client);
  server_thread_stop (server);
  g_assert_cmpint (g_atomic_int_get (&n_alive), ==, 0);
}

/* A method whose time is up is cancelled; a future that nobody resolves is a 500. Neither leaves a view behind. */
static void
test_trouble (void)
{
  ServerThread *server = server_thread_start (add_routes, NULL);
  RawClient *client = raw_client_new (server->port);

  expect_log (G_LOG_LEVEL_WARNING, "*OPTIONS /slow*longer than it may*");
  expect (client, REQUEST ("OPTIONS", "/slow", ""), 503, NULL, NULL, NULL);
  expect_log_assert ();
  raw_client_free (client);
  client = raw_client_new (server->port);
  expect_log (G_LOG_LEVEL_WARNING, "*PATCH /slow*dropped*");
  expect (client, REQUEST ("PATCH", "/slow", ""), 500, NULL, NULL, NULL);
  raw_client_free (client);
  server_thread_stop (server);
  expect_log_assert ();
  g_assert_cmpint (g_atomic_int_get (&n_cancelled), ==, 1);
  g_assert_cmpint (g_atomic_int_get (&n_alive), ==, 0);
}

static void
refuse (GType type, const char *says)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (GError) error = NULL;

  g_assert_null (aiohttp_router_add_view (router, "/", type, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_assert_nonnull (strstr (error->message, says));
}

static void
test_refused (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (GError) error = NULL;

  refuse (AIOHTTP_TYPE_VIEW, "is abstract");
  refuse (AIOHTTP_TYPE_APPLICATION, "is not a view");
  refuse (G_TYPE_INVALID, "is not a view");
  refuse (empty_get_type (), "answers nothing");
  g_assert_nonnull (aiohttp_router_add_view (router, "/", books_get_type (), NULL));
  g_assert_null (aiohttp_router_add_view (router, "/", files_get_type (), &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_ROUTE_CONFLICT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  g_test_add_func ("/web-views/methods", test_methods);
  g_test_add_func ("/web-views/errors", test_errors);
  g_test_add_func ("/web-views/not-allowed", test_not_allowed);
  g_test_add_func ("/web-views/life", test_life);
  g_test_add_func ("/web-views/trouble", test_trouble);
  g_test_add_func ("/web-views/refused", test_refused);
  return g_test_run ();
}
