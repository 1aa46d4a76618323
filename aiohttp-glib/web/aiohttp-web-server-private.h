/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-access-log-private.h"
#include "aiohttp-event-loop.h"
#include "aiohttp-http1-parser-private.h"
#include "aiohttp-reactor-private.h"
#include "aiohttp-site-settings-private.h"
#include "aiohttp-web-server.h"

G_BEGIN_DECLS

typedef struct _AiohttpServerConnection AiohttpServerConnection;

struct _AiohttpWebServer
{
  GObject parent_instance;

  AiohttpApplication *app;

  /* settings */
  AiohttpHttp1Limits limits;
  double header_timeout;
  double keepalive_timeout;
  double body_timeout;
  double write_timeout;
  double lingering_timeout;
  double shutdown_timeout;
  guint body_min_rate;
  guint max_headers; /* limits.max_fields from the start on, which head has room for */
  guint max_pipelined;
  gboolean access_log;

  /* while it serves; one context only */
  GMainContext *context;
  AiohttpReactor *reactor;
  AiohttpTimerWheel *wheel;
  GPtrArray *listenings;
  AiohttpServerConnection *connections;
  guint n_connections;
  gboolean closing;

  /* shared by the connections, so that an idle one needs none of them */
  AiohttpHttp1Parser parser;
  AiohttpHttp1Head *head;
  AiohttpByteBuffer output;
  AiohttpServerConnection *output_owner; /* who is filling it */
  AiohttpAccessLog log;

  /* shutdown */
  GPtrArray *shutdown_tasks;
  AiohttpTimer shutdown_timer;
  gboolean cancelled;
};

AiohttpWebServer *aiohttp_web_server_new (AiohttpApplication *app);

/* Serves `socket`, bound, listening and non-blocking, in `context`, which is the only one that the server serves in.
 * `settings` may be NULL. */
gboolean aiohttp_web_server_listen (AiohttpWebServer *self, GMainContext *context, GSocket *socket,
                                    AiohttpSiteSettings *settings, GError **error);
/* Accepts no more there. */
void aiohttp_web_server_unlisten (AiohttpWebServer *self, GSocket *socket);

/* A connection is no more. */
void aiohttp_web_server_connection_closed (AiohttpWebServer *self);

G_END_DECLS
