/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-text-private.h"

#include <string.h>

#define HIGH_BITS G_GUINT64_CONSTANT (0x8080808080808080)

static const guint8 *
skip_ascii (const guint8 *p, const guint8 *end)
{
  for (; end - p >= 32; p += 32)
    {
      guint64 words[4];

      memcpy (words, p, sizeof words);
      if (((words[0] | words[1] | words[2] | words[3]) & HIGH_BITS) != 0)
        break;
    }
  for (; end - p >= 8; p += 8)
    {
      guint64 word;

      memcpy (&word, p, sizeof word);
      if ((word & HIGH_BITS) != 0)
        break;
    }
  while (p < end && *p < 0x80)
    p++;
  return p;
}

/* The first octet of a character of more than one: the table of RFC 3629, 4. */
static gboolean
begin_character (AiohttpWebSocketText *self, guint8 lead)
{
  self->low = 0x80;
  self->high = 0xbf;
  if (lead >= 0xc2 && lead <= 0xdf)
    self->n_missing = 1;
  else if (lead >= 0xe0 && lead <= 0xef)
    {
      self->n_missing = 2;
      if (lead == 0xe0)
        self->low = 0xa0;
      else if (lead == 0xed)
        self->high = 0x9f;
    }
  else if (lead >= 0xf0 && lead <= 0xf4)
    {
      self->n_missing = 3;
      if (lead == 0xf0)
        self->low = 0x90;
      else if (lead == 0xf4)
        self->high = 0x8f;
    }
  else
    return FALSE;
  return TRUE;
}

gboolean
aiohttp_web_socket_text_add (AiohttpWebSocketText *self, const guint8 *data, gsize length)
{
  const guint8 *p = data;
  const guint8 *end = length > 0 ? data + length : data;

  while (p < end)
    {
      if (self->n_missing == 0)
        {
          p = skip_ascii (p, end);
          if (p == end)
            break;
          if (!begin_character (self, *p++))
            return FALSE;
          continue;
        }
      if (*p < self->low || *p > self->high)
        return FALSE;
      self->low = 0x80;
      self->high = 0xbf;
      self->n_missing--;
      p++;
    }
  return TRUE;
}

gboolean
aiohttp_web_socket_text_is_valid (const void *data, gsize length)
{
  AiohttpWebSocketText text = { 0 };

  return aiohttp_web_socket_text_add (&text, data, length) && aiohttp_web_socket_text_is_complete (&text);
}
