/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The second model, promises: a future stands for what will be there, `then` goes on from it, and `all` waits for
 * several. usage: async-promises URL */

#include <aiohttp-glib/aiohttp.h>

static AiohttpFuture *
read_text (AiohttpFuture *future, gpointer session, GError **error)
{
  g_autoptr (AiohttpClientResponse) response =
      aiohttp_client_session_request_finish (session, G_ASYNC_RESULT (future), error);

  return response != NULL ? aiohttp_client_response_text_future (response, NULL) : NULL;
}

/* A future of an operation is done with the operation's result, which its `_finish` takes. */
static AiohttpFuture *
show_text (AiohttpFuture *future, gpointer user_data, GError **error)
{
  GAsyncResult *result = aiohttp_future_get_result (future);
  g_autoptr (GObject) response = g_async_result_get_source_object (result);
  g_autofree char *text = aiohttp_client_response_text_finish (AIOHTTP_CLIENT_RESPONSE (response), result, error);

  if (text != NULL)
    g_print ("%s\n", text);
  return NULL;
}

static AiohttpFuture *
show_page (AiohttpClientSession *session, const char *base, const char *path)
{
  g_autofree char *url = g_strconcat (base, path, NULL);
  g_autoptr (AiohttpFuture) response = aiohttp_client_session_request_future (session, "GET", url, NULL, NULL);
  g_autoptr (AiohttpFuture) text = aiohttp_future_then (response, read_text, session, NULL);

  return aiohttp_future_then (text, show_text, NULL, NULL);
}

static void
on_all (GObject *source, GAsyncResult *result, gpointer loop)
{
  g_autoptr (GError) error = NULL;

  if (aiohttp_all_finish (result, &error))
    g_print ("all: two pages\n");
  else
    g_printerr ("%s\n", error->message);
  g_main_loop_quit (loop);
}

int
main (int argc, char **argv)
{
  const char *base = argc > 1 ? argv[1] : "http://127.0.0.1:8080";
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new ();
  g_autoptr (AiohttpFuture) one = show_page (session, base, "/one");
  g_autoptr (AiohttpFuture) two = show_page (session, base, "/two");
  GAsyncResult *both[] = { G_ASYNC_RESULT (one), G_ASYNC_RESULT (two) };

  aiohttp_all_async (both, G_N_ELEMENTS (both), NULL, on_all, loop);
  g_main_loop_run (loop);
  return 0;
}
