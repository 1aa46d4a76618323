/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-middleware.h"
#include "aiohttp-task.h"

G_BEGIN_DECLS

typedef struct _AiohttpReplyWatch AiohttpReplyWatch;

typedef struct
{
  AiohttpMiddleware *middleware; /* borrowed */
  AiohttpApplication *app;       /* whose it is */
  gboolean full;
} AiohttpChainLink;

/* The middlewares around a handler, outermost first. Built once when the application freezes, then only read. */
typedef struct
{
  guint n_links;
  AiohttpChainLink links[];
} AiohttpChain;

/* What `outer` has (NULL: nothing), and then these of `app`. */
AiohttpChain *aiohttp_chain_new (const AiohttpChain *outer, AiohttpApplication *app,
                                 GPtrArray *middlewares) G_GNUC_WARN_UNUSED_RESULT;

/* One way through a chain, or through what is left of it: down by `before` to a handler or to a middleware that takes
 * the rest in hand, and up again by `after`. What it finds on its way becomes exactly one response. */
typedef struct _AiohttpChainRun AiohttpChainRun;

typedef void (*AiohttpChainDone) (AiohttpChainRun *self, AiohttpStreamResponse *response /* taken */);

struct _AiohttpChainRun
{
  const AiohttpChain *chain;
  AiohttpRequest *request; /* what the middlewares and the handler see */
  gpointer owner;          /* a GObject: kept while the run waits */
  AiohttpRequest *top;     /* whose runs these are */
  AiohttpChainRun *outer;  /* of those that are under way, innermost first */
  AiohttpChainDone done;
  AiohttpTask *task;        /* what answers, once it has suspended */
  AiohttpReplyWatch *watch; /* on a future that answers */
  gpointer awaiting;        /* the coroutine that waits for it */
  guint first;
  guint reached;        /* links whose `before` has run */
  gboolean asks_before; /* the reply that is waited for is a `before`'s */
};

/* Starts it: `done` comes before this returns where everything answers at once. Main stack; the caller holds the
 * owner. */
void aiohttp_chain_run_start (AiohttpChainRun *self, const AiohttpChain *chain, guint first, AiohttpRequest *request,
                              AiohttpRequest *top, gpointer owner, AiohttpChainDone done);

/* The same in the coroutine that calls it, which waits. */
AiohttpStreamResponse *aiohttp_chain_run_await (AiohttpChainRun *self, const AiohttpChain *chain, guint first,
                                                AiohttpRequest *request, AiohttpRequest *top, gpointer owner);

/* Cancels what the runs of a request wait for, innermost first. */
void aiohttp_chain_cancel (AiohttpRequest *top);

G_END_DECLS
