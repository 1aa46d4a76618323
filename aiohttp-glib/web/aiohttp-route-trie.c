/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-route-trie-private.h"

#include <string.h>

#include "aiohttp-error.h"
#include "aiohttp-route-match-private.h"
#include "aiohttp-url-private.h"

/* Far more than an honest table of routes needs: where both a text and a parameter go on at every segment, the ways
 * through the tree double with each. */
#define MAX_VISITS 1024

typedef struct
{
  const char *text;
  gsize length;
} Segment;

/* A regular expression and what lies behind it. */
typedef struct
{
  GRegex *regex;
  char *text;   /* with the names of its groups, so equal ones have the same */
  char **names; /* of the groups that are parameters */
  gboolean is_last;
  AiohttpRouteNode *node;
} RegexEdge;

struct _AiohttpRouteNode
{
  Segment segment;
  GHashTable *children;        /* plain text: Segment → node; the Segment is the child's own */
  AiohttpRouteNode *integer;   /* {id:int} */
  GPtrArray *regexes;          /* RegexEdge, in the order of registration */
  AiohttpRouteNode *parameter; /* {name} */
  AiohttpRouteNode *tail;      /* {rest:*} */
  GPtrArray *routes;           /* of the patterns that end here */
  AiohttpRouter *mounted;      /* what has all paths from here on that no route has */
};

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
free_child (gpointer data)
{
  aiohttp_route_node_free (data);
}

static void
regex_edge_free (gpointer data)
{
  RegexEdge *edge = data;

  g_regex_unref (edge->regex);
  g_free (edge->text);
  g_strfreev (edge->names);
  aiohttp_route_node_free (edge->node);
  g_free (edge);
}

AiohttpRouteNode *
aiohttp_route_node_new (void)
{
  return g_new0 (AiohttpRouteNode, 1);
}

void
aiohttp_route_node_free (AiohttpRouteNode *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->children, g_hash_table_unref);
  aiohttp_route_node_free (self->integer);
  g_clear_pointer (&self->regexes, g_ptr_array_unref);
  aiohttp_route_node_free (self->parameter);
  aiohttp_route_node_free (self->tail);
  g_clear_pointer (&self->routes, g_ptr_array_unref);
  g_free ((char *) self->segment.text);
  g_free (self);
}

static AiohttpRouteNode *
get_text_child (AiohttpRouteNode *self, const char *text)
{
  Segment key = { text, strlen (text) };
  AiohttpRouteNode *child;

  if (self->children == NULL)
    self->children = g_hash_table_new_full (segment_hash, segment_equal, NULL, free_child);
  child = g_hash_table_lookup (self->children, &key);
  if (child != NULL)
    return child;
  child = aiohttp_route_node_new ();
  child->segment = (Segment){ g_strdup (text), key.length };
  g_hash_table_insert (self->children, &child->segment, child);
  return child;
}

static AiohttpRouteNode *
get_regex_child (AiohttpRouteNode *self, const AiohttpRoutePattern *pattern, const AiohttpRoutePart *part)
{
  RegexEdge *edge;

  if (self->regexes == NULL)
    self->regexes = g_ptr_array_new_with_free_func (regex_edge_free);
  for (guint i = 0; i < self->regexes->len; i++)
    {
      edge = g_ptr_array_index (self->regexes, i);
      if (edge->is_last == part->is_last && g_str_equal (edge->text, part->text))
        return edge->node;
    }
  edge = g_new0 (RegexEdge, 1);
  edge->regex = g_regex_ref (part->regex);
  edge->text = g_strdup (part->text);
  edge->names = g_new0 (char *, part->n_params + 1);
  for (guint i = 0; i < part->n_params; i++)
    edge->names[i] = g_strdup (pattern->params[part->first + i]);
  edge->is_last = part->is_last;
  edge->node = aiohttp_route_node_new ();
  g_ptr_array_add (self->regexes, edge);
  return edge->node;
}

static AiohttpRouteNode *
get_or_make (AiohttpRouteNode **place)
{
  if (*place == NULL)
    *place = aiohttp_route_node_new ();
  return *place;
}

static AiohttpRouteNode *
get_child (AiohttpRouteNode *self, const AiohttpRoutePattern *pattern, const AiohttpRoutePart *part)
{
  switch (part->kind)
    {
    case AIOHTTP_ROUTE_PART_TEXT:
      return get_text_child (self, part->text);
    case AIOHTTP_ROUTE_PART_INTEGER:
      return get_or_make (&self->integer);
    case AIOHTTP_ROUTE_PART_REGEX:
      return get_regex_child (self, pattern, part);
    case AIOHTTP_ROUTE_PART_TAIL:
      return get_or_make (&self->tail);
    case AIOHTTP_ROUTE_PART_NAME:
    default:
      return get_or_make (&self->parameter);
    }
}

AiohttpRouteNode *
aiohttp_route_node_insert (AiohttpRouteNode *root, const AiohttpRoutePattern *pattern)
{
  AiohttpRouteNode *node = root;

  for (guint i = 0; i < pattern->parts->len; i++)
    node = get_child (node, pattern, &g_array_index (pattern->parts, AiohttpRoutePart, i));
  return node;
}

/* The place among the node's routes for one more with this method: what it replaces, or its end. */
static gboolean
find_place (AiohttpRouteNode *self, const AiohttpRoute *route, guint *place, GError **error)
{
  *place = self->routes != NULL ? self->routes->len : 0;
  for (guint i = 0; i < *place; i++)
    {
      const AiohttpRoute *other = g_ptr_array_index (self->routes, i);

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
                       route->method, route->pattern->text, other->method, other->pattern->text);
          return FALSE;
        }
    }
  return TRUE;
}

gboolean
aiohttp_route_node_add_route (AiohttpRouteNode *self, AiohttpRoute *route, GError **error)
{
  guint place;

  if (!find_place (self, route, &place, error))
    return FALSE;
  if (self->routes == NULL)
    self->routes = g_ptr_array_new_with_free_func (g_object_unref);
  if (place == self->routes->len)
    g_ptr_array_add (self->routes, g_object_ref (route));
  else if (!route->implied)
    {
      g_object_unref (g_ptr_array_index (self->routes, place));
      g_ptr_array_index (self->routes, place) = g_object_ref (route);
    }
  return TRUE;
}

gboolean
aiohttp_route_node_mount (AiohttpRouteNode *self, gpointer router, const char *prefix, GError **error)
{
  if (self->mounted != NULL || self->tail != NULL)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_ROUTE_CONFLICT,
                   "Sub-application “%s” conflicts with %s, which matches the same requests: give one of them another "
                   "prefix",
                   prefix, self->mounted != NULL ? "another one there" : "a route that ends in {…:*} there");
      return FALSE;
    }
  self->mounted = router;
  return TRUE;
}

static gboolean
match_method (AiohttpRouteNode *self, AiohttpRouteWalk *walk)
{
  if (self->routes == NULL)
    return FALSE;
  for (guint i = 0; i < self->routes->len; i++)
    {
      const AiohttpRoute *route = g_ptr_array_index (self->routes, i);

      if (aiohttp_route_matches_method (route, walk->query->method, walk->query->method_length))
        {
          walk->match->route = route;
          return TRUE;
        }
    }
  if (walk->others == NULL)
    walk->others = g_ptr_array_new ();
  g_ptr_array_add (walk->others, self);
  return FALSE;
}

static AiohttpRouteNode *
find_text_child (AiohttpRouteNode *self, const char *text, gsize length)
{
  Segment key = { text, length };
  g_autofree char *decoded = NULL;

  if (self->children == NULL)
    return NULL;
  if (G_UNLIKELY (aiohttp_url_needs_decoding (text, length)))
    {
      decoded = aiohttp_url_decode_segment (text, length, NULL);
      if (decoded == NULL)
        return NULL;
      key = (Segment){ decoded, strlen (decoded) };
    }
  return g_hash_table_lookup (self->children, &key);
}

static void
push_param (AiohttpRouteWalk *walk, const char *start, const char *end, char *value /* taken */)
{
  AiohttpRouteParam *param = &walk->match->params[walk->match->n_params++];

  param->span = (AiohttpSpan){ (guint32) (start - walk->query->path), (guint32) (end - start) };
  param->value = value;
}

static void
pop_params (AiohttpRouteWalk *walk, guint n_params)
{
  while (walk->match->n_params > n_params)
    g_free (walk->match->params[--walk->match->n_params].value);
}

static gboolean
walk_parameter (AiohttpRouteNode *child, AiohttpRouteWalk *walk, const char *segment, const char *next)
{
  guint n_params = walk->match->n_params;

  push_param (walk, segment, next, NULL);
  if (aiohttp_route_node_walk (child, walk, next))
    return TRUE;
  pop_params (walk, n_params);
  return FALSE;
}

/* Digits that a gint64 holds. */
static gboolean
is_integer (const char *text, gsize length)
{
  guint64 value = 0;

  if (length == 0)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    {
      guint digit = (guint) (text[i] - '0');

      if (digit > 9 || value > ((guint64) G_MAXINT64 - digit) / 10)
        return FALSE;
      value = value * 10 + digit;
    }
  return TRUE;
}

/* Pushes what the groups have matched: in place where the subject is the path itself. */
static void
push_groups (const RegexEdge *edge, AiohttpRouteWalk *walk, GMatchInfo *info, const char *decoded, const char *segment)
{
  for (char **name = edge->names; *name != NULL; name++)
    {
      int start = -1, end = -1;

      if (!g_match_info_fetch_named_pos (info, *name, &start, &end) || start < 0)
        start = end = 0;
      if (decoded == NULL)
        push_param (walk, segment + start, segment + end, NULL);
      else
        push_param (walk, segment, segment, aiohttp_url_decode_segment (decoded + start, (gsize) (end - start), NULL));
    }
}

static gboolean
walk_regex (const RegexEdge *edge, AiohttpRouteWalk *walk, const char *segment, const char *next)
{
  const char *end = edge->is_last ? walk->end : next;
  gsize length = (gsize) (end - segment);
  guint n_params = walk->match->n_params;
  g_autofree char *decoded = NULL;
  g_autoptr (GMatchInfo) info = NULL;

  if (G_UNLIKELY (aiohttp_url_needs_decoding (segment, length)))
    {
      decoded = aiohttp_url_decode_to_match (segment, length);
      if (decoded == NULL)
        return FALSE;
      length = strlen (decoded);
    }
  /* Past its limits it fails, which is no match. */
  if (!g_regex_match_full (edge->regex, decoded != NULL ? decoded : segment, (gssize) length, 0, 0, &info, NULL))
    return FALSE;
  push_groups (edge, walk, info, decoded, segment);
  if (aiohttp_route_node_walk (edge->node, walk, end))
    return TRUE;
  pop_params (walk, n_params);
  return FALSE;
}

/* Segment by segment: text, then {id:int}, {name:regex}, {name}, and {rest:*}. Recursion is as deep as the longest
 * pattern. */
static gboolean
walk_children (AiohttpRouteNode *self, AiohttpRouteWalk *walk, const char *segment)
{
  const char *next = memchr (segment, '/', (gsize) (walk->end - segment));
  AiohttpRouteNode *child;

  if (next == NULL)
    next = walk->end;
  child = find_text_child (self, segment, (gsize) (next - segment));
  if (child != NULL && aiohttp_route_node_walk (child, walk, next))
    return TRUE;
  if (self->integer != NULL && is_integer (segment, (gsize) (next - segment)) &&
      walk_parameter (self->integer, walk, segment, next))
    return TRUE;
  for (guint i = 0; self->regexes != NULL && i < self->regexes->len; i++)
    if (walk_regex (g_ptr_array_index (self->regexes, i), walk, segment, next))
      return TRUE;
  if (self->parameter != NULL && next != segment && walk_parameter (self->parameter, walk, segment, next))
    return TRUE;
  return self->tail != NULL && walk_parameter (self->tail, walk, segment, walk->end);
}

gboolean
aiohttp_route_node_walk (AiohttpRouteNode *self, AiohttpRouteWalk *walk, const char *at)
{
  if (++walk->n_visits > MAX_VISITS)
    return FALSE;
  if (at == walk->end ? match_method (self, walk) : walk_children (self, walk, at + 1))
    return TRUE;
  return self->mounted != NULL && aiohttp_router_walk (self->mounted, walk, at);
}

static int
compare_strings (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

char *
aiohttp_route_nodes_list_methods (GPtrArray *nodes)
{
  g_autoptr (GPtrArray) methods = g_ptr_array_new ();

  for (guint i = 0; i < nodes->len; i++)
    {
      AiohttpRouteNode *node = g_ptr_array_index (nodes, i);

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
