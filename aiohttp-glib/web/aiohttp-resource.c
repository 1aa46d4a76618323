/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-resource.h"
#include "aiohttp-resource-private.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-error.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-router-private.h"

/**
 * AiohttpResource:
 *
 * A path that a router knows, with its routes: one for each method.
 *
 * A router makes one for each pattern that routes are added to. It may bear a name, by which
 * [method@Aiohttp.Router.url_for] builds URLs.
 *
 * A program may derive a resource of its own, which tells by itself what it matches, and give it to
 * [method@Aiohttp.Router.register_resource]. It is asked for requests that no pattern matches, in the order of
 * registration. Its functions are called on the main stack; `handle` returns at once, with a future where the answer
 * takes time.
 *
 * aiohttp: `AbstractResource`
 *
 * Since: 0.1
 */

typedef struct
{
  AiohttpRouter *router; /* NULL before and after its time in one */
  AiohttpRoutePattern *pattern;
  GPtrArray *routes;
  char *name;
  char *prefix;
  char *canonical;
  AiohttpResourceVersionFunc dup_version; /* or NULL */
  gboolean frozen;
} AiohttpResourcePrivate;

enum
{
  PROP_0,
  PROP_NAME,
  PROP_CANONICAL,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE_WITH_PRIVATE (AiohttpResource, aiohttp_resource, G_TYPE_OBJECT)

static AiohttpResourcePrivate *
get_private (AiohttpResource *self)
{
  return aiohttp_resource_get_instance_private (self);
}

void
aiohttp_resource_set_pattern (AiohttpResource *self, AiohttpRouter *router, AiohttpRoutePattern *pattern)
{
  AiohttpResourcePrivate *priv = get_private (self);

  priv->router = router;
  priv->pattern = aiohttp_route_pattern_ref (pattern);
}

AiohttpResource *
aiohttp_resource_new_for_pattern (AiohttpRouter *router, AiohttpRoutePattern *pattern)
{
  AiohttpResource *self = g_object_new (AIOHTTP_TYPE_RESOURCE, NULL);

  aiohttp_resource_set_pattern (self, router, pattern);
  return self;
}

void
aiohttp_resource_set_version_func (AiohttpResource *self, AiohttpResourceVersionFunc dup_version)
{
  get_private (self)->dup_version = dup_version;
}

gboolean
aiohttp_resource_is_frozen (AiohttpResource *self)
{
  return get_private (self)->frozen;
}

AiohttpRoutePattern *
aiohttp_resource_get_pattern (AiohttpResource *self)
{
  return get_private (self)->pattern;
}

GPtrArray *
aiohttp_resource_peek_routes (AiohttpResource *self)
{
  return get_private (self)->routes;
}

void
aiohttp_resource_take_route (AiohttpResource *self, AiohttpRoute *route)
{
  g_ptr_array_add (get_private (self)->routes, route);
}

void
aiohttp_resource_remove_route (AiohttpResource *self, const AiohttpRoute *route)
{
  g_ptr_array_remove (get_private (self)->routes, (gpointer) route);
}

void
aiohttp_resource_set_prefix (AiohttpResource *self, const char *prefix)
{
  AiohttpResourcePrivate *priv = get_private (self);

  g_free (priv->prefix);
  g_free (priv->canonical);
  priv->prefix = g_strdup (prefix);
  priv->canonical = priv->pattern != NULL ? g_strconcat (prefix, priv->pattern->canonical, NULL) : NULL;
}

void
aiohttp_resource_freeze (AiohttpResource *self, AiohttpApplication *app, const AiohttpChain *chain)
{
  AiohttpResourcePrivate *priv = get_private (self);

  priv->frozen = TRUE;
  for (guint i = 0; i < priv->routes->len; i++)
    aiohttp_route_freeze (g_ptr_array_index (priv->routes, i), app, chain);
}

void
aiohttp_resource_orphan (AiohttpResource *self)
{
  AiohttpResourcePrivate *priv = get_private (self);

  priv->router = NULL;
  for (guint i = 0; i < priv->routes->len; i++)
    AIOHTTP_ROUTE (g_ptr_array_index (priv->routes, i))->resource = NULL;
}

static AiohttpReply *
handle_custom (AiohttpRequest *request, gpointer user_data, GError **error)
{
  return aiohttp_resource_handle (user_data, request, error);
}

gboolean
aiohttp_resource_adopt (AiohttpResource *self, AiohttpRouter *router, GError **error)
{
  AiohttpResourcePrivate *priv = get_private (self);
  AiohttpHandler *handler;

  if (priv->router != NULL || priv->pattern != NULL)
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE,
                           "The resource is part of a router already: make another one");
      return FALSE;
    }
  priv->router = router;
  if (priv->routes->len > 0)
    return TRUE;
  handler = aiohttp_handler_new (handle_custom, self, NULL, FALSE);
  aiohttp_resource_take_route (self, aiohttp_route_new (handler, "*", NULL, self));
  aiohttp_handler_unref (handler);
  return TRUE;
}

static gboolean
aiohttp_resource_real_matches (AiohttpResource *self, AiohttpRequest *request)
{
  return FALSE;
}

static AiohttpReply *
aiohttp_resource_real_handle (AiohttpResource *self, AiohttpRequest *request, GError **error)
{
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FAILED, "%s matches a request and does not override “handle”",
               G_OBJECT_TYPE_NAME (self));
  return NULL;
}

static void
aiohttp_resource_finalize (GObject *object)
{
  AiohttpResourcePrivate *priv = get_private (AIOHTTP_RESOURCE (object));

  aiohttp_resource_orphan (AIOHTTP_RESOURCE (object));
  g_ptr_array_unref (priv->routes);
  g_clear_pointer (&priv->pattern, aiohttp_route_pattern_unref);
  g_free (priv->name);
  g_free (priv->prefix);
  g_free (priv->canonical);
  G_OBJECT_CLASS (aiohttp_resource_parent_class)->finalize (object);
}

static void
aiohttp_resource_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpResourcePrivate *priv = get_private (AIOHTTP_RESOURCE (object));

  switch (id)
    {
    case PROP_NAME:
      g_value_set_string (value, priv->name);
      break;
    case PROP_CANONICAL:
      g_value_set_string (value, priv->canonical);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_resource_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  g_autoptr (GError) error = NULL;

  switch (id)
    {
    case PROP_NAME:
      if (!aiohttp_resource_set_name (AIOHTTP_RESOURCE (object), g_value_get_string (value), &error))
        g_critical ("%s", error->message);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_resource_class_init (AiohttpResourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = aiohttp_resource_finalize;
  object_class->get_property = aiohttp_resource_get_property;
  object_class->set_property = aiohttp_resource_set_property;
  klass->matches = aiohttp_resource_real_matches;
  klass->handle = aiohttp_resource_real_handle;

  /**
   * AiohttpResource:name: (getter get_name)
   *
   * The name by which URLs are built.
   *
   * Since: 0.1
   */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL,
                                               G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);

  /**
   * AiohttpResource:canonical: (getter get_canonical)
   *
   * The pattern with no more than the names of its parameters, `/users/{id}`, behind the prefix of its
   * sub-application; %NULL of a program's own resource.
   *
   * Since: 0.1
   */
  properties[PROP_CANONICAL] =
      g_param_spec_string ("canonical", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  aiohttp_object_class_notify_on_main_stack (object_class);
}

static void
aiohttp_resource_init (AiohttpResource *self)
{
  get_private (self)->routes = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * aiohttp_resource_get_name:
 * @self: a resource
 *
 * Gets the name by which URLs are built.
 *
 * Returns: (nullable): the name
 *
 * Since: 0.1
 */
const char *
aiohttp_resource_get_name (AiohttpResource *self)
{
  g_return_val_if_fail (AIOHTTP_IS_RESOURCE (self), NULL);

  return get_private (self)->name;
}

/* Identifiers joined by ".", ":" or "-". */
static gboolean
is_name (const char *name)
{
  gboolean begins = TRUE;

  for (; *name != '\0'; name++)
    {
      if (strchr (".:-", *name) != NULL ? begins : begins && g_ascii_isdigit (*name))
        return FALSE;
      begins = strchr (".:-", *name) != NULL;
      if (!begins && !g_ascii_isalnum (*name) && *name != '_')
        return FALSE;
    }
  return !begins;
}

/**
 * aiohttp_resource_set_name:
 * @self: a resource
 * @name: identifiers, joined by `.`, `:` or `-`
 * @error: return location of the error
 *
 * Names the resource.
 *
 * Fails with %AIOHTTP_ERROR_ROUTE_CONFLICT where another resource of the router has the name, with
 * %AIOHTTP_ERROR_INVALID_ARGUMENT for what is no name, and with %AIOHTTP_ERROR_FROZEN once the application serves.
 *
 * Returns: whether it was named
 *
 * Since: 0.1
 */
gboolean
aiohttp_resource_set_name (AiohttpResource *self, const char *name, GError **error)
{
  AiohttpResourcePrivate *priv = get_private (self);

  g_return_val_if_fail (AIOHTTP_IS_RESOURCE (self), FALSE);
  g_return_val_if_fail (name != NULL, FALSE);

  if (priv->frozen)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_FROZEN,
                   "The name “%s” comes too late: the application serves already; name resources before it starts",
                   name);
      return FALSE;
    }
  if (!is_name (name))
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT,
                   "“%s” is not a name: write letters, digits and underscores, joined by “.”, “:” or “-”", name);
      return FALSE;
    }
  if (priv->router != NULL && !aiohttp_router_rename (priv->router, self, priv->name, name, error))
    return FALSE;
  g_free (priv->name);
  priv->name = g_strdup (name);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NAME]);
  return TRUE;
}

/**
 * aiohttp_resource_get_canonical:
 * @self: a resource
 *
 * Gets the pattern with no more than the names of its parameters, behind the prefix of its sub-application.
 *
 * Returns: (nullable): the pattern, or %NULL of a program's own resource
 *
 * Since: 0.1
 */
const char *
aiohttp_resource_get_canonical (AiohttpResource *self)
{
  g_return_val_if_fail (AIOHTTP_IS_RESOURCE (self), NULL);

  return get_private (self)->canonical;
}

/**
 * aiohttp_resource_list_routes:
 * @self: a resource
 *
 * Lists the routes of the resource in the order in which they were added.
 *
 * Returns: (transfer container) (element-type AiohttpRoute): the routes
 *
 * Since: 0.1
 */
GList *
aiohttp_resource_list_routes (AiohttpResource *self)
{
  AiohttpResourcePrivate *priv = get_private (self);
  GList *routes = NULL;

  g_return_val_if_fail (AIOHTTP_IS_RESOURCE (self), NULL);

  for (guint i = priv->routes->len; i > 0; i--)
    routes = g_list_prepend (routes, g_ptr_array_index (priv->routes, i - 1));
  return routes;
}

typedef struct
{
  AiohttpResource *self;
  AiohttpRequest *request;
  GError **error;
  gboolean matches;
  AiohttpReply *reply;
} Call;

static void
call_matches (gpointer data)
{
  Call *call = data;

  call->matches = AIOHTTP_RESOURCE_GET_CLASS (call->self)->matches (call->self, call->request);
}

/**
 * aiohttp_resource_matches:
 * @self: a resource
 * @request: a request
 *
 * Asks a program's own resource whether it answers a request. A router does this.
 *
 * Returns: whether it does
 *
 * Since: 0.1
 */
gboolean
aiohttp_resource_matches (AiohttpResource *self, AiohttpRequest *request)
{
  Call call = { self, request, NULL, FALSE, NULL };

  g_return_val_if_fail (AIOHTTP_IS_RESOURCE (self), FALSE);
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (request), FALSE);

  aiohttp_call_out (call_matches, &call);
  return call.matches;
}

static void
call_handle (gpointer data)
{
  Call *call = data;

  call->reply = AIOHTTP_RESOURCE_GET_CLASS (call->self)->handle (call->self, call->request, call->error);
}

/**
 * aiohttp_resource_handle:
 * @self: a resource
 * @request: a request
 * @error: return location of the failure
 *
 * Has a program's own resource answer a request. A router does this.
 *
 * Returns: (transfer full): the reply
 *
 * Since: 0.1
 */
AiohttpReply *
aiohttp_resource_handle (AiohttpResource *self, AiohttpRequest *request, GError **error)
{
  Call call = { self, request, error, FALSE, NULL };

  g_return_val_if_fail (AIOHTTP_IS_RESOURCE (self), NULL);
  g_return_val_if_fail (AIOHTTP_IS_REQUEST (request), NULL);

  aiohttp_call_out (call_handle, &call);
  return call.reply;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (a, b);
}

/* Sorted by name, so that a URL is the same each time. */
static void
append_query (GString *url, GHashTable *query)
{
  g_autoptr (GList) names = g_list_sort (g_hash_table_get_keys (query), compare_names);
  char separator = '?';

  for (GList *link = names; link != NULL; link = link->next)
    {
      const char *value = g_hash_table_lookup (query, link->data);

      g_string_append_c (url, separator);
      g_string_append_uri_escaped (url, link->data, NULL, FALSE);
      g_string_append_c (url, '=');
      g_string_append_uri_escaped (url, value != NULL ? value : "", NULL, FALSE);
      separator = '&';
    }
}

/**
 * aiohttp_resource_url_for:
 * @self: a resource
 * @values: (nullable) (element-type utf8 utf8): the values of the parameters
 * @query: (nullable) (element-type utf8 utf8): the parameters of the query
 * @error: return location of the error
 *
 * Builds the URL of the resource: a path and a query, both percent-encoded, that this resource matches.
 *
 * Fails with %AIOHTTP_ERROR_INVALID_ARGUMENT where a value is missing, or not what its place takes.
 *
 * Returns: (transfer full): the URL
 *
 * Since: 0.1
 */
char *
aiohttp_resource_url_for (AiohttpResource *self, GHashTable *values, GHashTable *query, GError **error)
{
  AiohttpResourcePrivate *priv = get_private (self);
  g_autofree char *path = NULL;
  g_autofree char *version = NULL;
  GString *url;

  g_return_val_if_fail (AIOHTTP_IS_RESOURCE (self), NULL);

  if (priv->pattern == NULL)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE, "%s has no pattern to build a URL from",
                   G_OBJECT_TYPE_NAME (self));
      return NULL;
    }
  path = aiohttp_route_pattern_build (priv->pattern, values, error);
  if (path == NULL)
    return NULL;
  url = g_string_new (priv->prefix);
  g_string_append (url, path);
  if (query != NULL && g_hash_table_size (query) > 0)
    append_query (url, query);
  if (priv->dup_version != NULL)
    version = priv->dup_version (self, values);
  if (version != NULL)
    g_string_append_printf (url, "%cv=%s", strchr (url->str, '?') != NULL ? '&' : '?', version);
  return g_string_free (url, FALSE);
}
