/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-rate-limit-middleware.h"

#include "aiohttp-client-middleware-private.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-rate-rules-private.h"
#include "aiohttp-sleep.h"

/* A bucket that nobody waits for is forgotten when there are more than these. */
#define MAX_BUCKETS 256

/**
 * AiohttpClientRateLimitMiddleware:
 *
 * Holds requests back so that no more are sent than a server bears: so many a second, and so many at once after a pause.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpClientMiddleware) limit = aiohttp_client_rate_limit_middleware_new (10, 20);
 *
 * aiohttp_client_session_add_middleware (session, limit);
 * ]|
 *
 * Requests wait in the order in which they came, and their total timeout goes on meanwhile. Each origin has a rate of
 * its own, unless [property@Aiohttp.ClientRateLimitMiddleware:per-origin] says otherwise. Several sessions may share one
 * such middleware.
 *
 * Since: 0.1
 */

struct _AiohttpClientRateLimitMiddleware
{
  AiohttpClientMiddleware parent_instance;

  double rate;
  guint burst;
  gboolean per_origin;
  GHashTable *buckets; /* char * → AiohttpRateBucket * */
};

enum
{
  PROP_0,
  PROP_RATE,
  PROP_BURST,
  PROP_PER_ORIGIN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpClientRateLimitMiddleware, aiohttp_client_rate_limit_middleware,
                     AIOHTTP_TYPE_CLIENT_MIDDLEWARE)

static gboolean
is_full (gpointer key, gpointer bucket, gpointer now)
{
  return ((AiohttpRateBucket *) bucket)->full_at <= *(gint64 *) now;
}

static AiohttpRateBucket *
get_bucket (AiohttpClientRateLimitMiddleware *self, GUri *uri, gint64 now)
{
  g_autofree char *origin = NULL;
  AiohttpRateBucket *bucket;

  if (self->per_origin)
    origin = g_strdup_printf ("%s://%s:%d", g_uri_get_scheme (uri), g_uri_get_host (uri), g_uri_get_port (uri));
  else
    origin = g_strdup ("");
  bucket = g_hash_table_lookup (self->buckets, origin);
  if (bucket != NULL)
    return bucket;
  if (g_hash_table_size (self->buckets) >= MAX_BUCKETS)
    g_hash_table_foreach_remove (self->buckets, is_full, &now);
  bucket = g_new0 (AiohttpRateBucket, 1);
  g_hash_table_insert (self->buckets, g_steal_pointer (&origin), bucket);
  return bucket;
}

static AiohttpReply *
hold_back (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  AiohttpClientRateLimitMiddleware *self = user_data;
  GUri *uri = aiohttp_client_request_get_uri (request);
  gint64 now = g_get_monotonic_time ();
  gint64 wait = aiohttp_rate_take (get_bucket (self, uri, now), now, self->rate, self->burst);

  if (wait > 0 && !aiohttp_sleep ((double) wait / G_USEC_PER_SEC, error))
    {
      aiohttp_rate_give_back (get_bucket (self, uri, g_get_monotonic_time ()), self->rate);
      return NULL;
    }
  return (AiohttpReply *) aiohttp_client_next_await (next, request, error);
}

static void
aiohttp_client_rate_limit_middleware_finalize (GObject *object)
{
  g_hash_table_unref (AIOHTTP_CLIENT_RATE_LIMIT_MIDDLEWARE (object)->buckets);
  G_OBJECT_CLASS (aiohttp_client_rate_limit_middleware_parent_class)->finalize (object);
}

static void
aiohttp_client_rate_limit_middleware_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpClientRateLimitMiddleware *self = AIOHTTP_CLIENT_RATE_LIMIT_MIDDLEWARE (object);

  switch (id)
    {
    case PROP_RATE:
      g_value_set_double (value, self->rate);
      break;
    case PROP_BURST:
      g_value_set_uint (value, self->burst);
      break;
    case PROP_PER_ORIGIN:
      g_value_set_boolean (value, self->per_origin);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_client_rate_limit_middleware_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpClientRateLimitMiddleware *self = AIOHTTP_CLIENT_RATE_LIMIT_MIDDLEWARE (object);

  switch (id)
    {
    case PROP_RATE:
      self->rate = g_value_get_double (value);
      break;
    case PROP_BURST:
      self->burst = g_value_get_uint (value);
      break;
    case PROP_PER_ORIGIN:
      self->per_origin = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
aiohttp_client_rate_limit_middleware_class_init (AiohttpClientRateLimitMiddlewareClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = aiohttp_client_rate_limit_middleware_finalize;
  object_class->get_property = aiohttp_client_rate_limit_middleware_get_property;
  object_class->set_property = aiohttp_client_rate_limit_middleware_set_property;
  aiohttp_object_class_notify_on_main_stack (object_class);

  /**
   * AiohttpClientRateLimitMiddleware:rate:
   *
   * Requests a second.
   *
   * Since: 0.1
   */
  properties[PROP_RATE] = g_param_spec_double ("rate", NULL, NULL, 0.001, 1000000, 10, flags);

  /**
   * AiohttpClientRateLimitMiddleware:burst:
   *
   * How many requests may be sent at once after a pause.
   *
   * Since: 0.1
   */
  properties[PROP_BURST] = g_param_spec_uint ("burst", NULL, NULL, 1, G_MAXINT, 10, flags);

  /**
   * AiohttpClientRateLimitMiddleware:per-origin:
   *
   * Whether each origin (scheme, host and port) has this rate, and not all of them together.
   *
   * Since: 0.1
   */
  properties[PROP_PER_ORIGIN] = g_param_spec_boolean ("per-origin", NULL, NULL, TRUE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_client_rate_limit_middleware_init (AiohttpClientRateLimitMiddleware *self)
{
  self->rate = 10;
  self->burst = 10;
  self->per_origin = TRUE;
  self->buckets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  aiohttp_client_middleware_set_coroutine (AIOHTTP_CLIENT_MIDDLEWARE (self), hold_back);
}

/**
 * aiohttp_client_rate_limit_middleware_new:
 * @rate: requests a second
 * @burst: how many may be sent at once after a pause
 *
 * Makes a middleware that sends each origin no more requests than these.
 *
 * Returns: (transfer full): the middleware
 *
 * Since: 0.1
 */
AiohttpClientMiddleware *
aiohttp_client_rate_limit_middleware_new (double rate, guint burst)
{
  g_return_val_if_fail (rate > 0, NULL);
  g_return_val_if_fail (burst > 0, NULL);

  return g_object_new (AIOHTTP_TYPE_CLIENT_RATE_LIMIT_MIDDLEWARE, "rate", rate, "burst", burst, NULL);
}
