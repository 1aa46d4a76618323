/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-stream-response.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_FILE_RESPONSE    (aiohttp_file_response_get_type ())
#define AIOHTTP_FILE_RESPONSE(obj)    (G_TYPE_CHECK_INSTANCE_CAST ((obj), AIOHTTP_TYPE_FILE_RESPONSE, AiohttpFileResponse))
#define AIOHTTP_IS_FILE_RESPONSE(obj) (G_TYPE_CHECK_INSTANCE_TYPE ((obj), AIOHTTP_TYPE_FILE_RESPONSE))

typedef struct _AiohttpFileResponse AiohttpFileResponse;
typedef struct _AiohttpFileResponseClass AiohttpFileResponseClass;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpFileResponse, g_object_unref)

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_file_response_get_type (void) G_GNUC_CONST;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpFileResponse *aiohttp_file_response_new (const char *path) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_file_response_get_path (AiohttpFileResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_file_response_get_precompressed (AiohttpFileResponse *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_file_response_set_precompressed (AiohttpFileResponse *self, gboolean precompressed);

G_END_DECLS
