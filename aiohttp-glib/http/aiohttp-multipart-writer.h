/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <libsoup/soup.h>

#include "aiohttp-macros.h"
#include "aiohttp-payload.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_MULTIPART_WRITER (aiohttp_multipart_writer_get_type ())
#define AIOHTTP_MULTIPART_WRITER(object)                                                                               \
  (G_TYPE_CHECK_INSTANCE_CAST ((object), AIOHTTP_TYPE_MULTIPART_WRITER, AiohttpMultipartWriter))
#define AIOHTTP_IS_MULTIPART_WRITER(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), AIOHTTP_TYPE_MULTIPART_WRITER))

typedef struct _AiohttpMultipartWriter AiohttpMultipartWriter;
typedef struct _AiohttpMultipartWriterClass AiohttpMultipartWriterClass;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpMultipartWriter, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_multipart_writer_get_type (void);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpMultipartWriter *aiohttp_multipart_writer_new (const char *subtype) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpMultipartWriter *aiohttp_multipart_writer_new_with_boundary (const char *subtype, const char *boundary,
                                                                    GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_multipart_writer_get_boundary (AiohttpMultipartWriter *self);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_multipart_writer_get_n_parts (AiohttpMultipartWriter *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_multipart_writer_append (AiohttpMultipartWriter *self, AiohttpPayload *payload,
                                          SoupMessageHeaders *headers, GError **error);

G_END_DECLS
