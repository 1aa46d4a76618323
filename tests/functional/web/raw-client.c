/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "raw-client.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#define PATIENCE_SECONDS     60
#define SILENCE_MICROSECONDS 30000

static RawClient *
connect_to (int family, const void *address, gsize length)
{
  RawClient *self = g_new0 (RawClient, 1);
  struct timeval patience = { .tv_sec = PATIENCE_SECONDS };

  self->received = g_string_new (NULL);
  self->fd = socket (family, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (self->fd, >=, 0);
  setsockopt (self->fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  setsockopt (self->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
  g_assert_cmpint (connect (self->fd, address, length), ==, 0);
  return self;
}

RawClient *
raw_client_new (guint16 port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };
  RawClient *self;
  int on = 1;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  self = connect_to (AF_INET, &address, sizeof address);
  setsockopt (self->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return self;
}

RawClient *
raw_client_new_unix (const char *path)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  g_assert_cmpuint (g_strlcpy (address.sun_path, path, sizeof address.sun_path), <, sizeof address.sun_path);
  return connect_to (AF_UNIX, &address, sizeof address);
}

void
raw_client_free (RawClient *self)
{
  if (self->fd >= 0)
    close (self->fd);
  g_string_free (self->received, TRUE);
  g_free (self);
}

void
raw_client_send_bytes (RawClient *self, const void *data, gsize length)
{
  gsize sent = 0;

  while (sent < length)
    {
      gssize n = send (self->fd, (const char *) data + sent, length - sent, MSG_NOSIGNAL);

      /* Whether the peer has left is seen when its answer is read. */
      if (n < 0 && (errno == EPIPE || errno == ECONNRESET))
        return;
      g_assert_cmpint (n, >, 0);
      sent += n;
    }
}

void
raw_client_send (RawClient *self, const char *text)
{
  raw_client_send_bytes (self, text, strlen (text));
}

void
raw_client_send_split (RawClient *self, const char *text, gsize size)
{
  gsize length = strlen (text);

  for (gsize at = 0; at < length; at += size)
    {
      raw_client_send_bytes (self, text + at, MIN (size, length - at));
      g_usleep (500);
    }
}

void
raw_client_half_close (RawClient *self)
{
  shutdown (self->fd, SHUT_WR);
}

void
raw_client_reset (RawClient *self)
{
  struct linger linger = { 1, 0 };

  setsockopt (self->fd, SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
  close (self->fd);
  self->fd = -1;
}

void
raw_client_shrink_receive_buffer (RawClient *self)
{
  int size = 4096;

  setsockopt (self->fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof size);
}

/* FALSE: the connection has ended. */
static gboolean
receive (RawClient *self)
{
  char buffer[65536];
  gssize n = recv (self->fd, buffer, sizeof buffer, 0);

  if (n < 0 && errno == ECONNRESET)
    return FALSE;
  if (n < 0)
    g_error ("Waited in vain for the peer: %s; so far “%.200s”", g_strerror (errno), self->received->str);
  g_string_append_len (self->received, buffer, n);
  return n > 0;
}

static void
receive_up_to (RawClient *self, gsize length)
{
  while (self->received->len < length)
    if (!receive (self))
      g_error ("The connection ended after “%.300s”", self->received->str);
}

RawResponse *
raw_client_read (RawClient *self, gboolean head_only)
{
  RawResponse *response = g_new0 (RawResponse, 1);
  g_autofree char *length = NULL;
  const char *end;

  while ((end = strstr (self->received->str, "\r\n\r\n")) == NULL)
    receive_up_to (self, self->received->len + 1);
  response->head = g_strndup (self->received->str, end + 2 - self->received->str);
  g_string_erase (self->received, 0, end + 4 - self->received->str);
  g_assert_true (g_str_has_prefix (response->head, "HTTP/1.1 "));
  response->status = (guint) g_ascii_strtoull (response->head + 9, NULL, 10);
  response->body = g_string_new (NULL);
  length = raw_response_get (response, "Content-Length");
  if (length != NULL && !head_only)
    {
      gsize size = g_ascii_strtoull (length, NULL, 10);

      receive_up_to (self, size);
      g_string_append_len (response->body, self->received->str, size);
      g_string_erase (self->received, 0, size);
    }
  return response;
}

void
raw_client_expect (RawClient *self, guint status, const char *body)
{
  g_autoptr (RawResponse) response = raw_client_read (self, FALSE);

  if (response->status != status)
    g_test_message ("%s\n%s", response->head, response->body->str);
  g_assert_cmpuint (response->status, ==, status);
  if (body != NULL)
    g_assert_cmpstr (response->body->str, ==, body);
}

void
raw_client_expect_end (RawClient *self)
{
  g_assert_cmpstr (self->received->str, ==, "");
  g_assert_false (receive (self));
}

void
raw_client_expect_silence (RawClient *self)
{
  char byte;

  g_assert_cmpstr (self->received->str, ==, "");
  g_usleep (SILENCE_MICROSECONDS);
  g_assert_cmpint (recv (self->fd, &byte, 1, MSG_DONTWAIT), ==, -1);
  g_assert_cmpint (errno, ==, EAGAIN);
}

void
raw_client_expect_bytes (RawClient *self, const char *text)
{
  gsize length = strlen (text);

  receive_up_to (self, length);
  g_assert_cmpmem (self->received->str, length, text, length);
  g_string_erase (self->received, 0, length);
}

char *
raw_client_read_bytes (RawClient *self, gsize length)
{
  char *bytes;

  receive_up_to (self, length);
  bytes = g_memdup2 (self->received->str, length + 1);
  bytes[length] = '\0';
  g_string_erase (self->received, 0, length);
  return bytes;
}

void
raw_client_read_to_end (RawClient *self, GString *bytes)
{
  while (receive (self))
    ;
  g_string_append_len (bytes, self->received->str, self->received->len);
  g_string_truncate (self->received, 0);
}

char *
raw_response_get (RawResponse *self, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (self->head, "\r\n", -1);
  gsize length = strlen (name);

  for (guint i = 1; lines[i] != NULL; i++)
    if (g_ascii_strncasecmp (lines[i], name, length) == 0 && lines[i][length] == ':')
      return g_strstrip (g_strdup (lines[i] + length + 1));
  return NULL;
}

void
raw_response_free (RawResponse *self)
{
  g_free (self->head);
  g_string_free (self->body, TRUE);
  g_free (self);
}
