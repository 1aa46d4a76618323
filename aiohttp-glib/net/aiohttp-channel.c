/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-channel-private.h"
#include "aiohttp-channel-class-private.h"

#include <string.h>
#include <sys/ioctl.h>
#ifdef __linux__
#include <linux/sockios.h>
#endif

#include "aiohttp-reactor-backend-private.h"

/* The seam between a connection and its socket, plain or TLS.
 *
 * A channel knows which of READABLE and WRITABLE hold: the backend (or the TLS below) adds them when it hears of them,
 * a read or write that comes up short clears them. What is known to hold and is wanted puts the channel on its
 * reactor's queue of ready ones; the reactor calls the functions of the queue one after the other. So an event is never
 * delivered from within a call into the channel, changing the want makes no system call, and since nothing but the
 * queue refers to a channel between two calls, closing one (its own or another's callback may) takes it from the
 * queue and that is all: no stale event, no mix-up when the descriptor's number is used again.
 *
 * A function is never called while a call to it is in flight, even if it iterates the main context; what came in
 * between is delivered afterwards.
 *
 * TLS is another class over a plain channel (aiohttp-tls-channel.c):
 *
 * - Its want is not the socket's: a handshake reads, and what the socket did not take wants WRITABLE, whatever is
 *   wanted above. Hence the class's want().
 * - Readiness belongs to a layer. The socket may be drained while a decrypted record is left; the TLS channel then
 *   stays READABLE by itself, and nobody has to wake.
 * - What was encrypted counts as written. A write takes some records' worth: fewer bytes than given does not mean that
 *   the next write would block.
 * - So close() can come while written bytes are not sent. They go out before the socket closes, as the kernel does it
 *   for a plain one: close() may say that it is not done.
 * - An end of file without close_notify is no end of file but a failure, EPROTO. An errno is too poor to say why a
 *   handshake failed; aiohttp_channel_get_tls_error() does.
 * - The event of the layer below is delivered above at once (aiohttp_channel_deliver()), not by the queue.
 *
 * Thread: that of the reactor's context. Coroutines may read, write and close; the function is always called on the
 * main stack.
 */

/* While one of these holds, its function is not to be called. */
#define OUT_OF_QUEUE (AIOHTTP_CHANNEL_CALLING | AIOHTTP_CHANNEL_CLOSED)

gpointer
aiohttp_channel_alloc (const AiohttpChannelClass *klass, AiohttpReactor *reactor, int fd, AiohttpChannelFunc func,
                       gpointer data)
{
  AiohttpChannel *self = g_malloc0 (klass->size);

  self->klass = klass;
  self->reactor = aiohttp_reactor_ref (reactor);
  self->fd = fd;
  self->func = func;
  self->data = data;
  return self;
}

/* At the latest of: its class is done, the callback in flight is over. */
static void
free_if_over (AiohttpChannel *self)
{
  AiohttpReactor *reactor = self->reactor;

  if ((self->flags & (AIOHTTP_CHANNEL_CALLING | AIOHTTP_CHANNEL_LINGERING)) != 0)
    return;
  g_free (self);
  aiohttp_reactor_unref (reactor);
}

void
aiohttp_channel_free (AiohttpChannel *self)
{
  self->flags &= ~AIOHTTP_CHANNEL_LINGERING;
  free_if_over (self);
}

static inline void
queue_if_due (AiohttpChannel *self)
{
  if (aiohttp_channel_due (self) != 0 && (self->flags & (AIOHTTP_CHANNEL_QUEUED | OUT_OF_QUEUE)) == 0)
    aiohttp_reactor_queue (self->reactor, self);
}

static inline void
update_backend (AiohttpChannel *self)
{
  if (G_UNLIKELY (self->reactor->backend->update != NULL) && self->watch != NULL)
    self->reactor->backend->update (self->reactor, self);
}

void
aiohttp_channel_add_ready (AiohttpChannel *self, AiohttpChannelEvents events)
{
  if (G_UNLIKELY ((events & AIOHTTP_CHANNEL_HANGUP) != 0 && (self->flags & AIOHTTP_CHANNEL_HUNG_UP) == 0))
    {
      self->flags |= AIOHTTP_CHANNEL_HUNG_UP;
      self->pending |= AIOHTTP_CHANNEL_HANGUP;
    }
  if (G_UNLIKELY ((events & AIOHTTP_CHANNEL_ERROR) != 0 && (self->flags & AIOHTTP_CHANNEL_BROKEN) == 0))
    {
      self->flags |= AIOHTTP_CHANNEL_BROKEN;
      self->pending |= AIOHTTP_CHANNEL_ERROR;
    }
  if (G_UNLIKELY ((self->flags & AIOHTTP_CHANNEL_AT_EOF) != 0))
    events &= ~AIOHTTP_CHANNEL_READABLE;

  self->ready |= events & (AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_WRITABLE);
  queue_if_due (self);
}

void
aiohttp_channel_clear_ready (AiohttpChannel *self, AiohttpChannelEvents events)
{
  self->ready &= ~events;
  update_backend (self);
}

void
aiohttp_channel_fail (AiohttpChannel *self, int error)
{
  self->error = error;
  aiohttp_channel_add_ready (self, AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_WRITABLE | AIOHTTP_CHANNEL_ERROR);
}

void
aiohttp_channel_deliver (AiohttpChannel *self)
{
  AiohttpChannelEvents events = aiohttp_channel_due (self);

  if (events == 0 || (self->flags & OUT_OF_QUEUE) != 0)
    return;

  self->pending = 0;
  self->flags |= AIOHTTP_CHANNEL_CALLING;
  self->func (self, events, self->data);
  self->flags &= ~AIOHTTP_CHANNEL_CALLING;

  if ((self->flags & AIOHTTP_CHANNEL_CLOSED) != 0)
    free_if_over (self);
  else
    queue_if_due (self);
}

void
aiohttp_channel_set_func (AiohttpChannel *self, AiohttpChannelFunc func, gpointer data)
{
  self->func = func;
  self->data = data;
}

gssize
aiohttp_channel_read (AiohttpChannel *self, void *buffer, gsize size)
{
  return self->klass->read (self, buffer, size);
}

gssize
aiohttp_channel_writev (AiohttpChannel *self, const struct iovec *vectors, int n_vectors)
{
  return self->klass->writev (self, vectors, n_vectors);
}

gssize
aiohttp_channel_writev_more (AiohttpChannel *self, const struct iovec *vectors, int n_vectors)
{
  if (self->klass->writev_more == NULL)
    return self->klass->writev (self, vectors, n_vectors);
  return self->klass->writev_more (self, vectors, n_vectors);
}

gssize
aiohttp_channel_write (AiohttpChannel *self, const void *data, gsize size)
{
  struct iovec vector = { (void *) data, size };

  return self->klass->writev (self, &vector, 1);
}

gboolean
aiohttp_channel_can_sendfile (AiohttpChannel *self)
{
  return self->klass->sendfile != NULL;
}

gssize
aiohttp_channel_sendfile (AiohttpChannel *self, int file, off_t offset, gsize length)
{
  return self->klass->sendfile (self, file, offset, length);
}

void
aiohttp_channel_want (AiohttpChannel *self, AiohttpChannelEvents events)
{
  guint8 want = events & (AIOHTTP_CHANNEL_READABLE | AIOHTTP_CHANNEL_WRITABLE);

  if (want == self->want || (self->flags & AIOHTTP_CHANNEL_CLOSED) != 0)
    return;
  self->want = want;
  if (self->klass->want != NULL)
    self->klass->want (self);
  update_backend (self);
  queue_if_due (self);
}

AiohttpChannelEvents
aiohttp_channel_get_want (AiohttpChannel *self)
{
  return self->want;
}

void
aiohttp_channel_wake (AiohttpChannel *self)
{
  if ((self->flags & AIOHTTP_CHANNEL_CLOSED) != 0)
    return;
  self->pending |= AIOHTTP_CHANNEL_READABLE;
  queue_if_due (self);
}

void
aiohttp_channel_shutdown_write (AiohttpChannel *self)
{
  self->klass->shutdown_write (self);
}

void
aiohttp_channel_close (AiohttpChannel *self)
{
  g_return_if_fail ((self->flags & AIOHTTP_CHANNEL_CLOSED) == 0);

  self->flags |= AIOHTTP_CHANNEL_CLOSED;
  if ((self->flags & AIOHTTP_CHANNEL_QUEUED) != 0)
    aiohttp_reactor_unqueue (self->reactor, self);
  self->want = self->ready = self->pending = 0;
  if (!self->klass->close (self))
    self->flags |= AIOHTTP_CHANNEL_LINGERING;
  free_if_over (self);
}

AiohttpReactor *
aiohttp_channel_get_reactor (AiohttpChannel *self)
{
  return self->reactor;
}

int
aiohttp_channel_get_fd (AiohttpChannel *self)
{
  return self->fd;
}

int
aiohttp_channel_get_unacknowledged (AiohttpChannel *self)
{
#ifdef SIOCOUTQ
  int bytes;

  if (ioctl (self->fd, SIOCOUTQ, &bytes) == 0)
    return bytes;
#endif
  return -1;
}

const struct sockaddr *
aiohttp_channel_get_peer (AiohttpChannel *self)
{
  if ((self->flags & AIOHTTP_CHANNEL_PEER_ASKED) == 0)
    {
      struct sockaddr_storage peer = { .ss_family = AF_UNSPEC };
      socklen_t length = sizeof peer;

      if (getpeername (self->fd, (struct sockaddr *) &peer, &length) != 0)
        peer.ss_family = AF_UNSPEC;
      aiohttp_channel_set_peer (self, &peer);
    }
  return &self->peer.any;
}

void
aiohttp_channel_set_peer (AiohttpChannel *self, const struct sockaddr_storage *peer)
{
  self->flags |= AIOHTTP_CHANNEL_PEER_ASKED;
  if (peer->ss_family == AF_INET)
    memcpy (&self->peer.in, peer, sizeof self->peer.in);
  else if (peer->ss_family == AF_INET6)
    memcpy (&self->peer.in6, peer, sizeof self->peer.in6);
  else
    self->peer.any.sa_family = peer->ss_family;
}
