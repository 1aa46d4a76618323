/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-error-info.h"
#include "aiohttp-client-error-info-private.h"

#include "aiohttp-await-private.h"
#include "aiohttp-client-response-private.h"
#include "aiohttp-error-private.h"

#define KEY "aiohttp-client-error-info"

/**
 * AiohttpClientErrorInfo:
 *
 * What an error of [error@Aiohttp.ClientError] is about: the request that failed, and the response, where there was one.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpClientResponse) response = aiohttp_client_session_get (session, url, options, &error);
 *
 * if (g_error_matches (error, AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_STATUS))
 *   {
 *     AiohttpClientErrorInfo *info = aiohttp_client_error_info_for_error (error);
 *
 *     g_print ("%u\n", aiohttp_client_error_info_get_status (info));
 *   }
 * ]|
 *
 * It goes with copies of the error. In Python it is the attribute `info` of the exception.
 *
 * aiohttp: `ClientResponseError`
 *
 * Since: 0.1
 */

struct _AiohttpClientErrorInfo
{
  GObject parent_instance;

  char *method;
  char *url;
  SoupMessageHeaders *request_headers;
  guint status;
  char *reason;
  SoupMessageHeaders *headers;
  GPtrArray *history; /* AiohttpClientResponse */
};

G_DEFINE_FINAL_TYPE (AiohttpClientErrorInfo, aiohttp_client_error_info, G_TYPE_OBJECT)

static void
aiohttp_client_error_info_finalize (GObject *object)
{
  AiohttpClientErrorInfo *self = AIOHTTP_CLIENT_ERROR_INFO (object);

  g_free (self->method);
  g_free (self->url);
  g_free (self->reason);
  g_clear_pointer (&self->request_headers, soup_message_headers_unref);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_clear_pointer (&self->history, g_ptr_array_unref);
  G_OBJECT_CLASS (aiohttp_client_error_info_parent_class)->finalize (object);
}

static void
aiohttp_client_error_info_class_init (AiohttpClientErrorInfoClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_client_error_info_finalize;
}

static void
aiohttp_client_error_info_init (AiohttpClientErrorInfo *self)
{
}

static void
set_response (AiohttpClientErrorInfo *self, AiohttpClientResponse *response)
{
  self->status = aiohttp_client_response_get_status (response);
  self->reason = g_strdup (aiohttp_client_response_get_reason (response));
  self->headers = soup_message_headers_ref (aiohttp_client_response_get_headers (response));
}

static void
set_history (AiohttpClientErrorInfo *self, GPtrArray *history)
{
  if (history != NULL)
    self->history = g_ptr_array_ref (history);
}

void
aiohttp_client_error_info_attach (GError *error, GTask *task, AiohttpClientRequest *request,
                                  AiohttpClientResponse *response, GPtrArray *history)
{
  g_autoptr (AiohttpClientErrorInfo) self = NULL;
  GObject *known = aiohttp_client_error_peek_detail (error);

  if (error->domain != AIOHTTP_CLIENT_ERROR)
    return;
  if (known != NULL)
    self = g_object_ref (AIOHTTP_CLIENT_ERROR_INFO (known));
  else if (request == NULL && response != NULL)
    self = aiohttp_client_error_info_for_response (response);
  else
    {
      self = g_object_new (AIOHTTP_TYPE_CLIENT_ERROR_INFO, NULL);
      if (request != NULL)
        {
          self->method = g_strdup (aiohttp_client_request_get_method (request));
          self->url = g_strdup (aiohttp_client_request_get_url (request));
          self->request_headers = soup_message_headers_ref (aiohttp_client_request_get_headers (request));
        }
      if (response != NULL)
        set_response (self, response);
      set_history (self, history);
    }
  aiohttp_client_error_set_detail (error, G_OBJECT (self));
  if (task != NULL)
    g_object_set_data_full (G_OBJECT (task), KEY, g_steal_pointer (&self), g_object_unref);
}

void
aiohttp_client_error_info_attach_refusal (GTask *task, AiohttpClientResponse *response)
{
  g_object_set_data_full (G_OBJECT (task), KEY, aiohttp_client_error_info_for_response (response), g_object_unref);
}

/**
 * aiohttp_client_error_info_for_error:
 * @error: an error
 *
 * Gets what an error is about. An error that Python has had in its hands has lost it.
 *
 * Returns: (transfer none) (nullable): the details, or %NULL where there are none
 *
 * Since: 0.1
 */
AiohttpClientErrorInfo *
aiohttp_client_error_info_for_error (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  return (AiohttpClientErrorInfo *) aiohttp_client_error_peek_detail (error);
}

/**
 * aiohttp_client_error_info_for_result:
 * @result: the result of an operation that has failed
 *
 * Gets what the error of an operation of a session or of a response is about: for language bindings.
 *
 * Returns: (transfer full) (nullable): the details, or %NULL where there are none
 *
 * Since: 0.1
 */
AiohttpClientErrorInfo *
aiohttp_client_error_info_for_result (GAsyncResult *result)
{
  GAsyncResult *inner;
  AiohttpClientErrorInfo *self;
  g_autoptr (GObject) source = NULL;

  g_return_val_if_fail (G_IS_ASYNC_RESULT (result), NULL);

  if (AIOHTTP_IS_FUTURE (result))
    {
      g_autoptr (GError) error = aiohttp_future_dup_error (AIOHTTP_FUTURE (result));

      self = error != NULL ? aiohttp_client_error_info_for_error (error) : NULL;
      if (self != NULL)
        return g_object_ref (self);
      inner = aiohttp_future_get_origin (AIOHTTP_FUTURE (result));
    }
  else
    inner = aiohttp_result_unwrap (result);
  if (inner == NULL)
    return NULL;
  self = g_object_get_data (G_OBJECT (inner), KEY);
  if (self != NULL)
    return g_object_ref (self);
  source = g_async_result_get_source_object (inner);
  return AIOHTTP_IS_CLIENT_RESPONSE (source) ? aiohttp_client_error_info_for_response (AIOHTTP_CLIENT_RESPONSE (source))
                                             : NULL;
}

/**
 * aiohttp_client_error_info_for_response:
 * @response: a response
 *
 * Makes the details that an error about @response has.
 *
 * Returns: (transfer full): the details
 *
 * Since: 0.1
 */
AiohttpClientErrorInfo *
aiohttp_client_error_info_for_response (AiohttpClientResponse *response)
{
  AiohttpClientErrorInfo *self;

  g_return_val_if_fail (AIOHTTP_IS_CLIENT_RESPONSE (response), NULL);

  self = g_object_new (AIOHTTP_TYPE_CLIENT_ERROR_INFO, NULL);
  self->method = g_strdup (aiohttp_client_response_get_method (response));
  self->url = g_strdup (aiohttp_client_response_get_real_url (response));
  if (response->request_headers != NULL)
    self->request_headers = response->request_headers_shared
                                ? aiohttp_client_request_copy_headers (response->request_headers)
                                : soup_message_headers_ref (response->request_headers);
  set_response (self, response);
  set_history (self, response->history);
  return self;
}

/**
 * aiohttp_client_error_info_get_method:
 * @self: details of an error
 *
 * Gets the method of the request.
 *
 * Returns: (nullable): the method, or %NULL where there was no request yet
 *
 * Since: 0.1
 */
const char *
aiohttp_client_error_info_get_method (AiohttpClientErrorInfo *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_ERROR_INFO (self), NULL);

  return self->method;
}

/**
 * aiohttp_client_error_info_get_url:
 * @self: details of an error
 *
 * Gets the URL of the request: after redirects, that of the last.
 *
 * Returns: (nullable): the URL, or %NULL where there was no request yet
 *
 * Since: 0.1
 */
const char *
aiohttp_client_error_info_get_url (AiohttpClientErrorInfo *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_ERROR_INFO (self), NULL);

  return self->url;
}

/**
 * aiohttp_client_error_info_get_request_headers:
 * @self: details of an error
 *
 * Gets the header fields of the request.
 *
 * Returns: (transfer none) (nullable): the header fields, or %NULL where there was no request yet
 *
 * Since: 0.1
 */
SoupMessageHeaders *
aiohttp_client_error_info_get_request_headers (AiohttpClientErrorInfo *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_ERROR_INFO (self), NULL);

  return self->request_headers;
}

/**
 * aiohttp_client_error_info_get_status:
 * @self: details of an error
 *
 * Gets the status of the response.
 *
 * Returns: the status; 0 where there was no response
 *
 * Since: 0.1
 */
guint
aiohttp_client_error_info_get_status (AiohttpClientErrorInfo *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_ERROR_INFO (self), 0);

  return self->status;
}

/**
 * aiohttp_client_error_info_get_reason:
 * @self: details of an error
 *
 * Gets the reason phrase of the response.
 *
 * Returns: (nullable): the reason phrase, or %NULL where there was no response
 *
 * Since: 0.1
 */
const char *
aiohttp_client_error_info_get_reason (AiohttpClientErrorInfo *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_ERROR_INFO (self), NULL);

  return self->reason;
}

/**
 * aiohttp_client_error_info_get_headers:
 * @self: details of an error
 *
 * Gets the header fields of the response.
 *
 * Returns: (transfer none) (nullable): the header fields, or %NULL where there was no response
 *
 * Since: 0.1
 */
SoupMessageHeaders *
aiohttp_client_error_info_get_headers (AiohttpClientErrorInfo *self)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_ERROR_INFO (self), NULL);

  return self->headers;
}

/**
 * aiohttp_client_error_info_get_history:
 * @self: details of an error
 * @n_responses: (out): their number
 *
 * Gets the redirects that were followed, the first one first.
 *
 * Returns: (transfer none) (nullable) (array length=n_responses): the responses
 *
 * Since: 0.1
 */
AiohttpClientResponse **
aiohttp_client_error_info_get_history (AiohttpClientErrorInfo *self, gsize *n_responses)
{
  g_return_val_if_fail (AIOHTTP_IS_CLIENT_ERROR_INFO (self), NULL);
  g_return_val_if_fail (n_responses != NULL, NULL);

  *n_responses = self->history != NULL ? self->history->len : 0;
  return *n_responses > 0 ? (AiohttpClientResponse **) self->history->pdata : NULL;
}
