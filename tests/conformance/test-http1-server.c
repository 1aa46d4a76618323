/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-chars-private.h"

#include "conformance.h"
#include "raw-client.h"
#include "server-thread.h"

#include <string.h>

/* The tables once more, on the sockets of a whole server: what the parser refuses is answered with its status and the
 * connection ends, and no handler has run for it. */

static ServerThread *server;
static int n_handled;

/* "METHOD target |payload", as streams.txt has it */
static AiohttpReply *
handle (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) body = aiohttp_request_read (request, error);
  g_autoptr (GString) text = NULL;

  if (body == NULL)
    return NULL;
  text = g_string_new (aiohttp_request_get_method (request));
  g_string_append_printf (text, " %s", aiohttp_request_get_raw_path (request));
  if (g_bytes_get_size (body) > 0)
    {
      g_autofree char *payload =
          aiohttp_chars_escape (g_bytes_get_data (body, NULL), g_bytes_get_size (body), G_MAXSIZE);

      g_string_append_printf (text, " |%s", payload);
    }
  g_atomic_int_inc (&n_handled);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text->str));
}

static void
add_routes (AiohttpRouter *router)
{
  static const char *const methods[] = { "GET", "POST", "PUT", "OPTIONS" };

  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      aiohttp_router_add_route (router, methods[i], "/", handle, NULL, NULL, NULL);
      aiohttp_router_add_route (router, methods[i], "/{name}", handle, NULL, NULL, NULL);
    }
}

static RawClient *
send_pieces (ConformanceCase *test, const gsize *ends, gsize n_ends)
{
  RawClient *client = raw_client_new (server->port);
  gsize start = 0;

  g_atomic_int_set (&n_handled, 0);
  for (gsize i = 0; i < n_ends; i++)
    {
      raw_client_send_bytes (client, test->input->str + start, ends[i] - start);
      start = ends[i];
    }
  return client;
}

static gboolean
is_refusal (guint status)
{
  return status == 400 || status == 408 || status == 414 || status == 431 || status == 501 || status == 505;
}

static void
run_head_split (ConformanceCase *test, const gsize *ends, gsize n_ends)
{
  g_autoptr (RawClient) client = send_pieces (test, ends, n_ends);
  const char *expect = conformance_get (test, "expect");

  if (g_str_equal (expect, "done"))
    {
      g_autoptr (RawResponse) response = raw_client_read (client, FALSE);

      g_assert_false (is_refusal (response->status));
      return;
    }
  raw_client_expect (client, (guint) g_ascii_strtoull (expect, NULL, 10), NULL);
  raw_client_expect_end (client);
  g_assert_cmpint (g_atomic_int_get (&n_handled), ==, 0);
}

/* Whole, byte by byte if short, and cut once in the middle: the parser's own tests cut everywhere. */
static void
run_split (ConformanceCase *test, ConformanceSplitFunc func)
{
  gsize length = test->input->len;
  g_autofree gsize *each = g_new (gsize, length);

  func (test, &length, 1);
  func (test, (gsize[]){ length / 2, length }, 2);
  if (length > 300)
    return;
  for (gsize i = 0; i < length; i++)
    each[i] = i + 1;
  func (test, each, length);
}

/* Not what asks for limits of its own, for more bytes, or for a body, which these tables do not have. */
static gboolean
can_be_answered (ConformanceCase *test)
{
  static const char *const options[] = { "max-line", "max-field", "max-fields", "max-head" };
  const char *expect = conformance_get (test, "expect");

  for (guint i = 0; i < G_N_ELEMENTS (options); i++)
    if (conformance_get (test, options[i]) != NULL)
      return FALSE;
  if (g_str_equal (expect, "done"))
    return strcasestr (test->input->str, "Content-Length:") == NULL &&
           strcasestr (test->input->str, "Transfer-Encoding:") == NULL &&
           !g_str_has_prefix (test->input->str, "CONNECT");
  return !g_str_equal (expect, "more");
}

static void
run_head (ConformanceCase *test)
{
  conformance_ignore_other_keys (test);
  if (can_be_answered (test))
    run_split (test, run_head_split);
  else
    g_test_skip ("only for the parser");
}

static void
run_stream_split (ConformanceCase *test, const gsize *ends, gsize n_ends)
{
  g_autoptr (RawClient) client = send_pieces (test, ends, n_ends);
  GPtrArray *expect = conformance_get_all (test, "expect");
  const char *last = g_ptr_array_index (expect, expect->len - 1);
  int n_messages = 0;

  for (guint i = 0; i < expect->len; i++)
    {
      const char *wanted = g_ptr_array_index (expect, i);

      if (g_ascii_isdigit (*wanted))
        raw_client_expect (client, (guint) g_ascii_strtoull (wanted, NULL, 10), NULL);
      else if (g_ascii_isupper (*wanted))
        raw_client_expect (client, 200, wanted), n_messages++;
    }
  if (g_str_equal (last, "close") || g_ascii_isdigit (*last))
    raw_client_expect_end (client);
  g_assert_cmpint (g_atomic_int_get (&n_handled), ==, n_messages);
}

static void
run_stream (ConformanceCase *test)
{
  run_split (test, run_stream_split);
}

/* What the parser lets pass and the request does not */
static void
test_too_many_parameters (void)
{
  g_autoptr (GString) line = conformance_unescape ("GET /?{1001}a&{} HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n");
  g_autoptr (RawClient) client = raw_client_new (server->port);

  g_atomic_int_set (&n_handled, 0);
  raw_client_send (client, line->str);
  raw_client_expect (client, 400, NULL);
  g_assert_cmpint (g_atomic_int_get (&n_handled), ==, 0);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);

  conformance_add_table ("http1/requests.txt", "/http1-server/requests", run_head);
  conformance_add_table ("http1/request-smuggling.txt", "/http1-server/request-smuggling", run_head);
  conformance_add_table ("http1/request-limits.txt", "/http1-server/request-limits", run_head);
  conformance_add_table ("http1/streams.txt", "/http1-server/streams", run_stream);

  g_test_add_func ("/http1-server/query/too-many", test_too_many_parameters);

  server = server_thread_start (add_routes, NULL);
  status = g_test_run ();
  server_thread_stop (server);
  return status;
}
