/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Makes an object of `type` with the members of a JSON object as its properties. A member without a property is passed over;
 * one that does not fit its property is JSON_PARSER_ERROR_INVALID_DATA, and the message names it, as `address.city` or
 * `tags[2]`. Main stack: it runs constructors and setters, which may be a binding's. */
GObject *aiohttp_json_to_object (JsonNode *node, GType type, GError **error);

G_END_DECLS
