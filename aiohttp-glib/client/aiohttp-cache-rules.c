/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-cache-rules-private.h"

#include <string.h>

#include "aiohttp-headers-private.h"

/* RFC 9111, 1.2.2: what overflows is this, at least. */
#define MAX_SECONDS ((gint64) G_MAXINT32)

/* A tenth of the time since the last change, as RFC 9111, 4.2.2 suggests; a day at most. */
#define HEURISTIC_DIVISOR 10
#define HEURISTIC_MAX     86400

/* -1 for what is no number. */
static gint64
parse_seconds (const char *value, gsize length)
{
  gint64 seconds = 0;

  if (length >= 2 && value[0] == '"' && value[length - 1] == '"')
    {
      value++;
      length -= 2;
    }
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (value[i]))
        return -1;
      seconds = MIN (seconds * 10 + g_ascii_digit_value (value[i]), MAX_SECONDS);
    }
  return length > 0 ? seconds : -1;
}

static gboolean
is_word (const char *text, gsize length, const char *word)
{
  return length == strlen (word) && g_ascii_strncasecmp (text, word, length) == 0;
}

static void
set_once (gint64 *place, gint64 value)
{
  if (*place < 0)
    *place = value;
}

static void
read_directive (AiohttpCacheControl *self, const char *text, gsize length)
{
  const char *equals = memchr (text, '=', length);
  gsize name_length = equals != NULL ? (gsize) (equals - text) : length;
  const char *value = equals != NULL ? equals + 1 : NULL;
  gsize value_length = equals != NULL ? length - name_length - 1 : 0;

  if (is_word (text, name_length, "no-store"))
    self->no_store = TRUE;
  else if (is_word (text, name_length, "no-cache")) /* of some fields only: taken for all */
    self->no_cache = TRUE;
  else if (is_word (text, name_length, "must-revalidate"))
    self->must_revalidate = TRUE;
  else if (is_word (text, name_length, "public"))
    self->is_public = TRUE;
  else if (is_word (text, name_length, "private"))
    self->is_private = TRUE;
  else if (is_word (text, name_length, "only-if-cached"))
    self->only_if_cached = TRUE;
  else if (is_word (text, name_length, "max-age")) /* what is malformed is stale */
    set_once (&self->max_age, MAX (0, parse_seconds (value, value_length)));
  else if (is_word (text, name_length, "max-stale"))
    set_once (&self->max_stale, value == NULL ? G_MAXINT64 : MAX (0, parse_seconds (value, value_length)));
  else if (is_word (text, name_length, "min-fresh"))
    set_once (&self->min_fresh, parse_seconds (value, value_length));
  else if (is_word (text, name_length, "stale-if-error"))
    set_once (&self->stale_if_error, parse_seconds (value, value_length));
}

void
aiohttp_cache_control_parse (AiohttpCacheControl *self, SoupMessageHeaders *headers)
{
  const char *value = soup_message_headers_get_list (headers, "Cache-Control");
  gsize length = value != NULL ? strlen (value) : 0;
  const char *element;
  gsize element_length;

  *self = (AiohttpCacheControl){ .max_age = -1, .max_stale = -1, .min_fresh = -1, .stale_if_error = -1 };
  while (length > 0 && aiohttp_field_value_next_element (&value, &length, &element, &element_length))
    read_directive (self, element, element_length);
}

/* -1 where there is none or it cannot be read. */
static gint64
get_date (SoupMessageHeaders *headers, const char *name)
{
  const char *value = soup_message_headers_get_one (headers, name);
  g_autoptr (GDateTime) date = value != NULL ? soup_date_time_new_from_http_string (value) : NULL;

  return date != NULL ? g_date_time_to_unix (date) : -1;
}

static gboolean
has_field (SoupMessageHeaders *headers, const char *name)
{
  return soup_message_headers_get_one (headers, name) != NULL;
}

gboolean
aiohttp_cache_may_serve (const char *method, SoupMessageHeaders *request)
{
  static const char *const own[] = { "Range",    "If-None-Match",       "If-Modified-Since",
                                     "If-Match", "If-Unmodified-Since", "If-Range" };
  AiohttpCacheControl control;

  if (strcmp (method, "GET") != 0)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (own); i++)
    if (has_field (request, own[i]))
      return FALSE;
  aiohttp_cache_control_parse (&control, request);
  return !control.no_store;
}

/* RFC 9110, 15.1, less 206, which this cache does not put together. */
static gboolean
is_heuristic (guint status)
{
  static const guint statuses[] = { 200, 203, 204, 300, 301, 308, 404, 405, 410, 414, 501 };

  for (gsize i = 0; i < G_N_ELEMENTS (statuses); i++)
    if (statuses[i] == status)
      return TRUE;
  return FALSE;
}

gboolean
aiohttp_cache_may_store (SoupMessageHeaders *request, guint status, SoupMessageHeaders *response)
{
  const char *vary = soup_message_headers_get_list (response, "Vary");
  AiohttpCacheControl asked;
  AiohttpCacheControl given;

  if (status < 200 || status == 206 || status == 304)
    return FALSE;
  aiohttp_cache_control_parse (&asked, request);
  aiohttp_cache_control_parse (&given, response);
  if (asked.no_store || given.no_store)
    return FALSE;
  if (vary != NULL && aiohttp_field_value_has_token (vary, strlen (vary), "*"))
    return FALSE;
  return given.is_public || given.is_private || given.max_age >= 0 || has_field (response, "Expires") ||
         is_heuristic (status);
}

gboolean
aiohttp_cache_invalidates (const char *method, guint status)
{
  return strcmp (method, "GET") != 0 && strcmp (method, "HEAD") != 0 && strcmp (method, "OPTIONS") != 0 &&
         strcmp (method, "TRACE") != 0 && status >= 200 && status < 400;
}

gint64
aiohttp_cache_get_lifetime (guint status, SoupMessageHeaders *response)
{
  gint64 date = get_date (response, "Date");
  gint64 changed;
  AiohttpCacheControl control;

  aiohttp_cache_control_parse (&control, response);
  if (control.max_age >= 0)
    return control.max_age;
  if (has_field (response, "Expires"))
    {
      gint64 expires = get_date (response, "Expires");

      return expires >= 0 && date >= 0 ? MAX (0, expires - date) : 0;
    }
  changed = get_date (response, "Last-Modified");
  if (changed < 0 || date < 0 || !(is_heuristic (status) || control.is_public))
    return 0;
  return CLAMP ((date - changed) / HEURISTIC_DIVISOR, 0, HEURISTIC_MAX);
}

gint64
aiohttp_cache_get_age (SoupMessageHeaders *response, const AiohttpCacheTimes *times, gint64 now)
{
  const char *value = soup_message_headers_get_one (response, "Age");
  gint64 date = get_date (response, "Date");
  gint64 apparent = date >= 0 ? MAX (0, times->received - date) : 0;
  gint64 told = value != NULL ? MAX (0, parse_seconds (value, strlen (value))) : 0;
  gint64 corrected = told + MAX (0, times->received - times->requested);

  return MAX (apparent, corrected) + MAX (0, now - times->received);
}

AiohttpCacheVerdict
aiohttp_cache_decide (SoupMessageHeaders *request, guint status, SoupMessageHeaders *response,
                      const AiohttpCacheTimes *times, gint64 now)
{
  gint64 lifetime = aiohttp_cache_get_lifetime (status, response);
  gint64 age = aiohttp_cache_get_age (response, times, now);
  AiohttpCacheControl asked;
  AiohttpCacheControl given;

  aiohttp_cache_control_parse (&asked, request);
  aiohttp_cache_control_parse (&given, response);
  if (!has_field (request, "Cache-Control"))
    {
      const char *pragma = soup_message_headers_get_list (request, "Pragma");

      asked.no_cache = pragma != NULL && aiohttp_field_value_has_token (pragma, strlen (pragma), "no-cache");
    }
  if (asked.no_cache || given.no_cache || (asked.max_age >= 0 && age > asked.max_age))
    return AIOHTTP_CACHE_REVALIDATE;
  if (age + MAX (0, asked.min_fresh) < lifetime)
    return AIOHTTP_CACHE_USE;
  if (age >= lifetime && !given.must_revalidate && asked.max_stale >= 0 && age - lifetime <= asked.max_stale &&
      asked.min_fresh < 0)
    return AIOHTTP_CACHE_USE;
  return AIOHTTP_CACHE_REVALIDATE;
}

gboolean
aiohttp_cache_may_stand_in (guint status, SoupMessageHeaders *response, const AiohttpCacheTimes *times, gint64 now)
{
  AiohttpCacheControl control;

  aiohttp_cache_control_parse (&control, response);
  return control.stale_if_error >= 0 && !control.must_revalidate && !control.no_cache &&
         aiohttp_cache_get_age (response, times, now) - aiohttp_cache_get_lifetime (status, response) <=
             control.stale_if_error;
}

/* A value without the white space that says nothing. */
static void
append_normalized (GString *text, const char *value)
{
  gsize start = text->len;
  gboolean space = FALSE;

  for (const char *p = value; p != NULL && *p != '\0'; p++)
    {
      if (*p == ' ' || *p == '\t')
        {
          space = TRUE;
          continue;
        }
      if (space && *p != ',' && text->len > start && text->str[text->len - 1] != ',')
        g_string_append_c (text, ' ');
      g_string_append_c (text, *p);
      space = FALSE;
    }
}

char *
aiohttp_cache_get_variant (SoupMessageHeaders *request, SoupMessageHeaders *response)
{
  const char *vary = soup_message_headers_get_list (response, "Vary");
  gsize length = vary != NULL ? strlen (vary) : 0;
  GString *variant = g_string_new (NULL);
  const char *name;
  gsize name_length;

  while (length > 0 && aiohttp_field_value_next_element (&vary, &length, &name, &name_length))
    {
      g_autofree char *field = g_ascii_strdown (name, (gssize) name_length);

      if (strcmp (field, "*") == 0)
        {
          g_string_free (variant, TRUE);
          return NULL;
        }
      g_string_append_printf (variant, "%s%c", field, has_field (request, field) ? ':' : '!');
      append_normalized (variant, soup_message_headers_get_list (request, field));
      g_string_append_c (variant, '\n');
    }
  return g_string_free (variant, FALSE);
}

gboolean
aiohttp_cache_matches_variant (SoupMessageHeaders *request, SoupMessageHeaders *response, const char *variant)
{
  g_autofree char *wanted = aiohttp_cache_get_variant (request, response);

  return g_strcmp0 (wanted, variant) == 0;
}

/* What belongs to a body, not to its metadata. */
static gboolean
is_of_the_body (const char *name)
{
  static const char *const names[] = { "Content-Length",    "Content-Encoding", "Content-Type",
                                       "Transfer-Encoding", "Content-Range",    "Connection" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (name, names[i]) == 0)
      return TRUE;
  return FALSE;
}

void
aiohttp_cache_freshen (SoupMessageHeaders *stored, SoupMessageHeaders *not_modified)
{
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  soup_message_headers_iter_init (&iter, not_modified);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    if (!is_of_the_body (name))
      soup_message_headers_remove (stored, name);
  /* an Age of before is not one of now */
  soup_message_headers_remove (stored, "Age");
  soup_message_headers_iter_init (&iter, not_modified);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    if (!is_of_the_body (name))
      soup_message_headers_append (stored, name, value);
}
