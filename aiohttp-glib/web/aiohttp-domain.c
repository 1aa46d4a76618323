/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-domain-private.h"

#include <string.h>

#include "aiohttp-error.h"

static gboolean
is_label (const char *label, gsize length)
{
  if (length == 0 || length > 63 || label[0] == '-' || label[length - 1] == '-')
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (label[i]) && label[i] != '-' && label[i] != '*' && label[i] != '_')
      return FALSE;
  return TRUE;
}

static gboolean
is_domain (const char *pattern)
{
  const char *port = strchr (pattern, ':');
  const char *end = port != NULL ? port : pattern + strlen (pattern);

  if (port != NULL && (port[1] == '\0' || strspn (port + 1, "0123456789") != strlen (port + 1)))
    return FALSE;
  for (const char *label = pattern; label <= end;)
    {
      const char *dot = memchr (label, '.', (gsize) (end - label));
      const char *stop = dot != NULL ? dot : end;

      if (!is_label (label, (gsize) (stop - label)))
        return FALSE;
      label = stop + 1;
    }
  return TRUE;
}

char *
aiohttp_domain_normalize (const char *pattern, GError **error)
{
  if (is_domain (pattern))
    {
      g_autofree char *lower = g_ascii_strdown (pattern, -1);

      if (g_str_has_suffix (lower, ":80"))
        lower[strlen (lower) - 3] = '\0';
      return g_steal_pointer (&lower);
    }
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN,
               "“%s” is not a domain: write “example.org”, “example.org:8080” or “*.example.org”, a name of another "
               "alphabet in its ASCII form",
               pattern);
  return NULL;
}

/* A "*" takes as much of its label as it needs to: of two, the last one is moved on first. */
gboolean
aiohttp_domain_matches (const char *domain, const char *host)
{
  const char *star = NULL, *resume = NULL;

  while (*host != '\0')
    {
      if (*domain == '*')
        {
          star = ++domain;
          resume = host;
        }
      else if (*domain == g_ascii_tolower (*host))
        {
          domain++;
          host++;
        }
      else if (star != NULL && *resume != '.' && *resume != ':' && *resume != '\0')
        {
          domain = star;
          host = ++resume;
        }
      else
        {
          return FALSE;
        }
    }
  while (*domain == '*')
    domain++;
  return *domain == '\0';
}
