/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-web-socket-options.h"
#include "aiohttp-web-socket-private.h"

G_BEGIN_DECLS

/* What does not depend on the handshake; `options` may be NULL. */
void aiohttp_web_socket_options_get_terms (AiohttpWebSocketOptions *options, AiohttpWebSocketTerms *terms);

G_END_DECLS
