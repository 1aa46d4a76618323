/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-trace-context.h"

/**
 * AiohttpTraceContext:
 *
 * What the handlers of an [class@Aiohttp.TraceConfig] keep of one request, from its start to its end: each request has
 * one of its own for each of the session's configurations.
 *
 * Handlers put what they like on it: attributes in scripts, `g_object_set_data` in C; or a class that derives from it has
 * the fields, which [property@Aiohttp.TraceConfig:context-type] then names.
 *
 * aiohttp: `trace_config_ctx`
 *
 * Since: 0.1
 */

typedef struct
{
  GObject *request_context;
} AiohttpTraceContextPrivate;

enum
{
  PROP_0,
  PROP_REQUEST_CONTEXT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE_WITH_PRIVATE (AiohttpTraceContext, aiohttp_trace_context, G_TYPE_OBJECT)

static AiohttpTraceContextPrivate *
get_private (AiohttpTraceContext *self)
{
  return aiohttp_trace_context_get_instance_private (self);
}

static void
aiohttp_trace_context_dispose (GObject *object)
{
  g_clear_object (&get_private (AIOHTTP_TRACE_CONTEXT (object))->request_context);
  G_OBJECT_CLASS (aiohttp_trace_context_parent_class)->dispose (object);
}

static void
aiohttp_trace_context_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_REQUEST_CONTEXT:
      g_value_set_object (value, get_private (AIOHTTP_TRACE_CONTEXT (object))->request_context);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_trace_context_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_REQUEST_CONTEXT:
      get_private (AIOHTTP_TRACE_CONTEXT (object))->request_context = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_trace_context_class_init (AiohttpTraceContextClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = aiohttp_trace_context_dispose;
  object_class->get_property = aiohttp_trace_context_get_property;
  object_class->set_property = aiohttp_trace_context_set_property;

  /**
   * AiohttpTraceContext:request-context:
   *
   * What the request was given for its traces.
   *
   * aiohttp: `trace_request_ctx`
   *
   * Since: 0.1
   */
  properties[PROP_REQUEST_CONTEXT] =
      g_param_spec_object ("request-context", NULL, NULL, G_TYPE_OBJECT,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_trace_context_init (AiohttpTraceContext *self)
{
}

/**
 * aiohttp_trace_context_get_request_context:
 * @self: a trace context
 *
 * Gets what the request was given for its traces, by [method@Aiohttp.RequestOptions.set_trace_request_context].
 *
 * Returns: (transfer none) (nullable): the object, or %NULL
 *
 * Since: 0.1
 */
GObject *
aiohttp_trace_context_get_request_context (AiohttpTraceContext *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TRACE_CONTEXT (self), NULL);

  return get_private (self)->request_context;
}
