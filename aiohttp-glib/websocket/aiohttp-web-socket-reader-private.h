/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-web-socket-private.h"
#include "aiohttp-web-socket-reader.h"

G_BEGIN_DECLS

/* `first`: the first part, or all of it. */
AiohttpWebSocketReader *
aiohttp_web_socket_reader_new (AiohttpWebSocket *socket, AiohttpWebSocketMessage *first) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
