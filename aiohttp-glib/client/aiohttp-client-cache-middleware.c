/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-cache-middleware.h"

#include <string.h>

#include "aiohttp-client-middleware-private.h"
#include "aiohttp-client-response-private.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-request-url-private.h"
#include "aiohttp-response-cache-private.h"
#include "aiohttp-stream-reader-private.h"
#include "aiohttp-tap-stream-private.h"

#define DEFAULT_MAX_SIZE       (16 * 1024 * 1024)
#define DEFAULT_MAX_ENTRY_SIZE (1024 * 1024)

/**
 * AiohttpClientCacheMiddleware:
 *
 * Keeps responses in memory and answers requests with them, as long as HTTP lets it (RFC 9111): a private cache.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpClientMiddleware) cache = aiohttp_client_cache_middleware_new (64 * 1024 * 1024);
 *
 * aiohttp_client_session_add_middleware (session, cache);
 * ]|
 *
 * A response that is fresh, by `Cache-Control`, `Expires` or the time since it was changed, answers further GET requests
 * for its URL that are alike in what its `Vary` names. One that is stale is asked for again, with its `ETag` or
 * `Last-Modified`, and used again where the server answers 304. `stale-if-error` lets it stand in for a server that fails.
 * A request has its say by `Cache-Control`: `no-cache`, `no-store`, `max-age`, `max-stale`, `min-fresh`, `only-if-cached`,
 * which is answered with 504 where there is nothing. One with conditions or a range of its own goes past the cache, and one
 * of another method that succeeds removes what is kept of its URL.
 *
 * A body is kept when it was read to its end. [property@Aiohttp.ClientCacheMiddleware:max-size] bounds all of it: what was
 * not used for the longest time goes first. An answer from the cache has an `Age` field.
 *
 * Whoever shares the session shares the cache: it is for one user.
 *
 * Since: 0.1
 */

struct _AiohttpClientCacheMiddleware
{
  AiohttpClientMiddleware parent_instance;

  AiohttpResponseCache cache;
  guint64 max_entry_size;
};

enum
{
  PROP_0,
  PROP_MAX_SIZE,
  PROP_MAX_ENTRY_SIZE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpClientCacheMiddleware, aiohttp_client_cache_middleware, AIOHTTP_TYPE_CLIENT_MIDDLEWARE)

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static AiohttpReply *
answer (AiohttpClientRequest *request, AiohttpCacheEntry *entry)
{
  AiohttpClientResponse *response =
      aiohttp_client_response_new_for_request (request, entry->status, entry->headers, entry->body);
  g_autofree char *age =
      g_strdup_printf ("%" G_GINT64_FORMAT, aiohttp_cache_get_age (entry->headers, &entry->times, get_now ()));

  soup_message_headers_replace (aiohttp_client_response_get_headers (response), "Age", age);
  return AIOHTTP_REPLY (response);
}

/* A response whose body is on its way into the cache. */
typedef struct
{
  GWeakRef middleware;
  char *url;
  SoupMessageHeaders *request;
  guint status;
  SoupMessageHeaders *headers;
  AiohttpCacheTimes times;
} Storing;

static void
storing_free (gpointer data)
{
  Storing *storing = data;

  g_weak_ref_clear (&storing->middleware);
  g_free (storing->url);
  soup_message_headers_unref (storing->request);
  soup_message_headers_unref (storing->headers);
  g_free (storing);
}

static SoupMessageHeaders *
copy_headers (SoupMessageHeaders *from, SoupMessageHeadersType type)
{
  SoupMessageHeaders *copy = soup_message_headers_new (type);
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  soup_message_headers_iter_init (&iter, from);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    soup_message_headers_append (copy, name, value);
  return copy;
}

static void
store (GBytes *bytes, gpointer data)
{
  Storing *storing = data;
  g_autoptr (AiohttpClientCacheMiddleware) self = g_weak_ref_get (&storing->middleware);

  if (self != NULL)
    aiohttp_response_cache_store (&self->cache, storing->url, storing->request, storing->status, storing->headers,
                                  bytes, &storing->times);
}

static void
start_storing (AiohttpClientCacheMiddleware *self, const char *url, AiohttpClientRequest *request,
               AiohttpClientResponse *response, const AiohttpCacheTimes *times)
{
  Storing *storing = g_new0 (Storing, 1);

  g_weak_ref_init (&storing->middleware, self);
  storing->url = g_strdup (url);
  storing->request = copy_headers (aiohttp_client_request_get_headers (request), SOUP_MESSAGE_HEADERS_REQUEST);
  storing->status = aiohttp_client_response_get_status (response);
  storing->headers = copy_headers (aiohttp_client_response_get_headers (response), SOUP_MESSAGE_HEADERS_RESPONSE);
  storing->times = *times;
  aiohttp_client_response_tap (response, self->max_entry_size, store, storing, storing_free);
}

/* RFC 9111, 4.4: what it has changed, and what it says that it has. */
static void
invalidate (AiohttpClientCacheMiddleware *self, AiohttpClientRequest *request, AiohttpClientResponse *response)
{
  static const char *const names[] = { "Location", "Content-Location" };
  GUri *uri = aiohttp_client_request_get_uri (request);
  g_autofree char *own = aiohttp_request_url_to_string (uri, FALSE);

  aiohttp_response_cache_remove (&self->cache, own);
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = aiohttp_client_response_get_header (response, names[i]);
      g_autofree char *authorization = NULL;
      g_autoptr (GUri) other = value != NULL ? aiohttp_request_url_resolve (uri, value, &authorization, NULL) : NULL;

      if (other != NULL && aiohttp_request_url_same_origin (uri, other))
        {
          g_autofree char *url = aiohttp_request_url_to_string (other, FALSE);

          aiohttp_response_cache_remove (&self->cache, url);
        }
    }
}

static AiohttpReply *
pass_by (AiohttpClientCacheMiddleware *self, AiohttpClientRequest *request, AiohttpClientNext *next, GError **error)
{
  g_autofree char *method = g_strdup (aiohttp_client_request_get_method (request));
  AiohttpClientResponse *response = aiohttp_client_next_await (next, request, error);

  if (response != NULL && aiohttp_cache_invalidates (method, aiohttp_client_response_get_status (response)))
    invalidate (self, request, response);
  return (AiohttpReply *) response;
}

static void
add_validators (AiohttpClientRequest *request, AiohttpCacheEntry *entry)
{
  SoupMessageHeaders *headers = aiohttp_client_request_get_headers (request);
  const char *etag = soup_message_headers_get_one (entry->headers, "ETag");
  const char *changed = soup_message_headers_get_one (entry->headers, "Last-Modified");

  if (etag != NULL)
    soup_message_headers_replace (headers, "If-None-Match", etag);
  if (changed != NULL)
    soup_message_headers_replace (headers, "If-Modified-Since", changed);
}

static void
remove_validators (AiohttpClientRequest *request)
{
  soup_message_headers_remove (aiohttp_client_request_get_headers (request), "If-None-Match");
  soup_message_headers_remove (aiohttp_client_request_get_headers (request), "If-Modified-Since");
}

/* Whether what the server said, or that it failed, leaves the stored response in use. */
static gboolean
stays_in_use (AiohttpCacheEntry *entry, AiohttpClientResponse *response, const AiohttpCacheTimes *times)
{
  guint status = response != NULL ? aiohttp_client_response_get_status (response) : 0;

  if (status == 304)
    {
      aiohttp_cache_freshen (entry->headers, aiohttp_client_response_get_headers (response));
      entry->times = *times;
      return TRUE;
    }
  return (response == NULL || status >= 500) &&
         aiohttp_cache_may_stand_in (entry->status, entry->headers, &entry->times, get_now ());
}

/* Asks the server, about `entry` where there is one. */
static AiohttpReply *
ask (AiohttpClientCacheMiddleware *self, const char *url, AiohttpCacheEntry *entry, AiohttpClientRequest *request,
     AiohttpClientNext *next, GError **error)
{
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autoptr (GError) failure = NULL;
  AiohttpCacheTimes times = { .requested = get_now () };

  if (entry != NULL)
    add_validators (request, entry);
  response = aiohttp_client_next_await (next, request, &failure);
  if (entry != NULL)
    remove_validators (request);
  times.received = get_now ();
  if (entry != NULL && !g_error_matches (failure, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
      stays_in_use (entry, response, &times))
    {
      if (response != NULL)
        aiohttp_client_response_release (response);
      return answer (request, entry);
    }
  if (response == NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  else if (aiohttp_cache_may_store (aiohttp_client_request_get_headers (request),
                                    aiohttp_client_response_get_status (response),
                                    aiohttp_client_response_get_headers (response)))
    start_storing (self, url, request, response, &times);
  return (AiohttpReply *) g_steal_pointer (&response);
}

static AiohttpReply *
process (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  AiohttpClientCacheMiddleware *self = user_data;
  SoupMessageHeaders *headers = aiohttp_client_request_get_headers (request);
  g_autofree char *url = NULL;
  g_autoptr (AiohttpCacheEntry) entry = NULL;
  AiohttpCacheControl control;

  if (!aiohttp_cache_may_serve (aiohttp_client_request_get_method (request), headers))
    return pass_by (self, request, next, error);
  url = aiohttp_request_url_to_string (aiohttp_client_request_get_uri (request), FALSE);
  entry = aiohttp_response_cache_find (&self->cache, url, headers);
  if (entry != NULL &&
      aiohttp_cache_decide (headers, entry->status, entry->headers, &entry->times, get_now ()) == AIOHTTP_CACHE_USE)
    return answer (request, entry);
  aiohttp_cache_control_parse (&control, headers);
  if (control.only_if_cached)
    return AIOHTTP_REPLY (aiohttp_client_response_new_for_request (request, 504, NULL, NULL));
  return ask (self, url, entry, request, next, error);
}

static void
aiohttp_client_cache_middleware_finalize (GObject *object)
{
  aiohttp_response_cache_clear (&AIOHTTP_CLIENT_CACHE_MIDDLEWARE (object)->cache);
  G_OBJECT_CLASS (aiohttp_client_cache_middleware_parent_class)->finalize (object);
}

static void
aiohttp_client_cache_middleware_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpClientCacheMiddleware *self = AIOHTTP_CLIENT_CACHE_MIDDLEWARE (object);

  switch (id)
    {
    case PROP_MAX_SIZE:
      g_value_set_uint64 (value, self->cache.max_size);
      break;
    case PROP_MAX_ENTRY_SIZE:
      g_value_set_uint64 (value, self->max_entry_size);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_client_cache_middleware_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpClientCacheMiddleware *self = AIOHTTP_CLIENT_CACHE_MIDDLEWARE (object);

  switch (id)
    {
    case PROP_MAX_SIZE:
      aiohttp_response_cache_set_max_size (&self->cache, g_value_get_uint64 (value));
      break;
    case PROP_MAX_ENTRY_SIZE:
      self->max_entry_size = g_value_get_uint64 (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
aiohttp_client_cache_middleware_class_init (AiohttpClientCacheMiddlewareClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = aiohttp_client_cache_middleware_finalize;
  object_class->get_property = aiohttp_client_cache_middleware_get_property;
  object_class->set_property = aiohttp_client_cache_middleware_set_property;
  aiohttp_object_class_notify_on_main_stack (object_class);

  /**
   * AiohttpClientCacheMiddleware:max-size:
   *
   * Bytes that all responses kept may have together, their header fields and bookkeeping counted in.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_SIZE] = g_param_spec_uint64 ("max-size", NULL, NULL, 0, G_MAXINT64, DEFAULT_MAX_SIZE, flags);

  /**
   * AiohttpClientCacheMiddleware:max-entry-size:
   *
   * Bytes that a body may have, decoded, to be kept.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_ENTRY_SIZE] =
      g_param_spec_uint64 ("max-entry-size", NULL, NULL, 0, G_MAXUINT32, DEFAULT_MAX_ENTRY_SIZE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_client_cache_middleware_init (AiohttpClientCacheMiddleware *self)
{
  aiohttp_response_cache_init (&self->cache, DEFAULT_MAX_SIZE);
  self->max_entry_size = DEFAULT_MAX_ENTRY_SIZE;
  aiohttp_client_middleware_set_coroutine (AIOHTTP_CLIENT_MIDDLEWARE (self), process);
}

/**
 * aiohttp_client_cache_middleware_new:
 * @max_size: bytes that all responses kept may have together
 *
 * Makes an empty cache.
 *
 * Returns: (transfer full): the middleware
 *
 * Since: 0.1
 */
AiohttpClientMiddleware *
aiohttp_client_cache_middleware_new (guint64 max_size)
{
  return g_object_new (AIOHTTP_TYPE_CLIENT_CACHE_MIDDLEWARE, "max-size", max_size, NULL);
}

/**
 * aiohttp_client_cache_middleware_get_size:
 * @self: a cache
 *
 * Gets what the responses kept take.
 *
 * Returns: bytes
 *
 * Since: 0.1
 */
guint64
aiohttp_client_cache_middleware_get_size (AiohttpClientCacheMiddleware *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_CACHE_MIDDLEWARE (self), 0);

  return self->cache.size;
}

/**
 * aiohttp_client_cache_middleware_clear:
 * @self: a cache
 *
 * Forgets all responses.
 *
 * Since: 0.1
 */
void
aiohttp_client_cache_middleware_clear (AiohttpClientCacheMiddleware *self)
{
  gsize max_size;

  g_return_if_fail (AIOHTTP_IS_CLIENT_CACHE_MIDDLEWARE (self));

  max_size = self->cache.max_size;
  aiohttp_response_cache_set_max_size (&self->cache, 0);
  aiohttp_response_cache_set_max_size (&self->cache, max_size);
}
