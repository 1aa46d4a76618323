/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-event-loop.h"
#include "aiohttp-protocol.h"

G_BEGIN_DECLS

/* On a connected socket. In the loop's next step, and on the main stack, the protocol learns of it, and then
 * `started (transport, data)` is called; from then on it reads. */
AiohttpStreamTransport *
aiohttp_stream_transport_start (AiohttpEventLoop *loop, GSocket *socket, AiohttpProtocol *protocol,
                                void (*started) (AiohttpStreamTransport *transport, gpointer data), gpointer data);

G_END_DECLS
