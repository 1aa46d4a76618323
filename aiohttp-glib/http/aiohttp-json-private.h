/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

#define AIOHTTP_JSON_MAX_DEPTH 64

/* One pass without a parser, strings skipped: JSON_PARSER_ERROR when arrays and objects are nested deeper than max_depth,
 * so that no peer can drive a parser's recursion to the end of a coroutine's stack, or when there is a byte outside
 * strings that JSON has no use for. json-glib takes comments, in which a quote would hide brackets from this count. */
gboolean aiohttp_json_check (const char *text, gsize length, guint max_depth, GError **error);

/* Parses a peer's text. JSON_PARSER_ERROR when it is malformed, empty, or nested deeper than max_depth. */
JsonNode *aiohttp_json_parse (const char *text, gsize length, guint max_depth, GError **error);

/* Whether a media type (without parameters) is one of JSON: application/json, or any that ends in +json. */
gboolean aiohttp_json_is_media_type (const char *media_type);

G_END_DECLS
