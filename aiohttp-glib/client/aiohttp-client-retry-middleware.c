/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-retry-middleware.h"

#include "aiohttp-client-middleware-private.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-retry-rules-private.h"
#include "aiohttp-sleep.h"

/**
 * AiohttpClientRetryMiddleware:
 *
 * Sends a request again that failed for a reason that may pass: the server was not reached or hung up, or it answered
 * with a status that says so (429, 502, 503 and 504).
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpClientMiddleware) retry = aiohttp_client_retry_middleware_new (4);
 *
 * aiohttp_client_session_add_middleware (session, retry);
 * ]|
 *
 * Only what may be sent twice is: a request of an idempotent method (RFC 9110, 9.2.2) or with an `Idempotency-Key`, and
 * any request of which nothing has reached the server; and only if its body can be sent again, which a stream's cannot.
 *
 * It waits before each further attempt: so long as `Retry-After` says, else
 * [property@Aiohttp.ClientRetryMiddleware:base-delay], twice as long each time, less a random share. The last response
 * or error is what the request comes to. The total timeout of the request goes on.
 *
 * Since: 0.1
 */

struct _AiohttpClientRetryMiddleware
{
  AiohttpClientMiddleware parent_instance;

  guint attempts;
  double base_delay;
  double max_delay;
  double max_retry_after;
  double jitter;
  gboolean any_method;
  GArray *statuses; /* guint */
};

enum
{
  PROP_0,
  PROP_ATTEMPTS,
  PROP_BASE_DELAY,
  PROP_MAX_DELAY,
  PROP_MAX_RETRY_AFTER,
  PROP_JITTER,
  PROP_ANY_METHOD,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpClientRetryMiddleware, aiohttp_client_retry_middleware, AIOHTTP_TYPE_CLIENT_MIDDLEWARE)

static gboolean
has_status (AiohttpClientRetryMiddleware *self, guint status)
{
  for (guint i = 0; i < self->statuses->len; i++)
    if (g_array_index (self->statuses, guint, i) == status)
      return TRUE;
  return FALSE;
}

/* -1 where the server asks for a longer wait than is allowed. */
static double
choose_delay (AiohttpClientRetryMiddleware *self, guint attempt, AiohttpClientResponse *response)
{
  const char *after = response != NULL ? aiohttp_client_response_get_header (response, "Retry-After") : NULL;
  gint64 asked = after != NULL ? aiohttp_retry_parse_after (after, g_get_real_time () / G_USEC_PER_SEC) : -1;

  if (asked < 0)
    return aiohttp_retry_get_delay (attempt, self->base_delay, self->max_delay, self->jitter, g_random_double ());
  return (double) asked <= self->max_retry_after ? (double) asked : -1;
}

static gboolean
may_repeat (AiohttpClientRetryMiddleware *self, AiohttpClientRequest *request)
{
  return self->any_method ||
         aiohttp_retry_is_idempotent (aiohttp_client_request_get_method (request),
                                      aiohttp_client_request_get_header (request, "Idempotency-Key"));
}

static gboolean
is_replayable (AiohttpClientRequest *request)
{
  AiohttpPayload *payload = aiohttp_client_request_get_payload (request);

  return payload == NULL || aiohttp_payload_is_replayable (payload);
}

/* Whether what came of the attempt is not to be the end; *delay is then how long to wait. */
static gboolean
wants_another (AiohttpClientRetryMiddleware *self, AiohttpClientRequest *request, guint attempt,
               AiohttpClientResponse *response, const GError *error, double *delay)
{
  if (attempt >= self->attempts || !is_replayable (request))
    return FALSE;
  if (response != NULL &&
      !(has_status (self, aiohttp_client_response_get_status (response)) && may_repeat (self, request)))
    return FALSE;
  if (response == NULL &&
      !(aiohttp_retry_is_unsent (error) || (aiohttp_retry_is_transient (error) && may_repeat (self, request))))
    return FALSE;
  *delay = choose_delay (self, attempt, response);
  return *delay >= 0;
}

static AiohttpReply *
retry (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  AiohttpClientRetryMiddleware *self = user_data;

  for (guint attempt = 1;; attempt++)
    {
      g_autoptr (GError) failure = NULL;
      g_autoptr (AiohttpClientResponse) response = aiohttp_client_next_await (next, request, &failure);
      double delay;

      if (!wants_another (self, request, attempt, response, failure, &delay))
        {
          if (response == NULL)
            g_propagate_error (error, g_steal_pointer (&failure));
          return (AiohttpReply *) g_steal_pointer (&response);
        }
      if (response != NULL)
        aiohttp_client_response_release (response);
      if (!aiohttp_sleep (delay, error))
        return NULL;
    }
}

static void
aiohttp_client_retry_middleware_finalize (GObject *object)
{
  g_array_unref (AIOHTTP_CLIENT_RETRY_MIDDLEWARE (object)->statuses);
  G_OBJECT_CLASS (aiohttp_client_retry_middleware_parent_class)->finalize (object);
}

static void
aiohttp_client_retry_middleware_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpClientRetryMiddleware *self = AIOHTTP_CLIENT_RETRY_MIDDLEWARE (object);

  switch (id)
    {
    case PROP_ATTEMPTS:
      g_value_set_uint (value, self->attempts);
      break;
    case PROP_BASE_DELAY:
      g_value_set_double (value, self->base_delay);
      break;
    case PROP_MAX_DELAY:
      g_value_set_double (value, self->max_delay);
      break;
    case PROP_MAX_RETRY_AFTER:
      g_value_set_double (value, self->max_retry_after);
      break;
    case PROP_JITTER:
      g_value_set_double (value, self->jitter);
      break;
    case PROP_ANY_METHOD:
      g_value_set_boolean (value, self->any_method);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_client_retry_middleware_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpClientRetryMiddleware *self = AIOHTTP_CLIENT_RETRY_MIDDLEWARE (object);

  switch (id)
    {
    case PROP_ATTEMPTS:
      self->attempts = g_value_get_uint (value);
      break;
    case PROP_BASE_DELAY:
      self->base_delay = g_value_get_double (value);
      break;
    case PROP_MAX_DELAY:
      self->max_delay = g_value_get_double (value);
      break;
    case PROP_MAX_RETRY_AFTER:
      self->max_retry_after = g_value_get_double (value);
      break;
    case PROP_JITTER:
      self->jitter = g_value_get_double (value);
      break;
    case PROP_ANY_METHOD:
      self->any_method = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
aiohttp_client_retry_middleware_class_init (AiohttpClientRetryMiddlewareClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = aiohttp_client_retry_middleware_finalize;
  object_class->get_property = aiohttp_client_retry_middleware_get_property;
  object_class->set_property = aiohttp_client_retry_middleware_set_property;
  aiohttp_object_class_notify_on_main_stack (object_class);

  /**
   * AiohttpClientRetryMiddleware:attempts:
   *
   * How often a request is sent, the first time counted in.
   *
   * Since: 0.1
   */
  properties[PROP_ATTEMPTS] = g_param_spec_uint ("attempts", NULL, NULL, 1, G_MAXUINT, 3, flags);

  /**
   * AiohttpClientRetryMiddleware:base-delay:
   *
   * Seconds before the second attempt; before each further one it is twice as long.
   *
   * Since: 0.1
   */
  properties[PROP_BASE_DELAY] = g_param_spec_double ("base-delay", NULL, NULL, 0, G_MAXDOUBLE, 0.5, flags);

  /**
   * AiohttpClientRetryMiddleware:max-delay:
   *
   * The greatest number of seconds between two attempts, unless the server asks for more.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_DELAY] = g_param_spec_double ("max-delay", NULL, NULL, 0, G_MAXDOUBLE, 30, flags);

  /**
   * AiohttpClientRetryMiddleware:max-retry-after:
   *
   * The greatest number of seconds that a server may ask for by `Retry-After`: with more, its response is the last.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_RETRY_AFTER] = g_param_spec_double ("max-retry-after", NULL, NULL, 0, G_MAXDOUBLE, 60, flags);

  /**
   * AiohttpClientRetryMiddleware:jitter:
   *
   * What share of a delay is random, from 0 to 1, so that many clients do not come back all at once.
   *
   * Since: 0.1
   */
  properties[PROP_JITTER] = g_param_spec_double ("jitter", NULL, NULL, 0, 1, 0.5, flags);

  /**
   * AiohttpClientRetryMiddleware:any-method:
   *
   * Whether requests are sent again whatever their method: for servers that are known to take one only once.
   *
   * Since: 0.1
   */
  properties[PROP_ANY_METHOD] = g_param_spec_boolean ("any-method", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_client_retry_middleware_init (AiohttpClientRetryMiddleware *self)
{
  const guint statuses[] = { 429, 502, 503, 504 };

  self->attempts = 3;
  self->base_delay = 0.5;
  self->max_delay = 30;
  self->max_retry_after = 60;
  self->jitter = 0.5;
  self->statuses = g_array_new (FALSE, FALSE, sizeof (guint));
  g_array_append_vals (self->statuses, statuses, G_N_ELEMENTS (statuses));
  aiohttp_client_middleware_set_coroutine (AIOHTTP_CLIENT_MIDDLEWARE (self), retry);
}

/**
 * aiohttp_client_retry_middleware_new:
 * @attempts: how often a request is sent, the first time counted in
 *
 * Makes a middleware that sends failed requests again.
 *
 * Returns: (transfer full): the middleware
 *
 * Since: 0.1
 */
AiohttpClientMiddleware *
aiohttp_client_retry_middleware_new (guint attempts)
{
  g_return_val_if_fail (attempts > 0, NULL);

  return g_object_new (AIOHTTP_TYPE_CLIENT_RETRY_MIDDLEWARE, "attempts", attempts, NULL);
}

/**
 * aiohttp_client_retry_middleware_set_statuses:
 * @self: a retry middleware
 * @statuses: (array length=n_statuses) (nullable): statuses
 * @n_statuses: their number
 *
 * Sets the statuses after which a request is sent again, in the place of 429, 502, 503 and 504.
 *
 * Since: 0.1
 */
void
aiohttp_client_retry_middleware_set_statuses (AiohttpClientRetryMiddleware *self, const guint *statuses,
                                              gsize n_statuses)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_RETRY_MIDDLEWARE (self));
  g_return_if_fail (statuses != NULL || n_statuses == 0);

  g_array_set_size (self->statuses, 0);
  if (n_statuses > 0)
    g_array_append_vals (self->statuses, statuses, (guint) n_statuses);
}
