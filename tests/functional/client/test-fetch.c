/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The client's examples, run as a user runs them. */

#include <gio/gio.h>
#include <string.h>

#include "raw-server.h"

#define OK(headers, body) "HTTP/1.1 200 OK\r\n" headers "\r\n\r\n" body

static const RawRoute routes[] = {
  { "/", OK ("Content-Length: 17\r\nContent-Type: text/plain", "Hello, Anonymous!"), RAW_KEEP },
  { "/world", OK ("Content-Length: 13\r\nContent-Type: text/plain", "Hello, world!"), RAW_KEEP },
  { "/json", OK ("Content-Length: 15\r\nContent-Type: application/json", "{\"hello\":\"you\"}"), RAW_KEEP },
  { "/echo", OK ("Content-Length: 7\r\nContent-Type: text/plain", "an echo"), RAW_KEEP },
  { "/moved", "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n", RAW_KEEP },
  { "/gone", "HTTP/1.1 410 Gone\r\nContent-Length: 3\r\n\r\nbye", RAW_KEEP },
  { "/short", OK ("Content-Length: 100", "short"), RAW_CLOSE },
  { "/silent", "", RAW_HANG },
  { NULL, NULL, RAW_KEEP },
};

typedef struct
{
  int status;
  char *out;
  char *err;
} Run;

static void
run_clear (Run *run)
{
  g_free (run->out);
  g_free (run->err);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static char *
find_program (const char *name)
{
  return g_test_build_filename (G_TEST_BUILT, "..", "examples", name, NULL);
}

static Run
run (const char *name, ...)
{
  g_autofree char *program = find_program (name);
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  Run result = { 0 };
  va_list args;

  g_ptr_array_add (arguments, program);
  va_start (args, name);
  do
    g_ptr_array_add (arguments, va_arg (args, char *));
  while (arguments->pdata[arguments->len - 1] != NULL);
  va_end (args);

  process = g_subprocess_newv ((const char *const *) arguments->pdata,
                               G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &result.out, &result.err, &error);
  g_assert_no_error (error);
  g_assert_true (g_subprocess_get_if_exited (process));
  result.status = g_subprocess_get_exit_status (process);
  return result;
}

/* Exit status 1, nothing but the message on stderr, and that in one line. */
static void
assert_failed (Run *result, const char *needle)
{
  g_assert_cmpint (result->status, ==, 1);
  g_assert_true (g_str_has_prefix (result->err, "fetch: "));
  g_assert_nonnull (strstr (result->err, needle));
  g_assert_true (strchr (result->err, '\n') == result->err + strlen (result->err) - 1);
}

static void
test_bodies (void)
{
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autofree char *root = raw_server_make_url (server, "/");
  g_autofree char *moved = raw_server_make_url (server, "/moved");
  g_autofree char *gone = raw_server_make_url (server, "/gone");
  g_auto (Run) three = run ("fetch", root, moved, gone, NULL);

  g_assert_cmpstr (three.err, ==, "");
  g_assert_cmpstr (three.out, ==, "Hello, Anonymous!Hello, Anonymous!bye");
  g_assert_cmpint (three.status, ==, 0);
  g_assert_cmpuint (raw_server_count_connections (server), ==, 1);
}

static void
test_heads (void)
{
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autofree char *url = raw_server_make_url (server, "/moved");
  g_auto (Run) verbose = run ("fetch", "-v", url, NULL);
  g_auto (Run) head = run ("fetch", "-I", url, NULL);
  g_autofree char *request = raw_server_dup_request (server, 2);

  g_assert_cmpstr (verbose.out, ==, "Hello, Anonymous!");
  g_assert_cmpstr (verbose.err, ==,
                   "HTTP/1.1 302 Found\nLocation: /\nContent-Length: 0\n\n"
                   "HTTP/1.1 200 OK\nContent-Length: 17\nContent-Type: text/plain\n\n");
  g_assert_cmpstr (head.out, ==, "HTTP/1.1 302 Found\nLocation: /\nContent-Length: 0\n\n");
  g_assert_true (g_str_has_prefix (request, "HEAD /moved "));
}

static void
test_request (void)
{
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autofree char *url = raw_server_make_url (server, "/echo");
  g_auto (Run) post = run ("fetch", "-d", "a=1", "-H", "X-One: 1", "-H", "X-Two:2", url, NULL);
  g_auto (Run) put = run ("fetch", "-X", "put", "-d", "{}", "-H", "Content-Type: application/json", url, NULL);
  g_autofree char *first = raw_server_dup_request (server, 0);
  g_autofree char *second = raw_server_dup_request (server, 1);

  g_assert_cmpstr (post.out, ==, "an echo");
  g_assert_true (g_str_has_prefix (first, "POST /echo "));
  g_assert_true (g_str_has_suffix (first, "\r\n\r\na=1"));
  g_assert_nonnull (strstr (first, "\r\nContent-Type: application/x-www-form-urlencoded\r\n"));
  g_assert_nonnull (strstr (first, "\r\nX-One: 1\r\n"));
  g_assert_nonnull (strstr (first, "\r\nX-Two: 2\r\n"));
  g_assert_cmpint (put.status, ==, 0);
  g_assert_true (g_str_has_prefix (second, "PUT /echo "));
  g_assert_nonnull (strstr (second, "\r\nContent-Type: application/json\r\n"));
}

static void
test_errors (void)
{
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autofree char *root = raw_server_make_url (server, "/");
  g_autofree char *cut = raw_server_make_url (server, "/short");
  g_autofree char *silent = raw_server_make_url (server, "/silent");
  g_auto (Run) refused = run ("fetch", "http://127.0.0.1:1/", NULL);
  g_auto (Run) name = run ("fetch", "http://does-not-exist.invalid/", NULL);
  g_auto (Run) scheme = run ("fetch", "ftp://127.0.0.1/", NULL);
  g_auto (Run) short_body = run ("fetch", root, cut, root, NULL);
  g_auto (Run) late = run ("fetch", "--max-time", "0.1", silent, NULL);
  g_auto (Run) large = run ("fetch", "--max-body", "16", root, NULL);
  g_auto (Run) no_url = run ("fetch", NULL);
  g_auto (Run) option = run ("fetch", "--nonsense", root, NULL);
  g_auto (Run) header = run ("fetch", "-H", "nonsense", root, NULL);
  g_auto (Run) injected = run ("fetch", "-H", "X: a\r\nY: b", root, NULL);
  g_auto (Run) negative = run ("fetch", "--max-time", "-1", root, NULL);

  assert_failed (&refused, "http://127.0.0.1:1/");
  assert_failed (&name, "does-not-exist.invalid");
  assert_failed (&scheme, "ftp://127.0.0.1/");
  assert_failed (&short_body, "/short");
  assert_failed (&late, "0.1 seconds");
  assert_failed (&large, "16 bytes");
  assert_failed (&no_url, "no URL");
  assert_failed (&option, "nonsense");
  assert_failed (&header, "nonsense");
  assert_failed (&injected, "control character");
  assert_failed (&negative, "0 or more");
  /* what had come is there; what was asked for after it is not tried */
  g_assert_cmpstr (short_body.out, ==, "Hello, Anonymous!short");
}

static void
test_examples (void)
{
  const char *names[] = { "client", "client-callbacks" };
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autofree char *root = raw_server_make_url (server, "");
  g_autofree char *page = raw_server_make_url (server, "/world");

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_auto (Run) client = run (names[i], root, NULL);

      g_test_message ("%s%s", client.out, client.err);
      g_assert_cmpint (client.status, ==, 0);
      g_assert_cmpstr (client.err, ==, "");
      g_assert_nonnull (strstr (client.out, "first ten bytes: Hello, Ano\n"));
      g_assert_nonnull (strstr (client.out, "{\"hello\":\"you\"}"));
      g_assert_nonnull (strstr (client.out, "an echo"));
    }
  {
    g_autofree char *named = g_strdup_printf ("http://some.test:%u/world", raw_server_get_port (server));
    g_auto (Run) resolved = run ("connectors", named, NULL);

    g_assert_cmpstr (resolved.err, ==, "");
    g_assert_cmpstr (resolved.out, ==, "Hello, world!\n");
  }
  {
    g_auto (Run) whole = run ("seed-client", page, NULL);
    g_auto (Run) first = run ("seed-stream", page, NULL);

    g_assert_cmpstr (whole.err, ==, "");
    g_assert_cmpstr (whole.out, ==, "Hello, world!");
    g_assert_cmpstr (first.err, ==, "");
    g_assert_cmpstr (first.out, ==, "Hello, wor\n");
  }
}

int
main (int argc, char **argv)
{
  g_autofree char *program = NULL;

  g_test_init (&argc, &argv, NULL);
  program = find_program ("fetch");
  if (!g_file_test (program, G_FILE_TEST_IS_EXECUTABLE))
    {
      g_print ("1..0 # SKIP the examples are not built\n");
      return 0;
    }
  g_test_add_func ("/fetch/bodies", test_bodies);
  g_test_add_func ("/fetch/heads", test_heads);
  g_test_add_func ("/fetch/request", test_request);
  g_test_add_func ("/fetch/errors", test_errors);
  g_test_add_func ("/examples/client", test_examples);
  return g_test_run ();
}
