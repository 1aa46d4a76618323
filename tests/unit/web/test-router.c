/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "aiohttp-application.h"
#include "aiohttp-error.h"
#include "aiohttp-router-private.h"

static AiohttpReply *
handler (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return NULL;
}

static AiohttpRouter *
router_new (const char *const *routes)
{
  AiohttpRouter *router = aiohttp_router_new ();

  for (; *routes != NULL; routes++)
    {
      g_auto (GStrv) parts = g_strsplit (*routes, " ", 2);
      g_autoptr (GError) error = NULL;

      if (g_str_equal (parts[0], "GET"))
        aiohttp_router_add_get (router, parts[1], handler, NULL, NULL, &error);
      else
        aiohttp_router_add_route (router, parts[0], parts[1], handler, NULL, NULL, &error);
      g_assert_no_error (error);
    }
  return router;
}

/* "pattern name=value …" of the match, "405 methods", or "404" */
static char *
resolve (AiohttpRouter *router, const char *request)
{
  g_auto (GStrv) parts = g_strsplit (request, " ", 2);
  AiohttpRouteMatch match;
  GString *text;

  aiohttp_router_resolve (router, parts[0], strlen (parts[0]), parts[1], strlen (parts[1]), &match);
  if (match.route == NULL && match.allow == NULL)
    return g_strdup ("404");
  if (match.route == NULL)
    {
      g_autofree char *allow = match.allow;

      return g_strconcat ("405 ", allow, NULL);
    }
  g_assert_null (match.allow);
  g_assert_cmpuint (match.n_params, ==, match.route->n_params);
  text = g_string_new (match.route->pattern);
  for (guint i = 0; i < match.n_params; i++)
    g_string_append_printf (text, " %s=%.*s", match.route->params[i], (int) match.params[i].length,
                            parts[1] + match.params[i].offset);
  return g_string_free (text, FALSE);
}

typedef struct
{
  const char *name;
  const char *routes[6];
  const char *request;
  const char *expected;
} MatchCase;

static const MatchCase match_cases[] = {
  { "root", { "GET /" }, "GET /", "/" },
  { "plain", { "GET /a/b" }, "GET /a/b", "/a/b" },
  { "none", { "GET /a/b" }, "GET /a", "404" },
  { "longer", { "GET /foo" }, "GET /foobar", "404" },
  { "empty-router", { NULL }, "GET /", "404" },
  { "trailing-slash", { "GET /a" }, "GET /a/", "404" },
  { "trailing-slash-own", { "GET /a", "GET /a/" }, "GET /a/", "/a/" },
  { "double-slash", { "GET /a/b" }, "GET /a//b", "404" },
  { "empty-segment", { "GET /a//b" }, "GET /a//b", "/a//b" },
  { "parameter", { "GET /{name}" }, "GET /x", "/{name} name=x" },
  { "parameter-not-empty", { "GET /{name}" }, "GET /", "404" },
  { "parameter-inside", { "GET /a/{x}/b" }, "GET /a/1/b", "/a/{x}/b x=1" },
  { "two-parameters", { "GET /{a}/{b}" }, "GET /1/22", "/{a}/{b} a=1 b=22" },
  { "text-wins", { "GET /{name}", "GET /x" }, "GET /x", "/x" },
  { "text-wins-before", { "GET /x", "GET /{name}" }, "GET /x", "/x" },
  { "backtrack", { "GET /a/b", "GET /{x}/c" }, "GET /a/c", "/{x}/c x=a" },
  { "backtrack-drops-parameters", { "GET /{x}/{y}/z", "GET /{x}/b" }, "GET /1/b", "/{x}/b x=1" },
  { "backtrack-for-method", { "GET /a", "POST /{x}" }, "POST /a", "/{x} x=a" },
  { "names-by-method", { "GET /{a}", "POST /{b}" }, "POST /1", "/{b} b=1" },
  { "encoded-text", { "GET /caf\xc3\xa9" }, "GET /caf%C3%A9", "/caf\xc3\xa9" },
  { "encoded-pattern", { "GET /a%20b" }, "GET /a%20b", "/a%20b" },
  { "encoded-slash", { "GET /a/b" }, "GET /a%2Fb", "404" },
  { "encoded-slash-parameter", { "GET /{x}" }, "GET /a%2Fb", "/{x} x=a%2Fb" },
  { "encoded-slash-pattern", { "GET /a%2Fb", "GET /a/b" }, "GET /a%2fb", "/a%2Fb" },
  { "encoded-brace", { "GET /%7Ba%7D" }, "GET /{a}", "/%7Ba%7D" },
  { "head-with-get", { "GET /" }, "HEAD /", "/" },
  { "head-of-post", { "POST /" }, "HEAD /", "405 POST" },
  { "any-method", { "* /" }, "PROPFIND /", "/" },
  { "lower-case-registration", { "post /" }, "POST /", "/" },
  { "method-case", { "GET /" }, "get /", "405 GET,HEAD" },
  { "allow-sorted", { "POST /", "GET /", "DELETE /" }, "PUT /", "405 DELETE,GET,HEAD,POST" },
  { "allow-of-all-matches", { "POST /a", "PUT /{x}" }, "DELETE /a", "405 POST,PUT" },
  { "asterisk", { "OPTIONS /" }, "OPTIONS *", "404" },
};

static void
test_match (gconstpointer data)
{
  const MatchCase *row = data;
  g_autoptr (AiohttpRouter) router = router_new (row->routes);
  g_autofree char *got = resolve (router, row->request);

  g_assert_cmpstr (got, ==, row->expected);
}

typedef struct
{
  const char *name;
  const char *pattern;
  const char *hint; /* part of the message */
} PatternCase;

static const PatternCase pattern_cases[] = {
  { "empty", "", "does not begin with a slash" },
  { "no-slash", "a", "write \xe2\x80\x9c/a\xe2\x80\x9d" },
  { "query", "/a?b", "read the query in the handler" },
  { "fragment", "/a#b", "fragment" },
  { "open-brace", "/{a", "a parameter is a whole segment" },
  { "close-brace", "/a}", "a parameter is a whole segment" },
  { "mixed", "/a{b}", "a parameter is a whole segment" },
  { "two-in-one", "/{a}{b}", "a parameter is a whole segment" },
  { "no-name", "/{}", "no usable name" },
  { "digit", "/{1a}", "no usable name" },
  { "dash", "/{a-b}", "no usable name" },
  { "typed", "/{id:int}", "which this version does not know" },
  { "tail", "/{rest:*}", "which this version does not know" },
  { "twice", "/{a}/{a}", "rename one of them" },
  { "nul", "/%00", "NUL" },
  { "not-utf8", "/%ff", "UTF-8" },
  { "many", "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}/{j}/{k}/{l}/{m}/{n}/{o}/{p}/{q}", "more than 16 parameters" },
};

static void
test_pattern (gconstpointer data)
{
  const PatternCase *row = data;
  g_autoptr (AiohttpRouter) router = aiohttp_router_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (aiohttp_router_add_get (router, row->pattern, handler, NULL, NULL, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN);
  g_assert_nonnull (strstr (error->message, row->hint));
}

static void
test_conflict (void)
{
  const char *const routes[] = { "GET /{a}/x", "* /any", "GET /plain", NULL };
  g_autoptr (AiohttpRouter) router = router_new (routes);
  const char *const refused[] = { "GET /{b}/x", "GET /any", "* /plain", "* /any", "GET /plain", "GET /plai%6E" };

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_auto (GStrv) parts = g_strsplit (refused[i], " ", 2);
      g_autoptr (GError) error = NULL;

      g_assert_false (aiohttp_router_add_route (router, parts[0], parts[1], handler, NULL, NULL, &error));
      g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_ROUTE_CONFLICT);
      g_assert_nonnull (strstr (error->message, "remove one of them"));
    }
}

static void
test_own_head (void)
{
  g_autoptr (GError) error = NULL;

  for (guint before = 0; before < 2; before++)
    {
      g_autoptr (AiohttpRouter) router = aiohttp_router_new ();
      AiohttpRouteMatch match;

      if (before)
        aiohttp_router_add_head (router, "/", handler, GINT_TO_POINTER (2), NULL, &error);
      aiohttp_router_add_get (router, "/", handler, GINT_TO_POINTER (1), NULL, &error);
      if (!before)
        aiohttp_router_add_head (router, "/", handler, GINT_TO_POINTER (2), NULL, &error);
      g_assert_no_error (error);
      aiohttp_router_resolve (router, "HEAD", 4, "/", 1, &match);
      g_assert_true (match.route->handler->user_data == GINT_TO_POINTER (2));
      aiohttp_router_resolve (router, "GET", 3, "/", 1, &match);
      g_assert_true (match.route->handler->user_data == GINT_TO_POINTER (1));
    }
}

static void
test_method (void)
{
  g_autoptr (AiohttpRouter) router = aiohttp_router_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (aiohttp_router_add_route (router, "GE T", "/", handler, NULL, NULL, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
}

static void
count (gpointer data)
{
  ++*(guint *) data;
}

static void
test_destroy (void)
{
  AiohttpRouter *router = aiohttp_router_new ();
  guint n_destroyed = 0;

  g_assert_true (aiohttp_router_add_get (router, "/", handler, &n_destroyed, count, NULL));
  g_assert_false (aiohttp_router_add_get (router, "/", handler, &n_destroyed, count, NULL));
  g_assert_cmpuint (n_destroyed, ==, 1);
  g_object_unref (router);
  g_assert_cmpuint (n_destroyed, ==, 2);
}

static void
test_frozen (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  g_autoptr (GError) error = NULL;

  g_assert_false (aiohttp_application_is_frozen (app));
  aiohttp_application_freeze (app);
  g_assert_true (aiohttp_application_is_frozen (app));
  g_assert_false (aiohttp_router_add_get (aiohttp_application_get_router (app), "/", handler, NULL, NULL, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FROZEN);
  g_clear_error (&error);
  g_assert_false (aiohttp_application_set_client_max_size (app, 1, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FROZEN);
}

/* Where a text and a parameter go on at every segment the ways double with each: the peer must not walk them all. */
static void
test_bounded (void)
{
  g_autoptr (AiohttpRouter) router = aiohttp_router_new ();
  g_autoptr (GString) path = g_string_new (NULL);
  AiohttpRouteMatch match;

  for (guint ways = 0; ways < 1 << 10; ways++)
    {
      g_autoptr (GString) pattern = g_string_new (NULL);

      for (guint i = 0; i < 10; i++)
        g_string_append_printf (pattern, (ways >> i) & 1 ? "/{p%u}" : "/a", i);
      g_string_append_printf (pattern, "/x%u", ways);
      g_assert_true (aiohttp_router_add_get (router, pattern->str, handler, NULL, NULL, NULL));
    }
  for (guint i = 0; i < 10; i++)
    g_string_append (path, "/a");
  g_string_append (path, "/none");
  aiohttp_router_resolve (router, "GET", 3, path->str, path->len, &match);
  g_assert_null (match.route);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (match_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/router/match/", match_cases[i].name, NULL);

      g_test_add_data_func (path, &match_cases[i], test_match);
    }
  for (guint i = 0; i < G_N_ELEMENTS (pattern_cases); i++)
    {
      g_autofree char *path = g_strconcat ("/router/pattern/", pattern_cases[i].name, NULL);

      g_test_add_data_func (path, &pattern_cases[i], test_pattern);
    }
  g_test_add_func ("/router/conflict", test_conflict);
  g_test_add_func ("/router/own-head", test_own_head);
  g_test_add_func ("/router/method", test_method);
  g_test_add_func ("/router/destroy", test_destroy);
  g_test_add_func ("/router/frozen", test_frozen);
  g_test_add_func ("/router/bounded", test_bounded);
  return g_test_run ();
}
