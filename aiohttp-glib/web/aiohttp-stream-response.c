/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-stream-response.h"
#include "aiohttp-stream-response-private.h"

#include "aiohttp-application-private.h"
#include "aiohttp-chars-private.h"
#include "aiohttp-error.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-reply.h"
#include "aiohttp-request-private.h"
#include "aiohttp-status-private.h"

/**
 * AiohttpStreamResponse:
 *
 * The head of an answer: status, reason and headers. What every response is; its body belongs to the class derived
 * from it, such as [class@Aiohttp.Response].
 *
 * A response is sent once. From then on its setters fail with %AIOHTTP_ERROR_ALREADY_SENT.
 *
 * The connection writes Date, Connection, Content-Length and Transfer-Encoding itself.
 *
 * aiohttp: `StreamResponse`
 *
 * Since: 0.1
 */

enum
{
  PROP_0,
  PROP_STATUS,
  PROP_REASON,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE_WITH_CODE (AiohttpStreamResponse, aiohttp_stream_response, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (AIOHTTP_TYPE_REPLY, NULL))

gboolean
aiohttp_stream_response_check_not_sent (AiohttpStreamResponse *self, GError **error)
{
  if (G_LIKELY (!self->sent))
    return TRUE;
  g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_ALREADY_SENT,
                       "The response was sent already: make a new one for each request");
  return FALSE;
}

static gboolean
check_header (const char *name, const char *value, GError **error)
{
  g_autofree char *shown = NULL;

  if (!aiohttp_chars_is_token (name, strlen (name)))
    {
      shown = aiohttp_chars_escape (name, strlen (name), 64);
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "“%s” is not the name of a header", shown);
      return FALSE;
    }
  if (!aiohttp_chars_is_field_value (value, strlen (value)))
    {
      shown = aiohttp_chars_escape (value, strlen (value), 64);
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                   "The value “%s” of header %s holds a line end or another control", shown, name);
      return FALSE;
    }
  return TRUE;
}

static gboolean
set_status (AiohttpStreamResponse *self, guint status, GError **error)
{
  if (status < 200 || status > 999)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                   "%u is not the status of a response: use 200 to 999", status);
      return FALSE;
    }
  self->status = (guint16) status;
  return TRUE;
}

static gboolean
set_reason (AiohttpStreamResponse *self, const char *reason, GError **error)
{
  if (reason != NULL && !aiohttp_chars_is_field_value (reason, strlen (reason)))
    {
      g_autofree char *shown = aiohttp_chars_escape (reason, strlen (reason), 64);

      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                   "The reason “%s” holds a line end or another control", shown);
      return FALSE;
    }
  g_free (self->reason);
  self->reason = g_strdup (reason);
  return TRUE;
}

static void
set_content_type (AiohttpStreamResponse *self, const char *content_type)
{
  char *copy = g_strdup (content_type);

  g_free (self->own_content_type);
  self->own_content_type = copy;
  self->content_type = copy;
}

static gboolean
is_content_type (const char *name)
{
  return g_ascii_strcasecmp (name, "Content-Type") == 0;
}

void
aiohttp_stream_response_take_invalid (AiohttpStreamResponse *self, GError *error)
{
  if (self->invalid == NULL)
    self->invalid = error;
  else
    g_error_free (error);
}

gboolean
aiohttp_stream_response_begin (AiohttpStreamResponse *self, AiohttpRequest *request, GError **error)
{
  if (!aiohttp_stream_response_check_not_sent (self, error))
    return FALSE;
  if (AIOHTTP_STREAM_RESPONSE_GET_CLASS (self)->check != NULL &&
      !AIOHTTP_STREAM_RESPONSE_GET_CLASS (self)->check (self, error))
    return FALSE;
  if (request != NULL)
    aiohttp_application_response_prepare (request->match_app != NULL ? request->match_app : request->server_app,
                                          request, self);
  self->sent = TRUE;
  if (G_LIKELY (self->invalid == NULL))
    return TRUE;
  if (error != NULL)
    *error = g_error_copy (self->invalid);
  return FALSE;
}

const char *
aiohttp_stream_response_peek_content_type (AiohttpStreamResponse *self)
{
  return self->headers != NULL ? soup_message_headers_get_one (self->headers, "Content-Type") : self->content_type;
}

void
aiohttp_stream_response_set_static_content_type (AiohttpStreamResponse *self, const char *content_type)
{
  if (self->headers != NULL)
    soup_message_headers_replace (self->headers, "Content-Type", content_type);
  else
    self->content_type = content_type;
}

static void
aiohttp_stream_response_finalize (GObject *object)
{
  AiohttpStreamResponse *self = AIOHTTP_STREAM_RESPONSE (object);

  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->trailers, soup_message_headers_unref);
  g_clear_pointer (&self->outlet, aiohttp_response_outlet_free);
  g_free (self->own_content_type);
  g_free (self->reason);
  g_clear_error (&self->invalid);
  G_OBJECT_CLASS (aiohttp_stream_response_parent_class)->finalize (object);
}

static void
aiohttp_stream_response_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpStreamResponse *self = AIOHTTP_STREAM_RESPONSE (object);

  switch (id)
    {
    case PROP_STATUS:
      g_value_set_uint (value, self->status);
      break;
    case PROP_REASON:
      g_value_set_string (value, aiohttp_stream_response_get_reason (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_stream_response_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpStreamResponse *self = AIOHTTP_STREAM_RESPONSE (object);
  GError *error = NULL;

  switch (id)
    {
    case PROP_STATUS:
      if (aiohttp_stream_response_check_not_sent (self, &error))
        set_status (self, g_value_get_uint (value), &error);
      break;
    case PROP_REASON:
      if (aiohttp_stream_response_check_not_sent (self, &error))
        set_reason (self, g_value_get_string (value), &error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  if (error != NULL)
    aiohttp_stream_response_take_invalid (self, error);
  else
    g_object_notify_by_pspec (object, pspec);
}

static void
aiohttp_stream_response_class_init (AiohttpStreamResponseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = aiohttp_stream_response_finalize;
  object_class->get_property = aiohttp_stream_response_get_property;
  object_class->set_property = aiohttp_stream_response_set_property;

  /**
   * AiohttpStreamResponse:status:
   *
   * The status, from 200 to 999. A property cannot fail: with another value, sending the response fails, and the
   * request is answered with a logged 500.
   *
   * Since: 0.1
   */
  properties[PROP_STATUS] = g_param_spec_uint ("status", NULL, NULL, 0, G_MAXUINT, 200,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * AiohttpStreamResponse:reason:
   *
   * The reason phrase; %NULL sets the registered one of the status. A property cannot fail: with a control in it,
   * sending the response fails, and the request is answered with a logged 500.
   *
   * Since: 0.1
   */
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  aiohttp_object_class_notify_on_main_stack (object_class);
}

static void
aiohttp_stream_response_init (AiohttpStreamResponse *self)
{
  self->status = 200;
}

/**
 * aiohttp_stream_response_new:
 * @status: a status from 200 to 999
 *
 * Makes a response whose body a handler writes: see [method@Aiohttp.StreamResponse.prepare] and
 * [method@Aiohttp.StreamResponse.write].
 *
 * Constructors cannot fail: a bad @status makes sending the response fail, and the request is answered with a logged
 * 500.
 *
 * Returns: (transfer full): the response
 *
 * Since: 0.1
 */
AiohttpStreamResponse *
aiohttp_stream_response_new (guint status)
{
  return g_object_new (AIOHTTP_TYPE_STREAM_RESPONSE, "status", status, NULL);
}

/**
 * aiohttp_stream_response_get_status:
 * @self: a response
 *
 * Gets the status.
 *
 * Returns: the status
 *
 * Since: 0.1
 */
guint
aiohttp_stream_response_get_status (AiohttpStreamResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), 0);

  return self->status;
}

/**
 * aiohttp_stream_response_set_status:
 * @self: a response
 * @status: a status from 200 to 999
 * @reason: (nullable): a reason phrase, or %NULL for the registered one
 * @error: return location of the error
 *
 * Sets status and reason.
 *
 * Fails with %AIOHTTP_ERROR_INVALID_ARGUMENT where @status is out of range or @reason holds a control, and with
 * %AIOHTTP_ERROR_ALREADY_SENT.
 *
 * Returns: whether they were set
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_set_status (AiohttpStreamResponse *self, guint status, const char *reason, GError **error)
{
  guint16 old;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);

  old = self->status;
  if (!aiohttp_stream_response_check_not_sent (self, error) || !set_status (self, status, error))
    return FALSE;
  if (!set_reason (self, reason, error))
    {
      self->status = old;
      return FALSE;
    }
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATUS]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REASON]);
  return TRUE;
}

/**
 * aiohttp_stream_response_get_reason:
 * @self: a response
 *
 * Gets the reason phrase, "" if the status has none.
 *
 * Returns: the reason
 *
 * Since: 0.1
 */
const char *
aiohttp_stream_response_get_reason (AiohttpStreamResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), NULL);

  return self->reason != NULL ? self->reason : aiohttp_status_get_reason (self->status);
}

/**
 * aiohttp_stream_response_get_headers:
 * @self: a response
 *
 * Gets the headers, which may be changed until the response is sent. [method@Aiohttp.StreamResponse.set_header] is
 * cheaper for one, and says why a value is refused.
 *
 * Returns: (transfer none): the headers
 *
 * Since: 0.1
 */
SoupMessageHeaders *
aiohttp_stream_response_get_headers (AiohttpStreamResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), NULL);

  if (self->headers == NULL)
    {
      self->headers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
      if (self->content_type != NULL)
        soup_message_headers_append (self->headers, "Content-Type", self->content_type);
      self->content_type = NULL;
      g_clear_pointer (&self->own_content_type, g_free);
    }
  return self->headers;
}

/**
 * aiohttp_stream_response_get_header:
 * @self: a response
 * @name: the name of a header
 *
 * Gets the value of one header, several lines of it joined by commas.
 *
 * Returns: (nullable): the value
 *
 * Since: 0.1
 */
const char *
aiohttp_stream_response_get_header (AiohttpStreamResponse *self, const char *name)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  if (self->headers != NULL)
    return soup_message_headers_get_list (self->headers, name);
  return is_content_type (name) ? self->content_type : NULL;
}

/**
 * aiohttp_stream_response_set_header:
 * @self: a response
 * @name: the name of a header
 * @value: (nullable): its value, or %NULL to remove the header
 * @error: return location of the error
 *
 * Sets one header in place of all of that name.
 *
 * Fails with %AIOHTTP_ERROR_INVALID_ARGUMENT where @name is no token or @value holds a line end, a NUL or another
 * control, and with %AIOHTTP_ERROR_ALREADY_SENT.
 *
 * Returns: whether it was set
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_set_header (AiohttpStreamResponse *self, const char *name, const char *value, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (!aiohttp_stream_response_check_not_sent (self, error) || !check_header (name, value != NULL ? value : "", error))
    return FALSE;
  if (self->headers == NULL && is_content_type (name))
    set_content_type (self, value);
  else if (value != NULL)
    soup_message_headers_replace (aiohttp_stream_response_get_headers (self), name, value);
  else if (self->headers != NULL)
    soup_message_headers_remove (self->headers, name);
  return TRUE;
}

/**
 * aiohttp_stream_response_add_header:
 * @self: a response
 * @name: the name of a header
 * @value: its value
 * @error: return location of the error
 *
 * Adds one header line beside those of the same name that are there.
 *
 * Fails as [method@Aiohttp.StreamResponse.set_header] does.
 *
 * Returns: whether it was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_add_header (AiohttpStreamResponse *self, const char *name, const char *value, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);
  g_return_val_if_fail (name != NULL && value != NULL, FALSE);

  if (!aiohttp_stream_response_check_not_sent (self, error) || !check_header (name, value, error))
    return FALSE;
  soup_message_headers_append (aiohttp_stream_response_get_headers (self), name, value);
  return TRUE;
}

/**
 * aiohttp_stream_response_force_close:
 * @self: a response
 *
 * Closes the connection after this response.
 *
 * Since: 0.1
 */
void
aiohttp_stream_response_force_close (AiohttpStreamResponse *self)
{
  g_return_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self));

  self->force_close = TRUE;
}

/**
 * aiohttp_stream_response_is_sent:
 * @self: a response
 *
 * Tells whether the response was given to a connection.
 *
 * Returns: whether it was sent
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_is_sent (AiohttpStreamResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);

  return self->sent;
}

/**
 * aiohttp_stream_response_get_content_length:
 * @self: a response
 *
 * Gets the length of the body as far as it was set.
 *
 * Returns: the length in bytes, or -1 if none was set
 *
 * Since: 0.1
 */
gint64
aiohttp_stream_response_get_content_length (AiohttpStreamResponse *self)
{
  const char *value;
  guint64 length;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), -1);

  value = self->headers != NULL ? soup_message_headers_get_one (self->headers, "Content-Length") : NULL;
  if (value == NULL || !g_ascii_string_to_unsigned (value, 10, 0, G_MAXINT64, &length, NULL))
    return -1;
  return length;
}

/**
 * aiohttp_stream_response_set_content_length:
 * @self: a response
 * @length: the length in bytes, or -1 if it is not known
 * @error: return location of the error
 *
 * Announces the length of a body that a handler writes. Writing more than that, and ending with less, fails and closes
 * the connection. An [class@Aiohttp.Response] knows its length by itself.
 *
 * Fails with %AIOHTTP_ERROR_INVALID_STATE where chunked encoding was asked for, and with %AIOHTTP_ERROR_ALREADY_SENT.
 *
 * Returns: whether it was set
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_set_content_length (AiohttpStreamResponse *self, gint64 length, GError **error)
{
  g_autofree char *value = NULL;

  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);
  g_return_val_if_fail (length >= -1, FALSE);

  if (self->chunked && length >= 0)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                           "A chunked response has no Content-Length");
      return FALSE;
    }
  value = length >= 0 ? g_strdup_printf ("%" G_GINT64_FORMAT, length) : NULL;
  return aiohttp_stream_response_set_header (self, "Content-Length", value, error);
}

/**
 * aiohttp_stream_response_enable_chunked_encoding:
 * @self: a response
 * @error: return location of the error
 *
 * Sends the body in chunks even if its length is known. A body of unknown length is chunked without this.
 *
 * Fails with %AIOHTTP_ERROR_INVALID_STATE where a Content-Length was set, and with %AIOHTTP_ERROR_ALREADY_SENT.
 * Preparing the response for an HTTP/1.0 client fails.
 *
 * aiohttp: `StreamResponse.enable_chunked_encoding()`
 *
 * Returns: whether it was enabled
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_enable_chunked_encoding (AiohttpStreamResponse *self, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);

  if (!aiohttp_stream_response_check_not_sent (self, error))
    return FALSE;
  if (self->headers != NULL && soup_message_headers_get_one (self->headers, "Content-Length") != NULL)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                           "A response with a Content-Length cannot be chunked");
      return FALSE;
    }
  self->chunked = TRUE;
  return TRUE;
}

/* RFC 9110, 6.5.1: what frames, routes or controls a message has to come before its content. */
static gboolean
may_trail (const char *name)
{
  static const char *const forbidden[] = { "Transfer-Encoding",
                                           "Content-Length",
                                           "Host",
                                           "Trailer",
                                           "Connection",
                                           "Content-Type",
                                           "Cache-Control",
                                           "Content-Encoding",
                                           "Content-Range",
                                           "Set-Cookie",
                                           "Date",
                                           "Location",
                                           "Vary",
                                           "Expires",
                                           "Age",
                                           "Retry-After",
                                           "Authorization",
                                           "Upgrade",
                                           "TE",
                                           "Keep-Alive" };

  for (guint i = 0; i < G_N_ELEMENTS (forbidden); i++)
    if (g_ascii_strcasecmp (name, forbidden[i]) == 0)
      return FALSE;
  return TRUE;
}

/**
 * aiohttp_stream_response_set_trailer:
 * @self: a response
 * @name: the name of a field
 * @value: its value
 * @error: return location of the error
 *
 * Sets a field that goes out behind a chunked body, such as a digest of it: until the body is ended. Those that are set
 * before the response is prepared are announced by its Trailer header. A body that is not chunked has no trailers: they
 * are dropped then.
 *
 * Fails with %AIOHTTP_ERROR_INVALID_ARGUMENT where @name is no token or may not trail (RFC 9110, 6.5.1) or @value holds
 * a control, and with %AIOHTTP_ERROR_CLOSED where the body was ended.
 *
 * Returns: whether it was set
 *
 * Since: 0.1
 */
gboolean
aiohttp_stream_response_set_trailer (AiohttpStreamResponse *self, const char *name, const char *value, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_STREAM_RESPONSE (self), FALSE);
  g_return_val_if_fail (name != NULL && value != NULL, FALSE);

  if (self->outlet != NULL && self->outlet->ended)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_CLOSED, "The response was ended already");
      return FALSE;
    }
  if (!check_header (name, value, error))
    return FALSE;
  if (!may_trail (name))
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "%s cannot be a trailer", name);
      return FALSE;
    }
  if (self->trailers == NULL)
    self->trailers = soup_message_headers_new (SOUP_MESSAGE_HEADERS_RESPONSE);
  soup_message_headers_replace (self->trailers, name, value);
  return TRUE;
}
