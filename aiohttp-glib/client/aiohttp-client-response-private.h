/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-body-private.h"
#include "aiohttp-client-response.h"
#include "aiohttp-transport-private.h"

G_BEGIN_DECLS

/* `history` is shared, not copied: it must not change any more. */
AiohttpClientResponse *aiohttp_client_response_new (const char *method, GUri *uri, AiohttpTransportReply *reply,
                                                    AiohttpClientBody *body, GPtrArray *history);

/* Puts decoders and the reader on the body; until then the response has no content. */
gboolean aiohttp_client_response_open_content (AiohttpClientResponse *self, gboolean decompress, guint64 max_body_size,
                                               GError **error);

G_END_DECLS
