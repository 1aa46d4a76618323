/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-app-runner.h"
#include "aiohttp-site.h"

G_BEGIN_DECLS

typedef struct _AiohttpSockSite AiohttpSockSite;
typedef struct _AiohttpSockSiteClass AiohttpSockSiteClass;

#define AIOHTTP_TYPE_SOCK_SITE       (aiohttp_sock_site_get_type ())
#define AIOHTTP_SOCK_SITE(object)    (G_TYPE_CHECK_INSTANCE_CAST ((object), AIOHTTP_TYPE_SOCK_SITE, AiohttpSockSite))
#define AIOHTTP_IS_SOCK_SITE(object) (G_TYPE_CHECK_INSTANCE_TYPE ((object), AIOHTTP_TYPE_SOCK_SITE))

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpSockSite, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_sock_site_get_type (void);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpSockSite *aiohttp_sock_site_new (AiohttpAppRunner *runner, GSocket *socket) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpSockSite *
aiohttp_sock_site_new_for_fd (AiohttpAppRunner *runner, int fd, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
GList *
aiohttp_sock_site_list_activated (AiohttpAppRunner *runner, const char *name, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
GSocket *aiohttp_sock_site_get_socket (AiohttpSockSite *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_sock_site_get_activation_name (AiohttpSockSite *self);

G_END_DECLS
