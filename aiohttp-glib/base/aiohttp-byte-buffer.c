/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-byte-buffer-private.h"

#define MINIMUM 256

guint8 *
aiohttp_byte_buffer_grow (AiohttpByteBuffer *self, gsize size)
{
  gsize length = self->end - self->start;
  gsize needed, doubled;

  if (!g_size_checked_add (&needed, length, size))
    g_error ("A byte buffer of %" G_GSIZE_FORMAT " bytes cannot grow by %" G_GSIZE_FORMAT, length, size);

  /* Moving costs what was consumed before at most, so a buffer used as a queue stays linear. */
  if (self->memory != NULL && needed <= self->capacity && length <= self->start)
    {
      memcpy (self->memory, self->memory + self->start, length);
      self->start = 0;
      self->end = length;
      return self->memory + length;
    }

  if (!g_size_checked_mul (&doubled, self->capacity, 2))
    doubled = needed;
  self->capacity = MAX (MAX (needed, doubled), MINIMUM);
  if (self->start == 0)
    {
      self->memory = g_realloc (self->memory, self->capacity);
    }
  else
    {
      guint8 *memory = g_malloc (self->capacity);

      memcpy (memory, self->memory + self->start, length);
      g_free (self->memory);
      self->memory = memory;
      self->start = 0;
      self->end = length;
    }
  return self->memory + self->end;
}

void
aiohttp_byte_buffer_clear (AiohttpByteBuffer *self)
{
  g_free (self->memory);
  *self = (AiohttpByteBuffer) AIOHTTP_BYTE_BUFFER_INIT;
}

void
aiohttp_byte_buffer_trim (AiohttpByteBuffer *self)
{
  gsize length = self->end - self->start;

  if (length == 0)
    {
      aiohttp_byte_buffer_clear (self);
      return;
    }
  if (length == self->capacity)
    return;
  if (self->start != 0)
    memmove (self->memory, self->memory + self->start, length);
  self->memory = g_realloc (self->memory, length);
  self->capacity = length;
  self->start = 0;
  self->end = length;
}

GBytes *
aiohttp_byte_buffer_take (AiohttpByteBuffer *self)
{
  GBytes *bytes;

  aiohttp_byte_buffer_trim (self);
  bytes = g_bytes_new_take (self->memory, self->end);
  *self = (AiohttpByteBuffer) AIOHTTP_BYTE_BUFFER_INIT;
  return bytes;
}

void
aiohttp_byte_buffer_append_decimal (AiohttpByteBuffer *self, guint64 number)
{
  char digits[20];
  gsize n = sizeof digits;

  do
    digits[--n] = '0' + number % 10;
  while ((number /= 10) != 0);
  aiohttp_byte_buffer_append (self, digits + n, sizeof digits - n);
}

void
aiohttp_byte_buffer_append_hex (AiohttpByteBuffer *self, guint64 number)
{
  char digits[16];
  gsize n = sizeof digits;

  do
    digits[--n] = "0123456789abcdef"[number % 16];
  while ((number /= 16) != 0);
  aiohttp_byte_buffer_append (self, digits + n, sizeof digits - n);
}
