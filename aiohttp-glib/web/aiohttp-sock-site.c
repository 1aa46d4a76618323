/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-sock-site.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "aiohttp-error.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-site-private.h"

/**
 * AiohttpSockSite:
 *
 * A socket that somebody else has bound, on which a runner serves its application: one that was inherited from the
 * process's parent, such as a `GSocket` of the program's own or what systemd has opened.
 *
 * For socket activation, [func@Aiohttp.SockSite.list_activated] gives a site for each socket that systemd passes:
 *
 * |[<!-- language="C" -->
 * g_autolist(AiohttpSite) sites = aiohttp_sock_site_list_activated (runner, NULL, error);
 *
 * for (GList *l = sites; l != NULL; l = l->next)
 *   if (!aiohttp_site_start (l->data, error))
 *     return FALSE;
 * ]|
 *
 * The site closes the socket when it stops, so that it can be started once only.
 *
 * aiohttp: `SockSite`
 *
 * Since: 0.1
 */

/* Where sd_listen_fds(3) says that they begin. */
#define FIRST_FD 3

/* More than this is no number of sockets but a broken environment. */
#define MAX_FDS 1024

struct _AiohttpSockSite
{
  AiohttpSite parent_instance;

  GSocket *socket;
  char *activation_name;
};

struct _AiohttpSockSiteClass
{
  AiohttpSiteClass parent_class;
};

enum
{
  PROP_0,
  PROP_SOCKET,
  PROP_ACTIVATION_NAME,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpSockSite, aiohttp_sock_site, AIOHTTP_TYPE_SITE)

static gboolean
get_option (int fd, int option, int *value)
{
  socklen_t length = sizeof *value;

  return getsockopt (fd, SOL_SOCKET, option, value, &length) == 0;
}

static gboolean
check_stream_socket (int fd, GError **error)
{
  int type = 0;

  if (!get_option (fd, SO_TYPE, &type))
    {
      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), "Descriptor %d cannot be served: %s", fd,
                   g_strerror (errno));
      return FALSE;
    }
  if (type != SOCK_STREAM)
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                   "Descriptor %d cannot be served: it is no stream socket", fd);
      return FALSE;
    }
  return TRUE;
}

/* Listens if it is bound only. */
static gboolean
make_listen (AiohttpSockSite *self, GError **error)
{
  int fd = g_socket_get_fd (self->socket);
  int listening = 0;

  if (!check_stream_socket (fd, error))
    return FALSE;
  g_socket_set_blocking (self->socket, FALSE);
  if (get_option (fd, SO_ACCEPTCONN, &listening) && listening)
    return TRUE;
  g_socket_set_listen_backlog (self->socket, (gint) aiohttp_site_get_backlog (AIOHTTP_SITE (self)));
  return g_socket_listen (self->socket, error);
}

static void
aiohttp_sock_site_open (AiohttpSite *site, guint n_sets, GTask *task)
{
  AiohttpSockSite *self = AIOHTTP_SOCK_SITE (site);
  GError *error = NULL;
  GPtrArray *sockets;

  if (self->socket == NULL || g_socket_is_closed (self->socket))
    {
      g_task_return_new_error (task, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_STATE, "%s",
                               self->socket == NULL ? "The site was made without a socket"
                                                    : "The site's socket is closed: make another site");
      return;
    }
  if (!make_listen (self, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  sockets = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (sockets, g_object_ref (self->socket));
  g_task_return_pointer (task, sockets, (GDestroyNotify) g_ptr_array_unref);
}

static char *
aiohttp_sock_site_make_name (AiohttpSite *site, GSocket *socket, const char *scheme)
{
  AiohttpSockSite *self = AIOHTTP_SOCK_SITE (site);
  g_autoptr (GSocketAddress) address = NULL;
  g_autofree char *host = NULL;

  if (self->socket != NULL && !g_socket_is_closed (self->socket))
    address = g_socket_get_local_address (self->socket, NULL);
  if (G_IS_UNIX_SOCKET_ADDRESS (address))
    return g_strdup_printf ("%s://unix:%s:", scheme, g_unix_socket_address_get_path (G_UNIX_SOCKET_ADDRESS (address)));
  if (!G_IS_INET_SOCKET_ADDRESS (address))
    return g_strdup_printf ("%s://socket:", scheme);
  host = g_inet_address_to_string (g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address)));
  return aiohttp_site_format_url (scheme, host, g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
}

static void
aiohttp_sock_site_finalize (GObject *object)
{
  AiohttpSockSite *self = AIOHTTP_SOCK_SITE (object);

  g_clear_object (&self->socket);
  g_free (self->activation_name);
  G_OBJECT_CLASS (aiohttp_sock_site_parent_class)->finalize (object);
}

static void
aiohttp_sock_site_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SOCKET)
    g_value_set_object (value, AIOHTTP_SOCK_SITE (object)->socket);
  else if (id == PROP_ACTIVATION_NAME)
    g_value_set_string (value, AIOHTTP_SOCK_SITE (object)->activation_name);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
aiohttp_sock_site_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_SOCKET)
    AIOHTTP_SOCK_SITE (object)->socket = g_value_dup_object (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
aiohttp_sock_site_class_init (AiohttpSockSiteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  AiohttpSiteClass *site_class = AIOHTTP_SITE_CLASS (klass);

  object_class->finalize = aiohttp_sock_site_finalize;
  object_class->get_property = aiohttp_sock_site_get_property;
  object_class->set_property = aiohttp_sock_site_set_property;
  site_class->open = aiohttp_sock_site_open;
  site_class->make_name = aiohttp_sock_site_make_name;

  /**
   * AiohttpSockSite:socket: (getter get_socket)
   *
   * The socket to serve, bound, and listening or not yet.
   *
   * Since: 0.1
   */
  properties[PROP_SOCKET] = g_param_spec_object ("socket", NULL, NULL, G_TYPE_SOCKET,
                                                 G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpSockSite:activation-name: (getter get_activation_name)
   *
   * The name that systemd gave the socket; %NULL for one that did not come from there.
   *
   * Since: 0.1
   */
  properties[PROP_ACTIVATION_NAME] =
      g_param_spec_string ("activation-name", NULL, NULL, NULL, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  aiohttp_object_class_notify_on_main_stack (object_class);
}

static void
aiohttp_sock_site_init (AiohttpSockSite *self)
{
}

/**
 * aiohttp_sock_site_new:
 * @runner: a runner
 * @socket: a bound stream socket
 *
 * Makes a site of a socket, which it makes non-blocking.
 *
 * Returns: (transfer full): the site
 *
 * Since: 0.1
 */
AiohttpSockSite *
aiohttp_sock_site_new (AiohttpAppRunner *runner, GSocket *socket)
{
  g_return_val_if_fail (AIOHTTP_IS_APP_RUNNER (runner), NULL);
  g_return_val_if_fail (G_IS_SOCKET (socket), NULL);

  return g_object_new (AIOHTTP_TYPE_SOCK_SITE, "runner", runner, "socket", socket, NULL);
}

/**
 * aiohttp_sock_site_new_for_fd:
 * @runner: a runner
 * @fd: the descriptor of a bound stream socket, which is the site's from now on
 * @error: return location of the error
 *
 * Makes a site of an inherited descriptor. On an error, the descriptor is still the caller's.
 *
 * Returns: (transfer full): the site; %NULL with an error if it is no stream socket
 *
 * Since: 0.1
 */
AiohttpSockSite *
aiohttp_sock_site_new_for_fd (AiohttpAppRunner *runner, int fd, GError **error)
{
  g_autoptr (GSocket) socket = NULL;

  g_return_val_if_fail (AIOHTTP_IS_APP_RUNNER (runner), NULL);

  if (!check_stream_socket (fd, error))
    return NULL;
  socket = g_socket_new_from_fd (fd, error);
  return socket != NULL ? aiohttp_sock_site_new (runner, socket) : NULL;
}

/* How many sockets systemd has passed to this process: 0 without it. */
static gboolean
get_n_activated (guint *n_fds, GError **error)
{
  const char *pid = g_getenv ("LISTEN_PID");
  const char *number = g_getenv ("LISTEN_FDS");
  guint64 value;

  *n_fds = 0;
  if (pid == NULL || number == NULL)
    return TRUE;
  if (!g_ascii_string_to_unsigned (pid, 10, 1, G_MAXINT, &value, NULL))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "LISTEN_PID is no process: %s", pid);
      return FALSE;
    }
  /* It was meant for the parent, whose environment this is. */
  if (value != (guint64) getpid ())
    return TRUE;
  if (!g_ascii_string_to_unsigned (number, 10, 0, MAX_FDS, &value, NULL))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "LISTEN_FDS is no number of sockets: %s", number);
      return FALSE;
    }
  *n_fds = (guint) value;
  return TRUE;
}

/* A descriptor is given away once; later its number may be something else's. */
static gboolean
take_fd (guint index)
{
  static guint8 taken[MAX_FDS];
  static GMutex mutex;
  gboolean was_taken;

  g_mutex_lock (&mutex);
  was_taken = taken[index];
  taken[index] = TRUE;
  g_mutex_unlock (&mutex);
  return !was_taken;
}

/**
 * aiohttp_sock_site_list_activated:
 * @runner: a runner
 * @name: (nullable): the `FileDescriptorName=` of the sockets, or %NULL for all
 * @error: return location of the error
 *
 * Makes a site for each socket that systemd has passed (`LISTEN_FDS`, see sd_listen_fds(3)) and that no earlier call
 * has given. A process that was not started so gets none, which is no error: then it may open sites of its own.
 *
 * Returns: (transfer full) (element-type AiohttpSockSite): the sites; %NULL for none, and on an error
 *
 * Since: 0.1
 */
GList *
aiohttp_sock_site_list_activated (AiohttpAppRunner *runner, const char *name, GError **error)
{
  g_auto (GStrv) names = NULL;
  g_autolist (AiohttpSockSite) sites = NULL;
  guint n_fds;

  g_return_val_if_fail (AIOHTTP_IS_APP_RUNNER (runner), NULL);

  if (!get_n_activated (&n_fds, error))
    return NULL;
  names = g_strsplit (g_getenv ("LISTEN_FDNAMES") != NULL ? g_getenv ("LISTEN_FDNAMES") : "", ":", -1);
  for (guint i = 0; i < n_fds; i++)
    {
      const char *own_name = i < g_strv_length (names) && *names[i] != '\0' ? names[i] : "unknown";
      AiohttpSockSite *site;

      if ((name != NULL && !g_str_equal (name, own_name)) || !take_fd (i))
        continue;
      fcntl (FIRST_FD + (int) i, F_SETFD, FD_CLOEXEC);
      site = aiohttp_sock_site_new_for_fd (runner, FIRST_FD + (int) i, error);
      if (site == NULL)
        return NULL;
      site->activation_name = g_strdup (own_name);
      sites = g_list_prepend (sites, site);
    }
  return g_list_reverse (g_steal_pointer (&sites));
}

/**
 * aiohttp_sock_site_get_socket:
 * @self: a site
 *
 * Gets the socket.
 *
 * Returns: (transfer none): the socket
 *
 * Since: 0.1
 */
GSocket *
aiohttp_sock_site_get_socket (AiohttpSockSite *self)
{
  g_return_val_if_fail (AIOHTTP_IS_SOCK_SITE (self), NULL);

  return self->socket;
}

/**
 * aiohttp_sock_site_get_activation_name:
 * @self: a site
 *
 * Gets the name that systemd gave the socket: the `FileDescriptorName=` of its unit, or `unknown`.
 *
 * Returns: (nullable): the name; %NULL for a socket that did not come from systemd
 *
 * Since: 0.1
 */
const char *
aiohttp_sock_site_get_activation_name (AiohttpSockSite *self)
{
  g_return_val_if_fail (AIOHTTP_IS_SOCK_SITE (self), NULL);

  return self->activation_name;
}
