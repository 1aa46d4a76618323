/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib-object.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_REPLY (aiohttp_reply_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_INTERFACE (AiohttpReply, aiohttp_reply, AIOHTTP, REPLY, GObject)

/**
 * AiohttpReplyInterface:
 *
 * Has no functions: the interface only marks what a handler may return.
 *
 * Since: 0.1
 */
struct _AiohttpReplyInterface
{
  /*< private >*/
  GTypeInterface parent_iface;
};

G_END_DECLS
