/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-native-route-private.h"

#include <string.h>

static guint
key_hash (gconstpointer data)
{
  const AiohttpRouteKey *key = data;
  guint hash = (guint) key->port * 2 + (key->tls ? 1 : 0);

  for (const char *p = key->host; *p != '\0'; p++)
    hash = hash * 31 + (guint8) g_ascii_tolower (*p);
  return hash;
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  const AiohttpRouteKey *x = a;
  const AiohttpRouteKey *y = b;

  return x->port == y->port && x->tls == y->tls && x->tls_context == y->tls_context &&
         x->proxy_fields == y->proxy_fields && g_ascii_strcasecmp (x->host, y->host) == 0 &&
         g_strcmp0 (x->server_name, y->server_name) == 0 && g_strcmp0 (x->proxy, y->proxy) == 0;
}

GHashTable *
aiohttp_native_routes_new (void)
{
  return g_hash_table_new (key_hash, key_equal);
}

static guint
hash_fields (SoupMessageHeaders *headers)
{
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;
  guint hash = 1;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    hash = (hash * 31 + g_str_hash (name)) * 31 + g_str_hash (value);
  return hash;
}

static AiohttpNativeRoute *
route_new (const AiohttpRouteKey *key, const AiohttpTransportRequest *request)
{
  AiohttpNativeRoute *self = g_new0 (AiohttpNativeRoute, 1);

  self->ref_count = 1;
  self->key = *key;
  self->key.host = g_strdup (key->host);
  self->key.server_name = g_strdup (key->server_name);
  self->key.proxy = g_strdup (key->proxy);
  if (key->tls_context != NULL)
    g_object_ref (key->tls_context);
  if (request->proxy != NULL)
    self->proxy = g_uri_ref (request->proxy);
  if (request->proxy_headers != NULL)
    self->proxy_headers = soup_message_headers_ref (request->proxy_headers);
  if (key->tls)
    self->session_key = g_strdup_printf ("%s:%u", key->server_name != NULL ? key->server_name : key->host, key->port);
  return self;
}

AiohttpNativeRoute *
aiohttp_native_routes_ref (GHashTable *routes, const AiohttpTransportRequest *request, AiohttpTlsContext *tls_context)
{
  gboolean tls = g_uri_get_scheme (request->uri)[4] == 's';
  int port = g_uri_get_port (request->uri);
  g_autofree char *proxy = request->proxy != NULL ? g_uri_to_string (request->proxy) : NULL;
  gboolean any_tls = tls || (request->proxy != NULL && strcmp (g_uri_get_scheme (request->proxy), "https") == 0);
  const AiohttpRouteKey key = {
    .tls = tls,
    .host = g_uri_get_host (request->uri),
    .port = (guint16) (port > 0 ? port
                       : tls    ? 443
                                : 80),
    .tls_context = !any_tls               ? NULL
                   : request->tls != NULL ? request->tls
                                          : tls_context,
    .server_name = tls ? request->server_hostname : NULL,
    .proxy = proxy,
    .proxy_fields = request->proxy_headers != NULL ? hash_fields (request->proxy_headers) : 0,
  };
  AiohttpNativeRoute *self = g_hash_table_lookup (routes, &key);

  if (self != NULL)
    return aiohttp_native_route_ref (self);
  self = route_new (&key, request);
  self->routes = g_hash_table_ref (routes);
  g_hash_table_insert (routes, &self->key, self);
  return self;
}

AiohttpNativeRoute *
aiohttp_native_route_ref (AiohttpNativeRoute *self)
{
  self->ref_count++;
  return self;
}

void
aiohttp_native_route_unref (AiohttpNativeRoute *self)
{
  if (--self->ref_count > 0)
    return;
  g_assert (self->idle.length == 0);
  g_hash_table_remove (self->routes, &self->key);
  g_hash_table_unref (self->routes);
  g_free ((char *) self->key.host);
  g_free ((char *) self->key.server_name);
  g_free ((char *) self->key.proxy);
  g_clear_object (&self->key.tls_context);
  g_clear_pointer (&self->proxy, g_uri_unref);
  g_clear_pointer (&self->proxy_headers, soup_message_headers_unref);
  g_free (self->session_key);
  g_free (self);
}
