/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-set-cookie-private.h"

#include "aiohttp-chars-private.h"

typedef struct
{
  char *domain;
  char *path;
  GDateTime *expires;
  gint64 max_age;
  gboolean has_max_age;
  gboolean secure;
  gboolean http_only;
  SoupSameSitePolicy same_site;
} Attributes;

static void
attributes_clear (Attributes *self)
{
  g_free (self->domain);
  g_free (self->path);
  g_clear_pointer (&self->expires, g_date_time_unref);
}

static char *
take_piece (const char **p, const char *end, char stop)
{
  const char *start = *p;
  gsize length;

  while (*p < end && **p != stop)
    (*p)++;
  length = aiohttp_chars_trim (&start, (gsize) (*p - start));
  if (*p < end)
    (*p)++;
  return g_strndup (start, length);
}

static void
read_max_age (Attributes *self, const char *value)
{
  const char *digits = *value == '-' ? value + 1 : value;

  if (*digits == '\0' || digits[strspn (digits, "0123456789")] != '\0')
    return;
  self->has_max_age = TRUE;
  self->max_age = g_ascii_strtoll (value, NULL, 10);
}

static void
read_same_site (Attributes *self, const char *value)
{
  if (g_ascii_strcasecmp (value, "lax") == 0)
    self->same_site = SOUP_SAME_SITE_POLICY_LAX;
  else if (g_ascii_strcasecmp (value, "strict") == 0)
    self->same_site = SOUP_SAME_SITE_POLICY_STRICT;
}

static void
read_attribute (Attributes *self, const char *name, const char *value)
{
  if (g_ascii_strcasecmp (name, "expires") == 0)
    {
      g_clear_pointer (&self->expires, g_date_time_unref);
      self->expires = soup_date_time_new_from_http_string (value);
    }
  else if (g_ascii_strcasecmp (name, "max-age") == 0)
    read_max_age (self, value);
  else if (g_ascii_strcasecmp (name, "domain") == 0)
    {
      g_free (self->domain);
      self->domain = g_ascii_strdown (*value == '.' ? value + 1 : value, -1);
    }
  else if (g_ascii_strcasecmp (name, "path") == 0)
    {
      g_free (self->path);
      self->path = *value == '/' ? g_strdup (value) : NULL;
    }
  else if (g_ascii_strcasecmp (name, "secure") == 0)
    self->secure = TRUE;
  else if (g_ascii_strcasecmp (name, "httponly") == 0)
    self->http_only = TRUE;
  else if (g_ascii_strcasecmp (name, "samesite") == 0)
    read_same_site (self, value);
}

static void
read_attributes (Attributes *self, const char *p, const char *end)
{
  *self = (Attributes){ .same_site = SOUP_SAME_SITE_POLICY_NONE };
  while (p < end)
    {
      g_autofree char *pair = take_piece (&p, end, ';');
      const char *q = pair;
      const char *pair_end = pair + strlen (pair);
      g_autofree char *name = take_piece (&q, pair_end, '=');
      const char *value = q;
      gsize length = aiohttp_chars_trim (&value, (gsize) (pair_end - q));
      g_autofree char *trimmed = g_strndup (value, length);

      read_attribute (self, name, trimmed);
    }
}

/* `"a\"b\054c"` as Python writes it (RFC 2109 and its octal numbers). */
static char *
unquote (const char *value)
{
  gsize length = strlen (value);
  GString *plain;

  if (length < 2 || value[0] != '"' || value[length - 1] != '"')
    return g_strdup (value);
  plain = g_string_new (NULL);
  for (const char *p = value + 1; p < value + length - 1; p++)
    {
      if (*p == '\\' && p[1] >= '0' && p[1] <= '3' && p[2] >= '0' && p[2] <= '7' && p[3] >= '0' && p[3] <= '7')
        {
          g_string_append_c (plain, (char) ((p[1] - '0') * 64 + (p[2] - '0') * 8 + (p[3] - '0')));
          p += 3;
        }
      else if (*p == '\\' && p + 1 < value + length - 1)
        g_string_append_c (plain, *++p);
      else
        g_string_append_c (plain, *p);
    }
  return g_string_free (plain, FALSE);
}

static gboolean
domain_covers (const char *domain, const char *host)
{
  gsize n = strlen (domain);
  gsize m = strlen (host);

  return m > n && host[m - n - 1] == '.' && strcmp (host + m - n, domain) == 0;
}

/* The domain as SoupCookie has it: with a dot in front where it is not for the host alone. NULL: not for this host to set. */
static char *
choose_domain (const Attributes *attributes, const char *host)
{
  const char *domain = attributes->domain;

  if (domain == NULL || *domain == '\0' || g_str_has_suffix (domain, "."))
    return g_strdup (host);
  if (g_hostname_is_ip_address (host))
    return strcmp (domain, host) == 0 ? g_strdup (host) : NULL;
  if (strcmp (domain, host) != 0 && !domain_covers (domain, host))
    return NULL;
  if (soup_tld_domain_is_public_suffix (domain))
    return strcmp (domain, host) == 0 ? g_strdup (host) : NULL;
  return g_strconcat (".", domain, NULL);
}

/* What a name promises to whoever reads it (RFC 6265bis, 4.1.3), and what is for https alone is not for others to set. */
static gboolean
keeps_promise (const Attributes *attributes, const char *name, GUri *origin)
{
  gboolean of_host = g_ascii_strncasecmp (name, "__Host-", strlen ("__Host-")) == 0;
  gboolean is_secure = strcmp (g_uri_get_scheme (origin), "https") == 0;

  if (attributes->secure && !is_secure)
    return FALSE;
  if (of_host || g_ascii_strncasecmp (name, "__Secure-", strlen ("__Secure-")) == 0)
    {
      if (!attributes->secure)
        return FALSE;
    }
  return !of_host || (attributes->domain == NULL && g_strcmp0 (attributes->path, "/") == 0);
}

static char *
choose_path (const Attributes *attributes, GUri *origin)
{
  const char *path = g_uri_get_path (origin);
  const char *slash = strrchr (path, '/');

  if (attributes->path != NULL)
    return g_strdup (attributes->path);
  return slash != NULL && slash > path ? g_strndup (path, (gsize) (slash - path)) : g_strdup ("/");
}

static void
set_lifetime (SoupCookie *cookie, const Attributes *attributes)
{
  g_autoptr (GDateTime) now = NULL;
  g_autoptr (GDateTime) then = NULL;

  if (!attributes->has_max_age)
    {
      if (attributes->expires != NULL)
        soup_cookie_set_expires (cookie, attributes->expires);
      return;
    }
  now = g_date_time_new_now_utc ();
  then = attributes->max_age > 0
             ? g_date_time_add_seconds (now, (double) MIN (attributes->max_age, (gint64) 400 * 24 * 3600))
             : g_date_time_new_from_unix_utc (0);
  soup_cookie_set_expires (cookie, then);
}

SoupCookie *
aiohttp_set_cookie_parse (const char *field_value, GUri *origin)
{
  gsize length = strlen (field_value);
  const char *end = field_value + length;
  const char *p = field_value;
  g_autofree char *pair = NULL;
  g_autofree char *name = NULL;
  g_autofree char *value = NULL;
  g_autofree char *host = g_ascii_strdown (g_uri_get_host (origin), -1);
  g_autofree char *domain = NULL;
  g_autofree char *path = NULL;
  const char *q;
  Attributes attributes;
  SoupCookie *cookie = NULL;

  if (length > AIOHTTP_MAX_COOKIE_SIZE || aiohttp_chars_span (p, end, AIOHTTP_CHAR_VALUE) != end)
    return NULL;
  pair = take_piece (&p, end, ';');
  q = strchr (pair, '=');
  if (q == NULL)
    return NULL;
  name = g_strchomp (g_strndup (pair, (gsize) (q - pair)));
  if (!aiohttp_chars_is_token (name, strlen (name)))
    return NULL;
  value = unquote (g_strchug ((char *) q + 1));

  read_attributes (&attributes, p, end);
  if (keeps_promise (&attributes, name, origin))
    domain = choose_domain (&attributes, host);
  path = choose_path (&attributes, origin);
  if (domain != NULL)
    {
      cookie = soup_cookie_new (name, value, domain, path, -1);
      soup_cookie_set_secure (cookie, attributes.secure);
      soup_cookie_set_http_only (cookie, attributes.http_only);
      soup_cookie_set_same_site_policy (cookie, attributes.same_site);
      set_lifetime (cookie, &attributes);
    }
  attributes_clear (&attributes);
  return cookie;
}

/* What http.cookies of Python leaves unquoted. */
static gboolean
is_plain (const char *value)
{
  for (const char *p = value; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("!#$%&'*+-.^_`|~:/<=>?@[]{}()", *p) == NULL && (guint8) *p < 0x80)
      return FALSE;
  return TRUE;
}

gboolean
aiohttp_cookie_append (GString *field_value, const char *name, const char *value, gboolean quotes)
{
  if (!aiohttp_chars_is_token (name, strlen (name)))
    return FALSE;
  if (field_value->len > 0)
    g_string_append (field_value, "; ");
  g_string_append_printf (field_value, "%s=", name);
  if (!quotes || is_plain (value))
    {
      g_string_append (field_value, value);
      return aiohttp_chars_is_field_value (value, strlen (value)) && strchr (value, ';') == NULL;
    }
  g_string_append_c (field_value, '"');
  for (const char *p = value; *p != '\0'; p++)
    {
      if (*p == '"' || *p == '\\')
        g_string_append_printf (field_value, "\\%c", *p);
      else if ((guint8) *p < 0x20 || *p == 0x7f || *p == ',' || *p == ';')
        g_string_append_printf (field_value, "\\%03o", (guint) (guint8) *p);
      else
        g_string_append_c (field_value, *p);
    }
  g_string_append_c (field_value, '"');
  return TRUE;
}
