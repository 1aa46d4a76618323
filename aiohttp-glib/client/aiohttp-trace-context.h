/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib-object.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_TRACE_CONTEXT (aiohttp_trace_context_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_DERIVABLE_TYPE (AiohttpTraceContext, aiohttp_trace_context, AIOHTTP, TRACE_CONTEXT, GObject)

/**
 * AiohttpTraceContextClass:
 *
 * Has no functions: what derives from it adds what its handlers want to keep.
 *
 * Since: 0.1
 */
struct _AiohttpTraceContextClass
{
  /*< private >*/
  GObjectClass parent_class;

  gpointer padding[4];
};

AIOHTTP_AVAILABLE_IN_ALL
GObject *aiohttp_trace_context_get_request_context (AiohttpTraceContext *self);

G_END_DECLS
