/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-tls-context.h"

G_BEGIN_DECLS

/* How the connections of a site begin: what stands before HTTP. Not changed once it is shared, since the servers of
 * several threads may have it. */
typedef struct
{
  gatomicrefcount ref_count;
  AiohttpTlsContext *tls; /* NULL: none */
  gboolean proxy_protocol;
  double proxy_timeout; /* seconds; 0: none */
} AiohttpSiteSettings;

AiohttpSiteSettings *aiohttp_site_settings_new (void) G_GNUC_WARN_UNUSED_RESULT;
AiohttpSiteSettings *aiohttp_site_settings_ref (AiohttpSiteSettings *self);
void aiohttp_site_settings_unref (AiohttpSiteSettings *self);

G_END_DECLS
