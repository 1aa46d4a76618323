/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-drive.h"

#include <pthread.h>

typedef struct
{
  GObject *object;
  char *text;
  GValue value;
} Job;

static Job *
job_new (gpointer object, const char *text)
{
  Job *self = g_new0 (Job, 1);

  self->object = object != NULL ? g_object_ref (object) : NULL;
  self->text = g_strdup (text);
  return self;
}

static void
job_free (gpointer data)
{
  Job *self = data;

  g_clear_object (&self->object);
  g_free (self->text);
  if (G_IS_VALUE (&self->value))
    g_value_unset (&self->value);
  g_free (self);
}

static AiohttpFuture *
spawn (AiohttpCoroutineFunc func, Job *job)
{
  return AIOHTTP_FUTURE (aiohttp_spawn (func, job, job_free));
}

/**
 * aiohttp_drive_on_main_stack:
 *
 * Returns: %TRUE if the caller is on the stack that the system gave its thread
 */
gboolean
aiohttp_drive_on_main_stack (void)
{
  pthread_attr_t attributes;
  void *start;
  size_t size;
  char here;

  pthread_getattr_np (pthread_self (), &attributes);
  pthread_attr_getstack (&attributes, &start, &size);
  pthread_attr_destroy (&attributes);
  return &here >= (char *) start && &here < (char *) start + size;
}

static gboolean
resolve (GValue *result, gpointer data, GError **error)
{
  Job *job = data;

  g_assert_false (aiohttp_drive_on_main_stack ());
  return aiohttp_future_set_boolean (AIOHTTP_FUTURE (job->object), TRUE);
}

/**
 * aiohttp_drive_resolve:
 * @future: a future to resolve from a coroutine
 *
 * Returns: (transfer full): the coroutine
 */
AiohttpFuture *
aiohttp_drive_resolve (AiohttpFuture *future)
{
  return spawn (resolve, job_new (future, NULL));
}

static gboolean
set_property (GValue *result, gpointer data, GError **error)
{
  Job *job = data;

  g_object_set_property (job->object, job->text, &job->value);
  return TRUE;
}

/**
 * aiohttp_drive_set_property:
 * @object: an object
 * @name: a property to set from a coroutine
 * @value: its value
 *
 * Returns: (transfer full): the coroutine
 */
AiohttpFuture *
aiohttp_drive_set_property (GObject *object, const char *name, const GValue *value)
{
  Job *job = job_new (object, name);

  g_value_init (&job->value, G_VALUE_TYPE (value));
  g_value_copy (value, &job->value);
  return spawn (set_property, job);
}

static gboolean
await_future (GValue *result, gpointer data, GError **error)
{
  Job *job = data;

  return aiohttp_future_await (AIOHTTP_FUTURE (job->object), error);
}

/**
 * aiohttp_drive_await:
 * @future: a future to await in a coroutine
 *
 * Returns: (transfer full): the coroutine
 */
AiohttpFuture *
aiohttp_drive_await (AiohttpFuture *future)
{
  return spawn (await_future, job_new (future, NULL));
}

static gboolean
ask_policy (GValue *result, gpointer data, GError **error)
{
  Job *job = data;
  AiohttpEventLoopPolicy *policy = AIOHTTP_EVENT_LOOP_POLICY (job->object);
  g_autoptr (AiohttpEventLoop) fresh = aiohttp_event_loop_policy_new_event_loop (policy);
  g_autoptr (AiohttpEventLoop) loop = aiohttp_event_loop_policy_get_event_loop (policy, error);

  aiohttp_event_loop_policy_set_event_loop (policy, loop);
  return loop != NULL;
}

/**
 * aiohttp_drive_ask_policy:
 * @policy: a policy, each vfunc of which is called from a coroutine
 *
 * Returns: (transfer full): the coroutine
 */
AiohttpFuture *
aiohttp_drive_ask_policy (AiohttpEventLoopPolicy *policy)
{
  return spawn (ask_policy, job_new (policy, NULL));
}

static gboolean
ask_resolver (GValue *result, gpointer data, GError **error)
{
  Job *job = data;
  g_autoptr (AiohttpFuture) future =
      aiohttp_resolver_resolve (AIOHTTP_RESOLVER (job->object), job->text, 80, G_SOCKET_FAMILY_INVALID, error);

  return future != NULL && aiohttp_future_await (future, error);
}

/**
 * aiohttp_drive_ask_resolver:
 * @resolver: a resolver that is asked from a coroutine
 * @host: for this host
 *
 * Returns: (transfer full): the coroutine
 */
AiohttpFuture *
aiohttp_drive_ask_resolver (AiohttpResolver *resolver, const char *host)
{
  return spawn (ask_resolver, job_new (resolver, host));
}

/* The other end takes all that is written, sends a byte, and hangs up. */
static gboolean
serve_peer (GSocketListener *listener, gsize size, GError **error)
{
  g_autoptr (GSocketConnection) peer = g_socket_listener_accept (listener, NULL, NULL, error);
  GInputStream *input;

  if (peer == NULL)
    return FALSE;
  input = g_io_stream_get_input_stream (G_IO_STREAM (peer));
  while (size > 0)
    {
      g_autoptr (GAsyncResult) result = aiohttp_await (
          g_input_stream_skip_async (input, size, G_PRIORITY_DEFAULT, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
      gssize n = g_input_stream_skip_finish (input, result, error);

      if (n <= 0)
        return FALSE;
      size -= (gsize) n;
    }
  return g_output_stream_write (g_io_stream_get_output_stream (G_IO_STREAM (peer)), "x", 1, NULL, error) == 1 &&
         g_io_stream_close (G_IO_STREAM (peer), NULL, error);
}

static gboolean
connect_protocol (GValue *result, gpointer data, GError **error)
{
  Job *job = data;
  const gsize size = 16 * 1024 * 1024;
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, error);
  g_autoptr (AiohttpStreamTransport) transport = aiohttp_event_loop_create_connection (
      aiohttp_get_event_loop (NULL), AIOHTTP_PROTOCOL (job->object), "localhost", port, error);
  g_autoptr (GBytes) bytes = g_bytes_new_take (g_malloc0 (size), size);

  if (transport == NULL || !aiohttp_stream_transport_write (transport, bytes, error) ||
      !serve_peer (listener, size, error))
    return FALSE;
  while (!aiohttp_stream_transport_is_closing (transport))
    if (!aiohttp_sleep (0.001, error))
      return FALSE;
  return aiohttp_sleep (0.001, error);
}

/**
 * aiohttp_drive_connect:
 * @protocol: a protocol, each vfunc of which is called for what a coroutine does
 *
 * Returns: (transfer full): the coroutine
 */
AiohttpFuture *
aiohttp_drive_connect (AiohttpProtocol *protocol)
{
  return spawn (connect_protocol, job_new (protocol, NULL));
}

static gboolean
fetch (GValue *result, gpointer data, GError **error)
{
  Job *job = data;
  g_autoptr (AiohttpClientResponse) response = aiohttp_request ("GET", job->text, NULL, error);
  if (response == NULL)
    return FALSE;

  g_autofree char *text = aiohttp_client_response_text (response, error);
  if (text == NULL)
    return FALSE;

  g_value_init (result, G_TYPE_STRING);
  g_value_set_string (result, text);
  return TRUE;
}

/**
 * aiohttp_drive_fetch:
 * @url: what to GET from a coroutine
 *
 * Returns: (transfer full): the coroutine; its value is the text
 */
AiohttpFuture *
aiohttp_drive_fetch (const char *url)
{
  return spawn (fetch, job_new (NULL, url));
}

static gboolean
fetch_by (GValue *result, gpointer data, GError **error)
{
  Job *job = data;
  g_autoptr (AiohttpClientResponse) response =
      aiohttp_client_session_get (AIOHTTP_CLIENT_SESSION (job->object), job->text, NULL, error);
  g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

  if (text == NULL)
    return FALSE;
  g_value_init (result, G_TYPE_STRING);
  g_value_set_string (result, text);
  return TRUE;
}

/**
 * aiohttp_drive_fetch_by:
 * @session: a session
 * @url: what to GET by it from a coroutine
 *
 * Returns: (transfer full): the coroutine; its value is the text
 */
AiohttpFuture *
aiohttp_drive_fetch_by (AiohttpClientSession *session, const char *url)
{
  return spawn (fetch_by, job_new (session, url));
}

static gboolean
serve (GValue *result, gpointer data, GError **error)
{
  Job *job = data;
  g_autoptr (AiohttpTestServer) server = aiohttp_test_server_new (AIOHTTP_APPLICATION (job->object));
  if (!aiohttp_test_server_start (server, error))
    return FALSE;

  g_autofree char *url = aiohttp_test_server_make_url (server, job->text);
  g_free (job->text);
  job->text = g_steal_pointer (&url);
  gboolean fetched = fetch (result, job, error);
  return aiohttp_test_server_stop (server, fetched ? error : NULL) && fetched;
}

/**
 * aiohttp_drive_serve:
 * @app: an application to serve and to fetch from, in one coroutine
 * @path: what to GET
 *
 * Returns: (transfer full): the coroutine; its value is the text
 */
AiohttpFuture *
aiohttp_drive_serve (AiohttpApplication *app, const char *path)
{
  return spawn (serve, job_new (app, path));
}

static void
count_message (GObject *socket, AiohttpWebSocketMessage *message, gpointer data)
{
  guint *n_messages = data;

  ++*n_messages;
}

static gboolean
await_messages (const guint *n_messages, guint wanted, GError **error)
{
  while (*n_messages < wanted)
    if (!aiohttp_sleep (0.001, error))
      return FALSE;
  return TRUE;
}

static gboolean
talk (GValue *result, gpointer data, GError **error)
{
  Job *job = data;
  AiohttpWebSocket *socket = AIOHTTP_WEB_SOCKET (job->object);
  guint n_messages = 0;
  gulong id = g_signal_connect (socket, "message", G_CALLBACK (count_message), &n_messages);
  gboolean works = aiohttp_web_socket_send_str (socket, job->text, error) && await_messages (&n_messages, 1, error);

  g_signal_handler_disconnect (socket, id);
  return works && aiohttp_web_socket_close (socket, AIOHTTP_WEB_SOCKET_CLOSE_OK, NULL, error);
}

/**
 * aiohttp_drive_talk:
 * @socket: a websocket to send @text by and to close, from a coroutine
 * @text: what comes back as a message
 *
 * Returns: (transfer full): the coroutine
 */
AiohttpFuture *
aiohttp_drive_talk (AiohttpWebSocket *socket, const char *text)
{
  return spawn (talk, job_new (socket, text));
}

static gboolean
follow (GValue *result, gpointer data, GError **error)
{
  Job *job = data;
  AiohttpReconnectingWebSocket *socket = AIOHTTP_RECONNECTING_WEB_SOCKET (job->object);
  guint n_messages = 0;
  gulong id = g_signal_connect (socket, "message", G_CALLBACK (count_message), &n_messages);
  gboolean works;

  aiohttp_reconnecting_web_socket_start (socket);
  works = await_messages (&n_messages, 3, error);
  g_signal_handler_disconnect (socket, id);
  return works && aiohttp_reconnecting_web_socket_close (socket, AIOHTTP_WEB_SOCKET_CLOSE_OK, NULL, error);
}

/**
 * aiohttp_drive_follow:
 * @socket: a reconnecting websocket to start from a coroutine, and to close when two messages and a gap have come
 *
 * Returns: (transfer full): the coroutine
 */
AiohttpFuture *
aiohttp_drive_follow (AiohttpReconnectingWebSocket *socket)
{
  return spawn (follow, job_new (socket, NULL));
}
