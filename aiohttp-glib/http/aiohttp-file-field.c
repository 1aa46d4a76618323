/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-file-field.h"

#include "aiohttp-await-private.h"
#include "aiohttp-form-field-private.h"

/**
 * AiohttpFileField:
 *
 * A file that was uploaded with a form.
 *
 * A small one is in memory, a larger one in a temporary file without a name, which is gone when the last reference to the
 * field is: [property@Aiohttp.MultipartReader:spool-size] tells where the border is.
 *
 * |[<!-- language="C" -->
 * AiohttpFileField *file = aiohttp_form_get_file (form, "picture");
 * g_autoptr(GFile) target = g_file_get_child (folder, "picture-1");
 *
 * if (!aiohttp_file_field_save (file, target, error))
 *   return NULL;
 * ]|
 *
 * It is immutable. aiohttp: `FileField`
 *
 * Since: 0.1
 */

struct _AiohttpFileField
{
  AiohttpFormField parent_instance;

  char *filename;
  AiohttpSpool *spool;
};

struct _AiohttpFileFieldClass
{
  AiohttpFormFieldClass parent_class;
};

G_DEFINE_TYPE (AiohttpFileField, aiohttp_file_field, AIOHTTP_TYPE_FORM_FIELD)

static void
aiohttp_file_field_finalize (GObject *object)
{
  AiohttpFileField *self = AIOHTTP_FILE_FIELD (object);

  g_free (self->filename);
  g_clear_object (&self->spool);
  G_OBJECT_CLASS (aiohttp_file_field_parent_class)->finalize (object);
}

static void
aiohttp_file_field_class_init (AiohttpFileFieldClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_file_field_finalize;
}

static void
aiohttp_file_field_init (AiohttpFileField *self)
{
}

AiohttpFileField *
aiohttp_file_field_new (const char *name, const char *filename, const char *content_type, SoupMessageHeaders *headers,
                        AiohttpSpool *spool)
{
  AiohttpFileField *self = g_object_new (AIOHTTP_TYPE_FILE_FIELD, NULL);
  AiohttpFormField *field = AIOHTTP_FORM_FIELD (self);

  field->name = g_strdup (name);
  field->content_type = g_strdup (content_type);
  field->headers = soup_message_headers_ref (headers);
  self->filename = g_strdup (filename);
  self->spool = g_object_ref (spool);
  return self;
}

/**
 * aiohttp_file_field_get_filename:
 * @self: a file
 *
 * Gets the name of the file, as the client says, without leading slashes and backslashes. It is to be shown, and never a
 * path to write to.
 *
 * Returns: (nullable): the name; %NULL only of one that a script has made
 *
 * Since: 0.1
 */
const char *
aiohttp_file_field_get_filename (AiohttpFileField *self)
{
  g_return_val_if_fail (AIOHTTP_IS_FILE_FIELD (self), NULL);

  return self->filename;
}

/**
 * aiohttp_file_field_get_size:
 * @self: a file
 *
 * Gets the size of the file.
 *
 * Returns: the size in bytes
 *
 * Since: 0.1
 */
guint64
aiohttp_file_field_get_size (AiohttpFileField *self)
{
  g_return_val_if_fail (AIOHTTP_IS_FILE_FIELD (self), 0);

  return self->spool != NULL ? aiohttp_spool_get_size (self->spool) : 0;
}

/**
 * aiohttp_file_field_is_spooled:
 * @self: a file
 *
 * Tells whether the file is on the disk rather than in memory.
 *
 * Returns: whether it is in a temporary file
 *
 * Since: 0.1
 */
gboolean
aiohttp_file_field_is_spooled (AiohttpFileField *self)
{
  g_return_val_if_fail (AIOHTTP_IS_FILE_FIELD (self), FALSE);

  return self->spool != NULL && aiohttp_spool_is_in_file (self->spool);
}

/**
 * aiohttp_file_field_open:
 * @self: a file
 *
 * Opens the content, from its first byte. It can be opened several times. A temporary file is read in a thread when the
 * stream is read asynchronously, as it should be.
 *
 * Returns: (transfer full): a stream of the content
 *
 * Since: 0.1
 */
GInputStream *
aiohttp_file_field_open (AiohttpFileField *self)
{
  g_return_val_if_fail (AIOHTTP_IS_FILE_FIELD (self), NULL);

  return self->spool != NULL ? aiohttp_spool_open (self->spool) : g_memory_input_stream_new ();
}

/* In a thread. */
static void
save (GTask *task, gpointer source, gpointer task_data, GCancellable *cancellable)
{
  GInputStream *content = g_object_get_data (G_OBJECT (task), "content");
  GError *error = NULL;
  g_autoptr (GFileOutputStream) output =
      g_file_replace (task_data, NULL, FALSE, G_FILE_CREATE_PRIVATE, cancellable, &error);

  if (output != NULL && g_output_stream_splice (G_OUTPUT_STREAM (output), content, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                                cancellable, &error) >= 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * aiohttp_file_field_save: (skip)
 * @self: a file
 * @file: where to write it
 * @error: return location of the error
 *
 * Awaits that the content is written to a file, which only the user may read, and which is replaced if it is there. Choose
 * its name yourself.
 *
 * Returns: whether it was written
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_file_field_save, FALSE, (AiohttpFileField * self, GFile *file), (self, file))

/**
 * aiohttp_file_field_save_async:
 * @self: a file
 * @file: where to write it
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called when it is written
 * @user_data: for @callback
 *
 * Writes the content to a file in a thread; [method@Aiohttp.FileField.save] tells more.
 *
 * Since: 0.1
 */
void
aiohttp_file_field_save_async (AiohttpFileField *self, GFile *file, GCancellable *cancellable,
                               GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (AIOHTTP_IS_FILE_FIELD (self));
  g_return_if_fail (G_IS_FILE (file));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_file_field_save_async);
  g_task_set_name (task, "[aiohttp] file field: save");
  g_task_set_task_data (task, g_object_ref (file), g_object_unref);
  g_object_set_data_full (G_OBJECT (task), "content", aiohttp_file_field_open (self), g_object_unref);
  g_task_run_in_thread (task, save);
}

/**
 * aiohttp_file_field_save_finish:
 * @self: a file
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.FileField.save_async].
 *
 * Returns: whether it was written
 *
 * Since: 0.1
 */
gboolean
aiohttp_file_field_save_finish (AiohttpFileField *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_FILE_FIELD (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_file_field_save_async, error);
}
