/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

/* Shows that the channel carries TLS: a channel of another class, over a plain one, with the same interface above.
 * A connection cannot tell the two apart. */

#include "net-test.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <gnutls/gnutls.h>
#include <gnutls/x509.h>

#include "aiohttp-byte-buffer-private.h"
#include "aiohttp-channel-class-private.h"

/* A record's worth, so that a large write neither sits in memory twice nor starves the others. */
#define MAX_WRITE (16 * 1024)

typedef enum
{
  TLS_HANDSHAKE,
  TLS_OPEN,
  TLS_FAILED,
} TlsState;

typedef struct
{
  AiohttpChannel parent;
  AiohttpChannel *inner;
  gnutls_session_t session;
  TlsState state;
  gboolean flushing; /* GnuTLS holds a record that the socket did not take */
  gboolean shutting; /* close_notify goes out, then the socket's own end */
  gboolean eof;
  AiohttpTimer timer;
} TlsChannel;

static gnutls_certificate_credentials_t credentials;

static void
update_inner_want (TlsChannel *self)
{
  AiohttpChannelEvents want = self->parent.want & AIOHTTP_CHANNEL_READABLE;

  if (self->state == TLS_HANDSHAKE)
    want = gnutls_record_get_direction (self->session) == 1 ? AIOHTTP_CHANNEL_WRITABLE : AIOHTTP_CHANNEL_READABLE;
  else if (self->state == TLS_FAILED)
    want = 0;
  else if (self->flushing)
    want |= AIOHTTP_CHANNEL_WRITABLE;
  aiohttp_channel_want (self->inner, want);
}

static void
tls_fail (TlsChannel *self, int code)
{
  g_test_message ("TLS: %s", gnutls_strerror (code));
  self->state = TLS_FAILED;
  aiohttp_timer_disarm (&self->timer);
  update_inner_want (self);
  aiohttp_channel_fail (&self->parent, code == GNUTLS_E_PULL_ERROR || code == GNUTLS_E_PUSH_ERROR ? EIO : EPROTO);
}

static ssize_t
tls_pull (gnutls_transport_ptr_t data, void *buffer, size_t size)
{
  TlsChannel *self = data;
  gssize n = aiohttp_channel_read (self->inner, buffer, size);

  if (n >= 0)
    return n;
  gnutls_transport_set_errno (self->session, n == AIOHTTP_CHANNEL_WOULD_BLOCK ? EAGAIN : errno);
  return -1;
}

static ssize_t
tls_push (gnutls_transport_ptr_t data, const giovec_t *vectors, int n_vectors)
{
  TlsChannel *self = data;
  gssize n = aiohttp_channel_writev (self->inner, vectors, n_vectors);

  if (n >= 0)
    return n;
  gnutls_transport_set_errno (self->session, n == AIOHTTP_CHANNEL_WOULD_BLOCK ? EAGAIN : errno);
  return -1;
}

/* GnuTLS has encrypted what it was given and goes on with nothing but that, so it counts as written: the caller need
 * not come back with the same bytes, as GnuTLS itself demands. */
static void
tls_flush (TlsChannel *self)
{
  int code = self->shutting ? gnutls_bye (self->session, GNUTLS_SHUT_WR) : gnutls_record_uncork (self->session, 0);

  if (code == GNUTLS_E_AGAIN || code == GNUTLS_E_INTERRUPTED)
    {
      self->flushing = TRUE;
      aiohttp_channel_clear_ready (&self->parent, AIOHTTP_CHANNEL_WRITABLE);
    }
  else if (code < 0)
    {
      tls_fail (self, code);
      return;
    }
  else
    {
      self->flushing = FALSE;
      if (self->shutting)
        aiohttp_channel_shutdown_write (self->inner);
      else
        aiohttp_channel_add_ready (&self->parent, AIOHTTP_CHANNEL_WRITABLE);
    }
  update_inner_want (self);
}

static gssize
tls_read (AiohttpChannel *channel, void *buffer, gsize size)
{
  TlsChannel *self = (TlsChannel *) channel;
  gssize n;

  if (channel->error != 0)
    {
      errno = channel->error;
      return AIOHTTP_CHANNEL_FAILED;
    }
  if (self->eof)
    return AIOHTTP_CHANNEL_EOF;
  if (self->state != TLS_OPEN)
    return AIOHTTP_CHANNEL_WOULD_BLOCK;

  n = gnutls_record_recv (self->session, buffer, size);
  if (n > 0)
    {
      /* The socket may be drained while plaintext is left: readable is what this layer says, not what the socket says. */
      if (gnutls_record_check_pending (self->session) > 0)
        aiohttp_channel_add_ready (channel, AIOHTTP_CHANNEL_READABLE);
      return n;
    }
  if (n == GNUTLS_E_AGAIN || n == GNUTLS_E_INTERRUPTED)
    {
      aiohttp_channel_clear_ready (channel, AIOHTTP_CHANNEL_READABLE);
      return AIOHTTP_CHANNEL_WOULD_BLOCK;
    }
  aiohttp_channel_clear_ready (channel, AIOHTTP_CHANNEL_READABLE);
  if (n == 0)
    {
      self->eof = TRUE;
      channel->flags |= AIOHTTP_CHANNEL_AT_EOF;
      return AIOHTTP_CHANNEL_EOF;
    }
  tls_fail (self, n); /* a truncated stream among them: the socket's end of file is not the stream's */
  errno = channel->error;
  return AIOHTTP_CHANNEL_FAILED;
}

static gssize
tls_writev (AiohttpChannel *channel, const struct iovec *vectors, int n_vectors)
{
  TlsChannel *self = (TlsChannel *) channel;
  gsize taken = 0;

  if (channel->error != 0)
    {
      errno = channel->error;
      return AIOHTTP_CHANNEL_FAILED;
    }
  if (self->state != TLS_OPEN || self->flushing || self->shutting)
    return AIOHTTP_CHANNEL_WOULD_BLOCK;

  /* Head and body leave in one record. */
  gnutls_record_cork (self->session);
  for (int i = 0; i < n_vectors && taken < MAX_WRITE; i++)
    {
      gsize part = MIN (vectors[i].iov_len, MAX_WRITE - taken);

      if (part > 0)
        g_assert_cmpint (gnutls_record_send (self->session, vectors[i].iov_base, part), ==, part);
      taken += part;
    }
  tls_flush (self);
  if (self->state == TLS_FAILED)
    {
      errno = channel->error;
      return AIOHTTP_CHANNEL_FAILED;
    }
  return taken;
}

static void
tls_handshake (TlsChannel *self)
{
  int code = gnutls_handshake (self->session);

  if (code == GNUTLS_E_SUCCESS)
    {
      self->state = TLS_OPEN;
      aiohttp_timer_disarm (&self->timer);
      /* Records that came with the last flight are in here already. */
      aiohttp_channel_add_ready (&self->parent, AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_WRITABLE);
    }
  else if (gnutls_error_is_fatal (code))
    {
      tls_fail (self, code);
      return;
    }
  update_inner_want (self);
}

static void linger (TlsChannel *self);

static void
on_inner (AiohttpChannel *inner, AiohttpChannelEvents events, gpointer data)
{
  TlsChannel *self = data;

  if (self->state == TLS_HANDSHAKE)
    tls_handshake (self);
  else if (self->flushing && (events & AIOHTTP_CHANNEL_WRITABLE) != 0)
    tls_flush (self);
  if ((self->parent.flags & AIOHTTP_CHANNEL_CLOSED) != 0)
    {
      if ((events & AIOHTTP_CHANNEL_ERROR) != 0)
        self->state = TLS_FAILED;
      linger (self);
      return;
    }
  if (self->state == TLS_OPEN)
    aiohttp_channel_add_ready (&self->parent, events & ~AIOHTTP_CHANNEL_WRITABLE);

  /* At once, not by another round of the queue. It may free the channel. */
  aiohttp_channel_deliver (&self->parent);
}

static void
on_handshake_timeout (gpointer data)
{
  tls_fail (data, GNUTLS_E_TIMEDOUT);
}

static void
tls_want (AiohttpChannel *channel)
{
  update_inner_want ((TlsChannel *) channel);
}

static void
tls_shutdown_write (AiohttpChannel *channel)
{
  TlsChannel *self = (TlsChannel *) channel;

  self->shutting = TRUE;
  if (self->state == TLS_OPEN && !self->flushing)
    tls_flush (self);
}

static void
tls_clear (TlsChannel *self)
{
  aiohttp_timer_disarm (&self->timer);
  aiohttp_channel_close (self->inner);
  gnutls_deinit (self->session);
}

static void
linger (TlsChannel *self)
{
  if (self->state == TLS_OPEN && self->flushing)
    return;
  if (self->state == TLS_OPEN && !self->shutting)
    {
      self->shutting = TRUE;
      tls_flush (self);
      if (self->flushing)
        return;
    }
  tls_clear (self);
  aiohttp_channel_free (&self->parent);
}

static void
on_linger_timeout (gpointer data)
{
  TlsChannel *self = data;

  self->flushing = FALSE;
  self->shutting = TRUE;
  linger (self);
}

static gboolean
tls_close (AiohttpChannel *channel)
{
  TlsChannel *self = (TlsChannel *) channel;

  if (self->state == TLS_OPEN && self->flushing)
    {
      aiohttp_timer_init (&self->timer, on_linger_timeout, self);
      aiohttp_timer_arm (aiohttp_reactor_get_wheel (channel->reactor), &self->timer, 10 * 1000);
      update_inner_want (self);
      return FALSE;
    }
  tls_clear (self);
  return TRUE;
}

static const AiohttpChannelClass tls_class = {
  .size = sizeof (TlsChannel),
  .read = tls_read,
  .writev = tls_writev,
  .shutdown_write = tls_shutdown_write,
  .close = tls_close,
  .want = tls_want,
};

static AiohttpChannel *
tls_channel_new (AiohttpReactor *reactor, int fd, unsigned flags, AiohttpChannelFunc func, gpointer data)
{
  TlsChannel *self = aiohttp_channel_alloc (&tls_class, reactor, fd, func, data);

  self->inner = aiohttp_channel_new_plain (reactor, fd, on_inner, self);
  g_assert_cmpint (gnutls_init (&self->session, flags | GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL), ==, 0);
  g_assert_cmpint (gnutls_set_default_priority (self->session), ==, 0);
  gnutls_credentials_set (self->session, GNUTLS_CRD_CERTIFICATE, credentials);
  gnutls_transport_set_ptr (self->session, self);
  gnutls_transport_set_pull_function (self->session, tls_pull);
  gnutls_transport_set_vec_push_function (self->session, tls_push);

  aiohttp_timer_init (&self->timer, on_handshake_timeout, self);
  aiohttp_timer_arm (aiohttp_reactor_get_wheel (reactor), &self->timer, 10 * 1000);
  tls_handshake (self);
  return &self->parent;
}

static void
make_credentials (void)
{
  gnutls_x509_privkey_t key;
  gnutls_x509_crt_t certificate;

  gnutls_x509_privkey_init (&key);
  g_assert_cmpint (
      gnutls_x509_privkey_generate (key, GNUTLS_PK_ECDSA, GNUTLS_CURVE_TO_BITS (GNUTLS_ECC_CURVE_SECP256R1), 0), ==, 0);
  gnutls_x509_crt_init (&certificate);
  gnutls_x509_crt_set_version (certificate, 3);
  gnutls_x509_crt_set_serial (certificate, "\1", 1);
  gnutls_x509_crt_set_activation_time (certificate, time (NULL) - 60);
  gnutls_x509_crt_set_expiration_time (certificate, time (NULL) + 3600);
  gnutls_x509_crt_set_dn (certificate, "CN=localhost", NULL);
  gnutls_x509_crt_set_key (certificate, key);
  g_assert_cmpint (gnutls_x509_crt_sign2 (certificate, certificate, key, GNUTLS_DIG_SHA256, 0), ==, 0);
  gnutls_certificate_allocate_credentials (&credentials);
  g_assert_cmpint (gnutls_certificate_set_x509_key (credentials, &certificate, 1, key), ==, 0);
  gnutls_x509_crt_deinit (certificate);
  gnutls_x509_privkey_deinit (key);
}

static gint64
read_clock (gpointer data)
{
  return *(gint64 *) data;
}

/* What is above the seam knows nothing of TLS. */
typedef struct
{
  AiohttpChannel *channel;
  AiohttpByteBuffer in;
  AiohttpByteBuffer out;
  gsize read_size;
  gboolean echo;
  gboolean eof;
  gboolean failed;
  AiohttpChannelEvents seen;
} Peer;

static void
peer_write (Peer *peer)
{
  gssize n = 0;

  while (aiohttp_byte_buffer_length (&peer->out) > 0)
    {
      struct iovec vectors[2];
      gsize length = aiohttp_byte_buffer_length (&peer->out);
      guint8 *data = (guint8 *) aiohttp_byte_buffer_data (&peer->out);

      vectors[0] = (struct iovec){ data, length / 3 };
      vectors[1] = (struct iovec){ data + length / 3, length - length / 3 };
      n = aiohttp_channel_writev (peer->channel, vectors, 2);
      if (n <= 0)
        break;
      aiohttp_byte_buffer_consume (&peer->out, n);
    }
  aiohttp_channel_want (peer->channel, (peer->eof ? 0 : AIOHTTP_CHANNEL_READABLE) |
                                           (n == AIOHTTP_CHANNEL_WOULD_BLOCK ? AIOHTTP_CHANNEL_WRITABLE : 0));
}

static void
on_peer (AiohttpChannel *channel, AiohttpChannelEvents events, gpointer data)
{
  Peer *peer = data;

  peer->seen |= events;
  if ((events & (AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_ERROR)) != 0)
    {
      guint8 buffer[4096];
      gssize n = aiohttp_channel_read (channel, buffer, peer->read_size);

      if (n > 0)
        aiohttp_byte_buffer_append (peer->echo ? &peer->out : &peer->in, buffer, n);
      peer->eof = n == AIOHTTP_CHANNEL_EOF;
      peer->failed = n == AIOHTTP_CHANNEL_FAILED;
    }
  if (peer->failed)
    aiohttp_channel_want (channel, 0);
  else
    peer_write (peer);
}

static void
peer_clear (Peer *peer)
{
  g_clear_pointer (&peer->channel, aiohttp_channel_close);
  aiohttp_byte_buffer_clear (&peer->in);
  aiohttp_byte_buffer_clear (&peer->out);
}

static void
start (Peer *server, Peer *client, AiohttpReactor *reactor, int server_fd, int client_fd)
{
  *server = (Peer){ .read_size = 4096, .echo = TRUE };
  *client = (Peer){ .read_size = 4096 };
  server->channel = tls_channel_new (reactor, server_fd, GNUTLS_SERVER, on_peer, server);
  client->channel = tls_channel_new (reactor, client_fd, GNUTLS_CLIENT, on_peer, client);
  aiohttp_channel_want (server->channel, AIOHTTP_CHANNEL_READABLE);
}

static void
fill (Peer *peer, gsize size)
{
  for (gsize i = 0; i < size; i++)
    aiohttp_byte_buffer_append_byte (&peer->out, i * 7 + i / 251);
}

static void
assert_echoed (Peer *peer, gsize size)
{
  const guint8 *data = aiohttp_byte_buffer_data (&peer->in);

  g_assert_cmpuint (aiohttp_byte_buffer_length (&peer->in), ==, size);
  for (gsize i = 0; i < size; i++)
    g_assert_cmpuint (data[i], ==, (guint8) (i * 7 + i / 251));
}

static void
run_echo (GMainContext *context, gsize size, gsize read_size, int send_buffer)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  Peer server, client;
  int fds[2];

  net_test_pair (fds);
  for (guint i = 0; i < 2 && send_buffer > 0; i++)
    g_assert_no_errno (setsockopt (fds[i], SOL_SOCKET, SO_SNDBUF, &send_buffer, sizeof send_buffer));
  start (&server, &client, reactor, fds[0], fds[1]);
  server.read_size = read_size;
  fill (&client, size);
  aiohttp_channel_want (client.channel, AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_WRITABLE);
  net_test_wait (context, aiohttp_byte_buffer_length (&client.in) >= size);
  assert_echoed (&client, size);

  aiohttp_channel_shutdown_write (client.channel);
  net_test_wait (context, server.eof);
  g_assert_false (server.failed);
  peer_clear (&server);
  peer_clear (&client);
}

static void
test_echo (GMainContext *context)
{
  run_echo (context, 5, 4096, 0);
}

/* One record, many reads: all but the first find the socket drained. */
static void
test_pending_plaintext (GMainContext *context)
{
  run_echo (context, 10000, 100, 0);
}

/* Writes that the socket takes in part only, in both directions at once. */
static void
test_small_buffers (GMainContext *context)
{
  run_echo (context, 300 * 1000, 4096, 2048);
}

/* Byte by byte through a relay, so that the handshake stops everywhere. */
static void
test_dribble (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  Peer server, client;
  int left[2], right[2];

  net_test_pair (left);
  net_test_pair (right);
  start (&server, &client, reactor, left[0], right[0]);
  fill (&client, 100);
  aiohttp_channel_want (client.channel, AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_WRITABLE);
  while (aiohttp_byte_buffer_length (&client.in) < 100)
    {
      char byte;

      net_test_settle (context);
      g_assert_false (server.failed || client.failed);
      if (read (left[1], &byte, 1) == 1)
        g_assert_cmpint (write (right[1], &byte, 1), ==, 1);
      if (read (right[1], &byte, 1) == 1)
        g_assert_cmpint (write (left[1], &byte, 1), ==, 1);
    }
  assert_echoed (&client, 100);
  peer_clear (&server);
  peer_clear (&client);
  close (left[1]);
  close (right[1]);
}

/* What was written is sent, though the channel is closed before the socket could take it. */
static void
test_close_sends (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  Peer server, client;
  int size = 2048;
  int fds[2];

  net_test_pair (fds);
  g_assert_no_errno (setsockopt (fds[1], SOL_SOCKET, SO_SNDBUF, &size, sizeof size));
  start (&server, &client, reactor, fds[0], fds[1]);
  server.echo = FALSE;
  fill (&client, 5);
  aiohttp_channel_want (client.channel, AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_WRITABLE);
  net_test_wait (context, aiohttp_byte_buffer_length (&server.in) == 5);
  aiohttp_byte_buffer_reset (&server.in);

  fill (&client, 16 * 1024);
  g_assert_cmpint (aiohttp_channel_write (client.channel, aiohttp_byte_buffer_data (&client.out), 16 * 1024), ==,
                   16 * 1024);
  peer_clear (&client);
  net_test_wait (context, server.eof || server.failed);
  g_assert_true (server.eof);
  assert_echoed (&server, 16 * 1024);
  peer_clear (&server);
}

/* And for a peer that never reads, not for ever. */
static void
test_close_gives_up (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  gint64 time = G_USEC_PER_SEC;
  Peer server, client;
  int size = 2048;
  int fds[2];

  aiohttp_reactor_set_clock (reactor, read_clock, &time);
  net_test_pair (fds);
  g_assert_no_errno (setsockopt (fds[1], SOL_SOCKET, SO_SNDBUF, &size, sizeof size));
  start (&server, &client, reactor, fds[0], fds[1]);
  fill (&client, 5);
  aiohttp_channel_want (client.channel, AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_WRITABLE);
  net_test_wait (context, aiohttp_byte_buffer_length (&client.in) == 5);

  aiohttp_channel_want (server.channel, 0);
  fill (&client, 16 * 1024);
  aiohttp_channel_write (client.channel, aiohttp_byte_buffer_data (&client.out), 16 * 1024);
  peer_clear (&client);
  net_test_settle (context);
  time += 11 * G_USEC_PER_SEC;
  net_test_wait (context, server.seen & AIOHTTP_CHANNEL_HANGUP);
  peer_clear (&server);
}

static void
test_truncated (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  Peer server, client;
  int fds[2];

  net_test_pair (fds);
  start (&server, &client, reactor, fds[0], fds[1]);
  fill (&client, 5);
  aiohttp_channel_want (client.channel, AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_WRITABLE);
  net_test_wait (context, aiohttp_byte_buffer_length (&client.in) == 5);
  peer_clear (&client);
  net_test_wait (context, server.failed);
  g_assert_false (server.eof);
  g_assert_true (server.seen & AIOHTTP_CHANNEL_HANGUP);
  peer_clear (&server);
}

static void
test_not_tls (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  Peer server = { .read_size = 4096 };
  int fds[2];

  net_test_pair (fds);
  server.channel = tls_channel_new (reactor, fds[0], GNUTLS_SERVER, on_peer, &server);
  g_assert_cmpint (write (fds[1], "GET / HTTP/1.1\r\n\r\n", 18), ==, 18);
  net_test_wait (context, server.failed);
  g_assert_true (server.seen & AIOHTTP_CHANNEL_ERROR);
  peer_clear (&server);
  close (fds[1]);
}

/* A handshake that does not come takes a timer on the wheel, and no thread. */
static void
test_silent (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  gint64 time = G_USEC_PER_SEC;
  Peer server = { .read_size = 4096 };
  int fds[2];

  aiohttp_reactor_set_clock (reactor, read_clock, &time);
  net_test_pair (fds);
  server.channel = tls_channel_new (reactor, fds[0], GNUTLS_SERVER, on_peer, &server);
  aiohttp_channel_want (server.channel, AIOHTTP_CHANNEL_READABLE);
  time += 9 * G_USEC_PER_SEC;
  net_test_settle (context);
  g_assert_false (server.failed);
  time += 2 * G_USEC_PER_SEC;
  net_test_settle (context);
  g_assert_true (server.failed);
  peer_clear (&server);
  close (fds[1]);
}

/* Closed above while the layer below is calling. */
static void
on_close_now (AiohttpChannel *channel, AiohttpChannelEvents events, gpointer data)
{
  Peer *peer = data;

  peer->seen |= events;
  g_clear_pointer (&peer->channel, aiohttp_channel_close);
}

static void
test_close_in_callback (GMainContext *context)
{
  g_autoptr (AiohttpReactor) reactor = net_test_reactor (context);
  Peer server, client;
  int fds[2];

  net_test_pair (fds);
  start (&server, &client, reactor, fds[0], fds[1]);
  aiohttp_channel_set_func (server.channel, on_close_now, &server);
  fill (&client, 5);
  aiohttp_channel_want (client.channel, AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_WRITABLE);
  net_test_wait (context, server.channel == NULL && client.failed);
  peer_clear (&server);
  peer_clear (&client);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  make_credentials ();

  net_test_add ("/channel-tls/echo", test_echo);
  net_test_add ("/channel-tls/pending-plaintext", test_pending_plaintext);
  net_test_add ("/channel-tls/small-buffers", test_small_buffers);
  net_test_add ("/channel-tls/dribble", test_dribble);
  net_test_add ("/channel-tls/close/sends", test_close_sends);
  net_test_add ("/channel-tls/close/gives-up", test_close_gives_up);
  net_test_add ("/channel-tls/truncated", test_truncated);
  net_test_add ("/channel-tls/not-tls", test_not_tls);
  net_test_add ("/channel-tls/silent", test_silent);
  net_test_add ("/channel-tls/close/in-callback", test_close_in_callback);

  status = g_test_run ();
  gnutls_certificate_free_credentials (credentials);
  return status;
}
