/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <signal.h>
#include <unistd.h>

#include <aiohttp-glib/aiohttp.h>

#include "raw-client.h"

#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"

/* What happened, in order: a word each. */
static GString *happened;

/* By worker threads, too. */
static void
note (const char *word)
{
  static GMutex mutex;

  g_mutex_lock (&mutex);
  g_string_append_printf (happened, "%s%s", happened->len > 0 ? " " : "", word);
  g_mutex_unlock (&mutex);
}

static gboolean
on_startup (AiohttpApplication *app, gpointer user_data, GError **error)
{
  note ("startup");
  return aiohttp_sleep (0, error);
}

static RawClient *idle, *busy;
static int endless_began;
static gboolean signals_again;

static gboolean
on_shutdown (AiohttpApplication *app, gpointer user_data, GError **error)
{
  /* The one that waits for nothing is closed already, the other one not. */
  raw_client_expect_end (idle);
  raw_client_expect_silence (busy);
  note ("shutdown");
  if (signals_again)
    kill (getpid (), SIGTERM);
  if (user_data != NULL)
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, user_data);
      return FALSE;
    }
  return aiohttp_sleep (0, error);
}

static gboolean
on_cleanup (AiohttpApplication *app, gpointer user_data, GError **error)
{
  note ("cleanup");
  return aiohttp_sleep (0, error);
}

static AiohttpReply *
handle_root (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "Hello"));
}

static AiohttpReply *
handle_endless (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_atomic_int_set (&endless_began, 1);
  if (!aiohttp_sleep (1000, error))
    note ("cancelled");
  return NULL;
}

static AiohttpAppRunner *
make_runner (const char *failure)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  AiohttpAppRunner *runner;

  g_assert_nonnull (aiohttp_router_add_get (router, "/", handle_root, NULL, NULL, NULL));
  g_assert_nonnull (aiohttp_router_add_get (router, "/endless", handle_endless, NULL, NULL, NULL));
  g_assert_true (aiohttp_application_on_startup (app, on_startup, NULL, NULL, NULL));
  g_assert_true (aiohttp_application_on_shutdown (app, on_shutdown, (gpointer) failure, NULL, NULL));
  g_assert_true (aiohttp_application_on_cleanup (app, on_cleanup, NULL, NULL, NULL));
  runner = aiohttp_app_runner_new (app);
  g_object_set (runner, "access-log", FALSE, "shutdown-timeout", 0.1, NULL);
  return runner;
}

/* In a thread, since it blocks; sends a signal when its requests are under way. */
typedef struct
{
  AiohttpSite *site;
  GThread *thread;
} Visitor;

static Visitor visitor;

static gpointer
visit (gpointer data)
{
  const guint16 port = GPOINTER_TO_UINT (data);

  idle = raw_client_new (port);
  busy = raw_client_new (port);
  raw_client_send (idle, GET ("/"));
  raw_client_expect (idle, 200, "Hello");
  raw_client_send (busy, GET ("/endless"));
  while (!g_atomic_int_get (&endless_began))
    g_usleep (1000);
  raw_client_expect_silence (busy);
  kill (getpid (), SIGTERM);
  return NULL;
}

static void
forget_clients (void)
{
  g_clear_pointer (&idle, raw_client_free);
  g_clear_pointer (&busy, raw_client_free);
}

/* The banner, when it serves and listens for signals. */
static void
on_print (const char *text)
{
  const guint port = aiohttp_tcp_site_get_port (AIOHTTP_TCP_SITE (visitor.site));

  g_assert_cmpuint (port, >, 0);
  g_assert_null (visitor.thread);
  visitor.thread = g_thread_new ("visitor", visit, GUINT_TO_POINTER (port));
}

static gboolean
run (AiohttpAppRunner *runner, GError **error)
{
  gboolean ok;

  happened = g_string_new (NULL);
  g_atomic_int_set (&endless_began, 0);
  visitor = (Visitor){ .site = AIOHTTP_SITE (aiohttp_tcp_site_new (runner, "127.0.0.1", 0)) };
  g_set_print_handler (on_print);
  ok = aiohttp_app_runner_run_sites (runner, &visitor.site, 1, error);
  g_set_print_handler (NULL);
  g_thread_join (visitor.thread);
  g_clear_object (&visitor.site);
  return ok;
}

/* aiohttp's order, and an error of one step does not keep the others from being taken. */
static void
test_order (gconstpointer failure)
{
  g_autoptr (AiohttpAppRunner) runner = make_runner (failure);
  g_autoptr (GError) error = NULL;
  gboolean ok = run (runner, &error);

  if (failure != NULL)
    {
      g_assert_false (ok);
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_FAILED);
      g_assert_cmpstr (error->message, ==, failure);
    }
  else
    g_assert_no_error (error);
  g_assert_cmpstr (happened->str, ==, "startup shutdown cancelled cleanup");
  forget_clients ();
  g_string_free (happened, TRUE);
}

/* A second signal does not wait for what is running; the application still cleans up. */
static void
test_second_signal (gconstpointer workers)
{
  g_autoptr (AiohttpAppRunner) runner = make_runner (NULL);
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();

  aiohttp_application_set_thread_safe (aiohttp_app_runner_get_app (runner), TRUE);
  g_object_set (runner, "shutdown-timeout", 60.0, "workers", GPOINTER_TO_UINT (workers), NULL);
  signals_again = TRUE;
  run (runner, &error);
  signals_again = FALSE;
  g_assert_cmpint (g_get_monotonic_time () - start, <, 30 * G_TIME_SPAN_SECOND);
  g_assert_true (g_str_has_prefix (happened->str, "startup shutdown"));
  g_assert_true (g_str_has_suffix (happened->str, "cleanup"));
  forget_clients ();
  g_string_free (happened, TRUE);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/web-runner/order", NULL, test_order);
  g_test_add_data_func ("/web-runner/order/failure", "it did not work", test_order);
  g_test_add_data_func ("/web-runner/second-signal", NULL, test_second_signal);
  g_test_add_data_func ("/web-runner/second-signal/workers", GUINT_TO_POINTER (2), test_second_signal);
  return g_test_run ();
}
