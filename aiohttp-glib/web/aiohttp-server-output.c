/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-server-output-private.h"

#include "aiohttp-error.h"
#include "aiohttp-response-private.h"
#include "aiohttp-stream-response-private.h"
#include "aiohttp-version.h"

/* A body up to this long is copied behind its head; a longer one is sent by reference, as an iovec of its own. */
#define MAX_COPIED (8 * 1024)

/* What the shared buffer keeps between uses. */
#define MAX_KEPT (128 * 1024)

#define SERVER_NAME "aiohttp-glib/" AIOHTTP_VERSION_STRING

static AiohttpByteBuffer *
get_buffer (AiohttpServerOutput *self, AiohttpServerConnection *owner)
{
  AiohttpWebServer *server = self->server;

  if (aiohttp_byte_buffer_length (&self->waiting) > 0)
    return &self->waiting;
  if (server->output_owner == NULL)
    server->output_owner = owner;
  return server->output_owner == owner ? &server->output : &self->waiting;
}

static AiohttpByteBuffer *
peek_shared (AiohttpServerOutput *self, AiohttpServerConnection *owner)
{
  return self->server->output_owner == owner ? &self->server->output : NULL;
}

static void
release_shared (AiohttpServerOutput *self, AiohttpServerConnection *owner)
{
  AiohttpWebServer *server = self->server;

  if (server->output_owner != owner)
    return;
  server->output_owner = NULL;
  if (G_LIKELY (server->output.capacity <= MAX_KEPT))
    aiohttp_byte_buffer_reset (&server->output);
  else
    aiohttp_byte_buffer_clear (&server->output);
}

void
aiohttp_server_output_clear (AiohttpServerOutput *self, AiohttpServerConnection *owner)
{
  release_shared (self, owner);
  aiohttp_byte_buffer_clear (&self->waiting);
  g_clear_pointer (&self->body, g_bytes_unref);
}

static gboolean
write_head (AiohttpByteBuffer *buffer, AiohttpStreamResponse *response, const AiohttpHttp1ResponsePlan *plan,
            gsize body_length, GError **error)
{
  SoupMessageHeaders *headers = response->headers;

  if (!aiohttp_http1_write_status_line (buffer, response->status, response->reason, error))
    return FALSE;
  if (response->content_type != NULL)
    aiohttp_http1_write_known_field (buffer, AIOHTTP_FIELD_CONTENT_TYPE, response->content_type, -1);
  if (headers != NULL && !aiohttp_http1_write_headers (buffer, headers, error))
    return FALSE;
  if (plan->write_length)
    aiohttp_http1_write_content_length (buffer, body_length);
  if (headers == NULL || soup_message_headers_get_one (headers, "Date") == NULL)
    aiohttp_http1_write_date (buffer);
  if (headers == NULL || soup_message_headers_get_one (headers, "Server") == NULL)
    aiohttp_byte_buffer_append_literal (buffer, "Server: " SERVER_NAME "\r\n");
  if (plan->connection != NULL)
    aiohttp_http1_write_known_field (buffer, AIOHTTP_FIELD_CONNECTION, plan->connection, -1);
  aiohttp_http1_write_head_end (buffer);
  return TRUE;
}

/* The length to announce. A handler for HEAD may tell that of a body which it did not make. */
static gsize
get_announced_length (AiohttpStreamResponse *response, const AiohttpHttp1ResponseFacts *facts, gsize length)
{
  if (facts->method != AIOHTTP_METHOD_HEAD || length > 0 || response->headers == NULL)
    return length;
  return MAX (soup_message_headers_get_content_length (response->headers), 0);
}

gboolean
aiohttp_server_output_add_response (AiohttpServerOutput *self, AiohttpServerConnection *owner,
                                    AiohttpStreamResponse *response, const AiohttpHttp1ResponseFacts *facts,
                                    gboolean *keep_alive, guint64 *body_length, GError **error)
{
  AiohttpByteBuffer *buffer = get_buffer (self, owner);
  gsize before = aiohttp_byte_buffer_length (buffer);
  AiohttpHttp1ResponseFacts all_facts = *facts;
  AiohttpHttp1ResponsePlan plan;
  const char *body;
  gsize length;

  /* A binding can derive from the base class. */
  if (G_UNLIKELY (!AIOHTTP_IS_RESPONSE (response)))
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_WRONG_TYPE, "A %s has no body: return an AiohttpResponse",
                   G_OBJECT_TYPE_NAME (response));
      return FALSE;
    }
  body = aiohttp_response_peek_body (AIOHTTP_RESPONSE (response), &length);
  all_facts.content_length = get_announced_length (response, facts, length);
  plan = aiohttp_http1_plan_response (&all_facts);
  if (!write_head (buffer, response, &plan, all_facts.content_length, error))
    {
      aiohttp_byte_buffer_truncate (buffer, before);
      return FALSE;
    }
  *keep_alive = plan.keep_alive;
  *body_length = plan.body == AIOHTTP_HTTP1_BODY_NONE ? 0 : length;
  if (*body_length == 0)
    return TRUE;
  if (length <= MAX_COPIED)
    aiohttp_byte_buffer_append (buffer, body, length);
  else
    {
      self->body = g_bytes_ref (aiohttp_response_get_body (AIOHTTP_RESPONSE (response)));
      self->body_sent = 0;
    }
  return TRUE;
}

void
aiohttp_server_output_add_continue (AiohttpServerOutput *self, AiohttpServerConnection *owner)
{
  aiohttp_http1_write_continue (get_buffer (self, owner));
}

gsize
aiohttp_server_output_get_length (AiohttpServerOutput *self, AiohttpServerConnection *owner)
{
  AiohttpByteBuffer *shared = peek_shared (self, owner);

  return aiohttp_byte_buffer_length (&self->waiting) + (shared != NULL ? aiohttp_byte_buffer_length (shared) : 0) +
         (self->body != NULL ? g_bytes_get_size (self->body) - self->body_sent : 0);
}

gboolean
aiohttp_server_output_is_waiting (AiohttpServerOutput *self)
{
  return aiohttp_byte_buffer_length (&self->waiting) > 0 || self->body != NULL;
}

/* What was written of the buffer, and then of the body, is forgotten. */
static void
advance (AiohttpServerOutput *self, AiohttpByteBuffer *buffer, gsize written)
{
  gsize of_buffer = MIN (written, aiohttp_byte_buffer_length (buffer));

  aiohttp_byte_buffer_consume (buffer, of_buffer);
  if (self->body == NULL)
    return;
  self->body_sent += written - of_buffer;
  if (self->body_sent == g_bytes_get_size (self->body))
    g_clear_pointer (&self->body, g_bytes_unref);
}

/* The kernel takes less at once than a vector could hold, so one call is not always all that it would take. */
static gboolean
write_some (AiohttpServerOutput *self, AiohttpByteBuffer *buffer, AiohttpChannel *channel)
{
  for (;;)
    {
      struct iovec vectors[2];
      int n_vectors = 0;
      gssize written;

      if (aiohttp_byte_buffer_length (buffer) > 0)
        vectors[n_vectors++] =
            (struct iovec){ (void *) aiohttp_byte_buffer_data (buffer), aiohttp_byte_buffer_length (buffer) };
      if (self->body != NULL)
        {
          gsize size;
          const char *data = g_bytes_get_data (self->body, &size);

          vectors[n_vectors++] = (struct iovec){ (void *) (data + self->body_sent), size - self->body_sent };
        }
      if (n_vectors == 0)
        return TRUE;
      written = aiohttp_channel_writev (channel, vectors, n_vectors);
      if (written < 0)
        return written == AIOHTTP_CHANNEL_WOULD_BLOCK;
      advance (self, buffer, written);
    }
}

gboolean
aiohttp_server_output_flush (AiohttpServerOutput *self, AiohttpServerConnection *owner, AiohttpChannel *channel)
{
  AiohttpByteBuffer *shared = peek_shared (self, owner);
  gboolean works;

  if (shared == NULL || aiohttp_byte_buffer_length (&self->waiting) > 0)
    {
      if (shared != NULL)
        aiohttp_byte_buffer_append (&self->waiting, aiohttp_byte_buffer_data (shared),
                                    aiohttp_byte_buffer_length (shared));
      release_shared (self, owner);
      works = write_some (self, &self->waiting, channel);
      if (aiohttp_byte_buffer_length (&self->waiting) == 0)
        aiohttp_byte_buffer_clear (&self->waiting);
      return works;
    }
  works = write_some (self, shared, channel);
  if (works && aiohttp_byte_buffer_length (shared) > 0)
    aiohttp_byte_buffer_append (&self->waiting, aiohttp_byte_buffer_data (shared), aiohttp_byte_buffer_length (shared));
  release_shared (self, owner);
  return works;
}
