/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-access-log-format-private.h"
#include "aiohttp-access-logger.h"

G_BEGIN_DECLS

/* Calls the logger, which finds in the entry what the objects do not tell. Main stack. */
void
aiohttp_access_logger_tell (AiohttpAccessLogger *self, AiohttpRequest *request, const AiohttpAccessLogEntry *entry);

G_END_DECLS
