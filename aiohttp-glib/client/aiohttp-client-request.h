/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <libsoup/soup.h>

#include "aiohttp-macros.h"
#include "aiohttp-payload.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_CLIENT_REQUEST (aiohttp_client_request_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpClientRequest, aiohttp_client_request, AIOHTTP, CLIENT_REQUEST, GObject)

AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_client_request_get_method (AiohttpClientRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_client_request_set_method (AiohttpClientRequest *self, const char *method, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_client_request_get_url (AiohttpClientRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_client_request_set_url (AiohttpClientRequest *self, const char *url, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
GUri *aiohttp_client_request_get_uri (AiohttpClientRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
SoupMessageHeaders *aiohttp_client_request_get_headers (AiohttpClientRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_client_request_get_header (AiohttpClientRequest *self, const char *name);
AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_client_request_set_header (AiohttpClientRequest *self, const char *name, const char *value, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_client_request_append_header (AiohttpClientRequest *self, const char *name, const char *value, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
GBytes *aiohttp_client_request_get_body (AiohttpClientRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_request_set_body (AiohttpClientRequest *self, GBytes *body);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpPayload *aiohttp_client_request_get_payload (AiohttpClientRequest *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_client_request_set_payload (AiohttpClientRequest *self, AiohttpPayload *payload);

G_END_DECLS
