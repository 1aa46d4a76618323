/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define AIOHTTP_TYPE_DECODING_STREAM (aiohttp_decoding_stream_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpDecodingStream, aiohttp_decoding_stream, AIOHTTP, DECODING_STREAM, GInputStream)

/* What GConverterInputStream is, without its threads: reads of the base stream are that stream's own. It yields at most
 * one step of the converter per read, reads the base to its end, and closes it with itself. */
AiohttpDecodingStream *aiohttp_decoding_stream_new (GInputStream *base, GConverter *converter);

/* One whose reads fail with an error, which it takes; `base` is closed with it. */
AiohttpDecodingStream *aiohttp_decoding_stream_new_failing (GInputStream *base, GError *error);

G_END_DECLS
