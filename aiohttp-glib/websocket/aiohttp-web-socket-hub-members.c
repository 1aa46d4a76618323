/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-hub-private.h"

#include "aiohttp-web-socket-private.h"

/* AiohttpWebSocketHub: who is a member of what. */

static void
leave (AiohttpWebSocketHub *self, AiohttpWebSocketMembership *membership)
{
  g_autoptr (AiohttpWebSocket) socket = g_object_ref (membership->member->socket);
  g_autofree char *group = g_strdup (membership->group->name);
  g_autofree char *name = g_steal_pointer (&membership->name);

  aiohttp_web_socket_groups_remove (self->groups, membership);
  if (name != NULL)
    aiohttp_web_socket_hub_transport_remove_presence (self->transport, self, group, name);
  aiohttp_web_socket_hub_emit_left (self, group, socket, name);
}

void
aiohttp_web_socket_hub_take_out (AiohttpWebSocketHub *self, AiohttpWebSocket *socket)
{
  AiohttpWebSocketMember *member;

  while ((member = aiohttp_web_socket_groups_find_member (self->groups, socket)) != NULL)
    leave (self, g_ptr_array_index (member->memberships, 0));
}

void
aiohttp_web_socket_hub_take_out_all (AiohttpWebSocketHub *self)
{
  AiohttpWebSocketMembership *membership;

  while ((membership = aiohttp_web_socket_groups_get_any (self->groups)) != NULL)
    leave (self, membership);
}

void
aiohttp_web_socket_hub_on_closing (AiohttpWebSocket *socket, gpointer data)
{
  AiohttpWebSocketHub *self = g_object_ref (data);

  aiohttp_web_socket_hub_take_out (self, socket);
  g_object_unref (self);
}

/**
 * aiohttp_web_socket_hub_join:
 * @self: a hub
 * @group: a group, which need not be there yet
 * @socket: an open websocket of this thread
 * @name: (nullable): its name in the group's presence list
 * @error: return location of the error
 *
 * Makes a websocket a member of a group, until it leaves or closes. One that is a member already goes by the new name.
 *
 * Returns: %TRUE; %FALSE with %AIOHTTP_WEBSOCKET_ERROR_CLOSED if the websocket is closed
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_hub_join (AiohttpWebSocketHub *self, const char *group, AiohttpWebSocket *socket, const char *name,
                             GError **error)
{
  AiohttpWebSocketMembership *membership;

  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB (self), FALSE);
  g_return_val_if_fail (group != NULL, FALSE);
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (socket), FALSE);

  if (!aiohttp_web_socket_check_open (socket, error))
    return FALSE;
  membership = aiohttp_web_socket_groups_find (self->groups, group, socket);
  if (membership != NULL && g_strcmp0 (membership->name, name) == 0)
    return TRUE;
  if (membership != NULL)
    {
      g_autofree char *before = membership->name;

      membership->name = g_strdup (name);
      if (name != NULL)
        aiohttp_web_socket_hub_transport_add_presence (self->transport, self, group, name);
      if (before != NULL)
        aiohttp_web_socket_hub_transport_remove_presence (self->transport, self, group, before);
      return TRUE;
    }
  aiohttp_web_socket_groups_add (self->groups, group, socket, name);
  if (name != NULL)
    aiohttp_web_socket_hub_transport_add_presence (self->transport, self, group, name);
  aiohttp_web_socket_hub_emit_joined (self, group, socket, name);
  return TRUE;
}

/**
 * aiohttp_web_socket_hub_leave:
 * @self: a hub
 * @group: a group
 * @socket: a websocket
 *
 * Takes a websocket out of a group.
 *
 * Returns: whether it was a member
 *
 * Since: 0.1
 */
gboolean
aiohttp_web_socket_hub_leave (AiohttpWebSocketHub *self, const char *group, AiohttpWebSocket *socket)
{
  AiohttpWebSocketMembership *membership;

  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB (self), FALSE);
  g_return_val_if_fail (group != NULL, FALSE);
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET (socket), FALSE);

  membership = aiohttp_web_socket_groups_find (self->groups, group, socket);
  if (membership == NULL)
    return FALSE;
  leave (self, membership);
  return TRUE;
}

/**
 * aiohttp_web_socket_hub_leave_all:
 * @self: a hub
 * @socket: a websocket
 *
 * Takes a websocket out of all of its groups. One that closes leaves by itself.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_hub_leave_all (AiohttpWebSocketHub *self, AiohttpWebSocket *socket)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB (self));
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET (socket));

  aiohttp_web_socket_hub_take_out (self, socket);
}

/**
 * aiohttp_web_socket_hub_count:
 * @self: a hub
 * @group: a group
 *
 * Counts a group's members at this hub.
 *
 * Returns: how many
 *
 * Since: 0.1
 */
guint
aiohttp_web_socket_hub_count (AiohttpWebSocketHub *self, const char *group)
{
  AiohttpWebSocketGroup *found;

  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB (self), 0);
  g_return_val_if_fail (group != NULL, 0);

  found = aiohttp_web_socket_groups_find_group (self->groups, group);
  return found != NULL ? found->memberships->len : 0;
}

/**
 * aiohttp_web_socket_hub_dup_members:
 * @self: a hub
 * @group: a group
 *
 * Lists a group's members at this hub, in no order.
 *
 * Returns: (transfer container) (element-type AiohttpWebSocket): the websockets
 *
 * Since: 0.1
 */
GPtrArray *
aiohttp_web_socket_hub_dup_members (AiohttpWebSocketHub *self, const char *group)
{
  GPtrArray *members;
  AiohttpWebSocketGroup *found;

  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB (self), NULL);
  g_return_val_if_fail (group != NULL, NULL);

  members = g_ptr_array_new_with_free_func (g_object_unref);
  found = aiohttp_web_socket_groups_find_group (self->groups, group);
  for (guint i = 0; found != NULL && i < found->memberships->len; i++)
    {
      AiohttpWebSocketMembership *membership = g_ptr_array_index (found->memberships, i);

      g_ptr_array_add (members, g_object_ref (membership->member->socket));
    }
  return members;
}

/**
 * aiohttp_web_socket_hub_dup_groups:
 * @self: a hub
 *
 * Lists the groups that have members at this hub.
 *
 * Returns: (transfer full): their names, sorted
 *
 * Since: 0.1
 */
char **
aiohttp_web_socket_hub_dup_groups (AiohttpWebSocketHub *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB (self), NULL);

  return aiohttp_web_socket_groups_dup_names (self->groups);
}

/**
 * aiohttp_web_socket_hub_dup_presence:
 * @self: a hub
 * @group: a group
 *
 * Lists who is in a group by name, at all hubs of the transport.
 *
 * Returns: (transfer full): the names, each once, sorted
 *
 * Since: 0.1
 */
char **
aiohttp_web_socket_hub_dup_presence (AiohttpWebSocketHub *self, const char *group)
{
  char **names;

  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB (self), NULL);
  g_return_val_if_fail (group != NULL, NULL);

  names = aiohttp_web_socket_hub_transport_dup_presence (self->transport, group);
  return names != NULL ? names : g_new0 (char *, 1);
}
