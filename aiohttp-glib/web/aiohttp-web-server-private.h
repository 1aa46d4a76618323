/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <sys/socket.h>

#include "aiohttp-access-log-private.h"
#include "aiohttp-access-logger.h"
#include "aiohttp-event-loop.h"
#include "aiohttp-http1-parser-private.h"
#include "aiohttp-reactor-private.h"
#include "aiohttp-site-settings-private.h"
#include "aiohttp-web-server.h"

G_BEGIN_DECLS

typedef struct _AiohttpProxyStage AiohttpProxyStage;
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
  double handler_timeout;
  gboolean handler_cancellation;
  guint max_connections; /* 0: no bound, and so for the next */
  guint max_connections_per_address;
  guint body_min_rate;
  guint max_headers; /* limits.max_fields from the start on, which head has room for */
  guint max_pipelined;
  gboolean access_log;
  AiohttpAccessLogger *access_logger; /* NULL: lines on standard error */
  AiohttpAccessLogFormat *log_format; /* of those */
  char *log_format_text;
  gboolean log_needs_duration;

  /* while it serves; one context only */
  GMainContext *context;
  AiohttpReactor *reactor;
  AiohttpTimerWheel *wheel;
  GPtrArray *listenings;
  AiohttpServerConnection *connections;
  guint n_connections;
  AiohttpProxyStage *stages; /* connections before the first byte of HTTP */
  guint n_stages;
  GHashTable *addresses; /* how many connections each has, where that is bounded */
  gboolean full;         /* nothing is accepted */
  gboolean closing;
  gboolean shutdown_begun;

  /* shared by the connections, so that an idle one needs none of them */
  AiohttpHttp1Parser parser;
  AiohttpHttp1Head *head;
  AiohttpByteBuffer output;
  AiohttpServerConnection *output_owner; /* who is filling it */
  AiohttpAccessLog log;
  GPtrArray *told; /* what the logger is told at the turn's end */
  AiohttpTurnEnd told_hook;

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

/* Begins HTTP on an accepted socket, or what stands before it and is not done yet; takes the socket. */
void aiohttp_web_server_begin_connection (AiohttpWebServer *self, int fd, const struct sockaddr_storage *peer,
                                          AiohttpSiteSettings *settings);
/* A connection is no more, or did not come to be. */
void aiohttp_web_server_has_room (AiohttpWebServer *self);
/* A connection from `peer` is no more. */
void aiohttp_web_server_forget_address (AiohttpWebServer *self, const struct sockaddr *peer);
void aiohttp_web_server_connection_closed (AiohttpWebServer *self);

/* Logs an answer, by the logger or on standard error. */
void
aiohttp_web_server_log_answer (AiohttpWebServer *self, AiohttpRequest *request, const AiohttpAccessLogEntry *entry);
void aiohttp_web_server_update_log (AiohttpWebServer *self);
void aiohttp_web_server_open_log (AiohttpWebServer *self);
/* Tells the logger what it has not been told yet. */
void aiohttp_web_server_close_log (AiohttpWebServer *self);
gboolean aiohttp_web_server_take_log_format (AiohttpWebServer *self, const char *text, GError **error);

/* What a shutdown begins with: idle connections are closed, busy ones will be after their answer. Main stack, as what
 * follows: no more waiting, handlers are cancelled and connections closed. */
void aiohttp_web_server_close_idle (AiohttpWebServer *self);
void aiohttp_web_server_end_now (AiohttpWebServer *self);

/* Checks what serving in a context needs, and makes it at the first time. */
gboolean aiohttp_web_server_start_in_context (AiohttpWebServer *self, GMainContext *context, GError **error);
void aiohttp_web_server_listening_free (gpointer listening);

G_END_DECLS
