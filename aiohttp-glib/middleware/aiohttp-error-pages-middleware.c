/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-error-pages-middleware.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "aiohttp-error.h"
#include "aiohttp-response.h"

/**
 * AiohttpErrorPagesMiddleware:
 *
 * Shows what went wrong as the client likes it best, by its Accept header: as a small HTML page, or as problem details in
 * JSON (RFC 9457). A client that wants neither gets the plain text.
 *
 * It changes the responses of errors, of 404 and 405 for instance, and those with a status of 400 or more that have no
 * body; what a handler has written itself stays as it is. What a 500 failed of is never shown.
 *
 * Since: 0.1
 */

struct _AiohttpErrorPagesMiddleware
{
  AiohttpMiddleware parent_instance;
};

G_DEFINE_FINAL_TYPE (AiohttpErrorPagesMiddleware, aiohttp_error_pages_middleware, AIOHTTP_TYPE_MIDDLEWARE)

typedef enum
{
  FORMAT_TEXT,
  FORMAT_HTML,
  FORMAT_PROBLEM,
} Format;

static Format
choose_format (AiohttpRequest *request)
{
  const char *accept = aiohttp_request_get_header (request, "Accept");
  g_autoptr (GSList) types = accept != NULL ? soup_header_parse_quality_list (accept, NULL) : NULL;
  Format format = accept == NULL ? FORMAT_PROBLEM : FORMAT_TEXT;

  for (GSList *link = types; link != NULL; link = link->next)
    {
      const char *type = link->data;

      if (g_ascii_strcasecmp (type, "text/html") == 0 || g_ascii_strcasecmp (type, "application/xhtml+xml") == 0)
        format = FORMAT_HTML;
      else if (g_ascii_strcasecmp (type, "application/problem+json") == 0 ||
               g_ascii_strcasecmp (type, "application/json") == 0 || g_str_equal (type, "*/*"))
        format = FORMAT_PROBLEM;
      else if (g_ascii_strcasecmp (type, "text/plain") != 0)
        continue;
      break;
    }
  g_slist_foreach (types, (GFunc) (GCallback) g_free, NULL);
  return format;
}

/* What a handler says to the client by an error, or the parser about its request. */
static const char *
find_detail (AiohttpResponse *response, guint status)
{
  const GError *error = aiohttp_response_get_error (response);

  if (error == NULL)
    return NULL;
  return error->domain == AIOHTTP_HTTP_ERROR || (status < 500 && error->domain == AIOHTTP_PROTOCOL_ERROR)
             ? error->message
             : NULL;
}

static char *
make_html (guint status, const char *title, const char *detail)
{
  return g_markup_printf_escaped ("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                                  "<title>%u %s</title></head>\n<body><h1>%u %s</h1>\n<p>%s</p></body></html>\n",
                                  status, title, status, title, detail != NULL ? detail : "");
}

static char *
make_problem (guint status, const char *title, const char *detail)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "type");
  json_builder_add_string_value (builder, "about:blank");
  json_builder_set_member_name (builder, "title");
  json_builder_add_string_value (builder, title);
  json_builder_set_member_name (builder, "status");
  json_builder_add_int_value (builder, status);
  if (detail != NULL)
    {
      json_builder_set_member_name (builder, "detail");
      json_builder_add_string_value (builder, detail);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static gboolean
is_ours (AiohttpRequest *request, AiohttpResponse *response)
{
  GBytes *body = aiohttp_response_get_body (response);

  return aiohttp_request_get_route (request) == NULL || aiohttp_response_get_error (response) != NULL || body == NULL ||
         g_bytes_get_size (body) == 0;
}

static void
aiohttp_error_pages_middleware_after (AiohttpMiddleware *middleware, AiohttpRequest *request,
                                      AiohttpStreamResponse *stream)
{
  const guint status = aiohttp_stream_response_get_status (stream);
  const char *title = aiohttp_stream_response_get_reason (stream);
  g_autofree char *text = NULL;
  g_autoptr (GBytes) body = NULL;
  AiohttpResponse *response;
  const char *detail;
  Format format;

  if (status < 400 || status > 599 || !AIOHTTP_IS_RESPONSE (stream) || aiohttp_stream_response_is_sent (stream))
    return;
  response = AIOHTTP_RESPONSE (stream);
  if (!is_ours (request, response))
    return;
  aiohttp_stream_response_add_header (stream, "Vary", "Accept", NULL);
  format = choose_format (request);
  if (format == FORMAT_TEXT)
    return;
  detail = find_detail (response, status);
  text = format == FORMAT_HTML ? make_html (status, title, detail) : make_problem (status, title, detail);
  body = g_bytes_new (text, strlen (text));
  aiohttp_response_set_body (response, body);
  aiohttp_stream_response_set_header (
      stream, "Content-Type", format == FORMAT_HTML ? "text/html; charset=utf-8" : "application/problem+json", NULL);
}

static void
aiohttp_error_pages_middleware_class_init (AiohttpErrorPagesMiddlewareClass *klass)
{
  AIOHTTP_MIDDLEWARE_CLASS (klass)->after = aiohttp_error_pages_middleware_after;
}

static void
aiohttp_error_pages_middleware_init (AiohttpErrorPagesMiddleware *self)
{
}

/**
 * aiohttp_error_pages_middleware_new:
 *
 * Makes the middleware.
 *
 * Returns: (transfer full): the middleware
 *
 * Since: 0.1
 */
AiohttpMiddleware *
aiohttp_error_pages_middleware_new (void)
{
  return g_object_new (AIOHTTP_TYPE_ERROR_PAGES_MIDDLEWARE, NULL);
}
