/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-http1-parser-private.h"

#include "aiohttp-http1-error-private.h"

G_BEGIN_DECLS

/* Ends the parser with `status` and an error; always AIOHTTP_HTTP1_ERROR resp. FALSE. */
#define aiohttp_http1_fail(parser, code_suffix, http_status, error, ...)                                               \
  ((parser)->status = (http_status),                                                                                   \
   aiohttp_http1_set_error ((error), AIOHTTP_PROTOCOL_ERROR_##code_suffix, __VA_ARGS__), FALSE)

/* What a field means for the message's framing and the connection, when its line has been read. */
gboolean aiohttp_http1_note_field (AiohttpHttp1Parser *parser, const AiohttpField *field, GError **error);

/* The same for the whole head: Host, the body's kind and length, whether the connection lives on. */
gboolean aiohttp_http1_finish_request (AiohttpHttp1Parser *parser, GError **error);
gboolean aiohttp_http1_finish_response (AiohttpHttp1Parser *parser, GError **error);

G_END_DECLS
