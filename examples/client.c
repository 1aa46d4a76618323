/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* client [URL]: talks to the hello server in a coroutine: straight code that waits in the main loop. */

#include <aiohttp-glib/aiohttp.h>

static void
show (AiohttpClientResponse *response, const char *body, gint64 start)
{
  g_print ("%s %s -> %u %s, %zu bytes, %.1f ms\n%s\n", aiohttp_client_response_get_method (response),
           aiohttp_client_response_get_url (response), aiohttp_client_response_get_status (response),
           aiohttp_client_response_get_reason (response), strlen (body), (g_get_monotonic_time () - start) / 1e3, body);
}

/* Sends a request and reads the text of its answer. */
static gboolean
fetch_text (AiohttpClientSession *session, const char *method, const char *url, AiohttpRequestOptions *options,
            GError **error)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_request (session, method, url, options, error);
  if (response == NULL || !aiohttp_client_response_raise_for_status (response, error))
    return FALSE;

  g_autofree char *text = aiohttp_client_response_text (response, error);
  if (text != NULL)
    show (response, text, start);
  return text != NULL;
}

static gboolean
fetch_json (AiohttpClientSession *session, const char *url, GError **error)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, NULL, error);
  g_autoptr (JsonNode) node = response != NULL ? aiohttp_client_response_json (response, error) : NULL;
  if (node == NULL)
    return FALSE;

  g_autofree char *text = json_to_string (node, FALSE);
  show (response, text, start);
  return TRUE;
}

/* The body as a stream: no more of it is read than asked for. */
static gboolean
fetch_first_bytes (AiohttpClientSession *session, const char *url, GError **error)
{
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, NULL, error);
  if (response == NULL)
    return FALSE;

  g_autoptr (GBytes) bytes = aiohttp_stream_reader_read (aiohttp_client_response_get_content (response), 10, error);
  if (bytes == NULL)
    return FALSE;

  g_print ("first ten bytes: %.*s\n", (int) g_bytes_get_size (bytes), (const char *) g_bytes_get_data (bytes, NULL));
  return TRUE;
}

static gboolean
client (GValue *result, gpointer base, GError **error)
{
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autofree char *world = g_strconcat (base, "/world", NULL);
  g_autofree char *json = g_strconcat (base, "/json", NULL);
  g_autofree char *echo = g_strconcat (base, "/echo", NULL);

  aiohttp_request_options_set_text (options, "an echo");
  return fetch_text (session, "GET", base, NULL, error) && fetch_text (session, "GET", world, NULL, error) &&
         fetch_json (session, json, error) && fetch_first_bytes (session, base, error) &&
         fetch_text (session, "POST", echo, options, error) && aiohttp_client_session_close (session, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (!aiohttp_run (client, argc > 1 ? argv[1] : (char *) "http://127.0.0.1:8080", &error))
    g_printerr ("client: %s\n", error->message);
  return error != NULL;
}
