/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-cookie-jar.h"
#include "aiohttp-cookie-jar-private.h"

#include "aiohttp-coroutine-private.h"

/* What takes cookies out of a jar. */

/* Of the domain, or of a host below it. */
static gboolean
is_below (const char *cookie_domain, const char *domain)
{
  gsize n = strlen (domain);
  gsize m;

  if (*cookie_domain == '.')
    cookie_domain++;
  m = strlen (cookie_domain);
  return m >= n && g_ascii_strcasecmp (cookie_domain + m - n, domain) == 0 &&
         (m == n || cookie_domain[m - n - 1] == '.');
}

static gboolean
is_of_domain (SoupCookie *cookie, gpointer domain)
{
  return is_below (soup_cookie_get_domain (cookie), domain);
}

/* NULL: all. The list is a copy: whoever is asked is on the main stack, and may do what he likes. */
static void
delete_matching (AiohttpCookieJar *self, AiohttpCookieMatchFunc func, gpointer user_data)
{
  GSList *all = soup_cookie_jar_all_cookies (aiohttp_cookie_jar_get_store (self));

  for (GSList *l = all; l != NULL; l = l->next)
    if (func == NULL || func (l->data, user_data))
      soup_cookie_jar_delete_cookie (aiohttp_cookie_jar_get_store (self), l->data);
  g_slist_free_full (all, (GDestroyNotify) soup_cookie_free);
}

/**
 * aiohttp_cookie_jar_clear:
 * @self: a jar
 *
 * Drops all cookies.
 *
 * Since: 0.1
 */
void
aiohttp_cookie_jar_clear (AiohttpCookieJar *self)
{
  g_return_if_fail (AIOHTTP_IS_COOKIE_JAR (self));

  delete_matching (self, NULL, NULL);
  g_hash_table_remove_all (aiohttp_cookie_jar_get_shared (self));
}

/**
 * aiohttp_cookie_jar_clear_domain:
 * @self: a jar
 * @domain: a domain
 *
 * Drops the cookies of a domain and of all hosts below it.
 *
 * Since: 0.1
 */
void
aiohttp_cookie_jar_clear_domain (AiohttpCookieJar *self, const char *domain)
{
  g_return_if_fail (AIOHTTP_IS_COOKIE_JAR (self));
  g_return_if_fail (domain != NULL);

  delete_matching (self, is_of_domain, (gpointer) domain);
}

typedef struct
{
  AiohttpCookieJar *jar;
  AiohttpCookieMatchFunc func;
  gpointer user_data;
} Match;

static void
delete_chosen (gpointer data)
{
  Match *match = data;

  delete_matching (match->jar, match->func, match->user_data);
}

/**
 * aiohttp_cookie_jar_clear_matching:
 * @self: a jar
 * @func: (scope call) (closure user_data): chooses which
 * @user_data: for @func
 *
 * Drops the cookies that @func chooses.
 *
 * aiohttp: `clear(predicate)`
 *
 * Since: 0.1
 */
void
aiohttp_cookie_jar_clear_matching (AiohttpCookieJar *self, AiohttpCookieMatchFunc func, gpointer user_data)
{
  Match match = { self, func, user_data };

  g_return_if_fail (AIOHTTP_IS_COOKIE_JAR (self));
  g_return_if_fail (func != NULL);

  aiohttp_call_out (delete_chosen, &match);
}
