/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-chain-private.h"
#include "aiohttp-client-next.h"

G_BEGIN_DECLS

/* The chain from link `first` on. */
AiohttpClientNext *aiohttp_client_next_new (AiohttpClientChain *chain, guint first) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
