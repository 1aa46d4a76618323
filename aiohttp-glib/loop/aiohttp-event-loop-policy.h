/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-event-loop.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_EVENT_LOOP_POLICY (aiohttp_event_loop_policy_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_DERIVABLE_TYPE (AiohttpEventLoopPolicy, aiohttp_event_loop_policy, AIOHTTP, EVENT_LOOP_POLICY, GObject)

/**
 * AiohttpEventLoopPolicyClass:
 * @parent_class: the parent class
 * @get_event_loop: gives the loop of the calling context
 * @set_event_loop: sets the loop of the calling context
 * @new_event_loop: creates a loop
 *
 * What a policy decides. All of it is called on the main stack, in the thread that asks.
 *
 * Since: 0.1
 */
struct _AiohttpEventLoopPolicyClass
{
  GObjectClass parent_class;

  AiohttpEventLoop *(*get_event_loop) (AiohttpEventLoopPolicy *self, GError **error);
  void (*set_event_loop) (AiohttpEventLoopPolicy *self, AiohttpEventLoop *loop);
  AiohttpEventLoop *(*new_event_loop) (AiohttpEventLoopPolicy *self);

  /*< private >*/
  gpointer padding[8];
};

AIOHTTP_AVAILABLE_IN_ALL
AiohttpEventLoopPolicy *aiohttp_event_loop_policy_new (void) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpEventLoop *
aiohttp_event_loop_policy_get_event_loop (AiohttpEventLoopPolicy *self, GError **error) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_event_loop_policy_set_event_loop (AiohttpEventLoopPolicy *self, AiohttpEventLoop *loop);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpEventLoop *aiohttp_event_loop_policy_new_event_loop (AiohttpEventLoopPolicy *self) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpEventLoopPolicy *aiohttp_get_event_loop_policy (void);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_set_event_loop_policy (AiohttpEventLoopPolicy *policy);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_set_event_loop (AiohttpEventLoop *loop);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpEventLoop *aiohttp_new_event_loop (void) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
