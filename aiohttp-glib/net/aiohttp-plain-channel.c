/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-channel-private.h"
#include "aiohttp-channel-class-private.h"

#include <errno.h>
#include <limits.h>
#ifdef __linux__
#include <signal.h>
#include <sys/sendfile.h>
#endif
#include <unistd.h>

#include "aiohttp-reactor-backend-private.h"

#ifndef MSG_NOSIGNAL
#define MSG_NOSIGNAL 0
#endif

static gboolean
would_block (int error)
{
  return error == EAGAIN
#if EWOULDBLOCK != EAGAIN
         || error == EWOULDBLOCK
#endif
      ;
}

static gssize
plain_read (AiohttpChannel *self, void *buffer, gsize size)
{
  gssize n;

  g_return_val_if_fail (size > 0, AIOHTTP_CHANNEL_WOULD_BLOCK);

  if (G_UNLIKELY (self->error != 0))
    {
      errno = self->error;
      return AIOHTTP_CHANNEL_FAILED;
    }
  if ((self->ready & AIOHTTP_CHANNEL_READABLE) == 0)
    return (self->flags & AIOHTTP_CHANNEL_AT_EOF) != 0 ? AIOHTTP_CHANNEL_EOF : AIOHTTP_CHANNEL_WOULD_BLOCK;

  do
    n = recv (self->fd, buffer, size, MSG_DONTWAIT);
  while (G_UNLIKELY (n < 0 && errno == EINTR));

  if (G_LIKELY (n > 0))
    {
      /* A stream that gives less than asked for has no more, but for the end of file behind it. */
      if ((gsize) n < size && (self->flags & AIOHTTP_CHANNEL_HUNG_UP) == 0)
        aiohttp_channel_clear_ready (self, AIOHTTP_CHANNEL_READABLE);
      return n;
    }
  if (n == 0)
    {
      self->flags |= AIOHTTP_CHANNEL_AT_EOF;
      aiohttp_channel_clear_ready (self, AIOHTTP_CHANNEL_READABLE);
      return AIOHTTP_CHANNEL_EOF;
    }
  if (would_block (errno))
    {
      aiohttp_channel_clear_ready (self, AIOHTTP_CHANNEL_READABLE);
      return AIOHTTP_CHANNEL_WOULD_BLOCK;
    }
  return AIOHTTP_CHANNEL_FAILED;
}

static gssize
send_vectors (AiohttpChannel *self, const struct iovec *vectors, int n_vectors, int flags)
{
  gsize wanted = 0;
  gssize n;

  if (G_UNLIKELY (self->error != 0))
    {
      errno = self->error;
      return AIOHTTP_CHANNEL_FAILED;
    }
  if (G_UNLIKELY ((self->ready & AIOHTTP_CHANNEL_WRITABLE) == 0))
    return AIOHTTP_CHANNEL_WOULD_BLOCK;

  n_vectors = MIN (n_vectors, IOV_MAX);
  for (int i = 0; i < n_vectors; i++)
    wanted += vectors[i].iov_len;
  if (wanted == 0)
    return 0;

  do
    {
      if (n_vectors == 1)
        {
          n = send (self->fd, vectors[0].iov_base, vectors[0].iov_len, flags | MSG_DONTWAIT | MSG_NOSIGNAL);
        }
      else
        {
          struct msghdr message = { .msg_iov = (struct iovec *) vectors, .msg_iovlen = n_vectors };

          n = sendmsg (self->fd, &message, flags | MSG_DONTWAIT | MSG_NOSIGNAL);
        }
    }
  while (G_UNLIKELY (n < 0 && errno == EINTR));

  if (G_LIKELY (n >= 0))
    {
      if (G_UNLIKELY ((gsize) n < wanted))
        aiohttp_channel_clear_ready (self, AIOHTTP_CHANNEL_WRITABLE);
      return n;
    }
  if (would_block (errno))
    {
      aiohttp_channel_clear_ready (self, AIOHTTP_CHANNEL_WRITABLE);
      return AIOHTTP_CHANNEL_WOULD_BLOCK;
    }
  return AIOHTTP_CHANNEL_FAILED;
}

static gssize
plain_writev (AiohttpChannel *self, const struct iovec *vectors, int n_vectors)
{
  return send_vectors (self, vectors, n_vectors, 0);
}

#ifdef __linux__
static gssize
plain_writev_more (AiohttpChannel *self, const struct iovec *vectors, int n_vectors)
{
  return send_vectors (self, vectors, n_vectors, MSG_MORE);
}

/* sendfile() has no MSG_NOSIGNAL. Where the signal was not blocked none can have been pending, and where it was it stays
 * blocked. */
static gssize
sendfile_without_signal (int fd, int file, off_t *offset, gsize length)
{
  static const struct timespec at_once;
  sigset_t pipe_set, old, pending;
  gboolean was_blocked, was_pending = FALSE;
  gssize n;
  int error;

  sigemptyset (&pipe_set);
  sigaddset (&pipe_set, SIGPIPE);
  pthread_sigmask (SIG_BLOCK, &pipe_set, &old);
  was_blocked = sigismember (&old, SIGPIPE);
  if (G_UNLIKELY (was_blocked))
    {
      sigpending (&pending);
      was_pending = sigismember (&pending, SIGPIPE);
    }
  do
    n = sendfile (fd, file, offset, length);
  while (G_UNLIKELY (n < 0 && errno == EINTR));
  error = errno;
  if (n < 0 && error == EPIPE && !was_pending)
    sigtimedwait (&pipe_set, NULL, &at_once);
  if (G_LIKELY (!was_blocked))
    pthread_sigmask (SIG_SETMASK, &old, NULL);
  errno = error;
  return n;
}

static gssize
plain_sendfile (AiohttpChannel *self, int file, off_t offset, gsize length)
{
  gssize n;

  if (G_UNLIKELY (self->error != 0))
    {
      errno = self->error;
      return AIOHTTP_CHANNEL_FAILED;
    }
  if ((self->ready & AIOHTTP_CHANNEL_WRITABLE) == 0)
    return AIOHTTP_CHANNEL_WOULD_BLOCK;
  n = sendfile_without_signal (self->fd, file, &offset, length);
  /* Short at the end of the file, too: only a refusal says that the socket is full. */
  if (n >= 0)
    return n;
  if (!would_block (errno))
    return AIOHTTP_CHANNEL_FAILED;
  aiohttp_channel_clear_ready (self, AIOHTTP_CHANNEL_WRITABLE);
  return AIOHTTP_CHANNEL_WOULD_BLOCK;
}
#endif

static void
plain_shutdown_write (AiohttpChannel *self)
{
  shutdown (self->fd, SHUT_WR);
}

static gboolean
plain_close (AiohttpChannel *self)
{
  if (self->error == 0)
    self->reactor->backend->remove (self->reactor, self);
  close (self->fd);
  self->fd = -1;
  return TRUE;
}

static const AiohttpChannelClass plain_class = {
  .size = sizeof (AiohttpChannel),
  .read = plain_read,
  .writev = plain_writev,
  .shutdown_write = plain_shutdown_write,
#ifdef __linux__
  .writev_more = plain_writev_more,
  .sendfile = plain_sendfile,
#endif
  .close = plain_close,
};

AiohttpChannel *
aiohttp_channel_new_plain (AiohttpReactor *reactor, int fd, AiohttpChannelFunc func, gpointer data)
{
  AiohttpChannel *self = aiohttp_channel_alloc (&plain_class, reactor, fd, func, data);

#ifdef SO_NOSIGPIPE
  setsockopt (fd, SOL_SOCKET, SO_NOSIGPIPE, &(int){ 1 }, sizeof (int));
#endif
  /* Taken to be writable until a write finds otherwise: one that is still connecting does. */
  self->ready = AIOHTTP_CHANNEL_WRITABLE;
  if (G_UNLIKELY (!reactor->backend->add (reactor, self)))
    aiohttp_channel_fail (self, errno);
  return self;
}

AiohttpChannel *
aiohttp_channel_new_connecting (AiohttpReactor *reactor, int fd, AiohttpChannelFunc func, gpointer data)
{
  AiohttpChannel *self = aiohttp_channel_new_plain (reactor, fd, func, data);

  if (self->error == 0)
    aiohttp_channel_clear_ready (self, AIOHTTP_CHANNEL_WRITABLE);
  return self;
}

int
aiohttp_channel_get_socket_error (AiohttpChannel *self)
{
  int error = 0;
  socklen_t length = sizeof error;

  if (self->error != 0)
    return self->error;
  if (self->fd >= 0 && getsockopt (self->fd, SOL_SOCKET, SO_ERROR, &error, &length) != 0)
    return errno;
  return error;
}
