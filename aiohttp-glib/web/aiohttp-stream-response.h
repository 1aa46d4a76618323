/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib-object.h>
#include <libsoup/soup.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_STREAM_RESPONSE (aiohttp_stream_response_get_type ())
#define AIOHTTP_STREAM_RESPONSE(obj)                                                                                   \
  (G_TYPE_CHECK_INSTANCE_CAST ((obj), AIOHTTP_TYPE_STREAM_RESPONSE, AiohttpStreamResponse))
#define AIOHTTP_IS_STREAM_RESPONSE(obj) (G_TYPE_CHECK_INSTANCE_TYPE ((obj), AIOHTTP_TYPE_STREAM_RESPONSE))

typedef struct _AiohttpStreamResponse AiohttpStreamResponse;
typedef struct _AiohttpStreamResponseClass AiohttpStreamResponseClass;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpStreamResponse, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_stream_response_get_type (void) G_GNUC_CONST;

AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_stream_response_get_status (AiohttpStreamResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_stream_response_set_status (AiohttpStreamResponse *self, guint status, const char *reason, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_stream_response_get_reason (AiohttpStreamResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
SoupMessageHeaders *aiohttp_stream_response_get_headers (AiohttpStreamResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_stream_response_get_header (AiohttpStreamResponse *self, const char *name);
AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_stream_response_set_header (AiohttpStreamResponse *self, const char *name, const char *value, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_stream_response_add_header (AiohttpStreamResponse *self, const char *name, const char *value, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_stream_response_force_close (AiohttpStreamResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_response_is_sent (AiohttpStreamResponse *self);

G_END_DECLS
