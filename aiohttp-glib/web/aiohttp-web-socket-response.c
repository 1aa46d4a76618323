/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-response.h"

#include <string.h>

#include "aiohttp-error.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-request-private.h"
#include "aiohttp-web-socket-handshake-private.h"
#include "aiohttp-web-socket-response-private.h"

/**
 * AiohttpWebSocketResponse:
 *
 * A server's answer to a request for a websocket.
 *
 * |[<!-- language="C" -->
 * static AiohttpReply *
 * echo (AiohttpRequest *request, gpointer user_data, GError **error)
 * {
 *   g_autoptr(AiohttpWebSocketResponse) response = aiohttp_web_socket_response_new ();
 *   AiohttpWebSocket *socket = aiohttp_web_socket_response_accept (response, request, error);
 *   char *text;
 *
 *   if (socket == NULL)
 *     return NULL;
 *   while ((text = aiohttp_web_socket_receive_str (socket, error)) != NULL)
 *     {
 *       gboolean sent = aiohttp_web_socket_send_str (socket, text, error);
 *
 *       g_free (text);
 *       if (!sent)
 *         return NULL;
 *     }
 *   return NULL;
 * }
 * ]|
 *
 * It is made, set up, and accepted or prepared once; what is not a handshake of RFC 6455 is an error then, by which the
 * client gets 400, and 403 for a page of another origin ([property@Aiohttp.WebSocketResponse:allowed-origins]). The
 * connection goes on as HTTP in that case.
 *
 * When the handler returns the response, its websocket is closed with the code 1000; unless its signal
 * [signal@Aiohttp.WebSocket::message] has handlers: then it lives on until one side closes it, and costs no more memory
 * than it has to. A handler that fails closes it with 1011, but %AIOHTTP_WEBSOCKET_ERROR, as a receive or send on a closed
 * websocket has it, is a quiet end. The server closes its websockets with 1001 when it shuts down. The access log has its
 * line when it is over.
 *
 * aiohttp: `WebSocketResponse`
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (AiohttpWebSocketResponse, aiohttp_web_socket_response, AIOHTTP_TYPE_STREAM_RESPONSE)

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_BAD_REQUEST, format, arguments);
  va_end (arguments);
  return FALSE;
}

/* A field that may come in several lines, as one list; (transfer full) (nullable). */
static char *
dup_list (AiohttpRequest *request, const char *name)
{
  AiohttpFields fields = aiohttp_http1_head_get_fields (request->head);
  const AiohttpField *field;
  GString *list = NULL;
  guint position = 0;

  while ((field = aiohttp_fields_next_named (&fields, name, &position)) != NULL)
    {
      if (list == NULL)
        list = g_string_new (NULL);
      else
        g_string_append (list, ", ");
      g_string_append_len (list, aiohttp_request_span_text (request, field->value), field->value.length);
    }
  return list != NULL ? g_string_free (list, FALSE) : NULL;
}

static guint
count_lines (AiohttpRequest *request, const char *name)
{
  AiohttpFields fields = aiohttp_http1_head_get_fields (request->head);
  guint position = 0;
  guint n = 0;

  while (aiohttp_fields_next_named (&fields, name, &position) != NULL)
    n++;
  return n;
}

static gboolean
check_handshake (AiohttpRequest *request, GError **error)
{
  const AiohttpHttp1Head *head = request->head;
  g_autofree char *upgrade = dup_list (request, "Upgrade");
  g_autofree char *connection = dup_list (request, "Connection");
  const char *version = aiohttp_request_get_header (request, "Sec-WebSocket-Version");
  const char *key = aiohttp_request_get_header (request, "Sec-WebSocket-Key");

  if (head->method_id != AIOHTTP_METHOD_GET || head->minor_version == 0)
    return refuse (error, "A websocket is asked for by GET and HTTP/1.1");
  if (!aiohttp_web_socket_list_has (upgrade, "websocket"))
    return refuse (error, "No websocket upgrade: this is for a websocket only");
  if (!aiohttp_web_socket_list_has (connection, "upgrade"))
    return refuse (error, "No connection upgrade: the header Connection does not name Upgrade");
  if (version == NULL || count_lines (request, "Sec-WebSocket-Version") != 1 ||
      (strcmp (version, "13") != 0 && strcmp (version, "8") != 0 && strcmp (version, "7") != 0))
    return refuse (error, "Unsupported websocket version: this server speaks 13");
  if (key == NULL || count_lines (request, "Sec-WebSocket-Key") != 1 || !aiohttp_web_socket_key_is_valid (key))
    return refuse (error, "Handshake error: the header Sec-WebSocket-Key is not 16 bytes in base64");
  return TRUE;
}

static int
get_port (const char *scheme, int port)
{
  if (port != -1)
    return port;
  return g_ascii_strcasecmp (scheme, "https") == 0 || g_ascii_strcasecmp (scheme, "wss") == 0 ? 443 : 80;
}

/* Whether a page of `origin` is one of the host that the request names. The scheme is not compared: a proxy may have
 * taken TLS away. */
static gboolean
is_same_origin (const char *origin, const char *host)
{
  g_autoptr (GUri) page = g_uri_parse (origin, G_URI_FLAGS_NONE, NULL);
  g_autofree char *own_text = host != NULL ? g_strconcat ("http://", host, NULL) : NULL;
  g_autoptr (GUri) own = own_text != NULL ? g_uri_parse (own_text, G_URI_FLAGS_NONE, NULL) : NULL;
  const char *scheme;

  if (page == NULL || own == NULL || g_uri_get_host (page) == NULL || g_uri_get_host (own) == NULL)
    return FALSE;
  scheme = g_uri_get_scheme (page);
  return g_ascii_strcasecmp (g_uri_get_host (page), g_uri_get_host (own)) == 0 &&
         get_port (scheme, g_uri_get_port (page)) == get_port (scheme, g_uri_get_port (own));
}

static gboolean
check_origin (AiohttpWebSocketResponse *self, AiohttpRequest *request, GError **error)
{
  const char *origin = aiohttp_request_get_header (request, "Origin");
  gboolean allowed = FALSE;

  if (origin == NULL)
    return TRUE;
  if (self->allowed_origins == NULL)
    allowed = is_same_origin (origin, aiohttp_request_get_header (request, "Host"));
  else
    for (guint i = 0; self->allowed_origins[i] != NULL && !allowed; i++)
      allowed =
          strcmp (self->allowed_origins[i], "*") == 0 || g_ascii_strcasecmp (self->allowed_origins[i], origin) == 0;
  if (!allowed)
    g_set_error_literal (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_FORBIDDEN,
                         "Pages of this origin may not connect");
  return allowed;
}

/* The client's first wish that this server can fulfil. */
static const char *
choose_protocol (AiohttpWebSocketResponse *self, AiohttpRequest *request)
{
  g_autofree char *offered = self->protocols != NULL ? dup_list (request, "Sec-WebSocket-Protocol") : NULL;
  g_auto (GStrv) names = offered != NULL ? g_strsplit (offered, ",", -1) : NULL;

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    for (guint j = 0; self->protocols[j] != NULL; j++)
      if (strcmp (g_strstrip (names[i]), self->protocols[j]) == 0)
        return self->protocols[j];
  return NULL;
}

static void
get_terms (AiohttpWebSocketResponse *self, AiohttpWebSocketTerms *terms)
{
  *terms = (AiohttpWebSocketTerms){
    .as_server = TRUE,
    .max_message_size = self->max_msg_size,
    .writer_limit = self->writer_limit,
    .heartbeat = self->heartbeat,
    .receive_timeout = self->receive_timeout,
    .close_timeout = self->close_timeout,
    .write_timeout = self->write_timeout,
    .autoping = self->autoping,
    .autoclose = self->autoclose,
  };
}

/* Sets the headers of the 101. */
static gboolean
answer_handshake (AiohttpWebSocketResponse *self, AiohttpRequest *request, AiohttpWebSocketTerms *terms, GError **error)
{
  SoupMessageHeaders *headers = aiohttp_stream_response_get_headers (AIOHTTP_STREAM_RESPONSE (self));
  g_autofree char *accept = aiohttp_web_socket_get_accept (aiohttp_request_get_header (request, "Sec-WebSocket-Key"));
  g_autofree char *offers = self->compress ? dup_list (request, "Sec-WebSocket-Extensions") : NULL;
  g_autofree char *extension = aiohttp_web_socket_accept_deflate (offers, terms);

  terms->protocol = choose_protocol (self, request);
  soup_message_headers_replace (headers, "Upgrade", "websocket");
  soup_message_headers_replace (headers, "Sec-WebSocket-Accept", accept);
  if (extension != NULL)
    soup_message_headers_replace (headers, "Sec-WebSocket-Extensions", extension);
  if (terms->protocol == NULL)
    return TRUE;
  return aiohttp_stream_response_set_header (AIOHTTP_STREAM_RESPONSE (self), "Sec-WebSocket-Protocol", terms->protocol,
                                             error);
}

static void
finish (AiohttpWebSocketResponse *self)
{
  AiohttpResponseOutlet *outlet = AIOHTTP_STREAM_RESPONSE (self)->outlet;
  AiohttpServerStream *stream = outlet->request != NULL ? outlet->request->stream : NULL;

  if (stream != NULL)
    stream->klass->respond (stream, AIOHTTP_STREAM_RESPONSE (self));
}

static void
on_closed (AiohttpWebSocket *socket, gpointer data)
{
  G_GNUC_UNUSED g_autoptr (AiohttpWebSocketResponse) self = g_object_ref (data);
  AiohttpRequest *request = AIOHTTP_STREAM_RESPONSE (self)->outlet->request;

  self->ended = TRUE;
  if (self->handled)
    finish (self);
  else if (request != NULL)
    aiohttp_request_cancel (request);
}

static const AiohttpWebSocketOwnerFuncs owner_funcs = {
  .closed = on_closed,
};

static gboolean
aiohttp_web_socket_response_start (AiohttpStreamResponse *response, AiohttpRequest *request, GError **error)
{
  AiohttpWebSocketResponse *self = AIOHTTP_WEB_SOCKET_RESPONSE (response);
  AiohttpServerStream *stream = request->stream;
  AiohttpWebSocketTerms terms;
  AiohttpChannel *channel;
  g_autoptr (GBytes) rest = NULL;
  g_autoptr (GBytes) unsent = NULL;

  get_terms (self, &terms);
  if (!check_handshake (request, error) || !check_origin (self, request, error))
    return FALSE;
  if (stream->klass->upgrade == NULL)
    return refuse (error, "This connection cannot be upgraded");
  response->status = 101;
  if (!answer_handshake (self, request, &terms, error) || !aiohttp_stream_response_begin (response, request, error))
    return FALSE;
  /* While there is a peer to name, for the log and for the handler. */
  aiohttp_request_get_remote (request);
  channel = stream->klass->upgrade (stream, response, &rest, &unsent, error);
  if (channel == NULL)
    {
      /* Nothing was sent. */
      response->sent = FALSE;
      return FALSE;
    }
  aiohttp_stream_response_attach (response, request);
  g_set_error_literal (&response->outlet->error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                       "The response is a websocket's: send by that");
  self->socket = aiohttp_web_socket_new_for_channel (channel, &terms, rest, unsent);
  aiohttp_web_socket_set_owner (self->socket, &owner_funcs, self);
  return TRUE;
}

static void
aiohttp_web_socket_response_handled (AiohttpStreamResponse *response, gboolean failed)
{
  AiohttpWebSocketResponse *self = AIOHTTP_WEB_SOCKET_RESPONSE (response);

  if (self->handled)
    return;
  self->handled = TRUE;
  if (self->ended)
    finish (self);
  else if (failed)
    aiohttp_web_socket_start_close (self->socket, AIOHTTP_WEB_SOCKET_CLOSE_INTERNAL_ERROR, NULL);
  else if (!aiohttp_web_socket_has_listener (self->socket))
    aiohttp_web_socket_start_close (self->socket, AIOHTTP_WEB_SOCKET_CLOSE_OK, NULL);
}

static void
aiohttp_web_socket_response_going_away (AiohttpStreamResponse *response)
{
  aiohttp_web_socket_start_close (AIOHTTP_WEB_SOCKET_RESPONSE (response)->socket, AIOHTTP_WEB_SOCKET_CLOSE_GOING_AWAY,
                                  "The server is shutting down");
}

static guint64
aiohttp_web_socket_response_get_sent (AiohttpStreamResponse *response)
{
  AiohttpWebSocket *socket = AIOHTTP_WEB_SOCKET_RESPONSE (response)->socket;

  return socket != NULL ? socket->sent : 0;
}

/* The connection was given up: the server does not wait for this websocket any more. */
static void
aiohttp_web_socket_response_detached (AiohttpStreamResponse *response)
{
  AiohttpWebSocketResponse *self = AIOHTTP_WEB_SOCKET_RESPONSE (response);

  if (self->socket == NULL)
    return;
  aiohttp_web_socket_set_owner (self->socket, NULL, NULL);
  if (!self->ended)
    aiohttp_web_socket_abort (self->socket);
}

static void
aiohttp_web_socket_response_dispose (GObject *object)
{
  AiohttpWebSocketResponse *self = AIOHTTP_WEB_SOCKET_RESPONSE (object);

  if (self->socket != NULL)
    aiohttp_web_socket_set_owner (self->socket, NULL, NULL);
  g_clear_object (&self->socket);
  G_OBJECT_CLASS (aiohttp_web_socket_response_parent_class)->dispose (object);
}

static void
aiohttp_web_socket_response_finalize (GObject *object)
{
  aiohttp_web_socket_response_free_settings (AIOHTTP_WEB_SOCKET_RESPONSE (object));
  G_OBJECT_CLASS (aiohttp_web_socket_response_parent_class)->finalize (object);
}

static void
aiohttp_web_socket_response_class_init (AiohttpWebSocketResponseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  AiohttpStreamResponseClass *response_class = AIOHTTP_STREAM_RESPONSE_CLASS (klass);

  object_class->dispose = aiohttp_web_socket_response_dispose;
  object_class->finalize = aiohttp_web_socket_response_finalize;
  response_class->start = aiohttp_web_socket_response_start;
  response_class->handled = aiohttp_web_socket_response_handled;
  response_class->going_away = aiohttp_web_socket_response_going_away;
  response_class->get_sent = aiohttp_web_socket_response_get_sent;
  response_class->detached = aiohttp_web_socket_response_detached;
  aiohttp_object_class_notify_on_main_stack (object_class);
  aiohttp_web_socket_response_install_properties (object_class);
}

static void
aiohttp_web_socket_response_init (AiohttpWebSocketResponse *self)
{
  aiohttp_web_socket_response_init_settings (self);
}

/**
 * aiohttp_web_socket_response_new:
 *
 * Makes a response that will be a websocket.
 *
 * Returns: (transfer full): the response
 *
 * Since: 0.1
 */
AiohttpWebSocketResponse *
aiohttp_web_socket_response_new (void)
{
  return g_object_new (AIOHTTP_TYPE_WEB_SOCKET_RESPONSE, NULL);
}

/**
 * aiohttp_web_socket_response_can_prepare:
 * @self: a response
 * @request: a request
 * @protocol: (out) (optional) (nullable) (transfer none): the subprotocol that would be chosen
 *
 * Tells whether the request asks for a websocket that this response could be, without sending anything.
 *
 * Returns: whether [method@Aiohttp.WebSocketResponse.accept] could succeed
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_response_can_prepare (AiohttpWebSocketResponse *self, AiohttpRequest *request, const char **protocol)
{
  gboolean can;

  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self), FALSE);
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (request), FALSE);

  can = check_handshake (request, NULL) && check_origin (self, request, NULL);
  if (protocol != NULL)
    *protocol = can ? choose_protocol (self, request) : NULL;
  return can;
}

/**
 * aiohttp_web_socket_response_accept:
 * @self: a response
 * @request: the request
 * @error: return location of the error
 *
 * Answers the handshake, as [method@Aiohttp.StreamResponse.prepare] does, and gives the websocket, which is open. It
 * never waits.
 *
 * Returns: (transfer none): the websocket, which the response holds; %NULL with %AIOHTTP_HTTP_ERROR_BAD_REQUEST if the
 *   request is no handshake, with %AIOHTTP_HTTP_ERROR_FORBIDDEN if it is a page's of another origin, with
 *   %G_IO_ERROR_CONNECTION_CLOSED if the client is gone, or with the errors of [method@Aiohttp.StreamResponse.prepare]
 *
 * Since: 0.1
 */
AiohttpWebSocket *
aiohttp_web_socket_response_accept (AiohttpWebSocketResponse *self, AiohttpRequest *request, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self), NULL);
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (request), NULL);

  return aiohttp_stream_response_start (AIOHTTP_STREAM_RESPONSE (self), request, error) ? self->socket : NULL;
}

/**
 * aiohttp_web_socket_response_get_web_socket:
 * @self: a response
 *
 * Gets the websocket.
 *
 * Returns: (transfer none) (nullable): the websocket, or %NULL if the response was not prepared
 *
 * Since: 0.1
 */
AiohttpWebSocket *
aiohttp_web_socket_response_get_web_socket (AiohttpWebSocketResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_RESPONSE (self), NULL);

  return self->socket;
}
