/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "aiohttp-debug.h"
#include "aiohttp-event-loop.h"

G_BEGIN_DECLS

/* How many event loops are in debug mode, and one more if the environment asks for it in all. */
extern int aiohttp_debug_count;

/* The branches that debug mode costs where it is off: without a loop at hand, and with one, whose structure is in the
 * cache anyway. tests/bench builds the library without them, to measure what they cost. */
#ifndef AIOHTTP_WITHOUT_DEBUG_MODE
#define aiohttp_debug_is_on()             G_UNLIKELY (__atomic_load_n (&aiohttp_debug_count, __ATOMIC_RELAXED) != 0)
#define aiohttp_debug_is_on_in_loop(loop) G_UNLIKELY ((loop)->debug != NULL)
#else
#define aiohttp_debug_is_on()             FALSE
#define aiohttp_debug_is_on_in_loop(loop) FALSE
#endif

/* Whether AIOHTTP_DEBUG is set: loops are made in debug mode. */
gboolean aiohttp_debug_is_default (void);

/* What a warning is about: the field AIOHTTP_DEBUG of its structured log message. */
#define AIOHTTP_DEBUG_SLOW_CALLBACK "slow-callback"
#define AIOHTTP_DEBUG_SLOW_POLL     "slow-poll"
#define AIOHTTP_DEBUG_SLOW_TURN     "slow-turn"
#define AIOHTTP_DEBUG_WRONG_THREAD  "wrong-thread"
#define AIOHTTP_DEBUG_TASK_PENDING  "task-pending"
#define AIOHTTP_DEBUG_FUTURE_ERROR  "future-error"
#define AIOHTTP_DEBUG_UNCLOSED      "unclosed"

/* Notes where an object is made. In its init or constructed, and only if aiohttp_debug_is_on(). */
void aiohttp_debug_mark (gpointer object);
/* What stands for another object was made where that was. */
void aiohttp_debug_copy_mark (gpointer from, gpointer to);
/* Forgets it, so that dropping the object unclosed is no news. */
void aiohttp_debug_unmark (gpointer object);
/* The lines of where it was made; (transfer full) (nullable). */
char *aiohttp_debug_dup_origin (gpointer object);

/* "main()", "program(+0x1234)" or an address; (transfer full). */
char *aiohttp_debug_describe_function (gconstpointer func);

/* Logs a message, and below it where an object was made: `origin` is (nullable), from aiohttp_debug_dup_origin(). */
void aiohttp_debug_log (GLogLevelFlags level, const char *kind, const char *origin, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/* For dispose, if aiohttp_debug_is_on() and the object is still open: "Unclosed `what`", aiohttp's ResourceWarning.
 * Silent for an object that was not marked, and the second time. */
void aiohttp_debug_unclosed (gpointer object, const char *what);

/* FALSE, with a warning that names `what`, if another thread runs the loop. Only if aiohttp_debug_is_on(). */
gboolean aiohttp_debug_check_thread (AiohttpEventLoop *loop, gpointer object, const char *what);
/* The same by an error, AIOHTTP_ERROR_WRONG_THREAD. */
gboolean aiohttp_debug_check_thread_error (AiohttpEventLoop *loop, const char *what, GError **error);

/* A stretch of the library's own work, on the caller's stack. What lies within another and was reported is not
 * reported of the outer one once more; nor is one in which a main loop ran. Time outside of all of them is that of
 * foreign sources. Begin and end on the main stack. */
typedef struct _AiohttpDebugSpan AiohttpDebugSpan;
struct _AiohttpDebugSpan
{
  AiohttpDebugSpan *outer;
  AiohttpEventLoop *loop; /* owned; NULL if that is not in debug mode */
  gint64 start;
  gint64 told;
  gboolean iterated;
};

/* Only if aiohttp_debug_is_on(); `loop` may be NULL. */
void aiohttp_debug_begin (AiohttpDebugSpan *span, AiohttpEventLoop *loop);
/* TRUE if it took too long, with the microseconds: then tell. */
gboolean aiohttp_debug_end (AiohttpDebugSpan *span, gint64 *took);
/* "Executing `what` took …". */
void aiohttp_debug_tell_slow (gint64 took, const char *origin, const char *what);

/* One step of a loop's ready queue, timed. */
void aiohttp_debug_run_step (AiohttpEventLoop *loop, void (*func) (gpointer), gpointer data);

/* A callback of the program's, timed; `kind` says which, as "the reader callback". */
void aiohttp_debug_run_callback (AiohttpEventLoop *loop, void (*func) (gpointer), gpointer data, const char *kind);

/* The main loop that the loop itself runs has ended a turn. */
void aiohttp_debug_turn_over (AiohttpEventLoop *loop);

/* For tests: the clock by which all this is measured, in microseconds; NULL for g_get_monotonic_time(). */
void aiohttp_debug_set_clock (gint64 (*clock) (void));

G_END_DECLS
