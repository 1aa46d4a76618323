/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-response.h"

G_BEGIN_DECLS

/* Who is asked for the charset of a body that has none, shared by the responses of a session. */
typedef struct _AiohttpCharsetResolver AiohttpCharsetResolver;

AiohttpCharsetResolver *
aiohttp_charset_resolver_new (AiohttpCharsetFunc func, gpointer user_data, GDestroyNotify destroy);
AiohttpCharsetResolver *aiohttp_charset_resolver_ref (AiohttpCharsetResolver *self);
void aiohttp_charset_resolver_unref (AiohttpCharsetResolver *self);

/* NULL: none. */
char *aiohttp_charset_resolver_ask (AiohttpCharsetResolver *self, AiohttpClientResponse *response, GBytes *body);

G_END_DECLS
