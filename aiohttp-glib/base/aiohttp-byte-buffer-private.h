/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <string.h>

#include <glib.h>

G_BEGIN_DECLS

/* Bytes that grow at the end and are consumed at the front: what a writer has still to send, or what a reader holds of
 * an unfinished message. Embedded in its owner; all zero is a valid empty buffer that owns no memory. Pointers into it
 * are valid until the next call that appends, reserves or frees. Growing past the address space aborts as g_malloc()
 * does: the owner bounds what a peer can make it hold.
 */
typedef struct
{
  guint8 *memory;
  gsize start;    /* first byte held */
  gsize end;      /* one past the last byte held */
  gsize capacity; /* size of memory */
} AiohttpByteBuffer;

#define AIOHTTP_BYTE_BUFFER_INIT                                                                                       \
  {                                                                                                                    \
    NULL, 0, 0, 0                                                                                                      \
  }

/* Makes room for at least @size more bytes and returns where they go; aiohttp_byte_buffer_commit() says how many came. */
guint8 *aiohttp_byte_buffer_grow (AiohttpByteBuffer *self, gsize size);

/* Frees the memory; the buffer is empty and can be used again. */
void aiohttp_byte_buffer_clear (AiohttpByteBuffer *self);

/* Gives memory back that is not needed: all of it when the buffer is empty, else what is over the bytes held. */
void aiohttp_byte_buffer_trim (AiohttpByteBuffer *self);

/* Hands the bytes held over without a copy; the buffer is then as new. */
GBytes *aiohttp_byte_buffer_take (AiohttpByteBuffer *self) G_GNUC_WARN_UNUSED_RESULT;

void aiohttp_byte_buffer_append_decimal (AiohttpByteBuffer *self, guint64 number);
void aiohttp_byte_buffer_append_hex (AiohttpByteBuffer *self, guint64 number);

static inline const guint8 *
aiohttp_byte_buffer_data (const AiohttpByteBuffer *self)
{
  return self->memory + self->start;
}

static inline gsize
aiohttp_byte_buffer_length (const AiohttpByteBuffer *self)
{
  return self->end - self->start;
}

static inline guint8 *
aiohttp_byte_buffer_reserve (AiohttpByteBuffer *self, gsize size)
{
  if (G_LIKELY (self->capacity - self->end >= size && self->memory != NULL))
    return self->memory + self->end;
  return aiohttp_byte_buffer_grow (self, size);
}

/* @size bytes, at most what was reserved, have been written behind the end. */
static inline void
aiohttp_byte_buffer_commit (AiohttpByteBuffer *self, gsize size)
{
  g_assert (size <= self->capacity - self->end);
  self->end += size;
}

static inline void
aiohttp_byte_buffer_append (AiohttpByteBuffer *self, const void *data, gsize size)
{
  if (size == 0)
    return;
  memcpy (aiohttp_byte_buffer_reserve (self, size), data, size);
  self->end += size;
}

static inline void
aiohttp_byte_buffer_append_byte (AiohttpByteBuffer *self, guint8 byte)
{
  *aiohttp_byte_buffer_reserve (self, 1) = byte;
  self->end++;
}

static inline void
aiohttp_byte_buffer_append_string (AiohttpByteBuffer *self, const char *string)
{
  aiohttp_byte_buffer_append (self, string, strlen (string));
}

#define aiohttp_byte_buffer_append_literal(self, literal)                                                              \
  aiohttp_byte_buffer_append ((self), "" literal, sizeof (literal) - 1)

/* Drops @size bytes from the front. The memory stays for reuse. */
static inline void
aiohttp_byte_buffer_consume (AiohttpByteBuffer *self, gsize size)
{
  g_assert (size <= self->end - self->start);
  self->start += size;
  if (self->start == self->end)
    self->start = self->end = 0;
}

/* Drops what is behind the first @length bytes. */
static inline void
aiohttp_byte_buffer_truncate (AiohttpByteBuffer *self, gsize length)
{
  g_assert (length <= self->end - self->start);
  self->end = self->start + length;
}

/* Empties the buffer and keeps its memory. */
static inline void
aiohttp_byte_buffer_reset (AiohttpByteBuffer *self)
{
  self->start = self->end = 0;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (AiohttpByteBuffer, aiohttp_byte_buffer_clear)

G_END_DECLS
