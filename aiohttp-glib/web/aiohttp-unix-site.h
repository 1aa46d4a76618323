/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-app-runner.h"
#include "aiohttp-site.h"

G_BEGIN_DECLS

typedef struct _AiohttpUnixSite AiohttpUnixSite;
typedef struct _AiohttpUnixSiteClass AiohttpUnixSiteClass;

#define AIOHTTP_TYPE_UNIX_SITE       (aiohttp_unix_site_get_type ())
#define AIOHTTP_UNIX_SITE(object)    (G_TYPE_CHECK_INSTANCE_CAST ((object), AIOHTTP_TYPE_UNIX_SITE, AiohttpUnixSite))
#define AIOHTTP_IS_UNIX_SITE(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), AIOHTTP_TYPE_UNIX_SITE))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpUnixSite, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_unix_site_get_type (void);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpUnixSite *aiohttp_unix_site_new (AiohttpAppRunner *runner, const char *path) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_unix_site_get_path (AiohttpUnixSite *self);
AIOHTTP_AVAILABLE_IN_ALL
int aiohttp_unix_site_get_mode (AiohttpUnixSite *self);

G_END_DECLS
