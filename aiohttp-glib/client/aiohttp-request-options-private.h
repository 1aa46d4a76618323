/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-request-options.h"

G_BEGIN_DECLS

/* Refuses what must never reach the wire: AIOHTTP_ERROR_INVALID_ARGUMENT. */
gboolean aiohttp_check_field (const char *name, const char *value, GError **error);

/* Sets (value) or removes (NULL) or appends one field, checked. */
gboolean aiohttp_headers_set_checked (SoupMessageHeaders *headers, const char *name, const char *value, gboolean append,
                                      GError **error);

/* NULL when nothing was set. */
SoupMessageHeaders *aiohttp_request_options_peek_headers (AiohttpRequestOptions *self);

/* The body and the content type that goes with it: FALSE with an error for a body beside JSON. *body NULL: none. */
gboolean
aiohttp_request_options_dup_body (AiohttpRequestOptions *self, GBytes **body, char **content_type, GError **error);

/* What of the session's and the method's own choice is to be overridden. */
gboolean aiohttp_request_options_choose_redirects (AiohttpRequestOptions *self, gboolean fallback);
gboolean aiohttp_request_options_choose_raise (AiohttpRequestOptions *self, gboolean fallback);
gboolean aiohttp_request_options_choose_decompress (AiohttpRequestOptions *self, gboolean fallback);

G_END_DECLS
