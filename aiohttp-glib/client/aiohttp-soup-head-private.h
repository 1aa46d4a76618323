/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-transport-private.h"

G_BEGIN_DECLS

/* Whether the head of a response is what libsoup takes it for, the origin's, and within the request's limits. */
gboolean aiohttp_soup_head_check (SoupMessage *message, const AiohttpTransportRequest *request, GError **error);

G_END_DECLS
