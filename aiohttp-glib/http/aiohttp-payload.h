/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#include "aiohttp-future.h"
#include "aiohttp-macros.h"

G_BEGIN_DECLS

typedef struct _AiohttpPayload AiohttpPayload;
typedef struct _AiohttpPayloadClass AiohttpPayloadClass;

#define AIOHTTP_TYPE_PAYLOAD       (aiohttp_payload_get_type ())
#define AIOHTTP_PAYLOAD(object)    (G_TYPE_CHECK_INSTANCE_CAST ((object), AIOHTTP_TYPE_PAYLOAD, AiohttpPayload))
#define AIOHTTP_IS_PAYLOAD(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), AIOHTTP_TYPE_PAYLOAD))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpPayload, g_object_unref)

/**
 * AiohttpChunkFunc: (skip)
 * @user_data: data of the payload
 * @error: return location for an error
 *
 * Makes the next piece of a body. It runs in a coroutine, so that it may await.
 *
 * Returns: (transfer full) (nullable): the piece, which may be empty; %NULL without @error at the end
 *
 * Since: 0.1
 */
typedef GBytes *(*AiohttpChunkFunc) (gpointer user_data, GError **error);

/**
 * AiohttpChunkFutureFunc:
 * @user_data: data of the payload
 *
 * Starts to make the next piece of a body.
 *
 * Returns: (transfer full): a future of a [struct@GLib.Bytes], or of %NULL at the end
 *
 * Since: 0.1
 */
typedef AiohttpFuture *(*AiohttpChunkFutureFunc) (gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_payload_get_type (void);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpPayload *aiohttp_payload_new_for_bytes (GBytes *bytes, const char *content_type) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpPayload *aiohttp_payload_new_for_text (const char *text, const char *content_type) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpPayload *aiohttp_payload_new_for_json (JsonNode *json) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpPayload *aiohttp_payload_new_for_json_text (const char *json_text) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpPayload *aiohttp_payload_new_for_object (GObject *object) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpPayload *aiohttp_payload_new_for_file (GFile *file, const char *content_type) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpPayload *
aiohttp_payload_new_for_stream (GInputStream *stream, gint64 size, const char *content_type) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpPayload *aiohttp_payload_new_for_func (gint64 size, const char *content_type, AiohttpChunkFunc func,
                                              gpointer user_data, GDestroyNotify notify) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpPayload *aiohttp_payload_new_for_futures (gint64 size, const char *content_type, AiohttpChunkFutureFunc func,
                                                 gpointer user_data, GDestroyNotify notify) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gint64 aiohttp_payload_get_size (AiohttpPayload *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_payload_get_content_type (AiohttpPayload *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_payload_is_replayable (AiohttpPayload *self);

G_END_DECLS
