/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* How many connections a connector may have in use, in all and to one host, and who waits for one: first come, first
 * served, but that a waiter for a busy host does not hold up those behind it. */
typedef struct
{
  guint limit;          /* 0: none */
  guint limit_per_host; /* 0: none */
  guint n_used;
  GHashTable *used_by_host; /* char * -> guint */
  GQueue waiting;           /* AiohttpConnectionSlot */
} AiohttpConnectionSlots;

typedef struct _AiohttpConnectionSlot AiohttpConnectionSlot;

void aiohttp_connection_slots_init (AiohttpConnectionSlots *self);
void aiohttp_connection_slots_clear (AiohttpConnectionSlots *self);

/* Takes a slot for `host` (NULL: one that is counted in all alone), or waits for one; `owner` is kept alive by it. If it is not granted at once, `granted` is called
 * when it is, on the main stack, once, and never after the slot was freed. Freeing gives a granted slot to the next. */
AiohttpConnectionSlot *aiohttp_connection_slot_new (AiohttpConnectionSlots *slots, gpointer owner, const char *host,
                                                    void (*granted) (gpointer data), gpointer data);
gboolean aiohttp_connection_slot_is_granted (AiohttpConnectionSlot *self);
void aiohttp_connection_slot_free (AiohttpConnectionSlot *self);

G_END_DECLS
