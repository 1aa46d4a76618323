/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-app-runner.h"
#include "aiohttp-server-worker-private.h"
#include "aiohttp-site-settings-private.h"
#include "aiohttp-site.h"
#include "aiohttp-task.h"

G_BEGIN_DECLS

typedef enum
{
  AIOHTTP_RUNNER_NEW,
  AIOHTTP_RUNNER_STARTING,
  AIOHTTP_RUNNER_FAILED, /* to start */
  AIOHTTP_RUNNER_SET_UP,
  AIOHTTP_RUNNER_CLEANED_UP,
} AiohttpRunnerState;

struct _AiohttpAppRunner
{
  GObject parent_instance;

  AiohttpWebServer *server;
  GPtrArray *sites; /* of AiohttpSite, those that serve */
  AiohttpTlsContext *tls;
  AiohttpRunnerState state;
  AiohttpTask *cleaning; /* what cleans up, while it does */
  gboolean started;      /* the application, whole or in part */
  gboolean banner, handle_signals;

  guint n_workers;
  GPtrArray *workers; /* of AiohttpServerWorker, from the set-up on */
};

/* FALSE where the runner is not set up. */
gboolean aiohttp_app_runner_check_set_up (AiohttpAppRunner *self, GError **error);

/* How many servers serve the application beside each other. */
guint aiohttp_app_runner_get_n_servers (AiohttpAppRunner *self);

/* Serves the sockets, one set of them a server; main stack. */
gboolean
aiohttp_app_runner_listen (AiohttpAppRunner *self, GPtrArray *sockets, AiohttpSiteSettings *settings, GError **error);
/* Stops serving the sockets, and closes them: at once, or when the future is done that it gives. */
AiohttpFuture *aiohttp_app_runner_unlisten (AiohttpAppRunner *self, GPtrArray *sockets) G_GNUC_WARN_UNUSED_RESULT;

/* A site that serves is the runner's, too, so that it goes on where nobody holds it. */
void aiohttp_app_runner_add_site (AiohttpAppRunner *self, AiohttpSite *site);
void aiohttp_app_runner_remove_site (AiohttpAppRunner *self, AiohttpSite *site);

void aiohttp_app_runner_close_sites (AiohttpAppRunner *self);

/* No more waiting: handlers are cancelled, connections closed, and a cleanup that is under way hurries. */
void aiohttp_app_runner_end_now (AiohttpAppRunner *self);
/* Ends the worker threads, and waits for that; not for long. */
void aiohttp_app_runner_drop_workers (AiohttpAppRunner *self);

G_END_DECLS
