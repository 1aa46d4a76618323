/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <libsoup/soup.h>
#include <string.h>

#include "aiohttp-request-url-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"

#define URI_FLAGS SOUP_HTTP_URI_FLAGS

static gboolean
fail (const char *url, const char *why, GError **error)
{
  g_autofree char *shown = aiohttp_chars_escape (url, strlen (url), 256);

  g_set_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_INVALID_URL, "Invalid URL “%s”: %s", shown, why);
  return FALSE;
}

/* Where path, query and fragment begin. */
static const char *
find_end_of_authority (const char *url)
{
  const char *p = url;

  if (g_uri_peek_scheme (url) != NULL)
    p = strchr (url, ':') + 1;
  if (strncmp (p, "//", 2) == 0)
    p += 2 + strcspn (p + 2, "/?#");
  return p;
}

static void
append_encoded (GString *string, guint8 byte)
{
  g_string_append_printf (string, "%%%02X", byte);
}

/* Encodes what must not stand in a URL but does in the wild, as browsers do; what is encoded already stays so. */
static void
append_requoted (GString *string, const char *text, gboolean one_fragment)
{
  for (const char *p = text; *p != '\0'; p++)
    {
      guint8 byte = (guint8) *p;
      gboolean bad = byte <= 0x20 || byte >= 0x7f || strchr ("\"<>\\^`{|}", byte) != NULL;

      if (byte == '%')
        bad = !g_ascii_isxdigit (p[1]) || !g_ascii_isxdigit (p[2]);
      else if (byte == '#')
        {
          bad = bad || !one_fragment;
          one_fragment = FALSE;
        }
      if (bad)
        append_encoded (string, byte);
      else
        g_string_append_c (string, *p);
    }
}

/* Only characters that may stand anywhere, and begin nothing that has to be looked at. */
static gboolean
is_plain (const char *url)
{
  const char *p = url;

  while (g_ascii_isalnum (*p) || (*p >= '&' && *p <= '/') || (*p != '\0' && strchr (":?=_~@!$;[]", *p) != NULL))
    p++;
  return *p == '\0';
}

/* The URL itself where nothing is to be encoded; else *owned. */
static const char *
requote (const char *url, char **owned, GError **error)
{
  const char *rest;
  GString *quoted;

  if (is_plain (url))
    return url;
  rest = find_end_of_authority (url);
  for (const char *p = url; *p != '\0'; p++)
    if ((guint8) *p < 0x20 || *p == 0x7f)
      {
        fail (url, "it has a control character", error);
        return NULL;
      }
  for (const char *p = url; p < rest; p++)
    if (*p == ' ' || *p == '\\')
      {
        fail (url, "its host has a space or a backslash", error);
        return NULL;
      }
  quoted = g_string_new_len (url, rest - url);
  append_requoted (quoted, rest, TRUE);
  return *owned = g_string_free (quoted, FALSE);
}

/* inet_aton's short and octal forms name other hosts than they seem to: only the dotted quad is taken. */
static gboolean
is_odd_ipv4 (const char *host)
{
  g_autofree char *trimmed = g_strdup (host);
  gsize length = strlen (trimmed);
  const char *last;

  if (length > 0 && trimmed[length - 1] == '.')
    trimmed[length - 1] = '\0';
  last = strrchr (trimmed, '.');
  last = last != NULL ? last + 1 : trimmed;
  if (g_ascii_strncasecmp (last, "0x", 2) == 0)
    return strspn (last + 2, "0123456789abcdefABCDEF") == strlen (last + 2);
  if (*last == '\0' || strspn (last, "0123456789") != strlen (last))
    return FALSE;
  return !g_hostname_is_ip_address (trimmed);
}

static gboolean
check_host (const char *url, GUri *uri, GError **error)
{
  const char *host = g_uri_get_host (uri);

  if (host == NULL || *host == '\0')
    return fail (url, "it has no host", error);
  if (strchr (host, ':') != NULL)
    return g_hostname_is_ip_address (host) || strchr (host, '%') != NULL || fail (url, "bad IPv6 address", error);
  if (aiohttp_chars_span (host, host + strlen (host), AIOHTTP_CHAR_REG_NAME) != host + strlen (host))
    return fail (url, "its host has a character that no host may have", error);
  if (is_odd_ipv4 (host))
    return fail (url, "its IPv4 address is not four decimal numbers", error);
  if (g_uri_get_port (uri) == 0)
    return fail (url, "port 0", error);
  return TRUE;
}

static char *
basic_credential (GUri *uri)
{
  const char *user = g_uri_get_user (uri);
  const char *password = g_uri_get_password (uri);
  g_autofree char *plain = NULL;
  g_autofree char *encoded = NULL;

  if ((user == NULL || *user == '\0') && password == NULL)
    return NULL;
  plain = g_strconcat (user != NULL ? user : "", ":", password, NULL);
  encoded = g_base64_encode ((const guchar *) plain, strlen (plain));
  return g_strconcat ("Basic ", encoded, NULL);
}

static char *
extend_query (const char *query, const char *params)
{
  GString *extended;

  if (params == NULL || *params == '\0')
    return g_strdup (query);
  extended = g_string_new (query);
  if (extended->len > 0)
    g_string_append_c (extended, '&');
  append_requoted (extended, params, FALSE);
  return g_string_free (extended, FALSE);
}

/* Whether it has that form already. */
static gboolean
is_settled (GUri *uri, const char *params, const char *fragment)
{
  if ((params != NULL && *params != '\0') || fragment != g_uri_get_fragment (uri) || *g_uri_get_path (uri) == '\0' ||
      g_uri_get_userinfo (uri) != NULL)
    return FALSE;
  for (const char *p = g_uri_get_host (uri); *p != '\0'; p++)
    if (g_ascii_isupper (*p))
      return FALSE;
  return TRUE;
}

/* Checks a parsed URL and gives it the form in which requests carry it. */
static GUri *
settle (const char *url, GUri *uri, const char *params, const char *fragment, char **authorization, GError **error)
{
  g_autofree char *query = NULL;
  g_autofree char *host = NULL;
  const char *path = g_uri_get_path (uri);
  const char *scheme = g_uri_get_scheme (uri);

  if (g_ascii_strcasecmp (scheme, "http") != 0 && g_ascii_strcasecmp (scheme, "https") != 0)
    {
      g_autofree char *shown = aiohttp_chars_escape (url, strlen (url), 256);

      g_set_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_NON_HTTP_URL,
                   "URL is not of scheme http or https: “%s”", shown);
      return NULL;
    }
  if (!check_host (url, uri, error))
    return NULL;
  if (authorization != NULL)
    *authorization = basic_credential (uri);
  if (is_settled (uri, params, fragment))
    return g_uri_ref (uri);
  query = extend_query (g_uri_get_query (uri), params);
  host = g_ascii_strdown (g_uri_get_host (uri), -1);
  return g_uri_build (URI_FLAGS, scheme, NULL, host, g_uri_get_port (uri), *path != '\0' ? path : "/", query, fragment);
}

GUri *
aiohttp_request_url_parse (const char *url, const char *params, char **authorization, GError **error)
{
  g_autofree char *owned = NULL;
  const char *quoted = requote (url, &owned, error);
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GError) failure = NULL;

  if (quoted == NULL)
    return NULL;
  if (g_uri_peek_scheme (quoted) == NULL)
    {
      fail (url, "it is not absolute", error);
      return NULL;
    }
  uri = g_uri_parse (quoted, URI_FLAGS, &failure);
  if (uri == NULL)
    {
      fail (url, failure->message, error);
      return NULL;
    }
  return settle (url, uri, params, g_uri_get_fragment (uri), authorization, error);
}

GUri *
aiohttp_request_url_join (GUri *base, const char *reference, const char *params, char **authorization, GError **error)
{
  g_autofree char *owned = NULL;
  const char *quoted = requote (reference, &owned, error);
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GError) failure = NULL;

  if (quoted == NULL)
    return NULL;
  uri = g_uri_parse_relative (base, quoted, URI_FLAGS, &failure);
  if (uri != NULL)
    return settle (reference, uri, params, g_uri_get_fragment (uri), authorization, error);
  fail (reference, failure->message, error);
  return NULL;
}

gboolean
aiohttp_request_url_is_quoted (const char *reference)
{
  g_autofree char *owned = NULL;
  const char *quoted = requote (reference, &owned, NULL);

  return g_strcmp0 (quoted, reference) == 0;
}

/* Other names of SOCKS 5: the proxy is always told the host's name. */
static GUri *
name_socks5 (GUri *uri)
{
  if (!g_str_has_prefix (g_uri_get_scheme (uri), "socks"))
    return g_uri_ref (uri);
  return g_uri_build_with_user (g_uri_get_flags (uri), "socks5", g_uri_get_user (uri), g_uri_get_password (uri),
                                g_uri_get_auth_params (uri), g_uri_get_host (uri), g_uri_get_port (uri),
                                g_uri_get_path (uri), g_uri_get_query (uri), NULL);
}

GUri *
aiohttp_request_url_parse_proxy (const char *url, GError **error)
{
  g_autoptr (GError) failure = NULL;
  g_autoptr (GUri) uri = g_uri_parse (url, URI_FLAGS, &failure);
  const char *scheme = uri != NULL ? g_uri_get_scheme (uri) : NULL;
  const char *const schemes[] = { "http", "https", "socks5", "socks5h", "socks", NULL };

  if (uri == NULL)
    fail (url, failure->message, error);
  else if (!g_strv_contains (schemes, scheme))
    g_set_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_NON_HTTP_URL,
                 "Proxy is not of scheme http, https or socks5: “%s”", scheme);
  else if (check_host (url, uri, error))
    return name_socks5 (uri);
  return NULL;
}

GUri *
aiohttp_request_url_resolve (GUri *base, const char *reference, char **authorization, GError **error)
{
  g_autofree char *owned = NULL;
  const char *quoted = requote (reference, &owned, error);
  g_autoptr (GUri) uri = NULL;
  g_autoptr (GError) failure = NULL;
  const char *fragment;

  if (quoted == NULL)
    return NULL;
  uri = g_uri_parse_relative (base, quoted, URI_FLAGS, &failure);
  if (uri == NULL)
    {
      fail (reference, failure->message, error);
      return NULL;
    }
  fragment = g_uri_get_fragment (uri) != NULL ? g_uri_get_fragment (uri) : g_uri_get_fragment (base);
  return settle (reference, uri, NULL, fragment, authorization, error);
}

char *
aiohttp_request_url_to_string (GUri *uri, gboolean with_fragment)
{
  return g_uri_to_string_partial (uri, with_fragment ? G_URI_HIDE_NONE : G_URI_HIDE_FRAGMENT);
}

static int
get_port (GUri *uri)
{
  if (g_uri_get_port (uri) > 0)
    return g_uri_get_port (uri);
  return strcmp (g_uri_get_scheme (uri), "https") == 0 ? 443 : 80;
}

gboolean
aiohttp_request_url_same_origin (GUri *a, GUri *b)
{
  return g_ascii_strcasecmp (g_uri_get_scheme (a), g_uri_get_scheme (b)) == 0 &&
         g_ascii_strcasecmp (g_uri_get_host (a), g_uri_get_host (b)) == 0 && get_port (a) == get_port (b);
}
