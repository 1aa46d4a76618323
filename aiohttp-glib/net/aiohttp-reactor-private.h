/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include <glib.h>

#include "aiohttp-timer-wheel-private.h"

G_BEGIN_DECLS

typedef struct _AiohttpReactor AiohttpReactor;

/* Work that is to run once, when the reactor has handled what was ready and before it goes back to the main loop:
 * flushing a log, say. Embedded in its owner, all zero but func and data at first. */
typedef struct _AiohttpTurnEnd AiohttpTurnEnd;

struct _AiohttpTurnEnd
{
  void (*func) (gpointer data);
  gpointer data;
  /*< private >*/
  AiohttpTurnEnd *next;
  AiohttpTurnEnd **link;
};

#define AIOHTTP_REACTOR_SCRATCH_SIZE (64 * 1024)

/* The reactor of @context (NULL: the calling thread's default one), made when there is none yet. One per context;
 * channels and listeners hold it, too. Everything but reference counting belongs to the thread that runs the context. */
AiohttpReactor *aiohttp_reactor_ref_for_context (GMainContext *context) G_GNUC_WARN_UNUSED_RESULT;
AiohttpReactor *aiohttp_reactor_ref (AiohttpReactor *self);
void aiohttp_reactor_unref (AiohttpReactor *self);

GMainContext *aiohttp_reactor_get_context (AiohttpReactor *self);

/* Where timers are armed: aiohttp_timer_arm (aiohttp_reactor_get_wheel (reactor), &timer, milliseconds). */
AiohttpTimerWheel *aiohttp_reactor_get_wheel (AiohttpReactor *self);

/* CLOCK_BOOTTIME in microseconds, read once per turn. */
gint64 aiohttp_reactor_now (AiohttpReactor *self);

/* A read buffer that all connections of the reactor share: 64 KiB, valid until the channel's callback returns; a
 * callback that suspends or that iterates the main context copies what it needs first. */
guint8 *aiohttp_reactor_scratch (AiohttpReactor *self, gsize *size);

/* Another one, as large, for the channels' own use: valid until the channel's function that asked for it returns.
 * Nobody else's code may run meanwhile. @size may be NULL. */
guint8 *aiohttp_reactor_cipher_scratch (AiohttpReactor *self, gsize *size);

/* Runs @hook once at the end of this turn, or of the next one when none is running. Harmless when added already. */
void aiohttp_reactor_add_turn_end (AiohttpReactor *self, AiohttpTurnEnd *hook);
void aiohttp_reactor_remove_turn_end (AiohttpReactor *self, AiohttpTurnEnd *hook);

/* Priority of the reactor's source, G_PRIORITY_DEFAULT at first. */
void aiohttp_reactor_set_priority (AiohttpReactor *self, int priority);

/* How long the reactor may work before it leaves one iteration of the main loop to sources of lower priority. */
void aiohttp_reactor_set_budget (AiohttpReactor *self, gint64 microseconds);

/* Tests only: takes the time from @clock, and looks at the timers in each iteration of the context. */
void aiohttp_reactor_set_clock (AiohttpReactor *self, AiohttpClockFunc clock, gpointer data);

/* Tests only: which backend reactors made from now on have, "epoll" or "portable"; FALSE if this build lacks it. */
gboolean aiohttp_reactor_set_default_backend (const char *name);
const char *aiohttp_reactor_get_backend_name (AiohttpReactor *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (AiohttpReactor, aiohttp_reactor_unref)

G_END_DECLS
