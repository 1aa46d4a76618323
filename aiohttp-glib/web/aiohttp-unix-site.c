/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-unix-site.h"

#include <errno.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "aiohttp-notify-private.h"
#include "aiohttp-site-private.h"

/**
 * AiohttpUnixSite:
 *
 * A Unix socket, by its path, on which a runner serves its application: for a proxy on the same machine, say.
 *
 * The file is made when the site starts and removed when it stops, if it is still the same. One that an earlier process
 * has left behind is replaced; one on which somebody listens, or that is no socket, is an error.
 *
 * Requests have no [method@Aiohttp.Request.get_remote] there.
 *
 * aiohttp: `UnixSite`
 *
 * Since: 0.1
 */

struct _AiohttpUnixSite
{
  AiohttpSite parent_instance;

  char *path;
  int mode; /* -1: by the umask */

  /* the file that was made */
  gboolean bound;
  dev_t device;
  ino_t inode;
};

struct _AiohttpUnixSiteClass
{
  AiohttpSiteClass parent_class;
};

enum
{
  PROP_0,
  PROP_PATH,
  PROP_MODE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpUnixSite, aiohttp_unix_site, AIOHTTP_TYPE_SITE)

static gboolean
fail (AiohttpUnixSite *self, int error_number, const char *what, GError **error)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (error_number), "Cannot %s %s: %s", what, self->path,
               g_strerror (error_number));
  return FALSE;
}

static gboolean
make_address (AiohttpUnixSite *self, struct sockaddr_un *address, GError **error)
{
  *address = (struct sockaddr_un){ .sun_family = AF_UNIX };
  if (self->path == NULL || *self->path == '\0')
    {
      g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT, "The site has no path");
      return FALSE;
    }
  if (strlen (self->path) >= sizeof address->sun_path)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FILENAME_TOO_LONG,
                   "The path of a Unix socket is at most %zu bytes long, and %s has %zu", sizeof address->sun_path - 1,
                   self->path, strlen (self->path));
      return FALSE;
    }
  memcpy (address->sun_path, self->path, strlen (self->path));
  return TRUE;
}

/* Whether somebody listens there. Whoever has a full backlog does. */
static gboolean
is_served (const struct sockaddr_un *address)
{
  int fd = socket (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  gboolean served = TRUE;

  if (fd < 0)
    return TRUE;
  if (connect (fd, (const struct sockaddr *) address, sizeof *address) != 0)
    served = errno != ECONNREFUSED && errno != ENOENT;
  close (fd);
  return served;
}

static gboolean
remove_stale (AiohttpUnixSite *self, const struct sockaddr_un *address, GError **error)
{
  struct stat status;

  if (lstat (self->path, &status) != 0)
    return errno == ENOENT ? TRUE : fail (self, errno, "listen on", error);
  if (!S_ISSOCK (status.st_mode))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_EXISTS, "Cannot listen on %s: it is there and is no socket",
                   self->path);
      return FALSE;
    }
  if (is_served (address))
    return fail (self, EADDRINUSE, "listen on", error);
  if (unlink (self->path) != 0 && errno != ENOENT)
    return fail (self, errno, "remove the stale socket", error);
  return TRUE;
}

/* Nobody can connect before listen(), so that the mode holds from the beginning. */
static gboolean
bind_and_listen (AiohttpUnixSite *self, int fd, const struct sockaddr_un *address, GError **error)
{
  struct stat status;

  if (bind (fd, (const struct sockaddr *) address, sizeof *address) != 0)
    return fail (self, errno, "listen on", error);
  if (lstat (self->path, &status) == 0)
    {
      self->bound = TRUE;
      self->device = status.st_dev;
      self->inode = status.st_ino;
    }
  if (self->mode >= 0 && chmod (self->path, (mode_t) self->mode) != 0)
    return fail (self, errno, "set the mode of", error);
  if (listen (fd, (int) MIN (aiohttp_site_get_backlog (AIOHTTP_SITE (self)), G_MAXINT)) != 0)
    return fail (self, errno, "listen on", error);
  return TRUE;
}

static void
aiohttp_unix_site_closed (AiohttpSite *site)
{
  AiohttpUnixSite *self = AIOHTTP_UNIX_SITE (site);
  struct stat status;

  if (self->bound && lstat (self->path, &status) == 0 && status.st_dev == self->device && status.st_ino == self->inode)
    unlink (self->path);
  self->bound = FALSE;
}

static GSocket *
open_socket (AiohttpUnixSite *self, GError **error)
{
  struct sockaddr_un address;
  GSocket *result = NULL;
  int fd;

  if (!make_address (self, &address, error) || !remove_stale (self, &address, error))
    return NULL;
  fd = socket (AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0)
    {
      fail (self, errno, "listen on", error);
      return NULL;
    }
  if (bind_and_listen (self, fd, &address, error))
    result = g_socket_new_from_fd (fd, error);
  if (result != NULL)
    return result;
  close (fd);
  aiohttp_unix_site_closed (AIOHTTP_SITE (self));
  return NULL;
}

static void
aiohttp_unix_site_open (AiohttpSite *site, guint n_sets, GTask *task)
{
  GError *error = NULL;
  GSocket *socket = open_socket (AIOHTTP_UNIX_SITE (site), &error);
  GPtrArray *sockets;

  if (socket == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  sockets = g_ptr_array_new_with_free_func (g_object_unref);
  g_socket_set_blocking (socket, FALSE);
  g_ptr_array_add (sockets, socket);
  g_task_return_pointer (task, sockets, (GDestroyNotify) g_ptr_array_unref);
}

static char *
aiohttp_unix_site_make_name (AiohttpSite *site, GSocket *socket, const char *scheme)
{
  return g_strdup_printf ("%s://unix:%s:", scheme, AIOHTTP_UNIX_SITE (site)->path);
}

static void
aiohttp_unix_site_finalize (GObject *object)
{
  g_free (AIOHTTP_UNIX_SITE (object)->path);
  G_OBJECT_CLASS (aiohttp_unix_site_parent_class)->finalize (object);
}

static void
aiohttp_unix_site_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpUnixSite *self = AIOHTTP_UNIX_SITE (object);

  switch (id)
    {
    case PROP_PATH:
      g_value_set_string (value, self->path);
      break;
    case PROP_MODE:
      g_value_set_int (value, self->mode);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_unix_site_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpUnixSite *self = AIOHTTP_UNIX_SITE (object);

  switch (id)
    {
    case PROP_PATH:
      self->path = g_value_dup_string (value);
      break;
    case PROP_MODE:
      self->mode = g_value_get_int (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_unix_site_class_init (AiohttpUnixSiteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  AiohttpSiteClass *site_class = AIOHTTP_SITE_CLASS (klass);

  object_class->finalize = aiohttp_unix_site_finalize;
  object_class->get_property = aiohttp_unix_site_get_property;
  object_class->set_property = aiohttp_unix_site_set_property;
  site_class->open = aiohttp_unix_site_open;
  site_class->closed = aiohttp_unix_site_closed;
  site_class->make_name = aiohttp_unix_site_make_name;

  /**
   * AiohttpUnixSite:path: (getter get_path) (type filename)
   *
   * The path of the socket, at most 107 bytes.
   *
   * Since: 0.1
   */
  properties[PROP_PATH] = g_param_spec_string ("path", NULL, NULL, NULL,
                                               G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpUnixSite:mode: (getter get_mode)
   *
   * The permissions of the socket's file, such as 0660: who may write to it may connect. It has them before anybody can
   * connect. With -1, the default, they are what the process's umask leaves. It is taken when the site starts.
   *
   * Since: 0.1
   */
  properties[PROP_MODE] = g_param_spec_int ("mode", NULL, NULL, -1, 07777, -1,
                                            G_PARAM_READWRITE | G_PARAM_CONSTRUCT | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  aiohttp_object_class_notify_on_main_stack (object_class);
}

static void
aiohttp_unix_site_init (AiohttpUnixSite *self)
{
}

/**
 * aiohttp_unix_site_new:
 * @runner: a runner
 * @path: (type filename): the path of the socket
 *
 * Makes a site.
 *
 * Returns: (transfer full): the site
 *
 * Since: 0.1
 */
AiohttpUnixSite *
aiohttp_unix_site_new (AiohttpAppRunner *runner, const char *path)
{
  g_return_val_if_fail (AIOHTTP_IS_APP_RUNNER (runner), NULL);
  g_return_val_if_fail (path != NULL, NULL);

  return g_object_new (AIOHTTP_TYPE_UNIX_SITE, "runner", runner, "path", path, NULL);
}

/**
 * aiohttp_unix_site_get_path:
 * @self: a site
 *
 * Gets the path of the socket.
 *
 * Returns: (type filename): the path
 *
 * Since: 0.1
 */
const char *
aiohttp_unix_site_get_path (AiohttpUnixSite *self)
{
  g_return_val_if_fail (AIOHTTP_IS_UNIX_SITE (self), NULL);

  return self->path;
}

/**
 * aiohttp_unix_site_get_mode:
 * @self: a site
 *
 * Gets the permissions that the socket's file is given.
 *
 * Returns: the mode, or -1 for what the umask leaves
 *
 * Since: 0.1
 */
int
aiohttp_unix_site_get_mode (AiohttpUnixSite *self)
{
  g_return_val_if_fail (AIOHTTP_IS_UNIX_SITE (self), -1);

  return self->mode;
}
