/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <aiohttp-glib/aiohttp.h>

#include "raw-client.h"

/* A server in a thread and main context of its own, so that a test may block on its socket. */
typedef struct
{
  GThread *thread;
  GMainContext *context;
  GMainLoop *loop;
  AiohttpTestServer *server;
  guint16 port;
} ServerThread;

typedef void (*RouteFunc) (AiohttpRouter *router);

/* Serves the routes that add_routes adds. What follows is for g_object_set() on the AiohttpWebServer, or on the
 * application where the name begins with "app:", or on the site with "site:"; NULL ends it. */
ServerThread *server_thread_start (RouteFunc add_routes, const char *first_property, ...);
/* The same with an application that is ready. */
ServerThread *server_thread_start_app (AiohttpApplication *app);
/* Returns when it has shut down. */
void server_thread_stop (ServerThread *self);

/* Runs func in the server's thread and waits for it. */
void server_thread_call (ServerThread *self, void (*func) (gpointer), gpointer data);

/* Waits until the server has taken what @client sent and has done with it what it can. */
void server_thread_settle (ServerThread *self, RawClient *client);
/* The same; and nothing of it is answered. */
void server_thread_expect_silence (ServerThread *self, RawClient *client);

guint server_thread_get_n_connections (ServerThread *self);
/* Waits until there are so many. */
void server_thread_await_connections (ServerThread *self, guint n);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (ServerThread, server_thread_stop)
