/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "fetch-download.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#define BAR_WIDTH    24
#define BAR_INTERVAL (G_USEC_PER_SEC / 10)

/* clang-format would put spaces around the hyphens, which are part of the name */
/* clang-format off */
G_DEFINE_QUARK (fetch-file-error-quark, fetch_file_error)
/* clang-format on */

static gboolean
fail_file (GError **error, GError *failure)
{
  g_set_error (error, FETCH_FILE_ERROR, failure->code, "%s", failure->message);
  g_error_free (failure);
  return FALSE;
}

FetchDownload *
fetch_download_new (const char *path, gboolean progress)
{
  FetchDownload *self = g_new0 (FetchDownload, 1);
  g_autofree char *part = g_strconcat (path, ".part", NULL);

  self->path = g_strdup (path);
  self->file = g_file_new_for_commandline_arg (path);
  self->part = g_file_new_for_commandline_arg (part);
  self->progress = progress;
  return self;
}

void
fetch_download_free (FetchDownload *self)
{
  g_free (self->path);
  g_object_unref (self->file);
  g_object_unref (self->part);
  g_free (self);
}

/* The time of the part is the server's Last-Modified; the epoch's first second says that there was none. */
gboolean
fetch_download_resume (FetchDownload *self, AiohttpRequestOptions *options, GError **error)
{
  g_autoptr (GFileInfo) info =
      g_file_query_info (self->part, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_TIME_MODIFIED,
                         G_FILE_QUERY_INFO_NONE, NULL, NULL);
  g_autoptr (GDateTime) modified = info != NULL ? g_file_info_get_modification_date_time (info) : NULL;
  g_autofree char *range = NULL;
  g_autofree char *date = NULL;

  if (modified == NULL || g_date_time_to_unix (modified) == 0 || g_file_info_get_size (info) == 0)
    return TRUE;
  self->had = g_file_info_get_size (info);
  range = g_strdup_printf ("bytes=%" G_GOFFSET_FORMAT "-", self->had);
  date = soup_date_time_to_string (modified, SOUP_DATE_HTTP);
  return aiohttp_request_options_set_header (options, "Range", range, error) &&
         aiohttp_request_options_set_header (options, "If-Range", date, error) &&
         aiohttp_request_options_set_header (options, "Accept-Encoding", "identity", error);
}

/* Whether the answer is the rest that was asked for. */
static gboolean
is_the_rest (FetchDownload *self, AiohttpClientResponse *response)
{
  const char *range = aiohttp_client_response_get_header (response, "Content-Range");
  g_autofree char *wanted = g_strdup_printf ("bytes %" G_GOFFSET_FORMAT "-", self->had);

  return self->had > 0 && aiohttp_client_response_get_status (response) == 206 && range != NULL &&
         g_str_has_prefix (range, wanted);
}

static void
set_time (FetchDownload *self, AiohttpClientResponse *response)
{
  const char *value = aiohttp_client_response_get_header (response, "Last-Modified");
  g_autoptr (GDateTime) date = value != NULL ? soup_date_time_new_from_http_string (value) : NULL;

  g_file_set_attribute_uint64 (self->part, G_FILE_ATTRIBUTE_TIME_MODIFIED,
                               date != NULL ? (guint64) g_date_time_to_unix (date) : 0, G_FILE_QUERY_INFO_NONE, NULL,
                               NULL);
}

/* --- the bar --- */

typedef struct
{
  const char *name;
  goffset done;
  goffset total; /* -1: not known */
  goffset had;
  gint64 begun;
  gint64 shown;
} Bar;

static void
show_bar (Bar *bar, gboolean at_end)
{
  gint64 now = g_get_monotonic_time ();
  double seconds = MAX (1e-6, (double) (now - bar->begun) / G_USEC_PER_SEC);
  g_autofree char *done = g_format_size ((guint64) bar->done);
  g_autofree char *rate = g_format_size ((guint64) ((double) (bar->done - bar->had) / seconds));

  if (!at_end && now - bar->shown < BAR_INTERVAL)
    return;
  bar->shown = now;
  if (bar->total > 0)
    {
      g_autofree char *total = g_format_size ((guint64) bar->total);
      int filled = (int) (bar->done * BAR_WIDTH / bar->total);
      g_autofree char *full = g_strnfill ((gsize) CLAMP (filled, 0, BAR_WIDTH), '=');

      fprintf (stderr, "\r%s %3d%% [%-*s] %s of %s, %s/s\033[K", bar->name, (int) (bar->done * 100 / bar->total),
               BAR_WIDTH, full, done, total, rate);
    }
  else
    fprintf (stderr, "\r%s %s, %s/s\033[K", bar->name, done, rate);
  if (at_end)
    fputc ('\n', stderr);
  fflush (stderr);
}

/* --- bodies --- */

static GOutputStream *
open_part (FetchDownload *self, gboolean append, GError **error)
{
  GFileOutputStream *stream;
  GError *failure = NULL;

  if (append)
    stream = g_file_append_to (self->part, G_FILE_CREATE_NONE, NULL, &failure);
  else
    {
      g_file_delete (self->part, NULL, NULL);
      stream = g_file_create (self->part, G_FILE_CREATE_NONE, NULL, &failure);
    }
  if (stream == NULL)
    fail_file (error, failure);
  return G_OUTPUT_STREAM (stream);
}

static gboolean
copy_body (AiohttpClientResponse *response, GOutputStream *output, Bar *bar, gboolean progress, GError **error)
{
  AiohttpStreamReader *content = aiohttp_client_response_get_content (response);

  for (;;)
    {
      g_autoptr (GBytes) bytes = aiohttp_stream_reader_readany (content, error);
      GError *failure = NULL;
      gsize size;
      const void *data;

      if (bytes == NULL)
        return FALSE;
      data = g_bytes_get_data (bytes, &size);
      if (size == 0)
        return TRUE;
      if (!g_output_stream_write_all (output, data, size, NULL, NULL, &failure))
        return fail_file (error, failure);
      bar->done += (goffset) size;
      if (progress)
        show_bar (bar, FALSE);
    }
}

gboolean
fetch_download_take (FetchDownload *self, AiohttpClientResponse *response, GError **error)
{
  gboolean append = is_the_rest (self, response);
  g_autoptr (GOutputStream) output = open_part (self, append, error);
  const char *length = aiohttp_client_response_get_header (response, "Content-Length");
  gboolean coded = aiohttp_client_response_get_header (response, "Content-Encoding") != NULL;
  Bar bar = { .name = self->path, .total = -1, .begun = g_get_monotonic_time () };
  GError *failure = NULL;
  gboolean ok;

  if (output == NULL)
    return FALSE;
  bar.had = bar.done = append ? self->had : 0;
  if (length != NULL && !coded)
    bar.total = bar.done + g_ascii_strtoll (length, NULL, 10);
  ok = copy_body (response, output, &bar, self->progress, error);
  if (self->progress)
    show_bar (&bar, TRUE);
  if (!g_output_stream_close (output, NULL, ok ? &failure : NULL) && ok)
    return fail_file (error, failure);
  set_time (self, response);
  if (!ok)
    return FALSE;
  if (!g_file_move (self->part, self->file, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &failure))
    return fail_file (error, failure);
  return TRUE;
}

gboolean
fetch_print_body (AiohttpClientResponse *response, GError **error)
{
  AiohttpStreamReader *content = aiohttp_client_response_get_content (response);

  for (;;)
    {
      g_autoptr (GBytes) bytes = aiohttp_stream_reader_readany (content, error);
      gsize size;
      const void *start;

      if (bytes == NULL)
        return FALSE;
      start = g_bytes_get_data (bytes, &size);
      if (size == 0 || fwrite (start, 1, size, stdout) != size)
        break;
    }
  if (fflush (stdout) == 0 && !ferror (stdout))
    return TRUE;
  g_set_error (error, FETCH_FILE_ERROR, (int) g_io_error_from_errno (errno), "Cannot write: %s", g_strerror (errno));
  return FALSE;
}
