/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-payload.h"
#include "aiohttp-payload-private.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"
#include "aiohttp-payload-kinds-private.h"

/**
 * AiohttpPayload:
 *
 * The body of a message to be sent: aiohttp's `Payload`.
 *
 * It knows its content type and, where that can be known, its size; a body of unknown size is sent in chunks. One that is
 * replayable can be sent again, after a redirect that keeps the method or by a retry: bytes, text, JSON, files, forms of
 * these, and streams that can seek. What a function makes, and other streams, are sent once.
 *
 * |[<!-- language="C" -->
 * g_autoptr(GFile) file = g_file_new_for_path ("picture.png");
 * g_autoptr(AiohttpPayload) payload = aiohttp_payload_new_for_file (file, NULL);
 *
 * aiohttp_request_options_set_payload (options, payload);
 * ]|
 *
 * A body that is not in memory is read as it is sent, some KiB at a time, as fast as the peer takes it.
 *
 * The library alone derives from this class. A payload may be sent by several requests beside each other, in one thread.
 *
 * Since: 0.1
 */

enum
{
  PROP_0,
  PROP_SIZE,
  PROP_CONTENT_TYPE,
  PROP_REPLAYABLE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE (AiohttpPayload, aiohttp_payload, G_TYPE_OBJECT)

static void
aiohttp_payload_finalize (GObject *object)
{
  AiohttpPayload *self = AIOHTTP_PAYLOAD (object);

  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->content_type);
  G_OBJECT_CLASS (aiohttp_payload_parent_class)->finalize (object);
}

static void
aiohttp_payload_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpPayload *self = AIOHTTP_PAYLOAD (object);

  switch (id)
    {
    case PROP_SIZE:
      g_value_set_int64 (value, aiohttp_payload_get_size (self));
      break;
    case PROP_CONTENT_TYPE:
      g_value_set_string (value, aiohttp_payload_get_content_type (self));
      break;
    case PROP_REPLAYABLE:
      g_value_set_boolean (value, aiohttp_payload_is_replayable (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static GInputStream *
aiohttp_payload_open_bytes (AiohttpPayload *self, GError **error)
{
  return g_memory_input_stream_new_from_bytes (self->bytes);
}

static void
aiohttp_payload_class_init (AiohttpPayloadClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->finalize = aiohttp_payload_finalize;
  object_class->get_property = aiohttp_payload_get_property;
  klass->open = aiohttp_payload_open_bytes;

  /**
   * AiohttpPayload:size:
   *
   * The number of bytes; -1 while it is not known.
   *
   * Since: 0.1
   */
  properties[PROP_SIZE] = g_param_spec_int64 ("size", NULL, NULL, -1, G_MAXINT64, -1, readable);

  /**
   * AiohttpPayload:content-type:
   *
   * The content type.
   *
   * Since: 0.1
   */
  properties[PROP_CONTENT_TYPE] = g_param_spec_string ("content-type", NULL, NULL, NULL, readable);

  /**
   * AiohttpPayload:replayable: (getter is_replayable)
   *
   * Whether it can be sent again.
   *
   * Since: 0.1
   */
  properties[PROP_REPLAYABLE] = g_param_spec_boolean ("replayable", NULL, NULL, TRUE, readable);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
aiohttp_payload_init (AiohttpPayload *self)
{
  self->size = -1;
}

static AiohttpPayload *
payload_new_take (GBytes *bytes, const char *content_type)
{
  AiohttpPayload *self = g_object_new (AIOHTTP_TYPE_PAYLOAD, NULL);

  self->bytes = bytes;
  self->content_type = g_strdup (content_type);
  return self;
}

AiohttpPayload *
aiohttp_payload_new_take_text (char *text, const char *content_type)
{
  return payload_new_take (g_bytes_new_take (text, strlen (text)), content_type);
}

/**
 * aiohttp_payload_new_for_bytes:
 * @bytes: the body
 * @content_type: (nullable): its type, or %NULL for `application/octet-stream`
 *
 * Makes a payload of bytes in memory.
 *
 * Returns: (transfer full): a new payload
 *
 * Since: 0.1
 */
AiohttpPayload *
aiohttp_payload_new_for_bytes (GBytes *bytes, const char *content_type)
{
  g_return_val_if_fail (bytes != NULL, NULL);

  return payload_new_take (g_bytes_ref (bytes), content_type != NULL ? content_type : "application/octet-stream");
}

/**
 * aiohttp_payload_new_for_text:
 * @text: the body
 * @content_type: (nullable): its type, or %NULL for `text/plain; charset=utf-8`
 *
 * Makes a payload of a text.
 *
 * Returns: (transfer full): a new payload
 *
 * Since: 0.1
 */
AiohttpPayload *
aiohttp_payload_new_for_text (const char *text, const char *content_type)
{
  g_return_val_if_fail (text != NULL, NULL);

  return payload_new_take (g_bytes_new (text, strlen (text)),
                           content_type != NULL ? content_type : "text/plain; charset=utf-8");
}

/**
 * aiohttp_payload_new_for_json:
 * @json: what to send
 *
 * Makes a payload of type `application/json`. The JSON is written at once: changing @json later does not change it.
 *
 * Returns: (transfer full): a new payload
 *
 * Since: 0.1
 */
AiohttpPayload *
aiohttp_payload_new_for_json (JsonNode *json)
{
  g_return_val_if_fail (json != NULL, NULL);

  return aiohttp_payload_new_take_text (json_to_string (json, FALSE), "application/json");
}

/**
 * aiohttp_payload_new_for_json_text:
 * @json_text: JSON
 *
 * Makes a payload of type `application/json` of a text, which is not checked.
 *
 * Returns: (transfer full): a new payload
 *
 * Since: 0.1
 */
AiohttpPayload *
aiohttp_payload_new_for_json_text (const char *json_text)
{
  g_return_val_if_fail (json_text != NULL, NULL);

  return aiohttp_payload_new_for_text (json_text, "application/json");
}

typedef struct
{
  GObject *object;
  JsonNode *node;
} Serialization;

static void
serialize (gpointer data)
{
  Serialization *serialization = data;

  serialization->node = json_gobject_serialize (serialization->object);
}

/**
 * aiohttp_payload_new_for_object:
 * @object: what to send
 *
 * Makes a payload of type `application/json` of the properties of an object, as [func@Json.gobject_serialize] has them.
 *
 * Returns: (transfer full): a new payload
 *
 * Since: 0.1
 */
AiohttpPayload *
aiohttp_payload_new_for_object (GObject *object)
{
  Serialization serialization = { object, NULL };
  g_autoptr (JsonNode) node = NULL;

  g_return_val_if_fail (G_IS_OBJECT (object), NULL);

  /* The getters may be a binding's. */
  aiohttp_call_out (serialize, &serialization);
  node = serialization.node;
  return aiohttp_payload_new_for_json (node);
}

/**
 * aiohttp_payload_new_for_file:
 * @file: the file
 * @content_type: (nullable): its type, or %NULL to find it out by the file's name
 *
 * Makes a payload of a file, which is asked for its size and read when it is sent, and again each time. A request whose
 * file cannot be read fails with the error of that.
 *
 * Returns: (transfer full): a new payload
 *
 * Since: 0.1
 */
AiohttpPayload *
aiohttp_payload_new_for_file (GFile *file, const char *content_type)
{
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  return aiohttp_file_payload_new (file, content_type);
}

/**
 * aiohttp_payload_new_for_stream:
 * @stream: where the body comes from
 * @size: the number of bytes, or -1 if that is not known
 * @content_type: (nullable): its type, or %NULL for `application/octet-stream`
 *
 * Makes a payload of a stream. It is sent from where the stream stands now; it can be sent again if the stream is a
 * [iface@Gio.Seekable] that can seek, and goes back there then. The stream is not closed. One that fails, or ends before
 * @size bytes, fails the request; of a longer one the first @size bytes are sent.
 *
 * Returns: (transfer full): a new payload
 *
 * Since: 0.1
 */
AiohttpPayload *
aiohttp_payload_new_for_stream (GInputStream *stream, gint64 size, const char *content_type)
{
  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);
  g_return_val_if_fail (size >= -1, NULL);

  return aiohttp_stream_payload_new (stream, size, content_type);
}

/**
 * aiohttp_payload_new_for_func: (skip)
 * @size: the number of bytes of all of them, or -1 if that is not known
 * @content_type: (nullable): its type, or %NULL for `application/octet-stream`
 * @func: makes the pieces
 * @user_data: for @func
 * @notify: (nullable): frees @user_data
 *
 * Makes a payload whose pieces a coroutine makes, each when the peer has taken the one before: what aiohttp does with
 * an asynchronous generator. It is sent once.
 *
 * |[<!-- language="C" -->
 * static GBytes *
 * next_reading (gpointer sensor, GError **error)
 * {
 *   return aiohttp_sleep (1, error) ? sensor_read (sensor, error) : NULL;
 * }
 * ]|
 *
 * Returns: (transfer full): a new payload
 *
 * Since: 0.1
 */
AiohttpPayload *
aiohttp_payload_new_for_func (gint64 size, const char *content_type, AiohttpChunkFunc func, gpointer user_data,
                              GDestroyNotify notify)
{
  g_return_val_if_fail (func != NULL, NULL);
  g_return_val_if_fail (size >= -1, NULL);

  return aiohttp_func_payload_new (func, NULL, user_data, notify, size, content_type);
}

/**
 * aiohttp_payload_new_for_futures:
 * @size: the number of bytes of all of them, or -1 if that is not known
 * @content_type: (nullable): its type, or %NULL for `application/octet-stream`
 * @func: (scope notified) (closure user_data) (destroy notify): makes futures of the pieces
 * @user_data: for @func
 * @notify: (nullable): frees @user_data
 *
 * Makes a payload whose pieces come as futures, each asked for when the peer has taken the one before. In Python and
 * JavaScript an asynchronous generator becomes one. It is sent once.
 *
 * Returns: (transfer full): a new payload
 *
 * Since: 0.1
 */
AiohttpPayload *
aiohttp_payload_new_for_futures (gint64 size, const char *content_type, AiohttpChunkFutureFunc func, gpointer user_data,
                                 GDestroyNotify notify)
{
  g_return_val_if_fail (func != NULL, NULL);
  g_return_val_if_fail (size >= -1, NULL);

  return aiohttp_func_payload_new (NULL, func, user_data, notify, size, content_type);
}

/**
 * aiohttp_payload_get_size:
 * @self: a payload
 *
 * Gets the number of bytes. A file's is known only once it is sent.
 *
 * Returns: the size; -1 while it is not known
 *
 * Since: 0.1
 */
gint64
aiohttp_payload_get_size (AiohttpPayload *self)
{
  g_return_val_if_fail (AIOHTTP_IS_PAYLOAD (self), -1);

  return self->bytes != NULL ? (gint64) g_bytes_get_size (self->bytes) : self->size;
}

/**
 * aiohttp_payload_get_content_type:
 * @self: a payload
 *
 * Gets the content type.
 *
 * Returns: (transfer none): the content type
 *
 * Since: 0.1
 */
const char *
aiohttp_payload_get_content_type (AiohttpPayload *self)
{
  g_return_val_if_fail (AIOHTTP_IS_PAYLOAD (self), NULL);

  return self->content_type;
}

/**
 * aiohttp_payload_is_replayable:
 * @self: a payload
 *
 * Tells whether it can be sent again.
 *
 * Returns: whether it can
 *
 * Since: 0.1
 */
gboolean
aiohttp_payload_is_replayable (AiohttpPayload *self)
{
  AiohttpPayloadClass *klass;

  g_return_val_if_fail (AIOHTTP_IS_PAYLOAD (self), FALSE);

  klass = AIOHTTP_PAYLOAD_GET_CLASS (self);
  return klass->is_replayable == NULL || klass->is_replayable (self);
}

GBytes *
aiohttp_payload_peek_bytes (AiohttpPayload *self)
{
  return self->bytes;
}

gboolean
aiohttp_payload_is_ready (AiohttpPayload *self)
{
  return AIOHTTP_PAYLOAD_GET_CLASS (self)->prepare == NULL;
}

void
aiohttp_payload_prepare_async (AiohttpPayload *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, aiohttp_payload_prepare_async);
  AIOHTTP_PAYLOAD_GET_CLASS (self)->prepare (self, task);
}

gboolean
aiohttp_payload_prepare_finish (AiohttpPayload *self, GAsyncResult *result, GError **error)
{
  return g_task_propagate_boolean (G_TASK (result), error);
}

GInputStream *
aiohttp_payload_open (AiohttpPayload *self, GError **error)
{
  if (self->opened && !aiohttp_payload_is_replayable (self))
    {
      g_set_error_literal (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_PAYLOAD,
                           "The body was sent before and cannot be sent again");
      return NULL;
    }
  self->opened = TRUE;
  return AIOHTTP_PAYLOAD_GET_CLASS (self)->open (self, error);
}
