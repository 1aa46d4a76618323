/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-multipart-writer.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"
#include "aiohttp-payload-private.h"
#include "aiohttp-pull-stream-private.h"

#define MAX_BOUNDARY 70

/**
 * AiohttpMultipartWriter:
 *
 * A body of several parts (RFC 2046): aiohttp's `MultipartWriter`. Forms have [class@Aiohttp.FormData], which makes one.
 *
 * Its parts are payloads, another writer among them, and are read as it is sent. It may be sent again if all of them may.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpMultipartWriter) writer = aiohttp_multipart_writer_new ("mixed");
 * g_autoptr(AiohttpPayload) text = aiohttp_payload_new_for_text ("one", NULL);
 *
 * if (!aiohttp_multipart_writer_append (writer, text, NULL, error))
 *   return FALSE;
 * aiohttp_request_options_set_payload (options, AIOHTTP_PAYLOAD (writer));
 * ]|
 *
 * Since: 0.1
 */

typedef struct
{
  GBytes *head; /* delimiter and header fields */
  AiohttpPayload *payload;
} Part;

struct _AiohttpMultipartWriter
{
  AiohttpPayload parent_instance;

  char *boundary;
  GArray *parts;
};

struct _AiohttpMultipartWriterClass
{
  AiohttpPayloadClass parent_class;
};

G_DEFINE_TYPE (AiohttpMultipartWriter, aiohttp_multipart_writer, AIOHTTP_TYPE_PAYLOAD)

/* The parts one after the other, each opened when the one before has ended. */
#define AIOHTTP_TYPE_MULTIPART_STREAM (aiohttp_multipart_stream_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpMultipartStream, aiohttp_multipart_stream, AIOHTTP, MULTIPART_STREAM, AiohttpPullStream)

struct _AiohttpMultipartStream
{
  AiohttpPullStream parent_instance;

  AiohttpMultipartWriter *writer;
  guint next;            /* the section to be opened: a head, a body, …, the end */
  GInputStream *section; /* being read */

  /* the read under way */
  void *buffer;
  gsize count;
};

G_DEFINE_FINAL_TYPE (AiohttpMultipartStream, aiohttp_multipart_stream, AIOHTTP_TYPE_PULL_STREAM)

static void
shut_section (AiohttpMultipartStream *self)
{
  if (self->section != NULL)
    g_input_stream_close_async (self->section, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
  g_clear_object (&self->section);
}

static GInputStream *
open_section (AiohttpMultipartStream *self, GError **error)
{
  AiohttpMultipartWriter *writer = self->writer;
  guint index = self->next++;
  Part *part;

  if (index == writer->parts->len * 2)
    {
      char *end = g_strdup_printf ("%s--%s--\r\n", writer->parts->len > 0 ? "\r\n" : "", writer->boundary);

      return g_memory_input_stream_new_from_data (end, (gssize) strlen (end), g_free);
    }
  part = &g_array_index (writer->parts, Part, index / 2);
  return index % 2 == 0 ? g_memory_input_stream_new_from_bytes (part->head)
                        : aiohttp_payload_open (part->payload, error);
}

static void on_section_read (GObject *source, GAsyncResult *result, gpointer user_data);

/* Takes the task. */
static void
proceed (AiohttpMultipartStream *self, GTask *task)
{
  GError *error = NULL;

  if (self->section == NULL && self->next <= self->writer->parts->len * 2)
    self->section = open_section (self, &error);
  if (self->section != NULL)
    {
      g_input_stream_read_async (self->section, self->buffer, self->count, g_task_get_priority (task),
                                 g_task_get_cancellable (task), on_section_read, task);
      return;
    }
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, 0);
  g_object_unref (task);
}

static void
on_section_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  AiohttpMultipartStream *self = g_task_get_source_object (task);
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n == 0)
    {
      shut_section (self);
      proceed (self, task);
      return;
    }
  if (n < 0)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, n);
  g_object_unref (task);
}

static void
aiohttp_multipart_stream_pull (AiohttpPullStream *stream, GTask *task, void *buffer, gsize count)
{
  AiohttpMultipartStream *self = AIOHTTP_MULTIPART_STREAM (stream);

  self->buffer = buffer;
  self->count = count;
  proceed (self, task);
}

static void
aiohttp_multipart_stream_shut (AiohttpPullStream *stream)
{
  shut_section (AIOHTTP_MULTIPART_STREAM (stream));
}

static void
aiohttp_multipart_stream_finalize (GObject *object)
{
  AiohttpMultipartStream *self = AIOHTTP_MULTIPART_STREAM (object);

  g_clear_object (&self->section);
  g_clear_object (&self->writer);
  G_OBJECT_CLASS (aiohttp_multipart_stream_parent_class)->finalize (object);
}

static void
aiohttp_multipart_stream_class_init (AiohttpMultipartStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_multipart_stream_finalize;
  AIOHTTP_PULL_STREAM_CLASS (klass)->pull = aiohttp_multipart_stream_pull;
  AIOHTTP_PULL_STREAM_CLASS (klass)->shut = aiohttp_multipart_stream_shut;
}

static void
aiohttp_multipart_stream_init (AiohttpMultipartStream *self)
{
}

static void
part_clear (gpointer data)
{
  Part *part = data;

  g_bytes_unref (part->head);
  g_object_unref (part->payload);
}

static GInputStream *
aiohttp_multipart_writer_open (AiohttpPayload *payload, GError **error)
{
  AiohttpMultipartStream *stream = g_object_new (AIOHTTP_TYPE_MULTIPART_STREAM, NULL);

  stream->writer = g_object_ref (AIOHTTP_MULTIPART_WRITER (payload));
  return G_INPUT_STREAM (stream);
}

static gboolean
aiohttp_multipart_writer_is_replayable (AiohttpPayload *payload)
{
  AiohttpMultipartWriter *self = AIOHTTP_MULTIPART_WRITER (payload);

  for (guint i = 0; i < self->parts->len; i++)
    if (!aiohttp_payload_is_replayable (g_array_index (self->parts, Part, i).payload))
      return FALSE;
  return TRUE;
}

static void
sum_up (AiohttpMultipartWriter *self)
{
  gint64 size = (gint64) strlen (self->boundary) + 6 + (self->parts->len > 0 ? 2 : 0);

  for (guint i = 0; i < self->parts->len && size >= 0; i++)
    {
      Part *part = &g_array_index (self->parts, Part, i);
      gint64 part_size = aiohttp_payload_get_size (part->payload);

      size = part_size >= 0 ? size + (gint64) g_bytes_get_size (part->head) + part_size : -1;
    }
  AIOHTTP_PAYLOAD (self)->size = size;
}

static void prepare_from (GTask *task, guint index);

static void
on_part_prepared (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  GError *error = NULL;

  if (aiohttp_payload_prepare_finish (AIOHTTP_PAYLOAD (source), result, &error))
    {
      prepare_from (task, GPOINTER_TO_UINT (g_task_get_task_data (task)) + 1);
      return;
    }
  g_task_return_error (task, error);
  g_object_unref (task);
}

/* Takes the task. */
static void
prepare_from (GTask *task, guint index)
{
  AiohttpMultipartWriter *self = g_task_get_source_object (task);

  for (; index < self->parts->len; index++)
    {
      AiohttpPayload *payload = g_array_index (self->parts, Part, index).payload;

      if (aiohttp_payload_is_ready (payload))
        continue;
      g_task_set_task_data (task, GUINT_TO_POINTER (index), NULL);
      aiohttp_payload_prepare_async (payload, g_task_get_cancellable (task), on_part_prepared, task);
      return;
    }
  sum_up (self);
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static void
aiohttp_multipart_writer_prepare (AiohttpPayload *payload, GTask *task)
{
  prepare_from (task, 0);
}

static void
aiohttp_multipart_writer_finalize (GObject *object)
{
  AiohttpMultipartWriter *self = AIOHTTP_MULTIPART_WRITER (object);

  g_clear_pointer (&self->parts, g_array_unref);
  g_free (self->boundary);
  G_OBJECT_CLASS (aiohttp_multipart_writer_parent_class)->finalize (object);
}

static void
aiohttp_multipart_writer_class_init (AiohttpMultipartWriterClass *klass)
{
  AiohttpPayloadClass *payload_class = AIOHTTP_PAYLOAD_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = aiohttp_multipart_writer_finalize;
  payload_class->open = aiohttp_multipart_writer_open;
  payload_class->prepare = aiohttp_multipart_writer_prepare;
  payload_class->is_replayable = aiohttp_multipart_writer_is_replayable;
}

static void
aiohttp_multipart_writer_init (AiohttpMultipartWriter *self)
{
  self->parts = g_array_new (FALSE, FALSE, sizeof (Part));
  g_array_set_clear_func (self->parts, part_clear);
}

static AiohttpMultipartWriter *
writer_new (const char *subtype, char *boundary)
{
  AiohttpMultipartWriter *self = g_object_new (AIOHTTP_TYPE_MULTIPART_WRITER, NULL);
  gboolean token = aiohttp_chars_is_token (boundary, strlen (boundary));

  self->boundary = boundary;
  AIOHTTP_PAYLOAD (self)->content_type =
      g_strdup_printf (token ? "multipart/%s; boundary=%s" : "multipart/%s; boundary=\"%s\"", subtype, boundary);
  return self;
}

/**
 * aiohttp_multipart_writer_new:
 * @subtype: the subtype, such as `mixed`
 *
 * Makes a writer without parts, with a boundary that is random.
 *
 * Returns: (transfer full): a new writer
 *
 * Since: 0.1
 */
AiohttpMultipartWriter *
aiohttp_multipart_writer_new (const char *subtype)
{
  g_return_val_if_fail (subtype != NULL && aiohttp_chars_is_token (subtype, strlen (subtype)), NULL);

  return writer_new (subtype, g_uuid_string_random ());
}

/**
 * aiohttp_multipart_writer_new_with_boundary:
 * @subtype: the subtype, such as `mixed`
 * @boundary: what the parts are to be divided by
 * @error: return location for an error
 *
 * Makes a writer without parts, with a boundary that must not be found in any part.
 *
 * Returns: (transfer full): a new writer; %NULL with %AIOHTTP_ERROR_INVALID_ARGUMENT for a boundary that is none (RFC
 *   2046, 5.1.1: 1 to 70 characters)
 *
 * Since: 0.1
 */
AiohttpMultipartWriter *
aiohttp_multipart_writer_new_with_boundary (const char *subtype, const char *boundary, GError **error)
{
  gsize length;

  g_return_val_if_fail (subtype != NULL && aiohttp_chars_is_token (subtype, strlen (subtype)), NULL);
  g_return_val_if_fail (boundary != NULL, NULL);

  length = strlen (boundary);
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (boundary[i]) && strchr ("'()+_,-./:=? ", boundary[i]) == NULL)
      length = 0;
  if (length > 0 && length <= MAX_BOUNDARY && boundary[length - 1] != ' ')
    return writer_new (subtype, g_strdup (boundary));
  g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                       "A boundary has 1 to 70 letters, digits and '()+_,-./:=?");
  return NULL;
}

/**
 * aiohttp_multipart_writer_get_boundary:
 * @self: a writer
 *
 * Gets what the parts are divided by.
 *
 * Returns: (transfer none): the boundary
 *
 * Since: 0.1
 */
const char *
aiohttp_multipart_writer_get_boundary (AiohttpMultipartWriter *self)
{
  g_return_val_if_fail (AIOHTTP_IS_MULTIPART_WRITER (self), NULL);

  return self->boundary;
}

/**
 * aiohttp_multipart_writer_get_n_parts:
 * @self: a writer
 *
 * Gets the number of parts.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
aiohttp_multipart_writer_get_n_parts (AiohttpMultipartWriter *self)
{
  g_return_val_if_fail (AIOHTTP_IS_MULTIPART_WRITER (self), 0);

  return self->parts->len;
}

/**
 * aiohttp_multipart_writer_append:
 * @self: a writer
 * @payload: the part's body
 * @headers: (nullable): its header fields, or %NULL; Content-Type is the payload's unless it is among them
 * @error: return location for an error
 *
 * Adds a part behind the others. A writer that is being sent must not be changed.
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_ERROR_INVALID_ARGUMENT for a header field that is malformed
 *
 * Since: 0.1
 */
gboolean
aiohttp_multipart_writer_append (AiohttpMultipartWriter *self, AiohttpPayload *payload, SoupMessageHeaders *headers,
                                 GError **error)
{
  GString *head;
  Part part;
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  g_return_val_if_fail (AIOHTTP_IS_MULTIPART_WRITER (self), FALSE);
  g_return_val_if_fail (AIOHTTP_IS_PAYLOAD (payload) && payload != (AiohttpPayload *) self, FALSE);

  head = g_string_new (self->parts->len > 0 ? "\r\n--" : "--");
  g_string_append_printf (head, "%s\r\n", self->boundary);
  if (headers == NULL || soup_message_headers_get_one (headers, "Content-Type") == NULL)
    g_string_append_printf (head, "Content-Type: %s\r\n", aiohttp_payload_get_content_type (payload));
  if (headers != NULL)
    soup_message_headers_iter_init (&iter, headers);
  while (headers != NULL && soup_message_headers_iter_next (&iter, &name, &value))
    {
      if (!aiohttp_chars_is_token (name, strlen (name)) || !aiohttp_chars_is_field_value (value, strlen (value)))
        {
          g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "Header of a part is malformed");
          g_string_free (head, TRUE);
          return FALSE;
        }
      g_string_append_printf (head, "%s: %s\r\n", name, value);
    }
  g_string_append (head, "\r\n");
  part.head = g_string_free_to_bytes (head);
  part.payload = g_object_ref (payload);
  g_array_append_val (self->parts, part);
  return TRUE;
}
