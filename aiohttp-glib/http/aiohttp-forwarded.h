/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib-object.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

typedef struct _AiohttpForwarded AiohttpForwarded;

#define AIOHTTP_TYPE_FORWARDED (aiohttp_forwarded_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_forwarded_get_type (void) G_GNUC_CONST;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpForwarded *aiohttp_forwarded_ref (AiohttpForwarded *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_forwarded_unref (AiohttpForwarded *self);

AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_forwarded_get_by (AiohttpForwarded *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_forwarded_get_for (AiohttpForwarded *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_forwarded_get_host (AiohttpForwarded *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_forwarded_get_proto (AiohttpForwarded *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_forwarded_get_parameter (AiohttpForwarded *self, const char *name);
AIOHTTP_AVAILABLE_IN_ALL
GHashTable *aiohttp_forwarded_get_parameters (AiohttpForwarded *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpForwarded, aiohttp_forwarded_unref)

G_END_DECLS
