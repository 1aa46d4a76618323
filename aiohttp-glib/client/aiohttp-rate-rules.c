/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-rate-rules-private.h"

static gint64
get_interval (double rate)
{
  return MAX (1, (gint64) (G_USEC_PER_SEC / rate));
}

gint64
aiohttp_rate_take (AiohttpRateBucket *self, gint64 now, double rate, guint burst)
{
  gint64 interval = get_interval (rate);

  self->full_at = MAX (self->full_at, now) + interval;
  return MAX (0, self->full_at - now - interval * burst);
}

void
aiohttp_rate_give_back (AiohttpRateBucket *self, double rate)
{
  self->full_at -= get_interval (rate);
}
