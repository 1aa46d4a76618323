/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-multipart-reader.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_PART_STREAM (aiohttp_part_stream_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpPartStream, aiohttp_part_stream, AIOHTTP, PART_STREAM, GInputStream)

/* The bytes of one part as they are in the body. Asynchronous only: a blocking read fails with
 * G_IO_ERROR_NOT_SUPPORTED. Closing it does nothing. */
AiohttpPartStream *aiohttp_part_stream_new (AiohttpMultipartReader *reader, guint64 part);

G_END_DECLS
