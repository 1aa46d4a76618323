/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-tls-context.h"

G_BEGIN_DECLS

typedef struct _AiohttpAppRunner AiohttpAppRunner;
typedef struct _AiohttpSite AiohttpSite;
typedef struct _AiohttpSiteClass AiohttpSiteClass;

#define AIOHTTP_TYPE_SITE       (aiohttp_site_get_type ())
#define AIOHTTP_SITE(object)    (G_TYPE_CHECK_INSTANCE_CAST ((object), AIOHTTP_TYPE_SITE, AiohttpSite))
#define AIOHTTP_IS_SITE(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), AIOHTTP_TYPE_SITE))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpSite, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_site_get_type (void);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpAppRunner *aiohttp_site_get_runner (AiohttpSite *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_site_get_name (AiohttpSite *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpTlsContext *aiohttp_site_get_tls (AiohttpSite *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_site_set_tls (AiohttpSite *self, AiohttpTlsContext *tls);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_site_is_serving (AiohttpSite *self);
AIOHTTP_AVAILABLE_IN_ALL
GList *aiohttp_site_dup_addresses (AiohttpSite *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_site_start_async (AiohttpSite *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                               gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_site_start_finish (AiohttpSite *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_site_start (AiohttpSite *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_site_stop_async (AiohttpSite *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_site_stop_finish (AiohttpSite *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_site_stop (AiohttpSite *self, GError **error);

G_END_DECLS
