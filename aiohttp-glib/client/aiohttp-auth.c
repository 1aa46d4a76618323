/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-auth.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"

/**
 * aiohttp_encode_basic_auth:
 * @login: a name without a colon
 * @password: a password
 * @error: return location for an error
 *
 * Makes the value of an Authorization field of a name and a password (RFC 7617), in UTF-8. Set it with
 * [property@Aiohttp.ClientSession:authorization] or [method@Aiohttp.RequestOptions.set_header]. aiohttp:
 * `encode_basic_auth`
 *
 * Returns: (transfer full): "Basic" and the credentials; %NULL with %AIOHTTP_ERROR_INVALID_ARGUMENT for a name with a
 *   colon
 *
 * Since: 0.1
 */
char *
aiohttp_encode_basic_auth (const char *login, const char *password, GError **error)
{
  g_autofree char *plain = NULL;
  g_autofree char *encoded = NULL;

  g_return_val_if_fail (login != NULL, NULL);
  g_return_val_if_fail (password != NULL, NULL);

  if (strchr (login, ':') != NULL)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                           "A login of Basic authentication has no colon (RFC 7617, 2)");
      return NULL;
    }
  plain = g_strconcat (login, ":", password, NULL);
  encoded = g_base64_encode ((const guchar *) plain, strlen (plain));
  return g_strconcat ("Basic ", encoded, NULL);
}

/**
 * aiohttp_encode_bearer_auth:
 * @token: a token
 * @error: return location for an error
 *
 * Makes the value of an Authorization field of a token (RFC 6750).
 *
 * Returns: (transfer full): "Bearer" and the token; %NULL with %AIOHTTP_ERROR_INVALID_ARGUMENT for one that is empty or
 *   has spaces or controls
 *
 * Since: 0.1
 */
char *
aiohttp_encode_bearer_auth (const char *token, GError **error)
{
  g_return_val_if_fail (token != NULL, NULL);

  if (*token != '\0' && aiohttp_chars_is_field_value (token, strlen (token)) && strpbrk (token, " \t") == NULL)
    return g_strconcat ("Bearer ", token, NULL);
  g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                       "A bearer token is not empty and has no spaces or controls (RFC 6750, 2.1)");
  return NULL;
}
