/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include <glib/gstdio.h>

#include "expect-log.h"
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

static GMutex block_mutex;
static GCond block_cond;
static int n_blocked;
static gboolean unblocked;

static AiohttpReply *
handle_blocking (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_mutex_lock (&block_mutex);
  n_blocked++;
  g_cond_broadcast (&block_cond);
  while (!unblocked)
    g_cond_wait (&block_cond, &block_mutex);
  n_blocked--;
  g_cond_broadcast (&block_cond);
  g_mutex_unlock (&block_mutex);
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "never seen"));
}

static void
await_blocked (int n)
{
  g_mutex_lock (&block_mutex);
  while (n_blocked != n)
    g_cond_wait (&block_cond, &block_mutex);
  g_mutex_unlock (&block_mutex);
}

static AiohttpAppRunner *
make_runner (gboolean thread_safe, guint workers)
{
  g_autoptr (AiohttpApplication) app = site_thread_make_app ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  AiohttpAppRunner *runner;

  g_assert_nonnull (aiohttp_router_add_get (router, "/thread", handle_thread, NULL, NULL, NULL));
  g_assert_nonnull (aiohttp_router_add_get (router, "/endless", handle_endless, NULL, NULL, NULL));
  g_assert_nonnull (aiohttp_router_add_get (router, "/blocking", handle_blocking, NULL, NULL, NULL));
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

/* A site is stopped when its port is free. */
static void
test_stop (void)
{
  SiteThread *thread = site_thread_new (make_runner (TRUE, 3));
  g_autoptr (AiohttpTcpSite) site = aiohttp_tcp_site_new (thread->runner, "127.0.0.1", 0);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 20; i++)
    {
      g_autoptr (GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, 0, NULL);
      g_autoptr (GSocketAddress) address = NULL;

      g_assert_true (site_thread_start (thread, site, &error));
      g_assert_no_error (error);
      address = g_inet_socket_address_new_from_string ("127.0.0.1", aiohttp_tcp_site_get_port (site));
      site_thread_stop (thread, site);
      g_socket_bind (socket, address, TRUE, &error);
      g_assert_no_error (error);
    }
  site_thread_free (thread);
}

static void
on_app_gone (gpointer gone, GObject *where_it_was)
{
  g_atomic_int_set ((int *) gone, TRUE);
}

/* A handler that does not return holds up its thread, and not the end of the program. */
static void
test_blocked (void)
{
  SiteThread *thread = site_thread_new (make_runner (TRUE, 2));
  g_autoptr (AiohttpTcpSite) site = aiohttp_tcp_site_new (thread->runner, "127.0.0.1", 0);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) rest = g_string_new (NULL);
  RawClient *client;
  int gone = FALSE;

  g_object_weak_ref (G_OBJECT (aiohttp_app_runner_get_app (thread->runner)), on_app_gone, &gone);
  g_assert_true (site_thread_start (thread, site, &error));
  g_assert_no_error (error);
  client = raw_client_new (aiohttp_tcp_site_get_port (site));
  raw_client_send (client, GET ("/blocking"));
  await_blocked (1);
  g_clear_object (&site);
  expect_log (G_LOG_LEVEL_WARNING, "A worker thread is left behind: *");
  site_thread_free (thread);
  expect_log_assert ();
  g_assert_false (g_atomic_int_get (&gone));

  /* And ends by itself, if it does at last. */
  g_mutex_lock (&block_mutex);
  unblocked = TRUE;
  g_cond_broadcast (&block_cond);
  g_mutex_unlock (&block_mutex);
  raw_client_read_to_end (client, rest);
  raw_client_free (client);
  while (!g_atomic_int_get (&gone))
    g_thread_yield ();
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  expect_log_init ();
  threads = g_hash_table_new (NULL, NULL);
  g_test_add_func ("/web-workers/not-declared", test_not_declared);
  g_test_add_func ("/web-workers/tcp", test_tcp);
  g_test_add_func ("/web-workers/unix", test_unix);
  g_test_add_func ("/web-workers/shutdown", test_shutdown);
  g_test_add_func ("/web-workers/stop", test_stop);
  g_test_add_func ("/web-workers/blocked", test_blocked);
  result = g_test_run ();
  g_hash_table_unref (threads);
  return result;
}
