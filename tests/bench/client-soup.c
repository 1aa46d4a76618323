/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* SoupSession for `run.sh client`: client-soup URL IN_FLIGHT SECONDS SIZE. */

#include <libsoup/soup.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>

static SoupSession *session;
static GUri *url;
static gsize size;
static gint64 end;
static guint64 n_to_start, n_done;
static int n_open;

static void got (GObject *source, GAsyncResult *result, gpointer user_data);

static void
get (void)
{
  g_autoptr (SoupMessage) message = soup_message_new_from_uri ("GET", url);

  n_open++;
  soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, got, NULL);
}

static void
got (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = soup_session_send_and_read_finish (session, result, &error);

  if (body == NULL || g_bytes_get_size (body) != size)
    g_error ("%s", error != NULL ? error->message : "The body has another length");
  n_done++;
  n_open--;
  if (end != 0 ? g_get_monotonic_time () < end : n_to_start > 0 && n_to_start-- > 0)
    get ();
}

static void
get_at_once (int in_flight)
{
  n_done = 0;
  for (int i = 0; i < in_flight; i++)
    get ();
  while (n_open > 0)
    g_main_context_iteration (NULL, TRUE);
}

static double
get_cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

int
main (int argc, char **argv)
{
  char line[16];
  gint64 start;
  double cpu;
  int in_flight;

  if (argc < 5)
    return 2;
  url = g_uri_parse (argv[1], SOUP_HTTP_URI_FLAGS, NULL);
  in_flight = atoi (argv[2]);
  size = (gsize) atol (argv[4]);
  session = soup_session_new_with_options ("max-conns", in_flight, "max-conns-per-host", in_flight, NULL);

  n_to_start = (guint64) (in_flight * ((size > 1 << 20 ? 1 : 4) - 1));
  get_at_once (in_flight);
  printf ("ready\n");
  fflush (stdout);
  if (fgets (line, sizeof line, stdin) == NULL)
    return 0;
  cpu = get_cpu_seconds ();
  start = g_get_monotonic_time ();
  end = start + (gint64) (atof (argv[3]) * G_USEC_PER_SEC);
  get_at_once (in_flight);
  printf ("%" G_GUINT64_FORMAT " %.6f %.6f\n", n_done, (double) (g_get_monotonic_time () - start) / G_USEC_PER_SEC,
          get_cpu_seconds () - cpu);
  fflush (stdout);
  return 0;
}
