/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-byte-buffer-private.h"

G_BEGIN_DECLS

/* The two sides of permessage-deflate (RFC 7692) by zlib. Both are made when they are first needed, and give their memory
 * back when told that nothing goes on: a deflater all of it, an inflater all but what later messages may refer to. */

typedef struct _AiohttpWebSocketInflater AiohttpWebSocketInflater;
typedef struct _AiohttpWebSocketDeflater AiohttpWebSocketDeflater;

/* `keeps_context`: messages refer to those before. `window_bits`: the peer's window, 8 to 15. */
AiohttpWebSocketInflater *
aiohttp_web_socket_inflater_new (guint window_bits, gboolean keeps_context) G_GNUC_WARN_UNUSED_RESULT;
void aiohttp_web_socket_inflater_free (AiohttpWebSocketInflater *self);

/* Gives the next octets of a message, which must stay until they are used up. */
void aiohttp_web_socket_inflater_set_input (AiohttpWebSocketInflater *self, const guint8 *data, gsize length);
/* Inflates into `room`. 0: the input is used up. -1: it is not deflated data. */
gssize aiohttp_web_socket_inflater_read (AiohttpWebSocketInflater *self, guint8 *room, gsize size, GError **error);
/* Behind the last octets of a message and its tail. */
gboolean aiohttp_web_socket_inflater_end_message (AiohttpWebSocketInflater *self, GError **error);
void aiohttp_web_socket_inflater_trim (AiohttpWebSocketInflater *self);

/* What was cut from the end of each message (RFC 7692, 7.2.1). */
extern const guint8 aiohttp_web_socket_deflate_tail[4];

/* `window_bits`: 9 to 15. */
AiohttpWebSocketDeflater *
aiohttp_web_socket_deflater_new (guint window_bits, gboolean keeps_context) G_GNUC_WARN_UNUSED_RESULT;
void aiohttp_web_socket_deflater_free (AiohttpWebSocketDeflater *self);

/* Appends a part of a message, deflated; `last`: without the tail. FALSE where memory is short. */
gboolean aiohttp_web_socket_deflater_add (AiohttpWebSocketDeflater *self, AiohttpByteBuffer *buffer, const guint8 *data,
                                          gsize length, gboolean last);
void aiohttp_web_socket_deflater_trim (AiohttpWebSocketDeflater *self);

G_END_DECLS
