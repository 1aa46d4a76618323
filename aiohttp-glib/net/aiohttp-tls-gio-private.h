/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-tls-context.h"

G_BEGIN_DECLS

/* What a client's context says, in GIO's terms: for connections that GIO makes. */
typedef struct
{
  GTlsCertificate *certificate; /* NULL: none */
  GTlsDatabase *database;       /* NULL: the system's */
  gboolean verify;
  gboolean pinned; /* only aiohttp_tls_settings_check_fingerprint() decides */
} AiohttpTlsGio;

/* Everything in it is to be cleared, also where it fails: what GIO cannot do is an error. */
gboolean aiohttp_tls_context_to_gio (AiohttpTlsContext *self, AiohttpTlsGio *gio, GError **error);
void aiohttp_tls_gio_clear (AiohttpTlsGio *gio);

G_END_DECLS
