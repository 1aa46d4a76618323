/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <string.h>

#include <glib.h>

G_BEGIN_DECLS

/* Masks and unmasks (RFC 6455, 5.3). `to` is `from`, or does not overlap with it. A key is its four octets as they are
 * in the frame, whatever number that makes here. */
void aiohttp_web_socket_mask (guint8 *to, const guint8 *from, gsize length, guint32 key);

/* The key for what follows `length` masked octets. */
static inline guint32
aiohttp_web_socket_mask_turn (guint32 key, gsize length)
{
  guint8 octets[4], turned[4];
  guint32 result;

  memcpy (octets, &key, 4);
  for (guint i = 0; i < 4; i++)
    turned[i] = octets[(i + length) & 3];
  memcpy (&result, turned, 4);
  return result;
}

/* A key that nobody can foresee (RFC 6455, 10.3): from the kernel, which is asked for many at a time. FALSE where it has
 * none. */
gboolean aiohttp_web_socket_mask_new_key (guint32 *key);

G_END_DECLS
