/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-client-state-private.h"

#include "aiohttp-client-response-private.h"
#include "aiohttp-cookie-jar-private.h"
#include "aiohttp-environment-private.h"
#include "aiohttp-hsts-private.h"
#include "aiohttp-request-url-private.h"

void
aiohttp_client_state_init (AiohttpClientState *self, AiohttpCookieJar *jar, SoupHSTSEnforcer *hsts, GPtrArray *cookies,
                           AiohttpClientRequest *request)
{
  self->jar = g_object_ref (jar);
  self->hsts = hsts != NULL ? g_object_ref (hsts) : NULL;
  self->cookies = cookies != NULL ? g_ptr_array_ref (cookies) : NULL;
  if (request->lines == NULL)
    self->cookie_field = g_strdup (soup_message_headers_get_list (request->headers, "Cookie"));
}

void
aiohttp_client_state_clear (AiohttpClientState *self)
{
  g_clear_object (&self->jar);
  g_clear_object (&self->hsts);
  g_clear_pointer (&self->cookies, g_ptr_array_unref);
  g_clear_pointer (&self->cookie_field, g_free);
}

static gboolean
set_cookies (AiohttpClientState *self, AiohttpClientRequest *request, GError **error)
{
  g_autofree char *cookie = NULL;
  g_autofree char *joined = NULL;

  if (!aiohttp_cookie_jar_dup_field (self->jar, request->uri, self->cookies, &cookie, error))
    return FALSE;
  if (cookie != NULL && self->cookie_field != NULL)
    joined = g_strjoin ("; ", self->cookie_field, cookie, NULL);
  if (cookie != NULL)
    soup_message_headers_replace (aiohttp_client_request_own_headers (request), "Cookie",
                                  joined != NULL ? joined : cookie);
  else if (self->cookie_field != NULL)
    soup_message_headers_replace (aiohttp_client_request_own_headers (request), "Cookie", self->cookie_field);
  else if (request->lines == NULL) /* shared ones have none */
    soup_message_headers_remove (request->headers, "Cookie");
  return TRUE;
}

static gboolean
ask_environment (AiohttpClientRequest *request, AiohttpClientSettings *settings, GError **error)
{
  if (settings->environment_proxy)
    {
      g_autofree char *proxy = aiohttp_environment_find_proxy (request->uri);

      g_clear_pointer (&settings->proxy, g_uri_unref);
      settings->proxy = proxy != NULL ? aiohttp_request_url_parse_proxy (proxy, error) : NULL;
      if (proxy != NULL && settings->proxy == NULL)
        return FALSE;
    }
  if (soup_message_headers_get_one (request->headers, "Authorization") == NULL)
    {
      g_autofree char *credential = aiohttp_environment_find_credential (g_uri_get_host (request->uri));

      if (credential != NULL)
        soup_message_headers_append (aiohttp_client_request_own_headers (request), "Authorization", credential);
    }
  return TRUE;
}

gboolean
aiohttp_client_state_prepare (AiohttpClientState *self, AiohttpClientRequest *request, AiohttpClientSettings *settings,
                              GError **error)
{
  if (self->hsts != NULL)
    {
      g_autoptr (GUri) secure = aiohttp_hsts_upgrade (self->hsts, request->uri);

      if (secure != NULL)
        aiohttp_client_request_take_uri (request, g_steal_pointer (&secure));
    }
  return set_cookies (self, request, error) && (!settings->trust_env || ask_environment (request, settings, error));
}

void
aiohttp_client_state_take_response (AiohttpClientState *self, AiohttpClientResponse *response)
{
  AiohttpTransportReply *reply = response->reply;

  if (aiohttp_transport_reply_has_field (reply, AIOHTTP_FIELD_SET_COOKIE))
    aiohttp_cookie_jar_take_response (self->jar, response->uri, aiohttp_transport_reply_get_headers (reply));
  if (self->hsts != NULL && strcmp (g_uri_get_scheme (response->uri), "https") == 0 &&
      aiohttp_transport_reply_has_field (reply, AIOHTTP_FIELD_STRICT_TRANSPORT_SECURITY))
    aiohttp_hsts_take (
        self->hsts, response->uri,
        soup_message_headers_get_one (aiohttp_transport_reply_get_headers (reply), "Strict-Transport-Security"));
}

void
aiohttp_client_state_leave_origin (AiohttpClientState *self)
{
  g_clear_pointer (&self->cookie_field, g_free);
  g_clear_pointer (&self->cookies, g_ptr_array_unref);
}
