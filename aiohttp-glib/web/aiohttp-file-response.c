/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-file-response.h"
#include "aiohttp-file-response-private.h"

#include <errno.h>
#include <unistd.h>

#include "aiohttp-conditions-private.h"
#include "aiohttp-error.h"
#include "aiohttp-etag-private.h"
#include "aiohttp-http-date-private.h"
#include "aiohttp-media-type-private.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-request-private.h"
#include "aiohttp-status-private.h"
#include "aiohttp-stream-response-private.h"

/**
 * AiohttpFileResponse:
 *
 * A response whose body is a file.
 *
 * |[<!-- language="C" -->
 * static AiohttpReply *
 * handle_report (AiohttpRequest *request, gpointer user_data, GError **error)
 * {
 *   return AIOHTTP_REPLY (aiohttp_file_response_new ("/srv/reports/today.pdf"));
 * }
 * ]|
 *
 * The file is opened when the handler, and the middlewares, have returned the response. Then the rest is done as RFC 9110
 * has it: Content-Type by the file's name, where the handler has set none; Last-Modified, and an ETag of time and size;
 * 304 or 412 for a request that says under which condition it wants the file; 206 for one that wants a part of it, 416
 * where there is no such part. A Range of several parts is refused so, too. All this holds of a status of 200; with another
 * one, as a page that goes with a 404, the whole file is sent as it is.
 *
 * Where the client takes it and the same file lies beside it in a compressed form, with `.br`, `.zst` or `.gz` behind its
 * name, that one is sent with its Content-Encoding.
 *
 * The body goes out by `sendfile`, over TLS in blocks of 64 KiB. A file that becomes shorter while it is sent ends the
 * connection, one that grows is sent as long as it was. The loop does not wait for the disk to open the file: where
 * the kernel does not have it in memory a thread does.
 *
 * A missing file is answered with 404, one that may not be read, a directory and everything that is no file with 403. What
 * a handler takes from its client never belongs into a path: [method@Aiohttp.Router.add_static] is for that.
 *
 * aiohttp: `FileResponse`
 *
 * Since: 0.1
 */

#define SMALL_FILE (8 * 1024)

struct _AiohttpFileResponse
{
  AiohttpStreamResponse parent_instance;

  char *path;
  gboolean precompressed;
  gboolean decided;
  int file; /* -1: not open */
  gint64 start;
  gint64 length;
};

struct _AiohttpFileResponseClass
{
  AiohttpStreamResponseClass parent_class;
};

enum
{
  PROP_0,
  PROP_PATH,
  PROP_PRECOMPRESSED,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpFileResponse, aiohttp_file_response, AIOHTTP_TYPE_STREAM_RESPONSE)

static gboolean
has_header (AiohttpStreamResponse *response, const char *name)
{
  return response->headers != NULL && soup_message_headers_get_one (response->headers, name) != NULL;
}

/* What the handler has set stays. */
static void
set_validators (AiohttpStreamResponse *response, const AiohttpFileLookup *lookup)
{
  SoupMessageHeaders *headers = aiohttp_stream_response_get_headers (response);

  if (!has_header (response, "ETag"))
    {
      char etag[40];

      g_snprintf (etag, sizeof etag, "\"%" G_GINT64_MODIFIER "x-%" G_GINT64_MODIFIER "x\"",
                  (guint64) lookup->modified * 1000000000 + lookup->nanoseconds, (guint64) lookup->size);
      soup_message_headers_append (headers, "ETag", etag);
    }
  if (!has_header (response, "Last-Modified"))
    {
      char date[AIOHTTP_HTTP_DATE_LENGTH + 1] = "";

      aiohttp_http_date_format (date, (time_t) lookup->modified);
      soup_message_headers_append (headers, "Last-Modified", date);
    }
}

static guint
decide_status (AiohttpFileResponse *self, AiohttpRequest *request, const AiohttpFileLookup *lookup)
{
  AiohttpStreamResponse *response = AIOHTTP_STREAM_RESPONSE (self);
  AiohttpRepresentation representation = { NULL, lookup->modified, lookup->size };
  g_autoptr (AiohttpETag) etag = NULL;
  g_autoptr (GDateTime) modified = NULL;

  if (response->status != 200 || !aiohttp_conditions_has_any (request))
    return response->status;
  representation.etag = etag = aiohttp_stream_response_get_etag (response);
  modified = aiohttp_stream_response_get_last_modified (response);
  if (modified != NULL)
    representation.modified = g_date_time_to_unix (modified);
  return aiohttp_conditions_decide (request, &representation, &self->start, &self->length);
}

static void
set_range (AiohttpFileResponse *self, gint64 size)
{
  SoupMessageHeaders *headers = aiohttp_stream_response_get_headers (AIOHTTP_STREAM_RESPONSE (self));
  g_autofree char *range = NULL;

  if (AIOHTTP_STREAM_RESPONSE (self)->status == 206)
    range = g_strdup_printf ("bytes %" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "/%" G_GINT64_FORMAT, self->start,
                             self->start + self->length - 1, size);
  else
    range = g_strdup_printf ("bytes */%" G_GINT64_FORMAT, size);
  soup_message_headers_replace (headers, "Content-Range", range);
}

/* A 304, 412 or 416: what it says of the file holds, but none of it comes. */
static void
drop_body (AiohttpFileResponse *self)
{
  AiohttpStreamResponse *response = AIOHTTP_STREAM_RESPONSE (self);
  SoupMessageHeaders *headers = aiohttp_stream_response_get_headers (response);

  close (self->file);
  self->file = -1;
  self->length = 0;
  soup_message_headers_remove (headers, "Content-Type");
  soup_message_headers_remove (headers, "Content-Encoding");
  soup_message_headers_remove (headers, "Content-Length");
  if (!aiohttp_status_is_bodyless (response->status))
    soup_message_headers_append (headers, "Content-Length", "0");
}

static void
set_representation (AiohttpFileResponse *self, const AiohttpFileLookup *lookup, const char *name)
{
  AiohttpStreamResponse *response = AIOHTTP_STREAM_RESPONSE (self);
  SoupMessageHeaders *headers;

  if (aiohttp_stream_response_peek_content_type (response) == NULL)
    aiohttp_stream_response_set_static_content_type (response, aiohttp_media_type_guess (name));
  set_validators (response, lookup);
  headers = aiohttp_stream_response_get_headers (response);
  if (lookup->encoded)
    {
      soup_message_headers_replace (headers, "Content-Encoding", aiohttp_content_coding_get_name (lookup->coding));
      if (!soup_message_headers_header_contains (headers, "Vary", "Accept-Encoding"))
        soup_message_headers_append (headers, "Vary", "Accept-Encoding");
    }
  if (response->status == 200)
    soup_message_headers_replace (headers, "Accept-Ranges", "bytes");
}

/* Takes the file. */
static void
decide (AiohttpFileResponse *self, AiohttpRequest *request, AiohttpFileLookup *lookup, const char *name)
{
  AiohttpStreamResponse *response = AIOHTTP_STREAM_RESPONSE (self);
  guint status;

  self->decided = TRUE;
  self->file = lookup->file;
  lookup->file = -1;
  self->start = 0;
  self->length = lookup->size;
  set_representation (self, lookup, name);
  status = decide_status (self, request, lookup);
  if (status != response->status)
    g_clear_pointer (&response->reason, g_free);
  response->status = (guint16) status;
  if (response->status == 206 || response->status == 416)
    set_range (self, lookup->size);
  /* A part of a file is no part of what it would be compressed to. */
  if (response->status == 206)
    response->compression = AIOHTTP_COMPRESSION_NONE;
  if (response->status == 304 || response->status == 412 || response->status == 416)
    drop_body (self);
  else if (!response->chunked)
    aiohttp_stream_response_set_content_length (response, self->length, NULL);
}

static gboolean
find (AiohttpFileResponse *self, AiohttpRequest *request, GError **error)
{
  g_auto (AiohttpFileLookup) lookup = AIOHTTP_FILE_LOOKUP_INIT;

  lookup.path = self->path;
  if (self->precompressed && !has_header (AIOHTTP_STREAM_RESPONSE (self), "Content-Encoding"))
    lookup.accepts = aiohttp_request_get_header_by_id (request, AIOHTTP_FIELD_ACCEPT_ENCODING);
  if (!aiohttp_file_lookup_run (&lookup, error))
    return FALSE;
  if (lookup.code == 0 && lookup.is_directory)
    lookup.code = EPERM;
  if (lookup.code != 0)
    {
      g_propagate_error (error, aiohttp_file_lookup_make_error (&lookup));
      return FALSE;
    }
  decide (self, request, &lookup, self->path);
  return TRUE;
}

/* What is as small as this goes into the same packet as its head, by one system call and not three. */
static gboolean
send_small_file (AiohttpFileResponse *self, gboolean *sent, GError **error)
{
  char block[SMALL_FILE];
  gssize n;

  do
    n = pread (self->file, block, (gsize) self->length, self->start);
  while (n < 0 && errno == EINTR);
  *sent = n == self->length;
  return !*sent || aiohttp_stream_response_put (AIOHTTP_STREAM_RESPONSE (self), block, (gsize) n, NULL, error);
}

/* Nobody waits for the peer to take it: what comes behind it on the connection does. */
static gboolean
send_file (AiohttpFileResponse *self, GError **error)
{
  AiohttpStreamResponse *response = AIOHTTP_STREAM_RESPONSE (self);
  AiohttpResponseOutlet *outlet = response->outlet;
  AiohttpServerStream *stream = outlet->request->stream;
  int file = self->file;
  AiohttpServerWriteState state;

  self->file = -1;
  if (outlet->left >= 0)
    outlet->left -= self->length;
  state = stream->klass->write_file (stream, file, self->start, (gsize) self->length, error);
  outlet->full = state == AIOHTTP_SERVER_WRITE_FULL;
  return state != AIOHTTP_SERVER_WRITE_FAILED;
}

static gboolean
aiohttp_file_response_produce (AiohttpStreamResponse *response, AiohttpRequest *request, GError **error)
{
  AiohttpFileResponse *self = AIOHTTP_FILE_RESPONSE (response);
  gboolean sent = FALSE;

  if (!self->decided && !find (self, request, error))
    return FALSE;
  if (!aiohttp_stream_response_prepare (response, request, error))
    return FALSE;
  if (response->outlet->discards || self->length == 0)
    return TRUE;
  if (response->outlet->encoder != NULL)
    return aiohttp_stream_response_write_file (response, self->file, self->start, self->length, error);
  if (self->length <= SMALL_FILE && !send_small_file (self, &sent, error))
    return FALSE;
  return sent || send_file (self, error);
}

static gboolean
aiohttp_file_response_check (AiohttpStreamResponse *response, GError **error)
{
  if (AIOHTTP_FILE_RESPONSE (response)->decided)
    return TRUE;
  g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                       "A file response is not prepared by its handler: return it, and it will open its file");
  return FALSE;
}

static void
aiohttp_file_response_finalize (GObject *object)
{
  AiohttpFileResponse *self = AIOHTTP_FILE_RESPONSE (object);

  if (self->file >= 0)
    close (self->file);
  g_free (self->path);
  G_OBJECT_CLASS (aiohttp_file_response_parent_class)->finalize (object);
}

static void
aiohttp_file_response_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpFileResponse *self = AIOHTTP_FILE_RESPONSE (object);

  switch (id)
    {
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_PRECOMPRESSED:
      g_value_set_boolean (value, self->precompressed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_file_response_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpFileResponse *self = AIOHTTP_FILE_RESPONSE (object);

  switch (id)
    {
    case PROP_PATH:
      self->path = g_value_dup_string (value);
      break;
    case PROP_PRECOMPRESSED:
      aiohttp_file_response_set_precompressed (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_file_response_class_init (AiohttpFileResponseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  AiohttpStreamResponseClass *response_class = AIOHTTP_STREAM_RESPONSE_CLASS (klass);

  object_class->finalize = aiohttp_file_response_finalize;
  object_class->get_property = aiohttp_file_response_get_property;
  object_class->set_property = aiohttp_file_response_set_property;
  response_class->produce = aiohttp_file_response_produce;
  response_class->check = aiohttp_file_response_check;

  /**
   * AiohttpFileResponse:path: (getter get_path)
   *
   * The path of the file.
   *
   * Since: 0.1
   */
  properties[PROP_PATH] =
      g_param_spec_string ("path", NULL, NULL, "", G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpFileResponse:precompressed: (getter get_precompressed) (setter set_precompressed)
   *
   * Whether a compressed form that lies beside the file is sent in its place, where the client takes it.
   *
   * Since: 0.1
   */
  properties[PROP_PRECOMPRESSED] = g_param_spec_boolean (
      "precompressed", NULL, NULL, TRUE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  aiohttp_object_class_notify_on_main_stack (object_class);
}

static void
aiohttp_file_response_init (AiohttpFileResponse *self)
{
  self->file = -1;
  self->precompressed = TRUE;
}

/**
 * aiohttp_file_response_new:
 * @path: (type filename): the path of a file, absolute or relative to the working directory
 *
 * Makes a response whose body is a file. What is wrong with the file shows when the response is sent.
 *
 * Returns: (transfer full): the response
 *
 * Since: 0.1
 */
AiohttpFileResponse *
aiohttp_file_response_new (const char *path)
{
  g_return_val_if_fail (path != NULL, NULL);

  return g_object_new (AIOHTTP_TYPE_FILE_RESPONSE, "path", path, NULL);
}

AiohttpFileResponse *
aiohttp_file_response_new_for_lookup (AiohttpFileLookup *lookup, const char *name, AiohttpRequest *request)
{
  AiohttpFileResponse *self = aiohttp_file_response_new (name);

  decide (self, request, lookup, name);
  return self;
}

/**
 * aiohttp_file_response_get_path:
 * @self: a response
 *
 * Gets the path of the file; of one that a static resource sends it is below the resource's directory.
 *
 * Returns: (type filename): the path
 *
 * Since: 0.1
 */
const char *
aiohttp_file_response_get_path (AiohttpFileResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_FILE_RESPONSE (self), NULL);

  return self->path;
}

/**
 * aiohttp_file_response_get_precompressed:
 * @self: a response
 *
 * Tells whether a compressed form that lies beside the file is sent in its place, where the client takes it.
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_file_response_get_precompressed (AiohttpFileResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_FILE_RESPONSE (self), FALSE);

  return self->precompressed;
}

/**
 * aiohttp_file_response_set_precompressed:
 * @self: a response
 * @precompressed: whether it is
 *
 * Sets whether a compressed form that lies beside the file is sent in its place, where the client takes it.
 *
 * Since: 0.1
 */
void
aiohttp_file_response_set_precompressed (AiohttpFileResponse *self, gboolean precompressed)
{
  g_return_if_fail (AIOHTTP_IS_FILE_RESPONSE (self));

  precompressed = precompressed != FALSE;
  if (self->precompressed == precompressed)
    return;
  self->precompressed = precompressed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PRECOMPRESSED]);
}
