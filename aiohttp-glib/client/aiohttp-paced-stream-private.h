/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <gio/gio.h>

#include "aiohttp-reactor-private.h"

G_BEGIN_DECLS

/* How fast bytes have to come while somebody waits for them. */
typedef struct
{
  double sock_read; /* seconds between two reads; 0: any */
  guint min_rate;   /* bytes a second, over a window; 0: any */
} AiohttpPace;

/* The time over which a rate is taken, in microseconds. */
#define AIOHTTP_PACE_WINDOW (5 * G_TIME_SPAN_SECOND)

static inline gboolean
aiohttp_pace_is_set (const AiohttpPace *pace)
{
  return pace->sock_read > 0 || pace->min_rate > 0;
}

/* Milliseconds until the next look at it, with @waited microseconds of the window gone. */
guint aiohttp_pace_get_wait (const AiohttpPace *pace, gint64 waited);
/* AIOHTTP_CLIENT_ERROR_SOCKET_TIMEOUT */
GError *aiohttp_pace_error_new (const AiohttpPace *pace, gboolean too_slow);

#define AIOHTTP_TYPE_PACED_STREAM (aiohttp_paced_stream_get_type ())

G_DECLARE_FINAL_TYPE (AiohttpPacedStream, aiohttp_paced_stream, AIOHTTP, PACED_STREAM, GInputStream)

/* A stream whose asynchronous reads fail where the base is slower than that; the base's read under way is cancelled. */
GInputStream *aiohttp_paced_stream_new (GInputStream *base, const AiohttpPace *pace, AiohttpReactor *reactor);

G_END_DECLS
