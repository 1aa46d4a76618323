/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-exchange-private.h"
#include "aiohttp-client-tracer-private.h"
#include "aiohttp-transport-private.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_CLIENT_BODY (aiohttp_client_body_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpClientBody, aiohttp_client_body, AIOHTTP, CLIENT_BODY, GInputStream)

/* The body of a reply with the exchange's end in its hands: its errors are AIOHTTP_CLIENT_ERROR, or G_IO_ERROR_CANCELLED
 * from the reader's own cancellable alone; a body shorter than the reply's content_length is one. Its connection is
 * kept when it was read to its end, and given up otherwise, at the latest when it is dropped. */
AiohttpClientBody *aiohttp_client_body_new (AiohttpTransportReply *reply, AiohttpClientExchange *exchange);

/* A body that is there already, of a response that no transport has given. */
AiohttpClientBody *aiohttp_client_body_new_whole (GBytes *bytes);

/* The body of a redirect, which nobody reads. */
AiohttpClientBody *aiohttp_client_body_new_closed (void);

/* The whole body where it came with the head and nothing was read of it yet (transfer full), else NULL. */
GBytes *aiohttp_client_body_take_whole (AiohttpClientBody *self);

/* Who is told what comes and when it is over. */
void aiohttp_client_body_set_tracer (AiohttpClientBody *self, AiohttpClientTracer *tracer);

/* Bytes that came so far, content codings not undone. */
guint64 aiohttp_client_body_get_received (AiohttpClientBody *self);

gboolean aiohttp_client_body_is_open (AiohttpClientBody *self);

/* Further reads fail with AIOHTTP_CLIENT_ERROR_CONNECTION_CLOSED, or with `error` (taken), one under way too. */
void aiohttp_client_body_abort (AiohttpClientBody *self);
void aiohttp_client_body_abort_with (AiohttpClientBody *self, GError *error);

G_END_DECLS
