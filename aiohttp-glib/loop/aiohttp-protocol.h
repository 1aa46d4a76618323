/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-stream-transport.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_PROTOCOL (aiohttp_protocol_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_DERIVABLE_TYPE (AiohttpProtocol, aiohttp_protocol, AIOHTTP, PROTOCOL, GObject)

/**
 * AiohttpProtocolClass:
 * @parent_class: the parent class
 * @connection_made: the connection is there; called once, before all others
 * @data_received: the peer has sent something
 * @eof_received: the peer sends no more; returns whether to keep the connection open for what is still to be written
 * @connection_lost: the connection is closed, with the error that broke it, or %NULL; called once, after all others
 * @pause_writing: more is waiting to be sent than the high-water mark
 * @resume_writing: no more is waiting to be sent than the low-water mark
 *
 * What becomes of a connection. All of it is called by the event loop, on the main stack, so it cannot await.
 *
 * Since: 0.1
 */
struct _AiohttpProtocolClass
{
  GObjectClass parent_class;

  void (*connection_made) (AiohttpProtocol *self, AiohttpStreamTransport *transport);
  void (*data_received) (AiohttpProtocol *self, GBytes *data);
  gboolean (*eof_received) (AiohttpProtocol *self);
  void (*connection_lost) (AiohttpProtocol *self, const GError *error);
  void (*pause_writing) (AiohttpProtocol *self);
  void (*resume_writing) (AiohttpProtocol *self);

  /*< private >*/
  gpointer padding[8];
};

G_END_DECLS
