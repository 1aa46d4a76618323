/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-stream-reader.h"

G_BEGIN_DECLS

/* More than `limit` bytes fail with AIOHTTP_CLIENT_ERROR_BODY_TOO_LARGE; 0: any number. */
void aiohttp_stream_reader_set_limit (AiohttpStreamReader *self, guint64 limit);

G_END_DECLS
