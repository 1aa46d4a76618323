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

/* The rest is for whoever drives the wheel. */

#define AIOHTTP_TIMER_WHEEL_SLOTS 128

struct _AiohttpTimerWheel
{
  /*< private >*/
  AiohttpClockFunc clock;
  gpointer clock_data;
  gint64 now;    /* valid while frozen */
  gint64 origin; /* when step 0 began */
  guint32 step;  /* all timers filed up to this step were looked at */
  guint32 next;  /* no timer is filed before this step */
  guint n_filed; /* paused ones included */
  guint frozen : 1;
  guint next_known : 1; /* next was found by looking, and need not be looked for */
  AiohttpTimer *firing;
  AiohttpTimer *fine[AIOHTTP_TIMER_WHEEL_SLOTS];   /* a slot a step */
  AiohttpTimer *coarse[AIOHTTP_TIMER_WHEEL_SLOTS]; /* a slot ten steps; farther ones go round again */
};

/* @clock is CLOCK_BOOTTIME where NULL. */
void aiohttp_timer_wheel_init (AiohttpTimerWheel *self, AiohttpClockFunc clock, gpointer data);

/* Disarms what is left. */
void aiohttp_timer_wheel_clear (AiohttpTimerWheel *self);

/* Reads the clock and holds its time until thawed. */
gint64 aiohttp_timer_wheel_freeze (AiohttpTimerWheel *self);
void aiohttp_timer_wheel_thaw (AiohttpTimerWheel *self);

/* When the wheel wants to be advanced next, on its clock; -1: never, it is empty. */
gint64 aiohttp_timer_wheel_get_next (AiohttpTimerWheel *self);

/* Fires what is due by now. */
void aiohttp_timer_wheel_advance (AiohttpTimerWheel *self);

G_END_DECLS
