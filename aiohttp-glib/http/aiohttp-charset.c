/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-charset-private.h"

#include <string.h>

#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"

char *
aiohttp_charset_to_utf8 (const char *data, gsize length, const char *charset, const char *what, GError **error)
{
  g_autoptr (GError) reason = NULL;
  g_autofree char *shown = NULL;
  char *text;

  if (length == 0)
    return g_strdup ("");
  if (charset == NULL || g_ascii_strcasecmp (charset, "utf-8") == 0 || g_ascii_strcasecmp (charset, "utf8") == 0)
    {
      if (g_utf8_validate (data, (gssize) length, NULL))
        return g_strndup (data, length);
      g_set_error (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_BAD_REQUEST, "The %s is not UTF-8 text", what);
      return NULL;
    }
  text = g_convert (data, (gssize) length, "UTF-8", charset, NULL, NULL, &reason);
  if (text != NULL && g_utf8_validate (text, -1, NULL))
    return text;
  g_free (text);
  shown = aiohttp_chars_escape (charset, strlen (charset), 40);
  /* GLib says NO_CONVERSION or FAILED of a charset that it does not know: it looks for aliases in a file first, and
   * reads the errno of that. */
  if (g_error_matches (reason, G_CONVERT_ERROR, G_CONVERT_ERROR_NO_CONVERSION) ||
      g_error_matches (reason, G_CONVERT_ERROR, G_CONVERT_ERROR_FAILED))
    g_set_error (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_UNSUPPORTED_MEDIA_TYPE, "Charset “%s” is not known",
                 shown);
  else
    g_set_error (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_BAD_REQUEST, "The %s is not text in charset “%s”", what,
                 shown);
  return NULL;
}
