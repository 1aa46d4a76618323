/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-hub-transport.h"

#include "aiohttp-coroutine-private.h"

/**
 * AiohttpWebSocketHubTransport:
 *
 * What carries messages and presence between the hubs of an application.
 *
 * The one of the library is [class@Aiohttp.WebSocketLocalTransport], between the threads of a process. One between
 * processes or machines implements this interface: it sends on what is published, and gives what it receives to each hub
 * that is attached by [method@Aiohttp.WebSocketHub.deliver]. It must not hold a reference to a hub beyond
 * [vfunc@Aiohttp.WebSocketHubTransport.detach].
 *
 * Since: 0.1
 */
G_DEFINE_INTERFACE (AiohttpWebSocketHubTransport, aiohttp_web_socket_hub_transport, G_TYPE_OBJECT)

static void
aiohttp_web_socket_hub_transport_default_init (AiohttpWebSocketHubTransportInterface *iface)
{
}

typedef struct
{
  AiohttpWebSocketHubTransport *self;
  AiohttpWebSocketHub *hub;
  const char *group;
  const char *name;
  GBytes *payload;
  AiohttpWebSocketMessageType type;
  char **names;
} Call;

static void
dispatch_attach (gpointer data)
{
  Call *call = data;

  AIOHTTP_WEB_SOCKET_HUB_TRANSPORT_GET_IFACE (call->self)->attach (call->self, call->hub);
}

/**
 * aiohttp_web_socket_hub_transport_attach:
 * @self: a transport
 * @hub: a hub that begins to use it
 *
 * Tells the transport of a hub; hubs do it by themselves.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_hub_transport_attach (AiohttpWebSocketHubTransport *self, AiohttpWebSocketHub *hub)
{
  Call call = { .self = self, .hub = hub };

  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB_TRANSPORT (self));

  if (AIOHTTP_WEB_SOCKET_HUB_TRANSPORT_GET_IFACE (self)->attach != NULL)
    aiohttp_call_out (dispatch_attach, &call);
}

static void
dispatch_detach (gpointer data)
{
  Call *call = data;

  AIOHTTP_WEB_SOCKET_HUB_TRANSPORT_GET_IFACE (call->self)->detach (call->self, call->hub);
}

/**
 * aiohttp_web_socket_hub_transport_detach:
 * @self: a transport
 * @hub: a hub that uses it no more
 *
 * Tells the transport that a hub goes; hubs do it by themselves.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_hub_transport_detach (AiohttpWebSocketHubTransport *self, AiohttpWebSocketHub *hub)
{
  Call call = { .self = self, .hub = hub };

  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB_TRANSPORT (self));

  if (AIOHTTP_WEB_SOCKET_HUB_TRANSPORT_GET_IFACE (self)->detach != NULL)
    aiohttp_call_out (dispatch_detach, &call);
}

static void
dispatch_publish (gpointer data)
{
  Call *call = data;

  AIOHTTP_WEB_SOCKET_HUB_TRANSPORT_GET_IFACE (call->self)
      ->publish (call->self, call->hub, call->group, call->type, call->payload);
}

/**
 * aiohttp_web_socket_hub_transport_publish:
 * @self: a transport
 * @hub: where the message comes from
 * @group: a group
 * @type: text or binary
 * @payload: the message
 *
 * Gives a message to the group's members at all hubs but @hub.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_hub_transport_publish (AiohttpWebSocketHubTransport *self, AiohttpWebSocketHub *hub,
                                          const char *group, AiohttpWebSocketMessageType type, GBytes *payload)
{
  Call call = { .self = self, .hub = hub, .group = group, .type = type, .payload = payload };

  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB_TRANSPORT (self));
  g_return_if_fail (group != NULL && payload != NULL);

  if (AIOHTTP_WEB_SOCKET_HUB_TRANSPORT_GET_IFACE (self)->publish != NULL)
    aiohttp_call_out (dispatch_publish, &call);
}

static void
dispatch_add_presence (gpointer data)
{
  Call *call = data;

  AIOHTTP_WEB_SOCKET_HUB_TRANSPORT_GET_IFACE (call->self)
      ->add_presence (call->self, call->hub, call->group, call->name);
}

/**
 * aiohttp_web_socket_hub_transport_add_presence:
 * @self: a transport
 * @hub: whose member it is
 * @group: a group
 * @name: the name by which somebody has joined
 *
 * Adds a name to the group's presence list.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_hub_transport_add_presence (AiohttpWebSocketHubTransport *self, AiohttpWebSocketHub *hub,
                                               const char *group, const char *name)
{
  Call call = { .self = self, .hub = hub, .group = group, .name = name };

  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB_TRANSPORT (self));
  g_return_if_fail (group != NULL && name != NULL);

  if (AIOHTTP_WEB_SOCKET_HUB_TRANSPORT_GET_IFACE (self)->add_presence != NULL)
    aiohttp_call_out (dispatch_add_presence, &call);
}

static void
dispatch_remove_presence (gpointer data)
{
  Call *call = data;

  AIOHTTP_WEB_SOCKET_HUB_TRANSPORT_GET_IFACE (call->self)
      ->remove_presence (call->self, call->hub, call->group, call->name);
}

/**
 * aiohttp_web_socket_hub_transport_remove_presence:
 * @self: a transport
 * @hub: whose member it was
 * @group: a group
 * @name: the name by which somebody had joined
 *
 * Takes one [method@Aiohttp.WebSocketHubTransport.add_presence] back.
 *
 * Since: 0.1
 */
void
aiohttp_web_socket_hub_transport_remove_presence (AiohttpWebSocketHubTransport *self, AiohttpWebSocketHub *hub,
                                                  const char *group, const char *name)
{
  Call call = { .self = self, .hub = hub, .group = group, .name = name };

  g_return_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB_TRANSPORT (self));
  g_return_if_fail (group != NULL && name != NULL);

  if (AIOHTTP_WEB_SOCKET_HUB_TRANSPORT_GET_IFACE (self)->remove_presence != NULL)
    aiohttp_call_out (dispatch_remove_presence, &call);
}

static void
dispatch_dup_presence (gpointer data)
{
  Call *call = data;

  call->names = AIOHTTP_WEB_SOCKET_HUB_TRANSPORT_GET_IFACE (call->self)->dup_presence (call->self, call->group);
}

/**
 * aiohttp_web_socket_hub_transport_dup_presence:
 * @self: a transport
 * @group: a group
 *
 * Lists who is in a group, at all hubs.
 *
 * Returns: (transfer full) (nullable): the names, each once, sorted; %NULL is none
 *
 * Since: 0.1
 */
char **
aiohttp_web_socket_hub_transport_dup_presence (AiohttpWebSocketHubTransport *self, const char *group)
{
  Call call = { .self = self, .group = group };

  g_return_val_if_fail (AIOHTTP_IS_WEB_SOCKET_HUB_TRANSPORT (self), NULL);
  g_return_val_if_fail (group != NULL, NULL);

  if (AIOHTTP_WEB_SOCKET_HUB_TRANSPORT_GET_IFACE (self)->dup_presence != NULL)
    aiohttp_call_out (dispatch_dup_presence, &call);
  return call.names;
}
