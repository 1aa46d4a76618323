/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-event-stream.h"

#include <string.h>

#include "aiohttp-error.h"
#include "aiohttp-request-private.h"
#include "aiohttp-stream-response-private.h"

/**
 * AiohttpEventStream:
 *
 * Server-sent events: a response that a browser's `EventSource` reads, event after event, for as long as the handler
 * likes.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpEventStream) events = aiohttp_event_stream_new ();
 *
 * if (!aiohttp_stream_response_prepare (AIOHTTP_STREAM_RESPONSE (events), request, error))
 *   return NULL;
 * while (aiohttp_event_stream_send (events, next_quote (), "quote", NULL, error))
 *   if (!aiohttp_sleep (1, error))
 *     break;
 * return NULL;
 * ]|
 *
 * A client that has lost its connection comes back and says which event it got last:
 * [method@Aiohttp.EventStream.get_last_event_id]. While nothing is sent, a comment goes out now and then
 * ([property@Aiohttp.EventStream:ping-interval]), so that no proxy gives the connection up and a client that has gone is
 * noticed. A send waits for a slow client as [method@Aiohttp.StreamResponse.write] does, and fails with
 * %G_IO_ERROR_CONNECTION_CLOSED when the client has left; returning that error ends the handler quietly.
 *
 * The headers are Content-Type `text/event-stream`, Cache-Control `no-cache` and X-Accel-Buffering `no`, for nginx. A
 * stream that is compressed ([method@Aiohttp.StreamResponse.enable_compression]) sends each event at once, too.
 *
 * aiohttp: the package `aiohttp-sse`
 *
 * Since: 0.1
 */

#define DEFAULT_PING_INTERVAL 15.0

static const char ping[] = ":\n\n";

struct _AiohttpEventStream
{
  AiohttpStreamResponse parent_instance;

  double ping_interval;
  char *last_event_id;
  AiohttpTimer timer;
  AiohttpTimerWheel *wheel; /* of the stream, while it is prepared */
};

struct _AiohttpEventStreamClass
{
  AiohttpStreamResponseClass parent_class;
};

enum
{
  PROP_0,
  PROP_PING_INTERVAL,
  PROP_LAST_EVENT_ID,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpEventStream, aiohttp_event_stream, AIOHTTP_TYPE_STREAM_RESPONSE)

static void
arm (AiohttpEventStream *self)
{
  if (self->wheel == NULL)
    return;
  if (self->ping_interval > 0)
    aiohttp_timer_arm (self->wheel, &self->timer, (guint) CLAMP (self->ping_interval * 1000, 1, G_MAXINT));
  else
    aiohttp_timer_pause (&self->timer);
}

static void
on_silence (gpointer data)
{
  AiohttpEventStream *self = data;
  AiohttpStreamResponse *response = data;

  if (response->outlet->ended || response->outlet->error != NULL)
    return;
  /* A client that does not read gets no heap of them. */
  if (aiohttp_stream_response_get_buffered_size (response) == 0)
    aiohttp_stream_response_put (response, ping, strlen (ping), NULL, NULL);
  arm (self);
}

static void
aiohttp_event_stream_prepared (AiohttpStreamResponse *response, AiohttpRequest *request)
{
  AiohttpEventStream *self = AIOHTTP_EVENT_STREAM (response);
  AiohttpServerStream *stream = request->stream;

  g_free (self->last_event_id);
  self->last_event_id = g_strdup (aiohttp_request_get_header (request, "Last-Event-ID"));
  self->wheel = stream->klass->get_wheel (stream);
  arm (self);
}

static void
aiohttp_event_stream_detached (AiohttpStreamResponse *response)
{
  AiohttpEventStream *self = AIOHTTP_EVENT_STREAM (response);

  self->wheel = NULL;
  aiohttp_timer_disarm (&self->timer);
}

/* A line end of any kind begins another line of the field. */
static void
append_lines (GString *text, const char *field, const char *value)
{
  for (;;)
    {
      gsize length = strcspn (value, "\r\n");

      g_string_append (text, field);
      g_string_append_len (text, value, length);
      g_string_append_c (text, '\n');
      value += length;
      if (*value == '\0')
        return;
      value += value[0] == '\r' && value[1] == '\n' ? 2 : 1;
    }
}

static gboolean
is_line (const char *what, const char *value, GError **error)
{
  if (value == NULL || strpbrk (value, "\r\n") == NULL)
    return TRUE;
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "The %s of an event is one line", what);
  return FALSE;
}

static GString *
format_event (const char *data, const char *event, const char *id, GError **error)
{
  GString *text;

  if (!is_line ("type", event, error) || !is_line ("id", id, error))
    return NULL;
  text = g_string_new (NULL);
  if (id != NULL)
    append_lines (text, "id: ", id);
  if (event != NULL)
    append_lines (text, "event: ", event);
  append_lines (text, "data: ", data);
  g_string_append_c (text, '\n');
  return text;
}

static void
aiohttp_event_stream_finalize (GObject *object)
{
  AiohttpEventStream *self = AIOHTTP_EVENT_STREAM (object);

  aiohttp_timer_disarm (&self->timer);
  g_free (self->last_event_id);
  G_OBJECT_CLASS (aiohttp_event_stream_parent_class)->finalize (object);
}

static void
aiohttp_event_stream_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpEventStream *self = AIOHTTP_EVENT_STREAM (object);

  switch (id)
    {
    case PROP_PING_INTERVAL:
      g_value_set_double (value, self->ping_interval);
      break;
    case PROP_LAST_EVENT_ID:
      g_value_set_string (value, self->last_event_id);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_event_stream_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpEventStream *self = AIOHTTP_EVENT_STREAM (object);

  switch (id)
    {
    case PROP_PING_INTERVAL:
      aiohttp_event_stream_set_ping_interval (self, g_value_get_double (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_event_stream_class_init (AiohttpEventStreamClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  AiohttpStreamResponseClass *response_class = AIOHTTP_STREAM_RESPONSE_CLASS (klass);

  object_class->finalize = aiohttp_event_stream_finalize;
  object_class->get_property = aiohttp_event_stream_get_property;
  object_class->set_property = aiohttp_event_stream_set_property;
  response_class->prepared = aiohttp_event_stream_prepared;
  response_class->detached = aiohttp_event_stream_detached;

  /**
   * AiohttpEventStream:ping-interval:
   *
   * The seconds of silence after which a comment is sent, 15 by default; 0 for never. Coarse: up to a tenth of a second
   * late, a second over 10 s.
   *
   * Since: 0.1
   */
  properties[PROP_PING_INTERVAL] =
      g_param_spec_double ("ping-interval", NULL, NULL, 0, G_MAXDOUBLE, DEFAULT_PING_INTERVAL,
                           G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * AiohttpEventStream:last-event-id:
   *
   * What the client, which comes back, says to have got last: its header Last-Event-ID. Known once the response is
   * prepared.
   *
   * Since: 0.1
   */
  properties[PROP_LAST_EVENT_ID] =
      g_param_spec_string ("last-event-id", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_event_stream_init (AiohttpEventStream *self)
{
  AiohttpStreamResponse *response = AIOHTTP_STREAM_RESPONSE (self);

  self->ping_interval = DEFAULT_PING_INTERVAL;
  aiohttp_timer_init (&self->timer, on_silence, self);
  response->flushes = TRUE;
  aiohttp_stream_response_set_header (response, "Content-Type", "text/event-stream; charset=utf-8", NULL);
  aiohttp_stream_response_set_header (response, "Cache-Control", "no-cache", NULL);
  aiohttp_stream_response_set_header (response, "X-Accel-Buffering", "no", NULL);
}

/**
 * aiohttp_event_stream_new:
 *
 * Makes a stream of events, of status 200.
 *
 * Returns: (transfer full): the stream
 *
 * Since: 0.1
 */
AiohttpEventStream *
aiohttp_event_stream_new (void)
{
  return g_object_new (AIOHTTP_TYPE_EVENT_STREAM, NULL);
}

/**
 * aiohttp_event_stream_get_ping_interval:
 * @self: a stream of events
 *
 * Gets [property@Aiohttp.EventStream:ping-interval].
 *
 * Returns: the seconds
 *
 * Since: 0.1
 */
double
aiohttp_event_stream_get_ping_interval (AiohttpEventStream *self)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_STREAM (self), 0);

  return self->ping_interval;
}

/**
 * aiohttp_event_stream_set_ping_interval:
 * @self: a stream of events
 * @ping_interval: the seconds, or 0
 *
 * Sets [property@Aiohttp.EventStream:ping-interval].
 *
 * Since: 0.1
 */
void
aiohttp_event_stream_set_ping_interval (AiohttpEventStream *self, double ping_interval)
{
  g_return_if_fail (AIOHTTP_IS_EVENT_STREAM (self));
  g_return_if_fail (ping_interval >= 0);

  if (self->ping_interval == ping_interval)
    return;
  self->ping_interval = ping_interval;
  arm (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PING_INTERVAL]);
}

/**
 * aiohttp_event_stream_get_last_event_id:
 * @self: a stream of events that was prepared
 *
 * Gets [property@Aiohttp.EventStream:last-event-id].
 *
 * Returns: (nullable): the id of the last event that the client got, or %NULL if it says none
 *
 * Since: 0.1
 */
const char *
aiohttp_event_stream_get_last_event_id (AiohttpEventStream *self)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_STREAM (self), NULL);

  return self->last_event_id;
}

/**
 * aiohttp_event_stream_send: (skip)
 * @self: a stream of events that was prepared
 * @data: what the event says; it may have several lines
 * @event: (nullable): its type, or %NULL for `message`
 * @id: (nullable): its id, which the client tells when it comes back
 * @error: return location of the error
 *
 * Sends an event, and waits as [method@Aiohttp.StreamResponse.write] does, whose errors it has, too.
 *
 * Fails with %AIOHTTP_ERROR_INVALID_ARGUMENT where @event or @id has a line end.
 *
 * Returns: whether it was sent
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_stream_send (AiohttpEventStream *self, const char *data, const char *event, const char *id,
                           GError **error)
{
  GString *text;
  gboolean works;

  g_return_val_if_fail (AIOHTTP_IS_EVENT_STREAM (self), FALSE);
  g_return_val_if_fail (data != NULL, FALSE);

  text = format_event (data, event, id, error);
  if (text == NULL)
    return FALSE;
  arm (self);
  works = aiohttp_stream_response_write (AIOHTTP_STREAM_RESPONSE (self), (const guint8 *) text->str, text->len, error);
  g_string_free (text, TRUE);
  return works;
}

/**
 * aiohttp_event_stream_send_async:
 * @self: a stream of events that was prepared
 * @data: what the event says; it may have several lines
 * @event: (nullable): its type, or %NULL for `message`
 * @id: (nullable): its id, which the client tells when it comes back
 * @cancellable: (nullable): a cancellable
 * @callback: (scope async) (closure user_data): called when the client has taken enough of it
 * @user_data: for @callback
 *
 * Sends an event; [method@Aiohttp.EventStream.send] tells more.
 *
 * Since: 0.1
 */
void
aiohttp_event_stream_send_async (AiohttpEventStream *self, const char *data, const char *event, const char *id,
                                 GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  GError *error = NULL;
  GString *text;

  g_return_if_fail (AIOHTTP_IS_EVENT_STREAM (self));
  g_return_if_fail (data != NULL);

  text = format_event (data, event, id, &error);
  if (text == NULL)
    {
      g_task_report_error (self, callback, user_data, aiohttp_stream_response_write_async, error);
      return;
    }
  arm (self);
  aiohttp_stream_response_write_async (AIOHTTP_STREAM_RESPONSE (self), (const guint8 *) text->str, text->len,
                                       cancellable, callback, user_data);
  g_string_free (text, TRUE);
}

/**
 * aiohttp_event_stream_send_finish:
 * @self: a stream of events
 * @result: what the callback was given
 * @error: return location of the error
 *
 * Finishes [method@Aiohttp.EventStream.send_async].
 *
 * Returns: whether it was sent
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_stream_send_finish (AiohttpEventStream *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_STREAM (self), FALSE);

  return aiohttp_stream_response_write_finish (AIOHTTP_STREAM_RESPONSE (self), result, error);
}

/**
 * aiohttp_event_stream_send_future:
 * @self: a stream of events that was prepared
 * @data: what the event says; it may have several lines
 * @event: (nullable): its type, or %NULL for `message`
 * @id: (nullable): its id, which the client tells when it comes back
 * @cancellable: (nullable): a cancellable
 *
 * Sends an event, as [method@Aiohttp.EventStream.send_async] does, and gives a future of it. The future goes to
 * [method@Aiohttp.EventStream.send_finish].
 *
 * Returns: (transfer full): a future of the operation
 *
 * Since: 0.1
 */
AiohttpFuture *
aiohttp_event_stream_send_future (AiohttpEventStream *self, const char *data, const char *event, const char *id,
                                  GCancellable *cancellable)
{
  g_autoptr (GError) error = NULL;
  AiohttpFuture *future;
  GString *text;

  g_return_val_if_fail (AIOHTTP_IS_EVENT_STREAM (self), NULL);
  g_return_val_if_fail (data != NULL, NULL);

  text = format_event (data, event, id, &error);
  if (text == NULL)
    return aiohttp_future_new_for_error (error);
  arm (self);
  future = aiohttp_stream_response_write_future (AIOHTTP_STREAM_RESPONSE (self), (const guint8 *) text->str, text->len,
                                                 cancellable);
  g_string_free (text, TRUE);
  return future;
}

/* A few bytes, for which nobody has to wait. */
static gboolean
put_lines (AiohttpEventStream *self, const char *field, const char *value, GError **error)
{
  GString *text = g_string_new (NULL);
  gboolean works;

  append_lines (text, field, value);
  g_string_append_c (text, '\n');
  arm (self);
  works = aiohttp_stream_response_put (AIOHTTP_STREAM_RESPONSE (self), text->str, text->len, NULL, error);
  g_string_free (text, TRUE);
  return works;
}

/**
 * aiohttp_event_stream_send_retry:
 * @self: a stream of events that was prepared
 * @milliseconds: how long a client that has lost its connection waits before it comes back
 * @error: return location of the error
 *
 * Tells the client how long to wait before it comes back. It does not wait for a slow client.
 *
 * Returns: whether it was sent
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_stream_send_retry (AiohttpEventStream *self, guint milliseconds, GError **error)
{
  char number[16];

  g_return_val_if_fail (AIOHTTP_IS_EVENT_STREAM (self), FALSE);

  g_snprintf (number, sizeof number, "%u", milliseconds);
  return put_lines (self, "retry: ", number, error);
}

/**
 * aiohttp_event_stream_send_comment:
 * @self: a stream of events that was prepared
 * @text: what the client is not going to look at
 * @error: return location of the error
 *
 * Sends a comment. It does not wait for a slow client.
 *
 * Returns: whether it was sent
 *
 * Since: 0.1
 */
gboolean
aiohttp_event_stream_send_comment (AiohttpEventStream *self, const char *text, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_EVENT_STREAM (self), FALSE);
  g_return_val_if_fail (text != NULL, FALSE);

  return put_lines (self, ": ", text, error);
}
