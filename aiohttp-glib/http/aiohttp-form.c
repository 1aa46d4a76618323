/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-form.h"
#include "aiohttp-form-private.h"

#include <string.h>

#include "aiohttp-charset-private.h"
#include "aiohttp-error.h"
#include "aiohttp-form-field-private.h"
#include "aiohttp-url-private.h"

/**
 * AiohttpForm:
 *
 * A form that was posted: its fields in their order, as [method@Aiohttp.Request.post] gives them.
 *
 * A name may occur several times. It is a list model of [class@Aiohttp.FormField], for those who want all of them.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpForm) form = aiohttp_request_post (request, error);
 *
 * if (form == NULL)
 *   return NULL;
 * title = aiohttp_form_get (form, "title");
 * picture = aiohttp_form_get_file (form, "picture");
 * ]|
 *
 * It is immutable. aiohttp: what `Request.post()` returns
 *
 * Since: 0.1
 */

struct _AiohttpForm
{
  GObject parent_instance;

  GPtrArray *fields;
};

static void aiohttp_form_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AiohttpForm, aiohttp_form, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, aiohttp_form_list_model_init))

static void
aiohttp_form_finalize (GObject *object)
{
  g_ptr_array_unref (AIOHTTP_FORM (object)->fields);
  G_OBJECT_CLASS (aiohttp_form_parent_class)->finalize (object);
}

static void
aiohttp_form_class_init (AiohttpFormClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_form_finalize;
}

static void
aiohttp_form_init (AiohttpForm *self)
{
  self->fields = g_ptr_array_new_with_free_func (g_object_unref);
}

AiohttpForm *
aiohttp_form_new (void)
{
  return g_object_new (AIOHTTP_TYPE_FORM, NULL);
}

void
aiohttp_form_take_field (AiohttpForm *self, AiohttpFormField *field)
{
  g_ptr_array_add (self->fields, field);
}

/* Percent-decoded, and then text in the charset. */
static char *
decode (const char *text, gsize length, const char *charset, GError **error)
{
  g_autofree char *bytes = g_malloc (length + 1);
  gsize n = aiohttp_url_decode_form (bytes, text, length);

  if (charset == NULL || g_ascii_strcasecmp (charset, "utf-8") == 0)
    return g_utf8_make_valid (bytes, (gssize) n);
  return aiohttp_charset_to_utf8 (bytes, n, charset, "form", error);
}

static gboolean
add_pair (AiohttpForm *self, const char *pair, gsize length, const char *charset, GError **error)
{
  const char *equals = memchr (pair, '=', length);
  gsize name_length = equals != NULL ? (gsize) (equals - pair) : length;
  g_autofree char *name = decode (pair, name_length, charset, error);
  char *text;

  if (name == NULL)
    return FALSE;
  if (equals != NULL)
    text = decode (equals + 1, length - name_length - 1, charset, error);
  else
    text = g_strdup ("");
  if (text == NULL)
    return FALSE;
  aiohttp_form_take_field (self, aiohttp_form_field_new_text (g_steal_pointer (&name), text));
  return TRUE;
}

AiohttpForm *
aiohttp_form_parse_urlencoded (const char *data, gsize length, const char *charset, guint max_fields, GError **error)
{
  g_autoptr (AiohttpForm) self = aiohttp_form_new ();
  const char *end = data + length;

  while (data < end)
    {
      const char *stop = memchr (data, '&', (gsize) (end - data));

      if (stop == NULL)
        stop = end;
      if (stop > data && self->fields->len >= max_fields)
        {
          g_set_error (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_BAD_REQUEST, "The form has more than %u fields",
                       max_fields);
          return NULL;
        }
      if (stop > data && !add_pair (self, data, (gsize) (stop - data), charset, error))
        return NULL;
      data = stop < end ? stop + 1 : end;
    }
  return g_steal_pointer (&self);
}

/* The first field of a name, from `start`; NULL if there is none. */
static AiohttpFormField *
find (AiohttpForm *self, const char *name, guint *start)
{
  while (*start < self->fields->len)
    {
      AiohttpFormField *field = g_ptr_array_index (self->fields, (*start)++);

      if (g_str_equal (field->name, name))
        return field;
    }
  return NULL;
}

/**
 * aiohttp_form_get:
 * @self: a form
 * @name: the name of a field
 *
 * Gets the value of a field as text, the first of that name that is text.
 *
 * Returns: (nullable): the value, or %NULL if there is none
 *
 * Since: 0.1
 */
const char *
aiohttp_form_get (AiohttpForm *self, const char *name)
{
  AiohttpFormField *field;
  guint start = 0;

  g_return_val_if_fail (AIOHTTP_IS_FORM (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  while ((field = find (self, name, &start)) != NULL)
    if (field->text != NULL)
      return field->text;
  return NULL;
}

/**
 * aiohttp_form_dup_all:
 * @self: a form
 * @name: the name of a field
 *
 * Gets the values of all fields of a name that are text, as of a list in which several things were chosen.
 *
 * Returns: (transfer full): the values
 *
 * Since: 0.1
 */
char **
aiohttp_form_dup_all (AiohttpForm *self, const char *name)
{
  g_autoptr (GStrvBuilder) values = NULL;
  AiohttpFormField *field;
  guint start = 0;

  g_return_val_if_fail (AIOHTTP_IS_FORM (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  values = g_strv_builder_new ();
  while ((field = find (self, name, &start)) != NULL)
    if (field->text != NULL)
      g_strv_builder_add (values, field->text);
  return g_strv_builder_end (values);
}

/**
 * aiohttp_form_get_field:
 * @self: a form
 * @name: the name of a field
 *
 * Gets the first field of a name.
 *
 * Returns: (transfer none) (nullable): the field, or %NULL if there is none
 *
 * Since: 0.1
 */
AiohttpFormField *
aiohttp_form_get_field (AiohttpForm *self, const char *name)
{
  guint start = 0;

  g_return_val_if_fail (AIOHTTP_IS_FORM (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return find (self, name, &start);
}

/**
 * aiohttp_form_get_file:
 * @self: a form
 * @name: the name of a field
 *
 * Gets the first file of a name.
 *
 * Returns: (transfer none) (nullable): the file, or %NULL if there is none
 *
 * Since: 0.1
 */
AiohttpFileField *
aiohttp_form_get_file (AiohttpForm *self, const char *name)
{
  AiohttpFormField *field;
  guint start = 0;

  g_return_val_if_fail (AIOHTTP_IS_FORM (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  while ((field = find (self, name, &start)) != NULL)
    if (AIOHTTP_IS_FILE_FIELD (field))
      return AIOHTTP_FILE_FIELD (field);
  return NULL;
}

static GType
aiohttp_form_get_item_type (GListModel *model)
{
  return AIOHTTP_TYPE_FORM_FIELD;
}

static guint
aiohttp_form_get_n_items (GListModel *model)
{
  return AIOHTTP_FORM (model)->fields->len;
}

static gpointer
aiohttp_form_get_item (GListModel *model, guint position)
{
  AiohttpForm *self = AIOHTTP_FORM (model);

  return position < self->fields->len ? g_object_ref (g_ptr_array_index (self->fields, position)) : NULL;
}

static void
aiohttp_form_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = aiohttp_form_get_item_type;
  iface->get_n_items = aiohttp_form_get_n_items;
  iface->get_item = aiohttp_form_get_item;
}
