/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <glib/gstdio.h>

#include "raw-client.h"
#include "site-thread.h"

#define GET(path) "GET " path " HTTP/1.1\r\nHost: h\r\n\r\n"

#define N_CONNECTIONS 24

static GMutex threads_mutex;
static GHashTable *threads; /* that have handled a request */
static int n_cancelled;

static AiohttpReply *
handle_thread (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_mutex_lock (&threads_mutex);
  g_hash_table_add (threads, g_thread_self ());
  g_mutex_unlock (&threads_mutex);
  if (!aiohttp_sleep (0.001, error))
    return NULL;
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "Hello"));
}

static AiohttpReply *
handle_endless (AiohttpRequest *request, gpointer user_data, GError **error)
{
  if (!aiohttp_sleep (1000, error))
    {
      g_atomic_int_inc (&n_cancelled);
      return NULL;
    }
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "never"));
}

static AiohttpAppRunner *
make_runner (gboolean thread_safe, guint workers)
{
  g_autoptr (AiohttpApplication) app = site_thread_make_app ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  AiohttpAppRunner *runner;

  g_assert_nonnull (aiohttp_router_add_get (router, "/thread", handle_thread, NULL, NULL, NULL));
  g_assert_nonnull (aiohttp_router_add_get (router, "/endless", handle_endless, NULL, NULL, NULL));
  aiohttp_application_set_thread_safe (app, thread_safe);
  runner = aiohttp_app_runner_new (app);
  g_object_set (runner, "workers", workers, "shutdown-timeout", 0.1, NULL);
  return runner;
}

static void
on_set_up (GObject *source, GAsyncResult *result, gpointer data)
{
  aiohttp_app_runner_setup_finish (AIOHTTP_APP_RUNNER (source), result, data);
}

/* An application that has not said that it is made for threads is not served by them. */
static void
test_not_declared (void)
{
  g_autoptr (AiohttpAppRunner) runner = make_runner (FALSE, 2);
  g_autoptr (GError) error = NULL;

  aiohttp_app_runner_setup_async (runner, NULL, on_set_up, &error);
  while (error == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
}

static void
ask_all (RawClient **clients)
{
  for (guint i = 0; i < N_CONNECTIONS; i++)
    raw_client_send (clients[i], GET ("/thread") GET ("/"));
  for (guint i = 0; i < N_CONNECTIONS; i++)
    {
      raw_client_expect (clients[i], 200, "Hello");
      raw_client_expect (clients[i], 200, "Hello");
    }
}

static void
free_all (RawClient **clients)
{
  for (guint i = 0; i < N_CONNECTIONS; i++)
    raw_client_free (clients[i]);
}

static void
test_tcp (void)
{
  SiteThread *thread = site_thread_new (make_runner (TRUE, 2));
  g_autoptr (AiohttpTcpSite) site = aiohttp_tcp_site_new (thread->runner, "127.0.0.1", 0);
  g_autolist (GSocketAddress) addresses = NULL;
  g_autoptr (GError) error = NULL;
  RawClient *clients[N_CONNECTIONS];

  g_hash_table_remove_all (threads);
  g_assert_true (site_thread_start (thread, site, &error));
  g_assert_no_error (error);
  addresses = aiohttp_site_dup_addresses (AIOHTTP_SITE (site));
  g_assert_cmpuint (g_list_length (addresses), ==, 1);
  for (guint i = 0; i < N_CONNECTIONS; i++)
    clients[i] = raw_client_new (aiohttp_tcp_site_get_port (site));
  ask_all (clients);
  ask_all (clients);
  /* The system shares them out by chance: that all go to one of two is one in 2^23. */
  g_assert_cmpuint (g_hash_table_size (threads), ==, 2);
  g_assert_false (g_hash_table_contains (threads, thread->thread));
  site_thread_free (thread);
  for (guint i = 0; i < N_CONNECTIONS; i++)
    raw_client_expect_end (clients[i]);
  free_all (clients);
}

static void
test_unix (void)
{
  g_autofree char *folder = g_dir_make_tmp ("aiohttp-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "socket", NULL);
  SiteThread *thread = site_thread_new (make_runner (TRUE, 3));
  g_autoptr (AiohttpUnixSite) site = aiohttp_unix_site_new (thread->runner, path);
  g_autoptr (GError) error = NULL;
  RawClient *clients[N_CONNECTIONS];

  g_assert_true (site_thread_start (thread, site, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < N_CONNECTIONS; i++)
    clients[i] = raw_client_new_unix (path);
  ask_all (clients);
  site_thread_stop (thread, site);
  /* Connections live on. */
  ask_all (clients);
  site_thread_free (thread);
  free_all (clients);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* Handlers in all threads are cancelled when the time is over, and waited for. */
static void
test_shutdown (void)
{
  SiteThread *thread = site_thread_new (make_runner (TRUE, 2));
  g_autoptr (AiohttpTcpSite) site = aiohttp_tcp_site_new (thread->runner, "127.0.0.1", 0);
  g_autoptr (GError) error = NULL;
  RawClient *clients[N_CONNECTIONS];

  g_atomic_int_set (&n_cancelled, 0);
  g_assert_true (site_thread_start (thread, site, &error));
  g_assert_no_error (error);
  for (guint i = 0; i < N_CONNECTIONS; i++)
    {
      clients[i] = raw_client_new (aiohttp_tcp_site_get_port (site));
      raw_client_send (clients[i], GET ("/") GET ("/endless"));
      raw_client_expect (clients[i], 200, "Hello");
    }
  site_thread_free (thread);
  g_assert_cmpint (g_atomic_int_get (&n_cancelled), ==, N_CONNECTIONS);
  free_all (clients);
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  threads = g_hash_table_new (NULL, NULL);
  g_test_add_func ("/web-workers/not-declared", test_not_declared);
  g_test_add_func ("/web-workers/tcp", test_tcp);
  g_test_add_func ("/web-workers/unix", test_unix);
  g_test_add_func ("/web-workers/shutdown", test_shutdown);
  result = g_test_run ();
  g_hash_table_unref (threads);
  return result;
}
