/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-stream-response-private.h"

#include "aiohttp-await.h"

/* A response whose body is made while it goes out, by a function or from a stream, when the handler has returned it. */

#define BLOCK (64 * 1024)

#define AIOHTTP_TYPE_PRODUCED_RESPONSE (aiohttp_produced_response_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpProducedResponse, aiohttp_produced_response, AIOHTTP, PRODUCED_RESPONSE,
                      AiohttpStreamResponse)

struct _AiohttpProducedResponse
{
  AiohttpStreamResponse parent_instance;

  GInputStream *stream;
  AiohttpBodyFunc func;
  gpointer user_data;
  GDestroyNotify notify;
};

G_DEFINE_FINAL_TYPE (AiohttpProducedResponse, aiohttp_produced_response, AIOHTTP_TYPE_STREAM_RESPONSE)

static gboolean
copy_stream (AiohttpProducedResponse *self, AiohttpRequest *request, GError **error)
{
  /* A stream may say nothing for long: the request's own cancellable tells when the client has left. */
  GCancellable *cancellable = aiohttp_request_get_cancellable (request);

  for (;;)
    {
      g_autoptr (GBytes) bytes = NULL;
      g_autoptr (GAsyncResult) result = aiohttp_await (
          g_input_stream_read_bytes_async (self->stream, BLOCK, G_PRIORITY_DEFAULT, cancellable, AIOHTTP_RESUME));

      bytes = g_input_stream_read_bytes_finish (self->stream, result, error);
      if (bytes == NULL)
        return FALSE;
      if (g_bytes_get_size (bytes) == 0)
        return TRUE;
      if (!aiohttp_stream_response_write_bytes (AIOHTTP_STREAM_RESPONSE (self), bytes, error))
        return FALSE;
    }
}

static void
close_stream (AiohttpProducedResponse *self)
{
  g_autoptr (GAsyncResult) result =
      aiohttp_await (g_input_stream_close_async (self->stream, G_PRIORITY_DEFAULT, NULL, AIOHTTP_RESUME));

  g_input_stream_close_finish (self->stream, result, NULL);
}

static gboolean
aiohttp_produced_response_produce (AiohttpStreamResponse *response, AiohttpRequest *request, GError **error)
{
  AiohttpProducedResponse *self = AIOHTTP_PRODUCED_RESPONSE (response);
  gboolean works = aiohttp_stream_response_prepare (response, request, error);

  if (self->stream == NULL)
    return works && self->func (response, self->user_data, error);
  works = works && (response->outlet->discards || copy_stream (self, request, error));
  close_stream (self);
  return works;
}

static void
aiohttp_produced_response_finalize (GObject *object)
{
  AiohttpProducedResponse *self = AIOHTTP_PRODUCED_RESPONSE (object);

  g_clear_object (&self->stream);
  if (self->notify != NULL)
    self->notify (self->user_data);
  G_OBJECT_CLASS (aiohttp_produced_response_parent_class)->finalize (object);
}

static void
aiohttp_produced_response_class_init (AiohttpProducedResponseClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_produced_response_finalize;
  AIOHTTP_STREAM_RESPONSE_CLASS (klass)->produce = aiohttp_produced_response_produce;
}

static void
aiohttp_produced_response_init (AiohttpProducedResponse *self)
{
}

static AiohttpProducedResponse *
produced_response_new (guint status, const char *content_type)
{
  AiohttpProducedResponse *self = g_object_new (AIOHTTP_TYPE_PRODUCED_RESPONSE, "status", status, NULL);
  GError *error = NULL;

  if (content_type != NULL &&
      !aiohttp_stream_response_set_header (AIOHTTP_STREAM_RESPONSE (self), "Content-Type", content_type, &error))
    aiohttp_stream_response_take_invalid (AIOHTTP_STREAM_RESPONSE (self), error);
  return self;
}

/**
 * aiohttp_stream_response_new_from_stream:
 * @status: a status from 200 to 999
 * @stream: where the body comes from; it is closed when it was sent
 * @length: how many bytes that is, or -1 if it is not known
 * @content_type: (nullable): its type, or %NULL for application/octet-stream
 *
 * Makes a response whose body is read from a stream, up to 64 KiB at a time, as fast as the client takes it. The handler
 * returns it at once.
 *
 * A stream that fails, or has another number of bytes than @length, closes the connection, so that the client sees the
 * body to be incomplete. Constructors cannot fail: a @content_type that holds a control makes sending the response fail.
 *
 * Returns: (transfer full): the response
 *
 * Since: 0.1
 */
AiohttpStreamResponse *
aiohttp_stream_response_new_from_stream (guint status, GInputStream *stream, gint64 length, const char *content_type)
{
  AiohttpProducedResponse *self;

  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);
  g_return_val_if_fail (length >= -1, NULL);

  self = produced_response_new (status, content_type);
  self->stream = g_object_ref (stream);
  if (length >= 0)
    aiohttp_stream_response_set_content_length (AIOHTTP_STREAM_RESPONSE (self), length, NULL);
  return AIOHTTP_STREAM_RESPONSE (self);
}

/**
 * aiohttp_stream_response_new_from_func: (skip)
 * @status: a status from 200 to 999
 * @content_type: (nullable): the body's type, or %NULL for application/octet-stream
 * @func: writes the body
 * @user_data: for @func
 * @notify: (nullable): frees @user_data
 *
 * Makes a response whose body a coroutine writes when the handler, and the middlewares, have returned it: the head can
 * be changed until then.
 *
 * |[<!-- language="C" -->
 * static gboolean
 * count (AiohttpStreamResponse *response, gpointer user_data, GError **error)
 * {
 *   for (guint i = 0; i < 10; i++)
 *     if (!aiohttp_stream_response_write_text (response, "tick\n", error) || !aiohttp_sleep (1, error))
 *       return FALSE;
 *   return TRUE;
 * }
 * ]|
 *
 * Bindings return a generator from their handlers instead.
 *
 * Returns: (transfer full): the response
 *
 * Since: 0.1
 */
AiohttpStreamResponse *
aiohttp_stream_response_new_from_func (guint status, const char *content_type, AiohttpBodyFunc func, gpointer user_data,
                                       GDestroyNotify notify)
{
  AiohttpProducedResponse *self;

  g_return_val_if_fail (func != NULL, NULL);

  self = produced_response_new (status, content_type);
  self->func = func;
  self->user_data = user_data;
  self->notify = notify;
  return AIOHTTP_STREAM_RESPONSE (self);
}
