/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-chain-private.h"
#include "aiohttp-client-exchange-private.h"
#include "aiohttp-client-request-private.h"
#include "aiohttp-client-settings-private.h"
#include "aiohttp-transport-private.h"

G_BEGIN_DECLS

/* Sends a request once, as it is at this moment, and gives the response to its head: what the middlewares stand around,
 * and what a redirect does again. It has a child of `exchange` for itself and for the body of its response, so that its
 * response may be read, or dropped, while another attempt is made. `settings` stay until it is done. `done` is called
 * once, on the main stack, maybe before this returns. */
void aiohttp_client_attempt_start (AiohttpTransport *transport, const AiohttpClientSettings *settings,
                                   AiohttpClientExchange *exchange, AiohttpClientRequest *request,
                                   GCancellable *cancellable, AiohttpClientDone done, gpointer data);

G_END_DECLS
