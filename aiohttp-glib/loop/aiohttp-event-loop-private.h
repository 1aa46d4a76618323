/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-coroutine-private.h"
#include "aiohttp-event-loop.h"
#include "aiohttp-loop-timer-private.h"
#include "aiohttp-task.h"

G_BEGIN_DECLS

/* The loop of `context` (NULL: the global default one), or NULL if there is none yet. No reference. */
AiohttpEventLoop *aiohttp_event_loop_peek_for_context (GMainContext *context);

/* The loop of the thread-default context, made if need be; never NULL (the default context's loop where
 * aiohttp_get_event_loop() fails). No reference. */
AiohttpEventLoop *aiohttp_event_loop_get_or_default (void);

/* The loop of the calling context by the rules of the default policy; `lasting` tells whether that answer stays true.
 * No reference. */
AiohttpEventLoop *aiohttp_event_loop_get_by_default (GError **error, gboolean *lasting);

/* What aiohttp_set_event_loop() set in this thread, unless that is closed. No reference. */
AiohttpEventLoop *aiohttp_event_loop_peek_set (void);

/* FALSE if there is no policy but the default, or this is the policy's own question. The answer is borrowed from the
 * thread, until it asks again; NULL with an error. */
gboolean aiohttp_event_loop_ask_policy (AiohttpEventLoop **answer, GError **error);

/* Every thread has to find its loop anew. */
void aiohttp_event_loop_forget_answers (void);

/* Appends to the ready queue; only in the loop's own thread. Costs no allocation and no system call. The queue is
 * drained in one dispatch, what is appended meanwhile included, within a time budget. */
void aiohttp_event_loop_call_soon_internal (AiohttpEventLoop *self, void (*func) (gpointer), gpointer data);

/* The same from any thread. FALSE if the loop is closed. */
gboolean
aiohttp_event_loop_call_soon_threadsafe_internal (AiohttpEventLoop *self, void (*func) (gpointer), gpointer data);

/* Drains the ready queue now; for a source that has made work ready and would save the main-loop turn. Main stack
 * only. */
void aiohttp_event_loop_drain (AiohttpEventLoop *self);

/* Exact timers, whose function runs on the main stack; `when` by g_get_monotonic_time(). */
void aiohttp_event_loop_start_timer (AiohttpEventLoop *self, AiohttpLoopTimer *timer, gint64 when);
void aiohttp_event_loop_stop_timer (AiohttpEventLoop *self, AiohttpLoopTimer *timer);

/* The time in so many seconds, for a timer; bounded. */
gint64 aiohttp_event_loop_time_after (double seconds);

/* Makes the loop's context thread-default if it is not already; pop only if that returned TRUE. The context must be
 * owned by this thread. */
gboolean aiohttp_event_loop_push (AiohttpEventLoop *self);
void aiohttp_event_loop_pop (AiohttpEventLoop *self);

/* g_main_depth(), cheaper where it is asked for at each step. */
int aiohttp_event_loop_get_depth (AiohttpEventLoop *self);

/* TRUE if the loop is dispatching in this thread. */
gboolean aiohttp_event_loop_is_dispatching (AiohttpEventLoop *self);

/* TRUE if something waits in the ready queue, or the queue is being drained. */
gboolean aiohttp_event_loop_is_draining (AiohttpEventLoop *self);

/* FALSE with AIOHTTP_ERROR_CLOSED once the loop takes no more calls. */
gboolean aiohttp_event_loop_check_open (AiohttpEventLoop *self, GError **error);

/* Iterates until `is_done (data)`, or until the loop is stopped; fails when the loop cannot run here and now. */
gboolean aiohttp_event_loop_iterate_until (AiohttpEventLoop *self, gboolean (*is_done) (gpointer), gpointer data,
                                           GError **error);

/* The loop keeps a started task alive until it has ended. */
void aiohttp_event_loop_add_task (AiohttpEventLoop *self, AiohttpTask *task);
void aiohttp_event_loop_remove_task (AiohttpEventLoop *self, AiohttpTask *task);

/* Cancels every task and iterates until all have ended, with three cancels `grace` microseconds apart. Those which
 * ignore them are reported with a backtrace and left behind, stack and all; returns their number. */
guint aiohttp_event_loop_cancel_all (AiohttpEventLoop *self, gint64 grace);

G_END_DECLS
