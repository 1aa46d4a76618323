/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-client-session.h"
#include "aiohttp-client-session-private.h"

/* Functions of the program's own that a session, or a request, asks about a response. */

static void
set_session_check (AiohttpClientSession *self, AiohttpStatusCheck *check)
{
  AiohttpClientDefaults *defaults = aiohttp_client_session_get_defaults (self);

  g_clear_pointer (&defaults->status_check, aiohttp_status_check_unref);
  defaults->status_check = check;
}

/**
 * aiohttp_client_session_set_status_check: (skip)
 * @self: a client session
 * @func: (nullable): runs as a coroutine, so that it may read the body; %NULL for none
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * Sets who decides whether a response is an error, in place of
 * [property@Aiohttp.ClientSession:raise-for-status]. It is asked about the last response of each request; with %FALSE,
 * its error is the request's. A request that sets [property@Aiohttp.RequestOptions:raise-for-status] or a check of its own
 * goes by that.
 *
 * aiohttp: `raise_for_status=` a function
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_status_check (AiohttpClientSession *self, AiohttpStatusCheckFunc func, gpointer user_data,
                                         GDestroyNotify destroy)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));

  set_session_check (self, func != NULL ? aiohttp_status_check_new (func, user_data, destroy) : NULL);
}

/**
 * aiohttp_client_session_set_status_check_callback: (rename-to aiohttp_client_session_set_status_check)
 * @self: a client session
 * @func: (nullable) (scope notified) (closure user_data) (destroy destroy): runs on the main stack; %NULL for none
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * Sets who decides whether a response is an error, in place of
 * [property@Aiohttp.ClientSession:raise-for-status]: the form of [method@Aiohttp.ClientSession.set_status_check] for
 * language bindings.
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_status_check_callback (AiohttpClientSession *self, AiohttpStatusCheckCallback func,
                                                  gpointer user_data, GDestroyNotify destroy)
{
  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));

  set_session_check (self, func != NULL ? aiohttp_status_check_new_for_callback (func, user_data, destroy) : NULL);
}

/**
 * aiohttp_client_session_set_fallback_charset_func:
 * @self: a client session
 * @func: (nullable) (scope notified) (closure user_data) (destroy destroy): chooses the charset; %NULL for UTF-8
 * @user_data: for @func
 * @destroy: (nullable): frees @user_data
 *
 * Sets who chooses the charset of text whose response does not declare one that is known: a library that guesses it from
 * the bytes, say. JSON is UTF-8 all the same.
 *
 * aiohttp: `fallback_charset_resolver`
 *
 * Since: 0.1
 */
void
aiohttp_client_session_set_fallback_charset_func (AiohttpClientSession *self, AiohttpCharsetFunc func,
                                                  gpointer user_data, GDestroyNotify destroy)
{
  AiohttpClientDefaults *defaults;

  g_return_if_fail (AIOHTTP_IS_CLIENT_SESSION (self));

  defaults = aiohttp_client_session_get_defaults (self);
  g_clear_pointer (&defaults->charset_resolver, aiohttp_charset_resolver_unref);
  if (func != NULL)
    defaults->charset_resolver = aiohttp_charset_resolver_new (func, user_data, destroy);
}
