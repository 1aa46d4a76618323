/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-static-resource.h"
#include "aiohttp-static-resource-private.h"

#include "aiohttp-enum-types.h"
#include "aiohttp-error.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-resource-private.h"
#include "aiohttp-router-private.h"

/**
 * AiohttpStaticResource:
 *
 * The files below a directory, as a resource of a router: [method@Aiohttp.Router.add_static] makes it.
 *
 * |[<!-- language="C" -->
 * AiohttpStaticResource *files = aiohttp_router_add_static (router, "/static", "/srv/site", &error);
 *
 * if (files != NULL)
 *   g_object_set (files, "cache-control", "max-age=3600", NULL);
 * ]|
 *
 * It answers GET and HEAD as an [class@Aiohttp.FileResponse] does: with validators, ranges and compressed forms. The
 * properties are set before the application serves.
 *
 * What a client asks for is looked for below the directory by the kernel itself (`openat2`), or without that call by a walk
 * from one open directory to the next, so that neither `..` in any encoding nor a symbolic link nor a rename in between
 * leads out of it. Names that begin with a dot are not found, special files are refused without being waited for. A
 * directory is answered with its [property@Aiohttp.StaticResource:index] page, else with a list of its files if
 * [property@Aiohttp.StaticResource:show-index] is set, else with 403.
 *
 * aiohttp: `StaticResource`
 *
 * Since: 0.1
 */

enum
{
  PROP_0,
  PROP_DIRECTORY,
  PROP_INDEX,
  PROP_SHOW_INDEX,
  PROP_SHOW_HIDDEN,
  PROP_SYMLINKS,
  PROP_PRECOMPRESSED,
  PROP_CACHE_CONTROL,
  PROP_APPEND_VERSION,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpStaticResource, aiohttp_static_resource, AIOHTTP_TYPE_RESOURCE)

static char *
dup_own_version (AiohttpResource *resource, GHashTable *values)
{
  AiohttpStaticResource *self = AIOHTTP_STATIC_RESOURCE (resource);
  const char *filename = values != NULL ? g_hash_table_lookup (values, AIOHTTP_STATIC_PARAMETER) : NULL;

  return self->append_version && filename != NULL ? aiohttp_static_resource_dup_version (self, filename) : NULL;
}

static void
aiohttp_static_resource_finalize (GObject *object)
{
  AiohttpStaticResource *self = AIOHTTP_STATIC_RESOURCE (object);

  g_free (self->directory);
  g_free (self->index);
  g_free (self->cache_control);
  g_clear_pointer (&self->versions, g_hash_table_unref);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (aiohttp_static_resource_parent_class)->finalize (object);
}

static gboolean *
get_flag (AiohttpStaticResource *self, guint id)
{
  switch (id)
    {
    case PROP_SHOW_INDEX:
      return &self->show_index;
    case PROP_SHOW_HIDDEN:
      return &self->show_hidden;
    case PROP_PRECOMPRESSED:
      return &self->precompressed;
    case PROP_APPEND_VERSION:
    default:
      return &self->append_version;
    }
}

static void
aiohttp_static_resource_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpStaticResource *self = AIOHTTP_STATIC_RESOURCE (object);

  switch (id)
    {
    case PROP_DIRECTORY:
      g_value_set_string (value, self->directory);
      break;
    case PROP_INDEX:
      g_value_set_string (value, self->index);
      break;
    case PROP_CACHE_CONTROL:
      g_value_set_string (value, self->cache_control);
      break;
    case PROP_SYMLINKS:
      g_value_set_enum (value, self->symlinks);
      break;
    case PROP_SHOW_INDEX:
    case PROP_SHOW_HIDDEN:
    case PROP_PRECOMPRESSED:
    case PROP_APPEND_VERSION:
      g_value_set_boolean (value, *get_flag (self, id));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_static_resource_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpStaticResource *self = AIOHTTP_STATIC_RESOURCE (object);

  if (aiohttp_resource_is_frozen (AIOHTTP_RESOURCE (self)))
    {
      g_critical ("“%s” of a static resource comes too late: the application serves already; set it before it starts",
                  pspec->name);
      return;
    }
  switch (id)
    {
    case PROP_DIRECTORY:
      self->directory = g_value_dup_string (value);
      break;
    case PROP_INDEX:
      g_free (self->index);
      self->index = g_value_dup_string (value);
      break;
    case PROP_CACHE_CONTROL:
      g_free (self->cache_control);
      self->cache_control = g_value_dup_string (value);
      break;
    case PROP_SYMLINKS:
      self->symlinks = g_value_get_enum (value);
      break;
    case PROP_SHOW_INDEX:
    case PROP_SHOW_HIDDEN:
    case PROP_PRECOMPRESSED:
    case PROP_APPEND_VERSION:
      *get_flag (self, id) = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
      return;
    }
  g_object_notify_by_pspec (object, pspec);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  /**
   * AiohttpStaticResource:directory: (getter get_directory)
   *
   * The directory, as an absolute path. It is opened by this name for each request, so that it may be replaced by a new
   * version of itself while the application serves.
   *
   * Since: 0.1
   */
  properties[PROP_DIRECTORY] = g_param_spec_string ("directory", NULL, NULL, "/", flags | G_PARAM_CONSTRUCT_ONLY);

  /**
   * AiohttpStaticResource:index:
   *
   * The name of the file that is sent of a directory; %NULL for none.
   *
   * Since: 0.1
   */
  properties[PROP_INDEX] = g_param_spec_string ("index", NULL, NULL, "index.html", flags);

  /**
   * AiohttpStaticResource:show-index:
   *
   * Whether a directory without an index page is answered with a list of its files.
   *
   * Since: 0.1
   */
  properties[PROP_SHOW_INDEX] = g_param_spec_boolean ("show-index", NULL, NULL, FALSE, flags);

  /**
   * AiohttpStaticResource:show-hidden:
   *
   * Whether files and directories whose name begins with a dot are found: `.git`, `.env`, but `.well-known` as well.
   *
   * Since: 0.1
   */
  properties[PROP_SHOW_HIDDEN] = g_param_spec_boolean ("show-hidden", NULL, NULL, FALSE, flags);

  /**
   * AiohttpStaticResource:symlinks:
   *
   * Which symbolic links are followed. aiohttp: `break_symlink_sandbox`
   *
   * Since: 0.1
   */
  properties[PROP_SYMLINKS] =
      g_param_spec_enum ("symlinks", NULL, NULL, AIOHTTP_TYPE_SYMLINKS, AIOHTTP_SYMLINKS_BELOW, flags);

  /**
   * AiohttpStaticResource:precompressed:
   *
   * Whether a compressed form that lies beside a file, `app.js.br` beside `app.js`, is sent in its place, where the client
   * takes it.
   *
   * Since: 0.1
   */
  properties[PROP_PRECOMPRESSED] = g_param_spec_boolean ("precompressed", NULL, NULL, TRUE, flags);

  /**
   * AiohttpStaticResource:cache-control:
   *
   * The header Cache-Control of every file; %NULL for none.
   *
   * Since: 0.1
   */
  properties[PROP_CACHE_CONTROL] = g_param_spec_string ("cache-control", NULL, NULL, NULL, flags);

  /**
   * AiohttpStaticResource:append-version:
   *
   * Whether URLs that are built of a file have a digest of what it holds in their query, so that caches can keep it for
   * ever.
   *
   * Since: 0.1
   */
  properties[PROP_APPEND_VERSION] = g_param_spec_boolean ("append-version", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  aiohttp_object_class_notify_on_main_stack (object_class);
}

static void
aiohttp_static_resource_class_init (AiohttpStaticResourceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = aiohttp_static_resource_finalize;
  object_class->get_property = aiohttp_static_resource_get_property;
  object_class->set_property = aiohttp_static_resource_set_property;
  install_properties (object_class);
}

static void
aiohttp_static_resource_init (AiohttpStaticResource *self)
{
  g_mutex_init (&self->mutex);
  aiohttp_resource_set_version_func (AIOHTTP_RESOURCE (self), dup_own_version);
  self->index = g_strdup ("index.html");
  self->symlinks = AIOHTTP_SYMLINKS_BELOW;
  self->precompressed = TRUE;
}

/**
 * aiohttp_static_resource_get_directory:
 * @self: a resource
 *
 * Gets the directory.
 *
 * Returns: (type filename): an absolute path
 *
 * Since: 0.1
 */
const char *
aiohttp_static_resource_get_directory (AiohttpStaticResource *self)
{
  g_return_val_if_fail (AIOHTTP_IS_STATIC_RESOURCE (self), NULL);

  return self->directory;
}

/**
 * aiohttp_static_resource_url_for_file:
 * @self: a resource
 * @filename: the name of a file below the directory, with slashes between directories
 * @append_version: whether to add a digest of what it holds
 * @error: return location of the error
 *
 * Builds the URL of a file, percent-encoded. [method@Aiohttp.Resource.url_for] does the same for the parameter `filename`.
 *
 * The digest is read from the disk when it is asked for first, and when size or time of the file have changed: that
 * blocks. A file that is not there has none.
 *
 * aiohttp: `StaticResource.url_for()`
 *
 * Returns: (transfer full): the URL
 *
 * Since: 0.1
 */
char *
aiohttp_static_resource_url_for_file (AiohttpStaticResource *self, const char *filename, gboolean append_version,
                                      GError **error)
{
  g_autoptr (GHashTable) values = NULL;
  g_autofree char *version = NULL;
  char *url;

  g_return_val_if_fail (AIOHTTP_IS_STATIC_RESOURCE (self), NULL);
  g_return_val_if_fail (filename != NULL, NULL);

  filename += strspn (filename, "/");
  values = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_insert (values, (gpointer) AIOHTTP_STATIC_PARAMETER, (gpointer) filename);
  url = aiohttp_resource_url_for (AIOHTTP_RESOURCE (self), values, NULL, error);
  if (url == NULL || !append_version || self->append_version)
    return url;
  version = aiohttp_static_resource_dup_version (self, filename);
  if (version == NULL)
    return url;
  {
    g_autofree char *plain = url;

    return g_strconcat (plain, "?v=", version, NULL);
  }
}

static gboolean
check_directory (const char *directory, GError **error)
{
  if (g_file_test (directory, G_FILE_TEST_IS_DIR))
    return TRUE;
  g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "“%s” is not a directory", directory);
  return FALSE;
}

static gboolean
add_paths (AiohttpRouter *router, AiohttpResource *resource, const char *prefix, AiohttpHandler *handler,
           GError **error)
{
  gsize length = strlen (prefix);
  g_autofree char *own = g_strndup (prefix, length > 0 && prefix[length - 1] == '/' ? length - 1 : length);
  g_autofree char *below = g_strconcat (own, "/{" AIOHTTP_STATIC_PARAMETER ":*}", NULL);

  if (strpbrk (own, "{}") != NULL)
    {
      g_set_error (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_PATTERN,
                   "The prefix “%s” has a parameter, which that of a directory cannot have: write plain text", prefix);
      return FALSE;
    }
  if (!aiohttp_router_add_resource (router, resource, below, handler, error))
    return FALSE;
  /* A program's own route for the directory itself is right, too. */
  if (*own != '\0')
    aiohttp_router_add_resource (router, resource, own, handler, NULL);
  return TRUE;
}

/**
 * aiohttp_router_add_static:
 * @self: a router
 * @prefix: the path of the directory, such as `/static`, or `/`
 * @directory: (type filename): the path of a directory
 * @error: return location of the error
 *
 * Serves the files below a directory. What they are served with is set by the properties of the resource.
 *
 * Fails with %AIOHTTP_ERROR_INVALID_ARGUMENT where there is no such directory, else as [method@Aiohttp.Router.add_route]
 * does.
 *
 * aiohttp: `add_static()`
 *
 * Returns: (transfer none): the resource; %NULL with an error
 *
 * Since: 0.1
 */
AiohttpStaticResource *
aiohttp_router_add_static (AiohttpRouter *self, const char *prefix, const char *directory, GError **error)
{
  g_autoptr (AiohttpStaticResource) resource = NULL;
  g_autofree char *absolute = NULL;
  AiohttpHandler *handler;
  gboolean added;

  g_return_val_if_fail (AIOHTTP_IS_ROUTER (self), NULL);
  g_return_val_if_fail (prefix != NULL && directory != NULL, NULL);

  if (!check_directory (directory, error))
    return NULL;
  absolute = g_canonicalize_filename (directory, NULL);
  resource = g_object_new (AIOHTTP_TYPE_STATIC_RESOURCE, "directory", absolute, NULL);
  handler = aiohttp_handler_new (aiohttp_static_resource_answer, resource, NULL, TRUE);
  added = add_paths (self, AIOHTTP_RESOURCE (resource), prefix, handler, error);
  aiohttp_handler_unref (handler);
  return added ? resource : NULL;
}
