/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A middleware of one's own, and one of the library's around it that sends failed requests again.
 * usage: client-middleware URL */

#include <aiohttp-glib/aiohttp.h>

/* Gives each attempt a number. */
static AiohttpReply *
number (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  int *count = user_data;
  g_autofree char *value = g_strdup_printf ("%d", ++*count);
  AiohttpClientResponse *response;

  if (!aiohttp_client_request_set_header (request, "X-Attempt", value, error))
    return NULL;
  response = aiohttp_client_next_await (next, request, error);
  if (response != NULL)
    g_print ("attempt %d: %u\n", *count, aiohttp_client_response_get_status (response));
  return AIOHTTP_REPLY (response);
}

static gboolean
fetch (GValue *result, gpointer user_data, GError **error)
{
  g_autofree char *url = g_strconcat (user_data, "/flaky", NULL);
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  g_autoptr (AiohttpClientMiddleware) retry =
      g_object_new (AIOHTTP_TYPE_CLIENT_RETRY_MIDDLEWARE, "attempts", 4, "base-delay", 0.01, NULL);
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *text = NULL;
  int count = 0;

  aiohttp_client_session_add_middleware (session, retry);
  aiohttp_client_session_add_middleware_func (session, number, &count, NULL);
  response = aiohttp_client_session_get (session, url, NULL, error);
  text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;
  if (text != NULL)
    g_print ("%s\n", text);
  return text != NULL && aiohttp_client_session_close (session, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (!aiohttp_run (fetch, argc > 1 ? argv[1] : (char *) "http://127.0.0.1:8080", &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
