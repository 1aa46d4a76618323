/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-hub.h"

#include <string.h>

#include "aiohttp-coroutine-private.h"
#include "aiohttp-enum-types.h"
#include "aiohttp-error.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-web-socket-groups-private.h"
#include "aiohttp-web-socket-hub-private.h"
#include "aiohttp-web-socket-local-transport.h"
#include "aiohttp-web-socket-shared-private.h"

/**
 * AiohttpWebSocketHub:
 *
 * Sends messages to many websockets: to the members of named groups, such as the rooms of a chat.
 *
 * |[<!-- language="C" -->
 * aiohttp_web_socket_hub_join (hub, "lobby", socket, "ann", &error);
 * aiohttp_web_socket_hub_broadcast_str (hub, "lobby", "Hello", NULL, &error);
 * ]|
 *
 * A websocket is a member of as many groups as it likes, until it leaves or closes. A group is there as long as it has
 * members.
 *
 * A message is encoded once for all members whose connections agreed on the same compression, and they share its memory.
 * A broadcast never waits. A member that would have more than [property@Aiohttp.WebSocketHub:member-limit] waiting for
 * it is dropped, or does not get the message: [property@Aiohttp.WebSocketHub:slow-policy]. The others know nothing of
 * it.
 *
 * A hub belongs to the thread in which it is created, and so do its members. Hubs of several threads, or processes, are
 * joined by a transport.
 *
 * Since: 0.1
 */

struct _AiohttpWebSocketMailbox
{
  GMainContext *context;
  GWeakRef hub;
};

struct _AiohttpWebSocketHub
{
  GObject parent_instance;

  AiohttpWebSocketHubTransport *transport;
  AiohttpWebSocketMailbox *mailbox;
  AiohttpWebSocketGroups *groups;
  AiohttpWebSocketHubSlow slow_policy;
  gsize member_limit;
  guint64 n_dropped;
  guint64 n_skipped;
};

#define MEMBER_LIMIT (1024 * 1024)

enum
{
  PROP_0,
  PROP_TRANSPORT,
  PROP_SLOW_POLICY,
  PROP_MEMBER_LIMIT,
  PROP_N_DROPPED,
  PROP_N_SKIPPED,
  N_PROPS,
};

enum
{
  SIGNAL_JOINED,
  SIGNAL_LEFT,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (AiohttpWebSocketHub, aiohttp_web_socket_hub, G_TYPE_OBJECT)

typedef struct
{
  AiohttpWebSocketHub *self;
  guint signal;
  const char *group;
  AiohttpWebSocket *socket;
  const char *name;
} Emission;

static void
dispatch_emission (gpointer data)
{
  Emission *emission = data;

  g_signal_emit (emission->self, signals[emission->signal], 0, emission->group, emission->socket, emission->name);
}

static void
emit (AiohttpWebSocketHub *self, guint signal, const char *group, AiohttpWebSocket *socket, const char *name)
{
  Emission emission = { self, signal, group, socket, name };

  if (g_signal_has_handler_pending (self, signals[signal], 0, FALSE))
    aiohttp_call_out (dispatch_emission, &emission);
}

static void
leave (AiohttpWebSocketHub *self, AiohttpWebSocketMembership *membership)
{
  g_autoptr (AiohttpWebSocket) socket = g_object_ref (membership->member->socket);
  g_autofree char *group = g_strdup (membership->group->name);
  g_autofree char *name = g_steal_pointer (&membership->name);

  aiohttp_web_socket_groups_remove (self->groups, membership);
  if (name != NULL)
    aiohttp_web_socket_hub_transport_remove_presence (self->transport, self, group, name);
  emit (self, SIGNAL_LEFT, group, socket, name);
}

static void
leave_all (AiohttpWebSocketHub *self, AiohttpWebSocket *socket)
{
  AiohttpWebSocketMember *member;

  while ((member = aiohttp_web_socket_groups_find_member (self->groups, socket)) != NULL)
    leave (self, g_ptr_array_index (member->memberships, 0));
}

static void
on_closing (AiohttpWebSocket *socket, gpointer data)
{
  AiohttpWebSocketHub *self = g_object_ref (data);

  leave_all (self, socket);
  g_object_unref (self);
}

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
  leave_all (self, socket);
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

static AiohttpWebSocketMailbox *
mailbox_new (AiohttpWebSocketHub *hub)
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

static void
aiohttp_web_socket_hub_constructed (GObject *object)
{
  AiohttpWebSocketHub *self = AIOHTTP_WEB_SOCKET_HUB (object);

  G_OBJECT_CLASS (aiohttp_web_socket_hub_parent_class)->constructed (object);
  if (self->transport == NULL)
    self->transport = AIOHTTP_WEB_SOCKET_HUB_TRANSPORT (aiohttp_web_socket_local_transport_new ());
  aiohttp_web_socket_hub_transport_attach (self->transport, self);
}

static void
aiohttp_web_socket_hub_dispose (GObject *object)
{
  AiohttpWebSocketHub *self = AIOHTTP_WEB_SOCKET_HUB (object);
  AiohttpWebSocketMembership *membership;

  while ((membership = aiohttp_web_socket_groups_get_any (self->groups)) != NULL)
    leave (self, membership);
  if (self->transport != NULL)
    aiohttp_web_socket_hub_transport_detach (self->transport, self);
  g_clear_object (&self->transport);
  G_OBJECT_CLASS (aiohttp_web_socket_hub_parent_class)->dispose (object);
}

static void
aiohttp_web_socket_hub_finalize (GObject *object)
{
  AiohttpWebSocketHub *self = AIOHTTP_WEB_SOCKET_HUB (object);

  aiohttp_web_socket_groups_free (self->groups);
  aiohttp_web_socket_mailbox_unref (self->mailbox);
  G_OBJECT_CLASS (aiohttp_web_socket_hub_parent_class)->finalize (object);
}

static void
aiohttp_web_socket_hub_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  AiohttpWebSocketHub *self = AIOHTTP_WEB_SOCKET_HUB (object);

  switch (id)
    {
    case PROP_TRANSPORT:
      g_value_set_object (value, self->transport);
      break;
    case PROP_SLOW_POLICY:
      g_value_set_enum (value, (int) self->slow_policy);
      break;
    case PROP_MEMBER_LIMIT:
      g_value_set_uint64 (value, self->member_limit);
      break;
    case PROP_N_DROPPED:
      g_value_set_uint64 (value, self->n_dropped);
      break;
    case PROP_N_SKIPPED:
      g_value_set_uint64 (value, self->n_skipped);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
aiohttp_web_socket_hub_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  AiohttpWebSocketHub *self = AIOHTTP_WEB_SOCKET_HUB (object);

  switch (id)
    {
    case PROP_TRANSPORT:
      self->transport = g_value_dup_object (value);
      break;
    case PROP_SLOW_POLICY:
      aiohttp_web_socket_hub_set_slow_policy (self, (AiohttpWebSocketHubSlow) g_value_get_enum (value));
      break;
    case PROP_MEMBER_LIMIT:
      aiohttp_web_socket_hub_set_member_limit (self, g_value_get_uint64 (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_signals (void)
{
  /**
   * AiohttpWebSocketHub::joined:
   * @self: the hub
   * @group: a group
   * @socket: its new member
   * @name: (nullable): by this name
   *
   * A websocket of this hub has become a member.
   *
   * Since: 0.1
   */
  signals[SIGNAL_JOINED] = g_signal_new ("joined", AIOHTTP_TYPE_WEB_SOCKET_HUB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 3, G_TYPE_STRING, AIOHTTP_TYPE_WEB_SOCKET, G_TYPE_STRING);

  /**
   * AiohttpWebSocketHub::left:
   * @self: the hub
   * @group: a group
   * @socket: who was a member
   * @name: (nullable): by this name
   *
   * A websocket of this hub has left, or is closed. The group knows it no more.
   *
   * Since: 0.1
   */
  signals[SIGNAL_LEFT] = g_signal_new ("left", AIOHTTP_TYPE_WEB_SOCKET_HUB, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 3, G_TYPE_STRING, AIOHTTP_TYPE_WEB_SOCKET, G_TYPE_STRING);
}

static void
aiohttp_web_socket_hub_class_init (AiohttpWebSocketHubClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags settable = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GParamFlags readable = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->constructed = aiohttp_web_socket_hub_constructed;
  object_class->dispose = aiohttp_web_socket_hub_dispose;
  object_class->finalize = aiohttp_web_socket_hub_finalize;
  object_class->get_property = aiohttp_web_socket_hub_get_property;
  object_class->set_property = aiohttp_web_socket_hub_set_property;
  aiohttp_object_class_notify_on_main_stack (object_class);

  /**
   * AiohttpWebSocketHub:transport:
   *
   * What joins it to other hubs; by default one of its own, which joins it to none.
   *
   * Since: 0.1
   */
  properties[PROP_TRANSPORT] =
      g_param_spec_object ("transport", NULL, NULL, AIOHTTP_TYPE_WEB_SOCKET_HUB_TRANSPORT,
                           G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);

  /**
   * AiohttpWebSocketHub:slow-policy:
   *
   * What becomes of a member that is over the limit: it is dropped by default.
   *
   * Since: 0.1
   */
  properties[PROP_SLOW_POLICY] = g_param_spec_enum ("slow-policy", NULL, NULL, AIOHTTP_TYPE_WEB_SOCKET_HUB_SLOW,
                                                    AIOHTTP_WEB_SOCKET_HUB_SLOW_DROP, settable);

  /**
   * AiohttpWebSocketHub:member-limit:
   *
   * How many bytes may wait for one member, 1 MiB by default. A longer message passes where nothing waits before it.
   *
   * Since: 0.1
   */
  properties[PROP_MEMBER_LIMIT] =
      g_param_spec_uint64 ("member-limit", NULL, NULL, 0, G_MAXSIZE, MEMBER_LIMIT, settable);

  /**
   * AiohttpWebSocketHub:n-dropped:
   *
   * How many members were dropped since they were too slow. Not notified of.
   *
   * Since: 0.1
   */
  properties[PROP_N_DROPPED] = g_param_spec_uint64 ("n-dropped", NULL, NULL, 0, G_MAXUINT64, 0, readable);

  /**
   * AiohttpWebSocketHub:n-skipped:
   *
   * How many messages were not sent to members since those were too slow. Not notified of.
   *
   * Since: 0.1
   */
  properties[PROP_N_SKIPPED] = g_param_spec_uint64 ("n-skipped", NULL, NULL, 0, G_MAXUINT64, 0, readable);

  g_object_class_install_properties (object_class, N_PROPS, properties);
  install_signals ();
}

static void
aiohttp_web_socket_hub_init (AiohttpWebSocketHub *self)
{
  self->member_limit = MEMBER_LIMIT;
  self->mailbox = mailbox_new (self);
  self->groups = aiohttp_web_socket_groups_new (G_CALLBACK (on_closing), self);
}

/**
 * aiohttp_web_socket_hub_new:
 * @transport: (nullable): what joins it to other hubs; %NULL for none
 *
 * Creates a hub in the thread of the calling event loop.
 *
 * Returns: (transfer full): a hub
 *
 * Since: 0.1
 */
AiohttpWebSocketHub *
aiohttp_web_socket_hub_new (AiohttpWebSocketHubTransport *transport)
{
  g_return_val_if_fail (transport == NULL || AIOHTTP_IS_WEB_SOCKET_HUB_TRANSPORT (transport), NULL);

  return g_object_new (AIOHTTP_TYPE_WEB_SOCKET_HUB, "transport", transport, NULL);
}

/**
 * aiohttp_web_socket_hub_get_transport:
 * @self: a hub
 *
 * Gets [property@Aiohttp.WebSocketHub:transport].
 *
 * Returns: (transfer none): the transport
 *
 * Since: 0.1
 */
AiohttpWebSocketHubTransport *
aiohttp_web_socket_hub_get_transport (AiohttpWebSocketHub *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB (self), NULL);

  return self->transport;
}

/**
 * aiohttp_web_socket_hub_get_slow_policy:
 * @self: a hub
 *
 * Gets [property@Aiohttp.WebSocketHub:slow-policy].
 *
 * Returns: the policy
 *
 * Since: 0.1
 */
AiohttpWebSocketHubSlow
aiohttp_web_socket_hub_get_slow_policy (AiohttpWebSocketHub *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB (self), AIOHTTP_WEB_SOCKET_HUB_SLOW_DROP);

  return self->slow_policy;
}

/**
 * aiohttp_web_socket_hub_set_slow_policy:
 * @self: a hub
 * @slow_policy: the policy
 *
 * Sets [property@Aiohttp.WebSocketHub:slow-policy].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_hub_set_slow_policy (AiohttpWebSocketHub *self, AiohttpWebSocketHubSlow slow_policy)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB (self));

  if (self->slow_policy == slow_policy)
    return;
  self->slow_policy = slow_policy;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SLOW_POLICY]);
}

/**
 * aiohttp_web_socket_hub_get_member_limit:
 * @self: a hub
 *
 * Gets [property@Aiohttp.WebSocketHub:member-limit].
 *
 * Returns: bytes
 *
 * Since: 0.1
 */
guint64
aiohttp_web_socket_hub_get_member_limit (AiohttpWebSocketHub *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB (self), 0);

  return self->member_limit;
}

/**
 * aiohttp_web_socket_hub_set_member_limit:
 * @self: a hub
 * @member_limit: bytes
 *
 * Sets [property@Aiohttp.WebSocketHub:member-limit].
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_hub_set_member_limit (AiohttpWebSocketHub *self, guint64 member_limit)
{
  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB (self));

  if (self->member_limit == member_limit)
    return;
  self->member_limit = (gsize) member_limit;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MEMBER_LIMIT]);
}

/**
 * aiohttp_web_socket_hub_get_n_dropped:
 * @self: a hub
 *
 * Gets [property@Aiohttp.WebSocketHub:n-dropped].
 *
 * Returns: how many
 *
 * Since: 0.1
 */
guint64
aiohttp_web_socket_hub_get_n_dropped (AiohttpWebSocketHub *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB (self), 0);

  return self->n_dropped;
}

/**
 * aiohttp_web_socket_hub_get_n_skipped:
 * @self: a hub
 *
 * Gets [property@Aiohttp.WebSocketHub:n-skipped].
 *
 * Returns: how many
 *
 * Since: 0.1
 */
guint64
aiohttp_web_socket_hub_get_n_skipped (AiohttpWebSocketHub *self)
{
  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB (self), 0);

  return self->n_skipped;
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
  emit (self, SIGNAL_JOINED, group, socket, name);
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

  leave_all (self, socket);
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
