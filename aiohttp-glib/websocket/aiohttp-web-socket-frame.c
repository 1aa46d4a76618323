/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-frame-private.h"

#include <string.h>

gsize
aiohttp_web_socket_write_head (guint8 *head, guint first_octet, guint64 length, const guint32 *key)
{
  guint8 mask = key != NULL ? 0x80 : 0;
  gsize size = 2;

  head[0] = (guint8) first_octet;
  if (length < 126)
    head[1] = mask | (guint8) length;
  else if (length <= G_MAXUINT16)
    {
      guint16 number = GUINT16_TO_BE ((guint16) length);

      head[1] = mask | 126;
      memcpy (head + 2, &number, 2);
      size = 4;
    }
  else
    {
      guint64 number = GUINT64_TO_BE (length);

      head[1] = mask | 127;
      memcpy (head + 2, &number, 8);
      size = 10;
    }
  if (key != NULL)
    {
      memcpy (head + size, key, 4);
      size += 4;
    }
  return size;
}

gboolean
aiohttp_web_socket_close_code_is_valid (guint code)
{
  /* 1004 means nothing, 1005 and 1006 stand for the lack of a frame, 1015 for that of TLS. */
  return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
}
