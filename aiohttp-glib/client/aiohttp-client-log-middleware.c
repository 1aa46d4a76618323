/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-log-middleware.h"

#include <string.h>

#include "aiohttp-chars-private.h"
#include "aiohttp-client-middleware-private.h"
#include "aiohttp-coroutine-private.h"
#include "aiohttp-notify-private.h"

/* A longer URL is cut off. */
#define MAX_SHOWN 512

/**
 * AiohttpClientLogMiddleware:
 *
 * Logs each request of a session when its response is there, or when it has failed: one structured message of the
 * method, the URL, the status and the time that it took.
 *
 * |[<!-- language="plain" -->
 * GET https://example.org/books: 200 after 12.3 ms
 * GET https://example.org/books: failed after 3.1 ms: Connection refused
 * ]|
 *
 * The level is informational, which GLib shows where `G_MESSAGES_DEBUG` names the domain `aiohttp-client`. Queries, in
 * which programs put what others should not read, are left out unless
 * [property@Aiohttp.ClientLogMiddleware:log-queries] asks for them. Added before one that sends requests again it logs
 * each request once, added after it each attempt.
 *
 * Since: 0.1
 */

struct _AiohttpClientLogMiddleware
{
  AiohttpClientMiddleware parent_instance;

  gboolean log_queries;
};

enum
{
  PROP_0,
  PROP_LOG_QUERIES,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpClientLogMiddleware, aiohttp_client_log_middleware, AIOHTTP_TYPE_CLIENT_MIDDLEWARE)

static char *
show_url (AiohttpClientLogMiddleware *self, AiohttpClientRequest *request)
{
  const char *url = aiohttp_client_request_get_url (request);
  gsize length = strcspn (url, self->log_queries ? "#" : "?#");

  return aiohttp_chars_escape (url, length, MAX_SHOWN);
}

static void
log_line (gpointer line)
{
  g_log_structured ("aiohttp-client", G_LOG_LEVEL_INFO, "MESSAGE", "%s", (const char *) line);
}

static AiohttpReply *
log_request (AiohttpClientRequest *request, AiohttpClientNext *next, gpointer user_data, GError **error)
{
  AiohttpClientLogMiddleware *self = user_data;
  g_autofree char *method = g_strdup (aiohttp_client_request_get_method (request));
  g_autofree char *url = show_url (self, request);
  gint64 begun = g_get_monotonic_time ();
  g_autoptr (GError) failure = NULL;
  AiohttpClientResponse *response = aiohttp_client_next_await (next, request, &failure);
  double milliseconds = (double) (g_get_monotonic_time () - begun) / 1000;
  g_autofree char *line = NULL;

  if (response != NULL)
    line = g_strdup_printf ("%s %s: %u after %.1f ms", method, url, aiohttp_client_response_get_status (response),
                            milliseconds);
  else
    line = g_strdup_printf ("%s %s: failed after %.1f ms: %s", method, url, milliseconds, failure->message);
  aiohttp_call_out (log_line, line); /* a log writer may be a binding's */
  if (failure != NULL)
    g_propagate_error (error, g_steal_pointer (&failure));
  return (AiohttpReply *) response;
}

static void
aiohttp_client_log_middleware_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpClientLogMiddleware *self = AIOHTTP_CLIENT_LOG_MIDDLEWARE (object);

  switch (id)
    {
    case PROP_LOG_QUERIES:
      g_value_set_boolean (value, self->log_queries);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_client_log_middleware_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpClientLogMiddleware *self = AIOHTTP_CLIENT_LOG_MIDDLEWARE (object);

  switch (id)
    {
    case PROP_LOG_QUERIES:
      self->log_queries = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
aiohttp_client_log_middleware_class_init (AiohttpClientLogMiddlewareClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = aiohttp_client_log_middleware_get_property;
  object_class->set_property = aiohttp_client_log_middleware_set_property;
  aiohttp_object_class_notify_on_main_stack (object_class);

  /**
   * AiohttpClientLogMiddleware:log-queries:
   *
   * Whether the query of a URL is logged too.
   *
   * Since: 0.1
   */
  properties[PROP_LOG_QUERIES] = g_param_spec_boolean ("log-queries", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_client_log_middleware_init (AiohttpClientLogMiddleware *self)
{
  aiohttp_client_middleware_set_coroutine (AIOHTTP_CLIENT_MIDDLEWARE (self), log_request);
}

/**
 * aiohttp_client_log_middleware_new:
 *
 * Makes a middleware that logs requests.
 *
 * Returns: (transfer full): the middleware
 *
 * Since: 0.1
 */
AiohttpClientMiddleware *
aiohttp_client_log_middleware_new (void)
{
  return g_object_new (AIOHTTP_TYPE_CLIENT_LOG_MIDDLEWARE, NULL);
}
