/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The fourth model, async and await: straight code that waits where it must, and tasks where things should run side
 * by side. usage: async-await URL */

#include <aiohttp-glib/aiohttp.h>

typedef struct
{
  AiohttpClientSession *session;
  const char *base;
} Program;

static char *
fetch (Program *program, const char *path, GError **error)
{
  g_autofree char *url = g_strconcat (program->base, path, NULL);
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (program->session, url, NULL, error);

  return response != NULL ? aiohttp_client_response_text (response, error) : NULL;
}

static gboolean
fetch_one (GValue *result, gpointer user_data, GError **error)
{
  char *text = fetch (user_data, "/one", error);

  g_value_init (result, G_TYPE_STRING);
  g_value_take_string (result, text);
  return text != NULL;
}

static gboolean
fetch_two (GValue *result, gpointer user_data, GError **error)
{
  char *text = fetch (user_data, "/two", error);

  g_value_init (result, G_TYPE_STRING);
  g_value_take_string (result, text);
  return text != NULL;
}

static gboolean
fetch_both (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpTask) one = aiohttp_spawn (fetch_one, user_data, NULL);
  g_autoptr (AiohttpTask) two = aiohttp_spawn (fetch_two, user_data, NULL);
  GAsyncResult *both[] = { G_ASYNC_RESULT (one), G_ASYNC_RESULT (two) };

  if (!aiohttp_gather (both, G_N_ELEMENTS (both), FALSE, error))
    return FALSE;
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *text = aiohttp_future_propagate_string (AIOHTTP_FUTURE (both[i]), NULL);

      g_print ("%s\n", text);
    }
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  Program program = { session, argc > 1 ? argv[1] : "http://127.0.0.1:8080" };

  if (!aiohttp_run (fetch_both, &program, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
