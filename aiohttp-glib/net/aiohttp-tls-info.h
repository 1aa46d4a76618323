/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_TLS_INFO (aiohttp_tls_info_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpTlsInfo, aiohttp_tls_info, AIOHTTP, TLS_INFO, GObject)

AIOHTTP_AVAILABLE_IN_ALL
GTlsProtocolVersion aiohttp_tls_info_get_protocol_version (AiohttpTlsInfo *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_tls_info_get_cipher (AiohttpTlsInfo *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_tls_info_get_alpn_protocol (AiohttpTlsInfo *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_tls_info_get_server_name (AiohttpTlsInfo *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_tls_info_is_resumed (AiohttpTlsInfo *self);
AIOHTTP_AVAILABLE_IN_ALL
GTlsCertificate *aiohttp_tls_info_get_peer_certificate (AiohttpTlsInfo *self);

G_END_DECLS
