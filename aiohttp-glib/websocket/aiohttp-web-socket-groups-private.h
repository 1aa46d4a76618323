/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-web-socket.h"

G_BEGIN_DECLS

/* Who is in which group. A websocket's entry goes with its last group. */
typedef struct _AiohttpWebSocketGroups AiohttpWebSocketGroups;
typedef struct _AiohttpWebSocketGroup AiohttpWebSocketGroup;
typedef struct _AiohttpWebSocketMember AiohttpWebSocketMember;

/* A websocket in a group. */
typedef struct
{
  AiohttpWebSocketGroup *group;
  AiohttpWebSocketMember *member;
  guint index; /* in the group */
  char *name;  /* owned (nullable) */
} AiohttpWebSocketMembership;

struct _AiohttpWebSocketGroup
{
  char *name;
  GPtrArray *memberships; /* owns them */
};

struct _AiohttpWebSocketMember
{
  AiohttpWebSocket *socket; /* owned */
  GPtrArray *memberships;   /* in no order */
  gulong closing_id;
};

/* `closing` is connected to the signal of each websocket that has a group. */
AiohttpWebSocketGroups *aiohttp_web_socket_groups_new (GCallback closing, gpointer data) G_GNUC_WARN_UNUSED_RESULT;
void aiohttp_web_socket_groups_free (AiohttpWebSocketGroups *self);

AiohttpWebSocketMember *aiohttp_web_socket_groups_find_member (AiohttpWebSocketGroups *self, AiohttpWebSocket *socket);
AiohttpWebSocketGroup *aiohttp_web_socket_groups_find_group (AiohttpWebSocketGroups *self, const char *name);
AiohttpWebSocketMembership *
aiohttp_web_socket_groups_find (AiohttpWebSocketGroups *self, const char *name, AiohttpWebSocket *socket);
void aiohttp_web_socket_groups_add (AiohttpWebSocketGroups *self, const char *group, AiohttpWebSocket *socket,
                                    const char *name);
/* Frees it, and its group and its member where those have no other one. */
void aiohttp_web_socket_groups_remove (AiohttpWebSocketGroups *self, AiohttpWebSocketMembership *membership);
AiohttpWebSocketMembership *aiohttp_web_socket_groups_get_any (AiohttpWebSocketGroups *self);
/* Copies of them, sorted. */
char **aiohttp_web_socket_groups_sort_keys (GHashTable *table);
char **aiohttp_web_socket_groups_dup_names (AiohttpWebSocketGroups *self);

G_END_DECLS
