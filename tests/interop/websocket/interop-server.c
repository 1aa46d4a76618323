/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Our server, talked to by other implementations' clients; run.py starts both.
 *
 *   interop-server [CERTIFICATE KEY]                 serves until SIGTERM, and tells how each websocket was closed
 *   interop-server --make-certificate CERTIFICATE KEY
 */

#include <locale.h>
#include <string.h>

#include <aiohttp-glib/aiohttp.h>

static gboolean
send_parts (AiohttpWebSocket *socket, GError **error)
{
  g_autoptr (AiohttpWebSocketWriter) writer = aiohttp_web_socket_begin_message (
      socket, AIOHTTP_WEB_SOCKET_MESSAGE_TEXT, AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT, error);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GBytes) part = g_bytes_new_static ("part é ", strlen ("part é "));

      if (writer == NULL || !aiohttp_web_socket_writer_write (writer, part, error))
        return FALSE;
    }
  return aiohttp_web_socket_writer_write_eof (writer, error);
}

static gboolean
tell_of_pong (AiohttpWebSocket *socket, AiohttpWebSocketMessage *message, GError **error)
{
  gsize length;
  const char *payload = (const char *) aiohttp_web_socket_message_get_data (message, &length);
  g_autofree char *text = g_strdup_printf ("pong %.*s", (int) length, payload);

  return aiohttp_web_socket_send_str (socket, text, error);
}

/* Every message comes back; but "close CODE REASON" closes, "ping" pings, and the pong is told of, and "parts" gets a
 * message in parts. */
static gboolean
answer (AiohttpWebSocket *socket, AiohttpWebSocketMessage *message, GError **error)
{
  const char *text = aiohttp_web_socket_message_get_text (message);

  if (aiohttp_web_socket_message_get_message_type (message) == AIOHTTP_WEB_SOCKET_MESSAGE_PONG)
    return tell_of_pong (socket, message, error);
  if (text != NULL && g_str_has_prefix (text, "close "))
    {
      g_auto (GStrv) words = g_strsplit (text, " ", 3);

      return aiohttp_web_socket_close (socket, (guint) g_ascii_strtoull (words[1], NULL, 10), words[2], error);
    }
  if (g_strcmp0 (text, "ping") == 0)
    {
      g_autoptr (GBytes) payload = g_bytes_new_static ("are you there", 13);

      return aiohttp_web_socket_send_frame (socket, AIOHTTP_WEB_SOCKET_MESSAGE_PING, payload,
                                            AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT, error);
    }
  if (g_strcmp0 (text, "parts") == 0)
    return send_parts (socket, error);
  return aiohttp_web_socket_send_message (socket, message, error);
}

static AiohttpReply *
talk (AiohttpRequest *request, gpointer user_data, GError **error)
{
  static const char *const protocols[] = { "echo", "superchat", NULL };
  g_autoptr (AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
  const char *path = aiohttp_request_get_path (request);
  AiohttpWebSocket *socket;
  const char *reason;

  aiohttp_web_socket_response_set_compress (response, !g_str_equal (path, "/plain"));
  aiohttp_web_socket_response_set_autoping (response, !g_str_equal (path, "/pongs"));
  aiohttp_web_socket_response_set_max_msg_size (response, 32 * 1024 * 1024);
  aiohttp_web_socket_response_set_protocols (response, protocols);
  socket = aiohttp_web_socket_response_accept (response, request, error);
  if (socket == NULL)
    return NULL;
  for (;;)
    {
      g_autoptr (AiohttpWebSocketMessage) message = aiohttp_web_socket_next (socket, NULL);

      if (message == NULL || !answer (socket, message, NULL))
        break;
    }
  reason = aiohttp_web_socket_get_close_reason (socket);
  g_print ("closed %u %s\n", aiohttp_web_socket_get_close_code (socket), reason != NULL ? reason : "");
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static AiohttpReply *
refuse (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (401, "Who are you?"));
}

/* What a browser shows while its websockets talk. */
static AiohttpReply *
show_page (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) page = g_bytes_new_static ("<!DOCTYPE html><title>Interop</title>", 37);

  return AIOHTTP_REPLY (aiohttp_response_new_bytes (200, page, "text/html; charset=utf-8"));
}

static gboolean
serve (AiohttpAppRunner *runner, char **files, GError **error)
{
  g_autoptr (AiohttpTlsContext) tls = NULL;

  if (files[0] != NULL)
    {
      tls = aiohttp_tls_context_new_server_for_files (files[0], files[1], error);
      if (tls == NULL)
        return FALSE;
    }
  g_object_set (runner, "access-log", FALSE, "tls", tls, NULL);
  return aiohttp_app_runner_run (runner, "127.0.0.1", 0, error);
}

static gboolean
make_certificate (char **files, GError **error)
{
  g_autoptr (GTlsCertificate) certificate = aiohttp_test_certificate_new (NULL, error);
  g_autofree char *certificate_pem = NULL, *key_pem = NULL;

  if (certificate == NULL)
    return FALSE;
  g_object_get (certificate, "certificate-pem", &certificate_pem, "private-key-pem", &key_pem, NULL);
  return g_file_set_contents (files[0], certificate_pem, -1, error) &&
         g_file_set_contents (files[1], key_pem, -1, error);
}

int
main (int argc, char *argv[])
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (AiohttpAppRunner) runner = aiohttp_app_runner_new (app);
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  if (argc > 3 && g_str_equal (argv[1], "--make-certificate"))
    make_certificate (argv + 2, &error);
  else if (!aiohttp_router_add_get (router, "/", talk, NULL, NULL, &error) ||
           !aiohttp_router_add_get (router, "/plain", talk, NULL, NULL, &error) ||
           !aiohttp_router_add_get (router, "/pongs", talk, NULL, NULL, &error) ||
           !aiohttp_router_add_get (router, "/page", show_page, NULL, NULL, &error) ||
           !aiohttp_router_add_get (router, "/refused", refuse, NULL, NULL, &error))
    g_assert_no_error (error);
  else
    serve (runner, argv + 1, &error);
  if (error != NULL)
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
