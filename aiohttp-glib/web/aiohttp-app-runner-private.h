/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-app-runner.h"
#include "aiohttp-tcp-site.h"

G_BEGIN_DECLS

/* FALSE where the runner is not set up. */
gboolean aiohttp_app_runner_check_set_up (AiohttpAppRunner *self, GError **error);

/* The runner stops its sites when it is cleaned up. It does not hold them. */
void aiohttp_app_runner_add_site (AiohttpAppRunner *self, AiohttpTcpSite *site);
void aiohttp_app_runner_remove_site (AiohttpAppRunner *self, AiohttpTcpSite *site);

void aiohttp_tcp_site_close (AiohttpTcpSite *self);

G_END_DECLS
