/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-multipart-reader-state-private.h"

/* AiohttpMultipartReader: its limits. */

/**
 * aiohttp_multipart_reader_get_max_parts:
 * @self: a multipart reader
 *
 * Gets [property@Aiohttp.MultipartReader:max-parts].
 *
 * Returns: the limit
 *
 * Since: 0.1
 */
guint
aiohttp_multipart_reader_get_max_parts (AiohttpMultipartReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_MULTIPART_READER (self), 0);

  return self->max_parts;
}

/**
 * aiohttp_multipart_reader_set_max_parts:
 * @self: a multipart reader
 * @max_parts: the limit
 *
 * Sets [property@Aiohttp.MultipartReader:max-parts], before the first part is read.
 *
 * Since: 0.1
 */
void
aiohttp_multipart_reader_set_max_parts (AiohttpMultipartReader *self, guint max_parts)
{
  g_return_if_fail (AIOHTTP_IS_MULTIPART_READER (self));

  if (self->max_parts == max_parts)
    return;
  self->max_parts = max_parts;
  g_object_notify (G_OBJECT (self), "max-parts");
}

/**
 * aiohttp_multipart_reader_get_max_headers:
 * @self: a multipart reader
 *
 * Gets [property@Aiohttp.MultipartReader:max-headers].
 *
 * Returns: the limit
 *
 * Since: 0.1
 */
guint
aiohttp_multipart_reader_get_max_headers (AiohttpMultipartReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_MULTIPART_READER (self), 0);

  return self->max_headers;
}

/**
 * aiohttp_multipart_reader_set_max_headers:
 * @self: a multipart reader
 * @max_headers: the limit
 *
 * Sets [property@Aiohttp.MultipartReader:max-headers], before the first part is read.
 *
 * Since: 0.1
 */
void
aiohttp_multipart_reader_set_max_headers (AiohttpMultipartReader *self, guint max_headers)
{
  g_return_if_fail (AIOHTTP_IS_MULTIPART_READER (self));

  if (self->max_headers == max_headers)
    return;
  self->max_headers = max_headers;
  self->parser.max_fields = max_headers;
  g_object_notify (G_OBJECT (self), "max-headers");
}

/**
 * aiohttp_multipart_reader_get_max_field_size:
 * @self: a multipart reader
 *
 * Gets [property@Aiohttp.MultipartReader:max-field-size].
 *
 * Returns: the limit
 *
 * Since: 0.1
 */
guint
aiohttp_multipart_reader_get_max_field_size (AiohttpMultipartReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_MULTIPART_READER (self), 0);

  return self->max_field_size;
}

/**
 * aiohttp_multipart_reader_set_max_field_size:
 * @self: a multipart reader
 * @max_field_size: the limit
 *
 * Sets [property@Aiohttp.MultipartReader:max-field-size], before the first part is read.
 *
 * Since: 0.1
 */
void
aiohttp_multipart_reader_set_max_field_size (AiohttpMultipartReader *self, guint max_field_size)
{
  g_return_if_fail (AIOHTTP_IS_MULTIPART_READER (self));

  if (self->max_field_size == max_field_size)
    return;
  self->max_field_size = max_field_size;
  self->parser.max_field = max_field_size;
  g_object_notify (G_OBJECT (self), "max-field-size");
}

/**
 * aiohttp_multipart_reader_get_max_depth:
 * @self: a multipart reader
 *
 * Gets [property@Aiohttp.MultipartReader:max-depth].
 *
 * Returns: the limit
 *
 * Since: 0.1
 */
guint
aiohttp_multipart_reader_get_max_depth (AiohttpMultipartReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_MULTIPART_READER (self), 0);

  return self->max_depth;
}

/**
 * aiohttp_multipart_reader_set_max_depth:
 * @self: a multipart reader
 * @max_depth: the limit
 *
 * Sets [property@Aiohttp.MultipartReader:max-depth], before the first part is read.
 *
 * Since: 0.1
 */
void
aiohttp_multipart_reader_set_max_depth (AiohttpMultipartReader *self, guint max_depth)
{
  g_return_if_fail (AIOHTTP_IS_MULTIPART_READER (self));

  if (self->max_depth == max_depth)
    return;
  self->max_depth = max_depth;
  g_object_notify (G_OBJECT (self), "max-depth");
}

/**
 * aiohttp_multipart_reader_get_max_size:
 * @self: a multipart reader
 *
 * Gets [property@Aiohttp.MultipartReader:max-size].
 *
 * Returns: the limit
 *
 * Since: 0.1
 */
guint64
aiohttp_multipart_reader_get_max_size (AiohttpMultipartReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_MULTIPART_READER (self), 0);

  return self->max_size;
}

/**
 * aiohttp_multipart_reader_set_max_size:
 * @self: a multipart reader
 * @max_size: the limit
 *
 * Sets [property@Aiohttp.MultipartReader:max-size], before the first part is read.
 *
 * Since: 0.1
 */
void
aiohttp_multipart_reader_set_max_size (AiohttpMultipartReader *self, guint64 max_size)
{
  g_return_if_fail (AIOHTTP_IS_MULTIPART_READER (self));

  if (self->max_size == max_size)
    return;
  self->max_size = max_size;
  g_object_notify (G_OBJECT (self), "max-size");
}

/**
 * aiohttp_multipart_reader_get_max_part_size:
 * @self: a multipart reader
 *
 * Gets [property@Aiohttp.MultipartReader:max-part-size].
 *
 * Returns: the limit
 *
 * Since: 0.1
 */
guint64
aiohttp_multipart_reader_get_max_part_size (AiohttpMultipartReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_MULTIPART_READER (self), 0);

  return self->max_part_size;
}

/**
 * aiohttp_multipart_reader_set_max_part_size:
 * @self: a multipart reader
 * @max_part_size: the limit
 *
 * Sets [property@Aiohttp.MultipartReader:max-part-size], before the first part is read.
 *
 * Since: 0.1
 */
void
aiohttp_multipart_reader_set_max_part_size (AiohttpMultipartReader *self, guint64 max_part_size)
{
  g_return_if_fail (AIOHTTP_IS_MULTIPART_READER (self));

  if (self->max_part_size == max_part_size)
    return;
  self->max_part_size = max_part_size;
  g_object_notify (G_OBJECT (self), "max-part-size");
}

/**
 * aiohttp_multipart_reader_get_spool_size:
 * @self: a multipart reader
 *
 * Gets [property@Aiohttp.MultipartReader:spool-size].
 *
 * Returns: the size in bytes
 *
 * Since: 0.1
 */
guint64
aiohttp_multipart_reader_get_spool_size (AiohttpMultipartReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_MULTIPART_READER (self), 0);

  return self->spool_size;
}

/**
 * aiohttp_multipart_reader_set_spool_size:
 * @self: a multipart reader
 * @spool_size: the size in bytes
 *
 * Sets [property@Aiohttp.MultipartReader:spool-size].
 *
 * Since: 0.1
 */
void
aiohttp_multipart_reader_set_spool_size (AiohttpMultipartReader *self, guint64 spool_size)
{
  g_return_if_fail (AIOHTTP_IS_MULTIPART_READER (self));

  if (self->spool_size == spool_size)
    return;
  self->spool_size = spool_size;
  g_object_notify (G_OBJECT (self), "spool-size");
}
