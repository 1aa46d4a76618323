/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <sys/socket.h>

#include <gio/gio.h>

#include "aiohttp-reactor-private.h"

G_BEGIN_DECLS

typedef struct _AiohttpListener AiohttpListener;

/* Takes @fd, a new non-blocking connection with TCP_NODELAY set. May stop or free the listener. */
typedef void (*AiohttpListenerFunc) (int fd, const struct sockaddr_storage *peer, gpointer data);

/* Accepts from @listening, bound and listening already, in batches. Out of descriptors or memory it pauses for a
 * moment instead of spinning; a connection that died in the queue is skipped. */
AiohttpListener *aiohttp_listener_new (AiohttpReactor *reactor, GSocket *listening, AiohttpListenerFunc func,
                                       gpointer data) G_GNUC_WARN_UNUSED_RESULT;

/* TCP keep-alive of the connections accepted from now on; 0 seconds: off, as it is at first. */
void aiohttp_listener_set_keepalive (AiohttpListener *self, guint idle_seconds);

/* Accepts no more; the socket stays open and its backlog fills. Resuming is allowed. */
void aiohttp_listener_stop (AiohttpListener *self);
void aiohttp_listener_resume (AiohttpListener *self);

/* Stops and lets go of the socket, which closes with its last reference. */
void aiohttp_listener_free (AiohttpListener *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpListener, aiohttp_listener_free)

G_END_DECLS
