/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-form-data.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"
#include "aiohttp-multipart-writer.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-payload-private.h"
#include "aiohttp-url-private.h"

/**
 * AiohttpFormData:
 *
 * A form to be sent: aiohttp's `FormData`.
 *
 * One of texts alone is sent as `application/x-www-form-urlencoded`, one with a file or a payload, or that is asked to
 * ([property@Aiohttp.FormData:multipart]), as `multipart/form-data` (RFC 7578), its files read as they are sent.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpFormData) form = aiohttp_form_data_new ();
 *
 * if (!aiohttp_form_data_add_field (form, "title", "Sunset", error) ||
 *     !aiohttp_form_data_add_file (form, "picture", file, NULL, "image/png", error))
 *   return FALSE;
 * aiohttp_request_options_set_form (options, form);
 * ]|
 *
 * It may be sent several times if all its payloads may.
 *
 * Since: 0.1
 */

typedef struct
{
  char *name;
  char *value; /* or: */
  AiohttpPayload *payload;
  char *filename;
} Field;

struct _AiohttpFormData
{
  GObject parent_instance;

  GArray *fields;
  gboolean multipart;
};

enum
{
  PROP_0,
  PROP_MULTIPART,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpFormData, aiohttp_form_data, G_TYPE_OBJECT)

static void
field_clear (gpointer data)
{
  Field *field = data;

  g_free (field->name);
  g_free (field->value);
  g_free (field->filename);
  g_clear_object (&field->payload);
}

static void
aiohttp_form_data_finalize (GObject *object)
{
  g_clear_pointer (&AIOHTTP_FORM_DATA (object)->fields, g_array_unref);
  G_OBJECT_CLASS (aiohttp_form_data_parent_class)->finalize (object);
}

static void
aiohttp_form_data_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_MULTIPART)
    g_value_set_boolean (value, aiohttp_form_data_get_multipart (AIOHTTP_FORM_DATA (object)));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
aiohttp_form_data_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_MULTIPART)
    aiohttp_form_data_set_multipart (AIOHTTP_FORM_DATA (object), g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
aiohttp_form_data_class_init (AiohttpFormDataClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = aiohttp_form_data_finalize;
  object_class->get_property = aiohttp_form_data_get_property;
  object_class->set_property = aiohttp_form_data_set_property;
  aiohttp_object_class_notify_on_main_stack (object_class);

  /**
   * AiohttpFormData:multipart:
   *
   * Whether texts alone are sent as `multipart/form-data`, too.
   *
   * Since: 0.1
   */
  properties[PROP_MULTIPART] =
      g_param_spec_boolean ("multipart", NULL, NULL, FALSE,
                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_form_data_init (AiohttpFormData *self)
{
  self->fields = g_array_new (FALSE, FALSE, sizeof (Field));
  g_array_set_clear_func (self->fields, field_clear);
}

/**
 * aiohttp_form_data_new:
 *
 * Makes an empty form.
 *
 * Returns: (transfer full): a new form
 *
 * Since: 0.1
 */
AiohttpFormData *
aiohttp_form_data_new (void)
{
  return g_object_new (AIOHTTP_TYPE_FORM_DATA, NULL);
}

/**
 * aiohttp_form_data_get_multipart:
 * @self: a form
 *
 * Tells whether texts alone are sent as `multipart/form-data`, too.
 *
 * Returns: whether they are
 *
 * Since: 0.1
 */
gboolean
aiohttp_form_data_get_multipart (AiohttpFormData *self)
{
  g_return_val_if_fail (AIOHTTP_IS_FORM_DATA (self), FALSE);

  return self->multipart;
}

/**
 * aiohttp_form_data_set_multipart:
 * @self: a form
 * @multipart: whether to send as multipart
 *
 * Chooses whether texts alone are sent as `multipart/form-data`, too. aiohttp: `default_to_multipart`
 *
 * Since: 0.1
 */
void
aiohttp_form_data_set_multipart (AiohttpFormData *self, gboolean multipart)
{
  g_return_if_fail (AIOHTTP_IS_FORM_DATA (self));

  multipart = !!multipart;
  if (self->multipart == multipart)
    return;
  self->multipart = multipart;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MULTIPART]);
}

static gboolean
check (const char *what, const char *text, GError **error)
{
  if (text == NULL || aiohttp_chars_is_field_value (text, strlen (text)))
    return TRUE;
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "%s has a control character", what);
  return FALSE;
}

/**
 * aiohttp_form_data_add_field:
 * @self: a form
 * @name: the field's name
 * @value: its text
 * @error: return location for an error
 *
 * Adds a text.
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_ERROR_INVALID_ARGUMENT for a name with a control character
 *
 * Since: 0.1
 */
gboolean
aiohttp_form_data_add_field (AiohttpFormData *self, const char *name, const char *value, GError **error)
{
  Field field = { 0 };

  g_return_val_if_fail (AIOHTTP_IS_FORM_DATA (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (!check ("Name of a field", name, error))
    return FALSE;
  field.name = g_strdup (name);
  field.value = g_strdup (value);
  g_array_append_val (self->fields, field);
  return TRUE;
}

/**
 * aiohttp_form_data_add_file:
 * @self: a form
 * @name: the field's name
 * @file: the file
 * @filename: (nullable): the name to tell the server, or %NULL for the file's own
 * @content_type: (nullable): its type, or %NULL to find it out by the file's name
 * @error: return location for an error
 *
 * Adds a file, which is read when the form is sent.
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_ERROR_INVALID_ARGUMENT for a name or type with a control character
 *
 * Since: 0.1
 */
gboolean
aiohttp_form_data_add_file (AiohttpFormData *self, const char *name, GFile *file, const char *filename,
                            const char *content_type, GError **error)
{
  g_autofree char *basename = NULL;
  g_autoptr (AiohttpPayload) payload = NULL;

  g_return_val_if_fail (AIOHTTP_IS_FORM_DATA (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (G_IS_FILE (file), FALSE);

  if (filename == NULL)
    filename = basename = g_file_get_basename (file);
  payload = aiohttp_payload_new_for_file (file, content_type);
  return aiohttp_form_data_add_payload (self, name, payload, filename, error);
}

/**
 * aiohttp_form_data_add_payload:
 * @self: a form
 * @name: the field's name
 * @payload: what the field holds
 * @filename: (nullable): the name to tell the server, or %NULL for a field that is no file
 * @error: return location for an error
 *
 * Adds what need not be in memory, with a content type of its own.
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_ERROR_INVALID_ARGUMENT for a name or type with a control character
 *
 * Since: 0.1
 */
gboolean
aiohttp_form_data_add_payload (AiohttpFormData *self, const char *name, AiohttpPayload *payload, const char *filename,
                               GError **error)
{
  Field field = { 0 };

  g_return_val_if_fail (AIOHTTP_IS_FORM_DATA (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (AIOHTTP_IS_PAYLOAD (payload), FALSE);

  if (!check ("Name of a field", name, error) || !check ("Name of a file", filename, error) ||
      !check ("Content type of a field", aiohttp_payload_get_content_type (payload), error))
    return FALSE;
  field.name = g_strdup (name);
  field.filename = g_strdup (filename);
  field.payload = g_object_ref (payload);
  g_array_append_val (self->fields, field);
  return TRUE;
}

static AiohttpPayload *
make_urlencoded (AiohttpFormData *self)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < self->fields->len; i++)
    {
      const Field *field = &g_array_index (self->fields, Field, i);

      aiohttp_url_append_form_pair (text, field->name, field->value);
    }
  return aiohttp_payload_new_take_text (g_string_free (text, FALSE), "application/x-www-form-urlencoded");
}

/* As browsers do (HTML, 4.10.21.8): UTF-8 as it is, quotes encoded. Controls were refused before. */
static void
append_quoted (GString *string, const char *text)
{
  g_string_append_c (string, '"');
  for (const char *p = text; *p != '\0'; p++)
    {
      if (*p == '"')
        g_string_append (string, "%22");
      else
        g_string_append_c (string, *p);
    }
  g_string_append_c (string, '"');
}

static AiohttpPayload *
make_multipart (AiohttpFormData *self)
{
  AiohttpMultipartWriter *writer = aiohttp_multipart_writer_new ("form-data");

  for (guint i = 0; i < self->fields->len; i++)
    {
      const Field *field = &g_array_index (self->fields, Field, i);
      g_autoptr (SoupMessageHeaders) headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_MULTIPART);
      g_autoptr (AiohttpPayload) payload = NULL;
      GString *disposition = g_string_new ("form-data; name=");

      append_quoted (disposition, field->name);
      if (field->filename != NULL)
        {
          g_string_append (disposition, "; filename=");
          append_quoted (disposition, field->filename);
        }
      soup_message_headers_append (headers, "Content-Disposition", disposition->str);
      g_string_free (disposition, TRUE);
      if (field->payload == NULL)
        payload = aiohttp_payload_new_for_text (field->value, NULL);
      aiohttp_multipart_writer_append (writer, payload != NULL ? payload : field->payload, headers, NULL);
    }
  return AIOHTTP_PAYLOAD (writer);
}

/**
 * aiohttp_form_data_to_payload:
 * @self: a form
 *
 * Makes a payload of the form as it is now.
 *
 * Returns: (transfer full): a payload
 *
 * Since: 0.1
 */
AiohttpPayload *
aiohttp_form_data_to_payload (AiohttpFormData *self)
{
  g_return_val_if_fail (AIOHTTP_IS_FORM_DATA (self), NULL);

  for (guint i = 0; i < self->fields->len; i++)
    if (self->multipart || g_array_index (self->fields, Field, i).payload != NULL)
      return make_multipart (self);
  return make_urlencoded (self);
}
