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

static void
look_up (AiohttpRouter *router, const char *method, const char *path, AiohttpRouteMatch *match)
{
  const AiohttpRouteQuery query = { method, strlen (method), path, strlen (path), NULL };

  aiohttp_router_resolve (router, &query, match);
}

/* "pattern name=value …" of the match, "405 methods", or "404" */
static char *
resolve (AiohttpRouter *router, const char *request)
{
  g_auto (GStrv) parts = g_strsplit (request, " ", 2);
  AiohttpRouteMatch match;
  GString *text;

  look_up (router, parts[0], parts[1], &match);
  if (match.route == NULL && match.allow == NULL)
    return g_strdup ("404");
  if (match.route == NULL)
    {
      g_autofree char *allow = match.allow;

      return g_strconcat ("405 ", allow, NULL);
    }
  g_assert_null (match.allow);
  g_assert_cmpuint (match.n_params, ==, match.route->pattern->n_params);
  text = g_string_new (match.route->pattern->text);
  for (guint i = 0; i < match.n_params; i++)
    {
      const AiohttpRouteParam *param = &match.params[i];

      g_string_append_printf (text, " %s=", match.route->pattern->params[i]);
      if (param->value != NULL)
        g_string_append_printf (text, "\"%s\"", param->value);
      else
        g_string_append_len (text, parts[1] + param->span.offset, param->span.length);
      g_free (param->value);
    }
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
  { "integer", { "GET /{id:int}" }, "GET /12", "/{id:int} id=12" },
  { "integer-letters", { "GET /{id:int}" }, "GET /1a", "404" },
  { "integer-sign", { "GET /{id:int}" }, "GET /-1", "404" },
  { "integer-empty", { "GET /{id:int}" }, "GET /", "404" },
  { "integer-largest", { "GET /{id:int}" }, "GET /9223372036854775807", "/{id:int} id=9223372036854775807" },
  { "integer-too-large", { "GET /{id:int}" }, "GET /9223372036854775808", "404" },
  { "integer-wins", { "GET /{name}", "GET /{x:[0-9]+}", "GET /{id:int}" }, "GET /1", "/{id:int} id=1" },
  { "integer-loses-to-text", { "GET /{id:int}", "GET /1" }, "GET /1", "/1" },
  { "integer-falls-back", { "GET /{id:int}/a", "GET /{name}/b" }, "GET /1/b", "/{name}/b name=1" },
  { "regex", { "GET /{x:[a-z]+}" }, "GET /abc", "/{x:[a-z]+} x=abc" },
  { "regex-whole", { "GET /{x:[a-z]+}" }, "GET /abc1", "404" },
  { "regex-alternatives-whole", { "GET /{x:a|b}" }, "GET /ab", "404" },
  { "regex-braces", { "GET /{x:[0-9]{4}}" }, "GET /1234", "/{x:[0-9]{4}} x=1234" },
  { "regex-order", { "GET /{a:[a-z]+}", "GET /{b:.+}" }, "GET /x", "/{a:[a-z]+} a=x" },
  { "regex-order-other", { "GET /{b:.+}", "GET /{a:[a-z]+}" }, "GET /x", "/{b:.+} b=x" },
  { "regex-wins", { "GET /{name}", "GET /{a:[a-z]+}" }, "GET /x", "/{a:[a-z]+} a=x" },
  { "regex-inside", { "GET /{a:.+}/x" }, "GET /1/x", "/{a:.+}/x a=1" },
  { "regex-inside-no-slash", { "GET /{a:.+}/x" }, "GET /1/2/x", "404" },
  { "regex-last-slash", { "GET /a/{rest:.*}" }, "GET /a/1/2", "/a/{rest:.*} rest=1/2" },
  { "regex-last-empty", { "GET /a/{rest:.*}" }, "GET /a/", "/a/{rest:.*} rest=" },
  { "regex-decoded", { "GET /{x:caf\xc3\xa9}" }, "GET /caf%C3%A9", "/{x:caf\xc3\xa9} x=\"caf\xc3\xa9\"" },
  { "regex-encoded-slash", { "GET /{x:[^/]+}" }, "GET /a%2Fb", "/{x:[^/]+} x=\"a/b\"" },
  { "regex-encoded-percent", { "GET /{x:.+}" }, "GET /a%2525", "/{x:.+} x=\"a%25\"" },
  { "regex-lone-percent", { "GET /{x:.+}" }, "GET /a%%34%31", "/{x:.+} x=\"a%41\"" },
  { "regex-own-group", { "GET /{x:(a|b)c}" }, "GET /bc", "/{x:(a|b)c} x=bc" },
  { "mixed", { "GET /{name}.{type:png|gif}" }, "GET /a.b.gif", "/{name}.{type:png|gif} name=a.b type=gif" },
  { "mixed-dot", { "GET /{name}.txt" }, "GET /atxt", "404" },
  { "mixed-integer", { "GET /v{n:int}/x" }, "GET /v2/x", "/v{n:int}/x n=2" },
  { "tail", { "GET /a/{rest:*}" }, "GET /a/b/c", "/a/{rest:*} rest=b/c" },
  { "tail-empty", { "GET /a/{rest:*}" }, "GET /a/", "/a/{rest:*} rest=" },
  { "tail-needs-slash", { "GET /a/{rest:*}" }, "GET /a", "404" },
  { "tail-last", { "GET /{rest:*}", "GET /{x}/b" }, "GET /a/b", "/{x}/b x=a" },
  { "tail-after-backtrack", { "GET /{rest:*}", "GET /{x}/b" }, "GET /a/c", "/{rest:*} rest=a/c" },
  { "tail-encoded-slash", { "GET /{rest:*}" }, "GET /a%2Fb/c", "/{rest:*} rest=a%2Fb/c" },
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
  { "open-brace", "/{a", "without its other half" },
  { "close-brace", "/a}", "without its other half" },
  { "nested-brace", "/{a:x{2}", "without its other half" },
  { "no-name", "/{}", "no usable name" },
  { "digit", "/{1a}", "no usable name" },
  { "dash", "/{a-b}", "no usable name" },
  { "no-type", "/{id:}", "nothing behind its colon" },
  { "bad-regex", "/{id:(}", "cannot be read" },
  { "tail-inside", "/{rest:*}/x", "move it to the end" },
  { "tail-mixed", "/v{rest:*}", "is a whole segment" },
  { "slash-inside", "/{path:[a-z/]+}/x", "only the last part" },
  { "escaped-slash-inside", "/{path:a\\/b}/x", "only the last part" },
  { "query-in-mixed", "/a?{b}", "read the query in the handler" },
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

  g_assert_null (aiohttp_router_add_get (router, row->pattern, handler, NULL, NULL, &error));
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

      g_assert_null (aiohttp_router_add_route (router, parts[0], parts[1], handler, NULL, NULL, &error));
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
      look_up (router, "HEAD", "/", &match);
      g_assert_true (match.route->handler->user_data == GINT_TO_POINTER (2));
      look_up (router, "GET", "/", &match);
      g_assert_true (match.route->handler->user_data == GINT_TO_POINTER (1));
    }
}

static void
test_method (void)
{
  g_autoptr (AiohttpRouter) router = aiohttp_router_new ();
  g_autoptr (GError) error = NULL;

  g_assert_null (aiohttp_router_add_route (router, "GE T", "/", handler, NULL, NULL, &error));
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

  g_assert_nonnull (aiohttp_router_add_get (router, "/", handler, &n_destroyed, count, NULL));
  g_assert_null (aiohttp_router_add_get (router, "/", handler, &n_destroyed, count, NULL));
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
  g_assert_null (aiohttp_router_add_get (aiohttp_application_get_router (app), "/", handler, NULL, NULL, &error));
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
      g_assert_nonnull (aiohttp_router_add_get (router, pattern->str, handler, NULL, NULL, NULL));
    }
  for (guint i = 0; i < 10; i++)
    g_string_append (path, "/a");
  g_string_append (path, "/none");
  look_up (router, "GET", path->str, &match);
  g_assert_null (match.route);
}

/* The peer chooses what a regular expression is matched against. */
static void
test_regex_bounded (void)
{
  const char *const patterns[] = { "/{x:(a+)+b}", "/{x:(a|aa)+$b}", "/{x:(.*)*y}", "/{x:([a-z]+)*[0-9]}" };
  g_autofree char *path = g_strnfill (8000, 'a');

  path[0] = '/';
  for (guint i = 0; i < G_N_ELEMENTS (patterns); i++)
    {
      g_autoptr (AiohttpRouter) router = aiohttp_router_new ();
      AiohttpRouteMatch match;

      g_assert_nonnull (aiohttp_router_add_get (router, patterns[i], handler, NULL, NULL, NULL));
      look_up (router, "GET", path, &match);
      g_assert_null (match.route);
    }
}

static GHashTable *
table (const char *name, const char *value)
{
  GHashTable *values = g_hash_table_new (g_str_hash, g_str_equal);

  g_hash_table_insert (values, (gpointer) name, (gpointer) value);
  return values;
}

static void
test_url_for (void)
{
  static const struct
  {
    const char *pattern, *value, *expected;
  } rows[] = {
    { "/plain/caf\xc3\xa9", "", "/plain/caf%C3%A9" },
    { "/a%2Fb", "", "/a%2Fb" },
    { "/{x}/b", "1 2/3", "/1%202%2F3/b" },
    { "/{x:int}", "12", "/12" },
    { "/{x:[a-z/]+}", "a/b", "/a/b" },
    { "/v{x}.txt", "a?b", "/va%3Fb.txt" },
    { "/f/{x:*}", "a/b c", "/f/a/b%20c" },
    { "/f/{x:*}", "", "/f/" },
    { "/{x}", "", NULL },
    { "/{x:int}", "a", NULL },
    { "/{y}", "1", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr (AiohttpRouter) router = aiohttp_router_new ();
      AiohttpRoute *route = aiohttp_router_add_get (router, rows[i].pattern, handler, NULL, NULL, NULL);
      g_autoptr (GHashTable) values = table ("x", rows[i].value);
      g_autoptr (GError) error = NULL;
      g_autofree char *url = NULL;
      AiohttpRouteMatch match;

      g_assert_true (aiohttp_route_set_name (route, "it", NULL));
      url = aiohttp_router_url_for (router, "it", values, NULL, &error);
      g_assert_cmpstr (url, ==, rows[i].expected);
      if (url == NULL)
        {
          g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
          continue;
        }
      look_up (router, "GET", url, &match);
      g_assert_true (match.route == route);
      for (guint j = 0; j < match.n_params; j++)
        g_free (match.params[j].value);
    }
}

static void
test_url_for_query (void)
{
  g_autoptr (AiohttpRouter) router = aiohttp_router_new ();
  AiohttpRoute *route = aiohttp_router_add_get (router, "/{id:int}", handler, NULL, NULL, NULL);
  g_autoptr (GHashTable) values = table ("id", "5"), query = table ("q", "a b&c"), none = table ("q", "");
  g_autofree char *url = NULL, *without = NULL;
  g_autoptr (GError) error = NULL;

  g_hash_table_insert (query, (gpointer) "a", (gpointer) "1");
  g_hash_table_remove_all (none);
  url = aiohttp_resource_url_for (aiohttp_route_get_resource (route), values, query, NULL);
  g_assert_cmpstr (url, ==, "/5?a=1&q=a%20b%26c");
  without = aiohttp_resource_url_for (aiohttp_route_get_resource (route), values, none, NULL);
  g_assert_cmpstr (without, ==, "/5");
  g_assert_null (aiohttp_router_url_for (router, "none", NULL, NULL, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
}

static void
test_names (void)
{
  g_autoptr (AiohttpRouter) router = aiohttp_router_new ();
  AiohttpRoute *first = aiohttp_router_add_get (router, "/a", handler, NULL, NULL, NULL);
  AiohttpRoute *second = aiohttp_router_add_get (router, "/b", handler, NULL, NULL, NULL);
  const char *const good[] = { "a", "a.b", "a-b:c_1" };
  const char *const bad[] = { "", "1a", "a b", "a.", ".a", "a..b", "a/b", "a.1" };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_assert_true (aiohttp_route_set_name (first, good[i], NULL));
      g_assert_cmpstr (aiohttp_route_get_name (first), ==, good[i]);
      g_assert_true (aiohttp_router_get_named_resource (router, good[i]) == aiohttp_route_get_resource (first));
    }
  g_assert_null (aiohttp_router_get_named_resource (router, "a"));
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (aiohttp_route_set_name (second, bad[i], &error));
      g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT);
    }
  {
    g_autoptr (GError) error = NULL;

    g_assert_false (aiohttp_route_set_name (second, "a-b:c_1", &error));
    g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_ROUTE_CONFLICT);
    g_assert_nonnull (strstr (error->message, "that of “/a”"));
  }
}

static void
test_lists (void)
{
  const char *const routes[] = { "GET /a", "POST /a", "GET /b/{x:int}", "HEAD /a", NULL };
  g_autoptr (AiohttpRouter) router = router_new (routes);
  g_autoptr (GList) resources = aiohttp_router_list_resources (router);
  g_autoptr (GList) all = aiohttp_router_list_routes (router);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_cmpuint (g_list_length (resources), ==, 2);
  for (GList *link = all; link != NULL; link = link->next)
    g_string_append_printf (text, "%s %s\n", aiohttp_route_get_method (link->data),
                            aiohttp_resource_get_canonical (aiohttp_route_get_resource (link->data)));
  g_assert_cmpstr (text->str, ==, "GET /a\nPOST /a\nHEAD /a\nGET /b/{x}\nHEAD /b/{x}\n");
}

/* A route may be held for longer than its router lives. */
static void
test_orphan (void)
{
  AiohttpRouter *router = aiohttp_router_new ();
  g_autoptr (AiohttpRoute) route = g_object_ref (aiohttp_router_add_get (router, "/a", handler, NULL, NULL, NULL));
  g_autoptr (GError) error = NULL;

  g_object_unref (router);
  g_assert_null (aiohttp_route_get_resource (route));
  g_assert_null (aiohttp_route_get_name (route));
  g_assert_false (aiohttp_route_set_name (route, "a", &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE);
}

static void
test_options (void)
{
  g_autoptr (AiohttpApplication) app = aiohttp_application_new ();
  AiohttpRoute *route = aiohttp_router_add_get (aiohttp_application_get_router (app), "/", handler, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (aiohttp_route_get_client_max_size (route), ==, -1);
  g_assert_cmpfloat (aiohttp_route_get_handler_timeout (route), ==, -1);
  g_assert_cmpint (route->handler_cancellation, ==, -1);
  g_assert_true (aiohttp_route_set_client_max_size (route, 5, NULL));
  g_assert_true (aiohttp_route_set_handler_timeout (route, 0.5, NULL));
  g_assert_true (aiohttp_route_set_handler_cancellation (route, FALSE, NULL));
  g_assert_cmpint (aiohttp_route_get_client_max_size (route), ==, 5);
  g_assert_cmpfloat (aiohttp_route_get_handler_timeout (route), ==, 0.5);
  g_assert_cmpint (route->handler_cancellation, ==, 0);
  aiohttp_application_freeze (app);
  g_assert_false (aiohttp_route_set_client_max_size (route, 6, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FROZEN);
  g_clear_error (&error);
  g_assert_false (aiohttp_route_set_name (route, "late", &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FROZEN);
}

static void
test_table (void)
{
  static const AiohttpRouteDef good[] = { { "GET", "/", handler, "home", NULL },
                                          { "POST", "/x", handler, NULL, NULL } };
  static const AiohttpRouteDef bad[] = { { "GET", "/y", handler, NULL, NULL }, { "GET", "/y", handler, NULL, NULL } };
  g_autoptr (AiohttpRouter) router = aiohttp_router_new ();
  g_autoptr (GError) error = NULL;
  AiohttpRouteMatch match;

  g_assert_true (aiohttp_router_add_routes (router, good, G_N_ELEMENTS (good), NULL, NULL));
  look_up (router, "HEAD", "/", &match);
  g_assert_nonnull (match.route);
  g_assert_nonnull (aiohttp_router_get_named_resource (router, "home"));
  g_assert_false (aiohttp_router_add_routes (router, bad, G_N_ELEMENTS (bad), NULL, &error));
  g_assert_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_ROUTE_CONFLICT);
}

/* Ten thousand routes, each found. */
static void
test_many (void)
{
  g_autoptr (AiohttpRouter) router = aiohttp_router_new ();

  for (guint i = 0; i < 10000; i++)
    {
      g_autofree char *pattern = g_strdup_printf ("/a%u/{x}/b%u", i % 100, i);

      g_assert_nonnull (aiohttp_router_add_get (router, pattern, handler, GUINT_TO_POINTER (i), NULL, NULL));
    }
  for (guint i = 0; i < 10000; i += 37)
    {
      g_autofree char *path = g_strdup_printf ("/a%u/1/b%u", i % 100, i);
      AiohttpRouteMatch match;

      look_up (router, "GET", path, &match);
      g_assert_nonnull (match.route);
      g_assert_true (match.route->handler->user_data == GUINT_TO_POINTER (i));
    }
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
  g_test_add_func ("/router/regex-bounded", test_regex_bounded);
  g_test_add_func ("/router/url-for", test_url_for);
  g_test_add_func ("/router/url-for-query", test_url_for_query);
  g_test_add_func ("/router/names", test_names);
  g_test_add_func ("/router/lists", test_lists);
  g_test_add_func ("/router/orphan", test_orphan);
  g_test_add_func ("/router/options", test_options);
  g_test_add_func ("/router/table", test_table);
  g_test_add_func ("/router/many", test_many);
  return g_test_run ();
}
