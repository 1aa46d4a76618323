/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-payload-kinds-private.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-pull-stream-private.h"

typedef struct
{
  AiohttpPayload parent_instance;

  GFile *file;
} AiohttpFilePayload;

typedef AiohttpPayloadClass AiohttpFilePayloadClass;

GType aiohttp_file_payload_get_type (void);

G_DEFINE_TYPE (AiohttpFilePayload, aiohttp_file_payload, AIOHTTP_TYPE_PAYLOAD)

/* A file that is opened at its first read. */
#define AIOHTTP_TYPE_LAZY_FILE_STREAM (aiohttp_lazy_file_stream_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpLazyFileStream, aiohttp_lazy_file_stream, AIOHTTP, LAZY_FILE_STREAM, AiohttpPullStream)

struct _AiohttpLazyFileStream
{
  AiohttpPullStream parent_instance;

  GFile *file;
  GInputStream *opened;
  void *buffer; /* of the first read */
  gsize count;
};

G_DEFINE_FINAL_TYPE (AiohttpLazyFileStream, aiohttp_lazy_file_stream, AIOHTTP_TYPE_PULL_STREAM)

static void
on_opened (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  AiohttpLazyFileStream *self = g_task_get_source_object (task);
  GError *error = NULL;
  GFileInputStream *opened = g_file_read_finish (G_FILE (source), result, &error);

  if (opened == NULL)
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  self->opened = G_INPUT_STREAM (opened);
  aiohttp_pull_stream_forward (task, self->opened, self->buffer, self->count);
}

static void
aiohttp_lazy_file_stream_pull (AiohttpPullStream *stream, GTask *task, void *buffer, gsize count)
{
  AiohttpLazyFileStream *self = AIOHTTP_LAZY_FILE_STREAM (stream);

  if (self->opened != NULL)
    {
      aiohttp_pull_stream_forward (task, self->opened, buffer, count);
      return;
    }
  self->buffer = buffer;
  self->count = count;
  g_file_read_async (self->file, g_task_get_priority (task), g_task_get_cancellable (task), on_opened, task);
}

/* In a thread: a close may wait. */
static void
aiohttp_lazy_file_stream_shut (AiohttpPullStream *stream)
{
  AiohttpLazyFileStream *self = AIOHTTP_LAZY_FILE_STREAM (stream);

  if (self->opened != NULL)
    g_input_stream_close_async (self->opened, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_clear_object (&self->opened);
}

static void
aiohttp_lazy_file_stream_finalize (GObject *object)
{
  AiohttpLazyFileStream *self = AIOHTTP_LAZY_FILE_STREAM (object);

  g_clear_object (&self->opened);
  g_clear_object (&self->file);
  G_OBJECT_CLASS (aiohttp_lazy_file_stream_parent_class)->finalize (object);
}

static void
aiohttp_lazy_file_stream_class_init (AiohttpLazyFileStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_lazy_file_stream_finalize;
  AIOHTTP_PULL_STREAM_CLASS (klass)->pull = aiohttp_lazy_file_stream_pull;
  AIOHTTP_PULL_STREAM_CLASS (klass)->shut = aiohttp_lazy_file_stream_shut;
}

static void
aiohttp_lazy_file_stream_init (AiohttpLazyFileStream *self)
{
}

static GInputStream *
aiohttp_file_payload_open (AiohttpPayload *payload, GError **error)
{
  AiohttpLazyFileStream *stream = g_object_new (AIOHTTP_TYPE_LAZY_FILE_STREAM, NULL);

  stream->file = g_object_ref (((AiohttpFilePayload *) payload)->file);
  return G_INPUT_STREAM (stream);
}

static void
on_asked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AiohttpPayload *self = g_task_get_source_object (task);
  GError *error = NULL;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, &error);

  if (info == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  /* What is no regular file has no size that could be relied on. */
  self->size = g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR ? g_file_info_get_size (info) : -1;
  g_task_return_boolean (task, TRUE);
}

static void
ask (gpointer data)
{
  GTask *task = data;
  AiohttpFilePayload *self = g_task_get_source_object (task);

  g_file_query_info_async (self->file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                           G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, g_task_get_cancellable (task), on_asked, task);
}

/* Each time: it may have changed since it was last sent. */
static void
aiohttp_file_payload_prepare (AiohttpPayload *payload, GTask *task)
{
  aiohttp_call_out (ask, task);
}

static void
aiohttp_file_payload_finalize (GObject *object)
{
  g_clear_object (&((AiohttpFilePayload *) object)->file);
  G_OBJECT_CLASS (aiohttp_file_payload_parent_class)->finalize (object);
}

static void
aiohttp_file_payload_class_init (AiohttpFilePayloadClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_file_payload_finalize;
  klass->open = aiohttp_file_payload_open;
  klass->prepare = aiohttp_file_payload_prepare;
}

static void
aiohttp_file_payload_init (AiohttpFilePayload *self)
{
}

static char *
guess_type (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);
  gboolean uncertain = TRUE;
  g_autofree char *type = name != NULL ? g_content_type_guess (name, NULL, 0, &uncertain) : NULL;
  char *media_type = type != NULL && !uncertain ? g_content_type_get_mime_type (type) : NULL;

  return media_type != NULL ? media_type : g_strdup ("application/octet-stream");
}

AiohttpPayload *
aiohttp_file_payload_new (GFile *file, const char *content_type)
{
  AiohttpFilePayload *self = g_object_new (aiohttp_file_payload_get_type (), NULL);

  self->file = g_object_ref (file);
  AIOHTTP_PAYLOAD (self)->content_type = content_type != NULL ? g_strdup (content_type) : guess_type (file);
  return AIOHTTP_PAYLOAD (self);
}
