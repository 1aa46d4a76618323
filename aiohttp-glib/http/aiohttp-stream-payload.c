/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-payload-kinds-private.h"

#include "aiohttp-pull-stream-private.h"

/* The stream is the program's: ours reads it on, and goes back to where it stood when it is opened again. */
typedef struct
{
  AiohttpPayload parent_instance;

  GInputStream *stream;
  goffset start; /* -1: it cannot seek */
} AiohttpStreamPayload;

typedef AiohttpPayloadClass AiohttpStreamPayloadClass;

GType aiohttp_stream_payload_get_type (void);

G_DEFINE_TYPE (AiohttpStreamPayload, aiohttp_stream_payload, AIOHTTP_TYPE_PAYLOAD)

#define AIOHTTP_TYPE_SHARED_STREAM (aiohttp_shared_stream_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpSharedStream, aiohttp_shared_stream, AIOHTTP, SHARED_STREAM, AiohttpPullStream)

struct _AiohttpSharedStream
{
  AiohttpPullStream parent_instance;

  GInputStream *base;
};

G_DEFINE_FINAL_TYPE (AiohttpSharedStream, aiohttp_shared_stream, AIOHTTP_TYPE_PULL_STREAM)

static void
aiohttp_shared_stream_pull (AiohttpPullStream *stream, GTask *task, void *buffer, gsize count)
{
  aiohttp_pull_stream_forward (task, AIOHTTP_SHARED_STREAM (stream)->base, buffer, count);
}

static void
aiohttp_shared_stream_finalize (GObject *object)
{
  g_clear_object (&AIOHTTP_SHARED_STREAM (object)->base);
  G_OBJECT_CLASS (aiohttp_shared_stream_parent_class)->finalize (object);
}

static void
aiohttp_shared_stream_class_init (AiohttpSharedStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_shared_stream_finalize;
  AIOHTTP_PULL_STREAM_CLASS (klass)->pull = aiohttp_shared_stream_pull;
}

static void
aiohttp_shared_stream_init (AiohttpSharedStream *self)
{
}

static GInputStream *
aiohttp_stream_payload_open (AiohttpPayload *payload, GError **error)
{
  AiohttpStreamPayload *self = (AiohttpStreamPayload *) payload;
  AiohttpSharedStream *opened;

  if (self->start >= 0 && g_seekable_tell (G_SEEKABLE (self->stream)) != self->start &&
      !g_seekable_seek (G_SEEKABLE (self->stream), self->start, G_SEEK_SET, NULL, error))
    return NULL;
  opened = g_object_new (AIOHTTP_TYPE_SHARED_STREAM, NULL);
  opened->base = g_object_ref (self->stream);
  return G_INPUT_STREAM (opened);
}

static gboolean
aiohttp_stream_payload_is_replayable (AiohttpPayload *payload)
{
  return ((AiohttpStreamPayload *) payload)->start >= 0;
}

static void
aiohttp_stream_payload_finalize (GObject *object)
{
  g_clear_object (&((AiohttpStreamPayload *) object)->stream);
  G_OBJECT_CLASS (aiohttp_stream_payload_parent_class)->finalize (object);
}

static void
aiohttp_stream_payload_class_init (AiohttpStreamPayloadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_stream_payload_finalize;
  klass->open = aiohttp_stream_payload_open;
  klass->is_replayable = aiohttp_stream_payload_is_replayable;
}

static void
aiohttp_stream_payload_init (AiohttpStreamPayload *self)
{
}

AiohttpPayload *
aiohttp_stream_payload_new (GInputStream *stream, gint64 size, const char *content_type)
{
  AiohttpStreamPayload *self = g_object_new (aiohttp_stream_payload_get_type (), NULL);
  AiohttpPayload *payload = AIOHTTP_PAYLOAD (self);

  self->stream = g_object_ref (stream);
  self->start = -1;
  if (G_IS_SEEKABLE (stream) && g_seekable_can_seek (G_SEEKABLE (stream)))
    self->start = g_seekable_tell (G_SEEKABLE (stream));
  payload->size = size;
  payload->content_type = g_strdup (content_type != NULL ? content_type : "application/octet-stream");
  return payload;
}
