/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-dns-cache-private.h"

#include <string.h>

#include "aiohttp-error.h"

typedef struct
{
  char *host;
  guint16 port;
  GSocketFamily family;
} Key;

/* A name that was resolved, or is being. */
typedef struct
{
  Key key;
  AiohttpDnsCache *cache; /* kept alive while a lookup is under way */
  GPtrArray *addresses;   /* NULL: under way */
  gint64 expires;         /* monotonic; G_MAXINT64: never */
  guint turn;             /* the address that goes first */
  gboolean forgotten;     /* while under way */
  GQueue lookups;
  GList link; /* by use */
} Entry;

struct _AiohttpDnsLookup
{
  Entry *entry;
  AiohttpDnsFunc func;
  gpointer data;
  GList link;
};

struct _AiohttpDnsCache
{
  int ref_count;
  AiohttpResolver *resolver;
  GHashTable *entries; /* those that are not forgotten */
  GQueue by_use;       /* the latest first */
  gint64 ttl;          /* microseconds; negative: for ever */
  guint max_size;
};

static guint
key_hash (gconstpointer data)
{
  const Key *key = data;

  return g_str_hash (key->host) * 31 + key->port * 7 + (guint) key->family;
}

static gboolean
key_equal (gconstpointer a, gconstpointer b)
{
  const Key *x = a;
  const Key *y = b;

  return x->port == y->port && x->family == y->family && strcmp (x->host, y->host) == 0;
}

static void
entry_free (Entry *entry)
{
  g_clear_pointer (&entry->addresses, g_ptr_array_unref);
  g_free (entry->key.host);
  g_free (entry);
}

/* An entry under way lives on until it has told those that wait for it. */
static void
forget (AiohttpDnsCache *self, Entry *entry)
{
  if (entry->forgotten)
    return;
  entry->forgotten = TRUE;
  g_hash_table_remove (self->entries, &entry->key);
  g_queue_unlink (&self->by_use, &entry->link);
  if (entry->addresses != NULL)
    entry_free (entry);
}

AiohttpDnsCache *
aiohttp_dns_cache_new (AiohttpResolver *resolver, double ttl, guint max_size)
{
  AiohttpDnsCache *self = g_new0 (AiohttpDnsCache, 1);

  self->ref_count = 1;
  self->resolver = resolver != NULL ? g_object_ref (resolver) : NULL;
  self->entries = g_hash_table_new (key_hash, key_equal);
  self->ttl = ttl < 0 ? -1 : (gint64) (MIN (ttl, 1e9) * G_TIME_SPAN_SECOND);
  self->max_size = MAX (max_size, 1);
  return self;
}

AiohttpDnsCache *
aiohttp_dns_cache_ref (AiohttpDnsCache *self)
{
  self->ref_count++;
  return self;
}

void
aiohttp_dns_cache_unref (AiohttpDnsCache *self)
{
  if (--self->ref_count > 0)
    return;
  aiohttp_dns_cache_clear (self, NULL, 0);
  g_hash_table_unref (self->entries);
  g_clear_object (&self->resolver);
  g_free (self);
}

void
aiohttp_dns_cache_clear (AiohttpDnsCache *self, const char *host, guint16 port)
{
  GList *next;

  for (GList *l = self->by_use.head; l != NULL; l = next)
    {
      Entry *entry = l->data;

      next = l->next;
      if (host == NULL || (g_ascii_strcasecmp (entry->key.host, host) == 0 && (port == 0 || entry->key.port == port)))
        forget (self, entry);
    }
}

guint
aiohttp_dns_cache_get_size (AiohttpDnsCache *self)
{
  return self->by_use.length;
}

/* Each time another one first: all of them get their share. */
static GPtrArray *
rotate (Entry *entry)
{
  guint n = entry->addresses->len;
  GPtrArray *addresses = g_ptr_array_new_full (n, g_object_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (addresses, g_object_ref (entry->addresses->pdata[(entry->turn + i) % n]));
  entry->turn = (entry->turn + 1) % n;
  return addresses;
}

GPtrArray *
aiohttp_dns_cache_peek (AiohttpDnsCache *self, const char *host, guint16 port, GSocketFamily family)
{
  const Key key = { (char *) host, port, family };
  Entry *entry = g_hash_table_lookup (self->entries, &key);

  if (entry == NULL || entry->addresses == NULL)
    return NULL;
  if (entry->expires <= g_get_monotonic_time ())
    {
      forget (self, entry);
      return NULL;
    }
  g_queue_unlink (&self->by_use, &entry->link);
  g_queue_push_head_link (&self->by_use, &entry->link);
  return rotate (entry);
}

/* Those that waited are told one after the other; each may give up another, or drop the cache. */
static void
tell (Entry *entry, GPtrArray *addresses, const GError *error)
{
  GList *link;

  while ((link = g_queue_pop_head_link (&entry->lookups)) != NULL)
    {
      AiohttpDnsLookup *lookup = link->data;
      AiohttpDnsFunc func = lookup->func;
      gpointer data = lookup->data;

      g_free (lookup);
      func (addresses != NULL ? rotate (entry) : NULL, error != NULL ? g_error_copy (error) : NULL, data);
    }
}

static void
finish (Entry *entry, GPtrArray *addresses, GError *error)
{
  AiohttpDnsCache *self = entry->cache;
  gboolean keep = addresses != NULL && self->ttl != 0 && !entry->forgotten;

  if (!keep && !entry->forgotten)
    {
      entry->forgotten = TRUE;
      g_hash_table_remove (self->entries, &entry->key);
      g_queue_unlink (&self->by_use, &entry->link);
    }
  entry->expires = self->ttl < 0 ? G_MAXINT64 : g_get_monotonic_time () + self->ttl;
  if (addresses == NULL)
    {
      tell (entry, NULL, error);
    }
  else
    {
      /* Forgotten on the way, it would be freed. */
      Entry now = { .addresses = addresses, .lookups = entry->lookups };

      g_queue_init (&entry->lookups);
      for (GList *l = now.lookups.head; l != NULL; l = l->next)
        ((AiohttpDnsLookup *) l->data)->entry = &now;
      if (keep)
        {
          entry->addresses = g_ptr_array_ref (addresses);
          entry->turn = now.lookups.length % addresses->len; /* behind those that are told now */
        }
      tell (&now, addresses, NULL);
      g_ptr_array_unref (addresses);
    }
  if (!keep)
    entry_free (entry);
  g_clear_error (&error);
  aiohttp_dns_cache_unref (self);
}

static GError *
dns_error (Entry *entry, GError *cause /* taken */)
{
  GError *error = g_error_new (AIOHTTP_CLIENT_ERROR, AIOHTTP_CLIENT_ERROR_DNS, "Cannot resolve %s: %s", entry->key.host,
                               cause != NULL ? cause->message : "no addresses");

  g_clear_error (&cause);
  return error;
}

/* "10.0.0.1", "10.0.0.1:80", "::1", "[::1]:80" */
static GSocketAddress *
parse_address (const char *text, guint16 port)
{
  GSocketAddress *address = g_inet_socket_address_new_from_string (text, port);
  g_autoptr (GSocketConnectable) with_port = NULL;
  GNetworkAddress *parsed;

  if (address != NULL)
    return address;
  with_port = g_network_address_parse (text, port, NULL);
  if (with_port == NULL)
    return NULL;
  parsed = G_NETWORK_ADDRESS (with_port);
  return g_inet_socket_address_new_from_string (g_network_address_get_hostname (parsed),
                                                g_network_address_get_port (parsed));
}

static void
add_address (Entry *entry, GPtrArray *addresses, const char *text)
{
  GSocketAddress *address = text != NULL ? parse_address (text, entry->key.port) : NULL;

  if (address != NULL)
    g_ptr_array_add (addresses, address);
}

/* The resolver's own future: of one address or of several. */
static void
on_future (AiohttpFuture *future, gpointer data)
{
  Entry *entry = data;
  g_auto (GValue) value = G_VALUE_INIT;
  g_autoptr (GPtrArray) addresses = g_ptr_array_new_with_free_func (g_object_unref);
  GError *failure = NULL;

  if (aiohttp_future_propagate_value (future, &value, &failure))
    {
      if (G_VALUE_HOLDS_STRING (&value))
        add_address (entry, addresses, g_value_get_string (&value));
      else if (G_VALUE_HOLDS (&value, G_TYPE_STRV))
        for (char **texts = g_value_get_boxed (&value); texts != NULL && *texts != NULL; texts++)
          add_address (entry, addresses, *texts);
    }
  if (addresses->len > 0)
    finish (entry, g_ptr_array_ref (addresses), NULL);
  else
    finish (entry, NULL, dns_error (entry, failure));
  g_object_unref (future);
}

static void
ask_resolver (Entry *entry)
{
  GError *error = NULL;
  AiohttpFuture *future =
      aiohttp_resolver_resolve (entry->cache->resolver, entry->key.host, entry->key.port, entry->key.family, &error);

  if (future == NULL)
    {
      future = aiohttp_future_new ();
      if (error == NULL)
        error = g_error_new_literal (AIOHTTP_ERROR, AIOHTTP_ERROR_INVALID_ARGUMENT, "the resolver gave nothing");
      aiohttp_future_take_error (future, error);
    }
  aiohttp_future_add_done_callback (future, on_future, entry, NULL);
}

static void
on_resolved (GObject *source, GAsyncResult *result, gpointer data)
{
  Entry *entry = data;
  GError *failure = NULL;
  GList *found = g_resolver_lookup_by_name_with_flags_finish (G_RESOLVER (source), result, &failure);
  GPtrArray *addresses = NULL;
  GError *error = NULL;

  if (found != NULL)
    {
      addresses = g_ptr_array_new_with_free_func (g_object_unref);
      for (GList *l = found; l != NULL; l = l->next)
        g_ptr_array_add (addresses, g_inet_socket_address_new (l->data, entry->key.port));
      g_resolver_free_addresses (found);
    }
  else
    {
      error = dns_error (entry, failure);
    }
  finish (entry, addresses, error);
}

static void
resolve (Entry *entry)
{
  g_autoptr (GResolver) resolver = g_resolver_get_default ();
  GResolverNameLookupFlags flags = G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT;

  if (entry->key.family == G_SOCKET_FAMILY_IPV4)
    flags = G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY;
  else if (entry->key.family == G_SOCKET_FAMILY_IPV6)
    flags = G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY;
  aiohttp_dns_cache_ref (entry->cache);
  if (entry->cache->resolver != NULL)
    {
      ask_resolver (entry);
      return;
    }
  g_resolver_lookup_by_name_with_flags_async (resolver, entry->key.host, flags, NULL, on_resolved, entry);
}

static void
make_room (AiohttpDnsCache *self)
{
  while (self->by_use.length >= self->max_size)
    forget (self, self->by_use.tail->data);
}

static Entry *
begin_entry (AiohttpDnsCache *self, const Key *key)
{
  Entry *entry = g_new0 (Entry, 1);

  make_room (self);
  entry->key = *key;
  entry->key.host = g_strdup (key->host);
  entry->cache = self;
  entry->link.data = entry;
  g_hash_table_insert (self->entries, &entry->key, entry);
  g_queue_push_head_link (&self->by_use, &entry->link);
  resolve (entry);
  return entry;
}

AiohttpDnsLookup *
aiohttp_dns_cache_lookup (AiohttpDnsCache *self, const char *host, guint16 port, GSocketFamily family,
                          AiohttpDnsFunc func, gpointer data)
{
  const Key key = { (char *) host, port, family };
  Entry *entry = g_hash_table_lookup (self->entries, &key);
  AiohttpDnsLookup *lookup = g_new0 (AiohttpDnsLookup, 1);

  if (entry != NULL && entry->addresses != NULL)
    {
      forget (self, entry);
      entry = NULL;
    }
  if (entry == NULL)
    entry = begin_entry (self, &key);
  lookup->entry = entry;
  lookup->func = func;
  lookup->data = data;
  lookup->link.data = lookup;
  g_queue_push_tail_link (&entry->lookups, &lookup->link);
  return lookup;
}

/* The resolver goes on: others may come to want its answer. */
void
aiohttp_dns_lookup_cancel (AiohttpDnsLookup *lookup)
{
  g_queue_unlink (&lookup->entry->lookups, &lookup->link);
  g_free (lookup);
}
