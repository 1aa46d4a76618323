/* SPDX-License-Identifier: LGPL-2.1-or-later */
/* SPDX-FileCopyrightText: The aiohttp-glib authors */

#pragma once

#include "config.h"

#include <glib.h>

#if !AIOHTTP_SWITCH_UCONTEXT && !defined(__x86_64__) && !defined(__aarch64__)
#undef AIOHTTP_SWITCH_UCONTEXT
#define AIOHTTP_SWITCH_UCONTEXT 1
#endif

#if AIOHTTP_SWITCH_UCONTEXT
#include <ucontext.h>
#endif

G_BEGIN_DECLS

/* Where a stack stopped running. */
typedef struct
{
#if AIOHTTP_SWITCH_UCONTEXT
  ucontext_t ucontext;
#else
  void *sp;
#endif
} AiohttpSwitch;

/* Whether a stack that is used again starts with the floating-point control words of who starts it. */
#define AIOHTTP_SWITCH_INHERITS (!AIOHTTP_SWITCH_UCONTEXT)

/* Makes the first switch to `self` call `func (data)` on the stack of `size` bytes from `low`; func must not return. */
void aiohttp_switch_init (AiohttpSwitch *self, void *low, gsize size, void (*func) (void *), void *data);

#if AIOHTTP_SWITCH_UCONTEXT
void aiohttp_switch_to (AiohttpSwitch *from, AiohttpSwitch *to);
#else
/* In assembly: saves what a called function must preserve, and the floating-point control words. */
void aiohttp_switch_asm (void **from, void *to);

static inline void
aiohttp_switch_to (AiohttpSwitch *from, AiohttpSwitch *to)
{
  aiohttp_switch_asm (&from->sp, to->sp);
}
#endif

/* Gives a stack that does not run the control words of the calling one. */
static inline void
aiohttp_switch_inherit (AiohttpSwitch *self)
{
#if AIOHTTP_SWITCH_UCONTEXT
  /* swapcontext keeps them in places that differ from system to system. */
#elif defined(__x86_64__)
  __asm__ volatile("stmxcsr (%0)\n\tfnstcw 4(%0)" : : "r"(self->sp) : "memory");
#else
  __asm__ volatile("mrs x9, fpcr\n\tstr x9, [%0, #160]" : : "r"(self->sp) : "x9", "memory");
#endif
}

G_END_DECLS
