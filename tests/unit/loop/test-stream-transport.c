/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp.h"

/* Keeps what it receives, or gives it back. */
#define TEST_TYPE_PROTOCOL (test_protocol_get_type ())
G_DECLARE_FINAL_TYPE (TestProtocol, test_protocol, TEST, PROTOCOL, AiohttpProtocol)

struct _TestProtocol
{
  AiohttpProtocol parent_instance;

  gboolean echo;
  gboolean abort_at_once;
  gboolean keep_open;
  AiohttpStreamTransport *transport;
  GString *received;
  GString *trace;
  GError *error;
  AiohttpFuture *lost;
};

G_DEFINE_FINAL_TYPE (TestProtocol, test_protocol, AIOHTTP_TYPE_PROTOCOL)

static TestProtocol *last_accepted;

static void
test_protocol_connection_made (AiohttpProtocol *protocol, AiohttpStreamTransport *transport)
{
  TestProtocol *self = TEST_PROTOCOL (protocol);

  g_string_append (self->trace, "made ");
  self->transport = g_object_ref (transport);
  if (self->abort_at_once)
    aiohttp_stream_transport_abort (transport);
}

static void
test_protocol_data_received (AiohttpProtocol *protocol, GBytes *data)
{
  TestProtocol *self = TEST_PROTOCOL (protocol);
  gsize size;
  const char *bytes = g_bytes_get_data (data, &size);

  g_assert_cmpuint (size, >, 0);
  g_string_append_len (self->received, bytes, (gssize) size);
  if (self->echo)
    g_assert_true (aiohttp_stream_transport_write (self->transport, data, NULL));
}

static gboolean
test_protocol_eof_received (AiohttpProtocol *protocol)
{
  TestProtocol *self = TEST_PROTOCOL (protocol);

  g_string_append (self->trace, "eof ");
  return self->keep_open;
}

static void
test_protocol_connection_lost (AiohttpProtocol *protocol, const GError *error)
{
  TestProtocol *self = TEST_PROTOCOL (protocol);

  g_string_append (self->trace, "lost");
  self->error = error != NULL ? g_error_copy (error) : NULL;
  aiohttp_future_set_boolean (self->lost, TRUE);
  /* A circle, else. */
  g_clear_object (&self->transport);
}

static void
test_protocol_pause_writing (AiohttpProtocol *protocol)
{
  g_string_append (TEST_PROTOCOL (protocol)->trace, "pause ");
}

static void
test_protocol_resume_writing (AiohttpProtocol *protocol)
{
  g_string_append (TEST_PROTOCOL (protocol)->trace, "resume ");
}

static void
test_protocol_finalize (GObject *object)
{
  TestProtocol *self = TEST_PROTOCOL (object);

  g_clear_object (&self->transport);
  g_string_free (self->received, TRUE);
  g_string_free (self->trace, TRUE);
  g_clear_error (&self->error);
  g_object_unref (self->lost);

  G_OBJECT_CLASS (test_protocol_parent_class)->finalize (object);
}

static void
test_protocol_class_init (TestProtocolClass *klass)
{
  AiohttpProtocolClass *protocol_class = AIOHTTP_PROTOCOL_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = test_protocol_finalize;
  protocol_class->connection_made = test_protocol_connection_made;
  protocol_class->data_received = test_protocol_data_received;
  protocol_class->eof_received = test_protocol_eof_received;
  protocol_class->connection_lost = test_protocol_connection_lost;
  protocol_class->pause_writing = test_protocol_pause_writing;
  protocol_class->resume_writing = test_protocol_resume_writing;
}

static void
test_protocol_init (TestProtocol *self)
{
  self->received = g_string_new (NULL);
  self->trace = g_string_new (NULL);
  self->lost = aiohttp_future_new ();
}

static AiohttpProtocol *
make_echo (gpointer freed)
{
  TestProtocol *protocol = g_object_new (TEST_TYPE_PROTOCOL, NULL);

  protocol->echo = TRUE;
  g_set_object (&last_accepted, protocol);
  return AIOHTTP_PROTOCOL (protocol);
}

static AiohttpProtocol *
make_none (gpointer unused)
{
  return NULL;
}

static AiohttpServer *
serve (AiohttpProtocolFunc func, GError **error)
{
  g_autoptr (AiohttpFunctionFactory) factory = aiohttp_function_factory_new (func, NULL, NULL);

  return aiohttp_event_loop_create_server (aiohttp_get_event_loop (NULL), AIOHTTP_PROTOCOL_FACTORY (factory),
                                           "127.0.0.1", 0, error);
}

static AiohttpStreamTransport *
dial (AiohttpServer *server, TestProtocol *protocol, GError **error)
{
  return aiohttp_event_loop_create_connection (aiohttp_get_event_loop (NULL), AIOHTTP_PROTOCOL (protocol), "127.0.0.1",
                                               aiohttp_server_get_port (server), error);
}

static gboolean
write_text (AiohttpStreamTransport *transport, const char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, strlen (text));

  return aiohttp_stream_transport_write (transport, bytes, NULL);
}

static gboolean
test_echo (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpServer) server = serve (make_echo, error);
  g_autoptr (TestProtocol) protocol = g_object_new (TEST_TYPE_PROTOCOL, NULL);
  g_autoptr (AiohttpStreamTransport) transport = dial (server, protocol, error);
  g_autoptr (GError) local_error = NULL;

  g_assert_nonnull (transport);
  g_assert_true (protocol->transport == transport);
  g_assert_true (aiohttp_stream_transport_is_reading (transport));
  g_assert_true (G_IS_SOCKET (aiohttp_stream_transport_get_socket (transport)));
  g_assert_true (write_text (transport, "hello ") && write_text (transport, "") && write_text (transport, "world"));
  protocol->keep_open = TRUE;
  g_assert_true (aiohttp_stream_transport_write_eof (transport, error));
  g_assert_false (aiohttp_stream_transport_write_eof (transport, &local_error));
  g_assert_error (local_error, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED);
  g_assert_false (write_text (transport, "more"));
  /* The server closes at our end of file, which is ours, too, and keep_open lets us close. */
  while (strstr (protocol->trace->str, "eof") == NULL)
    g_assert_true (aiohttp_sleep (0.001, error));
  g_assert_cmpstr (protocol->received->str, ==, "hello world");
  g_assert_false (aiohttp_stream_transport_is_reading (transport));
  aiohttp_stream_transport_close (transport);
  aiohttp_stream_transport_close (transport);
  g_assert_true (aiohttp_stream_transport_is_closing (transport));
  g_assert_true (aiohttp_future_await (protocol->lost, error));
  g_assert_cmpstr (protocol->trace->str, ==, "made eof lost");
  g_assert_no_error (protocol->error);
  g_assert_true (aiohttp_future_await (last_accepted->lost, error));
  g_assert_cmpstr (last_accepted->trace->str, ==, "made eof lost");
  g_assert_finalize_object (g_steal_pointer (&last_accepted));
  return TRUE;
}

/* Much more than a socket takes: the marks, and all of it arrives. */
static gboolean
test_back_pressure (GValue *result, gpointer user_data, GError **error)
{
  const gsize size = 8 * 1024 * 1024;
  g_autoptr (AiohttpServer) server = serve (make_echo, error);
  g_autoptr (TestProtocol) protocol = g_object_new (TEST_TYPE_PROTOCOL, NULL);
  g_autoptr (AiohttpStreamTransport) transport = dial (server, protocol, error);
  g_autofree char *block = g_malloc (size);
  g_autoptr (GBytes) bytes = NULL;

  for (gsize i = 0; i < size; i++)
    block[i] = (char) (i * 7 + i / 251);
  bytes = g_bytes_new (block, size);
  aiohttp_stream_transport_pause_reading (transport);
  g_assert_false (aiohttp_stream_transport_is_reading (transport));
  g_assert_true (aiohttp_stream_transport_write (transport, bytes, error));
  g_assert_cmpuint (aiohttp_stream_transport_get_write_buffer_size (transport), >, 64 * 1024);
  g_assert_cmpstr (protocol->trace->str, ==, "made pause ");
  aiohttp_stream_transport_resume_reading (transport);
  while (protocol->received->len < size)
    g_assert_true (aiohttp_sleep (0.001, error));
  g_assert_cmpmem (protocol->received->str, protocol->received->len, block, size);
  g_assert_cmpstr (protocol->trace->str, ==, "made pause resume ");
  g_assert_cmpuint (aiohttp_stream_transport_get_write_buffer_size (transport), ==, 0);
  aiohttp_stream_transport_set_write_buffer_limits (transport, 10, 5);

  /* What was written before is sent before it closes. */
  g_assert_true (write_text (transport, "the end"));
  aiohttp_stream_transport_close (transport);
  g_assert_true (aiohttp_future_await (protocol->lost, error));
  g_assert_true (aiohttp_future_await (last_accepted->lost, error));
  g_assert_cmpuint (last_accepted->received->len, ==, size + 7);
  g_assert_cmpstr (last_accepted->received->str + size, ==, "the end");
  g_clear_object (&last_accepted);
  return TRUE;
}

static gboolean
test_abort (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpServer) server = serve (make_echo, error);
  g_autoptr (TestProtocol) protocol = g_object_new (TEST_TYPE_PROTOCOL, NULL);
  g_autoptr (AiohttpStreamTransport) transport = NULL;

  protocol->abort_at_once = TRUE;
  transport = dial (server, protocol, error);
  g_assert_nonnull (transport);
  g_assert_true (aiohttp_stream_transport_is_closing (transport));
  g_assert_true (aiohttp_future_await (protocol->lost, error));
  g_assert_cmpstr (protocol->trace->str, ==, "made lost");
  g_assert_false (write_text (transport, "late"));
  g_assert_true (aiohttp_sleep (0.005, error));
  g_clear_object (&last_accepted);
  return TRUE;
}

/* The peer is gone before we write. */
static gboolean
test_reset (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpServer) server = serve (make_none, error);
  g_autoptr (TestProtocol) protocol = g_object_new (TEST_TYPE_PROTOCOL, NULL);
  g_autoptr (AiohttpStreamTransport) transport = NULL;

  protocol->keep_open = TRUE;
  transport = dial (server, protocol, error);
  g_assert_nonnull (transport);
  while (strstr (protocol->trace->str, "eof") == NULL)
    g_assert_true (aiohttp_sleep (0.001, error));
  while (!aiohttp_future_is_done (protocol->lost))
    {
      write_text (transport, "anybody there?");
      g_assert_true (aiohttp_sleep (0.001, error));
    }
  g_assert_nonnull (protocol->error);
  g_assert_cmpint (protocol->error->domain, ==, G_IO_ERROR);
  return TRUE;
}

static gboolean
test_errors (GValue *result, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpServer) server = serve (make_echo, error);
  AiohttpEventLoop *loop = aiohttp_get_event_loop (error);
  g_autoptr (TestProtocol) protocol = g_object_new (TEST_TYPE_PROTOCOL, NULL);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) cancelled = NULL;
  g_autoptr (GError) local_error = NULL;
  guint16 port = aiohttp_server_get_port (server);

  aiohttp_server_close (server);
  g_assert_null (
      aiohttp_event_loop_create_connection (loop, AIOHTTP_PROTOCOL (protocol), "127.0.0.1", port, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CONNECTION_REFUSED);
  g_clear_error (&local_error);

  g_cancellable_cancel (cancellable);
  cancelled = aiohttp_await (aiohttp_event_loop_create_connection_async (loop, AIOHTTP_PROTOCOL (protocol), "127.0.0.1",
                                                                         port, cancellable, AIOHTTP_RESUME));
  g_assert_null (aiohttp_event_loop_create_connection_finish (loop, cancelled, &local_error));
  g_assert_error (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpstr (protocol->trace->str, ==, "");
  return TRUE;
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  aiohttp_test_add_coroutine ("/stream-transport/echo", test_echo, NULL);
  aiohttp_test_add_coroutine ("/stream-transport/back-pressure", test_back_pressure, NULL);
  aiohttp_test_add_coroutine ("/stream-transport/abort", test_abort, NULL);
  aiohttp_test_add_coroutine ("/stream-transport/reset", test_reset, NULL);
  aiohttp_test_add_coroutine ("/stream-transport/errors", test_errors, NULL);
  return g_test_run ();
}
