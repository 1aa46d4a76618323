/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-connection-slots-private.h"

typedef struct
{
  AiohttpConnectionSlots slots;
  GObject *owner;
  GString *log; /* the names of those that were called, in order */
} Fixture;

typedef struct
{
  Fixture *fixture;
  char name;
  AiohttpConnectionSlot *slot;
  gboolean frees; /* its slot, when it is called */
} Waiter;

static void
set_up (Fixture *fixture, guint limit, guint limit_per_host)
{
  *fixture = (Fixture){ .owner = g_object_new (G_TYPE_OBJECT, NULL), .log = g_string_new (NULL) };
  aiohttp_connection_slots_init (&fixture->slots);
  fixture->slots.limit = limit;
  fixture->slots.limit_per_host = limit_per_host;
}

static void
tear_down (Fixture *fixture)
{
  g_assert_cmpuint (fixture->slots.n_used, ==, 0);
  g_assert_cmpuint (g_hash_table_size (fixture->slots.used_by_host), ==, 0);
  g_assert_cmpuint (fixture->slots.waiting.length, ==, 0);
  g_assert_cmpuint (fixture->owner->ref_count, ==, 1);
  g_object_unref (fixture->owner);
  g_string_free (fixture->log, TRUE);
  aiohttp_connection_slots_clear (&fixture->slots);
}

static void
on_granted (gpointer data)
{
  Waiter *waiter = data;

  g_string_append_c (waiter->fixture->log, waiter->name);
  if (waiter->frees)
    g_clear_pointer (&waiter->slot, aiohttp_connection_slot_free);
}

static gboolean
ask (Fixture *fixture, Waiter *waiter, char name, const char *host)
{
  *waiter = (Waiter){ fixture, name, NULL, FALSE };
  waiter->slot = aiohttp_connection_slot_new (&fixture->slots, fixture->owner, host, on_granted, waiter);
  return aiohttp_connection_slot_is_granted (waiter->slot);
}

static void
test_unlimited (void)
{
  Fixture fixture;
  Waiter waiters[200];

  set_up (&fixture, 0, 0);
  for (guint i = 0; i < G_N_ELEMENTS (waiters); i++)
    g_assert_true (ask (&fixture, &waiters[i], 'x', "h"));
  for (guint i = 0; i < G_N_ELEMENTS (waiters); i++)
    aiohttp_connection_slot_free (waiters[i].slot);
  g_assert_cmpstr (fixture.log->str, ==, "");
  tear_down (&fixture);
}

static void
test_first_come (void)
{
  Fixture fixture;
  Waiter a, b, c, d;

  set_up (&fixture, 1, 0);
  g_assert_true (ask (&fixture, &a, 'a', "h"));
  g_assert_false (ask (&fixture, &b, 'b', "h"));
  g_assert_false (ask (&fixture, &c, 'c', "other"));
  g_assert_false (ask (&fixture, &d, 'd', "h"));
  aiohttp_connection_slot_free (a.slot);
  g_assert_cmpstr (fixture.log->str, ==, "b");
  aiohttp_connection_slot_free (c.slot); /* gives up waiting */
  aiohttp_connection_slot_free (b.slot);
  g_assert_cmpstr (fixture.log->str, ==, "bd");
  aiohttp_connection_slot_free (d.slot);
  tear_down (&fixture);
}

/* One host's crowd does not hold up another's. */
static void
test_per_host (void)
{
  Fixture fixture;
  Waiter a, b, c, d;

  set_up (&fixture, 2, 1);
  g_assert_true (ask (&fixture, &a, 'a', "busy"));
  g_assert_false (ask (&fixture, &b, 'b', "busy"));
  g_assert_true (ask (&fixture, &c, 'c', "other"));
  g_assert_false (ask (&fixture, &d, 'd', "third"));
  aiohttp_connection_slot_free (c.slot);
  g_assert_cmpstr (fixture.log->str, ==, "d");
  aiohttp_connection_slot_free (d.slot);
  aiohttp_connection_slot_free (a.slot);
  g_assert_cmpstr (fixture.log->str, ==, "db");
  aiohttp_connection_slot_free (b.slot);
  tear_down (&fixture);
}

/* Who is called may let go at once, for the next. */
static void
test_chain (void)
{
  Fixture fixture;
  Waiter a, b, c, d;

  set_up (&fixture, 1, 0);
  ask (&fixture, &a, 'a', "h");
  ask (&fixture, &b, 'b', "h");
  ask (&fixture, &c, 'c', "h");
  ask (&fixture, &d, 'd', "h");
  b.frees = c.frees = d.frees = TRUE;
  aiohttp_connection_slot_free (a.slot);
  g_assert_cmpstr (fixture.log->str, ==, "bcd");
  tear_down (&fixture);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/connection-slots/unlimited", test_unlimited);
  g_test_add_func ("/connection-slots/first-come", test_first_come);
  g_test_add_func ("/connection-slots/per-host", test_per_host);
  g_test_add_func ("/connection-slots/chain", test_chain);
  return g_test_run ();
}
