/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-client-prepare-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-content-encoder-private.h"
#include "aiohttp-encoded-payload-private.h"
#include "aiohttp-error.h"
#include "aiohttp-http1-head-private.h"
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

static gboolean
is_listed (char **names, const char *name)
{
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    if (g_ascii_strcasecmp (names[i], name) == 0)
      return TRUE;
  return FALSE;
}

static void
add_default (SoupMessageHeaders *headers, const AiohttpClientDefaults *defaults, AiohttpRequestOptions *options,
             const char *name, const char *value)
{
  if (is_listed (defaults->skip_auto_headers, name) ||
      (options != NULL && is_listed (options->skip_auto_headers, name)))
    return;
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
    add_default (headers, defaults, options, "Content-Type", content_type);
  add_default (headers, defaults, options, "Accept", "*/*");
  add_default (headers, defaults, options, "Accept-Encoding", AIOHTTP_ACCEPT_ENCODING);
  add_default (headers, defaults, options, "User-Agent", "aiohttp-glib/" AIOHTTP_VERSION_STRING);
  return TRUE;
}

/* The session's own credentials are for the origin of its base URL, where it has one. */
static gboolean
add_session_authorization (SoupMessageHeaders *headers, const AiohttpClientDefaults *defaults, GUri *uri,
                           GError **error)
{
  if (defaults->authorization == NULL || soup_message_headers_get_one (headers, "Authorization") != NULL)
    return TRUE;
  if (defaults->base_uri != NULL && !aiohttp_request_url_same_origin (defaults->base_uri, uri))
    return TRUE;
  if (!aiohttp_check_field ("Authorization", defaults->authorization, error))
    return FALSE;
  soup_message_headers_append (headers, "Authorization", defaults->authorization);
  return TRUE;
}

/* Puts the payload into the content coding that was asked for. */
static gboolean
encode_payload (AiohttpRequestOptions *options, SoupMessageHeaders *headers, AiohttpPayload **payload, GError **error)
{
  AiohttpContentCoding coding;
  AiohttpPayload *plain = *payload;

  if (options->compress == NULL || plain == NULL)
    return TRUE;
  if (!aiohttp_content_coding_from_name (options->compress, &coding))
    {
      g_autofree char *shown = aiohttp_chars_escape (options->compress, strlen (options->compress), 64);

      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                   "Content coding is not deflate, gzip, br or zstd: “%s”", shown);
      return FALSE;
    }
  if (soup_message_headers_get_one (headers, "Content-Encoding") != NULL)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                           "A body that has a Content-Encoding is not compressed again");
      return FALSE;
    }
  soup_message_headers_append (headers, "Content-Encoding", aiohttp_content_coding_get_name (coding));
  *payload = aiohttp_encoded_payload_new (plain, coding);
  g_object_unref (plain);
  return TRUE;
}

static gboolean
check_chunked (AiohttpClientSettings *settings, gboolean encoded, GError **error)
{
  if (settings->body_length < 0 || (!settings->chunked && !encoded))
    return TRUE;
  g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                       "A body that goes in chunks has no Content-Length");
  return FALSE;
}

static gboolean
choose_proxy (const AiohttpClientDefaults *defaults, AiohttpRequestOptions *options, AiohttpClientSettings *settings,
              GError **error)
{
  const char *proxy = options != NULL && options->proxy != NULL ? options->proxy : defaults->proxy;
  SoupMessageHeaders *headers =
      options != NULL && options->proxy_headers != NULL ? options->proxy_headers : defaults->proxy_headers;

  if (headers != NULL)
    settings->proxy_headers = soup_message_headers_ref (headers);
  settings->trust_env = defaults->trust_env;
  settings->environment_proxy = defaults->trust_env && proxy == NULL;
  if (proxy == NULL || *proxy == '\0')
    return TRUE;
  settings->proxy = aiohttp_request_url_parse_proxy (proxy, error);
  return settings->proxy != NULL;
}

void
aiohttp_client_settings_set_timeouts (AiohttpClientSettings *self, AiohttpClientTimeout *timeouts)
{
  self->timeout = aiohttp_client_timeout_get_total (timeouts);
  self->connect = aiohttp_client_timeout_get_connect (timeouts);
  self->sock_connect = aiohttp_client_timeout_get_sock_connect (timeouts);
  self->sock_read = aiohttp_client_timeout_get_sock_read (timeouts);
  self->min_rate = aiohttp_client_timeout_get_min_rate (timeouts);
}

static void
choose_settings (const AiohttpClientDefaults *defaults, const char *method, AiohttpRequestOptions *options,
                 AiohttpClientSettings *settings)
{
  settings->timeout = defaults->timeout;
  settings->allow_redirects = strcmp (method, "HEAD") != 0;
  settings->raise_for_status = defaults->raise_for_status;
  if (defaults->status_check != NULL)
    settings->status_check = aiohttp_status_check_ref (defaults->status_check);
  if (defaults->charset_resolver != NULL)
    settings->charset_resolver = aiohttp_charset_resolver_ref (defaults->charset_resolver);
  settings->decompress = defaults->auto_decompress;
  settings->max_redirects = defaults->max_redirects;
  settings->max_body_size = defaults->max_body_size;
  settings->middlewares = defaults->middlewares;
  settings->max_line_size = defaults->max_line_size;
  settings->max_field_size = defaults->max_field_size;
  settings->max_fields = defaults->max_headers;
  settings->requote = defaults->requote_redirect_url;
  if (defaults->tls_context != NULL)
    settings->tls_context = g_object_ref (defaults->tls_context);
  if (defaults->client_timeout != NULL)
    aiohttp_client_settings_set_timeouts (settings, defaults->client_timeout);
  if (options != NULL)
    aiohttp_request_options_override (options, settings);
  settings->upgrade = defaults->upgrade != NULL;
  if (settings->upgrade)
    {
      settings->allow_redirects = settings->raise_for_status = FALSE;
      g_clear_pointer (&settings->status_check, aiohttp_status_check_unref);
    }
  if (settings->middlewares != NULL && settings->middlewares->len == 0)
    settings->middlewares = NULL;
  if (settings->middlewares != NULL)
    g_ptr_array_ref (settings->middlewares);
}

/* The method in capitals: itself where it is, else *owned. */
static const char *
check_method (const char *method, char **owned, GError **error)
{
  AiohttpMethodId id = aiohttp_method_id_lookup (method, strlen (method));
  g_autofree char *upper = NULL;
  g_autofree char *shown = NULL;

  if (id != AIOHTTP_METHOD_OTHER && id != AIOHTTP_METHOD_CONNECT)
    return method;
  upper = g_ascii_strup (method, -1);
  if (aiohttp_chars_is_token (upper, strlen (upper)) && strcmp (upper, "CONNECT") != 0)
    return *owned = g_steal_pointer (&upper);
  shown = aiohttp_chars_escape (method, strlen (method), 64);
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "Not a method for a request: “%s”", shown);
  return NULL;
}

/* The request's URL, resolved against the session's, its query extended by the parameters of both. */
static GUri *
make_uri (const AiohttpClientDefaults *defaults, const char *url, AiohttpRequestOptions *options, char **authorization,
          GError **error)
{
  const char *own = options != NULL ? aiohttp_request_options_get_params (options) : NULL;
  gboolean as_it_is = own == NULL && defaults->params == NULL && defaults->base_uri == NULL;
  GUri *known = as_it_is ? aiohttp_client_plain_find_uri (defaults->plain, url) : NULL;
  GUri *uri;
  g_autofree char *both = NULL;

  if (known != NULL)
    return g_uri_ref (known);
  if (defaults->params != NULL && own != NULL)
    both = g_strjoin (*own != '\0' && defaults->params[0] != '\0' ? "&" : "", defaults->params, own, NULL);
  else if (own == NULL)
    own = defaults->params;
  if (defaults->base_uri != NULL && g_uri_peek_scheme (url) == NULL)
    return aiohttp_request_url_join (defaults->base_uri, url, both != NULL ? both : own, authorization, error);
  uri = aiohttp_request_url_parse (url, both != NULL ? both : own, authorization, error);
  if (uri != NULL && as_it_is && *authorization == NULL)
    aiohttp_client_plain_add_uri (defaults->plain, url, uri);
  return uri;
}

/* Whether a request's fields are those that all others have that bring none of their own. */
static gboolean
is_plain (const AiohttpClientDefaults *defaults, AiohttpRequestOptions *options, const char *authorization,
          AiohttpPayload *payload)
{
  if (defaults->upgrade != NULL || defaults->authorization != NULL || authorization != NULL || payload != NULL)
    return FALSE;
  return options == NULL ||
         (aiohttp_request_options_peek_headers (options) == NULL && options->skip_auto_headers == NULL);
}

AiohttpClientRequest *
aiohttp_client_prepare (const AiohttpClientDefaults *defaults, const char *method, const char *url,
                        AiohttpRequestOptions *options, AiohttpClientSettings *settings, GError **error)
{
  g_autofree char *owned = NULL;
  const char *upper = check_method (method, &owned, error);
  g_autofree char *authorization = NULL;
  g_autoptr (GUri) uri = NULL;
  g_autoptr (AiohttpPayload) payload = NULL;
  g_autoptr (SoupMessageHeaders) headers = NULL;
  GBytes *lines = NULL;
  gboolean plain;

  if (upper == NULL)
    return NULL;
  uri = make_uri (defaults, url, options, &authorization, error);
  if (uri == NULL || (options != NULL && !aiohttp_request_options_dup_payload (options, &payload, error)))
    return NULL;
  choose_settings (defaults, upper, options, settings);
  plain = is_plain (defaults, options, authorization, payload);
  headers = plain ? aiohttp_client_plain_get_headers (defaults->plain, &lines) : NULL;
  if (headers != NULL)
    {
      soup_message_headers_ref (headers);
      settings->body_length = -1;
    }
  else
    {
      headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_REQUEST);
      if (!prepare_headers (headers, defaults, options, authorization, payload, settings, error))
        return NULL;
      if (plain && settings->body_length < 0)
        aiohttp_client_plain_set_headers (defaults->plain, headers);
    }
  if (!choose_proxy (defaults, options, settings, error) ||
      (options != NULL && (!encode_payload (options, headers, &payload, error) ||
                           !check_chunked (settings, options->compress != NULL, error))))
    return NULL;
  if (lines == NULL && !add_session_authorization (headers, defaults, uri, error))
    return NULL;
  return aiohttp_client_request_new (upper, uri, headers, lines, payload);
}

void
aiohttp_client_settings_copy (AiohttpClientSettings *self, const AiohttpClientSettings *from)
{
  *self = *from;
  if (self->status_check != NULL)
    aiohttp_status_check_ref (self->status_check);
  if (self->charset_resolver != NULL)
    aiohttp_charset_resolver_ref (self->charset_resolver);
  if (self->upload_progress != NULL)
    aiohttp_progress_ref (self->upload_progress);
  if (self->middlewares != NULL)
    g_ptr_array_ref (self->middlewares);
  if (self->tracer != NULL)
    aiohttp_client_tracer_ref (self->tracer);
  if (self->proxy != NULL)
    g_uri_ref (self->proxy);
  if (self->proxy_headers != NULL)
    soup_message_headers_ref (self->proxy_headers);
  if (self->tls_context != NULL)
    g_object_ref (self->tls_context);
  self->server_hostname = g_strdup (self->server_hostname);
}

void
aiohttp_client_settings_clear (AiohttpClientSettings *self)
{
  g_clear_pointer (&self->tracer, aiohttp_client_tracer_unref);
  g_clear_pointer (&self->middlewares, g_ptr_array_unref);
  g_clear_pointer (&self->status_check, aiohttp_status_check_unref);
  g_clear_pointer (&self->charset_resolver, aiohttp_charset_resolver_unref);
  g_clear_pointer (&self->upload_progress, aiohttp_progress_unref);
  g_clear_pointer (&self->proxy, g_uri_unref);
  g_clear_pointer (&self->proxy_headers, soup_message_headers_unref);
  g_clear_object (&self->tls_context);
  g_clear_pointer (&self->server_hostname, g_free);
}
