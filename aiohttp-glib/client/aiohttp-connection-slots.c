/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-connection-slots-private.h"

#include "aiohttp-coroutine-private.h"

typedef enum
{
  SLOT_WAITING,
  SLOT_GRANTED,
} SlotState;

struct _AiohttpConnectionSlot
{
  AiohttpConnectionSlots *slots;
  GObject *owner;
  char *host;
  SlotState state;
  GList link;
  void (*granted) (gpointer data);
  gpointer data;
};

void
aiohttp_connection_slots_init (AiohttpConnectionSlots *self)
{
  self->used_by_host = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

void
aiohttp_connection_slots_clear (AiohttpConnectionSlots *self)
{
  g_clear_pointer (&self->used_by_host, g_hash_table_unref);
}

static guint
count_host (AiohttpConnectionSlots *self, const char *host)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (self->used_by_host, host));
}

static gboolean
has_room (AiohttpConnectionSlots *self, const char *host)
{
  return (self->limit == 0 || self->n_used < self->limit) &&
         (self->limit_per_host == 0 || host == NULL || count_host (self, host) < self->limit_per_host);
}

static void
grant (AiohttpConnectionSlot *self)
{
  self->state = SLOT_GRANTED;
  self->slots->n_used++;
  if (self->host == NULL)
    return;
  g_hash_table_replace (self->slots->used_by_host, g_strdup (self->host),
                        GUINT_TO_POINTER (count_host (self->slots, self->host) + 1));
}

static void
take_back (AiohttpConnectionSlot *self)
{
  guint left;

  self->slots->n_used--;
  if (self->host == NULL)
    return;
  left = count_host (self->slots, self->host) - 1;
  if (left > 0)
    g_hash_table_replace (self->slots->used_by_host, g_strdup (self->host), GUINT_TO_POINTER (left));
  else
    g_hash_table_remove (self->slots->used_by_host, self->host);
}

static AiohttpConnectionSlot *
find_next (AiohttpConnectionSlots *self)
{
  if (self->limit > 0 && self->n_used >= self->limit)
    return NULL;
  for (GList *l = self->waiting.head; l != NULL; l = l->next)
    {
      AiohttpConnectionSlot *slot = l->data;

      if (has_room (self, slot->host))
        return slot;
    }
  return NULL;
}

/* A callback may free slots, and so come here again. */
static void
grant_waiting (gpointer data)
{
  AiohttpConnectionSlots *self = data;
  AiohttpConnectionSlot *slot;

  while ((slot = find_next (self)) != NULL)
    {
      g_queue_unlink (&self->waiting, &slot->link);
      grant (slot);
      slot->granted (slot->data);
    }
}

AiohttpConnectionSlot *
aiohttp_connection_slot_new (AiohttpConnectionSlots *slots, gpointer owner, const char *host,
                             void (*granted) (gpointer data), gpointer data)
{
  AiohttpConnectionSlot *self = g_new0 (AiohttpConnectionSlot, 1);

  self->slots = slots;
  self->owner = g_object_ref (owner);
  self->host = g_strdup (host);
  self->granted = granted;
  self->data = data;
  self->link.data = self;
  if (has_room (slots, host))
    grant (self);
  else
    g_queue_push_tail_link (&slots->waiting, &self->link);
  return self;
}

gboolean
aiohttp_connection_slot_is_granted (AiohttpConnectionSlot *self)
{
  return self->state == SLOT_GRANTED;
}

void
aiohttp_connection_slot_free (AiohttpConnectionSlot *self)
{
  if (self->state == SLOT_GRANTED)
    {
      take_back (self);
      aiohttp_call_out (grant_waiting, self->slots);
    }
  else if (self->state == SLOT_WAITING)
    g_queue_unlink (&self->slots->waiting, &self->link);
  g_object_unref (self->owner);
  g_free (self->host);
  g_free (self);
}
