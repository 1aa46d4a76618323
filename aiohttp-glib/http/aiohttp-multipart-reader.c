/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-multipart-reader.h"
#include "aiohttp-multipart-reader-state-private.h"

#include <string.h>

#include "aiohttp-await-private.h"
#include "aiohttp-body-part-reader-private.h"
#include "aiohttp-content-disposition-private.h"
#include "aiohttp-error.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-params-private.h"

/**
 * AiohttpMultipartReader:
 *
 * Reads a multipart body part by part, as a stream: a form with files, a mixed message (RFC 2046, RFC 7578).
 *
 * [method@Aiohttp.Request.multipart] makes one; [ctor@Aiohttp.MultipartReader.new] puts one on any stream.
 * [method@Aiohttp.MultipartReader.next_async] gives the next part, whose content is read from it before the next is asked
 * for; what of it was not read is then dropped. No more than 64 KiB of the body is in memory, whatever its size.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpMultipartReader) reader = aiohttp_request_multipart (request, error);
 * AiohttpBodyPartReader *part;
 *
 * while ((part = aiohttp_multipart_reader_next (reader, &reason)) != NULL)
 *   {
 *     use (aiohttp_body_part_reader_get_name (part), aiohttp_body_part_reader_get_content (part));
 *     g_object_unref (part);
 *   }
 * ]|
 *
 * One operation runs at a time, on the reader or its parts; a second one fails with %G_IO_ERROR_PENDING. The first error is
 * sticky. A malformed body, or one over a limit, is an [error@Aiohttp.ProtocolError]; read from a request it is
 * %AIOHTTP_HTTP_ERROR_BAD_REQUEST or %AIOHTTP_HTTP_ERROR_CONTENT_TOO_LARGE. A reader is used in the context in which it was
 * made.
 *
 * A field of a form that is called `_charset_` names the charset of those behind it; it is not given out itself.
 *
 * Since: 0.1
 */

/* What is read at once. */
#define FILL (64 * 1024)

/* What a read of a part holds. */
typedef struct
{
  guint64 part;
  void *buffer;
  gsize count;
} ReadPart;

enum
{
  PROP_0,
  PROP_BOUNDARY,
  PROP_SUBTYPE,
  PROP_MAX_PARTS,
  PROP_MAX_HEADERS,
  PROP_MAX_FIELD_SIZE,
  PROP_MAX_DEPTH,
  PROP_MAX_SIZE,
  PROP_MAX_PART_SIZE,
  PROP_SPOOL_SIZE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpMultipartReader, aiohttp_multipart_reader, G_TYPE_OBJECT)

GError *
aiohttp_multipart_map_error (GError *error, gboolean of_request)
{
  if (!of_request || error->domain != AIOHTTP_PROTOCOL_ERROR)
    return error;
  error->code = error->code == AIOHTTP_PROTOCOL_ERROR_BODY_TOO_LARGE ? (int) AIOHTTP_HTTP_ERROR_CONTENT_TOO_LARGE
                                                                     : (int) AIOHTTP_HTTP_ERROR_BAD_REQUEST;
  error->domain = AIOHTTP_HTTP_ERROR;
  return error;
}

static void
fail (AiohttpMultipartReader *self, GTask *task, GError *error)
{
  error = aiohttp_multipart_map_error (error, self->of_request);
  if (self->failure == NULL)
    self->failure = g_error_copy (error);
  g_task_return_error (task, error);
}

static void
fail_with (AiohttpMultipartReader *self, GTask *task, AiohttpProtocolError code, const char *what, guint64 limit)
{
  fail (self, task,
        g_error_new (AIOHTTP_PROTOCOL_ERROR, (int) code, "%s: the limit is %" G_GUINT64_FORMAT, what, limit));
}

/* Counted where the outermost body is, so that nesting does not multiply it. */
static gboolean
count_part (AiohttpMultipartReader *self)
{
  while (self->parent != NULL)
    self = self->parent;
  return ++self->n_parts <= self->max_parts;
}

static gboolean
is_charset_field (AiohttpMultipartReader *self, SoupMessageHeaders *headers)
{
  const char *value = soup_message_headers_get_one (headers, "Content-Disposition");
  g_auto (AiohttpContentDisposition) disposition = { NULL, NULL };

  return strcmp (self->subtype, "form-data") == 0 && value != NULL &&
         aiohttp_content_disposition_parse (value, &disposition) &&
         g_strcmp0 (aiohttp_content_disposition_get (&disposition, "name"), "_charset_") == 0;
}

/* Bytes of a part that nobody reads, or the reader itself does. */
static gboolean
take_unread (AiohttpMultipartReader *self, gsize length)
{
  if (self->in_charset)
    {
      if (self->charset_length + length > AIOHTTP_MULTIPART_MAX_CHARSET)
        return FALSE;
      memcpy (self->charset + self->charset_length, aiohttp_byte_buffer_data (&self->window), length);
      self->charset_length += length;
      self->charset[self->charset_length] = '\0';
    }
  return TRUE;
}

/* Makes the part whose head is the first `length` bytes of the window; NULL where the reader keeps it to itself. */
static AiohttpBodyPartReader *
begin_part (AiohttpMultipartReader *self, gsize length)
{
  AiohttpFields fields = { (const char *) aiohttp_byte_buffer_data (&self->window),
                           &g_array_index (self->parser.fields, AiohttpField, 0), self->parser.fields->len };
  SoupMessageHeaders *headers = aiohttp_fields_to_soup (&fields, SOUP_MESSAGE_HEADERS_MULTIPART);

  aiohttp_byte_buffer_consume (&self->window, length);
  self->part++;
  self->in_part = TRUE;
  self->in_charset = is_charset_field (self, headers);
  if (!self->in_charset)
    return aiohttp_body_part_reader_new (self, self->part, headers);
  self->charset_length = 0;
  soup_message_headers_unref (headers);
  return NULL;
}

static AiohttpMultipartEvent
parse (AiohttpMultipartReader *self, gsize *length, GError **error)
{
  AiohttpMultipartEvent event =
      aiohttp_multipart_parser_next (&self->parser, (const char *) aiohttp_byte_buffer_data (&self->window),
                                     aiohttp_byte_buffer_length (&self->window), self->base_ended, length, error);

  if (event == AIOHTTP_MULTIPART_MORE || event == AIOHTTP_MULTIPART_PART_END || event == AIOHTTP_MULTIPART_END)
    aiohttp_byte_buffer_consume (&self->window, *length);
  if (event == AIOHTTP_MULTIPART_PART_END)
    self->in_part = FALSE;
  return event;
}

/* The step of next(). */
static gboolean
step_to_next (AiohttpMultipartReader *self, GTask *task)
{
  while (!self->ended)
    {
      GError *error = NULL;
      AiohttpBodyPartReader *part;
      gsize length;

      switch (parse (self, &length, &error))
        {
        case AIOHTTP_MULTIPART_MORE:
          return FALSE;
        case AIOHTTP_MULTIPART_PART:
          part = begin_part (self, length);
          if (!count_part (self))
            {
              g_clear_object (&part);
              fail_with (self, task, AIOHTTP_PROTOCOL_ERROR_BODY_TOO_LARGE, "Too many parts", self->max_parts);
              return TRUE;
            }
          if (part == NULL)
            break;
          g_task_return_pointer (task, part, g_object_unref);
          return TRUE;
        case AIOHTTP_MULTIPART_DATA:
          if (!take_unread (self, length))
            {
              fail_with (self, task, AIOHTTP_PROTOCOL_ERROR_FAILED, "The field _charset_ is too long",
                         AIOHTTP_MULTIPART_MAX_CHARSET);
              return TRUE;
            }
          aiohttp_multipart_parser_took_data (&self->parser, length);
          aiohttp_byte_buffer_consume (&self->window, length);
          break;
        case AIOHTTP_MULTIPART_PART_END:
          break;
        case AIOHTTP_MULTIPART_END:
          self->ended = TRUE;
          break;
        case AIOHTTP_MULTIPART_ERROR:
        default:
          fail (self, task, error);
          return TRUE;
        }
    }
  aiohttp_byte_buffer_clear (&self->window);
  g_task_return_pointer (task, NULL, NULL);
  return TRUE;
}

/* The step of a read of the present part. */
static gboolean
step_to_data (AiohttpMultipartReader *self, GTask *task)
{
  ReadPart *read = g_task_get_task_data (task);
  GError *error = NULL;
  gsize length;

  if (read->part != self->part)
    {
      g_task_return_new_error (task, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED, "The reader has gone on to another part");
      return TRUE;
    }
  if (!self->in_part)
    {
      g_task_return_int (task, 0);
      return TRUE;
    }
  switch (parse (self, &length, &error))
    {
    case AIOHTTP_MULTIPART_MORE:
      return FALSE;
    case AIOHTTP_MULTIPART_DATA:
      length = MIN (length, read->count);
      memcpy (read->buffer, aiohttp_byte_buffer_data (&self->window), length);
      aiohttp_multipart_parser_took_data (&self->parser, length);
      aiohttp_byte_buffer_consume (&self->window, length);
      g_task_return_int (task, (gssize) length);
      return TRUE;
    case AIOHTTP_MULTIPART_ERROR:
      fail (self, task, error);
      return TRUE;
    case AIOHTTP_MULTIPART_PART_END:
    case AIOHTTP_MULTIPART_PART:
    case AIOHTTP_MULTIPART_END:
    default:
      g_task_return_int (task, 0);
      return TRUE;
    }
}

static void pump (GTask *task);

static void
on_filled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  AiohttpMultipartReader *self = g_task_get_source_object (task);
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n < 0)
    {
      self->step = NULL;
      /* a cancelled read took nothing off the stream */
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_task_return_error (task, error);
      else
        fail (self, task, error);
      g_object_unref (task);
      return;
    }
  if (n == 0)
    self->base_ended = TRUE;
  aiohttp_byte_buffer_commit (&self->window, (gsize) n);
  self->received += (guint64) n;
  if (self->max_size > 0 && self->received > self->max_size)
    {
      self->step = NULL;
      fail_with (self, task, AIOHTTP_PROTOCOL_ERROR_BODY_TOO_LARGE, "The multipart body is too large", self->max_size);
      g_object_unref (task);
      return;
    }
  pump (task);
}

static void
fill (gpointer data)
{
  GTask *task = data;
  AiohttpMultipartReader *self = g_task_get_source_object (task);

  g_input_stream_read_async (self->base, aiohttp_byte_buffer_reserve (&self->window, FILL), FILL, G_PRIORITY_DEFAULT,
                             g_task_get_cancellable (task), on_filled, task);
}

/* Does the step, as often as there is something new for it. Takes the task. */
static void
pump (GTask *task)
{
  AiohttpMultipartReader *self = g_task_get_source_object (task);
  AiohttpMultipartStep step = self->step;

  /* The callback of the task may begin the next operation at once. */
  self->step = NULL;
  if (step (self, task))
    {
      g_object_unref (task);
      return;
    }
  self->step = step;
  aiohttp_call_out (fill, task);
}

static void
start (AiohttpMultipartReader *self, GTask *task /* taken */, AiohttpMultipartStep step)
{
  /* what was taken off the stream is delivered */
  g_task_set_check_cancellable (task, FALSE);
  if (self->step != NULL)
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_PENDING, "The multipart body is being read already");
  else if (self->failure != NULL)
    g_task_return_error (task, g_error_copy (self->failure));
  else if (!g_task_return_error_if_cancelled (task))
    {
      self->step = step;
      pump (task);
      return;
    }
  g_object_unref (task);
}

void
aiohttp_multipart_reader_read_part_async (AiohttpMultipartReader *self, guint64 part, void *buffer, gsize count,
                                          GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  ReadPart *read = g_new (ReadPart, 1);

  *read = (ReadPart){ part, buffer, count };
  g_task_set_source_tag (task, aiohttp_multipart_reader_read_part_async);
  g_task_set_task_data (task, read, g_free);
  start (self, task, step_to_data);
}

gssize
aiohttp_multipart_reader_read_part_finish (AiohttpMultipartReader *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

const char *
aiohttp_multipart_reader_get_default_charset (AiohttpMultipartReader *self)
{
  return self->charset_length > 0 ? self->charset : NULL;
}

gboolean
aiohttp_multipart_reader_is_of_request (AiohttpMultipartReader *self)
{
  return self->of_request;
}

static void
aiohttp_multipart_reader_finalize (GObject *object)
{
  AiohttpMultipartReader *self = AIOHTTP_MULTIPART_READER (object);

  aiohttp_multipart_parser_clear (&self->parser);
  aiohttp_byte_buffer_clear (&self->window);
  g_clear_error (&self->failure);
  g_clear_object (&self->base);
  g_clear_object (&self->parent);
  g_free (self->boundary);
  g_free (self->subtype);
  G_OBJECT_CLASS (aiohttp_multipart_reader_parent_class)->finalize (object);
}

static void
aiohttp_multipart_reader_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpMultipartReader *self = AIOHTTP_MULTIPART_READER (object);

  switch (id)
    {
    case PROP_BOUNDARY:
      g_value_set_string (value, self->boundary);
      break;
    case PROP_SUBTYPE:
      g_value_set_string (value, self->subtype);
      break;
    case PROP_MAX_PARTS:
      g_value_set_uint (value, self->max_parts);
      break;
    case PROP_MAX_HEADERS:
      g_value_set_uint (value, self->max_headers);
      break;
    case PROP_MAX_FIELD_SIZE:
      g_value_set_uint (value, self->max_field_size);
      break;
    case PROP_MAX_DEPTH:
      g_value_set_uint (value, self->max_depth);
      break;
    case PROP_MAX_SIZE:
      g_value_set_uint64 (value, self->max_size);
      break;
    case PROP_MAX_PART_SIZE:
      g_value_set_uint64 (value, self->max_part_size);
      break;
    case PROP_SPOOL_SIZE:
      g_value_set_uint64 (value, self->spool_size);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_multipart_reader_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpMultipartReader *self = AIOHTTP_MULTIPART_READER (object);

  switch (id)
    {
    case PROP_MAX_PARTS:
      aiohttp_multipart_reader_set_max_parts (self, g_value_get_uint (value));
      break;
    case PROP_MAX_HEADERS:
      aiohttp_multipart_reader_set_max_headers (self, g_value_get_uint (value));
      break;
    case PROP_MAX_FIELD_SIZE:
      aiohttp_multipart_reader_set_max_field_size (self, g_value_get_uint (value));
      break;
    case PROP_MAX_DEPTH:
      aiohttp_multipart_reader_set_max_depth (self, g_value_get_uint (value));
      break;
    case PROP_MAX_SIZE:
      aiohttp_multipart_reader_set_max_size (self, g_value_get_uint64 (value));
      break;
    case PROP_MAX_PART_SIZE:
      aiohttp_multipart_reader_set_max_part_size (self, g_value_get_uint64 (value));
      break;
    case PROP_SPOOL_SIZE:
      aiohttp_multipart_reader_set_spool_size (self, g_value_get_uint64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_multipart_reader_class_init (AiohttpMultipartReaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = aiohttp_multipart_reader_finalize;
  object_class->get_property = aiohttp_multipart_reader_get_property;
  object_class->set_property = aiohttp_multipart_reader_set_property;
  aiohttp_object_class_notify_on_main_stack (object_class);

  /**
   * AiohttpMultipartReader:boundary:
   *
   * What stands between the parts.
   *
   * Since: 0.1
   */
  properties[PROP_BOUNDARY] = g_param_spec_string ("boundary", NULL, NULL, NULL, flags | G_PARAM_READABLE);

  /**
   * AiohttpMultipartReader:subtype:
   *
   * The kind of multipart, in lower case: form-data, mixed, …
   *
   * Since: 0.1
   */
  properties[PROP_SUBTYPE] = g_param_spec_string ("subtype", NULL, NULL, NULL, flags | G_PARAM_READABLE);

  /**
   * AiohttpMultipartReader:max-parts:
   *
   * The greatest number of parts, those of nested bodies counted in. One more fails with a body that is too large.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_PARTS] =
      g_param_spec_uint ("max-parts", NULL, NULL, 1, G_MAXUINT, AIOHTTP_MULTIPART_MAX_PARTS, flags | G_PARAM_READWRITE);

  /**
   * AiohttpMultipartReader:max-headers:
   *
   * The greatest number of headers of one part.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_HEADERS] = g_param_spec_uint ("max-headers", NULL, NULL, 0, G_MAXUINT,
                                                    AIOHTTP_MULTIPART_MAX_FIELDS, flags | G_PARAM_READWRITE);

  /**
   * AiohttpMultipartReader:max-field-size:
   *
   * The greatest size of one header of a part, in bytes. All headers of a part together may have 64 KiB.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_FIELD_SIZE] = g_param_spec_uint ("max-field-size", NULL, NULL, 1, G_MAXUINT,
                                                       AIOHTTP_MULTIPART_MAX_FIELD, flags | G_PARAM_READWRITE);

  /**
   * AiohttpMultipartReader:max-depth:
   *
   * How deep multipart bodies may be nested; 1 is none in another.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_DEPTH] =
      g_param_spec_uint ("max-depth", NULL, NULL, 1, G_MAXUINT, AIOHTTP_MULTIPART_MAX_DEPTH, flags | G_PARAM_READWRITE);

  /**
   * AiohttpMultipartReader:max-size:
   *
   * The greatest size of the whole body in bytes, boundaries and headers counted in; 0 is no limit.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_SIZE] =
      g_param_spec_uint64 ("max-size", NULL, NULL, 0, G_MAXUINT64, 0, flags | G_PARAM_READWRITE);

  /**
   * AiohttpMultipartReader:max-part-size:
   *
   * The greatest size in bytes of a part that is read as a whole, decoded; 0 is no limit. The content of a part, read as a stream, is not bound by it.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_PART_SIZE] =
      g_param_spec_uint64 ("max-part-size", NULL, NULL, 0, G_MAXUINT64, 0, flags | G_PARAM_READWRITE);

  /**
   * AiohttpMultipartReader:spool-size:
   *
   * How many bytes of each file of a form are kept in memory; a larger file goes to a temporary one.
   *
   * Since: 0.1
   */
  properties[PROP_SPOOL_SIZE] = g_param_spec_uint64 ("spool-size", NULL, NULL, 0, G_MAXUINT64,
                                                     AIOHTTP_MULTIPART_SPOOL_SIZE, flags | G_PARAM_READWRITE);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_multipart_reader_init (AiohttpMultipartReader *self)
{
  self->max_parts = AIOHTTP_MULTIPART_MAX_PARTS;
  self->max_headers = AIOHTTP_MULTIPART_MAX_FIELDS;
  self->max_field_size = AIOHTTP_MULTIPART_MAX_FIELD;
  self->max_depth = AIOHTTP_MULTIPART_MAX_DEPTH;
  self->spool_size = AIOHTTP_MULTIPART_SPOOL_SIZE;
  self->depth = 1;
}

static GError *
new_type_error (const char *message)
{
  return g_error_new_literal (AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_FAILED, message);
}

static AiohttpMultipartReader *
make (GInputStream *stream, const char *content_type, gboolean of_request, GError **error)
{
  gsize length = content_type != NULL ? strcspn (content_type, "; \t") : 0;
  g_autofree char *boundary = content_type != NULL ? aiohttp_params_dup (content_type, "boundary") : NULL;
  AiohttpMultipartReader *self;
  const char *wrong = NULL;

  if (length <= strlen ("multipart/") || g_ascii_strncasecmp (content_type, "multipart/", strlen ("multipart/")) != 0)
    wrong = "Content-Type is not multipart";
  else if (boundary == NULL)
    wrong = "Content-Type of a multipart body has no boundary";
  else if (!aiohttp_multipart_is_boundary (boundary))
    wrong = "The boundary of a multipart body is not 1 to 70 printable characters";
  if (wrong != NULL)
    {
      g_propagate_error (error, aiohttp_multipart_map_error (new_type_error (wrong), of_request));
      return NULL;
    }
  self = g_object_new (AIOHTTP_TYPE_MULTIPART_READER, NULL);
  self->base = g_object_ref (stream);
  self->of_request = of_request != FALSE;
  self->subtype = g_ascii_strdown (content_type + strlen ("multipart/"), (gssize) (length - strlen ("multipart/")));
  aiohttp_multipart_parser_init (&self->parser, boundary);
  self->boundary = g_steal_pointer (&boundary);
  return self;
}

AiohttpMultipartReader *
aiohttp_multipart_reader_new_for_request (GInputStream *stream, const char *content_type, GError **error)
{
  return make (stream, content_type, TRUE, error);
}

AiohttpMultipartReader *
aiohttp_multipart_reader_new_nested (AiohttpMultipartReader *parent, GInputStream *stream, const char *content_type,
                                     GError **error)
{
  AiohttpMultipartReader *self;

  if (parent->depth >= parent->max_depth)
    {
      GError *reason = g_error_new (AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_FAILED,
                                    "Multipart bodies are nested deeper than %u levels", parent->max_depth);

      g_propagate_error (error, aiohttp_multipart_map_error (reason, parent->of_request));
      return NULL;
    }
  self = make (stream, content_type, parent->of_request, error);
  if (self == NULL)
    return NULL;
  self->parent = g_object_ref (parent);
  self->depth = parent->depth + 1;
  self->max_parts = parent->max_parts;
  self->max_depth = parent->max_depth;
  self->max_part_size = parent->max_part_size;
  aiohttp_multipart_reader_set_max_headers (self, parent->max_headers);
  aiohttp_multipart_reader_set_max_field_size (self, parent->max_field_size);
  return self;
}

/**
 * aiohttp_multipart_reader_new:
 * @stream: the body
 * @content_type: its Content-Type, with the boundary
 * @error: return location of the error
 *
 * Makes a reader of a body that comes from any stream. A type that is not multipart, or has no proper boundary, is an
 * [error@Aiohttp.ProtocolError].
 *
 * Returns: (transfer full): a new reader, or %NULL on an error
 *
 * Since: 0.1
 */
AiohttpMultipartReader *
aiohttp_multipart_reader_new (GInputStream *stream, const char *content_type, GError **error)
{
  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);
  g_return_val_if_fail (content_type != NULL, NULL);

  return make (stream, content_type, FALSE, error);
}

/**
 * aiohttp_multipart_reader_get_boundary:
 * @self: a multipart reader
 *
 * Gets what stands between the parts.
 *
 * Returns: the boundary
 *
 * Since: 0.1
 */
const char *
aiohttp_multipart_reader_get_boundary (AiohttpMultipartReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_MULTIPART_READER (self), NULL);

  return self->boundary;
}

/**
 * aiohttp_multipart_reader_get_subtype:
 * @self: a multipart reader
 *
 * Gets the kind of multipart, in lower case: form-data, mixed, …
 *
 * Returns: the subtype
 *
 * Since: 0.1
 */
const char *
aiohttp_multipart_reader_get_subtype (AiohttpMultipartReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_MULTIPART_READER (self), NULL);

  return self->subtype;
}

/**
 * aiohttp_multipart_reader_next: (skip)
 * @self: a multipart reader
 * @error: return location of the error
 *
 * Awaits the next part. What of the one before was not read is dropped.
 *
 * Returns: (transfer full) (nullable): the part; %NULL without an error behind the last one, with one on an error
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (AiohttpBodyPartReader *, aiohttp_multipart_reader_next, NULL, (AiohttpMultipartReader * self),
                      (self))

/**
 * aiohttp_multipart_reader_next_async:
 * @self: a multipart reader
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called with the part
 * @user_data: for @callback
 *
 * Goes to the next part. What of the one before was not read is dropped.
 *
 * Since: 0.1
 */
void
aiohttp_multipart_reader_next_async (AiohttpMultipartReader *self, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (AIOHTTP_IS_MULTIPART_READER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_multipart_reader_next_async);
  g_task_set_name (task, "[aiohttp] multipart reader: next");
  start (self, task, step_to_next);
}

/**
 * aiohttp_multipart_reader_next_finish:
 * @self: a multipart reader
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.MultipartReader.next_async].
 *
 * Returns: (transfer full) (nullable): the part; %NULL without an error behind the last one, with one on an error
 *
 * Since: 0.1
 */
AiohttpBodyPartReader *
aiohttp_multipart_reader_next_finish (AiohttpMultipartReader *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_MULTIPART_READER (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_multipart_reader_next_async, error);
}
