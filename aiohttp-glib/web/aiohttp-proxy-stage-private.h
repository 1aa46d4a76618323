/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <sys/socket.h>

#include "aiohttp-web-server-private.h"

G_BEGIN_DECLS

/* Takes an accepted socket, reads the header of the PROXY protocol from it, and begins its connection; or closes it,
 * where no header comes. */
void aiohttp_proxy_stage_start (AiohttpWebServer *server, int fd, const struct sockaddr_storage *peer,
                                AiohttpSiteSettings *settings);

/* Closes those that wait. */
void aiohttp_proxy_stage_close_all (AiohttpWebServer *server);

G_END_DECLS
