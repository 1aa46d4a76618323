/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-future.h"

G_BEGIN_DECLS

AIOHTTP_AVAILABLE_IN_ALL
AiohttpFuture *aiohttp_shield (GAsyncResult *future) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
