/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-transport-private.h"

G_DEFINE_ABSTRACT_TYPE (AiohttpTransport, aiohttp_transport, G_TYPE_OBJECT)

static void
aiohttp_transport_class_init (AiohttpTransportClass *klass)
{
}

static void
aiohttp_transport_init (AiohttpTransport *self)
{
}

void
aiohttp_transport_reply_free (AiohttpTransportReply *self)
{
  g_free (self->reason);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_object (&self->body);
  g_free (self);
}

void
aiohttp_transport_send_async (AiohttpTransport *self, const AiohttpTransportRequest *request, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  AIOHTTP_TRANSPORT_GET_CLASS (self)->send_async (self, request, cancellable, callback, user_data);
}

AiohttpTransportReply *
aiohttp_transport_send_finish (AiohttpTransport *self, GAsyncResult *result, GError **error)
{
  return AIOHTTP_TRANSPORT_GET_CLASS (self)->send_finish (self, result, error);
}

GError *
aiohttp_transport_map_body_error (AiohttpTransport *self, GError *error)
{
  return AIOHTTP_TRANSPORT_GET_CLASS (self)->map_body_error (self, error);
}

void
aiohttp_transport_close_body (AiohttpTransport *self, GInputStream *body, gboolean at_end)
{
  AIOHTTP_TRANSPORT_GET_CLASS (self)->close_body (self, body, at_end);
}

void
aiohttp_transport_close (AiohttpTransport *self)
{
  AIOHTTP_TRANSPORT_GET_CLASS (self)->close (self);
}
