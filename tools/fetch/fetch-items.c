/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "fetch-items.h"

#include <gio/gunixinputstream.h>
#include <string.h>
#include <unistd.h>

typedef enum
{
  ITEM_HEADER, /* Name:value; "Name:" removes a default */
  ITEM_PARAM,  /* name==value */
  ITEM_TEXT,   /* name=value */
  ITEM_JSON,   /* name:=json */
  ITEM_FILE,   /* name@file */
} ItemKind;

/* The longest separator at a place comes first. */
static const struct
{
  const char *separator;
  ItemKind kind;
} separators[] = {
  { ":=", ITEM_JSON }, { "==", ITEM_PARAM }, { ":", ITEM_HEADER }, { "=", ITEM_TEXT }, { "@", ITEM_FILE },
};

/* The first separator ends the name. */
static gboolean
split_item (const char *item, ItemKind *kind, char **name, const char **value)
{
  for (const char *p = item; *p != '\0'; p++)
    for (gsize i = 0; i < G_N_ELEMENTS (separators); i++)
      if (p > item && g_str_has_prefix (p, separators[i].separator))
        {
          *kind = separators[i].kind;
          *name = g_strndup (item, (gsize) (p - item));
          *value = p + strlen (separators[i].separator);
          return TRUE;
        }
  return FALSE;
}

static gboolean
is_method (const char *word)
{
  const char *p = word;

  while (g_ascii_isupper (*p))
    p++;
  return p > word && *p == '\0';
}

gboolean
fetch_split_arguments (char **arguments, char **method, char **url, char ***items, GError **error)
{
  guint n = arguments != NULL ? g_strv_length (arguments) : 0;
  guint first = n > 1 && is_method (arguments[0]) ? 1 : 0;

  if (n <= first)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "no URL given");
      return FALSE;
    }
  *method = first > 0 ? g_strdup (arguments[0]) : NULL;
  *url = strstr (arguments[first], "://") != NULL ? g_strdup (arguments[first])
                                                  : g_strconcat ("http://", arguments[first], NULL);
  *items = arguments + first + 1;
  return TRUE;
}

gboolean
fetch_has_body (const FetchBody *body, char **items)
{
  for (; *items != NULL; items++)
    {
      ItemKind kind;
      g_autofree char *name = NULL;
      const char *value;

      if (split_item (*items, &kind, &name, &value) && kind >= ITEM_TEXT)
        return TRUE;
    }
  return body->data != NULL;
}

static gboolean
add_header (AiohttpRequestOptions *options, const char *line, GError **error)
{
  g_auto (GStrv) parts = g_strsplit (line, ":", 2);

  if (g_strv_length (parts) == 2)
    return aiohttp_request_options_append_header (options, parts[0], g_strstrip (parts[1]), error);
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "-H wants 'Name: value', not '%s'", line);
  return FALSE;
}

static gboolean
set_data (AiohttpRequestOptions *options, const char *data, GError **error)
{
  g_autoptr (AiohttpPayload) payload = NULL;

  if (strcmp (data, "@-") == 0)
    {
      g_autoptr (GInputStream) input = g_unix_input_stream_new (STDIN_FILENO, FALSE);

      payload = aiohttp_payload_new_for_stream (input, -1, "application/octet-stream");
    }
  else if (data[0] == '@')
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (data + 1);

      payload = aiohttp_payload_new_for_file (file, NULL);
    }
  else
    {
      g_autoptr (GBytes) bytes = g_bytes_new (data, strlen (data));

      payload = aiohttp_payload_new_for_bytes (bytes, "application/x-www-form-urlencoded");
    }
  aiohttp_request_options_set_payload (options, payload);
  return TRUE;
}

/* Collects the items that make the body: members of a JSON object, or fields of a form. */
typedef struct
{
  JsonObject *json;
  AiohttpFormData *form;
} Body;

static gboolean
add_json (Body *body, const char *name, const char *value, GError **error)
{
  g_autoptr (JsonNode) node = json_from_string (value, error);

  if (node == NULL)
    {
      if (error != NULL && *error == NULL)
        g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s:= wants JSON", name);
      else
        g_prefix_error (error, "%s:= wants JSON: ", name);
      return FALSE;
    }
  json_object_set_member (body->json, name, g_steal_pointer (&node));
  return TRUE;
}

static gboolean
add_field (Body *body, ItemKind kind, const char *name, const char *value, GError **error)
{
  g_autoptr (GFile) file = NULL;

  if (body->form == NULL && kind == ITEM_TEXT)
    {
      json_object_set_string_member (body->json, name, value);
      return TRUE;
    }
  if (body->form == NULL)
    return add_json (body, name, value, error);
  if (kind != ITEM_FILE)
    return aiohttp_form_data_add_field (body->form, name, value, error);
  file = g_file_new_for_commandline_arg (value);
  return aiohttp_form_data_add_file (body->form, name, file, NULL, NULL, error);
}

static gboolean
add_item (AiohttpRequestOptions *options, Body *body, const char *item, guint *n_fields, GError **error)
{
  ItemKind kind;
  g_autofree char *name = NULL;
  const char *value;

  if (!split_item (item, &kind, &name, &value))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "'%s' is none of Name:value, name==value, name=value, name:=json and name@file", item);
      return FALSE;
    }
  switch (kind)
    {
    case ITEM_HEADER:
      return aiohttp_request_options_append_header (options, name, value, error);
    case ITEM_PARAM:
      aiohttp_request_options_add_param (options, name, value);
      return TRUE;
    case ITEM_TEXT:
    case ITEM_JSON:
    case ITEM_FILE:
      ++*n_fields;
      return add_field (body, kind, name, value, error);
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
has_file (char **items)
{
  for (; *items != NULL; items++)
    {
      ItemKind kind;
      g_autofree char *name = NULL;
      const char *value;

      if (split_item (*items, &kind, &name, &value) && kind == ITEM_FILE)
        return TRUE;
    }
  return FALSE;
}

static gboolean
add_items (AiohttpRequestOptions *options, const FetchBody *body, char **items, GError **error)
{
  Body collected = { .json = json_object_new () };
  guint n_fields = 0;
  gboolean ok = TRUE;

  if (body->form || has_file (items))
    collected.form = aiohttp_form_data_new ();
  for (; ok && *items != NULL; items++)
    ok = add_item (options, &collected, *items, &n_fields, error);
  if (ok && n_fields > 0 && body->data != NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           "-d and the fields of a body do not go together");
      ok = FALSE;
    }
  else if (ok && n_fields > 0 && collected.form != NULL)
    aiohttp_request_options_set_form (options, collected.form);
  else if (ok && n_fields > 0)
    {
      g_autoptr (JsonNode) root = json_node_init_object (json_node_alloc (), collected.json);

      aiohttp_request_options_set_json (options, root);
    }
  json_object_unref (collected.json);
  g_clear_object (&collected.form);
  return ok;
}

AiohttpRequestOptions *
fetch_make_options (const FetchBody *body, char **items, GError **error)
{
  g_autoptr (AiohttpRequestOptions) options = aiohttp_request_options_new ();

  for (guint i = 0; body->headers != NULL && body->headers[i] != NULL; i++)
    if (!add_header (options, body->headers[i], error))
      return NULL;
  if (!add_items (options, body, items, error) || (body->data != NULL && !set_data (options, body->data, error)))
    return NULL;
  return g_steal_pointer (&options);
}
