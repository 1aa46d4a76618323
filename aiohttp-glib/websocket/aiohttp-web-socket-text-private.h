/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Validates UTF-8 (RFC 3629) that comes in pieces. All zero is a valid start. Unlike g_utf8_validate() it takes U+0000,
 * as RFC 6455 does. */
typedef struct
{
  guint8 n_missing; /* octets of the character that was begun */
  guint8 low;       /* between what the next one has to be */
  guint8 high;
} AiohttpWebSocketText;

/* FALSE as soon as no continuation could make it valid. */
gboolean aiohttp_web_socket_text_add (AiohttpWebSocketText *self, const guint8 *data, gsize length);

/* Whether it may end here. */
static inline gboolean
aiohttp_web_socket_text_is_complete (const AiohttpWebSocketText *self)
{
  return self->n_missing == 0;
}

gboolean aiohttp_web_socket_text_is_valid (const void *data, gsize length);

G_END_DECLS
