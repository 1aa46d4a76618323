/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* What a session settles for all of its requests: where to, who asks, how long, and by how many connections.
 * usage: client-settings URL */

#include <aiohttp-glib/aiohttp.h>

static AiohttpClientSession *
make_session (const char *base, GError **error)
{
  g_autofree char *url = g_strconcat (base, "/api/", NULL);
  g_autofree char *authorization = aiohttp_encode_basic_auth ("ann", "s3cret", error);
  g_autoptr (AiohttpConnector) connector =
      g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "limit", 20, "limit-per-host", 4, "keepalive-timeout", 30.0, NULL);
  g_autoptr (AiohttpClientTimeout) timeout = g_object_new (AIOHTTP_TYPE_CLIENT_TIMEOUT, "total", 60.0, "connect", 10.0,
                                                           "sock-connect", 5.0, "sock-read", 20.0, NULL);
  g_autoptr (AiohttpClientSession) session =
      g_object_new (AIOHTTP_TYPE_CLIENT_SESSION, "connector", connector, "client-timeout", timeout, "params", "key=k",
                    "authorization", authorization, "max-redirects", 5, "max-body-size", (guint64) 10000000, NULL);

  if (!aiohttp_client_session_set_base_url (session, url, error) ||
      !aiohttp_client_session_set_header (session, "User-Agent", "settings/1.0", error))
    return NULL;
  return g_steal_pointer (&session);
}

static gboolean
ask (AiohttpClientSession *session, GError **error)
{
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *text = NULL;

  aiohttp_request_options_add_param (options, "page", "2");
  response = aiohttp_client_session_get (session, "settings", options, error);
  text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;
  if (text != NULL)
    g_print ("%s\n", text);
  return text != NULL;
}

static void
ask_slow (AiohttpClientSession *session)
{
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autoptr (GError) error = NULL;

  aiohttp_request_options_set_timeout (options, 0.1);
  response = aiohttp_client_session_get (session, "slow", options, &error);
  if (g_error_matches (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_TIMEOUT))
    {
      g_auto (GStrv) parts = g_strsplit (error->message, ": ", 2);

      g_print ("too slow: %s\n", parts[0]);
    }
}

static gboolean
run (GValue *result, gpointer base, GError **error)
{
  g_autoptr (AiohttpClientSession) session = make_session (base, error);

  if (session == NULL || !ask (session, error))
    return FALSE;
  ask_slow (session);
  return aiohttp_client_session_close (session, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (!aiohttp_run (run, argc > 1 ? argv[1] : (char *) "http://127.0.0.1:8080", &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
