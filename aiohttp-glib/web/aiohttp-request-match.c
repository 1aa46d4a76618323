/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-request-private.h"

#include "aiohttp-url-private.h"

void
aiohttp_request_set_match (AiohttpRequest *self, const AiohttpRouteMatch *match)
{
  self->route = match->route;
  self->n_params = match->n_params;
  self->params = self->inline_params;
  if (G_UNLIKELY (match->n_params > AIOHTTP_REQUEST_INLINE_PARAMS))
    self->params = g_new (AiohttpSpan, match->n_params);
  for (guint i = 0; i < match->n_params; i++)
    {
      self->params[i] = match->params[i].span;
      if (G_LIKELY (match->params[i].value == NULL))
        continue;
      if (self->match_values == NULL)
        self->match_values = g_new0 (char *, match->n_params);
      self->match_values[i] = match->params[i].value;
    }
}

static const char *
get_match_value (AiohttpRequest *self, guint index)
{
  if (self->match_values == NULL)
    self->match_values = g_new0 (char *, self->n_params);
  if (self->match_values[index] == NULL)
    self->match_values[index] =
        aiohttp_url_decode_segment (aiohttp_request_span_text (self, self->head->path) + self->params[index].offset,
                                    self->params[index].length, NULL);
  return self->match_values[index];
}

/**
 * aiohttp_request_get_match_info:
 * @self: a request
 * @name: the name of a parameter of the route
 *
 * Gets what the path has in the place of a parameter, percent-decoded.
 *
 * Returns: (nullable): the value, or %NULL if the route has no such parameter
 *
 * Since: 0.1
 */
const char *
aiohttp_request_get_match_info (AiohttpRequest *self, const char *name)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  for (guint i = 0; i < self->n_params; i++)
    if (g_str_equal (self->route->pattern->params[i], name))
      return get_match_value (self, i);
  return NULL;
}

/**
 * aiohttp_request_dup_match_info:
 * @self: a request
 *
 * Gets all parameters of the route with what the path has in their places.
 *
 * Returns: (transfer full) (element-type utf8 utf8): the values by name
 *
 * Since: 0.1
 */
GHashTable *
aiohttp_request_dup_match_info (AiohttpRequest *self)
{
  GHashTable *values;

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (guint i = 0; i < self->n_params; i++)
    g_hash_table_insert (values, g_strdup (self->route->pattern->params[i]), g_strdup (get_match_value (self, i)));
  return values;
}

/**
 * aiohttp_request_get_route:
 * @self: a request
 *
 * Gets the route that the request's path and method have led to.
 *
 * aiohttp: `match_info.route`
 *
 * Returns: (transfer none) (nullable): the route, or %NULL where there is none, as in a middleware that sees a 404
 *
 * Since: 0.1
 */
AiohttpRoute *
aiohttp_request_get_route (AiohttpRequest *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  return (AiohttpRoute *) self->route;
}
