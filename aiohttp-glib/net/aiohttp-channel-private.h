/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <sys/socket.h>
#include <sys/uio.h>

#include "aiohttp-reactor-private.h"

G_BEGIN_DECLS

typedef struct _AiohttpChannel AiohttpChannel;

/* What a channel tells its owner.
 *
 * READABLE and WRITABLE come only while they are wanted, and again for as long as they hold: who neither reads nor
 * withdraws the want is called without end. HANGUP and ERROR come once each, wanted or not. HANGUP: the peer sends no
 * more; what it sent before can still be read, the end of file behind it. ERROR: the connection is broken; reading or
 * writing says how. */
typedef enum
{
  AIOHTTP_CHANNEL_READABLE = 1 << 0,
  AIOHTTP_CHANNEL_WRITABLE = 1 << 1,
  AIOHTTP_CHANNEL_HANGUP = 1 << 2,
  AIOHTTP_CHANNEL_ERROR = 1 << 3,
} AiohttpChannelEvents;

/* Besides a number of bytes, what reading and writing answer. */
#define AIOHTTP_CHANNEL_EOF         0
#define AIOHTTP_CHANNEL_WOULD_BLOCK (-1)
#define AIOHTTP_CHANNEL_FAILED      (-2)

typedef void (*AiohttpChannelFunc) (AiohttpChannel *channel, AiohttpChannelEvents events, gpointer data);

/* A plain channel on a connected, non-blocking stream socket, which it takes. Wants nothing at first. */
AiohttpChannel *aiohttp_channel_new_plain (AiohttpReactor *reactor, int fd, AiohttpChannelFunc func,
                                           gpointer data) G_GNUC_WARN_UNUSED_RESULT;

/* The same on a socket whose connect() has not come to an end: WRITABLE, when it is wanted, tells that it has, and
 * aiohttp_channel_get_socket_error() how. */
AiohttpChannel *aiohttp_channel_new_connecting (AiohttpReactor *reactor, int fd, AiohttpChannelFunc func,
                                                gpointer data) G_GNUC_WARN_UNUSED_RESULT;

/* An errno that the socket has to tell of, once; 0: none. */
int aiohttp_channel_get_socket_error (AiohttpChannel *self);

/* Hands the channel over to another owner, from the next event on. */
void aiohttp_channel_set_func (AiohttpChannel *self, AiohttpChannelFunc func, gpointer data);

/* More than 0: bytes read. 0: end of file. -1: nothing to read now; READABLE will tell. -2: failed, errno is set.
 * Makes no system call where it is known that nothing is there: a request costs one read, not two. */
gssize aiohttp_channel_read (AiohttpChannel *self, void *buffer, gsize size);

/* Bytes taken, maybe fewer than given (which says nothing about the next write). -1: none now; WRITABLE will tell.
 * -2: failed, errno is set. Never SIGPIPE. */
gssize aiohttp_channel_writev (AiohttpChannel *self, const struct iovec *vectors, int n_vectors);
gssize aiohttp_channel_write (AiohttpChannel *self, const void *data, gsize size);
/* As aiohttp_channel_writev(), where the next write or sendfile follows at once: they may share packets. */
gssize aiohttp_channel_writev_more (AiohttpChannel *self, const struct iovec *vectors, int n_vectors);

/* Whether aiohttp_channel_sendfile() may be called. */
gboolean aiohttp_channel_can_sendfile (AiohttpChannel *self);
/* Sends bytes of a file without reading them: as aiohttp_channel_writev(), and 0 at the end of the file. */
gssize aiohttp_channel_sendfile (AiohttpChannel *self, int file, off_t offset, gsize length);

/* Which of READABLE and WRITABLE are wanted from now on; costs no system call. What is ready already is delivered
 * later in this turn or in the next one, never before this function returns. */
void aiohttp_channel_want (AiohttpChannel *self, AiohttpChannelEvents events);
AiohttpChannelEvents aiohttp_channel_get_want (AiohttpChannel *self);

/* Calls the function with READABLE later in this turn (or in the next one) even if the socket has nothing: for work
 * left in a buffer after a bounded step. Once per call, wanted or not. */
void aiohttp_channel_wake (AiohttpChannel *self);

/* Ends the sending side: the peer reads end of file behind what was written. */
void aiohttp_channel_shutdown_write (AiohttpChannel *self);

/* Closes the socket and frees the channel, at the latest when the callback in flight returns. Its function is not
 * called again, not for events that are already under way either. What was written is still sent,
 * unless there is input left unread: the kernel then resets the connection, so a server drains it first. */
void aiohttp_channel_close (AiohttpChannel *self);

AiohttpReactor *aiohttp_channel_get_reactor (AiohttpChannel *self);
int aiohttp_channel_get_fd (AiohttpChannel *self);

/* How many bytes of what was written the peer's system has not got yet; -1 where that is not known. The system says that
 * there is room only when there is much of it, and a slow peer takes long to make that: this tells it from one that has
 * stopped. */
int aiohttp_channel_get_unacknowledged (AiohttpChannel *self);

/* The peer's address: what accept gave, else asked for once; AF_UNSPEC if there is none, no path for AF_UNIX. */
const struct sockaddr *aiohttp_channel_get_peer (AiohttpChannel *self);
void aiohttp_channel_set_peer (AiohttpChannel *self, const struct sockaddr_storage *peer);

G_END_DECLS
