/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-tcp-site.h"

#include "aiohttp-listen-private.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-site-private.h"

/**
 * AiohttpTcpSite:
 *
 * A host and port on which a runner serves its application. A name is resolved, and all of its addresses are listened
 * on; of several, those that this machine does not have are left out, as long as one is left.
 *
 * aiohttp: `TCPSite`
 *
 * Since: 0.1
 */

struct _AiohttpTcpSite
{
  AiohttpSite parent_instance;

  char *host;
  int port; /* -1: that of the scheme */
  gboolean reuse_port;
};

struct _AiohttpTcpSiteClass
{
  AiohttpSiteClass parent_class;
};

enum
{
  PROP_0,
  PROP_HOST,
  PROP_PORT,
  PROP_REUSE_PORT,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (AiohttpTcpSite, aiohttp_tcp_site, AIOHTTP_TYPE_SITE)

#define DEFAULT_PORT     8080
#define DEFAULT_TLS_PORT 8443

static guint16
get_wanted_port (AiohttpTcpSite *self)
{
  if (self->port >= 0)
    return (guint16) self->port;
  return aiohttp_site_get_tls (AIOHTTP_SITE (self)) != NULL ? DEFAULT_TLS_PORT : DEFAULT_PORT;
}

static void
on_resolved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  AiohttpTcpSite *self = g_task_get_source_object (task);
  const guint n_sets = GPOINTER_TO_UINT (g_task_get_task_data (task));
  const AiohttpListenOptions options = {
    .port = get_wanted_port (self),
    .backlog = aiohttp_site_get_backlog (AIOHTTP_SITE (self)),
    .reuse_port = self->reuse_port || n_sets > 1,
    .n_sets = n_sets,
  };
  GError *error = NULL;
  GList *addresses = aiohttp_listen_resolve_finish (result, &error);
  GPtrArray *sockets = NULL;

  if (addresses != NULL)
    sockets = aiohttp_listen_on_addresses (addresses, &options, &error);
  g_resolver_free_addresses (addresses);
  if (sockets != NULL)
    g_task_return_pointer (task, sockets, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
aiohttp_tcp_site_open (AiohttpSite *site, guint n_sets, GTask *task)
{
  g_task_set_task_data (task, GUINT_TO_POINTER (n_sets), NULL);
  aiohttp_listen_resolve_async (AIOHTTP_TCP_SITE (site)->host, g_task_get_cancellable (task), on_resolved,
                                g_object_ref (task));
}

static char *
aiohttp_tcp_site_make_name (AiohttpSite *site, GSocket *socket, const char *scheme)
{
  AiohttpTcpSite *self = AIOHTTP_TCP_SITE (site);
  const char *host = self->host != NULL && *self->host != '\0' ? self->host : "0.0.0.0";

  return aiohttp_site_format_url (scheme, host,
                                  socket != NULL ? aiohttp_listen_get_port (socket) : get_wanted_port (self));
}

static void
aiohttp_tcp_site_finalize (GObject *object)
{
  g_free (AIOHTTP_TCP_SITE (object)->host);
  G_OBJECT_CLASS (aiohttp_tcp_site_parent_class)->finalize (object);
}

static void
aiohttp_tcp_site_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpTcpSite *self = AIOHTTP_TCP_SITE (object);

  switch (id)
    {
    case PROP_HOST:
      g_value_set_string (value, self->host);
      break;
    case PROP_PORT:
      g_value_set_int (value, aiohttp_tcp_site_get_port (self));
      break;
    case PROP_REUSE_PORT:
      g_value_set_boolean (value, self->reuse_port);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_tcp_site_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpTcpSite *self = AIOHTTP_TCP_SITE (object);

  switch (id)
    {
    case PROP_HOST:
      self->host = g_value_dup_string (value);
      break;
    case PROP_PORT:
      self->port = g_value_get_int (value);
      break;
    case PROP_REUSE_PORT:
      self->reuse_port = g_value_get_boolean (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_tcp_site_class_init (AiohttpTcpSiteClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  AiohttpSiteClass *site_class = AIOHTTP_SITE_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = aiohttp_tcp_site_finalize;
  object_class->get_property = aiohttp_tcp_site_get_property;
  object_class->set_property = aiohttp_tcp_site_set_property;
  site_class->open = aiohttp_tcp_site_open;
  site_class->make_name = aiohttp_tcp_site_make_name;

  /**
   * AiohttpTcpSite:host: (getter get_host)
   *
   * The address or name to listen on; %NULL for all interfaces.
   *
   * Since: 0.1
   */
  properties[PROP_HOST] = g_param_spec_string ("host", NULL, NULL, NULL, flags);

  /**
   * AiohttpTcpSite:port: (getter get_port)
   *
   * The port to listen on; 0 for a free one, which the property shows while the site serves; -1, the default, for 8080,
   * or 8443 with TLS.
   *
   * Since: 0.1
   */
  properties[PROP_PORT] = g_param_spec_int ("port", NULL, NULL, -1, 65535, -1, flags);

  /**
   * AiohttpTcpSite:reuse-port: (getter get_reuse_port)
   *
   * Whether other processes of the same user may listen on the port too (`SO_REUSEPORT`): the system then shares the
   * connections among them. The default is no; worker threads have it in any case.
   *
   * Since: 0.1
   */
  properties[PROP_REUSE_PORT] = g_param_spec_boolean ("reuse-port", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  aiohttp_object_class_notify_on_main_stack (object_class);
}

static void
aiohttp_tcp_site_init (AiohttpTcpSite *self)
{
}

/**
 * aiohttp_tcp_site_new:
 * @runner: a runner
 * @host: (nullable): the address or name to listen on, or %NULL for all interfaces
 * @port: the port, 0 for a free one, or -1 for 8080, 8443 with TLS
 *
 * Makes a site.
 *
 * Returns: (transfer full): the site
 *
 * Since: 0.1
 */
AiohttpTcpSite *
aiohttp_tcp_site_new (AiohttpAppRunner *runner, const char *host, int port)
{
  g_return_val_if_fail (AIOHTTP_IS_APP_RUNNER (runner), NULL);
  g_return_val_if_fail (port >= -1 && port <= G_MAXUINT16, NULL);

  return g_object_new (AIOHTTP_TYPE_TCP_SITE, "runner", runner, "host", host, "port", port, NULL);
}

/**
 * aiohttp_tcp_site_get_host:
 * @self: a site
 *
 * Gets the address or name that it listens on.
 *
 * Returns: (nullable): the host, or %NULL for all interfaces
 *
 * Since: 0.1
 */
const char *
aiohttp_tcp_site_get_host (AiohttpTcpSite *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TCP_SITE (self), NULL);

  return self->host;
}

/**
 * aiohttp_tcp_site_get_port:
 * @self: a site
 *
 * Gets the port: the one that it listens on while it serves, else the one that it was made with.
 *
 * Returns: the port
 *
 * Since: 0.1
 */
guint16
aiohttp_tcp_site_get_port (AiohttpTcpSite *self)
{
  GSocket *socket;

  g_return_val_if_fail (AIOHTTP_IS_TCP_SITE (self), 0);

  socket = aiohttp_site_peek_socket (AIOHTTP_SITE (self));
  return socket != NULL ? aiohttp_listen_get_port (socket) : get_wanted_port (self);
}

/**
 * aiohttp_tcp_site_get_reuse_port:
 * @self: a site
 *
 * Tells whether other processes may listen on the port too.
 *
 * Returns: whether they may
 *
 * Since: 0.1
 */
gboolean
aiohttp_tcp_site_get_reuse_port (AiohttpTcpSite *self)
{
  g_return_val_if_fail (AIOHTTP_IS_TCP_SITE (self), FALSE);

  return self->reuse_port;
}
