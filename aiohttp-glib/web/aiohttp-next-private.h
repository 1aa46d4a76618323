/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-chain-private.h"
#include "aiohttp-next.h"

G_BEGIN_DECLS

/* What is behind link `first` - 1 of the run's chain. */
AiohttpNext *aiohttp_next_new (const AiohttpChainRun *run, guint first) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
