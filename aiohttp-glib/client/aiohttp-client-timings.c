/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-timings.h"
#include "aiohttp-client-timings-private.h"

/**
 * AiohttpClientTimings:
 *
 * Where the time of a request went. It is had from [method@Aiohttp.ClientResponse.get_timings] where the session takes
 * them down.
 *
 * Of a request that was redirected, or sent again by a middleware, it tells of the last time that it was sent;
 * [method@Aiohttp.ClientTimings.get_started] says when that was. What did not happen, such as connecting where a
 * connection was open already, took 0 seconds.
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (AiohttpClientTimings, aiohttp_client_timings, G_TYPE_OBJECT)

static void
aiohttp_client_timings_class_init (AiohttpClientTimingsClass *klass)
{
}

static void
aiohttp_client_timings_init (AiohttpClientTimings *self)
{
  self->begun = g_get_monotonic_time ();
  self->started = self->begun;
}

AiohttpClientTimings *
aiohttp_client_timings_new (void)
{
  return g_object_new (AIOHTTP_TYPE_CLIENT_TIMINGS, NULL);
}

void
aiohttp_client_timings_restart (AiohttpClientTimings *self)
{
  const AiohttpClientSpan none = { 0, 0 };

  self->started = g_get_monotonic_time ();
  self->queued = none;
  self->dns = none;
  self->connect = none;
  self->tls = none;
  self->first_byte = 0;
  self->done = 0;
  self->reused = FALSE;
}

static gint64
get_length (const AiohttpClientSpan *span)
{
  return span->end != 0 ? span->end - span->start : 0;
}

static double
get_since (AiohttpClientTimings *self, gint64 when)
{
  return when != 0 ? (double) (when - self->begun) / G_USEC_PER_SEC : -1;
}

/**
 * aiohttp_client_timings_get_started:
 * @self: timings
 *
 * Gets when the request was sent the last time: later than the start where it was redirected.
 *
 * Returns: seconds since the request began
 *
 * Since: 0.1
 */
double
aiohttp_client_timings_get_started (AiohttpClientTimings *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_TIMINGS (self), 0);

  return get_since (self, self->started);
}

/**
 * aiohttp_client_timings_get_queued:
 * @self: timings
 *
 * Gets how long the request waited for a connection, since the limits were reached.
 *
 * Returns: seconds
 *
 * Since: 0.1
 */
double
aiohttp_client_timings_get_queued (AiohttpClientTimings *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_TIMINGS (self), 0);

  return (double) get_length (&self->queued) / G_USEC_PER_SEC;
}

/**
 * aiohttp_client_timings_get_dns:
 * @self: timings
 *
 * Gets how long it took to resolve the host name.
 *
 * Returns: seconds
 *
 * Since: 0.1
 */
double
aiohttp_client_timings_get_dns (AiohttpClientTimings *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_TIMINGS (self), 0);

  return (double) get_length (&self->dns) / G_USEC_PER_SEC;
}

/**
 * aiohttp_client_timings_get_connect:
 * @self: timings
 *
 * Gets how long it took to connect, the host name and TLS not counted in.
 *
 * Returns: seconds
 *
 * Since: 0.1
 */
double
aiohttp_client_timings_get_connect (AiohttpClientTimings *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_TIMINGS (self), 0);

  return (double) MAX (0, get_length (&self->connect) - get_length (&self->dns) - get_length (&self->tls)) /
         G_USEC_PER_SEC;
}

/**
 * aiohttp_client_timings_get_tls:
 * @self: timings
 *
 * Gets how long the TLS handshake took.
 *
 * Returns: seconds
 *
 * Since: 0.1
 */
double
aiohttp_client_timings_get_tls (AiohttpClientTimings *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_TIMINGS (self), 0);

  return (double) get_length (&self->tls) / G_USEC_PER_SEC;
}

/**
 * aiohttp_client_timings_get_first_byte:
 * @self: timings
 *
 * Gets when the first byte of the response came.
 *
 * Returns: seconds since the request began; -1 before
 *
 * Since: 0.1
 */
double
aiohttp_client_timings_get_first_byte (AiohttpClientTimings *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_TIMINGS (self), 0);

  return get_since (self, self->first_byte);
}

/**
 * aiohttp_client_timings_get_done:
 * @self: timings
 *
 * Gets when the body was read to its end, or given up.
 *
 * Returns: seconds since the request began; -1 before
 *
 * Since: 0.1
 */
double
aiohttp_client_timings_get_done (AiohttpClientTimings *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_TIMINGS (self), 0);

  return get_since (self, self->done);
}

/**
 * aiohttp_client_timings_is_reused:
 * @self: timings
 *
 * Tells whether the request went over a connection that was open already.
 *
 * Returns: whether it did
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_timings_is_reused (AiohttpClientTimings *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_TIMINGS (self), FALSE);

  return self->reused;
}
