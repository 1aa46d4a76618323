/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Clients that send what comes to mind, in any pieces, and leave at any time, in any way. What the server answers is shown
 * elsewhere; here it has to survive, let go of all of them, and serve whoever behaves. A failure is repeated by the seed
 * that the test prints. */

#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "raw-client.h"
#include "server-thread.h"

#define N_ROUNDS  300
#define N_CLIENTS 6
#define PIECE     (48 * 1024)
#define FILE_SIZE (1024 * 1024)

static int file = -1;

static AiohttpReply *
handle_root (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return AIOHTTP_REPLY (aiohttp_response_new_text (200, "Hello"));
}

static AiohttpReply *
handle_read (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (GBytes) body = aiohttp_request_read (request, error);

  return body != NULL ? AIOHTTP_REPLY (aiohttp_response_new_bytes (200, body, NULL)) : NULL;
}

/* Writes what it reads. */
static AiohttpReply *
handle_echo (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);
  AiohttpStreamReader *content = aiohttp_request_get_content (request);
  gsize length;

  if (!aiohttp_stream_response_prepare (response, request, error))
    return NULL;
  do
    {
      g_autoptr (GBytes) piece = aiohttp_stream_reader_readany (content, NULL);

      /* The client has broken the body off; so is the answer, and nobody is to be warned. */
      if (piece == NULL)
        return AIOHTTP_REPLY (g_steal_pointer (&response));
      length = g_bytes_get_size (piece);
      if (length > 0 && !aiohttp_stream_response_write_bytes (response, piece, error))
        return NULL;
    }
  while (length > 0);
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static AiohttpReply *
handle_pieces (AiohttpRequest *request, gpointer user_data, GError **error)
{
  static const guint8 piece[PIECE];
  g_autoptr (AiohttpRequest) clone = aiohttp_request_clone (request, NULL, NULL, NULL, NULL, NULL, NULL, error);
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);

  if (!aiohttp_stream_response_prepare (response, clone, error))
    return NULL;
  for (guint i = 0; i < 40; i++)
    if (!aiohttp_stream_response_write (response, piece, sizeof piece, error) || !aiohttp_sleep (0, error))
      return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static AiohttpReply *
handle_file (AiohttpRequest *request, gpointer user_data, GError **error)
{
  g_autoptr (AiohttpStreamResponse) response = aiohttp_stream_response_new (200);

  if (!aiohttp_stream_response_prepare (response, request, error) ||
      !aiohttp_stream_response_write_file (response, file, 0, FILE_SIZE, error))
    return NULL;
  return AIOHTTP_REPLY (g_steal_pointer (&response));
}

static AiohttpReply *
handle_nap (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return aiohttp_sleep (0.002, error) ? AIOHTTP_REPLY (aiohttp_response_new_text (200, "slept")) : NULL;
}

static void
add_routes (AiohttpRouter *router)
{
  AiohttpRoute *route;

  aiohttp_router_add_get (router, "/", handle_root, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/read", handle_read, NULL, NULL, NULL);
  aiohttp_router_add_post (router, "/echo", handle_echo, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/pieces", handle_pieces, NULL, NULL, NULL);
  aiohttp_router_add_get (router, "/file", handle_file, NULL, NULL, NULL);
  route = aiohttp_router_add_get (router, "/nap", handle_nap, NULL, NULL, NULL);
  g_object_set (route, "handler-cancellation", TRUE, NULL);
}

static const char *const requests[] = {
  "GET / HTTP/1.1\r\nHost: h\r\n\r\n",
  "HEAD /pieces HTTP/1.1\r\nHost: h\r\n\r\n",
  "GET /pieces HTTP/1.1\r\nHost: h\r\n\r\n",
  "GET /file HTTP/1.1\r\nHost: h\r\n\r\n",
  "GET /file HTTP/1.0\r\n\r\n",
  "GET /nap HTTP/1.1\r\nHost: h\r\n\r\n",
  "GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n",
  "GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n",
  "POST /read HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello",
  "POST /read HTTP/1.1\r\nHost: h\r\nContent-Length: 900000\r\n\r\nhello",
  "POST /read HTTP/1.1\r\nHost: h\r\nContent-Length: 9000000\r\n\r\nhello",
  "POST /read HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\nhello",
  "POST /nothing HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
  "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n",
  "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
  "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nnonsense\r\n",
  "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nhello",
  "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
  "\r\n\r\n",
  "GET / HT",
  "NONSENSE\r\n\r\n",
};

typedef struct
{
  RawClient *client;
  GString *left; /* to send */
} Client;

static void
client_begin (Client *self, guint16 port)
{
  int n = g_test_rand_int_range (1, 6);

  self->client = raw_client_new (port);
  self->left = g_string_new (NULL);
  while (n-- > 0)
    g_string_append (self->left, requests[g_test_rand_int_range (0, G_N_ELEMENTS (requests))]);
  if (g_test_rand_int_range (0, 4) == 0)
    g_string_truncate (self->left, (gsize) g_test_rand_int_range (0, (int) self->left->len + 1));
  if (g_test_rand_bit ())
    raw_client_shrink_receive_buffer (self->client);
}

static void
client_end (Client *self)
{
  switch (g_test_rand_int_range (0, 4))
    {
    case 0:
      raw_client_half_close (self->client);
      break;
    case 1:
      raw_client_reset (self->client);
      break;
    default:
      break;
    }
  g_clear_pointer (&self->client, raw_client_free);
  g_string_free (g_steal_pointer (&self->left), TRUE);
}

/* FALSE: it has nothing more to do. */
static gboolean
client_step (Client *self)
{
  char bytes[64 * 1024];

  if (g_test_rand_int_range (0, 3) > 0 && self->left->len > 0)
    {
      gsize n = (gsize) g_test_rand_int_range (1, (int) MIN (self->left->len, 4000) + 1);

      /* Whoever has refused the rest has closed. */
      if (send (self->client->fd, self->left->str, n, MSG_NOSIGNAL | MSG_DONTWAIT) < 0)
        return FALSE;
      g_string_erase (self->left, 0, (gssize) n);
      return TRUE;
    }
  if (recv (self->client->fd, bytes, (gsize) g_test_rand_int_range (1, sizeof bytes), MSG_DONTWAIT) == 0)
    return FALSE;
  return g_test_rand_int_range (0, 12) > 0;
}

static void
test_chaos (void)
{
  g_autoptr (ServerThread) server = server_thread_start (add_routes, "lingering-timeout", 0.2, NULL);
  g_autoptr (RawClient) good = raw_client_new (server->port);
  Client clients[N_CLIENTS] = { { NULL, NULL } };

  for (guint round = 0; round < N_ROUNDS; round++)
    {
      for (guint i = 0; i < N_CLIENTS; i++)
        if (clients[i].client == NULL)
          client_begin (&clients[i], server->port);
        else if (!client_step (&clients[i]))
          client_end (&clients[i]);
      if (round % 10 == 0)
        {
          raw_client_send (good, requests[0]);
          raw_client_expect (good, 200, "Hello");
        }
    }
  for (guint i = 0; i < N_CLIENTS; i++)
    if (clients[i].client != NULL)
      client_end (&clients[i]);
  server_thread_await_connections (server, 1);
  raw_client_send (good, requests[0]);
  raw_client_expect (good, 200, "Hello");
}

int
main (int argc, char *argv[])
{
  g_autofree char *contents = g_strnfill (FILE_SIZE, 'x');
  int result;

  g_test_init (&argc, &argv, NULL);
  file = memfd_create ("file", MFD_CLOEXEC);
  g_assert_cmpint (write (file, contents, FILE_SIZE), ==, FILE_SIZE);
  g_test_add_func ("/web-chaos/plain", test_chaos);
  result = g_test_run ();
  close (file);
  return result;
}
