/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "net-test.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "aiohttp-listener-private.h"
#include "expect-log.h"

/* Errors that accept4() is to give before it works again, the last one first. */
static int errors[8];
static guint n_errors;

#ifdef SYS_accept4
/* Stands in front of the C library's. */
int
accept4 (int fd, struct sockaddr *address, socklen_t *length, int flags)
{
  if (n_errors > 0)
    {
      errno = errors[--n_errors];
      return -1;
    }
  return syscall (SYS_accept4, fd, address, length, flags);
}
#endif

typedef struct
{
  AiohttpReactor *reactor;
  GSocket *socket;
  struct sockaddr_in address;
  AiohttpListener *listener;
  GArray *accepted;
  GArray *clients;
  struct sockaddr_storage peer;
  void (*action) (gpointer fixture);
} Fixture;

static void
on_accepted (int fd, const struct sockaddr_storage *peer, gpointer data)
{
  Fixture *fixture = data;

  g_array_append_val (fixture->accepted, fd);
  fixture->peer = *peer;
  if (fixture->action != NULL)
    fixture->action (fixture);
}

static void
fixture_init (Fixture *fixture, GMainContext *context)
{
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GError) error = NULL;
  socklen_t length = sizeof fixture->address;

  fixture->reactor = net_test_reactor (context);
  fixture->accepted = g_array_new (FALSE, FALSE, sizeof (int));
  fixture->clients = g_array_new (FALSE, FALSE, sizeof (int));
  fixture->socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_set_listen_backlog (fixture->socket, 4096);
  g_assert_true (g_socket_bind (fixture->socket, address, TRUE, NULL));
  g_assert_true (g_socket_listen (fixture->socket, NULL));
  g_assert_no_errno (getsockname (g_socket_get_fd (fixture->socket), (struct sockaddr *) &fixture->address, &length));
  fixture->listener = aiohttp_listener_new (fixture->reactor, fixture->socket, on_accepted, fixture);
}

static void
close_all (GArray *fds)
{
  for (guint i = 0; i < fds->len; i++)
    close (g_array_index (fds, int, i));
  g_array_unref (fds);
}

static void
fixture_clear (Fixture *fixture)
{
  g_clear_pointer (&fixture->listener, aiohttp_listener_free);
  g_clear_object (&fixture->socket);
  close_all (fixture->accepted);
  close_all (fixture->clients);
  aiohttp_reactor_unref (fixture->reactor);
}

static int
connect_one (Fixture *fixture)
{
  int fd = socket (AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

  g_assert_no_errno (fd);
  g_assert_no_errno (connect (fd, (struct sockaddr *) &fixture->address, sizeof fixture->address));
  g_array_append_val (fixture->clients, fd);
  return fd;
}

static void
test_accept (GMainContext *context)
{
  Fixture fixture = { 0 };
  struct sockaddr_in own;
  socklen_t length = sizeof own;
  int client, fd, value;

  fixture_init (&fixture, context);
  client = connect_one (&fixture);
  net_test_wait (context, fixture.accepted->len == 1);
  fd = g_array_index (fixture.accepted, int, 0);
  g_assert_no_errno (getsockname (client, (struct sockaddr *) &own, &length));
  g_assert_cmpmem (&fixture.peer, sizeof own, &own, sizeof own);
  g_assert_true (fcntl (fd, F_GETFL) & O_NONBLOCK);
  g_assert_true (fcntl (fd, F_GETFD) & FD_CLOEXEC);
  length = sizeof value;
  g_assert_no_errno (getsockopt (fd, IPPROTO_TCP, TCP_NODELAY, &value, &length));
  g_assert_true (value);
  g_assert_no_errno (getsockopt (fd, SOL_SOCKET, SO_KEEPALIVE, &value, &length));
  g_assert_false (value);

  aiohttp_listener_set_keepalive (fixture.listener, 123);
  connect_one (&fixture);
  net_test_wait (context, fixture.accepted->len == 2);
  fd = g_array_index (fixture.accepted, int, 1);
  g_assert_no_errno (getsockopt (fd, SOL_SOCKET, SO_KEEPALIVE, &value, &length));
  g_assert_true (value);
  g_assert_no_errno (getsockopt (fd, IPPROTO_TCP, TCP_KEEPIDLE, &value, &length));
  g_assert_cmpint (value, ==, 123);
  fixture_clear (&fixture);
}

static void
test_burst (GMainContext *context)
{
  Fixture fixture = { 0 };

  fixture_init (&fixture, context);
  for (guint i = 0; i < 200; i++)
    connect_one (&fixture);
  net_test_wait (context, fixture.accepted->len == 200);
  connect_one (&fixture);
  net_test_wait (context, fixture.accepted->len == 201);
  fixture_clear (&fixture);
}

static void
stop_action (gpointer data)
{
  Fixture *fixture = data;

  aiohttp_listener_stop (fixture->listener);
}

static void
test_stop (GMainContext *context)
{
  Fixture fixture = { .action = stop_action };

  fixture_init (&fixture, context);
  connect_one (&fixture);
  connect_one (&fixture);
  net_test_wait (context, fixture.accepted->len == 1);
  net_test_settle (context);
  g_assert_cmpuint (fixture.accepted->len, ==, 1);

  fixture.action = NULL;
  aiohttp_listener_resume (fixture.listener);
  net_test_wait (context, fixture.accepted->len == 2);
  fixture_clear (&fixture);
}

static void
free_action (gpointer data)
{
  Fixture *fixture = data;

  g_clear_pointer (&fixture->listener, aiohttp_listener_free);
}

static void
test_free_in_callback (GMainContext *context)
{
  Fixture fixture = { .action = free_action };

  fixture_init (&fixture, context);
  connect_one (&fixture);
  connect_one (&fixture);
  net_test_wait (context, fixture.accepted->len == 1);
  net_test_settle (context);
  g_assert_cmpuint (fixture.accepted->len, ==, 1);
  fixture_clear (&fixture);
}

static gint64
read_clock (gpointer data)
{
  return *(gint64 *) data;
}

static void
test_out_of_descriptors (GMainContext *context)
{
  Fixture fixture = { 0 };
  gint64 time = G_USEC_PER_SEC;
  struct rlimit limit, none;
  int highest;

  fixture_init (&fixture, context);
  aiohttp_reactor_set_clock (fixture.reactor, read_clock, &time);
  connect_one (&fixture);
  connect_one (&fixture);

  g_assert_no_errno (getrlimit (RLIMIT_NOFILE, &limit));
  highest = dup (0);
  close (highest);
  none = limit;
  none.rlim_cur = highest + 1;
  g_assert_no_errno (setrlimit (RLIMIT_NOFILE, &none));
  expect_log (G_LOG_LEVEL_WARNING, "Cannot accept connections for the moment: *");
  net_test_wait (context, fixture.accepted->len == 1);

  /* It rests instead of spinning, and wakes up by itself. */
  net_test_settle (context);
  expect_log_assert ();
  g_assert_false (g_main_context_iteration (context, FALSE));
  g_assert_no_errno (setrlimit (RLIMIT_NOFILE, &limit));
  net_test_settle (context);
  g_assert_cmpuint (fixture.accepted->len, ==, 1);
  time += G_USEC_PER_SEC;
  net_test_wait (context, fixture.accepted->len == 2);
  fixture_clear (&fixture);
}

#ifdef SYS_accept4
/* Of a shortage that comes and goes the log is told once, and again when there was none for a while. */
static void
test_out_of_descriptors_once (GMainContext *context)
{
  Fixture fixture = { 0 };
  gint64 time = G_USEC_PER_SEC;

  fixture_init (&fixture, context);
  aiohttp_reactor_set_clock (fixture.reactor, read_clock, &time);
  for (guint i = 0; i < 20; i++)
    {
      if (i == 0 || i == 19)
        expect_log (G_LOG_LEVEL_WARNING, "Cannot accept connections for the moment: *");
      if (i == 19)
        time += 40 * G_USEC_PER_SEC;
      errors[0] = i % 2 == 0 ? EMFILE : ENFILE;
      n_errors = 1;
      connect_one (&fixture);
      net_test_wait (context, n_errors == 0);
      time += G_USEC_PER_SEC;
      net_test_wait (context, fixture.accepted->len == i + 1);
      if (i == 0 || i == 19)
        expect_log_assert ();
    }
  fixture_clear (&fixture);
}
#endif

/* Connections that were gone before they were accepted cost those behind them nothing. */
static void
test_errors_passing (GMainContext *context)
{
  static const int passing[] = { ECONNABORTED, EPROTO, EPERM, EINTR, ENETDOWN, EHOSTUNREACH };
  Fixture fixture = { 0 };

  fixture_init (&fixture, context);
  connect_one (&fixture);
  connect_one (&fixture);
  memcpy (errors, passing, sizeof passing);
  n_errors = G_N_ELEMENTS (passing);
  net_test_wait (context, fixture.accepted->len == 2);
  g_assert_cmpuint (n_errors, ==, 0);
  fixture_clear (&fixture);
}

static void
test_errors_lasting (GMainContext *context)
{
  Fixture fixture = { 0 };

  fixture_init (&fixture, context);
  connect_one (&fixture);
  errors[0] = EINVAL;
  n_errors = 1;
  expect_log (G_LOG_LEVEL_WARNING, "Stopped accepting connections: *");
  net_test_wait (context, n_errors == 0);
  expect_log_assert ();
  net_test_settle (context);
  g_assert_cmpuint (fixture.accepted->len, ==, 0);
  fixture_clear (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  expect_log_init ();

  net_test_add ("/listener/accept", test_accept);
  net_test_add ("/listener/burst", test_burst);
  net_test_add ("/listener/stop", test_stop);
  net_test_add ("/listener/free-in-callback", test_free_in_callback);
  net_test_add ("/listener/out-of-descriptors", test_out_of_descriptors);
#ifdef SYS_accept4
  net_test_add ("/listener/out-of-descriptors/once", test_out_of_descriptors_once);
  net_test_add ("/listener/errors/passing", test_errors_passing);
  net_test_add ("/listener/errors/lasting", test_errors_lasting);
#endif

  return g_test_run ();
}
