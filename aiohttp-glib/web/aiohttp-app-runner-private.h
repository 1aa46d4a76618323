/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-app-runner.h"
#include "aiohttp-server.h"

G_BEGIN_DECLS

/* FALSE where the runner is not set up. */
gboolean aiohttp_app_runner_check_set_up (AiohttpAppRunner *self, GError **error);

/* What a site serves with is the runner's, too, so that it outlives a site that nobody holds: until it is closed by this
 * or by the runner's end. */
void aiohttp_app_runner_add_listener (AiohttpAppRunner *self, AiohttpServer *listener);
void aiohttp_app_runner_close_listener (AiohttpAppRunner *self, AiohttpServer *listener);

G_END_DECLS
