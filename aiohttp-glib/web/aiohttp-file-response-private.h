/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-file-lookup-private.h"
#include "aiohttp-file-response.h"

G_BEGIN_DECLS

/* Of a file that was found already, whose descriptor it takes; it knows at once with which status it answers `request`. */
AiohttpFileResponse *aiohttp_file_response_new_for_lookup (AiohttpFileLookup *lookup, const char *name,
                                                           AiohttpRequest *request) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
