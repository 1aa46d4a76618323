/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gnutls/gnutls.h>

#include "aiohttp-tls-info.h"

G_BEGIN_DECLS

/* Of a session whose handshake is over. @server_name: what a client has asked for; NULL: what it was asked for. */
AiohttpTlsInfo *aiohttp_tls_info_new (gnutls_session_t session, const char *server_name) G_GNUC_WARN_UNUSED_RESULT;

/* The name that the client has asked for, NULL for none. */
char *aiohttp_tls_dup_server_name (gnutls_session_t session) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
