/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp.h"

#include <signal.h>
#include <unistd.h>

static AiohttpEventLoop *the_loop;

static void
never (gpointer data)
{
  g_assert_not_reached ();
}

static void
count (gpointer data)
{
  ++*(guint *) data;
}

typedef struct
{
  int fds[2];
  GString *read;
  guint n_freed;
} Pipe;

static void
on_readable (gpointer data)
{
  Pipe *p = data;
  char buffer[16];
  gssize n = read (p->fds[0], buffer, sizeof buffer);

  g_assert_true (aiohttp_get_event_loop (NULL) == the_loop);
  g_assert_cmpint (n, >=, 0);
  if (n == 0)
    {
      g_assert_true (aiohttp_event_loop_remove_reader (the_loop, p->fds[0]));
      g_assert_false (aiohttp_event_loop_remove_reader (the_loop, p->fds[0]));
      aiohttp_event_loop_stop (the_loop);
    }
  g_string_append_len (p->read, buffer, n);
}

static void
on_writable (gpointer data)
{
  Pipe *p = data;

  g_assert_cmpint (write (p->fds[1], "hello", 5), ==, 5);
  g_assert_true (aiohttp_event_loop_remove_writer (the_loop, p->fds[1]));
  close (p->fds[1]);
}

static void
count_pipe_freed (gpointer data)
{
  ((Pipe *) data)->n_freed++;
}

static void
test_pipe (void)
{
  Pipe p = { .read = g_string_new (NULL) };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (pipe (p.fds), ==, 0);
  g_assert_true (aiohttp_event_loop_add_reader (the_loop, p.fds[0], never, &p, count_pipe_freed, &error));
  g_assert_true (aiohttp_event_loop_add_reader (the_loop, p.fds[0], on_readable, &p, count_pipe_freed, &error));
  g_assert_cmpuint (p.n_freed, ==, 1);
  g_assert_true (aiohttp_event_loop_add_writer (the_loop, p.fds[1], on_writable, &p, count_pipe_freed, &error));
  g_assert_true (aiohttp_event_loop_run_forever (the_loop, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (p.read->str, ==, "hello");
  g_assert_cmpuint (p.n_freed, ==, 3);
  close (p.fds[0]);
  g_string_free (p.read, TRUE);
}

static void
test_bad_descriptor (void)
{
  g_autoptr (GError) error = NULL;
  guint n_freed = 0;

  g_assert_false (aiohttp_event_loop_add_reader (the_loop, -1, count, &n_freed, count, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_assert_cmpuint (n_freed, ==, 1);
  g_assert_false (aiohttp_event_loop_remove_reader (the_loop, 0));
  g_assert_false (aiohttp_event_loop_remove_writer (the_loop, 0));
}

static void
on_usr1 (gpointer data)
{
  ++*(guint *) data;
  aiohttp_event_loop_stop (the_loop);
}

static void
test_signal (void)
{
  g_autoptr (GError) error = NULL;
  guint n = 0;
  guint n_freed = 0;

  g_assert_true (aiohttp_event_loop_add_signal_handler (the_loop, SIGUSR1, on_usr1, &n, NULL, &error));
  kill (getpid (), SIGUSR1);
  g_assert_true (aiohttp_event_loop_run_forever (the_loop, &error));
  g_assert_cmpuint (n, ==, 1);
  g_assert_true (aiohttp_event_loop_remove_signal_handler (the_loop, SIGUSR1));
  g_assert_false (aiohttp_event_loop_remove_signal_handler (the_loop, SIGUSR1));

  g_assert_false (aiohttp_event_loop_add_signal_handler (the_loop, SIGSEGV, count, &n_freed, count, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
  g_assert_true (g_str_has_prefix (error->message, "Signal 11 ("));
  g_assert_cmpuint (n_freed, ==, 1);
}

static void
test_close (void)
{
  AiohttpEventLoop *loop = aiohttp_event_loop_new (NULL);
  g_autoptr (GError) error = NULL;
  guint n_freed = 0;

  g_assert_true (aiohttp_event_loop_add_signal_handler (loop, SIGUSR2, count, &n_freed, count, &error));
  g_assert_true (aiohttp_event_loop_add_reader (loop, 0, count, &n_freed, count, &error));
  g_assert_true (aiohttp_event_loop_close (loop, &error));
  g_assert_cmpuint (n_freed, ==, 2);
  g_assert_false (aiohttp_event_loop_add_reader (loop, 0, count, &n_freed, count, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED);
  g_assert_finalize_object (loop);
}

int
main (int argc, char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/event-loop-watch/pipe", test_pipe);
  g_test_add_func ("/event-loop-watch/bad-descriptor", test_bad_descriptor);
  g_test_add_func ("/event-loop-watch/signal", test_signal);
  g_test_add_func ("/event-loop-watch/close", test_close);
  the_loop = aiohttp_event_loop_new (NULL);
  result = g_test_run ();
  g_object_unref (the_loop);
  return result;
}
