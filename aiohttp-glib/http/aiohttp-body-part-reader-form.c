/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-body-part-reader.h"
#include "aiohttp-body-part-reader-private.h"

#include "aiohttp-await-private.h"
#include "aiohttp-error.h"
#include "aiohttp-form-private.h"
#include "aiohttp-multipart-reader-private.h"

/* AiohttpBodyPartReader: a part that is an urlencoded form. */

static void
on_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  AiohttpBodyPartReader *self = AIOHTTP_BODY_PART_READER (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (GBytes) bytes = NULL;
  AiohttpForm *form = NULL;
  GError *error = NULL;
  const char *data;
  gsize length;

  bytes = aiohttp_body_part_reader_read_finish (self, result, &error);
  if (bytes == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  data = g_bytes_get_data (bytes, &length);
  form = aiohttp_form_parse_urlencoded (data, length, aiohttp_body_part_reader_get_charset (self),
                                        AIOHTTP_MULTIPART_MAX_PARTS, &error);
  if (form != NULL)
    g_task_return_pointer (task, form, g_object_unref);
  else
    g_task_return_error (task, aiohttp_body_part_reader_map_error (self, error));
}

/**
 * aiohttp_body_part_reader_form: (skip)
 * @self: a part
 * @error: return location of the error
 *
 * Awaits the content as an urlencoded form, whatever its type says.
 *
 * aiohttp: `BodyPartReader.form()`
 *
 * Returns: (transfer full): the form, or %NULL on an error
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (AiohttpForm *, aiohttp_body_part_reader_form, NULL, (AiohttpBodyPartReader * self), (self))

/**
 * aiohttp_body_part_reader_form_async:
 * @self: a part
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called with the result
 * @user_data: for @callback
 *
 * Reads the content as an urlencoded form, whatever its type says. It may have 1,000 fields.
 *
 * Since: 0.1
 */
void
aiohttp_body_part_reader_form_async (AiohttpBodyPartReader *self, GCancellable *cancellable,
                                     GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (AIOHTTP_IS_BODY_PART_READER (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_body_part_reader_form_async);
  g_task_set_name (task, "[aiohttp] body part reader: form");
  g_task_set_check_cancellable (task, FALSE);
  aiohttp_body_part_reader_read_async (self, cancellable, on_read, task);
}

/**
 * aiohttp_body_part_reader_form_finish:
 * @self: a part
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.BodyPartReader.form_async].
 *
 * Returns: (transfer full): the form, or %NULL on an error
 *
 * Since: 0.1
 */
AiohttpForm *
aiohttp_body_part_reader_form_finish (AiohttpBodyPartReader *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_BODY_PART_READER (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_body_part_reader_form_async, error);
}
