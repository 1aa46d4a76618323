/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-client-timings.h"

G_BEGIN_DECLS

/* Microseconds of the monotonic clock; 0: it did not happen (yet). */
typedef struct
{
  gint64 start;
  gint64 end;
} AiohttpClientSpan;

struct _AiohttpClientTimings
{
  GObject parent_instance;

  gint64 begun;   /* the request */
  gint64 started; /* its last hop or attempt, which the rest is of */
  AiohttpClientSpan queued;
  AiohttpClientSpan dns;
  AiohttpClientSpan connect;
  AiohttpClientSpan tls;
  gint64 first_byte;
  gint64 done;
  gboolean reused;
};

AiohttpClientTimings *aiohttp_client_timings_new (void) G_GNUC_WARN_UNUSED_RESULT;
/* Another hop or attempt begins. */
void aiohttp_client_timings_restart (AiohttpClientTimings *self);

G_END_DECLS
