/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-notify-private.h"

#include "aiohttp-coroutine-private.h"

typedef struct
{
  GObject *object;
  guint n_pspecs;
  GParamSpec **pspecs;
} Change;

static void
dispatch_change (gpointer data)
{
  const Change *change = data;
  GObjectClass *base = g_type_class_peek (G_TYPE_OBJECT);

  base->dispatch_properties_changed (change->object, change->n_pspecs, change->pspecs);
}

/* All of GObject's ways to notify lead here: its own setter's, a thawed queue's, g_object_notify_by_pspec()'s. */
static void
dispatch_properties_changed (GObject *object, guint n_pspecs, GParamSpec **pspecs)
{
  Change change = { object, n_pspecs, pspecs };

  aiohttp_call_out (dispatch_change, &change);
}

void
aiohttp_object_class_notify_on_main_stack (GObjectClass *klass)
{
  klass->dispatch_properties_changed = dispatch_properties_changed;
}
