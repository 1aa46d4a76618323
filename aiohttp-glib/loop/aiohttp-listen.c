/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-listen-private.h"

#include <errno.h>
#include <netinet/in.h>
#include <sys/socket.h>

/* How often a free port is looked for that is free on all addresses. */
#define MAX_PORT_TRIES 8

/* g_socket_bind() turns SO_REUSEPORT off for a stream. */
static gboolean
bind_socket (GSocket *socket, GSocketAddress *local, gboolean reuse_port, GError **error)
{
  struct sockaddr_storage address;
  gssize size = g_socket_address_get_native_size (local);

  if (!g_socket_set_option (socket, SOL_SOCKET, SO_REUSEADDR, 1, error))
    return FALSE;
#ifdef SO_REUSEPORT
  if (reuse_port && !g_socket_set_option (socket, SOL_SOCKET, SO_REUSEPORT, 1, error))
    return FALSE;
#endif
  if (!g_socket_address_to_native (local, &address, sizeof address, error))
    return FALSE;
  if (bind (g_socket_get_fd (socket), (struct sockaddr *) &address, (socklen_t) size) != 0)
    {
      const int error_number = errno;
      g_autofree char *shown = g_socket_connectable_to_string (G_SOCKET_CONNECTABLE (local));

      g_set_error (error, G_IO_ERROR, g_io_error_from_errno (error_number), "%s: %s", shown, g_strerror (error_number));
      return FALSE;
    }
  return TRUE;
}

static GSocket *
listen_on (GInetAddress *address, guint16 port, const AiohttpListenOptions *options, GError **error)
{
  g_autoptr (GSocketAddress) local = g_inet_socket_address_new (address, port);
  g_autoptr (GSocket) socket = NULL;

  socket = g_socket_new (g_inet_address_get_family (address), G_SOCKET_TYPE_STREAM, G_SOCKET_PROTOCOL_TCP, error);
  if (socket == NULL)
    return NULL;
  g_socket_set_blocking (socket, FALSE);
  g_socket_set_listen_backlog (socket, (gint) MIN (options->backlog, G_MAXINT));
#ifdef IPV6_V6ONLY
  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6 &&
      !g_socket_set_option (socket, IPPROTO_IPV6, IPV6_V6ONLY, 1, error))
    return NULL;
#endif
  if (!bind_socket (socket, local, options->reuse_port, error) || !g_socket_listen (socket, error))
    return NULL;
  return g_steal_pointer (&socket);
}

guint16
aiohttp_listen_get_port (GSocket *socket)
{
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, NULL);

  return G_IS_INET_SOCKET_ADDRESS (local) ? g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local)) : 0;
}

/* Of several addresses, one that this machine does not have is left out; one that is taken or forbidden is an error. */
static gboolean
error_is_fatal (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE) ||
         g_error_matches (error, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED);
}

/* On all of `addresses`; they share the port that the first one finds free when *port is 0. FALSE where none works. */
static gboolean
add_set (GPtrArray *sockets, GList *addresses, guint16 *port, const AiohttpListenOptions *options, GError **error)
{
  const guint before = sockets->len;
  g_autoptr (GError) first_error = NULL;

  for (GList *l = addresses; l != NULL; l = l->next)
    {
      g_autoptr (GError) local_error = NULL;
      GSocket *socket = listen_on (l->data, *port, options, &local_error);

      if (socket != NULL)
        {
          if (*port == 0)
            *port = aiohttp_listen_get_port (socket);
          g_ptr_array_add (sockets, socket);
          continue;
        }
      if (error_is_fatal (local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (first_error == NULL)
        first_error = g_steal_pointer (&local_error);
    }
  if (sockets->len == before)
    {
      g_propagate_error (error, g_steal_pointer (&first_error));
      return FALSE;
    }
  return TRUE;
}

static GPtrArray *
listen_on_all (GList *addresses, const AiohttpListenOptions *options, GError **error)
{
  g_autoptr (GPtrArray) sockets = g_ptr_array_new_with_free_func (g_object_unref);
  guint16 port = options->port;

  for (guint i = 0; i < MAX (options->n_sets, 1); i++)
    if (!add_set (sockets, addresses, &port, options, error))
      return NULL;
  return g_steal_pointer (&sockets);
}

GPtrArray *
aiohttp_listen_on_addresses (GList *addresses, const AiohttpListenOptions *options, GError **error)
{
  for (int tries = 1;; tries++)
    {
      g_autoptr (GError) local_error = NULL;
      GPtrArray *sockets = listen_on_all (addresses, options, &local_error);

      if (sockets != NULL)
        return sockets;
      if (options->port == 0 && tries < MAX_PORT_TRIES &&
          g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE))
        continue;
      g_propagate_prefixed_error (error, g_steal_pointer (&local_error), "Cannot listen on port %u: ", options->port);
      return NULL;
    }
}

static void
free_addresses (gpointer addresses)
{
  g_resolver_free_addresses (addresses);
}

static void
on_resolved (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  GList *addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, &error);

  if (addresses == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, addresses, free_addresses);
}

void
aiohttp_listen_resolve_async (const char *host, GCancellable *cancellable, GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GInetAddress *literal;

  g_task_set_source_tag (task, aiohttp_listen_resolve_async);
  g_task_set_name (task, "aiohttp_listen_resolve_async");
  /* What was known at the call is not lost by a cancel after it; the resolver looks for itself. */
  g_task_set_check_cancellable (task, FALSE);
  if (host == NULL || *host == '\0')
    {
      GList *addresses = g_list_prepend (NULL, g_inet_address_new_any (G_SOCKET_FAMILY_IPV6));

      g_task_return_pointer (task, g_list_prepend (addresses, g_inet_address_new_any (G_SOCKET_FAMILY_IPV4)),
                             free_addresses);
      return;
    }
  literal = g_inet_address_new_from_string (host);
  if (literal != NULL)
    g_task_return_pointer (task, g_list_prepend (NULL, literal), free_addresses);
  else
    g_resolver_lookup_by_name_async (g_resolver_get_default (), host, cancellable, on_resolved,
                                     g_steal_pointer (&task));
}

GList *
aiohttp_listen_resolve_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
