/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A path decoded to show (%2F becomes "/"); to match, split the raw path at "/" first and decode each segment, so that
 * an encoded slash never splits one. Both fail with AIOHTTP_PROTOCOL_ERROR_BAD_TARGET where the decoded bytes hold a NUL
 * or are not UTF-8. A "%" without two hexadecimal digits stays what it is. */
char *aiohttp_url_decode_path (const char *path, gsize length, GError **error);
char *aiohttp_url_decode_segment (const char *segment, gsize length, GError **error);

/* Decoded but for "%2F" and "%25", so that what a regular expression has matched of it can be decoded in full by
 * aiohttp_url_decode_segment(). NULL where that is not UTF-8. */
char *aiohttp_url_decode_to_match (const char *text, gsize length);

/* Whether decoding would change anything: a segment without "%" can be used in place. */
gboolean aiohttp_url_needs_decoding (const char *text, gsize length);

/* Percent-encodes all but unreserved, sub-delims, ":" and "@" (RFC 3986, pchar); "/" too unless keep_slashes. */
char *aiohttp_url_encode_path (const char *path, gssize length, gboolean keep_slashes);

typedef struct
{
  char *name;
  char *value;
} AiohttpQueryPair;

#define AIOHTTP_URL_MAX_QUERY_PAIRS 1000

/* Whether a query may be parsed; looks at it only if it is long enough for more than max_pairs pairs. */
gboolean aiohttp_url_check_query (const char *query, gsize length, guint max_pairs, GError **error);

/* A GArray of AiohttpQueryPair that frees its strings, in the order of the query. "+" is a space; what is not UTF-8, and
 * NUL, is replaced with U+FFFD. AIOHTTP_PROTOCOL_ERROR_BAD_TARGET with more than max_pairs pairs. */
GArray *aiohttp_url_parse_query (const char *query, gsize length, guint max_pairs, GError **error);

/* Undoes the encoding of a form into `out`, which has room for `length` bytes; the length of what comes out. */
gsize aiohttp_url_decode_form (char *out, const char *text, gsize length);

/* Appends one pair as application/x-www-form-urlencoded has it, with an ampersand before it where there is another. */
void aiohttp_url_append_form_pair (GString *form, const char *name, const char *value);

G_END_DECLS
