/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* client [URL]: talks to the hello server in a coroutine: straight code that waits in the main loop. */

#include <aiohttp-glib/aiohttp.h>

static gboolean
show (AiohttpClientResponse *response, gint64 start, GError **error)
{
  g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

  if (text == NULL || !aiohttp_client_response_raise_for_status (response, error))
    return FALSE;
  g_print ("%s %s -> %u %s, %zu bytes, %.1f ms\n%s\n", aiohttp_client_response_get_method (response),
           aiohttp_client_response_get_url (response), aiohttp_client_response_get_status (response),
           aiohttp_client_response_get_reason (response), strlen (text), (g_get_monotonic_time () - start) / 1e3, text);
  return TRUE;
}

static gboolean
client (GValue *result, gpointer base, GError **error)
{
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  const char *paths[] = { "/", "/world", "/json", "/echo" };

  aiohttp_request_options_set_text (options, "an echo");
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autofree char *url = g_strconcat (base, paths[i], NULL);
      g_autoptr (AiohttpClientResponse) response = i < 3 ? aiohttp_client_session_get (session, url, NULL, error)
                                                         : aiohttp_client_session_post (session, url, options, error);
      if (!show (response, start, error))
        return FALSE;
      g_autoptr (JsonNode) json = i == 2 ? aiohttp_client_response_json (response, error) : json_node_alloc ();
      if (json == NULL)
        return FALSE;
    }

  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, base, NULL, error);
  if (response == NULL)
    return FALSE;
  g_autoptr (GBytes) first = aiohttp_stream_reader_read (aiohttp_client_response_get_content (response), 10, error);
  if (first == NULL)
    return FALSE;
  g_print ("first ten bytes: %.*s\n", (int) g_bytes_get_size (first), (char *) g_bytes_get_data (first, NULL));
  return aiohttp_client_session_close (session, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (!aiohttp_run (client, argc > 1 ? argv[1] : (char *) "http://127.0.0.1:8080", &error))
    g_printerr ("client: %s\n", error->message);
  return error != NULL;
}
