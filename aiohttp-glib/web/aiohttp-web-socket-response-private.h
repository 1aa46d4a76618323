/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-stream-response-private.h"
#include "aiohttp-web-socket-private.h"
#include "aiohttp-web-socket-response.h"

G_BEGIN_DECLS

struct _AiohttpWebSocketResponse
{
  AiohttpStreamResponse parent_instance;

  double close_timeout;
  double write_timeout;
  double receive_timeout;
  double heartbeat;
  gboolean autoping;
  gboolean autoclose;
  gboolean compress;
  guint64 max_msg_size;
  guint64 writer_limit;
  char **protocols;
  char **allowed_origins;

  AiohttpWebSocket *socket; /* owned, once it is prepared */
  guint ended : 1;          /* so has the websocket */
  guint handled : 1;        /* the handler has returned */
};

struct _AiohttpWebSocketResponseClass
{
  AiohttpStreamResponseClass parent_class;
};

/* What the file of the class shares with that of its settings. */
void aiohttp_web_socket_response_install_properties (GObjectClass *object_class);
void aiohttp_web_socket_response_init_settings (AiohttpWebSocketResponse *self);
void aiohttp_web_socket_response_free_settings (AiohttpWebSocketResponse *self);
void aiohttp_web_socket_response_changed (AiohttpWebSocketResponse *self, const char *name);

G_END_DECLS
