/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <aiohttp-glib/aiohttp.h>

/* Every test of the client runs on both transports: takes --transport=soup from the arguments, before g_test_init(). */
void client_transport_init (int *argc, char **argv);
AiohttpTransportKind client_transport_get_kind (void);
gboolean client_transport_is_soup (void);

/* A session on that transport. */
AiohttpClientSession *client_transport_new_session (void);
