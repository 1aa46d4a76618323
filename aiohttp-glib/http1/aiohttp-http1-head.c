/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-http1-head-private.h"

#include <string.h>

const AiohttpHttp1Limits aiohttp_http1_default_limits = {
  .max_line = AIOHTTP_HTTP1_MAX_LINE,
  .max_field = AIOHTTP_HTTP1_MAX_FIELD,
  .max_fields = AIOHTTP_HTTP1_MAX_FIELDS,
  .max_head = AIOHTTP_HTTP1_MAX_HEAD,
  .max_chunk_line = AIOHTTP_HTTP1_MAX_CHUNK_LINE,
  .max_extensions = AIOHTTP_HTTP1_MAX_EXTENSIONS,
};

static const char *const method_names[] = {
  [AIOHTTP_METHOD_OTHER] = NULL,        [AIOHTTP_METHOD_GET] = "GET",         [AIOHTTP_METHOD_HEAD] = "HEAD",
  [AIOHTTP_METHOD_POST] = "POST",       [AIOHTTP_METHOD_PUT] = "PUT",         [AIOHTTP_METHOD_PATCH] = "PATCH",
  [AIOHTTP_METHOD_DELETE] = "DELETE",   [AIOHTTP_METHOD_OPTIONS] = "OPTIONS", [AIOHTTP_METHOD_TRACE] = "TRACE",
  [AIOHTTP_METHOD_CONNECT] = "CONNECT",
};

static AiohttpMethodId
match_method (const char *method, gsize length, AiohttpMethodId id)
{
  return memcmp (method, method_names[id], length) == 0 ? id : AIOHTTP_METHOD_OTHER;
}

/* Methods are case-sensitive (RFC 9110, 9.1). */
AiohttpMethodId
aiohttp_method_id_lookup (const char *method, gsize length)
{
  switch (length)
    {
    case 3:
      return match_method (method, length, method[0] == 'G' ? AIOHTTP_METHOD_GET : AIOHTTP_METHOD_PUT);
    case 4:
      return match_method (method, length, method[0] == 'P' ? AIOHTTP_METHOD_POST : AIOHTTP_METHOD_HEAD);
    case 5:
      return match_method (method, length, method[0] == 'P' ? AIOHTTP_METHOD_PATCH : AIOHTTP_METHOD_TRACE);
    case 6:
      return match_method (method, length, AIOHTTP_METHOD_DELETE);
    case 7:
      return match_method (method, length, method[0] == 'O' ? AIOHTTP_METHOD_OPTIONS : AIOHTTP_METHOD_CONNECT);
    default:
      return AIOHTTP_METHOD_OTHER;
    }
}

const char *
aiohttp_method_id_get_name (AiohttpMethodId id)
{
  return id < G_N_ELEMENTS (method_names) ? method_names[id] : NULL;
}

AiohttpHttp1Head *
aiohttp_http1_head_new (guint max_fields)
{
  AiohttpHttp1Head *head = g_malloc (sizeof *head + max_fields * sizeof head->fields[0]);

  memset (head, 0, sizeof *head);
  head->max_fields = max_fields;
  return head;
}

AiohttpHttp1Head *
aiohttp_http1_head_dup (const AiohttpHttp1Head *head)
{
  gsize size = sizeof *head + head->n_fields * sizeof head->fields[0];
  AiohttpHttp1Head *copy = g_malloc (size + head->head_length);

  memcpy (copy, head, size);
  copy->max_fields = head->n_fields;
  copy->base = (const char *) copy + size;
  memcpy ((char *) copy + size, head->base, head->head_length);
  return copy;
}
