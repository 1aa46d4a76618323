/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-tls-channel-state-private.h"

#include <errno.h>

/* Read at once during the handshake. */
#define HANDSHAKE_READ (4 * 1024)

gboolean
aiohttp_tls_channel_flush (AiohttpTlsChannel *self)
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

gssize
aiohttp_tls_channel_refill (AiohttpTlsChannel *self)
{
  gssize n;

  if (self->unproductive > AIOHTTP_TLS_MAX_UNPRODUCTIVE)
    n = AIOHTTP_CHANNEL_WOULD_BLOCK;
  else if (!self->reading || aiohttp_channel_is_tls (self->inner)) /* which reads ahead into that buffer itself */
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
  AiohttpTlsChannel *self = data;
  gsize n;

  if (aiohttp_tls_channel_get_unread (self) == 0)
    {
      gssize got = aiohttp_tls_channel_refill (self);

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
  AiohttpTlsChannel *self = data;
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

void
aiohttp_tls_channel_set_transport (AiohttpTlsChannel *self)
{
  gnutls_transport_set_ptr (self->session, self);
  gnutls_transport_set_pull_function (self->session, pull);
  gnutls_transport_set_pull_timeout_function (self->session, pull_timeout);
  gnutls_transport_set_vec_push_function (self->session, push);
}
