/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-application-private.h"
#include "aiohttp-domain-private.h"
#include "aiohttp-error.h"
#include "aiohttp-run.h"
#include "aiohttp-sleep.h"

static GString *trace;

static void
note (const char *what)
{
  if (trace->len > 0)
    g_string_append_c (trace, ' ');
  g_string_append (trace, what);
}

static gboolean
note_hook (AiohttpApplication *app, gpointer what, GError **error)
{
  if (!aiohttp_sleep (0.001, error))
    return FALSE;
  note (what);
  if (!g_str_has_prefix (what, "!"))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, what);
  return FALSE;
}

static AiohttpFuture *
note_callback (AiohttpApplication *app, gpointer what, GError **error)
{
  note (what);
  return NULL;
}

static gboolean
note_context (AiohttpApplication *app, AiohttpCleanupContext *context, gpointer what, GError **error)
{
  g_autofree char *in = g_strconcat (what, "{", NULL), *out = g_strconcat ("}", what, NULL);

  note (in);
  if (g_str_has_prefix (what, "!"))
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, what);
      return FALSE;
    }
  if (g_str_has_prefix (what, "short"))
    return TRUE;
  if (!aiohttp_cleanup_context_wait (context, error))
    return FALSE;
  note (out);
  if (!g_str_has_suffix (what, "?"))
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_FAILED, what);
  return FALSE;
}

#define HOOK(app, signal, what)                                                                                        \
  g_assert_true (aiohttp_application_on_##signal (app, note_hook, (gpointer) (what), NULL, NULL))
#define CONTEXT(app, what)                                                                                             \
  g_assert_true (aiohttp_application_add_cleanup_context (app, note_context, (gpointer) (what), NULL, NULL))

static gboolean
live (GValue *result, gpointer app, GError **error)
{
  g_autoptr (GError) ended = NULL;
  gboolean started = aiohttp_application_startup (app, error);

  note ("|");
  g_assert_cmpint (aiohttp_application_is_frozen (app), ==, started);
  if (!aiohttp_application_shutdown (app, &ended))
    note (ended->message);
  g_clear_error (&ended);
  note ("|");
  if (!aiohttp_application_cleanup (app, &ended))
    note (ended->message);
  return started;
}

static void
assert_life (AiohttpApplication *app, gboolean started, const char *expected)
{
  g_autoptr (GError) error = NULL;

  g_string_truncate (trace, 0);
  g_assert_cmpint (aiohttp_run (live, app, &error), ==, started);
  g_assert_cmpstr (trace->str, ==, expected);
}

static void
test_order (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();

  HOOK (app, startup, "s1");
  CONTEXT (app, "c1");
  HOOK (app, cleanup, "e1");
  CONTEXT (app, "short");
  CONTEXT (app, "c2");
  HOOK (app, startup, "s2");
  g_assert_true (aiohttp_application_on_startup_callback (app, note_callback, (gpointer) "s3", NULL, NULL));
  HOOK (app, shutdown, "d1");
  HOOK (app, shutdown, "d2");
  HOOK (app, cleanup, "e2");
  assert_life (app, TRUE, "c1{ short{ c2{ s1 s2 s3 | d1 d2 | }c2 }c1 e1 e2");
}

static void
test_subapp (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new (), sub = aiohttp_application_new ();

  HOOK (app, startup, "s1");
  HOOK (app, cleanup, "e1");
  HOOK (sub, startup, "in");
  HOOK (sub, cleanup, "out");
  CONTEXT (sub, "c");
  g_assert_true (aiohttp_application_add_subapp (app, "/sub", sub, NULL));
  HOOK (app, startup, "s2");
  HOOK (app, cleanup, "e2");
  assert_life (app, TRUE, "s1 c{ in s2 | | e1 }c out e2");
  g_assert_true (aiohttp_application_is_frozen (sub));
}

static void
test_startup_fails (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();

  CONTEXT (app, "c1");
  HOOK (app, startup, "s1");
  HOOK (app, startup, "!s2");
  HOOK (app, startup, "s3");
  HOOK (app, cleanup, "e1");
  assert_life (app, FALSE, "c1{ s1 !s2 | | }c1 e1");
}

static void
test_context_fails (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();

  CONTEXT (app, "c1");
  CONTEXT (app, "!c2");
  CONTEXT (app, "c3");
  HOOK (app, startup, "s1");
  assert_life (app, FALSE, "c1{ !c2{ | | }c1");
}

static void
test_cleanup_fails (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();

  CONTEXT (app, "c1?");
  CONTEXT (app, "c2?");
  HOOK (app, shutdown, "!d1");
  HOOK (app, shutdown, "d2");
  HOOK (app, cleanup, "!e1");
  HOOK (app, cleanup, "e2");
  assert_life (app, TRUE, "c1?{ c2?{ | !d1 d2 !d1 | }c2? }c1? !e1 e2 c2?; c1?; !e1");
}

static gboolean
add_late (AiohttpApplication *app, gpointer user_data, GError **error)
{
  GValue value = G_VALUE_INIT;
  g_autoptr (GError) refused = NULL;

  g_assert_false (aiohttp_application_on_startup (app, note_hook, NULL, NULL, &refused));
  g_assert_error (refused, AIOHTTP_ERROR, AIOHTTP_ERROR_FROZEN);
  g_value_init (&value, G_TYPE_INT);
  g_value_set_int (&value, 5);
  g_assert_true (aiohttp_application_set_item (app, "key", &value, error));
  return TRUE;
}

static void
test_frozen (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new (), sub = aiohttp_application_new ();
  g_autoptr (GError) error = NULL;
  GValue value = G_VALUE_INIT;

  g_assert_true (aiohttp_application_on_startup (app, add_late, NULL, NULL, NULL));
  assert_life (app, TRUE, "| |");
  g_assert_cmpint (g_value_get_int (aiohttp_application_get_item (app, "key")), ==, 5);
  g_value_init (&value, G_TYPE_INT);
  g_assert_false (aiohttp_application_set_item (app, "key", &value, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FROZEN);
  g_clear_error (&error);
  g_assert_false (aiohttp_application_add_subapp (app, "/sub", sub, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FROZEN);
  g_clear_error (&error);
  g_assert_false (aiohttp_application_on_cleanup (app, note_hook, NULL, NULL, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FROZEN);
}

static void
test_adoption (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new (), sub = aiohttp_application_new (),
                                 other = aiohttp_application_new ();
  static const struct
  {
    const char *prefix;
    int code;
  } rows[] = {
    { "", AIOHTTP_ERROR_INVALID_PATTERN },    { "/", AIOHTTP_ERROR_INVALID_PATTERN },
    { "sub", AIOHTTP_ERROR_INVALID_PATTERN }, { "/{x}", AIOHTTP_ERROR_INVALID_PATTERN },
    { "/sub", AIOHTTP_ERROR_ROUTE_CONFLICT }, { "/sub/", AIOHTTP_ERROR_ROUTE_CONFLICT },
  };
  g_autoptr (GError) error = NULL;

  g_assert_true (aiohttp_application_add_subapp (app, "/sub", sub, NULL));
  g_assert_true (aiohttp_application_get_parent (sub) == app);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_assert_false (aiohttp_application_add_subapp (app, rows[i].prefix, other, &error));
      g_assert_error (error, AIOHTTP_ERROR, rows[i].code);
      g_clear_error (&error);
    }
  g_assert_false (aiohttp_application_add_subapp (app, "/twice", sub, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_clear_error (&error);
  g_assert_false (aiohttp_application_add_subapp (sub, "/up", app, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_clear_error (&error);
  g_assert_false (aiohttp_application_add_subapp (app, "/self", app, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
  g_clear_error (&error);
  aiohttp_application_freeze (other);
  g_assert_false (aiohttp_application_add_domain (app, "example.org", other, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
}

static void
test_items (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new (), sub = aiohttp_application_new ();
  GValue value = G_VALUE_INIT;

  g_assert_true (aiohttp_application_add_subapp (app, "/sub", sub, NULL));
  g_value_init (&value, G_TYPE_INT);
  g_value_set_int (&value, 1);
  g_assert_true (aiohttp_application_set_item (app, "a", &value, NULL));
  g_assert_null (aiohttp_application_get_item (sub, "a"));
  g_assert_cmpint (g_value_get_int (aiohttp_application_lookup_item (sub, "a")), ==, 1);
  g_value_set_int (&value, 2);
  g_assert_true (aiohttp_application_set_item (sub, "a", &value, NULL));
  g_assert_cmpint (g_value_get_int (aiohttp_application_lookup_item (sub, "a")), ==, 2);
  g_assert_true (aiohttp_application_has_item (sub, "a"));
  g_assert_true (aiohttp_application_remove_item (sub, "a", NULL));
  g_assert_false (aiohttp_application_has_item (sub, "a"));
  g_assert_null (aiohttp_application_lookup_item (sub, "b"));
}

static void
test_url_for (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new (), sub = aiohttp_application_new (),
                                 inner = aiohttp_application_new ();
  AiohttpRouter *router = aiohttp_application_get_router (inner);
  AiohttpRoute *route = aiohttp_router_add_get (router, "/x", (AiohttpHandlerFunc) (GCallback) note, NULL, NULL, NULL);
  g_autofree char *url = NULL;

  g_assert_true (aiohttp_application_add_subapp (sub, "/inner", inner, NULL));
  g_assert_true (aiohttp_application_add_subapp (app, "/s u/", sub, NULL));
  url = aiohttp_resource_url_for (aiohttp_route_get_resource (route), NULL, NULL, NULL);
  g_assert_cmpstr (url, ==, "/s%20u/inner/x");
  g_assert_cmpstr (aiohttp_resource_get_canonical (aiohttp_route_get_resource (route)), ==, "/s%20u/inner/x");
}

static void
test_domain (void)
{
  static const struct
  {
    const char *pattern, *host;
    gboolean matches;
  } rows[] = {
    { "example.org", "example.org", TRUE },
    { "Example.ORG", "eXample.org", TRUE },
    { "example.org", "example.org:8080", FALSE },
    { "example.org:8080", "example.org:8080", TRUE },
    { "example.org:80", "example.org", TRUE },
    { "example.org", "www.example.org", FALSE },
    { "*.example.org", "www.example.org", TRUE },
    { "*.example.org", "a.b.example.org", FALSE },
    { "*.example.org", "example.org", FALSE },
    { "a*b.org", "axxb.org", TRUE },
    { "a*b.org", "axb.x.org", FALSE },
    { "*.*.org", "a.b.org", TRUE },
    { "*", "localhost", TRUE },
    { "*", "localhost:80", FALSE },
  };
  const char *const bad[] = { "", "a..b", "-a.b", "a b", "a:x", "a/b", ".a" };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *domain = aiohttp_domain_normalize (rows[i].pattern, NULL);

      g_assert_cmpint (aiohttp_domain_matches (domain, rows[i].host), ==, rows[i].matches);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (aiohttp_domain_normalize (bad[i], &error));
      g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN);
    }
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  trace = g_string_new (NULL);
  g_test_add_func ("/application/order", test_order);
  g_test_add_func ("/application/subapp", test_subapp);
  g_test_add_func ("/application/startup-fails", test_startup_fails);
  g_test_add_func ("/application/context-fails", test_context_fails);
  g_test_add_func ("/application/cleanup-fails", test_cleanup_fails);
  g_test_add_func ("/application/frozen", test_frozen);
  g_test_add_func ("/application/adoption", test_adoption);
  g_test_add_func ("/application/items", test_items);
  g_test_add_func ("/application/url-for", test_url_for);
  g_test_add_func ("/application/domain", test_domain);
  result = g_test_run ();
  g_string_free (trace, TRUE);
  return result;
}
