/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-server-input-private.h"

void
aiohttp_server_input_add (AiohttpServerInput *self, const guint8 *scratch, gsize length)
{
  g_assert (!self->in_scratch);
  if (self->length == 0)
    {
      self->window = (const char *) scratch;
      self->in_scratch = TRUE;
    }
  else
    {
      aiohttp_byte_buffer_append (&self->kept, scratch, length);
      self->window = (const char *) aiohttp_byte_buffer_data (&self->kept);
    }
  self->length += length;
}

void
aiohttp_server_input_keep (AiohttpServerInput *self)
{
  if (self->in_scratch && self->length > 0)
    {
      aiohttp_byte_buffer_append (&self->kept, self->window, self->length);
      self->window = (const char *) aiohttp_byte_buffer_data (&self->kept);
    }
  self->in_scratch = FALSE;
  if (self->length == 0)
    aiohttp_byte_buffer_clear (&self->kept);
}

void
aiohttp_server_input_clear (AiohttpServerInput *self)
{
  aiohttp_byte_buffer_clear (&self->kept);
  self->length = 0;
  self->in_scratch = FALSE;
}
