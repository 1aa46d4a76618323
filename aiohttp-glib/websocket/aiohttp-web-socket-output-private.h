/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-channel-private.h"

G_BEGIN_DECLS

/* Frames that are not written yet, in order. Small ones lie behind each other in memory of the output's own; a large one
 * stays where it is, and whoever owns it is held. All zero is a valid empty one, which owns nothing. */
typedef struct _AiohttpWebSocketChunk AiohttpWebSocketChunk;

struct _AiohttpWebSocketChunk
{
  AiohttpWebSocketChunk *next;
  GBytes *owner; /* owned; NULL where the octets follow */
  const guint8 *data;
  gsize length;
  gsize room; /* behind the octets */
  guint8 memory[];
};

typedef struct
{
  AiohttpWebSocketChunk *first;
  AiohttpWebSocketChunk *last;
  gsize length;
} AiohttpWebSocketOutput;

/* Room for `size` octets at the end, all of which the caller writes. */
guint8 *aiohttp_web_socket_output_add (AiohttpWebSocketOutput *self, gsize size);
/* All of `bytes`, without a copy. */
void aiohttp_web_socket_output_add_bytes (AiohttpWebSocketOutput *self, GBytes *bytes);

/* Writes what the channel takes. FALSE: it is broken. */
gboolean aiohttp_web_socket_output_flush (AiohttpWebSocketOutput *self, AiohttpChannel *channel);
void aiohttp_web_socket_output_clear (AiohttpWebSocketOutput *self);

G_END_DECLS
