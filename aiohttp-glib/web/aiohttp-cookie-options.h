/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib-object.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_COOKIE_OPTIONS (aiohttp_cookie_options_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpCookieOptions, aiohttp_cookie_options, AIOHTTP, COOKIE_OPTIONS, GObject)

AIOHTTP_AVAILABLE_IN_ALL
AiohttpCookieOptions *aiohttp_cookie_options_new (void) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_cookie_options_get_path (AiohttpCookieOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_cookie_options_set_path (AiohttpCookieOptions *self, const char *path);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_cookie_options_get_domain (AiohttpCookieOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_cookie_options_set_domain (AiohttpCookieOptions *self, const char *domain);
AIOHTTP_AVAILABLE_IN_ALL
gint64 aiohttp_cookie_options_get_max_age (AiohttpCookieOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_cookie_options_set_max_age (AiohttpCookieOptions *self, gint64 max_age);
AIOHTTP_AVAILABLE_IN_ALL
GDateTime *aiohttp_cookie_options_get_expires (AiohttpCookieOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_cookie_options_set_expires (AiohttpCookieOptions *self, GDateTime *expires);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_cookie_options_get_secure (AiohttpCookieOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_cookie_options_set_secure (AiohttpCookieOptions *self, gboolean secure);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_cookie_options_get_http_only (AiohttpCookieOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_cookie_options_set_http_only (AiohttpCookieOptions *self, gboolean http_only);
AIOHTTP_AVAILABLE_IN_ALL
const char *aiohttp_cookie_options_get_same_site (AiohttpCookieOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_cookie_options_set_same_site (AiohttpCookieOptions *self, const char *same_site);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_cookie_options_get_partitioned (AiohttpCookieOptions *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_cookie_options_set_partitioned (AiohttpCookieOptions *self, gboolean partitioned);

G_END_DECLS
