/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-transport-private.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_SOUP_TRANSPORT (aiohttp_soup_transport_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpSoupTransport, aiohttp_soup_transport, AIOHTTP, SOUP_TRANSPORT, AiohttpTransport)

AiohttpTransport *aiohttp_soup_transport_new (const AiohttpTransportOptions *options, GError **error);

G_END_DECLS
