/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a burst of connections may fill before the next accept; the system caps it (net.core.somaxconn). */
#define AIOHTTP_LISTEN_BACKLOG 4096

typedef struct
{
  guint16 port; /* 0 for a free one */
  guint backlog;
  gboolean reuse_port;
  guint n_sets; /* how often each address is listened on, on the same port; more than 1 needs reuse_port */
} AiohttpListenOptions;

/* The addresses (GInetAddress) that `host` names; NULL and "" are all interfaces. */
void aiohttp_listen_resolve_async (const char *host, GCancellable *cancellable, GAsyncReadyCallback callback,
                                   gpointer user_data);
/* For g_resolver_free_addresses(). */
GList *aiohttp_listen_resolve_finish (GAsyncResult *result, GError **error);

/* Sockets (GSocket), listening and non-blocking, on all of the addresses that this machine has: set after set. */
GPtrArray *aiohttp_listen_on_addresses (GList *addresses, const AiohttpListenOptions *options, GError **error);

/* 0 where it has none. */
guint16 aiohttp_listen_get_port (GSocket *socket);

G_END_DECLS
