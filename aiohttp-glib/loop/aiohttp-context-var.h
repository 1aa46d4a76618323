/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-context-token.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_CONTEXT_VAR (aiohttp_context_var_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpContextVar, aiohttp_context_var, AIOHTTP, CONTEXT_VAR, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpContextVar *aiohttp_context_var_new (const char *name, const GValue *default_value) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_context_var_get_name (AiohttpContextVar *self);

AIOHTTP_AVAILABLE_IN_ALL
const GValue *aiohttp_context_var_get (AiohttpContextVar *self);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpContextToken *aiohttp_context_var_set (AiohttpContextVar *self, const GValue *value) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_context_var_reset (AiohttpContextVar *self, AiohttpContextToken *token, GError **error);

AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_context_var_get_string (AiohttpContextVar *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_context_var_set_string (AiohttpContextVar *self, const char *value);

AIOHTTP_AVAILABLE_IN_ALL
gpointer aiohttp_context_var_get_object (AiohttpContextVar *self);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_context_var_set_object (AiohttpContextVar *self, GObject *value);

G_END_DECLS
