/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* The first shape of a middleware: what stands around the handlers, and goes on to them.
 *
 *   def middleware(request):
 *     return (yield from handler(request))
 */

#include <stdlib.h>

#include <aiohttp-glib/aiohttp.h>

static AiohttpReply *
handle (AiohttpRequest *request, gpointer user_data, GError **error)
{
  const char *name = aiohttp_request_get_match_info (request, "name");
  g_autofree char *body = g_strconcat ("Hello, ", name != NULL ? name : "Anonymous", NULL);

  return AIOHTTP_REPLY (aiohttp_response_new_text (200, body));
}

static AiohttpReply *
middleware (AiohttpRequest *request, AiohttpNext *handler, gpointer user_data, GError **error)
{
  AiohttpStreamResponse *response = aiohttp_next_await (handler, request, error);

  return response != NULL ? AIOHTTP_REPLY (response) : NULL;
}

typedef struct
{
  AiohttpEventLoop *loop;
  guint16 port;
  AiohttpServer *server;
} Init;

static gboolean
init (GValue *result, gpointer user_data, GError **error)
{
  Init *self = user_data;
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (AiohttpWebServer) handler = aiohttp_application_make_handler (app);

  if (!aiohttp_application_add_middleware_func (app, middleware, NULL, NULL, error) ||
      !aiohttp_router_add_route (router, "GET", "/", handle, NULL, NULL, error) ||
      !aiohttp_router_add_route (router, "GET", "/{name}", handle, NULL, NULL, error))
    return FALSE;
  self->server =
      aiohttp_event_loop_create_server (self->loop, AIOHTTP_PROTOCOL_FACTORY (handler), "127.0.0.1", self->port, error);
  if (self->server == NULL)
    return FALSE;
  g_print ("Server started at http://127.0.0.1:%u\n", aiohttp_server_get_port (self->server));
  return TRUE;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  Init self = { aiohttp_get_event_loop (&error), argc > 1 ? atoi (argv[1]) : 8080, NULL };
  g_autoptr (AiohttpTask) task = self.loop != NULL ? aiohttp_spawn (init, &self, NULL) : NULL;

  if (task == NULL || !aiohttp_event_loop_run_until_complete (self.loop, AIOHTTP_FUTURE (task), &error) ||
      !aiohttp_event_loop_run_forever (self.loop, &error))
    g_printerr ("%s\n", error->message);
  g_clear_object (&self.server);
  return error != NULL;
}
