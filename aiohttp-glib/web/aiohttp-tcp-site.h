/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-app-runner.h"
#include "aiohttp-site.h"

G_BEGIN_DECLS

typedef struct _AiohttpTcpSite AiohttpTcpSite;
typedef struct _AiohttpTcpSiteClass AiohttpTcpSiteClass;

#define AIOHTTP_TYPE_TCP_SITE       (aiohttp_tcp_site_get_type ())
#define AIOHTTP_TCP_SITE(object)    (G_TYPE_CHECK_INSTANCE_CAST ((object), AIOHTTP_TYPE_TCP_SITE, AiohttpTcpSite))
#define AIOHTTP_IS_TCP_SITE(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), AIOHTTP_TYPE_TCP_SITE))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpTcpSite, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_tcp_site_get_type (void);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpTcpSite *aiohttp_tcp_site_new (AiohttpAppRunner *runner, const char *host, int port) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_tcp_site_get_host (AiohttpTcpSite *self);
AIOHTTP_AVAILABLE_IN_ALL
guint16 aiohttp_tcp_site_get_port (AiohttpTcpSite *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_tcp_site_get_reuse_port (AiohttpTcpSite *self);

G_END_DECLS
