/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-static-path-private.h"

#include <string.h>

#include "aiohttp-url-private.h"

static gboolean
append_name (GString *path, const char *name, gsize length, gboolean hidden)
{
  /* "." and ".." are among them, and are refused in any case. */
  if (name[0] == '.' && (!hidden || length == 1 || (length == 2 && name[1] == '.')))
    return FALSE;
  if (memchr (name, '/', length) != NULL || memchr (name, '\0', length) != NULL)
    return FALSE;
  if (path->len > 0)
    g_string_append_c (path, '/');
  g_string_append_len (path, name, (gssize) length);
  return TRUE;
}

static gboolean
append_segment (GString *path, const char *segment, gsize length, gboolean hidden)
{
  g_autofree char *decoded = NULL;

  if (length == 0)
    return FALSE;
  /* Most names are sent as they are. */
  if (G_LIKELY (!aiohttp_url_needs_decoding (segment, length)))
    return g_utf8_validate_len (segment, length, NULL) && append_name (path, segment, length, hidden);
  decoded = aiohttp_url_decode_segment (segment, length, NULL);
  return decoded != NULL && append_name (path, decoded, strlen (decoded), hidden);
}

gboolean
aiohttp_static_path_parse (const char *sent, gsize length, gboolean hidden, GString *path, gboolean *slash)
{
  const char *end = sent + length;
  const char *at = sent;

  g_string_truncate (path, 0);
  while (at < end)
    {
      const char *next = memchr (at, '/', (gsize) (end - at));
      const char *stop = next != NULL ? next : end;

      if (!append_segment (path, at, (gsize) (stop - at), hidden))
        return FALSE;
      at = next != NULL ? next + 1 : end;
    }
  *slash = length == 0 || end[-1] == '/';
  return TRUE;
}
