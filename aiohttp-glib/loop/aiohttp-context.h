/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-context-var.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_CONTEXT (aiohttp_context_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpContext, aiohttp_context, AIOHTTP, CONTEXT, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpContext *aiohttp_context_new (void) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpContext *aiohttp_context_copy (void) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
const GValue *aiohttp_context_lookup (AiohttpContext *self, AiohttpContextVar *var);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_context_enter (AiohttpContext *self, void (*func) (gpointer), gpointer user_data);

G_END_DECLS
