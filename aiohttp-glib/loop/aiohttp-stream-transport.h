/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_STREAM_TRANSPORT (aiohttp_stream_transport_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpStreamTransport, aiohttp_stream_transport, AIOHTTP, STREAM_TRANSPORT, GObject)

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_transport_write (AiohttpStreamTransport *self, GBytes *data, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_transport_write_eof (AiohttpStreamTransport *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
gsize aiohttp_stream_transport_get_write_buffer_size (AiohttpStreamTransport *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_stream_transport_set_write_buffer_limits (AiohttpStreamTransport *self, gsize high, gsize low);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_stream_transport_pause_reading (AiohttpStreamTransport *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_stream_transport_resume_reading (AiohttpStreamTransport *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_transport_is_reading (AiohttpStreamTransport *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_stream_transport_close (AiohttpStreamTransport *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_stream_transport_abort (AiohttpStreamTransport *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_stream_transport_is_closing (AiohttpStreamTransport *self);

AIOHTTP_AVAILABLE_IN_ALL
GSocket *aiohttp_stream_transport_get_socket (AiohttpStreamTransport *self);

G_END_DECLS
