/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-tls-context.h"
#include "aiohttp-tls-settings-private.h"

G_BEGIN_DECLS

/* What the context is set to now. In any thread. */
AiohttpTlsSettings *
aiohttp_tls_context_ref_settings (AiohttpTlsContext *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/* Asks the server name function. FALSE: refused. *chosen is NULL where the connection goes on with this context. */
gboolean aiohttp_tls_context_choose (AiohttpTlsContext *self, const char *server_name, AiohttpTlsContext **chosen,
                                     GError **error);
gboolean aiohttp_tls_context_chooses (AiohttpTlsContext *self);

G_END_DECLS
