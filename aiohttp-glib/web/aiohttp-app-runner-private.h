/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-app-runner.h"
#include "aiohttp-site-settings-private.h"
#include "aiohttp-site.h"

G_BEGIN_DECLS

/* FALSE where the runner is not set up. */
gboolean aiohttp_app_runner_check_set_up (AiohttpAppRunner *self, GError **error);

/* How many servers serve the application beside each other. */
guint aiohttp_app_runner_get_n_servers (AiohttpAppRunner *self);

/* Serves the sockets, one set of them a server; main stack. */
gboolean
aiohttp_app_runner_listen (AiohttpAppRunner *self, GPtrArray *sockets, AiohttpSiteSettings *settings, GError **error);
/* Stops serving the sockets, and closes them. */
void aiohttp_app_runner_unlisten (AiohttpAppRunner *self, GPtrArray *sockets);

/* A site that serves is the runner's, too, so that it goes on where nobody holds it. */
void aiohttp_app_runner_add_site (AiohttpAppRunner *self, AiohttpSite *site);
void aiohttp_app_runner_remove_site (AiohttpAppRunner *self, AiohttpSite *site);

G_END_DECLS
