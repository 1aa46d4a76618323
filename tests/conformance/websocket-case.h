/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-web-socket-private.h"

#include "conformance.h"

/* What a case sends to one role, frame by frame, and what is to come of it. */
typedef struct
{
  GByteArray *wire;
  GArray *ends; /* of gsize: behind each frame */
} WebSocketWire;

WebSocketWire *web_socket_wire_new (ConformanceCase *test, gboolean to_server);
void web_socket_wire_free (WebSocketWire *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WebSocketWire, web_socket_wire_free)

/* The case's settings. */
void web_socket_case_get_terms (ConformanceCase *test, gboolean as_server, AiohttpWebSocketTerms *terms);

/* "text hello" */
void web_socket_case_describe (AiohttpWebSocketMessage *message, GPtrArray *lines);
/* The case's own lines, unescaped, against what was received. */
void web_socket_case_assert_messages (ConformanceCase *test, GPtrArray *lines);
