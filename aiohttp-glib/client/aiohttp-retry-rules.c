/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-retry-rules-private.h"

#include <libsoup/soup.h>
#include <string.h>

#include "aiohttp-error.h"

gboolean
aiohttp_retry_is_idempotent (const char *method, const char *idempotency_key)
{
  static const char *const methods[] = { "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" };

  for (gsize i = 0; i < G_N_ELEMENTS (methods); i++)
    if (strcmp (method, methods[i]) == 0)
      return TRUE;
  return idempotency_key != NULL;
}

double
aiohttp_retry_get_delay (guint attempt, double base, double max, double jitter, double random)
{
  double delay = base;

  for (guint i = 1; i < attempt && delay < max; i++)
    delay *= 2;
  delay = MIN (delay, max);
  return delay - delay * jitter * random;
}

gint64
aiohttp_retry_parse_after (const char *value, gint64 now)
{
  g_autoptr (GDateTime) date = NULL;
  gint64 seconds = 0;
  const char *p = value;

  for (; g_ascii_isdigit (*p); p++)
    seconds = MIN (seconds * 10 + g_ascii_digit_value (*p), (gint64) G_MAXINT32);
  if (p > value && *p == '\0')
    return seconds;
  date = soup_date_time_new_from_http_string (value);
  return date != NULL ? MAX (0, g_date_time_to_unix (date) - now) : -1;
}

gboolean
aiohttp_retry_is_unsent (const GError *error)
{
  return g_error_matches (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECT) ||
         g_error_matches (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_DNS) ||
         g_error_matches (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONNECTION_TIMEOUT);
}

gboolean
aiohttp_retry_is_transient (const GError *error)
{
  return aiohttp_retry_is_unsent (error) ||
         g_error_matches (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_DISCONNECTED) ||
         g_error_matches (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_SOCKET_TIMEOUT);
}
