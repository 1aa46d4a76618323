/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-request.h"

G_BEGIN_DECLS

/* What is sent once, as the middlewares see and change it. `headers` and `body` are referenced, not copied. */
AiohttpClientRequest *aiohttp_client_request_new (const char *method, GUri *uri, SoupMessageHeaders *headers,
                                                  GBytes *body) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
