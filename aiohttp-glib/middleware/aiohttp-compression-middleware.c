/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-compression-middleware.h"

#include "aiohttp-notify-private.h"
#include "aiohttp-response.h"

/**
 * AiohttpCompressionMiddleware:
 *
 * Compresses responses for clients that accept it, as [method@Aiohttp.StreamResponse.enable_compression] does: text, JSON,
 * XML, scripts and SVG of at least [property@Aiohttp.CompressionMiddleware:minimum-size] bytes.
 *
 * Left alone is what has a Content-Encoding or a Content-Range, what is asked for with `no-transform`, and what a handler
 * writes in pieces. A page that repeats a secret beside what a client sent must not be compressed (the BREACH attack): do
 * not put this around such routes.
 *
 * Since: 0.1
 */

struct _AiohttpCompressionMiddleware
{
  AiohttpMiddleware parent_instance;

  guint minimum_size;
};

enum
{
  PROP_0,
  PROP_MINIMUM_SIZE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpCompressionMiddleware, aiohttp_compression_middleware, AIOHTTP_TYPE_MIDDLEWARE)

static gboolean
is_compressible (const char *content_type)
{
  static const char *const types[] = {
    "application/json",         "application/javascript", "application/xml", "application/xhtml+xml",
    "application/problem+json", "application/wasm",       "image/svg+xml",
  };
  g_autofree char *type = NULL;

  if (content_type == NULL)
    return FALSE;
  type = g_ascii_strdown (content_type, (gssize) strcspn (content_type, ";"));
  g_strstrip (type);
  if (g_str_has_prefix (type, "text/"))
    return !g_str_equal (type, "text/event-stream");
  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_str_equal (type, types[i]))
      return TRUE;
  return g_str_has_suffix (type, "+json") || g_str_has_suffix (type, "+xml");
}

static void
aiohttp_compression_middleware_after (AiohttpMiddleware *middleware, AiohttpRequest *request,
                                      AiohttpStreamResponse *response)
{
  AiohttpCompressionMiddleware *self = AIOHTTP_COMPRESSION_MIDDLEWARE (middleware);
  const char *cache_control;
  GBytes *body;

  if (!AIOHTTP_IS_RESPONSE (response) || aiohttp_stream_response_is_sent (response))
    return;
  body = aiohttp_response_get_body (AIOHTTP_RESPONSE (response));
  if (body == NULL || g_bytes_get_size (body) < self->minimum_size ||
      !is_compressible (aiohttp_stream_response_get_header (response, "Content-Type")) ||
      aiohttp_stream_response_get_header (response, "Content-Encoding") != NULL ||
      aiohttp_stream_response_get_header (response, "Content-Range") != NULL)
    return;
  cache_control = aiohttp_stream_response_get_header (response, "Cache-Control");
  if (cache_control == NULL || strstr (cache_control, "no-transform") == NULL)
    aiohttp_stream_response_enable_compression (response, NULL, NULL);
}

static void
aiohttp_compression_middleware_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_MINIMUM_SIZE:
      g_value_set_uint (value, AIOHTTP_COMPRESSION_MIDDLEWARE (object)->minimum_size);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_compression_middleware_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_MINIMUM_SIZE:
      AIOHTTP_COMPRESSION_MIDDLEWARE (object)->minimum_size = g_value_get_uint (value);
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_compression_middleware_class_init (AiohttpCompressionMiddlewareClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = aiohttp_compression_middleware_get_property;
  object_class->set_property = aiohttp_compression_middleware_set_property;
  AIOHTTP_MIDDLEWARE_CLASS (klass)->after = aiohttp_compression_middleware_after;

  /**
   * AiohttpCompressionMiddleware:minimum-size:
   *
   * Bodies with fewer bytes are sent as they are; the default is 1 KiB.
   *
   * Since: 0.1
   */
  properties[PROP_MINIMUM_SIZE] =
      g_param_spec_uint ("minimum-size", NULL, NULL, 0, G_MAXUINT, 1024,
                         G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  aiohttp_object_class_notify_on_main_stack (object_class);
}

static void
aiohttp_compression_middleware_init (AiohttpCompressionMiddleware *self)
{
  self->minimum_size = 1024;
}

/**
 * aiohttp_compression_middleware_new:
 *
 * Makes the middleware.
 *
 * Returns: (transfer full): the middleware
 *
 * Since: 0.1
 */
AiohttpMiddleware *
aiohttp_compression_middleware_new (void)
{
  return g_object_new (AIOHTTP_TYPE_COMPRESSION_MIDDLEWARE, NULL);
}
