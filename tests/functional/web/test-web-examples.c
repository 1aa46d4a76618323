/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The example servers as programs: started on a free port, talked to, and ended. */

#include <signal.h>
#include <string.h>

#include <gio/gio.h>
#include <glib/gstdio.h>
#include <glib/gstdio.h>

#include "raw-client.h"

#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"

typedef struct
{
  GSubprocess *process;
  GDataInputStream *output;
  guint16 port;
} Program;

/* *line is its first one. */
static Program *
program_spawn (const char *name, const char *const *arguments, char **line)
{
  Program *self = g_new0 (Program, 1);
  g_autofree char *path = g_test_build_filename (G_TEST_BUILT, "..", "examples", name, NULL);
  g_autoptr (GPtrArray) argv = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  g_ptr_array_add (argv, path);
  for (; *arguments != NULL; arguments++)
    g_ptr_array_add (argv, (char *) *arguments);
  g_ptr_array_add (argv, NULL);
  self->process = g_subprocess_newv ((const char *const *) argv->pdata,
                                     G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_PIPE, &error);
  g_assert_no_error (error);
  self->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  *line = g_data_input_stream_read_line (self->output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (*line);
  return self;
}

static Program *
program_start (const char *name, const char *const *arguments)
{
  g_autofree char *line = NULL;
  Program *self = program_spawn (name, arguments, &line);

  g_assert_nonnull (strstr (line, "http://127.0.0.1:"));
  self->port = (guint16) g_ascii_strtoull (strstr (line, "127.0.0.1:") + strlen ("127.0.0.1:"), NULL, 10);
  g_assert_cmpuint (self->port, !=, 0);
  return self;
}

/* Ends it; returns its standard error. */
static char *
program_stop (Program *self, int signal_number)
{
  GInputStream *pipe = g_subprocess_get_stderr_pipe (self->process);
  g_autoptr (GMemoryOutputStream) errors = G_MEMORY_OUTPUT_STREAM (g_memory_output_stream_new_resizable ());
  g_autoptr (GError) error = NULL;
  char *text;

  g_subprocess_send_signal (self->process, signal_number);
  g_output_stream_splice (G_OUTPUT_STREAM (errors), pipe, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, NULL, &error);
  g_assert_no_error (error);
  g_subprocess_wait (self->process, NULL, &error);
  g_assert_no_error (error);
  if (signal_number == SIGKILL)
    g_assert_true (g_subprocess_get_if_signaled (self->process));
  else
    g_assert_true (g_subprocess_get_successful (self->process));
  text = g_strndup (g_memory_output_stream_get_data (errors), g_memory_output_stream_get_data_size (errors));
  if (text == NULL)
    text = g_strdup ("");
  g_object_unref (self->output);
  g_object_unref (self->process);
  g_free (self);
  return text;
}

static void
test_hello (void)
{
  const char *const arguments[] = { "0", NULL };
  Program *program = program_start ("hello", arguments);
  g_autoptr (RawClient) client = raw_client_new (program->port);
  g_autofree char *log = NULL;
  g_auto (GStrv) lines = NULL;

  raw_client_send (client, GET ("/") GET ("/Ada")
                               GET ("/json") "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc");
  raw_client_expect (client, 200, "Hello, Anonymous");
  raw_client_expect (client, 200, "Hello, Ada");
  raw_client_expect (client, 200, "{\"message\":\"Hello, World!\"}");
  raw_client_expect (client, 200, "abc");
  log = program_stop (program, SIGTERM);
  lines = g_strsplit (log, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 5);
  g_assert_true (g_pattern_match_simple ("127.0.0.1 [*] \"GET / HTTP/1.1\" 200 16 \"-\" \"-\"", lines[0]));
  g_assert_true (g_pattern_match_simple ("127.0.0.1 [*] \"POST /echo HTTP/1.1\" 200 3 \"-\" \"-\"", lines[3]));
}

static void
test_echo_server (void)
{
  const char *const arguments[] = { "--port", "0", "--host", "127.0.0.1", "--no-access-log", NULL };
  Program *program = program_start ("echo-server", arguments);
  g_autoptr (RawClient) client = raw_client_new (program->port);
  g_autofree char *log = NULL;

  raw_client_send (client,
                   GET ("/") "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Type: a/b\r\nContent-Length: 3\r\n\r\nabc");
  raw_client_expect (client, 200, "Hello");
  {
    g_autoptr (RawResponse) response = raw_client_read (client, FALSE);
    g_autofree char *type = raw_response_get (response, "Content-Type");

    g_assert_cmpstr (response->body->str, ==, "abc");
    g_assert_cmpstr (type, ==, "a/b");
  }
  log = program_stop (program, SIGINT);
  g_assert_cmpstr (log, ==, "");
}

#define WEBSOCKET(path)                                                                                                \
  "GET " path " HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"     \
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Protocol: echo\r\n\r\n"

static void
upgrade (RawClient *client)
{
  g_autoptr (RawResponse) response = NULL;

  raw_client_send (client, WEBSOCKET ("/ws"));
  response = raw_client_read (client, TRUE);
  g_assert_cmpuint (response->status, ==, 101);
}

/* Masked by zeros. */
static void
test_echo_server_websocket (void)
{
  const char *const arguments[] = { "--port", "0", "--host", "127.0.0.1", "--no-access-log", NULL };
  Program *program = program_start ("echo-server", arguments);
  g_autoptr (RawClient) client = raw_client_new (program->port);
  g_autofree char *log = NULL;

  upgrade (client);
  raw_client_send_bytes (client, "\x81\x85\0\0\0\0hello", 11);
  raw_client_expect_bytes (client, "\x81\x05hello");
  raw_client_send_bytes (client, "\x88\x82\0\0\0\0\x03\xe8", 8);
  raw_client_expect_bytes (client, "\x88\x02\x03\xe8");
  raw_client_expect_end (client);
  log = program_stop (program, SIGINT);
  g_assert_cmpstr (log, ==, "");
}

static void
test_seed_websocket (void)
{
  const char *const arguments[] = { "0", NULL };
  Program *program = program_start ("seed-websocket", arguments);
  g_autoptr (RawClient) client = raw_client_new (program->port);
  g_autofree char *log = NULL;
  g_autofree char *line = NULL;

  upgrade (client);
  raw_client_send_bytes (client, "\x81\x85\0\0\0\0hello\x81\x85\0\0\0\0close", 22);
  raw_client_expect_bytes (client, "\x81\x0chello/answer\x88\x02\x03\xe8");
  raw_client_send_bytes (client, "\x88\x82\0\0\0\0\x03\xe8", 8);
  raw_client_expect_end (client);
  line = g_data_input_stream_read_line (program->output, NULL, NULL, NULL);
  g_assert_cmpstr (line, ==, "1000 The websocket is closed, with the code 1000");
  log = program_stop (program, SIGKILL);
  g_assert_cmpstr (log, ==, "");
}

static void
test_seed_server (void)
{
  const char *const arguments[] = { "0", NULL };
  Program *program = program_start ("seed-server", arguments);
  g_autoptr (RawClient) client = raw_client_new (program->port);
  g_autofree char *log = NULL;

  raw_client_send (client, GET ("/") GET ("/Ada"));
  raw_client_expect (client, 200, "Hello, Anonymous");
  raw_client_expect (client, 200, "Hello, Ada");
  log = program_stop (program, SIGKILL);
  g_assert_cmpstr (log, ==, "");
}

static void
test_seed_middleware (void)
{
  const char *const arguments[] = { "0", NULL };
  Program *program = program_start ("seed-middleware", arguments);
  g_autoptr (RawClient) client = raw_client_new (program->port);
  g_autofree char *log = NULL;

  raw_client_send (client, GET ("/") GET ("/Ada"));
  raw_client_expect (client, 200, "Hello, Anonymous");
  raw_client_expect (client, 200, "Hello, Ada");
  log = program_stop (program, SIGKILL);
  g_assert_cmpstr (log, ==, "");
}

static void
test_streaming (void)
{
  const char *const arguments[] = { "0", NULL };
  Program *program = program_start ("streaming", arguments);
  g_autoptr (RawClient) client = raw_client_new (program->port);
  g_autofree char *log = NULL;

  raw_client_send (client, GET ("/count"));
  raw_response_free (raw_client_read (client, TRUE));
  raw_client_expect_bytes (client, "2\r\n1\n\r\n2\r\n2\n\r\n2\r\n3\n\r\n0\r\n\r\n");
  raw_client_send (client, GET ("/digest"));
  raw_response_free (raw_client_read (client, TRUE));
  for (guint i = 0; i < 10; i++)
    raw_client_expect_bytes (client, "6\r\nchunk\n\r\n");
  raw_client_expect_bytes (client, "0\r\nX-Sha256: ");
  raw_client_send (client, "GET /source HTTP/1.0\r\n\r\n");
  g_free (raw_client_read_bytes (client, 68)); /* the digest and the end */
  raw_response_free (raw_client_read (client, TRUE));
  raw_client_expect_bytes (client, "\177ELF");
  log = program_stop (program, SIGTERM);
}

static void
test_events (void)
{
  const char *const arguments[] = { "0", NULL };
  Program *program = program_start ("events", arguments);
  g_autoptr (RawClient) client = raw_client_new (program->port);
  g_autofree char *log = NULL;

  raw_client_send (client, GET ("/") "GET /events HTTP/1.1\r\nHost: h\r\nLast-Event-ID: 6\r\n\r\n");
  raw_client_expect (client, 200, NULL);
  raw_response_free (raw_client_read (client, TRUE));
  raw_client_expect_bytes (client, "20\r\nid: 7\nevent: tick\ndata: tick 7\n\n\r\n");
  raw_client_reset (client);
  log = program_stop (program, SIGTERM);
}

static void
test_responses (void)
{
  const char *const arguments[] = { "0", NULL };
  Program *program = program_start ("responses", arguments);
  g_autoptr (RawClient) client = raw_client_new (program->port);
  g_autofree char *log = NULL;

  raw_client_send (client, GET ("/text") GET ("/json") GET ("/redirect") GET ("/book") GET ("/sign-in"));
  raw_client_expect (client, 200, "Hello");
  raw_client_expect (client, 200, "{\"answer\":42}");
  raw_client_expect (client, 303, NULL);
  raw_client_expect (client, 404, "no such book");
  raw_client_expect (client, 200, "Welcome");
  raw_client_send (client, GET ("/hints"));
  raw_client_expect_bytes (client, "HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload; as=style\r\n\r\n");
  raw_client_expect (client, 200, "the page that needs it");
  log = program_stop (program, SIGTERM);
}

#define FORM_HEAD "Host: h\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: 138\r\n\r\n"
#define FORM                                                                                                           \
  "--b\r\nContent-Disposition: form-data; name=title\r\n\r\nA\r\n"                                                     \
  "--b\r\nContent-Disposition: form-data; name=picture; filename=\"/x.png\"\r\n\r\nabcde\r\n--b--"

static void
test_forms (void)
{
  g_autofree char *folder = g_dir_make_tmp ("aiohttp-uploads-XXXXXX", NULL);
  g_autofree char *saved = g_build_filename (folder, "upload-1", NULL);
  const char *const arguments[] = { "0", folder, NULL };
  Program *program = program_start ("forms", arguments);
  g_autoptr (RawClient) client = raw_client_new (program->port);
  g_autofree char *content = NULL;
  g_autofree char *log = NULL;

  g_assert_cmpuint (strlen (FORM), ==, 138);
  raw_client_send (client, GET ("/"));
  raw_client_expect (client, 200, NULL);
  raw_client_send (client, "POST / HTTP/1.1\r\n" FORM_HEAD FORM);
  raw_client_expect (client, 200, "A: x.png, 5 bytes");
  g_assert_true (g_file_get_contents (saved, &content, NULL, NULL));
  g_assert_cmpstr (content, ==, "abcde");
  raw_client_send (client, "POST /count HTTP/1.1\r\n" FORM_HEAD FORM);
  raw_client_expect (client, 200, "title: 1 bytes\npicture: 5 bytes\n");
  log = program_stop (program, SIGTERM);
  g_remove (saved);
  g_rmdir (folder);
}

static void
test_resource (void)
{
  const char *const arguments[] = { "0", NULL };
  Program *program = program_start ("resource", arguments);
  g_autoptr (RawClient) client = raw_client_new (program->port);
  g_autofree char *log = NULL;

  raw_client_send (client,
                   "PUT /book HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 14\r\n\r\n"
                   "{\"pages\": \"1\"}");
  raw_client_expect (client, 400, "The body does not fit: “pages” must be a whole number");
  raw_client_send (client,
                   "PUT /book HTTP/1.1\r\nHost: h\r\nContent-Type: application/json\r\nContent-Length: 13\r\n\r\n"
                   "{\"title\":\"T\"}" GET ("/book"));
  raw_client_expect (client, 200, NULL);
  raw_client_expect (client, 200, NULL);
  log = program_stop (program, SIGTERM);
}

static void
test_unix_socket (void)
{
  g_autofree char *folder = g_dir_make_tmp ("aiohttp-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "socket", NULL);
  const char *const arguments[] = { path, NULL };
  g_autofree char *line = NULL;
  Program *program = program_spawn ("unix-socket", arguments, &line);
  g_autoptr (RawClient) client = raw_client_new_unix (path);
  g_autofree char *errors = NULL;

  g_assert_nonnull (strstr (line, path));
  raw_client_send (client, GET ("/"));
  raw_client_expect (client, 200, "Hello, World!");
  errors = program_stop (program, SIGTERM);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_worker_threads (void)
{
  const char *const arguments[] = { "0", NULL };
  Program *program = program_start ("worker-threads", arguments);
  g_autoptr (RawClient) first = raw_client_new (program->port);
  g_autoptr (RawClient) second = raw_client_new (program->port);
  g_autofree char *errors = NULL;

  raw_client_send (first, GET ("/"));
  raw_client_expect (first, 200, "Visit 1\n");
  raw_client_send (second, GET ("/"));
  raw_client_expect (second, 200, "Visit 2\n");
  errors = program_stop (program, SIGTERM);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/web-examples/hello", test_hello);
  g_test_add_func ("/web-examples/echo-server", test_echo_server);
  g_test_add_func ("/web-examples/forms", test_forms);
  g_test_add_func ("/web-examples/resource", test_resource);
  g_test_add_func ("/web-examples/echo-server-websocket", test_echo_server_websocket);
  g_test_add_func ("/web-examples/seed-websocket", test_seed_websocket);
  g_test_add_func ("/web-examples/seed-server", test_seed_server);
  g_test_add_func ("/web-examples/seed-middleware", test_seed_middleware);
  g_test_add_func ("/web-examples/streaming", test_streaming);
  g_test_add_func ("/web-examples/events", test_events);
  g_test_add_func ("/web-examples/responses", test_responses);
  g_test_add_func ("/web-examples/unix-socket", test_unix_socket);
  g_test_add_func ("/web-examples/worker-threads", test_worker_threads);
  return g_test_run ();
}
