/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-normalize-path-middleware.h"

#include "aiohttp-notify-private.h"
#include "aiohttp-request-private.h"
#include "aiohttp-response.h"
#include "aiohttp-router-private.h"

#include "aiohttp-application-private.h"

/**
 * AiohttpNormalizePathMiddleware:
 *
 * Redirects requests for a path without a route to the one that was meant: with or without a slash at its end, with one
 * slash where there are several.
 *
 * It redirects only where the new path has a route, for the same method, and only within the host that was asked: the
 * new path begins with exactly one slash, its backslashes are encoded, and of a target with an authority only the path
 * is taken.
 *
 * |[<!-- language="C" -->
 * g_autoptr(AiohttpMiddleware) middleware = aiohttp_normalize_path_middleware_new ();
 *
 * aiohttp_application_add_middleware (app, middleware, NULL);
 * ]|
 *
 * aiohttp: `normalize_path_middleware`
 *
 * Since: 0.1
 */

struct _AiohttpNormalizePathMiddleware
{
  AiohttpMiddleware parent_instance;

  gboolean append_slash;
  gboolean remove_slash;
  gboolean merge_slashes;
  guint status;
};

enum
{
  PROP_0,
  PROP_APPEND_SLASH,
  PROP_REMOVE_SLASH,
  PROP_MERGE_SLASHES,
  PROP_STATUS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpNormalizePathMiddleware, aiohttp_normalize_path_middleware, AIOHTTP_TYPE_MIDDLEWARE)

/* One slash for several, always at the beginning: "//host" would be another authority, and so would "/\\host" to a
 * browser. */
static char *
clean (const char *path, gboolean merge)
{
  GString *out = g_string_sized_new (strlen (path) + 1);
  gboolean slash = FALSE;

  for (; *path != '\0'; path++)
    {
      if (*path == '/' && slash && (merge || out->len == 1))
        continue;
      slash = *path == '/';
      if (*path == '\\')
        g_string_append (out, "%5C");
      else
        g_string_append_c (out, *path);
    }
  return g_string_free (out, FALSE);
}

static gboolean
has_route (AiohttpRequest *request, const char *path)
{
  const AiohttpHttp1Head *head = request->head;
  const AiohttpRouteQuery query = {
    head->base + head->method.offset, head->method.length, path, strlen (path), request,
  };
  AiohttpRouteMatch match;

  aiohttp_router_resolve (aiohttp_application_get_router (request->server_app), &query, &match);
  for (guint i = 0; i < match.n_params; i++)
    g_free (match.params[i].value);
  g_free (match.allow);
  return match.route != NULL;
}

static char *
find_path (AiohttpNormalizePathMiddleware *self, AiohttpRequest *request, const char *path)
{
  const gboolean ends_in_slash = g_str_has_suffix (path, "/");

  for (guint variant = 0; variant < 4; variant++)
    {
      const gboolean merge = (variant & 1) != 0, change_end = (variant & 2) != 0;
      g_autofree char *candidate = NULL, *cleaned = NULL;

      if (merge && !self->merge_slashes)
        continue;
      if (change_end && !(ends_in_slash ? self->remove_slash : self->append_slash))
        continue;
      if (!change_end)
        candidate = g_strdup (path);
      else if (ends_in_slash)
        candidate = g_strndup (path, strlen (path) - 1);
      else
        candidate = g_strconcat (path, "/", NULL);
      cleaned = clean (candidate, merge);
      if (*cleaned == '/' && !g_str_equal (cleaned, path) && has_route (request, cleaned))
        return g_steal_pointer (&cleaned);
    }
  return NULL;
}

static AiohttpReply *
aiohttp_normalize_path_middleware_before (AiohttpMiddleware *middleware, AiohttpRequest *request, GError **error)
{
  AiohttpNormalizePathMiddleware *self = AIOHTTP_NORMALIZE_PATH_MIDDLEWARE (middleware);
  const AiohttpHttp1Head *head = request->head;
  g_autofree char *path = NULL, *found = NULL, *location = NULL;
  AiohttpResponse *response;

  if (request->route != NULL || (request->refusal != 404 && request->refusal != 405) || head->path.length == 0)
    return NULL;
  path = g_strndup (head->base + head->path.offset, head->path.length);
  if (*path != '/')
    return NULL;
  found = find_path (self, request, path);
  if (found == NULL)
    return NULL;
  if (head->query.length > 0)
    location = g_strdup_printf ("%s?%.*s", found, (int) head->query.length, head->base + head->query.offset);
  response = aiohttp_response_new_text (self->status, NULL);
  if (aiohttp_stream_response_set_header (AIOHTTP_STREAM_RESPONSE (response), "Location",
                                          location != NULL ? location : found, error))
    return AIOHTTP_REPLY (response);
  g_object_unref (response);
  return NULL;
}

static gboolean *
get_flag (AiohttpNormalizePathMiddleware *self, guint id)
{
  return id == PROP_APPEND_SLASH   ? &self->append_slash
         : id == PROP_REMOVE_SLASH ? &self->remove_slash
                                   : &self->merge_slashes;
}

static void
aiohttp_normalize_path_middleware_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpNormalizePathMiddleware *self = AIOHTTP_NORMALIZE_PATH_MIDDLEWARE (object);

  switch (id)
    {
    case PROP_APPEND_SLASH:
    case PROP_REMOVE_SLASH:
    case PROP_MERGE_SLASHES:
      g_value_set_boolean (value, *get_flag (self, id));
      break;
    case PROP_STATUS:
      g_value_set_uint (value, self->status);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_normalize_path_middleware_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpNormalizePathMiddleware *self = AIOHTTP_NORMALIZE_PATH_MIDDLEWARE (object);

  switch (id)
    {
    case PROP_APPEND_SLASH:
    case PROP_REMOVE_SLASH:
    case PROP_MERGE_SLASHES:
      *get_flag (self, id) = g_value_get_boolean (value);
      /* One cannot want both. */
      if (id == PROP_APPEND_SLASH && self->append_slash)
        self->remove_slash = FALSE;
      if (id == PROP_REMOVE_SLASH && self->remove_slash)
        self->append_slash = FALSE;
      break;
    case PROP_STATUS:
      self->status = g_value_get_uint (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
aiohttp_normalize_path_middleware_class_init (AiohttpNormalizePathMiddlewareClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = aiohttp_normalize_path_middleware_get_property;
  object_class->set_property = aiohttp_normalize_path_middleware_set_property;
  AIOHTTP_MIDDLEWARE_CLASS (klass)->before = aiohttp_normalize_path_middleware_before;

  /**
   * AiohttpNormalizePathMiddleware:append-slash:
   *
   * Whether a slash may be added at the end; the default is yes. Setting it unsets
   * [property@Aiohttp.NormalizePathMiddleware:remove-slash].
   *
   * Since: 0.1
   */
  properties[PROP_APPEND_SLASH] = g_param_spec_boolean ("append-slash", NULL, NULL, TRUE, flags);

  /**
   * AiohttpNormalizePathMiddleware:remove-slash:
   *
   * Whether a slash may be taken from the end. Setting it unsets
   * [property@Aiohttp.NormalizePathMiddleware:append-slash].
   *
   * Since: 0.1
   */
  properties[PROP_REMOVE_SLASH] = g_param_spec_boolean ("remove-slash", NULL, NULL, FALSE, flags);

  /**
   * AiohttpNormalizePathMiddleware:merge-slashes:
   *
   * Whether several slashes may become one; the default is yes.
   *
   * Since: 0.1
   */
  properties[PROP_MERGE_SLASHES] = g_param_spec_boolean ("merge-slashes", NULL, NULL, TRUE, flags);

  /**
   * AiohttpNormalizePathMiddleware:status:
   *
   * The status of the redirect; the default is 308, which keeps the method.
   *
   * Since: 0.1
   */
  properties[PROP_STATUS] = g_param_spec_uint ("status", NULL, NULL, 300, 399, 308, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  aiohttp_object_class_notify_on_main_stack (object_class);
}

static void
aiohttp_normalize_path_middleware_init (AiohttpNormalizePathMiddleware *self)
{
  self->append_slash = self->merge_slashes = TRUE;
  self->status = 308;
}

/**
 * aiohttp_normalize_path_middleware_new:
 *
 * Makes one that adds a slash at the end and merges several.
 *
 * Returns: (transfer full): the middleware
 *
 * Since: 0.1
 */
AiohttpMiddleware *
aiohttp_normalize_path_middleware_new (void)
{
  return g_object_new (AIOHTTP_TYPE_NORMALIZE_PATH_MIDDLEWARE, NULL);
}
