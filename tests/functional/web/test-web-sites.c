/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "raw-client.h"
#include "site-thread.h"

#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"

typedef struct
{
  SiteThread *thread;
  char *folder;
  char *path;
} Fixture;

static SiteThread *
make_thread (void)
{
  g_autoptr (AiohttpApplication) app = site_thread_make_app ();

  return site_thread_new (aiohttp_app_runner_new (app));
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->folder = g_dir_make_tmp ("aiohttp-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->folder, "socket", NULL);
  fixture->thread = make_thread ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_clear_pointer (&fixture->thread, site_thread_free);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_rmdir (fixture->folder), ==, 0);
  g_free (fixture->path);
  g_free (fixture->folder);
}

static void
start (Fixture *fixture, gpointer site)
{
  g_autoptr (GError) error = NULL;

  site_thread_start (fixture->thread, site, &error);
  g_assert_no_error (error);
  g_assert_true (aiohttp_site_is_serving (site));
}

static void
assert_fails (Fixture *fixture, gpointer site, GQuark domain, int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (site_thread_start (fixture->thread, site, &error));
  g_assert_error (error, domain, code);
  g_assert_false (aiohttp_site_is_serving (site));
}

static void
ask_unix (const char *path, const char *expected)
{
  g_autoptr (RawClient) client = raw_client_new_unix (path);

  raw_client_send (client, GET ("/remote"));
  raw_client_expect (client, 200, expected);
}

static void
ask_tcp (guint16 port)
{
  g_autoptr (RawClient) client = raw_client_new (port);

  raw_client_send (client, GET ("/"));
  raw_client_expect (client, 200, "Hello");
}

static void
test_unix (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AiohttpUnixSite) site = aiohttp_unix_site_new (fixture->thread->runner, fixture->path);
  g_autofree char *name = g_strdup_printf ("http://unix:%s:", fixture->path);
  struct stat status;

  g_object_set (site, "mode", 0620, NULL);
  start (fixture, site);
  g_assert_cmpstr (aiohttp_site_get_name (AIOHTTP_SITE (site)), ==, name);
  g_assert_cmpint (g_lstat (fixture->path, &status), ==, 0);
  g_assert_cmphex (status.st_mode & 07777, ==, 0620);
  ask_unix (fixture->path, "nobody");
  site_thread_stop (fixture->thread, site);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  start (fixture, site);
  ask_unix (fixture->path, "nobody");
}

/* What a process that was killed leaves behind is replaced. */
static void
test_stale (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (fixture->path);
  g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM, 0, NULL);
  g_autoptr (AiohttpUnixSite) site = aiohttp_unix_site_new (fixture->thread->runner, fixture->path);

  g_assert_true (g_socket_bind (socket, address, FALSE, NULL));
  g_assert_true (g_socket_close (socket, NULL));
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  start (fixture, site);
  ask_unix (fixture->path, "nobody");
}

static void
test_in_use (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AiohttpUnixSite) site = aiohttp_unix_site_new (fixture->thread->runner, fixture->path);
  g_autoptr (AiohttpUnixSite) second = aiohttp_unix_site_new (fixture->thread->runner, fixture->path);

  start (fixture, site);
  assert_fails (fixture, second, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  ask_unix (fixture->path, "nobody");
}

static void
test_no_socket (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AiohttpUnixSite) site = aiohttp_unix_site_new (fixture->thread->runner, fixture->path);
  g_autofree char *long_path = g_strnfill (200, 'x');
  g_autoptr (AiohttpUnixSite) too_long = aiohttp_unix_site_new (fixture->thread->runner, long_path);

  g_assert_true (g_file_set_contents (fixture->path, "precious", -1, NULL));
  assert_fails (fixture, site, G_IO_ERROR, G_IO_ERROR_EXISTS);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  assert_fails (fixture, too_long, G_IO_ERROR, G_IO_ERROR_FILENAME_TOO_LONG);
}

/* A file that somebody else has put in its place is not the site's to remove. */
static void
test_replaced (Fixture *fixture, gconstpointer data)
{
  g_autoptr (AiohttpUnixSite) site = aiohttp_unix_site_new (fixture->thread->runner, fixture->path);

  start (fixture, site);
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
  g_assert_true (g_file_set_contents (fixture->path, "precious", -1, NULL));
  site_thread_stop (fixture->thread, site);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_REGULAR));
  g_assert_cmpint (g_unlink (fixture->path), ==, 0);
}

static void
test_several (Fixture *fixture, gconstpointer data)
{
  AiohttpAppRunner *runner = fixture->thread->runner;
  g_autoptr (AiohttpTcpSite) first = aiohttp_tcp_site_new (runner, "127.0.0.1", 0);
  g_autoptr (AiohttpTcpSite) second = aiohttp_tcp_site_new (runner, "127.0.0.1", 0);
  AiohttpUnixSite *third = aiohttp_unix_site_new (runner, fixture->path);
  g_autolist (AiohttpSite) sites = NULL;
  g_autolist (GSocketAddress) addresses = NULL;

  g_assert_null (aiohttp_app_runner_dup_sites (runner));
  g_assert_null (aiohttp_app_runner_dup_addresses (runner));
  start (fixture, first);
  start (fixture, second);
  start (fixture, third);
  g_object_unref (third); /* its runner has it */
  ask_tcp (aiohttp_tcp_site_get_port (first));
  ask_tcp (aiohttp_tcp_site_get_port (second));
  ask_unix (fixture->path, "nobody");
  sites = aiohttp_app_runner_dup_sites (runner);
  g_assert_cmpuint (g_list_length (sites), ==, 3);
  g_assert_true (sites->data == first);
  g_assert_true (g_list_last (sites)->data == third);
  addresses = aiohttp_app_runner_dup_addresses (runner);
  g_assert_cmpuint (g_list_length (addresses), ==, 3);
  g_assert_cmpuint (g_inet_socket_address_get_port (addresses->next->data), ==, aiohttp_tcp_site_get_port (second));
  g_assert_true (G_IS_UNIX_SOCKET_ADDRESS (g_list_last (addresses)->data));
  site_thread_stop (fixture->thread, first);
  ask_tcp (aiohttp_tcp_site_get_port (second));
}

/* The two that are changed most are the runner's, too. */
static void
test_runner_limits (Fixture *fixture, gconstpointer data)
{
  AiohttpAppRunner *runner = fixture->thread->runner;
  double keepalive, shutdown;

  g_object_set (runner, "keepalive-timeout", 1.5, "shutdown-timeout", 2.5, NULL);
  g_object_get (aiohttp_app_runner_get_server (runner), "keepalive-timeout", &keepalive, "shutdown-timeout", &shutdown,
                NULL);
  g_assert_cmpfloat (keepalive, ==, 1.5);
  g_assert_cmpfloat (shutdown, ==, 2.5);
}

/* As aiohttp's, of those that are not told a port. */
static void
test_default_port (Fixture *fixture, gconstpointer data)
{
  AiohttpAppRunner *runner = fixture->thread->runner;
  g_autoptr (AiohttpSite) site = g_object_new (AIOHTTP_TYPE_TCP_SITE, "runner", runner, "host", "127.0.0.1", NULL);
  g_autoptr (AiohttpSite) made = AIOHTTP_SITE (aiohttp_tcp_site_new (runner, "::1", -1));
  g_autoptr (AiohttpTlsContext) tls = aiohttp_tls_context_new_client ();
  int port;

  g_assert_cmpstr (aiohttp_site_get_name (site), ==, "http://127.0.0.1:8080");
  g_assert_cmpuint (aiohttp_tcp_site_get_port (AIOHTTP_TCP_SITE (site)), ==, 8080);
  aiohttp_site_set_tls (site, tls);
  g_assert_cmpstr (aiohttp_site_get_name (site), ==, "https://127.0.0.1:8443");
  g_assert_cmpstr (aiohttp_site_get_name (made), ==, "http://[::1]:8080");
  g_object_get (site, "port", &port, NULL);
  g_assert_cmpint (port, ==, 8443);
}

static void
test_reuse_port (Fixture *fixture, gconstpointer data)
{
  AiohttpAppRunner *runner = fixture->thread->runner;
  g_autoptr (AiohttpTcpSite) first = g_object_new (AIOHTTP_TYPE_TCP_SITE, "runner", runner, "host", "127.0.0.1", "port",
                                                   0, "reuse-port", TRUE, "backlog", 16, NULL);
  g_autoptr (AiohttpTcpSite) second = NULL;
  g_autoptr (AiohttpTcpSite) third = NULL;

  start (fixture, first);
  second = g_object_new (AIOHTTP_TYPE_TCP_SITE, "runner", runner, "host", "127.0.0.1", "port",
                         aiohttp_tcp_site_get_port (first), "reuse-port", TRUE, NULL);
  start (fixture, second);
  third = aiohttp_tcp_site_new (runner, "127.0.0.1", aiohttp_tcp_site_get_port (first));
  assert_fails (fixture, third, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);
  for (guint i = 0; i < 4; i++)
    ask_tcp (aiohttp_tcp_site_get_port (first));
}

static GSocket *
bind_socket (guint16 *port)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;
  GSocket *socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, NULL);

  g_assert_true (g_socket_bind (socket, address, TRUE, NULL));
  bound = g_socket_get_local_address (socket, NULL);
  *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return socket;
}

static void
test_socket (Fixture *fixture, gconstpointer data)
{
  guint16 port;
  g_autoptr (GSocket) socket = bind_socket (&port);
  g_autoptr (AiohttpSockSite) site = NULL;
  g_autofree char *name = g_strdup_printf ("http://127.0.0.1:%u", port);

  if (data != NULL)
    g_assert_true (g_socket_listen (socket, NULL));
  site = aiohttp_sock_site_new (fixture->thread->runner, socket);
  g_assert_cmpstr (aiohttp_site_get_name (AIOHTTP_SITE (site)), ==, name);
  start (fixture, site);
  ask_tcp (port);
  site_thread_stop (fixture->thread, site);
  assert_fails (fixture, site, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
}

static void
test_descriptor (Fixture *fixture, gconstpointer data)
{
  AiohttpAppRunner *runner = fixture->thread->runner;
  guint16 port;
  g_autoptr (GSocket) socket = bind_socket (&port);
  g_autoptr (AiohttpSockSite) site = NULL;
  g_autoptr (GError) error = NULL;
  int fd = dup (g_socket_get_fd (socket));
  int pipe_fds[2];

  site = aiohttp_sock_site_new_for_fd (runner, fd, &error);
  g_assert_no_error (error);
  start (fixture, site);
  ask_tcp (port);

  g_assert_cmpint (pipe (pipe_fds), ==, 0);
  g_assert_null (aiohttp_sock_site_new_for_fd (runner, pipe_fds[0], &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (aiohttp_sock_site_new_for_fd (runner, -1, &error));
  g_assert_nonnull (error);
  close (pipe_fds[0]);
  close (pipe_fds[1]);
}

/* What systemd does, by a program that serves until its standard input ends: this one. */
static int
serve_activated (const char *name)
{
  SiteThread *thread = make_thread ();
  g_autoptr (GError) error = NULL;
  g_autolist (AiohttpSockSite) sites = aiohttp_sock_site_list_activated (thread->runner, name, &error);
  char byte;

  g_assert_no_error (error);
  for (GList *l = sites; l != NULL; l = l->next)
    {
      g_assert_true (site_thread_start (thread, l->data, &error));
      g_print ("%s\n", aiohttp_sock_site_get_activation_name (l->data));
    }
  /* Each is given once. */
  g_assert_null (aiohttp_sock_site_list_activated (thread->runner, name, &error));
  g_assert_no_error (error);
  g_print ("ready\n");
  fflush (stdout);
  g_assert_cmpint (read (STDIN_FILENO, &byte, 1), ==, 0);
  site_thread_free (thread);
  return 0;
}

static char *program;

static void
test_activation (Fixture *fixture, gconstpointer data)
{
  const char *command = "LISTEN_PID=$$ exec \"$0\" --activated $1";
  g_autoptr (GSubprocessLauncher) launcher =
      g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GDataInputStream) output = NULL;
  g_autoptr (GError) error = NULL;
  guint16 ports[2];

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GSocket) socket = bind_socket (&ports[i]);

      g_assert_true (g_socket_listen (socket, NULL));
      g_subprocess_launcher_take_fd (launcher, dup (g_socket_get_fd (socket)), 3 + i);
    }
  g_subprocess_launcher_setenv (launcher, "LISTEN_FDS", "2", TRUE);
  g_subprocess_launcher_setenv (launcher, "LISTEN_FDNAMES", "web:admin", TRUE);
  child = g_subprocess_launcher_spawn (launcher, &error, "sh", "-c", command, program, data, NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (child));
  for (guint n = 0;; n++)
    {
      g_autofree char *line = g_data_input_stream_read_line (output, NULL, NULL, &error);

      g_assert_no_error (error);
      g_assert_nonnull (line);
      if (g_str_equal (line, "ready"))
        {
          g_assert_cmpuint (n, ==, g_str_equal (data, "") ? 2 : 1);
          break;
        }
      g_assert_cmpstr (line, ==, n == 0 && g_str_equal (data, "") ? "web" : "admin");
    }
  if (g_str_equal (data, ""))
    ask_tcp (ports[0]);
  ask_tcp (ports[1]);
  g_assert_true (g_output_stream_close (g_subprocess_get_stdin_pipe (child), NULL, NULL));
  g_assert_true (g_subprocess_wait_check (child, NULL, &error));
  g_assert_no_error (error);
}

static void
test_not_activated (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (aiohttp_sock_site_list_activated (fixture->thread->runner, NULL, &error));
  g_assert_no_error (error);
  g_setenv ("LISTEN_FDS", "1", TRUE);
  g_setenv ("LISTEN_PID", "1", TRUE);
  g_assert_null (aiohttp_sock_site_list_activated (fixture->thread->runner, NULL, &error));
  g_assert_no_error (error);
  g_setenv ("LISTEN_PID", "one", TRUE);
  g_assert_null (aiohttp_sock_site_list_activated (fixture->thread->runner, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_unsetenv ("LISTEN_PID");
  g_unsetenv ("LISTEN_FDS");
}

#define ADD(path, data, func) g_test_add ("/web-sites/" path, Fixture, data, set_up, func, tear_down)

int
main (int argc, char *argv[])
{
  if (argc > 1 && g_str_equal (argv[1], "--activated"))
    return serve_activated (argv[2]);
  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  ADD ("unix", NULL, test_unix);
  ADD ("unix/stale", NULL, test_stale);
  ADD ("unix/in-use", NULL, test_in_use);
  ADD ("unix/no-socket", NULL, test_no_socket);
  ADD ("unix/replaced", NULL, test_replaced);
  ADD ("several", NULL, test_several);
  ADD ("runner-limits", NULL, test_runner_limits);
  ADD ("default-port", NULL, test_default_port);
  ADD ("reuse-port", NULL, test_reuse_port);
  ADD ("socket/bound", NULL, test_socket);
  ADD ("socket/listening", "listening", test_socket);
  ADD ("descriptor", NULL, test_descriptor);
  ADD ("activation", "", test_activation);
  ADD ("activation/named", "admin", test_activation);
  ADD ("activation/none", NULL, test_not_activated);
  return g_test_run ();
}
