/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <sys/socket.h>

#include "aiohttp-web-server-private.h"

G_BEGIN_DECLS

/* Serves HTTP/1 on an accepted socket, which it takes, over TLS unless `tls` is NULL; it frees itself when it is closed.
 * Main stack, all of it. */
void aiohttp_server_connection_start (AiohttpWebServer *server, int fd, const struct sockaddr_storage *peer,
                                      AiohttpTlsContext *tls);

AiohttpServerConnection *aiohttp_server_connection_get_next (AiohttpServerConnection *self);

/* Closes it where no request is running; else it closes after the answer. May free it. */
void aiohttp_server_connection_finish (AiohttpServerConnection *self);
/* Gives the running request up. */
void aiohttp_server_connection_cancel (AiohttpServerConnection *self);
/* Closes it now. Frees it. */
void aiohttp_server_connection_abort (AiohttpServerConnection *self);

/* Keeps the memory valid between. */
void aiohttp_server_connection_hold (AiohttpServerConnection *self);
void aiohttp_server_connection_release (AiohttpServerConnection *self);

G_END_DECLS
