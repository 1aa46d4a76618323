/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib-object.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

typedef struct _AiohttpLink AiohttpLink;

#define AIOHTTP_TYPE_LINK (aiohttp_link_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
GType aiohttp_link_get_type (void) G_GNUC_CONST;

AIOHTTP_AVAILABLE_IN_ALL
AiohttpLink *aiohttp_link_copy (const AiohttpLink *self) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_link_free (AiohttpLink *self);

AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_link_get_url (const AiohttpLink *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_link_get_rel (const AiohttpLink *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_link_has_rel (const AiohttpLink *self, const char *rel);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_link_get_title (const AiohttpLink *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_link_get_param (const AiohttpLink *self, const char *name);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpLink, aiohttp_link_free)

G_END_DECLS
