/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Our client for `run.sh client`, as a user writes it: so many coroutines, each of which gets and reads one answer after
 * the other.
 *
 *   client-ours URL IN_FLIGHT SECONDS SIZE [native|soup]
 */

#include <aiohttp-glib/aiohttp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

typedef struct
{
  AiohttpClientSession *session;
  const char *url;
  int in_flight;
  double seconds;
  gsize size;

  /* Each coroutine ends at this time, or after so many requests. */
  gint64 end;
  guint n_requests;
  guint64 n_done;
} Run;

static gboolean
get (Run *run, GError **error)
{
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (run->session, run->url, NULL, error);
  g_autoptr (GBytes) body = response != NULL ? aiohttp_client_response_read (response, error) : NULL;

  if (body == NULL)
    return FALSE;
  if (g_bytes_get_size (body) != run->size)
    g_error ("The body has another length");
  run->n_done++;
  return TRUE;
}

static gboolean
get_many (GValue *result, gpointer user_data, GError **error)
{
  Run *run = user_data;

  for (guint i = 0; run->end != 0 ? g_get_monotonic_time () < run->end : i < run->n_requests; i++)
    if (!get (run, error))
      return FALSE;
  return TRUE;
}

static gboolean
get_at_once (Run *run, GError **error)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func (g_object_unref);

  run->n_done = 0;
  for (int i = 0; i < run->in_flight; i++)
    g_ptr_array_add (tasks, aiohttp_spawn (get_many, run, NULL));
  for (guint i = 0; i < tasks->len; i++)
    if (!aiohttp_future_await (tasks->pdata[i], error))
      return FALSE;
  return TRUE;
}

static double
get_cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

static gboolean
measure (GValue *result, gpointer user_data, GError **error)
{
  Run *run = user_data;
  char line[16];
  gint64 start;
  double cpu;

  run->n_requests = run->size > 1 << 20 ? 1 : 4;
  if (!get_at_once (run, error))
    return FALSE;
  printf ("ready\n");
  fflush (stdout);
  if (fgets (line, sizeof line, stdin) == NULL)
    return TRUE;
  cpu = get_cpu_seconds ();
  start = g_get_monotonic_time ();
  run->end = start + (gint64) (run->seconds * G_USEC_PER_SEC);
  if (!get_at_once (run, error))
    return FALSE;
  printf ("%" G_GUINT64_FORMAT " %.6f %.6f\n", run->n_done, (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC,
          get_cpu_seconds () - cpu);
  fflush (stdout);
  return aiohttp_client_session_close (run->session, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (AiohttpConnector) connector = NULL;
  g_autoptr (GError) error = NULL;
  AiohttpTransportKind kind;
  Run run = { NULL };

  if (argc < 5)
    {
      g_printerr ("client-ours URL IN_FLIGHT SECONDS SIZE [native|soup]\n");
      return 2;
    }
  run.url = argv[1];
  run.in_flight = atoi (argv[2]);
  run.seconds = atof (argv[3]);
  run.size = (gsize) atol (argv[4]);
  kind = argc > 5 && g_str_equal (argv[5], "soup") ? AIOHTTP_TRANSPORT_KIND_SOUP : AIOHTTP_TRANSPORT_KIND_NATIVE;
  connector = g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "transport", kind, NULL);
  run.session = aiohttp_client_session_new_with_connector (connector);
  if (!aiohttp_run (measure, &run, &error))
    g_printerr ("%s\n", error->message);
  g_clear_object (&run.session);
  return error != NULL;
}
