/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-headers-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-field-table-private.h"

#include <string.h>

typedef struct
{
  const char *name;
  guint8 length;
} FieldName;

#define FIELD_NAME(ID, name) [AIOHTTP_FIELD_##ID] = { name, sizeof (name) - 1 },
static const FieldName field_names[AIOHTTP_N_FIELDS] = { AIOHTTP_FIELD_NAMES (FIELD_NAME) };
#undef FIELD_NAME

/* Setting bit 0x20 folds the case of letters and leaves "-" and digits alone; the only octets that it maps onto these
 * wrongly are controls, which no name that was found to be a token holds. */
static inline gboolean
equal_fold_token (const char *a, const char *b, gsize length)
{
  const guint64 fold = G_GUINT64_CONSTANT (0x2020202020202020);
  guint64 x, y;

  if (length < sizeof x)
    {
      for (gsize i = 0; i < length; i++)
        if ((a[i] | 0x20) != (b[i] | 0x20))
          return FALSE;
      return TRUE;
    }
  for (gsize i = 0;; i += sizeof x)
    {
      gsize at = MIN (i, length - sizeof x);

      memcpy (&x, a + at, sizeof x);
      memcpy (&y, b + at, sizeof y);
      if ((x | fold) != (y | fold))
        return FALSE;
      if (at + sizeof x == length)
        return TRUE;
    }
}

AiohttpFieldId
aiohttp_field_id_lookup (const char *name, gsize length)
{
  const guint8 *n = (const guint8 *) name;
  guint hash;
  AiohttpFieldId id;

  if (length == 0)
    return AIOHTTP_FIELD_OTHER;

  hash = (guint) length * FIELD_HASH_LENGTH + (n[0] | 0x20u) * FIELD_HASH_FIRST +
         (n[length / 2] | 0x20u) * FIELD_HASH_MIDDLE + (n[length > 3 ? length - 3 : 0] | 0x20u) * FIELD_HASH_LATE;
  id = field_table[hash % FIELD_HASH_SIZE];
  if (field_names[id].length != length || !equal_fold_token (name, field_names[id].name, length))
    return AIOHTTP_FIELD_OTHER;
  return id;
}

const char *
aiohttp_field_id_get_name (AiohttpFieldId id)
{
  return id < AIOHTTP_N_FIELDS ? field_names[id].name : NULL;
}

const AiohttpField *
aiohttp_fields_next (const AiohttpFields *fields, AiohttpFieldId id, guint *position)
{
  while (*position < fields->n_fields)
    {
      const AiohttpField *field = &fields->fields[(*position)++];

      if (field->known == id)
        return field;
    }
  return NULL;
}

const AiohttpField *
aiohttp_fields_next_named (const AiohttpFields *fields, const char *name, guint *position)
{
  gsize length = strlen (name);
  AiohttpFieldId id;

  if (!aiohttp_chars_is_token (name, length))
    return NULL;
  id = aiohttp_field_id_lookup (name, length);
  if (id != AIOHTTP_FIELD_OTHER)
    return aiohttp_fields_next (fields, id, position);

  while (*position < fields->n_fields)
    {
      const AiohttpField *field = &fields->fields[(*position)++];

      if (field->known == AIOHTTP_FIELD_OTHER && field->name.length == length &&
          aiohttp_chars_equal_fold (fields->base + field->name.offset, name, length))
        return field;
    }
  return NULL;
}

gboolean
aiohttp_fields_peek (const AiohttpFields *fields, AiohttpFieldId id, const char **value, gsize *length)
{
  guint position = 0;
  const AiohttpField *field = aiohttp_fields_next (fields, id, &position);

  if (field == NULL)
    return FALSE;
  *value = fields->base + field->value.offset;
  *length = field->value.length;
  return TRUE;
}

/* A line fold and the white space around it is one space (RFC 9112, 5.2). */
static void
append_unfolded (GString *out, const char *value, gsize length)
{
  const char *end = value + length;

  while (value < end)
    {
      if (*value != '\r' && *value != '\n')
        {
          g_string_append_c (out, *value++);
          continue;
        }
      while (value < end && strchr ("\r\n \t", *value) != NULL)
        value++;
      while (out->len > 0 && strchr (" \t", out->str[out->len - 1]) != NULL)
        g_string_truncate (out, out->len - 1);
      g_string_append_c (out, ' ');
    }
}

static void
append_text (GString *out, const char *value, gsize length)
{
  if (g_utf8_validate_len (value, length, NULL))
    {
      g_string_append_len (out, value, (gssize) length);
      return;
    }
  for (gsize i = 0; i < length; i++)
    g_string_append_unichar (out, (guint8) value[i] != 0 ? (guint8) value[i] : 0xfffd);
}

static void
append_field (GString *out, const AiohttpFields *fields, const AiohttpField *field)
{
  const char *value = fields->base + field->value.offset;

  if (field->folded)
    {
      g_autoptr (GString) unfolded = g_string_sized_new (field->value.length);
      gsize length;

      append_unfolded (unfolded, value, field->value.length);
      value = unfolded->str;
      length = aiohttp_chars_trim (&value, unfolded->len);
      append_text (out, value, length);
    }
  else
    {
      append_text (out, value, field->value.length);
    }
}

char *
aiohttp_field_value_to_utf8 (const char *value, gsize length)
{
  GString *out;

  if (g_utf8_validate_len (value, length, NULL))
    return g_strndup (value, length);
  out = g_string_sized_new (length + 8);
  append_text (out, value, length);
  return g_string_free (out, FALSE);
}

char *
aiohttp_fields_dup (const AiohttpFields *fields, const char *name)
{
  guint position = 0;
  const AiohttpField *field = aiohttp_fields_next_named (fields, name, &position);
  GString *out;

  if (field == NULL)
    return NULL;
  out = g_string_sized_new (field->value.length + 8);
  for (;;)
    {
      append_field (out, fields, field);
      field = aiohttp_fields_next_named (fields, name, &position);
      if (field == NULL)
        return g_string_free (out, FALSE);
      g_string_append (out, ", ");
    }
}

char *
aiohttp_fields_dup_id (const AiohttpFields *fields, AiohttpFieldId id)
{
  const char *name = aiohttp_field_id_get_name (id);

  return name != NULL ? aiohttp_fields_dup (fields, name) : NULL;
}

static const char *
find_element_end (const char *p, const char *end)
{
  gboolean quoted = FALSE;

  for (; p < end; p++)
    {
      if (quoted && *p == '\\' && p + 1 < end)
        p++;
      else if (*p == '"')
        quoted = !quoted;
      else if (*p == ',' && !quoted)
        break;
    }
  return p;
}

gboolean
aiohttp_field_value_next_element (const char **value, gsize *length, const char **element, gsize *element_length)
{
  const char *end = *value + *length;

  while (*value < end)
    {
      const char *start = *value;
      const char *stop = find_element_end (start, end);

      *value = stop < end ? stop + 1 : end;
      *length = (gsize) (end - *value);
      *element = start;
      *element_length = aiohttp_chars_trim (element, (gsize) (stop - start));
      if (*element_length > 0)
        return TRUE;
    }
  return FALSE;
}

gboolean
aiohttp_field_value_has_token (const char *value, gsize length, const char *token)
{
  gsize token_length = strlen (token);
  const char *element;
  gsize element_length;

  if (length == token_length)
    return aiohttp_chars_equal_fold (value, token, length);
  while (aiohttp_field_value_next_element (&value, &length, &element, &element_length))
    if (element_length == token_length && aiohttp_chars_equal_fold (element, token, token_length))
      return TRUE;
  return FALSE;
}

gboolean
aiohttp_fields_has_token (const AiohttpFields *fields, AiohttpFieldId id, const char *token)
{
  guint position = 0;
  const AiohttpField *field;

  while ((field = aiohttp_fields_next (fields, id, &position)) != NULL)
    if (aiohttp_field_value_has_token (fields->base + field->value.offset, field->value.length, token))
      return TRUE;
  return FALSE;
}

SoupMessageHeaders *
aiohttp_fields_to_soup (const AiohttpFields *fields, SoupMessageHeadersType type)
{
  SoupMessageHeaders *headers = soup_message_headers_new (type);
  g_autoptr (GString) name = g_string_sized_new (64);
  g_autoptr (GString) value = g_string_sized_new (256);

  for (guint i = 0; i < fields->n_fields; i++)
    {
      const AiohttpField *field = &fields->fields[i];

      g_string_truncate (name, 0);
      g_string_append_len (name, fields->base + field->name.offset, field->name.length);
      g_string_truncate (value, 0);
      append_field (value, fields, field);
      soup_message_headers_append (headers, name->str, value->str);
    }
  return headers;
}
