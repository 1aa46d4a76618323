/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-multipart-reader.h"

#include "aiohttp-await-private.h"
#include "aiohttp-body-part-reader.h"
#include "aiohttp-charset-private.h"
#include "aiohttp-error.h"
#include "aiohttp-form-field-private.h"
#include "aiohttp-form-private.h"
#include "aiohttp-multipart-reader-private.h"

/* Reads all parts of a form: one after the other, the files among them to the disk as far as they are large. */

typedef struct
{
  AiohttpForm *form;
  AiohttpBodyPartReader *part;
  AiohttpSpool *spool; /* of a file */
} FormRead;

static void
form_read_free (gpointer data)
{
  FormRead *state = data;

  g_clear_object (&state->form);
  g_clear_object (&state->part);
  g_clear_object (&state->spool);
  g_free (state);
}

static void read_part (GTask *task);
static void read_piece (GTask *task);

static void
fail (GTask *task, const char *message)
{
  AiohttpMultipartReader *self = g_task_get_source_object (task);
  GError *error = g_error_new_literal (AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_FAILED, message);

  g_task_return_error (task, aiohttp_multipart_map_error (error, aiohttp_multipart_reader_is_of_request (self)));
  g_object_unref (task);
}

static void
fail_with (GTask *task, GError *error)
{
  g_task_return_error (task, error);
  g_object_unref (task);
}

static void
end_file (GTask *task)
{
  FormRead *state = g_task_get_task_data (task);
  AiohttpBodyPartReader *part = state->part;
  AiohttpFileField *field = aiohttp_file_field_new (
      aiohttp_body_part_reader_get_name (part), aiohttp_body_part_reader_get_filename (part),
      aiohttp_body_part_reader_get_content_type (part), aiohttp_body_part_reader_get_headers (part), state->spool);

  aiohttp_form_take_field (state->form, AIOHTTP_FORM_FIELD (field));
  g_clear_object (&state->spool);
  read_part (task);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GError *error = NULL;

  if (aiohttp_spool_write_finish (AIOHTTP_SPOOL (source), result, &error))
    read_piece (user_data);
  else
    fail_with (user_data, error);
}

static void
on_piece (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  FormRead *state = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GBytes) piece = aiohttp_stream_reader_readany_finish (AIOHTTP_STREAM_READER (source), result, &error);

  if (piece == NULL)
    fail_with (task, error);
  else if (g_bytes_get_size (piece) == 0)
    end_file (task);
  else
    aiohttp_spool_write_async (state->spool, piece, g_task_get_cancellable (task), on_written, task);
}

static void
read_piece (GTask *task)
{
  FormRead *state = g_task_get_task_data (task);

  aiohttp_stream_reader_readany_async (aiohttp_body_part_reader_get_content (state->part),
                                       g_task_get_cancellable (task), on_piece, task);
}

/* A value is text unless its type says that it is something else. */
static void
on_value (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  FormRead *state = g_task_get_task_data (task);
  AiohttpBodyPartReader *part = state->part;
  const char *type = aiohttp_body_part_reader_get_content_type (part);
  GError *error = NULL;
  g_autoptr (GBytes) bytes = aiohttp_body_part_reader_read_finish (part, result, &error);
  char *text = NULL;

  if (bytes != NULL && g_str_has_prefix (type, "text/"))
    {
      gsize length;
      const char *data = g_bytes_get_data (bytes, &length);

      text = aiohttp_charset_to_utf8 (data, length, aiohttp_body_part_reader_get_charset (part), "form", &error);
    }
  if (error != NULL)
    {
      fail_with (task, error);
      return;
    }
  aiohttp_form_take_field (state->form,
                           aiohttp_form_field_new_part (aiohttp_body_part_reader_get_name (part), text, bytes, type,
                                                        aiohttp_body_part_reader_get_headers (part)));
  read_part (task);
}

static void
on_part (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GTask *task = user_data;
  AiohttpMultipartReader *self = AIOHTTP_MULTIPART_READER (source);
  FormRead *state = g_task_get_task_data (task);
  GError *error = NULL;
  const char *filename;

  state->part = aiohttp_multipart_reader_next_finish (self, result, &error);
  if (error != NULL)
    {
      fail_with (task, error);
      return;
    }
  if (state->part == NULL)
    {
      g_task_return_pointer (task, g_steal_pointer (&state->form), g_object_unref);
      g_object_unref (task);
      return;
    }
  if (aiohttp_body_part_reader_get_name (state->part) == NULL)
    {
      fail (task, "A field of the form has no name");
      return;
    }
  if (aiohttp_body_part_reader_is_multipart (state->part))
    {
      fail (task, "A field of the form is multipart itself");
      return;
    }
  filename = aiohttp_body_part_reader_get_filename (state->part);
  if (filename != NULL && *filename != '\0')
    {
      state->spool = aiohttp_spool_new (aiohttp_multipart_reader_get_spool_size (self));
      read_piece (task);
    }
  else
    aiohttp_body_part_reader_read_async (state->part, g_task_get_cancellable (task), on_value, task);
}

static void
read_part (GTask *task)
{
  FormRead *state = g_task_get_task_data (task);

  g_clear_object (&state->part);
  aiohttp_multipart_reader_next_async (g_task_get_source_object (task), g_task_get_cancellable (task), on_part, task);
}

/**
 * aiohttp_multipart_reader_form: (skip)
 * @self: a multipart reader
 * @error: return location of the error
 *
 * Awaits all parts that are still to come, as a form. [method@Aiohttp.Request.post] does so with the usual limits; this is
 * for those who want others.
 *
 * A file, which is a part with a file name, is kept in memory up to [property@Aiohttp.MultipartReader:spool-size], and beyond
 * that in a temporary file, written in a thread. A part that has no name, or is multipart itself, fails.
 *
 * Returns: (transfer full): the form, or %NULL on an error
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (AiohttpForm *, aiohttp_multipart_reader_form, NULL, (AiohttpMultipartReader * self), (self))

/**
 * aiohttp_multipart_reader_form_async:
 * @self: a multipart reader
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called with the form
 * @user_data: for @callback
 *
 * Reads all parts that are still to come, as a form: files in memory up to [property@Aiohttp.MultipartReader:spool-size],
 * beyond that in a temporary file.
 *
 * Since: 0.1
 */
void
aiohttp_multipart_reader_form_async (AiohttpMultipartReader *self, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;
  FormRead *state;

  g_return_if_fail (AIOHTTP_IS_MULTIPART_READER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  state = g_new0 (FormRead, 1);
  g_task_set_source_tag (task, aiohttp_multipart_reader_form_async);
  g_task_set_name (task, "[aiohttp] multipart reader: form");
  g_task_set_check_cancellable (task, FALSE);
  state->form = aiohttp_form_new ();
  g_task_set_task_data (task, state, form_read_free);
  read_part (task);
}

/**
 * aiohttp_multipart_reader_form_finish:
 * @self: a multipart reader
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.MultipartReader.form_async].
 *
 * Returns: (transfer full): the form, or %NULL on an error
 *
 * Since: 0.1
 */
AiohttpForm *
aiohttp_multipart_reader_form_finish (AiohttpMultipartReader *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_MULTIPART_READER (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_multipart_reader_form_async, error);
}
