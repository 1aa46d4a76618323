/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-attempt-private.h"

G_BEGIN_DECLS

/* Sends a copy of `request` through the middlewares of `settings`, the attempts at their end: what of them is still under
 * way when there is a response is cancelled. `settings` stay until it is done. `done` is called once, on the main stack,
 * maybe before this returns. */
void aiohttp_client_hop_start (AiohttpTransport *transport, const AiohttpClientSettings *settings,
                               AiohttpClientExchange *exchange, AiohttpClientRequest *request,
                               GCancellable *cancellable, AiohttpClientDone done, gpointer data);

G_END_DECLS
