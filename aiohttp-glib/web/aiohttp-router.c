/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-router.h"
#include "aiohttp-router-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"
#include "aiohttp-url-private.h"

/**
 * AiohttpRouter:
 *
 * Finds the handler of a request by its method and path.
 *
 * A pattern begins with a slash. Each of its segments is either plain text or one parameter, `{name}`, which matches
 * any non-empty segment; the handler reads it by [method@Aiohttp.Request.get_match_info]. Plain text wins over a
 * parameter, segment by segment from the left, whatever the order of registration; where the better start leads to no
 * route, the other one is tried. Segments are compared after percent-decoding, and an encoded slash never splits one.
 *
 * A path without a route is answered with 404, one that has routes for other methods only with 405 and a sorted Allow.
 *
 * Two routes that match the same requests, and patterns that cannot be read, are refused when they are added. Once its
 * application serves, a router is frozen.
 *
 * aiohttp: `UrlDispatcher`
 *
 * Since: 0.1
 */

/* Far more than an honest table of routes needs: where both a text and a parameter go on at every segment, the ways
 * through the tree double with each. */
#define MAX_VISITS 1024

#define MAX_SEGMENTS 64

typedef struct
{
  const char *text;
  gsize length;
} Segment;

typedef struct _Node Node;

struct _Node
{
  Segment segment;
  GHashTable *children; /* plain text: Segment → Node; the Segment is the child's own */
  Node *parameter;      /* {name} */
  GPtrArray *routes;    /* of the patterns that end here */
};

struct _AiohttpRouter
{
  GObject parent_instance;

  Node *root;
  gboolean frozen;
};

G_DEFINE_FINAL_TYPE (AiohttpRouter, aiohttp_router, G_TYPE_OBJECT)

static void
handler_clear (gpointer data)
{
  AiohttpHandler *handler = data;

  if (handler->destroy != NULL)
    aiohttp_call_out (handler->destroy, handler->user_data);
}

static void
handler_unref (AiohttpHandler *handler)
{
  g_rc_box_release_full (handler, handler_clear);
}

static AiohttpHandler *
handler_new (AiohttpHandlerFunc func, gpointer user_data, GDestroyNotify destroy, gboolean coroutine)
{
  AiohttpHandler *handler = g_rc_box_new (AiohttpHandler);

  handler->func = func;
  handler->user_data = user_data;
  handler->destroy = destroy;
  handler->coroutine = coroutine;
  return handler;
}

static void
route_free (gpointer data)
{
  AiohttpRoute *route = data;

  handler_unref (route->handler);
  g_free (route->method);
  g_free (route->pattern);
  g_strfreev (route->params);
  g_free (route);
}

static guint
segment_hash (gconstpointer key)
{
  const Segment *segment = key;
  guint hash = 2166136261u;

  for (gsize i = 0; i < segment->length; i++)
    hash = (hash ^ (guint8) segment->text[i]) * 16777619u;
  return hash;
}

static gboolean
segment_equal (gconstpointer a, gconstpointer b)
{
  const Segment *first = a, *second = b;

  return first->length == second->length && memcmp (first->text, second->text, first->length) == 0;
}

static void
node_free (gpointer data)
{
  Node *node = data;

  if (node == NULL)
    return;
  g_clear_pointer (&node->children, g_hash_table_unref);
  g_clear_pointer (&node->parameter, node_free);
  g_clear_pointer (&node->routes, g_ptr_array_unref);
  g_free ((char *) node->segment.text);
  g_free (node);
}

static Node *
node_get_child (Node *node, char *text /* taken */)
{
  Segment key = { text, strlen (text) };
  Node *child;

  if (node->children == NULL)
    node->children = g_hash_table_new_full (segment_hash, segment_equal, NULL, node_free);
  child = g_hash_table_lookup (node->children, &key);
  if (child != NULL)
    {
      g_free (text);
      return child;
    }
  child = g_new0 (Node, 1);
  child->segment = key;
  g_hash_table_insert (node->children, &child->segment, child);
  return child;
}

static Node *
node_get_parameter (Node *node)
{
  if (node->parameter == NULL)
    node->parameter = g_new0 (Node, 1);
  return node->parameter;
}

static gboolean
is_identifier (const char *text, gsize length)
{
  if (length == 0 || g_ascii_isdigit (*text))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '_')
      return FALSE;
  return TRUE;
}

/* The name in "{name}", a copy; NULL with an error that says what to write instead. */
static char *
parse_parameter (const char *segment, gsize length, const char *pattern, GError **error)
{
  const char *name = segment + 1;
  gsize name_length = length - 2;

  if (segment[0] != '{' || length < 2 || segment[length - 1] != '}' || memchr (name, '{', name_length) != NULL ||
      memchr (name, '}', name_length) != NULL)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN,
                   "Segment “%.*s” of “%s” mixes text and braces: a parameter is a whole segment, as in “/{name}”; "
                   "write a literal brace as %%7B or %%7D",
                   (int) length, segment, pattern);
      return NULL;
    }
  if (memchr (name, ':', name_length) != NULL)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN,
                   "Parameter “%.*s” of “%s” has a type or a regular expression, which this version does not know: "
                   "write “{name}” and check the value in the handler",
                   (int) length, segment, pattern);
      return NULL;
    }
  if (!is_identifier (name, name_length))
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN,
                   "Parameter “%.*s” of “%s” has no usable name: write letters, digits and underscores, not "
                   "beginning with a digit",
                   (int) length, segment, pattern);
      return NULL;
    }
  return g_strndup (name, name_length);
}

static gboolean
add_parameter (GPtrArray *names, char *name /* taken */, const char *pattern, GError **error)
{
  if (names->len == AIOHTTP_ROUTER_MAX_PARAMS)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN, "“%s” has more than %d parameters", pattern,
                   AIOHTTP_ROUTER_MAX_PARAMS);
      g_free (name);
      return FALSE;
    }
  if (g_ptr_array_find_with_equal_func (names, name, g_str_equal, NULL))
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN,
                   "“%s” names two parameters “%s”: rename one of them", pattern, name);
      g_free (name);
      return FALSE;
    }
  g_ptr_array_add (names, name);
  return TRUE;
}

/* The texts of the segments, NULL for a parameter, whose names go to `names`. */
static GPtrArray *
parse_pattern (const char *pattern, GPtrArray *names, GError **error)
{
  g_autoptr (GPtrArray) segments = g_ptr_array_new_null_terminated (8, g_free, FALSE);
  const char *segment = pattern;

  if (*pattern != '/')
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN, "“%s” does not begin with a slash: write “/%s”",
                   pattern, pattern);
      return NULL;
    }
  if (strpbrk (pattern, "?#") != NULL)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN,
                   "“%s” has a query or a fragment, which no route can match: read the query in the handler", pattern);
      return NULL;
    }
  while (segment != NULL && *segment == '/')
    {
      gsize length = strcspn (++segment, "/");
      char *text;

      if (segments->len == MAX_SEGMENTS)
        {
          g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN, "“%s” has more than %d segments", pattern,
                       MAX_SEGMENTS);
          return NULL;
        }
      if (memchr (segment, '{', length) != NULL || memchr (segment, '}', length) != NULL)
        {
          char *name = parse_parameter (segment, length, pattern, error);

          if (name == NULL || !add_parameter (names, name, pattern, error))
            return NULL;
          text = NULL;
        }
      else
        {
          text = aiohttp_url_decode_segment (segment, length, NULL);
          if (text == NULL)
            {
              g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN,
                           "Segment “%.*s” of “%s” is not UTF-8 or holds a NUL", (int) length, segment, pattern);
              return NULL;
            }
        }
      g_ptr_array_add (segments, text);
      segment += length;
    }
  return g_steal_pointer (&segments);
}

static Node *
get_node (AiohttpRouter *self, GPtrArray *segments)
{
  Node *node = self->root;

  for (guint i = 0; i < segments->len; i++)
    {
      char *text = g_steal_pointer (&segments->pdata[i]);

      node = text != NULL ? node_get_child (node, text) : node_get_parameter (node);
    }
  return node;
}

/* The place among the node's routes for one more with this method: what it replaces, or its end. */
static gboolean
find_place (Node *node, const AiohttpRoute *route, guint *place, GError **error)
{
  *place = node->routes != NULL ? node->routes->len : 0;
  for (guint i = 0; i < *place; i++)
    {
      const AiohttpRoute *other = g_ptr_array_index (node->routes, i);

      if (g_str_equal (other->method, route->method) && (other->implied || route->implied))
        {
          *place = i;
          return TRUE;
        }
      if (g_str_equal (other->method, route->method) || g_str_equal (other->method, "*") ||
          g_str_equal (route->method, "*"))
        {
          g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_ROUTE_CONFLICT,
                       "Route %s “%s” conflicts with %s “%s”, which matches the same requests: remove one of them, or "
                       "give it another path or method",
                       route->method, route->pattern, other->method, other->pattern);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
node_add_route (Node *node, AiohttpRoute *route /* taken */, GError **error)
{
  guint place;

  if (!find_place (node, route, &place, error))
    {
      route_free (route);
      return FALSE;
    }
  if (node->routes == NULL)
    node->routes = g_ptr_array_new_with_free_func (route_free);
  if (place == node->routes->len)
    g_ptr_array_add (node->routes, route);
  else if (route->implied)
    route_free (route);
  else
    {
      route_free (g_ptr_array_index (node->routes, place));
      g_ptr_array_index (node->routes, place) = route;
    }
  return TRUE;
}

static AiohttpRoute *
route_new (AiohttpHandler *handler, const char *method, const char *pattern, GPtrArray *names, gboolean implied)
{
  AiohttpRoute *route = g_new0 (AiohttpRoute, 1);

  route->handler = g_rc_box_acquire (handler);
  route->method = g_ascii_strup (method, -1);
  route->method_length = strlen (method);
  route->pattern = g_strdup (pattern);
  route->n_params = names->len;
  route->params = g_new0 (char *, names->len + 1);
  for (guint i = 0; i < names->len; i++)
    route->params[i] = g_strdup (g_ptr_array_index (names, i));
  route->implied = implied;
  return route;
}

static gboolean
add_handler (AiohttpRouter *self, const char *method, const char *path, AiohttpHandler *handler, gboolean with_head,
             GError **error)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) segments = NULL;
  Node *node;

  if (self->frozen)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FROZEN,
                   "Route %s “%s” comes too late: the application serves already; add routes before it starts", method,
                   path);
      return FALSE;
    }
  if (!aiohttp_chars_is_token (method, strlen (method)))
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                   "“%s” is not a method: write a token such as GET, or * for any", method);
      return FALSE;
    }
  segments = parse_pattern (path, names, error);
  if (segments == NULL)
    return FALSE;
  node = get_node (self, segments);
  if (!node_add_route (node, route_new (handler, method, path, names, FALSE), error))
    return FALSE;
  if (with_head)
    node_add_route (node, route_new (handler, "HEAD", path, names, TRUE), NULL);
  return TRUE;
}

static gboolean
add_route (AiohttpRouter *self, const char *method, const char *path, AiohttpHandlerFunc func, gpointer user_data,
           GDestroyNotify destroy, gboolean coroutine, gboolean with_head, GError **error)
{
  AiohttpHandler *handler;
  gboolean added;

  g_return_val_if_fail (AIOHTTP_IS_ROUTER (self), FALSE);
  g_return_val_if_fail (method != NULL && path != NULL && func != NULL, FALSE);

  handler = handler_new (func, user_data, destroy, coroutine);
  added = add_handler (self, method, path, handler, with_head, error);
  handler_unref (handler);
  return added;
}

typedef struct
{
  const char *method;
  gsize method_length;
  const char *path;
  const char *end;
  AiohttpRouteMatch *match;
  GPtrArray *others; /* nodes whose path matches, but not the method */
  guint n_visits;
} Walk;

static gboolean
match_method (Walk *walk, Node *node)
{
  if (node->routes == NULL)
    return FALSE;
  for (guint i = 0; i < node->routes->len; i++)
    {
      const AiohttpRoute *route = g_ptr_array_index (node->routes, i);

      if ((route->method_length == walk->method_length &&
           memcmp (route->method, walk->method, walk->method_length) == 0) ||
          (route->method_length == 1 && route->method[0] == '*'))
        {
          walk->match->route = route;
          return TRUE;
        }
    }
  if (walk->others == NULL)
    walk->others = g_ptr_array_new ();
  g_ptr_array_add (walk->others, node);
  return FALSE;
}

static Node *
find_child (Node *node, const char *text, gsize length)
{
  Segment key = { text, length };
  g_autofree char *decoded = NULL;

  if (node->children == NULL)
    return NULL;
  if (G_UNLIKELY (aiohttp_url_needs_decoding (text, length)))
    {
      decoded = aiohttp_url_decode_segment (text, length, NULL);
      if (decoded == NULL)
        return NULL;
      key = (Segment){ decoded, strlen (decoded) };
    }
  return g_hash_table_lookup (node->children, &key);
}

/* `at` is the slash before the next segment, or the end. Recursion is as deep as the longest pattern. */
static gboolean
walk_node (Walk *walk, Node *node, const char *at)
{
  const char *segment, *next;
  Node *child;

  if (++walk->n_visits > MAX_VISITS)
    return FALSE;
  if (at == walk->end)
    return match_method (walk, node);

  segment = at + 1;
  next = memchr (segment, '/', walk->end - segment);
  if (next == NULL)
    next = walk->end;
  child = find_child (node, segment, next - segment);
  if (child != NULL && walk_node (walk, child, next))
    return TRUE;
  if (node->parameter == NULL || next == segment)
    return FALSE;

  walk->match->params[walk->match->n_params++] =
      (AiohttpSpan){ (guint32) (segment - walk->path), (guint32) (next - segment) };
  if (walk_node (walk, node->parameter, next))
    return TRUE;
  walk->match->n_params--;
  return FALSE;
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static char *
list_methods (GPtrArray *nodes)
{
  g_autoptr (GPtrArray) methods = g_ptr_array_new ();

  for (guint i = 0; i < nodes->len; i++)
    {
      Node *node = g_ptr_array_index (nodes, i);

      for (guint j = 0; j < node->routes->len; j++)
        {
          const AiohttpRoute *route = g_ptr_array_index (node->routes, j);

          if (!g_ptr_array_find_with_equal_func (methods, route->method, g_str_equal, NULL))
            g_ptr_array_add (methods, route->method);
        }
    }
  g_ptr_array_sort (methods, compare_strings);
  g_ptr_array_add (methods, NULL);
  return g_strjoinv (",", (char **) methods->pdata);
}

void
aiohttp_router_resolve (AiohttpRouter *self, const char *method, gsize method_length, const char *path,
                        gsize path_length, AiohttpRouteMatch *match)
{
  Walk walk = { method, method_length, path, path + path_length, match, NULL, 0 };

  match->route = NULL;
  match->n_params = 0;
  match->allow = NULL;
  if (path_length == 0 || path[0] != '/')
    return;
  if (!walk_node (&walk, self->root, path) && walk.others != NULL)
    match->allow = list_methods (walk.others);
  g_clear_pointer (&walk.others, g_ptr_array_unref);
}

static void
aiohttp_router_finalize (GObject *object)
{
  AiohttpRouter *self = AIOHTTP_ROUTER (object);

  node_free (self->root);
  G_OBJECT_CLASS (aiohttp_router_parent_class)->finalize (object);
}

static void
aiohttp_router_class_init (AiohttpRouterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_router_finalize;
}

static void
aiohttp_router_init (AiohttpRouter *self)
{
  self->root = g_new0 (Node, 1);
}

AiohttpRouter *
aiohttp_router_new (void)
{
  return g_object_new (AIOHTTP_TYPE_ROUTER, NULL);
}

void
aiohttp_router_freeze (AiohttpRouter *self)
{
  self->frozen = TRUE;
}

/**
 * aiohttp_router_add_route: (skip)
 * @self: a router
 * @method: a method, or `*` for any
 * @path: a pattern
 * @handler: answers the requests; runs as a coroutine
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * Adds a route whose handler runs as a coroutine.
 *
 * Fails with %AIOHTTP_ERROR_INVALID_PATTERN, %AIOHTTP_ERROR_ROUTE_CONFLICT, %AIOHTTP_ERROR_INVALID_ARGUMENT for a
 * method that is none, and %AIOHTTP_ERROR_FROZEN once the application serves. The message says what to write instead.
 *
 * Returns: whether the route was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_router_add_route (AiohttpRouter *self, const char *method, const char *path, AiohttpHandlerFunc handler,
                          gpointer user_data, GDestroyNotify destroy, GError **error)
{
  return add_route (self, method, path, handler, user_data, destroy, TRUE, FALSE, error);
}

/**
 * aiohttp_router_add_route_callback: (rename-to aiohttp_router_add_route)
 * @self: a router
 * @method: a method, or `*` for any
 * @path: a pattern
 * @handler: (scope notified) (closure user_data) (destroy destroy): answers the requests; runs on the main stack
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Router.add_route] for language bindings, and for handlers that return a future.
 *
 * Returns: whether the route was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_router_add_route_callback (AiohttpRouter *self, const char *method, const char *path,
                                   AiohttpHandlerFunc handler, gpointer user_data, GDestroyNotify destroy,
                                   GError **error)
{
  return add_route (self, method, path, handler, user_data, destroy, FALSE, FALSE, error);
}

/**
 * aiohttp_router_add_get: (skip)
 * @self: a router
 * @path: a pattern
 * @handler: answers the requests; runs as a coroutine
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * Adds a GET route; [method@Aiohttp.Router.add_route] tells the rest.
 *
 * It also answers HEAD, unless the path has a HEAD route of its own.
 *
 * Returns: whether the route was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_router_add_get (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                        GDestroyNotify destroy, GError **error)
{
  return add_route (self, "GET", path, handler, user_data, destroy, TRUE, TRUE, error);
}

/**
 * aiohttp_router_add_get_callback: (rename-to aiohttp_router_add_get)
 * @self: a router
 * @path: a pattern
 * @handler: (scope notified) (closure user_data) (destroy destroy): answers the requests; runs on the main stack
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Router.add_get] for language bindings, and for handlers that return a future.
 *
 * Returns: whether the route was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_router_add_get_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                                 GDestroyNotify destroy, GError **error)
{
  return add_route (self, "GET", path, handler, user_data, destroy, FALSE, TRUE, error);
}

/**
 * aiohttp_router_add_head: (skip)
 * @self: a router
 * @path: a pattern
 * @handler: answers the requests; runs as a coroutine
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * Adds a HEAD route; [method@Aiohttp.Router.add_route] tells the rest.
 *
 * Returns: whether the route was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_router_add_head (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                         GDestroyNotify destroy, GError **error)
{
  return add_route (self, "HEAD", path, handler, user_data, destroy, TRUE, FALSE, error);
}

/**
 * aiohttp_router_add_head_callback: (rename-to aiohttp_router_add_head)
 * @self: a router
 * @path: a pattern
 * @handler: (scope notified) (closure user_data) (destroy destroy): answers the requests; runs on the main stack
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Router.add_head] for language bindings, and for handlers that return a future.
 *
 * Returns: whether the route was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_router_add_head_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                                  GDestroyNotify destroy, GError **error)
{
  return add_route (self, "HEAD", path, handler, user_data, destroy, FALSE, FALSE, error);
}

/**
 * aiohttp_router_add_post: (skip)
 * @self: a router
 * @path: a pattern
 * @handler: answers the requests; runs as a coroutine
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * Adds a POST route; [method@Aiohttp.Router.add_route] tells the rest.
 *
 * Returns: whether the route was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_router_add_post (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                         GDestroyNotify destroy, GError **error)
{
  return add_route (self, "POST", path, handler, user_data, destroy, TRUE, FALSE, error);
}

/**
 * aiohttp_router_add_post_callback: (rename-to aiohttp_router_add_post)
 * @self: a router
 * @path: a pattern
 * @handler: (scope notified) (closure user_data) (destroy destroy): answers the requests; runs on the main stack
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Router.add_post] for language bindings, and for handlers that return a future.
 *
 * Returns: whether the route was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_router_add_post_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                                  GDestroyNotify destroy, GError **error)
{
  return add_route (self, "POST", path, handler, user_data, destroy, FALSE, FALSE, error);
}

/**
 * aiohttp_router_add_put: (skip)
 * @self: a router
 * @path: a pattern
 * @handler: answers the requests; runs as a coroutine
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * Adds a PUT route; [method@Aiohttp.Router.add_route] tells the rest.
 *
 * Returns: whether the route was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_router_add_put (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                        GDestroyNotify destroy, GError **error)
{
  return add_route (self, "PUT", path, handler, user_data, destroy, TRUE, FALSE, error);
}

/**
 * aiohttp_router_add_put_callback: (rename-to aiohttp_router_add_put)
 * @self: a router
 * @path: a pattern
 * @handler: (scope notified) (closure user_data) (destroy destroy): answers the requests; runs on the main stack
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Router.add_put] for language bindings, and for handlers that return a future.
 *
 * Returns: whether the route was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_router_add_put_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                                 GDestroyNotify destroy, GError **error)
{
  return add_route (self, "PUT", path, handler, user_data, destroy, FALSE, FALSE, error);
}

/**
 * aiohttp_router_add_patch: (skip)
 * @self: a router
 * @path: a pattern
 * @handler: answers the requests; runs as a coroutine
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * Adds a PATCH route; [method@Aiohttp.Router.add_route] tells the rest.
 *
 * Returns: whether the route was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_router_add_patch (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                          GDestroyNotify destroy, GError **error)
{
  return add_route (self, "PATCH", path, handler, user_data, destroy, TRUE, FALSE, error);
}

/**
 * aiohttp_router_add_patch_callback: (rename-to aiohttp_router_add_patch)
 * @self: a router
 * @path: a pattern
 * @handler: (scope notified) (closure user_data) (destroy destroy): answers the requests; runs on the main stack
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Router.add_patch] for language bindings, and for handlers that return a future.
 *
 * Returns: whether the route was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_router_add_patch_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                   gpointer user_data, GDestroyNotify destroy, GError **error)
{
  return add_route (self, "PATCH", path, handler, user_data, destroy, FALSE, FALSE, error);
}

/**
 * aiohttp_router_add_delete: (skip)
 * @self: a router
 * @path: a pattern
 * @handler: answers the requests; runs as a coroutine
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * Adds a DELETE route; [method@Aiohttp.Router.add_route] tells the rest.
 *
 * Returns: whether the route was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_router_add_delete (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                           GDestroyNotify destroy, GError **error)
{
  return add_route (self, "DELETE", path, handler, user_data, destroy, TRUE, FALSE, error);
}

/**
 * aiohttp_router_add_delete_callback: (rename-to aiohttp_router_add_delete)
 * @self: a router
 * @path: a pattern
 * @handler: (scope notified) (closure user_data) (destroy destroy): answers the requests; runs on the main stack
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Router.add_delete] for language bindings, and for handlers that return a future.
 *
 * Returns: whether the route was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_router_add_delete_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                    gpointer user_data, GDestroyNotify destroy, GError **error)
{
  return add_route (self, "DELETE", path, handler, user_data, destroy, FALSE, FALSE, error);
}

/**
 * aiohttp_router_add_options: (skip)
 * @self: a router
 * @path: a pattern
 * @handler: answers the requests; runs as a coroutine
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * Adds an OPTIONS route; [method@Aiohttp.Router.add_route] tells the rest.
 *
 * Returns: whether the route was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_router_add_options (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler, gpointer user_data,
                            GDestroyNotify destroy, GError **error)
{
  return add_route (self, "OPTIONS", path, handler, user_data, destroy, TRUE, FALSE, error);
}

/**
 * aiohttp_router_add_options_callback: (rename-to aiohttp_router_add_options)
 * @self: a router
 * @path: a pattern
 * @handler: (scope notified) (closure user_data) (destroy destroy): answers the requests; runs on the main stack
 * @user_data: for @handler
 * @destroy: (nullable): frees @user_data, also when the route is refused
 * @error: return location of the error
 *
 * The form of [method@Aiohttp.Router.add_options] for language bindings, and for handlers that return a future.
 *
 * Returns: whether the route was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_router_add_options_callback (AiohttpRouter *self, const char *path, AiohttpHandlerFunc handler,
                                     gpointer user_data, GDestroyNotify destroy, GError **error)
{
  return add_route (self, "OPTIONS", path, handler, user_data, destroy, FALSE, FALSE, error);
}
