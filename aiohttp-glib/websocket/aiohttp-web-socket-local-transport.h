/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-web-socket-hub-transport.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_WEB_SOCKET_LOCAL_TRANSPORT (aiohttp_web_socket_local_transport_get_type ())
AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpWebSocketLocalTransport, aiohttp_web_socket_local_transport, AIOHTTP,
                      WEB_SOCKET_LOCAL_TRANSPORT, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpWebSocketLocalTransport *aiohttp_web_socket_local_transport_new (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
