/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-request-private.h"

#include "aiohttp-error.h"
#include "aiohttp-http1-rewrite-private.h"

static void
copy_match (AiohttpRequest *self, AiohttpRequest *origin)
{
  self->route = origin->route;
  self->n_params = origin->n_params;
  if (self->n_params == 0)
    return;
  /* the spans are of the other's head; the values are there already and never looked for in ours */
  self->match_values = g_new0 (char *, self->n_params);
  for (guint i = 0; i < self->n_params; i++)
    self->match_values[i] = g_strdup (aiohttp_request_get_match_info (origin, self->route->pattern->params[i]));
}

static void
copy_items (AiohttpRequest *self, AiohttpRequest *origin)
{
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  if (origin->extra == NULL)
    return;
  aiohttp_request_get_extra (self)->client_max_size = origin->extra->client_max_size;
  if (origin->extra->items == NULL)
    return;
  g_hash_table_iter_init (&iter, origin->extra->items);
  while (g_hash_table_iter_next (&iter, &key, &value))
    aiohttp_request_set_item (self, key, value);
}

/**
 * aiohttp_request_clone:
 * @self: a request
 * @method: (nullable): another method
 * @rel_url: (nullable): another path and query, percent-encoded
 * @headers: (nullable): other headers, in the place of all
 * @scheme: (nullable): another scheme
 * @host: (nullable): another host
 * @remote: (nullable): another address of the client
 * @error: return location of the error
 *
 * Makes a copy with some things changed: what a middleware that trusts its proxy's headers, or rewrites paths, gives to the
 * handler in the place of the request. The answer to the copy is that to the request.
 *
 * Both share the body, and what one has read the other cannot; after some of it was read no copy can be made
 * (%AIOHTTP_ERROR_INVALID_STATE). The length of the body stays what it is, whatever @headers say, and Host stays where they have
 * none. The route and its parameters, the items and [method@Aiohttp.Request.get_client_max_size] are copied. What could not
 * have come over the wire is an [error@Aiohttp.ProtocolError].
 *
 * Returns: (transfer full): the copy, or %NULL on an error
 *
 * Since: 0.1
 */
AiohttpRequest *
aiohttp_request_clone (AiohttpRequest *self, const char *method, const char *rel_url, SoupMessageHeaders *headers,
                       const char *scheme, const char *host, const char *remote, GError **error)
{
  AiohttpRequest *clone;
  AiohttpHttp1Head *head;
  const char *address;

  g_return_val_if_fail (AIOHTTP_IS_REQUEST (self), NULL);

  if (!aiohttp_request_is_readable (self) || self->body != NULL ||
      (self->content != NULL && aiohttp_stream_reader_get_total_bytes (self->content) > 0))
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                           "A request cannot be cloned once its body was read");
      return NULL;
    }
  head = aiohttp_http1_head_rewrite (self->head, method, rel_url, headers, error);
  if (head == NULL)
    return NULL;

  clone = aiohttp_request_new (self->stream, self->app, head);
  clone->origin = g_object_ref (self);
  clone->secure = self->secure;
  clone->gone = self->gone;
  clone->cancellable = g_object_ref (aiohttp_request_get_cancellable (self));
  clone->content = g_object_ref (aiohttp_request_get_content (self));
  copy_match (clone, self);
  copy_items (clone, self);
  if (scheme != NULL || (self->extra != NULL && self->extra->scheme != NULL))
    aiohttp_request_get_extra (clone)->scheme = g_strdup (scheme != NULL ? scheme : self->extra->scheme);
  clone->host = g_strdup (host);
  address = remote != NULL ? remote : aiohttp_request_get_remote (self);
  clone->remote = g_strdup (address);

  if (self->clones == NULL)
    self->clones = g_ptr_array_new ();
  g_ptr_array_add (self->clones, clone);
  return clone;
}

void
aiohttp_request_forget_clone (AiohttpRequest *self, AiohttpRequest *clone)
{
  g_ptr_array_remove_fast (self->clones, clone);
}

void
aiohttp_request_foreach_clone (AiohttpRequest *self, void (*func) (AiohttpRequest *))
{
  g_autoptr (GPtrArray) clones = NULL;

  if (self->clones == NULL || self->clones->len == 0)
    return;
  /* the function calls back, and what it calls may let one go */
  clones = g_ptr_array_copy (self->clones, (GCopyFunc) (void *) g_object_ref, NULL);
  g_ptr_array_set_free_func (clones, g_object_unref);
  for (guint i = 0; i < clones->len; i++)
    func (g_ptr_array_index (clones, i));
}
