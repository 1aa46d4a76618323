/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-error.h"

G_BEGIN_DECLS

/* How many of a peer's bytes a message shows, before they are escaped. */
#define AIOHTTP_HTTP1_SHOWN_BYTES 64

/* Sets an AIOHTTP_PROTOCOL_ERROR; `bytes`, if any, are appended quoted, escaped and cut short. */
void aiohttp_http1_set_error (GError **error, AiohttpProtocolError code, const char *bytes, gsize length,
                              const char *format, ...) G_GNUC_PRINTF (5, 6);

G_END_DECLS
