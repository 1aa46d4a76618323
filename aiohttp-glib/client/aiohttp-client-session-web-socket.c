/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-session.h"

#include <string.h>

#include "aiohttp-await-private.h"
#include "aiohttp-chars-private.h"
#include "aiohttp-client-error-info-private.h"
#include "aiohttp-client-response-private.h"
#include "aiohttp-client-session-private.h"
#include "aiohttp-debug-private.h"
#include "aiohttp-error.h"
#include "aiohttp-web-socket-handshake-private.h"
#include "aiohttp-web-socket-options-private.h"

/* AiohttpClientSession: websockets. The request for one is a request like any other, which takes the session's way; its
 * answer has to be a 101 that fits it (RFC 6455, 4.1). */

typedef struct
{
  char *key;
  AiohttpWebSocketOptions *options;
} Asking;

static void
asking_free (gpointer data)
{
  Asking *asking = data;

  g_free (asking->key);
  g_clear_object (&asking->options);
  g_free (asking);
}

/* ws is http, and wss https. */
static char *
translate_url (const char *url)
{
  if (g_ascii_strncasecmp (url, "ws:", 3) == 0)
    return g_strconcat ("http:", url + 3, NULL);
  if (g_ascii_strncasecmp (url, "wss:", 4) == 0)
    return g_strconcat ("https:", url + 4, NULL);
  return g_strdup (url);
}

static SoupMessageHeaders *
make_headers (const Asking *asking)
{
  SoupMessageHeaders *headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  AiohttpWebSocketOptions *options = asking->options;
  const char *const *protocols = options != NULL ? aiohttp_web_socket_options_get_protocols (options) : NULL;
  guint compress = options != NULL ? aiohttp_web_socket_options_get_compress (options) : 0;

  soup_message_headers_append (headers, "Upgrade", "websocket");
  soup_message_headers_append (headers, "Connection", "Upgrade");
  soup_message_headers_append (headers, "Sec-WebSocket-Version", "13");
  soup_message_headers_append (headers, "Sec-WebSocket-Key", asking->key);
  if (options != NULL && aiohttp_web_socket_options_get_origin (options) != NULL)
    soup_message_headers_append (headers, "Origin", aiohttp_web_socket_options_get_origin (options));
  if (protocols != NULL && protocols[0] != NULL)
    {
      g_autofree char *list = g_strjoinv (", ", (char **) protocols);

      soup_message_headers_append (headers, "Sec-WebSocket-Protocol", list);
    }
  if (compress != 0)
    {
      g_autofree char *offer =
          aiohttp_web_socket_offer_deflate (compress, aiohttp_web_socket_options_get_client_notakeover (options));

      soup_message_headers_append (headers, "Sec-WebSocket-Extensions", offer);
    }
  return headers;
}

static gboolean G_GNUC_PRINTF (2, 3) refuse (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  *error = g_error_new_valist (AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_HANDSHAKE, format, arguments);
  va_end (arguments);
  return FALSE;
}

static gboolean
check_upgrade (const Asking *asking, AiohttpClientResponse *response, GError **error)
{
  SoupMessageHeaders *headers = aiohttp_client_response_get_headers (response);
  const char *accept = soup_message_headers_get_list (headers, "Sec-WebSocket-Accept");
  g_autofree char *expected = aiohttp_web_socket_get_accept (asking->key);

  if (aiohttp_client_response_get_status (response) != 101)
    return refuse (error, "Server answered the websocket handshake by the status %u",
                   aiohttp_client_response_get_status (response));
  if (!aiohttp_web_socket_list_has (soup_message_headers_get_list (headers, "Upgrade"), "websocket"))
    return refuse (error, "Server did not upgrade to a websocket");
  if (!aiohttp_web_socket_list_has (soup_message_headers_get_list (headers, "Connection"), "upgrade"))
    return refuse (error, "Server did not upgrade the connection");
  if (g_strcmp0 (accept, expected) != 0)
    return refuse (error, "Server's Sec-WebSocket-Accept does not fit the key");
  if (response->reply->upgraded == NULL)
    return refuse (error, "This transport cannot upgrade a connection");
  return TRUE;
}

static gboolean
check_protocol (const Asking *asking, const char *protocol, GError **error)
{
  const char *const *offered =
      asking->options != NULL ? aiohttp_web_socket_options_get_protocols (asking->options) : NULL;

  if (protocol == NULL || (offered != NULL && g_strv_contains (offered, protocol)))
    return TRUE;
  {
    g_autofree char *shown = aiohttp_chars_escape (protocol, strlen (protocol), 100);

    return refuse (error, "Server chose a subprotocol that was not offered: %s", shown);
  }
}

static AiohttpWebSocket *
take_web_socket (const Asking *asking, AiohttpClientResponse *response, GError **error)
{
  SoupMessageHeaders *headers = aiohttp_client_response_get_headers (response);
  const char *extensions = soup_message_headers_get_list (headers, "Sec-WebSocket-Extensions");
  AiohttpTransportReply *reply = response->reply;
  AiohttpWebSocketTerms terms;
  g_autoptr (GBytes) rest = NULL;

  aiohttp_web_socket_options_get_terms (asking->options, &terms);
  terms.protocol = soup_message_headers_get_list (headers, "Sec-WebSocket-Protocol");
  if (!check_upgrade (asking, response, error) || !check_protocol (asking, terms.protocol, error))
    return NULL;
  if (extensions != NULL &&
      !aiohttp_web_socket_take_deflate (
          extensions, asking->options != NULL ? aiohttp_web_socket_options_get_compress (asking->options) : 0,
          asking->options != NULL && aiohttp_web_socket_options_get_client_notakeover (asking->options), &terms, error))
    return NULL;
  rest = g_steal_pointer (&reply->upgraded_rest);
  return aiohttp_web_socket_new_for_channel (g_steal_pointer (&reply->upgraded), &terms, rest, NULL);
}

static void
on_response (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (AiohttpClientResponse) response = g_task_propagate_pointer (G_TASK (result), &error);
  AiohttpWebSocket *socket = NULL;

  if (response != NULL)
    {
      socket = take_web_socket (g_task_get_task_data (task), response, &error);
      if (socket == NULL)
        aiohttp_client_error_info_attach_refusal (task, response);
      aiohttp_client_response_close (response);
    }
  if (socket == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* Made by the main loop, but asked for elsewhere. */
  if (aiohttp_debug_is_on ())
    aiohttp_debug_copy_mark (task, socket);
  g_task_return_pointer (task, socket, g_object_unref);
}

/**
 * aiohttp_client_session_ws_connect_async:
 * @self: a client session
 * @url: a URL with the scheme `ws`, `wss`, `http` or `https`
 * @options: (nullable): how to ask for it
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called when the handshake is over
 * @user_data: for @callback
 *
 * Opens a websocket. The request takes the session's headers and cookies, proxy and connector; redirects are not followed.
 * The session's total timeout is for the handshake only.
 *
 * aiohttp: `ws_connect()`.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_ws_connect_async (AiohttpClientSession *self, const char *url, AiohttpWebSocketOptions *options,
                                         GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task, *request;
  Asking *asking;
  g_autoptr (SoupMessageHeaders) headers = NULL;
  g_autofree char *translated = NULL;

  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));
  g_return_if_fail (url != NULL);
  g_return_if_fail (options == NULL || AIOHTTP_IS_WEB_SOCKET_OPTIONS (options));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_client_session_ws_connect_async);
  g_task_set_name (task, "[aiohttp] client session: ws_connect");
  g_task_set_check_cancellable (task, FALSE);
  if (aiohttp_debug_is_on ())
    aiohttp_debug_mark (task);
  asking = g_new0 (Asking, 1);
  asking->key = aiohttp_web_socket_new_key ();
  g_set_object (&asking->options, options);
  g_task_set_task_data (task, asking, asking_free);
  if (asking->key == NULL)
    {
      g_task_return_new_error (task, AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_HANDSHAKE,
                               "The system has no random numbers");
      g_object_unref (task);
      return;
    }
  headers = make_headers (asking);
  translated = translate_url (url);
  request = g_task_new (self, cancellable, on_response, task);
  g_task_set_check_cancellable (request, FALSE);
  g_task_set_name (request, "[aiohttp] client session: websocket handshake");
  aiohttp_client_session_start_upgrade (
      self, request, translated, options != NULL ? aiohttp_web_socket_options_get_request (options) : NULL, headers);
}

/**
 * aiohttp_client_session_ws_connect_finish:
 * @self: a client session
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.ClientSession.ws_connect_async].
 *
 * Returns: (transfer full): the websocket, open; %NULL with %AIOHTTP_WEBSOCKET_ERROR_HANDSHAKE if the server's answer is not
 *   what it has to be, or with an error of %AIOHTTP_CLIENT_ERROR; [func@Aiohttp.ClientErrorInfo.for_result] then has the answer's
 *   status and headers
 *
 * Since: 0.1
 */
AiohttpWebSocket *
aiohttp_client_session_ws_connect_finish (AiohttpClientSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_client_session_ws_connect_async, error);
}

/**
 * aiohttp_client_session_ws_connect: (skip)
 * @self: a client session
 * @url: a URL with the scheme `ws`, `wss`, `http` or `https`
 * @options: (nullable): how to ask for it
 * @error: return location of the error
 *
 * Opens a websocket and suspends the calling coroutine until the handshake is over: the awaiting form of
 * [method@Aiohttp.ClientSession.ws_connect_async].
 *
 * Returns: (transfer full): the websocket, open; %NULL on error
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (AiohttpWebSocket *, aiohttp_client_session_ws_connect, NULL,
                      (AiohttpClientSession * self, const char *url, AiohttpWebSocketOptions *options),
                      (self, url, options))

/**
 * aiohttp_client_session_ws_connect_future:
 * @self: a client session
 * @url: a URL with the scheme `ws`, `wss`, `http` or `https`
 * @options: (nullable): how to ask for it
 * @cancellable: (nullable): a cancellable
 *
 * Starts [method@Aiohttp.ClientSession.ws_connect_async] and gives a future of it, which goes to
 * [method@Aiohttp.ClientSession.ws_connect_finish].
 *
 * Returns: (transfer full): a future of the operation
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_FUTURE (aiohttp_client_session_ws_connect,
                       (AiohttpClientSession * self, const char *url, AiohttpWebSocketOptions *options),
                       (self, url, options))
