/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-tls-channel-private.h"

#include <errno.h>

#include "aiohttp-error.h"
#include "aiohttp-tls-channel-state-private.h"
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
/* How long what is written may take to go out behind a close, in milliseconds. */
#define LINGER_TIME 10000
/* And how long a client that has not understood it is TLS may take to read that. */
#define REFUSAL_TIME 2000

void
aiohttp_tls_channel_update_want (AiohttpTlsChannel *self)
{
  AiohttpChannelEvents want = 0;

  if (aiohttp_byte_buffer_length (&self->out) > 0)
    want |= AIOHTTP_CHANNEL_WRITABLE;
  if ((self->parent.flags & AIOHTTP_CHANNEL_CLOSED) != 0)
    want |= self->refused ? AIOHTTP_CHANNEL_READABLE : 0;
  else if (self->state == AIOHTTP_TLS_HANDSHAKE)
    want |= AIOHTTP_CHANNEL_READABLE;
  else if (self->state == AIOHTTP_TLS_OPEN)
    want |= self->parent.want & AIOHTTP_CHANNEL_READABLE;
  aiohttp_channel_want (self->inner, want);
}

/* Reads records into `buffer` while they are there. What has come before the end, or before a failure, is given first. */
static gssize
read_records (AiohttpTlsChannel *self, guint8 *buffer, gsize size, gssize *end)
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
          if (aiohttp_tls_channel_get_unread (self) == 0 && gnutls_record_check_pending (self->session) == 0)
            break;
        }
      else if (n == GNUTLS_E_WARNING_ALERT_RECEIVED && ++self->n_warnings <= AIOHTTP_TLS_MAX_WARNINGS)
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
keep_unread (AiohttpTlsChannel *self)
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
update_readable (AiohttpTlsChannel *self, gboolean more)
{
  if (more || gnutls_record_check_pending (self->session) > 0 || (self->inner->ready & AIOHTTP_CHANNEL_READABLE) != 0)
    aiohttp_channel_add_ready (&self->parent, AIOHTTP_CHANNEL_READABLE);
  else
    aiohttp_channel_clear_ready (&self->parent, AIOHTTP_CHANNEL_READABLE);
}

static gssize
tls_read (AiohttpChannel *channel, void *buffer, gsize size)
{
  AiohttpTlsChannel *self = (AiohttpTlsChannel *) channel;
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
  if (self->state != AIOHTTP_TLS_OPEN)
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
  if (G_UNLIKELY (self->unproductive > AIOHTTP_TLS_MAX_UNPRODUCTIVE))
    end = GNUTLS_E_HANDSHAKE_TOO_LARGE;
  if (G_UNLIKELY (self->has_session))
    aiohttp_tls_channel_store_session (self);

  if (G_LIKELY (total > 0 || end == GNUTLS_E_AGAIN || end == GNUTLS_E_INTERRUPTED))
    {
      if (total > 0 && G_UNLIKELY (end != GNUTLS_E_AGAIN && end != GNUTLS_E_INTERRUPTED))
        {
          self->ended = TRUE;
          self->end = (int) end;
        }
      update_readable (self, self->ended || aiohttp_tls_channel_get_unread (self) > 0);
      return total > 0 ? total : AIOHTTP_CHANNEL_WOULD_BLOCK;
    }
  aiohttp_channel_clear_ready (channel, AIOHTTP_CHANNEL_READABLE);
  if (end == 0)
    {
      self->eof = TRUE;
      channel->flags |= AIOHTTP_CHANNEL_AT_EOF;
      return AIOHTTP_CHANNEL_EOF;
    }
  aiohttp_tls_channel_fail (self, end);
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
  AiohttpTlsChannel *self = (AiohttpTlsChannel *) channel;
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
  if (self->state != AIOHTTP_TLS_OPEN || self->shut || aiohttp_byte_buffer_length (&self->out) > 0)
    return AIOHTTP_CHANNEL_WOULD_BLOCK;

  while (taken < MAX_WRITE && aiohttp_byte_buffer_length (&self->out) == 0 &&
         (length = next_record (vectors, n_vectors, &at, &offset, MAX_WRITE - taken, copy, &record)) > 0)
    {
      gssize n = gnutls_record_send (self->session, record, length);

      if (n != (gssize) length)
        {
          aiohttp_tls_channel_fail (self, n < 0 ? (int) n : GNUTLS_E_INTERNAL_ERROR);
          errno = channel->error;
          return AIOHTTP_CHANNEL_FAILED;
        }
      taken += length;
    }
  if (aiohttp_byte_buffer_length (&self->out) > 0)
    {
      aiohttp_channel_clear_ready (channel, AIOHTTP_CHANNEL_WRITABLE);
      aiohttp_tls_channel_update_want (self);
    }
  return taken;
}

static void
tls_clear (AiohttpTlsChannel *self)
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
finish_closing (AiohttpTlsChannel *self)
{
  tls_clear (self);
  aiohttp_channel_free (&self->parent);
}

/* The end of what this side writes, as the peer can tell it from a cut (RFC 8446, 6.1). */
static void
send_close_notify (AiohttpTlsChannel *self)
{
  if (self->state != AIOHTTP_TLS_OPEN || self->shut)
    return;
  self->shut = TRUE;
  if (!self->cut)
    gnutls_bye (self->session, GNUTLS_SHUT_WR);
}

/* FALSE: nothing is left to be sent. */
static gboolean
start_lingering (AiohttpTlsChannel *self)
{
  send_close_notify (self);
  if (self->broken != 0 || (self->inner->flags & AIOHTTP_CHANNEL_BROKEN) != 0)
    return FALSE;
  if (aiohttp_byte_buffer_length (&self->out) == 0 && !self->refused)
    return FALSE;
  self->shutting = self->refused;
  if (!aiohttp_tls_channel_flush (self) || (aiohttp_byte_buffer_length (&self->out) == 0 && !self->refused))
    return FALSE;
  aiohttp_timer_arm (aiohttp_reactor_get_wheel (self->parent.reactor), &self->timer,
                     self->refused ? REFUSAL_TIME : LINGER_TIME);
  aiohttp_tls_channel_update_want (self);
  return TRUE;
}

/* FALSE: it was closed meanwhile. */
static gboolean
handshake (AiohttpTlsChannel *self)
{
  int code = GNUTLS_E_AGAIN;

  if (aiohttp_tls_channel_check_first_bytes (self))
    code = aiohttp_tls_channel_shake_hands (self);
  if (aiohttp_byte_buffer_length (&self->kept) == 0)
    aiohttp_byte_buffer_clear (&self->kept);
  if ((self->parent.flags & AIOHTTP_CHANNEL_CLOSED) != 0)
    {
      if (!start_lingering (self))
        finish_closing (self);
      return FALSE;
    }
  if (self->timed_out)
    aiohttp_tls_channel_fail (self, GNUTLS_E_TIMEDOUT);
  if (!aiohttp_tls_channel_flush (self))
    aiohttp_tls_channel_fail_by_errno (self, self->broken);
  if (code == GNUTLS_E_SUCCESS && self->state == AIOHTTP_TLS_HANDSHAKE)
    {
      self->state = AIOHTTP_TLS_OPEN;
      self->n_warnings = 0;
      self->unproductive = 0;
      aiohttp_timer_disarm (&self->timer);
      if (!self->is_server && gnutls_protocol_get_version (self->session) < GNUTLS_TLS1_3)
        aiohttp_tls_channel_store_session (self);
      aiohttp_channel_add_ready (&self->parent,
                                 AIOHTTP_CHANNEL_READABLE |
                                     (aiohttp_byte_buffer_length (&self->out) == 0 ? AIOHTTP_CHANNEL_WRITABLE : 0));
    }
  aiohttp_tls_channel_update_want (self);
  return TRUE;
}

static void
on_inner_open (AiohttpTlsChannel *self, AiohttpChannelEvents events)
{
  if (aiohttp_byte_buffer_length (&self->out) > 0 && (events & AIOHTTP_CHANNEL_WRITABLE) != 0)
    {
      if (!aiohttp_tls_channel_flush (self))
        {
          aiohttp_tls_channel_fail_by_errno (self, self->broken);
          return;
        }
      if (aiohttp_byte_buffer_length (&self->out) == 0)
        {
          if (self->state == AIOHTTP_TLS_OPEN)
            aiohttp_channel_add_ready (&self->parent, AIOHTTP_CHANNEL_WRITABLE);
          aiohttp_tls_channel_update_want (self);
        }
    }
  if (self->state == AIOHTTP_TLS_OPEN)
    aiohttp_channel_add_ready (&self->parent, events & AIOHTTP_CHANNEL_READABLE);
}

/* FALSE: nothing more is to be done. */
static gboolean
linger (AiohttpTlsChannel *self, AiohttpChannelEvents events)
{
  if ((events & AIOHTTP_CHANNEL_ERROR) != 0 || !aiohttp_tls_channel_flush (self))
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
  aiohttp_tls_channel_update_want (self);
  return TRUE;
}

static void
on_inner (AiohttpChannel *inner, AiohttpChannelEvents events, gpointer data)
{
  AiohttpTlsChannel *self = data;

  if ((self->parent.flags & AIOHTTP_CHANNEL_CLOSED) != 0)
    {
      if (!linger (self, events))
        finish_closing (self);
      return;
    }
  if (self->state == AIOHTTP_TLS_HANDSHAKE)
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
  AiohttpTlsChannel *self = data;

  if (self->shaking)
    self->timed_out = TRUE;
  else if ((self->parent.flags & AIOHTTP_CHANNEL_CLOSED) != 0)
    finish_closing (self);
  else
    aiohttp_tls_channel_fail (self, GNUTLS_E_TIMEDOUT);
}

static void
tls_want (AiohttpChannel *channel)
{
  aiohttp_tls_channel_update_want ((AiohttpTlsChannel *) channel);
}

static void
tls_shutdown_write (AiohttpChannel *channel)
{
  AiohttpTlsChannel *self = (AiohttpTlsChannel *) channel;

  if (self->state != AIOHTTP_TLS_OPEN || self->shut)
    return;
  send_close_notify (self);
  aiohttp_channel_clear_ready (channel, AIOHTTP_CHANNEL_WRITABLE);
  self->shutting = TRUE;
  if (!aiohttp_tls_channel_flush (self))
    aiohttp_tls_channel_fail_by_errno (self, self->broken);
  aiohttp_tls_channel_update_want (self);
}

static gboolean
tls_close (AiohttpChannel *channel)
{
  AiohttpTlsChannel *self = (AiohttpTlsChannel *) channel;

  aiohttp_timer_disarm (&self->timer);
  /* From within the handshake, by somebody whom it called: it goes on to an end first. */
  if (self->shaking || start_lingering (self))
    return FALSE;
  tls_clear (self);
  return TRUE;
}

static const AiohttpChannelClass tls_class = {
  .size = sizeof (AiohttpTlsChannel),
  .read = tls_read,
  .writev = tls_writev,
  .shutdown_write = tls_shutdown_write,
  .close = tls_close,
  .want = tls_want,
};

static void
fail_to_start (AiohttpTlsChannel *self)
{
  self->state = AIOHTTP_TLS_FAILED;
  aiohttp_tls_channel_update_want (self);
  aiohttp_channel_fail (&self->parent, EPROTO);
}

static AiohttpChannel *
wrap (AiohttpChannel *inner, AiohttpTlsContext *context, gboolean is_server, const char *server_name,
      const char *session_key, AiohttpChannelFunc func, gpointer data)
{
  AiohttpTlsChannel *self = aiohttp_channel_alloc (&tls_class, inner->reactor, inner->fd, func, data);
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
  code = aiohttp_tls_channel_start_session (self);
  if (code < 0)
    {
      self->failure = aiohttp_tls_error_new (G_TLS_ERROR_MISC, code, "TLS cannot begin");
      fail_to_start (self);
      return &self->parent;
    }
  timeout = aiohttp_tls_settings_get_handshake_timeout (self->settings);
  if (timeout > 0)
    aiohttp_timer_arm (aiohttp_reactor_get_wheel (inner->reactor), &self->timer, timeout);
  aiohttp_tls_channel_update_want (self);
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

  ((AiohttpTlsChannel *) self)->plain_answer = answer;
}

void
aiohttp_channel_set_cut (AiohttpChannel *self)
{
  if (aiohttp_channel_is_tls (self))
    ((AiohttpTlsChannel *) self)->cut = TRUE;
}

gboolean
aiohttp_channel_is_tls (AiohttpChannel *self)
{
  return self->klass == &tls_class;
}

gboolean
aiohttp_channel_is_open (AiohttpChannel *self)
{
  return !aiohttp_channel_is_tls (self) || ((AiohttpTlsChannel *) self)->state == AIOHTTP_TLS_OPEN;
}

const GError *
aiohttp_channel_get_tls_error (AiohttpChannel *self)
{
  return aiohttp_channel_is_tls (self) ? ((AiohttpTlsChannel *) self)->failure : NULL;
}

AiohttpTlsInfo *
aiohttp_channel_get_tls_info (AiohttpChannel *channel)
{
  AiohttpTlsChannel *self = (AiohttpTlsChannel *) channel;

  if (!aiohttp_channel_is_tls (channel) || self->state != AIOHTTP_TLS_OPEN)
    return NULL;
  if (self->info == NULL)
    self->info = aiohttp_tls_info_new (self->session, self->server_name);
  return self->info;
}

void
aiohttp_channel_note_readable (AiohttpChannel *self)
{
  while (aiohttp_channel_is_tls (self))
    self = ((AiohttpTlsChannel *) self)->inner;
  aiohttp_channel_add_ready (self, AIOHTTP_CHANNEL_READABLE);
}
