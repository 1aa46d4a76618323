/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-cookie-options.h"

G_BEGIN_DECLS

/* The value of a Set-Cookie header; `name` is a token. NULL where an attribute cannot be sent. */
char *aiohttp_cookie_options_format (AiohttpCookieOptions *self, const char *name, const char *value, GError **error);

/* The same, expired. */
AiohttpCookieOptions *aiohttp_cookie_options_dup_expired (AiohttpCookieOptions *self);

G_END_DECLS
