/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-next.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_MIDDLEWARE (aiohttp_middleware_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_DERIVABLE_TYPE (AiohttpMiddleware, aiohttp_middleware, AIOHTTP, MIDDLEWARE, GObject)

/**
 * AiohttpMiddlewareClass:
 * @before: sees a request before what is inside of the middleware, and may answer it
 * @after: sees the response to each request that @before has seen
 * @process: does both: what stands in the place of @before and @after, with the rest of the chain at hand
 *
 * What a middleware overrides: @before, @after or both, or else @process. They run on the main stack.
 *
 * Since: 0.1
 */
struct _AiohttpMiddlewareClass
{
  /*< private >*/
  GObjectClass parent_class;

  /*< public >*/

  /**
   * AiohttpMiddlewareClass::before:
   * @self: a middleware
   * @request: a request
   * @error: return location of the failure
   *
   * Sees a request before the handler does, and may answer it: then nothing further inside runs.
   *
   * A future is awaited; where it resolves to nothing, the request goes on.
   *
   * Returns: (transfer full) (nullable): a reply, or %NULL to go on or, with @error set, to fail
   *
   * Since: 0.1
   */
  AiohttpReply *(*before) (AiohttpMiddleware *self, AiohttpRequest *request, GError **error);

  /**
   * AiohttpMiddlewareClass::after:
   * @self: a middleware
   * @request: a request
   * @response: what answers it
   *
   * Sees the response to a request that the middleware has seen before, whoever has made it.
   *
   * Of a response that is sent already, as a streaming one is, nothing can be changed: its setters fail.
   *
   * Since: 0.1
   */
  void (*after) (AiohttpMiddleware *self, AiohttpRequest *request, AiohttpStreamResponse *response);

  /**
   * AiohttpMiddlewareClass::process:
   * @self: a middleware
   * @request: a request
   * @next: the rest of the chain
   * @error: return location of the failure
   *
   * Answers a request, with the help of the rest of the chain or without.
   *
   * Returns: (transfer full): the reply: what [method@Aiohttp.Next.call] gave, another response, or a future
   *
   * Since: 0.1
   */
  AiohttpReply *(*process) (AiohttpMiddleware *self, AiohttpRequest *request, AiohttpNext *next, GError **error);

  /*< private >*/
  gpointer padding[6];
};

/**
 * AiohttpMiddlewareFunc:
 * @request: a request
 * @next: the rest of the chain
 * @user_data: what it was registered with
 * @error: return location of the failure
 *
 * A middleware as a function.
 *
 * Registered from C it runs in the request's coroutine and may await, [method@Aiohttp.Next.await] before all. What a
 * language binding registers runs on the main stack and returns at once, with a future where the answer takes time.
 *
 * Returns: (transfer full): the reply
 *
 * Since: 0.1
 */
typedef AiohttpReply *(*AiohttpMiddlewareFunc) (AiohttpRequest *request, AiohttpNext *next, gpointer user_data,
                                                GError **error);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpMiddleware *aiohttp_middleware_new_for_func (AiohttpMiddlewareFunc func, gpointer user_data,
                                                    GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpMiddleware *aiohttp_middleware_new_for_func_callback (AiohttpMiddlewareFunc func, gpointer user_data,
                                                             GDestroyNotify destroy) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
