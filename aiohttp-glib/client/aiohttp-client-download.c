/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-client-session.h"

#include "aiohttp-await-private.h"
#include "aiohttp-error.h"
#include "aiohttp-http-date-private.h"
#include "aiohttp-progress-private.h"
#include "aiohttp-task-private.h"

#define BLOCK              (256 * 1024)
#define PRESENT_ATTRIBUTES G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_TIME_MODIFIED

/* A body that is written to a file beside the target, which takes the target's place once it is whole. */
typedef struct
{
  AiohttpClientSession *session;
  char *url;
  AiohttpRequestOptions *options;
  GFile *file;
  GFile *part;
  gboolean resume;
  gint64 version; /* of the part that is there: its Last-Modified */
  AiohttpProgress *progress;
  GTask *task;
  AiohttpTask *coroutine;
  GSource *cancel;
} Download;

static void
download_free (Download *self)
{
  g_object_unref (self->session);
  g_object_unref (self->options);
  g_object_unref (self->file);
  g_object_unref (self->part);
  if (self->cancel != NULL)
    g_source_destroy (self->cancel);
  g_clear_pointer (&self->cancel, g_source_unref);
  g_clear_object (&self->coroutine);
  g_clear_pointer (&self->progress, aiohttp_progress_unref);
  g_free (self->url);
  g_free (self);
}

/* How much of it is there from before; 0: nothing. Its time tells of which version it is. */
static goffset
get_present (Download *self)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GFileInfo) info = NULL;

  if (!self->resume)
    return 0;
  result = aiohttp_await (g_file_query_info_async (self->part, PRESENT_ATTRIBUTES, G_FILE_QUERY_INFO_NONE,
                                                   G_PRIORITY_DEFAULT, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  info = g_file_query_info_finish (self->part, result, NULL);
  if (info == NULL)
    return 0;
  self->version = (gint64) g_file_info_get_attribute_uint64 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED);
  return g_file_info_get_size (info);
}

static AiohttpClientResponse *
ask (Download *self, goffset present, GError **error)
{
  g_autofree char *range = present > 0 ? g_strdup_printf ("bytes=%" G_GOFFSET_FORMAT "-", present) : NULL;
  char version[AIOHTTP_HTTP_DATE_LENGTH + 1] = "";
  AiohttpClientResponse *response;

  aiohttp_http_date_format (version, (time_t) self->version);
  if (!aiohttp_request_options_set_header (self->options, "Range", range, error) ||
      /* else the whole of what has taken its place (RFC 9110, 13.1.5) */
      !aiohttp_request_options_set_header (self->options, "If-Range", range != NULL ? version : NULL, error) ||
      /* a range is one of what is sent, which no coding may stand between */
      !aiohttp_request_options_set_header (self->options, "Accept-Encoding", "identity", error))
    return NULL;
  response = aiohttp_client_session_get (self->session, self->url, self->options, error);
  if (response == NULL || aiohttp_client_response_raise_for_status (response, error))
    return response;
  g_object_unref (response);
  return NULL;
}

/* -1: it has none. */
static gint64
get_version (AiohttpClientResponse *response)
{
  const char *field = aiohttp_client_response_get_header (response, "Last-Modified");
  g_autoptr (GDateTime) date = field != NULL ? soup_date_time_new_from_http_string (field) : NULL;

  return date != NULL ? g_date_time_to_unix (date) : -1;
}

/* Whether a 206 is of another version all the same: a server need not know of If-Range. */
static gboolean
is_of_another (Download *self, AiohttpClientResponse *response)
{
  gint64 version = get_version (response);

  return aiohttp_client_response_get_status (response) == 206 && version >= 0 && version != self->version;
}

/* Whether a 206 goes on where the file ends. */
static gboolean
continues_at (AiohttpClientResponse *response, goffset present)
{
  const char *range = aiohttp_client_response_get_header (response, "Content-Range");
  g_autofree char *expected = g_strdup_printf ("bytes %" G_GOFFSET_FORMAT "-", present);

  return aiohttp_client_response_get_status (response) == 206 && range != NULL && g_str_has_prefix (range, expected);
}

static GOutputStream *
open_part (Download *self, gboolean append, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  if (append)
    {
      result = aiohttp_await (g_file_append_to_async (self->part, G_FILE_CREATE_NONE, G_PRIORITY_DEFAULT,
                                                      AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
      return (GOutputStream *) g_file_append_to_finish (self->part, result, error);
    }
  result = aiohttp_await (g_file_replace_async (self->part, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION,
                                                G_PRIORITY_DEFAULT, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  return (GOutputStream *) g_file_replace_finish (self->part, result, error);
}

static gboolean
write_all (GOutputStream *stream, GBytes *bytes, GError **error)
{
  g_autoptr (GAsyncResult) result =
      aiohttp_await (g_output_stream_write_all_async (stream, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                                                      G_PRIORITY_DEFAULT, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));

  return g_output_stream_write_all_finish (stream, result, NULL, error);
}

static gboolean
copy_body (Download *self, AiohttpClientResponse *response, GOutputStream *stream, goffset done, GError **error)
{
  AiohttpStreamReader *content = aiohttp_client_response_get_content (response);
  gint64 length = aiohttp_client_response_get_content_length (response);
  gint64 total = length >= 0 ? length + done : -1;

  for (;;)
    {
      g_autoptr (GBytes) bytes = aiohttp_stream_reader_read (content, BLOCK, error);

      if (bytes == NULL)
        return FALSE;
      if (g_bytes_get_size (bytes) == 0)
        return TRUE;
      if (!write_all (stream, bytes, error))
        return FALSE;
      done += (goffset) g_bytes_get_size (bytes);
      if (self->progress != NULL)
        aiohttp_progress_tell (self->progress, done, total);
    }
}

/* What was written stays, also where the rest has not come: to be gone on with. */
static gboolean
close_stream (GOutputStream *stream, GError **error)
{
  g_autoptr (GAsyncResult) result =
      aiohttp_await (g_output_stream_close_async (stream, G_PRIORITY_DEFAULT, NULL, AIOHTTP_RESUME));

  return g_output_stream_close_finish (stream, result, error);
}

/* What is to be gone on with has the time of its version. One that the server has not told is never gone on with. */
static void
note_version (Download *self, AiohttpClientResponse *response)
{
  g_autoptr (GFileInfo) info = g_file_info_new ();
  g_autoptr (GAsyncResult) result = NULL;

  g_file_info_set_attribute_uint64 (info, G_FILE_ATTRIBUTE_TIME_MODIFIED, (guint64) MAX (get_version (response), 0));
  result = aiohttp_await (
      g_file_set_attributes_async (self->part, info, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, NULL, AIOHTTP_RESUME));
  g_file_set_attributes_finish (self->part, result, NULL, NULL);
}

/* The file from where what is there ends, or (*present 0) from its start. */
static AiohttpClientResponse *
ask_for_rest (Download *self, goffset *present, GError **error)
{
  GError *failure = NULL;
  AiohttpClientResponse *response = ask (self, *present, &failure);
  gboolean refused = g_error_matches (failure, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_STATUS);

  if (*present > 0 && (response != NULL ? is_of_another (self, response) : refused))
    {
      /* a refusal is a 416, most likely: what is there is not the beginning of what the server has now */
      g_clear_error (&failure);
      if (response != NULL)
        aiohttp_client_response_close (response);
      g_clear_object (&response);
      *present = 0;
      response = ask (self, 0, &failure);
    }
  if (failure != NULL)
    g_propagate_error (error, failure);
  else if (*present > 0 && !continues_at (response, *present))
    *present = 0;
  return response;
}

static gpointer
download (gpointer data, GError **error)
{
  Download *self = data;
  goffset present = get_present (self);
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autoptr (GOutputStream) stream = NULL;
  g_autoptr (GError) failure = NULL;
  gboolean copied;

  response = ask_for_rest (self, &present, error);
  if (response == NULL)
    return NULL;
  stream = open_part (self, present > 0, error);
  if (stream == NULL)
    {
      aiohttp_client_response_close (response);
      return NULL;
    }
  copied = copy_body (self, response, stream, present, &failure);
  aiohttp_client_response_close (response);
  if (!close_stream (stream, copied ? &failure : NULL) || !copied)
    {
      note_version (self, response);
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return g_file_move (self->part, self->file, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, error) ? self : NULL;
}

static void
on_returned (gpointer result, GError *error, gpointer data)
{
  Download *self = data;
  GTask *task = g_steal_pointer (&self->task);

  download_free (self);
  if (result != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
  g_object_unref (task);
}

/* By a source of the task's context: the cancel may come from a coroutine, or from another thread. */
static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  aiohttp_task_cancel (((Download *) user_data)->coroutine);
  return G_SOURCE_REMOVE;
}

static void
start (Download *self)
{
  GCancellable *cancellable = g_task_get_cancellable (self->task);
  AiohttpTask *coroutine;
  GError *error = NULL;

  if (g_cancellable_set_error_if_cancelled (cancellable, &error))
    {
      on_returned (NULL, error, self);
      return;
    }
  coroutine = aiohttp_task_run_inline (download, on_returned, self);
  if (coroutine == NULL)
    return;
  self->coroutine = coroutine;
  if (cancellable == NULL)
    return;
  self->cancel = g_cancellable_source_new (cancellable);
  g_source_set_callback (self->cancel, G_SOURCE_FUNC (on_cancelled), self, NULL);
  g_source_set_static_name (self->cancel, "[aiohttp] cancel of a download");
  g_source_attach (self->cancel, g_task_get_context (self->task));
}

/**
 * aiohttp_client_session_download_async:
 * @self: a client session
 * @url: what to fetch
 * @file: where to
 * @resume: whether to go on with a part that an earlier download has left
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_notify): told the bytes that are there
 *   and the size of the whole (-1: not known), or %NULL
 * @progress_data: for @progress
 * @progress_notify: (nullable): frees @progress_data
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the file is there
 * @user_data: (closure): data for @callback
 *
 * Fetches a URL into a file. It is written beside @file under its name with `.part` behind it, and takes the place of @file
 * at once when it is whole: nobody sees half of it.
 *
 * A download that fails or is cancelled leaves its part, which one with @resume goes on with (RFC 9110, 14): by a range
 * that the server has to grant, and of the same version, which the part has as its time (If-Range by Last-Modified).
 * Where the server does not, or has changed the file, or tells no version, the whole is fetched.
 *
 * A status of 400 or more is %AIOHTTP_CLIENT_ERROR_STATUS. Mind the total timeout of the session, which a long download
 * may pass.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_download_async (AiohttpClientSession *self, const char *url, GFile *file, gboolean resume,
                                       GFileProgressCallback progress, gpointer progress_data,
                                       GDestroyNotify progress_notify, GCancellable *cancellable,
                                       GAsyncReadyCallback callback, gpointer user_data)
{
  Download *download;
  GTask *task;
  g_autofree char *uri = NULL;
  g_autofree char *part = NULL;

  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));
  g_return_if_fail (url != NULL);
  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_client_session_download_async);
  g_task_set_name (task, "[aiohttp] client session: download");
  g_task_set_check_cancellable (task, FALSE);
  uri = g_file_get_uri (file);
  part = g_strconcat (uri, ".part", NULL);
  download = g_new0 (Download, 1);
  download->session = g_object_ref (self);
  download->url = g_strdup (url);
  download->options = aiohttp_request_options_new ();
  download->file = g_object_ref (file);
  download->part = g_file_new_for_uri (part);
  download->resume = resume;
  download->task = task;
  if (progress != NULL)
    download->progress = aiohttp_progress_new (progress, progress_data, progress_notify);
  start (download);
}

/**
 * aiohttp_client_session_download_finish:
 * @self: a client session
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.ClientSession.download_async].
 *
 * Returns: %TRUE; %FALSE on error
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_session_download_finish (AiohttpClientSession *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_client_session_download_async, error);
}

/**
 * aiohttp_client_session_download: (skip)
 * @self: a client session
 * @url: what to fetch
 * @file: where to
 * @resume: whether to go on with a part that an earlier download has left
 * @progress: (nullable): told how far it has come, or %NULL
 * @progress_data: for @progress
 * @error: return location for an error
 *
 * Fetches a URL into a file and suspends the calling coroutine until it is there: the awaiting form of
 * [method@Aiohttp.ClientSession.download_async].
 *
 * Returns: %TRUE; %FALSE on error
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_session_download (AiohttpClientSession *self, const char *url, GFile *file, gboolean resume,
                                 GFileProgressCallback progress, gpointer progress_data, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_return_val_if_fail (AIOHTTP_IS_CLIENT_SESSION (self), FALSE);

  if (!aiohttp_await_check (G_STRFUNC, error))
    return FALSE;
  result = aiohttp_await (aiohttp_client_session_download_async (self, url, file, resume, progress, progress_data, NULL,
                                                                 AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  return aiohttp_client_session_download_finish (self, result, error);
}
