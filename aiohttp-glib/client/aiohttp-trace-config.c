/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-trace-config.h"
#include "aiohttp-trace-config-private.h"

#include "aiohttp-notify-private.h"

/**
 * AiohttpTraceConfig:
 *
 * Tells how the requests of a session fare: a signal for each step of each request, in the order in which they happen.
 *
 * |[<!-- language="C" -->
 * static void
 * on_end (AiohttpTraceConfig *config, AiohttpClientSession *session, AiohttpTraceContext *context,
 *         AiohttpTraceParams *params, gpointer user_data)
 * {
 *   g_print ("%s %s\n", aiohttp_trace_params_get_method (params), aiohttp_trace_params_get_url (params));
 * }
 *
 * g_autoptr(AiohttpTraceConfig) traces = aiohttp_trace_config_new ();
 *
 * g_signal_connect (traces, "request-end", G_CALLBACK (on_end), NULL);
 * aiohttp_client_session_add_trace_config (session, traces);
 * ]|
 *
 * Each handler gets the session, a context that lasts as long as the request, and the parameters of the signal. What
 * the transport tells of reaches the handlers a moment later, on the main stack, so that they may do what they like;
 * [method@Aiohttp.TraceParams.get_time] says when it was. A request with redirects has one start and one end, and a
 * `request-redirect` for each; with middlewares that send it again it has the transport's signals for each attempt.
 *
 * Handlers may be connected at any time. aiohttp waits for its handlers, which are coroutines; these are functions, and
 * what they start goes on beside the request.
 *
 * aiohttp: `TraceConfig`
 *
 * Since: 0.1
 */

struct _AiohttpTraceConfig
{
  GObject parent_instance;

  GType context_type;
  gboolean traceparent;
};

enum
{
  PROP_0,
  PROP_CONTEXT_TYPE,
  PROP_TRACEPARENT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint signals[AIOHTTP_N_TRACES];

G_DEFINE_FINAL_TYPE (AiohttpTraceConfig, aiohttp_trace_config, G_TYPE_OBJECT)

AiohttpTraceContext *
aiohttp_trace_config_make_context (AiohttpTraceConfig *self, GObject *request_context)
{
  return g_object_new (self->context_type, "request-context", request_context, NULL);
}

gboolean
aiohttp_trace_config_wants (AiohttpTraceConfig *self, AiohttpTrace trace)
{
  return g_signal_has_handler_pending (self, signals[trace], 0, FALSE);
}

void
aiohttp_trace_config_emit (AiohttpTraceConfig *self, AiohttpTrace trace, AiohttpClientSession *session,
                           AiohttpTraceContext *context, AiohttpTraceParams *params)
{
  g_signal_emit (self, signals[trace], 0, session, context, params);
}

static void
aiohttp_trace_config_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpTraceConfig *self = AIOHTTP_TRACE_CONFIG (object);

  switch (id)
    {
    case PROP_CONTEXT_TYPE:
      g_value_set_gtype (value, self->context_type);
      break;
    case PROP_TRACEPARENT:
      g_value_set_boolean (value, self->traceparent);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_trace_config_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpTraceConfig *self = AIOHTTP_TRACE_CONFIG (object);

  switch (id)
    {
    case PROP_CONTEXT_TYPE:
      self->context_type = g_value_get_gtype (value);
      break;
    case PROP_TRACEPARENT:
      aiohttp_trace_config_set_traceparent (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name, AIOHTTP_TYPE_TRACE_CONFIG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 3,
                       AIOHTTP_TYPE_CLIENT_SESSION, AIOHTTP_TYPE_TRACE_CONTEXT, AIOHTTP_TYPE_TRACE_PARAMS);
}

static void
make_request_signals (void)
{
  /**
   * AiohttpTraceConfig::request-start:
   * @self: a trace configuration
   * @session: the session
   * @context: what is kept of the request
   * @params: what is told
   *
   * A request begins. Its parameters are method, URL and header fields; the header fields may be changed.
   *
   * Since: 0.1
   */
  signals[AIOHTTP_TRACE_REQUEST_START] = add_signal ("request-start");

  /**
   * AiohttpTraceConfig::request-chunk-sent:
   * @self: a trace configuration
   * @session: the session
   * @context: what is kept of the request
   * @params: what is told
   *
   * A piece of the body was sent. Its parameters are those of the request and the chunk, which is empty where the
   * transport does not know the bytes.
   *
   * Since: 0.1
   */
  signals[AIOHTTP_TRACE_REQUEST_CHUNK_SENT] = add_signal ("request-chunk-sent");

  /**
   * AiohttpTraceConfig::request-headers-sent:
   * @self: a trace configuration
   * @session: the session
   * @context: what is kept of the request
   * @params: what is told
   *
   * The head of a request was sent. Its parameters are those of the request.
   *
   * Since: 0.1
   */
  signals[AIOHTTP_TRACE_REQUEST_HEADERS_SENT] = add_signal ("request-headers-sent");

  /**
   * AiohttpTraceConfig::response-chunk-received:
   * @self: a trace configuration
   * @session: the session
   * @context: what is kept of the request
   * @params: what is told
   *
   * A piece of a body came. Its parameters are those of the request and the chunk, as it came: its content coding is not
   * undone.
   *
   * Since: 0.1
   */
  signals[AIOHTTP_TRACE_RESPONSE_CHUNK_RECEIVED] = add_signal ("response-chunk-received");

  /**
   * AiohttpTraceConfig::request-end:
   * @self: a trace configuration
   * @session: the session
   * @context: what is kept of the request
   * @params: what is told
   *
   * The head of the response is there, redirects followed. Its parameters are those of the request and the response.
   *
   * Since: 0.1
   */
  signals[AIOHTTP_TRACE_REQUEST_END] = add_signal ("request-end");

  /**
   * AiohttpTraceConfig::request-exception:
   * @self: a trace configuration
   * @session: the session
   * @context: what is kept of the request
   * @params: what is told
   *
   * The request has failed. Its parameters are those of the request and the exception.
   *
   * Since: 0.1
   */
  signals[AIOHTTP_TRACE_REQUEST_EXCEPTION] = add_signal ("request-exception");

  /**
   * AiohttpTraceConfig::request-redirect:
   * @self: a trace configuration
   * @session: the session
   * @context: what is kept of the request
   * @params: what is told
   *
   * A redirect is about to be followed. Its parameters are those of the request that was redirected and its response.
   *
   * Since: 0.1
   */
  signals[AIOHTTP_TRACE_REQUEST_REDIRECT] = add_signal ("request-redirect");
}

static void
make_connection_signals (void)
{
  /**
   * AiohttpTraceConfig::connection-queued-start:
   * @self: a trace configuration
   * @session: the session
   * @context: what is kept of the request
   * @params: what is told
   *
   * The request waits for a connection, since the limits are reached. Its parameters are those of the request, as are
   * those of the other `connection-` signals.
   *
   * Since: 0.1
   */
  signals[AIOHTTP_TRACE_CONNECTION_QUEUED_START] = add_signal ("connection-queued-start");

  /**
   * AiohttpTraceConfig::connection-queued-end:
   * @self: a trace configuration
   * @session: the session
   * @context: what is kept of the request
   * @params: what is told
   *
   * The wait for a connection is over.
   *
   * Since: 0.1
   */
  signals[AIOHTTP_TRACE_CONNECTION_QUEUED_END] = add_signal ("connection-queued-end");

  /**
   * AiohttpTraceConfig::connection-create-start:
   * @self: a trace configuration
   * @session: the session
   * @context: what is kept of the request
   * @params: what is told
   *
   * A connection is about to be made.
   *
   * Since: 0.1
   */
  signals[AIOHTTP_TRACE_CONNECTION_CREATE_START] = add_signal ("connection-create-start");

  /**
   * AiohttpTraceConfig::connection-create-end:
   * @self: a trace configuration
   * @session: the session
   * @context: what is kept of the request
   * @params: what is told
   *
   * A connection was made, with TLS and a tunnel where there are any.
   *
   * Since: 0.1
   */
  signals[AIOHTTP_TRACE_CONNECTION_CREATE_END] = add_signal ("connection-create-end");

  /**
   * AiohttpTraceConfig::connection-reuseconn:
   * @self: a trace configuration
   * @session: the session
   * @context: what is kept of the request
   * @params: what is told
   *
   * A connection that was open already is used.
   *
   * Since: 0.1
   */
  signals[AIOHTTP_TRACE_CONNECTION_REUSECONN] = add_signal ("connection-reuseconn");

  /**
   * AiohttpTraceConfig::dns-resolvehost-start:
   * @self: a trace configuration
   * @session: the session
   * @context: what is kept of the request
   * @params: what is told
   *
   * A host name is about to be resolved. Its parameters are those of the request and the host, as are those of the other
   * `dns-` signals.
   *
   * Since: 0.1
   */
  signals[AIOHTTP_TRACE_DNS_RESOLVEHOST_START] = add_signal ("dns-resolvehost-start");

  /**
   * AiohttpTraceConfig::dns-resolvehost-end:
   * @self: a trace configuration
   * @session: the session
   * @context: what is kept of the request
   * @params: what is told
   *
   * A host name was resolved.
   *
   * Since: 0.1
   */
  signals[AIOHTTP_TRACE_DNS_RESOLVEHOST_END] = add_signal ("dns-resolvehost-end");

  /**
   * AiohttpTraceConfig::dns-cache-hit:
   * @self: a trace configuration
   * @session: the session
   * @context: what is kept of the request
   * @params: what is told
   *
   * The cache knows the addresses of a host name.
   *
   * Since: 0.1
   */
  signals[AIOHTTP_TRACE_DNS_CACHE_HIT] = add_signal ("dns-cache-hit");

  /**
   * AiohttpTraceConfig::dns-cache-miss:
   * @self: a trace configuration
   * @session: the session
   * @context: what is kept of the request
   * @params: what is told
   *
   * The cache does not know the addresses of a host name.
   *
   * Since: 0.1
   */
  signals[AIOHTTP_TRACE_DNS_CACHE_MISS] = add_signal ("dns-cache-miss");
}

static void
aiohttp_trace_config_class_init (AiohttpTraceConfigClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = aiohttp_trace_config_get_property;
  object_class->set_property = aiohttp_trace_config_set_property;
  aiohttp_object_class_notify_on_main_stack (object_class);

  /**
   * AiohttpTraceConfig:context-type:
   *
   * The type of the contexts: [class@Aiohttp.TraceContext], or one that derives from it.
   *
   * aiohttp: `trace_config_ctx_factory`
   *
   * Since: 0.1
   */
  properties[PROP_CONTEXT_TYPE] =
      g_param_spec_gtype ("context-type", NULL, NULL, AIOHTTP_TYPE_TRACE_CONTEXT, flags | G_PARAM_CONSTRUCT_ONLY);

  /**
   * AiohttpTraceConfig:traceparent:
   *
   * Whether each request goes with a `traceparent` header field, by which the traces of several programs are put
   * together (W3C Trace Context). A request that brings one belongs to that trace, and to a new span of it; else it
   * begins a trace. It is among the header fields that `request-start` tells of.
   *
   * Since: 0.1
   */
  properties[PROP_TRACEPARENT] = g_param_spec_boolean ("traceparent", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  make_request_signals ();
  make_connection_signals ();
}

static void
aiohttp_trace_config_init (AiohttpTraceConfig *self)
{
  self->context_type = AIOHTTP_TYPE_TRACE_CONTEXT;
}

/**
 * aiohttp_trace_config_new:
 *
 * Makes a trace configuration without handlers.
 *
 * Returns: (transfer full): the configuration
 *
 * Since: 0.1
 */
AiohttpTraceConfig *
aiohttp_trace_config_new (void)
{
  return g_object_new (AIOHTTP_TYPE_TRACE_CONFIG, NULL);
}

/**
 * aiohttp_trace_config_get_traceparent:
 * @self: a trace configuration
 *
 * Tells whether each request goes with a `traceparent` header field.
 *
 * Returns: whether it does
 *
 * Since: 0.1
 */
gboolean
aiohttp_trace_config_get_traceparent (AiohttpTraceConfig *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TRACE_CONFIG (self), FALSE);

  return self->traceparent;
}

/**
 * aiohttp_trace_config_set_traceparent:
 * @self: a trace configuration
 * @traceparent: whether to send it
 *
 * Sets whether each request goes with a `traceparent` header field (W3C Trace Context).
 *
 * Since: 0.1
 */
void
aiohttp_trace_config_set_traceparent (AiohttpTraceConfig *self, gboolean traceparent)
{
  g_return_if_fail (AIOHTTP_IS_TRACE_CONFIG (self));

  traceparent = !!traceparent;
  if (self->traceparent == traceparent)
    return;
  self->traceparent = traceparent;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRACEPARENT]);
}
