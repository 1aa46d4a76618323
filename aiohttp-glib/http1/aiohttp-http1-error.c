/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-http1-error-private.h"

#include "aiohttp-chars-private.h"

void
aiohttp_http1_set_error (GError **error, AiohttpProtocolError code, const char *bytes, gsize length, const char *format,
                         ...)
{
  g_autofree char *message = NULL;
  va_list args;

  if (error == NULL)
    return;
  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  if (bytes != NULL)
    {
      g_autofree char *shown = aiohttp_chars_escape (bytes, length, AIOHTTP_HTTP1_SHOWN_BYTES);

      g_set_error (error, AIOHTTP_PROTOCOL_ERROR, (int) code, "%s: \"%s\"", message, shown);
      return;
    }
  g_set_error_literal (error, AIOHTTP_PROTOCOL_ERROR, (int) code, message);
}
