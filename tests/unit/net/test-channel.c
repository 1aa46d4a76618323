/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "net-test.h"

#include <errno.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "aiohttp-channel-class-private.h"

static void
close_action (gpointer data)
{
  NetTestRecord *record = data;

  g_clear_pointer (&record->channel, aiohttp_channel_close);
}

static void
read_action (gpointer data)
{
  NetTestRecord *record = data;
  char buffer[64];
  gssize n = aiohttp_channel_read (record->channel, buffer, sizeof buffer);

  if (n > 0)
    g_string_append_len (record->data, buffer, n);
}

static void
test_read (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  g_autoptr (GString) got = g_string_new (NULL);
  NetTestRecord record = { .action = read_action, .data = got };
  char byte;
  int fds[2];

  net_test_pair (fds);
  net_test_channel (reactor, fds[0], &record);
  g_assert_cmpint (aiohttp_channel_read (record.channel, &byte, 1), ==, AIOHTTP_CHANNEL_WOULD_BLOCK);
  g_assert_cmpint (write (fds[1], "hello", 5), ==, 5);

  /* Nothing without a want. */
  net_test_settle (context);
  g_assert_cmpuint (record.n_calls, ==, 0);

  /* What is ready already is delivered, but not from within the call. */
  aiohttp_channel_want (record.channel, AIOHTTP_CHANNEL_READABLE);
  g_assert_cmpuint (record.n_calls, ==, 0);
  net_test_settle (context);
  g_assert_cmpuint (record.n_calls, ==, 1);
  g_assert_cmpint (record.all, ==, AIOHTTP_CHANNEL_READABLE);
  g_assert_cmpstr (got->str, ==, "hello");

  /* An edge for each arrival. */
  g_assert_cmpint (write (fds[1], " ", 1), ==, 1);
  net_test_settle (context);
  g_assert_cmpint (write (fds[1], "world", 5), ==, 5);
  net_test_settle (context);
  g_assert_cmpuint (record.n_calls, ==, 3);
  g_assert_cmpstr (got->str, ==, "hello world");

  aiohttp_channel_close (record.channel);
  g_assert_cmpint (read (fds[1], &byte, 1), ==, 0);
  close (fds[1]);
}

static void
read_one_action (gpointer data)
{
  NetTestRecord *record = data;
  char byte;

  if (aiohttp_channel_read (record->channel, &byte, 1) == 1)
    g_string_append_c (record->data, byte);
}

static void
test_read_again (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  g_autoptr (GString) got = g_string_new (NULL);
  NetTestRecord record = { .action = read_one_action, .data = got };
  int fds[2];

  net_test_pair (fds);
  net_test_channel (reactor, fds[0], &record);
  aiohttp_channel_want (record.channel, AIOHTTP_CHANNEL_READABLE);
  g_assert_cmpint (write (fds[1], "0123456789", 10), ==, 10);
  net_test_settle (context);
  g_assert_cmpstr (got->str, ==, "0123456789");
  g_assert_cmpuint (record.n_calls, ==, 11); /* the last one found out that there is no more */

  aiohttp_channel_close (record.channel);
  close (fds[1]);
}

static void
test_end_of_file (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  g_autoptr (GString) got = g_string_new (NULL);
  NetTestRecord record = { .action = read_action, .data = got };
  char byte;
  int fds[2];

  net_test_tcp_pair (fds);
  net_test_channel (reactor, fds[0], &record);
  aiohttp_channel_want (record.channel, AIOHTTP_CHANNEL_READABLE);
  g_assert_cmpint (write (fds[1], "last", 4), ==, 4);
  g_assert_no_errno (shutdown (fds[1], SHUT_WR));

  net_test_wait (context, (record.all & AIOHTTP_CHANNEL_HANGUP) != 0);
  net_test_settle (context);
  g_assert_cmpstr (got->str, ==, "last");
  g_assert_cmpint (aiohttp_channel_read (record.channel, &byte, 1), ==, AIOHTTP_CHANNEL_EOF);
  g_assert_cmpuint (record.n_calls, <=, 4); /* and no spinning at the end of file */

  /* A half-closed peer can still be answered. */
  g_assert_cmpint (aiohttp_channel_write (record.channel, "answer", 6), ==, 6);
  aiohttp_channel_shutdown_write (record.channel);
  net_test_settle (context);
  aiohttp_channel_close (record.channel);
  close (fds[1]);
}

static void
test_hangup_unwanted (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  NetTestRecord record = { 0 };
  int fds[2];

  net_test_tcp_pair (fds);
  net_test_channel (reactor, fds[0], &record);
  g_assert_cmpint (write (fds[1], "unread", 6), ==, 6);
  net_test_settle (context);
  g_assert_cmpuint (record.n_calls, ==, 0);

  close (fds[1]);
  net_test_wait (context, record.n_calls > 0);
  net_test_settle (context);
  g_assert_cmpuint (record.n_calls, ==, 1);
  g_assert_cmpint (record.last, ==, AIOHTTP_CHANNEL_HANGUP);
  aiohttp_channel_close (record.channel);
}

static void
test_reset (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  NetTestRecord record = { 0 };
  struct linger linger = { .l_onoff = 1 };
  char byte;
  int fds[2];

  net_test_tcp_pair (fds);
  net_test_channel (reactor, fds[0], &record);
  g_assert_no_errno (setsockopt (fds[1], SOL_SOCKET, SO_LINGER, &linger, sizeof linger));
  close (fds[1]);
  net_test_wait (context, (record.all & AIOHTTP_CHANNEL_ERROR) != 0);
  net_test_settle (context);
  g_assert_cmpuint (record.n_calls, ==, 1);
  g_assert_cmpint (aiohttp_channel_read (record.channel, &byte, 1), ==, AIOHTTP_CHANNEL_FAILED);
  g_assert_cmpint (errno, ==, ECONNRESET);

  /* No SIGPIPE either. */
  g_assert_cmpint (aiohttp_channel_write (record.channel, "x", 1), ==, AIOHTTP_CHANNEL_FAILED);
  g_assert_cmpint (errno, ==, EPIPE);
  aiohttp_channel_close (record.channel);
}

static void
drop_want_action (gpointer data)
{
  NetTestRecord *record = data;

  aiohttp_channel_want (record->channel, 0);
}

static void
test_write (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  NetTestRecord record = { .action = drop_want_action };
  static char block[64 * 1024];
  struct iovec vectors[] = { { (char *) "head", 4 }, { (char *) "", 0 }, { (char *) "body", 4 } };
  char got[16];
  gssize n;
  int fds[2];

  net_test_tcp_pair (fds);
  net_test_channel (reactor, fds[0], &record);
  g_assert_cmpint (aiohttp_channel_writev (record.channel, vectors, 3), ==, 8);
  g_assert_cmpint (aiohttp_channel_write (record.channel, "", 0), ==, 0);
  net_test_wait (context, recv (fds[1], got, sizeof got, MSG_PEEK) == 8);
  g_assert_cmpint (read (fds[1], got, sizeof got), ==, 8);
  g_assert_cmpmem (got, 8, "headbody", 8);

  while ((n = aiohttp_channel_write (record.channel, block, sizeof block)) > 0)
    ;
  g_assert_cmpint (n, ==, AIOHTTP_CHANNEL_WOULD_BLOCK);
  aiohttp_channel_want (record.channel, AIOHTTP_CHANNEL_WRITABLE);
  net_test_settle (context);
  g_assert_cmpuint (record.n_calls, ==, 0);

  while (record.n_calls == 0)
    {
      while (read (fds[1], block, sizeof block) > 0)
        ;
      net_test_settle (context);
    }
  g_assert_cmpint (record.last, ==, AIOHTTP_CHANNEL_WRITABLE);
  aiohttp_channel_close (record.channel);
  close (fds[1]);
}

static void
test_want_writable (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  NetTestRecord record = { .action = drop_want_action };
  int fds[2];

  net_test_pair (fds);
  net_test_channel (reactor, fds[0], &record);
  aiohttp_channel_want (record.channel, AIOHTTP_CHANNEL_WRITABLE);
  net_test_settle (context);
  g_assert_cmpuint (record.n_calls, ==, 1);

  /* Withdrawn before it could be delivered. */
  aiohttp_channel_want (record.channel, AIOHTTP_CHANNEL_WRITABLE);
  aiohttp_channel_want (record.channel, 0);
  net_test_settle (context);
  g_assert_cmpuint (record.n_calls, ==, 1);
  aiohttp_channel_close (record.channel);
  close (fds[1]);
}

static void
wake_thrice_action (gpointer data)
{
  NetTestRecord *record = data;

  if (record->n_calls < 3)
    aiohttp_channel_wake (record->channel);
}

static void
test_wake (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  NetTestRecord record = { .action = wake_thrice_action };
  int fds[2];

  net_test_pair (fds);
  net_test_channel (reactor, fds[0], &record);
  aiohttp_channel_wake (record.channel);
  aiohttp_channel_wake (record.channel);
  g_assert_cmpuint (record.n_calls, ==, 0);
  net_test_settle (context);
  g_assert_cmpuint (record.n_calls, ==, 3);
  g_assert_cmpint (record.all, ==, AIOHTTP_CHANNEL_READABLE);

  /* Closing takes it back. */
  aiohttp_channel_wake (record.channel);
  aiohttp_channel_close (record.channel);
  net_test_settle (context);
  g_assert_cmpuint (record.n_calls, ==, 3);
  close (fds[1]);
}

static void
test_close_in_callback (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  NetTestRecord record = { .action = close_action };
  int fds[2];

  net_test_pair (fds);
  net_test_channel (reactor, fds[0], &record);
  aiohttp_channel_want (record.channel, AIOHTTP_CHANNEL_READABLE);
  g_assert_cmpint (write (fds[1], "x", 1), ==, 1);
  net_test_settle (context);
  g_assert_cmpuint (record.n_calls, ==, 1);
  close (fds[1]);
}

#define N_PAIRS 8

typedef struct
{
  NetTestRecord records[N_PAIRS];
  int peers[N_PAIRS];
  AiohttpReactor *reactor;
  guint n_calls;
} Group;

/* The first one to be called closes all others of the batch, and opens new ones on the same descriptor numbers. */
static void
close_others_action (gpointer data)
{
  NetTestRecord *record = data;
  Group *group = record->data;

  if (group->n_calls++ > 0)
    return;
  for (guint i = 0; i < N_PAIRS; i++)
    {
      int fds[2];

      if (&group->records[i] == record)
        continue;
      aiohttp_channel_close (group->records[i].channel);
      close (group->peers[i]);
      net_test_pair (fds);
      net_test_channel (group->reactor, fds[0], &group->records[i]);
      aiohttp_channel_want (group->records[i].channel, AIOHTTP_CHANNEL_READABLE);
      group->peers[i] = fds[1];
    }
}

static void
test_close_others (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  Group group = { .reactor = reactor };

  for (guint i = 0; i < N_PAIRS; i++)
    {
      int fds[2];

      net_test_pair (fds);
      group.records[i].action = close_others_action;
      group.records[i].data = &group;
      net_test_channel (reactor, fds[0], &group.records[i]);
      aiohttp_channel_want (group.records[i].channel, AIOHTTP_CHANNEL_READABLE);
      group.peers[i] = fds[1];
    }
  for (guint i = 0; i < N_PAIRS; i++)
    g_assert_cmpint (write (group.peers[i], "x", 1), ==, 1);

  /* One stays readable and is called again and again; the new ones have nothing to read. */
  for (guint i = 0; i < 20; i++)
    g_main_context_iteration (context, FALSE);
  for (guint i = 0; i < N_PAIRS; i++)
    g_assert_true (group.records[i].n_calls == 0 || group.records[i].n_calls == group.n_calls);
  for (guint i = 0; i < N_PAIRS; i++)
    {
      aiohttp_channel_close (group.records[i].channel);
      close (group.peers[i]);
    }
}

static void
iterate_action (gpointer data)
{
  NetTestRecord *record = data;
  char buffer[64];

  if (record->n_calls == 1)
    {
      NetTestRecord *other = record->data;

      /* A main loop in a callback: others go on, this one is not called again. */
      aiohttp_channel_wake (record->channel);
      net_test_wait (aiohttp_reactor_get_context (aiohttp_channel_get_reactor (record->channel)), other->n_calls > 0);
      g_assert_cmpuint (record->n_calls, ==, 1);
    }
  aiohttp_channel_read (record->channel, buffer, sizeof buffer);
}

static void
test_nested_loop (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  g_autoptr (GString) got = g_string_new (NULL);
  NetTestRecord other = { .action = read_action, .data = got };
  NetTestRecord record = { .action = iterate_action, .data = &other };
  int fds[2], other_fds[2];

  net_test_pair (fds);
  net_test_pair (other_fds);
  net_test_channel (reactor, fds[0], &record);
  net_test_channel (reactor, other_fds[0], &other);
  aiohttp_channel_want (record.channel, AIOHTTP_CHANNEL_READABLE);
  aiohttp_channel_want (other.channel, AIOHTTP_CHANNEL_READABLE);
  g_assert_cmpint (write (fds[1], "x", 1), ==, 1);
  g_assert_cmpint (write (other_fds[1], "y", 1), ==, 1);
  net_test_settle (context);
  g_assert_cmpuint (record.n_calls, ==, 2);
  g_assert_cmpstr (got->str, ==, "y");
  aiohttp_channel_close (record.channel);
  aiohttp_channel_close (other.channel);
  close (fds[1]);
  close (other_fds[1]);
}

/* A child that holds the socket for a while must not keep its events coming after the channel was freed. */
static void
test_close_shared_socket (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  NetTestRecord record = { 0 };
  int fds[2], copy;

  net_test_pair (fds);
  copy = dup (fds[0]);
  net_test_channel (reactor, fds[0], &record);
  aiohttp_channel_want (record.channel, AIOHTTP_CHANNEL_READABLE);
  aiohttp_channel_close (record.channel);
  g_assert_cmpint (write (fds[1], "x", 1), ==, 1);
  net_test_settle (context);
  g_assert_cmpuint (record.n_calls, ==, 0);
  close (copy);
  close (fds[1]);
}

static void
test_add_fails (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  g_autofree char *name = NULL;
  NetTestRecord record = { 0 };
  char byte;
  int fds[2];

  /* epoll refuses a plain file; poll calls it always ready, and reading it as a socket fails. */
  fds[0] = g_file_open_tmp (NULL, &name, NULL);
  unlink (name);
  net_test_channel (reactor, fds[0], &record);
  aiohttp_channel_want (record.channel, AIOHTTP_CHANNEL_READABLE);
  g_main_context_iteration (context, FALSE);
  g_main_context_iteration (context, FALSE);
  g_assert_cmpuint (record.n_calls, >=, 1);
  g_assert_cmpint (aiohttp_channel_read (record.channel, &byte, 1), ==, AIOHTTP_CHANNEL_FAILED);
  g_assert_cmpint (aiohttp_channel_write (record.channel, &byte, 1), ==, AIOHTTP_CHANNEL_FAILED);
  aiohttp_channel_close (record.channel);
}

static void
test_peer (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  struct sockaddr_storage given = { .ss_family = AF_INET6 };
  struct sockaddr_in address;
  socklen_t length = sizeof address;
  NetTestRecord record = { 0 };
  int fds[2];

  net_test_tcp_pair (fds);
  net_test_channel (reactor, fds[0], &record);
  g_assert_no_errno (getsockname (fds[1], (struct sockaddr *) &address, &length));
  g_assert_cmpmem (aiohttp_channel_get_peer (record.channel), sizeof address, &address, sizeof address);
  aiohttp_channel_close (record.channel);
  close (fds[1]);

  net_test_pair (fds);
  net_test_channel (reactor, fds[0], &record);
  g_assert_cmpint (aiohttp_channel_get_peer (record.channel)->sa_family, ==, AF_UNIX);
  ((struct sockaddr_in6 *) &given)->sin6_port = htons (7);
  aiohttp_channel_set_peer (record.channel, &given);
  g_assert_cmpint (((const struct sockaddr_in6 *) (gconstpointer) aiohttp_channel_get_peer (record.channel))->sin6_port,
                   ==, htons (7));
  aiohttp_channel_close (record.channel);
  close (fds[1]);
}

static void
test_size (void)
{
  g_test_message ("a channel has %" G_GSIZE_FORMAT " bytes", sizeof (AiohttpChannel));
  g_assert_cmpuint (sizeof (AiohttpChannel), <=, 128);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  net_test_add ("/channel/read", test_read);
  net_test_add ("/channel/read-again", test_read_again);
  net_test_add ("/channel/end-of-file", test_end_of_file);
  net_test_add ("/channel/hangup-unwanted", test_hangup_unwanted);
  net_test_add ("/channel/reset", test_reset);
  net_test_add ("/channel/write", test_write);
  net_test_add ("/channel/want-writable", test_want_writable);
  net_test_add ("/channel/wake", test_wake);
  net_test_add ("/channel/close/in-callback", test_close_in_callback);
  net_test_add ("/channel/close/others-of-the-batch", test_close_others);
  net_test_add ("/channel/close/shared-socket", test_close_shared_socket);
  net_test_add ("/channel/nested-loop", test_nested_loop);
  net_test_add ("/channel/add-fails", test_add_fails);
  net_test_add ("/channel/peer", test_peer);
  g_test_add_func ("/channel/size", test_size);

  return g_test_run ();
}
