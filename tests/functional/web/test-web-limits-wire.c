/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* What a peer sees of the limits of docs/limits.md that it can reach by what it sends. Each row is sent once within the
 * limit and once beyond it. */

#include <string.h>

#include "raw-client.h"
#include "server-thread.h"

#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"

static int n_handled;

static AiohttpReply *
text (const char *body)
{
  g_atomic_int_inc (&n_handled);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, body));
}

static AiohttpReply *
handle_root (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return text ("Hello");
}

static AiohttpReply *
handle_read (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) body = aiohttp_request_read (request, error);

  return body != NULL ? text ("read") : NULL;
}

static AiohttpReply *
handle_stream (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) body = aiohttp_stream_reader_read (aiohttp_request_get_content (request), -1, error);

  return body != NULL ? text ("streamed") : NULL;
}

static AiohttpReply *
handle_json (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (JsonNode) node = aiohttp_request_json (request, error);

  return node != NULL ? text ("json") : NULL;
}

static AiohttpReply *
handle_post (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpForm) form = aiohttp_request_post (request, error);

  return form != NULL ? text ("form") : NULL;
}

/* Those of nested bodies, too. */
static gboolean
read_parts (AiohttpMultipartReader *reader, GError **error)
{
  for (;;)
    {
      g_autoptr (GError) reason = NULL;
      g_autoptr (AiohttpBodyPartReader) part = aiohttp_multipart_reader_next (reader, &reason);
      g_autoptr (AiohttpMultipartReader) inner = NULL;
      g_autoptr (GBytes) content = NULL;

      if (reason != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&reason));
          return FALSE;
        }
      if (part == NULL)
        return TRUE;
      if (aiohttp_body_part_reader_is_multipart (part))
        {
          inner = aiohttp_body_part_reader_open_multipart (part, error);
          if (inner == NULL || !read_parts (inner, error))
            return FALSE;
          continue;
        }
      content = aiohttp_body_part_reader_read (part, error);
      if (content == NULL)
        return FALSE;
    }
}

static AiohttpReply *
handle_parts (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpMultipartReader) reader = aiohttp_request_multipart (request, error);

  return reader != NULL && read_parts (reader, error) ? text ("parts") : NULL;
}

static void
add_routes (AiohttpRouter *router)
{
  aiohttp_router_add_get (router, "/", handle_root, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/read", handle_read, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/stream", handle_stream, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/json", handle_json, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/post", handle_post, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/parts", handle_parts, NULL, NULL, NULL);
}

/* Of the connection, after the answer that refuses. */
typedef enum
{
  GOES_ON,
  CLOSES,
} End;

typedef struct
{
  const char *name;
  const char *before; /* of the request; without a "\r\n\r\n" in it what follows is a body with its length */
  const char *prefix;
  const char *repeated;
  const char *suffix;
  guint n_good;
  guint n_bad;
  guint status; /* of the bad one */
  End end;
} Row;

#define POST(path, fields)    "POST " path " HTTP/1.1\r\nHost: h\r\n" fields
#define CHUNKED               POST ("/stream", "Transfer-Encoding: chunked\r\n\r\n")
#define MIXED                 POST ("/parts", "Content-Type: multipart/mixed; boundary=b\r\n")
#define FORM                  POST ("/post", "Content-Type: multipart/form-data; boundary=b\r\n")
#define URLENCODED            POST ("/post", "Content-Type: application/x-www-form-urlencoded\r\n")
#define NEST(boundary, inner) "--" boundary "\r\nContent-Type: multipart/mixed; boundary=" inner "\r\n\r\n"

static const Row rows[] = {
  { "url", "", "GET /?", "x", " HTTP/1.1\r\nHost: h\r\n\r\n", 8175, 8176, 414, CLOSES },
  { "field", "", "GET / HTTP/1.1\r\nHost: h\r\nX: ", "x", "\r\n\r\n", 8170, 8200, 431, CLOSES },
  { "headers", "", "GET / HTTP/1.1\r\nHost: h\r\n", "X: y\r\n", "\r\n", 127, 128, 431, CLOSES },
  { "head", "", "GET / HTTP/1.1\r\nHost: h\r\n",
    "X: "
    "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghijklmnopqrstuvwxyz\r\n",
    "\r\n", 120, 1300, 431, CLOSES },
  { "empty-lines", "", "", "\r\n", GET ("/"), 8, 9, 400, CLOSES },
  { "chunk-line", CHUNKED, "1;", "x", "\r\na\r\n0\r\n\r\n", 1000, 1030, 400, CLOSES },
  { "chunk-extensions", CHUNKED, "", "1;xxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\r\na\r\n", "0\r\n\r\n", 400, 600, 400, CLOSES },
  { "trailers", CHUNKED, "1\r\na\r\n0\r\n", "X: y\r\n", "\r\n", 126, 127, 431, CLOSES },
  { "trailer-field", CHUNKED, "1\r\na\r\n0\r\nX: ", "x", "\r\n\r\n", 8170, 8200, 431, CLOSES },
  { "body", POST ("/read", ""), "", "x", "", 1024 * 1024, 1024 * 1024 + 1, 413, CLOSES },
  { "body/chunked", POST ("/read", "Transfer-Encoding: chunked\r\n\r\n"), "",
    "20\r\n0123456789abcdef0123456789abcdef\r\n", "0\r\n\r\n", 32 * 1024, 32 * 1024 + 1, 413, GOES_ON },
  { "json/depth", POST ("/json", "Content-Type: application/json\r\n"), "", "[", "", 0, 65, 400, GOES_ON },
  { "urlencoded/fields", URLENCODED, "", "a=b&", "", 1000, 1001, 400, GOES_ON },
  { "urlencoded/size", URLENCODED, "a=", "x", "", 1024 * 1024 - 2, 1024 * 1024 - 1, 413, CLOSES },
  { "multipart/size", FORM, "--b\r\nContent-Disposition: form-data; name=a; filename=f\r\n\r\n", "x", "\r\n--b--",
    1024 * 1024 - 100, 1024 * 1024, 413, GOES_ON },
  { "multipart/parts", MIXED, "", "--b\r\n\r\n\r\n", "--b--", 1000, 1001, 413, GOES_ON },
  { "multipart/fields", FORM, "", "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n", "--b--", 1000, 1001, 413,
    GOES_ON },
  { "multipart/headers", MIXED, "--b\r\n", "X: y\r\n", "\r\n--b--", 128, 129, 400, GOES_ON },
  { "multipart/field", MIXED, "--b\r\nX: ", "x", "\r\n\r\n--b--", 8180, 8200, 400, GOES_ON },
  { "multipart/part", MIXED, "--b\r\n\r\n", "x", "\r\n--b--", 1024 * 1024, 1024 * 1024 + 1, 413, GOES_ON },
  { "multipart/preamble", MIXED, "", "x\r\n", "--b\r\n\r\n--b--", 5000, 6000, 400, GOES_ON },
  { "multipart/charset-field", FORM, "--b\r\nContent-Disposition: form-data; name=_charset_\r\n\r\n", " ", "\r\n--b--",
    31, 32, 400, GOES_ON },
};

static void
send_row (RawClient *client, const Row *row, guint n)
{
  g_autoptr (GString) bytes = g_string_new (row->prefix);
  const gboolean has_length = *row->before != '\0' && !g_str_has_suffix (row->before, "\r\n\r\n");
  g_autofree char *head = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append (bytes, row->repeated);
  g_string_append (bytes, row->suffix);
  head = has_length ? g_strdup_printf ("%sContent-Length: %u\r\n\r\n", row->before, (guint) bytes->len)
                    : g_strdup (row->before);
  raw_client_send (client, head);
  raw_client_send_bytes (client, bytes->str, bytes->len);
}

static void
test_row (gconstpointer data)
{
  const Row *row = data;
  g_autoptr (ServerThread) server = server_thread_start (add_routes, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  g_atomic_int_set (&n_handled, 0);
  if (row->n_good > 0)
    {
      send_row (client, row, row->n_good);
      raw_client_expect (client, 200, NULL);
      g_assert_cmpint (g_atomic_int_get (&n_handled), ==, 1);
    }
  g_atomic_int_set (&n_handled, 0);
  send_row (client, row, row->n_bad);
  raw_client_expect (client, row->status, NULL);
  g_assert_cmpint (g_atomic_int_get (&n_handled), ==, 0);
  if (row->end == GOES_ON)
    {
      raw_client_send (client, GET ("/"));
      raw_client_expect (client, 200, "Hello");
    }
  else
    raw_client_expect_end (client);
}

/* As deep as may be, and deeper. */
static void
test_nesting (void)
{
  static const struct
  {
    const char *body;
    guint status;
  } cases[] = {
    { NEST ("b", "c") NEST ("c", "d") NEST ("d", "e") "--e\r\n\r\nx\r\n--e--\r\n--d--\r\n--c--\r\n--b--", 200 },
    { NEST ("b", "c") NEST ("c", "d") NEST ("d", "e")
          NEST ("e", "f") "--f\r\n\r\nx\r\n--f--\r\n--e--\r\n--d--\r\n--c--\r\n--b--",
      400 },
  };
  g_autoptr (ServerThread) server = server_thread_start (add_routes, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const Row row = { .before = MIXED, .prefix = cases[i].body, .repeated = "", .suffix = "" };

      send_row (client, &row, 0);
      raw_client_expect (client, cases[i].status, NULL);
    }
  raw_client_send (client, GET ("/"));
  raw_client_expect (client, 200, "Hello");
}

/* A boundary is 70 characters at most. */
static void
test_boundary (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, NULL);
  g_autoptr (RawClient) client = raw_client_new (server->port);

  for (guint length = 70; length <= 71; length++)
    {
      g_autofree char *boundary = g_strnfill (length, 'b');
      g_autofree char *before =
          g_strdup_printf (POST ("/parts", "Content-Type: multipart/mixed; boundary=%s\r\n"), boundary);
      g_autofree char *body = g_strdup_printf ("--%s--", boundary);
      const Row row = { .before = before, .prefix = body, .repeated = "", .suffix = "" };

      send_row (client, &row, 0);
      raw_client_expect (client, length == 70 ? 200 : 400, NULL);
    }
}

static GMutex order_mutex;
static GString *order;

static AiohttpReply *
handle_ordered (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_mutex_lock (&order_mutex);
  g_string_append (order, user_data);
  g_mutex_unlock (&order_mutex);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, ""));
}

static void
add_ordered (AiohttpRouter *router)
{
  aiohttp_router_add_get (router, "/a", handle_ordered, (gpointer) "a", NULL, NULL);
  aiohttp_router_add_get (router, "/b", handle_ordered, (gpointer) "b", NULL, NULL);
}

static GMutex gate;

static void
wait_at_gate (gpointer data)
{
  g_mutex_lock (&gate);
  g_mutex_unlock (&gate);
}

static gboolean
wait_at_gate_once (gpointer data)
{
  wait_at_gate (data);
  return G_SOURCE_REMOVE;
}

/* Many requests of one connection do not hold up the one of another. */
static void
test_pipelined (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_ordered, "max-pipelined", 2, NULL);
  g_autoptr (RawClient) greedy = raw_client_new (server->port);
  g_autoptr (RawClient) modest = raw_client_new (server->port);
  const char *found;

  order = g_string_new (NULL);
  server_thread_await_connections (server, 2);
  /* Both find the server busy elsewhere, so that it learns of them at once. */
  g_mutex_lock (&gate);
  g_main_context_invoke_full (server->context, G_PRIORITY_HIGH, wait_at_gate_once, NULL, NULL);
  for (guint i = 0; i < 20; i++)
    raw_client_send (greedy, GET ("/a"));
  raw_client_send (modest, GET ("/b"));
  g_mutex_unlock (&gate);
  for (guint i = 0; i < 20; i++)
    raw_client_expect (greedy, 200, "");
  raw_client_expect (modest, 200, "");
  found = strchr (order->str, 'b');
  g_assert_nonnull (found);
  g_assert_cmpint (found - order->str, <=, 2);
  g_assert_cmpuint (order->len, ==, 21);
  g_string_free (g_steal_pointer (&order), TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *path = g_strconcat ("/web-limits-wire/", rows[i].name, NULL);

      g_test_add_data_func (path, &rows[i], test_row);
    }
  g_test_add_func ("/web-limits-wire/multipart/nesting", test_nesting);
  g_test_add_func ("/web-limits-wire/multipart/boundary", test_boundary);
  g_test_add_func ("/web-limits-wire/pipelined", test_pipelined);
  return g_test_run ();
}
