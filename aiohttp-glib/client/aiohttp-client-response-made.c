/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-response.h"
#include "aiohttp-client-response-private.h"

/* Responses that no server has sent, and what is put on others. */

/**
 * aiohttp_client_response_new_for_request:
 * @request: the request that it answers
 * @status: its status
 * @headers: (nullable): its header fields, which are copied
 * @body: (nullable): its body, as it is read: content codings are undone already
 *
 * Makes a response: for a middleware that answers a request without sending it, from a cache or in a test.
 *
 * Returns: (transfer full): the response
 *
 * Since: 0.1
 */
AiohttpClientResponse *
aiohttp_client_response_new_for_request (AiohttpClientRequest *request, guint status, SoupMessageHeaders *headers,
                                         GBytes *body)
{
  g_autoptr (AiohttpTransportReply) reply = NULL;
  g_autoptr (GBytes) empty = NULL;
  g_autoptr (AiohttpClientBody) whole = NULL;
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  g_return_val_if_fail (AIOHTTP_IS_CLIENT_REQUEST (request), NULL);

  if (body == NULL)
    body = empty = g_bytes_new_static ("", 0);
  whole = aiohttp_client_body_new_whole (body);
  reply = aiohttp_transport_reply_new (NULL);
  reply->status = status;
  reply->version = SOUP_HTTP_1_1;
  reply->reason = g_strdup (soup_status_get_phrase (status));
  reply->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  if (headers != NULL)
    {
      soup_message_headers_iter_init (&iter, headers);
      while (soup_message_headers_iter_next (&iter, &name, &value))
        soup_message_headers_append (reply->headers, name, value);
    }
  return aiohttp_client_response_new (request, reply, whole);
}

void
aiohttp_client_response_set_timings (AiohttpClientResponse *self, AiohttpClientTimings *timings)
{
  g_set_object (&self->timings, timings);
}

/**
 * aiohttp_client_response_get_timings:
 * @self: a client response
 *
 * Gets where the time of the request went, so far. It is had where the session takes it down:
 * [method@Aiohttp.ClientSession.set_record_timings].
 *
 * Returns: (transfer none) (nullable): the timings, or %NULL
 *
 * Since: 0.1
 */
AiohttpClientTimings *
aiohttp_client_response_get_timings (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  return self->timings;
}

/**
 * aiohttp_client_response_get_received_bytes:
 * @self: a client response
 *
 * Gets how many bytes of the body came so far, before its content coding was undone: what can be held against
 * [method@Aiohttp.ClientResponse.get_content_length]. [property@Aiohttp.StreamReader:total-bytes] of the content counts
 * them decoded.
 *
 * aiohttp: `content.total_raw_bytes`
 *
 * Returns: bytes
 *
 * Since: 0.1
 */
guint64
aiohttp_client_response_get_received_bytes (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), 0);

  return aiohttp_client_body_get_received (aiohttp_client_response_get_body (self));
}

/**
 * aiohttp_client_response_get_remote_address:
 * @self: a client response
 *
 * Gets the other end of the connection that the response came by: that of a proxy where one was asked.
 *
 * Returns: (transfer none) (nullable): the address; %NULL where no connection has brought the response
 *
 * Since: 0.1
 */
GSocketAddress *
aiohttp_client_response_get_remote_address (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  return self->reply->remote_address;
}

/**
 * aiohttp_client_response_get_tls_info:
 * @self: a client response
 *
 * Gets what the TLS connection that the response came by is like: its version, cipher, and the server's certificate.
 *
 * Returns: (transfer none) (nullable): the connection's facts; %NULL without TLS, and on libsoup's transport
 *
 * Since: 0.1
 */
AiohttpTlsInfo *
aiohttp_client_response_get_tls_info (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  return self->reply->tls_info;
}
