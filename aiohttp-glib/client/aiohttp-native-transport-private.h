/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-dns-cache-private.h"
#include "aiohttp-transport-private.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_NATIVE_TRANSPORT (aiohttp_native_transport_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpNativeTransport, aiohttp_native_transport, AIOHTTP, NATIVE_TRANSPORT, AiohttpTransport)

AiohttpTransport *aiohttp_native_transport_new (const AiohttpTransportOptions *options);

G_END_DECLS
