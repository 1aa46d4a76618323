/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-dns-cache-private.h"
#include "aiohttp-native-route-private.h"
#include "aiohttp-tls-channel-private.h"
#include "aiohttp-transport-private.h"

G_BEGIN_DECLS

/* How a transport reaches servers. */
typedef struct
{
  AiohttpReactor *reactor;
  AiohttpDnsCache *dns;
  GSocketFamily family; /* G_SOCKET_FAMILY_INVALID: any */
  GSocketAddress *local_address;
  GSocketAddress *unix_address; /* every host is there */
  double happy_eyeballs_delay;  /* negative: none */
} AiohttpDialSettings;

typedef struct _AiohttpDial AiohttpDial;

/* Either a channel that is ready to carry a request (taken, it wants nothing) or an error of AIOHTTP_CLIENT_ERROR. The
 * dial is gone. */
typedef void (*AiohttpDialFunc) (AiohttpChannel *channel, GError *error, gpointer data);

/* Connects along a route: resolves, connects, has the proxy tunnel, has TLS agreed on. `settings` stay until it ends, and
 * so does `request`, whose timeouts and events they are. `func` is called on the main stack, never before this returns. */
AiohttpDial *aiohttp_dial_start (const AiohttpDialSettings *settings, AiohttpNativeRoute *route,
                                 const AiohttpTransportRequest *request, AiohttpDialFunc func, gpointer data);
void aiohttp_dial_cancel (AiohttpDial *self);

G_END_DECLS
