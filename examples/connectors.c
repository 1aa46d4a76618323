/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Fetches over connections of its own choice: a few at a time, to an address of its own resolver, or to a Unix socket.
 *
 *   ./connectors http://some.test:8080/
 *   ./connectors http://localhost/ /run/service.sock
 */

#include <stdlib.h>

#include <aiohttp-glib/aiohttp.h>

/* Every host is this one. */
#define LOCAL_TYPE_RESOLVER (local_resolver_get_type ())
G_DECLARE_FINAL_TYPE (LocalResolver, local_resolver, LOCAL, RESOLVER, AiohttpResolver)

struct _LocalResolver
{
  AiohttpResolver parent_instance;
};

G_DEFINE_FINAL_TYPE (LocalResolver, local_resolver, AIOHTTP_TYPE_RESOLVER)

static AiohttpFuture *
local_resolver_resolve (AiohttpResolver *self, const char *host, guint port, GSocketFamily family, GError **error)
{
  AiohttpFuture *future = aiohttp_future_new ();

  aiohttp_future_set_string (future, "127.0.0.1");
  return future;
}

static void
local_resolver_class_init (LocalResolverClass *klass)
{
  AIOHTTP_RESOLVER_CLASS (klass)->resolve = local_resolver_resolve;
}

static void
local_resolver_init (LocalResolver *self)
{
}

static AiohttpConnector *
make_connector (const char *path)
{
  g_autoptr (LocalResolver) resolver = g_object_new (LOCAL_TYPE_RESOLVER, NULL);

  if (path != NULL)
    return AIOHTTP_CONNECTOR (aiohttp_unix_connector_new (path));
  return g_object_new (AIOHTTP_TYPE_TCP_CONNECTOR, "limit", 20u, "limit-per-host", 4u, "resolver", resolver, NULL);
}

static gboolean
fetch (GValue *result, gpointer arguments, GError **error)
{
  char **urls = arguments;
  g_autoptr (AiohttpConnector) connector = make_connector (urls[1]);
  g_autoptr (AiohttpClientSession) session = aiohttp_client_session_new_with_connector (connector);
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, urls[0], NULL, error);
  g_autofree char *text = response != NULL ? aiohttp_client_response_text (response, error) : NULL;

  if (text == NULL)
    return FALSE;
  g_print ("%s\n", text);
  return aiohttp_client_session_close (session, error);
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;

  if (argc < 2)
    {
      g_printerr ("usage: connectors URL [PATH]\n");
      return EXIT_FAILURE;
    }
  if (!aiohttp_run (fetch, argv + 1, &error))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_FAILURE;
    }
  return EXIT_SUCCESS;
}
