/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "proxy-server.h"

#include <string.h>

#include "raw-server.h"

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#endif

struct _ProxyServer
{
  const ProxySettings *settings;
  RawServer *server;
  GMutex lock;
  GPtrArray *requests;
};

static void
record (ProxyServer *self, const char *request)
{
  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->requests, g_strdup (request));
  g_mutex_unlock (&self->lock);
}

static gboolean
put (GIOStream *client, const void *data, gsize size)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (client), data, size, NULL, NULL, NULL);
}

static gboolean
put_text (GIOStream *client, const char *text)
{
  return put (client, text, strlen (text));
}

static gboolean
take (GIOStream *client, void *data, gsize size)
{
  gsize n = 0;

  return g_input_stream_read_all (g_io_stream_get_input_stream (client), data, size, &n, NULL, NULL) && n == size;
}

/* Up to its empty line; byte by byte, so that nothing behind it is taken. */
static char *
take_head (GIOStream *client)
{
  g_autoptr (GString) head = g_string_new (NULL);
  char byte;

  while (take (client, &byte, 1))
    {
      g_string_append_c (head, byte);
      if (g_str_has_suffix (head->str, "\r\n\r\n"))
        return g_string_free (g_steal_pointer (&head), FALSE);
    }
  return NULL;
}

typedef struct
{
  GIOStream *from;
  GIOStream *to;
  GSocket *ends; /* when `from` does */
} Direction;

/* Now and then glib-networking loses the error of a connection that ends while it is both read and written. */
static void
disregard_leaks (GIOStream *stream)
{
#if defined(__SANITIZE_ADDRESS__)
  if (G_IS_TLS_CONNECTION (stream))
    __lsan_disable ();
#endif
}

static void
regard_leaks (GIOStream *stream)
{
#if defined(__SANITIZE_ADDRESS__)
  if (G_IS_TLS_CONNECTION (stream))
    __lsan_enable ();
#endif
}

static gpointer
carry (gpointer data)
{
  Direction *direction = data;
  char buffer[16384];
  gssize n;

  disregard_leaks (direction->from);
  disregard_leaks (direction->to);
  while ((n = g_input_stream_read (g_io_stream_get_input_stream (direction->from), buffer, sizeof buffer, NULL, NULL)) >
         0)
    if (!put (direction->to, buffer, (gsize) n))
      break;
  g_socket_shutdown (direction->ends, TRUE, TRUE, NULL);
  regard_leaks (direction->to);
  regard_leaks (direction->from);
  return NULL;
}

static GSocketConnection *
connect_to (guint16 port)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  g_socket_client_set_enable_proxy (client, FALSE);
  return g_socket_client_connect_to_host (client, "127.0.0.1", port, NULL, NULL);
}

/* Carries bytes both ways until either side ends. */
static void
relay (GIOStream *client, GSocket *socket, GSocketConnection *server)
{
  Direction up = { client, G_IO_STREAM (server), g_socket_connection_get_socket (server) };
  Direction down = { G_IO_STREAM (server), client, socket };
  GThread *thread = g_thread_new ("relay", carry, &up);

  carry (&down);
  g_thread_join (thread);
}

static char *
make_credentials (const ProxySettings *settings)
{
  g_autofree char *pair = g_strdup_printf ("%s:%s", settings->user, settings->password);
  g_autofree char *encoded = g_base64_encode ((const guchar *) pair, strlen (pair));

  return g_strdup_printf ("\r\nProxy-Authorization: Basic %s\r\n", encoded);
}

static gboolean
is_allowed (ProxyServer *self, const char *head)
{
  g_autofree char *credentials = self->settings->user != NULL ? make_credentials (self->settings) : NULL;

  return credentials == NULL || strstr (head, credentials) != NULL;
}

/* An http request that goes on as it came: the target's answer ends with its connection. */
static void
forward (ProxyServer *self, GIOStream *client, GSocket *socket, const char *head)
{
  const char *path = strstr (head, "://");
  g_autoptr (GSocketConnection) server = connect_to (self->settings->target);
  g_autofree char *line = NULL;

  g_assert_nonnull (path);
  path = strchr (path + 3, '/');
  line = g_strdup_printf ("GET %s", path);
  if (server != NULL && put_text (G_IO_STREAM (server), line))
    relay (client, socket, server);
}

static void
serve_http (ProxyServer *self, GIOStream *client, GSocket *socket)
{
  g_autofree char *head = take_head (client);

  if (head == NULL)
    return;
  record (self, head);
  while (!is_allowed (self, head))
    {
      if (!put_text (client, "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"p\"\r\n"
                             "Content-Length: 0\r\n\r\n"))
        return;
      g_free (head);
      head = take_head (client);
      if (head == NULL)
        return;
      record (self, head);
    }
  if (g_str_has_prefix (head, "CONNECT "))
    {
      g_autoptr (GSocketConnection) server = connect_to (self->settings->target);

      if (server != NULL && put_text (client, "HTTP/1.1 200 Connection established\r\n\r\n"))
        relay (client, socket, server);
      return;
    }
  forward (self, client, socket, head);
}

static gboolean
take_text (GIOStream *client, char text[256])
{
  guint8 length;

  if (!take (client, &length, 1) || !take (client, text, length))
    return FALSE;
  text[length] = '\0';
  return TRUE;
}

/* RFC 1929 */
static gboolean
authenticate (ProxyServer *self, GIOStream *client)
{
  char version;
  char user[256];
  char password[256];
  gboolean right;

  if (!put (client, "\5\2", 2) || !take (client, &version, 1) || !take_text (client, user) ||
      !take_text (client, password))
    return FALSE;
  right = strcmp (user, self->settings->user) == 0 && strcmp (password, self->settings->password) == 0;
  return put (client, right ? "\1\0" : "\1\1", 2) && right;
}

/* RFC 1928 */
static void
serve_socks (ProxyServer *self, GIOStream *client, GSocket *socket)
{
  guint8 start[2];
  guint8 request[4];
  guint8 port[2];
  char text[256];
  g_autofree char *where = NULL;
  g_autoptr (GSocketConnection) server = NULL;

  if (!take (client, start, 2) || start[0] != 5 || !take (client, text, start[1]))
    return;
  if (self->settings->user == NULL)
    put (client, "\5\0", 2);
  else if (memchr (text, 2, start[1]) == NULL)
    put (client, "\5\377", 2);
  else if (!authenticate (self, client))
    return;
  if (!take (client, request, 4) || request[1] != 1)
    return;
  if (request[3] == 3 && !take_text (client, text))
    return;
  if (request[3] == 1)
    {
      guint8 ip[4];

      if (!take (client, ip, 4))
        return;
      g_snprintf (text, sizeof text, "%u.%u.%u.%u", ip[0], ip[1], ip[2], ip[3]);
    }
  if (!take (client, port, 2))
    return;
  where = g_strdup_printf ("%s:%u", text, port[0] * 256u + port[1]);
  record (self, where);
  server = connect_to (self->settings->target);
  if (server != NULL && put (client, "\5\0\0\1\177\0\0\1\0\0", 10))
    relay (client, socket, server);
}

static void
serve (RawConnection *connection, gpointer user_data)
{
  ProxyServer *self = user_data;
  GSocket *socket = raw_connection_get_socket (connection);
  g_autoptr (GIOStream) client = NULL;

  if (self->settings->silent)
    {
      raw_connection_wait_for_end (connection);
      return;
    }
  client = G_IO_STREAM (g_socket_connection_factory_create_connection (socket));
  if (self->settings->certificate != NULL)
    {
      g_autoptr (GIOStream) plain = g_steal_pointer (&client);

      client = g_tls_server_connection_new (plain, self->settings->certificate, NULL);
      if (!g_tls_connection_handshake (G_TLS_CONNECTION (client), NULL, NULL))
        return;
    }
  if (self->settings->socks)
    serve_socks (self, client, socket);
  else
    serve_http (self, client, socket);
}

ProxyServer *
proxy_server_new (const ProxySettings *settings)
{
  ProxyServer *self = g_new0 (ProxyServer, 1);

  self->settings = settings;
  g_mutex_init (&self->lock);
  self->requests = g_ptr_array_new_with_free_func (g_free);
  self->server = raw_server_new (serve, self);
  return self;
}

void
proxy_server_free (ProxyServer *self)
{
  raw_server_free (self->server);
  g_ptr_array_unref (self->requests);
  g_mutex_clear (&self->lock);
  g_free (self);
}

char *
proxy_server_make_url (ProxyServer *self, const char *userinfo)
{
  const char *scheme = self->settings->socks ? "socks5" : self->settings->certificate != NULL ? "https" : "http";

  return g_strdup_printf ("%s://%s127.0.0.1:%u", scheme, userinfo, raw_server_get_port (self->server));
}

guint
proxy_server_count_connections (ProxyServer *self)
{
  return raw_server_count_connections (self->server);
}

char *
proxy_server_dup_request (ProxyServer *self, guint index)
{
  char *request;

  g_mutex_lock (&self->lock);
  request = index < self->requests->len ? g_strdup (self->requests->pdata[index]) : NULL;
  g_mutex_unlock (&self->lock);
  return request;
}
