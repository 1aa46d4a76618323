/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-request-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"
#include "aiohttp-etag-private.h"
#include "aiohttp-range-private.h"

/* What a request asks to be done only if, or of what part: RFC 9110, 13 and 14. */

typedef enum
{
  IF_MODIFIED_SINCE,
  IF_UNMODIFIED_SINCE,
  IF_RANGE,
  IF_RANGE_ETAG,
  IF_MATCH,
  IF_NONE_MATCH,
} RequestDate;

/* Whether it is the first time. */
static gboolean
ask (AiohttpRequestExtra *extra, RequestDate which)
{
  guint bit = 1u << which;
  gboolean first = (extra->asked & bit) == 0;

  extra->asked |= bit;
  return first;
}

static GDateTime *
get_date (AiohttpRequest *self, RequestDate which)
{
  static const AiohttpFieldId ids[] = { AIOHTTP_FIELD_IF_MODIFIED_SINCE, AIOHTTP_FIELD_IF_UNMODIFIED_SINCE,
                                        AIOHTTP_FIELD_IF_RANGE };
  AiohttpRequestExtra *extra;

  if (!aiohttp_http1_head_has (self->head, ids[which]))
    return NULL;
  extra = aiohttp_request_get_extra (self);
  if (ask (extra, which))
    extra->dates[which] = soup_date_time_new_from_http_string (aiohttp_request_get_header_by_id (self, ids[which]));
  return extra->dates[which];
}

/**
 * aiohttp_request_get_if_modified_since:
 * @self: a request
 *
 * Gets the date of If-Modified-Since: a GET is answered with 304 where nothing has changed since.
 *
 * Returns: (transfer none) (nullable): the date, or %NULL if none was sent, or one that is none
 *
 * Since: 0.1
 */
GDateTime *
aiohttp_request_get_if_modified_since (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  return get_date (self, IF_MODIFIED_SINCE);
}

/**
 * aiohttp_request_get_if_unmodified_since:
 * @self: a request
 *
 * Gets the date of If-Unmodified-Since: the request is answered with 412 where something has changed since.
 *
 * Returns: (transfer none) (nullable): the date, or %NULL if none was sent, or one that is none
 *
 * Since: 0.1
 */
GDateTime *
aiohttp_request_get_if_unmodified_since (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  return get_date (self, IF_UNMODIFIED_SINCE);
}

/**
 * aiohttp_request_get_if_range:
 * @self: a request
 *
 * Gets the date of If-Range, where that is a date: a Range counts only if nothing has changed since.
 *
 * Returns: (transfer none) (nullable): the date, or %NULL if none was sent, or one that is none
 *
 * Since: 0.1
 */
GDateTime *
aiohttp_request_get_if_range (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  return get_date (self, IF_RANGE);
}

/**
 * aiohttp_request_get_if_range_etag:
 * @self: a request
 *
 * Gets the entity tag of If-Range, where that is one: a Range counts only for that version, by a strong comparison.
 *
 * Returns: (transfer none) (nullable): the tag, or %NULL if none was sent
 *
 * Since: 0.1
 */
AiohttpETag *
aiohttp_request_get_if_range_etag (AiohttpRequest *self)
{
  AiohttpRequestExtra *extra;

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  if (!aiohttp_http1_head_has (self->head, AIOHTTP_FIELD_IF_RANGE))
    return NULL;
  extra = aiohttp_request_get_extra (self);
  if (ask (extra, IF_RANGE_ETAG))
    extra->if_range_etag = aiohttp_etag_parse (aiohttp_request_get_header_by_id (self, AIOHTTP_FIELD_IF_RANGE));
  return extra->if_range_etag;
}

static GList *
get_etags (AiohttpRequest *self, AiohttpFieldId id, RequestDate which, GList **tags)
{
  AiohttpFields fields = aiohttp_http1_head_get_fields (self->head);
  g_autofree char *value = NULL;

  if (!ask (self->extra, which))
    return *tags;
  value = aiohttp_fields_dup_id (&fields, id);
  if (value != NULL)
    *tags = aiohttp_etag_parse_list (value);
  return *tags;
}

/**
 * aiohttp_request_get_if_match:
 * @self: a request
 *
 * Gets the entity tags of If-Match: the request is to be answered with 412 where the resource has none of them, by a
 * strong comparison. `*` is a list of one, whose [method@Aiohttp.ETag.is_any] is true.
 *
 * Returns: (transfer none) (element-type AiohttpETag) (nullable): the tags, or %NULL if none were sent
 *
 * Since: 0.1
 */
GList *
aiohttp_request_get_if_match (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  if (!aiohttp_http1_head_has (self->head, AIOHTTP_FIELD_IF_MATCH))
    return NULL;
  return get_etags (self, AIOHTTP_FIELD_IF_MATCH, IF_MATCH, &aiohttp_request_get_extra (self)->if_match);
}

/**
 * aiohttp_request_get_if_none_match:
 * @self: a request
 *
 * Gets the entity tags of If-None-Match: a GET is to be answered with 304, anything else with 412, where the resource has
 * one of them, by a weak comparison. `*` is a list of one, whose [method@Aiohttp.ETag.is_any] is true.
 *
 * Returns: (transfer none) (element-type AiohttpETag) (nullable): the tags, or %NULL if none were sent
 *
 * Since: 0.1
 */
GList *
aiohttp_request_get_if_none_match (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  if (!aiohttp_http1_head_has (self->head, AIOHTTP_FIELD_IF_NONE_MATCH))
    return NULL;
  return get_etags (self, AIOHTTP_FIELD_IF_NONE_MATCH, IF_NONE_MATCH, &aiohttp_request_get_extra (self)->if_none_match);
}

/**
 * aiohttp_request_get_http_range:
 * @self: a request
 * @start: (out): the first byte that is wanted; a negative number asks for so many bytes at the end
 * @end: (out): the first byte that is not wanted any more, or -1: all to the end
 * @error: return location of the error
 *
 * Gets what part of the resource is asked for, by a Range of one `bytes` range. Without one it is everything, from 0 to
 * -1.
 *
 * Several ranges, another unit or a malformed one are %AIOHTTP_HTTP_ERROR_RANGE_NOT_SATISFIABLE, with which a handler may
 * answer; ignoring Range and sending everything is right, too (RFC 9110, 14.2).
 *
 * Returns: whether @start and @end are set
 *
 * Since: 0.1
 */
gboolean
aiohttp_request_get_http_range (AiohttpRequest *self, gint64 *start, gint64 *end, GError **error)
{
  const char *value;
  g_autofree char *shown = NULL;

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), FALSE);
  g_return_val_if_fail (start != NULL && end != NULL, FALSE);

  *start = 0;
  *end = -1;
  value = aiohttp_request_get_header_by_id (self, AIOHTTP_FIELD_RANGE);
  if (value == NULL || aiohttp_range_parse (value, start, end))
    return TRUE;
  shown = aiohttp_chars_escape (value, strlen (value), 64);
  g_set_error (error, AIOHTTP_HTTP_ERROR, AIOHTTP_HTTP_ERROR_RANGE_NOT_SATISFIABLE, "Range “%s” is not one of bytes",
               shown);
  return FALSE;
}
