/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-encoded-payload-private.h"

#include "aiohttp-content-encoder-private.h"
#include "aiohttp-pull-stream-private.h"

#define BLOCK (16 * 1024)

typedef struct
{
  AiohttpPayload parent_instance;

  AiohttpPayload *plain;
  AiohttpContentCoding coding;
} AiohttpEncodedPayload;

typedef AiohttpPayloadClass AiohttpEncodedPayloadClass;

GType aiohttp_encoded_payload_get_type (void);

G_DEFINE_TYPE (AiohttpEncodedPayload, aiohttp_encoded_payload, AIOHTTP_TYPE_PAYLOAD)

#define AIOHTTP_TYPE_ENCODING_STREAM (aiohttp_encoding_stream_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpEncodingStream, aiohttp_encoding_stream, AIOHTTP, ENCODING_STREAM, AiohttpPullStream)

struct _AiohttpEncodingStream
{
  AiohttpPullStream parent_instance;

  GInputStream *base;
  AiohttpContentEncoder *encoder;
  AiohttpByteBuffer output;
  guint8 *block;
  gboolean ended;

  /* the read under way */
  guint8 *buffer;
  gsize count;
};

G_DEFINE_FINAL_TYPE (AiohttpEncodingStream, aiohttp_encoding_stream, AIOHTTP_TYPE_PULL_STREAM)

static void on_read (GObject *source, GAsyncResult *result, gpointer user_data);

/* Takes the task. */
static void
proceed (AiohttpEncodingStream *self, GTask *task)
{
  gsize n = MIN (self->count, aiohttp_byte_buffer_length (&self->output));

  if (n == 0 && !self->ended)
    {
      g_input_stream_read_async (self->base, self->block, BLOCK, g_task_get_priority (task),
                                 g_task_get_cancellable (task), on_read, task);
      return;
    }
  if (n > 0)
    {
      memcpy (self->buffer, aiohttp_byte_buffer_data (&self->output), n);
      aiohttp_byte_buffer_consume (&self->output, n);
    }
  g_task_return_int (task, (gssize) n);
  g_object_unref (task);
}

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  AiohttpEncodingStream *self = g_task_get_source_object (task);
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n < 0)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  self->ended = n == 0;
  aiohttp_content_encoder_add (self->encoder, self->block, (gsize) n,
                               self->ended ? AIOHTTP_ENCODE_END : AIOHTTP_ENCODE_MORE, &self->output);
  proceed (self, task);
}

static void
aiohttp_encoding_stream_pull (AiohttpPullStream *stream, GTask *task, void *buffer, gsize count)
{
  AiohttpEncodingStream *self = AIOHTTP_ENCODING_STREAM (stream);

  self->buffer = buffer;
  self->count = count;
  proceed (self, task);
}

static void
aiohttp_encoding_stream_shut (AiohttpPullStream *stream)
{
  g_input_stream_close_async (AIOHTTP_ENCODING_STREAM (stream)->base, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}

static void
aiohttp_encoding_stream_finalize (GObject *object)
{
  AiohttpEncodingStream *self = AIOHTTP_ENCODING_STREAM (object);

  g_clear_object (&self->base);
  g_clear_pointer (&self->encoder, aiohttp_content_encoder_free);
  aiohttp_byte_buffer_clear (&self->output);
  g_free (self->block);
  G_OBJECT_CLASS (aiohttp_encoding_stream_parent_class)->finalize (object);
}

static void
aiohttp_encoding_stream_class_init (AiohttpEncodingStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_encoding_stream_finalize;
  AIOHTTP_PULL_STREAM_CLASS (klass)->pull = aiohttp_encoding_stream_pull;
  AIOHTTP_PULL_STREAM_CLASS (klass)->shut = aiohttp_encoding_stream_shut;
}

static void
aiohttp_encoding_stream_init (AiohttpEncodingStream *self)
{
  self->block = g_malloc (BLOCK);
}

static GInputStream *
aiohttp_encoded_payload_open (AiohttpPayload *payload, GError **error)
{
  AiohttpEncodedPayload *self = (AiohttpEncodedPayload *) payload;
  GInputStream *base = aiohttp_payload_open (self->plain, error);
  AiohttpEncodingStream *stream;

  if (base == NULL)
    return NULL;
  stream = g_object_new (AIOHTTP_TYPE_ENCODING_STREAM, NULL);
  stream->base = base;
  stream->encoder = aiohttp_content_encoder_new (self->coding);
  return G_INPUT_STREAM (stream);
}

static gboolean
aiohttp_encoded_payload_is_replayable (AiohttpPayload *payload)
{
  return aiohttp_payload_is_replayable (((AiohttpEncodedPayload *) payload)->plain);
}

static void
aiohttp_encoded_payload_finalize (GObject *object)
{
  g_clear_object (&((AiohttpEncodedPayload *) object)->plain);
  G_OBJECT_CLASS (aiohttp_encoded_payload_parent_class)->finalize (object);
}

static void
aiohttp_encoded_payload_class_init (AiohttpEncodedPayloadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_encoded_payload_finalize;
  klass->open = aiohttp_encoded_payload_open;
  klass->is_replayable = aiohttp_encoded_payload_is_replayable;
}

static void
aiohttp_encoded_payload_init (AiohttpEncodedPayload *self)
{
}

AiohttpPayload *
aiohttp_encoded_payload_new (AiohttpPayload *plain, AiohttpContentCoding coding)
{
  AiohttpEncodedPayload *self = g_object_new (aiohttp_encoded_payload_get_type (), NULL);

  self->plain = g_object_ref (plain);
  self->coding = coding;
  AIOHTTP_PAYLOAD (self)->content_type = g_strdup (aiohttp_payload_get_content_type (plain));
  return AIOHTTP_PAYLOAD (self);
}
