/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-groups-private.h"

struct _AiohttpWebSocketGroups
{
  GHashTable *groups;  /* name → AiohttpWebSocketGroup, owned */
  GHashTable *members; /* AiohttpWebSocket → AiohttpWebSocketMember, owned */
  GCallback closing;
  gpointer data;
};

static void
membership_free (gpointer data)
{
  AiohttpWebSocketMembership *membership = data;

  g_free (membership->name);
  g_free (membership);
}

static void
group_free (gpointer data)
{
  AiohttpWebSocketGroup *group = data;

  g_ptr_array_unref (group->memberships);
  g_free (group->name);
  g_free (group);
}

static void
member_free (gpointer data)
{
  AiohttpWebSocketMember *member = data;

  g_clear_signal_handler (&member->closing_id, member->socket);
  g_ptr_array_unref (member->memberships);
  g_object_unref (member->socket);
  g_free (member);
}

AiohttpWebSocketGroups *
aiohttp_web_socket_groups_new (GCallback closing, gpointer data)
{
  AiohttpWebSocketGroups *self = g_new0 (AiohttpWebSocketGroups, 1);

  self->groups = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, group_free);
  self->members = g_hash_table_new_full (NULL, NULL, NULL, member_free);
  self->closing = closing;
  self->data = data;
  return self;
}

void
aiohttp_web_socket_groups_free (AiohttpWebSocketGroups *self)
{
  g_hash_table_unref (self->groups);
  g_hash_table_unref (self->members);
  g_free (self);
}

AiohttpWebSocketMember *
aiohttp_web_socket_groups_find_member (AiohttpWebSocketGroups *self, AiohttpWebSocket *socket)
{
  return g_hash_table_lookup (self->members, socket);
}

AiohttpWebSocketGroup *
aiohttp_web_socket_groups_find_group (AiohttpWebSocketGroups *self, const char *name)
{
  return g_hash_table_lookup (self->groups, name);
}

AiohttpWebSocketMembership *
aiohttp_web_socket_groups_find (AiohttpWebSocketGroups *self, const char *name, AiohttpWebSocket *socket)
{
  AiohttpWebSocketMember *member = aiohttp_web_socket_groups_find_member (self, socket);
  AiohttpWebSocketGroup *group = aiohttp_web_socket_groups_find_group (self, name);

  if (member == NULL || group == NULL)
    return NULL;
  for (guint i = 0; i < member->memberships->len; i++)
    {
      AiohttpWebSocketMembership *membership = g_ptr_array_index (member->memberships, i);

      if (membership->group == group)
        return membership;
    }
  return NULL;
}

static AiohttpWebSocketGroup *
ensure_group (AiohttpWebSocketGroups *self, const char *name)
{
  AiohttpWebSocketGroup *group = g_hash_table_lookup (self->groups, name);

  if (group != NULL)
    return group;
  group = g_new0 (AiohttpWebSocketGroup, 1);
  group->name = g_strdup (name);
  group->memberships = g_ptr_array_new_with_free_func (membership_free);
  g_hash_table_insert (self->groups, group->name, group);
  return group;
}

static AiohttpWebSocketMember *
ensure_member (AiohttpWebSocketGroups *self, AiohttpWebSocket *socket)
{
  AiohttpWebSocketMember *member = g_hash_table_lookup (self->members, socket);

  if (member != NULL)
    return member;
  member = g_new0 (AiohttpWebSocketMember, 1);
  member->socket = g_object_ref (socket);
  member->memberships = g_ptr_array_new ();
  member->closing_id = g_signal_connect (socket, "closing", self->closing, self->data);
  g_hash_table_insert (self->members, socket, member);
  return member;
}

void
aiohttp_web_socket_groups_add (AiohttpWebSocketGroups *self, const char *group, AiohttpWebSocket *socket,
                               const char *name)
{
  AiohttpWebSocketMembership *membership = g_new0 (AiohttpWebSocketMembership, 1);

  membership->group = ensure_group (self, group);
  membership->member = ensure_member (self, socket);
  membership->index = membership->group->memberships->len;
  membership->name = g_strdup (name);
  g_ptr_array_add (membership->group->memberships, membership);
  g_ptr_array_add (membership->member->memberships, membership);
}

void
aiohttp_web_socket_groups_remove (AiohttpWebSocketGroups *self, AiohttpWebSocketMembership *membership)
{
  AiohttpWebSocketGroup *group = membership->group;
  AiohttpWebSocketMember *member = membership->member;
  AiohttpWebSocketMembership *last = g_ptr_array_index (group->memberships, group->memberships->len - 1);

  /* The last one takes its place. */
  last->index = membership->index;
  g_ptr_array_remove_fast (member->memberships, membership);
  g_ptr_array_remove_index_fast (group->memberships, membership->index);
  if (group->memberships->len == 0)
    g_hash_table_remove (self->groups, group->name);
  if (member->memberships->len == 0)
    g_hash_table_remove (self->members, member->socket);
}

AiohttpWebSocketMembership *
aiohttp_web_socket_groups_get_any (AiohttpWebSocketGroups *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->members);
  if (!g_hash_table_iter_next (&iter, NULL, &value))
    return NULL;
  return g_ptr_array_index (((AiohttpWebSocketMember *) value)->memberships, 0);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

char **
aiohttp_web_socket_groups_sort_keys (GHashTable *table)
{
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    g_ptr_array_add (names, g_strdup (key));
  g_ptr_array_sort (names, compare_names);
  g_ptr_array_add (names, NULL);
  return (char **) g_ptr_array_steal (names, NULL);
}

char **
aiohttp_web_socket_groups_dup_names (AiohttpWebSocketGroups *self)
{
  return aiohttp_web_socket_groups_sort_keys (self->groups);
}
