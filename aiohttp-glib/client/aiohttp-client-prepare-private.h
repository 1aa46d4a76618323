/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-call-private.h"
#include "aiohttp-client-request-private.h"
#include "aiohttp-client-settings-private.h"

G_BEGIN_DECLS

/* The first request of a call, and how the call goes on: all of the session's defaults and the options, checked. NULL with
 * an error for what must not be sent. */
AiohttpClientRequest *
aiohttp_client_prepare (const AiohttpClientDefaults *defaults, const char *method, const char *url,
                        AiohttpRequestOptions *options, AiohttpClientSettings *settings, GError **error);

G_END_DECLS
