/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Ours for `run.sh web`, as a user writes it: each row of that bench is a path. FOLDER holds the file, the certificate
 * and the key.
 *
 *   web PORT FOLDER [plain|tls|workers|routes|before-after] [COUNT]
 */

#include <aiohttp-glib/aiohttp.h>
#include <stdlib.h>
#include <string.h>

#define BODY_SIZE   (16 * 1024)
#define CHUNK_SIZE  (64 * 1024)
#define N_CHUNKS    16
#define TEXT_PLAIN  "text/plain; charset=utf-8"
#define N_RESOURCES 100

static AiohttpReply *
hello (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "Hello, World!"));
}

static AiohttpReply *
send_json (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);

  json_object_set_string_member (object, "message", "Hello, World!");
  json_object_set_int_member (object, "id", 42);
  json_node_set_object (node, object);
  return AIOHTTP_REPLY (aiohttp_response_new_json (200, node));
}

static AiohttpReply *
send_body (AiohttpRequest *request, gpointer body, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_bytes (200, body, TEXT_PLAIN));
}

static AiohttpReply *
send_file (AiohttpRequest *request, gpointer path, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_file_response_new (path));
}

static AiohttpReply *
send_post (AiohttpRequest *request, gpointer user_data, GError **error)
{
  const char *user = aiohttp_request_get_match_info (request, "user");
  const char *post = aiohttp_request_get_match_info (request, "post");
  g_autofree char *text = g_strconcat (user, " ", post, NULL);

  return AIOHTTP_REPLY (aiohttp_response_new_text (200, text));
}

static AiohttpReply *
echo (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) body = aiohttp_request_read (request, error);

  return body != NULL ? AIOHTTP_REPLY (aiohttp_response_new_bytes (200, body, TEXT_PLAIN)) : NULL;
}

static AiohttpReply *
stream (AiohttpRequest *request, gpointer chunk, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);

  if (!aiohttp_stream_response_set_header (response, "Content-Type", TEXT_PLAIN, error) ||
      !aiohttp_stream_response_prepare (response, request, error))
    return NULL;
  for (int i = 0; i < N_CHUNKS; i++)
    if (!aiohttp_stream_response_write_bytes (response, chunk, error))
      return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static gboolean
add_resources (AiohttpRouter *router, int count, GError **error)
{
  for (int i = 0; i < count; i++)
    {
      g_autofree char *path = g_strdup_printf ("/part-%d/users/{user}/posts/{post}", i);

      if (!aiohttp_router_add_get (router, path, send_post, NULL, NULL, error))
        return FALSE;
    }
  return TRUE;
}

static GBytes *
new_text (gsize size)
{
  return g_bytes_new_take (memset (g_malloc (size), 'x', size), size);
}

static gboolean
add_routes (AiohttpRouter *router, const char *folder, int n_resources, GError **error)
{
  return aiohttp_router_add_get (router, "/", hello, NULL, NULL, error) &&
         aiohttp_router_add_get (router, "/json", send_json, NULL, NULL, error) &&
         aiohttp_router_add_get (router, "/body", send_body, new_text (BODY_SIZE), (GDestroyNotify) g_bytes_unref,
                                 error) &&
         aiohttp_router_add_get (router, "/file", send_file, g_build_filename (folder, "file", NULL), g_free, error) &&
         aiohttp_router_add_post (router, "/echo", echo, NULL, NULL, error) &&
         aiohttp_router_add_get (router, "/stream", stream, new_text (CHUNK_SIZE), (GDestroyNotify) g_bytes_unref,
                                 error) &&
         add_resources (router, n_resources, error);
}

/* What counts requests and answers: the least that a middleware of both halves does. */
G_DECLARE_FINAL_TYPE (Counter, counter, BENCH, COUNTER, AiohttpMiddleware)

struct _Counter
{
  AiohttpMiddleware parent_instance;

  guint64 n_before;
  guint64 n_after;
};

G_DEFINE_FINAL_TYPE (Counter, counter, AIOHTTP_TYPE_MIDDLEWARE)

static AiohttpReply *
counter_before (AiohttpMiddleware *middleware, AiohttpRequest *request, GError **error)
{
  BENCH_COUNTER (middleware)->n_before++;
  return NULL;
}

static void
counter_after (AiohttpMiddleware *middleware, AiohttpRequest *request, AiohttpStreamResponse *response)
{
  BENCH_COUNTER (middleware)->n_after++;
}

static void
counter_class_init (CounterClass *klass)
{
  AiohttpMiddlewareClass *middleware_class = AIOHTTP_MIDDLEWARE_CLASS (klass);

  middleware_class->before = counter_before;
  middleware_class->after = counter_after;
}

static void
counter_init (Counter *self)
{
}

static gboolean
add_middlewares (AiohttpApplication *app, int count, GError **error)
{
  for (int i = 0; i < count; i++)
    {
      g_autoptr (AiohttpMiddleware) counter = g_object_new (counter_get_type (), NULL);

      if (!aiohttp_application_add_middleware (app, counter, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
use_tls (AiohttpAppRunner *runner, const char *folder, GError **error)
{
  g_autofree char *certificate = g_build_filename (folder, "certificate.pem", NULL);
  g_autofree char *key = g_build_filename (folder, "key.pem", NULL);
  g_autoptr (AiohttpTlsContext) tls = aiohttp_tls_context_new_server_for_files (certificate, key, error);

  if (tls != NULL)
    g_object_set (runner, "tls", tls, NULL);
  return tls != NULL;
}

static gboolean
serve (guint16 port, const char *folder, const char *kind, int count, GError **error)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (AiohttpAppRunner) runner =
      g_object_new (AIOHTTP_TYPE_APP_RUNNER, "app", app, "access-log", FALSE, "keepalive-timeout", 3600.0, NULL);

  if (g_str_equal (kind, "workers"))
    {
      aiohttp_application_set_thread_safe (app, TRUE);
      g_object_set (runner, "workers", count, NULL);
    }
  return add_routes (aiohttp_application_get_router (app), folder, g_str_equal (kind, "routes") ? count : N_RESOURCES,
                     error) &&
         (!g_str_equal (kind, "before-after") || add_middlewares (app, count, error)) &&
         (!g_str_equal (kind, "tls") || use_tls (runner, folder, error)) &&
         aiohttp_app_runner_run (runner, "127.0.0.1", port, error);
}

int
main (int argc, char **argv)
{
  g_autoptr (GError) error = NULL;

  if (argc < 3)
    {
      g_printerr ("web PORT FOLDER [KIND] [COUNT]\n");
      return 2;
    }
  if (!serve ((guint16) atoi (argv[1]), argv[2], argc > 3 ? argv[3] : "plain", argc > 4 ? atoi (argv[4]) : 0, &error))
    g_printerr ("%s\n", error->message);
  return error != NULL;
}
