/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-reply.h"
#include "aiohttp-request.h"

G_BEGIN_DECLS

/**
 * AiohttpHandlerFunc:
 * @request: the request to answer
 * @user_data: what the route was registered with
 * @error: return location of the failure
 *
 * Answers one request.
 *
 * The reply is a response, or a future that resolves to one. %NULL always means failure: an [error@Aiohttp.HttpError]
 * becomes the response of that status with the message as its text, %G_IO_ERROR_TIMED_OUT becomes 504, and anything
 * else a logged 500 that does not show its text.
 *
 * Registered from C (for instance by aiohttp_router_add_get()) it runs as a coroutine and may await. What a language
 * binding registers runs on the main stack: it returns at once, with a future where the answer takes time. Until it has
 * returned nothing more is read from its connection: one that runs a main loop to wait for the body waits in vain.
 *
 * Returns: (transfer full): the reply
 *
 * Since: 0.1
 */
typedef AiohttpReply *(*AiohttpHandlerFunc) (AiohttpRequest *request, gpointer user_data, GError **error);

/**
 * AiohttpExpectFunc:
 * @request: a request with an Expect header
 * @user_data: what it was registered with
 * @error: return location of the failure
 *
 * Decides, before the handler of a route is called, about a request that expects something. It runs on the main stack.
 *
 * Without one, a client that expects `100-continue` is told to go on when the handler reads the body, and any other
 * expectation is answered with 417.
 *
 * Returns: (transfer full) (nullable): a reply in place of the handler's; %NULL to go on or, with @error set, to fail
 *
 * Since: 0.1
 */
typedef AiohttpReply *(*AiohttpExpectFunc) (AiohttpRequest *request, gpointer user_data, GError **error);

G_END_DECLS
