/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <netinet/in.h>

#include "aiohttp-channel-private.h"

G_BEGIN_DECLS

/* For those who make a kind of channel: the plain one, TLS, the listener. */
typedef struct
{
  gsize size;
  gssize (*read) (AiohttpChannel *self, void *buffer, gsize size);
  gssize (*writev) (AiohttpChannel *self, const struct iovec *vectors, int n_vectors);
  void (*shutdown_write) (AiohttpChannel *self);

  /* As writev, and more follows at once; NULL where that makes no difference. */
  gssize (*writev_more) (AiohttpChannel *self, const struct iovec *vectors, int n_vectors);

  /* As writev, from a file; NULL where bytes have to pass through memory. */
  gssize (*sendfile) (AiohttpChannel *self, int file, off_t offset, gsize length);

  /* Lets go of what lies below. What writev() took is sent all the same: a class that holds some of it back returns
   * FALSE, goes on by itself, and calls aiohttp_channel_free() when it is done. */
  gboolean (*close) (AiohttpChannel *self);

  /* After the want has changed; may be NULL. */
  void (*want) (AiohttpChannel *self);
} AiohttpChannelClass;

typedef enum
{
  AIOHTTP_CHANNEL_QUEUED = 1 << 0,
  AIOHTTP_CHANNEL_CALLING = 1 << 1, /* its function is being called */
  AIOHTTP_CHANNEL_CLOSED = 1 << 2,
  AIOHTTP_CHANNEL_AT_EOF = 1 << 3,
  AIOHTTP_CHANNEL_HUNG_UP = 1 << 4, /* HANGUP was reported: an end of file is behind what is to be read */
  AIOHTTP_CHANNEL_BROKEN = 1 << 5,  /* ERROR was reported */
  AIOHTTP_CHANNEL_PEER_ASKED = 1 << 6,
  AIOHTTP_CHANNEL_LINGERING = 1 << 7, /* closed, but its class is not done */
} AiohttpChannelFlags;

struct _AiohttpChannel
{
  const AiohttpChannelClass *klass;
  AiohttpReactor *reactor;
  AiohttpChannelFunc func;
  gpointer data;
  AiohttpChannel *next_ready;
  AiohttpChannel *previous_ready;
  gpointer watch; /* the backend's */
  int fd;         /* -1: none of its own */
  guint8 ready;   /* READABLE and WRITABLE that hold as far as is known */
  guint8 pending; /* events to deliver once: HANGUP, ERROR, and READABLE for a wake */
  guint8 want;
  guint8 flags;
  int error; /* an errno that every read and write answers; 0: none */
  union
  {
    struct sockaddr any;
    struct sockaddr_in in;
    struct sockaddr_in6 in6;
  } peer;
};

/* Allocates klass->size bytes, all zero behind the AiohttpChannel. @fd may be -1. */
gpointer aiohttp_channel_alloc (const AiohttpChannelClass *klass, AiohttpReactor *reactor, int fd,
                                AiohttpChannelFunc func, gpointer data);

/* Frees what was closed; only for a class whose close() returned FALSE. */
void aiohttp_channel_free (AiohttpChannel *self);

/* Notes that @events hold, queues the channel if one of them is wanted or is to be delivered once. */
void aiohttp_channel_add_ready (AiohttpChannel *self, AiohttpChannelEvents events);

/* Notes that @events do not hold any more. */
void aiohttp_channel_clear_ready (AiohttpChannel *self, AiohttpChannelEvents events);

/* Reports @error: now and for ever. */
void aiohttp_channel_fail (AiohttpChannel *self, int error);

/* Calls the function for what is wanted and holds, if it is not being called. The channel may be gone afterwards. */
void aiohttp_channel_deliver (AiohttpChannel *self);

/* Whether a delivery would call the function. */
static inline AiohttpChannelEvents
aiohttp_channel_due (AiohttpChannel *self)
{
  return (self->ready & self->want) | self->pending;
}

G_END_DECLS
