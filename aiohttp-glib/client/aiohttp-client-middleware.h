/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-next.h"
#include "aiohttp-reply.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_CLIENT_MIDDLEWARE (aiohttp_client_middleware_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_DERIVABLE_TYPE (AiohttpClientMiddleware, aiohttp_client_middleware, AIOHTTP, CLIENT_MIDDLEWARE, GObject)

/**
 * AiohttpClientMiddlewareClass:
 * @before: sees a request before it is sent, and may answer it
 * @after: sees the response to each request that @before has seen
 * @process: does both: what stands in the place of @before and @after, with the rest of the chain at hand
 *
 * What a client middleware overrides: @before, @after or both, or else @process. They run on the main stack.
 *
 * Since: 0.1
 */
struct _AiohttpClientMiddlewareClass
{
  /*< private >*/
  GObjectClass parent_class;

  /*< public >*/

  /**
   * AiohttpClientMiddlewareClass::before:
   * @self: a middleware
   * @request: a request that is about to be sent
   * @error: return location of the failure
   *
   * Sees a request before it is sent, may change it, and may answer it: then nothing is sent.
   *
   * A future is awaited; where it resolves to nothing, the request goes on.
   *
   * Returns: (transfer full) (nullable): a client response or a future of one, or %NULL to go on or, with @error set,
   *   to fail
   *
   * Since: 0.1
   */
  AiohttpReply *(*before) (AiohttpClientMiddleware *self, AiohttpClientRequest *request, GError **error);

  /**
   * AiohttpClientMiddlewareClass::after:
   * @self: a middleware
   * @request: a request
   * @response: what answers it
   *
   * Sees the head of the response to a request that the middleware has seen before. A request that fails is not seen
   * here, but by @process.
   *
   * Since: 0.1
   */
  void (*after) (AiohttpClientMiddleware *self, AiohttpClientRequest *request, AiohttpClientResponse *response);

  /**
   * AiohttpClientMiddlewareClass::process:
   * @self: a middleware
   * @request: a request that is about to be sent
   * @next: the rest of the chain
   * @error: return location of the failure
   *
   * Answers a request with the help of the rest of the chain, once or several times, or without.
   *
   * Returns: (transfer full): a client response, or a future of one, as [method@Aiohttp.ClientNext.call] gives it
   *
   * Since: 0.1
   */
  AiohttpReply *(*process) (AiohttpClientMiddleware *self, AiohttpClientRequest *request, AiohttpClientNext *next,
                            GError **error);

  /*< private >*/
  gpointer padding[6];
};

/**
 * AiohttpClientMiddlewareFunc:
 * @request: a request that is about to be sent
 * @next: the rest of the chain
 * @user_data: what it was registered with
 * @error: return location of the failure
 *
 * A client middleware as a function.
 *
 * Registered from C it runs as a coroutine and may await, [method@Aiohttp.ClientNext.await] before all. What a language
 * binding registers runs on the main stack and returns at once, with a future where the answer takes time.
 *
 * Returns: (transfer full): a client response, or a future of one
 *
 * Since: 0.1
 */
typedef AiohttpReply *(*AiohttpClientMiddlewareFunc) (AiohttpClientRequest *request, AiohttpClientNext *next,
                                                      gpointer user_data, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientMiddleware *aiohttp_client_middleware_new_for_func (AiohttpClientMiddlewareFunc func, gpointer user_data,
                                                                 GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientMiddleware *
aiohttp_client_middleware_new_for_func_callback (AiohttpClientMiddlewareFunc func, gpointer user_data,
                                                 GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
