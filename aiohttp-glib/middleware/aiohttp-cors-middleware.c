/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-cors-middleware.h"

#include "aiohttp-notify-private.h"
#include "aiohttp-response.h"

/**
 * AiohttpCorsMiddleware:
 *
 * Lets scripts of other origins use the application from a browser (the Fetch standard's CORS protocol).
 *
 * By default no other origin may: say which ones in [property@Aiohttp.CorsMiddleware:allow-origins]. Preflight requests
 * are answered here, with 204. The responses that a handler writes in pieces have begun when a middleware sees them: such
 * a handler sets these headers itself.
 *
 * |[<!-- language="C" -->
 * const char *const origins[] = { "https://example.org", NULL };
 * g_autoptr(AiohttpMiddleware) cors = g_object_new (AIOHTTP_TYPE_CORS_MIDDLEWARE, "allow-origins", origins, NULL);
 *
 * aiohttp_application_add_middleware (app, cors, NULL);
 * ]|
 *
 * Since: 0.1
 */

struct _AiohttpCorsMiddleware
{
  AiohttpMiddleware parent_instance;

  char **origins;
  char **methods;
  char **headers;
  char **exposed;
  gboolean credentials;
  guint max_age;
};

enum
{
  PROP_0,
  PROP_ALLOW_ORIGINS,
  PROP_ALLOW_METHODS,
  PROP_ALLOW_HEADERS,
  PROP_EXPOSE_HEADERS,
  PROP_ALLOW_CREDENTIALS,
  PROP_MAX_AGE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpCorsMiddleware, aiohttp_cors_middleware, AIOHTTP_TYPE_MIDDLEWARE)

static gboolean
has_word (char **words, const char *word)
{
  return words != NULL && g_strv_contains ((const char *const *) words, word);
}

/* With credentials, any origin would be every site's way to the user's session: only those that are listed count. */
static gboolean
is_any (AiohttpCorsMiddleware *self)
{
  return !self->credentials && has_word (self->origins, "*");
}

static void
set_list (AiohttpStreamResponse *response, const char *name, char **words)
{
  g_autofree char *list = words != NULL && *words != NULL ? g_strjoinv (", ", words) : NULL;

  if (list != NULL)
    aiohttp_stream_response_set_header (response, name, list, NULL);
}

/* FALSE where the origin may not. */
static gboolean
allow_origin (AiohttpCorsMiddleware *self, AiohttpRequest *request, AiohttpStreamResponse *response)
{
  const char *origin = aiohttp_request_get_header (request, "Origin");

  if (!is_any (self))
    aiohttp_stream_response_add_header (response, "Vary", "Origin", NULL);
  if (origin == NULL || (!is_any (self) && !has_word (self->origins, origin)))
    return FALSE;
  aiohttp_stream_response_set_header (response, "Access-Control-Allow-Origin", is_any (self) ? "*" : origin, NULL);
  if (self->credentials)
    aiohttp_stream_response_set_header (response, "Access-Control-Allow-Credentials", "true", NULL);
  return TRUE;
}

static AiohttpReply *
aiohttp_cors_middleware_before (AiohttpMiddleware *middleware, AiohttpRequest *request, GError **error)
{
  AiohttpCorsMiddleware *self = AIOHTTP_CORS_MIDDLEWARE (middleware);
  g_autofree char *max_age = NULL;
  AiohttpStreamResponse *response;

  if (!g_str_equal (aiohttp_request_get_method (request), "OPTIONS") ||
      aiohttp_request_get_header (request, "Origin") == NULL ||
      aiohttp_request_get_header (request, "Access-Control-Request-Method") == NULL)
    return NULL;
  response = AIOHTTP_STREAM_RESPONSE (aiohttp_response_new (204));
  if (!is_any (self) && !has_word (self->origins, aiohttp_request_get_header (request, "Origin")))
    return AIOHTTP_REPLY (response);
  set_list (response, "Access-Control-Allow-Methods", self->methods);
  set_list (response, "Access-Control-Allow-Headers", self->headers);
  max_age = g_strdup_printf ("%u", self->max_age);
  aiohttp_stream_response_set_header (response, "Access-Control-Max-Age", max_age, NULL);
  return AIOHTTP_REPLY (response);
}

static void
aiohttp_cors_middleware_after (AiohttpMiddleware *middleware, AiohttpRequest *request, AiohttpStreamResponse *response)
{
  AiohttpCorsMiddleware *self = AIOHTTP_CORS_MIDDLEWARE (middleware);

  if (!aiohttp_stream_response_is_sent (response) && allow_origin (self, request, response))
    set_list (response, "Access-Control-Expose-Headers", self->exposed);
}

static void
aiohttp_cors_middleware_finalize (GObject *object)
{
  AiohttpCorsMiddleware *self = AIOHTTP_CORS_MIDDLEWARE (object);

  g_strfreev (self->origins);
  g_strfreev (self->methods);
  g_strfreev (self->headers);
  g_strfreev (self->exposed);
  G_OBJECT_CLASS (aiohttp_cors_middleware_parent_class)->finalize (object);
}

static char ***
get_list (AiohttpCorsMiddleware *self, guint id)
{
  return id == PROP_ALLOW_ORIGINS   ? &self->origins
         : id == PROP_ALLOW_METHODS ? &self->methods
         : id == PROP_ALLOW_HEADERS ? &self->headers
                                    : &self->exposed;
}

static void
aiohttp_cors_middleware_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpCorsMiddleware *self = AIOHTTP_CORS_MIDDLEWARE (object);

  switch (id)
    {
    case PROP_ALLOW_ORIGINS:
    case PROP_ALLOW_METHODS:
    case PROP_ALLOW_HEADERS:
    case PROP_EXPOSE_HEADERS:
      g_value_set_boxed (value, *get_list (self, id));
      break;
    case PROP_ALLOW_CREDENTIALS:
      g_value_set_boolean (value, self->credentials);
      break;
    case PROP_MAX_AGE:
      g_value_set_uint (value, self->max_age);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_cors_middleware_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpCorsMiddleware *self = AIOHTTP_CORS_MIDDLEWARE (object);

  switch (id)
    {
    case PROP_ALLOW_ORIGINS:
    case PROP_ALLOW_METHODS:
    case PROP_ALLOW_HEADERS:
    case PROP_EXPOSE_HEADERS:
      g_strfreev (*get_list (self, id));
      *get_list (self, id) = g_value_dup_boxed (value);
      break;
    case PROP_ALLOW_CREDENTIALS:
      self->credentials = g_value_get_boolean (value);
      break;
    case PROP_MAX_AGE:
      self->max_age = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
aiohttp_cors_middleware_class_init (AiohttpCorsMiddlewareClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = aiohttp_cors_middleware_finalize;
  object_class->get_property = aiohttp_cors_middleware_get_property;
  object_class->set_property = aiohttp_cors_middleware_set_property;
  AIOHTTP_MIDDLEWARE_CLASS (klass)->before = aiohttp_cors_middleware_before;
  AIOHTTP_MIDDLEWARE_CLASS (klass)->after = aiohttp_cors_middleware_after;

  /**
   * AiohttpCorsMiddleware:allow-origins:
   *
   * The origins that may, as browsers send them, `https://example.org`; `*` for any, which does not hold where
   * credentials are allowed.
   *
   * Since: 0.1
   */
  properties[PROP_ALLOW_ORIGINS] = g_param_spec_boxed ("allow-origins", NULL, NULL, G_TYPE_STRV, flags);

  /**
   * AiohttpCorsMiddleware:allow-methods:
   *
   * The methods that may be used; by default GET, HEAD and POST.
   *
   * Since: 0.1
   */
  properties[PROP_ALLOW_METHODS] = g_param_spec_boxed ("allow-methods", NULL, NULL, G_TYPE_STRV, flags);

  /**
   * AiohttpCorsMiddleware:allow-headers:
   *
   * The headers that may be sent, beyond those that always may.
   *
   * Since: 0.1
   */
  properties[PROP_ALLOW_HEADERS] = g_param_spec_boxed ("allow-headers", NULL, NULL, G_TYPE_STRV, flags);

  /**
   * AiohttpCorsMiddleware:expose-headers:
   *
   * The headers of responses that scripts may see, beyond those that they always may.
   *
   * Since: 0.1
   */
  properties[PROP_EXPOSE_HEADERS] = g_param_spec_boxed ("expose-headers", NULL, NULL, G_TYPE_STRV, flags);

  /**
   * AiohttpCorsMiddleware:allow-credentials:
   *
   * Whether cookies and authentication may be sent.
   *
   * Since: 0.1
   */
  properties[PROP_ALLOW_CREDENTIALS] = g_param_spec_boolean ("allow-credentials", NULL, NULL, FALSE, flags);

  /**
   * AiohttpCorsMiddleware:cache-seconds:
   *
   * How long a browser may keep the answer to a preflight request; the default is ten minutes.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_AGE] = g_param_spec_uint ("cache-seconds", NULL, NULL, 0, 86400, 600, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  aiohttp_object_class_notify_on_main_stack (object_class);
}

static void
aiohttp_cors_middleware_init (AiohttpCorsMiddleware *self)
{
  const char *const methods[] = { "GET", "HEAD", "POST", NULL };

  self->methods = g_strdupv ((char **) methods);
  self->max_age = 600;
}

/**
 * aiohttp_cors_middleware_new:
 *
 * Makes one that allows no other origin yet.
 *
 * Returns: (transfer full): the middleware
 *
 * Since: 0.1
 */
AiohttpMiddleware *
aiohttp_cors_middleware_new (void)
{
  return g_object_new (AIOHTTP_TYPE_CORS_MIDDLEWARE, NULL);
}
