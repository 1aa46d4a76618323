/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-request-private.h"

#include "aiohttp-cookie-parser-private.h"
#include "aiohttp-forwarded-private.h"

/* Header fields that are taken apart, when somebody asks. */

/**
 * aiohttp_request_get_raw_headers:
 * @self: a request
 *
 * Gets all header fields as they came, in their order: names in the case in which they were sent, values as bytes in
 * whatever charset.
 *
 * Returns: (transfer none): an array of pairs of byte arrays, of the type `a(ayay)`
 *
 * Since: 0.1
 */
GVariant *
aiohttp_request_get_raw_headers (AiohttpRequest *self)
{
  AiohttpRequestExtra *extra;
  GVariantBuilder builder;

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  extra = aiohttp_request_get_extra (self);
  if (extra->raw_headers != NULL)
    return extra->raw_headers;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a(ayay)"));
  for (guint i = 0; i < self->head->n_fields; i++)
    {
      const AiohttpField *field = &self->head->fields[i];

      g_variant_builder_add (
          &builder, "(@ay@ay)",
          g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, aiohttp_request_span_text (self, field->name),
                                     field->name.length, 1),
          g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, aiohttp_request_span_text (self, field->value),
                                     field->value.length, 1));
    }
  extra->raw_headers = g_variant_ref_sink (g_variant_builder_end (&builder));
  return extra->raw_headers;
}

/**
 * aiohttp_request_get_cookies:
 * @self: a request
 *
 * Gets the cookies that the client sent, by name. They are parsed by the first call.
 *
 * What cannot be a cookie is left out and takes no other with it. Of several with one name the first is kept, which by
 * RFC 6265 has the most specific path.
 *
 * Returns: (transfer none) (element-type utf8 utf8): the cookies
 *
 * Since: 0.1
 */
GHashTable *
aiohttp_request_get_cookies (AiohttpRequest *self)
{
  AiohttpRequestExtra *extra;
  AiohttpFields fields;
  const AiohttpField *field;
  guint position = 0;

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  extra = aiohttp_request_get_extra (self);
  if (extra->cookies != NULL)
    return extra->cookies;
  extra->cookies = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  fields = aiohttp_http1_head_get_fields (self->head);
  while ((field = aiohttp_fields_next (&fields, AIOHTTP_FIELD_COOKIE, &position)) != NULL)
    aiohttp_cookies_parse (extra->cookies, aiohttp_request_span_text (self, field->value), field->value.length);
  return extra->cookies;
}

/**
 * aiohttp_request_get_cookie:
 * @self: a request
 * @name: the name of a cookie
 *
 * Gets one cookie.
 *
 * Returns: (nullable): its value, or %NULL if it was not sent
 *
 * Since: 0.1
 */
const char *
aiohttp_request_get_cookie (AiohttpRequest *self, const char *name)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (!aiohttp_http1_head_has (self->head, AIOHTTP_FIELD_COOKIE))
    return NULL;
  return g_hash_table_lookup (aiohttp_request_get_cookies (self), name);
}

/**
 * aiohttp_request_get_forwarded:
 * @self: a request
 *
 * Gets what proxies, and whoever pretends to be one, tell in Forwarded (RFC 7239): the nearest proxy is the last element.
 *
 * Nothing else of the request follows it: [method@Aiohttp.Request.get_remote] stays the other end of the connection.
 * What is malformed ends its own element only.
 *
 * Returns: (transfer none) (element-type AiohttpForwarded) (nullable): the elements, or %NULL for none
 *
 * Since: 0.1
 */
GList *
aiohttp_request_get_forwarded (AiohttpRequest *self)
{
  AiohttpRequestExtra *extra;
  AiohttpFields fields;
  const AiohttpField *field;
  guint position = 0;

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  if (!aiohttp_http1_head_has (self->head, AIOHTTP_FIELD_FORWARDED))
    return NULL;
  extra = aiohttp_request_get_extra (self);
  if (extra->forwarded != NULL)
    return extra->forwarded;
  fields = aiohttp_http1_head_get_fields (self->head);
  while ((field = aiohttp_fields_next (&fields, AIOHTTP_FIELD_FORWARDED, &position)) != NULL)
    extra->forwarded =
        aiohttp_forwarded_parse (extra->forwarded, aiohttp_request_span_text (self, field->value), field->value.length);
  extra->forwarded = g_list_reverse (extra->forwarded);
  return extra->forwarded;
}
