/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-stream-response.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_EVENT_STREAM    (aiohttp_event_stream_get_type ())
#define AIOHTTP_EVENT_STREAM(obj)    (G_TYPE_CHECK_INSTANCE_CAST ((obj), AIOHTTP_TYPE_EVENT_STREAM, AiohttpEventStream))
#define AIOHTTP_IS_EVENT_STREAM(obj) (G_TYPE_CHECK_INSTANCE_TYPE ((obj), AIOHTTP_TYPE_EVENT_STREAM))

typedef struct _AiohttpEventStream AiohttpEventStream;
typedef struct _AiohttpEventStreamClass AiohttpEventStreamClass;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpEventStream, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_event_stream_get_type (void) G_GNUC_CONST;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpEventStream *aiohttp_event_stream_new (void) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_event_stream_get_ping_interval (AiohttpEventStream *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_event_stream_set_ping_interval (AiohttpEventStream *self, double ping_interval);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_event_stream_get_last_event_id (AiohttpEventStream *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_stream_send (AiohttpEventStream *self, const char *data, const char *event, const char *id,
                                    GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_event_stream_send_async (AiohttpEventStream *self, const char *data, const char *event, const char *id,
                                      GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_stream_send_finish (AiohttpEventStream *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_event_stream_send_future (AiohttpEventStream *self, const char *data, const char *event,
                                                 const char *id, GCancellable *cancellable) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_stream_send_retry (AiohttpEventStream *self, guint milliseconds, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_event_stream_send_comment (AiohttpEventStream *self, const char *text, GError **error);

G_END_DECLS
