/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-response.h"
#include "aiohttp-response-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"
#include "aiohttp-sleep.h"

/**
 * AiohttpResponse:
 *
 * An answer whose body is in memory: text, bytes or JSON.
 *
 * It is made anew for each request and sent once. The body goes out together with the head, in one system call where
 * the socket takes it.
 *
 * aiohttp: `Response`
 *
 * Since: 0.1
 */

struct _AiohttpResponseClass
{
  AiohttpStreamResponseClass parent_class;
};

enum
{
  PROP_0,
  PROP_TEXT,
  PROP_BODY,
  PROP_CONTENT_TYPE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpResponse, aiohttp_response, AIOHTTP_TYPE_STREAM_RESPONSE)

typedef struct
{
  GObject *object;
  JsonNode *node;
} Serialization;

static const char text_type[] = "text/plain; charset=utf-8";
static const char bytes_type[] = "application/octet-stream";
static const char json_type[] = "application/json; charset=utf-8";

static AiohttpResponse *
response_new (guint status)
{
  AiohttpResponse *self = g_object_new (AIOHTTP_TYPE_RESPONSE, NULL);

  if (G_LIKELY (status >= 200 && status <= 999))
    self->parent_instance.status = (guint16) status;
  else
    g_object_set (self, "status", status, NULL);
  return self;
}

static void
take_text (AiohttpResponse *self, char *text, gsize length)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->text);
  self->text = text;
  self->text_length = length;
}

static void
set_body (AiohttpResponse *self, GBytes *body)
{
  GBytes *old = self->body;

  self->body = body != NULL ? g_bytes_ref (body) : NULL;
  g_clear_pointer (&old, g_bytes_unref);
  g_clear_pointer (&self->text, g_free);
  self->text_length = 0;
}

const char *
aiohttp_response_peek_body (AiohttpResponse *self, gsize *length)
{
  if (self->body != NULL)
    return g_bytes_get_data (self->body, length);
  *length = self->text_length;
  return self->text;
}

static GBytes *
aiohttp_response_get_own_body (AiohttpStreamResponse *response)
{
  return aiohttp_response_get_body (AIOHTTP_RESPONSE (response));
}

/* Where the body does not go out together with the head. A large one is encoded bit by bit, so that nobody else waits
 * for long. */
static gboolean
aiohttp_response_produce (AiohttpStreamResponse *response, AiohttpRequest *request, GError **error)
{
  GBytes *body = aiohttp_response_get_body (AIOHTTP_RESPONSE (response));
  gsize length = body != NULL ? g_bytes_get_size (body) : 0;

  if (!aiohttp_stream_response_prepare (response, request, error))
    return FALSE;
  if (body != NULL && response->outlet->encoder == NULL)
    return aiohttp_stream_response_write_bytes (response, body, error);
  for (gsize at = 0; at < length; at += AIOHTTP_RESPONSE_MAX_ENCODED)
    {
      g_autoptr (GBytes) part = g_bytes_new_from_bytes (body, at, MIN (AIOHTTP_RESPONSE_MAX_ENCODED, length - at));

      if (!aiohttp_stream_response_write_bytes (response, part, error) || !aiohttp_sleep (0, error))
        return FALSE;
    }
  return TRUE;
}

void
aiohttp_response_encode (AiohttpResponse *self, AiohttpRequest *request)
{
  g_autoptr (AiohttpContentEncoder) encoder = NULL;
  g_autoptr (GBytes) encoded = NULL;
  AiohttpByteBuffer buffer = AIOHTTP_BYTE_BUFFER_INIT;
  AiohttpContentCoding coding;
  gsize length;
  const char *body = aiohttp_response_peek_body (self, &length);

  if (!aiohttp_stream_response_choose_coding (&self->parent_instance, request, length, &coding))
    return;
  encoder = aiohttp_content_encoder_new (coding);
  aiohttp_content_encoder_add (encoder, body, length, AIOHTTP_ENCODE_END, &buffer);
  encoded = aiohttp_byte_buffer_take (&buffer);
  set_body (self, encoded);
}

static void
aiohttp_response_finalize (GObject *object)
{
  AiohttpResponse *self = AIOHTTP_RESPONSE (object);

  g_clear_pointer (&self->body, g_bytes_unref);
  g_free (self->text);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (aiohttp_response_parent_class)->finalize (object);
}

static void
aiohttp_response_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpResponse *self = AIOHTTP_RESPONSE (object);

  switch (id)
    {
    case PROP_TEXT:
      g_value_take_string (value, aiohttp_response_dup_text (self));
      break;
    case PROP_BODY:
      g_value_set_boxed (value, aiohttp_response_get_body (self));
      break;
    case PROP_CONTENT_TYPE:
      g_value_set_string (value, aiohttp_response_get_content_type (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_response_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpResponse *self = AIOHTTP_RESPONSE (object);
  GError *error = NULL;

  switch (id)
    {
    case PROP_TEXT:
      aiohttp_response_set_text (self, g_value_get_string (value));
      break;
    case PROP_BODY:
      aiohttp_response_set_body (self, g_value_get_boxed (value));
      break;
    case PROP_CONTENT_TYPE:
      if (!aiohttp_response_set_content_type (self, g_value_get_string (value), &error))
        aiohttp_stream_response_take_invalid (&self->parent_instance, error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_response_class_init (AiohttpResponseClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  AIOHTTP_STREAM_RESPONSE_CLASS (klass)->get_body = aiohttp_response_get_own_body;
  AIOHTTP_STREAM_RESPONSE_CLASS (klass)->produce = aiohttp_response_produce;

  object_class->finalize = aiohttp_response_finalize;
  object_class->get_property = aiohttp_response_get_property;
  object_class->set_property = aiohttp_response_set_property;

  /**
   * AiohttpResponse:text:
   *
   * The body as text; %NULL if it is not UTF-8.
   *
   * Since: 0.1
   */
  properties[PROP_TEXT] = g_param_spec_string ("text", NULL, NULL, NULL, flags);

  /**
   * AiohttpResponse:body: (getter get_body) (setter set_body)
   *
   * The body.
   *
   * Since: 0.1
   */
  properties[PROP_BODY] = g_param_spec_boxed ("body", NULL, NULL, G_TYPE_BYTES, flags);

  /**
   * AiohttpResponse:content-type: (getter get_content_type)
   *
   * The value of Content-Type. A property cannot fail: with a control in it, sending the response fails, and the
   * request is answered with a logged 500.
   *
   * Since: 0.1
   */
  properties[PROP_CONTENT_TYPE] = g_param_spec_string ("content-type", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_response_init (AiohttpResponse *self)
{
}

/**
 * aiohttp_response_new:
 * @status: a status from 200 to 999
 *
 * Makes a response without a body.
 *
 * Constructors cannot fail: a bad @status makes sending the response fail, and the request is answered with a logged
 * 500.
 *
 * Returns: (transfer full): the response
 *
 * Since: 0.1
 */
AiohttpResponse *
aiohttp_response_new (guint status)
{
  return response_new (status);
}

/**
 * aiohttp_response_new_text:
 * @status: a status from 200 to 999
 * @text: (nullable): the body
 *
 * Makes a response of text/plain in UTF-8.
 *
 * Returns: (transfer full): the response
 *
 * Since: 0.1
 */
AiohttpResponse *
aiohttp_response_new_text (guint status, const char *text)
{
  AiohttpResponse *self = response_new (status);
  gsize length = text != NULL ? strlen (text) : 0;

  self->parent_instance.content_type = text_type;
  self->text = g_memdup2 (text, length);
  self->text_length = length;
  return self;
}

/**
 * aiohttp_response_new_bytes:
 * @status: a status from 200 to 999
 * @body: (nullable): the body, kept without a copy
 * @content_type: (nullable): its type, or %NULL for application/octet-stream
 *
 * Makes a response of bytes.
 *
 * Constructors cannot fail: a @content_type that holds a control makes sending the response fail, and the request is
 * answered with a logged 500.
 *
 * Returns: (transfer full): the response
 *
 * Since: 0.1
 */
AiohttpResponse *
aiohttp_response_new_bytes (guint status, GBytes *body, const char *content_type)
{
  AiohttpResponse *self = response_new (status);
  GError *error = NULL;

  self->parent_instance.content_type = bytes_type;
  if (content_type != NULL && !aiohttp_response_set_content_type (self, content_type, &error))
    aiohttp_stream_response_take_invalid (&self->parent_instance, error);
  self->body = body != NULL ? g_bytes_ref (body) : NULL;
  return self;
}

/**
 * aiohttp_response_new_json:
 * @status: a status from 200 to 999
 * @node: what to send; it is written out at once
 *
 * Makes a response of application/json.
 *
 * Returns: (transfer full): the response
 *
 * Since: 0.1
 */
AiohttpResponse *
aiohttp_response_new_json (guint status, JsonNode *node)
{
  AiohttpResponse *self;
  char *text;

  g_return_val_if_fail (node != NULL, NULL);

  self = response_new (status);
  self->parent_instance.content_type = json_type;
  text = json_to_string (node, FALSE);
  take_text (self, text, strlen (text));
  return self;
}

/**
 * aiohttp_response_new_json_text:
 * @status: a status from 200 to 999
 * @text: JSON, not checked
 *
 * Makes a response of application/json from text.
 *
 * Returns: (transfer full): the response
 *
 * Since: 0.1
 */
AiohttpResponse *
aiohttp_response_new_json_text (guint status, const char *text)
{
  AiohttpResponse *self;

  g_return_val_if_fail (text != NULL, NULL);

  self = aiohttp_response_new_text (status, text);
  self->parent_instance.content_type = json_type;
  return self;
}

static void
serialize (gpointer data)
{
  Serialization *serialization = data;

  serialization->node = json_gobject_serialize (serialization->object);
}

/**
 * aiohttp_response_new_json_object:
 * @status: a status from 200 to 999
 * @object: an object whose readable properties are sent
 *
 * Makes a response of application/json from an object's properties, as [func@Json.gobject_serialize] has them:
 * an object that implements [iface@Json.Serializable] decides itself.
 *
 * Returns: (transfer full): the response
 *
 * Since: 0.1
 */
AiohttpResponse *
aiohttp_response_new_json_object (guint status, GObject *object)
{
  Serialization serialization = { object, NULL };
  AiohttpResponse *self;

  g_return_val_if_fail (G_IS_OBJECT (object), NULL);

  /* Getters of a binding. */
  aiohttp_call_out (serialize, &serialization);
  self = aiohttp_response_new_json (status, serialization.node);
  json_node_unref (serialization.node);
  return self;
}

/**
 * aiohttp_response_dup_text:
 * @self: a response
 *
 * Gets the body as text.
 *
 * Returns: (transfer full) (nullable): the text, or %NULL if the body is not UTF-8
 *
 * Since: 0.1
 */
char *
aiohttp_response_dup_text (AiohttpResponse *self)
{
  const char *data;
  gsize length;

  g_return_val_if_fail (AIOHTTP_IS_RESPONSE (self), NULL);

  data = aiohttp_response_peek_body (self, &length);
  if (length == 0)
    return g_strdup ("");
  return g_utf8_validate (data, length, NULL) ? g_strndup (data, length) : NULL;
}

/**
 * aiohttp_response_set_text:
 * @self: a response
 * @text: (nullable): the body
 *
 * Sets the body, and text/plain in UTF-8 as its type if it has none. Not to be called once the response is sent.
 *
 * Since: 0.1
 */
void
aiohttp_response_set_text (AiohttpResponse *self, const char *text)
{
  gsize length;

  g_return_if_fail (AIOHTTP_IS_RESPONSE (self));
  g_return_if_fail (!self->parent_instance.sent);

  length = text != NULL ? strlen (text) : 0;
  take_text (self, g_memdup2 (text, length), length);
  if (aiohttp_stream_response_peek_content_type (&self->parent_instance) == NULL)
    aiohttp_stream_response_set_static_content_type (&self->parent_instance, text_type);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TEXT]);
}

/**
 * aiohttp_response_get_body:
 * @self: a response
 *
 * Gets the body.
 *
 * Returns: (transfer none) (nullable): the body, or %NULL if there is none
 *
 * Since: 0.1
 */
GBytes *
aiohttp_response_get_body (AiohttpResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_RESPONSE (self), NULL);

  if (self->body == NULL && self->text != NULL)
    {
      self->body = g_bytes_new_take (g_steal_pointer (&self->text), self->text_length);
      self->text_length = 0;
    }
  return self->body;
}

/**
 * aiohttp_response_set_body:
 * @self: a response
 * @body: (nullable): the body, kept without a copy
 *
 * Sets the body, and application/octet-stream as its type if it has none. Not to be called once the response is sent.
 *
 * Since: 0.1
 */
void
aiohttp_response_set_body (AiohttpResponse *self, GBytes *body)
{
  g_return_if_fail (AIOHTTP_IS_RESPONSE (self));
  g_return_if_fail (!self->parent_instance.sent);

  set_body (self, body);
  if (body != NULL && aiohttp_stream_response_peek_content_type (&self->parent_instance) == NULL)
    aiohttp_stream_response_set_static_content_type (&self->parent_instance, bytes_type);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BODY]);
}

/**
 * aiohttp_response_get_content_type:
 * @self: a response
 *
 * Gets the value of Content-Type.
 *
 * Returns: (nullable): the type
 *
 * Since: 0.1
 */
const char *
aiohttp_response_get_content_type (AiohttpResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_RESPONSE (self), NULL);

  return aiohttp_stream_response_peek_content_type (&self->parent_instance);
}

/**
 * aiohttp_response_set_content_type:
 * @self: a response
 * @content_type: (nullable): the type, with its charset where it has one
 * @error: return location of the error
 *
 * Sets Content-Type; fails as [method@Aiohttp.StreamResponse.set_header] does.
 *
 * Returns: whether it was set
 *
 * Since: 0.1
 */
gboolean
aiohttp_response_set_content_type (AiohttpResponse *self, const char *content_type, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_RESPONSE (self), FALSE);

  if (!aiohttp_stream_response_set_header (&self->parent_instance, "Content-Type", content_type, error))
    return FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CONTENT_TYPE]);
  return TRUE;
}

/**
 * aiohttp_response_get_error:
 * @self: a response
 *
 * Gets the error that the response stands for, where the dispatcher made it from one: a middleware or a log may look
 * at it. It is never shown to the peer.
 *
 * Returns: (transfer none) (nullable): the error
 *
 * Since: 0.1
 */
const GError *
aiohttp_response_get_error (AiohttpResponse *self)
{
  g_return_val_if_fail (AIOHTTP_IS_RESPONSE (self), NULL);

  return self->error;
}
