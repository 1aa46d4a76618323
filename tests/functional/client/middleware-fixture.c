/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "middleware-fixture.h"

#include "client-transport.h"

static AiohttpReply *
handle_hello (AiohttpRequest *request, gpointer user_data, GError **error)
{
  const char *tag = aiohttp_request_get_header (request, "X-Tag");
  g_autofree char *text = g_strconcat ("hello", tag, NULL);

  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

static AiohttpReply *
handle_to (AiohttpRequest *request, gpointer user_data, GError **error)
{
  AiohttpResponse *response = aiohttp_response_new_text (302, "");

  if (!aiohttp_stream_response_set_header (AIOHTTP_STREAM_RESPONSE (response), "Location", "/hello", error))
    g_clear_object (&response);
  return AIOHTTP_REPLY (response);
}

static AiohttpReply *
handle_flaky (AiohttpRequest *request, gpointer user_data, GError **error)
{
  MiddlewareFixture *self = user_data;
  g_autofree char *body = aiohttp_request_text (request, error);
  AiohttpResponse *response;

  if (body == NULL)
    return NULL;
  g_string_append_printf (self->attempts, "%s%s%s ", aiohttp_request_get_method (request), *body != '\0' ? ":" : "",
                          body);
  if (self->failures == 0)
    return AIOHTTP_REPLY (aiohttp_response_new_text (200, "at last"));
  self->failures--;
  response = aiohttp_response_new_text (503, "not now");
  if (self->retry_after != NULL)
    aiohttp_stream_response_set_header (AIOHTTP_STREAM_RESPONSE (response), "Retry-After", self->retry_after, NULL);
  return AIOHTTP_REPLY (response);
}

static AiohttpReply *
handle_secret (AiohttpRequest *request, gpointer user_data, GError **error)
{
  MiddlewareFixture *self = user_data;
  const char *given = aiohttp_request_get_header (request, "Authorization");
  g_autofree char *wanted = g_strdup_printf ("Bearer token-%u", self->valid_token);

  if (g_strcmp0 (given, wanted) == 0)
    return AIOHTTP_REPLY (aiohttp_response_new_text (200, "secret"));
  return AIOHTTP_REPLY (aiohttp_response_new_text (401, given != NULL ? given : "nothing"));
}

static AiohttpReply *
handle_hang (AiohttpRequest *request, gpointer user_data, GError **error)
{
  MiddlewareFixture *self = user_data;

  return aiohttp_event_wait (self->over, error) ? AIOHTTP_REPLY (aiohttp_response_new (200)) : NULL;
}

static AiohttpReply *
handle_cached (AiohttpRequest *request, gpointer user_data, GError **error)
{
  MiddlewareFixture *self = user_data;
  const char *known = aiohttp_request_get_header (request, "If-None-Match");
  gboolean same = self->etag != NULL && g_strcmp0 (known, self->etag) == 0;
  g_autofree char *text = g_strdup_printf ("%u", ++self->n_served);
  AiohttpStreamResponse *response = AIOHTTP_STREAM_RESPONSE (aiohttp_response_new_text (same ? 304 : 200, text));

  self->n_not_modified += same;
  if (self->etag != NULL)
    aiohttp_stream_response_set_header (response, "ETag", self->etag, NULL);
  for (guint i = 0; self->cached_headers != NULL && self->cached_headers[i] != NULL; i += 2)
    aiohttp_stream_response_set_header (response, self->cached_headers[i], self->cached_headers[i + 1], NULL);
  return AIOHTTP_REPLY (response);
}

gboolean
middleware_fixture_set_up (MiddlewareFixture *self, GError **error)
{
  AiohttpRouter *router;

  self->trace = g_string_new (NULL);
  self->attempts = g_string_new (NULL);
  self->over = aiohttp_event_new ();
  self->app = aiohttp_application_new ();
  self->session = client_transport_new_session ();
  self->server = aiohttp_test_server_new (self->app);
  router = aiohttp_application_get_router (self->app);
  return aiohttp_router_add_route (router, "*", "/hello", handle_hello, self, NULL, error) &&
         aiohttp_router_add_route (router, "*", "/to", handle_to, self, NULL, error) &&
         aiohttp_router_add_route (router, "*", "/flaky", handle_flaky, self, NULL, error) &&
         aiohttp_router_add_route (router, "*", "/secret", handle_secret, self, NULL, error) &&
         aiohttp_router_add_route (router, "*", "/hang", handle_hang, self, NULL, error) &&
         aiohttp_router_add_route (router, "*", "/cached", handle_cached, self, NULL, error) &&
         aiohttp_test_server_start (self->server, error);
}

gboolean
middleware_fixture_tear_down (MiddlewareFixture *self, GError **error)
{
  gboolean ok;

  aiohttp_event_set (self->over);
  ok = aiohttp_client_session_close (self->session, error) && aiohttp_test_server_stop (self->server, error);
  g_clear_object (&self->over);
  g_clear_object (&self->session);
  g_clear_object (&self->server);
  g_clear_object (&self->app);
  g_string_free (self->trace, TRUE);
  g_string_free (self->attempts, TRUE);
  return ok;
}

char *
middleware_fixture_fetch (MiddlewareFixture *self, const char *method, const char *path, AiohttpRequestOptions *options,
                          GError **error)
{
  g_autofree char *url = aiohttp_test_server_make_url (self->server, path);
  g_autoptr (AiohttpClientResponse) response =
      aiohttp_client_session_request (self->session, method, url, options, error);
  g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

  return text != NULL ? g_strdup_printf ("%u %s", aiohttp_client_response_get_status (response), text) : NULL;
}
