/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-environment-private.h"

#include "aiohttp-auth.h"

#define MAX_NETRC (64 * 1024)

static const char *
get_variable (const char *small, const char *capitals)
{
  const char *value = g_getenv (small);

  if ((value == NULL || *value == '\0') && capitals != NULL)
    value = g_getenv (capitals);
  return value != NULL && *value != '\0' ? value : NULL;
}

static gboolean
entry_matches (const char *entry, const char *host, int port)
{
  const char *colon = strrchr (entry, ':');
  gsize length = strlen (entry);
  gsize host_length = strlen (host);

  if (strcmp (entry, "*") == 0)
    return TRUE;
  if (colon != NULL && strchr (entry, ':') == colon)
    {
      if (g_ascii_strtoll (colon + 1, NULL, 10) != port)
        return FALSE;
      length = (gsize) (colon - entry);
    }
  for (const char *c = "*."; *c != '\0'; c++)
    if (length > 0 && *entry == *c)
      {
        entry++;
        length--;
      }
  if (length == 0 || length > host_length || g_ascii_strncasecmp (host + host_length - length, entry, length) != 0)
    return FALSE;
  return length == host_length || host[host_length - length - 1] == '.';
}

gboolean
aiohttp_environment_no_proxy_matches (const char *no_proxy, const char *host, int port)
{
  g_auto (GStrv) entries = g_strsplit_set (no_proxy, ", ", -1);

  for (guint i = 0; entries[i] != NULL; i++)
    if (*entries[i] != '\0' && entry_matches (entries[i], host, port))
      return TRUE;
  return FALSE;
}

char *
aiohttp_environment_find_proxy (GUri *uri)
{
  gboolean is_https = strcmp (g_uri_get_scheme (uri), "https") == 0;
  const char *proxy = is_https ? get_variable ("https_proxy", "HTTPS_PROXY") : get_variable ("http_proxy", NULL);
  const char *no_proxy = get_variable ("no_proxy", "NO_PROXY");
  int port = g_uri_get_port (uri) > 0 ? g_uri_get_port (uri) : (is_https ? 443 : 80);

  if (proxy == NULL)
    proxy = get_variable ("all_proxy", "ALL_PROXY");
  if (proxy == NULL ||
      (no_proxy != NULL && aiohttp_environment_no_proxy_matches (no_proxy, g_uri_get_host (uri), port)))
    return NULL;
  return strstr (proxy, "://") != NULL ? g_strdup (proxy) : g_strconcat ("http://", proxy, NULL);
}

/* The next word, as netrc(5) has it: quoted strings and backslashes too. NULL at the end. */
static char *
next_word (const char **p)
{
  GString *word;
  gboolean quoted;

  while (g_ascii_isspace (**p))
    (*p)++;
  if (**p == '\0')
    return NULL;
  word = g_string_new (NULL);
  quoted = **p == '"';
  if (quoted)
    (*p)++;
  for (; **p != '\0' && (quoted ? **p != '"' : !g_ascii_isspace (**p)); (*p)++)
    {
      if (**p == '\\' && (*p)[1] != '\0')
        (*p)++;
      g_string_append_c (word, **p);
    }
  if (quoted && **p == '"')
    (*p)++;
  return g_string_free (word, FALSE);
}

static void
skip_macro (const char **p)
{
  const char *end = strstr (*p, "\n\n");

  *p = end != NULL ? end + 2 : *p + strlen (*p);
}

char *
aiohttp_netrc_find (const char *text, const char *host)
{
  g_autofree char *login = NULL;
  g_autofree char *password = NULL;
  gboolean ours = FALSE;
  char *word;

  while ((word = next_word (&text)) != NULL)
    {
      g_autofree char *key = word;
      gboolean entry = strcmp (key, "machine") == 0 || strcmp (key, "default") == 0;
      g_autofree char *value = NULL;

      if (entry && ours && password != NULL)
        break;
      if (*key == '#')
        {
          text += strcspn (text, "\n");
          continue;
        }
      if (strcmp (key, "macdef") == 0)
        {
          skip_macro (&text);
          continue;
        }
      if (strcmp (key, "default") == 0)
        {
          ours = TRUE;
          continue;
        }
      value = next_word (&text);
      if (value == NULL)
        break;
      if (strcmp (key, "machine") == 0)
        {
          g_clear_pointer (&login, g_free);
          g_clear_pointer (&password, g_free);
          ours = g_ascii_strcasecmp (value, host) == 0;
        }
      else if (ours && strcmp (key, "login") == 0)
        {
          g_free (login);
          login = g_steal_pointer (&value);
        }
      else if (ours && strcmp (key, "password") == 0)
        {
          g_free (password);
          password = g_steal_pointer (&value);
        }
    }
  if (!ours || password == NULL)
    return NULL;
  return aiohttp_encode_basic_auth (login != NULL ? login : "", password, NULL);
}

char *
aiohttp_environment_find_credential (const char *host)
{
  const char *named = get_variable ("NETRC", NULL);
  g_autofree char *path = named != NULL ? g_strdup (named) : g_build_filename (g_get_home_dir (), ".netrc", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileInfo) info = g_file_query_info (
      file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, NULL);
  g_autofree char *text = NULL;

  if (info == NULL || g_file_info_get_file_type (info) != G_FILE_TYPE_REGULAR ||
      g_file_info_get_size (info) > MAX_NETRC)
    return NULL;
  return g_file_get_contents (path, &text, NULL, NULL) ? aiohttp_netrc_find (text, host) : NULL;
}
