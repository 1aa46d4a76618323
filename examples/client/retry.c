/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Requests that are sent again: an order that is safe to repeat, as it says by its key, and one that is not.
 * usage: client-retry URL */

#include <aiohttp-glib/aiohttp.h>

static gboolean
order (AiohttpClientSession *session, const char *url, const char *what, const char *key, GError **error)
{
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *text = NULL;

  aiohttp_request_options_set_text (options, what);
  if (!aiohttp_request_options_set_header (options, "Idempotency-Key", key, error))
    return FALSE;
  response = aiohttp_client_session_post (session, url, options, error);
  text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;
  if (text != NULL)
    g_print ("%s: %u, %s\n", what, aiohttp_client_response_get_status (response), text);
  return text != NULL;
}

static gboolean
run (GValue *result, gpointer base, GError **error)
{
  g_autofree char *url = g_strconcat (base, "/order", NULL);
  g_autofree char *key = g_uuid_string_random ();
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  /* 3 attempts in all; delays double from 0.01 s, a part of each is random, and the server may ask for more */
  g_autoptr (AiohttpClientMiddleware) retry =
      g_object_new (AIOHTTP_TYPE_CLIENT_RETRY_MIDDLEWARE, "attempts", 3, "base-delay", 0.01, "max-delay", 1.0, "jitter",
                    0.5, "max-retry-after", 5.0, NULL);

  aiohttp_client_session_add_middleware (session, retry);
  return order (session, url, "tea", key, error) && order (session, url, "cake", NULL, error) &&
         aiohttp_client_session_close (session, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (!aiohttp_run (run, argc > 1 ? argv[1] : (char *) "http://127.0.0.1:8080", &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
