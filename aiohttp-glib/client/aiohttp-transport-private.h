/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/* One request as it goes on the wire: all policy (redirects, default fields, codings, timeouts) is the session's. */
typedef struct
{
  const char *method;
  GUri *uri;
  SoupMessageHeaders *headers;
  GBytes *body; /* NULL: none */
} AiohttpTransportRequest;

/* The head of its answer, and its body as it came off the wire, transfer coding undone. */
typedef struct
{
  guint status;
  char *reason;
  SoupHTTPVersion version;
  SoupMessageHeaders *headers;
  GInputStream *body;
} AiohttpTransportReply;

void aiohttp_transport_reply_free (AiohttpTransportReply *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpTransportReply, aiohttp_transport_reply_free)

#define AIOHTTP_TYPE_TRANSPORT (aiohttp_transport_get_type ())

G_DECLARE_DERIVABLE_TYPE (AiohttpTransport, aiohttp_transport, AIOHTTP, TRANSPORT, GObject)

/*
 * What carries requests: the one seam between the session's policy and the wire.
 *
 * send: errors are in AIOHTTP_CLIENT_ERROR already, but for G_IO_ERROR_CANCELLED; cancelling gives the connection up.
 * body: its reads report raw GIO errors, which map_body_error puts into AIOHTTP_CLIENT_ERROR; a cancelled read leaves it
 * readable. In the end it is given to close_body, which never waits: at_end keeps the connection for the next request,
 * else it is given up.
 * close: everything under way fails, idle connections end.
 */
struct _AiohttpTransportClass
{
  GObjectClass parent_class;

  void (*send_async) (AiohttpTransport *self, const AiohttpTransportRequest *request, GCancellable *cancellable,
                      GAsyncReadyCallback callback, gpointer user_data);
  AiohttpTransportReply *(*send_finish) (AiohttpTransport *self, GAsyncResult *result, GError **error);
  GError *(*map_body_error) (AiohttpTransport *self, GError *error /* taken */);
  void (*close_body) (AiohttpTransport *self, GInputStream *body, gboolean at_end);
  void (*close) (AiohttpTransport *self);
};

void aiohttp_transport_send_async (AiohttpTransport *self, const AiohttpTransportRequest *request,
                                   GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
AiohttpTransportReply *aiohttp_transport_send_finish (AiohttpTransport *self, GAsyncResult *result, GError **error);
GError *aiohttp_transport_map_body_error (AiohttpTransport *self, GError *error);
void aiohttp_transport_close_body (AiohttpTransport *self, GInputStream *body, gboolean at_end);
void aiohttp_transport_close (AiohttpTransport *self);

G_END_DECLS
