/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-client-prepare-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-content-decoder-private.h"
#include "aiohttp-error.h"
#include "aiohttp-request-options-private.h"
#include "aiohttp-request-url-private.h"
#include "aiohttp-version.h"

static gboolean
copy_fields (SoupMessageHeaders *from, SoupMessageHeaders *to, gboolean replace, GError **error)
{
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  /* what takes the place of other fields first makes room for all of its own */
  if (replace)
    {
      soup_message_headers_iter_init (&iter, from);
      while (soup_message_headers_iter_next (&iter, &name, &value))
        soup_message_headers_remove (to, name);
    }
  soup_message_headers_iter_init (&iter, from);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    {
      if (!aiohttp_check_field (name, value, error))
        return FALSE;
      soup_message_headers_append (to, name, value);
    }
  return TRUE;
}

static void
add_default (SoupMessageHeaders *headers, const char *name, const char *value)
{
  if (soup_message_headers_get_one (headers, name) == NULL)
    soup_message_headers_append (headers, name, value);
}

/* The body's length is the library's to say: a field that says otherwise would split the message. It may say what is not
 * known otherwise. */
static gboolean
take_framing (SoupMessageHeaders *headers, AiohttpPayload *payload, AiohttpClientSettings *settings, GError **error)
{
  const char *declared = soup_message_headers_get_list (headers, "Content-Length");
  guint64 length;

  settings->body_length = -1;
  if (soup_message_headers_get_one (headers, "Transfer-Encoding") != NULL)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                           "Transfer-Encoding is not for a request's options to set");
      return FALSE;
    }
  if (declared == NULL)
    return TRUE;
  if (!g_ascii_isdigit (*declared) || !g_ascii_string_to_unsigned (declared, 10, 0, G_MAXINT64, &length, NULL))
    {
      g_autofree char *shown = aiohttp_chars_escape (declared, strlen (declared), 64);

      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "Content-Length is not a number: “%s”", shown);
      return FALSE;
    }
  if (payload == NULL && length > 0)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                   "Content-Length is given as %s, but the body has 0 bytes", declared);
      return FALSE;
    }
  settings->body_length = (gint64) length;
  soup_message_headers_remove (headers, "Content-Length");
  return TRUE;
}

static gboolean
prepare_headers (SoupMessageHeaders *headers, const AiohttpClientDefaults *defaults, AiohttpRequestOptions *options,
                 const char *authorization, AiohttpPayload *payload, AiohttpClientSettings *settings, GError **error)
{
  SoupMessageHeaders *own = options != NULL ? aiohttp_request_options_peek_headers (options) : NULL;
  const char *content_type = payload != NULL ? aiohttp_payload_get_content_type (payload) : NULL;

  if (!copy_fields (defaults->headers, headers, FALSE, error) ||
      (own != NULL && !copy_fields (own, headers, TRUE, error)))
    return FALSE;
  if (authorization != NULL && soup_message_headers_get_one (headers, "Authorization") != NULL)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                           "Credentials in the URL and an Authorization header do not go together");
      return FALSE;
    }
  if (content_type != NULL && options != NULL && aiohttp_request_options_get_content_type (options) != NULL)
    content_type = aiohttp_request_options_get_content_type (options);
  if (content_type != NULL && !aiohttp_check_field ("Content-Type", content_type, error))
    return FALSE;
  if (!take_framing (headers, payload, settings, error))
    return FALSE;

  if (defaults->upgrade != NULL && !copy_fields (defaults->upgrade, headers, TRUE, error))
    return FALSE;

  if (authorization != NULL)
    soup_message_headers_append (headers, "Authorization", authorization);
  if (content_type != NULL)
    add_default (headers, "Content-Type", content_type);
  add_default (headers, "Accept", "*/*");
  add_default (headers, "Accept-Encoding", AIOHTTP_ACCEPT_ENCODING);
  add_default (headers, "User-Agent", "aiohttp-glib/" AIOHTTP_VERSION_STRING);
  return TRUE;
}

static void
choose_settings (const AiohttpClientDefaults *defaults, const char *method, AiohttpRequestOptions *options,
                 AiohttpClientSettings *settings)
{
  settings->timeout = defaults->timeout;
  settings->allow_redirects = strcmp (method, "HEAD") != 0;
  settings->raise_for_status = defaults->raise_for_status;
  settings->decompress = defaults->auto_decompress;
  settings->max_redirects = defaults->max_redirects;
  settings->max_body_size = defaults->max_body_size;
  settings->middlewares = defaults->middlewares;
  if (options != NULL)
    aiohttp_request_options_override (options, settings);
  settings->upgrade = defaults->upgrade != NULL;
  if (settings->upgrade)
    settings->allow_redirects = settings->raise_for_status = FALSE;
  if (settings->middlewares != NULL && settings->middlewares->len == 0)
    settings->middlewares = NULL;
  if (settings->middlewares != NULL)
    g_ptr_array_ref (settings->middlewares);
}

AiohttpClientRequest *
aiohttp_client_prepare (const AiohttpClientDefaults *defaults, const char *method, const char *url,
                        AiohttpRequestOptions *options, AiohttpClientSettings *settings, GError **error)
{
  g_autofree char *upper = g_ascii_strup (method, -1);
  g_autofree char *authorization = NULL;
  const char *params = options != NULL ? aiohttp_request_options_get_params (options) : NULL;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (AiohttpPayload) payload = NULL;
  g_autoptr (SoupMessageHeaders) headers = NULL;

  if (!aiohttp_chars_is_token (upper, strlen (upper)) || strcmp (upper, "CONNECT") == 0)
    {
      g_autofree char *shown = aiohttp_chars_escape (method, strlen (method), 64);

      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "Not a method for a request: “%s”", shown);
      return NULL;
    }
  uri = aiohttp_request_url_parse (url, params, &authorization, error);
  if (uri == NULL || (options != NULL && !aiohttp_request_options_dup_payload (options, &payload, error)))
    return NULL;
  headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
  if (!prepare_headers (headers, defaults, options, authorization, payload, settings, error))
    return NULL;
  choose_settings (defaults, upper, options, settings);
  return aiohttp_client_request_new (upper, uri, headers, payload);
}

void
aiohttp_client_settings_copy (AiohttpClientSettings *settings, const AiohttpClientSettings *from)
{
  *settings = *from;
  if (settings->upload_progress != NULL)
    aiohttp_progress_ref (settings->upload_progress);
  if (settings->middlewares != NULL)
    g_ptr_array_ref (settings->middlewares);
  if (settings->tracer != NULL)
    aiohttp_client_tracer_ref (settings->tracer);
}

void
aiohttp_client_settings_clear (AiohttpClientSettings *settings)
{
  g_clear_pointer (&settings->tracer, aiohttp_client_tracer_unref);
  g_clear_pointer (&settings->middlewares, g_ptr_array_unref);
  g_clear_pointer (&settings->upload_progress, aiohttp_progress_unref);
}
