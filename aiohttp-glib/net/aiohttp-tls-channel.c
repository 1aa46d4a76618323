/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-tls-channel-private.h"

#include <errno.h>

#include "aiohttp-byte-buffer-private.h"
#include "aiohttp-channel-class-private.h"
#include "aiohttp-error.h"
#include "aiohttp-tls-context-private.h"
#include "aiohttp-tls-info-private.h"

/* TLS over another channel.
 *
 * Its life: HANDSHAKE, with a deadline; OPEN, reading and writing; FAILED, for ever. Closing ends each of them, and may
 * linger, with a deadline too, until the socket has taken what was written.
 *
 * What GnuTLS makes goes to the socket at once, and what the socket does not take into `out`, so GnuTLS never waits for
 * it: a write that was taken is encrypted and done with, and no state of GnuTLS's depends on the socket. While `out`
 * holds anything no more is taken, so it holds a flight of the handshake or one write's records at most.
 *
 * What the socket gives is read ahead into a buffer that the reactor's channels share: a request and its record's head
 * cost one system call. What is left of it when the owner's buffer is full moves to `kept`; so does everything during
 * the handshake, when somebody else's code may run. An idle connection has neither.
 */

/* What one call of writev() takes at most. */
#define MAX_WRITE (64 * 1024)
/* The payload of a record (RFC 8446, 5.1). */
#define MAX_RECORD (16 * 1024)
/* Read at once during the handshake. */
#define HANDSHAKE_READ (4 * 1024)
/* Read without a handshake coming to an end, or a byte of plaintext out of it: GnuTLS itself holds as much of a message as
 * its header promises, 16 MiB. */
#define MAX_UNPRODUCTIVE (128 * 1024)
/* Alerts in a row that say nothing (RFC 8446, 6: TLS 1.3 has none but close_notify and user_canceled). */
#define MAX_WARNINGS 5
/* How long what is written may take to go out behind a close, in milliseconds. */
#define LINGER_TIME 10000
/* And how long a client that has not understood it is TLS may take to read that. */
#define REFUSAL_TIME 2000

typedef enum
{
  STATE_HANDSHAKE,
  STATE_OPEN,
  STATE_FAILED,
} State;

typedef struct
{
  AiohttpChannel parent;
  AiohttpChannel *inner;
  gnutls_session_t session; /* NULL: it could not be made */
  AiohttpTlsContext *context;
  AiohttpTlsSettings *settings;
  AiohttpTlsSettings *late_settings; /* of the context that the server name led to */
  AiohttpTlsInfo *info;
  GError *failure;
  char *server_name; /* of a client */
  char *session_key;
  const char *plain_answer;
  AiohttpByteBuffer out;
  AiohttpByteBuffer kept;
  const guint8 *window; /* in the reactor's buffer, behind what is kept */
  gsize window_length;
  AiohttpTimer timer;
  guint unproductive;
  guint8 state; /* State */
  guint8 n_warnings;
  guint is_server : 1;
  guint reading : 1;     /* the reactor's buffer is ours */
  guint shaking : 1;     /* in gnutls_handshake(), which may call anybody */
  guint timed_out : 1;   /* meanwhile */
  guint verified : 1;    /* in this handshake */
  guint shut : 1;        /* close_notify was sent */
  guint shutting : 1;    /* the socket's end of file goes out behind `out` */
  guint eof : 1;         /* close_notify has come */
  guint sniffed : 1;     /* the first bytes of a client were looked at */
  guint refused : 1;     /* it is not TLS: says so, and lets the client read it */
  guint has_session : 1; /* a ticket came that is not stored yet */
  guint ended : 1;       /* behind what was read there was `end` */
  int end;
  int broken; /* the errno of the socket below */
} TlsChannel;

static inline gsize
get_unread (TlsChannel *self)
{
  return aiohttp_byte_buffer_length (&self->kept) + self->window_length;
}

static void
update_inner_want (TlsChannel *self)
{
  AiohttpChannelEvents want = 0;

  if (aiohttp_byte_buffer_length (&self->out) > 0)
    want |= AIOHTTP_CHANNEL_WRITABLE;
  if ((self->parent.flags & AIOHTTP_CHANNEL_CLOSED) != 0)
    want |= self->refused ? AIOHTTP_CHANNEL_READABLE : 0;
  else if (self->state == STATE_HANDSHAKE)
    want |= AIOHTTP_CHANNEL_READABLE;
  else if (self->state == STATE_OPEN)
    want |= self->parent.want & AIOHTTP_CHANNEL_READABLE;
  aiohttp_channel_want (self->inner, want);
}

/* FALSE: the socket is broken. */
static gboolean
flush_out (TlsChannel *self)
{
  while (aiohttp_byte_buffer_length (&self->out) > 0)
    {
      gssize n = aiohttp_channel_write (self->inner, aiohttp_byte_buffer_data (&self->out),
                                        aiohttp_byte_buffer_length (&self->out));

      if (n == AIOHTTP_CHANNEL_WOULD_BLOCK)
        return TRUE;
      if (n < 0)
        {
          self->broken = errno;
          return FALSE;
        }
      aiohttp_byte_buffer_consume (&self->out, n);
    }
  aiohttp_byte_buffer_clear (&self->out);
  if (self->shutting)
    {
      self->shutting = FALSE;
      aiohttp_channel_shutdown_write (self->inner);
    }
  return TRUE;
}

static GError *
describe_failure (TlsChannel *self, int code)
{
  const char *peer = self->is_server ? "client" : "server";

  switch (code)
    {
    case GNUTLS_E_TIMEDOUT:
      return g_error_new (G_IO_ERROR, G_IO_ERROR_TIMED_OUT, "The TLS handshake took too long");
    case GNUTLS_E_PREMATURE_TERMINATION:
      return self->state == STATE_OPEN
                 ? g_error_new (G_TLS_ERROR, G_TLS_ERROR_EOF,
                                "The %s ended the connection without the end of TLS: data may be missing", peer)
                 : g_error_new (G_TLS_ERROR, G_TLS_ERROR_EOF, "The %s ended the connection in the TLS handshake", peer);
    case GNUTLS_E_FATAL_ALERT_RECEIVED:
      {
        gnutls_alert_description_t alert = gnutls_alert_get (self->session);
        const char *name = gnutls_alert_get_name (alert);

        return g_error_new (G_TLS_ERROR,
                            alert == GNUTLS_A_CERTIFICATE_REQUIRED ? G_TLS_ERROR_CERTIFICATE_REQUIRED
                                                                   : G_TLS_ERROR_HANDSHAKE,
                            "The %s refused the TLS connection: %s", peer, name != NULL ? name : "unknown alert");
      }
    case GNUTLS_E_NO_CERTIFICATE_FOUND:
    case GNUTLS_E_CERTIFICATE_REQUIRED:
      return g_error_new (G_TLS_ERROR, G_TLS_ERROR_CERTIFICATE_REQUIRED, "The %s sent no certificate", peer);
    case GNUTLS_E_UNSUPPORTED_VERSION_PACKET:
    case GNUTLS_E_UNEXPECTED_PACKET_LENGTH:
    case GNUTLS_E_UNEXPECTED_PACKET:
      if (self->state == STATE_HANDSHAKE && !self->is_server)
        return aiohttp_tls_error_new (G_TLS_ERROR_NOT_TLS, code, "The server does not speak TLS on this port");
      break;
    case GNUTLS_E_REHANDSHAKE:
      return g_error_new (G_TLS_ERROR, G_TLS_ERROR_MISC, "The %s asked to renegotiate, which is refused", peer);
    default:
      break;
    }
  return aiohttp_tls_error_new (self->state == STATE_HANDSHAKE ? G_TLS_ERROR_HANDSHAKE : G_TLS_ERROR_MISC, code,
                                self->state == STATE_HANDSHAKE ? "The TLS handshake failed" : "TLS failed");
}

static void
send_alert (TlsChannel *self, int code)
{
  switch (code)
    {
    case GNUTLS_E_PULL_ERROR:
    case GNUTLS_E_PUSH_ERROR:
    case GNUTLS_E_PREMATURE_TERMINATION:
    case GNUTLS_E_FATAL_ALERT_RECEIVED:
    case GNUTLS_E_TIMEDOUT:
      return;
    case GNUTLS_E_REHANDSHAKE:
      gnutls_alert_send (self->session, GNUTLS_AL_WARNING, GNUTLS_A_NO_RENEGOTIATION);
      return;
    case GNUTLS_E_UNRECOGNIZED_NAME:
      gnutls_alert_send (self->session, GNUTLS_AL_FATAL, GNUTLS_A_UNRECOGNIZED_NAME);
      return;
    case GNUTLS_E_NO_APPLICATION_PROTOCOL:
      gnutls_alert_send (self->session, GNUTLS_AL_FATAL, GNUTLS_A_NO_APPLICATION_PROTOCOL);
      return;
    default:
      gnutls_alert_send_appropriate (self->session, code);
    }
}

/* The socket is broken: errno says how. */
static void
fail_by_errno (TlsChannel *self, int error)
{
  self->state = STATE_FAILED;
  aiohttp_timer_disarm (&self->timer);
  aiohttp_byte_buffer_clear (&self->out);
  if ((self->parent.flags & AIOHTTP_CHANNEL_CLOSED) != 0)
    return;
  update_inner_want (self);
  aiohttp_channel_fail (&self->parent, error);
}

static void
fail (TlsChannel *self, int code)
{
  if (self->state == STATE_FAILED)
    return;
  if (code == GNUTLS_E_PULL_ERROR || code == GNUTLS_E_PUSH_ERROR)
    {
      fail_by_errno (self, self->broken != 0 ? self->broken : ECONNRESET);
      return;
    }
  if (self->failure == NULL)
    self->failure = describe_failure (self, code);
  g_debug ("TLS: %s", self->failure->message);
  send_alert (self, code);
  self->state = STATE_FAILED;
  aiohttp_timer_disarm (&self->timer);
  if ((self->parent.flags & AIOHTTP_CHANNEL_CLOSED) != 0)
    return;
  update_inner_want (self);
  aiohttp_channel_fail (&self->parent, code == GNUTLS_E_TIMEDOUT ? ETIMEDOUT : EPROTO);
}

/* Where GnuTLS's bytes come from when it has used those that were read: what recv() would answer. */
static gssize
refill (TlsChannel *self)
{
  gssize n;

  if (self->unproductive > MAX_UNPRODUCTIVE)
    n = AIOHTTP_CHANNEL_WOULD_BLOCK;
  else if (!self->reading)
    {
      n = aiohttp_channel_read (self->inner, aiohttp_byte_buffer_reserve (&self->kept, HANDSHAKE_READ), HANDSHAKE_READ);
      if (n > 0)
        aiohttp_byte_buffer_commit (&self->kept, n);
    }
  else
    {
      gsize size;
      guint8 *scratch = aiohttp_reactor_cipher_scratch (self->parent.reactor, &size);

      n = aiohttp_channel_read (self->inner, scratch, size);
      self->window = scratch;
      self->window_length = MAX (n, 0);
    }
  if (n >= 0)
    {
      self->unproductive += n;
      return n;
    }
  if (n == AIOHTTP_CHANNEL_FAILED)
    self->broken = errno;
  gnutls_transport_set_errno (self->session, n == AIOHTTP_CHANNEL_WOULD_BLOCK ? EAGAIN : self->broken);
  return -1;
}

static ssize_t
pull (gnutls_transport_ptr_t data, void *buffer, size_t size)
{
  TlsChannel *self = data;
  gsize n;

  if (get_unread (self) == 0)
    {
      gssize got = refill (self);

      if (got <= 0)
        return got;
    }
  if (aiohttp_byte_buffer_length (&self->kept) > 0)
    {
      n = MIN (size, aiohttp_byte_buffer_length (&self->kept));
      memcpy (buffer, aiohttp_byte_buffer_data (&self->kept), n);
      aiohttp_byte_buffer_consume (&self->kept, n);
    }
  else
    {
      n = MIN (size, self->window_length);
      memcpy (buffer, self->window, n);
      self->window += n;
      self->window_length -= n;
    }
  return n;
}

static ssize_t
push (gnutls_transport_ptr_t data, const giovec_t *vectors, int n_vectors)
{
  TlsChannel *self = data;
  gsize all = 0;
  gsize sent = 0;

  for (int i = 0; i < n_vectors; i++)
    all += vectors[i].iov_len;
  /* The messages of a flight leave together, when GnuTLS waits for the peer. */
  if (!self->shaking && aiohttp_byte_buffer_length (&self->out) == 0)
    {
      gssize n = aiohttp_channel_writev (self->inner, vectors, n_vectors);

      if (n == AIOHTTP_CHANNEL_FAILED)
        {
          self->broken = errno;
          gnutls_transport_set_errno (self->session, errno);
          return -1;
        }
      sent = MAX (n, 0);
    }
  if (sent == all)
    return all;
  for (int i = 0; i < n_vectors; i++)
    {
      gsize skipped = MIN (sent, vectors[i].iov_len);

      sent -= skipped;
      aiohttp_byte_buffer_append (&self->out, (const guint8 *) vectors[i].iov_base + skipped,
                                  vectors[i].iov_len - skipped);
    }
  return all;
}

/* Never asked by a session that does not block. */
static int
pull_timeout (gnutls_transport_ptr_t data, unsigned milliseconds)
{
  return 1;
}

static int
on_client_hello (gnutls_session_t session)
{
  TlsChannel *self = gnutls_session_get_ptr (session);
  g_autofree char *name = NULL;
  g_autoptr (AiohttpTlsContext) chosen = NULL;
  AiohttpTlsSettings *settings;

  if (!aiohttp_tls_context_chooses (self->context))
    return 0;
  name = aiohttp_tls_dup_server_name (session);
  if (!aiohttp_tls_context_choose (self->context, name, &chosen, &self->failure))
    return GNUTLS_E_UNRECOGNIZED_NAME;
  if (chosen == NULL)
    return 0;
  settings = aiohttp_tls_context_ref_settings (chosen, &self->failure);
  if (settings == NULL)
    return GNUTLS_E_UNRECOGNIZED_NAME;
  aiohttp_tls_settings_apply_late (settings, session);
  /* The ticket key and the priorities are still those of the first. */
  g_clear_pointer (&self->late_settings, aiohttp_tls_settings_unref);
  self->late_settings = settings;
  return 0;
}

static AiohttpTlsSettings *
get_peer_settings (TlsChannel *self)
{
  return self->late_settings != NULL ? self->late_settings : self->settings;
}

/* FALSE: why is in failure. */
static gboolean
verify (TlsChannel *self)
{
  self->verified = TRUE;
  return aiohttp_tls_settings_verify (get_peer_settings (self), self->session, self->server_name,
                                      self->failure == NULL ? &self->failure : NULL);
}

static int
on_verify (gnutls_session_t session)
{
  return verify (gnutls_session_get_ptr (session)) ? 0 : GNUTLS_E_CERTIFICATE_ERROR;
}

static int
on_ticket (gnutls_session_t session, unsigned type, unsigned when, unsigned incoming, const gnutls_datum_t *message)
{
  TlsChannel *self = gnutls_session_get_ptr (session);

  self->has_session = TRUE;
  return 0;
}

static void
store_session (TlsChannel *self)
{
  self->has_session = FALSE;
  if (self->session_key != NULL)
    aiohttp_tls_settings_store_session (self->settings, self->session_key, self->session);
}

/* Reads records into `buffer` while they are there. What has come before the end, or before a failure, is given first. */
static gssize
read_records (TlsChannel *self, guint8 *buffer, gsize size, gssize *end)
{
  gsize total = 0;

  *end = GNUTLS_E_AGAIN;
  while (total < size)
    {
      gssize n = gnutls_record_recv (self->session, buffer + total, size - total);

      if (n > 0)
        {
          self->n_warnings = 0;
          self->unproductive = 0;
          total += n;
          if (get_unread (self) == 0 && gnutls_record_check_pending (self->session) == 0)
            break;
        }
      else if (n == GNUTLS_E_WARNING_ALERT_RECEIVED && ++self->n_warnings <= MAX_WARNINGS)
        continue;
      else
        {
          *end = n;
          break;
        }
    }
  return total;
}

static void
keep_unread (TlsChannel *self)
{
  if (self->window_length > 0)
    aiohttp_byte_buffer_append (&self->kept, self->window, self->window_length);
  else if (aiohttp_byte_buffer_length (&self->kept) == 0)
    aiohttp_byte_buffer_clear (&self->kept);
  self->window = NULL;
  self->window_length = 0;
}

/* Readable is what this layer says: the socket may be drained while plaintext is left, or a record. */
static void
update_readable (TlsChannel *self, gboolean more)
{
  if (more || gnutls_record_check_pending (self->session) > 0 || (self->inner->ready & AIOHTTP_CHANNEL_READABLE) != 0)
    aiohttp_channel_add_ready (&self->parent, AIOHTTP_CHANNEL_READABLE);
  else
    aiohttp_channel_clear_ready (&self->parent, AIOHTTP_CHANNEL_READABLE);
}

static gssize
tls_read (AiohttpChannel *channel, void *buffer, gsize size)
{
  TlsChannel *self = (TlsChannel *) channel;
  gssize total;
  gssize end;

  g_return_val_if_fail (size > 0, AIOHTTP_CHANNEL_WOULD_BLOCK);

  if (channel->error != 0)
    {
      errno = channel->error;
      return AIOHTTP_CHANNEL_FAILED;
    }
  if (self->eof)
    return AIOHTTP_CHANNEL_EOF;
  if (self->state != STATE_OPEN)
    return AIOHTTP_CHANNEL_WOULD_BLOCK;

  self->reading = TRUE;
  if (self->ended)
    {
      total = 0;
      end = self->end;
    }
  else
    total = read_records (self, buffer, size, &end);
  keep_unread (self);
  self->reading = FALSE;
  if (G_UNLIKELY (self->unproductive > MAX_UNPRODUCTIVE))
    end = GNUTLS_E_HANDSHAKE_TOO_LARGE;
  if (G_UNLIKELY (self->has_session))
    store_session (self);

  if (G_LIKELY (total > 0 || end == GNUTLS_E_AGAIN || end == GNUTLS_E_INTERRUPTED))
    {
      if (total > 0 && G_UNLIKELY (end != GNUTLS_E_AGAIN && end != GNUTLS_E_INTERRUPTED))
        {
          self->ended = TRUE;
          self->end = (int) end;
        }
      update_readable (self, self->ended || get_unread (self) > 0);
      return total > 0 ? total : AIOHTTP_CHANNEL_WOULD_BLOCK;
    }
  aiohttp_channel_clear_ready (channel, AIOHTTP_CHANNEL_READABLE);
  if (end == 0)
    {
      self->eof = TRUE;
      channel->flags |= AIOHTTP_CHANNEL_AT_EOF;
      return AIOHTTP_CHANNEL_EOF;
    }
  fail (self, end);
  errno = channel->error;
  return AIOHTTP_CHANNEL_FAILED;
}

/* Fills a record from where the vectors stand, by copying only where it takes several of them. */
static gsize
next_record (const struct iovec *vectors, int n_vectors, int *at, gsize *offset, gsize room, guint8 *copy,
             const guint8 **record)
{
  gsize length = 0;

  room = MIN (room, MAX_RECORD);
  while (*at < n_vectors && *offset == vectors[*at].iov_len)
    {
      (*at)++;
      *offset = 0;
    }
  if (*at == n_vectors)
    return 0;
  if (*at == n_vectors - 1 || vectors[*at].iov_len - *offset >= room)
    {
      length = MIN (vectors[*at].iov_len - *offset, room);
      *record = (const guint8 *) vectors[*at].iov_base + *offset;
      *offset += length;
      return length;
    }
  for (; *at < n_vectors && length < room; (*at)++, *offset = 0)
    {
      gsize part = MIN (vectors[*at].iov_len - *offset, room - length);

      memcpy (copy + length, (const guint8 *) vectors[*at].iov_base + *offset, part);
      length += part;
      *offset += part;
      if (*offset < vectors[*at].iov_len)
        break;
    }
  *record = copy;
  return length;
}

static gssize
tls_writev (AiohttpChannel *channel, const struct iovec *vectors, int n_vectors)
{
  TlsChannel *self = (TlsChannel *) channel;
  guint8 *copy = aiohttp_reactor_cipher_scratch (channel->reactor, NULL);
  const guint8 *record;
  gsize taken = 0;
  gsize offset = 0;
  gsize length;
  int at = 0;

  if (channel->error != 0)
    {
      errno = channel->error;
      return AIOHTTP_CHANNEL_FAILED;
    }
  if (self->state != STATE_OPEN || self->shut || aiohttp_byte_buffer_length (&self->out) > 0)
    return AIOHTTP_CHANNEL_WOULD_BLOCK;

  while (taken < MAX_WRITE && aiohttp_byte_buffer_length (&self->out) == 0 &&
         (length = next_record (vectors, n_vectors, &at, &offset, MAX_WRITE - taken, copy, &record)) > 0)
    {
      gssize n = gnutls_record_send (self->session, record, length);

      if (n != (gssize) length)
        {
          fail (self, n < 0 ? (int) n : GNUTLS_E_INTERNAL_ERROR);
          errno = channel->error;
          return AIOHTTP_CHANNEL_FAILED;
        }
      taken += length;
    }
  if (aiohttp_byte_buffer_length (&self->out) > 0)
    {
      aiohttp_channel_clear_ready (channel, AIOHTTP_CHANNEL_WRITABLE);
      update_inner_want (self);
    }
  return taken;
}

/* The server's first bytes are a handshake's, or it says what is wrong. FALSE: not yet, or never. */
static gboolean
check_first_bytes (TlsChannel *self)
{
  guint8 first;

  if (!self->is_server || self->sniffed)
    return TRUE;
  if (aiohttp_byte_buffer_length (&self->kept) == 0)
    {
      gssize n = refill (self);

      if (n <= 0)
        {
          if (n == 0)
            fail (self, GNUTLS_E_PREMATURE_TERMINATION);
          else if (self->broken != 0)
            fail (self, GNUTLS_E_PULL_ERROR);
          return FALSE;
        }
    }
  self->sniffed = TRUE;
  first = *aiohttp_byte_buffer_data (&self->kept);
  if (first == 22) /* a handshake's record (RFC 8446, 5.1) */
    return TRUE;
  self->failure = g_error_new (G_TLS_ERROR, G_TLS_ERROR_NOT_TLS, "The client does not speak TLS");
  if (self->plain_answer != NULL && g_ascii_isupper (first))
    {
      aiohttp_byte_buffer_append_string (&self->out, self->plain_answer);
      self->refused = TRUE;
    }
  fail (self, GNUTLS_E_PREMATURE_TERMINATION);
  return FALSE;
}

static int
shake_hands (TlsChannel *self)
{
  int code;

  self->shaking = TRUE;
  do
    code = gnutls_handshake (self->session);
  while (code == GNUTLS_E_WARNING_ALERT_RECEIVED && ++self->n_warnings <= MAX_WARNINGS);
  if (self->unproductive > MAX_UNPRODUCTIVE)
    code = GNUTLS_E_HANDSHAKE_TOO_LARGE;
  /* What a ticket says was good when it was given: this context may have stricter rules than that time's. */
  if (code == GNUTLS_E_SUCCESS && self->is_server && !self->verified && !verify (self))
    code = GNUTLS_E_CERTIFICATE_ERROR;
  if (code < 0 && (gnutls_error_is_fatal (code) || code == GNUTLS_E_WARNING_ALERT_RECEIVED))
    fail (self, code);
  self->shaking = FALSE;
  return code;
}

static void
tls_clear (TlsChannel *self)
{
  aiohttp_timer_disarm (&self->timer);
  aiohttp_channel_close (self->inner);
  if (self->session != NULL)
    gnutls_deinit (self->session);
  g_clear_pointer (&self->late_settings, aiohttp_tls_settings_unref);
  g_clear_pointer (&self->settings, aiohttp_tls_settings_unref);
  g_object_unref (self->context);
  g_clear_object (&self->info);
  g_clear_error (&self->failure);
  g_free (self->server_name);
  g_free (self->session_key);
  aiohttp_byte_buffer_clear (&self->out);
  aiohttp_byte_buffer_clear (&self->kept);
}

/* Of a channel that lingered. */
static void
finish_closing (TlsChannel *self)
{
  tls_clear (self);
  aiohttp_channel_free (&self->parent);
}

/* The end of what this side writes, as the peer can tell it from a cut (RFC 8446, 6.1). */
static void
send_close_notify (TlsChannel *self)
{
  if (self->state != STATE_OPEN || self->shut)
    return;
  self->shut = TRUE;
  gnutls_bye (self->session, GNUTLS_SHUT_WR);
}

/* FALSE: nothing is left to be sent. */
static gboolean
start_lingering (TlsChannel *self)
{
  send_close_notify (self);
  if (self->broken != 0 || (self->inner->flags & AIOHTTP_CHANNEL_BROKEN) != 0)
    return FALSE;
  if (aiohttp_byte_buffer_length (&self->out) == 0 && !self->refused)
    return FALSE;
  self->shutting = self->refused;
  if (!flush_out (self) || (aiohttp_byte_buffer_length (&self->out) == 0 && !self->refused))
    return FALSE;
  aiohttp_timer_arm (aiohttp_reactor_get_wheel (self->parent.reactor), &self->timer,
                     self->refused ? REFUSAL_TIME : LINGER_TIME);
  update_inner_want (self);
  return TRUE;
}

/* FALSE: it was closed meanwhile. */
static gboolean
handshake (TlsChannel *self)
{
  int code = GNUTLS_E_AGAIN;

  if (check_first_bytes (self))
    code = shake_hands (self);
  if (aiohttp_byte_buffer_length (&self->kept) == 0)
    aiohttp_byte_buffer_clear (&self->kept);
  if ((self->parent.flags & AIOHTTP_CHANNEL_CLOSED) != 0)
    {
      if (!start_lingering (self))
        finish_closing (self);
      return FALSE;
    }
  if (self->timed_out)
    fail (self, GNUTLS_E_TIMEDOUT);
  if (!flush_out (self))
    fail_by_errno (self, self->broken);
  if (code == GNUTLS_E_SUCCESS && self->state == STATE_HANDSHAKE)
    {
      self->state = STATE_OPEN;
      self->n_warnings = 0;
      self->unproductive = 0;
      aiohttp_timer_disarm (&self->timer);
      if (!self->is_server && gnutls_protocol_get_version (self->session) < GNUTLS_TLS1_3)
        store_session (self);
      aiohttp_channel_add_ready (&self->parent,
                                 AIOHTTP_CHANNEL_READABLE |
                                     (aiohttp_byte_buffer_length (&self->out) == 0 ? AIOHTTP_CHANNEL_WRITABLE : 0));
    }
  update_inner_want (self);
  return TRUE;
}

static void
on_inner_open (TlsChannel *self, AiohttpChannelEvents events)
{
  if (aiohttp_byte_buffer_length (&self->out) > 0 && (events & AIOHTTP_CHANNEL_WRITABLE) != 0)
    {
      if (!flush_out (self))
        {
          fail_by_errno (self, self->broken);
          return;
        }
      if (aiohttp_byte_buffer_length (&self->out) == 0)
        {
          if (self->state == STATE_OPEN)
            aiohttp_channel_add_ready (&self->parent, AIOHTTP_CHANNEL_WRITABLE);
          update_inner_want (self);
        }
    }
  if (self->state == STATE_OPEN)
    aiohttp_channel_add_ready (&self->parent, events & AIOHTTP_CHANNEL_READABLE);
}

/* FALSE: nothing more is to be done. */
static gboolean
linger (TlsChannel *self, AiohttpChannelEvents events)
{
  if ((events & AIOHTTP_CHANNEL_ERROR) != 0 || !flush_out (self))
    return FALSE;
  if (!self->refused)
    return aiohttp_byte_buffer_length (&self->out) > 0;
  if ((events & AIOHTTP_CHANNEL_READABLE) != 0)
    {
      gsize size;
      guint8 *scratch = aiohttp_reactor_cipher_scratch (self->parent.reactor, &size);
      gssize n = aiohttp_channel_read (self->inner, scratch, size);

      if (n == AIOHTTP_CHANNEL_EOF || n == AIOHTTP_CHANNEL_FAILED)
        return FALSE;
    }
  update_inner_want (self);
  return TRUE;
}

static void
on_inner (AiohttpChannel *inner, AiohttpChannelEvents events, gpointer data)
{
  TlsChannel *self = data;

  if ((self->parent.flags & AIOHTTP_CHANNEL_CLOSED) != 0)
    {
      if (!linger (self, events))
        finish_closing (self);
      return;
    }
  if (self->state == STATE_HANDSHAKE)
    {
      if (!handshake (self))
        return;
    }
  else
    on_inner_open (self, events);
  aiohttp_channel_add_ready (&self->parent, events & (AIOHTTP_CHANNEL_HANGUP | AIOHTTP_CHANNEL_ERROR));

  /* At once, not by another round of the queue. It may free the channel. */
  aiohttp_channel_deliver (&self->parent);
}

static void
on_timeout (gpointer data)
{
  TlsChannel *self = data;

  if (self->shaking)
    self->timed_out = TRUE;
  else if ((self->parent.flags & AIOHTTP_CHANNEL_CLOSED) != 0)
    finish_closing (self);
  else
    fail (self, GNUTLS_E_TIMEDOUT);
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

  if (self->state != STATE_OPEN || self->shut)
    return;
  send_close_notify (self);
  aiohttp_channel_clear_ready (channel, AIOHTTP_CHANNEL_WRITABLE);
  self->shutting = TRUE;
  if (!flush_out (self))
    fail_by_errno (self, self->broken);
  update_inner_want (self);
}

static gboolean
tls_close (AiohttpChannel *channel)
{
  TlsChannel *self = (TlsChannel *) channel;

  aiohttp_timer_disarm (&self->timer);
  /* From within the handshake, by somebody whom it called: it goes on to an end first. */
  if (self->shaking || start_lingering (self))
    return FALSE;
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

static int
start_session (TlsChannel *self)
{
  unsigned flags = GNUTLS_NONBLOCK | GNUTLS_NO_SIGNAL;
  int code;

  flags |= self->is_server ? GNUTLS_SERVER : GNUTLS_CLIENT | GNUTLS_FORCE_CLIENT_CERT;
  if (!aiohttp_tls_settings_has_tickets (self->settings))
    flags |= GNUTLS_NO_TICKETS;
  code = gnutls_init (&self->session, flags);
  if (code < 0)
    {
      self->session = NULL;
      return code;
    }
  gnutls_session_set_ptr (self->session, self);
  gnutls_transport_set_ptr (self->session, self);
  gnutls_transport_set_pull_function (self->session, pull);
  gnutls_transport_set_pull_timeout_function (self->session, pull_timeout);
  gnutls_transport_set_vec_push_function (self->session, push);
  /* The deadline is a timer of ours. */
  gnutls_handshake_set_timeout (self->session, GNUTLS_INDEFINITE_TIMEOUT);
  gnutls_session_set_verify_function (self->session, on_verify);
  code = aiohttp_tls_settings_apply (self->settings, self->session);
  if (code < 0)
    return code;
  if (self->is_server)
    {
      gnutls_handshake_set_post_client_hello_function (self->session, on_client_hello);
      return 0;
    }
  if (self->server_name != NULL && !g_hostname_is_ip_address (self->server_name))
    code = gnutls_server_name_set (self->session, GNUTLS_NAME_DNS, self->server_name, strlen (self->server_name));
  if (self->session_key != NULL)
    {
      gnutls_handshake_set_hook_function (self->session, GNUTLS_HANDSHAKE_NEW_SESSION_TICKET, GNUTLS_HOOK_POST,
                                          on_ticket);
      aiohttp_tls_settings_resume_session (self->settings, self->session_key, self->session);
    }
  return code;
}

static void
fail_to_start (TlsChannel *self)
{
  self->state = STATE_FAILED;
  update_inner_want (self);
  aiohttp_channel_fail (&self->parent, EPROTO);
}

static AiohttpChannel *
wrap (AiohttpChannel *inner, AiohttpTlsContext *context, gboolean is_server, const char *server_name,
      const char *session_key, AiohttpChannelFunc func, gpointer data)
{
  TlsChannel *self = aiohttp_channel_alloc (&tls_class, inner->reactor, inner->fd, func, data);
  guint timeout;
  int code;

  self->inner = inner;
  self->context = g_object_ref (context);
  self->is_server = is_server;
  self->server_name = g_strdup (server_name);
  self->session_key = g_strdup (session_key);
  aiohttp_timer_init (&self->timer, on_timeout, self);
  aiohttp_channel_want (inner, 0);
  aiohttp_channel_set_func (inner, on_inner, self);

  self->settings = aiohttp_tls_context_ref_settings (context, &self->failure);
  if (self->settings != NULL && aiohttp_tls_settings_is_server (self->settings) != is_server)
    self->failure = g_error_new (AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "The TLS context is not for a %s",
                                 is_server ? "server" : "client");
  if (self->failure != NULL)
    {
      fail_to_start (self);
      return &self->parent;
    }
  code = start_session (self);
  if (code < 0)
    {
      self->failure = aiohttp_tls_error_new (G_TLS_ERROR_MISC, code, "TLS cannot begin");
      fail_to_start (self);
      return &self->parent;
    }
  timeout = aiohttp_tls_settings_get_handshake_timeout (self->settings);
  if (timeout > 0)
    aiohttp_timer_arm (aiohttp_reactor_get_wheel (inner->reactor), &self->timer, timeout);
  update_inner_want (self);
  if (!is_server)
    aiohttp_channel_wake (inner);
  return &self->parent;
}

AiohttpChannel *
aiohttp_channel_wrap_tls_server (AiohttpChannel *inner, AiohttpTlsContext *context, AiohttpChannelFunc func,
                                 gpointer data)
{
  return wrap (inner, context, TRUE, NULL, NULL, func, data);
}

AiohttpChannel *
aiohttp_channel_wrap_tls_client (AiohttpChannel *inner, AiohttpTlsContext *context, const char *server_name,
                                 const char *session_key, AiohttpChannelFunc func, gpointer data)
{
  g_autofree char *name = g_strdup (server_name);

  /* The root's dot belongs to DNS, not to certificates (RFC 6066, 3). */
  for (gsize length = name != NULL ? strlen (name) : 0; length > 1 && name[length - 1] == '.';)
    name[--length] = '\0';
  return wrap (inner, context, FALSE, name, session_key, func, data);
}

AiohttpChannel *
aiohttp_channel_new_tls_server (AiohttpReactor *reactor, int fd, AiohttpTlsContext *context, AiohttpChannelFunc func,
                                gpointer data)
{
  return aiohttp_channel_wrap_tls_server (aiohttp_channel_new_plain (reactor, fd, on_inner, NULL), context, func, data);
}

AiohttpChannel *
aiohttp_channel_new_tls_client (AiohttpReactor *reactor, int fd, AiohttpTlsContext *context, const char *server_name,
                                const char *session_key, AiohttpChannelFunc func, gpointer data)
{
  return aiohttp_channel_wrap_tls_client (aiohttp_channel_new_plain (reactor, fd, on_inner, NULL), context, server_name,
                                          session_key, func, data);
}

void
aiohttp_channel_set_plain_answer (AiohttpChannel *self, const char *answer)
{
  g_return_if_fail (aiohttp_channel_is_tls (self));

  ((TlsChannel *) self)->plain_answer = answer;
}

gboolean
aiohttp_channel_is_tls (AiohttpChannel *self)
{
  return self->klass == &tls_class;
}

gboolean
aiohttp_channel_is_open (AiohttpChannel *self)
{
  return !aiohttp_channel_is_tls (self) || ((TlsChannel *) self)->state == STATE_OPEN;
}

const GError *
aiohttp_channel_get_tls_error (AiohttpChannel *self)
{
  return aiohttp_channel_is_tls (self) ? ((TlsChannel *) self)->failure : NULL;
}

AiohttpTlsInfo *
aiohttp_channel_get_tls_info (AiohttpChannel *channel)
{
  TlsChannel *self = (TlsChannel *) channel;

  if (!aiohttp_channel_is_tls (channel) || self->state != STATE_OPEN)
    return NULL;
  if (self->info == NULL)
    self->info = aiohttp_tls_info_new (self->session, self->server_name);
  return self->info;
}
