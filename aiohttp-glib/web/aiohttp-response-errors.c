/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-response-private.h"

#include <string.h>

#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"
#include "aiohttp-status-private.h"

/* Responses that stand for a status: redirects and errors. aiohttp has an exception class for each. */

AiohttpResponse *
aiohttp_response_new_for_status (guint status, const char *text, GError *error)
{
  AiohttpResponse *self = aiohttp_response_new_error (status, text);

  self->error = error;
  return self;
}

/* Constructors cannot fail: what is refused here makes sending fail. */
static void
set_header (AiohttpResponse *self, const char *name, const char *value)
{
  GError *error = NULL;

  if (!aiohttp_stream_response_set_header (AIOHTTP_STREAM_RESPONSE (self), name, value, &error))
    aiohttp_stream_response_take_invalid (AIOHTTP_STREAM_RESPONSE (self), error);
}

/**
 * aiohttp_response_new_error:
 * @status: a status from 200 to 999
 * @text: (nullable): the body, or %NULL for one such as `404: Not Found`
 *
 * Makes a response of text/plain for a status. A handler that wants no more than a status of 400 to 599 may fail with
 * %AIOHTTP_HTTP_ERROR as well; with headers it returns a response.
 *
 * aiohttp: `HTTPException` and its subclasses
 *
 * Returns: (transfer full): the response
 *
 * Since: 0.1
 */
AiohttpResponse *
aiohttp_response_new_error (guint status, const char *text)
{
  g_autofree char *line = NULL;

  if (aiohttp_status_is_bodyless (status))
    return aiohttp_response_new (status);
  if (text == NULL)
    text = line = g_strdup_printf ("%u: %s", status, aiohttp_status_get_reason (status));
  return aiohttp_response_new_text (status, text);
}

/**
 * aiohttp_response_new_redirect:
 * @status: 300, 301, 302, 303, 305, 307 or 308
 * @location: where to: a URL, absolute or relative to the request's
 *
 * Makes a redirect. A @location that a program has from its client should be checked to be of its own site first.
 *
 * Constructors cannot fail: with another @status, an empty @location or one that holds a control, sending the response
 * fails, and the request is answered with a logged 500.
 *
 * aiohttp: `HTTPMove`
 *
 * Returns: (transfer full): the response
 *
 * Since: 0.1
 */
AiohttpResponse *
aiohttp_response_new_redirect (guint status, const char *location)
{
  AiohttpResponse *self;

  g_return_val_if_fail (location != NULL, NULL);

  self = aiohttp_response_new_error (status, NULL);
  if (status / 100 != 3 || status == 304 || status == 306 || status > 308)
    aiohttp_stream_response_take_invalid (
        AIOHTTP_STREAM_RESPONSE (self),
        g_error_new (AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "%u is not the status of a redirect", status));
  else if (*location == '\0')
    aiohttp_stream_response_take_invalid (
        AIOHTTP_STREAM_RESPONSE (self),
        g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "A redirect needs a location"));
  else
    set_header (self, "Location", location);
  return self;
}

/**
 * aiohttp_response_new_method_not_allowed:
 * @method: the method that was asked for
 * @allowed: (array zero-terminated=1): the methods that there are
 *
 * Makes a response of status 405, with the Allow header that it needs.
 *
 * aiohttp: `HTTPMethodNotAllowed`
 *
 * Returns: (transfer full): the response
 *
 * Since: 0.1
 */
AiohttpResponse *
aiohttp_response_new_method_not_allowed (const char *method, const char *const *allowed)
{
  AiohttpResponse *self;
  g_autofree char *list = NULL;

  g_return_val_if_fail (method != NULL, NULL);
  g_return_val_if_fail (allowed != NULL, NULL);

  self = aiohttp_response_new_error (405, NULL);
  list = g_strjoinv (", ", (char **) allowed);
  set_header (self, "Allow", list);
  return self;
}

/**
 * aiohttp_response_new_content_too_large:
 * @max_size: the most bytes that are taken
 * @actual_size: how many there are
 *
 * Makes a response of status 413 that tells the sizes.
 *
 * aiohttp: `HTTPRequestEntityTooLarge`
 *
 * Returns: (transfer full): the response
 *
 * Since: 0.1
 */
AiohttpResponse *
aiohttp_response_new_content_too_large (guint64 max_size, guint64 actual_size)
{
  g_autofree char *text =
      g_strdup_printf ("Maximum request body size %" G_GUINT64_FORMAT " exceeded, actual body size %" G_GUINT64_FORMAT,
                       max_size, actual_size);

  return aiohttp_response_new_error (413, text);
}

/**
 * aiohttp_response_new_unavailable_for_legal_reasons:
 * @link: (nullable): the URL of who demanded it, for the header Link of RFC 7725
 *
 * Makes a response of status 451.
 *
 * aiohttp: `HTTPUnavailableForLegalReasons`
 *
 * Returns: (transfer full): the response
 *
 * Since: 0.1
 */
AiohttpResponse *
aiohttp_response_new_unavailable_for_legal_reasons (const char *link)
{
  AiohttpResponse *self = aiohttp_response_new_error (451, NULL);
  g_autofree char *value = link != NULL ? g_strdup_printf ("<%s>; rel=\"blocked-by\"", link) : NULL;

  if (value != NULL)
    set_header (self, "Link", value);
  return self;
}

/**
 * aiohttp_http_error_set: (skip)
 * @error: (out) (optional): return location of the error
 * @status: a status from 400 to 599
 * @text: (nullable): the body of the answer, or %NULL for one such as `404: Not Found`
 *
 * Sets an error that a handler fails with, to be answered with that status:
 *
 * |[<!-- language="C" -->
 * if (book == NULL)
 *   {
 *     aiohttp_http_error_set (error, 404, "no such book");
 *     return NULL;
 *   }
 * ]|
 *
 * Since: 0.1
 */
void
aiohttp_http_error_set (GError **error, guint status, const char *text)
{
  if (text != NULL)
    g_set_error_literal (error, AIOHTTP_HTTP_ERROR, (int) status, text);
  else
    g_set_error (error, AIOHTTP_HTTP_ERROR, (int) status, "%u: %s", status, aiohttp_status_get_reason (status));
}
