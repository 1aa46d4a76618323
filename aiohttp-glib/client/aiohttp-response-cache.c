/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-response-cache-private.h"

#include <string.h>

/* What an entry costs beside its text and body. */
#define OVERHEAD 512

AiohttpCacheEntry *
aiohttp_cache_entry_ref (AiohttpCacheEntry *self)
{
  self->ref_count++;
  return self;
}

void
aiohttp_cache_entry_unref (AiohttpCacheEntry *self)
{
  if (--self->ref_count > 0)
    return;
  g_free (self->url);
  g_free (self->variant);
  soup_message_headers_unref (self->headers);
  g_bytes_unref (self->body);
  g_free (self);
}

void
aiohttp_response_cache_init (AiohttpResponseCache *self, gsize max_size)
{
  self->by_url = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_ptr_array_unref);
  self->max_size = max_size;
}

void
aiohttp_response_cache_clear (AiohttpResponseCache *self)
{
  g_clear_pointer (&self->by_url, g_hash_table_unref);
  g_queue_init (&self->by_use);
  self->size = 0;
}

static void
drop (AiohttpResponseCache *self, AiohttpCacheEntry *entry)
{
  GPtrArray *entries = g_hash_table_lookup (self->by_url, entry->url);

  g_queue_unlink (&self->by_use, &entry->link);
  self->size -= entry->size;
  if (entries->len == 1)
    g_hash_table_remove (self->by_url, entry->url);
  else
    g_ptr_array_remove (entries, entry);
}

static void
make_room (AiohttpResponseCache *self, gsize size)
{
  while (self->size + size > self->max_size && self->by_use.tail != NULL)
    drop (self, self->by_use.tail->data);
}

void
aiohttp_response_cache_set_max_size (AiohttpResponseCache *self, gsize max_size)
{
  self->max_size = max_size;
  make_room (self, 0);
}

static AiohttpCacheEntry *
peek (AiohttpResponseCache *self, const char *url, SoupMessageHeaders *request)
{
  GPtrArray *entries = g_hash_table_lookup (self->by_url, url);

  for (guint i = 0; entries != NULL && i < entries->len; i++)
    {
      AiohttpCacheEntry *entry = entries->pdata[i];

      if (aiohttp_cache_matches_variant (request, entry->headers, entry->variant))
        return entry;
    }
  return NULL;
}

AiohttpCacheEntry *
aiohttp_response_cache_find (AiohttpResponseCache *self, const char *url, SoupMessageHeaders *request)
{
  AiohttpCacheEntry *entry = peek (self, url, request);

  if (entry == NULL)
    return NULL;
  g_queue_unlink (&self->by_use, &entry->link);
  g_queue_push_head_link (&self->by_use, &entry->link);
  return aiohttp_cache_entry_ref (entry);
}

static gsize
measure (const char *url, SoupMessageHeaders *headers, GBytes *body)
{
  gsize size = OVERHEAD + 2 * strlen (url) + g_bytes_get_size (body);
  SoupMessageHeadersIter iter;
  const char *name;
  const char *value;

  soup_message_headers_iter_init (&iter, headers);
  while (soup_message_headers_iter_next (&iter, &name, &value))
    size += strlen (name) + strlen (value) + 32;
  return size;
}

void
aiohttp_response_cache_store (AiohttpResponseCache *self, const char *url, SoupMessageHeaders *request, guint status,
                              SoupMessageHeaders *headers, GBytes *body, const AiohttpCacheTimes *times)
{
  gsize size = measure (url, headers, body);
  AiohttpCacheEntry *entry = peek (self, url, request);
  char *variant = aiohttp_cache_get_variant (request, headers);
  GPtrArray *entries;

  if (entry != NULL)
    drop (self, entry);
  if (variant == NULL || size > self->max_size)
    {
      g_free (variant);
      return;
    }
  make_room (self, size);
  entry = g_new0 (AiohttpCacheEntry, 1);
  *entry = (AiohttpCacheEntry){
    .ref_count = 1,
    .url = g_strdup (url),
    .variant = variant,
    .status = status,
    .headers = soup_message_headers_ref (headers),
    .body = g_bytes_ref (body),
    .times = *times,
    .size = size,
  };
  entry->link.data = entry;
  entries = g_hash_table_lookup (self->by_url, url);
  if (entries == NULL)
    {
      entries = g_ptr_array_new_with_free_func ((GDestroyNotify) aiohttp_cache_entry_unref);
      g_hash_table_insert (self->by_url, g_strdup (url), entries);
    }
  g_ptr_array_add (entries, entry);
  g_queue_push_head_link (&self->by_use, &entry->link);
  self->size += size;
}

void
aiohttp_response_cache_remove (AiohttpResponseCache *self, const char *url)
{
  GPtrArray *entries;

  while ((entries = g_hash_table_lookup (self->by_url, url)) != NULL)
    drop (self, entries->pdata[0]);
}
