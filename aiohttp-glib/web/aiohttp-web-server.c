/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-server.h"
#include "aiohttp-web-server-private.h"

#include "aiohttp-application.h"
#include "aiohttp-await-private.h"
#include "aiohttp-error.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-protocol-factory-private.h"
#include "aiohttp-proxy-stage-private.h"
#include "aiohttp-server-connection-private.h"

/**
 * AiohttpWebServer:
 *
 * Serves an application on the sockets of an event loop, and has the limits and timeouts of its connections.
 *
 * [method@Aiohttp.Application.make_handler] makes it; it is given to [method@Aiohttp.EventLoop.create_server_async],
 * for as many addresses as one likes, all on one event loop. Closing the [class@Aiohttp.Server] stops listening only;
 * [method@Aiohttp.WebServer.shutdown_async] ends the connections. An [class@Aiohttp.AppRunner] does both, and has its
 * server as a property.
 *
 * The life of a connection: it waits for a head, which is parsed where it was read; the handler of its request runs and
 * takes the body as it likes; the answer goes out, together with those of requests that came along with it; what the
 * handler has left of the body is drained; and it waits again, with no buffer of its own. An answer that the client does
 * not take holds back the requests behind it. What cannot be read is answered with its status and a close.
 *
 * A server belongs to the thread of its event loop.
 *
 * Timeouts are in seconds, 0 for none except at shutdown, and up to a tenth of a second late. All settings apply to the connections that
 * are made after they were set, and most to those that are open too.
 *
 * aiohttp: `web.Server`
 *
 * Since: 0.1
 */

/* Handlers that were cancelled at shutdown have this long to end, and not longer than before. */
#define CANCEL_GRACE 2.0

enum
{
  PROP_0,
  PROP_APP,
  PROP_ACCESS_LOG,
  PROP_ACCESS_LOG_FORMAT,
  PROP_ACCESS_LOGGER,
  PROP_HEADER_TIMEOUT,
  PROP_KEEPALIVE_TIMEOUT,
  PROP_BODY_TIMEOUT,
  PROP_BODY_MIN_RATE,
  PROP_WRITE_TIMEOUT,
  PROP_LINGERING_TIMEOUT,
  PROP_SHUTDOWN_TIMEOUT,
  PROP_HANDLER_TIMEOUT,
  PROP_HANDLER_CANCELLATION,
  PROP_MAX_LINE_SIZE,
  PROP_MAX_FIELD_SIZE,
  PROP_MAX_HEADERS,
  PROP_MAX_PIPELINED,
  PROP_MAX_CONNECTIONS,
  PROP_MAX_CONNECTIONS_PER_ADDRESS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void protocol_factory_iface_init (AiohttpProtocolFactoryInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AiohttpWebServer, aiohttp_web_server, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (AIOHTTP_TYPE_PROTOCOL_FACTORY, protocol_factory_iface_init))

/* Calls func for each connection; it may free any of them, and run user code that does the same. */
static void
foreach_connection (AiohttpWebServer *self, void (*func) (AiohttpServerConnection *))
{
  g_autoptr (GPtrArray) connections = g_ptr_array_sized_new (self->n_connections);

  for (AiohttpServerConnection *connection = self->connections; connection != NULL;
       connection = aiohttp_server_connection_get_next (connection))
    {
      aiohttp_server_connection_hold (connection);
      g_ptr_array_add (connections, connection);
    }
  for (guint i = 0; i < connections->len; i++)
    {
      func (g_ptr_array_index (connections, i));
      aiohttp_server_connection_release (g_ptr_array_index (connections, i));
    }
}

static void
complete_shutdown (AiohttpWebServer *self)
{
  g_autoptr (GPtrArray) tasks = g_steal_pointer (&self->shutdown_tasks);

  aiohttp_timer_disarm (&self->shutdown_timer);
  for (guint i = 0; tasks != NULL && i < tasks->len; i++)
    g_task_return_boolean (g_ptr_array_index (tasks, i), TRUE);
}

void
aiohttp_web_server_connection_closed (AiohttpWebServer *self)
{
  self->n_connections--;
  aiohttp_web_server_has_room (self);
  if (self->closing && self->n_connections == 0)
    complete_shutdown (self);
}

static void
arm_shutdown_timer (AiohttpWebServer *self, double seconds)
{
  aiohttp_timer_arm (self->wheel, &self->shutdown_timer, (guint) CLAMP (seconds * 1000, 1, G_MAXINT));
}

static void
on_shutdown_timeout (gpointer data)
{
  g_autoptr (AiohttpWebServer) self = g_object_ref (data);

  if (self->cancelled)
    {
      foreach_connection (self, aiohttp_server_connection_abort);
      return;
    }
  self->cancelled = TRUE;
  arm_shutdown_timer (self, MIN (self->shutdown_timeout, CANCEL_GRACE));
  foreach_connection (self, aiohttp_server_connection_cancel);
}

gboolean
aiohttp_web_server_start_in_context (AiohttpWebServer *self, GMainContext *context, GError **error)
{
  if (self->closing)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED,
                           "The server was shut down: make another one with aiohttp_application_make_handler()");
      return FALSE;
    }
  if (self->context == context)
    return TRUE;
  if (self->context != NULL)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                           "The server serves on another event loop: make one for each loop with "
                           "aiohttp_application_make_handler()");
      return FALSE;
    }
  if (self->app == NULL)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                           "The server has no application: make it with aiohttp_application_make_handler()");
      return FALSE;
    }
  self->limits.max_fields = self->max_headers;
  self->context = g_main_context_ref (context);
  self->reactor = aiohttp_reactor_ref_for_context (context);
  self->wheel = aiohttp_reactor_get_wheel (self->reactor);
  self->head = aiohttp_http1_head_new (self->limits.max_fields);
  if (self->max_connections_per_address > 0)
    self->addresses = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  aiohttp_http1_parser_init_request (&self->parser, self->head, &self->limits);
  aiohttp_web_server_open_log (self);
  aiohttp_application_freeze (self->app);
  return TRUE;
}

static gboolean
aiohttp_web_server_start_serving (AiohttpProtocolFactory *factory, AiohttpEventLoop *loop, GSocket *socket,
                                  GError **error)
{
  return aiohttp_web_server_listen (AIOHTTP_WEB_SERVER (factory), aiohttp_event_loop_get_context (loop), socket, NULL,
                                    error);
}

static void
aiohttp_web_server_stop_serving (AiohttpProtocolFactory *factory, GSocket *socket)
{
  aiohttp_web_server_unlisten (AIOHTTP_WEB_SERVER (factory), socket);
}

/* Connections are closed on the main stack, since that cancels requests. */
static void
close_all (gpointer data)
{
  AiohttpWebServer *self = data;

  g_ptr_array_set_size (self->listenings, 0);
  self->closing = TRUE;
  aiohttp_proxy_stage_close_all (self);
  foreach_connection (self, aiohttp_server_connection_abort);
  aiohttp_web_server_close_log (self);
  complete_shutdown (self);
}

static void
aiohttp_web_server_dispose (GObject *object)
{
  aiohttp_call_out (close_all, object);
  G_OBJECT_CLASS (aiohttp_web_server_parent_class)->dispose (object);
}

static void
aiohttp_web_server_finalize (GObject *object)
{
  AiohttpWebServer *self = AIOHTTP_WEB_SERVER (object);

  if (self->reactor != NULL)
    aiohttp_access_log_clear (&self->log);
  g_clear_object (&self->access_logger);
  g_clear_pointer (&self->log_format, aiohttp_access_log_format_free);
  g_free (self->log_format_text);
  g_ptr_array_unref (self->listenings);
  aiohttp_byte_buffer_clear (&self->output);
  g_free (self->head);
  g_clear_pointer (&self->addresses, g_hash_table_unref);
  g_clear_pointer (&self->reactor, aiohttp_reactor_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->app);
  G_OBJECT_CLASS (aiohttp_web_server_parent_class)->finalize (object);
}

static double *
get_timeout_field (AiohttpWebServer *self, guint id)
{
  switch (id)
    {
    case PROP_HEADER_TIMEOUT:
      return &self->header_timeout;
    case PROP_KEEPALIVE_TIMEOUT:
      return &self->keepalive_timeout;
    case PROP_BODY_TIMEOUT:
      return &self->body_timeout;
    case PROP_WRITE_TIMEOUT:
      return &self->write_timeout;
    case PROP_LINGERING_TIMEOUT:
      return &self->lingering_timeout;
    case PROP_SHUTDOWN_TIMEOUT:
      return &self->shutdown_timeout;
    case PROP_HANDLER_TIMEOUT:
      return &self->handler_timeout;
    default:
      return NULL;
    }
}

static guint *
get_limit_field (AiohttpWebServer *self, guint id)
{
  switch (id)
    {
    case PROP_BODY_MIN_RATE:
      return &self->body_min_rate;
    case PROP_MAX_LINE_SIZE:
      return &self->limits.max_line;
    case PROP_MAX_FIELD_SIZE:
      return &self->limits.max_field;
    case PROP_MAX_HEADERS:
      return &self->max_headers;
    case PROP_MAX_PIPELINED:
      return &self->max_pipelined;
    case PROP_MAX_CONNECTIONS:
      return &self->max_connections;
    case PROP_MAX_CONNECTIONS_PER_ADDRESS:
      return &self->max_connections_per_address;
    default:
      return NULL;
    }
}

static void
aiohttp_web_server_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpWebServer *self = AIOHTTP_WEB_SERVER (object);

  if (id == PROP_APP)
    g_value_set_object (value, self->app);
  else if (id == PROP_ACCESS_LOG)
    g_value_set_boolean (value, self->access_log);
  else if (id == PROP_ACCESS_LOG_FORMAT)
    g_value_set_string (value, self->log_format_text);
  else if (id == PROP_ACCESS_LOGGER)
    g_value_set_object (value, self->access_logger);
  else if (id == PROP_HANDLER_CANCELLATION)
    g_value_set_boolean (value, self->handler_cancellation);
  else if (get_timeout_field (self, id) != NULL)
    g_value_set_double (value, *get_timeout_field (self, id));
  else if (get_limit_field (self, id) != NULL)
    g_value_set_uint (value, *get_limit_field (self, id));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
set_log_property (AiohttpWebServer *self, guint id, const GValue *value)
{
  g_autoptr (GError) error = NULL;

  if (id == PROP_ACCESS_LOG)
    self->access_log = g_value_get_boolean (value);
  else if (id == PROP_ACCESS_LOGGER)
    g_set_object (&self->access_logger, g_value_get_object (value));
  else if (!aiohttp_web_server_take_log_format (self, g_value_get_string (value), &error))
    g_critical ("%s", error->message);
  aiohttp_web_server_update_log (self);
}

static void
aiohttp_web_server_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpWebServer *self = AIOHTTP_WEB_SERVER (object);

  if (id == PROP_APP)
    self->app = g_value_dup_object (value);
  else if (id == PROP_ACCESS_LOG || id == PROP_ACCESS_LOG_FORMAT || id == PROP_ACCESS_LOGGER)
    set_log_property (self, id, value);
  else if (id == PROP_HANDLER_CANCELLATION)
    self->handler_cancellation = g_value_get_boolean (value);
  else if (get_timeout_field (self, id) != NULL)
    *get_timeout_field (self, id) = g_value_get_double (value);
  else if (get_limit_field (self, id) != NULL)
    *get_limit_field (self, id) = g_value_get_uint (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static GParamSpec *
timeout_property (const char *name, double seconds)
{
  return g_param_spec_double (name, NULL, NULL, 0, G_MAXINT / 1000, seconds,
                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
}

static GParamSpec *
limit_property (const char *name, guint minimum, guint maximum, guint value)
{
  return g_param_spec_uint (name, NULL, NULL, minimum, maximum, value,
                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);
}

static void
install_timeouts (void)
{
  /**
   * AiohttpWebServer:header-timeout:
   *
   * How long a client may take from the first byte of a request to the end of its head, and from connecting to the
   * first byte. Then the connection is closed, with a 408 if a byte has come. The default is 30 seconds.
   *
   * Since: 0.1
   */
  properties[PROP_HEADER_TIMEOUT] = timeout_property ("header-timeout", 30);

  /**
   * AiohttpWebServer:keepalive-timeout:
   *
   * How long a connection may wait for its next request. The default is 75 seconds.
   *
   * Since: 0.1
   */
  properties[PROP_KEEPALIVE_TIMEOUT] = timeout_property ("keepalive-timeout", 75);

  /**
   * AiohttpWebServer:body-timeout:
   *
   * The time in which a body that a handler reads must bring what [property@Aiohttp.WebServer:body-min-rate] asks for;
   * then it starts anew. A body that does not is answered with 408. The default is 10 seconds.
   *
   * Since: 0.1
   */
  properties[PROP_BODY_TIMEOUT] = timeout_property ("body-timeout", 10);

  /**
   * AiohttpWebServer:write-timeout:
   *
   * How long a client may take no byte of an answer that waits for it. Then the connection is closed. The default is
   * 30 seconds.
   *
   * Since: 0.1
   */
  properties[PROP_WRITE_TIMEOUT] = timeout_property ("write-timeout", 30);

  /**
   * AiohttpWebServer:lingering-timeout:
   *
   * How long the rest of a body that no handler has read is taken after the answer, and how long a connection that is
   * being closed waits for its client to close it too. The default is 10 seconds.
   *
   * Since: 0.1
   */
  properties[PROP_LINGERING_TIMEOUT] = timeout_property ("lingering-timeout", 10);

  /**
   * AiohttpWebServer:shutdown-timeout:
   *
   * How long running handlers may take when the server shuts down before they are cancelled; with 0 they are at once.
   * The default is 60 seconds.
   *
   * Since: 0.1
   */
  properties[PROP_SHUTDOWN_TIMEOUT] = timeout_property ("shutdown-timeout", 60);

  /**
   * AiohttpWebServer:handler-timeout:
   *
   * How long a handler may take until its response is complete, where its route does not say otherwise
   * ([property@Aiohttp.Route:handler-timeout]). Then it is cancelled and the client is answered with 503, or cut off if
   * part of the response is out. The default is 0, no bound.
   *
   * Since: 0.1
   */
  properties[PROP_HANDLER_TIMEOUT] = timeout_property ("handler-timeout", 0);
}

static void
install_limits (void)
{
  /**
   * AiohttpWebServer:body-min-rate:
   *
   * The bytes per second that a body which a handler reads must bring, on average over
   * [property@Aiohttp.WebServer:body-timeout]. The default is 240; with 0 any byte will do.
   *
   * Since: 0.1
   */
  properties[PROP_BODY_MIN_RATE] = limit_property ("body-min-rate", 0, G_MAXUINT, 240);

  /**
   * AiohttpWebServer:max-line-size:
   *
   * The longest request line in bytes; a longer one is answered with 414. The default is 8190.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_LINE_SIZE] = limit_property ("max-line-size", 16, 65536, AIOHTTP_HTTP1_MAX_LINE);

  /**
   * AiohttpWebServer:max-field-size:
   *
   * The longest header, name and value, in bytes; a longer one is answered with 431. The default is 8190.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_FIELD_SIZE] = limit_property ("max-field-size", 16, 65536, AIOHTTP_HTTP1_MAX_FIELD);

  /**
   * AiohttpWebServer:max-headers:
   *
   * The most headers of a request, trailers included; more are answered with 431. The default is 128. It is taken
   * when the server begins to serve.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_HEADERS] = limit_property ("max-headers", 1, 1024, AIOHTTP_HTTP1_MAX_FIELDS);

  /**
   * AiohttpWebServer:max-pipelined:
   *
   * The most requests that a connection which sends them without waiting gets handled before others have their turn.
   * Those behind them wait unread. The default is 32.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_PIPELINED] = limit_property ("max-pipelined", 1, G_MAXINT, 32);

  /**
   * AiohttpWebServer:max-connections:
   *
   * The most connections at once, idle ones included. Further ones wait, unaccepted, until one is closed. The default is
   * 0: as many as the process has descriptors for.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_CONNECTIONS] = limit_property ("max-connections", 0, G_MAXINT, 0);

  /**
   * AiohttpWebServer:max-connections-per-address:
   *
   * The most connections at once from one address; IPv6 addresses count by their first 64 bits, which are one customer's.
   * Further ones are closed as soon as they are accepted. The default is 0, no bound: behind a proxy all connections come
   * from one address. It is taken when the server begins to serve.
   *
   * Since: 0.1
   */
  properties[PROP_MAX_CONNECTIONS_PER_ADDRESS] = limit_property ("max-connections-per-address", 0, G_MAXINT, 0);
}

static void
aiohttp_web_server_class_init (AiohttpWebServerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = aiohttp_web_server_dispose;
  object_class->finalize = aiohttp_web_server_finalize;
  object_class->get_property = aiohttp_web_server_get_property;
  object_class->set_property = aiohttp_web_server_set_property;

  /**
   * AiohttpWebServer:app: (getter get_app)
   *
   * The application that it serves.
   *
   * Since: 0.1
   */
  properties[PROP_APP] = g_param_spec_object ("app", NULL, NULL, AIOHTTP_TYPE_APPLICATION,
                                              G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpWebServer:access-log:
   *
   * Whether each answer is logged: to standard error, as [property@Aiohttp.WebServer:access-log-format] tells, or by
   * [property@Aiohttp.WebServer:access-logger]. Lines that standard error does not take at once wait, up to 256 KiB of
   * them; further ones are lost, and counted. The default is no; an [class@Aiohttp.AppRunner] turns it on.
   *
   * Since: 0.1
   */
  properties[PROP_ACCESS_LOG] = g_param_spec_boolean ("access-log", NULL, NULL, FALSE,
                                                      G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpWebServer:access-log-format:
   *
   * How a line on standard error looks, in the atoms of [property@Aiohttp.AccessLogger:format]. The default is
   * `%a %t "%r" %s %b "%{Referer}i" "%{User-Agent}i"`; a format that cannot be read is a critical, and the one before
   * stays. Atoms of the time that an answer took cost a look at the clock.
   *
   * Since: 0.1
   */
  properties[PROP_ACCESS_LOG_FORMAT] =
      g_param_spec_string ("access-log-format", NULL, NULL, AIOHTTP_ACCESS_LOG_FORMAT,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpWebServer:access-logger:
   *
   * Who is told of each answer instead of standard error, where [property@Aiohttp.WebServer:access-log] is on. It is
   * told when the answers of a turn of the main loop are on their way.
   *
   * Since: 0.1
   */
  properties[PROP_ACCESS_LOGGER] = g_param_spec_object ("access-logger", NULL, NULL, AIOHTTP_TYPE_ACCESS_LOGGER,
                                                        G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpWebServer:handler-cancellation:
   *
   * Whether a handler is cancelled when its client leaves, where its route does not say otherwise
   * ([property@Aiohttp.Route:handler-cancellation]). The request's cancellable fires in any case. The default is no: a
   * handler that writes to a database, say, runs to its end.
   *
   * Since: 0.1
   */
  properties[PROP_HANDLER_CANCELLATION] = g_param_spec_boolean (
      "handler-cancellation", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);

  install_timeouts ();
  install_limits ();
  g_object_class_install_properties (object_class, N_PROPS, properties);
  aiohttp_object_class_notify_on_main_stack (object_class);
}

static void
aiohttp_web_server_init (AiohttpWebServer *self)
{
  self->limits = aiohttp_http1_default_limits;
  aiohttp_web_server_take_log_format (self, NULL, NULL);
  self->listenings = g_ptr_array_new_with_free_func (aiohttp_web_server_listening_free);
  aiohttp_timer_init (&self->shutdown_timer, on_shutdown_timeout, self);
}

AiohttpWebServer *
aiohttp_web_server_new (AiohttpApplication *app)
{
  return g_object_new (AIOHTTP_TYPE_WEB_SERVER, "app", app, NULL);
}

/**
 * aiohttp_web_server_get_app:
 * @self: a server
 *
 * Gets the application that it serves.
 *
 * Returns: (transfer none): the application
 *
 * Since: 0.1
 */
AiohttpApplication *
aiohttp_web_server_get_app (AiohttpWebServer *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SERVER (self), NULL);

  return self->app;
}

/**
 * aiohttp_web_server_get_n_connections:
 * @self: a server
 *
 * Gets the number of open connections, idle ones included.
 *
 * Returns: the number
 *
 * Since: 0.1
 */
guint
aiohttp_web_server_get_n_connections (AiohttpWebServer *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SERVER (self), 0);

  return self->n_connections;
}

/**
 * aiohttp_web_server_shutdown: (skip)
 * @self: a server
 * @error: return location of the error
 *
 * Awaits the end of all connections; [method@Aiohttp.WebServer.shutdown_async] tells how.
 *
 * Returns: %TRUE, or %FALSE if it was cancelled
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (gboolean, aiohttp_web_server_shutdown, FALSE, (AiohttpWebServer * self), (self))

void
aiohttp_web_server_close_idle (AiohttpWebServer *self)
{
  self->closing = TRUE;
  aiohttp_proxy_stage_close_all (self);
  foreach_connection (self, aiohttp_server_connection_finish);
}

void
aiohttp_web_server_end_now (AiohttpWebServer *self)
{
  g_autoptr (AiohttpWebServer) held = g_object_ref (self);

  aiohttp_web_server_close_idle (self);
  foreach_connection (self, aiohttp_server_connection_cancel);
  foreach_connection (self, aiohttp_server_connection_abort);
}

static void
begin_shutdown (gpointer data)
{
  AiohttpWebServer *self = data;

  arm_shutdown_timer (self, self->shutdown_timeout);
  aiohttp_web_server_close_idle (self);
}

/**
 * aiohttp_web_server_shutdown_async:
 * @self: a server
 * @cancellable: (nullable): a cancellable, which changes the result only: the shutdown goes on to its end
 * @callback: (scope async) (closure user_data): called when all connections are closed
 * @user_data: for @callback
 *
 * Ends all connections: idle ones at once, the others after the answer that they wait for. Handlers which take longer
 * than [property@Aiohttp.WebServer:shutdown-timeout] are cancelled, and their connections closed. New connections are
 * refused.
 *
 * Since: 0.1
 */
void
aiohttp_web_server_shutdown_async (AiohttpWebServer *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (AiohttpWebServer) held = NULL;

  g_return_if_fail (AIOHTTP_IS_WEB_SERVER (self));

  held = g_object_ref (self);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_web_server_shutdown_async);
  if (self->n_connections == 0)
    {
      self->closing = TRUE;
      aiohttp_proxy_stage_close_all (self);
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (self->shutdown_tasks == NULL)
    self->shutdown_tasks = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->shutdown_tasks, g_object_ref (task));
  if (!self->shutdown_begun)
    {
      self->shutdown_begun = TRUE;
      aiohttp_call_out (begin_shutdown, self);
    }
}

/**
 * aiohttp_web_server_shutdown_finish:
 * @self: a server
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.WebServer.shutdown_async].
 *
 * Returns: %TRUE, or %FALSE if it was cancelled
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_server_shutdown_finish (AiohttpWebServer *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SERVER (self), FALSE);

  return aiohttp_result_propagate_boolean (result, self, aiohttp_web_server_shutdown_async, error);
}

static void
protocol_factory_iface_init (AiohttpProtocolFactoryInterface *iface)
{
  iface->start_serving = aiohttp_web_server_start_serving;
  iface->stop_serving = aiohttp_web_server_stop_serving;
}
