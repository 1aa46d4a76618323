/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-future.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_EXCEPTION_CONTEXT (aiohttp_exception_context_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpExceptionContext, aiohttp_exception_context, AIOHTTP, EXCEPTION_CONTEXT, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpExceptionContext *aiohttp_exception_context_new (const char *message, const GError *error,
                                                        AiohttpFuture *future) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_exception_context_get_message (AiohttpExceptionContext *self);

AIOHTTP_AVAILABLE_IN_ALL
const GError *aiohttp_exception_context_get_error (AiohttpExceptionContext *self);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_exception_context_get_future (AiohttpExceptionContext *self);

G_END_DECLS
