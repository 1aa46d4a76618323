/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-request.h"
#include "aiohttp-client-response.h"

G_BEGIN_DECLS

/* The middlewares of one hop, outermost first, with what sends at their end. */
typedef struct _AiohttpClientChain AiohttpClientChain;

/* One way through a chain, from one of its links to the response. */
typedef struct _AiohttpClientRun AiohttpClientRun;

/* One of both is there, and taken. Once, on the main stack, maybe before what starts it has returned. */
typedef void (*AiohttpClientDone) (AiohttpClientResponse *response, GError *error, gpointer data);

/* Sends `request` as it is at this moment: the end of the chain. Main stack. */
typedef void (*AiohttpClientSendFunc) (AiohttpClientRequest *request, GCancellable *cancellable, AiohttpClientDone done,
                                       gpointer done_data, gpointer data);

/* `middlewares` is shared: it must not change any more. */
AiohttpClientChain *aiohttp_client_chain_new (GPtrArray *middlewares, AiohttpClientSendFunc send, gpointer data);
AiohttpClientChain *aiohttp_client_chain_ref (AiohttpClientChain *self);
void aiohttp_client_chain_unref (AiohttpClientChain *self);
/* The hop is over: what is still being sent is cancelled, `send` is called no more. */
void aiohttp_client_chain_close (AiohttpClientChain *self);

/* Main stack. */
AiohttpClientRun *aiohttp_client_run_start (AiohttpClientChain *chain, guint first, AiohttpClientRequest *request,
                                            AiohttpClientDone done, gpointer data) G_GNUC_WARN_UNUSED_RESULT;
/* Cancels what it waits for, and so ends it; nothing where it is done. Main stack. */
void aiohttp_client_run_cancel (AiohttpClientRun *self);
void aiohttp_client_run_unref (AiohttpClientRun *self);

G_END_DECLS
