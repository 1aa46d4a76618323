/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-client-response.h"
#include "aiohttp-client-response-private.h"

#include "aiohttp-await-private.h"
#include "aiohttp-chars-private.h"
#include "aiohttp-client-error-info-private.h"
#include "aiohttp-content-decoder-private.h"
#include "aiohttp-error.h"
#include "aiohttp-json-private.h"
#include "aiohttp-stream-reader-private.h"

/* What becomes of a response's body: read whole, or let go. */

static gboolean
is_utf8 (const char *charset)
{
  return g_ascii_strcasecmp (charset, "utf-8") == 0 || g_ascii_strcasecmp (charset, "utf8") == 0;
}

/* A charset goes to iconv, which reads more than names in it. */
static gboolean
is_charset_name (const char *charset)
{
  const char *p = charset;

  while (g_ascii_isalnum (*p) || (*p != '\0' && strchr ("-_.:+", *p) != NULL))
    p++;
  return p > charset && *p == '\0';
}

static char *
decode_utf8 (const char *data, gsize length, GError **error)
{
  const char *end;

  if (g_utf8_validate_len (data, length, &end))
    return g_strndup (data, length);
  g_set_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PAYLOAD,
               "Body is not text in UTF-8: byte %" G_GSIZE_FORMAT " of %" G_GSIZE_FORMAT, (gsize) (end - data), length);
  return NULL;
}

/* NULL without an error for a charset that is not known. */
static char *
decode_charset (const char *data, gsize length, const char *charset, GError **error)
{
  g_autoptr (GError) failure = NULL;
  gsize written = 0;
  char *text;

  if (is_utf8 (charset))
    return decode_utf8 (data, length, error);
  if (!is_charset_name (charset))
    return NULL;
  text = g_convert (data, (gssize) length, "UTF-8", charset, NULL, &written, &failure);
  /* FAILED is an unknown charset, too: GLib reads the errno of a look for aliases. */
  if (text == NULL && (g_error_matches (failure, G_CONVERT_ERROR, G_CONVERT_ERROR_NO_CONVERSION) ||
                       g_error_matches (failure, G_CONVERT_ERROR, G_CONVERT_ERROR_FAILED)))
    return NULL;
  if (text != NULL && strlen (text) == written)
    return text;
  g_set_error (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PAYLOAD, "Body is not text in %s: %s", charset,
               failure != NULL ? failure->message : "it has a NUL");
  g_free (text);
  return NULL;
}

/* RFC 8259, 8.1 */
static gboolean
is_always_utf8 (AiohttpClientResponse *self)
{
  const char *content_type = aiohttp_client_response_get_content_type (self);

  return strcmp (content_type, "application/json") == 0 || strcmp (content_type, "application/rdap+json") == 0;
}

static char *
decode_text (AiohttpClientResponse *self, GBytes *body, GError **error)
{
  const char *charset = aiohttp_client_response_get_charset (self);
  GError *failure = NULL;
  gsize length;
  const char *data = g_bytes_get_data (body, &length);
  char *text = NULL;

  if (length == 0)
    return g_strdup ("");
  if (self->encoding != NULL)
    {
      text = decode_charset (data, length, self->encoding, &failure);
      if (text == NULL && failure == NULL)
        g_set_error (&failure, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "Unknown charset: “%s”", self->encoding);
    }
  else if (charset != NULL)
    text = decode_charset (data, length, charset, &failure);
  if (text == NULL && failure == NULL && self->charset_resolver != NULL && !is_always_utf8 (self))
    {
      g_autofree char *resolved = aiohttp_charset_resolver_ask (self->charset_resolver, self, body);

      if (resolved != NULL)
        text = decode_charset (data, length, resolved, &failure);
      if (resolved != NULL && text == NULL && failure == NULL)
        g_set_error (&failure, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "Unknown charset: “%s”", resolved);
    }
  if (text == NULL && failure == NULL)
    text = decode_utf8 (data, length, &failure);
  if (failure != NULL)
    g_propagate_error (error, failure);
  return text;
}

AiohttpClientBody *
aiohttp_client_response_get_body (AiohttpClientResponse *self)
{
  if (self->body != NULL)
    return self->body;
  self->body = aiohttp_client_body_new_whole (self->reply->whole_body);
  if (self->read_body != NULL)
    g_bytes_unref (aiohttp_client_body_take_whole (self->body));
  if (self->released)
    aiohttp_client_body_abort (self->body);
  return self->body;
}

static void
end_body (AiohttpClientResponse *self)
{
  self->released = TRUE;
  if (self->body != NULL)
    aiohttp_client_body_abort (self->body);
}

gboolean
aiohttp_client_response_decode (AiohttpClientResponse *self, GError **error)
{
  const char *coding;
  g_autoptr (GInputStream) stream = NULL;

  if (!aiohttp_transport_reply_has_field (self->reply, AIOHTTP_FIELD_CONTENT_ENCODING))
    return TRUE;
  coding = soup_message_headers_get_list (aiohttp_transport_reply_get_headers (self->reply), "Content-Encoding");
  stream = aiohttp_content_decoder_wrap (G_INPUT_STREAM (aiohttp_client_response_get_body (self)), coding, error);
  if (stream == NULL)
    return FALSE;
  self->content = aiohttp_stream_reader_new (stream);
  aiohttp_stream_reader_set_limit (self->content, self->max_body_size);
  return TRUE;
}

void
aiohttp_client_response_open_content (AiohttpClientResponse *self)
{
  if (self->content != NULL)
    return;
  self->content = aiohttp_stream_reader_new (G_INPUT_STREAM (aiohttp_client_response_get_body (self)));
  aiohttp_stream_reader_set_limit (self->content, self->max_body_size);
  if (self->read_body != NULL)
    aiohttp_stream_reader_set_ended (self->content, g_bytes_get_size (self->read_body));
  else if (self->reply->content_length > 0)
    aiohttp_stream_reader_set_expected (self->content, (guint64) self->reply->content_length);
}

/* Whether the body is there: read before, or come whole with the head, which costs no stream. */
static gboolean
has_read (AiohttpClientResponse *self)
{
  if (self->read_body != NULL || self->content != NULL)
    return self->read_body != NULL;
  if (self->body != NULL)
    self->read_body = aiohttp_client_body_take_whole (self->body);
  else if (!self->released)
    self->read_body = g_bytes_ref (self->reply->whole_body);
  return self->read_body != NULL;
}

void
aiohttp_client_response_tap (AiohttpClientResponse *self, gsize limit, AiohttpTapFunc func, gpointer data,
                             GDestroyNotify destroy)
{
  g_autoptr (GInputStream) tap = NULL;

  if (has_read (self))
    {
      if (g_bytes_get_size (self->read_body) <= limit)
        func (self->read_body, data);
      destroy (data);
      return;
    }
  aiohttp_client_response_open_content (self);
  /* a reader closes what it reads from */
  tap = aiohttp_tap_stream_new (G_INPUT_STREAM (self->content), limit, func, data, destroy);
  g_object_unref (self->content);
  self->content = aiohttp_stream_reader_new (tap);
}

/**
 * aiohttp_client_response_raise_for_status:
 * @self: a client response
 * @error: return location for an error
 *
 * Makes a status of 400 or more an error, %AIOHTTP_CLIENT_ERROR_STATUS, and releases the response then.
 *
 * Returns: %TRUE when the status is below 400; %FALSE with @error set otherwise
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_response_raise_for_status (AiohttpClientResponse *self, GError **error)
{
  g_autofree char *reason = NULL;
  const char *raw;
  GError *failure;

  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), FALSE);

  if (aiohttp_client_response_is_ok (self))
    return TRUE;
  raw = aiohttp_client_response_get_reason (self);
  reason = aiohttp_chars_escape (raw, strlen (raw), 128);
  failure = g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_STATUS, "%u%s%s: %s %s", self->reply->status,
                         *reason != '\0' ? " " : "", reason, self->method, aiohttp_client_response_get_url (self));
  aiohttp_client_error_info_attach (failure, NULL, NULL, self, NULL);
  g_propagate_error (error, failure);
  aiohttp_client_response_release (self);
  return FALSE;
}

/**
 * aiohttp_client_response_require_json:
 * @self: a client response
 * @error: return location for an error
 *
 * Checks that the content type is one of JSON: `application/json`, or any that ends in `+json`. It does so even where
 * [property@Aiohttp.ClientResponse:check-content-type] is %FALSE.
 *
 * Returns: %TRUE for JSON; %FALSE with %AIOHTTP_CLIENT_ERROR_CONTENT_TYPE otherwise
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_response_require_json (AiohttpClientResponse *self, GError **error)
{
  const char *content_type;
  GError *failure;

  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), FALSE);

  content_type = aiohttp_client_response_get_content_type (self);
  if (aiohttp_json_is_media_type (content_type))
    return TRUE;
  failure = g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_CONTENT_TYPE, "Content type is %s, not JSON: %s %s",
                         content_type, self->method, aiohttp_client_response_get_url (self));
  aiohttp_client_error_info_attach (failure, NULL, NULL, self, NULL);
  g_propagate_error (error, failure);
  return FALSE;
}

/**
 * aiohttp_client_response_release:
 * @self: a client response
 *
 * Gives the connection back: to the pool if the body was read to its end, else it is closed. Reading on fails with
 * %AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED; what [method@Aiohttp.ClientResponse.read_async] has read stays readable.
 *
 * Since: 0.1
 */
void
aiohttp_client_response_release (AiohttpClientResponse *self)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self));

  end_body (self);
}

/**
 * aiohttp_client_response_close:
 * @self: a client response
 *
 * Closes the connection, unless the whole body was read and it went back to the pool before. A read under way fails with
 * %AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED.
 *
 * Since: 0.1
 */
void
aiohttp_client_response_close (AiohttpClientResponse *self)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self));

  end_body (self);
}

static void
return_error (GTask *task, AiohttpClientResponse *self, GError *error /* taken */)
{
  aiohttp_client_error_info_attach (error, NULL, NULL, self, NULL);
  g_task_return_error (task, error);
}

static void
on_all_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AiohttpClientResponse *self = g_task_get_source_object (task);
  GError *error = NULL;
  GBytes *body = aiohttp_stream_reader_read_finish (AIOHTTP_STREAM_READER (source), result, &error);

  if (body == NULL)
    {
      return_error (task, self, error);
      return;
    }
  if (self->read_body == NULL)
    self->read_body = g_bytes_ref (body);
  g_task_return_pointer (task, body, (GDestroyNotify) g_bytes_unref);
}

/**
 * aiohttp_client_response_read_async:
 * @self: a client response
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the whole body is there
 * @user_data: (closure): data for @callback
 *
 * Reads the whole body into memory, content codings undone, and keeps it, so that it may be read again. Bound it by
 * [property@Aiohttp.ClientSession:max-body-size] where the server is not trusted. Fails with
 * %AIOHTTP_CLIENT_ERROR_PAYLOAD when the body is cut short.
 *
 * Since: 0.1
 */
void
aiohttp_client_response_read_async (AiohttpClientResponse *self, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_client_response_read_async);
  g_task_set_name (task, "[aiohttp] client response: read");
  g_task_set_check_cancellable (task, FALSE);
  if (has_read (self))
    g_task_return_pointer (task, g_bytes_ref (self->read_body), (GDestroyNotify) g_bytes_unref);
  else
    aiohttp_stream_reader_read_async (aiohttp_client_response_get_content (self), -1, cancellable, on_all_read,
                                      g_steal_pointer (&task));
}

/**
 * aiohttp_client_response_read_finish:
 * @self: a client response
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.ClientResponse.read_async].
 *
 * Returns: (transfer full): the body; %NULL on error
 *
 * Since: 0.1
 */
GBytes *
aiohttp_client_response_read_finish (AiohttpClientResponse *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_client_response_read_async, error);
}

/**
 * aiohttp_client_response_read: (skip)
 * @self: a client response
 * @error: return location for an error
 *
 * Reads the whole body and suspends the calling coroutine until it is there: the awaiting form of
 * [method@Aiohttp.ClientResponse.read_async].
 *
 * Returns: (transfer full): the body; %NULL on error
 *
 * Since: 0.1
 */
GBytes *
aiohttp_client_response_read (AiohttpClientResponse *self, GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  if (!aiohttp_await_check (G_STRFUNC, error))
    return NULL;
  if (has_read (self))
    return g_bytes_ref (self->read_body);
  result = aiohttp_await (aiohttp_client_response_read_async (self, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  return aiohttp_client_response_read_finish (self, result, error);
}

static void
on_text_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AiohttpClientResponse *self = AIOHTTP_CLIENT_RESPONSE (source);
  GError *error = NULL;
  g_autoptr (GBytes) body = aiohttp_client_response_read_finish (self, result, &error);
  char *text = body != NULL ? decode_text (self, body, &error) : NULL;

  if (text == NULL)
    return_error (task, self, error);
  else
    g_task_return_pointer (task, text, g_free);
}

/**
 * aiohttp_client_response_text_async:
 * @self: a client response
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the text is there
 * @user_data: (closure): data for @callback
 *
 * Reads the whole body as text. Its charset is, in this order: [property@Aiohttp.ClientResponse:encoding], the one that
 * Content-Type names, the one that [method@Aiohttp.ClientSession.set_fallback_charset_func] chooses, UTF-8. A body that is not valid in that charset, or has a NUL in it, fails with
 * %AIOHTTP_CLIENT_ERROR_PAYLOAD.
 *
 * Since: 0.1
 */
void
aiohttp_client_response_text_async (AiohttpClientResponse *self, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task;

  g_return_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_client_response_text_async);
  g_task_set_name (task, "[aiohttp] client response: text");
  g_task_set_check_cancellable (task, FALSE);
  aiohttp_client_response_read_async (self, cancellable, on_text_read, task);
}

/**
 * aiohttp_client_response_text_finish:
 * @self: a client response
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.ClientResponse.text_async].
 *
 * Returns: (transfer full): the text, in UTF-8; %NULL on error
 *
 * Since: 0.1
 */
char *
aiohttp_client_response_text_finish (AiohttpClientResponse *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_client_response_text_async, error);
}

/**
 * aiohttp_client_response_text: (skip)
 * @self: a client response
 * @error: return location for an error
 *
 * Reads the whole body as text and suspends the calling coroutine until it is there: the awaiting form of
 * [method@Aiohttp.ClientResponse.text_async].
 *
 * Returns: (transfer full): the text, in UTF-8; %NULL on error
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (char *, aiohttp_client_response_text, NULL, (AiohttpClientResponse * self), (self))

static void
on_json_read (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AiohttpClientResponse *self = AIOHTTP_CLIENT_RESPONSE (source);
  GError *error = NULL;
  g_autoptr (GBytes) body = aiohttp_client_response_read_finish (self, result, &error);
  g_autofree char *text = body != NULL ? decode_text (self, body, &error) : NULL;
  JsonNode *root = text != NULL ? aiohttp_json_parse (text, strlen (text), AIOHTTP_JSON_MAX_DEPTH, &error) : NULL;

  if (root == NULL)
    return_error (task, self, error);
  else
    g_task_return_pointer (task, root, (GDestroyNotify) json_node_unref);
}

/**
 * aiohttp_client_response_json_async:
 * @self: a client response
 * @cancellable: (nullable): a cancellable, or %NULL
 * @callback: (nullable) (scope async): called when the JSON is there
 * @user_data: (closure): data for @callback
 *
 * Reads the whole body and parses it as JSON. Fails with %AIOHTTP_CLIENT_ERROR_CONTENT_TYPE when the content type is
 * not JSON's (see [property@Aiohttp.ClientResponse:check-content-type]), and with an error of [error@Json.ParserError]
 * when the body is empty, malformed, or nested deeper than 64 levels.
 *
 * Since: 0.1
 */
void
aiohttp_client_response_json_async (AiohttpClientResponse *self, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GError *error = NULL;

  g_return_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, aiohttp_client_response_json_async);
  g_task_set_name (task, "[aiohttp] client response: json");
  g_task_set_check_cancellable (task, FALSE);
  if (self->check_content_type && !aiohttp_client_response_require_json (self, &error))
    return_error (task, self, error);
  else
    aiohttp_client_response_read_async (self, cancellable, on_json_read, g_steal_pointer (&task));
}

/**
 * aiohttp_client_response_json_finish:
 * @self: a client response
 * @result: the result that the callback was given
 * @error: return location for an error
 *
 * Finishes [method@Aiohttp.ClientResponse.json_async].
 *
 * Returns: (transfer full): the root of the document; %NULL on error
 *
 * Since: 0.1
 */
JsonNode *
aiohttp_client_response_json_finish (AiohttpClientResponse *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  return aiohttp_result_propagate_pointer (result, self, aiohttp_client_response_json_async, error);
}

/**
 * aiohttp_client_response_json: (skip)
 * @self: a client response
 * @error: return location for an error
 *
 * Reads the whole body as JSON and suspends the calling coroutine until it is there: the awaiting form of
 * [method@Aiohttp.ClientResponse.json_async].
 *
 * Returns: (transfer full): the root of the document; %NULL on error
 *
 * Since: 0.1
 */
AIOHTTP_DEFINE_AWAIT (JsonNode *, aiohttp_client_response_json, NULL, (AiohttpClientResponse * self), (self))
