/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-link.h"
#include "aiohttp-params-private.h"

G_BEGIN_DECLS

AiohttpLink *aiohttp_link_new (const char *url);

/* Of several parameters with one name the first stays (RFC 8288, 3.3 and 3.4.1); one that is no text is left out. */
void aiohttp_link_add_param (AiohttpLink *self, const AiohttpParam *param);

G_END_DECLS
