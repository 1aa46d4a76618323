/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* client-callbacks [URL]: what client.c does, by _async and _finish in a GMainLoop. */

#include <aiohttp-glib/aiohttp.h>

typedef struct
{
  GMainLoop *loop;
  AiohttpClientSession *session;
  char *base;
  GError *error;
} Client;

static void
finish (Client *client, GError *error)
{
  client->error = error;
  g_main_loop_quit (client->loop);
}

static void
on_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  aiohttp_client_session_close_finish (AIOHTTP_CLIENT_SESSION (source), result, &error);
  finish (user_data, error);
}

static void
on_echo_text (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Client *client = user_data;
  GError *error = NULL;
  g_autofree char *text = aiohttp_client_response_text_finish (AIOHTTP_CLIENT_RESPONSE (source), result, &error);

  if (text == NULL)
    {
      finish (client, error);
      return;
    }
  g_print ("POST /echo: %s\n", text);
  aiohttp_client_session_close_async (client->session, NULL, on_closed, client);
}

static void
on_posted (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  g_autoptr (AiohttpClientResponse) response =
      aiohttp_client_session_post_finish (AIOHTTP_CLIENT_SESSION (source), result, &error);

  if (response == NULL)
    finish (user_data, error);
  else
    aiohttp_client_response_text_async (response, NULL, on_echo_text, user_data);
}

static void
on_first_bytes (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Client *client = user_data;
  GError *error = NULL;
  g_autoptr (GBytes) bytes = aiohttp_stream_reader_read_finish (AIOHTTP_STREAM_READER (source), result, &error);
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();
  g_autofree char *url = g_strconcat (client->base, "/echo", NULL);

  if (bytes == NULL)
    {
      finish (client, error);
      return;
    }
  g_print ("first ten bytes: %.*s\n", (int) g_bytes_get_size (bytes), (char *) g_bytes_get_data (bytes, NULL));
  aiohttp_request_options_set_text (options, "an echo");
  aiohttp_client_session_post_async (client->session, url, options, NULL, on_posted, client);
}

static void
on_streamed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  AiohttpClientResponse *response = aiohttp_client_session_get_finish (AIOHTTP_CLIENT_SESSION (source), result, &error);

  if (response == NULL)
    {
      finish (user_data, error);
      return;
    }
  /* the response is to live as long as its body is read */
  aiohttp_stream_reader_read_async (aiohttp_client_response_get_content (response), 10, NULL, on_first_bytes,
                                    user_data);
  g_object_set_data_full (G_OBJECT (source), "streamed", response, g_object_unref);
}

static void
on_json (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Client *client = user_data;
  GError *error = NULL;
  g_autoptr (JsonNode) json = aiohttp_client_response_json_finish (AIOHTTP_CLIENT_RESPONSE (source), result, &error);
  g_autofree char *text = json != NULL ? json_to_string (json, FALSE) : NULL;

  if (json == NULL)
    {
      finish (client, error);
      return;
    }
  g_print ("GET /json: %s\n", text);
  aiohttp_client_session_get_async (client->session, client->base, NULL, NULL, on_streamed, client);
}

static void
on_got (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;
  g_autoptr (AiohttpClientResponse) response =
      aiohttp_client_session_get_finish (AIOHTTP_CLIENT_SESSION (source), result, &error);

  if (response == NULL || !aiohttp_client_response_raise_for_status (response, &error))
    finish (user_data, error);
  else
    aiohttp_client_response_json_async (response, NULL, on_json, user_data);
}

int
main (int argc, char **argv)
{
  Client client = {
    .loop = g_main_loop_new (NULL, FALSE),
    .session = aiohttp_client_session_new (),
    .base = g_strdup (argc > 1 ? argv[1] : "http://127.0.0.1:8080"),
  };
  g_autofree char *url = g_strconcat (client.base, "/json", NULL);
  int status = 0;

  aiohttp_client_session_get_async (client.session, url, NULL, NULL, on_got, &client);
  g_main_loop_run (client.loop);
  if (client.error != NULL)
    {
      g_printerr ("client-callbacks: %s\n", client.error->message);
      status = 1;
    }
  g_clear_error (&client.error);
  g_clear_object (&client.session);
  g_clear_pointer (&client.loop, g_main_loop_unref);
  g_free (client.base);
  return status;
}
