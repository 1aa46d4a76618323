/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-hub-private.h"

#include <string.h>

#include "aiohttp-error.h"
#include "aiohttp-web-socket-shared-private.h"

/* AiohttpWebSocketHub: what is sent to members, of this hub and others. */

struct _AiohttpWebSocketMailbox
{
  GMainContext *context;
  GWeakRef hub;
};

static void
drop (AiohttpWebSocketHub *self, AiohttpWebSocket *socket)
{
  self->n_dropped++;
  socket->broken = TRUE;
  aiohttp_web_socket_fail (socket, AIOHTTP_WEB_SOCKET_CLOSE_ABNORMAL_CLOSURE,
                           g_error_new (AIOHTTP_WEBSOCKET_ERROR, AIOHTTP_WEBSOCKET_ERROR_DISCONNECTED,
                                        "The peer was dropped: over the limit of %" G_GSIZE_FORMAT
                                        " bytes waited for it",
                                        self->member_limit));
  /* The end is told of from the loop. */
  aiohttp_web_socket_flush_soon (socket);
  aiohttp_web_socket_hub_take_out (self, socket);
}

/* How many got it. */
static int
send_to_members (AiohttpWebSocketHub *self, const char *name, AiohttpWebSocketOpcode opcode, GBytes *payload,
                 AiohttpWebSocket *except)
{
  AiohttpWebSocketShared shared = { opcode, payload };
  AiohttpWebSocketGroup *group = aiohttp_web_socket_groups_find_group (self->groups, name);
  g_autoptr (GPtrArray) slow = NULL;
  int n = 0;

  if (group == NULL)
    return 0;
  for (guint i = 0; i < group->memberships->len; i++)
    {
      AiohttpWebSocket *socket =
          ((AiohttpWebSocketMembership *) g_ptr_array_index (group->memberships, i))->member->socket;

      if (socket == except)
        continue;
      switch (aiohttp_web_socket_shared_put (&shared, socket, self->member_limit))
        {
        case AIOHTTP_WEB_SOCKET_SHARED_PUT:
          n++;
          break;
        case AIOHTTP_WEB_SOCKET_SHARED_FULL:
          if (self->slow_policy == AIOHTTP_WEB_SOCKET_HUB_SLOW_SKIP || socket->streams_out)
            {
              self->n_skipped++;
              break;
            }
          if (slow == NULL)
            slow = g_ptr_array_new_with_free_func (g_object_unref);
          g_ptr_array_add (slow, g_object_ref (socket));
          break;
        case AIOHTTP_WEB_SOCKET_SHARED_CLOSED:
        default:
          break;
        }
    }
  aiohttp_web_socket_shared_clear (&shared);
  /* Who is told of it may change the group. */
  for (guint i = 0; slow != NULL && i < slow->len; i++)
    drop (self, g_ptr_array_index (slow, i));
  return n;
}

static int
broadcast (AiohttpWebSocketHub *self, const char *group, AiohttpWebSocketMessageType type, GBytes *payload,
           AiohttpWebSocket *except)
{
  int n;

  /* Who is told of a member that is dropped may let the hub go. */
  g_object_ref (self);
  n = send_to_members (self, group, (AiohttpWebSocketOpcode) type, payload, except);
  aiohttp_web_socket_hub_transport_publish (self->transport, self, group, type, payload);
  g_object_unref (self);
  return n;
}

typedef struct
{
  AiohttpWebSocketMailbox *mailbox;
  char *group;
  GBytes *payload;
  AiohttpWebSocketMessageType type;
} Letter;

static void
letter_free (gpointer data)
{
  Letter *letter = data;

  aiohttp_web_socket_mailbox_unref (letter->mailbox);
  g_bytes_unref (letter->payload);
  g_free (letter->group);
  g_free (letter);
}

static gboolean
on_letter (gpointer data)
{
  Letter *letter = data;
  g_autoptr (AiohttpWebSocketHub) hub = g_weak_ref_get (&letter->mailbox->hub);

  if (hub != NULL)
    send_to_members (hub, letter->group, (AiohttpWebSocketOpcode) letter->type, letter->payload, NULL);
  return G_SOURCE_REMOVE;
}

AiohttpWebSocketMailbox *
aiohttp_web_socket_mailbox_new (AiohttpWebSocketHub *hub)
{
  AiohttpWebSocketMailbox *mailbox = g_atomic_rc_box_new0 (AiohttpWebSocketMailbox);

  mailbox->context = g_main_context_ref_thread_default ();
  g_weak_ref_init (&mailbox->hub, hub);
  return mailbox;
}

static void
mailbox_clear (gpointer data)
{
  AiohttpWebSocketMailbox *mailbox = data;

  g_weak_ref_clear (&mailbox->hub);
  g_main_context_unref (mailbox->context);
}

AiohttpWebSocketMailbox *
aiohttp_web_socket_mailbox_ref (AiohttpWebSocketMailbox *self)
{
  return g_atomic_rc_box_acquire (self);
}

void
aiohttp_web_socket_mailbox_unref (AiohttpWebSocketMailbox *self)
{
  g_atomic_rc_box_release_full (self, mailbox_clear);
}

AiohttpWebSocketMailbox *
aiohttp_web_socket_hub_ref_mailbox (AiohttpWebSocketHub *self)
{
  return aiohttp_web_socket_mailbox_ref (self->mailbox);
}

/* Always by the loop, so that messages stay in order. */
void
aiohttp_web_socket_mailbox_post (AiohttpWebSocketMailbox *self, const char *group, AiohttpWebSocketMessageType type,
                                 GBytes *payload)
{
  Letter *letter = g_new0 (Letter, 1);
  GSource *source = g_idle_source_new ();

  letter->mailbox = aiohttp_web_socket_mailbox_ref (self);
  letter->group = g_strdup (group);
  letter->payload = g_bytes_ref (payload);
  letter->type = type;
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_letter, letter, letter_free);
  g_source_set_static_name (source, "[aiohttp] message for a hub");
  g_source_attach (source, self->context);
  g_source_unref (source);
}

/**
 * aiohttp_web_socket_hub_broadcast_str:
 * @self: a hub
 * @group: a group
 * @text: valid UTF-8
 * @except: (nullable): a member that does not get it, such as its sender
 * @error: return location of the error
 *
 * Sends a text message to all members of a group, at other hubs too. Never waits.
 *
 * Returns: to how many members of this hub it was sent; -1 with %AIOHTTP_ERROR_INVALID_ARGUMENT if it is not UTF-8
 *
 * Since: 0.1
 */
int
aiohttp_web_socket_hub_broadcast_str (AiohttpWebSocketHub *self, const char *group, const char *text,
                                      AiohttpWebSocket *except, GError **error)
{
  g_autoptr (GBytes) payload = NULL;
  gsize length;

  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB (self), -1);
  g_return_val_if_fail (group != NULL && text != NULL, -1);
  g_return_val_if_fail (except == NULL || AIOHTTP_IS_WEB_SOCKET (except), -1);

  length = strlen (text);
  if (!aiohttp_web_socket_text_is_valid (text, length))
    {
      g_set_error_literal (error, AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "The text to send is not valid UTF-8");
      return -1;
    }
  payload = g_bytes_new (text, length);
  return broadcast (self, group, AIOHTTP_WEB_SOCKET_MESSAGE_TEXT, payload, except);
}

/**
 * aiohttp_web_socket_hub_broadcast_bytes:
 * @self: a hub
 * @group: a group
 * @bytes: the bytes
 * @except: (nullable): a member that does not get it, such as its sender
 * @error: return location of the error
 *
 * Sends a binary message to all members of a group, at other hubs too. Never waits.
 *
 * Returns: to how many members of this hub it was sent
 *
 * Since: 0.1
 */
int
aiohttp_web_socket_hub_broadcast_bytes (AiohttpWebSocketHub *self, const char *group, GBytes *bytes,
                                        AiohttpWebSocket *except, GError **error)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB (self), -1);
  g_return_val_if_fail (group != NULL && bytes != NULL, -1);
  g_return_val_if_fail (except == NULL || AIOHTTP_IS_WEB_SOCKET (except), -1);

  return broadcast (self, group, AIOHTTP_WEB_SOCKET_MESSAGE_BINARY, bytes, except);
}

/**
 * aiohttp_web_socket_hub_broadcast_json:
 * @self: a hub
 * @group: a group
 * @node: any value
 * @except: (nullable): a member that does not get it, such as its sender
 * @error: return location of the error
 *
 * Sends a value as JSON, in a text message, to all members of a group, at other hubs too. Never waits.
 *
 * Returns: to how many members of this hub it was sent; -1 with %AIOHTTP_ERROR_INVALID_ARGUMENT if a string in it is not
 *   UTF-8
 *
 * Since: 0.1
 */
int
aiohttp_web_socket_hub_broadcast_json (AiohttpWebSocketHub *self, const char *group, JsonNode *node,
                                       AiohttpWebSocket *except, GError **error)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB (self), -1);
  g_return_val_if_fail (group != NULL && node != NULL, -1);

  text = json_to_string (node, FALSE);
  return aiohttp_web_socket_hub_broadcast_str (self, group, text, except, error);
}

/**
 * aiohttp_web_socket_hub_deliver:
 * @self: a hub
 * @group: a group
 * @type: text, which must be valid UTF-8, or binary
 * @payload: the message
 *
 * Sends a message to the group's members of this hub only: for transports, from any thread.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_hub_deliver (AiohttpWebSocketHub *self, const char *group, AiohttpWebSocketMessageType type,
                                GBytes *payload)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB (self));
  g_return_if_fail (group != NULL && payload != NULL);
  g_return_if_fail (type == AIOHTTP_WEB_SOCKET_MESSAGE_TEXT || type == AIOHTTP_WEB_SOCKET_MESSAGE_BINARY);

  aiohttp_web_socket_mailbox_post (self->mailbox, group, type, payload);
}
