/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-byte-buffer-private.h"
#include "aiohttp-request.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_REQUEST_INPUT (aiohttp_request_input_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpRequestInput, aiohttp_request_input, AIOHTTP, REQUEST_INPUT, GInputStream)

/* The body of a request as it comes off the wire, transfer coding undone. It asks the connection for more only while
 * somebody reads and nothing is there: a slow consumer stops the socket. A blocking read does not block, it fails with
 * G_IO_ERROR_WOULD_BLOCK. `before` (taken) holds what was read already. */
AiohttpRequestInput *aiohttp_request_input_new (AiohttpRequest *request, AiohttpByteBuffer *before);

/* The stream of the request has more, its end, or an error. */
void aiohttp_request_input_arrived (AiohttpRequestInput *self);
/* No more will come; what is there can still be read. */
void aiohttp_request_input_fail (AiohttpRequestInput *self, GError *error /* taken */);
/* The request is being freed. */
void aiohttp_request_input_forget_request (AiohttpRequestInput *self);

G_END_DECLS
