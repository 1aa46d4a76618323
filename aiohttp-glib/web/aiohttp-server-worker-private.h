/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-future.h"
#include "aiohttp-site-settings-private.h"
#include "aiohttp-web-server.h"

G_BEGIN_DECLS

/* A thread that serves: with a main context, a reactor and a server of its own, which has the properties that the
 * runner's has at this time. All functions are the runner's thread's; what they ask for happens in the worker's. */
typedef struct _AiohttpServerWorker AiohttpServerWorker;

AiohttpServerWorker *aiohttp_server_worker_new (AiohttpWebServer *model) G_GNUC_WARN_UNUSED_RESULT;

/* How many seconds a thread has to do what it is asked to do at once. */
#define AIOHTTP_WORKER_PATIENCE 3

/* Waits for the thread, whose server was shut down; one that a handler blocks is left behind, with a warning. */
void aiohttp_server_worker_free (AiohttpServerWorker *self);
/* Waits no more for what was asked of it, if anything was: the futures are done, as FALSE. */
void aiohttp_server_worker_give_up (AiohttpServerWorker *self);

void aiohttp_server_worker_listen (AiohttpServerWorker *self, GSocket *socket, AiohttpSiteSettings *settings);
/* Accepts no more there; a future of the calling thread's loop. */
AiohttpFuture *aiohttp_server_worker_unlisten (AiohttpServerWorker *self, GPtrArray *sockets) G_GNUC_WARN_UNUSED_RESULT;

/* As those of the server: at once, with its timeouts, without. */
void aiohttp_server_worker_close_idle (AiohttpServerWorker *self);
void aiohttp_server_worker_end_now (AiohttpServerWorker *self);
/* A future of the calling thread's loop. */
AiohttpFuture *aiohttp_server_worker_shut_down (AiohttpServerWorker *self) G_GNUC_WARN_UNUSED_RESULT;

guint aiohttp_server_worker_get_n_connections (AiohttpServerWorker *self);

G_END_DECLS
