/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "client-fixture.h"

#include <string.h>

#include "client-transport.h"

static AiohttpReply *
handle_echo (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) body = aiohttp_request_read (request, error);
  const char *length = aiohttp_request_get_header (request, "Content-Length");
  const char *coding = aiohttp_request_get_header (request, "Transfer-Encoding");
  const char *type = aiohttp_request_get_header (request, "Content-Type");
  g_autofree char *head = NULL;
  g_autofree char *answer = NULL;
  gsize head_length;
  g_autoptr (GBytes) bytes = NULL;

  if (body == NULL)
    return NULL;
  head = g_strdup_printf ("%s %s %s|", aiohttp_request_get_method (request),
                          coding != NULL   ? coding
                          : length != NULL ? length
                                           : "none",
                          type != NULL ? type : "-");
  head_length = strlen (head);
  answer = g_malloc (head_length + g_bytes_get_size (body));
  memcpy (answer, head, head_length);
  if (g_bytes_get_size (body) > 0)
    memcpy (answer + head_length, g_bytes_get_data (body, NULL), g_bytes_get_size (body));
  bytes = g_bytes_new_take (g_steal_pointer (&answer), head_length + g_bytes_get_size (body));
  return AIOHTTP_REPLY (aiohttp_response_new_bytes (200, bytes, "text/plain"));
}

static AiohttpReply *
handle_redirect (AiohttpRequest *request, gpointer user_data, GError **error)
{
  const char *status = aiohttp_request_get_match_info (request, "status");
  const char *url = aiohttp_request_query_get (request, "url");
  AiohttpResponse *response = aiohttp_response_new_text ((guint) atoi (status), "");

  if (!aiohttp_stream_response_set_header (AIOHTTP_STREAM_RESPONSE (response), "Location", url != NULL ? url : "/echo",
                                           error))
    g_clear_object (&response);
  return AIOHTTP_REPLY (response);
}

static AiohttpReply *
handle_header (AiohttpRequest *request, gpointer user_data, GError **error)
{
  const char *value = soup_message_headers_get_list (aiohttp_request_get_headers (request),
                                                     aiohttp_request_get_match_info (request, "name"));

  return AIOHTTP_REPLY (aiohttp_response_new_text (200, value != NULL ? value : "-"));
}

static AiohttpReply *
handle_query (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, aiohttp_request_get_query_string (request)));
}

static AiohttpReply *
handle_set (AiohttpRequest *request, gpointer user_data, GError **error)
{
  const char *url = aiohttp_request_query_get (request, "url");
  AiohttpResponse *response = aiohttp_response_new_text (url != NULL ? 302 : 200, "set");
  AiohttpStreamResponse *stream = AIOHTTP_STREAM_RESPONSE (response);

  if (!aiohttp_stream_response_add_header (stream, "Set-Cookie", aiohttp_request_query_get (request, "cookie"),
                                           error) ||
      (url != NULL && !aiohttp_stream_response_set_header (stream, "Location", url, error)))
    g_clear_object (&response);
  return AIOHTTP_REPLY (response);
}

gboolean
client_fixture_set_up (ClientFixture *self, GError **error)
{
  self->app = aiohttp_application_new ();
  self->router = aiohttp_application_get_router (self->app);
  if (self->session == NULL)
    self->session = client_transport_new_session ();
  self->server = aiohttp_test_server_new (self->app);
  for (const ClientFixtureRoute *route = self->more; route != NULL && route->path != NULL; route++)
    if (!aiohttp_router_add_get (self->router, route->path, route->handler, NULL, NULL, error))
      return FALSE;
  return aiohttp_router_add_route (self->router, "*", "/echo", handle_echo, NULL, NULL, error) &&
         aiohttp_router_add_route (self->router, "*", "/to/{status}", handle_redirect, NULL, NULL, error) &&
         aiohttp_router_add_route (self->router, "*", "/header/{name}", handle_header, NULL, NULL, error) &&
         (self->form_handler == NULL ||
          aiohttp_router_add_post (self->router, "/form", self->form_handler, NULL, NULL, error)) &&
         aiohttp_router_add_get (self->router, "/query", handle_query, NULL, NULL, error) &&
         aiohttp_router_add_get (self->router, "/set", handle_set, NULL, NULL, error) &&
         aiohttp_test_server_start (self->server, error);
}

gboolean
client_fixture_tear_down (ClientFixture *self, GError **error)
{
  gboolean ok = aiohttp_client_session_close (self->session, error) && aiohttp_test_server_stop (self->server, error);

  g_clear_object (&self->session);
  g_clear_object (&self->server);
  g_clear_object (&self->app);
  return ok;
}

char *
client_fixture_fetch (ClientFixture *self, const char *method, const char *path, AiohttpRequestOptions *options,
                      GError **error)
{
  g_autofree char *url = aiohttp_test_server_make_url (self->server, path);
  g_autoptr (AiohttpClientResponse) response =
      aiohttp_client_session_request (self->session, method, url, options, error);
  g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

  if (text == NULL || aiohttp_client_response_get_status (response) == 200)
    return g_steal_pointer (&text);
  return g_strdup_printf ("%u %s", aiohttp_client_response_get_status (response), text);
}
