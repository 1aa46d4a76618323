/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-request-options.h"
#include "aiohttp-request-options-private.h"

#include "aiohttp-error.h"
#include "aiohttp-payload-private.h"

/* What a request sends as its body. */

gboolean
aiohttp_request_options_dup_payload (AiohttpRequestOptions *self, AiohttpPayload **payload, GError **error)
{
  gboolean is_json = self->json != NULL || self->json_text != NULL;
  guint n_bodies = (self->body != NULL) + is_json + (self->payload != NULL);

  if (n_bodies > 1)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                           "A request takes one of body, JSON and payload");
      return FALSE;
    }
  if (self->json_text != NULL)
    *payload = aiohttp_payload_new_for_json_text (self->json_text);
  else if (self->json != NULL)
    *payload = aiohttp_payload_new_for_json (self->json);
  else if (self->body != NULL)
    *payload = aiohttp_payload_new_for_bytes (self->body, self->body_is_text ? "text/plain; charset=utf-8" : NULL);
  else
    {
      *payload = self->payload != NULL ? g_object_ref (self->payload) : NULL;
      return TRUE;
    }
  if (self->content_type != NULL)
    {
      g_free ((*payload)->content_type);
      (*payload)->content_type = g_strdup (self->content_type);
    }
  return TRUE;
}

/**
 * aiohttp_request_options_get_body:
 * @self: request options
 *
 * Gets the body of the request.
 *
 * Returns: (transfer none) (nullable): the body, or %NULL
 *
 * Since: 0.1
 */
GBytes *
aiohttp_request_options_get_body (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  return self->body;
}

/**
 * aiohttp_request_options_set_body:
 * @self: request options
 * @body: (nullable): the body, or %NULL
 *
 * Sets the body of the request: aiohttp's `data`. Its type is [property@Aiohttp.RequestOptions:content-type], or
 * `application/octet-stream`.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_body (AiohttpRequestOptions *self, GBytes *body)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  if (body != NULL)
    g_bytes_ref (body);
  g_clear_pointer (&self->body, g_bytes_unref);
  self->body = body;
  self->body_is_text = FALSE;
  g_object_notify (G_OBJECT (self), "body");
}

/**
 * aiohttp_request_options_set_text:
 * @self: request options
 * @text: the body
 *
 * Sets a text as the body of the request, with content type `text/plain; charset=utf-8` unless one is set already.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_text (AiohttpRequestOptions *self, const char *text)
{
  g_autoptr (GBytes) body = NULL;

  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));
  g_return_if_fail (text != NULL);

  body = g_bytes_new (text, strlen (text));
  aiohttp_request_options_set_body (self, body);
  self->body_is_text = TRUE;
}

/**
 * aiohttp_request_options_get_content_type:
 * @self: request options
 *
 * Gets the content type of the body.
 *
 * Returns: (transfer none) (nullable): the content type, or %NULL for the body's default
 *
 * Since: 0.1
 */
const char *
aiohttp_request_options_get_content_type (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  return self->content_type;
}

/**
 * aiohttp_request_options_set_content_type:
 * @self: request options
 * @content_type: (nullable): the content type, or %NULL for the body's default
 *
 * Sets the content type of the body. A Content-Type among the headers comes before it.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_content_type (AiohttpRequestOptions *self, const char *content_type)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  if (g_strcmp0 (self->content_type, content_type) == 0)
    return;
  g_free (self->content_type);
  self->content_type = g_strdup (content_type);
  g_object_notify (G_OBJECT (self), "content-type");
}

/**
 * aiohttp_request_options_get_json:
 * @self: request options
 *
 * Gets the JSON that is sent as body.
 *
 * Returns: (transfer none) (nullable): the JSON, or %NULL
 *
 * Since: 0.1
 */
JsonNode *
aiohttp_request_options_get_json (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  return self->json;
}

/**
 * aiohttp_request_options_set_json:
 * @self: request options
 * @json: (nullable): the JSON, or %NULL
 *
 * Sets JSON as the body, with content type `application/json`. It is written when the request is sent. A request with a
 * body and JSON fails with %AIOHTTP_ERROR_INVALID_ARGUMENT.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_json (AiohttpRequestOptions *self, JsonNode *json)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  if (json != NULL)
    json_node_ref (json);
  g_clear_pointer (&self->json, json_node_unref);
  self->json = json;
  g_object_notify (G_OBJECT (self), "json");
}

/**
 * aiohttp_request_options_get_json_text:
 * @self: request options
 *
 * Gets the JSON text that is sent as body.
 *
 * Returns: (transfer none) (nullable): the text, or %NULL
 *
 * Since: 0.1
 */
const char *
aiohttp_request_options_get_json_text (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  return self->json_text;
}

/**
 * aiohttp_request_options_set_json_text:
 * @self: request options
 * @json_text: (nullable): JSON, written by the caller, or %NULL
 *
 * Sets ready-made JSON text as the body, with content type `application/json`, in place of
 * [property@Aiohttp.RequestOptions:json]. It is sent as it is.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_json_text (AiohttpRequestOptions *self, const char *json_text)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));

  if (g_strcmp0 (self->json_text, json_text) == 0)
    return;
  g_free (self->json_text);
  self->json_text = g_strdup (json_text);
  g_object_notify (G_OBJECT (self), "json-text");
}

/**
 * aiohttp_request_options_set_form:
 * @self: request options
 * @form: a form
 *
 * Sets the form, as it is now, as the payload.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_form (AiohttpRequestOptions *self, AiohttpFormData *form)
{
  g_autoptr (AiohttpPayload) payload = NULL;

  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));
  g_return_if_fail (AIOHTTP_IS_FORM_DATA (form));

  payload = aiohttp_form_data_to_payload (form);
  aiohttp_request_options_set_payload (self, payload);
}

/**
 * aiohttp_request_options_set_json_object:
 * @self: request options
 * @object: an object
 *
 * Sets the properties of an object, as they are now, as JSON payload.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_json_object (AiohttpRequestOptions *self, GObject *object)
{
  g_autoptr (AiohttpPayload) payload = NULL;

  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));
  g_return_if_fail (G_IS_OBJECT (object));

  payload = aiohttp_payload_new_for_object (object);
  aiohttp_request_options_set_payload (self, payload);
}

/**
 * aiohttp_request_options_get_payload:
 * @self: request options
 *
 * Gets the payload that is sent as body.
 *
 * Returns: (transfer none) (nullable): the payload, or %NULL
 *
 * Since: 0.1
 */
AiohttpPayload *
aiohttp_request_options_get_payload (AiohttpRequestOptions *self)
{
  g_return_val_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self), NULL);

  return self->payload;
}

/**
 * aiohttp_request_options_set_payload:
 * @self: request options
 * @payload: (nullable): the payload, or %NULL
 *
 * Sets the body of the request as a payload, which need not be in memory: a file, a stream, a form. Its type is
 * [property@Aiohttp.RequestOptions:content-type], or the payload's own. A request with a payload and another body fails
 * with %AIOHTTP_ERROR_INVALID_ARGUMENT.
 *
 * Since: 0.1
 */
void
aiohttp_request_options_set_payload (AiohttpRequestOptions *self, AiohttpPayload *payload)
{
  g_return_if_fail (AIOHTTP_IS_REQUEST_OPTIONS (self));
  g_return_if_fail (payload == NULL || AIOHTTP_IS_PAYLOAD (payload));

  if (g_set_object (&self->payload, payload))
    g_object_notify (G_OBJECT (self), "payload");
}
