/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-protocol-factory.h"
#include "aiohttp-protocol.h"

G_BEGIN_DECLS

/**
 * AiohttpProtocolFunc:
 * @user_data: (closure): what was given with the function
 *
 * Makes a protocol for a connection that a server has accepted. It runs on the main stack, so it cannot await.
 *
 * Returns: (transfer full) (nullable): the protocol, or %NULL to close the connection
 *
 * Since: 0.1
 */
typedef AiohttpProtocol *(*AiohttpProtocolFunc) (gpointer user_data);

#define AIOHTTP_TYPE_FUNCTION_FACTORY (aiohttp_function_factory_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpFunctionFactory, aiohttp_function_factory, AIOHTTP, FUNCTION_FACTORY, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpFunctionFactory *aiohttp_function_factory_new (AiohttpProtocolFunc func, gpointer user_data,
                                                      GDestroyNotify notify) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
