/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-byte-buffer-private.h"
#include "aiohttp-multipart-parser-private.h"
#include "aiohttp-multipart-reader-private.h"

G_BEGIN_DECLS

/* What the files of the multipart reader share: aiohttp-multipart-reader.c reads, aiohttp-multipart-reader-limits.c holds
 * what bounds it. */

#define AIOHTTP_MULTIPART_MAX_CHARSET 31

typedef gboolean (*AiohttpMultipartStep) (AiohttpMultipartReader *self, GTask *task);

struct _AiohttpMultipartReader
{
  GObject parent_instance;

  GInputStream *base;
  AiohttpMultipartReader *parent; /* that the body is a part of */
  char *boundary;
  char *subtype;
  AiohttpMultipartParser parser;
  AiohttpByteBuffer window;
  GError *failure;           /* sticky */
  AiohttpMultipartStep step; /* what the operation that runs does */

  guint64 part; /* number of the present one, from 1 */
  guint64 n_parts;
  guint64 received;
  char charset[AIOHTTP_MULTIPART_MAX_CHARSET + 1];
  gsize charset_length;
  guint depth;

  guint max_parts;
  guint max_headers;
  guint max_field_size;
  guint max_depth;
  guint64 max_size;
  guint64 max_part_size;
  guint64 spool_size;

  guint of_request : 1;
  guint in_part : 1;
  guint in_charset : 1; /* the present part is _charset_ */
  guint base_ended : 1;
  guint ended : 1;
};

G_END_DECLS
