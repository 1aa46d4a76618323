/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-trace-params.h"
#include "aiohttp-trace-params-private.h"

/**
 * AiohttpTraceParams:
 *
 * What a signal of an [class@Aiohttp.TraceConfig] tells of: the request, and beside it what the signal's own
 * documentation names.
 *
 * aiohttp: `TraceRequestStartParams` and its like
 *
 * Since: 0.1
 */

G_DEFINE_FINAL_TYPE (AiohttpTraceParams, aiohttp_trace_params, G_TYPE_OBJECT)

static void
aiohttp_trace_params_finalize (GObject *object)
{
  AiohttpTraceParams *self = AIOHTTP_TRACE_PARAMS (object);

  g_free (self->method);
  g_free (self->url);
  g_free (self->host);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->chunk, g_bytes_unref);
  g_clear_object (&self->response);
  g_clear_error (&self->exception);
  G_OBJECT_CLASS (aiohttp_trace_params_parent_class)->finalize (object);
}

static void
aiohttp_trace_params_class_init (AiohttpTraceParamsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_trace_params_finalize;
}

static void
aiohttp_trace_params_init (AiohttpTraceParams *self)
{
}

/**
 * aiohttp_trace_params_get_method:
 * @self: the parameters of a signal
 *
 * Gets the method of the request.
 *
 * Returns: (nullable): the method
 *
 * Since: 0.1
 */
const char *
aiohttp_trace_params_get_method (AiohttpTraceParams *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TRACE_PARAMS (self), NULL);

  return self->method;
}

/**
 * aiohttp_trace_params_get_url:
 * @self: the parameters of a signal
 *
 * Gets the URL of the request, without its fragment.
 *
 * Returns: (nullable): the URL
 *
 * Since: 0.1
 */
const char *
aiohttp_trace_params_get_url (AiohttpTraceParams *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TRACE_PARAMS (self), NULL);

  return self->url;
}

/**
 * aiohttp_trace_params_get_headers:
 * @self: the parameters of a signal
 *
 * Gets the header fields of the request.
 *
 * Returns: (transfer none) (nullable): the header fields
 *
 * Since: 0.1
 */
SoupMessageHeaders *
aiohttp_trace_params_get_headers (AiohttpTraceParams *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TRACE_PARAMS (self), NULL);

  return self->headers;
}

/**
 * aiohttp_trace_params_get_response:
 * @self: the parameters of a signal
 *
 * Gets the response: of `request-end` and `request-redirect`.
 *
 * Returns: (transfer none) (nullable): the response, or %NULL
 *
 * Since: 0.1
 */
AiohttpClientResponse *
aiohttp_trace_params_get_response (AiohttpTraceParams *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TRACE_PARAMS (self), NULL);

  return self->response;
}

/**
 * aiohttp_trace_params_get_exception:
 * @self: the parameters of a signal
 *
 * Gets what the request failed with: of `request-exception`.
 *
 * Returns: (transfer none) (nullable): the error, or %NULL
 *
 * Since: 0.1
 */
GError *
aiohttp_trace_params_get_exception (AiohttpTraceParams *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TRACE_PARAMS (self), NULL);

  return self->exception;
}

/**
 * aiohttp_trace_params_get_chunk:
 * @self: the parameters of a signal
 *
 * Gets the bytes that were sent or received: of `request-chunk-sent` and `response-chunk-received`.
 *
 * Returns: (transfer none) (nullable): the bytes, or %NULL
 *
 * Since: 0.1
 */
GBytes *
aiohttp_trace_params_get_chunk (AiohttpTraceParams *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TRACE_PARAMS (self), NULL);

  return self->chunk;
}

/**
 * aiohttp_trace_params_get_host:
 * @self: the parameters of a signal
 *
 * Gets the host name: of the `dns-` signals.
 *
 * Returns: (nullable): the host name, or %NULL
 *
 * Since: 0.1
 */
const char *
aiohttp_trace_params_get_host (AiohttpTraceParams *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TRACE_PARAMS (self), NULL);

  return self->host;
}

/**
 * aiohttp_trace_params_get_time:
 * @self: the parameters of a signal
 *
 * Gets when it happened, which may be a moment before the signal.
 *
 * Returns: microseconds of the monotonic clock
 *
 * Since: 0.1
 */
gint64
aiohttp_trace_params_get_time (AiohttpTraceParams *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TRACE_PARAMS (self), 0);

  return self->time;
}
