/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-body-part-reader.h"
#include "aiohttp-body-part-reader-private.h"

#include <string.h>

#include "aiohttp-await-private.h"
#include "aiohttp-byte-buffer-private.h"
#include "aiohttp-charset-private.h"
#include "aiohttp-content-decoder-private.h"
#include "aiohttp-content-disposition-private.h"
#include "aiohttp-decoding-stream-private.h"
#include "aiohttp-error.h"
#include "aiohttp-json-private.h"
#include "aiohttp-multipart-reader-private.h"
#include "aiohttp-params-private.h"
#include "aiohttp-part-stream-private.h"
#include "aiohttp-transfer-decoder-private.h"

/**
 * AiohttpBodyPartReader:
 *
 * One part of a multipart body, as [method@Aiohttp.MultipartReader.next_async] gives it: its headers, and its content to be
 * read once.
 *
 * The content is a stream, [method@Aiohttp.BodyPartReader.get_content], or is read whole. A Content-Transfer-Encoding
 * (base64, quoted-printable) and a Content-Encoding are undone; [method@Aiohttp.BodyPartReader.get_raw_content] leaves them.
 * When the reader goes on to the next part this one can no longer be read.
 *
 * Since: 0.1
 */

struct _AiohttpBodyPartReader
{
  GObject parent_instance;

  AiohttpMultipartReader *reader;
  SoupMessageHeaders *headers;
  AiohttpContentDisposition disposition; /* empty where it is malformed */
  char *content_type;
  char *charset;
  guint64 number;

  AiohttpStreamReader *raw;
  AiohttpStreamReader *content;
};

/* Turns all of the content into the result of a task. */
typedef void (*ReturnFunc) (AiohttpBodyPartReader *self, GTask *task, GBytes *bytes);

typedef struct
{
  AiohttpByteBuffer collected;
  ReturnFunc return_func;
} Collect;

G_DEFINE_FINAL_TYPE (AiohttpBodyPartReader, aiohttp_body_part_reader, G_TYPE_OBJECT)

static void
collect_free (gpointer data)
{
  Collect *collect = data;

  aiohttp_byte_buffer_clear (&collect->collected);
  g_free (collect);
}

static void
aiohttp_body_part_reader_finalize (GObject *object)
{
  AiohttpBodyPartReader *self = AIOHTTP_BODY_PART_READER (object);

  g_clear_object (&self->content);
  g_clear_object (&self->raw);
  g_clear_object (&self->reader);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  aiohttp_content_disposition_clear (&self->disposition);
  g_free (self->content_type);
  g_free (self->charset);
  G_OBJECT_CLASS (aiohttp_body_part_reader_parent_class)->finalize (object);
}

static void
aiohttp_body_part_reader_class_init (AiohttpBodyPartReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_body_part_reader_finalize;
}

static void
aiohttp_body_part_reader_init (AiohttpBodyPartReader *self)
{
}

static void
read_content_type (AiohttpBodyPartReader *self)
{
  const char *value = soup_message_headers_get_one (self->headers, "Content-Type");
  const char *charset = aiohttp_multipart_reader_get_default_charset (self->reader);

  self->content_type =
      g_ascii_strdown (value != NULL ? value : "text/plain", value != NULL ? (gssize) strcspn (value, ";") : -1);
  g_strstrip (self->content_type);
  if (value != NULL)
    self->charset = aiohttp_params_dup (value, "charset");
  if (self->charset == NULL)
    self->charset = g_strdup (charset);
}

AiohttpBodyPartReader *
aiohttp_body_part_reader_new (AiohttpMultipartReader *reader, guint64 number, SoupMessageHeaders *headers)
{
  AiohttpBodyPartReader *self = g_object_new (AIOHTTP_TYPE_BODY_PART_READER, NULL);
  const char *disposition = soup_message_headers_get_one (headers, "Content-Disposition");

  self->reader = g_object_ref (reader);
  self->number = number;
  self->headers = headers;
  if (disposition != NULL)
    aiohttp_content_disposition_parse (disposition, &self->disposition);
  read_content_type (self);
  return self;
}

/* Reads of the part fail with it. */
static GInputStream *
new_failing_stream (GError *error)
{
  g_autoptr (GInputStream) empty = g_memory_input_stream_new ();

  return G_INPUT_STREAM (aiohttp_decoding_stream_new_failing (empty, error));
}

/* Undoes the Content-Transfer-Encoding; NULL for one that is not known. */
static GInputStream *
undo_transfer_encoding (AiohttpBodyPartReader *self, GInputStream *stream)
{
  const char *value = soup_message_headers_get_one (self->headers, "Content-Transfer-Encoding");
  g_autoptr (AiohttpTransferDecoder) decoder = NULL;

  if (value == NULL || g_ascii_strcasecmp (value, "binary") == 0 || g_ascii_strcasecmp (value, "8bit") == 0 ||
      g_ascii_strcasecmp (value, "7bit") == 0)
    return g_object_ref (stream);
  if (g_ascii_strcasecmp (value, "base64") == 0)
    decoder = aiohttp_transfer_decoder_new (AIOHTTP_TRANSFER_BASE64);
  else if (g_ascii_strcasecmp (value, "quoted-printable") == 0)
    decoder = aiohttp_transfer_decoder_new (AIOHTTP_TRANSFER_QUOTED_PRINTABLE);
  else
    return NULL;
  return G_INPUT_STREAM (aiohttp_decoding_stream_new (stream, G_CONVERTER (decoder)));
}

static GInputStream *
make_decoded (AiohttpBodyPartReader *self)
{
  gboolean of_request = aiohttp_multipart_reader_is_of_request (self->reader);
  const char *encoding = soup_message_headers_get_list (self->headers, "Content-Encoding");
  g_autoptr (GInputStream) raw = G_INPUT_STREAM (aiohttp_part_stream_new (self->reader, self->number));
  g_autoptr (GInputStream) plain = undo_transfer_encoding (self, raw);
  GInputStream *decoded;
  GError *error = NULL;

  if (plain == NULL)
    return new_failing_stream (
        aiohttp_multipart_map_error (g_error_new_literal (AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_FAILED,
                                                          "The Content-Transfer-Encoding of a part is not known"),
                                     of_request));
  if (of_request)
    decoded = aiohttp_content_decoder_wrap_request (plain, encoding, &error);
  else
    decoded = aiohttp_content_decoder_wrap (plain, encoding, &error);
  return decoded != NULL ? decoded : new_failing_stream (error);
}

static void collect_more (GTask *task);

static void
on_piece (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AiohttpBodyPartReader *self = g_task_get_source_object (task);
  guint64 limit = aiohttp_multipart_reader_get_max_part_size (self->reader);
  gboolean of_request = aiohttp_multipart_reader_is_of_request (self->reader);
  Collect *collect = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) piece = aiohttp_stream_reader_readany_finish (AIOHTTP_STREAM_READER (source), result, &error);
  gsize size;
  const void *data;

  if (piece == NULL)
    {
      g_task_return_error (task, aiohttp_multipart_map_error (error, of_request));
      return;
    }
  data = g_bytes_get_data (piece, &size);
  if (size == 0)
    {
      g_autoptr (GBytes) all = aiohttp_byte_buffer_take (&collect->collected);

      collect->return_func (self, task, all);
      return;
    }
  aiohttp_byte_buffer_append (&collect->collected, data, size);
  if (limit == 0 || aiohttp_byte_buffer_length (&collect->collected) <= limit)
    {
      collect_more (g_steal_pointer (&task));
      return;
    }
  error = g_error_new (AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_BODY_TOO_LARGE,
                       "A part is larger than %" G_GUINT64_FORMAT " bytes", limit);
  g_task_return_error (task, aiohttp_multipart_map_error (error, of_request));
}

static void
collect_more (GTask *task)
{
  AiohttpBodyPartReader *self = g_task_get_source_object (task);

  aiohttp_stream_reader_readany_async (aiohttp_body_part_reader_get_content (self), g_task_get_cancellable (task),
                                       on_piece, task);
}

static void
start_collect (AiohttpBodyPartReader *self, gpointer tag, ReturnFunc return_func, GCancellable *cancellable,
               GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  Collect *collect = g_new0 (Collect, 1);

  collect->return_func = return_func;
  g_task_set_source_tag (task, tag);
  g_task_set_name (task, "[aiohttp] body part reader: read");
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, collect, collect_free);
  collect_more (task);
}

static void
return_read (AiohttpBodyPartReader *self, GTask *task, GBytes *bytes)
{
  g_task_return_pointer (task, g_bytes_ref (bytes), (GDestroyNotify) g_bytes_unref);
}

/* A charset that is not known, or does not fit, is a fault of the body to who is no server, too. */
GError *
aiohttp_body_part_reader_map_error (AiohttpBodyPartReader *self, GError *error)
{
  if (!aiohttp_multipart_reader_is_of_request (self->reader))
    {
      error->domain = AIOHTTP_PROTOCOL_ERROR;
      error->code = AIOHTTP_PROTOCOL_ERROR_FAILED;
    }
  return error;
}

static char *
to_text (AiohttpBodyPartReader *self, GBytes *bytes, GError **error)
{
  gsize length;
  const char *data = g_bytes_get_data (bytes, &length);
  GError *reason = NULL;
  char *text = aiohttp_charset_to_utf8 (data, length, self->charset, "part", &reason);

  if (text != NULL)
    return text;
  g_propagate_error (error, aiohttp_body_part_reader_map_error (self, reason));
  return NULL;
}

static void
return_text (AiohttpBodyPartReader *self, GTask *task, GBytes *bytes)
{
  GError *error = NULL;
  char *text = to_text (self, bytes, &error);

  if (text != NULL)
    g_task_return_pointer (task, text, g_free);
  else
    g_task_return_error (task, error);
}

static void
return_json (AiohttpBodyPartReader *self, GTask *task, GBytes *bytes)
{
  GError *error = NULL;
  g_autoptr (GError) reason = NULL;
  g_autofree char *text = to_text (self, bytes, &error);
  JsonNode *node = text != NULL ? aiohttp_json_parse (text, strlen (text), AIOHTTP_JSON_MAX_DEPTH, &reason) : NULL;

  if (node != NULL)
    g_task_return_pointer (task, node, (GDestroyNotify) json_node_unref);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_error (
        task, aiohttp_multipart_map_error (g_error_new (AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_FAILED,
                                                        "The part is not JSON: %s", reason->message),
                                           aiohttp_multipart_reader_is_of_request (self->reader)));
}

/**
 * aiohttp_body_part_reader_get_headers:
 * @self: a part
 *
 * Gets the headers of the part.
 *
 * Returns: (transfer none): the headers
 *
 * Since: 0.1
 */
SoupMessageHeaders *
aiohttp_body_part_reader_get_headers (AiohttpBodyPartReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_BODY_PART_READER (self), NULL);

  return self->headers;
}

/**
 * aiohttp_body_part_reader_get_header:
 * @self: a part
 * @name: the name of a header, in any case
 *
 * Gets one header of the part, the first where it is there several times.
 *
 * Returns: (nullable): the value, or %NULL if there is none
 *
 * Since: 0.1
 */
const char *
aiohttp_body_part_reader_get_header (AiohttpBodyPartReader *self, const char *name)
{
  g_return_val_if_fail (AIOHTTP_IS_BODY_PART_READER (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return soup_message_headers_get_one (self->headers, name);
}

/**
 * aiohttp_body_part_reader_get_name:
 * @self: a part
 *
 * Gets the name of the field of a form that the part is the value of, from Content-Disposition.
 *
 * Returns: (nullable): the name, or %NULL if it has none
 *
 * Since: 0.1
 */
const char *
aiohttp_body_part_reader_get_name (AiohttpBodyPartReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_BODY_PART_READER (self), NULL);

  return aiohttp_content_disposition_get (&self->disposition, "name");
}

/**
 * aiohttp_body_part_reader_get_filename:
 * @self: a part
 *
 * Gets the name of the file that the part holds, from Content-Disposition. It is what the client says, without leading slashes
 * and backslashes: never a path to write to.
 *
 * Returns: (nullable): the name, or %NULL if it has none
 *
 * Since: 0.1
 */
const char *
aiohttp_body_part_reader_get_filename (AiohttpBodyPartReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_BODY_PART_READER (self), NULL);

  return aiohttp_content_disposition_get_filename (&self->disposition);
}

/**
 * aiohttp_body_part_reader_get_content_type:
 * @self: a part
 *
 * Gets the type of the content in lower case, without parameters; text/plain if it has none (RFC 7578, 4.4).
 *
 * Returns: the type
 *
 * Since: 0.1
 */
const char *
aiohttp_body_part_reader_get_content_type (AiohttpBodyPartReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_BODY_PART_READER (self), NULL);

  return self->content_type;
}

/**
 * aiohttp_body_part_reader_get_charset:
 * @self: a part
 *
 * Gets the charset of the content, of its Content-Type or as a field `_charset_` has named it.
 *
 * Returns: (nullable): the charset, or %NULL if none was named
 *
 * Since: 0.1
 */
const char *
aiohttp_body_part_reader_get_charset (AiohttpBodyPartReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_BODY_PART_READER (self), NULL);

  return self->charset;
}

/**
 * aiohttp_body_part_reader_is_multipart:
 * @self: a part
 *
 * Tells whether the content is a multipart body itself, to be read by [method@Aiohttp.BodyPartReader.open_multipart].
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_body_part_reader_is_multipart (AiohttpBodyPartReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_BODY_PART_READER (self), FALSE);

  return g_str_has_prefix (self->content_type, "multipart/");
}

/**
 * aiohttp_body_part_reader_get_content:
 * @self: a part
 *
 * Gets the content as a stream, its encodings undone.
 *
 * Returns: (transfer none): the stream
 *
 * Since: 0.1
 */
AiohttpStreamReader *
aiohttp_body_part_reader_get_content (AiohttpBodyPartReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_BODY_PART_READER (self), NULL);

  if (self->content == NULL)
    {
      g_autoptr (GInputStream) decoded = make_decoded (self);

      self->content = aiohttp_stream_reader_new (decoded);
    }
  return self->content;
}

/**
 * aiohttp_body_part_reader_get_raw_content:
 * @self: a part
 *
 * Gets the content as a stream, as it is in the body. Read either this or [method@Aiohttp.BodyPartReader.get_content].
 *
 * Returns: (transfer none): the stream
 *
 * Since: 0.1
 */
AiohttpStreamReader *
aiohttp_body_part_reader_get_raw_content (AiohttpBodyPartReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_BODY_PART_READER (self), NULL);

  if (self->raw == NULL)
    {
      g_autoptr (AiohttpPartStream) stream = aiohttp_part_stream_new (self->reader, self->number);

      self->raw = aiohttp_stream_reader_new (G_INPUT_STREAM (stream));
    }
  return self->raw;
}

/**
 * aiohttp_body_part_reader_open_multipart:
 * @self: a part
 * @error: return location of the error
 *
 * Makes a reader of a content that is multipart itself. It has the limits of the reader that the part is from; nesting deeper
 * than [property@Aiohttp.MultipartReader:max-depth] fails.
 *
 * Returns: (transfer full): a reader, or %NULL on an error
 *
 * Since: 0.1
 */
AiohttpMultipartReader *
aiohttp_body_part_reader_open_multipart (AiohttpBodyPartReader *self, GError **error)
{
  const char *content_type;

  g_return_val_if_fail (AIOHTTP_IS_BODY_PART_READER (self), NULL);

  content_type = soup_message_headers_get_one (self->headers, "Content-Type");
  return aiohttp_multipart_reader_new_nested (self->reader,
                                              G_INPUT_STREAM (aiohttp_body_part_reader_get_content (self)),
                                              content_type != NULL ? content_type : "", error);
}

/**
 * aiohttp_body_part_reader_read: (skip)
 * @self: a part
 * @error: return location of the error
 *
 * Awaits the whole content. One over [property@Aiohttp.MultipartReader:max-part-size] fails.
 *
 * Returns: (transfer full): the content, or %NULL on an error
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (GBytes *, aiohttp_body_part_reader_read, NULL, (AiohttpBodyPartReader * self), (self))

/**
 * aiohttp_body_part_reader_read_async:
 * @self: a part
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called with the result
 * @user_data: for @callback
 *
 * Reads the whole content.
 *
 * Since: 0.1
 */
void
aiohttp_body_part_reader_read_async (AiohttpBodyPartReader *self, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (AIOHTTP_IS_BODY_PART_READER (self));

  start_collect (self, aiohttp_body_part_reader_read_async, return_read, cancellable, callback, user_data);
}

/**
 * aiohttp_body_part_reader_read_finish:
 * @self: a part
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.BodyPartReader.read_async].
 *
 * Returns: (transfer full): the content, or %NULL on an error
 *
 * Since: 0.1
 */
GBytes *
aiohttp_body_part_reader_read_finish (AiohttpBodyPartReader *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_BODY_PART_READER (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_body_part_reader_read_async, error);
}

/**
 * aiohttp_body_part_reader_text: (skip)
 * @self: a part
 * @error: return location of the error
 *
 * Awaits the content as text, converted from its charset to UTF-8.
 *
 * Returns: (transfer full): the text, or %NULL on an error
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (char *, aiohttp_body_part_reader_text, NULL, (AiohttpBodyPartReader * self), (self))

/**
 * aiohttp_body_part_reader_text_async:
 * @self: a part
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called with the result
 * @user_data: for @callback
 *
 * Reads the content as text, converted from its charset to UTF-8.
 *
 * Since: 0.1
 */
void
aiohttp_body_part_reader_text_async (AiohttpBodyPartReader *self, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (AIOHTTP_IS_BODY_PART_READER (self));

  start_collect (self, aiohttp_body_part_reader_text_async, return_text, cancellable, callback, user_data);
}

/**
 * aiohttp_body_part_reader_text_finish:
 * @self: a part
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.BodyPartReader.text_async].
 *
 * Returns: (transfer full): the text, or %NULL on an error
 *
 * Since: 0.1
 */
char *
aiohttp_body_part_reader_text_finish (AiohttpBodyPartReader *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_BODY_PART_READER (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_body_part_reader_text_async, error);
}

/**
 * aiohttp_body_part_reader_json: (skip)
 * @self: a part
 * @error: return location of the error
 *
 * Awaits the content as JSON, whatever its type says.
 *
 * Returns: (transfer full): the root node, which is immutable, or %NULL on an error
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (JsonNode *, aiohttp_body_part_reader_json, NULL, (AiohttpBodyPartReader * self), (self))

/**
 * aiohttp_body_part_reader_json_async:
 * @self: a part
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called with the result
 * @user_data: for @callback
 *
 * Reads the content as JSON, whatever its type says.
 *
 * Since: 0.1
 */
void
aiohttp_body_part_reader_json_async (AiohttpBodyPartReader *self, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  g_return_if_fail (AIOHTTP_IS_BODY_PART_READER (self));

  start_collect (self, aiohttp_body_part_reader_json_async, return_json, cancellable, callback, user_data);
}

/**
 * aiohttp_body_part_reader_json_finish:
 * @self: a part
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.BodyPartReader.json_async].
 *
 * Returns: (transfer full): the root node, which is immutable, or %NULL on an error
 *
 * Since: 0.1
 */
JsonNode *
aiohttp_body_part_reader_json_finish (AiohttpBodyPartReader *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_BODY_PART_READER (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_body_part_reader_json_async, error);
}

static void drop_more (GTask *task);

static void
on_dropped (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;
  g_autoptr (GBytes) piece = aiohttp_stream_reader_readany_finish (AIOHTTP_STREAM_READER (source), result, &error);

  if (piece == NULL)
    g_task_return_error (task, error);
  else if (g_bytes_get_size (piece) == 0)
    g_task_return_boolean (task, TRUE);
  else
    drop_more (g_steal_pointer (&task));
}

static void
drop_more (GTask *task)
{
  AiohttpBodyPartReader *self = g_task_get_source_object (task);

  aiohttp_stream_reader_readany_async (aiohttp_body_part_reader_get_raw_content (self), g_task_get_cancellable (task),
                                       on_dropped, task);
}

/**
 * aiohttp_body_part_reader_release: (skip)
 * @self: a part
 * @error: return location of the error
 *
 * Awaits the end of the content and drops what of it was not read. Going on to the next part does so, too.
 *
 * Returns: whether the end was reached
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_body_part_reader_release, FALSE, (AiohttpBodyPartReader * self), (self))

/**
 * aiohttp_body_part_reader_release_async:
 * @self: a part
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called with the result
 * @user_data: for @callback
 *
 * Reads the rest of the content and drops it, as going on to the next part does, too.
 *
 * Since: 0.1
 */
void
aiohttp_body_part_reader_release_async (AiohttpBodyPartReader *self, GCancellable *cancellable,
                                        GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (AIOHTTP_IS_BODY_PART_READER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_body_part_reader_release_async);
  g_task_set_name (task, "[aiohttp] body part reader: release");
  drop_more (task);
}

/**
 * aiohttp_body_part_reader_release_finish:
 * @self: a part
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.BodyPartReader.release_async].
 *
 * Returns: whether the end was reached
 *
 * Since: 0.1
 */
gboolean
aiohttp_body_part_reader_release_finish (AiohttpBodyPartReader *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_BODY_PART_READER (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_body_part_reader_release_async, error);
}
