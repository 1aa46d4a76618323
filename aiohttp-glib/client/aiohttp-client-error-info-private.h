/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-error-info.h"
#include "aiohttp-client-request.h"

G_BEGIN_DECLS

/* Puts what is known on an error of AIOHTTP_CLIENT_ERROR, and on the task that is about to return it (NULL: none), where
 * bindings find it that lose what an error carries. `request`, `response` and `history` may be NULL. */
void aiohttp_client_error_info_attach (GError *error, GTask *task, AiohttpClientRequest *request,
                                       AiohttpClientResponse *response, GPtrArray *history);

/* Puts what is known of a refused websocket on the task that is about to return its error. */
void aiohttp_client_error_info_attach_refusal (GTask *task, AiohttpClientResponse *response);

G_END_DECLS
