/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-client-response.h"
#include "aiohttp-client-response-private.h"

#include "aiohttp-await-private.h"
#include "aiohttp-chars-private.h"
#include "aiohttp-content-decoder-private.h"
#include "aiohttp-debug-private.h"
#include "aiohttp-error.h"
#include "aiohttp-json-private.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-reply.h"
#include "aiohttp-request-url-private.h"
#include "aiohttp-stream-reader-private.h"

/**
 * AiohttpClientResponse:
 *
 * What a server answered: aiohttp's `ClientResponse`.
 *
 * A request of [class@Aiohttp.ClientSession] is done when the head of the response is there. Its body is then read whole,
 * by [method@Aiohttp.ClientResponse.read_async], [method@Aiohttp.ClientResponse.text_async] or
 * [method@Aiohttp.ClientResponse.json_async], or piece by piece from [property@Aiohttp.ClientResponse:content].
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpClientResponse) response = aiohttp_client_session_get (session, url, NULL, error);
 * if (response == NULL || !aiohttp_client_response_raise_for_status (response, error))
 *   return FALSE;
 * g_autofree char *text = aiohttp_client_response_text (response, error);
 * ]|
 *
 * A body that was read to its end gives the connection back to the session's pool. One that is not wanted is let go by
 * [method@Aiohttp.ClientResponse.close], or with the last reference; the total timeout of the request ends it too. A
 * response outlives its session unless that is closed.
 *
 * Cancelling a read leaves the response readable. It is used in the context of its session.
 *
 * Since: 0.1
 */

enum
{
  PROP_0,
  PROP_METHOD,
  PROP_URL,
  PROP_REAL_URL,
  PROP_STATUS,
  PROP_REASON,
  PROP_VERSION,
  PROP_OK,
  PROP_HEADERS,
  PROP_CONTENT_TYPE,
  PROP_CHARSET,
  PROP_ENCODING,
  PROP_CHECK_CONTENT_TYPE,
  PROP_CONTENT,
  PROP_CLOSED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE_WITH_CODE (AiohttpClientResponse, aiohttp_client_response, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (AIOHTTP_TYPE_REPLY, NULL))

static void
parse_content_type (AiohttpClientResponse *self)
{
  SoupMessageHeaders *headers;
  const char *value;
  const char *end;
  const char *slash;
  g_autofree char *type = NULL;

  if (self->content_type != NULL)
    return;
  headers = aiohttp_transport_reply_get_headers (self->reply);
  value = soup_message_headers_get_one (headers, "Content-Type");
  end = value != NULL ? value + strcspn (value, ";") : NULL;
  type = value != NULL ? g_strstrip (g_strndup (value, (gsize) (end - value))) : NULL;
  slash = type != NULL ? strchr (type, '/') : NULL;
  if (slash != NULL && aiohttp_chars_is_token (type, (gsize) (slash - type)) &&
      aiohttp_chars_is_token (slash + 1, strlen (slash + 1)))
    self->content_type = g_ascii_strdown (type, -1);
  else
    self->content_type = g_strdup ("application/octet-stream");

  if (end != NULL && *end == ';')
    {
      GHashTable *params = soup_header_parse_semi_param_list (end + 1);

      self->charset = g_strdup (g_hash_table_lookup (params, "charset"));
      soup_header_free_param_list (params);
    }
}

static void
aiohttp_client_response_dispose (GObject *object)
{
  AiohttpClientResponse *self = AIOHTTP_CLIENT_RESPONSE (object);

  if (self->body != NULL && aiohttp_client_body_is_open (self->body))
    {
      if (aiohttp_debug_is_on ())
        aiohttp_debug_unclosed (self, "client response");
      aiohttp_client_body_abort (self->body);
    }
  g_clear_object (&self->content);
  g_clear_object (&self->body);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  G_OBJECT_CLASS (aiohttp_client_response_parent_class)->dispose (object);
}

static void
aiohttp_client_response_finalize (GObject *object)
{
  AiohttpClientResponse *self = AIOHTTP_CLIENT_RESPONSE (object);

  g_clear_pointer (&self->request_headers, soup_message_headers_unref);
  g_clear_pointer (&self->reply, aiohttp_transport_reply_unref);
  g_clear_object (&self->timings);
  g_clear_pointer (&self->uri, g_uri_unref);
  g_clear_pointer (&self->read_body, g_bytes_unref);
  g_clear_pointer (&self->cookies, g_hash_table_unref);
  g_clear_pointer (&self->links, g_hash_table_unref);
  g_clear_pointer (&self->raw_headers, g_variant_unref);
  g_clear_pointer (&self->method, g_ref_string_release);
  g_free (self->url);
  g_free (self->real_url);
  g_free (self->content_type);
  g_free (self->charset);
  g_free (self->encoding);
  g_clear_pointer (&self->charset_resolver, aiohttp_charset_resolver_unref);
  G_OBJECT_CLASS (aiohttp_client_response_parent_class)->finalize (object);
}

static void
aiohttp_client_response_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpClientResponse *self = AIOHTTP_CLIENT_RESPONSE (object);

  switch (id)
    {
    case PROP_METHOD:
      g_value_set_string (value, aiohttp_client_response_get_method (self));
      break;
    case PROP_URL:
      g_value_set_string (value, aiohttp_client_response_get_url (self));
      break;
    case PROP_REAL_URL:
      g_value_set_string (value, aiohttp_client_response_get_real_url (self));
      break;
    case PROP_STATUS:
      g_value_set_uint (value, aiohttp_client_response_get_status (self));
      break;
    case PROP_REASON:
      g_value_set_string (value, aiohttp_client_response_get_reason (self));
      break;
    case PROP_VERSION:
      g_value_set_enum (value, aiohttp_client_response_get_version (self));
      break;
    case PROP_OK:
      g_value_set_boolean (value, aiohttp_client_response_is_ok (self));
      break;
    case PROP_HEADERS:
      g_value_set_boxed (value, aiohttp_client_response_get_headers (self));
      break;
    case PROP_CONTENT_TYPE:
      g_value_set_string (value, aiohttp_client_response_get_content_type (self));
      break;
    case PROP_CHARSET:
      g_value_set_string (value, aiohttp_client_response_get_charset (self));
      break;
    case PROP_ENCODING:
      g_value_set_string (value, aiohttp_client_response_get_encoding (self));
      break;
    case PROP_CHECK_CONTENT_TYPE:
      g_value_set_boolean (value, aiohttp_client_response_get_check_content_type (self));
      break;
    case PROP_CONTENT:
      g_value_set_object (value, aiohttp_client_response_get_content (self));
      break;
    case PROP_CLOSED:
      g_value_set_boolean (value, aiohttp_client_response_is_closed (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_client_response_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpClientResponse *self = AIOHTTP_CLIENT_RESPONSE (object);

  switch (id)
    {
    case PROP_ENCODING:
      aiohttp_client_response_set_encoding (self, g_value_get_string (value));
      break;
    case PROP_CHECK_CONTENT_TYPE:
      aiohttp_client_response_set_check_content_type (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
make_head_properties (void)
{
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  /**
   * AiohttpClientResponse:method:
   *
   * The method of the request.
   *
   * Since: 0.1
   */
  properties[PROP_METHOD] = g_param_spec_string ("method", NULL, NULL, NULL, readable);

  /**
   * AiohttpClientResponse:url:
   *
   * The URL that answered, without its fragment.
   *
   * Since: 0.1
   */
  properties[PROP_URL] = g_param_spec_string ("url", NULL, NULL, NULL, readable);

  /**
   * AiohttpClientResponse:real-url:
   *
   * The URL that answered, with its fragment.
   *
   * Since: 0.1
   */
  properties[PROP_REAL_URL] = g_param_spec_string ("real-url", NULL, NULL, NULL, readable);

  /**
   * AiohttpClientResponse:status:
   *
   * The status, such as 200.
   *
   * Since: 0.1
   */
  properties[PROP_STATUS] = g_param_spec_uint ("status", NULL, NULL, 0, 999, 0, readable);

  /**
   * AiohttpClientResponse:reason:
   *
   * The reason phrase that came with the status.
   *
   * Since: 0.1
   */
  properties[PROP_REASON] = g_param_spec_string ("reason", NULL, NULL, NULL, readable);

  /**
   * AiohttpClientResponse:version:
   *
   * The HTTP version that the server answered with.
   *
   * Since: 0.1
   */
  properties[PROP_VERSION] = g_param_spec_enum ("version", NULL, NULL, SOUP_TYPE_HTTP_VERSION, SOUP_HTTP_1_1, readable);

  /**
   * AiohttpClientResponse:ok: (getter is_ok)
   *
   * Whether the status is below 400.
   *
   * Since: 0.1
   */
  properties[PROP_OK] = g_param_spec_boolean ("ok", NULL, NULL, FALSE, readable);

  /**
   * AiohttpClientResponse:headers:
   *
   * The header fields.
   *
   * Since: 0.1
   */
  properties[PROP_HEADERS] = g_param_spec_boxed ("headers", NULL, NULL, SOUP_TYPE_MESSAGE_HEADERS, readable);
}

static void
make_body_properties (void)
{
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  GParamFlags writable = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  /**
   * AiohttpClientResponse:content-type:
   *
   * The media type, in lower case and without parameters.
   *
   * Since: 0.1
   */
  properties[PROP_CONTENT_TYPE] = g_param_spec_string ("content-type", NULL, NULL, NULL, readable);

  /**
   * AiohttpClientResponse:charset:
   *
   * The charset that Content-Type names.
   *
   * Since: 0.1
   */
  properties[PROP_CHARSET] = g_param_spec_string ("charset", NULL, NULL, NULL, readable);

  /**
   * AiohttpClientResponse:encoding:
   *
   * The charset to decode text with, whatever the server says.
   *
   * Since: 0.1
   */
  properties[PROP_ENCODING] = g_param_spec_string ("encoding", NULL, NULL, NULL, writable);

  /**
   * AiohttpClientResponse:check-content-type:
   *
   * Whether JSON must be declared as such.
   *
   * Since: 0.1
   */
  properties[PROP_CHECK_CONTENT_TYPE] = g_param_spec_boolean ("check-content-type", NULL, NULL, TRUE, writable);

  /**
   * AiohttpClientResponse:content:
   *
   * The body as a stream.
   *
   * Since: 0.1
   */
  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, AIOHTTP_TYPE_STREAM_READER, readable);

  /**
   * AiohttpClientResponse:closed: (getter is_closed)
   *
   * Whether the response has given its connection back. It does not notify.
   *
   * Since: 0.1
   */
  properties[PROP_CLOSED] = g_param_spec_boolean ("closed", NULL, NULL, FALSE, readable);
}

static void
aiohttp_client_response_class_init (AiohttpClientResponseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = aiohttp_client_response_dispose;
  object_class->finalize = aiohttp_client_response_finalize;
  object_class->get_property = aiohttp_client_response_get_property;
  object_class->set_property = aiohttp_client_response_set_property;
  aiohttp_object_class_notify_on_main_stack (object_class);

  make_head_properties ();
  make_body_properties ();
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_client_response_init (AiohttpClientResponse *self)
{
  self->check_content_type = TRUE;
}

AiohttpClientResponse *
aiohttp_client_response_new (AiohttpClientRequest *request, AiohttpTransportReply *reply, AiohttpClientBody *body)
{
  AiohttpClientResponse *self = g_object_new (AIOHTTP_TYPE_CLIENT_RESPONSE, NULL);

  self->method = g_ref_string_acquire (request->method);
  self->uri = g_uri_ref (request->uri);
  self->request_headers = soup_message_headers_ref (request->headers);
  self->request_headers_shared = request->lines != NULL;
  self->reply = aiohttp_transport_reply_ref (reply);
  self->body = body != NULL ? g_object_ref (body) : NULL;
  return self;
}

void
aiohttp_client_response_set_history (AiohttpClientResponse *self, GPtrArray *history)
{
  if (history != NULL)
    g_ptr_array_ref (history);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  self->history = history;
}

/**
 * aiohttp_client_response_get_method:
 * @self: a client response
 *
 * Gets the method of the request that this answers; after a redirect it may differ from the one asked for.
 *
 * Returns: (transfer none): the method
 *
 * Since: 0.1
 */
const char *
aiohttp_client_response_get_method (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  return self->method;
}

/**
 * aiohttp_client_response_get_url:
 * @self: a client response
 *
 * Gets the URL that answered, redirects followed, without its fragment.
 *
 * Returns: (transfer none): the URL
 *
 * Since: 0.1
 */
const char *
aiohttp_client_response_get_url (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  if (self->url == NULL)
    self->url = aiohttp_request_url_to_string (self->uri, FALSE);
  return self->url;
}

/**
 * aiohttp_client_response_get_real_url:
 * @self: a client response
 *
 * Gets the URL that answered, redirects followed, with its fragment.
 *
 * Returns: (transfer none): the URL
 *
 * Since: 0.1
 */
const char *
aiohttp_client_response_get_real_url (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  if (self->real_url == NULL)
    self->real_url = aiohttp_request_url_to_string (self->uri, TRUE);
  return self->real_url;
}

/**
 * aiohttp_client_response_get_host:
 * @self: a client response
 *
 * Gets the host of the URL.
 *
 * Returns: the host
 *
 * Since: 0.1
 */
const char *
aiohttp_client_response_get_host (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  return g_uri_get_host (self->uri);
}

/**
 * aiohttp_client_response_get_request_headers:
 * @self: a client response
 *
 * Gets the header fields that its request was sent with, but for those of the connection, as Host and Content-Length.
 *
 * Returns: (transfer none): the fields, which are not to be changed
 *
 * Since: 0.1
 */
SoupMessageHeaders *
aiohttp_client_response_get_request_headers (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  return self->request_headers;
}

/**
 * aiohttp_client_response_get_status:
 * @self: a client response
 *
 * Gets the status (RFC 9110, 15).
 *
 * Returns: the status, such as 200
 *
 * Since: 0.1
 */
guint
aiohttp_client_response_get_status (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), 0);

  return self->reply->status;
}

/**
 * aiohttp_client_response_get_reason:
 * @self: a client response
 *
 * Gets the reason phrase that came with the status. It is empty over HTTP/2 and where the server sends none.
 *
 * Returns: (transfer none): the reason phrase
 *
 * Since: 0.1
 */
const char *
aiohttp_client_response_get_reason (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  return self->reply->reason != NULL ? self->reply->reason : "";
}

/**
 * aiohttp_client_response_get_version:
 * @self: a client response
 *
 * Gets the HTTP version that the server answered with.
 *
 * Returns: the version
 *
 * Since: 0.1
 */
SoupHTTPVersion
aiohttp_client_response_get_version (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), SOUP_HTTP_1_1);

  return self->reply->version;
}

/**
 * aiohttp_client_response_is_ok:
 * @self: a client response
 *
 * Tells whether the status is below 400.
 *
 * Returns: whether it is
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_response_is_ok (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), FALSE);

  return self->reply->status < 400;
}

/**
 * aiohttp_client_response_get_headers:
 * @self: a client response
 *
 * Gets the header fields. Names are compared without regard to case; `soup_message_headers_get_list ()` joins fields of
 * the same name with commas.
 *
 * Returns: (transfer none): the header fields
 *
 * Since: 0.1
 */
SoupMessageHeaders *
aiohttp_client_response_get_headers (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  return aiohttp_transport_reply_get_headers (self->reply);
}

/**
 * aiohttp_client_response_get_header:
 * @self: a client response
 * @name: a field name, in any case
 *
 * Looks one header field up; several of the same name are joined with `", "`.
 *
 * Returns: (transfer none) (nullable): the value, or %NULL when there is none
 *
 * Since: 0.1
 */
const char *
aiohttp_client_response_get_header (AiohttpClientResponse *self, const char *name)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return soup_message_headers_get_list (aiohttp_transport_reply_get_headers (self->reply), name);
}

/**
 * aiohttp_client_response_get_history:
 * @self: a client response
 * @n_responses: (out): the number of responses
 *
 * Gets the redirects that led here, oldest first. Their bodies cannot be read.
 *
 * Returns: (transfer none) (array length=n_responses) (nullable): the responses before this one
 *
 * Since: 0.1
 */
AiohttpClientResponse **
aiohttp_client_response_get_history (AiohttpClientResponse *self, gsize *n_responses)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);
  g_return_val_if_fail (n_responses != NULL, NULL);

  *n_responses = self->history != NULL ? self->history->len : 0;
  return *n_responses > 0 ? (AiohttpClientResponse **) self->history->pdata : NULL;
}

/**
 * aiohttp_client_response_get_content_type:
 * @self: a client response
 *
 * Gets the media type from Content-Type, in lower case and without parameters; `application/octet-stream` when there is
 * none or it is malformed.
 *
 * Returns: (transfer none): the media type
 *
 * Since: 0.1
 */
const char *
aiohttp_client_response_get_content_type (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  parse_content_type (self);
  return self->content_type;
}

/**
 * aiohttp_client_response_get_charset:
 * @self: a client response
 *
 * Gets the `charset` parameter of Content-Type.
 *
 * Returns: (transfer none) (nullable): the charset, or %NULL when there is none
 *
 * Since: 0.1
 */
const char *
aiohttp_client_response_get_charset (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  parse_content_type (self);
  return self->charset;
}

/**
 * aiohttp_client_response_get_encoding:
 * @self: a client response
 *
 * Gets the charset that [method@Aiohttp.ClientResponse.text_async] is told to use.
 *
 * Returns: (transfer none) (nullable): the charset, or %NULL to find it out
 *
 * Since: 0.1
 */
const char *
aiohttp_client_response_get_encoding (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  return self->encoding;
}

/**
 * aiohttp_client_response_set_encoding:
 * @self: a client response
 * @encoding: (nullable): the charset, or %NULL to find it out
 *
 * Sets the charset that [method@Aiohttp.ClientResponse.text_async] and [method@Aiohttp.ClientResponse.json_async]
 * decode the body with, whatever the server says.
 *
 * Since: 0.1
 */
void
aiohttp_client_response_set_encoding (AiohttpClientResponse *self, const char *encoding)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self));

  if (g_strcmp0 (self->encoding, encoding) == 0)
    return;
  g_free (self->encoding);
  self->encoding = g_strdup (encoding);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENCODING]);
}

/**
 * aiohttp_client_response_get_check_content_type:
 * @self: a client response
 *
 * Tells whether JSON must be declared as such.
 *
 * Returns: whether the content type is checked
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_response_get_check_content_type (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), FALSE);

  return self->check_content_type;
}

/**
 * aiohttp_client_response_set_check_content_type:
 * @self: a client response
 * @check_content_type: whether to check the content type
 *
 * Chooses whether [method@Aiohttp.ClientResponse.json_async] fails with %AIOHTTP_CLIENT_ERROR_CONTENT_TYPE unless the
 * content type is a JSON one. aiohttp: `json(content_type=None)`.
 *
 * Since: 0.1
 */
void
aiohttp_client_response_set_check_content_type (AiohttpClientResponse *self, gboolean check_content_type)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self));

  check_content_type = !!check_content_type;
  if (self->check_content_type == check_content_type)
    return;
  self->check_content_type = check_content_type;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHECK_CONTENT_TYPE]);
}

/**
 * aiohttp_client_response_get_content:
 * @self: a client response
 *
 * Gets the body as a stream: what was read from it is not in [method@Aiohttp.ClientResponse.read_async] any more.
 *
 * Returns: (transfer none): the body
 *
 * Since: 0.1
 */
AiohttpStreamReader *
aiohttp_client_response_get_content (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), NULL);

  aiohttp_client_response_open_content (self);
  return self->content;
}

/**
 * aiohttp_client_response_is_closed:
 * @self: a client response
 *
 * Tells whether the response has given its connection back: its body was read to the end, or it was released or closed.
 *
 * Returns: whether it has
 *
 * Since: 0.1
 */
gboolean
aiohttp_client_response_is_closed (AiohttpClientResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (self), TRUE);

  return self->body == NULL || !aiohttp_client_body_is_open (self->body);
}
