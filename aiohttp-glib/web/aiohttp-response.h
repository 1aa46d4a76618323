/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <json-glib/json-glib.h>

#include "aiohttp-stream-response.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_RESPONSE    (aiohttp_response_get_type ())
#define AIOHTTP_RESPONSE(obj)    (G_TYPE_CHECK_INSTANCE_CAST ((obj), AIOHTTP_TYPE_RESPONSE, AiohttpResponse))
#define AIOHTTP_IS_RESPONSE(obj) (G_TYPE_CHECK_INSTANCE_TYPE ((obj), AIOHTTP_TYPE_RESPONSE))

typedef struct _AiohttpResponse AiohttpResponse;
typedef struct _AiohttpResponseClass AiohttpResponseClass;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpResponse, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_response_get_type (void) G_GNUC_CONST;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpResponse *aiohttp_response_new (guint status) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpResponse *aiohttp_response_new_text (guint status, const char *text) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpResponse *
aiohttp_response_new_bytes (guint status, GBytes *body, const char *content_type) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpResponse *aiohttp_response_new_json (guint status, JsonNode *node) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpResponse *aiohttp_response_new_json_text (guint status, const char *text) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpResponse *aiohttp_response_new_json_object (guint status, GObject *object) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpResponse *aiohttp_response_new_error (guint status, const char *text) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpResponse *aiohttp_response_new_redirect (guint status, const char *location) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpResponse *
aiohttp_response_new_method_not_allowed (const char *method, const char *const *allowed) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpResponse *
aiohttp_response_new_content_too_large (guint64 max_size, guint64 actual_size) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpResponse *aiohttp_response_new_unavailable_for_legal_reasons (const char *link) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_http_error_set (GError **error, guint status, const char *text);

AIOHTTP_AVAILABLE_IN_ALL
char *aiohttp_response_dup_text (AiohttpResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_response_set_text (AiohttpResponse *self, const char *text);
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_response_get_body (AiohttpResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_response_set_body (AiohttpResponse *self, GBytes *body);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_response_get_content_type (AiohttpResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_response_set_content_type (AiohttpResponse *self, const char *content_type, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
const GError *aiohttp_response_get_error (AiohttpResponse *self);

G_END_DECLS
