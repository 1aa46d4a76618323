/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "tls-client.h"

#include <string.h>

TlsClient *
tls_client_try (guint16 port, const TlsClientOptions *options, int *code)
{
  static const TlsClientOptions none;
  TlsClient *self = g_new0 (TlsClient, 1);

  if (options == NULL)
    options = &none;
  self->raw = raw_client_new (port);
  g_assert_cmpint (gnutls_certificate_allocate_credentials (&self->credentials), ==, 0);
  if (options->certificate != NULL)
    g_assert_cmpint (gnutls_certificate_set_x509_key_file (self->credentials, options->certificate,
                                                           options->certificate, GNUTLS_X509_FMT_PEM),
                     >=, 0);
  g_assert_cmpint (gnutls_init (&self->session, GNUTLS_CLIENT | GNUTLS_NO_SIGNAL), ==, 0);
  g_assert_cmpint (
      gnutls_priority_set_direct (self->session, options->priorities != NULL ? options->priorities : "NORMAL", NULL),
      ==, 0);
  gnutls_credentials_set (self->session, GNUTLS_CRD_CERTIFICATE, self->credentials);
  if (options->server_name != NULL)
    gnutls_server_name_set (self->session, GNUTLS_NAME_DNS, options->server_name, strlen (options->server_name));
  if (options->session.size > 0)
    gnutls_session_set_data (self->session, options->session.data, options->session.size);
  gnutls_transport_set_int (self->session, self->raw->fd);
  if (options->before != NULL)
    raw_client_send (self->raw, options->before);
  do
    *code = gnutls_handshake (self->session);
  while (*code == GNUTLS_E_INTERRUPTED);
  return self;
}

TlsClient *
tls_client_new (guint16 port, const TlsClientOptions *options)
{
  int code;
  TlsClient *self = tls_client_try (port, options, &code);

  if (code != 0)
    g_error ("%s", gnutls_strerror (code));
  return self;
}

void
tls_client_free (TlsClient *self)
{
  gnutls_deinit (self->session);
  gnutls_certificate_free_credentials (self->credentials);
  raw_client_free (self->raw);
  g_free (self);
}

void
tls_client_send (TlsClient *self, const void *data, gsize length)
{
  for (gsize sent = 0; sent < length;)
    {
      gssize n = gnutls_record_send (self->session, (const char *) data + sent, length - sent);

      g_assert_cmpint (n, >, 0);
      sent += n;
    }
}

/* What is no data, such as a ticket, ends a call with AGAIN; so does the socket's patience. */
static gssize
receive_some (TlsClient *self, void *buffer, gsize size)
{
  gssize n = GNUTLS_E_AGAIN;

  for (guint i = 0; i < 5 && (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED); i++)
    n = gnutls_record_recv (self->session, buffer, size);
  return n;
}

static gboolean
receive (TlsClient *self)
{
  char buffer[16384];
  gssize n = receive_some (self, buffer, sizeof buffer);

  if (n > 0)
    g_string_append_len (self->raw->received, buffer, n);
  return n > 0;
}

char *
tls_client_read (TlsClient *self, gsize *body_length)
{
  GString *received = self->raw->received;
  gsize head_length;
  guint64 length;
  const char *end;
  char *body;

  while ((end = strstr (received->str, "\r\n\r\n")) == NULL)
    g_assert_true (receive (self));
  head_length = end + 4 - received->str;
  {
    const char *field = g_strstr_len (received->str, head_length, "Content-Length: ");

    g_assert_nonnull (field);
    length = g_ascii_strtoull (field + strlen ("Content-Length: "), NULL, 10);
  }
  while (received->len < head_length + length)
    g_assert_true (receive (self));
  body = g_malloc (length + 1);
  memcpy (body, received->str + head_length, length);
  body[length] = '\0';
  g_string_erase (received, 0, head_length + length);
  if (body_length != NULL)
    *body_length = length;
  return body;
}

void
tls_client_get (TlsClient *self, const char *path, const char *body)
{
  g_autofree char *request = g_strdup_printf ("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n", path);
  g_autofree char *got = NULL;

  tls_client_send (self, request, strlen (request));
  got = tls_client_read (self, NULL);
  g_assert_cmpstr (got, ==, body);
}

int
tls_client_skip_to_end (TlsClient *self)
{
  char bytes[4096];
  gssize n;

  do
    n = receive_some (self, bytes, sizeof bytes);
  while (n > 0);
  return (int) n;
}

int
tls_client_read_end (TlsClient *self)
{
  char byte;
  gssize n = receive_some (self, &byte, 1);

  g_assert_cmpint (n, <=, 0);
  return (int) n;
}
