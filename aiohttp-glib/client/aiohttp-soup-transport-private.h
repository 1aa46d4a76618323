/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-transport-private.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_SOUP_TRANSPORT (aiohttp_soup_transport_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpSoupTransport, aiohttp_soup_transport, AIOHTTP, SOUP_TRANSPORT, AiohttpTransport)

typedef struct
{
  guint limit;          /* what the connector lets through at a time; 0: any number */
  guint limit_per_host; /* 0: any number */
  double keepalive_timeout;
  gboolean force_close;
} AiohttpSoupTransportOptions;

AiohttpTransport *aiohttp_soup_transport_new (const AiohttpSoupTransportOptions *options);

G_END_DECLS
