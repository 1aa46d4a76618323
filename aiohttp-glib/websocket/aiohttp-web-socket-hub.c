/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-hub.h"

#include "aiohttp-coroutine-private.h"
#include "aiohttp-enum-types.h"
#include "aiohttp-notify-private.h"
#include "aiohttp-web-socket-hub-private.h"
#include "aiohttp-web-socket-local-transport.h"

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

void
aiohttp_web_socket_hub_emit_joined (AiohttpWebSocketHub *self, const char *group, AiohttpWebSocket *socket,
                                    const char *name)
{
  emit (self, SIGNAL_JOINED, group, socket, name);
}

void
aiohttp_web_socket_hub_emit_left (AiohttpWebSocketHub *self, const char *group, AiohttpWebSocket *socket,
                                  const char *name)
{
  emit (self, SIGNAL_LEFT, group, socket, name);
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

  aiohttp_web_socket_hub_take_out_all (self);
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
  self->mailbox = aiohttp_web_socket_mailbox_new (self);
  self->groups = aiohttp_web_socket_groups_new (G_CALLBACK (aiohttp_web_socket_hub_on_closing), self);
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
