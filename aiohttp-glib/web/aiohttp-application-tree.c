/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-application-private.h"

#include "aiohttp-error.h"

/* Applications below others, and what their handlers share. */

static gboolean
check_adoptable (AiohttpApplication *self, AiohttpApplication *child, const char *what, GError **error)
{
  const char *misuse = NULL;

  if (!aiohttp_application_check_not_frozen (self, "sub-application", error))
    return FALSE;
  for (AiohttpApplication *app = self; app != NULL; app = app->parent)
    if (app == child)
      misuse = "is the application itself, or above it";
  if (child->parent != NULL)
    misuse = "is part of another one already: make one for each place";
  else if (child->frozen || child->state != AIOHTTP_APPLICATION_NEW)
    misuse = "serves already: add it before it starts";
  if (misuse == NULL)
    return TRUE;
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE, "The application for “%s” %s", what, misuse);
  return FALSE;
}

static void
adopt (AiohttpApplication *self, AiohttpApplication *child)
{
  child->parent = self;
  g_ptr_array_add (self->children, g_object_ref (child));
  aiohttp_application_chain_lifecycle (self, child);
}

/**
 * aiohttp_application_add_subapp:
 * @self: an application
 * @prefix: what the paths begin with, such as `/admin`; plain text
 * @subapp: another application
 * @error: return location of the error
 *
 * Puts another application below a prefix: it answers all paths that begin with it, by a 404 of its own where it has no
 * route. Routes of @self that match come first.
 *
 * Its middlewares run inside of those of @self, and it starts and ends with it. Limits and items are its own;
 * [method@Aiohttp.Application.lookup_item] looks further up.
 *
 * Fails with %AIOHTTP_ERROR_INVALID_STATE for an application that is part of another one or serves already, with
 * %AIOHTTP_ERROR_INVALID_PATTERN, %AIOHTTP_ERROR_ROUTE_CONFLICT, and with %AIOHTTP_ERROR_FROZEN once @self serves.
 *
 * aiohttp: `add_subapp()`
 *
 * Returns: whether it was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_add_subapp (AiohttpApplication *self, const char *prefix, AiohttpApplication *subapp,
                                GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), FALSE);
  g_return_val_if_fail (prefix != NULL, FALSE);
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (subapp), FALSE);

  if (!check_adoptable (self, subapp, prefix, error) ||
      !aiohttp_router_mount (self->router, prefix, subapp->router, error))
    return FALSE;
  adopt (self, subapp);
  return TRUE;
}

/**
 * aiohttp_application_add_domain:
 * @self: an application
 * @domain: a host as clients send it, `example.org` or `example.org:8080`; a `*` stands for any characters of one
 *   label, as in `*.example.org`
 * @subapp: another application
 * @error: return location of the error
 *
 * Lets another application answer all requests for a host, before the paths of @self are looked at. Of two that match,
 * the one that was added first answers. Clients send whatever host they like.
 *
 * In all else it is like [method@Aiohttp.Application.add_subapp].
 *
 * aiohttp: `add_domain()`
 *
 * Returns: whether it was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_add_domain (AiohttpApplication *self, const char *domain, AiohttpApplication *subapp,
                                GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), FALSE);
  g_return_val_if_fail (domain != NULL, FALSE);
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (subapp), FALSE);

  if (!check_adoptable (self, subapp, domain, error) ||
      !aiohttp_router_mount_domain (self->router, domain, subapp->router, error))
    return FALSE;
  adopt (self, subapp);
  return TRUE;
}

/**
 * aiohttp_application_get_parent:
 * @self: an application
 *
 * Gets the application that this one is part of.
 *
 * Returns: (transfer none) (nullable): the application above
 *
 * Since: 0.1
 */
AiohttpApplication *
aiohttp_application_get_parent (AiohttpApplication *self)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), NULL);

  return self->parent;
}

static void
free_value (gpointer data)
{
  GValue *value = data;

  g_value_unset (value);
  g_free (value);
}

/**
 * aiohttp_application_set_item:
 * @self: an application
 * @key: a key
 * @value: what to keep
 * @error: return location of the error
 *
 * Keeps something for the handlers.
 *
 * Fails with %AIOHTTP_ERROR_FROZEN once the application serves: until then, functions of
 * [method@Aiohttp.Application.on_startup] included, it may be set.
 *
 * aiohttp: `app[key] = value`
 *
 * Returns: whether it was set
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_set_item (AiohttpApplication *self, const char *key, const GValue *value, GError **error)
{
  GValue *kept;

  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);
  g_return_val_if_fail (G_IS_VALUE (value), FALSE);

  if (!aiohttp_application_check_not_frozen (self, "item", error))
    return FALSE;
  if (self->items == NULL)
    self->items = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_value);
  kept = g_new0 (GValue, 1);
  g_value_init (kept, G_VALUE_TYPE (value));
  g_value_copy (value, kept);
  g_hash_table_replace (self->items, g_strdup (key), kept);
  return TRUE;
}

/**
 * aiohttp_application_remove_item:
 * @self: an application
 * @key: a key
 * @error: return location of the error
 *
 * Removes what is kept by a key; nothing happens where there is none.
 *
 * Fails with %AIOHTTP_ERROR_FROZEN once the application serves.
 *
 * Returns: whether nothing is kept by the key any more
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_remove_item (AiohttpApplication *self, const char *key, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), FALSE);
  g_return_val_if_fail (key != NULL, FALSE);

  if (!aiohttp_application_check_not_frozen (self, "change of an item", error))
    return FALSE;
  if (self->items != NULL)
    g_hash_table_remove (self->items, key);
  return TRUE;
}

/**
 * aiohttp_application_get_item:
 * @self: an application
 * @key: a key
 *
 * Gets what this application keeps by a key.
 *
 * Returns: (transfer none) (nullable): the value, or %NULL if there is none
 *
 * Since: 0.1
 */
const GValue *
aiohttp_application_get_item (AiohttpApplication *self, const char *key)
{
  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), NULL);
  g_return_val_if_fail (key != NULL, NULL);

  return self->items != NULL ? g_hash_table_lookup (self->items, key) : NULL;
}

/**
 * aiohttp_application_has_item:
 * @self: an application
 * @key: a key
 *
 * Tells whether this application keeps something by a key.
 *
 * Returns: whether there is something
 *
 * Since: 0.1
 */
gboolean
aiohttp_application_has_item (AiohttpApplication *self, const char *key)
{
  return aiohttp_application_get_item (self, key) != NULL;
}

/**
 * aiohttp_application_lookup_item:
 * @self: an application
 * @key: a key
 *
 * Gets what this application, or else the nearest one above it, keeps by a key.
 *
 * aiohttp: `config_dict`
 *
 * Returns: (transfer none) (nullable): the value, or %NULL if there is none
 *
 * Since: 0.1
 */
const GValue *
aiohttp_application_lookup_item (AiohttpApplication *self, const char *key)
{
  const GValue *value = NULL;

  g_return_val_if_fail (AIOHTTP_IS_APPLICATION (self), NULL);

  for (; self != NULL && value == NULL; self = self->parent)
    value = aiohttp_application_get_item (self, key);
  return value;
}
