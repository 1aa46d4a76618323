/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Values that GObject need not be asked about: numbers and pointers own nothing, and what GObject does to look their
 * type up costs more than all the rest of handing one over. */

/* Also TRUE of an unset value. The numeric fundamental types stand in a row, the first of all. */
static inline gboolean
aiohttp_value_is_plain (const GValue *value)
{
  return value->g_type <= G_TYPE_DOUBLE || value->g_type == G_TYPE_POINTER;
}

/* For an unset value. They write in place: a copy from one just written in parts waits for the parts. */
static inline void
aiohttp_value_init_boolean (GValue *value, gboolean boolean)
{
  value->g_type = G_TYPE_BOOLEAN;
  value->data[0].v_int = boolean != FALSE;
}

static inline void
aiohttp_value_init_int64 (GValue *value, gint64 number)
{
  value->g_type = G_TYPE_INT64;
  value->data[0].v_int64 = number;
}

static inline void
aiohttp_value_init_pointer (GValue *value, gpointer pointer)
{
  value->g_type = G_TYPE_POINTER;
  value->data[0].v_pointer = pointer;
}

G_END_DECLS
