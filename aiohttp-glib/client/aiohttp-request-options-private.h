/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-settings-private.h"
#include "aiohttp-request-options.h"

G_BEGIN_DECLS

/* Refuses what must never reach the wire: AIOHTTP_ERROR_INVALID_ARGUMENT. */
gboolean aiohttp_check_field (const char *name, const char *value, GError **error);

/* Sets (value) or removes (NULL) or appends one field, checked. */
gboolean aiohttp_headers_set_checked (SoupMessageHeaders *headers, const char *name, const char *value, gboolean append,
                                      GError **error);

/* NULL when nothing was set. */
SoupMessageHeaders *aiohttp_request_options_peek_headers (AiohttpRequestOptions *self);

/* What is to be sent, NULL for nothing; FALSE with an error for two bodies. */
gboolean aiohttp_request_options_dup_payload (AiohttpRequestOptions *self, AiohttpPayload **payload, GError **error);

/* Puts what the options say in the place of what the session and the method do. */
void aiohttp_request_options_override (AiohttpRequestOptions *self, AiohttpClientSettings *settings);

G_END_DECLS
