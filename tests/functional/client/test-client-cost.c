/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* What a request costs: allocations and turns of the main loop, which are the same on any machine. The bounds have room
 * for what GLib does in other versions, not for another object or source. */

#include <aiohttp-glib/aiohttp.h>
#include <stdlib.h>

#include "client-transport.h"
#include "raw-server.h"

#define N_REQUESTS 100

/* A sanitizer has an allocator of its own. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer) || __has_feature(memory_sanitizer)
#define HAS_SANITIZER 1
#endif
#endif
#if defined(__GLIBC__) && !defined(HAS_SANITIZER) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define COUNTS_ALLOCATIONS 1

void *__libc_malloc (size_t size);
void *__libc_calloc (size_t n, size_t size);
void *__libc_realloc (void *memory, size_t size);

/* Of the thread that counts: the server's are its own. */
static __thread gboolean counting;
static guint n_allocations;

void *
malloc (size_t size)
{
  n_allocations += counting;
  return __libc_malloc (size);
}

void *
calloc (size_t n, size_t size)
{
  n_allocations += counting;
  return __libc_calloc (n, size);
}

void *
realloc (void *memory, size_t size)
{
  n_allocations += counting;
  return __libc_realloc (memory, size);
}
#else
#define COUNTS_ALLOCATIONS 0
static gboolean counting;
static guint n_allocations;
#endif

static const RawRoute routes[] = {
  { "/", "HTTP/1.1 200 OK\r\nContent-Length: 13\r\nContent-Type: text/plain\r\n\r\nHello, World!", RAW_KEEP },
  { NULL, NULL, RAW_KEEP },
};

typedef struct
{
  GSource source;
  guint n;
} TurnSource;

static gboolean
count_turn (GSource *source, int *timeout)
{
  ((TurnSource *) source)->n++;
  *timeout = -1;
  return FALSE;
}

static gboolean
never (GSource *source, GSourceFunc func, gpointer data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
fetch (AiohttpClientSession *session, const char *url, GError **error)
{
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get (session, url, NULL, error);
  g_autoptr (GBytes) body = response != NULL ? aiohttp_client_response_read (response, error) : NULL;

  return body != NULL && g_bytes_get_size (body) == 13;
}

static gboolean
fetch_by_callback (AiohttpClientSession *session, const char *url, GError **error)
{
  g_autoptr (GAsyncResult) result =
      aiohttp_await (aiohttp_client_session_get_async (session, url, NULL, AIOHTTP_CANCELLABLE, AIOHTTP_RESUME));
  g_autoptr (AiohttpClientResponse) response = aiohttp_client_session_get_finish (session, result, error);
  g_autoptr (GBytes) body = response != NULL ? aiohttp_client_response_read (response, error) : NULL;

  return body != NULL && g_bytes_get_size (body) == 13;
}

typedef struct
{
  gboolean (*fetch) (AiohttpClientSession *session, const char *url, GError **error);
  guint max_allocations;
  guint max_turns;
} Row;

static gboolean
test_cost (GValue *result, gpointer user_data, GError **error)
{
  static GSourceFuncs funcs = { .prepare = count_turn, .dispatch = never };
  const Row *row = user_data;
  g_autoptr (RawServer) server = raw_server_new_routes (routes);
  g_autoptr (AiohttpClientSession) session = client_transport_new_session ();
  g_autofree char *url = raw_server_make_url (server, "/");
  g_autoptr (GSource) turns = g_source_new (&funcs, sizeof (TurnSource));
  guint n_turns;

  /* what is made once */
  for (guint i = 0; i < 10; i++)
    if (!row->fetch (session, url, error))
      return FALSE;
  g_source_attach (turns, g_main_context_get_thread_default ());
  n_allocations = 0;
  counting = TRUE;
  for (guint i = 0; i < N_REQUESTS; i++)
    if (!row->fetch (session, url, error))
      return FALSE;
  counting = FALSE;
  n_turns = ((TurnSource *) turns)->n;
  g_source_destroy (turns);

  g_test_message ("each: %.2f allocations, %.2f turns", (double) n_allocations / N_REQUESTS,
                  (double) n_turns / N_REQUESTS);
  if (COUNTS_ALLOCATIONS)
    g_assert_cmpuint (n_allocations, <=, row->max_allocations * N_REQUESTS);
  g_assert_cmpuint (n_turns, <=, row->max_turns * N_REQUESTS);
  return aiohttp_client_session_close (session, error);
}

int
main (int argc, char **argv)
{
  static const Row native[] = { { fetch, 30, 3 }, { fetch_by_callback, 45, 3 } };
  static const Row soup[] = { { fetch, 400, 20 }, { fetch_by_callback, 420, 20 } };
  const Row *rows;

  client_transport_init (&argc, argv);
  g_test_init (&argc, &argv, NULL);
  rows = client_transport_is_soup () ? soup : native;
  aiohttp_test_add_coroutine ("/client/cost/awaited", test_cost, (gpointer) &rows[0]);
  aiohttp_test_add_coroutine ("/client/cost/by-callback", test_cost, (gpointer) &rows[1]);
  return g_test_run ();
}
