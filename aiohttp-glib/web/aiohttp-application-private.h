/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-application.h"
#include "aiohttp-chain-private.h"
#include "aiohttp-router-private.h"

G_BEGIN_DECLS

typedef enum
{
  AIOHTTP_APPLICATION_NEW,
  AIOHTTP_APPLICATION_STARTING,
  AIOHTTP_APPLICATION_STARTED,
  AIOHTTP_APPLICATION_FAILED, /* while it started */
  AIOHTTP_APPLICATION_CLEANED_UP,
} AiohttpApplicationState;

struct _AiohttpApplication
{
  GObject parent_instance;

  AiohttpRouter *router;
  GPtrArray *middlewares;
  AiohttpChain *chain; /* made when it freezes */
  GHashTable *items;   /* of GValues; NULL while there are none */
  guint64 client_max_size;

  AiohttpApplication *parent; /* which holds it */
  GPtrArray *children;

  GPtrArray *startup; /* what is called, in order, the applications below included */
  GPtrArray *shutdown;
  GPtrArray *cleanup;
  GPtrArray *contexts; /* in the order in which they are entered */
  AiohttpApplicationState state;

  gboolean frozen;
  gboolean thread_safe;
  gboolean prepares; /* once frozen: somebody wants to see responses before they go out, here or above */
};

/* FALSE with AIOHTTP_ERROR_FROZEN once it serves. */
gboolean aiohttp_application_check_not_frozen (AiohttpApplication *self, const char *what, GError **error);

/* Its middlewares, behind those of the applications above it; NULL before it is frozen. */
const AiohttpChain *aiohttp_application_get_chain (AiohttpApplication *self);

/* A response is about to begin: its headers can still be changed. From the outermost application inwards. */
void aiohttp_application_response_prepare (AiohttpApplication *self, AiohttpRequest *request,
                                           AiohttpStreamResponse *response);

/* What starts and ends an application; in aiohttp-application-lifecycle.c. */
void aiohttp_application_init_lifecycle (AiohttpApplication *self);
void aiohttp_application_clear_lifecycle (AiohttpApplication *self);
void aiohttp_application_chain_lifecycle (AiohttpApplication *self, AiohttpApplication *child);

G_END_DECLS
