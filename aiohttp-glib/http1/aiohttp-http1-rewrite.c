/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-http1-rewrite-private.h"

#include "aiohttp-error.h"
#include "aiohttp-http1-parser-private.h"

static void
append_span (GString *text, const AiohttpHttp1Head *head, AiohttpSpan span)
{
  g_string_append_len (text, head->base + span.offset, span.length);
}

static gboolean
is_framing (guint id)
{
  return id == AIOHTTP_FIELD_CONTENT_LENGTH || id == AIOHTTP_FIELD_TRANSFER_ENCODING;
}

static void
append_old_fields (GString *text, const AiohttpHttp1Head *head, gboolean framing_only, gboolean with_host)
{
  for (guint i = 0; i < head->n_fields; i++)
    {
      const AiohttpField *field = &head->fields[i];

      if (framing_only && !is_framing (field->known) && !(with_host && field->known == AIOHTTP_FIELD_HOST))
        continue;
      append_span (text, head, field->name);
      g_string_append (text, ": ");
      append_span (text, head, field->value);
      g_string_append (text, "\r\n");
    }
}

static void
append_new_fields (GString *text, SoupMessageHeaders *headers)
{
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    if (!is_framing (aiohttp_field_id_lookup (name, strlen (name))))
      g_string_append_printf (text, "%s: %s\r\n", name, value);
}

AiohttpHttp1Head *
aiohttp_http1_head_rewrite (const AiohttpHttp1Head *head, const char *method, const char *target,
                            SoupMessageHeaders *headers, GError **error)
{
  g_autoptr (GString) text = g_string_new (method);
  g_autofree AiohttpHttp1Head *parsed = NULL;
  AiohttpHttp1Parser parser;
  guint n_fields = head->n_fields + AIOHTTP_HTTP1_MAX_FIELDS;
  AiohttpHttp1Limits limits = aiohttp_http1_default_limits;

  if (method == NULL)
    append_span (text, head, head->method);
  g_string_append_c (text, ' ');
  if (target != NULL)
    g_string_append (text, target);
  else
    append_span (text, head, head->target);
  g_string_append_printf (text, " HTTP/1.%u\r\n", head->minor_version);
  append_old_fields (text, head, headers != NULL,
                     headers != NULL && soup_message_headers_get_one (headers, "Host") == NULL);
  if (headers != NULL)
    append_new_fields (text, headers);
  g_string_append (text, "\r\n");

  /* the server's own limits have let the old ones through */
  limits.max_line = limits.max_field = limits.max_head = G_MAXINT;
  limits.max_fields = n_fields;
  parsed = aiohttp_http1_head_new (n_fields);
  aiohttp_http1_parser_init_request (&parser, parsed, &limits);
  switch (aiohttp_http1_parser_execute (&parser, text->str, text->len, error))
    {
    case AIOHTTP_HTTP1_DONE:
      if (parsed->head_length == text->len)
        return aiohttp_http1_head_dup (parsed);
      break;
    case AIOHTTP_HTTP1_ERROR:
      return NULL;
    case AIOHTTP_HTTP1_MORE:
    default:
      break;
    }
  /* something in it has ended the head, or hidden its end */
  g_set_error_literal (error, AIOHTTP_PROTOCOL_ERROR, AIOHTTP_PROTOCOL_ERROR_BAD_FIELD,
                       "A method, URL or header holds a line end");
  return NULL;
}
