/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-conditions-private.h"

#include "aiohttp-request-private.h"

static gboolean
has (AiohttpRequest *request, AiohttpFieldId id)
{
  return aiohttp_http1_head_has (request->head, id);
}

gboolean
aiohttp_conditions_has_any (AiohttpRequest *request)
{
  return has (request, AIOHTTP_FIELD_RANGE) || has (request, AIOHTTP_FIELD_IF_NONE_MATCH) ||
         has (request, AIOHTTP_FIELD_IF_MODIFIED_SINCE) || has (request, AIOHTTP_FIELD_IF_MATCH) ||
         has (request, AIOHTTP_FIELD_IF_UNMODIFIED_SINCE);
}

static gboolean
is_get_or_head (AiohttpRequest *request)
{
  return request->head->method_id == AIOHTTP_METHOD_GET || request->head->method_id == AIOHTTP_METHOD_HEAD;
}

static gboolean
lists (GList *tags, const AiohttpETag *etag, gboolean strongly)
{
  for (GList *l = tags; l != NULL; l = l->next)
    if (aiohttp_etag_is_any (l->data) || (etag != NULL && aiohttp_etag_matches (l->data, etag, strongly)))
      return TRUE;
  return FALSE;
}

/* A list that cannot be read names nothing: If-Match fails then, If-None-Match holds. */
static gboolean
is_refused (AiohttpRequest *request, const AiohttpRepresentation *representation)
{
  GDateTime *date;

  if (has (request, AIOHTTP_FIELD_IF_MATCH))
    return !lists (aiohttp_request_get_if_match (request), representation->etag, TRUE);
  date = aiohttp_request_get_if_unmodified_since (request);
  return date != NULL && representation->modified > g_date_time_to_unix (date);
}

static gboolean
is_known (AiohttpRequest *request, const AiohttpRepresentation *representation)
{
  GDateTime *date;

  if (has (request, AIOHTTP_FIELD_IF_NONE_MATCH))
    return lists (aiohttp_request_get_if_none_match (request), representation->etag, FALSE);
  date = is_get_or_head (request) ? aiohttp_request_get_if_modified_since (request) : NULL;
  return date != NULL && representation->modified <= g_date_time_to_unix (date);
}

/* RFC 9110, 13.1.5. A time is a strong validator only once its second is over. */
static gboolean
has_same_version (AiohttpRequest *request, const AiohttpRepresentation *representation)
{
  AiohttpETag *etag;
  GDateTime *date;

  if (!has (request, AIOHTTP_FIELD_IF_RANGE))
    return TRUE;
  etag = aiohttp_request_get_if_range_etag (request);
  if (etag != NULL)
    return representation->etag != NULL && aiohttp_etag_matches (etag, representation->etag, TRUE);
  date = aiohttp_request_get_if_range (request);
  return date != NULL && representation->modified == g_date_time_to_unix (date) &&
         representation->modified < g_get_real_time () / G_USEC_PER_SEC;
}

/* RFC 9110, 14.1.2 */
static guint
decide_range (AiohttpRequest *request, gint64 size, gint64 *start, gint64 *length)
{
  gint64 first, end;

  if (!aiohttp_request_get_http_range (request, &first, &end, NULL))
    return 416;
  if (first < 0)
    first = MAX (size + first, 0);
  if (first >= size)
    return 416;
  *start = first;
  *length = (end < 0 || end > size ? size : end) - first;
  return 206;
}

guint
aiohttp_conditions_decide (AiohttpRequest *request, const AiohttpRepresentation *representation, gint64 *start,
                           gint64 *length)
{
  *start = 0;
  *length = representation->size;
  if (G_LIKELY (!aiohttp_conditions_has_any (request)))
    return 200;
  if (is_refused (request, representation))
    return 412;
  if (is_known (request, representation))
    return is_get_or_head (request) ? 304 : 412;
  /* Of no other method is a range defined: RFC 9110, 14.2. */
  if (request->head->method_id != AIOHTTP_METHOD_GET || !has (request, AIOHTTP_FIELD_RANGE) ||
      !has_same_version (request, representation))
    return 200;
  return decide_range (request, representation->size, start, length);
}
