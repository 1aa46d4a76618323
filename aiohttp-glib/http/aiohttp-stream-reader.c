/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-stream-reader.h"
#include "aiohttp-stream-reader-private.h"

#include "aiohttp-await-private.h"
#include "aiohttp-error.h"
#include "aiohttp-notify-private.h"

/* The first read asks for little, so that a small body costs little; each full read doubles it. */
#define FIRST_FILL         (16 * 1024)
#define GREATEST_FILL      (256 * 1024)
#define DEFAULT_LINE_LIMIT (512 * 1024)

/**
 * AiohttpStreamReader:
 *
 * A body, read as a stream: aiohttp's `StreamReader`, and a [class@Gio.InputStream] that any GIO program can use.
 *
 * [property@Aiohttp.ClientResponse:content] is one; [ctor@Aiohttp.StreamReader.new] puts one on any other input stream.
 * Bytes are pulled: where nobody reads, the peer has to wait. Each operation returns bytes as soon as it has enough,
 * and empty bytes at the end of the stream.
 *
 * |[<!-- language="C" -->
 * g_autoptr(GBytes) first = aiohttp_stream_reader_read (aiohttp_client_response_get_content (response), 10, error);
 * ]|
 *
 * One operation runs at a time; a second one fails with %G_IO_ERROR_PENDING. The first error of the stream is sticky:
 * every later read fails with it. Cancelling a read loses no bytes, and the reader can be read on.
 *
 * A reader is used in the context in which it was made. A stream of GIO that reads what is below it in a thread of its
 * own, as `GConverterInputStream` does when it is read asynchronously, gets %G_IO_ERROR_NOT_SUPPORTED from the body of a
 * response.
 *
 * Since: 0.1
 */

struct _AiohttpStreamReader
{
  GInputStream parent_instance;

  GInputStream *base_stream;
  GError *failure; /* sticky */
  guint8 *buffer;  /* the bytes in [start, end) are still to be read */
  gsize start;
  gsize end;
  gsize capacity;
  gsize next_fill;
  guint line_limit;
  guint64 limit; /* of total_bytes; 0: none */
  guint64 total_bytes;
  guint64 expected; /* total_bytes at the end, as announced; 0: unknown */
  gboolean ended;   /* the base stream has */
};

typedef struct
{
  AiohttpReadKind kind;
  gsize count;
  char *separator;
  gsize separator_length;
  gsize scanned; /* of the buffered bytes, those that hold no separator */
} ReadRequest;

enum
{
  PROP_0,
  PROP_BASE_STREAM,
  PROP_LINE_LIMIT,
  PROP_TOTAL_BYTES,
  PROP_AT_EOF,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpStreamReader, aiohttp_stream_reader, G_TYPE_INPUT_STREAM)

static void
read_request_free (ReadRequest *request)
{
  g_free (request->separator);
  g_free (request);
}

static ReadRequest *
read_request_new (AiohttpReadKind kind, gsize count, const char *separator)
{
  ReadRequest *request = g_new0 (ReadRequest, 1);

  request->kind = kind;
  request->count = count;
  request->separator = g_strdup (separator);
  request->separator_length = separator != NULL ? strlen (separator) : 0;
  return request;
}

static gsize
buffered (AiohttpStreamReader *self)
{
  return self->end - self->start;
}

/* The first `count` buffered bytes; the whole buffer changes hands where that saves a copy. */
static GBytes *
take_bytes (AiohttpStreamReader *self, gsize count)
{
  GBytes *bytes;

  if (count == 0)
    {
      bytes = g_bytes_new_static (NULL, 0);
    }
  else if (self->start == 0 && count == self->end && count >= FIRST_FILL / 2)
    {
      bytes = g_bytes_new_take (g_realloc (g_steal_pointer (&self->buffer), count), count);
      self->end = 0;
      self->capacity = 0;
    }
  else
    {
      bytes = g_bytes_new (self->buffer + self->start, count);
      self->start += count;
      if (self->start == self->end)
        self->start = self->end = 0;
    }
  return bytes;
}

/* Keeps the first failure, and lets go of what is below, so that a connection does not wait for a reader that has
 * given up. */
static void
fail (AiohttpStreamReader *self, GError *error)
{
  if (self->failure != NULL)
    {
      g_error_free (error);
      return;
    }
  self->failure = error;
  g_input_stream_close_async (self->base_stream, G_PRIORITY_DEFAULT, NULL, NULL, NULL);
}

/* Accounts for `count` bytes that came off the base stream; FALSE if they are beyond the limit. */
static gboolean
account (AiohttpStreamReader *self, gsize count)
{
  self->total_bytes += count;
  if (self->limit == 0 || self->total_bytes <= self->limit)
    return TRUE;
  fail (self, g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_BODY_TOO_LARGE,
                           "Body is over the limit of %" G_GUINT64_FORMAT " bytes", self->limit));
  return FALSE;
}

static gboolean
find_separator (AiohttpStreamReader *self, ReadRequest *request, gsize *length)
{
  const guint8 *from = self->buffer + self->start + request->scanned;
  gsize left = buffered (self) - request->scanned;
  const guint8 *found = NULL;

  if (left >= request->separator_length)
    found = memmem (from, left, request->separator, request->separator_length);
  if (found != NULL)
    {
      *length = (gsize) (found - (self->buffer + self->start)) + request->separator_length;
      return TRUE;
    }
  /* a separator may be split between this fill and the next */
  request->scanned = buffered (self) - MIN (buffered (self), request->separator_length - 1);
  return FALSE;
}

static gboolean
read_until (AiohttpStreamReader *self, ReadRequest *request, GBytes **bytes, GError **error)
{
  gsize length = 0;
  gboolean found = buffered (self) > 0 && find_separator (self, request, &length);

  if (!found && self->ended)
    {
      length = buffered (self);
      found = TRUE;
    }
  if (found ? length > self->line_limit : buffered (self) > self->line_limit)
    {
      g_set_error (error, AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_LINE_TOO_LONG,
                   "Line is over the limit of %u bytes", self->line_limit);
      return TRUE;
    }
  if (found)
    *bytes = take_bytes (self, length);
  return found;
}

/* TRUE if the request is done, with *bytes or *error set; FALSE if it needs more from the base stream. */
static gboolean
try_read (AiohttpStreamReader *self, ReadRequest *request, GBytes **bytes, GError **error)
{
  if (self->failure != NULL)
    {
      g_propagate_error (error, g_error_copy (self->failure));
      return TRUE;
    }

  switch (request->kind)
    {
    case AIOHTTP_READ_SOME:
      if (buffered (self) == 0 && !self->ended && request->count > 0)
        return FALSE;
      *bytes = take_bytes (self, MIN (request->count, buffered (self)));
      return TRUE;

    case AIOHTTP_READ_ALL:
      if (!self->ended)
        return FALSE;
      *bytes = take_bytes (self, buffered (self));
      return TRUE;

    case AIOHTTP_READ_EXACTLY:
      if (buffered (self) >= request->count)
        {
          *bytes = take_bytes (self, request->count);
          return TRUE;
        }
      if (!self->ended)
        return FALSE;
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT,
                   "Stream ended after %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT " bytes", buffered (self),
                   request->count);
      return TRUE;

    case AIOHTTP_READ_UNTIL:
      return read_until (self, request, bytes, error);

    default:
      g_return_val_if_reached (TRUE);
    }
}

/* How much the next read asks for. Of a body that is read whole, what is announced, at once, and one more byte, for which
 * the end comes: then nothing is allocated twice. What a peer only announces takes no more than a great fill. */
static gsize
get_fill (AiohttpStreamReader *self, AiohttpReadKind kind)
{
  guint64 left;

  if (self->expected < self->total_bytes || self->expected == 0)
    return self->next_fill;
  left = self->expected - self->total_bytes;
  return MIN ((kind == AIOHTTP_READ_ALL ? GREATEST_FILL : self->next_fill) - 1, left) + 1;
}

/* Room for the next fill behind the buffered bytes. */
static gsize
reserve (AiohttpStreamReader *self, AiohttpReadKind kind)
{
  gsize fill = get_fill (self, kind);

  if (self->start > 0)
    {
      memmove (self->buffer, self->buffer + self->start, buffered (self));
      self->end -= self->start;
      self->start = 0;
    }
  if (self->capacity - self->end < fill)
    {
      self->capacity = self->expected != 0 && kind == AIOHTTP_READ_ALL && fill < GREATEST_FILL
                           ? self->end + fill
                           : MAX (self->end + fill, self->capacity + self->capacity / 2);
      self->buffer = g_realloc (self->buffer, self->capacity);
    }
  return self->capacity - self->end;
}

static void
filled (AiohttpStreamReader *self, gssize count, GError *error)
{
  if (count < 0)
    {
      /* a cancelled read took nothing off the stream */
      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_error_free (error);
      else
        fail (self, error);
      return;
    }
  if (count == 0)
    {
      self->ended = TRUE;
      return;
    }
  self->end += (gsize) count;
  if ((gsize) count >= self->next_fill)
    self->next_fill = MIN (self->next_fill * 2, GREATEST_FILL);
  account (self, (gsize) count);
}

static void
return_read (GTask *task, GBytes *bytes, GError *error)
{
  g_input_stream_clear_pending (g_task_get_source_object (task));
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, bytes, (GDestroyNotify) g_bytes_unref);
  g_object_unref (task);
}

static void fill_async (GTask *task);

static void
on_filled (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  AiohttpStreamReader *self = g_task_get_source_object (task);
  GError *error = NULL;
  GBytes *bytes = NULL;
  gssize count = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (count < 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      return_read (task, NULL, error);
      return;
    }
  filled (self, count, error);
  error = NULL;
  if (try_read (self, g_task_get_task_data (task), &bytes, &error))
    return_read (task, bytes, error);
  else
    fill_async (task);
}

/* The base stream may be a binding's own class, which must not run on a coroutine's stack. */
static void
fill_on_main_stack (gpointer data)
{
  GTask *task = data;
  AiohttpStreamReader *self = g_task_get_source_object (task);
  ReadRequest *request = g_task_get_task_data (task);
  gsize room = reserve (self, request->kind);

  g_input_stream_read_async (self->base_stream, self->buffer + self->end, room, g_task_get_priority (task),
                             g_task_get_cancellable (task), on_filled, task);
}

static void
fill_async (GTask *task)
{
  aiohttp_call_out (fill_on_main_stack, task);
}

void
aiohttp_stream_reader_start_read (AiohttpStreamReader *self, AiohttpReadKind kind, gsize count, const char *separator,
                                  gpointer tag, const char *name, GCancellable *cancellable,
                                  GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  ReadRequest *request = read_request_new (kind, count, separator);
  GError *error = NULL;
  GBytes *bytes = NULL;

  g_task_set_source_tag (task, tag);
  g_task_set_name (task, name);
  /* bytes that were taken off the stream are always delivered */
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, request, (GDestroyNotify) read_request_free);

  if (!g_input_stream_set_pending (G_INPUT_STREAM (self), &error))
    {
      g_task_return_error (task, error);
      g_object_unref (task);
      return;
    }
  if (g_cancellable_set_error_if_cancelled (cancellable, &error) || try_read (self, request, &bytes, &error))
    return_read (task, bytes, error);
  else
    fill_async (task);
}

gboolean
aiohttp_stream_reader_read_at_once (AiohttpStreamReader *self, AiohttpReadKind kind, gsize count, const char *separator,
                                    GBytes **bytes, GError **error)
{
  ReadRequest request = { kind, count, (char *) separator, separator != NULL ? strlen (separator) : 0, 0 };
  gboolean done;

  if (!g_input_stream_set_pending (G_INPUT_STREAM (self), error))
    return TRUE;
  done = try_read (self, &request, bytes, error);
  g_input_stream_clear_pending (G_INPUT_STREAM (self));
  return done;
}

static gssize
aiohttp_stream_reader_read_fn (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable,
                               GError **error)
{
  AiohttpStreamReader *self = AIOHTTP_STREAM_READER (stream);
  GError *failure = NULL;
  gssize n;

  if (self->failure != NULL)
    {
      g_propagate_error (error, g_error_copy (self->failure));
      return -1;
    }
  if (buffered (self) > 0)
    {
      n = (gssize) MIN (count, buffered (self));
      memcpy (buffer, self->buffer + self->start, (gsize) n);
      self->start += (gsize) n;
      return n;
    }
  if (self->ended)
    return 0;

  n = g_input_stream_read (self->base_stream, buffer, count, cancellable, &failure);
  if (n < 0 && (g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
                g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK)))
    {
      g_propagate_error (error, failure);
      return -1;
    }
  if (n < 0)
    fail (self, failure);
  else if (n == 0)
    self->ended = TRUE;
  else
    account (self, (gsize) n);
  if (self->failure != NULL)
    {
      g_propagate_error (error, g_error_copy (self->failure));
      return -1;
    }
  return n;
}

static void
on_read_directly (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AiohttpStreamReader *self = g_task_get_source_object (task);
  GError *error = NULL;
  gssize n = g_input_stream_read_finish (G_INPUT_STREAM (source), result, &error);

  if (n < 0 && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, error);
      return;
    }
  if (n < 0)
    fail (self, error);
  else if (n == 0)
    self->ended = TRUE;
  else
    account (self, (gsize) n);
  if (self->failure != NULL)
    {
      g_task_return_error (task, g_error_copy (self->failure));
      return;
    }
  g_task_return_int (task, n);
}

/* GInputStream's read: into the caller's own buffer, without a copy where ours is empty. */
static void
aiohttp_stream_reader_read_into_async (GInputStream *stream, void *buffer, gsize count, int io_priority,
                                       GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  AiohttpStreamReader *self = AIOHTTP_STREAM_READER (stream);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GError *error = NULL;
  gssize n;

  g_task_set_source_tag (task, aiohttp_stream_reader_read_into_async);
  g_task_set_name (task, "[aiohttp] stream reader: read into");
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_priority (task, io_priority);

  if (buffered (self) > 0 || self->ended || self->failure != NULL)
    {
      n = aiohttp_stream_reader_read_fn (stream, buffer, count, cancellable, &error);
      if (n < 0)
        g_task_return_error (task, error);
      else
        g_task_return_int (task, n);
      return;
    }
  g_input_stream_read_async (self->base_stream, buffer, count, io_priority, cancellable, on_read_directly,
                             g_steal_pointer (&task));
}

static gssize
aiohttp_stream_reader_read_into_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

static gboolean
aiohttp_stream_reader_close_fn (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  AiohttpStreamReader *self = AIOHTTP_STREAM_READER (stream);

  /* a failure has closed it already */
  return self->failure != NULL || g_input_stream_close (self->base_stream, cancellable, error);
}

static void
on_base_closed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  GError *error = NULL;

  if (g_input_stream_close_finish (G_INPUT_STREAM (source), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
aiohttp_stream_reader_close_async (GInputStream *stream, int io_priority, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data)
{
  AiohttpStreamReader *self = AIOHTTP_STREAM_READER (stream);
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, aiohttp_stream_reader_close_async);
  g_task_set_name (task, "[aiohttp] stream reader: close");
  if (self->failure == NULL)
    {
      g_input_stream_close_async (self->base_stream, io_priority, cancellable, on_base_closed, task);
      return;
    }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

static gboolean
aiohttp_stream_reader_close_finish (GInputStream *stream, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
aiohttp_stream_reader_finalize (GObject *object)
{
  AiohttpStreamReader *self = AIOHTTP_STREAM_READER (object);

  g_clear_object (&self->base_stream);
  g_clear_error (&self->failure);
  g_free (self->buffer);
  G_OBJECT_CLASS (aiohttp_stream_reader_parent_class)->finalize (object);
}

static void
aiohttp_stream_reader_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpStreamReader *self = AIOHTTP_STREAM_READER (object);

  switch (id)
    {
    case PROP_BASE_STREAM:
      g_value_set_object (value, self->base_stream);
      break;
    case PROP_LINE_LIMIT:
      g_value_set_uint (value, self->line_limit);
      break;
    case PROP_TOTAL_BYTES:
      g_value_set_uint64 (value, self->total_bytes);
      break;
    case PROP_AT_EOF:
      g_value_set_boolean (value, aiohttp_stream_reader_is_at_eof (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_stream_reader_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpStreamReader *self = AIOHTTP_STREAM_READER (object);

  switch (id)
    {
    case PROP_BASE_STREAM:
      self->base_stream = g_value_dup_object (value);
      break;
    case PROP_LINE_LIMIT:
      aiohttp_stream_reader_set_line_limit (self, g_value_get_uint (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_stream_reader_class_init (AiohttpStreamReaderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GInputStreamClass *stream_class = G_INPUT_STREAM_CLASS (klass);
  GParamFlags flags = G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = aiohttp_stream_reader_finalize;
  object_class->get_property = aiohttp_stream_reader_get_property;
  object_class->set_property = aiohttp_stream_reader_set_property;
  aiohttp_object_class_notify_on_main_stack (object_class);

  stream_class->read_fn = aiohttp_stream_reader_read_fn;
  stream_class->read_async = aiohttp_stream_reader_read_into_async;
  stream_class->read_finish = aiohttp_stream_reader_read_into_finish;
  stream_class->close_fn = aiohttp_stream_reader_close_fn;
  stream_class->close_async = aiohttp_stream_reader_close_async;
  stream_class->close_finish = aiohttp_stream_reader_close_finish;

  /**
   * AiohttpStreamReader:base-stream:
   *
   * The stream that the reader reads from.
   *
   * Since: 0.1
   */
  properties[PROP_BASE_STREAM] = g_param_spec_object ("base-stream", NULL, NULL, G_TYPE_INPUT_STREAM,
                                                      flags | G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY);

  /**
   * AiohttpStreamReader:line-limit:
   *
   * The greatest number of bytes that [method@Aiohttp.StreamReader.readline_async] and
   * [method@Aiohttp.StreamReader.readuntil_async] return.
   *
   * Since: 0.1
   */
  properties[PROP_LINE_LIMIT] =
      g_param_spec_uint ("line-limit", NULL, NULL, 1, G_MAXUINT, DEFAULT_LINE_LIMIT, flags | G_PARAM_READWRITE);

  /**
   * AiohttpStreamReader:total-bytes:
   *
   * How many bytes came through the reader so far, those still in its buffer included. It does not notify.
   *
   * Since: 0.1
   */
  properties[PROP_TOTAL_BYTES] =
      g_param_spec_uint64 ("total-bytes", NULL, NULL, 0, G_MAXUINT64, 0, flags | G_PARAM_READABLE);

  /**
   * AiohttpStreamReader:at-eof: (getter is_at_eof)
   *
   * Whether the stream has ended and everything was read. It does not notify.
   *
   * Since: 0.1
   */
  properties[PROP_AT_EOF] = g_param_spec_boolean ("at-eof", NULL, NULL, FALSE, flags | G_PARAM_READABLE);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_stream_reader_init (AiohttpStreamReader *self)
{
  self->next_fill = FIRST_FILL;
  self->line_limit = DEFAULT_LINE_LIMIT;
}

void
aiohttp_stream_reader_set_limit (AiohttpStreamReader *self, guint64 limit)
{
  self->limit = limit;
}

void
aiohttp_stream_reader_set_ended (AiohttpStreamReader *self, guint64 total_bytes)
{
  self->ended = TRUE;
  self->total_bytes = total_bytes;
}

void
aiohttp_stream_reader_set_expected (AiohttpStreamReader *self, guint64 expected)
{
  self->expected = expected;
}

/**
 * aiohttp_stream_reader_new:
 * @base_stream: the stream to read from
 *
 * Makes a reader on any input stream, whose buffering and reading by lines it adds. It closes @base_stream when it is
 * closed.
 *
 * Returns: (transfer full): a new reader
 *
 * Since: 0.1
 */
AiohttpStreamReader *
aiohttp_stream_reader_new (GInputStream *base_stream)
{
  g_return_val_if_fail (G_IS_INPUT_STREAM (base_stream), NULL);

  return g_object_new (AIOHTTP_TYPE_STREAM_READER, "base-stream", base_stream, NULL);
}

/**
 * aiohttp_stream_reader_get_base_stream:
 * @self: a stream reader
 *
 * Gets the stream that the reader reads from; what the reader has buffered is gone from it.
 *
 * Returns: (transfer none): the stream
 *
 * Since: 0.1
 */
GInputStream *
aiohttp_stream_reader_get_base_stream (AiohttpStreamReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_READER (self), NULL);

  return self->base_stream;
}

/**
 * aiohttp_stream_reader_get_line_limit:
 * @self: a stream reader
 *
 * Gets the greatest number of bytes that reading a line may return.
 *
 * Returns: bytes
 *
 * Since: 0.1
 */
guint
aiohttp_stream_reader_get_line_limit (AiohttpStreamReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_READER (self), 0);

  return self->line_limit;
}

/**
 * aiohttp_stream_reader_set_line_limit:
 * @self: a stream reader
 * @line_limit: bytes, at least 1
 *
 * Sets the greatest number of bytes that reading a line may return.
 *
 * Since: 0.1
 */
void
aiohttp_stream_reader_set_line_limit (AiohttpStreamReader *self, guint line_limit)
{
  g_return_if_fail (AIOHTTP_IS_STREAM_READER (self));
  g_return_if_fail (line_limit > 0);

  if (self->line_limit == line_limit)
    return;
  self->line_limit = line_limit;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LINE_LIMIT]);
}

/**
 * aiohttp_stream_reader_get_total_bytes:
 * @self: a stream reader
 *
 * Gets the number of bytes that came through the reader so far, those still in its buffer included.
 *
 * Returns: bytes
 *
 * Since: 0.1
 */
guint64
aiohttp_stream_reader_get_total_bytes (AiohttpStreamReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_READER (self), 0);

  return self->total_bytes;
}

/**
 * aiohttp_stream_reader_is_at_eof:
 * @self: a stream reader
 *
 * Tells whether the stream has ended and everything was read.
 *
 * Returns: whether nothing is left; %FALSE too while that is not known yet
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_reader_is_at_eof (AiohttpStreamReader *self)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_READER (self), FALSE);

  return self->ended && buffered (self) == 0;
}
