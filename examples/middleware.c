/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Middlewares in their forms: a class with before and after, a function that awaits the rest, one for a route alone, and
 * one that is ready-made. usage: middleware [PORT] */

#include <aiohttp-glib/aiohttp.h>

/* Counts requests, and says so in each response, whoever answers. Costs a call each. */
#define SHOP_TYPE_COUNTER (shop_counter_get_type ())
G_DECLARE_FINAL_TYPE (ShopCounter, shop_counter, SHOP, COUNTER, AiohttpMiddleware)

struct _ShopCounter
{
  AiohttpMiddleware parent_instance;
  guint count;
};

G_DEFINE_FINAL_TYPE (ShopCounter, shop_counter, AIOHTTP_TYPE_MIDDLEWARE)

static AiohttpReply *
shop_counter_before (AiohttpMiddleware *middleware, AiohttpRequest *request, GError **error)
{
  SHOP_COUNTER (middleware)->count++;
  return NULL; /* go on */
}

static void
shop_counter_after (AiohttpMiddleware *middleware, AiohttpRequest *request, AiohttpStreamResponse *response)
{
  g_autofree char *count = g_strdup_printf ("%u", SHOP_COUNTER (middleware)->count);

  if (!aiohttp_stream_response_is_sent (response))
    aiohttp_stream_response_set_header (response, "X-Count", count, NULL);
}

static void
shop_counter_class_init (ShopCounterClass *klass)
{
  AIOHTTP_MIDDLEWARE_CLASS (klass)->before = shop_counter_before;
  AIOHTTP_MIDDLEWARE_CLASS (klass)->after = shop_counter_after;
}

static void
shop_counter_init (ShopCounter *self)
{
}

/* Runs in the request's coroutine, so it may await what is inside of it. */
static AiohttpReply *
explain_errors (AiohttpRequest *request, AiohttpNext *next, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_next_await (next, request, error);
  g_autofree char *text = NULL;

  if (response == NULL)
    return NULL;
  if (aiohttp_stream_response_get_status (response) != 404)
    return AIOHTTP_REPLY (g_steal_pointer (&response));
  text = g_strdup_printf ("there is no %s", aiohttp_request_get_path (request));
  return AIOHTTP_REPLY (aiohttp_response_new_text (404, text));
}

/* Answers by itself, or has the rest answer. */
static AiohttpReply *
ask_who (AiohttpRequest *request, AiohttpNext *next, gpointer user_data, GError **error)
{
  if (aiohttp_request_get_header (request, "Authorization") == NULL)
    return AIOHTTP_REPLY (aiohttp_response_new_text (401, "who are you?"));
  return aiohttp_next_call (next, request);
}

static AiohttpReply *
answer (AiohttpRequest *request, gpointer text, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

static gboolean
fill (AiohttpApplication *app, GError **error)
{
  AiohttpRouter *router = aiohttp_application_get_router (app);
  g_autoptr (AiohttpMiddleware) counter = g_object_new (SHOP_TYPE_COUNTER, NULL);
  g_autoptr (AiohttpMiddleware) slashes = aiohttp_normalize_path_middleware_new ();
  g_autoptr (AiohttpMiddleware) guard = aiohttp_middleware_new_for_func (ask_who, NULL, NULL);
  AiohttpRoute *office;

  if (!aiohttp_application_add_middleware (app, counter, error) ||
      !aiohttp_application_add_middleware_func (app, explain_errors, NULL, NULL, error) ||
      !aiohttp_application_add_middleware (app, slashes, error) ||
      !aiohttp_router_add_get (router, "/", answer, (gpointer) "the shop", NULL, error) ||
      !aiohttp_router_add_get (router, "/shelf/", answer, (gpointer) "a shelf", NULL, error))
    return FALSE;
  office = aiohttp_router_add_get (router, "/office", answer, (gpointer) "the office", NULL, error);
  return office != NULL && aiohttp_route_add_middleware (office, guard, error);
}

int
main (int argc, char *argv[])
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (GError) error = NULL;

  if (!fill (app, &error) ||
      !aiohttp_run_app (app, "127.0.0.1", argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 8080, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
