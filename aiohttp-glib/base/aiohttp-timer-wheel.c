/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#include "config.h"

#include "aiohttp-timer-wheel-private.h"

#include <time.h>

#define SLOTS            AIOHTTP_TIMER_WHEEL_SLOTS
#define STEP             (G_GINT64_CONSTANT (100) * 1000)
#define STEPS_PER_SECOND 10
#define COARSE_AFTER     (10 * 1000) /* milliseconds */
#define PAUSED           G_MAXUINT32

static gint64
read_boottime (gpointer data)
{
#ifdef CLOCK_BOOTTIME
  struct timespec time;

  if (G_LIKELY (clock_gettime (CLOCK_BOOTTIME, &time) == 0))
    return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
#endif
  return g_get_monotonic_time ();
}

static void
link_timer (AiohttpTimer **head, AiohttpTimer *timer)
{
  timer->next = *head;
  timer->link = head;
  if (timer->next != NULL)
    timer->next->link = &timer->next;
  *head = timer;
}

static void
unlink_timer (AiohttpTimer *timer)
{
  *timer->link = timer->next;
  if (timer->next != NULL)
    timer->next->link = timer->link;
  timer->next = NULL;
  timer->link = NULL;
}

static guint32
get_step (AiohttpTimerWheel *self, gint64 time)
{
  return (guint32) ((time - self->origin) / STEP);
}

/* Where the wheel looks at @timer: at its deadline, or before it, whence it moves on. */
static void
file (AiohttpTimerWheel *self, AiohttpTimer *timer)
{
  guint32 at = MAX (timer->due, self->step + 1);

  if (at - self->step < SLOTS)
    {
      link_timer (&self->fine[at % SLOTS], timer);
    }
  else
    {
      guint32 second = MIN (at / STEPS_PER_SECOND, self->step / STEPS_PER_SECOND + SLOTS - 1);

      at = second * STEPS_PER_SECOND;
      link_timer (&self->coarse[second % SLOTS], timer);
    }
  timer->filed = at;
  if (self->n_filed++ == 0 || at < self->next)
    {
      self->next = at;
      self->next_known = TRUE;
    }
}

static void
remove_filed (AiohttpTimer *timer)
{
  unlink_timer (timer);
  timer->wheel->n_filed--;
}

static void
find_next (AiohttpTimerWheel *self)
{
  guint32 step = self->step / STEPS_PER_SECOND;
  guint32 fine, coarse;

  for (fine = MAX (self->next, self->step + 1); fine < self->step + SLOTS; fine++)
    if (self->fine[fine % SLOTS] != NULL)
      break;
  for (coarse = step + 1; coarse < step + SLOTS; coarse++)
    if (self->coarse[coarse % SLOTS] != NULL)
      break;

  self->next = fine == self->step + SLOTS ? coarse * STEPS_PER_SECOND
               : coarse == step + SLOTS   ? fine
                                          : MIN (fine, coarse * STEPS_PER_SECOND);
  self->next_known = TRUE;
}

static void
take_slot (AiohttpTimerWheel *self, AiohttpTimer **slot)
{
  AiohttpTimer *timer;

  while ((timer = *slot) != NULL)
    {
      unlink_timer (timer);
      link_timer (&self->firing, timer);
    }
}

/* The list is the wheel's, not this function's, so that a timer's function may free any other timer, and may run a
 * main loop that advances the wheel. */
static void
fire (AiohttpTimerWheel *self)
{
  AiohttpTimer *timer;

  while ((timer = self->firing) != NULL)
    {
      remove_filed (timer);
      if (timer->due == PAUSED)
        continue;
      if (timer->due > self->step)
        file (self, timer);
      else
        timer->func (timer->data);
    }
}

void
aiohttp_timer_init (AiohttpTimer *self, AiohttpTimerFunc func, gpointer data)
{
  *self = (AiohttpTimer){ .func = func, .data = data, .due = PAUSED };
}

void
aiohttp_timer_arm (AiohttpTimerWheel *wheel, AiohttpTimer *self, guint milliseconds)
{
  gint64 now = aiohttp_timer_wheel_now (wheel);
  guint32 due = get_step (wheel, now + milliseconds * G_GINT64_CONSTANT (1000) + STEP - 1);

  if (milliseconds > COARSE_AFTER)
    due = (due + STEPS_PER_SECOND - 1) / STEPS_PER_SECOND * STEPS_PER_SECOND;

  if (self->link != NULL && self->wheel == wheel && self->filed <= due)
    {
      self->due = due;
      return;
    }

  aiohttp_timer_disarm (self);
  /* What lies behind us is empty: file as near as can be. */
  if (wheel->n_filed == 0 || wheel->next > get_step (wheel, now))
    wheel->step = MAX (wheel->step, get_step (wheel, now));
  self->wheel = wheel;
  self->due = due;
  file (wheel, self);
}

void
aiohttp_timer_pause (AiohttpTimer *self)
{
  self->due = PAUSED;
}

void
aiohttp_timer_disarm (AiohttpTimer *self)
{
  if (self->link != NULL)
    remove_filed (self);
  self->due = PAUSED;
}

gboolean
aiohttp_timer_is_armed (const AiohttpTimer *self)
{
  return self->link != NULL && self->due != PAUSED;
}

void
aiohttp_timer_wheel_init (AiohttpTimerWheel *self, AiohttpClockFunc clock, gpointer data)
{
  *self = (AiohttpTimerWheel){ .clock = clock != NULL ? clock : read_boottime, .clock_data = data };
  self->origin = self->clock (data);
}

static void
clear_slot (AiohttpTimer **slot)
{
  while (*slot != NULL)
    aiohttp_timer_disarm (*slot);
}

void
aiohttp_timer_wheel_clear (AiohttpTimerWheel *self)
{
  for (guint i = 0; i < SLOTS; i++)
    {
      clear_slot (&self->fine[i]);
      clear_slot (&self->coarse[i]);
    }
  clear_slot (&self->firing);
}

gint64
aiohttp_timer_wheel_now (AiohttpTimerWheel *self)
{
  return self->frozen ? self->now : self->clock (self->clock_data);
}

gint64
aiohttp_timer_wheel_freeze (AiohttpTimerWheel *self)
{
  self->now = self->clock (self->clock_data);
  self->frozen = TRUE;
  return self->now;
}

void
aiohttp_timer_wheel_thaw (AiohttpTimerWheel *self)
{
  self->frozen = FALSE;
}

gint64
aiohttp_timer_wheel_get_next (AiohttpTimerWheel *self)
{
  if (self->n_filed == 0)
    return -1;
  if (self->firing != NULL)
    return self->origin + self->step * STEP;
  if (!self->next_known)
    find_next (self);
  return self->origin + self->next * STEP;
}

void
aiohttp_timer_wheel_advance (AiohttpTimerWheel *self)
{
  guint32 now = get_step (self, aiohttp_timer_wheel_now (self));

  fire (self);
  while (self->n_filed > 0)
    {
      if (!self->next_known)
        find_next (self);
      if (self->next > now)
        break;

      self->step = self->next;
      self->next = self->step + 1;
      self->next_known = FALSE;
      take_slot (self, &self->fine[self->step % SLOTS]);
      if (self->step % STEPS_PER_SECOND == 0)
        take_slot (self, &self->coarse[self->step / STEPS_PER_SECOND % SLOTS]);
      fire (self);
    }
}
