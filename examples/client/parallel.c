/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Several pages at once, by one session.
 * usage: client-parallel URL */

#include <aiohttp-glib/aiohttp.h>

typedef struct
{
  AiohttpClientSession *session;
  char *url;
} Page;

static gboolean
fetch (GValue *result, gpointer user_data, GError **error)
{
  Page *page = user_data;
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (page->session, page->url, NULL, error);
  char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

  g_value_init (result, G_TYPE_STRING);
  g_value_take_string (result, text);
  return text != NULL;
}

static gboolean
run (GValue *result, gpointer base, GError **error)
{
  const char *const names[] = { "/one", "/two", "/three" };
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  Page pages[G_N_ELEMENTS (names)];
  GAsyncResult *tasks[G_N_ELEMENTS (names)];
  gboolean ok;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      pages[i] = (Page){ session, g_strconcat (base, names[i], NULL) };
      tasks[i] = G_ASYNC_RESULT (aiohttp_spawn (fetch, &pages[i], NULL));
    }
  ok = aiohttp_gather (tasks, G_N_ELEMENTS (names), FALSE, error);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = ok ? aiohttp_future_propagate_string (AIOHTTP_FUTURE (tasks[i]), NULL) : NULL;

      if (text != NULL)
        g_print ("%s\n", text);
      g_object_unref (tasks[i]);
      g_free (pages[i].url);
    }
  return aiohttp_client_session_close (session, ok ? error : NULL) && ok;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (!aiohttp_run (run, argc > 1 ? argv[1] : (char *) "http://127.0.0.1:8080", &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
