/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _AiohttpTimer AiohttpTimer;
typedef struct _AiohttpTimerWheel AiohttpTimerWheel;

typedef void (*AiohttpTimerFunc) (gpointer data);

/* Microseconds of a clock that never goes back. */
typedef gint64 (*AiohttpClockFunc) (gpointer data);

/* A coarse timeout, embedded in its owner; one step (100 ms, over 10 s: 1 s) late at most, never early.
 *
 * Re-arming an armed timer for a later time only writes the new deadline into the timer: it stays where it is filed
 * and moves when that place comes up. So one timer per connection that is armed anew in each state costs next to
 * nothing per request. Fires once, outside of any of the library's locks; its function may arm, disarm and free any
 * timer, its own included.
 */
struct _AiohttpTimer
{
  /*< private >*/
  AiohttpTimer *next;
  AiohttpTimer **link; /* what points to this timer; NULL when it is not filed */
  AiohttpTimerWheel *wheel;
  AiohttpTimerFunc func;
  gpointer data;
  guint32 due;   /* in steps; G_MAXUINT32 when paused */
  guint32 filed; /* the step at which it is looked at, at or before due */
};

void aiohttp_timer_init (AiohttpTimer *self, AiohttpTimerFunc func, gpointer data);

/* Fires @milliseconds from now, instead of whatever it was armed for before. */
void aiohttp_timer_arm (AiohttpTimerWheel *wheel, AiohttpTimer *self, guint milliseconds);

/* Will not fire, but stays filed, so that arming it again is nearly free. Not enough before the timer is freed. */
void aiohttp_timer_pause (AiohttpTimer *self);

/* Will not fire, and nothing points to it any more. Harmless on one that is not armed. */
void aiohttp_timer_disarm (AiohttpTimer *self);

gboolean aiohttp_timer_is_armed (const AiohttpTimer *self);

/* Microseconds of the wheel's clock: those of the turn while the reactor is in one, else read now. */
gint64 aiohttp_timer_wheel_now (AiohttpTimerWheel *self);

G_END_DECLS
