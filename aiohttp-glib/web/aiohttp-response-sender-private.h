/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-request.h"
#include "aiohttp-response.h"

G_BEGIN_DECLS

/* Answers the request, once; what a response in pieces still lacks is written first. Main stack. */
void aiohttp_response_sender_send (AiohttpRequest *request, AiohttpStreamResponse *response);

/* Answers with what stands for the error (taken; NULL: the handler gave none), or closes where a head is out or nobody is
 * there. */
void aiohttp_response_sender_fail (AiohttpRequest *request, GError *error);

/* NULL where there is nobody to answer. Takes the error. */
AiohttpResponse *aiohttp_response_sender_make_error (AiohttpRequest *request, GError *error) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
