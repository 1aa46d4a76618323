/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Serves with a thread for each processor. Handlers run beside each other: what they share has a lock, or is atomic.
 *
 *   ./worker-threads 8080
 *   curl http://127.0.0.1:8080/
 */

#include <stdlib.h>

#include <aiohttp-glib/aiohttp.h>

static int n_visits;

static AiohttpReply *
count (AiohttpRequest *request, gpointer user_data, GError **error)
{
  int visit = g_atomic_int_add (&n_visits, 1) + 1;
  g_autofree char *text = g_strdup_printf ("Visit %d\n", visit);

  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

int
main (int argc, char *argv[])
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (AiohttpAppRunner) runner = aiohttp_app_runner_new (app);
  g_autoptr (GError) error = NULL;
  guint16 port = (guint16) (argc > 1 ? atoi (argv[1]) : 8080);

  aiohttp_application_set_thread_safe (app, TRUE);
  g_object_set (runner, "workers", g_get_num_processors (), NULL);
  if (aiohttp_router_add_get (aiohttp_application_get_router (app), "/", count, NULL, NULL, &error) == NULL ||
      !aiohttp_app_runner_run (runner, "127.0.0.1", port, &error))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }
  return EXIT_SUCCESS;
}
