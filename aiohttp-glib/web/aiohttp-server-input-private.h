/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-byte-buffer-private.h"

G_BEGIN_DECLS

/* Bytes that a connection has read and not used yet: the window. They stay in the reactor's scratch buffer while the
 * turn that read them lasts and nobody else's code runs; aiohttp_server_input_keep() moves what is left of them to
 * memory of the connection's own. All zero is a valid empty one. */
typedef struct
{
  const char *window;
  gsize length;
  AiohttpByteBuffer kept; /* holds the window when the scratch buffer does not */
  gboolean in_scratch;
} AiohttpServerInput;

/* Puts bytes of the scratch buffer behind the window, which has been kept since the last turn. */
void aiohttp_server_input_add (AiohttpServerInput *self, const guint8 *scratch, gsize length);
void aiohttp_server_input_keep (AiohttpServerInput *self);
void aiohttp_server_input_clear (AiohttpServerInput *self);

static inline void
aiohttp_server_input_consume (AiohttpServerInput *self, gsize length)
{
  self->window += length;
  self->length -= length;
  if (!self->in_scratch)
    aiohttp_byte_buffer_consume (&self->kept, length);
}

static inline void
aiohttp_server_input_consume_all (AiohttpServerInput *self)
{
  aiohttp_server_input_consume (self, self->length);
}

G_END_DECLS
