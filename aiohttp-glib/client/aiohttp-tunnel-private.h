/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-channel-private.h"
#include "aiohttp-native-route-private.h"

G_BEGIN_DECLS

typedef struct _AiohttpTunnel AiohttpTunnel;

/* Either a channel to the server (taken, it wants nothing) or an error, AIOHTTP_CLIENT_ERROR_PROXY. The tunnel is gone. */
typedef void (*AiohttpTunnelFunc) (AiohttpChannel *channel, GError *error, gpointer data);

/* Has the proxy of a route, to which `channel` (taken) leads, connect it with the server: by CONNECT (RFC 9110, 9.3.6), or
 * by SOCKS through GIO's GProxy. `func` is called on the main stack, never before this returns. */
AiohttpTunnel *
aiohttp_tunnel_start (AiohttpChannel *channel, AiohttpNativeRoute *route, AiohttpTunnelFunc func, gpointer data);
void aiohttp_tunnel_cancel (AiohttpTunnel *self);

/* "Basic …" of a proxy's credentials; NULL for none. */
char *aiohttp_tunnel_make_credentials (GUri *proxy);

G_END_DECLS
