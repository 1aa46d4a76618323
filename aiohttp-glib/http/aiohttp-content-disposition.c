/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-content-disposition-private.h"

#include <string.h>

#include "aiohttp-chars-private.h"
#include "aiohttp-headers-private.h"
#include "aiohttp-params-private.h"

/* A value that is split in more pieces than this is no file name. */
#define MAX_CONTINUATIONS 64

/* name*0, name*1*, …: the pieces in their order, up to the first that is missing (RFC 2231, 3 and 4.1). */
static char *
join_continuations (GHashTable *parameters, const char *name, gboolean *extended)
{
  GString *joined = NULL;

  *extended = FALSE;
  for (guint i = 0; i < MAX_CONTINUATIONS; i++)
    {
      g_autofree char *plain = g_strdup_printf ("%s*%u", name, i);
      g_autofree char *encoded = g_strconcat (plain, "*", NULL);
      const char *piece = g_hash_table_lookup (parameters, encoded);

      if (piece != NULL)
        *extended = TRUE;
      else
        piece = g_hash_table_lookup (parameters, plain);
      if (piece == NULL)
        break;
      if (joined == NULL)
        joined = g_string_new (NULL);
      g_string_append (joined, piece);
    }
  return joined != NULL ? g_string_free (joined, FALSE) : NULL;
}

static void
resolve_continuations (GHashTable *parameters)
{
  g_autoptr (GList) names = g_hash_table_get_keys (parameters);

  for (GList *l = names; l != NULL; l = l->next)
    {
      const char *star = strstr (l->data, "*0");
      g_autofree char *name = NULL;
      g_autofree char *joined = NULL;
      g_autofree char *target = NULL;
      char *value;
      gboolean extended;

      if (star == NULL || (strcmp (star, "*0") != 0 && strcmp (star, "*0*") != 0))
        continue;
      name = g_strndup (l->data, (gsize) (star - (char *) l->data));
      target = g_strconcat (name, "*", NULL);
      if (g_hash_table_contains (parameters, target))
        continue;
      joined = join_continuations (parameters, name, &extended);
      value = extended ? aiohttp_param_decode_extended (joined) : g_steal_pointer (&joined);
      if (value != NULL)
        g_hash_table_insert (parameters, g_steal_pointer (&target), value);
    }
}

/* Whether a name ends in the "*" that says that its value is an extended one of its own: `x*`, not `x*0*`. */
static gboolean
is_extended_name (const char *name)
{
  const char *star = strchr (name, '*');

  return star != NULL && star[1] == '\0';
}

/* FALSE where it is there already. */
static gboolean
add_parameter (GHashTable *parameters, const AiohttpParam *param)
{
  g_autofree char *name = g_ascii_strdown (param->name, (gssize) param->name_length);
  g_autofree char *raw = aiohttp_param_dup_value (param);
  char *value;

  if (g_hash_table_contains (parameters, name))
    return FALSE;
  if (is_extended_name (name))
    value = aiohttp_param_decode_extended (raw);
  else
    value = aiohttp_field_value_to_utf8 (raw, strlen (raw));
  /* An extended value that cannot be read leaves the plain one to be used. */
  if (value != NULL)
    g_hash_table_insert (parameters, g_steal_pointer (&name), value);
  return TRUE;
}

/* Some send a file name without quotes, with spaces in it: all up to the next semicolon is its value then. */
static const char *
read_unquoted (const char *p, const char *end, AiohttpParam *param)
{
  const char *stop = memchr (p, ';', (gsize) (end - p));
  const char *equals = memchr (p, '=', (gsize) (end - p));

  if (stop == NULL)
    stop = end;
  if (equals == NULL || equals >= stop || !aiohttp_chars_is_token (p, (gsize) (equals - p)))
    return NULL;
  param->name = p;
  param->name_length = (gsize) (equals - p);
  param->value = equals + 1;
  param->value_length = aiohttp_chars_trim (&param->value, (gsize) (stop - param->value));
  if (param->value_length == 0 || memchr (param->value, '"', param->value_length) != NULL)
    return NULL;
  return stop;
}

static gboolean
ends_parameter (const char *behind)
{
  behind += strspn (behind, " \t");
  return *behind == ';' || *behind == '\0';
}

static gboolean
read_parameters (AiohttpQuotes *quotes, const char *p, GHashTable *parameters)
{
  while (p < quotes->end)
    {
      AiohttpParam param;
      const char *behind;

      p += strspn (p, " \t");
      if (p < quotes->end && *p != ';')
        return FALSE;
      p += strspn (p, "; \t");
      if (p == quotes->end)
        return TRUE;
      behind = aiohttp_param_read (quotes, p, &param);
      if (behind == NULL || !ends_parameter (behind))
        behind = read_unquoted (p, quotes->end, &param);
      if (behind == NULL || !add_parameter (parameters, &param))
        return FALSE;
      p = behind;
    }
  return TRUE;
}

gboolean
aiohttp_content_disposition_parse (const char *field_value, AiohttpContentDisposition *disposition)
{
  gsize length = strlen (field_value);
  g_auto (AiohttpQuotes) quotes = AIOHTTP_QUOTES_INIT (field_value, length);
  const char *start = field_value + strspn (field_value, " \t");
  const char *stop = aiohttp_chars_span (start, quotes.end, AIOHTTP_CHAR_TOKEN);
  g_autoptr (GHashTable) parameters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  *disposition = (AiohttpContentDisposition){ NULL, NULL };
  if (stop == start || !read_parameters (&quotes, stop, parameters))
    return FALSE;
  resolve_continuations (parameters);
  disposition->type = g_ascii_strdown (start, (gssize) (stop - start));
  disposition->parameters = g_steal_pointer (&parameters);
  return TRUE;
}

void
aiohttp_content_disposition_clear (AiohttpContentDisposition *self)
{
  g_clear_pointer (&self->type, g_free);
  g_clear_pointer (&self->parameters, g_hash_table_unref);
}

const char *
aiohttp_content_disposition_get (const AiohttpContentDisposition *self, const char *name)
{
  g_autofree char *extended = g_strconcat (name, "*", NULL);
  const char *value = NULL;

  if (self->parameters == NULL)
    return NULL;
  value = g_hash_table_lookup (self->parameters, extended);
  return value != NULL ? value : g_hash_table_lookup (self->parameters, name);
}

const char *
aiohttp_content_disposition_get_filename (const AiohttpContentDisposition *self)
{
  const char *filename = aiohttp_content_disposition_get (self, "filename");

  return filename != NULL ? filename + strspn (filename, "/\\") : NULL;
}
