/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>
#include <libsoup/soup.h>

#include "aiohttp-macros.h"

G_BEGIN_DECLS

#define AIOHTTP_TYPE_COOKIE_JAR (aiohttp_cookie_jar_get_type ())

AIOHTTP_AVAILABLE_IN_ALL
G_DECLARE_FINAL_TYPE (AiohttpCookieJar, aiohttp_cookie_jar, AIOHTTP, COOKIE_JAR, GObject)

/**
 * AiohttpCookieMatchFunc:
 * @cookie: a cookie of a jar
 * @user_data: data of the function
 *
 * Chooses cookies. It must not change the jar.
 *
 * Returns: whether the cookie is one of those
 *
 * Since: 0.1
 */
typedef gboolean (*AiohttpCookieMatchFunc) (SoupCookie *cookie, gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
AiohttpCookieJar *aiohttp_cookie_jar_new (void) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
AiohttpCookieJar *aiohttp_cookie_jar_new_dummy (void) G_GNUC_WARN_UNUSED_RESULT;

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_cookie_jar_get_unsafe (AiohttpCookieJar *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_cookie_jar_get_quote_cookie (AiohttpCookieJar *self);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_cookie_jar_get_discard (AiohttpCookieJar *self);
AIOHTTP_AVAILABLE_IN_ALL
const char *const *aiohttp_cookie_jar_get_secure_origins (AiohttpCookieJar *self);
AIOHTTP_AVAILABLE_IN_ALL
guint aiohttp_cookie_jar_get_n_cookies (AiohttpCookieJar *self);

AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_cookie_jar_update (AiohttpCookieJar *self, const char *name, const char *value, const char *url,
                                    GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean
aiohttp_cookie_jar_update_from_header (AiohttpCookieJar *self, const char *set_cookie, const char *url, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
GHashTable *
aiohttp_cookie_jar_filter (AiohttpCookieJar *self, const char *url, GError **error) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
GList *aiohttp_cookie_jar_list (AiohttpCookieJar *self) G_GNUC_WARN_UNUSED_RESULT;
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_cookie_jar_clear (AiohttpCookieJar *self);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_cookie_jar_clear_domain (AiohttpCookieJar *self, const char *domain);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_cookie_jar_clear_matching (AiohttpCookieJar *self, AiohttpCookieMatchFunc func, gpointer user_data);

AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_cookie_jar_save_async (AiohttpCookieJar *self, GFile *file, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_cookie_jar_save_finish (AiohttpCookieJar *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_cookie_jar_save (AiohttpCookieJar *self, GFile *file, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
void aiohttp_cookie_jar_load_async (AiohttpCookieJar *self, GFile *file, GCancellable *cancellable,
                                    GAsyncReadyCallback callback, gpointer user_data);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_cookie_jar_load_finish (AiohttpCookieJar *self, GAsyncResult *result, GError **error);
AIOHTTP_AVAILABLE_IN_ALL
gboolean aiohttp_cookie_jar_load (AiohttpCookieJar *self, GFile *file, GError **error);

G_END_DECLS
