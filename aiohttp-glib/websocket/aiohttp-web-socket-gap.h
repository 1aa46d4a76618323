/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib-object.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_WEB_SOCKET_GAP (aiohttp_web_socket_gap_get_type ())
AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpWebSocketGap, aiohttp_web_socket_gap, AIOHTTP, WEB_SOCKET_GAP, GObject)

AIOHTTP_AVAILABLE_IN_ALL
GDateTime *aiohttp_web_socket_gap_get_lost_at (AiohttpWebSocketGap *self);
AIOHTTP_AVAILABLE_IN_ALL
double aiohttp_web_socket_gap_get_duration (AiohttpWebSocketGap *self);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_web_socket_gap_get_n_attempts (AiohttpWebSocketGap *self);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_web_socket_gap_get_close_code (AiohttpWebSocketGap *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_web_socket_gap_get_close_reason (AiohttpWebSocketGap *self);
AIOHTTP_AVAILABLE_IN_ALL
const GError *aiohttp_web_socket_gap_get_error (AiohttpWebSocketGap *self);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_web_socket_gap_get_status (AiohttpWebSocketGap *self);

G_END_DECLS
