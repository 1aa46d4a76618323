/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-router.h"
#include "aiohttp-router-private.h"

#include "aiohttp-chars-private.h"
#include "aiohttp-domain-private.h"
#include "aiohttp-error.h"
#include "aiohttp-resource-private.h"

/**
 * AiohttpRouter:
 *
 * Finds the handler of a request by its method and path.
 *
 * A pattern begins with a slash. Each of its segments is one of these; where several match, the first of this list
 * wins, segment by segment from the left, whatever the order of registration:
 *
 * - plain text, `/users`
 * - an integer, `/{id:int}`: digits that a #gint64 holds
 * - a regular expression, `/{name:regex}`, or text and parameters in one segment, `/{name}.{type:png|gif}`; of two, the
 *   one that was added first
 * - a parameter, `/{name}`: any segment that is not empty
 * - a tail, `/{rest:*}`: all that is left of the path, slashes included; it is the last one
 *
 * Where the better start leads to no route, the next one is tried. A regular expression matches a whole segment, as
 * the last part of a pattern all that is left. Segments are compared after percent-decoding, and an encoded slash never
 * splits one. The handler reads the parameters by [method@Aiohttp.Request.get_match_info].
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

typedef struct
{
  char *pattern;
  AiohttpRouter *router; /* borrowed: its application holds it */
} Domain;

struct _AiohttpRouter
{
  GObject parent_instance;

  AiohttpApplication *app;
  AiohttpRouteNode *root;
  GPtrArray *resources;   /* all, in order */
  GHashTable *by_pattern; /* text → resource, borrowed */
  GHashTable *by_name;    /* name → resource, borrowed */
  GPtrArray *customs;     /* resources of the program's own, borrowed */
  GPtrArray *mounts;      /* routers below, borrowed */
  GArray *domains;
  char *prefix;
  gboolean frozen;
};

G_DEFINE_FINAL_TYPE (AiohttpRouter, aiohttp_router, G_TYPE_OBJECT)

static gboolean
check_not_frozen (AiohttpRouter *self, const char *what, const char *which, GError **error)
{
  if (!self->frozen)
    return TRUE;
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FROZEN,
               "%s “%s” comes too late: the application serves already; add routes before it starts", what, which);
  return FALSE;
}

static void
add_resource (AiohttpRouter *self, AiohttpResource *resource /* taken */)
{
  aiohttp_resource_set_prefix (resource, self->prefix);
  g_ptr_array_add (self->resources, resource);
}

static AiohttpResource *
get_resource (AiohttpRouter *self, AiohttpRoutePattern *pattern)
{
  AiohttpResource *resource = g_hash_table_lookup (self->by_pattern, pattern->text);

  if (resource != NULL)
    return resource;
  resource = aiohttp_resource_new_for_pattern (self, pattern);
  add_resource (self, resource);
  g_hash_table_insert (self->by_pattern, aiohttp_resource_get_pattern (resource)->text, resource);
  return resource;
}

/* A HEAD of its own takes the place of the one that came with a GET. */
static void
drop_implied_head (AiohttpResource *resource)
{
  GPtrArray *routes = aiohttp_resource_peek_routes (resource);

  for (guint i = 0; i < routes->len; i++)
    {
      AiohttpRoute *route = g_ptr_array_index (routes, i);

      if (route->implied)
        {
          aiohttp_resource_remove_route (resource, route);
          return;
        }
    }
}

static gboolean
has_method (AiohttpResource *resource, const char *method)
{
  GPtrArray *routes = aiohttp_resource_peek_routes (resource);

  for (guint i = 0; i < routes->len; i++)
    if (g_str_equal (AIOHTTP_ROUTE (g_ptr_array_index (routes, i))->method, method))
      return TRUE;
  return FALSE;
}

static AiohttpRoute *
add_one (AiohttpRouter *self, const char *method, AiohttpRoutePattern *pattern, AiohttpHandler *handler,
         gboolean implied, GError **error)
{
  AiohttpResource *resource = g_hash_table_lookup (self->by_pattern, pattern->text);
  g_autoptr (AiohttpRoute) route = aiohttp_route_new (handler, method, pattern, resource);
  AiohttpRouteNode *node = aiohttp_route_node_insert (self->root, pattern);

  route->implied = implied;
  if (!aiohttp_route_node_add_route (node, route, error))
    return NULL;
  if (resource == NULL)
    resource = route->resource = get_resource (self, pattern);
  if (!implied && g_str_equal (route->method, "HEAD"))
    drop_implied_head (resource);
  if (!implied || !has_method (resource, "HEAD"))
    aiohttp_resource_take_route (resource, g_object_ref (route));
  return route;
}

static AiohttpRoute *
add_handler (AiohttpRouter *self, const char *method, const char *path, AiohttpHandler *handler, gboolean with_head,
             GError **error)
{
  g_autoptr (AiohttpRoutePattern) pattern = NULL;
  AiohttpRoute *route;

  if (!check_not_frozen (self, "Route", path, error))
    return NULL;
  if (!aiohttp_chars_is_token (method, strlen (method)))
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                   "“%s” is not a method: write a token such as GET, or * for any", method);
      return NULL;
    }
  pattern = aiohttp_route_pattern_new (path, error);
  if (pattern == NULL)
    return NULL;
  route = add_one (self, method, pattern, handler, FALSE, error);
  if (route != NULL && with_head)
    add_one (self, "HEAD", pattern, handler, TRUE, NULL);
  return route;
}

AiohttpRoute *
aiohttp_router_take_handler (AiohttpRouter *self, const char *method, const char *path, AiohttpHandler *handler,
                             gboolean with_head, GError **error)
{
  AiohttpRoute *route;

  if (handler == NULL)
    return NULL;
  route = add_handler (self, method, path, handler, with_head, error);
  aiohttp_handler_unref (handler);
  return route;
}

AiohttpRoute *
aiohttp_router_add_handler (AiohttpRouter *self, const char *method, const char *path, AiohttpHandlerFunc func,
                            gpointer user_data, GDestroyNotify destroy, gboolean coroutine, gboolean with_head,
                            GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_ROUTER (self), NULL);
  g_return_val_if_fail (method != NULL && path != NULL && func != NULL, NULL);

  return aiohttp_router_take_handler (self, method, path, aiohttp_handler_new (func, user_data, destroy, coroutine),
                                      with_head, error);
}

gboolean
aiohttp_router_add_resource (AiohttpRouter *self, AiohttpResource *resource, const char *path, AiohttpHandler *handler,
                             GError **error)
{
  g_autoptr (AiohttpRoutePattern) pattern = NULL;
  static const char *const methods[] = { "GET", "HEAD" };

  if (!check_not_frozen (self, "Route", path, error))
    return FALSE;
  pattern = aiohttp_route_pattern_new (path, error);
  if (pattern == NULL)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (methods); i++)
    {
      g_autoptr (AiohttpRoute) route = aiohttp_route_new (handler, methods[i], pattern, resource);

      route->implied = i > 0;
      if (!aiohttp_route_node_add_route (aiohttp_route_node_insert (self->root, pattern), route, error))
        return FALSE;
      aiohttp_resource_take_route (resource, g_steal_pointer (&route));
    }
  if (aiohttp_resource_get_pattern (resource) != NULL)
    return TRUE;
  aiohttp_resource_set_pattern (resource, self, pattern);
  add_resource (self, g_object_ref (resource));
  return TRUE;
}

static void
update_prefix (AiohttpRouter *self, const char *prefix)
{
  g_free (self->prefix);
  self->prefix = g_strdup (prefix);
  for (guint i = 0; i < self->resources->len; i++)
    aiohttp_resource_set_prefix (g_ptr_array_index (self->resources, i), prefix);
}

/* What was mounted before the router itself was goes along. */
static void
prepend_prefix (AiohttpRouter *self, const char *prefix)
{
  g_autofree char *whole = g_strconcat (prefix, self->prefix, NULL);

  update_prefix (self, whole);
  for (guint i = 0; i < self->mounts->len; i++)
    prepend_prefix (g_ptr_array_index (self->mounts, i), prefix);
}

gboolean
aiohttp_router_mount (AiohttpRouter *self, const char *prefix, AiohttpRouter *other, GError **error)
{
  g_autofree char *path = g_strdup (prefix);
  g_autofree char *whole = NULL;
  g_autoptr (AiohttpRoutePattern) pattern = NULL;

  if (!check_not_frozen (self, "Sub-application", prefix, error))
    return FALSE;
  if (g_str_has_suffix (path, "/"))
    path[strlen (path) - 1] = '\0';
  if (*path == '\0')
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN,
                   "A sub-application needs a prefix, such as “/admin”; “%s” would hide all other routes", prefix);
      return FALSE;
    }
  pattern = aiohttp_route_pattern_new (path, error);
  if (pattern == NULL)
    return FALSE;
  if (pattern->n_params > 0)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN,
                   "The prefix “%s” has a parameter, which that of a sub-application cannot have: put it into the "
                   "patterns of its routes",
                   prefix);
      return FALSE;
    }
  if (!aiohttp_route_node_mount (aiohttp_route_node_insert (self->root, pattern), other, prefix, error))
    return FALSE;
  g_ptr_array_add (self->mounts, other);
  path = (g_free (path), aiohttp_route_pattern_build (pattern, NULL, NULL));
  whole = g_strconcat (self->prefix, path, NULL);
  prepend_prefix (other, whole);
  return TRUE;
}

static void
domain_clear (gpointer data)
{
  g_free (((Domain *) data)->pattern);
}

gboolean
aiohttp_router_mount_domain (AiohttpRouter *self, const char *domain, AiohttpRouter *other, GError **error)
{
  Domain entry;

  if (!check_not_frozen (self, "Domain", domain, error))
    return FALSE;
  entry.pattern = aiohttp_domain_normalize (domain, error);
  entry.router = other;
  if (entry.pattern == NULL)
    return FALSE;
  for (guint i = 0; i < self->domains->len; i++)
    if (g_str_equal (g_array_index (self->domains, Domain, i).pattern, entry.pattern))
      {
        g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_ROUTE_CONFLICT,
                     "Domain “%s” was added before: give one of the two applications another name", domain);
        g_free (entry.pattern);
        return FALSE;
      }
  g_array_append_val (self->domains, entry);
  g_ptr_array_add (self->mounts, other);
  prepend_prefix (other, self->prefix);
  return TRUE;
}

gboolean
aiohttp_router_rename (AiohttpRouter *self, AiohttpResource *resource, const char *old, const char *name,
                       GError **error)
{
  AiohttpResource *other = g_hash_table_lookup (self->by_name, name);

  if (other != NULL && other != resource)
    {
      const char *canonical = aiohttp_resource_get_canonical (other);

      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_ROUTE_CONFLICT,
                   "The name “%s” is that of “%s”: choose another one", name,
                   canonical != NULL ? canonical : G_OBJECT_TYPE_NAME (other));
      return FALSE;
    }
  if (old != NULL)
    g_hash_table_remove (self->by_name, old);
  g_hash_table_insert (self->by_name, g_strdup (name), resource);
  return TRUE;
}

static AiohttpRouter *
find_domain (AiohttpRouter *self, AiohttpRequest *request)
{
  const char *host = aiohttp_request_get_host (request);

  for (guint i = 0; i < self->domains->len; i++)
    {
      const Domain *domain = &g_array_index (self->domains, Domain, i);

      if (aiohttp_domain_matches (domain->pattern, host))
        return domain->router;
    }
  return NULL;
}

static gboolean
find_custom (AiohttpRouter *self, AiohttpRouteWalk *walk)
{
  for (guint i = 0; walk->query->request != NULL && i < self->customs->len; i++)
    {
      AiohttpResource *resource = g_ptr_array_index (self->customs, i);

      if (aiohttp_resource_matches (resource, walk->query->request))
        {
          walk->match->route = g_ptr_array_index (aiohttp_resource_peek_routes (resource), 0);
          return TRUE;
        }
    }
  return FALSE;
}

gboolean
aiohttp_router_walk (AiohttpRouter *self, AiohttpRouteWalk *walk, const char *at)
{
  GPtrArray *outer = g_steal_pointer (&walk->others);

  if (G_UNLIKELY (self->domains->len > 0 && walk->query->request != NULL))
    {
      AiohttpRouter *other = find_domain (self, walk->query->request);

      if (other != NULL)
        {
          g_clear_pointer (&outer, g_ptr_array_unref);
          return aiohttp_router_walk (other, walk, at);
        }
    }
  walk->match->router = self;
  if (!aiohttp_route_node_walk (self->root, walk, at) && !find_custom (self, walk) && walk->others != NULL)
    walk->match->allow = aiohttp_route_nodes_list_methods (walk->others);
  g_clear_pointer (&walk->others, g_ptr_array_unref);
  walk->others = outer;
  return TRUE;
}

void
aiohttp_router_resolve (AiohttpRouter *self, const AiohttpRouteQuery *query, AiohttpRouteMatch *match)
{
  AiohttpRouteWalk walk = { query, query->path + query->path_length, match, NULL, 0 };

  match->route = NULL;
  match->router = self;
  match->n_params = 0;
  match->allow = NULL;
  if (query->path_length > 0 && query->path[0] == '/')
    aiohttp_router_walk (self, &walk, query->path);
}

static void
orphan_resource (gpointer data)
{
  aiohttp_resource_orphan (data);
  g_object_unref (data);
}

static void
aiohttp_router_finalize (GObject *object)
{
  AiohttpRouter *self = AIOHTTP_ROUTER (object);

  aiohttp_route_node_free (self->root);
  g_hash_table_unref (self->by_pattern);
  g_hash_table_unref (self->by_name);
  g_ptr_array_unref (self->customs);
  g_ptr_array_unref (self->mounts);
  g_array_unref (self->domains);
  g_ptr_array_unref (self->resources);
  g_free (self->prefix);
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
  self->root = aiohttp_route_node_new ();
  self->resources = g_ptr_array_new_with_free_func (orphan_resource);
  self->by_pattern = g_hash_table_new (g_str_hash, g_str_equal);
  self->by_name = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->customs = g_ptr_array_new ();
  self->mounts = g_ptr_array_new ();
  self->domains = g_array_new (FALSE, FALSE, sizeof (Domain));
  g_array_set_clear_func (self->domains, domain_clear);
  self->prefix = g_strdup ("");
}

AiohttpRouter *
aiohttp_router_new (void)
{
  return g_object_new (AIOHTTP_TYPE_ROUTER, NULL);
}

void
aiohttp_router_set_application (AiohttpRouter *self, AiohttpApplication *app)
{
  self->app = app;
}

AiohttpApplication *
aiohttp_router_get_application (AiohttpRouter *self)
{
  return self->app;
}

gboolean
aiohttp_router_is_frozen (AiohttpRouter *self)
{
  return self->frozen;
}

void
aiohttp_router_freeze (AiohttpRouter *self, const AiohttpChain *chain)
{
  self->frozen = TRUE;
  for (guint i = 0; i < self->resources->len; i++)
    aiohttp_resource_freeze (g_ptr_array_index (self->resources, i), self->app, chain);
}

static AiohttpRoute *
add_definition (AiohttpRouter *self, const AiohttpRouteDef *definition, gpointer user_data, GError **error)
{
  gboolean is_get;

  if (definition->view != NULL)
    return aiohttp_router_add_view (self, definition->path, definition->view (), error);
  is_get = g_ascii_strcasecmp (definition->method, "GET") == 0;
  return aiohttp_router_add_handler (self, definition->method, definition->path, definition->handler, user_data, NULL,
                                     TRUE, is_get, error);
}

/**
 * aiohttp_router_add_routes: (skip)
 * @self: a router
 * @routes: (array length=n_routes): rows
 * @n_routes: their number
 * @user_data: for all handlers; views have none
 * @error: return location of the error
 *
 * Adds a table of routes, from the first to the last or to the first that is refused.
 *
 * aiohttp: `RouteTableDef`, `add_routes()`
 *
 * Returns: whether all were added
 *
 * Since: 0.1
 */
gboolean
aiohttp_router_add_routes (AiohttpRouter *self, const AiohttpRouteDef *routes, gsize n_routes, gpointer user_data,
                           GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_ROUTER (self), FALSE);

  for (gsize i = 0; i < n_routes; i++)
    {
      AiohttpRoute *route = add_definition (self, &routes[i], user_data, error);

      if (route == NULL || (routes[i].name != NULL && !aiohttp_route_set_name (route, routes[i].name, error)))
        return FALSE;
    }
  return TRUE;
}

/**
 * aiohttp_router_register_resource:
 * @self: a router
 * @resource: a resource of the program's own
 * @error: return location of the error
 *
 * Adds a resource that tells by itself which requests it answers.
 *
 * It is asked about requests that no pattern and no sub-application matches, after those that were registered before.
 *
 * Fails with %AIOHTTP_ERROR_INVALID_STATE where the resource is part of a router already, with
 * %AIOHTTP_ERROR_ROUTE_CONFLICT where another one has its name, and with %AIOHTTP_ERROR_FROZEN once the application
 * serves.
 *
 * Returns: whether it was added
 *
 * Since: 0.1
 */
gboolean
aiohttp_router_register_resource (AiohttpRouter *self, AiohttpResource *resource, GError **error)
{
  const char *name;

  g_return_val_if_fail (AIOHTTP_IS_ROUTER (self), FALSE);
  g_return_val_if_fail (AIOHTTP_IS_RESOURCE (resource), FALSE);

  name = aiohttp_resource_get_name (resource);
  if (!check_not_frozen (self, "Resource", G_OBJECT_TYPE_NAME (resource), error) ||
      !aiohttp_resource_adopt (resource, self, error))
    return FALSE;
  if (name != NULL && !aiohttp_router_rename (self, resource, NULL, name, error))
    {
      aiohttp_resource_orphan (resource);
      return FALSE;
    }
  add_resource (self, g_object_ref (resource));
  g_ptr_array_add (self->customs, resource);
  return TRUE;
}

/**
 * aiohttp_router_list_resources:
 * @self: a router
 *
 * Lists the resources in the order in which they were added, without those of sub-applications.
 *
 * aiohttp: `resources()`
 *
 * Returns: (transfer container) (element-type AiohttpResource): the resources
 *
 * Since: 0.1
 */
GList *
aiohttp_router_list_resources (AiohttpRouter *self)
{
  GList *resources = NULL;

  g_return_val_if_fail (AIOHTTP_IS_ROUTER (self), NULL);

  for (guint i = self->resources->len; i > 0; i--)
    resources = g_list_prepend (resources, g_ptr_array_index (self->resources, i - 1));
  return resources;
}

/**
 * aiohttp_router_list_routes:
 * @self: a router
 *
 * Lists the routes of all resources, then those of sub-applications and domains.
 *
 * aiohttp: `routes()`
 *
 * Returns: (transfer container) (element-type AiohttpRoute): the routes
 *
 * Since: 0.1
 */
GList *
aiohttp_router_list_routes (AiohttpRouter *self)
{
  GList *routes = NULL;

  g_return_val_if_fail (AIOHTTP_IS_ROUTER (self), NULL);

  for (guint i = 0; i < self->resources->len; i++)
    routes = g_list_concat (routes, aiohttp_resource_list_routes (g_ptr_array_index (self->resources, i)));
  for (guint i = 0; i < self->mounts->len; i++)
    routes = g_list_concat (routes, aiohttp_router_list_routes (g_ptr_array_index (self->mounts, i)));
  return routes;
}

/**
 * aiohttp_router_get_named_resource:
 * @self: a router
 * @name: a name
 *
 * Finds a resource by its name.
 *
 * aiohttp: `named_resources()`
 *
 * Returns: (transfer none) (nullable): the resource, or %NULL if none has the name
 *
 * Since: 0.1
 */
AiohttpResource *
aiohttp_router_get_named_resource (AiohttpRouter *self, const char *name)
{
  g_return_val_if_fail (AIOHTTP_IS_ROUTER (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  return g_hash_table_lookup (self->by_name, name);
}

/**
 * aiohttp_router_url_for:
 * @self: a router
 * @name: the name of a resource
 * @values: (nullable) (element-type utf8 utf8): the values of its parameters
 * @query: (nullable) (element-type utf8 utf8): the parameters of the query
 * @error: return location of the error
 *
 * Builds the URL of a resource by its name, as [method@Aiohttp.Resource.url_for] does.
 *
 * Returns: (transfer full): the URL
 *
 * Since: 0.1
 */
char *
aiohttp_router_url_for (AiohttpRouter *self, const char *name, GHashTable *values, GHashTable *query, GError **error)
{
  AiohttpResource *resource;

  g_return_val_if_fail (AIOHTTP_IS_ROUTER (self), NULL);
  g_return_val_if_fail (name != NULL, NULL);

  resource = aiohttp_router_get_named_resource (self, name);
  if (resource != NULL)
    return aiohttp_resource_url_for (resource, values, query, error);
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
               "No resource is named “%s”: name it by aiohttp_route_set_name()", name);
  return NULL;
}
