/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Our client, talking to another implementation's server; run.py starts both. Each argument is NAME=URL: a server with
 * other parameters of permessage-deflate. "going-away" comes last: that one is ended when the line "waiting" is seen.
 *
 *   interop-client [--authority FILE] [--no-parts] NAME=URL…
 */

#include <locale.h>
#include <stdio.h>
#include <string.h>

#include <aiohttp-glib/aiohttp.h>

#define LARGE (1024 * 1024)

static char *authority_file;
static gboolean no_parts; /* the peer cannot send a message in parts */

typedef struct
{
  AiohttpClientSession *session;
  AiohttpWebSocket *socket;
  char **arguments;
  guint n_tests;
} Talk;

static void
report (Talk *self, gboolean good, const char *peer, const char *what, GError *error)
{
  g_print ("%sok %u %s: %s\n", good ? "" : "not ", ++self->n_tests, peer, what);
  if (!good && error != NULL)
    g_print ("# %s\n", error->message);
}

static gboolean
connect_to (Talk *self, const char *url, AiohttpWebSocketOptions *options, GError **error)
{
  g_autoptr (AiohttpWebSocketOptions) own = options == NULL ? aiohttp_web_socket_options_new () : NULL;

  if (options == NULL)
    options = own;
  if (authority_file != NULL && g_str_has_prefix (url, "wss:"))
    {
      g_autoptr (AiohttpTlsContext) tls = aiohttp_tls_context_new_client ();
      g_autoptr (AiohttpRequestOptions) request = aiohttp_request_options_new ();

      if (!aiohttp_tls_context_load_authorities (tls, authority_file, error))
        return FALSE;
      aiohttp_request_options_set_tls_context (request, tls);
      aiohttp_web_socket_options_set_request (options, request);
    }
  aiohttp_web_socket_options_set_max_msg_size (options, 32 * LARGE);
  g_clear_object (&self->socket);
  self->socket = aiohttp_client_session_ws_connect (self->session, url, options, error);
  return self->socket != NULL;
}

static gboolean
exchange_text (Talk *self, const char *text, GError **error)
{
  g_autofree char *back = aiohttp_web_socket_send_str (self->socket, text, error)
                              ? aiohttp_web_socket_receive_str (self->socket, error)
                              : NULL;

  return g_strcmp0 (text, back) == 0;
}

static gboolean
exchange_bytes (Talk *self, GBytes *bytes, GError **error)
{
  g_autoptr (GBytes) back = aiohttp_web_socket_send_bytes (self->socket, bytes, error)
                                ? aiohttp_web_socket_receive_bytes (self->socket, error)
                                : NULL;

  return back != NULL && g_bytes_equal (bytes, back);
}

static GBytes *
make_noise (gsize length)
{
  guint32 *noise = g_malloc (length);
  g_autoptr (GRand) rand = g_rand_new_with_seed (6455);

  for (gsize i = 0; i < length / sizeof *noise; i++)
    noise[i] = g_rand_int (rand);
  return g_bytes_new_take (noise, length);
}

/* Letters are split, too. */
static gboolean
exchange_parts (Talk *self, GError **error)
{
  g_autoptr (AiohttpWebSocketWriter) writer = aiohttp_web_socket_begin_message (
      self->socket, AIOHTTP_WEB_SOCKET_MESSAGE_TEXT, AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT, error);
  g_autofree char *back = NULL;

  for (guint i = 0; i < 3; i++)
    {
      static const char *const parts[] = { "Gr\303", "\274\303", "\237e" };
      g_autoptr (GBytes) part = g_bytes_new_static (parts[i], strlen (parts[i]));

      if (writer == NULL || !aiohttp_web_socket_writer_write (writer, part, error))
        return FALSE;
    }
  if (!aiohttp_web_socket_writer_write_eof (writer, error))
    return FALSE;
  back = aiohttp_web_socket_receive_str (self->socket, error);
  return g_strcmp0 (back, "Grüße") == 0;
}

static gboolean
ask (Talk *self, const char *text, const char *wanted, GError **error)
{
  g_autofree char *back = aiohttp_web_socket_send_str (self->socket, text, error)
                              ? aiohttp_web_socket_receive_str (self->socket, error)
                              : NULL;

  return g_strcmp0 (back, wanted) == 0;
}

static void
exchange_all (Talk *self, const char *peer)
{
  g_autoptr (GBytes) noise = make_noise (LARGE);
  g_autofree char *text = g_malloc (LARGE + 1);
  g_autofree char *once_more = NULL;
  gboolean good = TRUE;

  for (gsize i = 0; i < LARGE; i++)
    text[i] = (char) ('a' + i * i % 23);
  text[LARGE] = '\0';
  {
    g_autoptr (GError) error = NULL;

    report (self, exchange_text (self, "Grüße, 🌍", &error) && exchange_text (self, "", &error), peer, "text", error);
  }
  {
    g_autoptr (GError) error = NULL;

    report (self, exchange_text (self, text, &error), peer, "1 MiB of text", error);
  }
  {
    g_autoptr (GError) error = NULL;

    report (self, exchange_bytes (self, noise, &error), peer, "1 MiB of noise", error);
  }
  {
    g_autoptr (GError) error = NULL;

    /* What came before is in the window. */
    once_more = g_strndup (text, 1000);
    for (guint i = 0; i < 5 && good; i++)
      good = exchange_text (self, once_more, &error);
    report (self, good, peer, "the same again", error);
  }
  {
    g_autoptr (GError) error = NULL;

    report (self, exchange_parts (self, &error), peer, "parts to the peer", error);
  }
  if (!no_parts)
    {
      g_autoptr (GError) error = NULL;

      report (self, ask (self, "parts", "part é part é part é ", &error), peer, "parts from the peer", error);
    }
  {
    g_autoptr (GError) error = NULL;

    report (self, ask (self, "ping", "pong are you there", &error), peer, "a ping of the peer", error);
  }
}

/* Some repeat the code, and aiohttp answers 1000. */
static gboolean
close_socket (Talk *self, guint code, const char *reason, GError **error)
{
  if (!aiohttp_web_socket_close (self->socket, code, reason, error))
    return FALSE;
  return aiohttp_web_socket_get_close_code (self->socket) == code ||
         aiohttp_web_socket_get_close_code (self->socket) == 1000;
}

static gboolean
ping (Talk *self, const char *url, GError **error)
{
  g_autoptr (AiohttpWebSocketOptions) options = aiohttp_web_socket_options_new ();
  g_autoptr (GBytes) payload = g_bytes_new_static ("ping 1", 6);
  g_autoptr (AiohttpWebSocketMessage) message = NULL;
  const char *data;
  gsize length;

  aiohttp_web_socket_options_set_autoping (options, FALSE);
  if (!connect_to (self, url, options, error) ||
      !aiohttp_web_socket_send_frame (self->socket, AIOHTTP_WEB_SOCKET_MESSAGE_PING, payload,
                                      AIOHTTP_WEB_SOCKET_COMPRESSION_DEFAULT, error))
    return FALSE;
  message = aiohttp_web_socket_receive (self->socket, error);
  if (message == NULL || aiohttp_web_socket_message_get_message_type (message) != AIOHTTP_WEB_SOCKET_MESSAGE_PONG)
    return FALSE;
  data = (const char *) aiohttp_web_socket_message_get_data (message, &length);
  return length == 6 && memcmp (data, "ping 1", 6) == 0 && close_socket (self, 1000, NULL, error);
}

static gboolean
be_closed (Talk *self, const char *url, GError **error)
{
  g_autoptr (AiohttpWebSocketMessage) message = NULL;

  if (!connect_to (self, url, NULL, error) ||
      !aiohttp_web_socket_send_str (self->socket, "close 3002 because é", error))
    return FALSE;
  message = aiohttp_web_socket_receive (self->socket, error);
  return message != NULL && aiohttp_web_socket_message_get_message_type (message) == AIOHTTP_WEB_SOCKET_MESSAGE_CLOSE &&
         aiohttp_web_socket_message_get_close_code (message) == 3002 &&
         g_strcmp0 (aiohttp_web_socket_message_get_reason (message), "because é") == 0;
}

static gboolean
agree_on_protocol (Talk *self, const char *url, GError **error)
{
  static const char *const protocols[] = { "none", "echo", NULL };
  g_autoptr (AiohttpWebSocketOptions) options = aiohttp_web_socket_options_new ();

  aiohttp_web_socket_options_set_protocols (options, protocols);
  return connect_to (self, url, options, error) &&
         g_strcmp0 (aiohttp_web_socket_get_protocol (self->socket), "echo") == 0 &&
         close_socket (self, 1000, "", error);
}

static gboolean
be_refused (Talk *self, const char *url, GError **error)
{
  g_autofree char *refused = g_strconcat (url, "refused", NULL);
  g_autoptr (GError) failure = NULL;

  if (connect_to (self, refused, NULL, &failure))
    return FALSE;
  if (g_error_matches (failure, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_HANDSHAKE) &&
      strstr (failure->message, "401") != NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
see_it_go (Talk *self, const char *url, GError **error)
{
  g_autoptr (AiohttpWebSocketMessage) message = NULL;

  if (!connect_to (self, url, NULL, error) || !exchange_text (self, "waiting", error))
    return FALSE;
  g_print ("waiting\n");
  message = aiohttp_web_socket_receive (self->socket, error);
  if (message != NULL && aiohttp_web_socket_message_get_close_code (message) != 1001)
    g_print ("# a message of type %d, and the code %u\n", aiohttp_web_socket_message_get_message_type (message),
             aiohttp_web_socket_message_get_close_code (message));
  return message != NULL && aiohttp_web_socket_message_get_close_code (message) == 1001;
}

typedef gboolean (*Case) (Talk *self, const char *url, GError **error);

static void
run_case (Talk *self, Case func, const char *url, const char *peer, const char *what)
{
  g_autoptr (GError) error = NULL;

  report (self, func (self, url, &error), peer, what, error);
}

/* `bits`: what we offer; 0: nothing. */
static void
talk_to (Talk *self, const char *peer, const char *url)
{
  for (guint bits = 0; bits <= 15; bits += bits == 0 ? 9 : 3)
    for (guint no_context = 0; no_context < (bits == 0 ? 1 : 2); no_context++)
      {
        g_autoptr (AiohttpWebSocketOptions) options = aiohttp_web_socket_options_new ();
        g_autoptr (GError) error = NULL;
        g_autofree char *title = g_strdup_printf ("%s, %u bits%s", peer, bits, no_context ? " without context" : "");
        guint agreed;

        aiohttp_web_socket_options_set_compress (options, bits);
        aiohttp_web_socket_options_set_client_notakeover (options, no_context);
        if (!connect_to (self, url, options, &error))
          {
            report (self, FALSE, title, "connects", error);
            continue;
          }
        agreed = aiohttp_web_socket_get_compress (self->socket);
        report (self, bits == 0 || g_str_has_prefix (peer, "plain") ? agreed == 0 : agreed > 0 && agreed <= bits, title,
                "agrees on compression", NULL);
        exchange_all (self, title);
        report (self, close_socket (self, 4001, "bye é", &error), title, "close", error);
      }
}

static gboolean
talk (GValue *result, gpointer user_data, GError **error)
{
  Talk *self = user_data;

  self->session = aiohttp_client_session_new ();
  for (char **argument = self->arguments; *argument != NULL; argument++)
    {
      g_auto (GStrv) pair = g_strsplit (*argument, "=", 2);

      if (g_str_equal (pair[0], "going-away"))
        {
          run_case (self, see_it_go, pair[1], pair[0], "is told");
          continue;
        }
      talk_to (self, pair[0], pair[1]);
      run_case (self, ping, pair[1], pair[0], "a ping to the peer");
      run_case (self, be_closed, pair[1], pair[0], "closed by the peer");
      run_case (self, agree_on_protocol, pair[1], pair[0], "a subprotocol");
      run_case (self, be_refused, pair[1], pair[0], "401");
    }
  g_print ("1..%u\n", self->n_tests);
  g_clear_object (&self->socket);
  g_clear_object (&self->session);
  return TRUE;
}

int
main (int argc, char *argv[])
{
  const GOptionEntry entries[] = {
    { "authority", 0, 0, G_OPTION_ARG_FILENAME, &authority_file, "Trust it", "FILE" },
    { "no-parts", 0, 0, G_OPTION_ARG_NONE, &no_parts, "The peer sends no message in parts", NULL },
    G_OPTION_ENTRY_NULL,
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  Talk self = { NULL, NULL, argv + 1, 0 };
  g_autoptr (GError) error = NULL;

  setlocale (LC_ALL, "");
  setvbuf (stdout, NULL, _IOLBF, 0);
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error) || !aiohttp_run (talk, &self, &error))
    g_printerr ("%s\n", error->message);
  g_clear_pointer (&authority_file, g_free);
  return error != NULL;
}
