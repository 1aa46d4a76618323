/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include <string.h>

#include "aiohttp-hsts-private.h"

#define MAX_POLICIES 3000
#define MAX_SECONDS  G_MAXINT32

/* soup_hsts_policy_new() of libsoup 3.2 leaks the time at which the policy expires. */
static SoupHSTSPolicy *
make_policy (const char *host, gint64 seconds, gboolean include_subdomains)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autoptr (GDateTime) expires =
      seconds > 0 ? g_date_time_add_seconds (now, MIN (seconds, MAX_SECONDS)) : g_date_time_new_from_unix_utc (0);

  return soup_hsts_policy_new_full (host, (gulong) seconds, expires, include_subdomains);
}

static gboolean
is_covered (SoupHSTSEnforcer *enforcer, const char *host)
{
  GList *policies;
  gboolean covered = FALSE;

  if (soup_hsts_enforcer_has_valid_policy (enforcer, host))
    return TRUE;
  policies = soup_hsts_enforcer_get_policies (enforcer, TRUE);
  for (GList *l = policies; l != NULL && !covered; l = l->next)
    {
      SoupHSTSPolicy *policy = l->data;
      const char *domain = soup_hsts_policy_get_domain (policy);
      gsize n = strlen (domain);
      gsize m = strlen (host);

      covered = soup_hsts_policy_includes_subdomains (policy) && !soup_hsts_policy_is_expired (policy) && m > n &&
                host[m - n - 1] == '.' && strcmp (host + m - n, domain) == 0;
    }
  g_list_free_full (policies, (GDestroyNotify) soup_hsts_policy_free);
  return covered;
}

GUri *
aiohttp_hsts_upgrade (SoupHSTSEnforcer *enforcer, GUri *uri)
{
  const char *host = g_uri_get_host (uri);
  int port = g_uri_get_port (uri);

  if (strcmp (g_uri_get_scheme (uri), "http") != 0 || g_hostname_is_ip_address (host) || !is_covered (enforcer, host))
    return NULL;
  return g_uri_build (g_uri_get_flags (uri), "https", NULL, host, port == 80 ? -1 : port, g_uri_get_path (uri),
                      g_uri_get_query (uri), g_uri_get_fragment (uri));
}

void
aiohttp_hsts_take (SoupHSTSEnforcer *enforcer, GUri *uri, const char *field_value)
{
  const char *host = g_uri_get_host (uri);
  GHashTable *directives;
  const char *max_age;
  char *end;
  gint64 seconds;
  GList *policies;
  gboolean full;

  if (g_hostname_is_ip_address (host))
    return;
  directives = soup_header_parse_semi_param_list (field_value);
  max_age = g_hash_table_lookup (directives, "max-age");
  seconds = max_age != NULL ? g_ascii_strtoll (max_age, &end, 10) : -1;
  if (seconds >= 0 && end != max_age && *end == '\0')
    {
      SoupHSTSPolicy *policy = make_policy (host, seconds, g_hash_table_contains (directives, "includeSubDomains"));

      policies = soup_hsts_enforcer_get_policies (enforcer, TRUE);
      full = g_list_length (policies) >= MAX_POLICIES && !soup_hsts_enforcer_has_valid_policy (enforcer, host);
      g_list_free_full (policies, (GDestroyNotify) soup_hsts_policy_free);
      if (policy != NULL && !full)
        soup_hsts_enforcer_set_policy (enforcer, policy);
      g_clear_pointer (&policy, soup_hsts_policy_free);
    }
  soup_header_free_param_list (directives);
}
