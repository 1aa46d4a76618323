/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-reply.h"

/**
 * AiohttpReply:
 *
 * What a web handler returns: a response, or a future that becomes one.
 *
 * The interface is an empty marker. `AiohttpStreamResponse` and its subclasses implement it, and so does
 * [class@Aiohttp.Future], whose value the server then awaits.
 *
 * Since: 0.1
 */
G_DEFINE_INTERFACE (AiohttpReply, aiohttp_reply, G_TYPE_OBJECT)

static void
aiohttp_reply_default_init (AiohttpReplyInterface *iface)
{
}
