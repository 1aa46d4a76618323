/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-request-private.h"

#include "aiohttp-error.h"
#include "aiohttp-forwarded.h"

/* What a request carries besides what was sent. */

static void
free_value (gpointer data)
{
  GValue *value = data;

  g_value_unset (value);
  g_free (value);
}

AiohttpRequestExtra *
aiohttp_request_get_extra (AiohttpRequest *self)
{
  if (self->extra == NULL)
    {
      self->extra = g_new0 (AiohttpRequestExtra, 1);
      self->extra->client_max_size = -1;
    }
  return self->extra;
}

void
aiohttp_request_extra_free (AiohttpRequestExtra *extra)
{
  g_free (extra->url);
  g_free (extra->scheme);
  g_clear_pointer (&extra->raw_headers, g_variant_unref);
  g_clear_pointer (&extra->cookies, g_hash_table_unref);
  g_list_free_full (extra->if_match, (GDestroyNotify) aiohttp_etag_free);
  g_list_free_full (extra->if_none_match, (GDestroyNotify) aiohttp_etag_free);
  g_clear_pointer (&extra->if_range_etag, aiohttp_etag_free);
  for (guint i = 0; i < G_N_ELEMENTS (extra->dates); i++)
    g_clear_pointer (&extra->dates[i], g_date_time_unref);
  g_list_free_full (extra->forwarded, (GDestroyNotify) aiohttp_forwarded_unref);
  g_clear_object (&extra->form);
  g_clear_pointer (&extra->items, g_hash_table_unref);
  g_clear_error (&extra->pre_handler_error);
  g_free (extra);
}

void
aiohttp_request_take_pre_handler_error (AiohttpRequest *self, GError *error)
{
  AiohttpRequestExtra *extra = aiohttp_request_get_extra (self);

  g_clear_error (&extra->pre_handler_error);
  extra->pre_handler_error = error;
}

/**
 * aiohttp_request_get_pre_handler_error:
 * @self: a request
 *
 * Gets what was wrong with the request before any handler saw it, where it was let through to the middlewares all the
 * same: they may log it, or give the answer another shape.
 *
 * Returns: (transfer none) (nullable): the error, or %NULL for a request that was read well
 *
 * Since: 0.1
 */
GError *
aiohttp_request_get_pre_handler_error (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  return self->extra != NULL ? self->extra->pre_handler_error : NULL;
}

/**
 * aiohttp_request_set_item:
 * @self: a request
 * @key: a key, by custom with the name of who uses it in front
 * @value: what to keep, copied
 *
 * Keeps something with the request: what a middleware finds out, as who the user is, for handlers to see. It lives as long
 * as the request. aiohttp: `request[key] = value`
 *
 * Since: 0.1
 */
void
aiohttp_request_set_item (AiohttpRequest *self, const char *key, const GValue *value)
{
  AiohttpRequestExtra *extra;
  GValue *kept;

  g_return_if_fail (AIOHTTP_IS_REQUEST (self));
  g_return_if_fail (key != NULL);
  g_return_if_fail (G_IS_VALUE (value));

  extra = aiohttp_request_get_extra (self);
  if (extra->items == NULL)
    extra->items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_value);
  kept = g_new0 (GValue, 1);
  g_value_init (kept, G_VALUE_TYPE (value));
  g_value_copy (value, kept);
  g_hash_table_replace (extra->items, g_strdup (key), kept);
}

/**
 * aiohttp_request_get_item:
 * @self: a request
 * @key: a key
 *
 * Gets what [method@Aiohttp.Request.set_item] has kept.
 *
 * Returns: (transfer none) (nullable): the value, or %NULL if there is none
 *
 * Since: 0.1
 */
const GValue *
aiohttp_request_get_item (AiohttpRequest *self, const char *key)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  if (self->extra == NULL || self->extra->items == NULL)
    return NULL;
  return g_hash_table_lookup (self->extra->items, key);
}

/**
 * aiohttp_request_has_item:
 * @self: a request
 * @key: a key
 *
 * Tells whether something is kept by a key.
 *
 * Returns: whether there is
 *
 * Since: 0.1
 */
gboolean
aiohttp_request_has_item (AiohttpRequest *self, const char *key)
{
  return aiohttp_request_get_item (self, key) != NULL;
}

/**
 * aiohttp_request_remove_item:
 * @self: a request
 * @key: a key
 *
 * Forgets what is kept by a key.
 *
 * Returns: whether there was something
 *
 * Since: 0.1
 */
gboolean
aiohttp_request_remove_item (AiohttpRequest *self, const char *key)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  return self->extra != NULL && self->extra->items != NULL && g_hash_table_remove (self->extra->items, key);
}

/**
 * aiohttp_request_dup_item_keys:
 * @self: a request
 *
 * Gets the keys by which something is kept, in no order.
 *
 * Returns: (transfer full): the keys
 *
 * Since: 0.1
 */
char **
aiohttp_request_dup_item_keys (AiohttpRequest *self)
{
  g_autoptr (GStrvBuilder) keys = g_strv_builder_new ();

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  if (self->extra != NULL && self->extra->items != NULL)
    {
      GHashTableIter iter;
      gpointer key;

      g_hash_table_iter_init (&iter, self->extra->items);
      while (g_hash_table_iter_next (&iter, &key, NULL))
        g_strv_builder_add (keys, key);
    }
  return g_strv_builder_end (keys);
}
