/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "raw-server.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

struct _RawServer
{
  GSocket *listening;
  GThread *thread;
  GCancellable *stop;
  RawServerFunc func;
  gpointer user_data;
  GPtrArray *threads; /* the accepting thread's own */
  GMutex lock;
  GPtrArray *requests;
  guint n_connections;
  int n_open;
};

struct _RawConnection
{
  RawServer *server;
  GSocket *socket;
};

static gpointer
run_connection (gpointer data)
{
  RawConnection *self = data;

  self->server->func (self, self->server->user_data);
  g_socket_close (self->socket, NULL);
  g_atomic_int_add (&self->server->n_open, -1);
  g_object_unref (self->socket);
  g_free (self);
  return NULL;
}

static gpointer
run_server (gpointer data)
{
  RawServer *self = data;

  for (;;)
    {
      GSocket *socket = g_socket_accept (self->listening, self->stop, NULL);
      RawConnection *connection;

      if (socket == NULL)
        break;
      g_mutex_lock (&self->lock);
      self->n_connections++;
      g_mutex_unlock (&self->lock);
      g_socket_set_option (socket, IPPROTO_TCP, TCP_NODELAY, 1, NULL);
      connection = g_new0 (RawConnection, 1);
      connection->server = self;
      connection->socket = socket;
      g_atomic_int_add (&self->n_open, 1);
      g_ptr_array_add (self->threads, g_thread_new ("raw connection", run_connection, connection));
    }
  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (self->threads->pdata[i]);
  return NULL;
}

RawServer *
raw_server_new (RawServerFunc func, gpointer user_data)
{
  RawServer *self = g_new0 (RawServer, 1);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GError) error = NULL;

  self->func = func;
  self->user_data = user_data;
  self->stop = g_cancellable_new ();
  self->threads = g_ptr_array_new ();
  self->requests = g_ptr_array_new_with_free_func (g_free);
  g_mutex_init (&self->lock);
  self->listening = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, &error);
  g_assert_no_error (error);
  g_socket_bind (self->listening, address, TRUE, &error);
  g_assert_no_error (error);
  g_socket_set_listen_backlog (self->listening, 256);
  g_socket_listen (self->listening, &error);
  g_assert_no_error (error);
  self->thread = g_thread_new ("raw server", run_server, self);
  return self;
}

void
raw_server_free (RawServer *self)
{
  g_cancellable_cancel (self->stop);
  g_thread_join (self->thread);
  g_socket_close (self->listening, NULL);
  g_object_unref (self->listening);
  g_object_unref (self->stop);
  g_ptr_array_unref (self->threads);
  g_ptr_array_unref (self->requests);
  g_mutex_clear (&self->lock);
  g_free (self);
}

guint16
raw_server_get_port (RawServer *self)
{
  g_autoptr (GSocketAddress) address = g_socket_get_local_address (self->listening, NULL);

  return g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address));
}

char *
raw_server_make_url (RawServer *self, const char *path)
{
  return g_strdup_printf ("http://127.0.0.1:%u%s", raw_server_get_port (self), path);
}

guint
raw_server_count_connections (RawServer *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->n_connections;
  g_mutex_unlock (&self->lock);
  return n;
}

guint
raw_server_count_open (RawServer *self)
{
  return (guint) g_atomic_int_get (&self->n_open);
}

guint
raw_server_count_requests (RawServer *self)
{
  guint n;

  g_mutex_lock (&self->lock);
  n = self->requests->len;
  g_mutex_unlock (&self->lock);
  return n;
}

char *
raw_server_dup_request (RawServer *self, guint index)
{
  char *request;

  g_mutex_lock (&self->lock);
  request = index < self->requests->len ? g_strdup (self->requests->pdata[index]) : NULL;
  g_mutex_unlock (&self->lock);
  return request;
}

static gsize
get_content_length (const char *head)
{
  g_autofree char *lower = g_ascii_strdown (head, -1);
  const char *field = strstr (lower, "\r\ncontent-length:");

  return field != NULL ? (gsize) g_ascii_strtoull (field + strlen ("\r\ncontent-length:"), NULL, 10) : 0;
}

char *
raw_connection_read_request (RawConnection *self)
{
  g_autoptr (GString) request = g_string_new (NULL);
  gsize wanted = G_MAXSIZE;

  while (request->len < wanted)
    {
      char buffer[4096];
      gssize n = g_socket_receive (self->socket, buffer, sizeof buffer, self->server->stop, NULL);
      const char *end;

      if (n <= 0)
        return NULL;
      g_string_append_len (request, buffer, n);
      end = strstr (request->str, "\r\n\r\n");
      if (end != NULL && wanted == G_MAXSIZE)
        {
          g_autofree char *head = g_strndup (request->str, (gsize) (end - request->str) + 2);

          wanted = (gsize) (end + 4 - request->str) + get_content_length (head);
        }
    }
  g_mutex_lock (&self->server->lock);
  g_ptr_array_add (self->server->requests, g_strdup (request->str));
  g_mutex_unlock (&self->server->lock);
  return g_strdup (request->str);
}

char *
raw_request_get_path (const char *request)
{
  g_auto (GStrv) words = g_strsplit (request, " ", 3);

  return g_strdup (words[1]);
}

gboolean
raw_connection_write (RawConnection *self, const void *data, gsize length)
{
  const char *p = data;

  while (length > 0)
    {
      gssize n = g_socket_send (self->socket, p, length, self->server->stop, NULL);

      if (n <= 0)
        return FALSE;
      p += n;
      length -= (gsize) n;
    }
  return TRUE;
}

gboolean
raw_connection_puts (RawConnection *self, const char *text)
{
  return raw_connection_write (self, text, strlen (text));
}

void
raw_connection_wait_for_end (RawConnection *self)
{
  char buffer[4096];

  while (g_socket_receive (self->socket, buffer, sizeof buffer, self->server->stop, NULL) > 0)
    ;
}

void
raw_connection_reset (RawConnection *self)
{
  const struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (self->socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  g_socket_close (self->socket, NULL);
}

gboolean
raw_connection_is_stopped (RawConnection *self)
{
  return g_cancellable_is_cancelled (self->server->stop);
}

GSocket *
raw_connection_get_socket (RawConnection *self)
{
  return self->socket;
}

static void
serve_routes (RawConnection *connection, gpointer user_data)
{
  for (;;)
    {
      g_autofree char *request = raw_connection_read_request (connection);
      g_autofree char *path = request != NULL ? raw_request_get_path (request) : NULL;
      const RawRoute *route = user_data;

      if (request == NULL)
        return;
      while (route->path != NULL && strcmp (route->path, path) != 0)
        route++;
      if (!raw_connection_puts (
              connection, route->path != NULL ? route->answer : "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"))
        return;
      if (route->path != NULL && route->then == RAW_HANG)
        raw_connection_wait_for_end (connection);
      if (route->path != NULL && route->then != RAW_KEEP)
        return;
    }
}

RawServer *
raw_server_new_routes (const RawRoute *routes)
{
  return raw_server_new (serve_routes, (gpointer) routes);
}
