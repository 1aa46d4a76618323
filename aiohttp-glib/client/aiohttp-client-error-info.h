/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-response.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_CLIENT_ERROR_INFO (aiohttp_client_error_info_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpClientErrorInfo, aiohttp_client_error_info, AIOHTTP, CLIENT_ERROR_INFO, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientErrorInfo *aiohttp_client_error_info_for_error (const GError *error);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientErrorInfo *aiohttp_client_error_info_for_result (GAsyncResult *result) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientErrorInfo *
aiohttp_client_error_info_for_response (AiohttpClientResponse *response) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_client_error_info_get_method (AiohttpClientErrorInfo *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_client_error_info_get_url (AiohttpClientErrorInfo *self);
AIOHTTP_AVAILABLE_IN_ALL
SoupMessageHeaders *aiohttp_client_error_info_get_request_headers (AiohttpClientErrorInfo *self);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_client_error_info_get_status (AiohttpClientErrorInfo *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_client_error_info_get_reason (AiohttpClientErrorInfo *self);
AIOHTTP_AVAILABLE_IN_ALL
SoupMessageHeaders *aiohttp_client_error_info_get_headers (AiohttpClientErrorInfo *self);
AIOHTTP_AVAILABLE_IN_ALL
AiohttpClientResponse **aiohttp_client_error_info_get_history (AiohttpClientErrorInfo *self, gsize *n_responses);

G_END_DECLS
