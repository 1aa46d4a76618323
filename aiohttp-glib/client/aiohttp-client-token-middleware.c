/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-token-middleware.h"

#include "aiohttp-client-middleware-private.h"
#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-request-url-private.h"
#include "aiohttp-shield.h"

/**
 * AiohttpClientTokenMiddleware:
 *
 * Sends a token with each request to one origin, and gets a new one when the server answers 401.
 *
 * |[<!-- language="C" -->
 * static AiohttpFuture *
 * get_token (AiohttpClientTokenMiddleware *middleware, gpointer user_data)
 * {
 *   return AIOHTTP_FUTURE (aiohttp_spawn (log_in, user_data, NULL));
 * }
 *
 * auth = aiohttp_client_token_middleware_new ("https://api.example.org", get_token, session, NULL, &error);
 * ]|
 *
 * The function is asked for a token before the first request, unless one was set, and whenever one is refused. However
 * many requests are refused at the same time, it is asked once, and all of them wait for that token; each is then sent
 * once more. A second 401 is what the request comes to, and so is the first where the body cannot be sent again.
 *
 * The token goes to its origin only: a redirect elsewhere goes without it. A request that has an Authorization header of
 * its own is left alone.
 *
 * Since: 0.1
 */

struct _AiohttpClientTokenMiddleware
{
  AiohttpClientMiddleware parent_instance;

  GUri *origin;
  char *token;
  char *scheme;
  AiohttpFuture *refreshing; /* while a token is being got */
  AiohttpClientTokenFunc func;
  gpointer user_data;
  GDestroyNotify destroy;
};

enum
{
  PROP_0,
  PROP_TOKEN,
  PROP_SCHEME,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpClientTokenMiddleware, aiohttp_client_token_middleware, AIOHTTP_TYPE_CLIENT_MIDDLEWARE)

static void
on_refreshed (AiohttpFuture *future, gpointer data)
{
  AiohttpClientTokenMiddleware *self = data;
  g_autofree char *token = aiohttp_future_propagate_string (future, NULL);

  if (self->refreshing == future)
    g_clear_object (&self->refreshing);
  aiohttp_client_token_middleware_set_token (self, token);
}

static void
start_refresh (gpointer data)
{
  AiohttpClientTokenMiddleware *self = data;

  self->refreshing = self->func (self, self->user_data);
  if (self->refreshing != NULL)
    aiohttp_future_add_done_callback (self->refreshing, on_refreshed, g_object_ref (self), g_object_unref);
}

/* A new token (transfer full), which many may wait for. */
static char *
refresh (AiohttpClientTokenMiddleware *self, GError **error)
{
  g_autoptr (AiohttpFuture) refreshing = NULL;
  g_autoptr (AiohttpFuture) shielded = NULL;
  char *token;

  if (self->refreshing == NULL)
    aiohttp_call_out (start_refresh, self);
  if (self->refreshing == NULL)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FAILED, "The token function gave no future");
      return NULL;
    }
  /* one who no longer wants it does not take it from the others */
  refreshing = g_object_ref (self->refreshing);
  shielded = aiohttp_shield (G_ASYNC_RESULT (refreshing));
  if (!aiohttp_future_await (shielded, error))
    return NULL;
  token = aiohttp_future_propagate_string (refreshing, error);
  if (token != NULL && *token != '\0')
    return token;
  if (error != NULL && *error == NULL)
    g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_TYPE, "The token function gave no token");
  g_free (token);
  return NULL;
}

static gboolean
put_token (AiohttpClientTokenMiddleware *self, AiohttpClientRequest *request, const char *token, GError **error)
{
  g_autofree char *value = g_strconcat (self->scheme, " ", token, NULL);

  return aiohttp_client_request_set_header (request, "Authorization", value, error);
}

static gboolean
is_replayable (AiohttpClientRequest *request)
{
  AiohttpPayload *payload = aiohttp_client_request_get_payload (request);

  return payload == NULL || aiohttp_payload_is_replayable (payload);
}

static AiohttpReply *
authorize (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  AiohttpClientTokenMiddleware *self = user_data;
  g_autoptr (AiohttpClientResponse) response = NULL;
  g_autofree char *token = g_strdup (self->token);

  if (aiohttp_client_request_get_header (request, "Authorization") != NULL ||
      !aiohttp_request_url_same_origin (self->origin, aiohttp_client_request_get_uri (request)))
    return (AiohttpReply *) aiohttp_client_next_await (next, request, error);

  if (token == NULL)
    token = refresh (self, error);
  if (token == NULL || !put_token (self, request, token, error))
    return NULL;
  response = aiohttp_client_next_await (next, request, error);
  if (response == NULL || aiohttp_client_response_get_status (response) != 401 || !is_replayable (request))
    return (AiohttpReply *) g_steal_pointer (&response);

  /* another may have got a new one since */
  aiohttp_client_response_release (response);
  if (g_strcmp0 (token, self->token) == 0)
    aiohttp_client_token_middleware_set_token (self, NULL);
  g_free (token);
  token = self->token != NULL ? g_strdup (self->token) : refresh (self, error);
  if (token == NULL || !put_token (self, request, token, error))
    return NULL;
  return (AiohttpReply *) aiohttp_client_next_await (next, request, error);
}

static void
aiohttp_client_token_middleware_finalize (GObject *object)
{
  AiohttpClientTokenMiddleware *self = AIOHTTP_CLIENT_TOKEN_MIDDLEWARE (object);

  if (self->destroy != NULL)
    aiohttp_call_out (self->destroy, self->user_data);
  g_clear_object (&self->refreshing);
  g_clear_pointer (&self->origin, g_uri_unref);
  g_free (self->token);
  g_free (self->scheme);
  G_OBJECT_CLASS (aiohttp_client_token_middleware_parent_class)->finalize (object);
}

static void
aiohttp_client_token_middleware_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpClientTokenMiddleware *self = AIOHTTP_CLIENT_TOKEN_MIDDLEWARE (object);

  switch (id)
    {
    case PROP_TOKEN:
      g_value_set_string (value, self->token);
      break;
    case PROP_SCHEME:
      g_value_set_string (value, self->scheme);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_client_token_middleware_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpClientTokenMiddleware *self = AIOHTTP_CLIENT_TOKEN_MIDDLEWARE (object);

  switch (id)
    {
    case PROP_TOKEN:
      aiohttp_client_token_middleware_set_token (self, g_value_get_string (value));
      break;
    case PROP_SCHEME:
      g_free (self->scheme);
      self->scheme = g_strdup (g_value_get_string (value) != NULL ? g_value_get_string (value) : "Bearer");
      g_object_notify_by_pspec (object, pspec);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_client_token_middleware_class_init (AiohttpClientTokenMiddlewareClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = aiohttp_client_token_middleware_finalize;
  object_class->get_property = aiohttp_client_token_middleware_get_property;
  object_class->set_property = aiohttp_client_token_middleware_set_property;
  aiohttp_object_class_notify_on_main_stack (object_class);

  /**
   * AiohttpClientTokenMiddleware:token:
   *
   * The token that is sent now; it is %NULL before there is one, and when it was refused.
   *
   * Since: 0.1
   */
  properties[PROP_TOKEN] = g_param_spec_string ("token", NULL, NULL, NULL, flags);

  /**
   * AiohttpClientTokenMiddleware:scheme:
   *
   * The authentication scheme, which stands before the token.
   *
   * Since: 0.1
   */
  properties[PROP_SCHEME] = g_param_spec_string ("scheme", NULL, NULL, "Bearer", flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_client_token_middleware_init (AiohttpClientTokenMiddleware *self)
{
  self->scheme = g_strdup ("Bearer");
  aiohttp_client_middleware_set_coroutine (AIOHTTP_CLIENT_MIDDLEWARE (self), authorize);
}

/**
 * aiohttp_client_token_middleware_new:
 * @origin: a URL of the server that the tokens are for; its scheme, host and port count
 * @func: (scope notified) (closure user_data) (destroy destroy): starts to get a token
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 * @error: return location for an error
 *
 * Makes a middleware that sends a token with each request to @origin.
 *
 * Returns: (transfer full): the middleware; %NULL with %AIOHTTP_CLIENT_ERROR_INVALID_URL or
 *   %AIOHTTP_CLIENT_ERROR_NON_HTTP_URL
 *
 * Since: 0.1
 */
AiohttpClientMiddleware *
aiohttp_client_token_middleware_new (const char *origin, AiohttpClientTokenFunc func, gpointer user_data,
                                     GDestroyNotify destroy, GError **error)
{
  AiohttpClientTokenMiddleware *self;
  g_autofree char *authorization = NULL;
  GUri *uri;

  g_return_val_if_fail (origin != NULL, NULL);
  g_return_val_if_fail (func != NULL, NULL);

  uri = aiohttp_request_url_parse (origin, NULL, &authorization, error);
  if (uri == NULL)
    {
      if (destroy != NULL)
        destroy (user_data);
      return NULL;
    }
  self = g_object_new (AIOHTTP_TYPE_CLIENT_TOKEN_MIDDLEWARE, NULL);
  self->origin = uri;
  self->func = func;
  self->user_data = user_data;
  self->destroy = destroy;
  return AIOHTTP_CLIENT_MIDDLEWARE (self);
}

/**
 * aiohttp_client_token_middleware_get_token:
 * @self: a token middleware
 *
 * Gets the token that is sent now.
 *
 * Returns: (nullable): the token, or %NULL if there is none
 *
 * Since: 0.1
 */
const char *
aiohttp_client_token_middleware_get_token (AiohttpClientTokenMiddleware *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_TOKEN_MIDDLEWARE (self), NULL);

  return self->token;
}

/**
 * aiohttp_client_token_middleware_set_token:
 * @self: a token middleware
 * @token: (nullable): a token, or %NULL to have the next request ask for one
 *
 * Sets the token to send, such as one that was kept since the last time.
 *
 * Since: 0.1
 */
void
aiohttp_client_token_middleware_set_token (AiohttpClientTokenMiddleware *self, const char *token)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_TOKEN_MIDDLEWARE (self));

  if (g_strcmp0 (self->token, token) == 0)
    return;
  g_free (self->token);
  self->token = g_strdup (token);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TOKEN]);
}
