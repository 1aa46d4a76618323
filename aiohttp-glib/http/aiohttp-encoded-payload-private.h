/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-content-decoder-private.h"
#include "aiohttp-payload-private.h"

G_BEGIN_DECLS

/* A payload in a content coding, made as it is sent: its size is not known. */
AiohttpPayload *aiohttp_encoded_payload_new (AiohttpPayload *plain, AiohttpContentCoding coding);

G_END_DECLS
