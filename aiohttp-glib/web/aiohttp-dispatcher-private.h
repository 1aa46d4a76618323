/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-request-private.h"

G_BEGIN_DECLS

/* Finds and runs what answers a request, middlewares and handler, and gives its stream exactly one answer: before this
 * returns where all of it answers at once. Main stack, with the server's context the thread's default one. */
void aiohttp_dispatch (AiohttpRequest *request);

/* The same for a request that could not be read: the middlewares get the error's response to see. Takes the error. */
void aiohttp_dispatch_refused (AiohttpRequest *request, guint status, GError *error);

/* Gives the request up: its cancellable fires, its handler is cancelled. */
void aiohttp_dispatch_cancel (AiohttpRequest *request);

/* The end of the chain: the handler, or what answers for want of one. */
gboolean aiohttp_dispatcher_is_coroutine (AiohttpRequest *request);
gpointer aiohttp_dispatcher_handle (AiohttpRequest *request, GError **error);

/* "the handler of GET /path", for debug mode. */
char *aiohttp_dispatcher_describe (AiohttpRequest *request);

/* What the middlewares see of a failure. Takes the error (NULL: the handler gave none). */
AiohttpStreamResponse *aiohttp_dispatcher_make_error (AiohttpRequest *request, GError *error) G_GNUC_WARN_UNUSED_RESULT;
/* The handler's time is up: the same, but the client, who is there, gets a 503. */
void aiohttp_dispatch_time_out (AiohttpRequest *request);

G_END_DECLS
