/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Clients that connect and say nothing hold up nobody: neither the loop nor the threads that GIO reads files with. */

#include <sys/resource.h>
#include <string.h>

#include "site-thread.h"
#include "tls-client.h"
#include "tls-test.h"

#define N_SILENT 500

static guint
count_threads (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return 0;
  line = strstr (status, "\nThreads:");
  return line != NULL ? (guint) g_ascii_strtoull (line + strlen ("\nThreads:"), NULL, 10) : 0;
}

typedef struct
{
  SiteThread *thread;
  guint n;
  GMutex mutex;
  GCond cond;
  gboolean done;
} Question;

static void
count_connections (gpointer data)
{
  Question *question = data;

  question->n = aiohttp_web_server_get_n_connections (aiohttp_app_runner_get_server (question->thread->runner));
}

static void
await_connections (SiteThread *thread, guint n)
{
  Question question = { .thread = thread };
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  for (;;)
    {
      site_thread_call (thread, count_connections, &question);
      if (question.n == n)
        return;
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_usleep (1000);
    }
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Question *question = user_data;
  g_autofree char *contents = NULL;
  g_autoptr (GError) error = NULL;

  g_file_load_contents_finish (G_FILE (source), result, &contents, NULL, NULL, &error);
  g_assert_no_error (error);
  g_mutex_lock (&question->mutex);
  question->done = TRUE;
  g_cond_signal (&question->cond);
  g_mutex_unlock (&question->mutex);
}

static void
start_read (gpointer data)
{
  g_autoptr (GFile) file = g_file_new_for_path (tls_test_authority ());

  g_file_load_contents_async (file, NULL, on_read, data);
}

/* By a thread of GIO's pool, and an answer in the server's loop. */
static void
read_file (SiteThread *thread)
{
  Question question = { .thread = thread };
  gint64 end = g_get_monotonic_time () + 60 * G_TIME_SPAN_SECOND;

  g_mutex_init (&question.mutex);
  g_cond_init (&question.cond);
  site_thread_call (thread, start_read, &question);
  g_mutex_lock (&question.mutex);
  while (!question.done)
    g_assert_true (g_cond_wait_until (&question.cond, &question.mutex, end));
  g_mutex_unlock (&question.mutex);
  g_mutex_clear (&question.mutex);
  g_cond_clear (&question.cond);
}

static AiohttpSite *
start_site (SiteThread *thread, AiohttpTlsContext *tls)
{
  AiohttpSite *site = AIOHTTP_SITE (aiohttp_tcp_site_new (thread->runner, "127.0.0.1", 0));
  g_autoptr (GError) error = NULL;

  aiohttp_site_set_tls (site, tls);
  site_thread_start (thread, site, &error);
  g_assert_no_error (error);
  return site;
}

static void
test_silent (void)
{
  g_autoptr (AiohttpApplication) app = site_thread_make_app ();
  g_autoptr (SiteThread) thread = site_thread_new (aiohttp_app_runner_new (app));
  g_autofree char *file = tls_test_certificate ("localhost");
  g_autoptr (GError) error = NULL;
  g_autoptr (AiohttpTlsContext) tls = aiohttp_tls_context_new_server_for_files (file, NULL, &error);
  g_autoptr (AiohttpSite) plain = NULL;
  g_autoptr (AiohttpSite) secure = NULL;
  g_autoptr (GPtrArray) silent = g_ptr_array_new_with_free_func ((GDestroyNotify) raw_client_free);
  guint16 plain_port, secure_port;
  guint n_threads;
  gint64 begin, file_read, answered, shaken;

  g_assert_no_error (error);
  plain = start_site (thread, NULL);
  secure = start_site (thread, tls);
  plain_port = aiohttp_tcp_site_get_port (AIOHTTP_TCP_SITE (plain));
  secure_port = aiohttp_tcp_site_get_port (AIOHTTP_TCP_SITE (secure));
  n_threads = count_threads ();
  for (guint i = 0; i < N_SILENT; i++)
    {
      RawClient *client = raw_client_new (secure_port);

      /* Some have begun. */
      if (i % 2 == 1)
        raw_client_send_bytes (client, "\x16\x03\x01", 3);
      g_ptr_array_add (silent, client);
    }
  await_connections (thread, N_SILENT);
  g_assert_cmpuint (count_threads (), <=, n_threads);

  begin = g_get_monotonic_time ();
  read_file (thread);
  file_read = g_get_monotonic_time ();
  {
    g_autoptr (RawClient) client = raw_client_new (plain_port);

    raw_client_send (client, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    raw_client_expect (client, 200, "Hello");
  }
  answered = g_get_monotonic_time ();
  {
    g_autoptr (TlsClient) client = tls_client_new (secure_port, NULL);

    tls_client_get (client, "/", "Hello");
  }
  shaken = g_get_monotonic_time ();
  g_test_message ("a file read: %.1f ms, a request: %.1f ms, a handshake with a request: %.1f ms",
                  (file_read - begin) / 1000.0, (answered - file_read) / 1000.0, (shaken - answered) / 1000.0);
}

int
main (int argc, char *argv[])
{
  struct rlimit limit;
  int status;

  g_test_init (&argc, &argv, NULL);
  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = MIN (limit.rlim_max, 4096);
  setrlimit (RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur >= 2 * N_SILENT + 100)
    g_test_add_func ("/web-tls-silent/silent", test_silent);
  status = g_test_run ();
  tls_test_clear ();
  return status;
}
