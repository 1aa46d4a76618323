/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-form-field.h"
#include "aiohttp-form-field-private.h"

#include <string.h>

/**
 * AiohttpFormField:
 *
 * One field of a form that was posted: a name and a value. A file that was uploaded is an [class@Aiohttp.FileField].
 *
 * It is immutable.
 *
 * Since: 0.1
 */

G_DEFINE_TYPE (AiohttpFormField, aiohttp_form_field, G_TYPE_OBJECT)

static void
aiohttp_form_field_finalize (GObject *object)
{
  AiohttpFormField *self = AIOHTTP_FORM_FIELD (object);

  g_free (self->name);
  g_free (self->text);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->content_type);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  G_OBJECT_CLASS (aiohttp_form_field_parent_class)->finalize (object);
}

static void
aiohttp_form_field_class_init (AiohttpFormFieldClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_form_field_finalize;
}

static void
aiohttp_form_field_init (AiohttpFormField *self)
{
}

AiohttpFormField *
aiohttp_form_field_new_text (char *name, char *text)
{
  AiohttpFormField *self = g_object_new (AIOHTTP_TYPE_FORM_FIELD, NULL);

  self->name = name;
  self->text = text;
  return self;
}

AiohttpFormField *
aiohttp_form_field_new_part (const char *name, char *text, GBytes *bytes, const char *content_type,
                             SoupMessageHeaders *headers)
{
  AiohttpFormField *self = aiohttp_form_field_new_text (g_strdup (name), text);

  self->bytes = g_bytes_ref (bytes);
  self->content_type = g_strdup (content_type);
  self->headers = soup_message_headers_ref (headers);
  return self;
}

/**
 * aiohttp_form_field_get_name:
 * @self: a field
 *
 * Gets the name of the field.
 *
 * Returns: (nullable): the name; %NULL only of one that a script has made
 *
 * Since: 0.1
 */
const char *
aiohttp_form_field_get_name (AiohttpFormField *self)
{
  g_return_val_if_fail (AIOHTTP_IS_FORM_FIELD (self), NULL);

  return self->name;
}

/**
 * aiohttp_form_field_get_text:
 * @self: a field
 *
 * Gets the value as text, in UTF-8 whatever the charset of the form was.
 *
 * Returns: (nullable): the value, or %NULL for a file, and for a value of a type that is not text
 *
 * Since: 0.1
 */
const char *
aiohttp_form_field_get_text (AiohttpFormField *self)
{
  g_return_val_if_fail (AIOHTTP_IS_FORM_FIELD (self), NULL);

  return self->text;
}

/**
 * aiohttp_form_field_get_bytes:
 * @self: a field
 *
 * Gets the value as the bytes that were sent.
 *
 * Returns: (transfer none) (nullable): the value, or %NULL for a file
 *
 * Since: 0.1
 */
GBytes *
aiohttp_form_field_get_bytes (AiohttpFormField *self)
{
  g_return_val_if_fail (AIOHTTP_IS_FORM_FIELD (self), NULL);

  if (self->bytes == NULL && self->text != NULL)
    self->bytes = g_bytes_new (self->text, strlen (self->text));
  return self->bytes;
}

/**
 * aiohttp_form_field_get_content_type:
 * @self: a field
 *
 * Gets the type that the field of a multipart form has: of a file, what the client takes it for.
 *
 * Returns: (nullable): the type in lower case, without parameters, or %NULL in an urlencoded form
 *
 * Since: 0.1
 */
const char *
aiohttp_form_field_get_content_type (AiohttpFormField *self)
{
  g_return_val_if_fail (AIOHTTP_IS_FORM_FIELD (self), NULL);

  return self->content_type;
}

/**
 * aiohttp_form_field_get_headers:
 * @self: a field
 *
 * Gets the headers that the field of a multipart form has.
 *
 * Returns: (transfer none) (nullable): the headers, or %NULL in an urlencoded form
 *
 * Since: 0.1
 */
SoupMessageHeaders *
aiohttp_form_field_get_headers (AiohttpFormField *self)
{
  g_return_val_if_fail (AIOHTTP_IS_FORM_FIELD (self), NULL);

  return self->headers;
}
