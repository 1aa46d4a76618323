/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-json-object-private.h"

#include <math.h>

/* json-glib's own deserializer passes over what does not fit, or warns of it; here a peer is told what is wrong. */

#define SHOWN_LENGTH 64

static gboolean read_value (JsonNode *node, GParamSpec *pspec, GValue *value, const char *path, GError **error);

static gboolean
fail (const char *path, const char *wanted, GError **error)
{
  g_set_error (error, JSON_PARSER_ERROR, JSON_PARSER_ERROR_INVALID_DATA, "“%s” must be %s", path, wanted);
  return FALSE;
}

/* A whole number, written as one or as 1.0. */
static gboolean
read_integer (JsonNode *node, gint64 *number)
{
  double real;

  if (!JSON_NODE_HOLDS_VALUE (node))
    return FALSE;
  if (json_node_get_value_type (node) == G_TYPE_INT64)
    {
      *number = json_node_get_int (node);
      return TRUE;
    }
  if (json_node_get_value_type (node) != G_TYPE_DOUBLE)
    return FALSE;
  real = json_node_get_double (node);
  *number = real >= -9007199254740992.0 && real <= 9007199254740992.0 ? (gint64) real : 0;
  return real == (double) *number;
}

static gboolean
fits (GType type, gint64 number)
{
  switch (type)
    {
    case G_TYPE_CHAR:
      return number >= G_MININT8 && number <= G_MAXINT8;
    case G_TYPE_UCHAR:
      return number >= 0 && number <= G_MAXUINT8;
    case G_TYPE_INT:
      return number >= G_MININT && number <= G_MAXINT;
    case G_TYPE_UINT:
      return number >= 0 && number <= G_MAXUINT;
    case G_TYPE_ULONG:
    case G_TYPE_UINT64:
      return number >= 0;
    case G_TYPE_LONG:
    case G_TYPE_INT64:
    default:
      return TRUE;
    }
}

static gboolean
read_number (JsonNode *node, GValue *value, const char *path, GError **error)
{
  GType type = G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value));
  GValue whole = G_VALUE_INIT;
  gint64 number;

  if (type == G_TYPE_DOUBLE || type == G_TYPE_FLOAT)
    {
      double real;

      if (!JSON_NODE_HOLDS_VALUE (node) ||
          (json_node_get_value_type (node) != G_TYPE_INT64 && json_node_get_value_type (node) != G_TYPE_DOUBLE))
        return fail (path, "a number", error);
      real = json_node_get_double (node);
      if (type == G_TYPE_FLOAT && fabs (real) > G_MAXFLOAT)
        return fail (path, "a smaller number", error);
      if (type == G_TYPE_FLOAT)
        g_value_set_float (value, (float) real);
      else
        g_value_set_double (value, real);
      return TRUE;
    }
  if (!read_integer (node, &number))
    return fail (path, "a whole number", error);
  if (!fits (type, number))
    return fail (path, "a number within the range", error);
  g_value_init (&whole, G_TYPE_INT64);
  g_value_set_int64 (&whole, number);
  g_value_transform (&whole, value);
  return TRUE;
}

/* By its nick, or its number. */
static gboolean
read_enum (JsonNode *node, GValue *value, const char *path, GError **error)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (G_VALUE_TYPE (value));
  GEnumClass *enum_class = G_ENUM_CLASS (klass);
  GEnumValue *found = NULL;
  gint64 number;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    found = g_enum_get_value_by_nick (enum_class, json_node_get_string (node));
  else if (read_integer (node, &number) && number >= G_MININT && number <= G_MAXINT)
    found = g_enum_get_value (enum_class, (int) number);
  if (found == NULL)
    {
      g_autoptr (GString) nicks = g_string_new ("one of");

      for (guint i = 0; i < enum_class->n_values; i++)
        g_string_append_printf (nicks, "%s %s", i > 0 ? "," : "", enum_class->values[i].value_nick);
      return fail (path, nicks->str, error);
    }
  g_value_set_enum (value, found->value);
  return TRUE;
}

static gboolean
read_strings (JsonNode *node, GValue *value, const char *path, GError **error)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return fail (path, "an array of strings", error);
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (element) || json_node_get_value_type (element) != G_TYPE_STRING)
        {
          g_autofree char *element_path = g_strdup_printf ("%s[%u]", path, i);

          return fail (element_path, "a string", error);
        }
      g_strv_builder_add (builder, json_node_get_string (element));
    }
  g_value_take_boxed (value, g_strv_builder_end (builder));
  return TRUE;
}

static gboolean
read_date (JsonNode *node, GValue *value, const char *path, GError **error)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  GDateTime *date = NULL;

  if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
    date = g_date_time_new_from_iso8601 (json_node_get_string (node), utc);
  if (date == NULL)
    return fail (path, "a date as of ISO 8601", error);
  g_value_take_boxed (value, date);
  return TRUE;
}

static GObject *make_object (JsonNode *node, GType type, const char *path, GError **error);

static gboolean
read_boxed_or_object (JsonNode *node, GValue *value, const char *path, GError **error)
{
  GType type = G_VALUE_TYPE (value);

  if (type == G_TYPE_STRV)
    return read_strings (node, value, path, error);
  if (type == G_TYPE_DATE_TIME)
    return read_date (node, value, path, error);
  if (type == JSON_TYPE_NODE)
    {
      g_value_set_boxed (value, node);
      return TRUE;
    }
  if (g_type_is_a (type, G_TYPE_OBJECT) && !G_TYPE_IS_ABSTRACT (type))
    {
      GObject *object = make_object (node, type, path, error);

      if (object != NULL)
        g_value_take_object (value, object);
      return object != NULL;
    }
  if (G_TYPE_IS_BOXED (type) && json_boxed_can_deserialize (type, json_node_get_node_type (node)))
    {
      g_value_take_boxed (value, json_boxed_deserialize (type, node));
      return g_value_get_boxed (value) != NULL || fail (path, "something else", error);
    }
  return fail (path, "left out: it cannot be set from JSON", error);
}

/* null is what the property is without it. */
static gboolean
read_null (GParamSpec *pspec, GValue *value, const char *path, GError **error)
{
  GType fundamental = G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value));

  if (fundamental != G_TYPE_STRING && fundamental != G_TYPE_OBJECT && fundamental != G_TYPE_BOXED)
    return fail (path, "something else than null", error);
  g_param_value_set_default (pspec, value);
  return TRUE;
}

static gboolean
read_value (JsonNode *node, GParamSpec *pspec, GValue *value, const char *path, GError **error)
{
  if (JSON_NODE_HOLDS_NULL (node))
    return read_null (pspec, value, path, error);
  switch (G_TYPE_FUNDAMENTAL (G_VALUE_TYPE (value)))
    {
    case G_TYPE_STRING:
      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
        return fail (path, "a string", error);
      g_value_set_string (value, json_node_get_string (node));
      return TRUE;
    case G_TYPE_BOOLEAN:
      if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_BOOLEAN)
        return fail (path, "true or false", error);
      g_value_set_boolean (value, json_node_get_boolean (node));
      return TRUE;
    case G_TYPE_CHAR:
    case G_TYPE_UCHAR:
    case G_TYPE_INT:
    case G_TYPE_UINT:
    case G_TYPE_LONG:
    case G_TYPE_ULONG:
    case G_TYPE_INT64:
    case G_TYPE_UINT64:
    case G_TYPE_FLOAT:
    case G_TYPE_DOUBLE:
      return read_number (node, value, path, error);
    case G_TYPE_ENUM:
      return read_enum (node, value, path, error);
    default:
      return read_boxed_or_object (node, value, path, error);
    }
}

/* A member may be written with "_" where the property has "-". */
static GParamSpec *
find_property (GObjectClass *klass, const char *member)
{
  g_autofree char *name = g_strdelimit (g_strdup (member), "_", '-');
  GParamSpec *pspec = g_object_class_find_property (klass, name);

  return pspec != NULL && (pspec->flags & G_PARAM_WRITABLE) != 0 ? pspec : NULL;
}

static char *
join_path (const char *path, const char *member)
{
  g_autofree char *shown = g_utf8_substring (member, 0, MIN (g_utf8_strlen (member, -1), SHOWN_LENGTH));

  return *path != '\0' ? g_strconcat (path, ".", shown, NULL) : g_steal_pointer (&shown);
}

/* FALSE: the member does not fit. */
static gboolean
read_member (JsonNode *node, GParamSpec *pspec, GValue *value, const char *path, GError **error)
{
  g_value_init (value, pspec->value_type);
  if (!read_value (node, pspec, value, path, error))
    return FALSE;
  /* what the property would bend is refused */
  if (g_param_value_validate (pspec, value))
    return fail (path, "a value that its property takes", error);
  return TRUE;
}

static GObject *
make_object (JsonNode *node, GType type, const char *path, GError **error)
{
  g_autoptr (GTypeClass) klass = g_type_class_ref (type);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GArray) values = g_array_new (FALSE, TRUE, sizeof (GValue));
  JsonObjectIter iter;
  const char *member;
  JsonNode *member_node;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    {
      fail (*path != '\0' ? path : "the body", "an object", error);
      return NULL;
    }
  g_array_set_clear_func (values, (GDestroyNotify) g_value_unset);
  json_object_iter_init_ordered (&iter, json_node_get_object (node));
  while (json_object_iter_next_ordered (&iter, &member, &member_node))
    {
      GParamSpec *pspec = find_property (G_OBJECT_CLASS (klass), member);
      g_autofree char *member_path = NULL;
      GValue value = G_VALUE_INIT;

      if (pspec == NULL || g_ptr_array_find (names, pspec->name, NULL))
        continue;
      member_path = join_path (path, member);
      if (!read_member (member_node, pspec, &value, member_path, error))
        {
          g_value_unset (&value);
          return NULL;
        }
      g_ptr_array_add (names, (gpointer) pspec->name);
      g_array_append_val (values, value);
    }
  return g_object_new_with_properties (type, names->len, (const char **) names->pdata,
                                       (const GValue *) (gpointer) values->data);
}

GObject *
aiohttp_json_to_object (JsonNode *node, GType type, GError **error)
{
  return make_object (node, type, "", error);
}
