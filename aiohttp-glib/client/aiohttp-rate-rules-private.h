/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A token bucket as the time at which it is full again (the generic cell rate algorithm): all times in microseconds. */
typedef struct
{
  gint64 full_at;
} AiohttpRateBucket;

/* Takes one of `burst` places, of which `rate` come back each second. Returns how long to wait until it is there, in
 * microseconds: those who come later wait longer, so nobody is overtaken. */
gint64 aiohttp_rate_take (AiohttpRateBucket *self, gint64 now, double rate, guint burst);
/* Gives one back that was not used. */
void aiohttp_rate_give_back (AiohttpRateBucket *self, double rate);

G_END_DECLS
