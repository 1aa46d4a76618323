/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-payload-private.h"

G_BEGIN_DECLS

/* What the constructors of AiohttpPayload make; a content type of NULL is the default of the kind. */
AiohttpPayload *aiohttp_file_payload_new (GFile *file, const char *content_type);
AiohttpPayload *aiohttp_stream_payload_new (GInputStream *stream, gint64 size, const char *content_type);
AiohttpPayload *aiohttp_func_payload_new (AiohttpChunkFunc func, AiohttpChunkFutureFunc future_func, gpointer user_data,
                                          GDestroyNotify notify, gint64 size, const char *content_type);

G_END_DECLS
