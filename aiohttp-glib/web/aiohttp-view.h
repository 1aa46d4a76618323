/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-reply.h"
#include "aiohttp-request.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_VIEW (aiohttp_view_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_DERIVABLE_TYPE (AiohttpView, aiohttp_view, AIOHTTP, VIEW, GObject)

/**
 * AiohttpViewClass:
 * @get: answers GET, and HEAD where there is no @head
 * @head: answers HEAD
 * @options: answers OPTIONS
 * @post: answers POST
 * @put: answers PUT
 * @patch: answers PATCH
 * @delete_: answers DELETE
 *
 * What a view overrides: the methods that its path has. They run on the main stack.
 *
 * Since: 0.1
 */
struct _AiohttpViewClass
{
  /*< private >*/
  GObjectClass parent_class;

  /*< public >*/

  /**
   * AiohttpViewClass::get:
   * @self: a view
   * @error: return location of the failure
   *
   * Answers GET, and HEAD of a view that does not override that.
   *
   * Returns: (transfer full): the reply, as that of an [callback@Aiohttp.HandlerFunc]
   *
   * Since: 0.1
   */
  AiohttpReply *(*get) (AiohttpView *self, GError **error);

  /**
   * AiohttpViewClass::head:
   * @self: a view
   * @error: return location of the failure
   *
   * Answers HEAD.
   *
   * Returns: (transfer full): the reply
   *
   * Since: 0.1
   */
  AiohttpReply *(*head) (AiohttpView *self, GError **error);

  /**
   * AiohttpViewClass::options:
   * @self: a view
   * @error: return location of the failure
   *
   * Answers OPTIONS.
   *
   * Returns: (transfer full): the reply
   *
   * Since: 0.1
   */
  AiohttpReply *(*options) (AiohttpView *self, GError **error);

  /**
   * AiohttpViewClass::post:
   * @self: a view
   * @error: return location of the failure
   *
   * Answers POST.
   *
   * Returns: (transfer full): the reply
   *
   * Since: 0.1
   */
  AiohttpReply *(*post) (AiohttpView *self, GError **error);

  /**
   * AiohttpViewClass::put:
   * @self: a view
   * @error: return location of the failure
   *
   * Answers PUT.
   *
   * Returns: (transfer full): the reply
   *
   * Since: 0.1
   */
  AiohttpReply *(*put) (AiohttpView *self, GError **error);

  /**
   * AiohttpViewClass::patch:
   * @self: a view
   * @error: return location of the failure
   *
   * Answers PATCH.
   *
   * Returns: (transfer full): the reply
   *
   * Since: 0.1
   */
  AiohttpReply *(*patch) (AiohttpView *self, GError **error);

  /**
   * AiohttpViewClass::delete_:
   * @self: a view
   * @error: return location of the failure
   *
   * Answers DELETE. Vala, Python and JavaScript call it `delete`, a word that C++ keeps for itself.
   *
   * Returns: (transfer full): the reply
   *
   * Since: 0.1
   */
  AiohttpReply *(*delete_) (AiohttpView *self, GError **error);

  /*< private >*/
  gpointer padding[8];
};

/**
 * AiohttpViewFunc: (skip)
 * @self: a view
 * @error: return location of the failure
 *
 * What [method@Aiohttp.View.spawn] runs as a coroutine.
 *
 * Returns: (transfer full): the response
 *
 * Since: 0.1
 */
typedef AiohttpReply *(*AiohttpViewFunc) (AiohttpView *self, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpRequest *aiohttp_view_get_request (AiohttpView *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpReply *aiohttp_view_spawn (AiohttpView *self, AiohttpViewFunc func) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
