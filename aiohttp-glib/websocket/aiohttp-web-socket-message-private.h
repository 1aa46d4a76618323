/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-web-socket-message.h"

G_BEGIN_DECLS

/* In one piece of memory with its payload, which grows while the message arrives; nobody else knows it yet then. */
struct _AiohttpWebSocketMessage
{
  gint ref_count;
  guint16 type;
  guint16 close_code; /* of CLOSE */
  gboolean is_part;   /* of a message that is streamed */
  gboolean is_last;   /* the part of a streamed message that ends it */
  gsize length;
  gsize capacity;                /* without the zero at the end */
  AiohttpWebSocketMessage *next; /* in a queue */
  AiohttpWebSocketGap *gap;      /* owned; of GAP */
  guint8 payload[];
};

/* Room for `capacity` octets of payload, none of them there. */
AiohttpWebSocketMessage *
aiohttp_web_socket_message_new (AiohttpWebSocketMessageType type, gsize capacity) G_GNUC_WARN_UNUSED_RESULT;
AiohttpWebSocketMessage *
aiohttp_web_socket_message_new_close (guint code, const char *reason, gsize length) G_GNUC_WARN_UNUSED_RESULT;

AiohttpWebSocketMessage *aiohttp_web_socket_message_new_gap (AiohttpWebSocketGap *gap) G_GNUC_WARN_UNUSED_RESULT;

/* Room for so much in all. The message may move. */
AiohttpWebSocketMessage *
aiohttp_web_socket_message_reserve (AiohttpWebSocketMessage *self, gsize capacity) G_GNUC_WARN_UNUSED_RESULT;

/* All of the payload is there. Gives back what is far more than it needs. */
AiohttpWebSocketMessage *aiohttp_web_socket_message_complete (AiohttpWebSocketMessage *self) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
