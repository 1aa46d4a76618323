/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* A server's TLS channel before clients that are GnuTLS itself, and do what no channel of ours does. */

#include "tls-peer.h"

#include <string.h>
#include <unistd.h>

#include <gnutls/gnutls.h>

#include "tls-test.h"

typedef struct
{
  GMainContext *context;
  AiohttpReactor *reactor;
  Peer server;
  gnutls_session_t session;
  gnutls_certificate_credentials_t credentials;
  int fd;
} Raw;

/* Calls GnuTLS until it has what it wants, and lets the server work meanwhile; the value is in `result`. */
#define RAW(raw, result, call)                                                                                         \
  net_test_wait ((raw)->context, (net_test_settle ((raw)->context), (result) = (call),                                 \
                                  (result) != GNUTLS_E_AGAIN && (result) != GNUTLS_E_INTERRUPTED))

static void
raw_start (Raw *raw, GMainContext *context, const char *priorities)
{
  int fds[2];

  *raw = (Raw){ .context = context, .server = { .read_size = 4096, .echo = TRUE } };
  raw->reactor = net_test_reactor (context);
  net_test_pair (fds);
  raw->fd = fds[1];
  raw->server.channel =
      aiohttp_channel_new_tls_server (raw->reactor, fds[0], server_context, peer_on_event, &raw->server);
  aiohttp_channel_want (raw->server.channel, AIOHTTP_CHANNEL_READABLE);
  g_assert_cmpint (gnutls_certificate_allocate_credentials (&raw->credentials), ==, 0);
  g_assert_cmpint (gnutls_init (&raw->session, GNUTLS_CLIENT | GNUTLS_NONBLOCK), ==, 0);
  g_assert_cmpint (gnutls_priority_set_direct (raw->session, priorities, NULL), ==, 0);
  gnutls_credentials_set (raw->session, GNUTLS_CRD_CERTIFICATE, raw->credentials);
  gnutls_transport_set_int (raw->session, raw->fd);
}

static void
raw_connect (Raw *raw, GMainContext *context, const char *priorities)
{
  int result;

  raw_start (raw, context, priorities);
  RAW (raw, result, gnutls_handshake (raw->session));
  g_assert_cmpint (result, ==, 0);
}

static void
raw_clear (Raw *raw)
{
  peer_clear (&raw->server);
  gnutls_deinit (raw->session);
  gnutls_certificate_free_credentials (raw->credentials);
  close (raw->fd);
  net_test_settle (raw->context);
  aiohttp_reactor_unref (raw->reactor);
}

static void
raw_echo (Raw *raw, const char *text)
{
  char buffer[100];
  gssize result;

  RAW (raw, result, gnutls_record_send (raw->session, text, strlen (text)));
  g_assert_cmpint (result, ==, strlen (text));
  RAW (raw, result, gnutls_record_recv (raw->session, buffer, sizeof buffer));
  g_assert_cmpmem (buffer, result, text, strlen (text));
}

/* RFC 8446, 4.6.3: answered, and no more than that. */
static void
test_key_update (GMainContext *context)
{
  Raw raw;
  int result;

  raw_connect (&raw, context, "NORMAL:-VERS-ALL:+VERS-TLS1.3");
  raw_echo (&raw, "before");
  RAW (&raw, result, gnutls_session_key_update (raw.session, GNUTLS_KU_PEER));
  g_assert_cmpint (result, ==, 0);
  raw_echo (&raw, "after");
  raw_echo (&raw, "and later");
  raw_clear (&raw);
}

/* Each costs the server a key schedule: a flood of them ends the connection. */
static void
test_key_update_flood (GMainContext *context)
{
  Raw raw;

  raw_connect (&raw, context, "NORMAL:-VERS-ALL:+VERS-TLS1.3");
  for (guint i = 0; i < 1000 && !raw.server.failed; i++)
    {
      int result;

      RAW (&raw, result, gnutls_session_key_update (raw.session, 0));
      if (result != 0)
        break;
      net_test_settle (context);
    }
  net_test_wait (context, raw.server.failed);
  raw_clear (&raw);
}

static void
test_renegotiation (GMainContext *context)
{
  char buffer[100];
  gssize result;
  Raw raw;

  raw_connect (&raw, context, "NORMAL:-VERS-ALL:+VERS-TLS1.2");
  raw_echo (&raw, "before");
  result = gnutls_handshake (raw.session);
  g_assert_cmpint (result, ==, GNUTLS_E_AGAIN);
  net_test_wait (context, raw.server.failed);
  g_assert_nonnull (strstr (aiohttp_channel_get_tls_error (raw.server.channel)->message, "renegotiate"));
  RAW (&raw, result, gnutls_record_recv (raw.session, buffer, sizeof buffer));
  g_assert_cmpint (result, <, 0);
  raw_clear (&raw);
}

/* TLS 1.2 has alerts that are no more than a word; without end they are an attack. */
static void
test_warnings (GMainContext *context)
{
  Raw raw;

  raw_connect (&raw, context, "NORMAL:-VERS-ALL:+VERS-TLS1.2");
  raw_echo (&raw, "before");
  gnutls_alert_send (raw.session, GNUTLS_AL_WARNING, GNUTLS_A_USER_CANCELED);
  raw_echo (&raw, "after");
  for (guint i = 0; i < 10 && !raw.server.failed; i++)
    {
      gnutls_alert_send (raw.session, GNUTLS_AL_WARNING, GNUTLS_A_USER_CANCELED);
      net_test_settle (context);
    }
  net_test_wait (context, raw.server.failed);
  raw_clear (&raw);
}

static void
test_garbage_in_handshake (GMainContext *context)
{
  /* A record of a handshake with nothing of a hello in it. */
  const char garbage[] = "\x16\x03\x01\x00\x20"
                         "\x01\x00\x00\x1c hello, is it what you want?";
  Raw raw;

  raw_start (&raw, context, "NORMAL");
  g_assert_cmpint (write (raw.fd, garbage, sizeof garbage - 1), ==, sizeof garbage - 1);
  net_test_wait (context, raw.server.failed);
  g_assert_error (aiohttp_channel_get_tls_error (raw.server.channel), G_TLS_ERROR, G_TLS_ERROR_HANDSHAKE);
  raw_clear (&raw);
}

/* A hello that begins and never ends is held up to GnuTLS's limit, whatever its record headers promise. */
static void
test_endless_hello (GMainContext *context)
{
  g_autofree guint8 *record = g_malloc0 (5 + 16384);
  gsize sent = 0;
  Raw raw;

  raw_start (&raw, context, "NORMAL");
  memcpy (record, "\x16\x03\x01\x40\x00\x01\xff\xff\xff\x03\x03", 11);
  while (!raw.server.failed)
    {
      gssize n = write (raw.fd, record, 5 + 16384);

      sent += MAX (n, 0);
      g_assert_cmpuint (sent, <, 1024 * 1024);
      net_test_settle (context);
    }
  raw_clear (&raw);
}

static void
test_garbage_when_open (GMainContext *context)
{
  const char garbage[] = "\x17\x03\x03\x00\x20"
                         "nobody has encrypted these bytes";
  char buffer[100];
  gssize result;
  Raw raw;

  raw_connect (&raw, context, "NORMAL");
  raw_echo (&raw, "before");
  g_assert_cmpint (write (raw.fd, garbage, sizeof garbage - 1), ==, sizeof garbage - 1);
  net_test_wait (context, raw.server.failed);
  RAW (&raw, result, gnutls_record_recv (raw.session, buffer, sizeof buffer));
  g_assert_cmpint (result, ==, GNUTLS_E_FATAL_ALERT_RECEIVED);
  g_assert_cmpint (gnutls_alert_get (raw.session), ==, GNUTLS_A_BAD_RECORD_MAC);
  raw_clear (&raw);
}

/* Bytes that came along with an end are read before it is told. */
static void
test_data_then_end (GMainContext *context)
{
  char buffer[100];
  gssize result;
  Raw raw;

  raw_connect (&raw, context, "NORMAL");
  g_assert_cmpint (gnutls_record_send (raw.session, "last", 4), ==, 4);
  g_assert_cmpint (gnutls_bye (raw.session, GNUTLS_SHUT_WR), ==, 0);
  net_test_wait (context, raw.server.eof);
  g_assert_false (raw.server.failed);
  /* It may still be written to. */
  RAW (&raw, result, gnutls_record_recv (raw.session, buffer, sizeof buffer));
  g_assert_cmpmem (buffer, result, "last", 4);

  aiohttp_channel_shutdown_write (raw.server.channel);
  RAW (&raw, result, gnutls_record_recv (raw.session, buffer, sizeof buffer));
  g_assert_cmpint (result, ==, 0);
  g_assert_cmpint (aiohttp_channel_write (raw.server.channel, "x", 1), ==, AIOHTTP_CHANNEL_WOULD_BLOCK);
  raw_clear (&raw);
}

static void
test_data_then_cut (GMainContext *context)
{
  Raw raw;

  raw_connect (&raw, context, "NORMAL");
  raw.server.echo = FALSE;
  g_assert_cmpint (gnutls_record_send (raw.session, "last", 4), ==, 4);
  g_assert_no_errno (shutdown (raw.fd, SHUT_WR));
  net_test_wait (context, raw.server.failed);
  g_assert_false (raw.server.eof);
  g_assert_cmpmem (aiohttp_byte_buffer_data (&raw.server.in), aiohttp_byte_buffer_length (&raw.server.in), "last", 4);
  g_assert_error (aiohttp_channel_get_tls_error (raw.server.channel), G_TLS_ERROR, G_TLS_ERROR_EOF);
  raw_clear (&raw);
}

/* The handshake is cut at each of the client's bytes. */
static void
test_cut_handshake (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  Raw hello;
  guint8 bytes[2000];
  gssize n;

  raw_start (&hello, context, "NORMAL");
  peer_clear (&hello.server);
  close (hello.fd);
  {
    int fds[2];

    net_test_pair (fds);
    gnutls_transport_set_int (hello.session, fds[0]);
    g_assert_cmpint (gnutls_handshake (hello.session), ==, GNUTLS_E_AGAIN);
    n = read (fds[1], bytes, sizeof bytes);
    g_assert_cmpint (n, >, 100);
    hello.fd = fds[0];
    close (fds[1]);
  }
  for (gssize length = 0; length < n; length++)
    {
      Peer server = { .read_size = 4096 };
      int fds[2];

      net_test_pair (fds);
      server.channel = aiohttp_channel_new_tls_server (reactor, fds[0], server_context, peer_on_event, &server);
      g_assert_cmpint (write (fds[1], bytes, length), ==, length);
      net_test_settle (context);
      g_assert_false (server.failed);
      close (fds[1]);
      net_test_wait (context, server.failed);
      peer_clear (&server);
    }
  gnutls_deinit (hello.session);
  gnutls_certificate_free_credentials (hello.credentials);
  close (hello.fd);
  aiohttp_reactor_unref (hello.reactor);
}

/* One write is one record, head and body together, and costs no more. */
static void
test_one_record (GMainContext *context)
{
  struct iovec vectors[2] = { { (void *) "head", 4 }, { (void *) "body", 4 } };
  char buffer[100];
  guint8 head[5];
  gssize result;
  Raw raw;

  raw_connect (&raw, context, "NORMAL");
  raw_echo (&raw, "before"); /* and with it the tickets */
  g_assert_cmpint (aiohttp_channel_writev (raw.server.channel, vectors, 2), ==, 8);
  g_assert_cmpint (recv (raw.fd, head, sizeof head, MSG_PEEK), ==, sizeof head);
  g_assert_cmpint (head[0], ==, 23);
  g_assert_cmpint (recv (raw.fd, buffer, sizeof buffer, MSG_PEEK), ==, 5 + head[3] * 256 + head[4]);
  RAW (&raw, result, gnutls_record_recv (raw.session, buffer, sizeof buffer));
  g_assert_cmpmem (buffer, result, "headbody", 8);
  raw_clear (&raw);
}

/* A client that does not read holds what the socket takes and one write's records. */
static void
test_back_pressure (GMainContext *context)
{
  g_autofree guint8 *data = g_malloc0 (1024 * 1024);
  int size = 4096;
  gsize taken = 0;
  gssize n;
  Raw raw;

  raw_connect (&raw, context, "NORMAL");
  g_assert_no_errno (
      setsockopt (aiohttp_channel_get_fd (raw.server.channel), SOL_SOCKET, SO_SNDBUF, &size, sizeof size));
  while ((n = aiohttp_channel_write (raw.server.channel, data, 1024 * 1024)) > 0)
    taken += n;
  g_assert_cmpint (n, ==, AIOHTTP_CHANNEL_WOULD_BLOCK);
  g_assert_cmpuint (taken, <, 128 * 1024);
  while (taken > 0)
    {
      RAW (&raw, n, gnutls_record_recv (raw.session, data, 1024 * 1024));
      g_assert_cmpint (n, >, 0);
      taken -= n;
    }
  net_test_settle (context);
  g_assert_cmpint (aiohttp_channel_write (raw.server.channel, data, 1000), ==, 1000);
  raw_clear (&raw);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  peer_init ();

  net_test_add ("/channel-tls-clients/key-update", test_key_update);
  net_test_add ("/channel-tls-clients/key-update/flood", test_key_update_flood);
  net_test_add ("/channel-tls-clients/renegotiation", test_renegotiation);
  net_test_add ("/channel-tls-clients/warnings", test_warnings);
  net_test_add ("/channel-tls-clients/garbage/handshake", test_garbage_in_handshake);
  net_test_add ("/channel-tls-clients/garbage/endless-hello", test_endless_hello);
  net_test_add ("/channel-tls-clients/garbage/open", test_garbage_when_open);
  net_test_add ("/channel-tls-clients/end/data", test_data_then_end);
  net_test_add ("/channel-tls-clients/end/cut", test_data_then_cut);
  net_test_add ("/channel-tls-clients/end/handshake", test_cut_handshake);
  net_test_add ("/channel-tls-clients/one-record", test_one_record);
  net_test_add ("/channel-tls-clients/back-pressure", test_back_pressure);

  status = g_test_run ();
  peer_uninit ();
  return status;
}
