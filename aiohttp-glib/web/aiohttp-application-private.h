/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-application.h"
#include "aiohttp-chain-private.h"
#include "aiohttp-router-private.h"

G_BEGIN_DECLS

/* Its middlewares, behind those of the applications above it; NULL before it is frozen. */
const AiohttpChain *aiohttp_application_get_chain (AiohttpApplication *self);

G_END_DECLS
