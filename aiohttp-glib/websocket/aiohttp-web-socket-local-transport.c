/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-web-socket-local-transport.h"

#include "aiohttp-web-socket-groups-private.h"
#include "aiohttp-web-socket-hub-private.h"

/**
 * AiohttpWebSocketLocalTransport:
 *
 * A transport between the hubs of one process, also of different threads: for an application that is served by several
 * worker threads, each with a hub of its own.
 *
 * It can be used from any thread.
 *
 * Since: 0.1
 */

struct _AiohttpWebSocketLocalTransport
{
  GObject parent_instance;

  GMutex mutex;
  GPtrArray *mailboxes; /* owned, of the hubs */
  GHashTable *presence; /* group → (name → how often) */
};

static void aiohttp_web_socket_local_transport_iface_init (AiohttpWebSocketHubTransportInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (AiohttpWebSocketLocalTransport, aiohttp_web_socket_local_transport, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (AIOHTTP_TYPE_WEB_SOCKET_HUB_TRANSPORT,
                                                      aiohttp_web_socket_local_transport_iface_init))

static void
aiohttp_web_socket_local_transport_finalize (GObject *object)
{
  AiohttpWebSocketLocalTransport *self = AIOHTTP_WEB_SOCKET_LOCAL_TRANSPORT (object);

  g_ptr_array_unref (self->mailboxes);
  g_hash_table_unref (self->presence);
  g_mutex_clear (&self->mutex);
  G_OBJECT_CLASS (aiohttp_web_socket_local_transport_parent_class)->finalize (object);
}

static void
aiohttp_web_socket_local_transport_class_init (AiohttpWebSocketLocalTransportClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = aiohttp_web_socket_local_transport_finalize;
}

static void
aiohttp_web_socket_local_transport_init (AiohttpWebSocketLocalTransport *self)
{
  g_mutex_init (&self->mutex);
  self->mailboxes = g_ptr_array_new_with_free_func ((GDestroyNotify) aiohttp_web_socket_mailbox_unref);
  self->presence = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_hash_table_unref);
}

/**
 * aiohttp_web_socket_local_transport_new:
 *
 * Creates a transport without hubs.
 *
 * Returns: (transfer full): a transport
 *
 * Since: 0.1
 */
AiohttpWebSocketLocalTransport *
aiohttp_web_socket_local_transport_new (void)
{
  return g_object_new (AIOHTTP_TYPE_WEB_SOCKET_LOCAL_TRANSPORT, NULL);
}

static void
aiohttp_web_socket_local_transport_attach (AiohttpWebSocketHubTransport *transport, AiohttpWebSocketHub *hub)
{
  AiohttpWebSocketLocalTransport *self = AIOHTTP_WEB_SOCKET_LOCAL_TRANSPORT (transport);

  g_mutex_lock (&self->mutex);
  g_ptr_array_add (self->mailboxes, aiohttp_web_socket_hub_ref_mailbox (hub));
  g_mutex_unlock (&self->mutex);
}

static void
aiohttp_web_socket_local_transport_detach (AiohttpWebSocketHubTransport *transport, AiohttpWebSocketHub *hub)
{
  AiohttpWebSocketLocalTransport *self = AIOHTTP_WEB_SOCKET_LOCAL_TRANSPORT (transport);
  AiohttpWebSocketMailbox *mailbox = aiohttp_web_socket_hub_ref_mailbox (hub);

  g_mutex_lock (&self->mutex);
  g_ptr_array_remove_fast (self->mailboxes, mailbox);
  g_mutex_unlock (&self->mutex);
  aiohttp_web_socket_mailbox_unref (mailbox);
}

static void
aiohttp_web_socket_local_transport_publish (AiohttpWebSocketHubTransport *transport, AiohttpWebSocketHub *hub,
                                            const char *group, AiohttpWebSocketMessageType type, GBytes *payload)
{
  AiohttpWebSocketLocalTransport *self = AIOHTTP_WEB_SOCKET_LOCAL_TRANSPORT (transport);
  AiohttpWebSocketMailbox *own = aiohttp_web_socket_hub_ref_mailbox (hub);

  g_mutex_lock (&self->mutex);
  for (guint i = 0; i < self->mailboxes->len; i++)
    if (g_ptr_array_index (self->mailboxes, i) != own)
      aiohttp_web_socket_mailbox_post (g_ptr_array_index (self->mailboxes, i), group, type, payload);
  g_mutex_unlock (&self->mutex);
  aiohttp_web_socket_mailbox_unref (own);
}

static void
aiohttp_web_socket_local_transport_add_presence (AiohttpWebSocketHubTransport *transport, AiohttpWebSocketHub *hub,
                                                 const char *group, const char *name)
{
  AiohttpWebSocketLocalTransport *self = AIOHTTP_WEB_SOCKET_LOCAL_TRANSPORT (transport);
  GHashTable *names;
  guint n;

  g_mutex_lock (&self->mutex);
  names = g_hash_table_lookup (self->presence, group);
  if (names == NULL)
    {
      names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      g_hash_table_insert (self->presence, g_strdup (group), names);
    }
  n = GPOINTER_TO_UINT (g_hash_table_lookup (names, name));
  g_hash_table_insert (names, g_strdup (name), GUINT_TO_POINTER (n + 1));
  g_mutex_unlock (&self->mutex);
}

static void
aiohttp_web_socket_local_transport_remove_presence (AiohttpWebSocketHubTransport *transport, AiohttpWebSocketHub *hub,
                                                    const char *group, const char *name)
{
  AiohttpWebSocketLocalTransport *self = AIOHTTP_WEB_SOCKET_LOCAL_TRANSPORT (transport);
  GHashTable *names;
  guint n = 0;

  g_mutex_lock (&self->mutex);
  names = g_hash_table_lookup (self->presence, group);
  if (names != NULL)
    n = GPOINTER_TO_UINT (g_hash_table_lookup (names, name));
  if (n > 1)
    g_hash_table_insert (names, g_strdup (name), GUINT_TO_POINTER (n - 1));
  else if (n == 1 && g_hash_table_remove (names, name) && g_hash_table_size (names) == 0)
    g_hash_table_remove (self->presence, group);
  g_mutex_unlock (&self->mutex);
}

static char **
aiohttp_web_socket_local_transport_dup_presence (AiohttpWebSocketHubTransport *transport, const char *group)
{
  AiohttpWebSocketLocalTransport *self = AIOHTTP_WEB_SOCKET_LOCAL_TRANSPORT (transport);
  GHashTable *found;
  char **names;

  g_mutex_lock (&self->mutex);
  found = g_hash_table_lookup (self->presence, group);
  names = found != NULL ? aiohttp_web_socket_groups_sort_keys (found) : NULL;
  g_mutex_unlock (&self->mutex);
  return names;
}

static void
aiohttp_web_socket_local_transport_iface_init (AiohttpWebSocketHubTransportInterface *iface)
{
  iface->attach = aiohttp_web_socket_local_transport_attach;
  iface->detach = aiohttp_web_socket_local_transport_detach;
  iface->publish = aiohttp_web_socket_local_transport_publish;
  iface->add_presence = aiohttp_web_socket_local_transport_add_presence;
  iface->remove_presence = aiohttp_web_socket_local_transport_remove_presence;
  iface->dup_presence = aiohttp_web_socket_local_transport_dup_presence;
}
