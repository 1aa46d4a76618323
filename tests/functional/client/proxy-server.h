/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

/* A proxy on loopback, by threads and blocking streams: absolute form, CONNECT and SOCKS 5. Whatever host is asked for,
 * it connects to `target`. */
typedef struct
{
  gboolean socks;
  GTlsCertificate *certificate; /* the way to it is TLS; NULL: plain */
  const char *user;             /* with `password`, what it wants to be told; NULL: nothing */
  const char *password;
  guint16 target;
  gboolean silent; /* never answers */
} ProxySettings;

typedef struct _ProxyServer ProxyServer;

ProxyServer *proxy_server_new (const ProxySettings *settings); /* which stay as long as it does */
void proxy_server_free (ProxyServer *self);
/* "SCHEME://USERINFO127.0.0.1:PORT" */
char *proxy_server_make_url (ProxyServer *self, const char *userinfo);
guint proxy_server_count_connections (ProxyServer *self);
/* The head of a request as it came, of SOCKS "HOST:PORT"; NULL if there is none of that number. */
char *proxy_server_dup_request (ProxyServer *self, guint index);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ProxyServer, proxy_server_free)
